#!/bin/sh
# Extracts the proved checkers, after the build of the theories, and compiles the program `checker`.
set -eu
cd "$(dirname "$0")"
coqc -q -w none -R ../theories BilinearTheory extract.v
ocamlfind ocamlopt -w -a -O3 -package zarith -linkpkg checker.mli checker.ml json.ml reader.ml main.ml -o checker
