(* Idempotents that make no vector longer commute.                            *)
(*                                                                            *)
(* On the vectors that a recurrence of finite reach meets, real ones, words   *)
(* whose maps are idempotent are orthogonal projections P and Q if no letter  *)
(* makes a vector longer.  P Q P is self-adjoint and has finitely many        *)
(* powers, so that it is idempotent, and is P Q and Q P.                      *)
(*                                                                            *)
(*   real_vector v == the entries of the column v are real                    *)
(*   dot v w       == v^T w                                                   *)
(*   contracts A   == A takes real vectors to real ones that are not longer   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model affine block_rows.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Dot.
Variables (F : numFieldType) (d : nat).
Implicit Types v w z : 'cV[F]_d.

Definition real_vector v := forall i, v i 0 \is Num.real.
Definition dot v w := (v^T *m w) 0 0.

Lemma dotE v w : dot v w = \sum_i v i 0 * w i 0.
Proof. by rewrite /dot mxE; apply: eq_bigr => i _; rewrite mxE. Qed.

Lemma dotC v w : dot v w = dot w v.
Proof. by rewrite !dotE; apply: eq_bigr => i _; rewrite mulrC. Qed.

Lemma dotDl v w z : dot (v + w) z = dot v z + dot w z.
Proof. by rewrite /dot linearD /= mulmxDl mxE. Qed.

Lemma dotNl v z : dot (- v) z = - dot v z.
Proof. by rewrite /dot linearN /= mulNmx mxE. Qed.

Lemma dotZl a v z : dot (a *: v) z = a * dot v z.
Proof. by rewrite /dot linearZ /= -scalemxAl mxE. Qed.

Lemma dotDr v w z : dot z (v + w) = dot z v + dot z w.
Proof. by rewrite !(dotC z) dotDl. Qed.

Lemma dotNr v z : dot z (- v) = - dot z v.
Proof. by rewrite !(dotC z) dotNl. Qed.

Lemma dotZr a v z : dot z (a *: v) = a * dot z v.
Proof. by rewrite !(dotC z) dotZl. Qed.

Lemma dot_sub v w : dot (v - w) (v - w) = dot v v - dot v w *+ 2 + dot w w.
Proof.
rewrite dotDl !dotDr !dotNl !dotNr (dotC w v) opprK mulr2n opprD !addrA.
by [].
Qed.

Lemma dot_real v w : real_vector v -> real_vector w -> dot v w \is Num.real.
Proof. by move=> rv rw; rewrite dotE rpred_sum // => i _; apply: rpredM. Qed.

Lemma dot_ge0 v : real_vector v -> 0 <= dot v v.
Proof.
move=> rv; rewrite dotE sumr_ge0 // => i _; rewrite -expr2.
exact: real_exprn_even_ge0.
Qed.

Lemma dot_eq0 v : real_vector v -> dot v v = 0 -> v = 0.
Proof.
move=> rv; rewrite dotE => /eqP; rewrite psumr_eq0 => [/allP e|i _]; last first.
  by rewrite -expr2; apply: real_exprn_even_ge0.
apply/colP=> i; rewrite mxE; have := e i (mem_index_enum i).
by rewrite mulf_eq0 orbb => /eqP.
Qed.

Lemma real_vectorD v w : real_vector v -> real_vector w -> real_vector (v + w).
Proof. by move=> rv rw i; rewrite mxE rpredD. Qed.

Lemma real_vectorN v : real_vector v -> real_vector (- v).
Proof. by move=> rv i; rewrite mxE rpredN. Qed.

Lemma real_vectorZ a v : a \is Num.real -> real_vector v -> real_vector (a *: v).
Proof. by move=> ra rv i; rewrite mxE rpredM. Qed.

Definition contracts (A : 'M[F]_d) := forall v, real_vector v ->
  real_vector (A *m v) /\ dot (A *m v) (A *m v) <= dot v v.

Lemma contracts_word (S : Type) (A : S -> 'M[F]_d) (w : seq S) :
  (forall x, contracts (A x)) -> contracts (wordmx A w).
Proof.
move=> cA v rv; elim/last_ind: w => [|w x [rw le]]; first by rewrite mul1mx.
rewrite wordmx_rcons -mulmxA; have [rx le'] := cA x _ rw.
by split=> //; apply: le_trans le' le.
Qed.

(* The vectors that are met: closed under P and Q, which are idempotent there *)
Variable R : 'cV[F]_d -> Prop.
Hypothesis realR : forall v, R v -> real_vector v.

Section Projection.
Variable P : 'M[F]_d.
Hypothesis cP : contracts P.
Hypothesis RP : forall v, R v -> R (P *m v).
Hypothesis idP : forall v, R v -> P *m (P *m v) = P *m v.

Lemma projection v w : R v -> R w -> dot (P *m v) w = dot (P *m v) (P *m w).
Proof.
move=> Rv Rw; set u := P *m v; pose k := w - P *m w.
suff : dot u k = 0.
  by rewrite dotDr dotNr => /eqP; rewrite subr_eq0 => /eqP.
have ru : real_vector u by apply/realR/RP.
have rk : real_vector k.
  by apply: real_vectorD; [|apply: real_vectorN]; apply: realR => //; apply: RP.
have [k0|nzk] := eqVneq (dot k k) 0.
  by rewrite (dot_eq0 rk k0) -(scale0r (0 : 'cV_d)) dotZr mul0r.
pose s := dot u k; pose t := - (s / dot k k).
have rs : s \is Num.real by apply: dot_real.
have rn : dot k k \is Num.real by apply: dot_real.
have rt : t \is Num.real by rewrite rpredN rpred_div.
have [_ le] := cP (real_vectorD ru (real_vectorZ rt rk)).
have fix_u : P *m (u + t *: k) = u.
  by rewrite mulmxDr -scalemxAr mulmxBr !idP // subrr scaler0 addr0.
rewrite fix_u [X in _ <= X]dotDl !dotDr !dotZl !dotZr (dotC k u) -/s in le.
have tE : t * s + (t * s + t * (t * dot k k)) = - (s ^+ 2 / dot k k).
  have -> : t * dot k k = - s by rewrite /t mulNr divfK.
  by rewrite mulrN subrr addr0 /t mulNr mulrAC -expr2.
have n_gt0 : 0 < dot k k by rewrite lt_def nzk dot_ge0.
rewrite -addrA ler_addl tE oppr_ge0 in le.
rewrite ler_pdivr_mulr // mul0r in le; apply/eqP; rewrite -/s -sqrf_eq0.
apply/eqP/le_anti/andP; split; first exact: le.
exact: real_exprn_even_ge0.
Qed.

Lemma projection_sym v w : R v -> R w -> dot (P *m v) w = dot v (P *m w).
Proof.
by move=> Rv Rw; rewrite projection // [RHS]dotC [RHS]projection // dotC.
Qed.

Lemma projection_fixed v : R v -> dot v v <= dot (P *m v) (P *m v) ->
  P *m v = v.
Proof.
move=> Rv le; apply/eqP; rewrite -subr_eq0; apply/eqP.
have rd : real_vector (P *m v - v).
  by apply: real_vectorD; [|apply: real_vectorN]; apply: realR => //; apply: RP.
apply: (dot_eq0 rd); apply/eqP; rewrite eq_le dot_ge0 // andbT.
rewrite dot_sub (projection Rv Rv) mulr2n opprD addrA subrr sub0r addrC subr_le0.
exact: le.
Qed.
End Projection.

Variables P Q : 'M[F]_d.
Hypotheses (cP : contracts P) (cQ : contracts Q).
Hypotheses (RP : forall v, R v -> R (P *m v)) (RQ : forall v, R v -> R (Q *m v)).
Hypothesis idP : forall v, R v -> P *m (P *m v) = P *m v.
Hypothesis idQ : forall v, R v -> Q *m (Q *m v) = Q *m v.
Let S v := P *m (Q *m (P *m v)).
Variable m : nat.
Hypothesis m_gt0 : (0 < m)%N.
Hypothesis finite : forall v, R v -> iter (m + m) S v = iter m S v.

Let RS j v : R v -> R (iter j S v).
Proof. by move=> Rv; elim: j => //= j Rj; do 3?[apply: RP|apply: RQ]. Qed.

Let symP v w : R v -> R w -> dot (P *m v) w = dot v (P *m w).
Proof. exact: projection_sym. Qed.

Let symQ v w : R v -> R w -> dot (Q *m v) w = dot v (Q *m w).
Proof. exact: projection_sym. Qed.

Let symS j v w : R v -> R w -> dot (iter j S v) w = dot v (iter j S w).
Proof.
elim: j v w => // j IHj v w Rv Rw; have Rj := RS j Rv.
rewrite iterS {1}/S (symP (RQ (RP Rj)) Rw) (symQ (RP Rj) (RP Rw)).
rewrite (symP Rj (RQ (RP Rw))) -/(S w) IHj ?iterSr //.
exact: (RS 1 Rw).
Qed.

Let normS j v : R v -> dot (iter j S v) (iter j S v) <= dot v v.
Proof.
move=> Rv; elim: j => // j IHj; apply: le_trans IHj.
have Rj := RS j Rv; rewrite iterS /S.
have [_ le1] := cP (realR Rj); apply: le_trans le1.
have [_ le2] := cQ (realR (RP Rj)); apply: le_trans le2.
by have [_ le3] := cP (realR (RQ (RP Rj))).
Qed.

Let E v := iter m S v.

Let fixP v : R v -> P *m E v = E v.
Proof.
move=> Rv; rewrite /E -(prednK m_gt0) iterS /S idP //.
by apply/RQ/RP/RS.
Qed.

Let fixQ v : R v -> Q *m E v = E v.
Proof.
move=> Rv; have RE : R (E v) by apply: RS.
apply: (projection_fixed cQ RQ idQ RE).
have {1 2}-> : E v = iter m.-1 S (S (E v)).
  by rewrite -iterSr prednK // /E -iterD finite.
apply: le_trans (normS _ _) _; first by apply: (RS 1).
by rewrite /S fixP //; have [_ le] := cP (realR (RQ RE)).
Qed.

Let fixS j v : R v -> iter j S (E v) = E v.
Proof.
move=> Rv; elim: j => // j IHj; rewrite iterS IHj /S fixP // fixQ // fixP //.
Qed.

Let RE v : R v -> R (E v). Proof. exact: RS. Qed.

Let EE v : R v -> E (E v) = E v. Proof. exact: fixS. Qed.

Let symE v w : R v -> R w -> dot (E v) w = dot v (E w). Proof. exact: symS. Qed.

Let normE v : R v -> dot v (E v) = dot (E v) (E v).
Proof. by move=> Rv; rewrite symE ?EE //; apply: RE. Qed.

Let same v w : R v -> R w -> dot w w = dot (E v) (E v) ->
  dot w (E v) = dot (E v) (E v) -> w = E v.
Proof.
move=> Rv Rw e1 e2; apply/eqP; rewrite -subr_eq0; apply/eqP/dot_eq0.
  by apply: real_vectorD; [|apply: real_vectorN]; apply: realR => //; apply: RE.
by rewrite dot_sub e1 e2 mulr2n opprD addrA subrr sub0r addNr.
Qed.

Let half j : (forall v, R v -> iter (j + j) S v = E v) ->
  forall v, R v -> iter j S v = E v.
Proof.
move=> e v Rv; have Rj := RS j Rv; apply: same => //.
  by rewrite symS // -iterD e // normE.
by rewrite symS ?fixS ?normE //; apply: RE.
Qed.

Let S_E v : R v -> S v = E v.
Proof.
suff pow k : (forall v, R v -> iter (2 ^ k) S v = E v) ->
    forall v, R v -> S v = E v.
  apply: (pow m) => u Ru; rewrite -(subnK (ltnW (ltn_expl m (ltnSn 1)))).
  by rewrite iterD -/(E u) fixS.
elim: k => [//|k IHk] e; apply: IHk; apply: half => u Ru.
by rewrite addnn -mul2n -expnS e.
Qed.

Lemma contractions_commute v : R v -> Q *m (P *m v) = P *m (Q *m v).
Proof.
move=> Rv; have QP u : R u -> Q *m (P *m u) = E u.
  move=> Ru; have RQP : R (Q *m (P *m u)) by apply/RQ/RP.
  apply: same => //.
    rewrite symQ //; last exact: RP.
    by rewrite idQ ?symP -/(S u) ?S_E ?normE //; apply: RP.
  rewrite symQ ?symP //; try by [apply: RP | apply: RE].
    by rewrite fixQ // fixP // normE.
  by rewrite fixQ //; apply: RE.
rewrite QP //; apply/esym; have RPQ : R (P *m (Q *m v)) by apply/RP/RQ.
have RQv : R (Q *m v) by apply: RQ.
apply: same => //.
  rewrite symP // idP // symQ //.
  by rewrite QP // -symE // dotC symQ ?fixQ ?normE //; apply: RE.
rewrite symP ?fixP ?symQ ?fixQ ?normE //; exact: RE.
Qed.
End Dot.

Section Words.
Variables (F : numFieldType) (S Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis cA : forall x, contracts (A x).
Hypothesis b0 : forall x, b x = 0.
Hypothesis real_h0 : real_vector h0.
Hypothesis rP : orbit_in (astep A b) h0 r.
Variables (n : nat).
Hypothesis n_gt0 : (0 < n)%N.
Implicit Types u w x y : seq S.

(* A multiple of n for which the powers of all words are idempotent.          *)
Definition idem_exponent := ((size r)`! * n)%N.
Local Notation L := idem_exponent.
Definition met v := exists u, v = arun A b h0 u.
Definition idem_map x := wordmx A (wpow x L).

Lemma met_real v : met v -> real_vector v.
Proof.
by case=> u ->; rewrite arun0 // run_wordmx; have [] := contracts_word u cA real_h0.
Qed.

Lemma met_word u w : wordmx A w *m arun A b h0 u = arun A b h0 (u ++ w).
Proof. by rewrite !arun0 // run_cat [RHS]run_wordmx. Qed.

Lemma met_closed x v : met v -> met (idem_map x *m v).
Proof. by case=> u ->; exists (u ++ wpow x L); rewrite met_word. Qed.

Lemma idem_orbit x u : arun A b h0 (u ++ wpow x L ++ wpow x L) =
  arun A b h0 (u ++ wpow x L).
Proof.
rewrite -wpowD /arun /L -mulnDr addnn -muln2 -(prednK n_gt0).
by rewrite -[(_ * 2)%N]prednK // !orbit_power.
Qed.

Lemma idem_mapK x v : met v -> idem_map x *m (idem_map x *m v) = idem_map x *m v.
Proof. by case=> u ->; rewrite !met_word -catA idem_orbit. Qed.

Lemma idem_maps_commute x y v : met v ->
  idem_map y *m (idem_map x *m v) = idem_map x *m (idem_map y *m v).
Proof.
move=> Rv; pose X := wpow x L ++ wpow y L ++ wpow x L.
pose s (v : 'cV[F]_d) := idem_map x *m (idem_map y *m (idem_map x *m v)).
have iterE j u : iter j s (arun A b h0 u) = arun A b h0 (u ++ wpow X j).
  elim: j => [|j IHj]; first by rewrite cats0.
  by rewrite iterS IHj /s !met_word wpowSr -!catA.
have := contractions_commute met_real (contracts_word (wpow x L) cA)
  (contracts_word (wpow y L) cA) (@met_closed x) (@met_closed y) (@idem_mapK x)
  (@idem_mapK y) (fact_gt0 (size r)) _ Rv.
apply=> _ [u ->]; rewrite !iterE.
have := orbit_power X u 1 rP; rewrite muln2 -addnn => e.
by rewrite /arun e.
Qed.

Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).

Lemma idem_step x q : foldl step q (wpow x (n + n)) = foldl step q (wpow x n) ->
  foldl step q (wpow x L) = foldl step q (wpow x n).
Proof.
by move=> e; rewrite /L mulnC -(prednK (fact_gt0 _)); apply: foldl_wpow_idem.
Qed.

Theorem idempotents_sound u x y w :
  (forall q, foldl step q (wpow x (n + n)) = foldl step q (wpow x n)) ->
  (forall q, foldl step q (wpow y (n + n)) = foldl step q (wpow y n)) ->
  out (foldl step q0 (u ++ wpow x n ++ wpow y n ++ w)) =
  out (foldl step q0 (u ++ wpow y n ++ wpow x n ++ w)).
Proof.
move=> ex ey; have Ru : met (arun A b h0 u) by exists u.
have := congr1 (fun h => dec (arun A b h w)) (idem_maps_commute x y Ru).
rewrite !met_word -!arun_cat !decP !foldl_cat.
by rewrite !idem_step.
Qed.
End Words.
