(* Enclosures of the powers of a root of unity by integers that compute.      *)
(*                                                                            *)
(*   pval (a, b) == the algebraic number a + i b                              *)
(*   close s p q r == p q is s r but for rounding                             *)
(*   enclosure n s ps == Some e if the pairs ps = (s, 0), p, .. prove that an *)
(*                  n-th root of unity z exists with |s z^k - ps_k| <= e for  *)
(*                  all k <= n, and that it is primitive                      *)
(*   positive ps e p == these bounds prove that the value of p has a positive *)
(*                  real part                                                 *)
(*                                                                            *)
(* Whoever finds the pairs need not be trusted: if u^n is near 1, then one of *)
(* the n roots is near u, for the sum of 1 / (u - r) over them is             *)
(* n u^(n-1) / (u^n - 1).                                                     *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import numbers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma deriv_far (C : numClosedFieldType) (rs : seq C) (u d : C) :
  0 <= d -> (forall r, r \in rs -> d <= `|u - r|) ->
  `|(\prod_(r <- rs) ('X - r%:P))^`().[u]| * d <=
  (size rs)%:R * `|(\prod_(r <- rs) ('X - r%:P)).[u]|.
Proof.
move=> d_ge0; elim: rs => [|r rs IHrs] far.
  by rewrite big_nil derivC horner0 normr0 !mul0r.
have {IHrs}IHrs := IHrs (fun s s_rs => far s (mem_behead (s := r :: rs) s_rs)).
rewrite big_cons derivM derivXsubC mul1r hornerD !hornerM hornerXsubC.
set q := _.[u]; set q' := _.[u].
apply: le_trans (ler_wpmul2r d_ge0 (ler_norm_add _ _)) _; rewrite [leLHS]mulrDl.
rewrite [(size _)%:R]mulrS [leRHS]mulrDl mul1r !normrM ler_add //.
  by rewrite mulrC ler_wpmul2r // far ?mem_head.
by rewrite -[leLHS]mulrA [leRHS]mulrCA ler_wpmul2l.
Qed.

(* If u^n is near 1, then u is near an n-th root of unity.                    *)
Theorem near_root (C : numClosedFieldType) n (u d : C) :
  (0 < n)%N -> 0 <= d -> `|u ^+ n - 1| < `|u| ^+ n.-1 * d ->
  exists2 w, w ^+ n = 1 & `|u - w| < d.
Proof.
move=> n_gt0 d_ge0 near.
have monP : ('X^n - 1 : {poly C}) \is monic by apply: monic_Xn_sub_1.
have [rs Drs] := closed_field_poly_normal ('X^n - 1 : {poly C}).
rewrite (monicP monP) scale1r in Drs.
have sz : size rs = n.
  have := congr1 (fun p : {poly C} => size p) Drs.
  by rewrite size_Xn_sub_1 // size_prod_XsubC => -[].
have [/allP far|] := boolP (all (fun r => d <= `|u - r|) rs).
  have := deriv_far d_ge0 far; rewrite -Drs !derivE subr0 !hornerE !hornerMn.
  rewrite !hornerXn sz -mulr_natl normrM normr_nat -mulrA.
  rewrite ler_pmul2l ?ltr0n // normrX => /le_lt_trans/(_ near).
  by rewrite ltxx.
rewrite -has_predC => /hasP[w w_rs /= near_w]; exists w.
  have: root ('X^n - 1) w by rewrite Drs root_prod_XsubC.
  by rewrite /root !hornerE hornerXn subr_eq0 => /eqP.
by rewrite real_ltNge ?normr_real ?ger0_real.
Qed.

Definition pair := (Z * Z)%type.

Definition pval (p : pair) : algC := zval p.1 + 'i * zval p.2.

Definition far_by (s : Z) (p : pair) : Z :=
  Z.add (Z.abs (Z.sub p.1 s)) (Z.abs p.2).

Definition close (s : Z) (p q r : pair) : bool :=
  Z.leb
    (Z.add
      (Z.abs (Z.sub (Z.sub (Z.mul p.1 q.1) (Z.mul p.2 q.2)) (Z.mul s r.1)))
      (Z.abs (Z.sub (Z.add (Z.mul p.1 q.2) (Z.mul p.2 q.1)) (Z.mul s r.2))))
    (Z.add s s).

Definition zn : nat -> Z := Z.of_nat.

Definition enclosure n (s : Z) (ps : seq pair) : option Z :=
  let p := nth (s, Z0) ps 1 in
  let h := Z.add (far_by s (nth (s, Z0) ps n)) (zn (2 * n)) in
  let e := Z.mul (zn n) (Z.add (Z.add h h) 3) in
  if [&& (0 < n)%N, Z.ltb 0 s, size ps == n.+1, nth (s, Z0) ps 0 == (s, Z0),
      Z.leb (Z.add (Z.mul p.1 p.1) (Z.mul p.2 p.2)) (Z.mul s s),
      path (close s p) (s, Z0) (behead ps), Z.leb (Z.add h h) s
    & all (fun q => Z.ltb e (Z.abs (Z.sub q.1 s)) || Z.ltb e (Z.abs q.2))
        (take n.-1 (behead ps))]
  then Some e else None.

Fixpoint real_part (ps : seq pair) (p : number) : Z :=
  match p, ps with
  | c :: p', a :: ps' => Z.add (Z.mul c a.1) (real_part ps' p')
  | _, _ => Z0
  end.

Definition weight (p : number) : Z :=
  foldr (fun c w => Z.add (Z.abs c) w) Z0 p.

Definition positive (ps : seq pair) (e : Z) (p : number) : bool :=
  (size p <= size ps)%N && Z.ltb (Z.mul e (weight p)) (real_part ps p).

Lemma zval_zn n : zval (zn n) = n%:R.
Proof.
rewrite /zval; suff -> : int_of_Z (zn n) = n by [].
by rewrite /zn; apply: (can_inj Z_of_intK); rewrite int_of_ZK.
Qed.

Lemma pval_norm p : `|pval p| <= zval (Z.add (Z.abs p.1) (Z.abs p.2)).
Proof.
rewrite zvalD !zval_abs (le_trans (ler_norm_add _ _)) // ler_add //.
by rewrite normrM normCi mul1r.
Qed.

Lemma pval_norm_re p : `|zval p.1| <= `|pval p|.
Proof.
have -> : zval p.1 = 'Re (pval p) by rewrite Re_rect ?zval_real.
exact: leif_normC_Re_Creal.
Qed.

Lemma pval_norm_im p : `|zval p.2| <= `|pval p|.
Proof.
have -> : zval p.2 = 'Im (pval p) by rewrite Im_rect ?zval_real.
rewrite -(ler_pexpn2r (n := 2)) ?nnegrE ?normr_ge0 //.
rewrite [leRHS]normC2_Re_Im real_normK ?Creal_Im // ler_addr.
by rewrite -realEsqr Creal_Re.
Qed.

Lemma pval_norm2 p :
  `|pval p| ^+ 2 = zval (Z.add (Z.mul p.1 p.1) (Z.mul p.2 p.2)).
Proof.
rewrite normC2_Re_Im Re_rect ?zval_real // Im_rect ?zval_real //.
by rewrite zvalD !zvalM !expr2.
Qed.

Lemma close_norm s p q r : close s p q r ->
  `|pval p * pval q - zval s * pval r| <= zval s + zval s.
Proof.
move=> /zval_le; rewrite zvalD [leRHS]zvalD.
set a := Z.sub _ _; set b := Z.sub _ _; rewrite -zvalD.
have -> : pval p * pval q - zval s * pval r = pval (a, b).
  rewrite /pval /= !(zvalB, zvalD, zvalM) !(mulrDl, mulrDr).
  have -> : 'i * zval p.2 * ('i * zval q.2) = - (zval p.2 * zval q.2).
    by rewrite mulrACA -expr2 sqrCi mulN1r.
  rewrite !mulrN !opprD !mulrA ![_ * 'i]mulrC -!addrA.
  set X := 'i * _ * _; set Y := 'i * _ * _.
  set C := - _; set D := - _; set E := 'i * _ * _.
  by rewrite (addrCA D X) (addrCA C X) (addrCA D Y) (addrCA C Y).
exact/le_trans/pval_norm.
Qed.

Section Chain.
Variables (n : nat) (s e : Z) (ps : seq pair).
Hypothesis ok : enclosure n s ps = Some e.
Local Notation nthp := (nth (s, Z0) ps).
Local Notation p := (nthp 1).

Let S := zval s.
Let u := pval p / S.

Let okP : exists h,
  [/\ h = Z.add (far_by s (nthp n)) (zn (2 * n)),
      e = Z.mul (zn n) (Z.add (Z.add h h) 3) &
  [/\ (0 < n)%N, 0 < S, size ps = n.+1, nthp 0 = (s, Z0) &
  [/\ `|pval p| <= S, path (close s p) (s, Z0) (behead ps),
      zval h + zval h <= S &
   forall k, (0 < k < n)%N ->
     zval e < zval (Z.abs (Z.sub (nthp k).1 s)) \/
     zval e < zval (Z.abs (nthp k).2)]]].
Proof.
exists (Z.add (far_by s (nthp n)) (zn (2 * n))).
move: ok; rewrite /enclosure; case: ifP => // /and4P[n_gt0 s_gt0 /eqP sz].
case/and5P=> /eqP p0 small path_p le_h /allP far [<-]; split=> //; split=> //.
  exact: (zval_lt s_gt0).
have S_ge0 : 0 <= S by apply/ltW/(zval_lt s_gt0).
split=> //.
- rewrite -(ler_pexpn2r (n := 2)) ?nnegrE ?normr_ge0 // pval_norm2 expr2.
  by rewrite -zvalM zval_le.
- by rewrite -zvalD zval_le.
move=> k /andP[k_gt0 lt_kn].
have /far : nthp k \in take n.-1 (behead ps).
  have lt_k : (k.-1 < n.-1)%N by rewrite -ltnS !prednK // (ltn_trans k_gt0).
  apply/(nthP (s, Z0)); exists k.-1; last first.
    by rewrite nth_take // nth_behead prednK.
  by rewrite size_takel // size_behead sz leq_pred.
by case/orP=> /zval_lt lt; [left|right].
Qed.
Let chain_near k : (k <= n)%N -> `|pval (nthp k) - S * u ^+ k| <= k%:R *+ 2.
Proof.
have [h [_ _ [n_gt0 S_gt0 sz p0 [le_p path_p _ _]]]] := okP.
have u_le1 : `|u| <= 1.
  by rewrite normrM normfV (gtr0_norm S_gt0) ler_pdivr_mulr ?mul1r.
elim: k => [|k IHk] lt_k.
  by rewrite p0 /pval /= zval0 mulr0 addr0 mulr1 subrr normr0 mul0rn.
have /(pathP (s, Z0)) := path_p; rewrite size_behead sz => /(_ _ lt_k).
have -> : (s, Z0) :: behead ps = ps by rewrite -p0; case: (ps) sz.
rewrite nth_behead => /close_norm; rewrite -/S => step.
have Sn0 : S != 0 by rewrite gt_eqF.
rewrite -(ler_pmul2l S_gt0) -{1}(gtr0_norm S_gt0) -normrM.
have -> : S * (pval (nthp k.+1) - S * u ^+ k.+1) =
    pval p * (pval (nthp k) - S * u ^+ k) -
    (pval p * pval (nthp k) - S * pval (nthp k.+1)).
  have Dp : pval p = S * u by rewrite mulrC divfK.
  rewrite Dp !mulrBr opprB [RHS]addrC addrA subrK exprS.
  by rewrite (mulrACA S u) -(mulrA S S).
apply: le_trans (ler_norm_sub _ _) _.
rewrite [k.+1%:R]mulrSr mulrnDl [leRHS]mulrDr ler_add //.
  by rewrite normrM ler_pmul ?IHk // ltnW.
by rewrite [leRHS]mulr_natr mulr2n.
Qed.

Theorem enclosure_root :
  exists2 z, n.-primitive_root z &
    forall k, (k <= n)%N -> `|S * z ^+ k - pval (nthp k)| <= zval e.
Proof.
have [h [Dh De [n_gt0 S_gt0 sz p0 [le_p path_p le_h far]]]] := okP.
have u_le1 : `|u| <= 1.
  by rewrite normrM normfV (gtr0_norm S_gt0) ler_pdivr_mulr ?mul1r.
have Sn0 : S != 0 by rewrite gt_eqF.
set H := zval h in le_h; have near_n : `|u ^+ n - 1| * S <= H.
  rewrite -{1}(gtr0_norm S_gt0) -normrM mulrBl mul1r mulrC.
  have -> : S * u ^+ n - S =
    (pval (nthp n) - S) - (pval (nthp n) - S * u ^+ n).
    by rewrite opprB [RHS]addrC addrA subrK.
  rewrite (le_trans (ler_norm_sub _ _)) // /H Dh zvalD zval_zn ler_add //.
    have -> : pval (nthp n) - S = pval (Z.sub (nthp n).1 s, (nthp n).2).
      by rewrite /pval /= zvalB addrAC.
    exact: pval_norm.
  by rewrite (le_trans (chain_near (leqnn n))) // -mulr_natr -natrM mulnC.
have H_ge0 : 0 <= H.
  by apply: le_trans near_n; rewrite mulr_ge0 // ltW.
pose d := (H + H + 1) / S; have d_ge0 : 0 <= d.
  by rewrite divr_ge0 ?addr_ge0 ?ler01 ?(ltW S_gt0).
have half : `|u ^+ n - 1| + `|u ^+ n - 1| <= 1.
  rewrite -(ler_pmul2r S_gt0) mulrDl mul1r (le_trans _ le_h) //.
  by rewrite ler_add.
have big : 1 <= `|u| ^+ n.-1 + `|u| ^+ n.-1.
  have le_n : `|u ^+ n| <= `|u| ^+ n.-1.
    rewrite normrX -{1}(prednK n_gt0) exprSr ler_pimulr ?exprn_ge0 //.
  apply: le_trans (ler_add le_n le_n).
  rewrite -(ler_add2l (`|u ^+ n - 1| + `|u ^+ n - 1|)).
  rewrite addrACA (le_trans (ler_add half (lexx 1))) //.
  have one_le : 1 <= `|u ^+ n - 1| + `|u ^+ n|.
    apply: le_trans (ler_norm_sub _ _).
    by rewrite addrAC subrr add0r normrN normr1.
  exact: ler_add.
have near : `|u ^+ n - 1| < `|u| ^+ n.-1 * d.
  rewrite -(ltr_pmul2r S_gt0) -mulrA divfK // (le_lt_trans near_n) //.
  move: big; set x := `|u| ^+ _ => big.
  have x_gt0 : 0 < x.
    rewrite lt_neqAle exprn_ge0 // andbT eq_sym.
    by apply: contraTneq big => ->; rewrite addr0 ler10.
  rewrite mulrDr mulr1 mulrDr -mulrDl.
  by rewrite (le_lt_trans (ler_pemull H_ge0 big)) // ltr_addl.
have [w w_n near_w] := near_root n_gt0 d_ge0 near.
have w1 : `|w| = 1.
  by apply/eqP; rewrite -(pexpr_eq1 n_gt0) ?normr_ge0 // -normrX w_n normr1.
have near_k k : `|u ^+ k - w ^+ k| <= k%:R * d.
  elim: k => [|k IHk]; first by rewrite subrr normr0 mul0r.
  have -> : u ^+ k.+1 - w ^+ k.+1 = u * (u ^+ k - w ^+ k) + (u - w) * w ^+ k.
    by rewrite !exprS mulrBr mulrBl addrA subrK.
  apply: le_trans (ler_norm_add _ _) _.
  rewrite [k.+1%:R]mulrSr [leRHS]mulrDl mul1r ler_add //.
    by rewrite normrM -[leRHS]mul1r ler_pmul.
  by rewrite normrM normrX w1 expr1n mulr1 ltW.
have all_k k : (k <= n)%N -> `|S * w ^+ k - pval (nthp k)| <= zval e.
  move=> le_k; have -> : S * w ^+ k - pval (nthp k) =
    - (S * (u ^+ k - w ^+ k)) - (pval (nthp k) - S * u ^+ k).
    by rewrite mulrBr !opprB addrA subrK.
  rewrite (le_trans (ler_norm_sub _ _)) // normrN normrM (gtr0_norm S_gt0).
  have -> : zval e = n%:R * (H + H + 1) + n%:R *+ 2.
    rewrite De zvalM zvalD zvalD zval_zn -/H -[n%:R *+ 2]mulr_natr -mulrDr.
    have -> : zval 3 = 1 + 2%:R by exact: (natrD _ 1 2).
    by rewrite !addrA.
  rewrite ler_add //.
    rewrite -[H + H + 1](divfK Sn0) -/d mulrA [leRHS]mulrC ler_pmul2l //.
    rewrite (le_trans (near_k _)) // ler_wpmul2r ?ler_nat //.
  by rewrite (le_trans (chain_near le_k)) // ler_wmuln2r // ler_nat.
exists w => //; rewrite /primitive_root_of_unity n_gt0 /=.
apply/forallP=> i; rewrite unity_rootE; apply/eqP.
have [->|ne] := eqVneq i.+1 n; first by rewrite w_n eqxx.
have lt_i : (i.+1 < n)%N by rewrite ltn_neqAle ne ltn_ord.
apply: contraTF isT => /eqP w_i.
have le_e := all_k _ (ltnW lt_i); rewrite w_i mulr1 in le_e.
have {}le_e : `|pval (Z.sub (nthp i.+1).1 s, (nthp i.+1).2)| <= zval e.
  rewrite distrC in le_e; rewrite (le_trans _ le_e) // /pval /= zvalB.
  by rewrite [leLHS](_ : _ =
    `|zval (nthp i.+1).1 + 'i * zval (nthp i.+1).2 - S|) // addrAC.
have [] := far i.+1 lt_i.
  rewrite zval_abs => /lt_le_trans/(_ (le_trans (pval_norm_re _) le_e)).
  by rewrite ltxx.
rewrite zval_abs => /lt_le_trans/(_ (le_trans (pval_norm_im _) le_e)).
by rewrite ltxx.
Qed.
Lemma real_part_near z p : (forall k, (k <= n)%N ->
    `|S * z ^+ k - pval (nthp k)| <= zval e) -> (size p <= size ps)%N ->
  `|S * 'Re (nval z p) - zval (real_part ps p)| <= zval e * zval (weight p).
Proof.
move=> near le_p; have sz_n : size ps = n.+1 by have [h [_ _ [_ _ ->]]] := okP.
have {near}near k : (k < size ps)%N ->
    `|S * 'Re (z ^+ k) - zval (nthp k).1| <= zval e.
  rewrite sz_n => /near; apply: le_trans.
  have -> : S * 'Re (z ^+ k) - zval (nthp k).1 =
      'Re (S * z ^+ k - pval (nthp k)).
    by rewrite raddfB /= Re_rect ?zval_real // ReMl ?zval_real.
  exact: leif_normC_Re_Creal.
have -> : nval z p = nval z p * z ^+ 0 by rewrite mulr1.
have {near}: forall k, (k < size ps)%N ->
    `|S * 'Re (z ^+ (0 + k)) - zval (nth (s, Z0) ps k).1| <= zval e by [].
elim: p (ps) 0%N le_p {sz_n} => [|c p IHp] [|a qs] j //= le_p near.
  by rewrite mul0r raddf0 mulr0 subr0 zval0 mulr0 normr0.
  by rewrite mul0r raddf0 mulr0 subr0 zval0 mulr0 normr0.
rewrite mulrDl raddfD /= mulrDr !zvalD opprD addrACA mulrDr.
apply: le_trans (ler_norm_add _ _) _; apply: ler_add.
  rewrite ReMl ?zval_real // zvalM mulrCA -mulrBr normrM [leLHS]mulrC -zval_abs.
  rewrite ler_wpmul2r ?zval_abs ?normr_ge0 //.
  by have := near 0%N isT; rewrite addn0.
have -> : z * nval z p * z ^+ j = nval z p * z ^+ j.+1.
  by rewrite exprS mulrCA !mulrA.
apply: IHp => // k lt_k; have := near k.+1 lt_k.
by rewrite addnS addSn.
Qed.

Theorem positive_gt0 z p : (forall k, (k <= n)%N ->
    `|S * z ^+ k - pval (nthp k)| <= zval e) ->
  positive ps e p -> 0 < 'Re (nval z p).
Proof.
move=> near /andP[le_p /zval_lt lt_e]; have S_gt0 : 0 < S.
  by have [h [_ _ [_ ->]]] := okP.
rewrite -(pmulr_rgt0 _ S_gt0); have := real_part_near near le_p.
rewrite -zvalM real_ler_distl; last first.
  by rewrite rpredB ?rpredM ?Creal_Re ?zval_real.
case/andP=> le_re _; apply: lt_le_trans le_re.
by rewrite subr_gt0.
Qed.
End Chain.
