(* Permutation matrices: exactly the automata whose letters permute the       *)
(* states, with any decoder, and with one-hot states already.                 *)
(*                                                                            *)
(*   tracks_states P step q0 == some recurrence of finite reach with matrices *)
(*     in P, and some decoder, give the state of the automaton after every    *)
(*     word                                                                   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model full orthogonal.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Permutation.
Variables (R : comUnitRingType) (S : Type) (Q : finType) (step : Q -> S -> Q).

Lemma trans_mx_perm x : injective (step^~ x) -> is_perm_mx (trans_mx R step x).
Proof.
move=> inj_x; pose g (j : 'I_#|Q|) := enum_rank (step (enum_val j) x).
have inj_g : injective g by move=> i j /enum_rank_inj/inj_x/enum_val_inj.
apply/is_perm_mxP; exists (perm inj_g)^-1%g; rewrite -tr_perm_mx.
apply/matrixP=> i j; rewrite !mxE permE eq_sym.
by rewrite -(inj_eq enum_val_inj) enum_rankK eq_sym.
Qed.

Definition tracks_states (P : forall n, pred 'M[R]_n) q0 :=
  exists n (A : S -> 'M[R]_n) h0 (f : 'cV[R]_n -> Q),
    [/\ forall x, P n (A x), finite_reach A h0
      & forall w, f (run A h0 w) = foldl step q0 w].

Variable q0 : Q.
Hypothesis reachable : forall q, exists w, foldl step q0 w = q.

Lemma onehot_tracks (P : forall n, pred 'M[R]_n) :
  (forall x, P _ (trans_mx R step x)) -> tracks_states P q0.
Proof.
move=> PA; exists _, (trans_mx R step), (onehot q0).
exists (fun h => odflt q0 [pick q | onehot q == h]); split=> // [|w].
  exists [seq onehot q | q <- enum Q] => w.
  by rewrite run_automaton map_f ?mem_enum.
rewrite run_automaton; case: pickP => [q /eqP/onehot_inj //|].
by move/(_ (foldl step q0 w)); rewrite eqxx.
Qed.

Lemma unit_tracks_permute (P : forall n, pred 'M[R]_n) :
  (forall n (A : 'M_n), P n A -> A \in unitmx) ->
  tracks_states P q0 -> forall x, injective (step^~ x).
Proof.
move=> unitP [n [A [h0 [f [PA finA trA]]]]] x p q /= e.
have [u Du] := reachable p; have [v Dv] := reachable q.
have uA y : A y \in unitmx by apply/unitP/PA.
have := invertible_tracks_permutation trA finA uA (x := x) (u := u) (v := v).
by rewrite /= Du Dv => ->.
Qed.

Theorem permutation_iff :
  tracks_states (fun n A => is_perm_mx A) q0 <->
  (forall x, injective (step^~ x)).
Proof.
split; last by move=> inj; apply: onehot_tracks => x; apply: trans_mx_perm.
by apply: unit_tracks_permute => n _ /is_perm_mxP[s ->]; apply: unitmx_perm.
Qed.

Theorem orthogonal_iff :
  tracks_states (fun n A => A^T *m A == 1%:M) q0 <->
  (forall x, injective (step^~ x)).
Proof.
split; last first.
  by move=> inj; apply: onehot_tracks => x; apply/eqP/trans_mx_orthogonal.
by apply: unit_tracks_permute => n A /eqP/mulmx1_unit[].
Qed.
End Permutation.
