"""Items to features and back: example rows, gaps both ways, and a census of what is written and run.

This room reads and writes feature files and knows no SUT, no fake and no verdict. `talkqa.scenario.collect`
is its pytest plugin, to be loaded by name and not imported.
"""

from talkqa.scenario.bindings import Definition, binding_problems, definitions, step_modules
from talkqa.scenario.census import PlannedCheck, census, check_id, planned, test_names
from talkqa.scenario.gherkin import FeatureError, read_feature, read_features
from talkqa.scenario.lint import structure_problems
from talkqa.scenario.verify import verify
from talkqa.scenario.write import Written, write

__all__ = [
    "Definition",
    "FeatureError",
    "PlannedCheck",
    "Written",
    "binding_problems",
    "census",
    "check_id",
    "definitions",
    "planned",
    "read_feature",
    "read_features",
    "step_modules",
    "structure_problems",
    "test_names",
    "verify",
    "write",
]
