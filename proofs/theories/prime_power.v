(* Groups of order p^k among few dimensions are abelian: fewer than p, or     *)
(* over the reals, for odd p, fewer than 2 p.                                 *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model compression householder rules claim.
From BilinearTheory Require Import householder_claims chain.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* An irreducible character with real values of a group of odd order p^k.     *)
Lemma real_irr_pgroup (gT : finGroupType) (G : {group gT}) (p : nat)
    (i : Iirr G) :
  (p.-group G)%g -> odd #|G| -> (('chi_i)^*)%CF = 'chi_i -> 'chi_i 1%g = 1.
Proof.
move=> pG oddG real_i; set chi := 'chi_i.
have [xi Lxi resE] := cfcenter_Res chi.
have chi1 : chi 1%g != 0 by apply: irr1_neq0.
have sZ : 'Z(chi)%CF \subset G by apply: cfcenter_sub.
have xi1 z : z \in 'Z(chi)%CF -> xi z = 1.
  move=> Zz; have Gz := subsetP sZ _ Zz.
  have e : chi z = chi 1%g * xi z.
    by rewrite -[LHS](cfResE _ sZ Zz) resE cfunE.
  have real_xi : xi z \is Num.real.
    have -> : xi z = chi z / chi 1%g by rewrite e mulrC mulKf.
    have re g : chi g \is Num.real.
      by apply/CrealP; rewrite -cfConjCE real_i.
    by rewrite rpred_div.
  have pow : xi z ^+ #|G| = 1.
    have /eqP : (z ^+ #|G|)%g = 1%g by rewrite expg_cardG.
    by move/eqP=> e1; rewrite -lin_charX // e1 lin_char1.
  have ge0 : 0 <= xi z by rewrite -(real_exprn_odd_ge0 real_xi oddG) pow ler01.
  by apply/eqP; rewrite -(pexpr_eq1 (cardG_gt0 G) ge0) pow.
have sub : 'Z(chi)%CF \subset cfker chi.
  apply/subsetP=> z Zz; rewrite cfkerEirr inE; apply/eqP.
  by rewrite -[LHS](cfResE _ sZ Zz) resE cfunE xi1 // mulr1.
have Z1 : 'Z(G / cfker chi)%g = 1%g.
  by rewrite -cfcenter_eq_center; apply/trivgP; rewrite quotient_sub1 //
    (subset_trans sZ) ?cfker_norm.
have /trivg_center_pgroup : (p.-group (G / cfker chi))%g by apply: quotient_pgroup.
move/(_ Z1)/trivgP; rewrite quotient_sub1 ?cfker_norm // => sGk.
have chiE : chi = chi 1%g *: 1.
  apply/cfun_inP=> g Gg; rewrite cfunE cfun1E Gg mulr1.
  have : g \in cfker 'chi_i := subsetP sGk _ Gg.
  by rewrite cfkerEirr inE => /eqP.
have /eqP := cfnorm_irr i; rewrite -/chi [X in '[X]]chiE cfnormZ cfnorm1 mulr1.
by rewrite pexpr_eq1 // ger0_norm ?ltW ?irr1_gt0 // => /eqP.
Qed.

Section Core.
Variables (N m : nat) (p : nat) (P : {group 'S_N}) (Y : 'M[algC]_(m, N)).
Hypotheses (pr_p : prime p) (pP : (p.-group P)%g).
Hypothesis stable : forall g, g \in P -> (Y *m perm_mx g <= Y)%MS.

Let R := row_base Y.
Let freeR : row_free R. Proof. exact: row_base_free. Qed.
Let act g := R *m perm_mx g *m pinvmx R.

Let actE g : g \in P -> act g *m R = R *m perm_mx g.
Proof.
move=> Pg; rewrite /act mulmxKpV // (eqmxMr _ (eq_row_base Y)).
by rewrite eq_row_base stable.
Qed.

Let act_repr : mx_repr P act.
Proof.
split=> [|g h Pg Ph]; first by rewrite /act perm_mx1 mulmx1 mulmxVp.
rewrite [act (g * h)%g]/act perm_mxM mulmxA -(actE Pg) [act h]/act.
by rewrite !mulmxA.
Qed.

Let rG := MxRepresentation act_repr.
Let chi := cfRepr rG.

Let commutes_of : (forall i, i \in irr_constt chi -> 'chi_i 1%g = 1) ->
  forall g h, g \in P -> h \in P ->
  Y *m perm_mx (g * h)%g = Y *m perm_mx (h * g)%g.
Proof.
move=> lin g h Pg Ph.
have sub : (P^`(1) \subset rker rG)%g.
  rewrite -cfker_repr -/chi cfkerE ?cfRepr_char // subsetI der_sub /=.
  apply/bigcapsP=> i /lin lin_i; apply: lin_char_der1.
  by rewrite qualifE irr_char lin_i eqxx.
have /rkerP[_ e] : [~ g, h]%g \in rker rG.
  by apply: (subsetP sub); rewrite mem_commg.
have [D eY] : exists D, Y = D *m R by apply/submxP; rewrite eq_row_base.
rewrite eY -!(mulmxA D); congr (D *m _).
have Pc : [~ g, h]%g \in P by rewrite groupR.
rewrite commgC -(actE (groupM (groupM Ph Pg) Pc)) -(actE (groupM Ph Pg)).
congr (_ *m R); have := repr_mxM rG (groupM Ph Pg) Pc.
by rewrite e mulmx1.
Qed.

Let degree i : i \in irr_constt chi ->
  exists2 n, 'chi_i 1%g = n%:R & (n <= \rank Y)%N /\ (n = 1 \/ p <= n)%N.
Proof.
move=> chi_i; have /CnatP[n chi1] := Cnat_irr1 i; exists n => //; split.
  have := char1_ge_constt (cfRepr_char rG) chi_i.
  by rewrite chi1 cfRepr1 ler_nat.
have := dvd_irr1_cardG i; rewrite chi1 dvdC_nat.
have /p_natP[k ->] := pP.
case/(dvdn_pfactor _ _ pr_p)=> [[|j] _ ->]; [by left | right].
by rewrite expnS leq_pmulr // expn_gt0 prime_gt0.
Qed.

Theorem few_dimensions g h : (\rank Y < p)%N -> g \in P -> h \in P ->
  Y *m perm_mx (g * h)%g = Y *m perm_mx (h * g)%g.
Proof.
move=> small; apply: commutes_of => i /degree[n -> [le [->//|le_pn]]].
by rewrite leqNgt (leq_ltn_trans le) in le_pn.
Qed.

Hypothesis realY : map_mx conjC Y = Y.

Let real_chi : (chi^*)%CF = chi.
Proof.
pose Rc := map_mx conjC R.
have /submxP[C eC] : (Rc <= R)%MS.
  have /submxP[D eR] : (R <= Y)%MS by rewrite eq_row_base.
  by rewrite /Rc {1}eR map_mxM realY eq_row_base submxMl.
have unitC : C \in unitmx.
  rewrite -row_free_unit /row_free eqn_leq rank_leq_row /=.
  have := mxrankM_maxl C R; rewrite -eC mxrank_map.
  by move/eqP: freeR => ->.
apply/cfun_inP=> g Pg; rewrite cfConjCE !cfunE Pg !mulr1n /= -trace_map_mx.
have e : map_mx conjC (act g) *m C = C *m act g.
  apply: (row_free_inj freeR); rewrite -[LHS]mulmxA -[RHS]mulmxA actE //.
  rewrite [RHS]mulmxA -eC /Rc -map_mxM actE // map_mxM map_perm_mx.
  by [].
by rewrite -[map_mx _ _](mulmxK unitC) e mxtrace_mulC mulmxA mulVmx // mul1mx.
Qed.

Theorem few_real_dimensions g h : odd p -> (\rank Y < p + p)%N ->
  g \in P -> h \in P -> Y *m perm_mx (g * h)%g = Y *m perm_mx (h * g)%g.
Proof.
move=> odd_p small; apply: commutes_of => i chi_i; have [n chi1 [_]] := degree chi_i.
rewrite chi1 => -[->//|le_pn].
have oddP : odd #|P| by have /p_natP[k ->] := pP; rewrite oddX odd_p orbT.
have [real_i|ne] := eqVneq (conjC_Iirr i) i.
  by rewrite -chi1; apply: real_irr_pgroup pP oddP _; rewrite -conjC_IirrE real_i.
have /constt_charP[|chi' Nchi' Dchi] := chi_i; first exact: cfRepr_char.
have chi'_i : conjC_Iirr i \in irr_constt chi'.
  have -> : chi' = chi - 'chi_i by rewrite Dchi addrC addKr.
  rewrite irr_consttE cfdotBl cfdot_irr [i == _]eq_sym (negPf ne) subr0 conjC_IirrE.
  by rewrite cfdot_conjCr real_chi fmorph_eq0 -irr_consttE.
have := char1_ge_constt Nchi' chi'_i.
rewrite conjC_IirrE cfConjCE chi1 rmorph_nat => le_n.
have chi_1 : chi 1%g = (\rank Y)%:R by apply: cfRepr1.
have : n%:R + n%:R <= (\rank Y)%:R :> algC.
  by rewrite -chi_1 Dchi cfunE chi1 ler_add2l.
rewrite -natrD ler_nat => le_2n; have := leq_trans (leq_add le_pn le_pn) le_2n.
by rewrite leqNgt small.
Qed.
End Core.

(* Two words that permute states as a group of order p^k: a p-group of        *)
(* permutations of the points of a compressed system, which words act by, is  *)
(* mapped onto it.                                                            *)
Section Words.
Variables (F : numFieldType) (L Z : Type) (Q : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (ok : seq L -> bool).
Variables (d : nat) (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (u x y w : seq L) (p : nat).
Variables (states : {set Q}) (t : bool -> {perm Q}).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis seen : forall u v w, ok w -> arun A b h0 u = arun A b h0 v ->
  out (foldl step q0 (u ++ w)) = out (foldl step q0 (v ++ w)).
Let wd (a : bool) := if a then x else y.

(* The permutation t true of the states is that of x, and t false that of y.  *)
Definition permutes_states :=
  [/\ foldl step q0 u \in states,
      forall a q, q \in states -> t a q \in states &
      forall a q, q \in states ->
        foldl step q (if a then x else y) = t a q].

Hypothesis tP : permutes_states.
Hypothesis pG : (p.-group <<[set t a | a : bool]>>)%g.
Hypothesis ok_w : ok w.

Lemma prime_power_points : exists N (Y : 'M[F]_(d, N)) (P : {group 'S_N}),
  [/\ (p.-group P)%g,
      forall g, g \in P -> exists v, Y *m perm_mx g =
        wordmx (fun a => wordmx A (wd a)) v *m Y
    & (forall g h, g \in P -> h \in P ->
         Y *m perm_mx (g * h)%g = Y *m perm_mx (h * g)%g) ->
      out (foldl step q0 (u ++ x ++ y ++ w)) =
      out (foldl step q0 (u ++ y ++ x ++ w))].
Proof.
have [uS closed tE] := tP.
pose A2 a := wordmx A (wd a); pose b2 a := arun A b 0 (wd a).
pose h1 := arun A b h0 u; pose step2 q a := t a q.
pose wds v := flatten (map wd v).
have run2 h v : arun A2 b2 h v = arun A b h (wds v).
  elim: v h => // a v IHv h; rewrite /wds [flatten _]/= arun_cat -IHv.
  by rewrite [arun A b h _]arun_wordmx.
have fold2 q v : q \in states ->
    foldl step q (wds v) = foldl step2 q v /\ foldl step2 q v \in states.
  elim: v q => //= a v IHv q Sq; rewrite /wds /= foldl_cat tE //.
  exact/IHv/closed.
have inj2 a : injective (step2^~ a) by apply: perm_inj.
have rP2 : orbit_in (astep A2 b2) h1 r.
  by move=> v; rewrite [foldl _ _ _]run2 -arun_cat; apply: rP.
have [E [N [s [c [Y [p0 [EQ cY stepY rows _]]]]]]] := compression_rows rP2 inj2.
pose sg v := (\prod_(a <- v) s a)%g; pose tu v := (\prod_(a <- v) t a)%g.
pose D := <<[set (s a, t a) | a : bool]>>%g.
have wordD z : z \in D -> exists v, z = (sg v, tu v).
  case/gen_prodgP=> n [e eP ->].
  apply: (big_ind (fun z => exists v, z = (sg v, tu v))) =>
    [|z1 z2 [v1 ->] [v2 ->]|i _].
  - by exists [::]; rewrite /sg /tu !big_nil.
  - by exists (v1 ++ v2); rewrite /sg /tu !big_cat.
  by have /imsetP[a _ ->] := eP i; exists [:: a]; rewrite /sg /tu !big_seq1.
have [PD sylD] := Sylow_exists p D; have sPD := pHall_sub sylD.
have onto : (snd_morphism _ _ @* PD = snd_morphism _ _ @* D)%g.
  apply: (pHall_id (morphim_pHall _ _ sylD)); first exact: subsetT.
  apply: pgroupS pG; rewrite /= /D morphim_gen ?subsetT // gen_subG.
  apply/subsetP=> _ /morphimP[_ _ /imsetP[a _ ->] ->].
  by apply: mem_gen; apply: imset_f.
have lift a : exists2 z, z \in PD & z.2 = t a.
  have : t a \in (snd_morphism _ _ @* PD)%g.
    rewrite onto; apply/morphimP; exists (s a, t a); rewrite ?inE //.
    by apply: mem_gen; apply: imset_f.
  by case/morphimP=> z _ PDz ->; exists z.
have flatE v : wordmx A2 (flatten [seq a :: E | a <- v]) *m Y =
    Y *m perm_mx (sg v)^-1%g.
  elim: v => [|a v IHv]; first by rewrite /sg big_nil invg1 perm_mx1 mul1mx mulmx1.
  rewrite [flatten _]/= -cat_cons wordmx_cat -mulmxA rows mulmxA IHv -mulmxA.
  by rewrite -perm_mxM -invMg /sg big_cons.
have after v : arun A2 b2 h1 (E ++ flatten [seq a :: E | a <- v]) =
    c + col (sg v p0) Y.
  rewrite arun_cat -cY; move: p0 {cY}; elim: v => [|a v IHv] q.
    by rewrite /sg big_nil perm1.
  by rewrite [LHS](arun_cat _ _ _ (a :: E)) stepY IHv /sg big_cons permM.
have ans v : out (foldl step q0 (u ++ wds (E ++ flatten [seq a :: E | a <- v])
      ++ w)) = out (foldl step (tu v (foldl step q0 u)) w).
  rewrite !foldl_cat (fold2 _ _ uS).1 foldl_cat EQ; congr (out (foldl _ _ w)).
  move: (foldl step q0 u) => q; elim: v q => [|a v IHv] q.
    by rewrite /tu big_nil perm1.
  by rewrite /= foldl_cat EQ IHv /tu big_cons permM.
exists N, Y, (fst_morphism _ _ @* PD)%G; split.
- exact/morphim_pgroup/(pHall_pgroup sylD).
- move=> g /(groupVr)/morphimP[z _ /(subsetP sPD)/wordD[v ->] /= gE].
  exists (flatten [seq a :: E | a <- v]); rewrite -/A2 flatE -gE invgK.
  by [].
move=> comm; have [z1 P1 e1] := lift true; have [z2 P2 e2] := lift false.
have [v ev] : exists v, (z1 * z2)%g = (sg v, tu v).
  by apply/wordD/(subsetP sPD)/groupM.
have [v' ev'] : exists v, (z2 * z1)%g = (sg v, tu v).
  by apply/wordD/(subsetP sPD)/groupM.
have same : arun A2 b2 h1 (E ++ flatten [seq a :: E | a <- v]) =
    arun A2 b2 h1 (E ++ flatten [seq a :: E | a <- v']).
  rewrite !after; congr (c + _).
  rewrite -!mul_perm_col; congr (col _ _).
  have -> : sg v = (z1.1 * z2.1)%g by rewrite -[LHS]/((sg v, tu v).1) -ev.
  have -> : sg v' = (z2.1 * z1.1)%g by rewrite -[LHS]/((sg v', tu v').1) -ev'.
  rewrite !invMg comm // groupV; apply/morphimP.
    by exists z2; rewrite ?inE.
  by exists z1; rewrite ?inE.
have tv : tu v = (t true * t false)%g.
  by rewrite -e1 -e2 -[LHS]/((sg v, tu v).2) -ev.
have tv' : tu v' = (t false * t true)%g.
  by rewrite -e1 -e2 -[LHS]/((sg v', tu v').2) -ev'.
have := seen ok_w; rewrite !run2 -!arun_cat in same.
move/(_ _ _ same); rewrite -!catA !ans tv tv' !permM !foldl_cat.
have e (a : bool) q : q \in states -> foldl step q (if a then x else y) = t a q.
  exact: tE.
rewrite (e true _ uS) (e false _ (closed _ _ uS)) (e false _ uS).
by rewrite (e true _ (closed _ _ uS)).
Qed.
End Words.

(* The dimensions that a group moves are those that count.                    *)
Section Moved.
Variables (N m k p : nat) (P : {group 'S_N}) (U : 'M[algC]_(m, k)).
Hypotheses (pr_p : prime p) (pP : (p.-group P)%g).
Implicit Type Y : 'M[algC]_(m, N).

Definition moves_in Y := forall g, g \in P -> exists B C,
  [/\ Y *m perm_mx g = B *m Y, B - 1%:M = U *m C & map_mx conjC B = B].

Section Mean.
Variable Y : 'M[algC]_(m, N).
Hypothesis mY : forall g, g \in P -> exists B C,
  Y *m perm_mx g = B *m Y /\ B - 1%:M = U *m C.

Let M := #|P|%:R^-1 *: \sum_(g in P) Y *m perm_mx g.
Let Z := Y - M.

Let card_neq0 : #|P|%:R != 0 :> algC.
Proof. by rewrite pnatr_eq0 -lt0n cardG_gt0. Qed.

Let meanE g : g \in P -> M *m perm_mx g = M.
Proof.
move=> Pg; rewrite /M -scalemxAl mulmx_suml; congr (_ *: _).
rewrite [RHS](reindex_inj (mulIg g)) /=; apply: eq_big => [h|h _].
  by rewrite groupMr.
by rewrite -mulmxA perm_mxM.
Qed.

Let meanB g B : g \in P -> Y *m perm_mx g = B *m Y -> B *m M = M.
Proof.
move=> Pg e; rewrite /M -scalemxAr mulmx_sumr; congr (_ *: _).
rewrite [RHS](reindex_inj (mulgI g)) /=; apply: eq_big => [h|h _].
  by rewrite groupMl.
by rewrite perm_mxM !mulmxA e.
Qed.

Lemma few_moved g h : (\rank U < p)%N \/
    [/\ odd p, (\rank U < p + p)%N & map_mx conjC Y = Y] ->
  g \in P -> h \in P -> Y *m perm_mx (g * h)%g = Y *m perm_mx (h * g)%g.
Proof.
move=> small Pg Ph; have stableZ e : e \in P -> (Z *m perm_mx e <= Z)%MS.
  move=> Pe; have [B [C [eB _]]] := mY Pe.
  rewrite mulmxBl eB meanE // -{1}(meanB Pe eB) -mulmxBr.
  exact: submxMl.
have rankZ : (\rank Z <= \rank U)%N.
  have [D ->] : exists D, Z = U *m D; last exact: mxrankM_maxl.
  have E e : exists D, e \in P -> Y *m perm_mx e - Y = U *m D.
    have [/mY[B [C [eB eC]]]|_] := boolP (e \in P); last by exists 0.
    by exists (C *m Y) => _; rewrite eB mulmxA -eC mulmxBl mul1mx.
  have [D DE] := fin_all_exists E; exists (- (#|P|%:R^-1 *: \sum_(e in P) D e)).
  rewrite mulmxN -scalemxAr mulmx_sumr.
  under eq_bigr => e Pe do rewrite -DE //.
  rewrite sumrB scalerBr sumr_const -/M -scaler_nat scalerA mulVf //.
  by rewrite scale1r opprB.
have comm : Z *m perm_mx (g * h)%g = Z *m perm_mx (h * g)%g.
  case: small => [lt|[odd_p lt realY]].
    exact: few_dimensions pr_p pP stableZ _ _ (leq_ltn_trans rankZ lt) Pg Ph.
  have realZ : map_mx conjC Z = Z.
    rewrite /Z map_mxB realY /M map_mxZ fmorphV rmorph_nat raddf_sum.
    congr (_ - _ *: _); apply: eq_bigr => e _.
    by rewrite /= map_mxM realY map_perm_mx.
  exact: few_real_dimensions pr_p pP stableZ realZ _ _ odd_p
    (leq_ltn_trans rankZ lt) Pg Ph.
have YE (X : 'M_N) : Y *m X = Z *m X + M *m X by rewrite -mulmxDl subrK.
by rewrite !YE comm !meanE ?groupM.
Qed.
End Mean.

Lemma few_moved_real Y g h : moves_in Y -> odd p -> (\rank U < p + p)%N ->
  g \in P -> h \in P -> Y *m perm_mx (g * h)%g = Y *m perm_mx (h * g)%g.
Proof.
move=> mY odd_p lt Pg Ph; pose Yc := map_mx conjC Y.
have conjK : map_mx conjC Yc = Y by apply/matrixP=> i j; rewrite !mxE conjCK.
pose Y1 := Y + Yc; pose Y2 := 'i *: (Y - Yc).
have real1 : map_mx conjC Y1 = Y1 by rewrite map_mxD conjK addrC.
have real2 : map_mx conjC Y2 = Y2.
  by rewrite map_mxZ map_mxB conjK conjCi scaleNr -scalerN opprB.
have conjE e B : Y *m perm_mx e = B *m Y -> map_mx conjC B = B ->
    Yc *m perm_mx e = B *m Yc.
  by move=> eB rB; rewrite -[in RHS]rB -map_mxM -eB map_mxM map_perm_mx.
have comm X : map_mx conjC X = X -> (forall e B, Y *m perm_mx e = B *m Y ->
    map_mx conjC B = B -> X *m perm_mx e = B *m X) ->
    X *m perm_mx (g * h)%g = X *m perm_mx (h * g)%g.
  move=> realX moveX; apply: few_moved Pg Ph; last by right.
  move=> e /mY[B [C [eB eC rB]]]; exists B, C; split=> //.
  exact: moveX.
have c1 : Y1 *m perm_mx (g * h)%g = Y1 *m perm_mx (h * g)%g.
  apply: comm real1 _ => e B eB rB.
  by rewrite mulmxDl mulmxDr eB (conjE e B).
have c2 : Y2 *m perm_mx (g * h)%g = Y2 *m perm_mx (h * g)%g.
  apply: comm real2 _ => e B eB rB.
  by rewrite -scalemxAl -scalemxAr mulmxBl mulmxBr eB (conjE e B).
have YE : Y = 2%:R^-1 *: (Y1 - 'i *: Y2).
  rewrite /Y1 /Y2 scalerA -expr2 sqrCi scaleN1r opprK addrACA subrr addr0.
  by rewrite -mulr2n -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0.
have YX (X : 'M_N) : Y *m X = 2%:R^-1 *: (Y1 *m X - 'i *: (Y2 *m X)).
  by rewrite {1}YE -scalemxAl mulmxBl -scalemxAl.
by rewrite !YX c1 c2.
Qed.
End Moved.

(* The witness, for blocks or heads: U has the dimensions that words move.    *)
Section Witness.
Variables (L Z : Type) (Q : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (ok : seq L -> bool).
Variables (d : nat) (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d).
Variables (h0 : 'cV[algC]_d) (r : seq 'cV[algC]_d) (u x y w : seq L) (p : nat).
Variables (states : {set Q}) (t : bool -> {perm Q}) (blk : 'I_d -> nat).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis seen : forall u v w, ok w -> arun A b h0 u = arun A b h0 v ->
  out (foldl step q0 (u ++ w)) = out (foldl step q0 (v ++ w)).
Hypothesis tP : permutes_states step q0 u x y states t.
Hypotheses (pr_p : prime p) (pG : (p.-group <<[set t a | a : bool]>>)%g).
Hypothesis ok_w : ok w.
Hypothesis blA : forall l, block_matrix blk (A l).

(* Dimensions of a block in which a word may differ from 1.                   *)
Definition moved_rank c v := \rank (block_of blk c (wordmx A v) - 1%:M)%R.

Definition few_moved_by n := forall c,
  (#|members blk c| < n)%N \/ (moved_rank c x + moved_rank c y < n)%N.

Theorem prime_power_sound :
  few_moved_by p \/ [/\ odd p, few_moved_by (p + p) &
    forall l i j, A l i j \is Num.real] ->
  out (foldl step q0 (u ++ x ++ y ++ w)) =
  out (foldl step q0 (u ++ y ++ x ++ w)).
Proof.
move=> few; have [N [Y [P [pP wordP]]]] := prime_power_points rP seen tP pG ok_w.
apply=> g h Pg Ph; apply: (@rows_of_eq _ _ blk) => c.
rewrite /rows_of -!mul_rowsub_mx -/(rows_of blk c Y).
pose A2 (a : bool) := wordmx A (if a then x else y).
pose B v := block_of blk c (wordmx A2 v).
have bl2 a : block_matrix blk (A2 a) by apply: block_matrix_word.
have blM v a : B (rcons v a) = block_of blk c (A2 a) *m B v.
  rewrite /B wordmx_rcons; apply/matrixP=> i j.
  have := rows_ofM (wordmx A2 v) c (bl2 a) => /matrixP/(_ i (enum_val j)).
  by rewrite !mxE => ->; apply: eq_bigr => l _; rewrite !mxE.
have B0 : B [::] = 1%:M by apply/matrixP=> i j; rewrite !mxE (inj_eq enum_val_inj).
have moveB g' : g' \in P -> exists v,
    rows_of blk c Y *m perm_mx g' = B v *m rows_of blk c Y.
  case/wordP=> v e; exists v; rewrite -rows_ofM; last exact: block_matrix_word.
  by rewrite -e /rows_of mul_rowsub_mx.
pose U := row_mx (block_of blk c (A2 true) - 1%:M)
  (block_of blk c (A2 false) - 1%:M).
have inU v : exists C, B v - 1%:M = U *m C.
  elim/last_ind: v => [|v a [C IHv]]; first by exists 0; rewrite B0 subrr mulmx0.
  pose e : 'M[algC]_(_ + _, _) := if a then col_mx (B v) 0 else col_mx 0 (B v).
  exists (e + C); rewrite mulmxDr -IHv blM addrA; congr (_ - _).
  have -> : U *m e = (block_of blk c (A2 a) - 1%:M) *m B v.
    by rewrite /e /U; case: (a); rewrite mul_row_col mulmx0 ?addr0 ?add0r.
  by rewrite mulmxBl mul1mx subrK.
have in1 v : exists C, B v - 1%:M = 1%:M *m C.
  by exists (B v - 1%:M); rewrite mul1mx.
have rankU : (\rank U <= moved_rank c x + moved_rank c y)%N.
  rewrite -mxrank_tr tr_row_mx -addsmxE; apply: leq_trans (mxrank_adds_leqif _ _) _.
  by rewrite !mxrank_tr.
case: few => [/(_ c) few|[odd_p /(_ c) few realA]].
  case: few => [few|few].
    apply: (@few_moved N _ _ p P 1%:M pr_p pP) => // [e /moveB[v ev]|].
      by have [C eC] := in1 v; exists (B v), C.
    by left; rewrite mxrank1.
  apply: (@few_moved N _ _ p P U pr_p pP) => // [e /moveB[v ev]|].
    by have [C eC] := inU v; exists (B v), C.
  by left; apply: leq_ltn_trans rankU few.
have realW v i j : wordmx A v i j \is Num.real.
  elim/last_ind: v i j => [|v l IHv] i j; first by rewrite mxE realn.
  by rewrite wordmx_rcons mxE rpred_sum // => k _; apply: rpredM.
have realB v : map_mx conjC (B v) = B v.
  apply/matrixP=> i j; rewrite !mxE; apply/CrealP.
  elim/last_ind: v (enum_val i) (enum_val j) => [|v a IHv] k l.
    by rewrite mxE realn.
  by rewrite wordmx_rcons mxE rpred_sum // => n _; apply: rpredM; rewrite ?realW.
case: few => [few|few].
  apply: (@few_moved_real N _ _ p P 1%:M pr_p pP) => // [e /moveB[v ev]|].
    by have [C eC] := in1 v; exists (B v), C.
  by rewrite mxrank1.
apply: (@few_moved_real N _ _ p P U pr_p pP) => // [e /moveB[v ev]|].
  by have [C eC] := inU v; exists (B v), C.
exact: leq_ltn_trans rankU few.
Qed.
End Witness.

(* What a group of order p^k that is not abelian refutes.                     *)
(*                                                                            *)
(*   room c bound x y == the number of dimensions in which the words x and y  *)
(*                       act at most, and whether by real matrices            *)
(*   columns c        == c is one of the classes of few columns               *)
(*   permute_states step words t states == the word of i permutes the states  *)
(*                       as t i does                                          *)

Definition room (L : Type) (c : class) (bound : option nat) (x y : seq L) :=
  match c, bound with
  | BlockReal k, _ => Some (k, true)
  | BlockComplex k, _ => Some (k, false)
  | Householder n, _ | HouseholderHeads n, _ =>
      Some (n * (size x + size y), true)%N
  | CPReal k, _ => Some (k, true)
  | CPComplex k, _ => Some (k, false)
  | Ruled Permutation, Some n | Ruled Orthogonal, Some n
  | ColumnOneHot, Some n => Some (n, true)
  | _, Some n => Some (n, false)
  | _, None => None
  end.

Definition columns (c : class) : bool :=
  match c with CPReal _ | CPComplex _ => true | _ => false end.

Definition too_few (n : nat) (real : bool) (p : nat) : bool :=
  (n < p)%N || [&& real, odd p & (n < p + p)%N].

Lemma rank_block_word (L : Type) d (A : L -> 'M[algC]_d) head c N v :
  (forall l, block_matrix head (A l)) ->
  (forall l, (\rank (block_of head c (A l) - 1%:M)%R <= N)%N) ->
  (\rank (block_of head c (wordmx A v) - 1%:M)%R <= N * size v)%N.
Proof.
move=> blA rk; elim/last_ind: v => [|v l IHv].
  by rewrite block_of1 subrr mxrank0.
rewrite wordmx_rcons block_ofM // size_rcons mulnS.
exact: leq_trans (rank_mul_sub1 _ _) (leq_add (rk l) IHv).
Qed.

Lemma rank_one_block (d : nat) (A : 'M[algC]_d) c :
  (\rank (block_of (fun=> 0%N) c A - 1%:M)%R <= \rank (A - 1%:M)%R)%N.
Proof.
pose sel : 'M[algC]_(#|members (fun=> 0%N : nat) c|, d) := rowsub enum_val 1%:M.
suff -> : block_of (fun=> 0%N) c A - 1%:M = sel *m (A - 1%:M) *m sel^T.
  exact: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
rewrite /sel mul_rowsub_mx mul1mx; apply/matrixP=> i j.
rewrite !mxE (bigD1 (enum_val j)) //= !mxE eqxx mulr1 (inj_eq enum_val_inj).
rewrite big1 ?addr0 // => k ne; rewrite !mxE [enum_val j == k]eq_sym (negPf ne) mulr0.
by [].
Qed.

Section Claims.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (bound : option nat) (kind : decoder).
Variables (additive : bool) (p : nat) (u x y w : seq L).
Variables (states : {set Q}) (t : bool -> {perm Q}).
Local Notation f := (fun w => out (foldl step q0 w)).
Hypothesis tP : permutes_states step q0 u x y states t.
Hypotheses (pr_p : prime p) (pG : (p.-group <<[set t a | a : bool]>>)%g).
Hypothesis differ :
  out (foldl step q0 (u ++ x ++ y ++ w)) <>
  out (foldl step q0 (u ++ y ++ x ++ w)).

Let refuted (ok : seq L -> bool) d (A : L -> 'M[algC]_d) b h0 r blk
    (real : bool) n :
  orbit_in (astep A b) h0 r ->
  (forall u v w, ok w -> arun A b h0 u = arun A b h0 v ->
     f (u ++ w) = f (v ++ w)) -> ok w ->
  (forall l, block_matrix blk (A l)) ->
  (real -> forall l i j, A l i j \is Num.real) ->
  (forall c, (#|members blk c| <= n)%N \/
     (moved_rank A blk c x + moved_rank A blk c y <= n)%N) ->
  ~~ too_few n real p.
Proof.
move=> rP seen ok_w blA re small; apply/negP=> few; apply: differ.
apply: (prime_power_sound rP seen tP pr_p pG ok_w blA).
have bound_by m : (n < m)%N -> few_moved_by A x y blk m.
  by move=> lt c; case: (small c) => le; [left|right]; apply: leq_ltn_trans lt.
case/orP: few => [/bound_by|/and3P[realT odd_p /bound_by lt2]]; first by left.
by right; split=> //; apply: re.
Qed.

Let seen_all d (A : L -> 'M[algC]_d) b h0 (g : 'cV[algC]_d -> nat) :
  (forall w, g (arun A b h0 w) = f w) -> forall u v w, xpredT w ->
  arun A b h0 u = arun A b h0 v -> f (u ++ w) = f (v ++ w).
Proof. by move=> gP u' v w' _ e; rewrite /= -!gP !arun_cat e. Qed.

Theorem prime_power_refutes c n real :
  room c bound x y = Some (n, real) -> (0 < n)%N -> too_few n real p ->
  (columns c -> after_letter w) -> ~ realizable f c bound kind additive.
Proof.
move=> roomE n_gt0 few cols [d [A [b [h0 [pts [fam inside _ rP dec]]]]]].
have [g gP] := linear_arbitrary dec; have seen := seen_all gP.
have one_block m : (d <= m)%N -> forall e,
    (#|members (fun _ : 'I_d => 0%N) e| <= m)%N \/
    (moved_rank A (fun=> 0%N) e x + moved_rank A (fun=> 0%N) e y <= m)%N.
  move=> le e; left; apply: leq_trans le; rewrite -[X in (_ <= X)%N]card_ord.
  exact: max_card.
have width m (re : bool) : bound = Some m ->
    (re -> forall l i j, A l i j \is Num.real) -> ~~ too_few m re p.
  move=> be re_A; have le : (d <= m)%N by move: inside; rewrite be => /andP[].
  exact: (refuted (ok := xpredT) (blk := fun=> 0%N) rP seen isT (fun _ _ _ _ => erefl) re_A
    (one_block _ le)).
have factors N head : (forall l, block_matrix head (A l)) ->
    (forall l c, (\rank (block_of head c (A l) - 1%:M)%R <= N)%N) ->
    (forall l i j, A l i j \is Num.real) ->
    ~~ too_few (N * (size x + size y)) true p.
  move=> bl rk re; apply: (refuted (ok := xpredT) rP seen isT bl (fun _ => re)) => e; right.
  by rewrite mulnDr leq_add // rank_block_word.
have real_steps fs : all (@reflector d) fs -> forall i j,
    steps fs i j \is Num.real.
  elim: fs => [_ i j|[a k] fs IHfs /= /andP[/and4P[ra /forallP rk _ _] rfs] i j].
    by rewrite mxE realn.
  have rk' i' : k i' 0 \is Num.real by exact: (elimT forallP (rk i') 0).
  rewrite mxE rpred_sum // => e _; apply: rpredM; last exact: IHfs.
  by rewrite !mxE big_ord1 !mxE rpredB ?realn // rpredM // rpredM.
have blocks k : (0 < k)%N -> (forall l i j, A l i j != 0 -> (i %/ k = j %/ k)%N) ->
    forall re : bool, (re -> forall l i j, A l i j \is Num.real) -> ~~ too_few k re p.
  move=> k_gt0 bl re re_A.
  apply: (refuted (ok := xpredT) rP seen isT (blk := fun i => (i %/ k)%N) bl re_A) => e.
  by left; apply: card_members.
have few_columns (re : bool) R : cp_factors A re R -> after_letter w -> ~~ too_few R re p.
  move=> cp ok_w.
  have [m [A' [b' [h0' [pts' [le rP' re_A seen']]]]]] := cp_coordinates cp rP dec.
  apply: (refuted rP' seen' ok_w (fun _ _ _ _ => erefl) (blk := fun=> 0%N)).
    by move=> ret l i j; have /forallP/(_ i)/forallP := re_A ret l.
  move=> e; left; apply: leq_trans le; rewrite -[X in (_ <= X)%N]card_ord.
  exact: max_card.
apply/negP: few; case: c roomE cols fam inside => [r||||k|k|N|N|R|R] /=.
- case: r => /=; case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _ => //.
    move=> _ l i j; have /is_perm_mxP[s ->] := fam l.
    by rewrite !mxE realn.
  by move=> _ l i j; have /andP[_ /forallP/(_ i)/forallP] := fam l.
- case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _ => // _ l i j.
  have /forallP/(_ j)/existsP[i' /forallP/(_ i)/eqP ->] := fam l.
  by rewrite realn.
- by case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _.
- by case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _.
- case=> en <- _; rewrite -en in n_gt0 *; case=> [fam|[k_gt1 dA]] _.
    apply: blocks => // [l i j ne|_ l i j].
    + have /forallP/(_ i)/forallP/(_ j)/andP[_ /implyP/(_ ne)/eqP] := fam l.
      by [].
    by have /forallP/(_ i)/forallP/(_ j)/andP[] := fam l.
  have small (e : nat) : (#|members (fun i : 'I_d => i %/ 1) e| <= 1)%N \/
      (moved_rank A (fun i => i %/ 1) e x + moved_rank A (fun i => i %/ 1) e y
       <= 1)%N by left; apply: card_members.
  have diag l : block_matrix (fun i : 'I_d => i %/ 1)%N (A l).
    move=> i j ne; rewrite !divn1; apply/eqP; apply: contraNT ne => neq.
    by apply/eqP; move/is_diag_mxP: (dA l) => ->.
  have := refuted (ok := xpredT) (real := false) rP seen isT diag
    (fun e => False_ind _ (notF e)) small.
  by rewrite /too_few (prime_gt1 pr_p).
- case=> en <- _ fam _; rewrite -en in n_gt0 *; apply: blocks => // l i j ne.
  by have /forallP/(_ i)/forallP/(_ j)/implyP/(_ ne)/eqP := fam l.
- case=> <- <- _ fam _; have rk l := family_rank l fam.
  apply: (factors N (fun=> 0%N)) => // [l e|l i j].
    exact: leq_trans (rank_one_block _ _) (rk l).
  by have [fs fsP] := fam; have [-> rf _] := fsP l; apply: real_steps.
- case=> <- <- _ [head [fs fsP]] _; apply: (factors N head) => [l|l e|l i j].
  + by have [-> _ lie _] := fsP l; have [] := block_steps lie.
  + have [-> _ lie le] := fsP l; have [_ rk] := block_steps lie.
    exact: leq_trans (rk e) (le e).
  by have [-> rf _ _] := fsP l; apply: real_steps.
- case=> <- <- /(_ isT) ok_w cp _; exact: few_columns cp ok_w.
by case=> <- <- /(_ isT) ok_w cp _; exact: few_columns cp ok_w.
Qed.
End Claims.

(* Words that permute some states as a group of order p^k, and two elements   *)
(* of this group.                                                             *)
Section Group.
Variables (L : Type) (Q I : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (words : I -> seq L) (t : I -> {perm Q}).
Variable states : {set Q}.
Local Notation f := (fun w => out (foldl step q0 w)).
Local Notation group := <<[set t i | i : I]>>%g.

Definition permute_states :=
  forall i q, q \in states ->
    foldl step q (words i) = t i q /\ t i q \in states.

Lemma spelled a : permute_states -> a \in group -> exists v, forall q,
  q \in states -> foldl step q v = a q /\ a q \in states.
Proof.
move=> tP /gen_prodgP[n [e eP ->]].
apply: (big_ind (fun a : {perm Q} => exists v, forall q, q \in states ->
  foldl step q v = a q /\ a q \in states)) => [|g h [v vP] [v' vP']|j _].
- by exists [::] => q; rewrite perm1.
- exists (v ++ v') => q /vP[e1 in1]; have [e2 in2] := vP' _ in1.
  by rewrite foldl_cat permM e1.
by have /imsetP[i _ ->] := eP j; exists (words i); apply: tP.
Qed.

(* The witness prime-law where two elements of the group need not commute:    *)
(* the case in which groups of order p^k have to be abelian.                  *)
Theorem prime_law_refutes bound kind additive p u w a b c n real :
  permute_states -> foldl step q0 u \in states ->
  prime p -> (p.-group group)%g -> a \in group -> b \in group ->
  room c bound ([::] : seq L) [::] = Some (n, real) -> (0 < n)%N ->
  too_few n real p ->
  (columns c -> after_letter w) -> realizable f c bound kind additive ->
  out (foldl step ((a * b)%g (foldl step q0 u)) w) =
  out (foldl step ((b * a)%g (foldl step q0 u)) w).
Proof.
move=> tP uS pr_p pG aG bG roomE n_gt0 few cols real_f.
have [x xP] := spelled tP aG; have [y yP] := spelled tP bG.
pose tt (c : bool) := if c then a else b.
have tP' : permutes_states step q0 u x y states tt.
  by split=> // -[] q Sq /=; [case: (xP q)|case: (yP q)|case: (xP q)|case: (yP q)].
have pG' : (p.-group <<[set tt c | c : bool]>>)%g.
  apply: pgroupS pG; rewrite gen_subG.
  by apply/subsetP=> _ /imsetP[[] _ ->].
have runE (g h : {perm Q}) v v' :
    (forall q, q \in states -> foldl step q v = g q /\ g q \in states) ->
    (forall q, q \in states -> foldl step q v' = h q /\ h q \in states) ->
    foldl step q0 (u ++ v ++ v' ++ w) =
    foldl step ((g * h)%g (foldl step q0 u)) w.
  move=> vP vP'; have [e1 in1] := vP _ uS; have [e2 _] := vP' _ in1.
  by rewrite !foldl_cat e1 e2 permM.
rewrite -(runE _ _ _ _ xP yP) -(runE _ _ _ _ yP xP).
apply/eqP; apply: contraT => /eqP ne.
case: (prime_power_refutes tP' pr_p pG' ne _ n_gt0 few cols real_f).
rewrite -roomE; case: (c) roomE => //= m; rewrite muln0 => -[n0 _];
  by rewrite -n0 in n_gt0.
Qed.
End Group.
