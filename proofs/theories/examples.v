(* Non-vacuity: the hypotheses of the main theorems can be satisfied, and     *)
(* their conclusions separate concrete groups.                                *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character ssrZ.
From BilinearTheory Require Import automaton model embedding.
From BilinearTheory Require Import diagonal triangular.
From BilinearTheory Require Import certificate.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* S_n, n >= 3, is not abelian. *)
Lemma Sym_nonabelian n : ~~ abelian [set: 'S_n.+3].
Proof.
apply/negP=> /centsP cS; pose a : 'I_n.+3 := ord0.
pose b := lift a (ord0 : 'I_n.+2); pose c : 'I_n.+3 := ord_max.
have := cS (tperm a b) (in_setT _) (tperm b c) (in_setT _).
move/permP/(_ a); rewrite !permM tpermL tpermL (tpermD (z := a)) //.
by rewrite tpermL => /eqP; rewrite -val_eqE.
Qed.

(* No diagonal, no triangular model over a field of characteristic 0, of any  *)
(* dimension, represents S_3 (nor any larger symmetric group).                *)
Example Sym_not_diag (F : fieldType) n :
  ~ embeds (@diag_class F) [group of [set: 'S_n.+3]].
Proof. by move/diag_embeds_abelian; apply/negP; apply: Sym_nonabelian. Qed.

Example Sym_not_trig (F : fieldType) n : [char F] =i pred0 ->
  ~ embeds (@trig_class F) [group of [set: 'S_n.+3]].
Proof.
by move=> c0 /(trig_embeds_abelian_char0 c0); apply/negP; apply: Sym_nonabelian.
Qed.

(* No diagonal model over any field, with any readout, tracks S_3.            *)
Example Sym_not_tracked (F : fieldType) n : ~ diag_tracks F [finGroupType of 'S_n.+3].
Proof. by move/diag_tracks_abelian; apply/negP; apply: Sym_nonabelian. Qed.

(* The cyclic group Z/m is tracked by complex diagonals for every m ...       *)
Example Zp_tracked m : diag_tracks [fieldType of algC] [finGroupType of 'I_m.+1].
Proof.
apply: diag_embeds_tracks; apply: abelian_embeds_complex_diag.
by apply/centsP=> x _ y _; apply: Zp_mulgC.
Qed.

(* ... by real diagonals only when m divides 2.                               *)
Example Zp_not_real_tracked (F : realFieldType) m :
  diag_tracks F [finGroupType of 'I_m.+3] -> False.
Proof.
move=> tr; have := diag_tracks_has_prim_order (Zp1 : 'I_m.+3) tr.
rewrite order_Zp1 => -[x px].
have nx : `|x| = 1 by apply: (@unity_real _ _ m.+3) => //; apply: prim_expr_order.
have : x ^+ 2 = 1 by rewrite -(real_normK (num_real _)) nx expr1n.
by move/eqP; rewrite -(prim_order_dvd px) => /dvdn_leq; rewrite ltnS => /(_ isT).
Qed.

(* S_3 in dimension 2, its integer reflection representation, on generators   *)
(* (0 1) and (0 1 2); its six states are the orbit of a generic vector.       *)
Section SymThree.
Local Open Scope Z_scope.

Definition sym3_mats : seq zmat :=
  [:: [:: [:: -1; 1]; [:: 0; 1]]; [:: [:: 0; -1]; [:: 1; -1]] ].

Definition sym3_points : seq zvec :=
  [:: [:: 1; 3]; [:: 2; 3]; [:: -3; -2]; [:: 1; -2]; [:: 2; -1]; [:: -3; -1]].

Definition sym3_next : seq (seq nat) :=
  [:: [:: 1; 2]; [:: 0; 5]; [:: 3; 4]; [:: 2; 1]; [:: 5; 0]; [:: 4; 3] ]%N.

Example Sym3_certified : check 2 sym3_mats sym3_points sym3_next.
Proof. by vm_compute. Qed.
End SymThree.
