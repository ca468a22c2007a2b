"""A known-good two-way synchroniser for PowerOffice Go v2: the definition of right, in code.

It meets PowerOffice over HTTP only, keeps its memory in one SQLite file, deletes nothing and
archives nothing (R-38). The rules R-n that the docstrings name are those of the behaviour checklist.
"""
