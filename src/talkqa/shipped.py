"""Where features, steps and fixtures are: beside `src/` in a checkout, inside the package in a wheel."""

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]
_WHEEL = Path(__file__).resolve().parent / "_shipped"


def root() -> Path:
    """The folder that holds `features/`, `steps/` and `fixtures/`."""
    return _WHEEL if _WHEEL.is_dir() else _CHECKOUT


def features() -> Path:
    """The feature files of the first document, in profile *default*."""
    return root() / "features"


def fixtures() -> Path:
    """Facts of dataflow documents, profiles and systems, as TOML."""
    return root() / "fixtures"
