(* Faithful representations inside a class of matrices.                       *)
(*                                                                            *)
(*   mx_class F    == a predicate on the square matrices over F of each size  *)
(*   embeds P G    == G has a faithful representation by matrices that        *)
(*                    satisfy P                                               *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model commutative.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Definition mx_class (F : fieldType) := forall n, pred 'M[F]_n.

Definition embeds (F : fieldType) (P : mx_class F) (gT : finGroupType)
    (G : {group gT}) :=
  exists n (rG : mx_representation F G n),
    mx_faithful rG /\ {in G, forall g, P n (rG g)}.

Section Commuting.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).

Theorem comm_faithful_abelian n (rG : mx_representation F G n) :
  mx_faithful rG -> {in G &, forall x y, comm_mx (rG x) (rG y)} -> abelian G.
Proof.
move=> fG cG; apply/centsP=> x Gx y Gy; apply: (mx_faithful_inj fG).
- by rewrite groupM.
- by rewrite groupM.
by rewrite !repr_mxM // cG.
Qed.
End Commuting.
