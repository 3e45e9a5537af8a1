(* Linear decoders on blocks of size k, for automata whose letters permute.   *)
(*                                                                            *)
(* The states of a compressed system lie over those of the automaton.  The    *)
(* sums over the fibres of the coordinates of a block are functions on the    *)
(* states of the automaton, which span a space of dimension at most k that    *)
(* the letters permute; so are the sums of the logits, up to such functions,  *)
(* and they are as strict as the logits.                                      *)
(*                                                                            *)
(*   reads_blocks k real step q0 out == a recurrence over the algebraic       *)
(*     numbers of finite reach, in blocks of size at most k, with the logits  *)
(*     Re (c_z h + beta_z) gives the output after every word; if real, the    *)
(*     matrices are real, or k >= 2 and they are diagonal                     *)
(*   transition_group inj == the group that the letters generate              *)
(*   on_states inj  == its action on functions of the states                  *)
(*   small k real inj U == U is a submodule of dimension at most k, spanned   *)
(*     by real vectors if real                                                *)
(*   functions_of_states out k real inj == functions in a sum of such ones    *)
(*     with the right output as their strict maximum in each state            *)
(*   excess out mu y == the measure of the output y that weights mu define    *)
(*   refuting out k real inj mu == the weights are non-negative, one for a    *)
(*     wrong output is not 0, and the annihilator has the measures as values  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model realization compression block_squares.
From BilinearTheory Require Import central_sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Local Notation algCF := [fieldType of algC].
Local Notation conj_mx := (map_mx conjC).

Section Recurrence.
Variables (S : finType) (n : nat) (Z : finType).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).
Variables (k : nat) (real : bool).

Definition in_blocks d (A : S -> 'M[algC]_d) (blk : 'I_d -> nat) :=
  [/\ forall x, block_matrix blk (A x),
      forall e, (#|members blk e| <= k)%N &
      real -> (forall x, real_matrix (A x)) \/
              (2 <= k)%N /\ forall x, is_diag_mx (A x)].

Lemma real_matrix_word d (A : S -> 'M[algC]_d) w :
  (forall x, real_matrix (A x)) -> real_matrix (wordmx A w).
Proof.
move=> realA; elim/last_ind: w => [|w y IHw]; first by move=> i j; rewrite mxE realn.
by rewrite wordmx_rcons; apply: real_mul (realA y) IHw.
Qed.

Lemma diag_word d (A : S -> 'M[algC]_d) w :
  (forall x, is_diag_mx (A x)) -> is_diag_mx (wordmx A w).
Proof.
move=> diagA; elim/last_ind: w => [|w y].
  by rewrite wordmx_nil scalar_mx_is_diag.
rewrite wordmx_rcons => /diag_mxP[e ->].
by have /diag_mxP[e' ->] := diagA y; rewrite mulmx_diag diag_mx_is_diag.
Qed.

Lemma in_blocks_word d (A : S -> 'M[algC]_d) blk E :
  in_blocks A blk -> in_blocks (fun x => wordmx A (x :: E)) blk.
Proof.
case=> blA card_blk realA; split=> // [x|re]; first exact: block_matrix_word.
case: (realA re) => [rA|[k_ge2 dA]]; [left|right; split=> //] => x.
  exact: real_matrix_word.
exact: diag_word.
Qed.

Definition reads_blocks :=
  exists d (A : S -> 'M[algC]_d) b h0 pts (blk : 'I_d -> nat)
    (c : Z -> 'rV[algC]_d) (beta : Z -> algC),
  [/\ in_blocks A blk, orbit_in (astep A b) h0 pts &
      forall w z, z != out (foldl step q0 w) ->
        logit c beta z (arun A b h0 w) <
        logit c beta (out (foldl step q0 w)) (arun A b h0 w)].

(* Logits that are strict after every word tell states apart.                 *)
Definition strict_logits d (A : S -> 'M[algC]_d) b h0 c beta :=
  forall w z, z != out (foldl step q0 w) ->
    logit c beta z (arun A b h0 w) <
    logit c beta (out (foldl step q0 w)) (arun A b h0 w).

Lemma strict_same_state d (A : S -> 'M[algC]_d) b h0 c beta u w :
  strict_logits A b h0 c beta ->
  (forall p q, p != q -> exists t, out (foldl step p t) != out (foldl step q t)) ->
  arun A b h0 u = arun A b h0 w -> foldl step q0 u = foldl step q0 w.
Proof.
move=> strict separated e; apply/eqP; apply: contraT => /separated[t].
rewrite -!foldl_cat; set a := out _; set a' := out _ => ne.
have ne' : a' != a by rewrite eq_sym.
have lt1 := strict (u ++ t) a' ne'; have lt2 := strict (w ++ t) a ne.
rewrite !arun_cat e in lt1 lt2.
by have := lt_trans lt1 lt2; rewrite ltxx.
Qed.
End Recurrence.

Section PermutationModule.
Variables (S : finType) (n : nat) (step : 'I_n -> S -> 'I_n).
Hypothesis inj : forall x, injective (step^~ x).

Definition letter_perm x : 'S_n := perm (@inj x).
Definition transition_group := <<[set letter_perm x | x : S]>>%g.

Lemma perm_mx_repr : mx_repr transition_group (fun s => perm_mx s : 'M[algC]_n).
Proof. by split=> [|s t _ _]; rewrite ?perm_mx1 ?perm_mxM. Qed.
Definition on_states := MxRepresentation perm_mx_repr.

Lemma on_states_orthogonal g : g \in transition_group ->
  on_states g *m (on_states g)^T = 1%:M.
Proof. by move=> _; rewrite /= tr_perm_mx -perm_mxM mulgV perm_mx1. Qed.

Lemma on_states_real g : g \in transition_group ->
  conj_mx (on_states g) = on_states g.
Proof. by move=> _; rewrite /= map_perm_mx. Qed.

Lemma letters_module m (X : 'M[algC]_(m, n)) (M : S -> 'M_m) :
  (forall x, M x *m X = X *m perm_mx (letter_perm x)^-1%g) ->
  mxmodule on_states X.
Proof.
move=> e; rewrite /mxmodule gen_subG; apply/subsetP=> _ /imsetP[x _ ->].
rewrite -groupV inE groupV mem_gen ?imset_f //= -e.
exact: submxMl.
Qed.
End PermutationModule.

Section Functions.
Variables (S : finType) (n : nat) (Z : finType).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).
Variables (k : nat) (real : bool).
Hypotheses (inj : forall x, injective (step^~ x)) (k_gt0 : (0 < k)%N).
Hypothesis reach : forall q, exists w, foldl step q0 w = q.

Local Notation rS := (on_states inj).

(* Submodules of dimension at most k, spanned by real vectors if real.        *)
Definition small (U : 'M[algC]_n) :=
  [/\ mxmodule rS U, (\rank U <= k)%N & real -> (conj_mx U :=: U)%MS].

Section Fibres.
Variables (N : nat) (s : S -> 'S_N) (st : 'I_N -> 'I_n).
Hypothesis stP : forall x p, st (s x p) = step (st p) x.

Let Phi : 'M[algC]_(N, n) := \matrix_(p, q) (st p == q)%:R.

Let PhiP x : perm_mx (s x)^-1%g *m Phi = Phi *m perm_mx (letter_perm inj x)^-1%g.
Proof.
rewrite -row_permE -col_permE; apply/matrixP=> i q; rewrite !mxE.
have -> : st i = step (st ((s x)^-1%g i)) x by rewrite -stP permKV.
by rewrite [letter_perm _ _ _]permE (inj_eq (@inj x)).
Qed.

Let conjPhi : conj_mx Phi = Phi.
Proof. by apply/matrixP=> p q; rewrite !mxE conjC_nat. Qed.

Lemma fibre_module m (X : 'M[algC]_(m, N)) (M : S -> 'M_m) :
  (forall x, M x *m X = X *m perm_mx (s x)^-1%g) ->
  mxmodule rS <<X *m Phi>>%MS.
Proof.
move=> e; rewrite (eqmx_module _ (genmxE _)).
by apply: (letters_module (M := M)) => x; rewrite mulmxA e -!mulmxA PhiP.
Qed.

Lemma fibre_small m (X : 'M[algC]_(m, N)) (M : S -> 'M_m) :
  (m <= k)%N -> (forall x, M x *m X = X *m perm_mx (s x)^-1%g) ->
  (real -> (conj_mx X :=: X)%MS) -> small <<X *m Phi>>%MS.
Proof.
move=> le_mk e re; split; first exact: fibre_module e.
  rewrite genmxE (leq_trans (mxrankM_maxl _ _)) //.
  exact: leq_trans (rank_leq_row _) le_mk.
move=> /re eX; apply: eqmx_trans (map_genmx _ _) _; rewrite map_mxM conjPhi.
by apply: eqmx_trans (genmxE _) (eqmx_trans (eqmxMr _ eX) (eqmx_sym (genmxE _))).
Qed.

Variables (d : nat) (A : S -> 'M[algC]_d) (blk : 'I_d -> nat).
Variable Y : 'M[algC]_(d, N).
Hypothesis A_blocks : in_blocks k real A blk.
Hypothesis rowsY : forall x, A x *m Y = Y *m perm_mx (s x)^-1%g.

Let conj_perm (t : 'S_N) : conj_mx (perm_mx t : 'M[algC]_N) = perm_mx t.
Proof. exact: map_perm_mx. Qed.

Let rows_conj x : conj_mx (A x) *m conj_mx Y = conj_mx Y *m perm_mx (s x)^-1%g.
Proof. by rewrite -map_mxM rowsY map_mxM conj_perm. Qed.

Let block_small (X : 'M[algC]_(d, N)) (M : S -> 'M[algC]_d) j :
  (forall x, M x *m X = X *m perm_mx (s x)^-1%g) ->
  (forall x, block_matrix blk (M x)) ->
  (real -> conj_mx X = X) -> small <<rows_of blk (blk j) X *m Phi>>%MS.
Proof.
move=> e blM re; have [_ card_blk _] := A_blocks.
apply: (fibre_small (M := fun x => block_of blk (blk j) (M x))) => // [x|r].
  by rewrite -rows_ofM // e /rows_of mul_rowsub_mx.
suff -> : conj_mx (rows_of blk (blk j) X) = rows_of blk (blk j) X by [].
by apply/matrixP=> i p; rewrite !mxE -{2}(re r) mxE.
Qed.

Let rows_sub (X : 'M[algC]_(d, N)) (U : 'I_d -> 'M[algC]_n) :
  (forall j, U j = <<rows_of blk (blk j) X *m Phi>>%MS) ->
  (X *m Phi <= \sum_j U j)%MS.
Proof.
move=> eU; apply/row_subP=> j; apply: submx_trans (sumsmx_sup j _ (submx_refl _)).
  rewrite eU genmxE row_mul; apply: submxMr.
  have Bj : j \in members blk (blk j) by rewrite inE.
  suff -> : row j X = row (enum_rank_in Bj j) (rows_of blk (blk j) X).
    exact: row_sub.
  by apply/rowP=> p; rewrite !mxE enum_rankK_in.
by [].
Qed.

(* The rows of Y, and their conjugates.                                       *)
Lemma rows_carried : exists (I : finType) (U : I -> 'M[algC]_n),
  [/\ forall i, small (U i), (Y *m Phi <= \sum_i U i)%MS &
      (conj_mx Y *m Phi <= \sum_i U i)%MS].
Proof.
have [blA card_blk realA] := A_blocks.
have conj_bl x : block_matrix blk (conj_mx (A x)).
  by move=> i j; rewrite mxE conjC_eq0; apply: blA.
have both (X X' : 'M[algC]_(d, N)) :
    (forall j, small <<rows_of blk (blk j) X *m Phi>>%MS) ->
    (forall j, small <<rows_of blk (blk j) X' *m Phi>>%MS) ->
    exists (I : finType) (U : I -> 'M[algC]_n), (forall i, small (U i)) /\
      (forall a a', ((a *: X + a' *: X') *m Phi <= \sum_i U i)%MS).
  move=> smX smX'; pose U (i : bool * 'I_d) :=
    <<rows_of blk (blk i.2) (if i.1 then X else X') *m Phi>>%MS.
  exists [finType of bool * 'I_d], U; split.
    by case=> [[] j]; [apply: smX|apply: smX'].
  move=> a a'.
  have sub t : (\sum_j U (t, j) <= \sum_i U i)%MS.
    by apply/sumsmx_subP=> j _; apply: (sumsmx_sup (t, j)).
  rewrite mulmxDl addmx_sub // -scalemxAl scalemx_sub //.
    by apply: submx_trans (sub true); apply: rows_sub.
  by apply: submx_trans (sub false); apply: rows_sub.
have [/realA[{}realA|[k_ge2 diagA]]|/negP not_real] := boolP real.
- have conjA x : conj_mx (A x) = A x.
    by apply/matrixP=> i j; rewrite mxE; apply/CrealP; apply: realA.
  pose X := Y + conj_mx Y; pose X' := 'i *: (Y - conj_mx Y).
  have conjY : conj_mx (conj_mx Y) = Y.
    by apply/matrixP=> i j; rewrite !mxE conjCK.
  have conjX : conj_mx X = X by rewrite /X map_mxD conjY addrC.
  have conjX' : conj_mx X' = X'.
    rewrite /X' map_mxZ map_mxB conjY /= conjCi scaleNr -scalerN.
    by rewrite opprB.
  have [||I [U [smU subU]]] := both X X'.
  + move=> j; apply: (block_small (M := A)) => // x.
    by rewrite /X mulmxDr mulmxDl rowsY -[in X in _ + X]conjA rows_conj.
  + move=> j; apply: (block_small (M := A)) => // x.
    rewrite /X' -scalemxAr -scalemxAl mulmxBr mulmxBl rowsY.
    by rewrite -[in X in _ - X]conjA rows_conj.
  have half : - 'i / 2%:R * 'i = 2%:R^-1 :> algC.
    by rewrite mulrAC mulNr -expr2 sqrCi opprK mul1r.
  have double (M : 'M[algC]_(d, N)) : 2%:R^-1 *: (M + M) = M.
    by rewrite -mulr2n -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0.
  exists I, U; split=> //.
    have -> : Y = 2%:R^-1 *: X + (- 'i / 2%:R) *: X'; last exact: subU.
    rewrite /X' scalerA half -scalerDr /X addrACA subrr addr0.
    by rewrite double.
  have -> : conj_mx Y = 2%:R^-1 *: X + - (- 'i / 2%:R) *: X'; last exact: subU.
  rewrite /X' scalerA mulNr half scaleNr -scalerBr /X opprB [Y + _]addrC.
  by rewrite addrACA subrr addr0 double.
- pose X j := col_mx (row j Y) (conj_mx (row j Y)).
  pose M j x : 'M[algC]_(1 + 1) :=
    block_mx (A x j j)%:M 0 0 (conj_mx (A x j j)%:M).
  have row_step j x : (A x j j)%:M *m row j Y = row j Y *m perm_mx (s x)^-1%g.
    rewrite -row_mul -rowsY; have /diag_mxP[e ->] := diagA x.
    by apply/rowP=> p; rewrite mul_scalar_mx mul_diag_mx !mxE eqxx mulr1n.
  have conj_step j x : conj_mx (A x j j)%:M *m conj_mx (row j Y) =
      conj_mx (row j Y) *m perm_mx (s x)^-1%g.
    by rewrite -map_mxM row_step map_mxM conj_perm.
  have sm j : small <<X j *m Phi>>%MS.
    apply: (fibre_small (M := M j)) => // [x|r].
      rewrite /X /M mul_block_col !mul0mx addr0 add0r row_step conj_step.
      by rewrite mul_col_mx.
    have conj2 : conj_mx (conj_mx (row j Y)) = row j Y.
      by apply/rowP=> p; rewrite !mxE conjCK.
    rewrite /X map_col_mx conj2; apply: eqmx_trans (eqmx_sym (addsmxE _ _)) _.
    by apply: eqmx_trans (addsmxE _ _); rewrite addsmxC.
  exists [finType of 'I_d], (fun j => <<X j *m Phi>>%MS); split=> //.
    apply/row_subP=> j; rewrite row_mul; apply: (sumsmx_sup j) => //.
    by rewrite genmxE submxMr // -addsmxE addsmxSl.
  apply/row_subP=> j; rewrite row_mul; apply: (sumsmx_sup j) => //.
  by rewrite genmxE submxMr // -addsmxE -map_row addsmxSr.
have [||I [U [smU subU]]] := both Y (conj_mx Y).
- by move=> j; apply: (block_small (M := A)).
- by move=> j; apply: (block_small (M := fun x => conj_mx (A x))).
exists I, U; split=> //.
  by have := subU 1 0; rewrite scale1r scale0r addr0.
by have := subU 0 1; rewrite scale1r scale0r add0r.
Qed.

(* The fibre sums of an affine function of the columns of Y.                  *)
Lemma fibre_sums : exists (I : finType) (U : I -> 'M[algC]_n),
  (forall i, small (U i)) /\
  forall (l : 'I_N -> algC) (a : algC) (c : 'rV[algC]_d),
    (forall p, l p = a + 'Re ((c *m col p Y) 0 0)) ->
    (\row_q (\sum_(p | st p == q) l p)%R <= \sum_i U i)%MS.
Proof.
have [I [U [smU subY subYc]]] := rows_carried.
pose e : 'rV[algC]_N := const_mx 1.
have sm_e : small <<e *m Phi>>%MS.
  apply: (fibre_small (M := fun=> 1%:M)) => // [x|r].
    by rewrite mul1mx -col_permE; apply/rowP=> p; rewrite !mxE.
  suff -> : conj_mx e = e by [].
  by apply/rowP=> p; rewrite !mxE conjC1.
pose U' (i : option I) := if i is Some i then U i else <<e *m Phi>>%MS.
have subU i : (U' i <= \sum_i U' i)%MS by apply: (sumsmx_sup i).
have sub_sum : (\sum_i U i <= \sum_i U' i)%MS.
  by apply/sumsmx_subP=> i _; apply: (subU (Some i)).
exists [finType of option I], U'; split=> [i|l a c lE].
  by case: i => [i|]; [apply: smU|apply: sm_e].
have -> : \row_q (\sum_(p | st p == q) l p) =
    (a *: e + 2%:R^-1 *: (c *m Y) + 2%:R^-1 *: conj_mx (c *m Y)) *m Phi.
  apply/rowP=> q.
  rewrite !mxE [RHS](bigID (fun p => st p == q)) /=.
  rewrite [X in _ = _ + X]big1 ?addr0; last first.
    by move=> p /negPf e_pq; rewrite [Phi p q]mxE e_pq mulr0.
  apply: eq_bigr => p /eqP e_pq; rewrite [Phi p q]mxE e_pq eqxx mulr1 lE ReE.
  have -> : (c *m col p Y) 0 0 = (c *m Y) 0 p.
    by rewrite !mxE; apply: eq_bigr => i _; rewrite !mxE.
  have entries (x y : algC) (M1 M2 M3 : 'rV[algC]_N) :
      (x *: M1 + y *: M2 + y *: M3) 0 p = x * M1 0 p + y * M2 0 p + y * M3 0 p.
    by rewrite !mxE.
  rewrite entries [e 0 p]mxE [conj_mx _ 0 p]mxE mulr1 -addrA -mulrDr.
  by congr (_ + _); rewrite mulrC.
rewrite !mulmxDl -!scalemxAl map_mxM -!mulmxA !addmx_sub ?scalemx_sub //.
- by apply: submx_trans (subU None); rewrite genmxE.
- by rewrite (submx_trans (submxMl _ _)) // (submx_trans subY).
by rewrite (submx_trans (submxMl _ _)) // (submx_trans subYc).
Qed.
End Fibres.

Lemma small_killed U : small U -> U *m annihilator rS k real = 0.
Proof.
case=> modU le_k conjU; have [re|/negPf re] := boolP real; last first.
  exact: small_annihilated.
apply: small_real_annihilated => //; last exact: conjU.
- exact: on_states_orthogonal.
exact: on_states_real.
Qed.

(* Logits on the states of the automaton: functions in the sum of submodules  *)
(* of dimension at most k.                                                    *)
Definition functions_of_states :=
  exists (I : finType) (U : I -> 'M[algC]_n) (l : Z -> 'rV[algC]_n),
  [/\ forall i, small (U i), forall z, (l z <= \sum_i U i)%MS &
      forall q z, z != out q -> l z 0 q < l (out q) 0 q].

Lemma logits_of_recurrence d (A : S -> 'M[algC]_d) b h0 pts blk c beta :
  in_blocks k real A blk -> orbit_in (astep A b) h0 pts ->
  strict_logits step q0 out A b h0 c beta ->
  (forall u w, arun A b h0 u = arun A b h0 w ->
     foldl step q0 u = foldl step q0 w) ->
  functions_of_states.
Proof.
move=> A_blocks orbP strict same_state.
have [E [N [s [v0 [Y [p0 [EQ cY stepY rows word]]]]]]] :=
  compression_rows orbP inj.
have after p w : arun A b (v0 + col p Y) (flatten [seq a :: E | a <- w]) =
    v0 + col (foldl (fun q a => s a q) p w) Y.
  elim: w p => // a w IHw p.
  by rewrite [LHS](arun_cat _ _ _ (a :: E)) stepY IHw.
have through q w : foldl step q (flatten [seq a :: E | a <- w]) =
    foldl step q w.
  by elim: w q => //= a w IHw q; rewrite foldl_cat EQ IHw.
have longer w : foldl step q0 w =
    foldl step q0 (E ++ flatten [seq a :: E | a <- w]).
  by rewrite foldl_cat EQ through.
have [f fP] := fin_all_exists word.
pose st p := foldl step q0 (f p).
have stE w : st (foldl (fun q a => s a q) p0 w) = foldl step q0 w.
  rewrite /st [LHS]longer [RHS]longer; apply: same_state.
  by rewrite !arun_cat -cY !after -fP.
have stP x p : st (s x p) = step (st p) x.
  have -> : s x p = foldl (fun q a => s a q) p0 (rcons (f p) x).
    by rewrite foldl_rcons -fP.
  by rewrite stE foldl_rcons.
have at_point p w : p = foldl (fun q a => s a q) p0 w -> forall z, z != out (st p) ->
    logit c beta z (v0 + col p Y) < logit c beta (out (st p)) (v0 + col p Y).
  by move=> -> z; rewrite stE -after cY -arun_cat longer; apply: strict.
have [I [U [smU sums]]] := fibre_sums stP (in_blocks_word E A_blocks) rows.
pose l z : 'rV[algC]_n :=
  \row_q (\sum_(p | st p == q) logit c beta z (v0 + col p Y))%R.
exists I, U, l; split=> // [z|q z ne].
  apply: (sums _ ('Re ((c z *m v0) 0 0 + beta z)) (c z)) => p.
  by rewrite /logit mulmxDr mxE addrAC raddfD.
rewrite !mxE; have [w ew] := reach q.
pose p := foldl (fun q a => s a q) p0 w; have st_p : st p == q by rewrite stE ew.
rewrite (bigD1 p) //= [X in _ < X](bigD1 p) //=.
apply: ltr_le_add; first by rewrite -(eqP st_p) (at_point p w) // (eqP st_p).
apply: ler_sum => p' /andP[/eqP e' _]; apply: ltW.
by have := at_point p' _ (fP p'); rewrite e'; apply.
Qed.

(* The letters may be words of a larger automaton, read after a prefix, and   *)
(* the outputs those after a suffix.                                          *)
Lemma logits_inside (n1 : nat) (S1 : finType) (step1 : 'I_n1 -> S1 -> 'I_n1)
    q1 (out1 : 'I_n1 -> Z) (gens : S -> seq S1) u v (st : 'I_n -> 'I_n1) :
  injective st -> st q0 = foldl step1 q1 u ->
  (forall q g, st (step q g) = foldl step1 (st q) (gens g)) ->
  (forall q, out q = out1 (foldl step1 (st q) v)) ->
  (forall p q, p != q ->
     exists w, out1 (foldl step1 p w) != out1 (foldl step1 q w)) ->
  reads_blocks step1 q1 out1 k real -> functions_of_states.
Proof.
move=> st_inj st0 stP outP separated.
case=> d [A [b [h0 [pts [blk [c [beta [A_blocks orbP strict]]]]]]]].
pose A' g := wordmx A (gens g); pose b' g := arun A b 0 (gens g).
pose h1 := arun A b h0 u; pose c' z := c z *m wordmx A v.
pose beta' z := (c z *m arun A b 0 v) 0 0 + beta z.
have run' h w : arun A' b' h w = arun A b h (flatten (map gens w)).
  elim: w h => // g w IHw h; rewrite [flatten _]/= arun_cat -IHw.
  by rewrite [arun A b h _]arun_wordmx.
have st_fold q w : st (foldl step q w) = foldl step1 (st q) (flatten (map gens w)).
  by elim: w q => //= g w IHw q; rewrite IHw stP foldl_cat.
have word w : foldl step1 q1 (u ++ flatten (map gens w)) = st (foldl step q0 w).
  by rewrite foldl_cat st_fold st0.
have logit' z h : logit c' beta' z h = logit c beta z (arun A b h v).
  rewrite /logit arun_wordmx mulmxDr mulmxA [in RHS]mxE.
  by rewrite /c' /beta' addrA.
apply: (@logits_of_recurrence d A' b' h1 pts blk c' beta') => [|w|w z|w w'].
- case: A_blocks => blA card_blk realA; split=> // [x|re].
    exact: block_matrix_word.
  case: (realA re) => [rA|[k_ge2 dA]]; [left|right; split=> //] => x.
    exact: real_matrix_word.
  exact: diag_word.
- by rewrite [foldl _ _ _]run' -arun_cat; apply: orbP.
- rewrite !logit' run' -!arun_cat outP -word -!foldl_cat -!catA.
  exact: strict.
rewrite !run' -!arun_cat => /(strict_same_state strict separated).
by rewrite !word => /st_inj.
Qed.

Theorem logits_on_states :
  (forall p q, p != q ->
     exists w, out (foldl step p w) != out (foldl step q w)) ->
  reads_blocks step q0 out k real -> functions_of_states.
Proof.
move=> separated [d [A [b [h0 [pts [blk [c [beta [A_blocks orbP strict]]]]]]]]].
apply: (logits_of_recurrence A_blocks orbP strict) => u w.
exact: strict_same_state strict separated.
Qed.

(* Weights between states and wrong outputs.                                  *)
Definition excess (mu : 'I_n -> Z -> algC) (y : Z) : 'cV[algC]_n :=
  \col_q (if out q == y then \sum_(z | z != y) mu q z else - mu q y).

Definition refuting (mu : 'I_n -> Z -> algC) :=
  [/\ forall q z, 0 <= mu q z, exists q z, z != out q /\ mu q z != 0 &
      forall y, exists pre : 'cV[algC]_n,
        excess mu y = annihilator rS k real *m pre].

Lemma refuting_functions mu : refuting mu -> ~ functions_of_states.
Proof.
case=> mu_ge0 [q1 [z1 [ne1 nz1]]] image [I [U [l []]]].
move=> smU sub_l strict.
have l_killed z : l z *m annihilator rS k real = 0.
  apply/sub_kermxP; apply: submx_trans (sub_l z) _; apply/sumsmx_subP=> i _.
  by apply/sub_kermxP/small_killed.
have zero : \sum_y (l y *m excess mu y) 0 0 = 0.
  by apply: big1 => y _; have [pre ->] := image y; rewrite mulmxA l_killed
    mul0mx mxE.
have : \sum_y (l y *m excess mu y) 0 0 =
    \sum_q \sum_(z | z != out q) mu q z * (l (out q) 0 q - l z 0 q).
  transitivity (\sum_q \sum_y l y 0 q * excess mu y q 0).
    by rewrite exchange_big; apply: eq_bigr => y _; rewrite mxE.
  apply: eq_bigr => q _; rewrite (bigD1 (out q)) //= mxE eqxx mulr_sumr.
  rewrite -big_split /=; apply: eq_bigr => z ne; rewrite mxE eq_sym (negPf ne).
  by rewrite mulrN mulrBr ![_ * mu q z]mulrC.
rewrite zero => /esym/eqP; apply/negP; rewrite gt_eqF //.
have term_ge0 q z : z != out q -> 0 <= mu q z * (l (out q) 0 q - l z 0 q).
  by move=> ne; rewrite mulr_ge0 // subr_ge0 ltW // strict.
have row_ge0 q : 0 <= \sum_(z | z != out q) mu q z * (l (out q) 0 q - l z 0 q).
  by apply: sumr_ge0 => z; apply: term_ge0.
rewrite (bigD1 q1) //= ltr_paddr ?sumr_ge0 //.
rewrite (bigD1 z1) //= ltr_paddr ?sumr_ge0 // => [z /andP[]|].
  by move=> /term_ge0.
by rewrite mulr_gt0 ?subr_gt0 ?strict // lt0r nz1 mu_ge0.
Qed.

Theorem separation_sound mu : refuting mu ->
  (forall p q, p != q ->
     exists w, out (foldl step p w) != out (foldl step q w)) ->
  ~ reads_blocks step q0 out k real.
Proof.
by move=> /refuting_functions no separated /(logits_on_states separated).
Qed.

Theorem separation_inside_sound mu (n1 : nat) (S1 : finType)
    (step1 : 'I_n1 -> S1 -> 'I_n1) q1 (out1 : 'I_n1 -> Z)
    (gens : S -> seq S1) u v (st : 'I_n -> 'I_n1) :
  refuting mu ->
  injective st -> st q0 = foldl step1 q1 u ->
  (forall q g, st (step q g) = foldl step1 (st q) (gens g)) ->
  (forall q, out q = out1 (foldl step1 (st q) v)) ->
  (forall p q, p != q ->
     exists w, out1 (foldl step1 p w) != out1 (foldl step1 q w)) ->
  ~ reads_blocks step1 q1 out1 k real.
Proof.
move=> /refuting_functions no st_inj st0 stP outP separated.
by move/(logits_inside st_inj st0 stP outP separated).
Qed.
End Functions.

(* Conversely such functions are read: a letter acts on rows that span the    *)
(* submodules, real ones if they are spanned by real vectors.                 *)
Section Converse.
Variables (S : finType) (n : nat) (Z : finType).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).
Variables (k : nat) (real : bool).
Hypothesis inj : forall x, injective (step^~ x).
Local Notation rS := (on_states inj).

(* A submodule of dimension at most k has k rows that span it.                *)
Lemma small_rows (U : 'M[algC]_n) : small k real inj U ->
  exists (B : 'M[algC]_(k, n)) (M : S -> 'M[algC]_k),
    [/\ (B :=: U)%MS, real -> forall x, real_matrix (M x) &
        forall x, M x *m B = B *m perm_mx (letter_perm inj x)^-1%g].
Proof.
case=> modU le_k conjU.
have [B eB rB] : exists2 B : 'M_(k, n), (B :=: U)%MS & real -> real_matrix B.
  have [re|/negPf not_real] := boolP real.
    by have [B rB eB] := real_basis (conjU re) le_k; exists B.
  pose B : 'M_(k, n) := pid_mx (\rank U) *m row_base U; exists B => //.
  apply: eqmx_trans (eq_row_base U); apply: eqmxMfull.
  by rewrite /row_full rank_pid_mx.
have stable x : exists2 M, M *m B = B *m perm_mx (letter_perm inj x)^-1%g &
    real -> real_matrix M.
  set P := perm_mx _; have sub : (B *m P <= B)%MS.
    rewrite (eqmxMr _ eB) eB; apply: (mxmoduleP modU).
    by rewrite groupV mem_gen ?imset_f.
  have [re|/negPf not_real] := boolP real; last first.
    by have /submxP[M ->] := sub; exists M.
  have rP : real_matrix (B *m P).
    by apply: real_mul (rB re) _ => i j; rewrite !mxE realn.
  by have [M rM eM] := real_solution (rB re) rP sub; exists M.
have [M eM rM] := fin_all_exists2 stable.
by exists B, M; split=> // re x; apply: rM.
Qed.

Lemma functions_read :
  functions_of_states out k real inj -> reads_blocks step q0 out k real.
Proof.
case=> I [U [l [smU sub_l strict]]].
have [B ex] := fin_all_exists (fun i => small_rows (smU i)).
have [M BP] := fin_all_exists ex.
have coeff z : exists c : I -> 'rV[algC]_k, l z = \sum_i c i *m B i.
  have /sub_sumsmxP[u ->] := sub_l z.
  have d i : exists c : 'rV[algC]_k, u i *m U i = c *m B i.
    have [eB _ _] := BP i; apply/submxP.
    by rewrite (submx_trans (submxMl _ _)) // eB.
  have [c ec] := fin_all_exists d.
  by exists c; apply: eq_bigr => i _.
have [c cP] := fin_all_exists coeff.
pose v q := stacked (fun i => col q (B i)).
pose A x := block_sum (fun i => M i x).
have vP x q : A x *m v q = v (step q x).
  rewrite block_sum_stacked; apply: eq_stacked => i; have [_ _ eM] := BP i.
  rewrite colE mulmxA eM -colE -col_permE.
  by apply/colP=> b; rewrite !mxE permE.
have run_v w : arun A (fun=> 0) (v q0) w = v (foldl step q0 w).
  by elim: w q0 => //= x w IHw q; rewrite /astep addr0 vP IHw.
have Cv z q : (beside (c z) *m v q) 0 0 = l z 0 q.
  rewrite beside_stacked cP summxE; apply: eq_bigr => i _.
  by rewrite colE mulmxA -colE mxE.
exists _, A, (fun=> 0), (v q0), [seq v q | q <- enum 'I_n], (@place I k).
exists (fun z => beside (c z)), (fun=> 0).
split=> [|w|w z ne].
- split=> [x|e|re]; [exact: block_sum_blocks|exact: card_place|left=> x].
  by apply: block_sum_real => i; have [_ rM _] := BP i; apply: rM.
- by rewrite [foldl _ _ _]run_v; apply: map_f; rewrite mem_enum.
rewrite run_v /logit !addr0 !Cv -subr_gt0 -raddfB /=.
have lt := strict _ _ ne; rewrite -subr_gt0 in lt.
by have /Creal_ReP -> := gtr0_real lt.
Qed.

(* Theorem B'', over the complex and over the real numbers.                   *)
Theorem reads_blocks_iff : (0 < k)%N ->
  (forall q, exists w, foldl step q0 w = q) ->
  (forall p q, p != q ->
     exists w, out (foldl step p w) != out (foldl step q w)) ->
  reads_blocks step q0 out k real <-> functions_of_states out k real inj.
Proof.
move=> k_gt0 reach separated; split; last exact: functions_read.
exact: logits_on_states k_gt0 reach separated.
Qed.
End Converse.

(* Equal weights refute that numbers 1 and -1 count modulo 3.                 *)
Section CounterThree.
Definition count3 (i : 'I_3) (_ : unit) : 'I_3 := i + 1.

Lemma count3_inj x : injective (count3^~ x).
Proof. by move=> i j /addIr. Qed.

Let G := transition_group count3_inj.
Let s := letter_perm count3_inj tt.

Let s_comm g : g \in G -> (s * g = g * s)%g.
Proof.
have sub : G \subset 'C[s]%g.
  rewrite gen_subG; apply/subsetP=> _ /imsetP[[] _ ->].
  by apply/cent1P.
by move=> /(subsetP sub)/cent1P.
Qed.

Let Gs : s \in G. Proof. by apply/mem_gen/imset_f. Qed.

Let squares_kill (e : 'cV[algC]_3) :
  \sum_q e q 0 = 0 -> square_sum (on_states count3_inj) *m e = 0.
Proof.
move=> sum0; pose f q := \sum_(g in G) e ((g * g)%g q) 0.
have fE q : (square_sum (on_states count3_inj) *m e) q 0 = f q.
  rewrite mulmx_suml summxE; apply: eq_bigr => g _.
  by rewrite -row_permE mxE.
have shift q : f q = f (s (s q)).
  rewrite /f (reindex_inj (mulgI s)) /=; apply: eq_big => [g|g].
    by rewrite groupMl.
  rewrite groupMl // => Gg; congr (e _ 0).
  by rewrite -mulgA (mulgA g) -s_comm // !permM.
have sE q : s q = q + 1 by rewrite permE.
have f2 : f 0 = f 2%:R by rewrite [LHS]shift !sE; congr f; apply: val_inj.
have f1 : f 2%:R = f 1 by rewrite [LHS]shift !sE; congr f; apply: val_inj.
have total : \sum_q f q = 0.
  rewrite exchange_big big1 //= => g _.
  by rewrite -[RHS]sum0 [RHS](reindex_inj (@perm_inj _ (g * g)%g)).
have f0 : f 0 = 0.
  move: total; rewrite !big_ord_recl big_ord0 addr0 /=.
  have -> : lift ord0 ord0 = 1 :> 'I_3 by apply: val_inj.
  have -> : lift ord0 (lift ord0 ord0) = 2%:R :> 'I_3 by apply: val_inj.
  have -> : ord0 = 0 :> 'I_3 by apply: val_inj.
  rewrite -f1 -f2 -mulr2n -mulrS -mulr_natr => /eqP.
  by rewrite mulf_eq0 pnatr_eq0 orbF => /eqP.
apply/colP=> q; rewrite fE mxE.
have [->|[->|->]] : q = 0 \/ q = 1 \/ q = 2%:R.
  case: q => [[|[|[|//]]] lt]; [left|right; left|right; right]; exact: val_inj.
- exact: f0.
- by rewrite -f1 -f2.
by rewrite -f2.
Qed.

Example count3_refuted : refuting id 1%N true count3_inj (fun _ _ => 1).
Proof.
split=> [q z|| y]; first exact: ler01.
  by exists 0, 1; split; rewrite ?oner_neq0.
set e := excess _ _ y.
have eE q : e q 0 = if q == y then 2%:R else -1.
  rewrite mxE; case: eqP => // _.
  by rewrite (eq_bigl (predC1 y)) // sumr_const cardC1 card_ord.
have kill : square_sum (on_states count3_inj) *m e = 0.
  apply: squares_kill; rewrite (bigD1 y) //= eE eqxx.
  rewrite (eq_bigr (fun=> -1)) => [|q /negPf ne]; last by rewrite eE ne.
  by rewrite sumr_const cardC1 card_ord mulNrn subrr.
exists (- (#|G|%:R^-1 *: e)).
have -> : annihilator (on_states count3_inj) 1 true =
    square_sum (on_states count3_inj) - (#|G|%:R)%:M.
  rewrite /annihilator /= muln1 cardG_gt0 /= mulmx1 /factor /= divr1.
  by [].
rewrite mulmxBl mulmxN -scalemxAr kill scaler0 oppr0 sub0r mul_scalar_mx.
rewrite scalerN opprK scalerA divff ?scale1r //.
by rewrite pnatr_eq0 -lt0n cardG_gt0.
Qed.
End CounterThree.
