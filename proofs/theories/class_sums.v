(* Sums over a group by its conjugacy classes, as the kernel computes them.   *)
(*                                                                            *)
(*   class_sum rG C   == the sum of rG x over x in the set C                  *)
(*   class_sum_inv rG C == the sum of rG x^-1 over x in C                     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import central_sums annihilator.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory GroupScope.
Local Open Scope ring_scope.

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
