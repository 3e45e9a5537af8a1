"""Floor 1: finite machines, their equivalence, their monoids, and the files that hold them.

``automaton``         complete deterministic Moore machines
``reachability`` ``minimization`` ``equivalence``  trimming, minimal machines, shortest separating words
``pairs``             reachability of pairs of states
``monoid`` ``green``  transition monoids and Green's relations
``action`` ``transition_group`` ``strong_generators``  machines of group actions, and their groups
``hankel`` ``observation`` ``isotypic``  functions on the states: their span, and what blocks carry
``catalog`` ``named_groups`` ``finite_field``  targets by name
``formats``           DOT, AT&T, JSON, permutation generators, regular expressions
``examples``          real automata by others, with licences and sources
"""
