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
From BilinearTheory Require Import automaton model affine realization.

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
