"""The command ``bilinear``.

Exit status 0: answered. 1: the answer is a refusal (a certificate that fails, machines that differ, a
construction that an obstruction forbids). 2: bad input or usage, one line on standard error. 3: the
question of ``construct`` is undecided.

Bodies of commands import late, here alone: ``bilinear --help`` loads neither torch nor sympy.
"""

from __future__ import annotations

import signal
import sys
from enum import StrEnum
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilinear_theory.automata.automaton import Automaton

app = typer.Typer(
    name="bilinear",
    help="Exact bilinear recurrences for finite automata and group actions, with certificates.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help comes at once
)

#: The exception of which all mistakes of usage are, in every version of typer.
USAGE_ERROR: Any = typer.BadParameter.mro()[2]
TARGET_HELP = "A file, regex:..., or a name such as parity, counter:5, S3, S5/points, tomita:4."


class DecoderName(StrEnum):
    """How an output is read off the state."""

    linear = "linear"
    arbitrary = "arbitrary"


class Track(StrEnum):
    """What is tracked: the outputs of the automaton, or each of its states."""

    outputs = "outputs"
    states = "states"


Target = Annotated[str, typer.Argument(help=TARGET_HELP, show_default=False)]
Restrictions = Annotated[
    list[str] | None,
    typer.Option("--restriction", "-r", help="Only this restriction; may be given more than once."),
]
DecoderOption = Annotated[DecoderName | None, typer.Option("--decoder", help="Only this decoder.")]
Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


class Refusal(Exception):
    """Bad input: the line for standard error."""


def main() -> None:
    """Run the command, with every error of the user as one line and exit status 2."""
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an ε must not fail where there is ASCII alone
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except Exception as error:
        line = _line(error)
        if line is None:
            raise
        if line:
            sys.stderr.write(f"bilinear: {line}\n")
        status = 2
    except KeyboardInterrupt:
        sys.stderr.write("bilinear: interrupted\n")
        status = 130
    sys.exit(status if isinstance(status, int) else 0)


def _terminated(*_: object) -> None:
    """End as after an error, so that nothing half-written stays behind."""
    raise SystemExit(143)


def _line(error: Exception) -> str | None:
    """The one line that tells a user what was wrong, None if the fault is not the user's."""
    if isinstance(error, USAGE_ERROR):
        usage: Any = error
        text = usage.format_message()
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    elif isinstance(error, Refusal | ValueError | OSError | OverflowError):
        text = str(error)
    elif isinstance(error, MemoryError) or "allocate memory" in str(error):
        text = "there is not enough memory for that"
    elif isinstance(error, ModuleNotFoundError) and error.name in ("torch", "safetensors"):
        text = "training and extraction need torch: pip install 'bilinear-theory[empirical]'"
    elif isinstance(error, typer.Abort):
        text = "aborted"
    else:
        return None
    return " ".join(text.split())


def _version(value: bool) -> None:  # noqa: FBT001
    if value:
        typer.echo(f"bilinear-theory {version('bilinear-theory')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Exact bilinear recurrences for finite automata and group actions, with certificates."""


@app.command()
def classify(
    target: Annotated[str | None, typer.Argument(help=TARGET_HELP, show_default=False)] = None,
    *,
    restriction: Restrictions = None,
    decoder: DecoderOption = None,
    additive: Annotated[bool, typer.Option(help="Only with an additive term.")] = False,
    layers: Annotated[int, typer.Option(min=1, help="At most so many layers.")] = 1,
    track: Annotated[Track, typer.Option(help="Outputs, or all states.")] = Track.outputs,
    as_json: Json = False,
    certificates: Annotated[
        Path | None, typer.Option(help="Write the certificate of each verdict into this folder.")
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help="A file of JSON lines, one automaton or group a line.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer a batch.")] = 1,
    max_monoid: Annotated[int, typer.Option(min=1, help="Monoid elements enumerated.")] = 100_000,
    max_group: Annotated[int, typer.Option(min=1, help="Group elements enumerated.")] = 100_000,
) -> int:
    """Which restrictions can track an automaton? A verdict with evidence for each of them."""
    from bilinear_theory.hierarchy import batch as batches
    from bilinear_theory.hierarchy.answer import answer
    from bilinear_theory.hierarchy.request import Request

    request = Request(
        restrictions=tuple(restriction or ()),
        decoder=None if decoder is None else decoder.value,
        additive=additive,
        layers=layers,
        states=track is Track.states,
        max_monoid=max_monoid,
        max_group=max_group,
    )
    if (target is None) == (batch is None):
        raise Refusal("classify takes either a TARGET or --batch FILE")
    if batch is not None:
        if certificates is not None or not as_json:
            raise Refusal("--batch prints JSON lines: it needs --json and takes no --certificates")
        refused = False
        for line, bad in batches.lines(batch, request, workers=workers):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
            refused = refused or bad
        return 2 if refused else 0
    subject = request.subject(_target(target or "", bound=max_group))
    verdicts = list(request.verdicts(subject))
    if certificates is not None:
        from bilinear_theory.hierarchy.certificates import write_all

        write_all(verdicts, certificates)
    result = answer(target or "", subject, verdicts, max_monoid=max_monoid)
    if as_json:
        _print_json(result)
        return 0
    from bilinear_theory.hierarchy.table import verdict_table

    _print(verdict_table(target or "", subject, verdicts, result))
    return 0


@app.command()
def construct(
    target: Target,
    *,
    restriction: Annotated[str, typer.Option("--restriction", "-r", help="The class of matrices.")],
    decoder: Annotated[
        DecoderName, typer.Option(help="How outputs are read.")
    ] = DecoderName.linear,
    additive: Annotated[bool, typer.Option(help="With an additive term.")] = False,
    layers: Annotated[int, typer.Option(min=1, help="At most so many layers.")] = 1,
    track: Annotated[Track, typer.Option(help="Outputs, or all states.")] = Track.outputs,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the certificate here.")
    ] = None,
    network: Annotated[
        Path | None, typer.Option(help="Write the network, in floats, as safetensors.")
    ] = None,
    as_json: Json = False,
) -> int:
    """The exact parameters that implement an automaton, if the restriction has them."""
    from bilinear_theory.certificates.files import text, write
    from bilinear_theory.certificates.obstruction import Obstruction, Undecided
    from bilinear_theory.hierarchy.request import Request

    request = Request(
        restrictions=(restriction,),
        decoder=decoder.value,
        additive=additive,
        layers=layers,
        states=track is Track.states,
    )
    _refuse_unwritable(output, network)
    subject = request.subject(_target(target))
    [verdict] = request.verdicts(subject)
    if isinstance(verdict, Undecided):
        if as_json:
            _print_json({"answer": "undecided", "reason": verdict.reason})
        else:
            sys.stdout.write(f"undecided: {verdict.reason}\n")
        return 3
    if isinstance(verdict, Obstruction):
        if output is not None:
            write(verdict, output)
        sys.stdout.write(text(verdict) if as_json else f"no: {verdict.reason}\n")
        if output is not None and not as_json:
            sys.stdout.write(f"written: {output}\n")
        return 1
    if output is not None:
        write(verdict, output)
    if network is not None:
        from bilinear_theory.hierarchy.network import metric_of, write_network

        write_network(verdict, network)
        if metric_of(verdict) is not None:
            sys.stderr.write("the network has the coordinates H^(1/2) h, H the metric, in floats\n")
    if as_json:
        sys.stdout.write(text(verdict))
        return 0
    from bilinear_theory.hierarchy.table import realization_table

    _print(realization_table(target, verdict))
    for path in (output, network):
        if path is not None:
            sys.stdout.write(f"written: {path}\n")
    return 0


@app.command()
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
    from bilinear_theory.automata.equivalence import SeparatingWord, compare
    from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate
    from bilinear_theory.certificates.check import check as kernel
    from bilinear_theory.certificates.document import automaton_of
    from bilinear_theory.certificates.files import load
    from bilinear_theory.certificates.verified import NotBuilt, NotCovered, verified

    target = None if against is None else _target(against)
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
            difference = compare(automaton_of(document), target)
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


@app.command(name="compare")
def compare_(
    left: Annotated[str, typer.Argument(metavar="A", help=TARGET_HELP, show_default=False)],
    right: Annotated[str, typer.Argument(metavar="B", help=TARGET_HELP, show_default=False)],
    *,
    as_json: Json = False,
) -> int:
    """Do two automata agree on all words? Each is a target, a certificate or a checkpoint."""
    from bilinear_theory.automata.automaton import word_text
    from bilinear_theory.automata.equivalence import SeparatingWord, compare

    networks = [name for name in (left, right) if name.endswith(".safetensors")]
    errs: dict[str, str] = {}
    result = compare(_behaviour(left, errs), _behaviour(right, errs))
    if isinstance(result, SeparatingWord):
        if as_json:
            _print_json(
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
        _print_json({"equal": not errs, **({"networks_differ_after": errs} if errs else {})})
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


@app.command()
def convert(
    target: Target,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="DOT, AT&T or JSON by its ending; else JSON is printed."
        ),
    ] = None,
    minimize: Annotated[bool, typer.Option(help="Write the minimal automaton.")] = False,
) -> int:
    """Write an automaton in another format."""
    from bilinear_theory.automata.equivalence import minimize as minimized
    from bilinear_theory.automata.formats import object_from_automaton, write

    automaton = _target(target)
    if minimize:
        automaton = minimized(automaton)
    if output is None:
        _print_json(object_from_automaton(automaton))
    else:
        write(automaton, output)
    return 0


@app.command()
def holonomy(
    target: Target,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the picture, an SVG, here.")
    ] = None,
    as_json: Json = False,
) -> int:
    """The holonomy decomposition: an automaton as a cascade of components that permute or reset."""
    from bilinear_theory.certificates.files import write_atomically
    from bilinear_theory.hierarchy.decomposition import (
        summary,
        summary_json,
        summary_svg,
        summary_text,
    )

    found = summary(_target(target))
    if output is not None:
        write_atomically(summary_svg(target, found).encode(), output)
    if as_json:
        _print_json(summary_json(target, found))
        return 0
    sys.stdout.write(summary_text(target, found) + "\n")
    if output is not None:
        sys.stdout.write(f"written: {output}\n")
    return 0


@app.command()
def train(
    target: Target,
    *,
    restriction: Annotated[str, typer.Option("--restriction", "-r", help="The class of matrices.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The checkpoint's file.")
    ] = None,
    width: Annotated[int | None, typer.Option(min=1, help="Real units.")] = None,
    steps: Annotated[int, typer.Option(min=1, help="At most this many steps.")] = 3000,
    seed: Annotated[int, typer.Option(help="Of the weights and the words.")] = 0,
    replicas: Annotated[int, typer.Option(min=1, help="Models trained side by side.")] = 3,
    batch: Annotated[int, typer.Option(min=1, help="Words a step.")] = 64,
    min_length: Annotated[int, typer.Option(min=1, help="Of the words.")] = 2,
    max_length: Annotated[int, typer.Option(min=1, help="Of the words.")] = 10,
    learning_rate: Annotated[float, typer.Option(help="Of Adam.")] = 3e-3,
    additive: Annotated[bool, typer.Option(help="With an additive term.")] = False,
    seconds: Annotated[float | None, typer.Option(min=0, help="A limit on the wall time.")] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    as_json: Json = False,
) -> int:
    """Train a recurrence of a restriction on a target; write a checkpoint."""
    from empirical import commands

    _refuse_unwritable(output)
    stem = "".join(c if c.isalnum() or c in "-+@" else "-" for c in f"{target}.{restriction}")
    result = commands.train(
        _target(target),
        target,
        restriction,
        output=output or Path(f"{stem}.safetensors"),
        width=width,
        steps=steps,
        seed=seed,
        replicas=replicas,
        batch=batch,
        lengths=(min_length, max_length),
        learning_rate=learning_rate,
        additive=additive,
        seconds=seconds,
        device=device,
    )
    return _answered(result, as_json=as_json)


@app.command()
def extract(
    checkpoint: Annotated[Path, typer.Argument(help="A checkpoint, or a network's weights.")],
    *,
    against: Annotated[
        str | None, typer.Option(help="The target to compare the automaton with.")
    ] = None,
    adapter: Annotated[
        str | None, typer.Option(help="How to read another network's weights: lstm-classifier.")
    ] = None,
    alphabet: Annotated[
        str | None, typer.Option(help="With an adapter: the symbols, separated by commas.")
    ] = None,
    length: Annotated[
        int | None, typer.Option(min=0, help="Compare on all words up to this length.")
    ] = None,
    samples: Annotated[int, typer.Option(min=1, help="Words sampled beyond that.")] = 2000,
    epsilon: Annotated[float, typer.Option(help="The error that an automaton may leave.")] = 0.01,
    bound: Annotated[int, typer.Option(min=1, help="At most this many states.")] = 500,
    seed: Annotated[int, typer.Option(help="Of the words that are sampled.")] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the automaton: DOT, AT&T or JSON.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Read the automaton out of a network, and say how far the two agree."""
    from empirical import commands

    result = commands.extract(
        checkpoint,
        against=None if against is None else _target(against),
        against_name=against or "the target",
        adapter=adapter,
        alphabet=tuple(alphabet.split(",")) if alphabet else (),
        length=length,
        samples=samples,
        epsilon=epsilon,
        bound=bound,
        seed=seed,
        output=output,
    )
    return _answered(result, as_json=as_json)


@app.command()
def width(
    target: Target,
    *,
    track: Annotated[Track, typer.Option(help="Outputs, or all states.")] = Track.outputs,
    certificates: Annotated[
        Path | None, typer.Option(help="Write the certificates of the bounds into this folder.")
    ] = None,
    as_json: Json = False,
) -> int:
    """How many units does each class need? Bounds with certificates, and the Hankel rank."""
    from bilinear_theory.hierarchy import width as widths
    from bilinear_theory.hierarchy.request import Request
    from bilinear_theory.hierarchy.table import width_table

    subject = Request(states=track is Track.states).subject(_target(target))
    result, proofs = widths.document(target, subject)
    if certificates is not None:
        from bilinear_theory.hierarchy.certificates import write_all

        write_all(proofs, certificates)
    if as_json:
        _print_json(result)
        return 0
    _print(width_table(target, result))
    return 0


@app.command()
def census(
    *,
    max_order: Annotated[
        int, typer.Option(min=1, max=119, help="All groups up to this order.")
    ] = 31,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the picture here, as SVG.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    as_json: Json = False,
) -> int:
    """How many groups sit at each level of the hierarchy?"""
    from bilinear_theory.certificates.files import write_atomically
    from bilinear_theory.hierarchy import census as groups
    from bilinear_theory.hierarchy.table import census_table

    entries = _progress(groups.census(max_order, workers=workers), "groups")
    if output is not None:
        write_atomically(groups.picture(entries).encode(), output)
    if as_json:
        _print_json(groups.document(entries))
        return 0
    _print(census_table(entries))
    if output is not None:
        sys.stdout.write(f"written: {output}\n")
    return 0


@app.command()
def hierarchy(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder of the report.")
    ] = Path("out"),
    quick: Annotated[bool, typer.Option("--quick", help="Train fewer models, shorter.")] = False,
    train: Annotated[bool, typer.Option(help="Train models beside the theory.")] = True,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> int:
    """The main job: every restriction for eight automata, with evidence, training and pictures."""
    from empirical.hierarchy import run

    return run(output, quick=quick, train=train, workers=workers)


def _progress(items: Iterable[T], what: str) -> list[T]:
    """The items, with their number on standard error from the second second on."""
    from time import monotonic

    began = shown = monotonic()
    found: list[T] = []
    for item in items:
        found.append(item)
        now = monotonic()
        if now - began > 2 and now - shown > 1:
            shown = now
            sys.stderr.write(f"\r{len(found)} {what}")
            sys.stderr.flush()
    if shown > began:
        sys.stderr.write("\n")
    return found


def _refuse_unwritable(*paths: Path | None) -> None:
    """Refuse files that cannot be written, before anything is computed or written."""
    for path in paths:
        if path is not None and path.is_dir():
            raise Refusal(f"{path}: it is a folder")
        if path is not None and not path.parent.is_dir():
            raise Refusal(f"{path}: there is no folder {path.parent}")


def _more(document: Any) -> str:
    """How many claims an accepted certificate makes besides its first."""
    more = len(document.get("corollaries", []))
    return "" if more == 0 else f", and {more} {'claim' if more == 1 else 'claims'} that follow"


def _answered(result: Any, *, as_json: bool) -> int:
    """Print the answer of a command of ``empirical``."""
    if as_json:
        _print_json(result.document)
    else:
        sys.stdout.write(result.text + "\n")
    return result.code


def _target(text: str, *, bound: int = 100_000) -> Automaton:
    from bilinear_theory.automata.catalog import target

    return target(text, bound=bound)


def _behaviour(text: str, errs: dict[str, str]) -> Automaton:
    """The automaton of a target, of an accepted certificate or of a checkpoint.

    A word on which a checkpoint is known to differ from its automaton is put down in ``errs``.
    """
    from bilinear_theory.automata.automaton import word_text
    from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate
    from bilinear_theory.certificates.check import check as kernel
    from bilinear_theory.certificates.document import automaton_of, is_certificate
    from bilinear_theory.certificates.files import load

    path = Path(text)
    if path.suffix == ".safetensors":
        from empirical.commands import checkpoint_automaton

        automaton, agreement = checkpoint_automaton(path)
        if agreement.first_disagreement is not None:
            errs[text] = word_text(agreement.first_disagreement)
        return automaton
    if path.suffix == ".json" and path.is_file():
        try:
            document = load(path)
        except MalformedCertificate:
            return _target(text)
        if is_certificate(document):
            try:
                kernel(document)
            except RefusedCertificate as error:
                raise Refusal(f"{text}: the certificate is refused: {error}") from None
            return automaton_of(document)
    return _target(text)


def _print_json(value: Any) -> None:
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _print(renderable: Any) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() else 240
    Console(highlight=False, width=width).print(renderable)


if __name__ == "__main__":
    main()
