(* A certificate that some recurrence gives the answers of an automaton: its  *)
(* finite orbit.  Checking finitely many equations proves every word.         *)
(*                                                                            *)
(*   orbit_of A b v next == A_x v_p + b_x = v_(next p x), for all points p    *)
(*                     and letters x                                          *)
(*   onto_states next p0 state step q0 == the map from points to states       *)
(*                     carries next to step and p0 to q0                      *)
(*   strict_at L y h == L y h exceeds every other logit L z h                 *)
(*   collapses mu .. == the partial map mu carries one automaton, where it is *)
(*                     reached, onto another, answers included                *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Collapse.
Variables (S Z P Q : Type) (mu : P -> option Q).
Variables (stepP : P -> S -> P) (p0 : P) (outP : P -> Z).
Variables (stepQ : Q -> S -> Q) (q0 : Q) (outQ : Q -> Z).

Definition collapses :=
  mu p0 = Some q0 /\
  forall p q, mu p = Some q ->
    outP p = outQ q /\ forall x, mu (stepP p x) = Some (stepQ q x).

(* The automaton of a certificate may be replaced by its image.               *)
Theorem collapse_answer w :
  collapses -> outP (foldl stepP p0 w) = outQ (foldl stepQ q0 w).
Proof.
case=> start step.
have e : mu (foldl stepP p0 w) = Some (foldl stepQ q0 w).
  elim: w p0 q0 start => //= x w IHw p q /step[_ pq].
  by apply: IHw; apply: pq.
by have [->] := step _ _ e.
Qed.
End Collapse.

Section Orbit.
Variables (R : ringType) (S Z Q : Type) (P : finType) (n : nat).
Variables (A : S -> 'M[R]_n) (b : S -> 'cV[R]_n) (v : P -> 'cV[R]_n).
Variables (next : P -> S -> P) (p0 : P) (state : P -> Q).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).

Definition orbit_of := forall p x, A x *m v p + b x = v (next p x).

Definition onto_states :=
  state p0 = q0 /\ forall p x, state (next p x) = step (state p) x.

Hypotheses (orbitP : orbit_of) (statesP : onto_states).

Theorem orbit_run w : arun A b (v p0) w = v (foldl next p0 w).
Proof.
elim: w p0 => //= x w IHw p; rewrite -IHw.
by rewrite [astep _ _ _ _]orbitP.
Qed.

Lemma orbit_state w : state (foldl next p0 w) = foldl step q0 w.
Proof.
have [<- eq_step] := statesP.
by elim: w p0 => //= x w IHw p; rewrite IHw eq_step.
Qed.

(* The recurrence is of finite reach.                                         *)
Theorem orbit_finite : orbit_in (astep A b) (v p0) [seq v p | p <- enum P].
Proof. by move=> w; rewrite [foldl _ _ _]orbit_run map_f ?mem_enum. Qed.

(* Decoders that are any function: distinct points are distinct vectors.      *)
Theorem realization_arbitrary : injective v ->
  exists dec, forall w, dec (arun A b (v p0) w) = out (foldl step q0 w).
Proof.
move=> inj_v; exists (fun h => out (state (odflt p0 [pick p | v p == h]))) => w.
rewrite orbit_run -orbit_state; case: pickP => [p /eqP/inj_v-> //|].
by move/(_ (foldl next p0 w)); rewrite eqxx.
Qed.
End Orbit.

Section Strict.
Variables (R : realDomainType) (V Z : Type) (L : Z -> V -> R).

Definition strict_at y h := forall z, z <> y -> L z h < L y h.

(* A strict largest logit determines the answer.                              *)
Lemma strict_inj y z h : strict_at y h -> strict_at z h -> ~ y <> z.
Proof.
move=> yP zP ne; have := lt_trans (zP _ ne) (yP _ (not_eq_sym ne)).
by rewrite ltxx.
Qed.
End Strict.

Section Linear.
Variables (R : ringType) (K : realDomainType) (S Z Q : Type) (P : finType).
Variables (n : nat) (A : S -> 'M[R]_n) (b : S -> 'cV[R]_n) (v : P -> 'cV[R]_n).
Variables (next : P -> S -> P) (p0 : P) (state : P -> Q).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Variable L : Z -> 'cV[R]_n -> K.

(* Decoders that take the largest logit: it is strict at every point.         *)
Theorem realization_strict :
  orbit_of A b v next -> onto_states next p0 state step q0 ->
  (forall p, strict_at L (out (state p)) (v p)) ->
  forall w, strict_at L (out (foldl step q0 w)) (arun A b (v p0) w).
Proof.
move=> orbitP statesP strict w.
rewrite (orbit_run _ orbitP) -(orbit_state statesP).
exact: strict.
Qed.
End Linear.

(* The logits of the kernel, 'Re (c_y h + beta_y) over the algebraic numbers. *)
Section Complex.
Variables (S Z Q : Type) (P : finType) (n : nat).
Variables (A : S -> 'M[algC]_n) (b : S -> 'cV[algC]_n) (v : P -> 'cV[algC]_n).
Variables (next : P -> S -> P) (p0 : P) (state : P -> Q).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Variables (c : Z -> 'rV[algC]_n) (beta : Z -> algC).

Definition logit z (h : 'cV[algC]_n) := 'Re ((c z *m h) 0 0 + beta z).

Theorem realization_linear :
  orbit_of A b v next -> onto_states next p0 state step q0 ->
  (forall p z, z <> out (state p) ->
     logit z (v p) < logit (out (state p)) (v p)) ->
  forall w z, z <> out (foldl step q0 w) ->
    logit z (arun A b (v p0) w) <
    logit (out (foldl step q0 w)) (arun A b (v p0) w).
Proof.
move=> orbitP statesP strict w z.
rewrite (orbit_run _ orbitP) -(orbit_state statesP).
exact: strict.
Qed.
End Complex.

(* One vector for each state: the nearest of finitely many points is found by *)
(* an affine decoder, so the states themselves can be read linearly.          *)
Section Nearest.
Variables (R : realDomainType) (P : finType) (n : nat) (v : P -> 'cV[R]_n).

Definition nearest_logit p (h : 'cV[R]_n) :=
  ((v p)^T *m h) 0 0 *+ 2 - ((v p)^T *m v p) 0 0.

Lemma sum_squares_gt0 (h : 'cV[R]_n) : h != 0 -> 0 < (h^T *m h) 0 0.
Proof.
move=> nzh; have /existsP[i nzi] : [exists i, h i 0 != 0].
  apply: contraNT nzh; rewrite negb_exists => /forallP h0.
  by apply/eqP/colP=> i; rewrite mxE; apply/eqP/negPn.
rewrite mxE (bigD1 i) //= ltr_paddr //;
  last by rewrite mxE -expr2 exprn_even_gt0.
by apply: sumr_ge0 => j _; rewrite mxE -expr2 sqr_ge0.
Qed.

Theorem nearest_strict p : injective v -> strict_at nearest_logit p (v p).
Proof.
move=> inj_v q nqp; rewrite -subr_gt0.
have nz : v p - v q != 0 by rewrite subr_eq0; apply/eqP => /inj_v/esym.
suff -> : nearest_logit p (v p) - nearest_logit q (v p) =
    ((v p - v q)^T *m (v p - v q)) 0 0 by exact: sum_squares_gt0.
rewrite /nearest_logit !mxE mulr2n addrK opprB addrCA -sumrMnl.
rewrite addrC -sumrB -big_split; apply: eq_bigr => i _ /=.
by rewrite !mxE -!expr2 sqrrB [v p i 0 * v q i 0]mulrC addrC.
Qed.
End Nearest.

(* The same with complex vectors and the logits of the kernel, which knows    *)
(* this decoder and compares none of its logits.                              *)
Section ComplexNearest.
Variables (P : finType) (n : nat) (v : P -> 'cV[algC]_n).

Definition nearest_row p := \row_i ((v p i 0)^* *+ 2).
Definition nearest_bias p := - \sum_i `|v p i 0| ^+ 2.

Theorem nearest_linear p q : injective v -> q <> p ->
  logit nearest_row nearest_bias q (v p) <
  logit nearest_row nearest_bias p (v p).
Proof.
move=> inj_v nqp; rewrite -subr_gt0.
have -> : logit nearest_row nearest_bias p (v p) -
    logit nearest_row nearest_bias q (v p) = \sum_i `|v p i 0 - v q i 0| ^+ 2.
  rewrite /logit -raddfB /= /nearest_bias !mxE -!sumrB raddf_sum.
  apply: eq_bigr => i _; rewrite !mxE.
  move: (v p i 0) (v q i 0) => x a.
  have/Creal_ReP <- : `|x - a| ^+ 2 \is Num.real.
    by rewrite rpredX ?normr_real.
  rewrite !normCK rmorphB /= mulrBl !mulrBr !mulrnAl !raddfB !raddfMn /=.
  have swap : 'Re (x * a^*) = 'Re (a * x^*).
    by rewrite -Re_conj rmorphM conjCK mulrC.
  rewrite swap [x^* * x]mulrC [a^* * x]mulrC swap.
  by rewrite !mulr2n addrK -!addrA.
have /existsP[i nzi] : [exists i, v p i 0 != v q i 0].
  rewrite -negb_forall; apply/forallP => eq_v; apply: nqp; apply/inj_v/colP => i.
  by rewrite (eqP (eq_v i)).
rewrite (bigD1 i) //= ltr_paddr ?sumr_ge0 // => [j _|]; first by rewrite exprn_ge0.
by rewrite exprn_gt0 // normr_gt0 subr_eq0.
Qed.
End ComplexNearest.

(* Decoders.                                                                  *)
(*                                                                            *)
(*   run_scaled A c h w   == the run, its state rescaled after each step by a *)
(*                           factor c that may depend on letter and state     *)
(*   scale_factor A c h w == the product of these factors                     *)
(*   is_argmax y i        == y_i is a largest coordinate of y                 *)

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
