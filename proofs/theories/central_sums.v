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
