(* The tail and the cycle of a letter cost factors.                           *)
(*                                                                            *)
(* A letter whose matrix differs from 1 by rank at most N, in each head, goes *)
(* through a tail of k states, one or more of a cycle, or three and more: its *)
(* matrix is nilpotent on k dimensions, and has eigenvalues other than 1 on   *)
(* one or two more, in the same head or in another one.                       *)
(*                                                                            *)
(*   mpow T i     == the i-th power of a matrix of any size                   *)
(*   tail_shown x n k u w   == after u x^(k-1) the word x^n is seen by w, if  *)
(*                             k > 0                                          *)
(*   cycle_shown x n c v y  == after v x^n the word x^c is seen by y, and c   *)
(*                             is 1 or 2; or c is 0                           *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model compression.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Powers.
Variables (F : numFieldType) (n : nat) (T : 'M[F]_n).

Definition mpow i : 'M[F]_n := iter i (mulmx^~ T) 1%:M.

Lemma mpowS i : mpow i.+1 = mpow i *m T. Proof. by []. Qed.

Lemma mpowSl i : mpow i.+1 = T *m mpow i.
Proof.
elim: i => [|i IHi]; first by rewrite mpowS mul1mx mulmx1.
by rewrite mpowS {1}IHi -mulmxA.
Qed.

Lemma mpow_fix m (f : 'M[F]_(m, n)) i : f *m T = f -> f *m mpow i = f.
Proof.
by move=> e; elim: i => [|i IHi]; rewrite ?mulmx1 // mpowS mulmxA IHi.
Qed.

Definition mgeo L : 'M[F]_n := \sum_(i < L) mpow i.

Lemma mgeo_sub L : mgeo L *m (T - 1%:M) = mpow L - 1%:M.
Proof.
rewrite /mgeo mulmx_suml -(big_mkord xpredT (fun i => mpow i *m (T - 1%:M))).
have -> : 1%:M = mpow 0 by []. 
rewrite -(telescope_sumr _ (leq0n L)); apply: eq_bigr => i _.
by rewrite mulmxBr mulmx1.
Qed.

Lemma mgeoC L : mgeo L *m T = T *m mgeo L.
Proof.
rewrite /mgeo mulmx_suml mulmx_sumr; apply: eq_bigr => i _.
by rewrite -mpowS mpowSl.
Qed.

Lemma mgeo_fix m (f : 'M[F]_(m, n)) L : f *m T = f -> f *m mgeo L = f *+ L.
Proof.
move=> e; rewrite /mgeo mulmx_sumr (eq_bigr (fun=> f)) => [|i _].
  by rewrite sumr_const card_ord.
exact: mpow_fix.
Qed.

(* A nilpotent map of k steps takes k dimensions.                             *)
Lemma nilpotent_rank m (K : 'M[F]_(m, n)) L k :
  (K *m T <= K)%MS -> K *m mpow L = 0 -> K *m mpow k != 0 ->
  (k < \rank K)%N.
Proof.
elim: k m K => [|k IHk] m K stable nil; first by rewrite mulmx1 lt0n mxrank_eq0.
rewrite mpowSl mulmxA => nz.
have lt : (k < \rank (K *m T))%N.
  apply: IHk nz; first exact: submxMr.
  by rewrite -mulmxA -mpowSl mpowS mulmxA nil mul0mx.
apply: leq_ltn_trans lt _; rewrite (ltn_leqif (mxrank_leqif_sup stable)).
apply: contra nz => sub; suff : (K <= K *m mpow L)%MS.
  by rewrite nil => /submx0null ->; rewrite !mul0mx.
elim: (L) => [|j IHj]; first by rewrite mulmx1.
by rewrite mpowS mulmxA (submx_trans sub) // submxMr.
Qed.

(* T - 1 is injective on the kernel of T^L, and on that of 1 + .. + T^(L-1).  *)
Lemma tail_cycle_rank L : (0 < L)%N ->
  (\rank (kermx (mpow L)) + \rank (kermx (mgeo L)) <= \rank (T - 1%:M)%R)%N.
Proof.
move=> L_gt0; set K := kermx (mpow L); set W := kermx (mgeo L).
have inK m (f : 'M_(m, n)) : (f <= K)%MS -> f *m mpow L = 0.
  by move/sub_kermxP.
have inW m (f : 'M_(m, n)) : (f <= W)%MS -> f *m mpow L = f.
  move/sub_kermxP=> f0; apply/eqP; rewrite -subr_eq0 -{2}(mulmx1 f) -mulmxBr.
  by rewrite -mgeo_sub mulmxA f0 mul0mx.
have disj : (K :&: W = 0)%MS.
  apply/eqP; rewrite -submx0; set f := (K :&: W)%MS.
  have e1 : f *m mpow L = 0 by apply: inK; apply: capmxSl.
  by rewrite -(inW _ f (capmxSr _ _)) e1.
rewrite -mxrank_disjoint_sum // -[X in (X <= _)%N](mxrank_mul_ker _ (T - 1%:M)).
have -> : ((K + W) :&: kermx (T - 1%:M))%MS = 0.
  apply/eqP; rewrite -submx0; apply/rV_subP=> f; rewrite sub_capmx.
  case/andP=> /sub_addsmxP[[f1 f2] /= fE] /sub_kermxP.
  rewrite mulmxBr mulmx1 => /eqP; rewrite subr_eq0 => /eqP fT.
  have : f *m mpow L = f2 *m W.
    rewrite fE mulmxDl inK ?submxMl // inW ?submxMl //; exact: add0r.
  rewrite mpow_fix // => f_W; have : f *m mgeo L = 0.
    by rewrite f_W; apply/sub_kermxP/submxMl.
  rewrite mgeo_fix // -scaler_nat => /eqP; rewrite scaler_eq0 pnatr_eq0.
  by rewrite eqn0Ngt L_gt0 => /eqP ->; apply: sub0mx.
by rewrite mxrank0 addn0 mxrankM_maxr.
Qed.

Lemma tail_rank L k (a : 'rV[F]_n) : a *m mpow L = 0 ->
  ((0 < k)%N -> a *m mpow k.-1 != 0) -> (k <= \rank (kermx (mpow L)))%N.
Proof.
case: k => // k a0 /(_ isT) /= nz; apply: (nilpotent_rank (L := L)).
- apply/sub_kermxP; rewrite -mulmxA -mpowSl mpowS mulmxA.
  by have /sub_kermxP -> := submx_refl (kermx (mpow L)); rewrite mul0mx.
- exact/sub_kermxP.
apply: contra nz => /eqP e.
have /submxP[D ->] : (a <= kermx (mpow L))%MS by apply/sub_kermxP.
by rewrite -mulmxA e mulmx0.
Qed.

Lemma cycle_rank L c (e : 'rV[F]_n) : (0 < L)%N -> e *m mgeo L = 0 ->
  (forall j, e 0 j \is Num.real) ->
  (forall j, (e *m T) 0 j \is Num.real) ->
  c = 0%N \/ (c = 1%N /\ e != 0) \/ (c = 2%N /\ e + e *m T != 0) ->
  (c <= \rank (kermx (mgeo L)))%N.
Proof.
move=> L_gt0 e0 re ret; case=> [->//|[[->] nz|[->] nz]].
  rewrite lt0n mxrank_eq0; apply: contra nz => /eqP K0.
  have : (e <= kermx (mgeo L))%MS by apply/sub_kermxP.
  by rewrite K0 submx0.
have nze : e != 0 by apply: contraNneq nz => ->; rewrite mul0mx addr0.
have eK : (e <= kermx (mgeo L))%MS by apply/sub_kermxP.
have eTK : (e *m T <= kermx (mgeo L))%MS.
  by apply/sub_kermxP; rewrite -mulmxA -mgeoC mulmxA e0 mul0mx.
rewrite leqNgt; apply: contra nz => small.
have /sub_rVP[l eT] : (e *m T <= e)%MS.
  apply: submx_trans eTK _; rewrite -(geq_leqif (mxrank_leqif_sup eK)).
  by rewrite rank_rV nze.
have [j nzj] : exists j, e 0 j != 0.
  by apply/existsP; apply: contraNT nze; rewrite negb_exists => /forallP ej;
    apply/eqP/rowP=> j; rewrite mxE; apply/eqP; rewrite -[_ == _]negbK.
have lr : l \is Num.real.
  have := ret j; rewrite eT mxE => le.
  by rewrite -(mulfK nzj l) realM // realV.
have powE i : e *m mpow i = l ^+ i *: e.
  elim: i => [|i IHi]; first by rewrite mulmx1 expr0 scale1r.
  by rewrite mpowS mulmxA IHi -scalemxAl eT scalerA exprSr.
have l1 : l ^+ L = 1.
  have : e *m (mpow L - 1%:M) = 0 by rewrite -mgeo_sub mulmxA e0 mul0mx.
  rewrite mulmxBr mulmx1 powE => /eqP; rewrite subr_eq0 => /eqP/rowP/(_ j).
  by rewrite mxE => /(canRL (mulfK nzj)) ->; rewrite mulfV.
have /eqP : `|l| ^+ L = 1 by rewrite -normrX l1 normr1.
rewrite pexpr_eq1 // => /eqP l_unit.
have [l_ge0|l_lt0] := real_ge0P lr.
  have l_1 : l = 1 by rewrite -l_unit ger0_norm.
  have eTe : e *m T = e by rewrite eT l_1 scale1r.
  have := mgeo_fix L eTe; rewrite e0 -scaler_nat => /esym/eqP.
  by rewrite scaler_eq0 pnatr_eq0 (negPf nze) orbF eqn0Ngt L_gt0.
have l_1 : l = -1 by rewrite -l_unit ltr0_norm // opprK.
by rewrite eT l_1 scaleN1r subrr.
Qed.
End Powers.

Section Letter.
Variables (F : numFieldType) (S Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis real_states : forall w i, arun A b h0 w i 0 \is Num.real.
Variables (x : S) (n : nat).
Hypothesis n_gt0 : (0 < n)%N.
Local Notation xn i := (wpow [:: x] i).
Hypothesis idem : forall q, foldl step q (xn (n + n)) = foldl step q (xn n).
Implicit Types u v w y : seq S.

Definition tail_shown k u w := (0 < k)%N ->
  out (foldl step q0 (u ++ xn k.-1 ++ w)) <>
  out (foldl step q0 (u ++ xn k.-1 ++ xn n ++ w)).

Definition cycle_shown c v y := c = 0%N \/ (c = 1%N \/ c = 2%N) /\
  out (foldl step q0 (v ++ xn n ++ xn c ++ y)) <>
  out (foldl step q0 (v ++ xn n ++ y)).

Let L := ((size r)`! * n)%N.
Let h u i := arun A b h0 (u ++ xn i).

Let L_gt0 : (0 < L)%N. Proof. by rewrite muln_gt0 fact_gt0. Qed.

Let hS u i : h u i.+1 = A x *m h u i + b x.
Proof. by rewrite /h wpowSr catA [LHS]arun_cat. Qed.

Let h_period u i : h u (L + L + i) = h u (L + i).
Proof.
have h2 : h u (L + L) = h u L.
  rewrite /h /arun /L -mulnDr addnn -muln2 -(prednK n_gt0).
  rewrite -[(_ * 2)%N]prednK //.
  by rewrite !orbit_power.
by elim: i => [|i IHi]; rewrite ?addn0 // !addnS !hS IHi.
Qed.

Let step_L q : foldl step q (xn L) = foldl step q (xn n).
Proof.
by rewrite /L mulnC -(prednK (fact_gt0 _)); apply: foldl_wpow_idem; rewrite idem.
Qed.

(* On a part of the coordinates where the letter acts by itself, as B.        *)
Section Part.
Variables (m : nat) (P : 'M[F]_(m, d)) (B : 'M[F]_m).
Hypothesis PB : P *m A x = B *m P.
Hypothesis real_P : forall i j, P i j \is Num.real.

Let delta u i j := (P *m (h u i - h u j))^T.

Let deltaM u i j k : delta u i j *m mpow B^T k = delta u (i + k) (j + k).
Proof.
elim: k => [|k IHk]; first by rewrite !addn0 mulmx1.
rewrite mpowS mulmxA IHk !addnS /delta -trmx_mul mulmxA -PB -mulmxA; congr _^T.
by rewrite !hS opprD addrACA subrr addr0 -mulmxBr.
Qed.

Let delta_real u i j l : delta u i j 0 l \is Num.real.
Proof.
rewrite !mxE rpred_sum // => k _; rewrite rpredM //.
by rewrite !mxE rpredB // /h.
Qed.

Lemma part_cost u v k c :
  ((0 < k)%N -> P *m (h u k.-1 - h u (k.-1 + L)) != 0) ->
  c = 0%N \/ (c = 1%N \/ c = 2%N) /\ P *m (h v (L + c) - h v L) != 0 ->
  (k + c <= \rank (B - 1%:M)%R)%N.
Proof.
move=> tail cycle.
have -> : \rank (B - 1%:M)%R = \rank (B^T - 1%:M)%R.
  by rewrite -mxrank_tr linearB /= trmx1.
apply: leq_trans (tail_cycle_rank _ L_gt0); apply: leq_add.
  apply: (tail_rank (a := delta u 0 L)) => [|k_gt0].
    rewrite deltaM add0n /delta -[(L + L)%N]addn0 h_period addn0 subrr mulmx0.
    exact: trmx0.
  by rewrite deltaM add0n [(L + _)%N]addnC /delta trmx_eq0 tail.
apply: (cycle_rank (e := delta v (L + 1) L)) => //.
- rewrite /mgeo mulmx_sumr.
  under eq_bigr do rewrite deltaM -addnA add1n.
  pose f i := (P *m h v (L + i))^T.
  rewrite (eq_bigr (fun i : 'I_L => f i.+1 - f i)) => [|i _]; last first.
    by rewrite /delta /f mulmxBr linearB.
  rewrite -(big_mkord xpredT (fun i => f i.+1 - f i)) telescope_sumr //.
  by rewrite /f -[(L + L)%N]addn0 h_period subrr.
- by move=> j; rewrite -[B^T]mul1mx (deltaM _ _ _ 1).
case: cycle => [->|[[]-> nz]]; [by left | right; left | right; right].
  by rewrite /delta trmx_eq0.
split=> //; rewrite -[B^T]mul1mx (deltaM _ _ _ 1) /delta -linearD -mulmxDr.
by rewrite trmx_eq0 addrC -addnA addrA subrK.
Qed.
End Part.

Let tail_vectors k u w : tail_shown k u w -> (0 < k)%N ->
  h u k.-1 - h u (k.-1 + L) != 0.
Proof.
move=> shown k_gt0; apply/eqP=> /eqP; rewrite subr_eq0 => /eqP e.
apply: (shown k_gt0); have := congr1 (fun z => dec (arun A b z w)) e.
rewrite /h -!arun_cat -!catA !decP => ->.
by rewrite wpowD !foldl_cat step_L.
Qed.

Let cycle_vectors c v y : cycle_shown c v y ->
  c = 0%N \/ (c = 1%N \/ c = 2%N) /\ h v (L + c) - h v L != 0.
Proof.
case=> [|[cc shown]]; [by left | right; split=> //].
apply/eqP=> /eqP; rewrite subr_eq0 => /eqP e; apply: shown.
have := congr1 (fun z => dec (arun A b z y)) e.
rewrite /h -!arun_cat -!catA !decP wpowD -!catA.
by rewrite !foldl_cat step_L.
Qed.

(* A letter of N factors: its tail and its cycle take at most N.              *)
Theorem letter_order_sound N k c u w v y :
  (\rank (A x - 1%:M)%R <= N)%N ->
  tail_shown k u w -> cycle_shown c v y -> (k + c <= N)%N.
Proof.
move=> rk /tail_vectors tail /cycle_vectors cycle; apply: leq_trans rk.
apply: (@part_cost _ 1%:M (A x) _ _ u v) => [|i j|k_gt0|].
- by rewrite mul1mx mulmx1.
- by rewrite mxE realn.
- by rewrite mul1mx tail.
by case: cycle => [|[cc nz]]; [left | right; rewrite mul1mx].
Qed.

(* A letter of N factors in each head.                                        *)
Theorem letter_order_heads_sound (head : 'I_d -> nat) N k c u w v y :
  block_matrix head (A x) ->
  (forall g, (\rank (block_of head g (A x) - 1%:M)%R <= N)%N) ->
  tail_shown k u w -> cycle_shown c v y -> (maxn k c <= N)%N.
Proof.
move=> blA rk /tail_vectors tail /cycle_vectors cycle.
pose P g : 'M[F]_(#|members head g|, d) := rowsub enum_val 1%:M.
have PE g (z : 'cV_d) : P g *m z = rows_of head g z.
  by rewrite /P /rows_of mul_rowsub_mx mul1mx.
have PB g : P g *m A x = block_of head g (A x) *m P g.
  by rewrite -rows_ofM // mulmx1 /P /rows_of mul_rowsub_mx mul1mx.
have realP g i j : P g i j \is Num.real by rewrite !mxE realn.
have some (z : 'cV_d) : z != 0 -> exists g, P g *m z != 0.
  move=> nz; have : [exists i : 'I_d, P (head i) *m z != 0].
    apply: contraNT nz; rewrite negb_exists => /forallP all0.
    apply/eqP/colP=> i; have iB : i \in members head (head i) by rewrite inE.
    have /negbNE/eqP/colP/(_ (enum_rank_in iB i)) := all0 i.
    by rewrite PE !mxE enum_rankK_in.
  by case/existsP=> i; exists (head i).
rewrite geq_max; apply/andP; split.
  have [k0|k_gt0] := posnP k; first by rewrite k0.
  have [g nz] := some _ (tail k_gt0); apply: leq_trans (rk g).
  rewrite -[k]addn0; apply: (part_cost (PB g) (realP g) (u := u) (v := v)) => //.
  by left.
case: cycle => [->//|[cc nz]]; have [g nzg] := some _ nz.
apply: leq_trans (rk g); rewrite -[c]add0n.
by apply: (part_cost (PB g) (realP g) (u := u) (v := v)) => //; right.
Qed.
End Letter.
