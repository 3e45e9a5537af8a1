"""Trained recurrences: learn a restricted model, read its automaton back, compare the two.

Everything here is floating point and none of it is a proof, with one exception that is named where
it occurs: a model whose weights were snapped to exact numbers. This package is the only door to
torch; the exact mathematics of ``bilinear_theory`` never imports it.

``Task``          words over an automaton's alphabet, labelled by the outputs of all their prefixes
``Parametrisation``  free real parameters onto the matrices of one restriction
``BilinearCell``  replicas of ``h_t = A_{x_t} h_{t-1} (+ b_{x_t})`` with a linear readout
``Checkpoint``    one trained model as a file
``Recognizer``    any network that reads symbols and gives an output: ours, or other people's
``Trajectories``  the states that a network passes through on given words
``Extraction``    the automaton that was read out of a network, and how well it explains it
``Agreement``     how far network and automaton agree: proved, exhaustive up to n, or sampled

Shapes use one alphabet: ``(K, B, T, n)`` are replicas, batch, time, state; ``(S, m, k, k)`` are
symbols, blocks, and a block's rows and columns, with ``n = m k``; ``Y`` counts output symbols.
"""
