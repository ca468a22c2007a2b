"""Known-bad synchronisers: the reference with one fault each, so that no check is trusted untripped.

A mutant is one part of the reference with a few lines replaced; its docstring states the BUG and what
catches it. The impostors beside them pretend to synchronise at all. `shelf` hands them out by name.
"""
