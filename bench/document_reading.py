"""How fast dataflow documents are read, on one thread.

    python bench/document_reading.py [--documents N] [FOLDER]

Reads documents written from made-up facts (or the .rst files of FOLDER) and prints documents and megabytes
a second, best of several rounds, the time for one and two times a hostile document, the memory that reading
--hostile megabytes of short stray lines takes at most, as a multiple of their size, and the ratio to docutils on the
same documents in the same run (docutils is in the extra `dev`). Aims: 6 times the size; 60 times as fast as docutils.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from talkqa.document import Facts, FlowFacts, read, render

ROUNDS = 7


def made_up(number: int) -> bytes:
    """A document of the family's middling shape: six flows, of which two have twelve property rows."""
    rows = tuple((f"address.line{at}", f"MailAddress.Line{at}", '"string"') for at in range(12))
    flows = tuple(
        FlowFacts(
            ("HubSpot", f"Thing{at}"),
            ("PowerOffice", f"Entity{number % 50}"),
            ("link-required", "merge-on", "keep-in-sync", "properties")
            if at == 5
            else ("every", "keep-in-sync", "properties"),
            merge=((("email", "EmailAddress"),),) if at == 5 else (),
            properties=rows if at < 2 else (),
        )
        for at in range(6)
    )
    return render(Facts("HubSpot", "PowerOffice", "2024-01-02 03:04:05", flows))


def best(reading: Callable[[bytes], object], documents: Iterable[bytes], rounds: int = ROUNDS) -> float:
    """Seconds for all documents, in the quickest round."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        for data in documents:
            reading(data)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def docutils_reader() -> Callable[[bytes], object] | None:
    """Docutils as a reader, or None when it is not installed."""
    try:
        from docutils.core import publish_doctree  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return None

    def parse(data: bytes) -> object:
        with contextlib.redirect_stderr(io.StringIO()):
            return publish_doctree(data, settings_overrides={"report_level": 5, "input_encoding": "utf-8"})

    return parse


def memory(unit: bytes, size: int) -> float:
    """Peak resident memory (Linux) of a process that reads that many bytes, without what it starts with, by size."""
    code = (
        "from pathlib import Path; from talkqa.document import read\n"
        "def peak(): return int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) * 1024\n"
        f"start = peak(); document = read({unit!r} * ({size} // {len(unit)})); print((peak() - start) / {size})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--hostile", type=int, default=10, metavar="MB")
    options = parser.parse_args()
    if options.folder:
        documents = [path.read_bytes() for path in sorted(options.folder.rglob("*.rst"))]
    else:
        documents = [made_up(number) for number in range(options.documents)]
    size = sum(map(len, documents))
    seconds = best(read, documents)
    print(f"documents        {len(documents)}, {size / len(documents):.0f} bytes each")
    print(f"talkqa           {len(documents) / seconds:.0f} documents/s, {size / seconds / 1e6:.1f} MB/s")
    hostile = [("one line", b"x"), ("stray lines", b"what?\n"), ("headings", b"A to B to C\n-----------\n\n")]
    for name, unit in hostile:
        once, twice = (best(read, [unit * (millions * 1_000_000 // len(unit))], 2) for millions in (5, 10))
        print(f"{name:16} 5 MB {once:.2f} s, 10 MB {twice:.2f} s, ratio {twice / once:.1f} (2 is linear)")
    for name, unit in (("short lines", b"what?\n"), ("shorter lines", b"w\n\n")):
        times = memory(unit, options.hostile * 1_000_000)
        print(f"{name:16} {options.hostile} MB take {times:.1f} times their size in memory")
    parse = docutils_reader()
    if parse is None:
        print("docutils         not installed; `pip install docutils` to compare")
        return
    few = documents[: max(1, min(len(documents), 20))]
    ratio = best(parse, few, 2) / best(read, few)
    print(f"docutils         takes {ratio:.0f} times as long on {len(few)} of them")


if __name__ == "__main__":
    main()
