"""The command ``bilinear``: one module for each group of commands, and options that they share.

Exit status 0: answered. 1: the answer is a refusal (a certificate that fails, machines that differ, a
construction that an obstruction forbids). 2: bad input or usage, one line on standard error. 3: the
question of ``construct`` is undecided.

``verdicts``   classify, construct
``evidence``   check, compare
``machines``   convert, holonomy
``sizes``      width, census
``learning``   train, extract
``reports``    hierarchy, reproduce
``options``    the types of arguments and options that several commands have
``inputs``     from words of a command line to automata
``printing``   tables, JSON, progress
``failures``   from an exception to one line
``program``    the commands under one name

Bodies of commands import late, in this package alone: ``bilinear --help`` loads neither torch nor sympy.
"""

from __future__ import annotations

import os
import signal
import sys
from io import StringIO, TextIOWrapper

#: The status when who reads the output has enough, as of a program that the signal ends.
ENOUGH = 141


def main() -> None:
    """Run the command, with every error of the user as one line and exit status 2."""
    sys.stdout = sys.stdout or StringIO()  # None if it was closed
    sys.stderr = sys.stderr or StringIO()
    try:
        signal.signal(signal.SIGTERM, _terminated)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # an ε must not fail where there is ASCII alone
                stream.reconfigure(errors="backslashreplace")
        from bilinear_theory.cli.program import run  # late: an interrupt meanwhile is one line, too

        status = run(sys.argv[1:] or ["--help"])
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("bilinear: interrupted\n")
        status = 130
    except BrokenPipeError:  # the last flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = ENOUGH
    except OSError as error:  # from the last flush
        sys.stderr.write(f"bilinear: {error.strerror}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 2
    sys.exit(status)


def _terminated(*_: object) -> None:
    """End as after an error, so that nothing half-written stays behind; a second signal changes nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(143)
