(* Sums of commutators and of squares act on an irreducible representation    *)
(* as numbers, which tell its degree and whether it is real.                  *)
(*                                                                            *)
(*   commutator_sum rG == the sum of rG [~ g, h] over g and h in the group    *)
(*   square_sum rG     == the sum of rG (g * g) over g in the group           *)
(*                                                                            *)
(* On an absolutely irreducible representation of degree m in characteristic  *)
(* 0 the first is (#|G| / m)^2 (Isaacs, problem 3.10); the second is #|G| / m *)
(* if the representation preserves a symmetric bilinear form (Frobenius and   *)
(* Schur).                                                                    *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Section Sums.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}) (n : nat).
Variable rG : mx_representation F G n.

Definition commutator_sum := \sum_(g in G) \sum_(h in G) rG [~ g, h].
Definition square_sum := \sum_(g in G) rG (g * g)%g.

Lemma square_sum_cent : centgmx rG square_sum.
Proof.
apply/centgmxP=> x Gx; rewrite /square_sum mulmx_suml mulmx_sumr.
rewrite [RHS](reindex_inj (conjg_inj x)) /=.
apply: eq_big => [g|g Gg]; first by rewrite groupJr.
rewrite -!repr_mxM ?groupM ?groupV //.
by congr (rG _); rewrite -conjMg conjgE !mulgA mulgV mul1g.
Qed.
End Sums.

Section Schur.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}) (m : nat).
Variable rho : mx_representation F G m.
Hypotheses (char0 : [char F] =i pred0) (irr : mx_absolutely_irreducible rho).

Let m_neq0 : m%:R != 0 :> F.
Proof.
by have /andP[m_gt0 _] := irr; rewrite (charf0P F).1 // -lt0n.
Qed.

Lemma schur_average (M : 'M_m) :
  \sum_(g in G) rho g *m M *m rho g^-1%g = (#|G|%:R * (\tr M / m%:R))%:M.
Proof.
set avg := \sum_(g in G) _.
have /(mx_abs_irr_cent_scalar irr)/is_scalar_mxP[a ea] : centgmx rho avg.
  apply/centgmxP=> x Gx; rewrite /avg mulmx_suml mulmx_sumr.
  rewrite (reindex_inj (mulgI x)) /=; apply: eq_big => [g|g].
    by rewrite groupMl.
  rewrite groupMl // => Gg; rewrite invMg !repr_mxM ?groupV //.
  by rewrite -!mulmxA -repr_mxM ?groupV // mulVg repr_mx1 mulmx1.
rewrite ea; congr (_%:M); apply: (mulIf m_neq0).
rewrite mulr_natr -mxtrace_scalar -ea /avg raddf_sum /= mulrA divfK //.
rewrite mulr_natl -sumr_const; apply: eq_bigr => g Gg.
by rewrite mxtrace_mulC mulmxA -repr_mxM ?groupV // mulVg repr_mx1 mul1mx.
Qed.

Let entry (M N : 'M[F]_m) (a b c d : 'I_m) :
  (M *m delta_mx a b *m N) c d = M c a * N b d.
Proof.
rewrite mxE (bigD1 b) //= big1 ?addr0 => [|e ne].
  rewrite mxE (bigD1 a) //= big1 ?addr0 => [|e ne]; first by
    rewrite mxE !eqxx mulr1.
  by rewrite mxE (negPf ne) mulr0.
rewrite mxE big1 ?mul0r // => f _.
by rewrite mxE (negPf ne) andbF mulr0.
Qed.

Let trace_delta (a b : 'I_m) : \tr (delta_mx a b : 'M[F]_m) = (a == b)%:R.
Proof.
rewrite /mxtrace (bigD1 a) //= big1 ?addr0 => [|e ne].
  by rewrite mxE eqxx.
by rewrite mxE (negPf ne).
Qed.

Theorem commutator_sum_irr :
  commutator_sum rho = ((#|G|%:R / m%:R) ^+ 2)%:M.
Proof.
have -> : commutator_sum rho =
    (#|G|%:R / m%:R) *: \sum_(h in G) \tr (rho h^-1%g) *: rho h.
  rewrite /commutator_sum exchange_big scaler_sumr; apply: eq_bigr => h Gh /=.
  transitivity ((\sum_(g in G) rho g *m rho h^-1%g *m rho g^-1%g) *m rho h).
    rewrite mulmx_suml [RHS](reindex_inj invg_inj) /=.
    apply: eq_big => [g|g Gg]; first by rewrite groupV.
    by rewrite invgK -!repr_mxM ?groupM ?groupV // /commg conjgE !mulgA.
  rewrite schur_average mul_scalar_mx scalerA; congr (_ *: _).
  by rewrite mulrAC mulrA.
apply/matrixP=> i j; rewrite !mxE summxE.
have -> : \sum_(h in G) (\tr (rho h^-1%g) *: rho h) i j =
    \sum_(a < m) (\sum_(h in G) rho h *m delta_mx j a *m rho h^-1%g) i a.
  rewrite [RHS](eq_bigr (fun a => \sum_(h in G)
    rho h i j * rho h^-1%g a a)); last first.
    by move=> a _; rewrite summxE; apply: eq_bigr => h _; rewrite entry.
  rewrite [RHS]exchange_big /=; apply: eq_bigr => h _; rewrite mxE mulr_suml.
  by apply: eq_bigr => a _; rewrite mulrC.
rewrite (eq_bigr (fun a => (#|G|%:R / m%:R) * (j == a)%:R * (i == a)%:R));
  last first.
  move=> a _; rewrite schur_average trace_delta mxE -mulr_natr.
  by congr (_ * _); rewrite -!mulrA; congr (_ * _); apply: mulrC.
rewrite (bigD1 j) //= big1 ?addr0 => [|a ne]; last first.
  by rewrite eq_sym (negPf ne) mulr0 mul0r.
by rewrite eqxx mulr1 mulrA -expr2 mulr_natr.
Qed.

Theorem square_sum_irr (S : 'M_m) :
  S \in unitmx -> S^T = S ->
  (forall g, g \in G -> rho g *m S *m (rho g)^T = S) ->
  square_sum rho = (#|G|%:R / m%:R)%:M.
Proof.
move=> uS symS inv.
have trE g : g \in G -> (rho g)^T = invmx S *m rho g^-1%g *m S.
  move=> Gg; rewrite -{2}(inv _ Gg) !mulmxA -(mulmxA _ (rho g^-1%g)).
  by rewrite -repr_mxM ?groupV // mulVg repr_mx1 mulmx1 mulVmx // mul1mx.
apply/matrixP=> i j; rewrite summxE.
have -> : \sum_(g in G) rho (g * g)%g i j = \sum_(a < m)
    ((\sum_(g in G) rho g *m (delta_mx a j *m invmx S) *m rho g^-1%g) *m S) i a.
  rewrite (eq_bigr (fun g => \sum_(a < m) rho g i a * rho g a j)); last first.
    by move=> g Gg; rewrite repr_mxM // mxE.
  rewrite exchange_big /=; apply: eq_bigr => a _.
  rewrite mulmx_suml summxE; apply: eq_bigr => g Gg.
  have -> : rho g a j = (rho g)^T j a by rewrite mxE.
  by rewrite trE // -entry !mulmxA.
rewrite (eq_bigr (fun a => (#|G|%:R / m%:R) * (invmx S j a * S a i))).
  rewrite -mulr_sumr; have -> : \sum_a invmx S j a * S a i =
      (invmx S *m S) j i by rewrite mxE.
  by rewrite mulVmx // !mxE eq_sym mulr_natr.
move=> a _; rewrite schur_average mul_scalar_mx mxE.
have -> : \tr (delta_mx a j *m invmx S) = invmx S j a.
  transitivity (\sum_b (1%:M *m delta_mx a j *m invmx S) b b).
    by rewrite mul1mx.
  rewrite (bigD1 a) //= big1 ?addr0 => [|b ne]; first by
    rewrite entry mxE eqxx mul1r.
  by rewrite entry mxE (negPf ne) mul0r.
have -> : S i a = S a i by rewrite -{1}symS mxE.
by rewrite !mulrA; congr (_ * _); apply: mulrAC.
Qed.
End Schur.

(* An operator that kills the submodules of small dimension.                  *)
(*                                                                            *)
(*   annihilator rG k real == the product of a factor for each d <= k with    *)
(*     d^2 <= #|G|: the sum of all commutators less (#|G|/d)^2 or, if real    *)
(*     and k < 2 d, the sum of all squares less #|G|/d                        *)
(*                                                                            *)
(* Over the algebraic numbers it kills every submodule of dimension at most   *)
(* k; with real it kills those that real vectors span, in a representation by *)
(* real orthogonal matrices.                                                  *)

Local Notation algCF := [fieldType of algC].
Local Notation conj_mx := (map_mx conjC).

Section Annihilator.
Variables (gT : finGroupType) (G : {group gT}) (n : nat).
Variable rG : mx_representation algCF G n.
Implicit Types (U V W X : 'M[algC]_n).

Definition factor (k : nat) (real : bool) (d : nat) : 'M[algC]_n :=
  if real && (k < 2 * d)%N then square_sum rG - (#|G|%:R / d%:R)%:M
  else commutator_sum rG - ((#|G|%:R / d%:R) ^+ 2)%:M.

Definition annihilator (k : nat) (real : bool) : 'M[algC]_n :=
  foldr (fun d X => factor k real d *m X) 1%:M
    [seq d <- iota 1 k | (d * d <= #|G|)%N].

(* It is enough to look at simple submodules.                                 *)
Lemma killed_by_simple X U : mxmodule rG U ->
  (forall V, mxsimple rG V -> (V <= U)%MS -> V *m X = 0) -> U *m X = 0.
Proof.
have [r le_r] := ubnP (\rank U); elim: r U le_r => // r IHr U le_r modU killed.
have [->|nzU] := eqVneq U 0; first by rewrite mul0mx.
apply/eqP; apply: (mxsimple_exists modU nzU) => -[V simV sVU].
have [modV nzV _] := simV.
have redU : mx_completely_reducible rG U.
  by apply: mx_reducibleS (submx1 U) (mx_Maschke _ (algC'G G)).
have [W modW eUW dxW] := redU V modV sVU.
have sWU : (W <= U)%MS by rewrite -eUW addsmxSr.
have W0 : W *m X = 0.
  apply: IHr modW _ => [|V' simV' sV'W]; last first.
    by apply: killed => //; apply: submx_trans sWU.
  have rk : \rank (V + W)%MS = \rank U by rewrite eUW.
  have V_gt0 : (0 < \rank V)%N by rewrite lt0n mxrank_eq0.
  rewrite -ltnS (leq_trans _ le_r) // ltnS -rk.
  rewrite (mxrank_disjoint_sum (mxdirect_addsP dxW)).
  by rewrite -add1n leq_add2r.
have /submxP[D ->] : (U <= col_mx V W)%MS by rewrite -addsmxE eUW.
by rewrite -mulmxA mul_col_mx killed // W0 col_mx0 mulmx0.
Qed.

(* A simple submodule, as an irreducible representation.                      *)
Section Simple.
Variable V : 'M[algC]_n.
Hypothesis simV : mxsimple rG V.
Let modV : mxmodule rG V. Proof. by have [] := simV. Qed.
Let rV := submod_repr modV.
Let B : 'M_(\rank V, n) := val_submod 1%:M.
Let m := \rank V.

Let rV_irr : mx_absolutely_irreducible rV.
Proof. by apply/groupC/submod_mx_irr. Qed.

Let B_mul g : g \in G -> B *m rG g = rV g *m B.
Proof. by move=> Gg; rewrite -val_submodJ // mul1mx val_submodE. Qed.

Let char0 : [char algCF] =i pred0. Proof. exact: char_num. Qed.

Let B_commutators :
  B *m commutator_sum rG = ((#|G|%:R / m%:R) ^+ 2) *: B.
Proof.
rewrite -mul_scalar_mx -(commutator_sum_irr char0 rV_irr).
rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => g Gg.
rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => h Gh.
by rewrite B_mul ?groupR.
Qed.

Let B_squares : B *m square_sum rG = square_sum rV *m B.
Proof.
rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => g Gg.
by rewrite B_mul ?groupM.
Qed.

Let B_factor k real d : exists a, B *m factor k real d = a *: B.
Proof.
rewrite /factor; case: ifP => _; rewrite mulmxBr mul_mx_scalar.
  have /(mx_abs_irr_cent_scalar rV_irr)/is_scalar_mxP[a ea] :=
    square_sum_cent rV.
  by exists (a - #|G|%:R / d%:R); rewrite B_squares ea mul_scalar_mx scalerBl.
by rewrite B_commutators -scalerBl; eexists.
Qed.

Lemma simple_annihilated k (real : bool) : (m <= k)%N ->
  (real -> (k < 2 * m)%N -> exists2 S : 'M[algC]_m, S \in unitmx /\ S^T = S &
     forall g, g \in G -> rV g *m S *m (rV g)^T = S) ->
  V *m annihilator k real = 0.
Proof.
move=> le_mk form.
have /submxP[D ->] : (V <= B)%MS by rewrite val_submod1.
rewrite -mulmxA; suff -> : B *m annihilator k real = 0 by rewrite mulmx0.
have kills : B *m factor k real m = 0.
  rewrite /factor; case: ifP => [/andP[re lt_k]|_].
    have [S [uS symS] invS] := form re lt_k.
    rewrite mulmxBr B_squares (square_sum_irr char0 rV_irr uS symS invS).
    by rewrite mul_scalar_mx mul_mx_scalar subrr.
  by rewrite mulmxBr B_commutators mul_mx_scalar subrr.
have m_gt0 : (0 < m)%N by have /andP[] := rV_irr.
have m_sq : (m * m <= #|G|)%N.
  have /andP[_ /eqP <-] := rV_irr; exact: rank_leq_row.
have : m \in [seq d <- iota 1 k | (d * d <= #|G|)%N].
  by rewrite mem_filter m_sq mem_iota m_gt0 add1n ltnS.
rewrite /annihilator; elim: [seq _ <- _ | _] => //= d ds IHds.
rewrite inE mulmxA => /predU1P[<-|/IHds e]; first by rewrite kills mul0mx.
by have [a ->] := B_factor k real d; rewrite -scalemxAl e scaler0.
Qed.
End Simple.

Theorem small_annihilated k U :
  mxmodule rG U -> (\rank U <= k)%N -> U *m annihilator k false = 0.
Proof.
move=> modU le_k; apply: killed_by_simple modU _ => V simV sVU.
have le := leq_trans (mxrankS sVU) le_k.
exact: (@simple_annihilated V simV k false le).
Qed.

(* A real representation by orthogonal matrices.                              *)
Hypothesis orthogonal : forall g, g \in G -> rG g *m (rG g)^T = 1%:M.
Hypothesis real_repr : forall g, g \in G -> conj_mx (rG g) = rG g.

(* In a space of dimension at most k that real vectors span, a simple one of  *)
(* dimension m with k < 2 m preserves a symmetric form.                       *)
Lemma real_simple_form k U V (modV : mxmodule rG V) :
  (conj_mx U :=: U)%MS -> mxmodule rG U -> (\rank U <= k)%N ->
  mxsimple rG V -> (V <= U)%MS -> (k < 2 * \rank V)%N ->
  exists2 S : 'M[algC]_(\rank V), S \in unitmx /\ S^T = S &
    forall g, g \in G ->
      submod_repr modV g *m S *m (submod_repr modV g)^T = S.
Proof.
move=> conjU modU le_k simV sVU lt_k; set rV := submod_repr _.
have [_ nzV minV] := simV.
pose B : 'M_(\rank V, n) := val_submod 1%:M; pose Bc := conj_mx B.
have BV : (B :=: V)%MS := val_submod1 V.
have modVc : mxmodule rG (conj_mx V).
  apply/mxmoduleP=> g Gg; rewrite -(real_repr Gg) -map_mxM map_submx.
  exact: (mxmoduleP modV).
have sVcU : (conj_mx V <= U)%MS by rewrite -conjU map_submx.
have sVVc : (V <= conj_mx V)%MS.
  have nz : (V :&: conj_mx V)%MS != 0.
    apply: contraTneq lt_k => /mxrank_disjoint_sum; rewrite mxrank_map addnn.
    rewrite -mul2n -leqNgt => <-; apply: leq_trans le_k; apply: mxrankS.
    by rewrite addsmx_sub sVU.
  apply: submx_trans (minV _ _ (capmxSl _ _) nz) (capmxSr _ _).
  exact: capmx_module.
have /submxP[Y eB] : (B <= Bc)%MS.
  by rewrite BV (submx_trans sVVc) // map_submx BV.
have freeB : row_free B by rewrite /row_free BV.
have uY : Y \in unitmx.
  rewrite -row_free_unit /row_free eqn_leq rank_leq_row /=.
  by rewrite -{1}(eqP freeB) eB mxrankM_maxl.
have pos (w : 'rV[algC]_n) : (w *m (conj_mx w)^T) 0 0 = 0 -> w = 0.
  rewrite mxE => /eqP; rewrite psumr_eq0 => [/allP w0|i _]; last first.
    by rewrite !mxE mul_conjC_ge0.
  apply/rowP=> i; have := w0 i; rewrite mem_index_enum !mxE mul_conjC_eq0.
  by move/(_ isT)/eqP.
have eBcT : B *m B^T = B *m Bc^T *m Y^T by rewrite {2}eB trmx_mul mulmxA.
exists (B *m B^T) => [|g Gg].
  split; last by rewrite trmx_mul trmxK.
  rewrite eBcT unitmx_mul unitmx_tr uY andbT -row_free_unit -kermx_eq0.
  apply/eqP/row_matrixP=> i; rewrite row0; set w := row i _.
  have wB : w *m (B *m Bc^T) = 0 by rewrite /w -row_mul mulmx_ker row0.
  apply: (row_free_inj freeB); rewrite mul0mx; apply: pos.
  by rewrite map_mxM trmx_mul mulmxA -(mulmxA w) wB mul0mx mxE.
have eJ : rV g *m B = B *m rG g.
  by rewrite -val_submodJ // mul1mx val_submodE.
rewrite mulmxA eJ -mulmxA -trmx_mul eJ trmx_mul !mulmxA -(mulmxA B).
by rewrite orthogonal // mulmx1.
Qed.

Theorem small_real_annihilated k U :
  (conj_mx U :=: U)%MS -> mxmodule rG U -> (\rank U <= k)%N ->
  U *m annihilator k true = 0.
Proof.
move=> conjU modU le_k; apply: (killed_by_simple modU) => V simV sVU.
have le := leq_trans (mxrankS sVU) le_k.
refine (@simple_annihilated V simV k true le _) => _.
exact: real_simple_form conjU modU le_k simV sVU.
Qed.
End Annihilator.

(* Sums over a group by its conjugacy classes, as the kernel computes them.   *)
(*                                                                            *)
(*   class_sum rG C   == the sum of rG x over x in the set C                  *)
(*   class_sum_inv rG C == the sum of rG x^-1 over x in C                     *)

Section Classes.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}) (n : nat).
Variable rG : mx_representation F G n.

Definition class_sum (C : {set gT}) := \sum_(x in C) rG x.
Definition class_sum_inv (C : {set gT}) := \sum_(x in C) rG x^-1%g.

Lemma conjugates_sum g : g \in G ->
  \sum_(h in G) rG (g ^ h)%g = (#|G| %/ #|(g ^: G)%g|)%:R *: class_sum (g ^: G).
Proof.
move=> Gg; rewrite (partition_big (conjg g) (mem (g ^: G)%g)) => [|h Gh]; last first.
  exact: memJ_class.
rewrite /class_sum scaler_sumr; apply: eq_bigr => _ /imsetP[k Gk ->].
rewrite (eq_bigr (fun=> rG (g ^ k)%g)) => [|h /andP[_ /eqP->] //].
rewrite sumr_const scaler_nat; congr (_ *+ _).
have oC : (#|'C_G[g]| * #|(g ^: G)%g| = #|G|)%N.
  by rewrite -index_cent1 Lagrange ?subsetIl.
have -> : (#|G| %/ #|(g ^: G)%g| = #|'C_G[g]|)%N.
  by rewrite -oC mulnK // -index_cent1 indexg_gt0.
rewrite -(card_rcoset _ k); apply: eq_card => h.
rewrite unfold_in mem_rcoset inE groupMr ?groupV //; congr (_ && _).
apply/eqP/cent1P=> [e|/commute_sym/commgP/conjg_fixP e].
  by apply/commute_sym/commgP/conjg_fixP; rewrite conjgM e conjgK.
by rewrite -[in RHS]e conjgM conjgKV.
Qed.

(* The sum of all commutators.                                                *)
Theorem commutator_sum_classes : commutator_sum rG =
  \sum_(C in classes G)
    (#|G| %/ #|C|)%:R *: (class_sum_inv C *m class_sum C).
Proof.
rewrite /commutator_sum (set_partition_big _ (classes_partition G)) /=.
apply: eq_bigr => C /imsetP[z Gz ->].
rewrite scalemxAr /class_sum_inv mulmx_suml; apply: eq_bigr => g zg.
have Gg : g \in G by apply: subsetP zg; rewrite class_subG.
rewrite -(class_eqP zg) -conjugates_sum // mulmx_sumr; apply: eq_bigr => h Gh.
by rewrite -repr_mxM ?groupV ?groupJ // commgEl.
Qed.

(* The sum of a class commutes with the group, and so the order is the same.  *)
Lemma class_sum_cent C : C \in classes G -> centgmx rG (class_sum C).
Proof.
case/imsetP=> z Gz ->; apply/centgmxP=> x Gx.
rewrite /class_sum mulmx_suml mulmx_sumr [RHS](reindex_inj (conjg_inj x)) /=.
have G_of y : y \in (z ^: G)%g -> y \in G.
  by apply: subsetP; rewrite class_subG.
apply: eq_big => [y|y zy].
  by rewrite memJ_norm // (subsetP (class_norm _ _)).
have Gy := G_of _ zy; rewrite -repr_mxM // -repr_mxM ?groupJ //=.
by congr (rG _); rewrite conjgE !mulgA mulgV mul1g.
Qed.

Theorem class_products_commute C : C \in classes G ->
  class_sum C *m class_sum_inv C = class_sum_inv C *m class_sum C.
Proof.
move=> CG; have /centgmxP cent := class_sum_cent CG.
rewrite /class_sum_inv [LHS]mulmx_sumr [RHS]mulmx_suml; apply: eq_bigr => x Cx.
have Gx : (x^-1)%g \in G.
  rewrite groupV; case/imsetP: CG Cx => z Gz ->.
  by apply: subsetP; rewrite class_subG.
by rewrite cent.
Qed.

(* The sum of all squares.                                                    *)
Theorem square_sum_classes : square_sum rG =
  \sum_(C in classes G) \sum_(x in C) rG (x * x)%g.
Proof. exact: (set_partition_big _ (classes_partition G)). Qed.
End Classes.
