(* Membership of a matrix in a class, decided on its sparse columns.          *)
(*                                                                            *)
(*   entries_ok ok d m == ok i j x for every entry x in row i and column j    *)
(*   one_hot e m == each column has one entry, e                              *)
(*   class_ok c m == the matrix with the columns m, over e, lies in c; real   *)
(*                 and pos decide whether a number is real, and whether its   *)
(*                 real part is positive                                      *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import numbers vectors affine_triangular rules.
From BilinearTheory Require Import claim.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
