"""One run of the checklist inside pytest: the plan, the road to the fake, and a world for every scenario."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry as templates

from steps._lanes import Road, open_road
from steps._made_up import MadeUp
from steps._recording import Recording
from steps._world import World
from talkqa.checklist import Checklist, Item
from talkqa.mutants.shelf import choose
from talkqa.report.allure_bridge import AT_STEP_END
from talkqa.report.crashes import clean
from talkqa.report.outcome import check_id
from talkqa.scenario.plan import Plan
from talkqa.sut import OFFERS
from talkqa.sut.launching import Limits


def pytest_addoption(parser: pytest.Parser) -> None:
    """The plan reaches every process of a run as a file."""
    group = parser.getgroup("talkqa")
    group.addoption("--talkqa-plan", type=Path, help="JSON file with the plan of this run (see Plan).")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the checks that the plan names, if it names any."""
    path: Path | None = config.getoption("--talkqa-plan")
    wanted = set(Plan.load(path).checks) if path else set()
    if wanted:
        items[:] = [item for item in items if check_id(item.nodeid) in wanted]


@pytest.fixture(scope="session")
def plan(pytestconfig: pytest.Config) -> Plan:
    """The plan; without one, the first document in profile *default* against the reference."""
    path: Path | None = pytestconfig.getoption("--talkqa-plan")
    return Plan.load(path) if path else Plan()


@pytest.fixture(scope="session")
def checklist(plan: Plan) -> Checklist:
    """The checklist of the plan; SUTs are told of all its flows, whatever part of them is checked."""
    whole = whole_checklist(plan)
    return whole if plan.speaks_v1 else whole.for_system(OFFERS.keys() - {"v1"}, OFFERS)


@pytest.fixture(scope="session")
def road(plan: Plan) -> Iterator[Road]:
    """One fake for all scenarios of this process; each gets a tenant of its own."""
    with open_road(plan.lane, plan.mark) as opened:
        yield opened


@pytest.fixture
def world(request: pytest.FixtureRequest, plan: Plan, checklist: Checklist, road: Road) -> Iterator[World]:
    """A PowerOffice, a user and a SUT that nobody else sees."""
    items = items_of(request.node, checklist)
    made_up = MadeUp(plan.seed, request.node.nodeid.split("/")[-1])
    another = choose(plan.sut, Limits(plan.seconds, plan.memory))
    world = World(road, another, checklist, made_up, items, dict(plan.assume), plan.exhaustive)
    recording = Recording(request.node, world, plan.apart, plan.offers)
    request.node.stash[Recording.KEY] = recording
    request.node.stash[AT_STEP_END] = recording.attachments
    yield world
    world.close()


@cache
def whole_checklist(plan: Plan) -> Checklist:
    """The checklist of all flows, also when the plan checks some only."""
    return Plan(plan.document, plan.profile).checklist()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Whatever a scenario printed or crashed with is told without its keys, in whichever file it ends up."""
    report = yield
    if (recording := item.stash.get(Recording.KEY, None)) is not None:
        recording.learn()
    clean(report)
    return report


def items_of(node: pytest.Item, checklist: Checklist) -> list[Item]:
    """The checklist items that a scenario decides: its row's `item`, or its `@item:` tags."""
    row = node.callspec.params.get("_pytest_bdd_example", {}) if hasattr(node, "callspec") else {}
    tags = templates[node.obj].tags if isinstance(node, pytest.Function) else set()
    ids = (
        [row["item"]]
        if "item" in row
        else sorted(tag.removeprefix("item:") for tag in tags if tag.startswith("item:"))
    )
    found = [checklist.item(item_id) for item_id in ids]
    return [item for item in found if item is not None]
