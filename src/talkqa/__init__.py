"""Runs a dataflow document's QA checklist against any synchroniser."""

__version__ = "0.1.0"
