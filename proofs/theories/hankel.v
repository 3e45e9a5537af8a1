(* Lower bounds on the width for linear readouts: the Hankel matrix.          *)
(*                                                                            *)
(*   series A h0 c w == c h_w, the function that a linear readout computes    *)
(*   hankel f u v    == the block (f (u_i v_j)) of the Hankel matrix of f     *)
(*   reach_mx, obs_mx == its two factors                                      *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton model full.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Hankel.
Variables (F : fieldType) (S : Type) (n : nat).
Variables (A : S -> 'M[F]_n) (h0 : 'cV[F]_n) (c : 'rV[F]_n).

Definition series w : F := (c *m run A h0 w) 0 0.

Definition hankel (f : seq S -> F) p q (u : 'I_p -> seq S)
    (v : 'I_q -> seq S) :=
  \matrix_(i, j) f (u i ++ v j).

Definition reach_mx p (u : 'I_p -> seq S) : 'M[F]_(p, n) :=
  \matrix_(i, k) run A h0 (u i) k 0.
Definition obs_mx q (v : 'I_q -> seq S) : 'M[F]_(n, q) :=
  \matrix_(k, j) (c *m wordmx A (v j)) 0 k.

Lemma hankel_factor p q (u : 'I_p -> seq S) (v : 'I_q -> seq S) :
  hankel series u v = reach_mx u *m obs_mx v.
Proof.
apply/matrixP => i j; rewrite !mxE /series run_cat [run A _ (v j)]run_wordmx.
by rewrite mulmxA mxE; apply: eq_bigr => k _; rewrite !mxE mulrC.
Qed.

Theorem hankel_rank_le p q (u : 'I_p -> seq S) (v : 'I_q -> seq S) :
  (\rank (hankel series u v) <= n)%N.
Proof. by rewrite hankel_factor mulmx_max_rank. Qed.

(* The same bound for any function that the model computes. *)
Corollary hankel_lower_bound (f : seq S -> F) p q
    (u : 'I_p -> seq S) (v : 'I_q -> seq S) :
  (forall w, series w = f w) -> (\rank (hankel f u v) <= n)%N.
Proof.
move=> ef; rewrite -(_ : hankel series u v = hankel f u v) ?hankel_rank_le //.
by apply/matrixP => i j; rewrite !mxE ef.
Qed.
End Hankel.

(* The word problem of a finite group has full Hankel rank |G|: any exact     *)
(* linear-readout realisation of it, over any field, has dimension >= |G|.    *)
Section WordProblem.
Variables (F : fieldType) (gT : finGroupType) (n : nat).
Variables (A : gT -> 'M[F]_n) (h0 : 'cV[F]_n) (c : 'rV[F]_n).
Local Open Scope group_scope.

Let u (i : 'I_#|gT|) := [:: enum_val i].
Let v (j : 'I_#|gT|) := [:: (enum_val j)^-1].

Theorem word_problem_dim :
  (forall w, series A h0 c w = (gprod w == 1%g)%:R)%R -> (#|gT| <= n)%N.
Proof.
move=> tr; have := hankel_lower_bound u v tr.
suff -> : hankel (fun w => (gprod w == 1%g)%:R)%R u v = (1%:M)%R :> 'M[F]__.
  by rewrite mxrank1.
apply/matrixP => i j; rewrite !mxE /gprod /= mul1g -eq_mulgV1.
by rewrite (inj_eq enum_val_inj).
Qed.
End WordProblem.

(* ... and |G| is attained, by the regular representation. *)
Theorem word_problem_dim_tight (F : fieldType) (gT : finGroupType) :
  exists (A : gT -> 'M[F]_#|gT|) h0 c,
    forall w, series A h0 c w = (gprod w == 1%g)%:R.
Proof.
exists (trans_mx F (fun g x : gT => g * x)%g), (onehot 1%g).
exists (ind_row F [set 1%g]) => w.
by rewrite /series run_regular ind_row_onehot inE.
Qed.

(* One linear functional per state: dimension >= number of reachable states.  *)
Section StateTracking.
Variables (F : fieldType) (S : Type) (Q : finType) (step : Q -> S -> Q)
    (q0 : Q).
Variables (n : nat) (A : S -> 'M[F]_n) (h0 : 'cV[F]_n) (C : 'M[F]_(#|Q|, n)).

Theorem state_readout_dim :
  (forall q, exists w, foldl step q0 w = q) ->
  (forall w, C *m run A h0 w = onehot (foldl step q0 w)) -> (#|Q| <= n)%N.
Proof.
move=> reach trA; suff: (#|Q| <= \rank C)%N by move/leq_trans; apply;
  apply: rank_leq_col.
suff: (1%:M <= C^T)%MS by move/mxrankS; rewrite mxrank1 mxrank_tr.
apply/row_subP => i; rewrite row1; have [w Dw] := reach (enum_val i).
rewrite -[delta_mx _ _]trmxK trmx_delta.
have -> : delta_mx i 0 = C *m run A h0 w.
  by rewrite trA Dw /onehot enum_valK.
by rewrite trmx_mul submxMl.
Qed.
End StateTracking.
