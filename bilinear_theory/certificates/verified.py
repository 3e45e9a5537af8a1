"""The checker that is proved in Coq: the same question as the kernel's, put to another program.

``make checker`` extracts the functions ``accepts`` and ``refutes`` of ``proofs/theories`` to OCaml and
compiles them. Their theorems say that what they accept is true. The program covers the answer "yes" of
one layer, in every restriction and with both decoders, the answer "no" by a rule, and corollaries; what
it does not cover it refuses by name.

    verified            ask the program about one file; return if it accepts
    NotCovered          the certificate is of a kind that was not proved

References: ``proofs/README.md``.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate

#: Where ``make checker`` leaves the program.
CHECKER = Path(__file__).resolve().parents[2] / "proofs" / "extraction" / "checker"


class NotCovered(ValueError):
    """The proved checker says nothing of this kind of certificate."""


class NotBuilt(RuntimeError):
    """There is no program to ask."""


def verified(path: Path, *, checker: Path | None = None) -> None:
    """Return if the proved checker accepts the certificate in a file.

    Raises:
        NotBuilt: if the program is not there.
        MalformedCertificate: if the file holds no certificate, or cannot be read.
        RefusedCertificate: if the program refuses it.
        NotCovered: with the kind or the restriction that was not proved.
    """
    program = CHECKER if checker is None else checker
    if not program.is_file():
        raise NotBuilt("the verified checker is not built: make checker")
    command = [str(program), str(path.absolute())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = done.stdout.strip().removeprefix(f"{path.absolute()}: ")
    kind, _, reason = line.partition(": ")
    if done.returncode == 0 and line == "accepted":
        return
    if done.returncode == 1 and kind == "refused":
        raise RefusedCertificate(reason)
    if done.returncode == 2 and kind == "not covered":
        raise NotCovered(f"not covered: {reason}")
    raise MalformedCertificate(reason or f"the verified checker ended with {done.returncode}")
