"""Options: the types of the arguments and options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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
OneRestriction = Annotated[str, typer.Option("--restriction", "-r", help="The class of matrices.")]
Layers = Annotated[int, typer.Option(min=1, help="At most so many layers.")]
Tracked = Annotated[Track, typer.Option("--track", help="Outputs, or all states.")]
Additive = Annotated[bool, typer.Option(help="With an additive term.")]
Certificates = Annotated[
    Path | None, typer.Option(help="Write the certificates of the answers into this folder.")
]
Workers = Annotated[int, typer.Option(min=1, help="Processes.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
