(* What certificates refute of products of Householder factors: the theorems  *)
(* on matrices, said of claims.                                               *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine block_rows.
From BilinearTheory Require Import householder rules claim letter_order.
From BilinearTheory Require Import idempotents flags.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Heads.
Variables (d : nat) (head : 'I_d -> nat).
Implicit Types (f : algC * 'cV[algC]_d) (fs : seq (algC * 'cV[algC]_d)).

Lemma block_ofM g (A B : 'M[algC]_d) : block_matrix head A ->
  block_of head g (A *m B) = block_of head g A *m block_of head g B.
Proof.
move=> blA; have e (M : 'M[algC]_d) :
    block_of head g M = colsub enum_val (rows_of head g M).
  by apply/matrixP=> i j; rewrite !mxE.
by rewrite e rows_ofM // [block_of _ _ B]e mulmx_colsub.
Qed.

Lemma block_of1 g : block_of head g 1%:M = 1%:M :> 'M[algC]__.
Proof. by apply/matrixP=> i j; rewrite !mxE (inj_eq enum_val_inj). Qed.

Lemma lies_zero h g f i : lies head h f -> ~~ lies head g f ->
  i \in members head g -> f.2 i 0 = 0.
Proof.
move=> /forallP lh lg; rewrite inE => /eqP ig; apply/eqP.
apply: contraNT lg => nz; have := lh i; rewrite nz ig => /eqP ->.
exact/forallP.
Qed.

Lemma block_delta h f : lies head h f -> block_matrix head (delta_step f.1 f.2).
Proof.
move=> /forallP lh i j; rewrite !mxE big_ord1 !mxE.
have [-> //|_] := eqVneq i j; rewrite sub0r oppr_eq0 !mulf_eq0 !negb_or.
by case/and3P=> _ nzi nzj; have := lh i; have := lh j;
  rewrite nzi nzj => /eqP -> /eqP ->.
Qed.

Lemma block_steps fs : (forall f, f \in fs -> exists h, lies head h f) ->
  block_matrix head (steps fs) /\
  forall g, (\rank (block_of head g (steps fs) - 1%:M)%R <=
             count (lies head g) fs)%N.
Proof.
elim: fs => [|f fs IHfs] lie /=.
  split=> [|g]; first exact: block_matrix1.
  by rewrite /steps /= block_of1 subrr mxrank0.
have [h lh] := lie f (mem_head _ _); have blf := block_delta lh.
have [|bl rk] := IHfs; first by move=> k kf; apply: lie; rewrite inE kf orbT.
split=> [|g]; first exact: block_matrixM.
rewrite /steps /= block_ofM //; apply: leq_trans (rank_mul_sub1 _ _) _.
apply: leq_add (rk g); have [lg|nlg] := boolP (lies head g f).
  have -> : block_of head g (delta_step f.1 f.2) - 1%:M =
      rowsub enum_val (- (f.1 *: f.2)) *m colsub enum_val f.2^T.
    apply/matrixP=> i j; rewrite !mxE !big_ord1 !mxE (inj_eq enum_val_inj).
    by rewrite addrC addrA addNr sub0r mulNr mulrA.
  exact: leq_trans (mxrankM_maxr _ _) (rank_leq_row _).
rewrite (_ : _ - _ = 0) ?mxrank0 //; apply/matrixP=> i j.
rewrite !mxE big_ord1 !mxE (inj_eq enum_val_inj).
by rewrite (lies_zero lh nlg (enum_valP i)) mul0r mulr0 subr0 subrr.
Qed.
End Heads.

Lemma family_rank (L : Type) d (A : L -> 'M[algC]_d) N x :
  in_family A (Householder N) -> (\rank (A x - 1%:M)%R <= N)%N.
Proof.
case=> fs fsP; have [e _ le] := fsP x.
exact: leq_trans (delta_steps_lower_bound e) le.
Qed.

Lemma real_orbit (L : Type) d (A : L -> 'M[algC]_d) b h0 pts w i :
  orbit_in (astep A b) h0 pts -> all (@real_mx d 1) pts ->
  arun A b h0 w i 0 \is Num.real.
Proof. by move=> rP /allP re; have /forallP/(_ i)/forallP := re _ (rP w). Qed.

(* A factor makes no real vector longer.                                      *)
Lemma reflector_contracts d (f : algC * 'cV[algC]_d) : reflector f ->
  contracts (delta_step f.1 f.2).
Proof.
case: f => c k /and4P[/= rc /forallP rk pos le2] v rv.
have rk' : real_vector k := fun i => elimT forallP (rk i) 0.
have rkv : dot k v \is Num.real by apply: dot_real.
have stepE : delta_step c k *m v = v - (c * dot k v) *: k.
  rewrite /delta_step mulmxBl mul1mx -scalemxAl -mulmxA.
  by rewrite [k^T *m v]mx11_scalar mul_mx_scalar scalerA.
have rs : c * dot k v \is Num.real by apply: realM.
rewrite stepE; split.
  by apply: real_vectorD => //; apply/real_vectorN/real_vectorZ.
rewrite dot_sub dotZl !dotZr (dotC v k) -/(dot k k) -addrA ger_addl.
rewrite mulr2n -/(dot k k) in pos le2 *; set a := dot k v in rkv rs *.
have -> : - (c * a * a + c * a * a) + c * a * (c * a * dot k k) =
    - (c * a ^+ 2 * (2%:R - c * dot k k)).
  rewrite mulrBr opprB addrC mulr_natr mulr2n expr2 !mulrA.
  by rewrite [c * a * a * c]mulrAC.
rewrite oppr_le0 mulr_ge0 ?subr_ge0 // mulr_ge0 //; last first.
  exact: real_exprn_even_ge0.
have k_gt0 : 0 < dot k k.
  rewrite lt_def dot_ge0 // andbT; apply: contraTneq pos => ->.
  by rewrite mulr0 ltxx.
by rewrite -(pmulr_lge0 _ k_gt0) mulrC ltW // mulrC.
Qed.

Lemma contracts_mul d (A B : 'M[algC]_d) :
  contracts A -> contracts B -> contracts (A *m B).
Proof.
move=> cA cB v rv; have [rB leB] := cB v rv; have [rA leA] := cA _ rB.
by rewrite -mulmxA; split=> //; apply: le_trans leA leB.
Qed.

Lemma steps_contract d (fs : seq (algC * 'cV[algC]_d)) :
  all (@reflector d) fs -> contracts (steps fs).
Proof.
elim: fs => [_ v rv|f fs IHfs /= /andP[rf /IHfs cfs]].
  by rewrite /steps /= mul1mx; split=> //; apply: lexx.
exact: contracts_mul (reflector_contracts rf) cfs.
Qed.

Definition householder (c : class) : bool :=
  match c with Householder _ | HouseholderHeads _ => true | _ => false end.

Lemma family_contracts (L : Type) d (A : L -> 'M[algC]_d) c :
  householder c -> in_family A c -> forall x, contracts (A x).
Proof.
case: c => //= N _; first by case=> fs fsP x; have [-> /steps_contract] := fsP x.
by case=> head [fs fsP] x; have [-> /steps_contract] := fsP x.
Qed.

Section Claims.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (bound : option nat) (kind : decoder).
Variable additive : bool.
Local Notation f := (fun w => out (foldl step q0 w)).

(* The witness letter-order.                                                  *)
Theorem letter_order_refutes N x n k c u w v y : (0 < n)%N ->
  (forall q, foldl step q (wpow [:: x] (n + n)) =
     foldl step q (wpow [:: x] n)) ->
  tail_shown step q0 out x n k u w -> cycle_shown step q0 out x n c v y ->
  (N < k + c)%N -> ~ realizable f (Householder N) bound kind additive.
Proof.
move=> n_gt0 idem tail cycle; rewrite ltnNge => /negP large.
case=> d [A [b [h0 [pts [fam /andP[_ /= re] _ rP]]]]] /linear_arbitrary[g decP].
apply: large; apply: (letter_order_sound rP decP _ n_gt0 idem _ tail cycle).
  by move=> w' i; apply: real_orbit rP re.
exact: family_rank.
Qed.

Theorem letter_order_heads_refutes N x n k c u w v y : (0 < n)%N ->
  (forall q, foldl step q (wpow [:: x] (n + n)) =
     foldl step q (wpow [:: x] n)) ->
  tail_shown step q0 out x n k u w -> cycle_shown step q0 out x n c v y ->
  (N < maxn k c)%N -> ~ realizable f (HouseholderHeads N) bound kind additive.
Proof.
move=> n_gt0 idem tail cycle; rewrite ltnNge => /negP large.
case=> d [A [b [h0 [pts [fam /andP[_ /= re] _ rP]]]]] /linear_arbitrary[g decP].
have [head [fs fsP]] := fam; have [e _ lie count_le] := fsP x.
have [bl rk] := block_steps lie; apply: large; move: (bl) (rk); rewrite -e.
move=> blA rkA; apply: (letter_order_heads_sound rP decP _ n_gt0 idem blA _
  tail cycle) => [w' i|h]; first exact: real_orbit rP re.
exact: leq_trans (rkA h) (count_le h).
Qed.

(* The witness idempotents.                                                   *)
Theorem idempotents_refutes c n u x y w : householder c -> (0 < n)%N ->
  (forall q, foldl step q (wpow x (n + n)) = foldl step q (wpow x n)) ->
  (forall q, foldl step q (wpow y (n + n)) = foldl step q (wpow y n)) ->
  out (foldl step q0 (u ++ wpow x n ++ wpow y n ++ w)) <>
  out (foldl step q0 (u ++ wpow y n ++ wpow x n ++ w)) ->
  ~ realizable f c bound kind false.
Proof.
move=> hc n_gt0 ex ey differ.
case=> d [A [b [h0 [pts [fam /andP[_ re] [//|b0] rP]]]]].
case/linear_arbitrary=> g decP; apply: differ.
have {}re : all (@real_mx d 1) pts by apply: implyP re _; case: (c) hc.
apply: (idempotents_sound (family_contracts hc fam) b0 _ rP n_gt0 decP) => //.
by move=> i; apply: (real_orbit [::] _ rP re).
Qed.
End Claims.

(* The witness flags.                                                         *)
Section Flags.
Variables (L : eqType) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (bound : option nat).
Local Notation f := (fun w => out (foldl step q0 w)).

Theorem flags_refutes N n u w (letters : seq L) y0 y1 : (0 < n)%N ->
  (forall x, x \in letters -> forall q,
     foldl step q (wpow [:: x] (n + n)) = foldl step q (wpow [:: x] n)) ->
  y0 != y1 ->
  (forall ys, subseq ys letters -> out (foldl step q0
     (u ++ powers_of n ys ++ w)) = if odd (size ys) then y1 else y0) ->
  (N < size letters)%N -> ~ realizable f (Householder N) bound Linear false.
Proof.
move=> n_gt0 idem ne shown; rewrite ltnNge => /negP large.
case=> d [A [b [h0 [pts [fam /andP[_ /= re] [//|b0] rP]]]]].
case=> ys [c [beta lin]]; apply: large.
pose g y (h : 'cV[algC]_d) := 'Re ((c y *m h) 0 0).
have linP : linear_decoder g (fun y => 'Re (beta y)) (arun A b h0) f.
  split=> [y v v'|v v' ne']; first by rewrite /g mulmxBr !mxE raddfB.
  have [_ strict] := lin v'; have [in_ys _] := lin v.
  by rewrite /g -!raddfD; apply: strict.
apply: (flags_sound (family_contracts _ fam) b0 _ rP linP n_gt0 idem _ ne
  shown) => // [i|x _]; first exact: (real_orbit [::] _ rP re).
exact: family_rank.
Qed.
End Flags.
