(* Orthogonal and all other invertible matrices: they merge no states.        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model realization householder.

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

(* Matrices that keep a positive definite form H: a change of basis makes     *)
(* them orthogonal, and they are products of reflections, as many as they     *)
(* need.                                                                      *)
(*                                                                            *)
(*   positive H      == H is symmetric, and v^T H v > 0 for v != 0            *)
(*   isometry H A    == A^T H A = H                                           *)
(*   factor H c k    == 1 - c k k^T H                                         *)
(*   reflection H k  == the factor with c = 2 / (k^T H k)                     *)

Import Order.TTheory GRing.Theory Num.Theory.

Section Metric.
Variables (F : realFieldType) (n : nat) (H : 'M[F]_n).
Implicit Types (A : 'M[F]_n) (k v w : 'cV[F]_n) (c : F).

Definition positive :=
  H^T = H /\ forall v, v != 0 -> 0 < (v^T *m H *m v) 0 0.

Definition isometry A := A^T *m H *m A = H.

Definition factor c k : 'M[F]_n := 1%:M - c *: (k *m k^T *m H).

Definition reflection k := factor (2%:R / (k^T *m H *m k) 0 0) k.

Lemma rank_factor c k : (\rank (factor c k - 1%:M)%R <= 1)%N.
Proof.
rewrite /factor addrC addrA addNr add0r -scaleNr -(mulmxA k) scalemxAl.
exact: leq_trans (mxrankM_maxr _ _) (rank_leq_row _).
Qed.

(* A needs at least rank (A - 1) factors.                                     *)
Theorem factors_lower_bound A (steps : seq (F * 'cV[F]_n)) :
  A = prodmx [seq factor s.1 s.2 | s <- steps] ->
  (\rank (A - 1%:M)%R <= size steps)%N.
Proof.
move=> ->; apply: leq_trans (rank_prod_sub1 _) _; last by rewrite size_map.
by apply/allP=> _ /mapP[s _ ->]; apply: rank_factor.
Qed.

Hypothesis posH : positive.

Lemma positive_eq0 v : ((v^T *m H *m v) 0 0 == 0) = (v == 0).
Proof.
apply/eqP/eqP=> [e|->]; last by rewrite mulmx0 mxE.
apply/eqP; apply: contraT => /posH.2; by rewrite e ltxx.
Qed.

Lemma positive_sym v w : (v^T *m H *m w) 0 0 = (w^T *m H *m v) 0 0.
Proof.
have <- : (v^T *m H *m w)^T = w^T *m H *m v.
  by rewrite !trmx_mul trmxK posH.1 mulmxA.
by rewrite [RHS]mxE.
Qed.

Lemma isometry_unit A : isometry A -> A \in unitmx.
Proof.
move=> isoA; rewrite -unitmx_tr -row_free_unit -kermx_eq0.
apply/rowV0P=> u /sub_kermxP uA0; apply/eqP; rewrite -trmx_eq0 -positive_eq0.
by rewrite -{1}isoA trmxK !mulmxA uA0 !mul0mx mxE eqxx.
Qed.

Lemma reflectionE k w : reflection k *m w =
  w - (2%:R / (k^T *m H *m k) 0 0 * (k^T *m H *m w) 0 0) *: k.
Proof.
rewrite /reflection /factor mulmxBl mul1mx -scalemxAl -scalerA.
congr (_ - _ *: _); rewrite -2!mulmxA (mulmxA k^T).
rewrite [k^T *m H *m w]mx11_scalar mul_mx_scalar; congr (_ *: _).
by rewrite [RHS]mxE eqxx mulr1n.
Qed.

Lemma reflectionK k : k != 0 -> reflection k *m reflection k = 1%:M.
Proof.
move=> nzk; have nz : (k^T *m H *m k) 0 0 != 0 by rewrite positive_eq0.
suff e w : reflection k *m (reflection k *m w) = w.
  apply/matrixP=> i j; have := e (delta_mx j 0).
  by rewrite mulmxA -colE => /colP/(_ i); rewrite !mxE eqxx andbT.
set s := 2%:R / (k^T *m H *m k) 0 0 * (k^T *m H *m w) 0 0.
have refl_k : reflection k *m k = - k.
  rewrite reflectionE -[_ / _ * _]mulrA mulVf // mulr1 scaler_nat mulr2n.
  by rewrite opprD addrA subrr add0r.
rewrite [reflection k *m w]reflectionE -/s mulmxBr -scalemxAr refl_k.
by rewrite reflectionE -/s scalerN opprK subrK.
Qed.

(* A reflection that returns a moved vector: A needs one less after it.       *)
Lemma reflection_moves A v : isometry A -> A *m v != v ->
  (\rank (reflection (A *m v - v) *m A - 1%:M)%R < \rank (A - 1%:M)%R)%N.
Proof.
move=> isoA moved; set w := A *m v - v; set B := _ *m A - 1%:M.
have nzw : w != 0 by rewrite subr_eq0.
have nz : (w^T *m H *m w) 0 0 != 0 by rewrite positive_eq0.
have uA := isometry_unit isoA.
pose u := - (v^T *m H *m invmx A); have wH : w^T *m H = u *m (A - 1%:M).
  rewrite mulmxBr mulmx1 !mulNmx -mulmxA mulVmx // mulmx1 opprK addrC.
  rewrite /w linearB /= mulmxBl; congr (_ - _).
  by rewrite trmx_mul -{2}isoA -!mulmxA mulmxV // mulmx1.
have BE : B = (1%:M - (2%:R / (w^T *m H *m w) 0 0) *: (w *m u *m A)
    ) *m (A - 1%:M).
  rewrite /B; clearbody w u; rewrite /reflection /factor !mulmxBl !mul1mx.
  rewrite -!scalemxAl -(mulmxA w) wH addrAC; congr (_ - _ *: _).
  have comm : (A - 1%:M) *m A = A *m (A - 1%:M).
    by rewrite mulmxBl mulmxBr mul1mx mulmx1.
  by rewrite -!mulmxA comm.
have sub : (B <= A - 1%:M)%MS by rewrite BE submxMl.
rewrite (ltn_leqif (mxrank_leqif_sup sub)); apply: contra moved => /submxP[D e].
have Bv : B *m v = 0.
  rewrite mulmxBl mul1mx -mulmxA reflectionE.
  have -> : 2%:R / (w^T *m H *m w) 0 0 * (w^T *m H *m (A *m v)) 0 0 = 1.
    apply: (mulIf nz); rewrite mul1r mulrAC divfK //.
    pose q (x y : 'cV[F]_n) := (x^T *m H *m y) 0 0.
    have qBl x y z : q (x - y) z = q x z - q y z.
      by rewrite /q linearB /= !mulmxBl !mxE.
    have qBr x y z : q z (x - y) = q z x - q z y.
      by rewrite /q mulmxBr !mxE.
    have norm : q (A *m v) (A *m v) = q v v.
      rewrite /q trmx_mul -!mulmxA (mulmxA H) (mulmxA A^T) (mulmxA A^T) isoA.
      by rewrite mulmxA.
    have sym : q v (A *m v) = q (A *m v) v by apply: positive_sym.
    rewrite -/(q w (A *m v)) -/(q w w) /w qBr !qBl norm sym.
    by rewrite mulr2n mulrDl mul1r opprB.
  by rewrite scale1r /w subKr subrr.
by rewrite -subr_eq0 -{2}(mul1mx v) -mulmxBl e -mulmxA Bv mulmx0.
Qed.

Lemma isometry_mul A B : isometry A -> isometry B -> isometry (A *m B).
Proof.
move=> isoA isoB; rewrite /isometry trmx_mul -!mulmxA (mulmxA H).
by rewrite (mulmxA A^T) (mulmxA A^T) isoA mulmxA isoB.
Qed.

Lemma reflection_isometry k : k != 0 -> isometry (reflection k).
Proof.
move=> nzk; have e : (reflection k)^T *m H = H *m reflection k.
  rewrite /reflection /factor linearB /= mulmxBl mulmxBr trmx1 mul1mx mulmx1.
  rewrite linearZ /= -scalemxAl -scalemxAr !trmx_mul trmxK posH.1.
  by rewrite !mulmxA.
by rewrite /isometry e -mulmxA reflectionK // mulmx1.
Qed.

(* The theorem of Cartan and Dieudonne, relative to the metric.               *)
Theorem cartan_dieudonne A : isometry A -> exists ks : seq 'cV[F]_n,
  [/\ A = prodmx [seq reflection k | k <- ks], all (fun k => k != 0) ks
    & size ks = \rank (A - 1%:M)].
Proof.
move=> isoA; suff [ks [eA nz le]] : exists ks : seq 'cV[F]_n,
    [/\ A = prodmx [seq reflection k | k <- ks], all (fun k => k != 0) ks
      & (size ks <= \rank (A - 1%:M)%R)%N].
  exists ks; split=> //; apply/eqP; rewrite eqn_leq le {1}eA.
  apply: leq_trans (rank_prod_sub1 _) _; last by rewrite size_map.
  by apply/allP=> _ /mapP[k _ ->]; apply: rank_factor.
have [r] := ubnP (\rank (A - 1%:M)%R); elim: r A isoA => // r IHr A isoA.
rewrite ltnS => le_r; have [/eqP|ne] := eqVneq A 1%:M.
  by move/eqP=> ->; exists [::].
have /existsP[j moved] : [exists j, A *m delta_mx j (0 : 'I_1) != delta_mx j 0].
  apply: contraNT ne; rewrite negb_exists => /forallP e.
  apply/eqP/matrixP=> i j.
  have /eqP/colP/(_ i) := negbNE (e j); rewrite -colE !mxE eqxx andbT => ->.
  by [].
have lt := reflection_moves isoA moved; set w := A *m _ - _ in lt.
have nzw : w != 0 by rewrite subr_eq0.
have isoB := isometry_mul (reflection_isometry nzw) isoA.
have [ks [eB nz le]] := IHr _ isoB (leq_trans lt le_r).
exists (w :: ks); split=> /=; rewrite ?nzw //; last exact: leq_ltn_trans le lt.
by rewrite -eB mulmxA reflectionK // mul1mx.
Qed.
End Metric.

(* Over a real closed field the form has a square root: in its basis the      *)
(* isometries are the orthogonal matrices, and the factors delta steps.       *)
Section Root.
Variable R : rcfType.

Lemma positive_root n (H : 'M[R]_n) : positive H ->
  exists2 P : 'M[R]_n, P \in unitmx & H = P^T *m P.
Proof.
elim: n H => [|n IHn] H [symH posH].
  by exists 1%:M; rewrite ?unitmx1 // [LHS]flatmx0 [RHS]flatmx0.
rewrite -[n.+1]/(1 + n)%N in H symH posH *.
set a := ulsubmx H 0 0; set b := ursubmx H; set D := drsubmx H.
have HE : H = block_mx a%:M b b^T D.
  by rewrite -[LHS]submxK -mx11_scalar /b trmx_ursub symH.
have a_gt0 : 0 < a.
  have nz : col_mx 1%:M 0 != 0 :> 'cV[R]_(1 + n).
    apply/eqP=> /(congr1 usubmx); rewrite col_mxKu linear0.
    by move/matrixP/(_ 0 0)/eqP; rewrite !mxE eqxx oner_eq0.
  have := posH _ nz; rewrite {1}HE tr_col_mx trmx1 trmx0 mul_row_block.
  by rewrite mul_row_col !mul0mx !mulmx0 !addr0 mul1mx mulmx1 mxE eqxx mulr1n.
pose S := D - a^-1 *: (b^T *m b).
have symD : D^T = D by rewrite /D trmx_drsub symH.
have [|P' unitP' eS] := IHn S.
  split=> [|w nzw].
    by rewrite linearB linearZ /= trmx_mul trmxK symD.
  pose x := - a^-1 *: (b *m w); have nz : col_mx x w != 0.
    apply: contra nzw => /eqP e; apply/eqP.
    by rewrite -(col_mxKd x w) e linear0.
  have := posH _ nz; rewrite -mulmxA {1}HE mul_block_col.
  have -> : a%:M *m x + b *m w = 0.
    by rewrite mul_scalar_mx scalerA mulrN mulfV ?gt_eqF // scaleN1r addNr.
  have -> : b^T *m x + D *m w = S *m w.
    by rewrite mulmxBl addrC -scalemxAr scaleNr -scalemxAl mulmxA.
  by rewrite tr_col_mx mul_row_col mulmx0 add0r mulmxA.
pose s := Num.sqrt a; have s_gt0 : 0 < s by rewrite sqrtr_gt0.
have nzs : s != 0 by rewrite gt_eqF.
have ss : s * s = a by rewrite -expr2 sqr_sqrtr // ltW.
exists (block_mx s%:M (s^-1 *: b) 0 P').
  rewrite unitmxE det_ublock det_scalar expr1 unitrM -unitmxE unitP' andbT.
  by rewrite unitfE.
rewrite tr_block_mx mulmx_block tr_scalar_mx trmx0 !mul0mx !mulmx0 !addr0.
rewrite HE; congr block_mx.
- by rewrite -scalar_mxM ss.
- by rewrite mul_scalar_mx scalerA mulfV // scale1r.
- by rewrite linearZ /= mul_mx_scalar scalerA mulfV // scale1r.
have -> : (s^-1 *: b)^T = s^-1 *: b^T by rewrite linearZ.
by rewrite -scalemxAl -scalemxAr scalerA -invfM ss -eS /S addrC subrK.
Qed.

Theorem metric_orthogonal n (H : 'M[R]_n) : positive H ->
  exists2 P : 'M[R]_n, P \in unitmx &
  [/\ forall A, isometry H A ->
        (P *m A *m invmx P)^T *m (P *m A *m invmx P) = 1%:M,
      forall c k, P *m factor H c k *m invmx P = delta_step c (P *m k)
    & forall k : 'cV[R]_n, k^T *m H *m k = (P *m k)^T *m (P *m k)].
Proof.
move=> posH; have [P unitP eH] := positive_root posH; exists P => //.
have PT : (invmx P)^T *m P^T = 1%:M by rewrite -trmx_mul mulmxV // trmx1.
split=> [A|c k|k].
- rewrite /isometry eH => isoA.
  have -> : (P *m A *m invmx P)^T *m (P *m A *m invmx P) =
      (invmx P)^T *m (A^T *m (P^T *m P) *m A) *m invmx P.
    by rewrite !trmx_mul !mulmxA.
  by rewrite isoA mulmxA PT mul1mx mulmxV.
- rewrite /factor /delta_step mulmxBr mulmx1 mulmxBl mulmxV // -scalemxAr.
  rewrite -scalemxAl; congr (_ - _ *: _).
  by rewrite trmx_mul eH -!mulmxA mulmxV // mulmx1.
by rewrite eH trmx_mul !mulmxA.
Qed.
End Root.

(* Every finite group of matrices keeps such a form: the mean of the squares. *)
Section Group.
Variables (R : rcfType) (gT : finGroupType) (n : nat) (rho : gT -> 'M[R]_n).
Hypothesis rhoM : forall g h : gT, rho (g * h)%g = rho h *m rho g.
Hypothesis rho1 : rho 1%g = 1%:M.

Lemma group_form : positive (\sum_g (rho g)^T *m rho g).
Proof.
split=> [|v nzv].
  rewrite linear_sum; apply: eq_bigr => g _.
  by rewrite /= trmx_mul trmxK.
rewrite mulmx_sumr mulmx_suml summxE (bigD1 1%g) //=.
rewrite rho1 trmx1 !mulmx1 ltr_paddr ?sum_squares_gt0 //.
apply: sumr_ge0 => g _; rewrite mulmxA -mulmxA -trmx_mul.
have [->|nz] := eqVneq (rho g *m v) 0; first by rewrite mulmx0 mxE.
by rewrite ltW // sum_squares_gt0.
Qed.

Lemma group_isometry h : isometry (\sum_g (rho g)^T *m rho g) (rho h).
Proof.
rewrite /isometry mulmx_sumr mulmx_suml [RHS](reindex_inj (mulgI h)) /=.
by apply: eq_bigr => g _; rewrite rhoM trmx_mul !mulmxA.
Qed.

Theorem group_orthogonal : exists2 P : 'M[R]_n, P \in unitmx &
  forall g, (P *m rho g *m invmx P)^T *m (P *m rho g *m invmx P) = 1%:M.
Proof.
have [P unitP [isoP _ _]] := metric_orthogonal group_form.
by exists P => // g; apply/isoP/group_isometry.
Qed.
End Group.

(* The antipode of n dimensions is a product of n reflections, and no fewer.  *)
Example antipode_reflections (F : realFieldType) n :
  (exists ks : seq 'cV[F]_n,
     - 1%:M = prodmx [seq reflection 1%:M k | k <- ks] /\ size ks = n) /\
  (forall steps : seq (F * 'cV[F]_n),
     - 1%:M = prodmx [seq factor 1%:M s.1 s.2 | s <- steps] ->
     (n <= size steps)%N).
Proof.
have pos1 : positive (1%:M : 'M[F]_n).
  by split=> [|v nzv]; rewrite ?trmx1 // mulmx1 sum_squares_gt0.
have rk : \rank (- 1%:M - 1%:M : 'M[F]_n) = n.
  rewrite -opprD -mulr2n -scaler_nat -scaleNr -mul_scalar_mx mulmx1.
  rewrite mxrank_unit // unitmxE det_scalar unitfE expf_neq0 //.
  by rewrite oppr_eq0 pnatr_eq0.
split=> [|steps /factors_lower_bound]; last by rewrite rk.
have iso : isometry (1%:M : 'M[F]_n) (- 1%:M).
  rewrite /isometry (_ : (- 1%:M)^T = - 1%:M); last by rewrite linearN /= trmx1.
  by rewrite mulNmx mulmxN !mulmx1 opprK.
have [ks [e _ sz]] := cartan_dieudonne pos1 iso.
by exists ks; split=> //; rewrite sz rk.
Qed.
