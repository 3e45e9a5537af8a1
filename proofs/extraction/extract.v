(* Turns the proven checker of certificate.v into OCaml: Z becomes zarith's   *)
(* integers, nat becomes int.  Run in this folder, after the build:           *)
(*   coqc -R ../theories BilinearTheory extract.v                             *)
From Coq Require Import ZArith Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlZBigInt.
From mathcomp Require Import all_ssreflect.
From BilinearTheory Require Import certificate.

Extraction "checker.ml" check.
