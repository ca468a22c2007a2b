"""Runs the command in its arguments, but not before it is told to go on (SIGCONT).

A script of its own, which imports nothing of ours: from outside, a process can be stopped only when it already runs.
"""

from __future__ import annotations

import os
import signal
import sys

if __name__ == "__main__":
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # Python ignores both, and the command would inherit that
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        os.execvp(sys.argv[1], sys.argv[1:])
    except OSError as error:
        sys.exit(f"{sys.argv[1]} cannot be run: {error.strerror}")
