(* Unrestricted matrices: every automaton is simulated exactly by its 0/1     *)
(* transition matrices on one-hot states.                                     *)
(*                                                                            *)
(*   trans_mx R step x  == the matrix of the letter x: column p is the        *)
(*                         one-hot vector of step p x                         *)
(*   ind_row R F        == the row vector that sums the coordinates in F      *)
(*   recognizes A h0 c L == c h_w is 1 for the words w of L and 0 elsewhere   *)
(*   answer_row R out z == the row that sums the states with the answer z     *)
(*   bilinear_dfa       == the automaton of a recurrence over a finite ring   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From RegLang Require Import languages dfa regexp.
From BilinearTheory Require Import model realization.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Automaton.
Variables (R : comRingType) (S : Type) (Q : finType) (step : Q -> S -> Q).

(* The 0/1 column-stochastic matrix of letter x: column p is the one-hot of   *)
(* step p x.                                                                  *)
Definition trans_mx (x : S) : 'M[R]_#|Q| :=
  \matrix_(i, j) (enum_val i == step (enum_val j) x)%:R.

Lemma trans_mx_onehot x q : trans_mx x *m onehot q = onehot (step q x).
Proof.
apply/colP => i; rewrite onehotE.
by rewrite -[X in _ *m X]/(delta_mx _ _) -colE !mxE enum_rankK.
Qed.

Theorem run_automaton q w :
  run trans_mx (onehot q) w = onehot (foldl step q w).
Proof. by elim: w q => //= x w IHw q; rewrite -IHw -trans_mx_onehot. Qed.

Lemma trans_mx_01 x i j : trans_mx x i j \in [:: 0; 1].
Proof. by rewrite mxE !inE; case: (enum_val _ == _);
  rewrite /= ?mulr1n eqxx ?orbT. Qed.

Lemma trans_mx_col_stochastic x j : \sum_i trans_mx x i j = 1.
Proof.
rewrite (bigD1 (enum_rank (step (enum_val j) x))) //= mxE enum_rankK eqxx.
rewrite big1 ?addr0 // => i ne; rewrite mxE (_ : (_ == _) = false) //.
by apply: contraNF ne => /eqP<-; rewrite enum_valK.
Qed.

(* A permutation automaton uses permutation (hence orthogonal) matrices. *)
Lemma trans_mx_orthogonal x :
  injective (step^~ x) -> (trans_mx x)^T *m trans_mx x = 1%:M.
Proof.
move=> inj_x; apply/matrixP => i j; rewrite !mxE.
rewrite (bigD1 (enum_rank (step (enum_val j) x))) //= !mxE enum_rankK eqxx
  mulr1.
rewrite big1 ?addr0 => [|k ne].
  by rewrite eq_sym (inj_eq inj_x) (inj_eq enum_val_inj).
rewrite !mxE [X in _ * X](_ : _ = 0) ?mulr0 // (_ : (_ == _) = false) //.
by apply: contraNF ne => /eqP<-; rewrite enum_valK.
Qed.

(* Linear readout of any set of states. *)
Definition ind_row (F : {set Q}) : 'rV[R]_#|Q| :=
  \row_i (enum_val i \in F)%:R.

Lemma ind_row_onehot F q : (ind_row F *m onehot q) 0 0 = (q \in F)%:R.
Proof. by rewrite /onehot -colE !mxE enum_rankK. Qed.
End Automaton.

Section Regular.
Variables (R : comRingType) (S : finType).

(* Exact recognition with a linear readout: value 1 in L, value 0 outside. *)
Definition recognizes n (A : S -> 'M[R]_n) (h0 : 'cV[R]_n) (c : 'rV[R]_n)
    (L : pred (word S)) :=
  forall w, (c *m run A h0 w) 0 0 = (L w)%:R.

Theorem dfa_bilinear (M : dfa S) :
  recognizes (trans_mx R (@dfa_trans _ M)) (onehot (dfa_s M))
             (ind_row R (dfa_fin M)) (mem (dfa_lang M)).
Proof.
by move=> w; rewrite run_automaton ind_row_onehot.
Qed.

(* ... and in 3-tensor form, on one-hot input vectors. *)
Corollary dfa_bilinear_tensor (M : dfa S) w :
  (ind_row R (dfa_fin M) *m
     run_bilin (trans_mx R (@dfa_trans _ M)) (onehot (dfa_s M))
               (map onehot w)) 0 0 = (w \in dfa_lang M)%:R.
Proof. by rewrite run_bilin_onehot dfa_bilinear. Qed.

Theorem regular_bilinear (L : lang S) : regular L ->
  exists n (A : S -> 'M[R]_n) h0 (c : 'rV[R]_n),
    forall w, (L w -> (c *m run A h0 w) 0 0 = 1) /\
              (~ L w -> (c *m run A h0 w) 0 0 = 0).
Proof.
case=> M LM; exists #|M|, (trans_mx R (@dfa_trans _ M)), (onehot (dfa_s M)).
exists (ind_row R (dfa_fin M)) => w.
split=> Lw; rewrite dfa_bilinear /=; first by move/LM: Lw => ->.
by case: (boolP (w \in _)) => // /LM/Lw.
Qed.
End Regular.

Section FiniteRing.
Variables (R : finRingType) (S : finType) (n : nat).
Variables (A : S -> 'M[R]_n) (h0 : 'cV[R]_n) (acc : {set 'cV[R]_n}).

(* Converse: over a finite ring (finite precision, exact arithmetic) any      *)
(* bi-linear RNN with any readout recognises a regular language.              *)
Definition bilinear_dfa : dfa S :=
  {| dfa_s := h0; dfa_fin := acc; dfa_trans h x := A x *m h |}.

Theorem bilinear_dfa_correct w :
  (w \in dfa_lang bilinear_dfa) = (run A h0 w \in acc).
Proof.
rewrite -delta_lang /delta_s.
by change (dfa_s bilinear_dfa) with h0; elim: w h0 => //= x w IHw h;
  rewrite IHw.
Qed.
End FiniteRing.

(* The certificate of one-hot states: one point a state, and a linear decoder *)
(* that sums the coordinates of the states with the same answer.              *)
Section OneHotDecoder.
Variables (R : realDomainType) (S : Type) (Q : finType) (Z : eqType).
Variables (step : Q -> S -> Q) (out : Q -> Z).

Lemma onehot_orbit :
  orbit_of (trans_mx R step) (fun=> 0) (fun q => onehot q) step.
Proof. by move=> q x; rewrite addr0 trans_mx_onehot. Qed.

Definition answer_row z : 'rV[R]_#|Q| := ind_row R [set q | out q == z].

Theorem onehot_strict q w :
  strict_at (fun z h => (answer_row z *m h) 0 0) (out (foldl step q w))
    (run (trans_mx R step) (onehot q) w).
Proof.
move=> z /eqP ne; rewrite run_automaton !ind_row_onehot !inE eqxx.
by rewrite eq_sym (negPf ne) ltr01.
Qed.
End OneHotDecoder.

(* Cayley: a finite group acts on its own one-hot vectors.                    *)
Section GroupTracking.
Local Open Scope group_scope.
Variables (R : comRingType) (gT : finGroupType).

Theorem run_regular w :
  run (trans_mx R (fun g x : gT => g * x)) (onehot 1) w = onehot (gprod w).
Proof. exact: run_automaton. Qed.
End GroupTracking.

(* Lower bounds on the width for linear readouts: the Hankel matrix.          *)
(*                                                                            *)
(*   series A h0 c w == c h_w, the function that a linear readout computes    *)
(*   hankel f u v    == the block (f (u_i v_j)) of the Hankel matrix of f     *)
(*   reach_mx, obs_mx == its two factors                                      *)

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
