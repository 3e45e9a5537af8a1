(* An operator that kills the submodules of small dimension.                  *)
(*                                                                            *)
(*   annihilator rG k real == the product of a factor for each d <= k with    *)
(*     d^2 <= #|G|: the sum of all commutators less (#|G|/d)^2 or, if real    *)
(*     and k < 2 d, the sum of all squares less #|G|/d                        *)
(*                                                                            *)
(* Over the algebraic numbers it kills every submodule of dimension at most   *)
(* k; with real it kills those that real vectors span, in a representation by *)
(* real orthogonal matrices.                                                  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import central_sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

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
