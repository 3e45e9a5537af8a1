(* One reflection a letter, or a letter and head: no such recurrence of       *)
(* finite reach with real states tells u x x w from u w where letters permute.*)
(*                                                                            *)
(*   self_adjoint A == A is real and equal to its transpose, as a product of  *)
(*                     one reflection in each head is                         *)
(*                                                                            *)
(* Where A^m d = d for real d, A self-adjoint, e = A^2 d - d is 0: the sum of *)
(* the A^2i e for i < m is 0, and its scalar product with e is a sum of       *)
(* squares, that of e one of them.                                            *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model compression householder rules claim.
From BilinearTheory Require Import letter_order idempotents.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition self_adjoint (F : numDomainType) d (A : 'M[F]_d) :=
  A^T = A /\ forall i j, A i j \is Num.real.

Section Adjoint.
Variables (F : numFieldType) (d : nat) (A : 'M[F]_d) (b : 'cV[F]_d).
Hypothesis sA : self_adjoint A.
Local Notation pow i := (iter i (mulmx A)).

Lemma adjoint_power i (v w : 'cV[F]_d) : v^T *m pow i w = (pow i v)^T *m w.
Proof.
elim: i v w => // i IHi v w; rewrite iterS mulmxA.
have -> : v^T *m A = (A *m v)^T by rewrite trmx_mul sA.1.
by rewrite IHi -iterSr.
Qed.

Lemma square_ge0 (v : 'cV[F]_d) : (forall i, v i 0 \is Num.real) ->
  0 <= (v^T *m v) 0 0.
Proof.
move=> rv; rewrite mxE sumr_ge0 // => i _; rewrite mxE -expr2.
exact: real_exprn_even_ge0.
Qed.

Lemma square_eq0 (v : 'cV[F]_d) : (forall i, v i 0 \is Num.real) ->
  (v^T *m v) 0 0 = 0 -> v = 0.
Proof.
move=> rv; rewrite mxE => /eqP; rewrite psumr_eq0 => [/allP e|i _]; last first.
  by rewrite mxE -expr2; apply: real_exprn_even_ge0.
apply/colP=> i; rewrite mxE; have := e i (mem_index_enum i).
by rewrite mxE mulf_eq0 orbb => /eqP.
Qed.

Lemma adjoint_period (h : 'cV[F]_d) m : (forall i, h i 0 \is Num.real) ->
  (forall i, (A *m (A *m h + b) + b) i 0 \is Num.real) ->
  (0 < m)%N -> iter m (fun v => A *m v + b) h = h ->
  A *m (A *m h + b) + b = h.
Proof.
move=> rh rh2 m_gt0 per; pose g i := iter i (fun v => A *m v + b) h.
pose e := g 2%N - g 0%N; have gE i : g (i + 2)%N - g i = pow i e.
  elim: i => // i IHi; rewrite addSn iterS -IHi /g !iterS opprD addrACA.
  by rewrite subrr addr0 mulmxBr.
have re i : e i 0 \is Num.real.
  by rewrite !mxE realB //; have := rh2 i; rewrite !mxE.
have r_pow k i : pow k e i 0 \is Num.real.
  elim: k i => [|k IHk] i; first exact: re.
  by rewrite iterS mxE; apply: sum_real => j _; rewrite realM ?IHk // sA.2.
have sum0 : \sum_(0 <= i < m) pow (i * 2)%N e = 0.
  transitivity (\sum_(0 <= i < m) (g (i.+1 * 2)%N - g (i * 2)%N)).
    by apply: eq_bigr => i _; rewrite -gE mulSn addnC.
  rewrite telescope_sumr // mul0n; apply/eqP; rewrite subr_eq0; apply/eqP.
  by rewrite /g muln2 -addnn iterD !per.
suff /eqP : e = 0 by rewrite subr_eq0 => /eqP.
apply: square_eq0 => //; apply/eqP.
have := congr1 (fun v => (e^T *m v) 0 0) sum0.
rewrite mulmx_sumr mulmx0 summxE [RHS]mxE => /eqP.
rewrite psumr_eq0 => [/allP e0|i _].
  by have := e0 0%N; rewrite mem_index_iota m_gt0; apply.
by rewrite muln2 -addnn iterD adjoint_power square_ge0.
Qed.
End Adjoint.

Theorem one_reflection_sound (F : numFieldType) (L Z : Type) (Q : finType)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) d (A : L -> 'M[F]_d)
    (b : L -> 'cV[F]_d) h0 (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) u x w :
  self_adjoint (A x) -> (forall h, h \in r -> forall i, h i 0 \is Num.real) ->
  orbit_in (astep A b) h0 r ->
  (forall v, dec (arun A b h0 v) = out (foldl step q0 v)) ->
  (forall y, injective (step^~ y)) ->
  out (foldl step q0 (u ++ x :: x :: w)) = out (foldl step q0 (u ++ w)).
Proof.
move=> sA rr rP decP inj; pose m := (size r)`!; pose n := #|Q|`!.
have [m_gt0 n_gt0] : (0 < m)%N /\ (0 < n)%N by rewrite !fact_gt0.
pose v := u ++ wpow [:: x] (m * n).
have v_q : foldl step q0 v = foldl step q0 u.
  rewrite /v foldl_cat foldl_wpow iterM iter_fix // -foldl_wpow.
  exact: permutation_order.
have reached k : iter k (fun h => A x *m h + b x) (arun A b h0 v) \in r.
  rewrite -[iter _ _ _]/(iter k (foldl (astep A b) ^~ [:: x]) _).
  by rewrite -orbit_iter; apply: rP.
have e : A x *m (A x *m arun A b h0 v + b x) + b x = arun A b h0 v.
  apply: (adjoint_period sA _ _ m_gt0); first exact: rr _ (reached 0%N).
    exact: rr _ (reached 2%N).
  rewrite -[iter _ _ _]/(iter m (foldl (astep A b) ^~ [:: x]) _).
  rewrite -orbit_iter /v -catA -wpowD -mulnSr -(prednK n_gt0).
  exact: orbit_idem.
have after t : dec (arun A b (arun A b h0 v) t) = out (foldl step q0 (u ++ t)).
  by rewrite -arun_cat decP foldl_cat v_q -foldl_cat.
by rewrite -!after; apply: (congr1 (fun h => dec (arun A b h w)) e).
Qed.

(* Products of one reflection in each head are self-adjoint.                  *)
Section Heads.
Variable d : nat.
Implicit Types (f g : algC * 'cV[algC]_d) (fs : seq (algC * 'cV[algC]_d)).

Lemma delta_step_adjoint f : reflector f -> self_adjoint (delta_step f.1 f.2).
Proof.
case/and4P=> rc /forallP rk _ _; split=> [|i j].
  by rewrite /delta_step linearB linearZ /= trmx1 trmx_mul trmxK.
have rki l : f.2 l 0 \is Num.real by have /forallP := rk l.
by rewrite !mxE big_ord1 realB ?realn // realM // mxE realM.
Qed.

Lemma self_adjointM (A B : 'M[algC]_d) : self_adjoint A -> self_adjoint B ->
  A *m B = B *m A -> self_adjoint (A *m B).
Proof.
move=> [tA rA] [tB rB] AB; split=> [|i j]; first by rewrite trmx_mul tA tB.
by rewrite mxE; apply: sum_real => k _; rewrite realM.
Qed.

Lemma lies_orthogonal (head : 'I_d -> nat) h h' f g :
  h != h' -> lies head h f -> lies head h' g -> f.2^T *m g.2 = 0.
Proof.
move=> ne /forallP lf /forallP lg; apply/matrixP=> i j.
rewrite !mxE !ord1 big1 // => k _; rewrite mxE.
have [->|nf] := eqVneq (f.2 k 0) 0; first by rewrite mul0r.
have [->|ng] := eqVneq (g.2 k 0) 0; first by rewrite mulr0.
have := lf k; have := lg k; rewrite nf ng /= => /eqP eg /eqP ef.
by rewrite -ef -eg eqxx in ne.
Qed.

Lemma orthogonal_commute f g : f.2^T *m g.2 = 0 ->
  delta_step f.1 f.2 *m delta_step g.1 g.2 =
  delta_step g.1 g.2 *m delta_step f.1 f.2.
Proof.
move=> o; have o' : g.2^T *m f.2 = 0.
  by apply: trmx_inj; rewrite trmx_mul trmxK o !raddf0.
rewrite /delta_step !mulmxBl !mulmxBr !mul1mx !mulmx1 -!scalemxAl -!scalemxAr.
rewrite !mulmxA -(mulmxA f.2) o -(mulmxA g.2) o' !mulmx0 !mul0mx !scaler0.
by rewrite !subr0 addrAC.
Qed.

Lemma commute_steps f fs : (forall g, g \in fs -> f.2^T *m g.2 = 0) ->
  delta_step f.1 f.2 *m steps fs = steps fs *m delta_step f.1 f.2.
Proof.
elim: fs => [|g fs IHfs] o; first by rewrite mulmx1 mul1mx.
rewrite [steps _]/= mulmxA orthogonal_commute ?o ?mem_head // -!mulmxA.
by rewrite -/(steps fs) IHfs // => g' g'_fs; apply: o; rewrite inE g'_fs orbT.
Qed.

Lemma heads_adjoint (head : 'I_d -> nat) fs : all (@reflector d) fs ->
  (forall f, f \in fs -> exists h, lies head h f) ->
  (forall h, (count (lies head h) fs <= 1)%N) -> self_adjoint (steps fs).
Proof.
elim: fs => [|f fs IHfs].
  by split=> [|i j]; rewrite /steps /= ?trmx1 // mxE realn.
case/andP=> rf rfs lie one; apply: self_adjointM.
- exact: delta_step_adjoint.
- apply: IHfs => // [g g_fs|h]; first by apply: lie; rewrite inE g_fs orbT.
  exact: leq_trans (leq_addl _ _) (one h).
apply: commute_steps => g g_fs; have [h lf] := lie f (mem_head _ _).
have [h' lg] := lie g (mem_behead (s := f :: fs) g_fs).
apply: (lies_orthogonal _ lf lg); apply: contraTneq (one h) => e.
rewrite /= lf add1n ltnS -ltnNge -has_count; apply/hasP.
by exists g; rewrite // e.
Qed.
End Heads.

(* So a certificate with these words is right.                                *)
Theorem one_reflection_refutes (L : Type) (Q : finType) (step : Q -> L -> Q)
    q0 (out : Q -> nat) c bound dec additive u x w :
  c = Householder 1 \/ c = HouseholderHeads 1 ->
  (forall y, injective (step^~ y)) ->
  realizable (fun v => out (foldl step q0 v)) c bound dec additive ->
  out (foldl step q0 (u ++ x :: x :: w)) = out (foldl step q0 (u ++ w)).
Proof.
move=> cc inj [d [A [b [h0 [pts [fam real _ rP /linear_arbitrary[g gP]]]]]]].
have {}gP v : g (arun A b h0 v) = out (foldl step q0 v) by apply: gP.
apply: (one_reflection_sound u w _ _ rP gP) => //.
  case: cc fam => -> /= [].
    move=> fs /(_ x)[-> refl size1].
    apply: (heads_adjoint (head := fun=> 0%N)) => // [f _|h].
      by exists 0%N; apply/forallP=> i; rewrite eqxx implybT.
    exact: leq_trans (count_size _ _) size1.
  move=> head [fs] /(_ x)[-> refl lie one].
  exact: heads_adjoint lie one.
move=> h h_in i; have : all (@real_mx d 1) pts.
  by case: cc real => ->; case/andP=> _ /implyP; apply.
by move=> /allP/(_ h h_in)/forallP/(_ i)/forallP.
Qed.

(* What certificates refute of products of Householder factors: the theorems  *)
(* on matrices, said of claims.                                               *)

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
