"""The recurrence, three times: its definition, and cheaper forms that agree with it.

All forms have one signature: matrices ``(K, S, m, k, k)``, initial state ``(K, m, k)``, words
``(B, T)``, offsets ``(K, S, m, k)`` or none, and a normalisation; they return the states of all
prefixes, ``(K, B, T + 1, m, k)``, the empty prefix first.

``naive``   the definition, a loop under autograd; the judge of the others
``fused``   one matrix product per step and a backward pass that stores the states only
``counts``  diagonal and rotation matrices commute: the state depends on letter counts alone

``Normalisation`` says what is divided by its Euclidean length after each step: nothing (``none``),
each block (``block``) or the whole state (``state``).
"""
