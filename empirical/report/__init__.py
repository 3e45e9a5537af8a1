"""The report of the hierarchy: what is proved of some automata, beside what training made of them.

Nothing here decides or learns anything: verdicts come from ``bilinear_theory.hierarchy``, trained
models from ``empirical.sweep``. Only ``training`` needs torch; the exact half runs without it.

``evidence``    the verdicts on one automaton, their certificates on disk, checked by the kernel
``inclusions``  which class of matrices tracks all that another one tracks, and the first that suffices
``outcomes``    what became of trained models, beside the verdicts
``training``    the models that are trained
``drawing``     pieces of SVG that follow the light or dark theme of the reader
``layout``      places for the states of small machines
``machines``    state diagrams
``large``       of large machines the strong components or the matrix of transitions
``diagram``     the hierarchy of restrictions, with the automata at the classes that first suffice
``table``       the table for a terminal
``page``        one HTML page that needs nothing but itself
``processes``   processes that end at once when the whole is interrupted
``folder``      a folder that appears whole or not at all
"""
