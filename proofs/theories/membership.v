(* The matrices of a certificate in the forms that the format has: columns,   *)
(* factors that act one after the other, and sums of outer products; and a    *)
(* metric, relative to which factors and orthogonal matrices are meant.       *)
(*                                                                            *)
(*   factor       == key k, dual H k, top, bottom: the matrix of the factor   *)
(*                   is 1 - (top / bottom) k (H k)^T                          *)
(*   system       == Columns e m: the matrix of the letter x has the columns  *)
(*                   m_x over e; Factors heads fs: it is the product of the   *)
(*                   factors fs_x, the first one acting first, and heads are  *)
(*                   the heads of the coordinates; Outer e us vs ws: it is    *)
(*                   the sum of w_xr u_r v_r^T, over e                        *)
(*   scale_of s x == the denominator of the matrix                            *)
(*   apply s x v  == that multiple of its product with v                      *)
(*   sys_mx s x   == the matrix                                               *)
(*   metric       == columns of L and pivots D: H is L D L^T                  *)
(*   lengthen g v == H v                                                      *)
(*   root_mx g    == B, real and invertible, with B^T B = H                   *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import numbers householder affine_triangular rules.
From BilinearTheory Require Import claim heads.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record factor := Factor { key : vec; dual : vec; top : number; bottom : Z }.

Inductive system :=
  | Columns of Z & seq (seq vec)
  | Factors of seq nat & seq (seq factor)
  | Outer of Z & seq vec & seq vec & seq vec.

Definition no_factor := Factor [::] [::] [::] Z0.

(* The sparse vector of d numbers.                                            *)
Definition sparse d (g : nat -> number) : vec :=
  [seq p <- [seq (i, g i) | i <- iota 0 d] | p.2 != [::]].

Section Compute.
Variables (low : number) (d : nat).
Local Notation m := (size low).
Local Notation proper := (proper m).

Definition mirror f (v : vec) : vec :=
  let t := nmul low (vdot low (dual f) v) (top f) in
  let u := vtimes (bottom f) v in
  if t is [::] then u else vadd u (vscale low (nopp t) (key f)).

Fixpoint mirror_all fs (v : vec) : option vec :=
  if fs is f :: fs' then
    if proper d v then mirror_all fs' (mirror f v) else None
  else Some v.

Definition scale_of s x : Z :=
  match s with
  | Columns e _ | Outer e _ _ _ => e
  | Factors _ fs =>
      foldr (fun f c => Z.mul (bottom f) c) (Zpos xH) (nth [::] fs x)
  end.

Definition apply s x (v : vec) : option vec :=
  match s with
  | Columns _ cols => Some (vmul low (nth [::] cols x) v)
  | Factors _ fs => mirror_all (nth [::] fs x) v
  | Outer _ us vs ws =>
      let w := nth [::] ws x in
      Some (vmul low us (sparse (size us)
        (fun r => nmul low (vdot low (nth [::] vs r) v) (lookup w r))))
  end.

Definition proper_system s : bool :=
  match s with
  | Columns e cols => Z.ltb 0 e &&
      all (fun m => (size m == d) && all (proper d) m) cols
  | Factors _ fs => all (all (fun f => [&& proper d (key f), proper d (dual f),
      (size (top f) <= m)%N & Z.ltb 0 (bottom f)])) fs
  | Outer e us vs ws => [&& Z.ltb 0 e, all (proper d) us, all (proper d) vs
      & all (proper (size us)) ws]
  end.
End Compute.

Section Values.
Variable z : algC.
Variables (low : number) (d : nat).
Hypotheses (lowP : nval z low = z ^+ size low) (low_gt0 : (0 < size low)%N).
Local Notation m := (size low).
Local Notation proper := (proper m).
Local Notation vsum := (vsum z).
Local Notation vcol := (vcol z d).

Definition factor_mx f : 'M[algC]_d :=
  1%:M - (nval z (top f) / zval (bottom f)) *:
    (vcol (key f) *m (vcol (dual f))^T).

Definition outer_mx us : 'M[algC]_(d, size us) :=
  \matrix_(i, r) vsum (nth [::] us r) i.

Definition sys_mx s x : 'M[algC]_d :=
  match s with
  | Columns e cols => mmx z (zval e) d (nth [::] cols x)
  | Factors _ fs => foldl (fun M f => factor_mx f *m M) 1%:M (nth [::] fs x)
  | Outer e us vs ws => (zval e)^-1 *: (outer_mx us *m
      diag_mx (\row_r vsum (nth [::] ws x) r) *m
      (\matrix_(i, r) vsum (nth [::] vs r) i)^T)
  end.

Lemma sum_sparse n g (F : nat -> algC) :
  \sum_(p <- sparse n g) nval z p.2 * F p.1 = \sum_(r < n) nval z (g r) * F r.
Proof.
rewrite big_filter big_map big_mkcond /= -[n in LHS]subn0.
rewrite -/(index_iota 0 n) big_mkord; apply: eq_bigr => r _.
by case: (g r) => [|c q] //=; rewrite mul0r.
Qed.

Lemma vmul_sparse cols n g (i : 'I_d) : all (proper d) cols ->
  vsum (vmul low cols (sparse n g)) i =
  \sum_(r < n) nval z (g r) * vsum (nth [::] cols r) i.
Proof.
move=> pc; rewrite (vsum_vmul lowP _ _ pc).
exact: (sum_sparse n g (fun r => vsum (nth [::] cols r) i)).
Qed.

Lemma proper_nth n cols r : all (proper n) cols -> proper n (nth [::] cols r).
Proof.
move=> pc; have [lt|ge] := ltnP r (size cols).
  exact: (allP pc) (mem_nth _ lt).
by rewrite nth_default.
Qed.

Lemma mirror_value f v : proper d (key f) -> proper d (dual f) ->
  (size (top f) <= m)%N -> 0 < zval (bottom f) -> proper d v ->
  vcol (mirror low f v) = zval (bottom f) *: (factor_mx f *m vcol v).
Proof.
move=> pk pd sz b_gt0 pv.
set t := nmul low (vdot low (dual f) v) (top f).
have tE : nval z t = nval z (top f) * ((vcol (dual f))^T *m vcol v) 0 0.
  by rewrite (vdot_row lowP pd pv) mulrC (nval_nmul lowP).
have sumE i : vsum (mirror low f v) i =
    zval (bottom f) * vsum v i - nval z t * vsum (key f) i.
  rewrite /mirror -/t; case Dt: t => [|c q].
    by rewrite vsum_vtimes /= mul0r subr0.
  rewrite -Dt vsum_vadd vsum_vtimes (vsum_vscale lowP _ _ pk).
  by rewrite nval_nopp mulNr.
apply/colP=> i; rewrite mxE sumE mxE mulmxBl mul1mx -scalemxAl -mulmxA.
rewrite [X in _ *: (_ *m X)]mx11_scalar mul_mx_scalar.
set t' := (_ *m _) 0 0 in tE *; rewrite !mxE mulrBr tE; congr (_ - _).
rewrite [RHS]mulrA [zval _ * (_ / _)]mulrC divfK ?gt_eqF //.
by rewrite mulrA.
Qed.

Lemma mirror_all_value fs v u :
  all (fun f => [&& proper d (key f), proper d (dual f),
    (size (top f) <= m)%N & Z.ltb 0 (bottom f)]) fs ->
  mirror_all low d fs v = Some u ->
  proper d v \/ fs = [::] ->
  vcol u = zval (foldr (fun f c => Z.mul (bottom f) c) (Zpos xH) fs) *:
    (foldl (fun M f => factor_mx f *m M) 1%:M fs *m vcol v).
Proof.
elim: fs v => [|f fs IHfs] v /=.
  by move=> _ [->] _; rewrite scale1r mul1mx.
case/andP=> /and4P[pk pd sz /zval_lt b_gt0] ok; case: ifP => // pv e _.
have fold_mx M gs : foldl (fun M f => factor_mx f *m M) M gs =
    foldl (fun M f => factor_mx f *m M) 1%:M gs *m M.
  elim/last_ind: gs => [|gs g IHg]; first by rewrite mul1mx.
  by rewrite !foldl_rcons IHg mulmxA.
have {}IHfs : vcol u =
    zval (foldr (fun f c => Z.mul (bottom f) c) (Zpos xH) fs) *:
    (foldl (fun M f => factor_mx f *m M) 1%:M fs *m vcol (mirror low f v)).
  apply: IHfs => //; case: fs e {ok} => [|g fs] /=; first by right.
  by case: ifP => //; left.
rewrite IHfs mirror_value // [in RHS]fold_mx mulmx1 zvalM -scalemxAr scalerA.
by rewrite mulmxA [zval (foldr _ _ _) * _]mulrC.
Qed.

Lemma apply_value s x v u : proper_system low d s -> proper d v ->
  apply low d s x v = Some u ->
  vcol u = zval (scale_of s x) *: (sys_mx s x *m vcol v).
Proof.
case: s => [e cols|heads fs|e us vs ws] /=.
- case/andP=> /zval_lt e_gt0 /allP pc pv [<-].
  have pcx : all (proper d) (nth [::] cols x).
    have [lt|ge] := ltnP x (size cols); last by rewrite nth_default.
    by have /andP[] := pc _ (mem_nth [::] lt).
  have := vcol_vmul lowP (zval e) [::] pcx pv; rewrite /numbers.vcol => E.
  have zero : vcol [::] = 0 by apply/colP=> i; rewrite !mxE vsum_nil.
  move: E; rewrite -!/(numbers.vcol _ _ _) zero scaler0 addr0 => ->.
  have -> : vadd (vmul low (nth [::] cols x) v) [::] =
      vmul low (nth [::] cols x) v.
    by case: (vmul _ _ _).
  by rewrite scalerA divff ?gt_eqF // scale1r.
- move=> ok pv e; apply: mirror_all_value e _; last by left.
  have [lt|ge] := ltnP x (size fs); last by rewrite nth_default.
  exact: (all_nthP [::] ok).
case/and4P=> /zval_lt e_gt0 pu pvs pw pv [<-].
rewrite -scalemxAl scalerA divff ?gt_eqF // scale1r.
apply/colP=> i; rewrite mxE (vmul_sparse _ _ _ pu) -!mulmxA mxE.
apply: eq_bigr => r _; rewrite mul_diag_mx mulrC mxE; congr (_ * _).
  by rewrite mxE.
rewrite !mxE (nval_nmul lowP); last exact: size_lookup _ (proper_nth x pw).
rewrite -(vsum_lookup z _ (proper_nth x pw)) mulrC; congr (_ * _).
rewrite (vdotE lowP (proper_nth r pvs) pv).
by apply: eq_bigr => j _; rewrite !mxE.
Qed.

(* The metric.                                                                *)
Definition lengthen (g : seq vec * seq number) (v : vec) : vec :=
  vmul low g.1 (sparse d (fun i =>
    nmul low (vdot low (nth [::] g.1 i) v) (nth [::] g.2 i))).

(* L is invertible: its column i begins with row i.                           *)
Definition triangle (g : seq vec * seq number) : bool :=
  [&& all (proper d) g.1, all (fun c => (size c <= m)%N) g.2
    & all (fun i => if nth [::] g.1 i is p :: _ then p.1 == i else false)
        (iota 0 d)].

Variable g : seq vec * seq number.
Hypothesis tri : triangle g.
Hypothesis pivots_gt0 : forall i, (i < d)%N -> 0 < nval z (nth [::] g.2 i).
Hypothesis inj : forall p q, canonical m p -> canonical m q ->
  nval z p = nval z q -> p = q.

Definition root_mx : 'M[algC]_d :=
  \matrix_(i, j) (sqrtC (nval z (nth [::] g.2 i)) * vsum (nth [::] g.1 i) j).

Let pg i : proper d (nth [::] g.1 i).
Proof. by apply: proper_nth; case/and3P: tri. Qed.

Lemma root_entry i j : root_mx i j != 0 ->
  exists2 x, (nat_of_ord j, x) \in nth [::] g.1 i
    & vsum (nth [::] g.1 i) j = nval z x.
Proof.
rewrite mxE => nz; apply: (vsum_entry (pg i)).
by apply: contraNneq nz => ->; rewrite mulr0.
Qed.

Lemma lengthen_value v : proper d v ->
  vcol (lengthen g v) = root_mx^T *m root_mx *m vcol v.
Proof.
move=> pv; apply/colP=> i; rewrite -mulmxA mxE /lengthen.
rewrite vmul_sparse; last by case/and3P: tri.
rewrite mxE; apply: eq_bigr => r _; rewrite !mxE.
rewrite (nval_nmul lowP); last first.
  have [lt|ge] := ltnP r (size g.2); last by rewrite nth_default.
  by case/and3P: tri => _ /allP ok _; apply: ok (mem_nth _ lt).
rewrite (vdotE lowP (pg r) pv); set D := nval z (nth _ _ _).
have root2 : sqrtC D * sqrtC D = D by rewrite -expr2 sqrtCK.
have -> : \sum_j root_mx r j * vcol v j 0 =
    sqrtC D * \sum_(k < d) vsum (nth [::] g.1 r) k * vsum v k.
  by rewrite mulr_sumr; apply: eq_bigr => k _; rewrite !mxE mulrA.
by rewrite mulrACA root2 [RHS]mulrA [RHS]mulrC [RHS]mulrA.
Qed.

Lemma root_triangular (i j : 'I_d) : (j < i)%N -> root_mx i j = 0.
Proof.
move=> lt_ji; apply/eqP; apply: contraTT lt_ji => /root_entry[x x_col _].
rewrite -leqNgt; case/and3P: tri => _ _ /allP/(_ i); rewrite mem_iota ltn_ord.
move/(_ isT); have := pg i; case: (nth _ _ _) x_col => // p c x_col.
case/andP=> /= srt _ /eqP <-; move: x_col; rewrite inE => /predU1P[<- //|].
by move/(allP (order_path_min before_trans srt))/ltnW.
Qed.

Lemma root_diagonal (i : 'I_d) : root_mx i i != 0.
Proof.
rewrite mxE mulf_neq0 //; first by rewrite sqrtC_eq0 gt_eqF ?pivots_gt0.
case/and3P: tri => _ _ /allP/(_ i); rewrite mem_iota ltn_ord => /(_ isT).
have := pg i; case Dcol: (nth _ _ _) => [|p c] // pc /eqP <-.
have p_c : p \in p :: c by apply: mem_head.
by rewrite (vsum_mem z pc p_c) (proper_neq0 inj pc p_c).
Qed.

Lemma root_unit : root_mx \in unitmx.
Proof.
rewrite -unitmx_tr unitmxE det_trig; last first.
  by apply/is_trig_mxP=> i j lt_ij; rewrite mxE root_triangular.
by rewrite unitfE prodf_seq_neq0; apply/allP=> i _; rewrite mxE root_diagonal.
Qed.

Lemma root_real :
  (forall i p, p \in nth [::] g.1 i -> nval z p.2 \is Num.real) ->
  forall i j, root_mx i j \is Num.real.
Proof.
move=> re i j; have [->|nz] := eqVneq (root_mx i j) 0; first exact: real0.
have [x x_col e] := root_entry nz; rewrite mxE e rpredM ?(re _ _ x_col) //.
by rewrite ger0_real // sqrtC_ge0 ltW // pivots_gt0.
Qed.
End Values.

(* Membership of a matrix in a class, decided on its sparse columns.          *)
(*                                                                            *)
(*   entries_ok ok d m == ok i j x for every entry x in row i and column j    *)
(*   one_hot e m == each column has one entry, e                              *)
(*   class_ok c m == the matrix with the columns m, over e, lies in c; real   *)
(*                 and pos decide whether a number is real, and whether its   *)
(*                 real part is positive                                      *)

Section Decide.
Variables (low : number) (e : Z) (real pos : number -> bool) (d : nat).

Definition entries_ok (ok : nat -> nat -> number -> bool) (cols : seq vec) :=
  all (fun j => all (fun p => ok p.1 j p.2) (nth [::] cols j)) (iota 0 d).

Definition one_hot (cols : seq vec) :=
  all (fun col => if col is [:: p] then p.2 == [:: e] else false) cols.

Definition orthonormal (cols : seq vec) :=
  all (fun i => all (fun j => vdot low (nth [::] cols i) (nth [::] cols j) ==
    if i == j then [:: Z.mul e e] else [::]) (iota 0 d)) (iota 0 d).

Definition class_ok (c : class) (cols : seq vec) : bool :=
  match c with
  | Ruled DiagonalNonnegative =>
      entries_ok (fun i j x => [&& i == j, real x & pos x]) cols
  | Ruled DiagonalReal => entries_ok (fun i j x => (i == j) && real x) cols
  | Ruled Rotation => entries_ok (fun i j x => i == j) cols
  | Ruled TriangularNonnegative =>
      entries_ok (fun i j x => (i < j)%N || [&& i == j, real x & pos x]) cols
  | Ruled TriangularReal =>
      entries_ok (fun i j x => (i < j)%N || ((i == j) && real x)) cols
  | Ruled TriangularComplex => entries_ok (fun i j x => (i <= j)%N) cols
  | Ruled Permutation =>
      one_hot cols && uniq [seq head 0%N (unzip1 col) | col <- cols]
  | Ruled Orthogonal =>
      entries_ok (fun i j x => real x) cols && orthonormal cols
  | Ruled BlockRealTwo => false (* in a claim it is BlockReal 2 *)
  | ColumnOneHot => one_hot cols
  | Full => true
  | PD => all (fun col => size col <= 1)%N cols
  | BlockReal k => entries_ok (fun i j x => real x && (i %/ k == j %/ k)%N) cols
  | BlockComplex k => entries_ok (fun i j x => (i %/ k == j %/ k)%N) cols
  | Householder _ | HouseholderHeads _ | CPReal _ | CPComplex _ => false
  end.

Variable z : algC.
Hypotheses (lowP : nval z low = z ^+ size low) (low_gt0 : (0 < size low)%N).
Hypothesis e_gt0 : 0 < zval e.
Hypothesis realP : forall x, (size x <= size low)%N -> real x ->
  nval z x \is Num.real.
Hypothesis posP : forall x, pos x -> 0 < 'Re (nval z x).

Variable cols : seq vec.
Hypotheses (pc : all (proper (size low) d) cols) (sz : size cols = d).
Local Notation A := (mmx z (zval e) d cols).

Let proper_col (j : 'I_d) : proper (size low) d (nth [::] cols j).
Proof. by apply/(allP pc)/mem_nth; rewrite sz. Qed.

Let entry ok : entries_ok ok cols -> forall i j : 'I_d, A i j != 0 ->
  exists x, [/\ ok i j x, (size x <= size low)%N & A i j = nval z x / zval e].
Proof.
move=> /allP oks i j; rewrite mxE => nz.
have nz_sum : vsum z (nth [::] cols j) i != 0.
  by apply: contraNneq nz => ->; rewrite mul0r.
have [x x_col ->] := vsum_entry (proper_col j) nz_sum; exists x; split=> //.
  have /oks/allP/(_ _ x_col) // : nat_of_ord j \in iota 0 d.
  by rewrite mem_iota ltn_ord.
exact: proper_size (proper_col j) x_col.
Qed.

Let real_entry x : (size x <= size low)%N -> real x ->
  nval z x / zval e \is Num.real.
Proof. by move=> le_x /(realP le_x) re; rewrite rpredM ?rpredV ?zval_real. Qed.

Let pos_entry x : (size x <= size low)%N -> real x -> pos x ->
  0 <= nval z x / zval e.
Proof.
move=> le_x /(realP le_x)/Creal_ReP re /posP; rewrite re => gt0.
by rewrite divr_ge0 ?ltW.
Qed.

Let one_hotE : one_hot cols -> forall j : 'I_d, exists i : 'I_d,
  head 0%N (unzip1 (nth [::] cols j)) = i /\ forall k, A k j = (k == i)%:R.
Proof.
move=> /allP hot j; have := proper_col j.
have /hot : nth [::] cols j \in cols by rewrite mem_nth ?sz.
case Dcol: (nth [::] cols j) => [|[i x] []] //= /eqP Dx.
case/andP=> _ /andP[/and3P[/= lt_i _ _] _]; exists (Ordinal lt_i); split=> // k.
rewrite mxE Dcol vsum_cons vsum_nil addr0 /= Dx /= mulr0 addr0.
rewrite -val_eqE /= eq_sym; case: eqP => _; last by rewrite mul0r.
by rewrite divff // gt_eqF.
Qed.

Lemma entries_diag ok : entries_ok ok cols ->
  (forall i j x, ok i j x -> i = j) -> is_diag_mx A.
Proof.
move=> oks eq_ij; apply/is_diag_mxP=> i j ne_ij; apply/eqP.
apply: contraR ne_ij => /(entry oks)[x [/eq_ij e_ij _ _]].
by rewrite e_ij.
Qed.

Lemma entries_upper ok : entries_ok ok cols ->
  (forall i j x, ok i j x -> (i <= j)%N) -> is_upper A.
Proof.
move=> oks le_ij; apply/forallP=> i; apply/forallP=> j; apply/implyP=> lt_ji.
apply: contraTT lt_ji; case/(entry oks) => x [/le_ij le _ _].
by rewrite -leqNgt.
Qed.

Lemma entries_on_diagonal ok (P : algC -> bool) : entries_ok ok cols -> P 0 ->
  (forall i x, ok i i x -> (size x <= size low)%N -> P (nval z x / zval e)) ->
  [forall i, P (A i i)].
Proof.
move=> oks P0 Px; apply/forallP=> i; have [->//|nz] := eqVneq (A i i) 0.
by have [x [okx le_x ->]] := entry oks nz; apply: Px okx le_x.
Qed.

Theorem class_okP c : class_ok c cols -> in_class c A.
Proof.
case: c => [[]||||k|k|k|k|k|k] //=.
- move=> oks; apply/andP; split.
    by apply: entries_diag oks _ => i j x /and3P[/eqP].
  apply: (entries_on_diagonal (P := fun x => 0 <= x) oks) => // i x.
  by case/and3P=> _ re ps le_x; apply: pos_entry.
- move=> oks; apply/andP; split.
    by apply: entries_diag oks _ => i j x /andP[/eqP].
  apply: (entries_on_diagonal (P := fun x => x \is Num.real) oks) => // i x.
  by case/andP=> _ re le_x; apply: real_entry.
- by move=> oks; apply: entries_diag oks _ => i j x /eqP.
- move=> oks; apply/andP; split.
    apply: entries_upper oks _ => i j x /orP[/ltnW//|/and3P[/eqP-> _ _]].
    exact: leqnn.
  apply: (entries_on_diagonal (P := fun x => 0 <= x) oks) => // i x.
  by rewrite ltnn /= => /and3P[_ re ps] le_x; apply: pos_entry.
- move=> oks; apply/andP; split.
    by apply: entries_upper oks _ => i j x /orP[/ltnW//|/andP[/eqP-> _]].
  apply: (entries_on_diagonal (P := fun x => x \is Num.real) oks) => // i x.
  by rewrite ltnn /= => /andP[_ re] le_x; apply: real_entry.
- by move=> oks; apply: entries_upper oks _.
- case/andP=> /one_hotE hot u.
  pose head_of (col : vec) := head 0%N (unzip1 col).
  pose s (j : 'I_d) : 'I_d := insubd j (head_of (nth [::] cols j)).
  have sE (j : 'I_d) : head_of (nth [::] cols j) = s j /\
      forall k, A k j = (k == s j)%:R.
    have [i [hd Ai]] := hot j; suff -> : s j = i by [].
    by apply: val_inj; rewrite val_insubd [head_of _]hd ltn_ord.
  have s_inj : injective s.
    move=> i j e_s; apply/val_inj/eqP.
    have lt (l : 'I_d) : (l < size [seq head_of col | col <- cols])%N.
      by rewrite size_map sz.
    have nthE (l : 'I_d) : nth 0%N [seq head_of col | col <- cols] l = s l.
      by rewrite (nth_map [::]) ?sz //; have [] := sE l.
    by rewrite -(nth_uniq 0%N (lt i) (lt j) u) !nthE e_s.
  apply/is_perm_mxP; exists (perm s_inj)^-1%g; apply/matrixP=> k j.
  have [_ ->] := sE j; rewrite !mxE; congr ((_ : bool)%:R).
  by rewrite -(permE s_inj) -(inj_eq (@perm_inj _ (perm s_inj)) _ j) permKV.
- case/andP=> oks /allP ortho; apply/andP; split; last first.
    apply/forallP=> i; apply/forallP=> j.
    have [->|nz] := eqVneq (A i j) 0; first exact: real0.
    by have [x [re le_x ->]] := entry oks nz; apply: real_entry.
  apply/eqP/matrixP=> i j; rewrite !mxE.
  have mem_d (l : 'I_d) : nat_of_ord l \in iota 0 d by rewrite mem_iota ltn_ord.
  have /allP/(_ _ (mem_d j))/eqP/(congr1 (nval z)) := ortho _ (mem_d i).
  rewrite (vdotE lowP (proper_col i) (proper_col j)) => sumE.
  transitivity ((\sum_(k < d) vsum z (nth [::] cols i) k *
      vsum z (nth [::] cols j) k) / (zval e * zval e)).
    rewrite mulr_suml; apply: eq_bigr => k _; rewrite !mxE mulrACA.
    by rewrite invfM.
  have nze : zval e != 0 by rewrite gt_eqF.
  rewrite sumE -val_eqE /=; case: eqP => _ /=; last by rewrite mul0r.
  by rewrite mulr0 addr0 zvalM divff // mulf_neq0.
- move=> /one_hotE hot; apply/forallP=> j; have [i [_ Ai]] := hot j.
  by apply/existsP; exists i; apply/forallP=> k; rewrite Ai.
- move=> /allP small; apply/forallP=> j; apply/forallP=> i; apply/forallP=> k.
  apply/implyP=> nzi; apply/implyP=> nzk; rewrite !mxE in nzi nzk.
  have nz_sum l : vsum z (nth [::] cols j) l / zval e != 0 ->
      vsum z (nth [::] cols j) l != 0.
    by apply: contraNneq => ->; rewrite mul0r.
  have [x i_col _] := vsum_entry (proper_col j) (nz_sum _ nzi).
  have [y k_col _] := vsum_entry (proper_col j) (nz_sum _ nzk).
  have /small : nth [::] cols j \in cols by rewrite mem_nth ?sz.
  case: (nth _ _ _) i_col k_col => [|p []] //; rewrite !inE.
  by move=> /eqP<- /eqP[ik _] _; rewrite -val_eqE /= ik.
- move=> oks; apply/forallP=> i; apply/forallP=> j.
  have [->|nz] := eqVneq (A i j) 0; first by rewrite real0.
  have [x [/andP[re same] le_x ->]] := entry oks nz.
  by rewrite real_entry // same implybT.
- move=> oks; apply/forallP=> i; apply/forallP=> j; apply/implyP=> nz.
  by have [x []] := entry oks nz.
Qed.
End Decide.

(* Membership of matrices in factored form, and relative to a metric.         *)
(*                                                                            *)
(*   root g       == B, real and invertible, B^T B being the metric; 1 if     *)
(*                   there is none: B A B^-1 is what the claim speaks of      *)
(*   dual_of g v  == the metric times v                                       *)
(*   metric_ok g  == the metric is real and positive definite                 *)
(*   factor_ok g f == 0 < c k^T H k <= 2, all being real                      *)
(*   heads_ok g hs n fs == keys and metric lie in heads, n keys or less each  *)
(*   isometry g e m == A^T H A = H, A having the columns m over e             *)

Local Notation Z1 := (Zpos xH).

Section Decide.
Variables (low : number) (d : nat) (real pos : number -> bool).
Variable g : option (seq vec * seq number).
Local Notation m := (size low).

Definition real_vec (v : vec) := all (fun p => real p.2) v.

Definition dual_of v := if g is Some h then lengthen low d h v else v.

Definition metric_ok : bool :=
  if g is Some h then [&& triangle low d h,
    all (fun i => real (nth [::] h.2 i) && pos (nth [::] h.2 i)) (iota 0 d)
    & all real_vec h.1]
  else true.

Definition factor_ok f : bool :=
  let beta := nmul low (vdot low (dual f) (key f)) (top f) in
  let gap := nadd [:: Z.mul (Zpos (xO xH)) (bottom f)] (nopp beta) in
  [&& dual f == dual_of (key f), real (top f), real_vec (key f), real beta,
      pos beta & (gap == [::]) || pos gap].

Definition head_of (hs : seq nat) f := nth 0%N hs (head 0%N (unzip1 (key f))).

Definition heads_ok (hs : seq nat) (n : nat) (fs : seq factor) : bool :=
  [&& all (fun f => all (fun p : nat * number =>
        nth 0%N hs p.1 == head_of hs f) (key f)) fs,
      all (fun f =>
        count (fun f' => head_of hs f' == head_of hs f) fs <= n)%N fs
    & if g is Some h then all (fun i => all (fun p : nat * number =>
        nth 0%N hs p.1 == nth 0%N hs i) (nth [::] h.1 i)) (iota 0 d) else true].

Definition isometry (e : Z) (cols : seq vec) : bool :=
  let duals := map dual_of cols in
  let units := [seq dual_of [:: (j, [:: Z1])] | j <- iota 0 d] in
  [&& all (proper m d) duals, all (proper m d) units
    & all (fun i => all (fun j =>
        vdot low (nth [::] cols i) (nth [::] duals j) ==
          nscale (Z.mul e e) (lookup (nth [::] units j) i)) (iota 0 d))
        (iota 0 d)].

Variable z : algC.
Hypotheses (lowP : nval z low = z ^+ size low) (low_gt0 : (0 < size low)%N).
Hypothesis inj : forall p q, canonical m p -> canonical m q ->
  nval z p = nval z q -> p = q.
Hypothesis realP : forall x, (size x <= size low)%N -> real x ->
  nval z x \is Num.real.
Hypothesis posP : forall x, pos x -> 0 < 'Re (nval z x).
Hypothesis metricP : metric_ok.

Definition root : 'M[algC]_d := if g is Some h then root_mx z d h else 1%:M.

Let gt0 x : (size x <= m)%N -> real x -> pos x -> 0 < nval z x.
Proof. by move=> le_x /(realP le_x)/Creal_ReP re /posP; rewrite re. Qed.

Let pivots h i : g = Some h -> (i < d)%N -> 0 < nval z (nth [::] h.2 i).
Proof.
move=> Dg lt_i; move: metricP; rewrite /metric_ok Dg.
case/and3P=> /and3P[_ /allP sz _] /allP/(_ i); rewrite mem_iota.
move/(_ lt_i)/andP=> [re ps] _; apply: gt0 => //.
have [lt|ge] := ltnP i (size h.2); last by rewrite nth_default.
exact: sz (mem_nth _ lt).
Qed.

Let tri h : g = Some h -> triangle low d h.
Proof. by move=> Dg; move: metricP; rewrite /metric_ok Dg => /and3P[]. Qed.

Lemma root_unitmx : root \in unitmx.
Proof.
rewrite /root; case Dg: g => [h|]; last exact: unitmx1.
by apply: (root_unit (tri Dg)) => // i; apply: pivots Dg.
Qed.

Lemma real_mxP p q (M : 'M[algC]_(p, q)) :
  reflect (forall i j, M i j \is Num.real) (real_mx M).
Proof.
apply: (iffP forallP) => [re i j|re i]; first by have /forallP := re i.
by apply/forallP=> j; apply: re.
Qed.

Lemma real_mulmx p q r (M : 'M[algC]_(p, q)) (N : 'M[algC]_(q, r)) :
  real_mx M -> real_mx N -> real_mx (M *m N).
Proof.
move=> /real_mxP M_re /real_mxP N_re; apply/real_mxP=> i j; rewrite mxE.
by apply: rpred_sum => k _; rewrite rpredM.
Qed.

Lemma real_invmx p (M : 'M[algC]_p) : real_mx M -> real_mx (invmx M).
Proof.
have conjE (N : 'M[algC]_p) : real_mx N = (map_mx conjC N == N).
  apply/real_mxP/eqP=> [re|e i j]; last first.
    by rewrite CrealE -{2}e mxE.
  by apply/matrixP=> i j; rewrite mxE; apply/eqP; rewrite -CrealE re.
by rewrite !conjE map_invmx => /eqP->.
Qed.

Lemma root_realmx : real_mx root.
Proof.
apply/real_mxP=> i j; rewrite /root; case Dg: g => [h|]; last first.
  by rewrite mxE rpredMn ?real1.
apply: (root_real (tri Dg)) => [k|k p p_k]; first exact: pivots Dg.
have /and3P[pr _ _] := tri Dg.
have lt : (k < size h.1)%N.
  by rewrite ltnNge; apply: contraL p_k => /(nth_default [::])->.
have col_k := mem_nth [::] lt.
move: metricP; rewrite /metric_ok Dg.
case/and3P=> _ _ /allP/(_ _ col_k)/allP/(_ _ p_k).
by apply: realP; apply: proper_size (allP pr _ col_k) p_k.
Qed.

Lemma dual_value v : proper m d v ->
  vcol z d (dual_of v) = root^T *m root *m vcol z d v.
Proof.
move=> pv; rewrite /dual_of /root; case Dg: g => [h|]; last first.
  by rewrite trmx1 !mul1mx.
by apply: lengthen_value => //; apply: tri.
Qed.

Local Notation B := root.
Local Notation K f := (vcol z d (key f)).

Definition turned f : algC * 'cV[algC]_d :=
  (nval z (top f) / zval (bottom f), B *m K f).

Definition proper_factor f := [&& proper m d (key f), proper m d (dual f),
  (size (top f) <= m)%N & Z.ltb 0 (bottom f)].

Let single_value c : nval z [:: c] = zval c.
Proof. by rewrite /= mulr0 addr0. Qed.

Let dual_row f : proper_factor f -> factor_ok f ->
  (vcol z d (dual f))^T = (B *m K f)^T *m B.
Proof.
case/and4P=> pk _ _ _ /and5P[/eqP-> _ _ _ _].
by rewrite dual_value // !trmx_mul trmxK mulmxA.
Qed.

Lemma turn_factor f : proper_factor f -> factor_ok f ->
  B *m factor_mx z d f *m invmx B = delta_step (turned f).1 (turned f).2.
Proof.
move=> pf ok; rewrite /factor_mx dual_row // mulmxBr mulmxBl mulmx1.
rewrite mulmxV ?root_unitmx // -scalemxAr -scalemxAl !mulmxA.
by rewrite mulmxK ?root_unitmx.
Qed.

Lemma turned_reflector f : proper_factor f -> factor_ok f ->
  reflector (turned f).
Proof.
move=> pf ok; have [pk pd sz /zval_lt b_gt0] := and4P pf.
case/and5P: (ok) => _ re_top re_key re_beta /andP[pos_beta le2].
set beta := nmul low _ _ in re_beta pos_beta le2.
have K_re : real_mx (K f).
  apply/real_mxP=> i j; rewrite mxE.
  have [->|nz] := eqVneq (vsum z (key f) i) 0; first exact: real0.
  have [x x_key ->] := vsum_entry pk nz.
  by apply: realP (allP re_key _ x_key); apply: proper_size pk x_key.
have betaE : (turned f).1 * ((turned f).2^T *m (turned f).2) 0 0 =
    nval z beta / zval (bottom f).
  rewrite /turned /= mulmxA -dual_row // (vdot_row lowP pd pk).
  by rewrite (nval_nmul lowP) // mulrAC [X in X / _]mulrC.
have beta_gt0 : 0 < nval z beta.
  apply: gt0 => //; exact: size_nmul.
have top_re : nval z (top f) / zval (bottom f) \is Num.real.
  by rewrite rpredM ?rpredV ?zval_real ?realP.
rewrite /reflector betaE divr_gt0 //= top_re real_mulmx ?root_realmx //=.
rewrite ler_pdivr_mulr // -subr_ge0.
have -> : 2%:R * zval (bottom f) - nval z beta =
    nval z (nadd [:: Z.mul (Zpos (xO xH)) (bottom f)] (nopp beta)).
  rewrite nval_nadd nval_nopp single_value zvalM; congr (_ * _ - _).
case/orP: le2 => [/eqP->//|/posP]; set x := nadd _ _ => ps.
have x_re : nval z x \is Num.real.
  rewrite /x nval_nadd nval_nopp single_value rpredB ?zval_real //.
  exact: gtr0_real.
by rewrite ltW // -(Creal_ReP _ x_re).
Qed.

Lemma turn_factors fs :
  (forall f, List.In f fs -> proper_factor f && factor_ok f) ->
  B *m foldl (fun M f => factor_mx z d f *m M) 1%:M fs *m invmx B =
    steps (rev (map turned fs)) /\
  all (@reflector d) (rev (map turned fs)).
Proof.
elim/last_ind: fs => [|fs f IHfs] ok.
  by rewrite mulmx1 mulmxV ?root_unitmx.
have in_rcons f' : List.In f' fs \/ f' = f -> List.In f' (rcons fs f).
  elim: (fs) => [|f0 fs' IH] /=; first by case=> // ->; left.
  case=> [[->|old]|new]; [by left| |]; right; apply: IH.
    by left.
  by right.
have [|e refl] := IHfs; first by move=> f' f'_in; apply/ok/in_rcons; left.
have /andP[pf okf] : proper_factor f && factor_ok f by apply/ok/in_rcons; right.
rewrite foldl_rcons map_rcons rev_rcons /= refl andbT; split; last first.
  exact: turned_reflector.
rewrite /steps /= -/(steps _) -e -turn_factor // !mulmxA.
by rewrite mulmxKV ?root_unitmx.
Qed.

Lemma reflector_lies (hs : seq nat) f h : proper_factor f -> factor_ok f ->
  all (fun p : nat * number => nth 0%N hs p.1 == head_of hs f) (key f) ->
  (if g is Some h then all (fun i => all (fun p : nat * number =>
        nth 0%N hs p.1 == nth 0%N hs i) (nth [::] h.1 i)) (iota 0 d)
   else true) ->
  lies (fun i : 'I_d => nth 0%N hs i) h (turned f) = (h == head_of hs f).
Proof.
move=> pf okf /allP key_ok lower_ok; have [pk _ _ _] := and4P pf.
have here i : (turned f).2 i 0 != 0 -> nth 0%N hs (i : 'I_d) = head_of hs f.
  rewrite /turned /= mxE => nz.
  have [j nzj] : exists j, B i j * K f j 0 != 0.
    apply/existsP; apply: contraNT nz; rewrite negb_exists => /forallP zero.
    by rewrite big1 // => j _; apply/eqP/negPn/zero.
  have [nzB nzK] : B i j != 0 /\ K f j 0 != 0.
    by move: nzj; rewrite mulf_eq0 negb_or => /andP.
  rewrite mxE in nzK; have [x x_key _] := vsum_entry pk nzK.
  rewrite -(eqP (key_ok _ x_key)) /=.
  move: nzB lower_ok; rewrite /root; case Dg: g => [h'|].
    case/(root_entry (tri Dg)) => y y_col _ /allP/(_ i).
    by rewrite mem_iota ltn_ord => /(_ isT)/allP/(_ _ y_col)/eqP->.
  by rewrite mxE; case: (i =P j) => [->|]; rewrite ?eqxx.
apply/idP/eqP=> [/forallP lie|->].
  have /and4P[_ _ pos_f _] := turned_reflector pf okf.
  have [i nzi] : exists i, (turned f).2 i 0 != 0.
    apply/existsP; apply: contraLR pos_f; rewrite negb_exists => /forallP zero.
    suff -> : (turned f).2 = 0 by rewrite mulmx0 mxE mulr0 ltxx.
    by apply/colP=> k; rewrite [RHS]mxE; apply/eqP/negPn/zero.
  by rewrite -(here _ nzi); have /implyP/(_ nzi)/eqP := lie i.
by apply/forallP=> i; apply/implyP=> /here->.
Qed.

Lemma all_in (T : Type) (P : T -> bool) (s : seq T) x :
  all P s -> List.In x s -> P x.
Proof. by elim: s => //= y s IHs /andP[Py Ps] [<- //|]; apply: IHs. Qed.

Lemma heads_lie hs n fs :
  (forall f, List.In f fs -> proper_factor f && factor_ok f) ->
  heads_ok hs n fs ->
  (forall t, t \in rev (map turned fs) ->
     exists h, lies (fun i : 'I_d => nth 0%N hs i) h t) /\
  forall h, (count (lies (fun i : 'I_d => nth 0%N hs i) h)
     (rev (map turned fs)) <= n)%N.
Proof.
move=> ok /and3P[keys counts lower].
have lieE f h : List.In f fs ->
    lies (fun i : 'I_d => nth 0%N hs i) h (turned f) = (h == head_of hs f).
  move=> f_fs; have /andP[pf okf] := ok _ f_fs.
  by apply: reflector_lies => //; apply: all_in keys f_fs.
split=> [t|h].
  rewrite mem_rev => t_fs.
  have [f f_fs ->] : exists2 f, List.In f fs & t = turned f.
    elim: (fs) t_fs => //= f0 fs' IH; rewrite inE.
    case/predU1P=> [->|/IH[f f_in ->]].
      by exists f0; [left|].
    by exists f; [right|].
  by exists (head_of hs f); rewrite lieE.
rewrite count_rev count_map.
have -> : count (preim turned (lies (fun i : 'I_d => nth 0%N hs i) h)) fs =
    count (fun f => head_of hs f == h) fs.
  elim: (fs) lieE => //= f0 fs' IH lieE.
  rewrite (lieE f0 h (or_introl erefl)) [h == _]eq_sym IH //.
  by move=> f h' f_in; apply: lieE; right.
have [[f [f_fs <-]]|none] :
    (exists f, List.In f fs /\ head_of hs f = h) \/
    count (fun f => head_of hs f == h) fs = 0%N.
- elim: (fs) => [|f0 fs' IH]; first by right.
  have [e|ne] := eqVneq (head_of hs f0) h.
    by left; exists f0; split; [left|].
  case: IH => [[f [f_in e]]|e]; first by left; exists f; split; [right|].
  by right; rewrite /= (negPf ne).
- exact: all_in counts f_fs.
by rewrite none.
Qed.

Lemma isometry_orthogonal e cols : 0 < zval e -> all (proper m d) cols ->
  size cols = d -> all real_vec cols -> isometry e cols ->
  forall C, C = B *m mmx z (zval e) d cols *m invmx B ->
  (C^T *m C == 1%:M) && real_mx C.
Proof.
move=> e_gt0 pc sz re iso_ok C ->; set A := mmx _ _ _ _.
have /and3P[pduals punits /allP iso] := iso_ok.
have nze : zval e != 0 by rewrite gt_eqF.
have pcol j : proper m d (nth [::] cols j) by apply: proper_nth pc.
have A_re : real_mx A.
  apply/real_mxP=> i j; rewrite mxE.
  have [->|nz] := eqVneq (vsum z (nth [::] cols j) i) 0.
    by rewrite mul0r real0.
  have [x x_col ->] := vsum_entry (pcol j) nz.
  rewrite rpredM ?rpredV ?zval_real //.
  apply: realP; first exact: proper_size (pcol j) x_col.
  have col_j : nth [::] cols j \in cols by rewrite mem_nth // sz.
  exact: (allP (allP re _ col_j) _ x_col).
apply/andP; split; last first.
  by rewrite !real_mulmx ?real_invmx ?root_realmx.
have key_eq : A^T *m (B^T *m B *m A) = B^T *m B.
  apply/matrixP=> i j; have [lt_i lt_j] := (ltn_ord i, ltn_ord j).
  have mem_d (l : 'I_d) : nat_of_ord l \in iota 0 d by rewrite mem_iota ltn_ord.
  have /allP/(_ _ (mem_d j))/eqP/(congr1 (nval z)) := iso _ (mem_d i).
  rewrite (nth_map [::]) ?sz // (nth_map 0%N) ?size_iota // nth_iota // add0n.
  have pd : proper m d (dual_of (nth [::] cols j)).
    by apply: (allP pduals); apply: map_f; rewrite mem_nth ?sz.
  have pu : proper m d (dual_of [:: (nat_of_ord j, [:: Z1])]).
    by apply: (allP punits); apply/mapP; exists (nat_of_ord j).
  have p1 : proper m d [:: (nat_of_ord j, [:: Z1])].
    by rewrite /proper /= lt_j /canonical /= low_gt0.
  rewrite (vdotE lowP (pcol i) pd) nval_nscale zvalM -(vsum_lookup z _ pu).
  have unitE : vsum z (dual_of [:: (nat_of_ord j, [:: Z1])]) i = (B^T *m B) i j.
    have /colP/(_ i) := dual_value p1; rewrite mxE => ->.
    rewrite mxE (bigD1 j) //= big1 => [|l /negPf nl].
      rewrite [vcol _ _ _ _ _]mxE vsum_cons vsum_nil /= eqxx.
      by rewrite mulr0 !addr0 mulr1.
    rewrite [vcol _ _ _ _ _]mxE vsum_cons vsum_nil /=; case: eqP => [e_l|_].
      by rewrite -val_eqE /= e_l eqxx in nl.
    by rewrite addr0 mulr0.
  rewrite unitE => sumE.
  apply: (mulfI (mulf_neq0 nze nze)); rewrite -sumE mxE mulr_sumr.
  apply: eq_bigr => k _; have /colP/(_ k) := dual_value (pcol j).
  rewrite mxE => ->; set H := B^T *m B.
  have -> : (H *m A) k j = (H *m vcol z d (nth [::] cols j)) k 0 / zval e.
    rewrite [LHS]mxE [X in X / _]mxE mulr_suml; apply: eq_bigr => l _.
    by rewrite [A _ _]mxE [vcol _ _ _ _ _]mxE mulrA.
  rewrite [A^T _ _]mxE [A _ _]mxE mulrACA.
  by rewrite ![zval e * (_ / _)]mulrC !divfK.
have -> : (B *m A *m invmx B)^T *m (B *m A *m invmx B) =
    (invmx B)^T *m (A^T *m (B^T *m B *m A)) *m invmx B.
  by rewrite !trmx_mul !mulmxA.
rewrite key_eq !mulmxA trmx_inv mulVmx ?unitmx_tr ?root_unitmx // mul1mx.
by rewrite mulmxV ?root_unitmx.
Qed.
End Decide.
