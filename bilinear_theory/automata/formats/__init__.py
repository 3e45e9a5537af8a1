"""Files of automata: one module for each format, and one that chooses between them.

``read``, ``write``          by content and by ending
``writable``                 that a file can be written, asked beforehand
``AutomatonFileError``       what is wrong with a file, where
``automaton_from_object``    an automaton from a JSON object, also of a group's generators
``object_from_automaton``    the JSON object of an automaton
``automaton_of_regex``       the acceptor of a regular expression
``parse``, ``lines``         in each format's module: a text as an automaton, and the way back
"""

from bilinear_theory.automata.formats.files import read, writable, write
from bilinear_theory.automata.formats.objects import automaton_from_object, object_from_automaton
from bilinear_theory.automata.formats.regex import automaton_of_regex
from bilinear_theory.automata.formats.source import AutomatonFileError

__all__ = [
    "AutomatonFileError",
    "automaton_from_object",
    "automaton_of_regex",
    "object_from_automaton",
    "read",
    "writable",
    "write",
]
