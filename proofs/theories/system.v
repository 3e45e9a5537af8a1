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
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import numbers vectors householder.

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
  have := vcol_vmul lowP (zval e) [::] pcx pv; rewrite /vectors.vcol => E.
  have zero : vcol [::] = 0 by apply/colP=> i; rewrite !mxE vsum_nil.
  move: E; rewrite -!/(vectors.vcol _ _ _) zero scaler0 addr0 => ->.
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
