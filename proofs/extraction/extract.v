(* Turns the proved checkers of accept.v and refute.v into OCaml: Z becomes   *)
(* zarith's integers, nat becomes int.  Run in this folder, after the build:  *)
(*   coqc -R ../theories BilinearTheory extract.v                             *)
From Coq Require Import ZArith Extraction.
From Coq Require Import ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlZBigInt.
From mathcomp Require Import all_ssreflect.
From BilinearTheory Require Import rules claim numbers membership follows accept refute
  accept_stack machine refute_stack stacks
  enumerate refute_separation refute_letters
  refute_chain refute_local refute_columns refute_flags
  refute_power refute_units.

(* MathComp compares natural numbers by recursion; OCaml's integers are these *)
(* numbers here.                                                              *)
Extract Inlined Constant eqn => "(fun (a : int) (b : int) -> a = b)".

Extraction "checker.ml" accepts possible accepts_stack
  possible_stack layer_ok places_ok moves_ok goes joint joint_ok
  claim_alone alone stack_closed equation follows_state strict_at
  certain numbers.enclosure powers next_of refutes refutes_stack
  too_long without_end stack_rules sound_machine permuting follow speaks_of
  ruled_in series_class series_ok told_apart separates chains reflects
  columns_machine indexes local_exchanges local_squares local_resets
  local_kernels crosses alternates squares_differ three_differ not_numbers staying resets
  shows_parity not_abelian powers_differ order_divides_not order_too_long no_lift
  costs turns tail_ok exchanges idempotent machine_inside blocks_of
  weights_ok onto well_formed bound_ok
  members orbit_closed is_real follows_in question_of lengthen
  rules.rules token_code.
