"""Feature files as structure with line numbers, so that edits in the text leave its words alone.

The parser is pytest-bdd's own; what it drops (scenarios of one name, tables of an outline) is kept here.
Lines count from 1.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd import gherkin_parser as parsed
from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.parser import PARAM_RE, render_string
from pytest_bdd.types import STEP_TYPE_BY_PARSER_KEYWORD


class FeatureError(ValueError):
    """A feature file or folder that cannot be used: which, what is wrong, what to do."""


@dataclass(frozen=True)
class Step:
    """One step as written. type: given, when or then; And and But take that of the step before."""

    type: str
    text: str
    line: int


@dataclass(frozen=True)
class Row:
    """One example row."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Examples:
    """An example table. line: of the word Examples; header: of the column names, None without a table."""

    line: int
    header: int | None
    indent: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    tags: tuple[str, ...]

    @property
    def last(self) -> int:
        """The last line of the table."""
        return self.rows[-1].line if self.rows else self.header or self.line

    def dicts(self) -> list[dict[str, str]]:
        """The rows by column."""
        return [dict(zip(self.columns, row.cells, strict=False)) for row in self.rows]


@dataclass(frozen=True)
class Scenario:
    """A scenario or an outline. first, last: its lines, comments and tags above it included."""

    name: str
    line: int
    first: int
    last: int
    outline: bool
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    examples: tuple[Examples, ...]

    def tagged(self, prefix: str) -> list[str]:
        """What follows the prefix in the tags that have it: `tagged("item")` for `@item:…`."""
        return [tag.removeprefix(f"{prefix}:") for tag in self.tags if tag.startswith(f"{prefix}:")]

    @property
    def has_no_rows(self) -> bool:
        """Whether it is an outline that comes to no check at all."""
        return self.outline and not any(table.rows for table in self.examples)

    def rendered_steps(self) -> Iterator[Step]:
        """Each step as it runs: once, or once per example row."""
        rows: Sequence[Mapping[str, str]] = [row for table in self.examples for row in table.dicts()] or [{}]
        for row in rows:
            for step in self.steps:
                yield Step(step.type, render_string(step.text, row), step.line)

    def placeholders(self) -> set[str]:
        """The names in angle brackets in the title and the steps."""
        return {
            name
            for text in (self.name, *(step.text for step in self.steps))
            for name in PARAM_RE.findall(text)
        }


@dataclass(frozen=True)
class RuleBlock:
    """A `Rule:` with the lines it covers."""

    name: str
    line: int
    first: int
    last: int
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Feature:
    """A feature file. lines: with their line ends, as they are in the file."""

    path: Path
    name: str
    line: int
    tags: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    rules: tuple[RuleBlock, ...]
    lines: tuple[str, ...]

    def tagged(self, prefix: str) -> list[str]:
        """What follows the prefix in the feature's own tags."""
        return [tag.removeprefix(f"{prefix}:") for tag in self.tags if tag.startswith(f"{prefix}:")]


_PARSED: dict[bytes, parsed.Feature] = {}
"""By the bytes of a file: a run reads the same words as template, as census and as what pytest collects."""


def read_feature(path: Path) -> Feature:
    """Read one file. Raises `FeatureError` with file, line and what the parser found."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
        if data not in _PARSED:
            _PARSED[data] = parsed.get_gherkin_document(str(path)).feature
    except GherkinParseError as error:
        raise FeatureError(
            f"{path.name}:{error.line}: {error.message} The line reads: {error.line_content}"
        ) from error
    except (KeyError, TypeError):
        raise FeatureError(f"{path.name}: holds no Feature. Write one, or remove the file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FeatureError(f"{path}: cannot be read: {error}") from None
    return _Layout(path, tuple(io.StringIO(text, newline="").readlines())).feature(_PARSED[data])


def read_features(folder: Path) -> list[Feature]:
    """All feature files of a folder and below, by name. Raises `FeatureError` also if there is none."""
    files = sorted(folder.rglob("*.feature"))
    if not files:
        raise FeatureError(
            f"{folder}: holds no feature file. `talkqa features write --out {folder}` makes them."
        )
    return [read_feature(path) for path in files]


class _Layout:
    """Finds where each part of a file begins and ends."""

    def __init__(self, path: Path, lines: tuple[str, ...]) -> None:
        self.path, self.lines = path, lines
        self.scenarios: list[Scenario] = []
        self.rules: list[RuleBlock] = []

    def feature(self, feature: parsed.Feature) -> Feature:
        self._walk(feature.children, len(self.lines), (), ())
        tags = _names(feature.tags)
        line = feature.location.line
        scenarios, rules = tuple(self.scenarios), tuple(self.rules)
        return Feature(self.path, feature.name, line, tags, scenarios, rules, self.lines)

    def _walk(
        self, children: list[parsed.Child], end: int, before: tuple[Step, ...], inherited: tuple[str, ...]
    ) -> None:
        """Children of a feature or a rule. before: steps of the backgrounds. inherited: tags of the rule."""
        starts = [self._start(child) for child in children]
        for child, first, following in zip(children, starts, [*starts[1:], end + 1], strict=True):
            if child.background:
                before += _steps(child.background.steps)
            elif child.scenario:
                self.scenarios.append(_scenario(child.scenario, first, following - 1, before, inherited))
            elif child.rule:
                tags = _names(child.rule.tags)
                self.rules.append(
                    RuleBlock(child.rule.name, child.rule.location.line, first, following - 1, tags)
                )
                self._walk(child.rule.children, following - 1, before, tags)

    def _start(self, child: parsed.Child) -> int:
        """The first line of a child: its keyword, its first tag, or the comment right above."""
        node = child.background or child.scenario or child.rule
        assert node is not None
        tags = [] if isinstance(node, parsed.Background) else node.tags
        first = min([node.location.line, *(tag.location.line for tag in tags)])
        while first > 1 and self.lines[first - 2].lstrip().startswith("#"):
            first -= 1
        return first


def _scenario(
    node: parsed.Scenario, first: int, last: int, before: tuple[Step, ...], inherited: tuple[str, ...]
) -> Scenario:
    return Scenario(
        node.name,
        node.location.line,
        first,
        last,
        "Outline" in node.keyword or "Template" in node.keyword or bool(node.examples),
        (*inherited, *_names(node.tags)),
        (*before, *_steps(node.steps)),
        tuple(map(_examples, node.examples)),
    )


def _examples(node: parsed.ExamplesTable) -> Examples:
    header = node.table_header
    return Examples(
        node.location.line,
        header.location.line if header else None,
        header.location.column - 1 if header else node.location.column + 1,
        tuple(cell.value for cell in header.cells) if header else (),
        tuple(
            Row(row.location.line, tuple(cell.value for cell in row.cells)) for row in node.table_body or ()
        ),
        _names(node.tags),
    )


def _steps(nodes: list[parsed.Step]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for node in nodes:
        type_ = STEP_TYPE_BY_PARSER_KEYWORD.get(node.keyword_type) or (steps[-1].type if steps else "given")
        steps.append(Step(type_, node.text, node.location.line))
    return tuple(steps)


def _names(tags: list[parsed.Tag]) -> tuple[str, ...]:
    return tuple(tag.name.removeprefix("@") for tag in tags)
