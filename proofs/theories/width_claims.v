(* What certificates refute of matrices of bounded width, or with few         *)
(* columns: the theorems on matrices, said of claims.                         *)
(*                                                                            *)
(*   after_letter w == the word w is not empty                                *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine block_rows.
From BilinearTheory Require Import rules claim chain.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition after_letter (L : Type) (w : seq L) : bool := (0 < size w)%N.

(* With R columns the coordinates V^T h run by themselves, and show all       *)
(* outputs but that of the moment.                                            *)
Lemma cp_coordinates (L : Type) (f : seq L -> nat) kind (real : bool) R d
    (A : L -> 'M[algC]_d) b h0 pts :
  cp_factors A real R -> orbit_in (astep A b) h0 pts ->
  decodes f kind A b h0 ->
  exists r (A' : L -> 'M[algC]_r) b' h0' pts',
    [/\ (r <= R)%N, orbit_in (astep A' b') h0' pts',
        real -> forall x, real_mx (A' x)
      & forall u v w, after_letter w -> arun A' b' h0' u = arun A' b' h0' v ->
          f (u ++ w) = f (v ++ w)].
Proof.
case=> r [U [V [c [le_rR AE reals]]]] rP /linear_arbitrary[g decP].
pose A' x := V^T *m U *m diag_mx (c x); pose b' x := V^T *m b x.
have runE w : arun A' b' (V^T *m h0) w = V^T *m arun A b h0 w.
  elim/last_ind: w => // w x IHw; rewrite /arun !foldl_rcons.
  rewrite -!/(arun _ _ _ _) IHw /astep AE mulmxDr /A' /b'.
  by rewrite !mulmxA.
exists r, A', b', (V^T *m h0), [seq V^T *m h | h : 'cV[algC]_d <- pts].
split=> // [w|re x|u v [//|x w] _].
- by rewrite [foldl _ _ _]runE; apply: map_f; apply: rP.
- have [rU rV rc] := reals re.
  have r_ (m n : nat) (M : 'M[algC]_(m, n)) i j : real_mx M -> M i j \is Num.real.
    by move=> /forallP/(_ i)/forallP.
  apply/forallP=> i; apply/forallP=> j; rewrite mxE rpred_sum // => k _.
  rewrite rpredM //; last by rewrite mxE rpredMn // r_.
  by rewrite mxE rpred_sum // => l _; rewrite rpredM ?mxE ?r_.
rewrite !runE => e; rewrite -!decP; congr g.
rewrite !arun_cat /=; congr (arun A b _ w).
by rewrite /astep AE -!mulmxA e.
Qed.

Section Claims.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (kind : decoder) (additive : bool).
Local Notation f := (fun w => out (foldl step q0 w)).

(* The witness idempotent-chain.                                              *)
Theorem idempotent_chain_refutes c N n steps : (0 < n)%N ->
  chain step q0 out xpredT n [::] steps -> (N < size steps)%N ->
  ~ realizable f c (Some N) kind additive.
Proof.
move=> n_gt0 ch; rewrite ltnNge => /negP large.
case=> d [A [b [h0 [pts [_ /andP[le _] _ rP]]]]] /linear_arbitrary[g decP].
apply: large; apply: leq_trans le; apply: (chain_sound n_gt0 rP _ ch).
by move=> u v w _ e; rewrite -!decP !arun_cat e.
Qed.

Theorem idempotent_chain_columns_refutes c N n steps bound : (0 < n)%N ->
  chain step q0 out (@after_letter L) n [::] steps -> (N < size steps)%N ->
  c = CPReal N \/ c = CPComplex N -> ~ realizable f c bound kind additive.
Proof.
move=> n_gt0 ch; rewrite ltnNge => /negP large cc.
case=> d [A [b [h0 [pts [fam _ _ rP dec]]]]]; apply: large.
have [real cp] : exists real, cp_factors A real N.
  by case: cc fam => ->; [exists true | exists false].
have [r [A' [b' [h0' [pts' [le rP' _ seen]]]]]] := cp_coordinates cp rP dec.
exact: leq_trans (chain_sound n_gt0 rP' seen ch) le.
Qed.
End Claims.
