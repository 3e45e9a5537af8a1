(* Block-diagonal matrices with complex blocks of size at most k.             *)
(*                                                                            *)
(*   block_embeds F G k == G has a faithful representation over F by block    *)
(*                         diagonal matrices with fixed blocks of size <= k   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model diagonal.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Local Notation algCF := [fieldType of algC].

Section MxDiag.
Variables (R : ringType) (m : nat) (p : 'I_m -> nat).

Lemma mulmx_mxdiag (B C : forall i, 'M[R]_(p i)) :
  \mxdiag_i B i *m \mxdiag_i C i = \mxdiag_i (B i *m C i).
Proof.
rewrite [X in _ *m X]/mxdiag mul_mxdiag_mxblock /mxdiag.
apply/eq_mxblockP => i j; case: eqVneq => [<-|_]; last by rewrite mulmx0.
by rewrite !conform_mx_id.
Qed.
End MxDiag.

Section Blocks.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).

(* G has a faithful representation by block-diagonal matrices whose blocks    *)
(* (at the same fixed positions for all g) have size at most k.               *)
Definition block_embeds k :=
  exists m (p : 'I_m -> nat) (rG : mx_representation F G (\sum_i p i)),
    [/\ forall i, (p i <= k)%N, mx_faithful rG &
        {in G, forall g, exists B : forall i, 'M_(p i), rG g = \mxdiag_i B i}].

Lemma mxdiag_mx_repr m (p : 'I_m -> nat)
    (r : forall i, mx_representation F G (p i)) :
  mx_repr G (fun g => \mxdiag_i r i g).
Proof.
split=> [|x y Gx Gy].
  by rewrite -mxdiagZ; apply: eq_mxdiag => i; rewrite repr_mx1.
by rewrite mulmx_mxdiag; apply: eq_mxdiag => i; rewrite repr_mxM.
Qed.
Canonical mxdiag_repr m p r := MxRepresentation (@mxdiag_mx_repr m p r).

Lemma block_mx_repr m (p : 'I_m -> nat)
    (rG : mx_representation F G (\sum_i p i)) i :
  {in G, forall g, exists B : forall i, 'M_(p i), rG g = \mxdiag_i B i} ->
  mx_repr G (fun g => submxblock (rG g) i i).
Proof.
move=> dG; split=> [|x y Gx Gy].
  by rewrite repr_mx1 -mxdiagZ submxblock_diag.
have [Bx ex] := dG x Gx; have [By ey] := dG y Gy.
by rewrite repr_mxM // ex ey mulmx_mxdiag !submxblock_diag.
Qed.
End Blocks.

Section Classification.
Variables (gT : finGroupType) (G : {group gT}) (k : nat).

Theorem block_embeds_iff :
  block_embeds algCF G k <->
  G :&: \bigcap_(i : Iirr G | 'chi_i 1%g <= k%:R) cfker 'chi_i \subset [1].
Proof.
split=> [[m [p [rG [p_le fG dG]]]]|sub1].
  apply: subset_trans fG; apply/subsetP=> g /setIP[Gg /bigcapP kg].
  rewrite inE Gg mul1mx; have [B eB] := dG g Gg; rewrite eB.
  apply/eqP; rewrite -mxdiagZ; apply: eq_mxdiag => j.
  pose rj := MxRepresentation (block_mx_repr j dG).
  have <- : rj g = B j by rewrite /= eB submxblock_diag.
  suff : g \in rker rj by case/rkerP.
  rewrite -cfker_repr cfkerE ?cfRepr_char // inE Gg; apply/bigcapP=> i ci.
  apply: kg; apply: le_trans (char1_ge_constt (cfRepr_char rj) ci) _.
  by rewrite cfRepr1 ler_nat.
have ex (i : Iirr G) : exists r : representation algCF G, 'chi_i = cfRepr r.
  by have /irr_reprP[r _ ->] := mem_irr i; exists r.
have [r er] := fin_all_exists ex.
pose D := [set i : Iirr G | 'chi_i 1%g <= k%:R].
pose f (j : 'I_#|D|) := enum_val j.
pose p j := rdegree (r (f j)).
pose rj j : mx_representation algCF G (p j) := r (f j).
exists #|D|, p, (mxdiag_repr rj); split=> [j||g _];
  last by exists (fun j => rj j g).
  have := enum_valP j; rewrite inE er cfRepr1 ler_nat; exact.
apply: subset_trans sub1; apply/subsetP=> g /setIdP[Gg];
  rewrite mul1mx => /eqP rg.
rewrite inE Gg; apply/bigcapP=> i ki; have Di : i \in D by rewrite inE.
rewrite er cfker_repr; apply/rkerP; split=> //.
have e1 : \mxdiag_j rj j g = \mxdiag_j (1%:M : 'M_(p j)) by rewrite mxdiagZ.
have := (eq_mxdiagP _ _).2 e1 (enum_rank_in Di i).
by rewrite /rj /p /f enum_rankK_in.
Qed.
End Classification.
