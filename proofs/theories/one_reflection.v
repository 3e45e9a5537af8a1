(* One reflection a letter, or a letter and head: no such recurrence of       *)
(* finite reach with real states tells u x x w from u w where letters permute.*)
(*                                                                            *)
(*   self_adjoint A == A is real and equal to its transpose, as a product of  *)
(*                     one reflection in each head is                         *)
(*                                                                            *)
(* Where A^m d = d for real d, A self-adjoint, e = A^2 d - d is 0: the sum of *)
(* the A^2i e for i < m is 0, and its scalar product with e is a sum of       *)
(* squares, that of e one of them.                                            *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine compression.
From BilinearTheory Require Import householder rules claim.

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
