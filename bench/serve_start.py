"""How long `talkqa serve` takes until it answers, and what it weighs then, against a plain Starlette on uvicorn."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

REPEATS = 7
LIMIT = 1.0
"""Seconds until the first answer, with 1,000 records."""

TALKQA = "from talkqa.cli.main import main; main()"
PLAIN = """
import json, socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def health(request): return Response("{}")
listening = socket.socket(); listening.bind(("127.0.0.1", 0)); listening.listen()
origin = f"http://127.0.0.1:{listening.getsockname()[1]}/"
print(json.dumps({"control": origin}), flush=True)
app = Starlette(routes=[Route("/health", health)])
uvicorn.Server(uvicorn.Config(app, log_config=None)).run([listening])
"""


def start(*words: str) -> tuple[float, float, float]:
    """Seconds from the start of the process to its first answer, its processor seconds, its resident MiB."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        control = json.loads(process.stdout.readline())["control"]
        httpx.get(f"{control}health", trust_env=False).raise_for_status()
        took = time.perf_counter() - began
        folder = Path(f"/proc/{process.pid}")
        ticks = folder.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
        status = folder.joinpath("status").read_text()
        process.send_signal(signal.SIGTERM)
    processor = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return took, processor, int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    """Medians, a line each. On a machine that is busy otherwise, the processor's seconds tell more."""
    serve = (TALKQA, "serve", "--format", "json")
    cases = {"plain Starlette": (PLAIN,), "empty": serve, "1,000 records": (*serve, "--seed", "1000")}
    for name, words in cases.items():
        runs = [start(*words) for _ in range(REPEATS)]
        seconds, processor, memory = (statistics.median(run[nth] for run in runs) for nth in range(3))
        line = f"{name:<16} answers after {seconds:5.2f} s   processor {processor:5.2f} s   {memory:4.0f} MiB"
        if name == "1,000 records":
            line += f"   limit {LIMIT} s: {'kept' if seconds < LIMIT else 'BROKEN'}"
        print(line)


if __name__ == "__main__":
    main()
