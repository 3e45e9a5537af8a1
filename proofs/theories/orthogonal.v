(* Orthogonal and all other invertible matrices: they merge no states.        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Invertible.
Variables (R : comUnitRingType) (S : Type) (Q : finType) (step : Q -> S -> Q).
Variables (q0 : Q) (n : nat) (A : S -> 'M[R]_n) (h0 : 'cV[R]_n)
    (f : 'cV[R]_n -> Q).
Hypothesis trA : forall w, f (run A h0 w) = foldl step q0 w.
Hypothesis finA : finite_reach A h0.
Hypothesis unitA : forall x, A x \in unitmx.

Lemma wordmx_unit w : wordmx A w \in unitmx.
Proof.
by elim: w => [|x w IHw]; rewrite ?unitmx1 // wordmx_cons unitmx_mul IHw unitA.
Qed.

Lemma letter_period w x :
  exists2 m, (0 < m)%N & run A h0 (w ++ nseq m x) = run A h0 w.
Proof.
have [k1 [k2 [lt12 e]]] := finite_reach_loop w x finA.
exists (k2 - k1)%N; rewrite ?subn_gt0 //.
move: e; rewrite -{1}(subnK (ltnW lt12)) nseqD catA !run_cat.
rewrite !(run_wordmx _ _ (nseq k1 x)).
move/(congr1 (mulmx (invmx (wordmx A (nseq k1 x))))).
by rewrite !mulmxA mulVmx ?wordmx_unit // !mul1mx => <-.
Qed.

Theorem invertible_tracks_permutation x u v :
  let q w := foldl step q0 w in
  step (q u) x = step (q v) x -> q u = q v.
Proof.
move=> q eqs.
have per w : exists2 m, (0 < m)%N & iter m (step^~ x) (q w) = q w.
  have [m m_gt0 e] := letter_period w x; exists m => //.
  by rewrite -foldl_nseq -foldl_cat -trA e trA.
have iterM p m k : iter m (step^~ x) p = p -> iter (k * m) (step^~ x) p = p.
  by move=> e; elim: k => // k IHk; rewrite mulSn iterD IHk.
have [m1 m1_gt0 e1] := per u; have [m2 m2_gt0 e2] := per v.
have E1 := iterM _ _ m2 e1; have E2 := iterM _ _ m1 e2; rewrite mulnC in E1.
have : (0 < m1 * m2)%N by rewrite muln_gt0 m1_gt0.
rewrite -E1 -E2; case: (m1 * m2)%N => // M _.
by rewrite !iterSr eqs.
Qed.
End Invertible.
