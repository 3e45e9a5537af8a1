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
From BilinearTheory Require Import model compression letter_order.

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

(* Letters whose powers show the parity of their number: no more of them than *)
(* the factors of one.                                                        *)
(*                                                                            *)
(*   linear_decoder g beta ys dec f == after every word w the answer f w is   *)
(*                     one of ys, and the logit g y + beta y of no other one  *)
(*                     of them is as large; the g y are additive              *)

Section Flags.
Variables (F : numFieldType) (S : eqType) (d : nat) (e : S -> 'M[F]_d).
Variable met : 'cV[F]_d -> Prop.
Hypothesis met_closed : forall x v, met v -> met (e x *m v).
Hypothesis met_idem : forall x v, met v -> e x *m (e x *m v) = e x *m v.
Hypothesis met_comm : forall x y v, met v ->
  e y *m (e x *m v) = e x *m (e y *m v).
Implicit Types (x l : S) (xs ys : seq S) (v z : 'cV[F]_d).

(* Differences of vectors that are met.                                       *)
Inductive spanned : 'cV[F]_d -> Prop :=
| SpannedMet v : met v -> spanned v
| SpannedSub v w : spanned v -> spanned w -> spanned (v - w).

Lemma spanned_closed x v : spanned v -> spanned (e x *m v).
Proof.
elim=> [w mw|w z _ sw _ sz]; first exact/SpannedMet/met_closed.
by rewrite mulmxBr; apply: SpannedSub.
Qed.

Lemma spanned_idem x v : spanned v -> e x *m (e x *m v) = e x *m v.
Proof.
by elim=> [w|w z _ ew _ ez]; [exact: met_idem | rewrite !mulmxBr ew ez].
Qed.

Lemma spanned_comm x y v : spanned v -> e y *m (e x *m v) = e x *m (e y *m v).
Proof.
by elim=> [w|w z _ ew _ ez]; [exact: met_comm | rewrite !mulmxBr ew ez].
Qed.

(* What the letters xs all kill, and those before them leave.                 *)
Fixpoint killed xs v :=
  if xs is x :: ys then killed ys (v - e x *m v) else v.

Lemma spanned_killed xs v : spanned v -> spanned (killed xs v).
Proof.
elim: xs v => //= x xs IHxs v sv; apply/IHxs/SpannedSub => //.
exact: spanned_closed.
Qed.

Lemma killed0 xs : killed xs 0 = 0.
Proof. by elim: xs => //= x xs IHxs; rewrite mulmx0 subrr. Qed.

Lemma killedB xs v w : killed xs (v - w) = killed xs v - killed xs w.
Proof.
elim: xs v w => //= x xs IHxs v w; rewrite -IHxs; congr killed.
by rewrite mulmxBr !opprD opprK addrACA.
Qed.

Lemma killed_comm x xs v : spanned v -> killed xs (e x *m v) = e x *m killed xs v.
Proof.
elim: xs v => //= y xs IHxs v sv; rewrite spanned_comm // -mulmxBr IHxs //.
by apply: SpannedSub => //; apply: spanned_closed.
Qed.

Lemma killed_rcons xs l v :
  killed (rcons xs l) v = killed xs v - e l *m killed xs v.
Proof. by elim: xs v => //= x xs IHxs v. Qed.

Fixpoint flag xs v : 'M[F]_d :=
  if xs is x :: ys then ((killed xs v)^T + flag ys (e x *m v))%MS else 0.

Fixpoint all_there xs v :=
  if xs is x :: ys then killed xs v <> 0 /\ all_there ys (e x *m v) else True.

Lemma flag_fixed x xs v : spanned v ->
  (flag xs (e x *m v) <= kermx ((e x)^T - 1%:M))%MS.
Proof.
elim: xs v => [|y xs IHxs] v sv /=; first exact: sub0mx.
rewrite addsmx_sub spanned_comm // IHxs ?andbT; last exact: spanned_closed.
apply/sub_kermxP; rewrite mulmxBr mulmx1 -trmx_mul -[LHS]linearB /=.
rewrite -mulmxBr killed_comm; last by apply: SpannedSub => //; apply: spanned_closed.
rewrite spanned_idem ?subrr ?trmx0 //; apply/spanned_killed/SpannedSub => //.
exact: spanned_closed.
Qed.

Lemma flag_rank xs v : spanned v -> all_there xs v -> \rank (flag xs v) = size xs.
Proof.
elim: xs v => [|x xs IHxs] v sv /=; first by rewrite mxrank0.
case=> nz there; have sxv := spanned_closed x sv.
rewrite mxrank_disjoint_sum ?IHxs //.
  rewrite rank_rV trmx_eq0 (_ : _ != 0) //; exact/eqP.
apply/eqP; rewrite -submx0; apply/rV_subP=> f; rewrite sub_capmx.
case/andP=> /submxP[D fD] /submx_trans/(_ (flag_fixed x xs sv))/sub_kermxP.
rewrite mulmxBr mulmx1 => /eqP; rewrite subr_eq0 => /eqP <-.
rewrite fD -mulmxA -trmx_mul -killed_comm; last exact: SpannedSub.
by rewrite mulmxBr spanned_idem // subrr killed0 trmx0 mulmx0 sub0mx.
Qed.

Lemma flag_last xs l v : (flag (rcons xs l) v <= (1%:M - e l)^T)%MS.
Proof.
elim: xs v => [|x xs IHxs] v.
  by rewrite /= addsmx_sub sub0mx andbT -{1}[v]mul1mx -mulmxBl trmx_mul submxMl.
rewrite /= addsmx_sub IHxs andbT killed_rcons -{1}[killed _ _]mul1mx -mulmxBl.
by rewrite trmx_mul submxMl.
Qed.

(* A decoder that shows the parity of the number of letters read.             *)
Variables (phi : 'cV[F]_d -> F) (k : F).
Hypothesis phiB : forall v w, phi (v - w) = phi v - phi w.

Definition apply_all xs v := foldl (fun v x => e x *m v) v xs.

Fixpoint alternating xs v := if xs is x :: ys
  then alternating ys v - alternating ys (e x *m v) else phi v + k.

Lemma alternatingE xs v : alternating xs v =
  phi (killed xs v) + (if xs is [::] then k else 0).
Proof.
elim: xs v => //= x xs IHxs v; rewrite !IHxs opprD addrACA subrr !addr0.
by rewrite -phiB -killedB.
Qed.

Definition signed (s : bool) (a : F) := if s then - a else a.

Lemma alternating_sign (s : bool) xs v :
  (forall ys, subseq ys xs ->
     0 < signed (s (+) odd (size ys)) (phi (apply_all ys v) + k)) ->
  0 < signed s (alternating xs v).
Proof.
elim: xs s v => [|x xs IHxs] s v pos /=.
  by have := pos [::] isT; rewrite addbF.
have -> a c : signed s (a - c) = signed s a + signed (~~ s) c.
  by case: s {pos} => //=; rewrite opprB addrC.
apply: addr_gt0; apply: IHxs => ys sub.
  by apply: pos; apply: subseq_trans sub (subseq_cons _ _).
by have := pos (x :: ys); rewrite /= eqxx sub addbN addNb; apply.
Qed.

Lemma there_all (s : bool) xs v :
  (forall ys, subseq ys xs ->
     0 < signed (s (+) odd (size ys)) (phi (apply_all ys v) + k)) ->
  all_there xs v.
Proof.
elim: xs s v => [|x xs IHxs] s v pos //=; split.
  move=> none; have := alternating_sign pos; rewrite (alternatingE (x :: xs)).
  rewrite /= addr0 none.
  by rewrite -(subrr (0 : 'cV_d)) phiB subrr; case: (s); rewrite /= ?oppr0 ltxx.
apply: (IHxs (~~ s)) => ys sub.
by have := pos (x :: ys); rewrite /= eqxx sub addbN addNb; apply.
Qed.

Lemma parity_rank xs l v : met v ->
  (forall ys, subseq ys (rcons xs l) ->
     0 < signed (odd (size ys)) (phi (apply_all ys v) + k)) ->
  (size xs < \rank (e l - 1%:M)%R)%N.
Proof.
move=> mv pos; have there := there_all (s := false) pos.
have := flag_rank (SpannedMet mv) there; rewrite size_rcons => <-.
apply: leq_trans (mxrankS (flag_last xs l v)) _.
by rewrite mxrank_tr -opprB mxrank_opp.
Qed.
End Flags.

Definition linear_decoder (F : numFieldType) (S Z : eqType) d
    (g : Z -> 'cV[F]_d -> F) (beta : Z -> F) (run : seq S -> 'cV[F]_d)
    (f : seq S -> Z) :=
  (forall y v w, g y (v - w) = g y v - g y w) /\
  forall u w, f u != f w ->
    g (f u) (run w) + beta (f u) < g (f w) (run w) + beta (f w).

(* The witness: N + 1 letters, of N factors each.                             *)
Section Words.
Variables (F : numFieldType) (S Z : eqType) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (g : Z -> 'cV[F]_d -> F) (beta : Z -> F).
Hypothesis cA : forall x, contracts (A x).
Hypothesis b0 : forall x, b x = 0.
Hypothesis real_h0 : real_vector h0.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis lin : linear_decoder g beta (arun A b h0)
  (fun w => out (foldl step q0 w)).
Variables (n : nat).
Hypothesis n_gt0 : (0 < n)%N.
Implicit Types (u w : seq S) (xs ys : seq S).

Definition powers_of ys := flatten [seq wpow [:: x] n | x <- ys].

Theorem flags_sound N u w xs (y0 y1 : Z) :
  (forall x, x \in xs -> forall q,
     foldl step q (wpow [:: x] (n + n)) = foldl step q (wpow [:: x] n)) ->
  (forall x, x \in xs -> (\rank (A x - 1%:M)%R <= N)%N) ->
  y0 != y1 ->
  (forall ys, subseq ys xs -> out (foldl step q0 (u ++ powers_of ys ++ w)) =
     if odd (size ys) then y1 else y0) ->
  (size xs <= N)%N.
Proof.
case/lastP: xs => // xs l idem rk ne shown; rewrite size_rcons.
have l_in : l \in rcons xs l by rewrite mem_rcons mem_head.
pose L := idem_exponent r n; pose e x := idem_map A r n [:: x].
have rank_e : (\rank (e l - 1%:M)%R <= N)%N.
  apply: leq_trans (rk l l_in).
  have -> : e l = mpow (A l) L.
    rewrite /e /idem_map -/L; elim: L => // i IHi.
    by rewrite wpowS wordmx_cat IHi /= /wordmx /= mulmx1.
  by rewrite -mgeo_sub mxrankM_maxr.
apply: leq_trans rank_e; have [gB strict] := lin.
pose W := wordmx A w.
pose phi v := g y0 (W *m v) - g y1 (W *m v).
pose v := arun A b h0 u; have mv : met A b h0 v by exists u.
apply: (@parity_rank _ _ _ e (met A b h0) _ _ _ phi (beta y0 - beta y1) _
  xs l v mv) => [x z|x z|x y z|z z'|ys sub].
- exact: met_closed.
- exact: idem_mapK.
- by apply: (idem_maps_commute cA b0 real_h0 rP n_gt0).
- by rewrite /phi mulmxBr !gB !opprD !opprK addrACA.
have vE : W *m apply_all e ys v = arun A b h0
    (u ++ flatten [seq wpow [:: x] L | x <- ys] ++ w).
  rewrite catA -met_word // /W /v; congr (_ *m _).
  elim/last_ind: ys {sub} => [|ys x IHys]; first by rewrite cats0.
  rewrite /apply_all foldl_rcons -/(apply_all e ys _) IHys map_rcons.
  by rewrite flatten_rcons catA /e /idem_map met_word.
have fE : out (foldl step q0 (u ++ flatten [seq wpow [:: x] L | x <- ys] ++ w))
    = if odd (size ys) then y1 else y0.
  rewrite -(shown ys sub) !foldl_cat; congr (out (foldl _ _ w)).
  move: (foldl step q0 u) => q; have {sub}: {subset ys <= rcons xs l}.
    exact: mem_subseq.
  elim: ys q {vE} => //= x ys IHys q sub.
  rewrite !foldl_cat idem_step ?IHys //.
    by move=> y y_ys; apply: sub; rewrite inE y_ys orbT.
  by apply: idem; apply: sub; rewrite mem_head.
have := shown [::] (sub0seq _); rewrite /powers_of /= => f0.
have := shown [:: l]; rewrite /= sub1seq l_in => /(_ isT) f1.
rewrite /phi vE addrACA -opprD.
case: (odd (size ys)) fE => fE /=; rewrite ?opprB subr_gt0.
  by rewrite -{1}f0 -{1}f0 -{1}fE -{1}fE; apply: strict; rewrite f0 fE.
rewrite -{1}f1 -{1}f1 -{1}fE -{1}fE; apply: strict.
by rewrite f1 fE eq_sym.
Qed.
End Words.
