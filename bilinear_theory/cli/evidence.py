"""Evidence: ``check`` asks the trusted kernel about certificates, ``compare`` two automata of each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bilinear_theory.cli.failures import Refusal
from bilinear_theory.cli.inputs import Behaviour, behaviour, target_automaton
from bilinear_theory.cli.options import TARGET_HELP, AsJson
from bilinear_theory.cli.printing import print_json


def check(
    certificates: Annotated[list[Path], typer.Argument(help="Certificates.", show_default=False)],
    *,
    against: Annotated[
        str | None, typer.Option(help="The automaton of which they have to speak.")
    ] = None,
    by_proof: Annotated[
        bool, typer.Option("--verified", help="Ask the checker that is proved in Coq.")
    ] = False,
) -> int:
    """Have the trusted kernel check certificates, or the checker that is proved in Coq."""
    from bilinear_theory.automata.automaton import word_text
    from bilinear_theory.automata.equivalence import SeparatingWord
    from bilinear_theory.automata.equivalence import compare as comparison
    from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate
    from bilinear_theory.certificates.check import check as kernel
    from bilinear_theory.certificates.document import automaton_of
    from bilinear_theory.certificates.files import load
    from bilinear_theory.certificates.verified import NotBuilt, NotCovered, verified

    target = None if against is None else target_automaton(against)
    status = 0
    for path in certificates:
        try:
            document = load(path)
            if by_proof:
                verified(path)
            else:
                kernel(document)
        except NotBuilt as error:
            raise Refusal(str(error)) from None
        except (MalformedCertificate, NotCovered, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            sys.stderr.write(f"bilinear: {path}: {reason}\n")
            status = 2
            continue
        except RefusedCertificate as error:
            sys.stdout.write(f"{path}: refused: {error}\n")
            status = max(status, 1)
            continue
        if target is not None:
            difference = comparison(automaton_of(document), target)
            if isinstance(difference, SeparatingWord):
                sys.stdout.write(
                    f"{path}: refused: it speaks of another automaton: after "
                    f"{word_text(difference.word)} its output is {difference.left!r}, "
                    f"that of {against} is {difference.right!r}\n"
                )
                status = max(status, 1)
                continue
        claim = document["claim"]
        term = "+b" if claim["additive"] else ""
        depth = f", {claim['layers']} layers" if claim["layers"] > 1 else ""
        sys.stdout.write(
            f"{path}: accepted: {claim['answer']}, {claim['restriction']}{term}, "
            f"{claim['decoder']} decoder{depth}{_more(document)}\n"
        )
    return status


def compare(
    left: Annotated[str, typer.Argument(metavar="A", help=TARGET_HELP, show_default=False)],
    right: Annotated[str, typer.Argument(metavar="B", help=TARGET_HELP, show_default=False)],
    *,
    as_json: AsJson = False,
) -> int:
    """Do two automata agree on all words? Each is a target, a certificate or a checkpoint."""
    from bilinear_theory.automata.automaton import word_text
    from bilinear_theory.automata.equivalence import SeparatingWord
    from bilinear_theory.automata.equivalence import compare as comparison

    sides = (behaviour(left), behaviour(right))
    if any(side.unexplained for side in sides):
        return _unexplained(*sides, as_json=as_json)
    networks = [side.text for side in sides if side.is_network]
    errs = {side.text: side.errs for side in sides if side.errs is not None}
    result = comparison(sides[0].automaton, sides[1].automaton)
    if isinstance(result, SeparatingWord):
        if as_json:
            print_json(
                {"equal": False, "word": list(result.word), "outputs": [result.left, result.right]}
            )
        elif result.word and None in (result.left, result.right):
            sys.stdout.write(f"different: only one of them reads {result.word[-1]!r}\n")
        else:
            sys.stdout.write(
                f"different: after {word_text(result.word)} the outputs are {result.left!r} "
                f"and {result.right!r}\n"
            )
        return 1
    if as_json:
        print_json({"equal": not errs, **({"networks_differ_after": errs} if errs else {})})
    elif errs:
        for name, word in errs.items():
            sys.stdout.write(
                f"different: the automaton read out of {name} is equal, but the network itself "
                f"errs after {word}\n"
            )
    else:
        about = f", for the automaton read out of {' and '.join(networks)}" if networks else ""
        sys.stdout.write(f"equal: the same output after every word{about}\n")
    return 1 if errs else 0


def _unexplained(left: Behaviour, right: Behaviour, *, as_json: bool) -> int:
    """A network that no automaton explains is refused, with a word that separates it if one is known."""
    from bilinear_theory.automata.automaton import word_text
    from empirical.commands import network_difference

    reasons = [str(side.unexplained) for side in (left, right) if side.unexplained]
    split = None
    for side, other in ((left, right), (right, left)):
        if side.unexplained and not other.unexplained:
            split = network_difference(side.unexplained.recognizer, other.automaton)
            if split is not None and side is right:
                split = (split[0], split[2], split[1])
    if as_json:
        known = {} if split is None else {"word": list(split[0]), "outputs": list(split[1:])}
        equal = None if split is None else False
        print_json({"equal": equal, **known, "unexplained": reasons})
        return 1
    if split is not None:
        sys.stdout.write(
            f"different: after {word_text(split[0])} the outputs are {split[1]!r} and {split[2]!r}\n"
        )
    for reason in reasons:
        sys.stdout.write(f"refused: {reason}\n")
    return 1


def _more(document: Any) -> str:
    """How many claims an accepted certificate makes besides its first."""
    more = len(document.get("corollaries", []))
    return (
        ""
        if more == 0
        else f", and {more} {'claim that follows' if more == 1 else 'claims that follow'}"
    )
