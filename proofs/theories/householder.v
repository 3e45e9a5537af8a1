(* Products of identity-plus-rank-one matrices (Householder, DeltaNet).       *)
(*                                                                            *)
(*   delta_step beta k == 1 - beta k k^T                                      *)
(*   prodmx As         == the product of the matrices As                      *)
(*   swap_key i j      == e_i - e_j, the key of the transposition (i j)       *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section LowRank.
Variables (F : fieldType) (n : nat).
Implicit Types (A : 'M[F]_n) (As : seq 'M[F]_n).

Definition delta_step (beta : F) (k : 'cV[F]_n) : 'M[F]_n :=
  1%:M - beta *: (k *m k^T).

Lemma rank_delta_step beta k : (\rank (delta_step beta k - 1%:M)%R <= 1)%N.
Proof.
rewrite /delta_step addrC addrA addNr add0r -scaleNr scalemxAl.
exact: leq_trans (mxrankM_maxr _ _) (rank_leq_row _).
Qed.

Lemma rank_mul_sub1 A B :
  (\rank (A *m B - 1%:M)%R <= \rank (A - 1%:M)%R + \rank (B - 1%:M)%R)%N.
Proof.
have -> : A *m B - 1%:M = (A - 1%:M) *m B + (B - 1%:M).
  by rewrite mulmxBl mul1mx addrA subrK.
apply: leq_trans (mxrank_add _ _) _.
by rewrite leq_add2r mxrankM_maxl.
Qed.

Definition prodmx As := foldr (fun A M => A *m M) 1%:M As.

Theorem rank_prod_sub1 As :
  all (fun A => \rank (A - 1%:M)%R <= 1)%N As ->
  (\rank (prodmx As - 1%:M)%R <= size As)%N.
Proof.
elim: As => [|A As IHA] /=; first by rewrite subrr mxrank0.
case/andP=> rA /IHA rAs; apply: leq_trans (rank_mul_sub1 _ _) _.
by rewrite -add1n leq_add.
Qed.

(* Number of delta steps per token needed to realise a given matrix. *)
Corollary delta_steps_lower_bound A (steps : seq (F * 'cV[F]_n)) :
  A = prodmx [seq delta_step s.1 s.2 | s <- steps] ->
  (\rank (A - 1%:M)%R <= size steps)%N.
Proof.
move=> ->; apply: leq_trans (rank_prod_sub1 _) _; last by rewrite size_map.
by apply/allP=> _ /mapP[s _ ->]; apply: rank_delta_step.
Qed.
End LowRank.

Section Transpositions.
Variables (F : fieldType) (n : nat).

Definition swap_key (i j : 'I_n) : 'cV[F]_n := delta_mx i 0 - delta_mx j 0.

Lemma swap_keyE i j k : swap_key i j k 0 = (k == i)%:R - (k == j)%:R.
Proof. by rewrite !mxE eqxx !andbT. Qed.

(* 1 - (e_i - e_j)(e_i - e_j)^T is the transposition matrix.  With the unit   *)
(* key (e_i - e_j)/sqrt 2 this is beta = 2: a Householder reflection.         *)
Theorem tperm_delta_step i j : i != j ->
  perm_mx (tperm i j) = delta_step 1 (swap_key i j) :> 'M[F]_n.
Proof.
move=> nij; apply/matrixP=> a b.
have -> : delta_step 1 (swap_key i j) a b =
    (a == b)%:R - swap_key i j a 0 * swap_key i j b 0.
  by rewrite /delta_step scale1r !mxE big_ord1 !mxE.
rewrite !swap_keyE !mxE.
case: tpermP => [->|->|/eqP nai /eqP naj].
- rewrite eqxx (negPf nij) subr0 mul1r opprB addrC -addrA.
  by rewrite [b == i]eq_sym addNr addr0 eq_sym.
- rewrite eqxx [j == i]eq_sym (negPf nij) sub0r mulN1r opprK addrC.
  by rewrite [b == j]eq_sym subrK eq_sym.
by rewrite (negPf nai) (negPf naj) subrr mul0r subr0.
Qed.

Lemma prodmx_cat (As Bs : seq 'M[F]_n) :
  prodmx (As ++ Bs) = prodmx As *m prodmx Bs.
Proof. by elim: As => [|A As IHA] /=; rewrite ?mul1mx // IHA mulmxA. Qed.

Theorem perm_delta_steps (s : 'S_n) : exists ts : seq ('I_n * 'I_n),
  perm_mx s = prodmx [seq delta_step 1 (swap_key t.1 t.2) | t <- ts] :> 'M[F]_n.
Proof.
have [ts -> /allP dts] := prod_tpermP s; exists ts.
elim: ts dts => [|t ts IHt] dts /=; first by rewrite big_nil perm_mx1.
rewrite big_cons perm_mxM IHt ?tperm_delta_step //.
  by apply: dts; rewrite mem_head.
by move=> u tu; apply: dts; rewrite inE tu orbT.
Qed.
End Transpositions.
