(* Decoders.                                                                  *)
(*                                                                            *)
(*   run_scaled A c h w   == the run, its state rescaled after each step by a *)
(*                           factor c that may depend on letter and state     *)
(*   scale_factor A c h w == the product of these factors                     *)
(*   is_argmax y i        == y_i is a largest coordinate of y                 *)
From mathcomp Require Import all_ssreflect all_algebra.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Scaling.
Variables (R : comRingType) (S : Type) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (h : 'cV[R]_n).

(* The state is rescaled after each step by a factor that may depend on       *)
(* the whole (rescaled) state and the input, as normalisation layers do.      *)
Definition run_scaled A (c : S -> 'cV[R]_n -> R) h w :=
  foldl (fun h x => c x (A x *m h) *: (A x *m h)) h w.

Fixpoint scale_factor A (c : S -> 'cV[R]_n -> R) h w : R :=
  if w is x :: w' then
    let h' := A x *m h in
    c x h' * scale_factor A c (c x h' *: h') w'
  else 1.

Lemma runZ A a h w : run A (a *: h) w = a *: run A h w.
Proof. by rewrite !run_wordmx scalemxAr. Qed.

Lemma run_scaledE A c h w :
  run_scaled A c h w = scale_factor A c h w *: run A h w.
Proof.
rewrite /run_scaled; elim: w h => [|x w IHw] h /=; first by rewrite scale1r.
by rewrite IHw -/(run _ _ _) runZ scalerA mulrC.
Qed.
End Scaling.

Section Argmax.
Variables (R : realDomainType) (S : Type) (n m : nat).
Variables (A : S -> 'M[R]_n) (c : S -> 'cV[R]_n -> R) (C : 'M[R]_(m, n)).

Definition is_argmax (y : 'cV[R]_m) i := [forall j, y j 0 <= y i 0].

Lemma is_argmaxZ a y i : 0 < a -> is_argmax (a *: y) i = is_argmax y i.
Proof. by move=> a_gt0; apply: eq_forallb => j; rewrite !mxE ler_pmul2l. Qed.

Lemma scale_factor_gt0 h w :
  (forall x h, 0 < c x h) -> 0 < scale_factor A c h w.
Proof.
by move=> c_gt0; elim: w h => [|x w IHw] h /=; rewrite ?ltr01 // mulr_gt0.
Qed.

Theorem argmax_scale_invariant h w i :
  (forall x h, 0 < c x h) ->
  is_argmax (C *m run_scaled A c h w) i = is_argmax (C *m run A h w) i.
Proof.
by move=> c_gt0; rewrite run_scaledE -scalemxAr is_argmaxZ ?scale_factor_gt0.
Qed.
End Argmax.
