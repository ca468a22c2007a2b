"""The peers, each with the same records and set up as its own documentation says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from against.servers import PAGES, Records, Requests, Server, free_port, json_patch, merge_patch
from against.workload import GET, PATCH, POST, STAMP, VARIETY, customer, ids, request, stamps_before_last

PACKAGES = ("mountebank@2.9.1", "json-server@0.17.4", "@mockoon/cli@9.9.0", "wiremock@3.13.2")
"""From npm. The last one brings WireMock's own jar, which needs a Java."""


def install(folder: Path) -> None:
    """The peers in a folder of their own, unless they are there. Raises OSError or CalledProcessError."""
    if not (folder / "node_modules").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(["npm", "install", "--prefix", str(folder), *quiet, *PACKAGES], check=True)


class Peer(Server):
    """A server that knows customers by `path`, most of them from npm. modules: where those were installed."""

    path = "/v2/Customers"
    patch = staticmethod(merge_patch)
    patch_type = "application/json"

    def __init__(self, folder: Path, core: int, records: Records, modules: Path) -> None:
        super().__init__(folder, core, records)
        self._modules = modules

    def binary(self, name: str) -> str:
        return str(self._modules / ".bin" / name)

    def requests(self) -> Requests:
        head, new = self.headers(), VARIETY
        return {
            GET: [request("GET", f"{self.path}/{id}", head) for id in ids(self.records)],
            **{
                kind: [
                    request("GET", f"{self.path}?{self.query(quote(since), size)}", head)
                    for since in stamps_before_last(self.records, size)
                ]
                for kind, size in PAGES.items()
            },
            POST: [request("POST", self.path, head, customer(1_000_000 + n)) for n in range(new)],
            PATCH: [
                request("PATCH", f"{self.path}/{id}", head, type(self).patch(n), self.patch_type)
                for n, id in enumerate(ids(self.records))
            ],
        }

    def query(self, since: str, size: int) -> str:
        return f"lastChangedDateTimeOffsetGreaterThan={since}&PageSize={size}"


class Plain(Peer):
    """The yardstick of `plain.py`: what a Python app without the service's behaviour does on this machine."""

    name = "plain Starlette app"
    script = "plain.py"
    is_peer = False
    token = "Bearer 5a2e"
    patch = staticmethod(json_patch)
    patch_type = "application/json-patch+json"

    def command(self) -> list[str]:
        (self.folder / "records.json").write_text(json.dumps(self.records))
        script = Path(__file__).with_name(self.script)
        return [sys.executable, str(script), "records.json", str(self.port), self.token]

    def headers(self) -> dict[str, str]:
        return super().headers() | {"Authorization": self.token}


class Bare(Plain):
    """uvicorn itself, with the answer there before the request: what no app on it can outrun."""

    name = "uvicorn, one answer for all"
    script = "bare.py"


class Mountebank(Peer):
    """One imposter with one stateful injection; its script stands in `mountebank.js`.

    It looks at a token and at values as the fake does, records requests (its journal), and logs as it comes.
    """

    name = "mountebank, stateful injection"
    token = "Bearer 5a2e"
    log: tuple[str, ...] = ("--logfile", "mb.log")
    patch = staticmethod(json_patch)
    patch_type = "application/json-patch+json"

    def command(self) -> list[str]:
        (self.folder / "records.json").write_text(json.dumps(self.records))
        script = Path(__file__).with_name("mountebank.js").read_text()
        script = script.replace("Bearer TOKEN", self.token)
        stub = {"responses": [{"inject": script.replace("RECORDS", str(self.folder / "records.json"))}]}
        imposter = {"port": self.port, "protocol": "http", "host": "127.0.0.1", "stubs": [stub]}
        imposter["recordRequests"] = True
        (self.folder / "imposters.json").write_text(json.dumps({"imposters": [imposter]}))
        admin = ["--port", str(free_port()), "--host", "127.0.0.1", "--pidfile", "mb.pid"]
        start = [
            self.binary("mb"),
            "start",
            "--configfile",
            "imposters.json",
            "--noParse",
            "--allowInjection",
        ]
        return [*start, *admin, *self.log]

    def headers(self) -> dict[str, str]:
        return super().headers() | {"Authorization": self.token}


class MountebankWithoutLog(Mountebank):
    """The same without its log, which it writes to a file and to the console otherwise."""

    name = "mountebank, without its log"
    log = ("--nologfile", "--loglevel", "error")


class JsonServer(Peer):
    """Its own REST routes over a file. Knows no JSON Patch, so PATCH is a merge. No sign-in, no journal."""

    name = "json-server"
    path = "/Customers"

    def command(self) -> list[str]:
        (self.folder / "db.json").write_text(json.dumps({"Customers": self.records}))
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--id", "Id", "--quiet"]
        return [self.binary("json-server"), "db.json", *where]

    def query(self, since: str, size: int) -> str:
        return f"{STAMP}_gte={since}&_limit={size}"


class Mockoon(Peer):
    """A data bucket with its CRUD route. Knows no JSON Patch, so PATCH is a merge. No sign-in; logs in memory."""

    name = "Mockoon"

    def command(self) -> list[str]:
        bucket = {"uuid": "b", "id": "cust", "name": "Customers", "documentation": ""}
        response = {"uuid": "r", "statusCode": 200, "databucketID": "cust", "bodyType": "DATABUCKET"}
        response |= {"crudKey": "Id", "default": True, "disableTemplating": True}
        route = {"uuid": "c", "type": "crud", "endpoint": "v2/Customers", "responses": [response]}
        environment = {
            "uuid": "e",
            "name": "e",
            "port": self.port,
            "hostname": "127.0.0.1",
            "rootChildren": [{"type": "route", "uuid": "c"}],
            "routes": [route],
            "data": [{**bucket, "value": json.dumps(self.records)}],
        }
        (self.folder / "mockoon.json").write_text(json.dumps(environment))
        return [
            self.binary("mockoon-cli"),
            "start",
            "--data",
            "mockoon.json",
            "--repair",
            "--disable-log-to-file",
        ]

    def query(self, since: str, size: int) -> str:
        return f"{STAMP}_gt={since}&limit={size}"


class WireMock(Peer):
    """Templated stubs without state: what goes out has the id and texts of the request, and is never stored."""

    name = "WireMock, templated, no journal"
    is_stateful = False
    warm_up = 4.0
    patch = staticmethod(json_patch)
    patch_type = "application/json-patch+json"
    journal: tuple[str, ...] = ("--no-request-journal",)

    def command(self) -> list[str]:
        jar = next(self._modules.glob("wiremock/build/wiremock-standalone-*.jar"))
        mappings = self.folder / "mappings"
        mappings.mkdir()
        for number, stub in enumerate(self._stubs()):
            (mappings / f"{number}.json").write_text(json.dumps(stub))
        java = shutil.which("java")
        if java is None:
            raise FileNotFoundError("no java")
        options = ["--port", str(self.port), "--bind-address", "127.0.0.1", "--root-dir", str(self.folder)]
        quiet = [
            "--disable-request-logging",
            "--disable-banner",
            "--disable-gzip",
            "--global-response-templating",
        ]
        return [java, "-jar", str(jar), *options, *quiet, *self.journal]

    def _stubs(self) -> list[dict[str, object]]:
        record = json.dumps(self.records[0])
        one = record.replace(f'"Id": {self.records[0]["Id"]}', '"Id": {{request.path.[2]}}', 1)
        row = record.replace(f'"Id": {self.records[0]["Id"]}', '"Id": {{n}}', 1)
        sent = one.replace(
            json.dumps(self.records[0]["PhoneNumber"]), "\"{{jsonPath request.body '$[0].value'}}\""
        )
        new = record.replace(json.dumps(self.records[0]["Name"]), "\"{{jsonPath request.body '$.Name'}}\"")
        single = f"{self.path}/[0-9]+"
        return [
            _stub("GET", {"urlPathPattern": single}, 200, one),
            *(_stub("GET", _page(self.path, size), 200, _rows(row, size)) for size in PAGES.values()),
            _stub("POST", {"urlPath": self.path}, 201, new),
            _stub("PATCH", {"urlPathPattern": single}, 200, sent),
        ]


class WireMockWithJournal(WireMock):
    """The same with its journal, bounded to 1,000 entries."""

    name = "WireMock, templated, journal"
    journal = ("--max-request-journal-entries", "1000")


PEERS = (Mountebank, MountebankWithoutLog, JsonServer, Mockoon, WireMock, WireMockWithJournal)


def _stub(method: str, where: dict[str, object], status: int, body: str) -> dict[str, object]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return {
        "request": {"method": method, **where},
        "response": {
            "status": status,
            "headers": headers,
            "body": body,
            "transformers": ["response-template"],
        },
    }


def _page(path: str, size: int) -> dict[str, object]:
    return {"urlPath": path, "queryParameters": {"PageSize": {"equalTo": str(size)}}}


def _rows(row: str, size: int) -> str:
    rows = f"{{{{#each (range 1 {size}) as |n|}}}}{{{{#unless @first}}}},{{{{/unless}}}}{row}{{{{/each}}}}"
    return f"[{rows}]"
