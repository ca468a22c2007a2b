"""`talkqa serve`: up on a port, used by a client, stopped by a signal."""

from __future__ import annotations

import re
import signal
import socket
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from talkqa.cli.serve import serve
from tests.cli.serving import serving, sign_in, told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_a_seeded_client_until_a_signal_and_then_ends_with_0(
    tmp_path: Path, number: signal.Signals
) -> None:
    seed = tmp_path / "seed.toml"
    seed.write_text('[[Customer]]\nName = "Fjord AS"\n')
    with serving("--seed", str(seed), "--format", "json") as process:
        addresses = told(process)
        client = sign_in(addresses)
        assert [record["Name"] for record in client.get("/Customers").json()] == ["Fjord AS"]
        assert client.get(f"{addresses['control']}health").json()["requests"] == 2
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_people_are_made_up_quietly_for_as_many_clients_as_asked_for() -> None:
    with serving("--seed", "1000", "--clients", "2", "--format", "json") as process:
        addresses = told(process)
        (other,) = addresses["clients"]
        mine = names(sign_in(addresses))
        theirs = names(sign_in(addresses | other))
        health = httpx.get(f"{addresses['control']}health", trust_env=False).json()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert sum(health["records"].values()) == 1000 + health["records"]["ContactGroup"]
    assert len(mine) > 100
    assert mine != theirs
    assert (process.returncode, out, err) == (0, "", "")


def names(client: httpx.Client) -> list[str]:
    return [record["Name"] for record in client.get("/Customers").json()]


def test_the_port_is_free_again_after_ctrl_c_and_can_be_asked_for() -> None:
    """Also while a client keeps its connection open; no trace of an exception."""
    with serving("--format", "json") as process:
        addresses = told(process)
        client = sign_in(addresses)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
        port = str(client.base_url.port)
    assert (process.returncode, err) == (0, "")
    with serving("--port", port, "--format", "json") as process:
        assert told(process)["v2"] == addresses["v2"]


def test_it_stops_while_an_answer_stalls() -> None:
    with serving("--format", "json") as process:
        addresses = told(process)
        client = sign_in(addresses)
        client.post(f"{addresses['control']}faults", json={"kind": "stall", "seconds": 3600})
        with client.stream("GET", "/ClientIntegrationInformation") as answer:
            assert answer.status_code == 200
            process.terminate()
            process.communicate(timeout=10)
    assert process.returncode == 0


def test_people_read_addresses_keys_and_how_to_stop_it() -> None:
    with serving() as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().rstrip("\n") for _ in range(8)]
        process.terminate()
        rest, _ = process.communicate(timeout=10)
    names = [line[:17].strip() for line in lines[:7]]
    keys = ["application key", "client key", "subscription key"]
    assert names == ["v1", "v2", "token", "control", *keys]
    assert lines[7] == "Ctrl-C stops it."
    assert rest == "stopped after 0 requests\n"


def test_limits_by_the_wall_clock_refuse_a_burst() -> None:
    with serving("--limits", "wall", "--format", "json") as process:
        client = sign_in(told(process))
        statuses = [client.get("/Customers").status_code for _ in range(40)]
        process.terminate()
        process.communicate(timeout=10)
    assert statuses[:10] == [204] * 10
    assert 429 in statuses


def test_ctrl_c_ends_it_while_people_are_still_being_made_up() -> None:
    with serving("--seed", "1000000") as process:
        wait_until_signals_are_caught(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "stopped after 0 requests\n", "")


def wait_until_signals_are_caught(pid: int) -> None:
    """Python itself catches SIGINT from its start, the command SIGTERM as well."""
    mask = 1 << (signal.SIGTERM - 1)
    while not mask & int(re.findall(r"SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text())[0], 16):
        pass


def test_limits_count_for_clients_that_are_opened_later() -> None:
    with serving("--limits", "virtual", "--format", "json") as process:
        addresses = told(process)
        opened = httpx.post(f"{addresses['control']}clients", json={}, trust_env=False).json()
        client = sign_in(addresses | opened)
        statuses = [client.get("/Customers").status_code for _ in range(11)]
        process.terminate()
        process.communicate(timeout=10)
    assert statuses == [204] * 10 + [429]


def test_too_many_people_are_exit_code_2() -> None:
    ended = CliRunner().invoke(serve, ["--seed", "1000001"])
    assert (ended.exit_code, "expected at most 1000000" in ended.output) == (2, True)


def test_a_port_in_use_is_exit_code_2_and_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = CliRunner().invoke(serve, ["--port", str(port)])
    assert ended.exit_code == 2
    assert f"port {port} on 127.0.0.1" in ended.output
    assert "Use port 0 for a free one." in ended.output


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, "No such file"), ("{", "Expected TOML"), ('{"Customer": [{"Name": 5}]}', "seed, Customer 1: ")],
)
def test_a_wrong_seed_is_exit_code_2_before_anything_is_served(
    tmp_path: Path, text: str | None, expected: str
) -> None:
    path = tmp_path / "seed.json"
    if text is not None:
        path.write_text(text)
    ended = CliRunner().invoke(serve, ["--seed", str(path)])
    assert ended.exit_code == 2
    assert expected in ended.output


def test_an_assumption_can_be_flipped_for_the_client_that_is_served() -> None:
    with serving("--assume", "answer-to-a-write=by-the-book", "--format", "json") as process:
        client = sign_in(told(process))
        made = client.post("/Customers", json={"Name": "Fjord AS"})
        assert made.headers["location"] == f"{client.base_url}Customers/1001"
        assert client.delete("/Customers/1001").status_code == 204


def test_an_assumption_that_is_none_is_refused_with_exit_code_2() -> None:
    ended = CliRunner().invoke(serve, ["--assume", "answer-to-a-writ"])
    assert ended.exit_code == 2
    assert "Did you mean answer-to-a-write" in ended.output
