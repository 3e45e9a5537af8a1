(* Frobenius and Schur: which irreducible representations have real matrices. *)
(*                                                                            *)
(*   indicator i   == the mean of chi_i (g g) over the group                  *)
(*   degree real i == chi_i (1), and twice that if real and the indicator is  *)
(*                    not 1: the dimension of the real irreducible            *)
(*                    representation that has chi_i as a constituent          *)
(*                                                                            *)
(* If the indicator is 1, some symmetric form S is preserved, and there is a  *)
(* positive definite Hermitian form H.  So T = conj (H)^-1 S intertwines the  *)
(* representation with its conjugate, and conj (T) T is a positive number, 1  *)
(* if T is scaled.  The rows w with conj (w) T = w span the space, and in a   *)
(* basis of such rows the representation is real.                             *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import block_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Local Notation algCF := [fieldType of algC].
Local Notation conj_mx := (map_mx conjC).

Section Positive.
Variable m : nat.
Implicit Types (w : 'rV[algC]_m) (H : 'M[algC]_m).

Definition hermitian w H := (w *m H *m (conj_mx w)^T) 0 0.

Definition positive H := forall w, w != 0 -> 0 < hermitian w H.

Lemma norm_gt0 w : w != 0 -> 0 < (w *m (conj_mx w)^T) 0 0.
Proof.
have term_ge0 i : 0 <= w 0 i * (conj_mx w)^T i 0.
  by rewrite !mxE mul_conjC_ge0.
move=> nz; rewrite lt0r mxE sumr_ge0 // andbT; apply: contraNneq nz => /eqP.
rewrite psumr_eq0 // => /allP w0; apply/eqP/rowP=> i; have := w0 i.
rewrite mem_index_enum !mxE mul_conjC_eq0.
by move/(_ isT)/eqP.
Qed.

Lemma positive_unit H : positive H -> H \in unitmx.
Proof.
move=> pos; rewrite -row_free_unit -kermx_eq0; apply: contraT => /rowV0Pn[w].
move/sub_kermxP => wH /pos; rewrite /hermitian wH mul0mx mxE.
by rewrite ltxx.
Qed.
End Positive.

Section RealForm.
Variables (gT : finGroupType) (G : {group gT}) (m : nat).
Variable rho : mx_representation algCF G m.
Hypotheses (irr : mx_absolutely_irreducible rho)
  (ind : \sum_(g in G) \tr (rho (g * g)%g) = #|G|%:R).

Let form (M : 'M[algC]_m) := \sum_(g in G) rho g *m M *m (rho g)^T.

Let form_inv M h : h \in G -> rho h *m form M *m (rho h)^T = form M.
Proof.
move=> Gh; rewrite mulmx_sumr mulmx_suml [RHS](reindex_inj (mulgI h)) /=.
apply: eq_big => [g|g Gg]; first by rewrite groupMl.
by rewrite repr_mxM // trmx_mul !mulmxA.
Qed.

Let form_delta a b i j :
  form (delta_mx a b) i j = \sum_(g in G) rho g i a * rho g j b.
Proof.
rewrite summxE; apply: eq_bigr => g _.
rewrite mxE (bigD1 b) //= big1 ?addr0 => [|c ne].
  rewrite mxE (bigD1 a) //= big1 ?addr0 => [|c ne].
    by rewrite !mxE !eqxx mulr1.
  by rewrite mxE (negPf ne) mulr0.
rewrite mxE big1 ?mul0r // => c' _.
by rewrite mxE (negPf ne) andbF mulr0.
Qed.

Let square_ge0 : 0 <= \sum_(g in G) \tr (rho g) * \tr (rho g).
Proof.
have char := cfRepr_char rho.
have cchar : ((cfRepr rho)^*)%CF \is a character by rewrite cfConjC_char.
have := Cnat_ge0 (Cnat_cfdot_char char cchar).
rewrite cfdotE pmulr_rge0 ?invr_gt0 ?gt0CG //.
rewrite (eq_bigr (fun g => \tr (rho g) * \tr (rho g))) // => g Gg.
by rewrite !cfunE conjCK Gg !mulr1n.
Qed.

(* A symmetric form.                                                          *)
Let symmetric : exists2 S : 'M[algC]_m, S != 0 &
  S^T = S /\ forall g, g \in G -> rho g *m S *m (rho g)^T = S.
Proof.
pose s a b := form (delta_mx a b) + (form (delta_mx a b))^T.
have [/existsP[a /existsP[b nz]]|] := boolP [exists a, exists b, s a b != 0].
  exists (s a b) => //; split=> [|g Gg].
    by rewrite /s linearD /= trmxK addrC.
  rewrite /s mulmxDr mulmxDl form_inv //; congr (_ + _).
  by apply: trmx_inj; rewrite !trmx_mul !trmxK mulmxA form_inv.
rewrite negb_exists => /forallP zero.
have anti a b i j : form (delta_mx a b) i j = - form (delta_mx a b) j i.
  have := zero a; rewrite negb_exists => /forallP/(_ b)/negPn/eqP.
  by move/matrixP/(_ i j)/eqP; rewrite !mxE addr_eq0 => /eqP.
have gt0 : 0 < #|G|%:R :> algC by apply: gt0CG.
have : #|G|%:R = - \sum_(g in G) \tr (rho g) * \tr (rho g) :> algC.
  transitivity (\sum_a \sum_b form (delta_mx a b) b a).
    rewrite -ind; transitivity (\sum_(g in G) \sum_a \sum_b
        rho g a b * rho g b a).
      apply: eq_bigr => g Gg; rewrite repr_mxM //; apply: eq_bigr => a _.
      by rewrite mxE.
    rewrite exchange_big; apply: eq_bigr => a _; rewrite exchange_big.
    by apply: eq_bigr => b _; rewrite form_delta; apply: eq_bigr => g _;
      rewrite mulrC.
  rewrite -sumrN.
  transitivity (\sum_a \sum_b - form (delta_mx a b) a b).
    by apply: eq_bigr => a _; apply: eq_bigr => b _; apply: anti.
  under eq_bigr do under eq_bigr do rewrite form_delta -sumrN.
  under eq_bigr do rewrite exchange_big.
  rewrite exchange_big; apply: eq_bigr => g _ /=.
  rewrite /mxtrace mulr_suml -sumrN; apply: eq_bigr => a _.
  by rewrite mulr_sumr -sumrN.
by move/eqP; rewrite -addr_eq0 gt_eqF // ltr_paddr.
Qed.

(* A Hermitian one.                                                           *)
Let H : 'M[algC]_m := \sum_(g in G) rho g *m (conj_mx (rho g))^T.

Let H_inv h : h \in G -> rho h *m H *m (conj_mx (rho h))^T = H.
Proof.
move=> Gh; rewrite mulmx_sumr mulmx_suml [RHS](reindex_inj (mulgI h)) /=.
apply: eq_big => [g|g Gg]; first by rewrite groupMl.
by rewrite repr_mxM // map_mxM trmx_mul !mulmxA.
Qed.

Let hermitianH w :
  hermitian w H = \sum_(g in G) ((w *m rho g) *m (conj_mx (w *m rho g))^T) 0 0.
Proof.
rewrite /hermitian mulmx_sumr mulmx_suml summxE; apply: eq_bigr => g _.
by rewrite map_mxM trmx_mul !mulmxA.
Qed.

Let H_positive : positive H.
Proof.
move=> w nz; rewrite hermitianH (bigD1 1%g) ?group1 //= ltr_paddr //.
  apply: sumr_ge0 => g _; have [->|nz'] := eqVneq (w *m rho g) 0.
    by rewrite mul0mx mxE.
  by rewrite ltW // norm_gt0.
by rewrite repr_mx1 mulmx1 norm_gt0.
Qed.

Let H_conj_tr : H^T = conj_mx H.
Proof.
rewrite /H raddf_sum /= [RHS]raddf_sum /=; apply: eq_bigr => g _.
by rewrite trmx_mul trmxK map_mxM -map_trmx conj_mxK.
Qed.
Let K : 'M[algC]_m := conj_mx H.

Let H_unit : H \in unitmx. Proof. exact: positive_unit H_positive. Qed.
Let K_unit : K \in unitmx. Proof. by rewrite map_unitmx. Qed.

Let K_positive : positive K.
Proof.
move=> w nz; have nz' : conj_mx w != 0 by rewrite map_mx_eq0.
have := H_positive nz'; rewrite /hermitian conj_mxK => gt0.
have -> : (w *m K *m (conj_mx w)^T) 0 0 = ((conj_mx w *m H *m w^T) 0 0)^*.
  have -> : forall M : 'M[algC]_1, (M 0 0)^* = conj_mx M 0 0.
    by move=> M; rewrite mxE.
  by rewrite !map_mxM conj_mxK map_trmx.
by rewrite (CrealP (gtr0_real gt0)).
Qed.

(* The intertwining matrix, and its square.                                   *)
Let intertwining : exists2 T : 'M[algC]_m, conj_mx T *m T = 1%:M &
  forall g, g \in G -> conj_mx (rho g) *m T = T *m rho g.
Proof.
have [S nzS [symS invS]] := symmetric.
have [T TE] : exists T, T = conj_mx S *m invmx H by eexists.
have T_comm g : g \in G -> conj_mx (rho g) *m T = T *m rho g.
  move=> Gg; have uR : (conj_mx (rho g))^T \in unitmx.
    by rewrite unitmx_tr map_unitmx repr_mx_unit.
  apply: (can_inj (mulmxK H_unit)); apply: (can_inj (mulmxK uR)).
  rewrite TE -!mulmxA (mulmxA (rho g)) H_inv // !mulVmx // mulmx1.
  rewrite (mulmxA _ H) mulVmx // mul1mx.
  have := congr1 conj_mx (invS g Gg); rewrite !map_mxM -map_trmx mulmxA.
  by [].
have T_conj g : g \in G -> conj_mx T *m conj_mx (rho g) = rho g *m conj_mx T.
  by move/T_comm/(congr1 conj_mx); rewrite !map_mxM conj_mxK.
have /is_scalar_mxP[c cE] : is_scalar_mx (conj_mx T *m T).
  apply: (mx_abs_irr_cent_scalar irr); apply/centgmxP=> g Gg.
  have e : rho g *m (conj_mx T *m T) = conj_mx T *m T *m rho g.
    by rewrite mulmxA -T_conj // -!mulmxA T_comm.
  by rewrite e.
have K_herm : (conj_mx K)^T = K by rewrite /K conj_mxK H_conj_tr.
have K_inv w : w != 0 -> 0 < hermitian w (invmx K).
  move=> nz; pose y := w *m invmx K; have ew : w = y *m K by rewrite mulmxKV.
  have nzy : y != 0 by apply: contraNneq nz => y0; rewrite ew y0 mul0mx.
  rewrite /hermitian -/y [in X in conj_mx X]ew map_mxM trmx_mul K_herm mulmxA.
  exact: K_positive.
have [i nzi] : exists i, row i S != 0.
  apply/existsP; apply: contraNT nzS; rewrite negb_exists => /forallP z.
  by apply/eqP/row_matrixP=> i; rewrite row0; apply/eqP/negPn.
have c_gt0 : 0 < c.
  pose w : 'rV[algC]_m := delta_mx 0 i.
  have nzw : w != 0 by apply: contraNneq nzi => w0; rewrite rowE -/w w0 mul0mx.
  have := K_inv (w *m S); rewrite -rowE => /(_ nzi).
  suff -> : hermitian (row i S) (invmx K) = c * hermitian w H.
    by rewrite pmulr_lgt0 // H_positive.
  have cH : S *m invmx K *m conj_mx S = c *: H.
    have := congr1 (mulmx^~ H) cE; rewrite TE map_mxM conj_mxK map_invmx.
    by rewrite mulmxA mulmxKV // mul_scalar_mx.
  have eS : (conj_mx S)^T = conj_mx S by rewrite map_trmx symS.
  rewrite /hermitian rowE -/w map_mxM trmx_mul eS !mulmxA.
  rewrite -(mulmxA w) -(mulmxA w _ (conj_mx S)) cH.
  by rewrite -scalemxAr -scalemxAl mxE.
pose a := (sqrtC c)^-1; have a_real : a^* = a.
  by apply/CrealP; rewrite rpredV ger0_real // sqrtC_ge0 ltW.
exists (a *: T) => [|g Gg].
  rewrite map_mxZ /= a_real -scalemxAl -scalemxAr cE scalerA scale_scalar_mx.
  by rewrite -expr2 exprVn sqrtCK mulVf ?gt_eqF.
by rewrite -scalemxAr T_comm // -scalemxAl.
Qed.

(* A basis in which the matrices are real.                                    *)
Theorem real_form : exists2 B : 'M[algC]_m, B \in unitmx &
  forall g, g \in G -> real_matrix (B *m rho g *m invmx B).
Proof.
have [T TT T_comm] := intertwining.
pose X := col_mx (1%:M + T) ('i *: (1%:M - T)).
have XT : conj_mx X *m T = X.
  rewrite map_col_mx mul_col_mx map_mxD map_mxZ map_mxB map_mx1 /= conjCi.
  rewrite mulmxDl -scalemxAl mulmxBl !mul1mx TT scaleNr -scalerN opprB.
  by rewrite addrC.
have full : row_full X.
  rewrite -sub1mx; have -> : 1%:M = 2%:R^-1 *: (1%:M + T) +
      (- 'i / 2%:R) *: ('i *: (1%:M - T)).
    have half : - 'i / 2%:R * 'i = 2%:R^-1 :> algC.
      by rewrite mulrAC mulNr -expr2 sqrCi opprK mul1r.
    rewrite scalerA half -scalerDr addrACA subrr addr0.
    by rewrite -mulr2n -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0.
  by rewrite -addsmxE; apply: addmx_sub_adds; apply: scalemx_sub.
pose B := rowsub (fullrankfun full) X.
have uB : B \in unitmx := fullrowsub_unit full.
have BT : conj_mx B *m T = B.
  rewrite -{2}[B]/(rowsub _ X) -{2}XT -mul_rowsub_mx; congr (_ *m _).
  by apply/matrixP=> i j; rewrite !mxE.
have Bc : conj_mx B = B *m conj_mx T.
  have := congr1 conj_mx BT; rewrite map_mxM conj_mxK => <-.
  by rewrite -BT -mulmxA.
exists B => // g Gg; apply/real_matrixP; set R := B *m rho g *m invmx B.
have uBc : conj_mx B \in unitmx by rewrite map_unitmx.
apply: (can_inj (mulmxK uBc)); rewrite -map_mxM mulmxKV //.
rewrite map_mxM {1}Bc -mulmxA.
have := congr1 conj_mx (T_comm g Gg); rewrite !map_mxM conj_mxK => <-.
by rewrite /R Bc !mulmxA mulmxKV.
Qed.
End RealForm.

Section Degree.
Variables (gT : finGroupType) (G : {group gT}).
Implicit Types i j : Iirr G.

Definition indicator i : algC :=
  #|G|%:R^-1 * \sum_(g in G) 'chi_i (g * g)%g.

Definition degree (real : bool) i : algC :=
  if real && (indicator i != 1) then 2%:R * 'chi_i 1%g else 'chi_i 1%g.

(* A smaller block in a block of size k.                                      *)
Section Pad.
Variables k m : nat.
Implicit Types M N : 'M[algC]_m.
Hypothesis le_mk : (m <= k)%N.

Let P : 'M[algC]_(k, m) := pid_mx m.
Let P' : 'M[algC]_(m, k) := pid_mx m.
Let PP : P' *m P = 1%:M.
Proof. by rewrite /P' /P mul_pid_mx minnn (minn_idPr le_mk) pid_mx_1. Qed.

Definition pad (M : 'M[algC]_m) : 'M[algC]_k :=
  (pid_mx m : 'M_(k, m)) *m M *m (pid_mx m : 'M_(m, k)).

Lemma padM M N : pad (M *m N) = pad M *m pad N.
Proof. by rewrite /pad !mulmxA -[in RHS](mulmxA _ P' P) PP mulmx1. Qed.

Lemma pad_real M : real_matrix M -> real_matrix (pad M).
Proof.
move=> rM; have rP a b : real_matrix (pid_mx m : 'M[algC]_(a, b)).
  by move=> i j; rewrite mxE; apply: realn.
by apply: real_mul (rP _ _); apply: real_mul (rP _ _) rM.
Qed.

Lemma pad_trace M N : \tr (pad M *m pad N) = \tr (M *m N).
Proof.
rewrite -padM /pad mxtrace_mulC !mulmxA.
by have -> : (pid_mx m : 'M_(m, k)) *m (pid_mx m : 'M_(k, m)) = 1%:M := PP;
  rewrite mul1mx.
Qed.
End Pad.

(* A complex matrix as a real one of twice the size.                          *)
Section Real.
Variable m : nat.
Implicit Types A B : 'M[algC]_m.

Definition re_mx a b (A : 'M[algC]_(a, b)) := map_mx (fun z => 'Re z) A.
Definition im_mx a b (A : 'M[algC]_(a, b)) := map_mx (fun z => 'Im z) A.

Definition realified A : 'M[algC]_(m + m) :=
  block_mx (re_mx A) (- im_mx A) (im_mx A) (re_mx A).

Let reM A B : re_mx (A *m B) = re_mx A *m re_mx B - im_mx A *m im_mx B.
Proof.
apply/matrixP=> i j; rewrite !mxE raddf_sum -sumrB /=; apply: eq_bigr => l _.
by rewrite !mxE ReM.
Qed.

Let imM A B : im_mx (A *m B) = im_mx A *m re_mx B + re_mx A *m im_mx B.
Proof.
apply/matrixP=> i j; rewrite !mxE raddf_sum -big_split /=.
by apply: eq_bigr => l _; rewrite !mxE ImM addrC ['Re (B l j) * _]mulrC.
Qed.

Lemma realifiedM A B : realified (A *m B) = realified A *m realified B.
Proof.
rewrite /realified mulmx_block reM imM.
congr block_mx; rewrite ?mulNmx ?mulmxN ?opprD //.
- by rewrite addrC.
by rewrite addrC.
Qed.

Lemma realified_real A : real_matrix (realified A).
Proof.
move=> i j; rewrite mxE; case: splitP => a _; rewrite mxE;
  case: splitP => b _; rewrite !mxE ?rpredN ?Creal_Re ?Creal_Im //.
Qed.

Lemma realified_trace A :
  \tr (block_mx 1%:M ('i)%:M 0 0 *m realified A) = \tr A.
Proof.
rewrite /realified mulmx_block mxtrace_block !mul0mx addr0 mxtrace0 addr0.
rewrite mul1mx mul_scalar_mx /mxtrace; apply: eq_bigr => i _.
by rewrite !mxE [RHS]Crect.
Qed.
End Real.

Lemma degree_ge real i : 'chi_i 1%g <= degree real i.
Proof.
rewrite /degree; case: ifP => // _; rewrite mulr_natl mulr2n ler_addr.
exact: ltW (irr1_gt0 i).
Qed.

(* The matrices of an irreducible representation as blocks of size k.         *)
Lemma degree_blocks real k i : degree real i <= k%:R ->
  exists (r : gT -> 'M[algC]_k) (L : 'M[algC]_k),
  [/\ {in G &, forall g h, r (g * h)%g = r g *m r h},
      real -> {in G, forall g, real_matrix (r g)} &
      {in G, forall g, 'chi_i g = \tr (L *m r g)}].
Proof.
have /irr_reprP[[m rho] /= irr_rho e] := mem_irr i.
have trE g : g \in G -> 'chi_i g = \tr (rho g).
  by move=> Gg; rewrite e /cfRepr /= cfunE Gg mulr1n.
rewrite /degree e cfRepr1; case: ifP => [_|ind].
  rewrite -natrM ler_nat mul2n -addnn => le_k.
  pose D : 'M[algC]_(m + m) := block_mx 1%:M ('i)%:M 0 0.
  exists (fun g => pad k (realified (rho g))), (pad k D).
  split=> [g h Gg Gh|_ g _|g Gg].
  - by rewrite repr_mxM // realifiedM padM.
  - by apply: pad_real => //; apply: realified_real.
  by rewrite pad_trace // realified_trace -trE // -e.
rewrite ler_nat => le_k; case: (boolP real) => [re|not_real]; last first.
  exists (fun g => pad k (rho g)), (pad k (1%:M : 'M_m)).
  split=> [g h Gg Gh|//|g Gg].
    by rewrite repr_mxM // padM.
  by rewrite pad_trace // mul1mx -trE // -e.
have irr_abs : mx_absolutely_irreducible rho by apply: groupC.
have ind1 : \sum_(g in G) \tr (rho (g * g)%g) = #|G|%:R.
  move: ind; rewrite re /= => /negbFE/eqP; rewrite /indicator.
  move/(congr1 ( *%R #|G|%:R)); rewrite mulVKf ?neq0CG // mulr1 => <-.
  by apply: eq_bigr => g Gg; rewrite trE ?groupM.
have [B uB rB] := real_form irr_abs ind1.
exists (fun g => pad k (B *m rho g *m invmx B)), (pad k (1%:M : 'M_m)).
split=> [g h Gg Gh|_ g Gg|g Gg].
- by rewrite repr_mxM // -padM // !mulmxA mulmxKV.
- by apply: pad_real => //; apply: rB.
by rewrite pad_trace // mul1mx mxtrace_mulC mulKmx // -trE // -e.
Qed.
End Degree.
