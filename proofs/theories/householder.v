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

(* The rank of a permutation matrix minus 1 is the number of points minus the *)
(* number of cycles.                                                          *)
(*                                                                            *)
(* The kernel of P - 1 are the vectors that are constant on the cycles.       *)

Section Cycles.
Variables (F : fieldType) (n : nat) (s : 'S_n).
Local Notation C := #|porbits s|.
Local Notation P := (perm_mx s : 'M[F]_n).
Local Notation cycle_of c := (enum_val (c : 'I_C)).

Let B : 'M[F]_(C, n) := \matrix_(c, j) (j \in cycle_of c)%:R.

Let ex_point (c : 'I_C) : [exists x, cycle_of c == porbit s x].
Proof.
have /imsetP[x _ ->] : cycle_of c \in porbits s by apply: enum_valP.
by apply/existsP; exists x.
Qed.

Let point (c : 'I_C) : 'I_n := xchoose (existsP (ex_point c)).

Let pointE c : cycle_of c = porbit s (point c).
Proof. exact/eqP/(xchooseP (existsP (ex_point c))). Qed.

Let D : 'M[F]_(n, C) := \matrix_(j, c) (j == point c)%:R.

Let mulP m (M : 'M[F]_(m, n)) i j : (M *m P) i (s j) = M i j.
Proof.
rewrite mxE (bigD1 j) //= big1 ?addr0 => [|k nkj]; rewrite !mxE.
  by rewrite eqxx mulr1.
by rewrite (inj_eq perm_inj) (negPf nkj) mulr0.
Qed.

Let fixedP m (M : 'M[F]_(m, n)) :
  M *m (P - 1%:M) = 0 <-> forall i j, M i (s j) = M i j.
Proof.
rewrite mulmxBr mulmx1; split=> [/eqP|e].
  by rewrite subr_eq0 => /eqP e i j; rewrite -{1}e mulP.
apply/eqP; rewrite subr_eq0; apply/eqP/matrixP=> i j.
by rewrite -(permKV s j) mulP e.
Qed.

Let constant m (M : 'M[F]_(m, n)) : (forall i j, M i (s j) = M i j) ->
  forall i x y, x \in porbit s y -> M i x = M i y.
Proof.
move=> e i x y /porbitP[k ->]; elim: k => [|k IHk].
  by rewrite expg0 perm1.
by rewrite expgSr permM e.
Qed.

Let B_fixed : B *m (P - 1%:M) = 0.
Proof.
apply/fixedP=> c j; rewrite !mxE pointE -!eq_porbit_mem.
by have := porbit_perm s 1 j; rewrite expg1 => ->.
Qed.

Let BD : B *m D = 1%:M.
Proof.
apply/matrixP=> c e; rewrite mxE (bigD1 (point e)) //= big1 => [|j nj].
  rewrite !mxE eqxx mulr1 addr0 pointE -eq_porbit_mem -!pointE.
  by rewrite eq_sym (inj_eq enum_val_inj).
by rewrite !mxE (negPf nj) mulr0.
Qed.

Let fixed_sub m (M : 'M[F]_(m, n)) : M *m (P - 1%:M) = 0 -> (M <= B)%MS.
Proof.
move/fixedP/constant=> e; suff <- : M *m D *m B = M by apply: submxMl.
apply/matrixP=> i j; rewrite mxE.
have in_c : porbit s j \in porbits s by apply: imset_f.
pose c := enum_rank_in in_c (porbit s j).
have cE : cycle_of c = porbit s j by rewrite /c enum_rankK_in.
rewrite (bigD1 c) //= big1 ?addr0 => [|k nk]; rewrite !mxE.
  rewrite cE porbit_id mulr1 (bigD1 (point c)) //= big1 => [|x nx].
    rewrite !mxE eqxx mulr1 addr0; apply: e.
    by rewrite -eq_porbit_mem -pointE cE.
  by rewrite mxE (negPf nx) mulr0.
rewrite [j \in _](_ : _ = false) ?mulr0 //; apply: contraNF nk.
by rewrite pointE -eq_porbit_mem -pointE -cE (inj_eq enum_val_inj) eq_sym.
Qed.

Theorem perm_mx_rank : \rank (P - 1%:M) = (n - C)%N.
Proof.
have rank_B : \rank B = C.
  by apply/eqP/row_freeP; exists D; apply: BD.
have : \rank (kermx (P - 1%:M)) = C.
  rewrite -rank_B; apply/eqP; rewrite eqn_leq !mxrankS //.
    by apply/sub_kermxP; apply: B_fixed.
  by apply: fixed_sub; apply: mulmx_ker.
by rewrite mxrank_ker => <-; rewrite subKn // rank_leq_row.
Qed.

(* So it takes at least that many delta steps; n points need n - 1 if s is a  *)
(* single cycle.                                                              *)
Corollary perm_delta_lower_bound (steps : seq (F * 'cV[F]_n)) :
  P = prodmx [seq delta_step k.1 k.2 | k <- steps] ->
  (n - C <= size steps)%N.
Proof. by move/delta_steps_lower_bound; rewrite perm_mx_rank. Qed.
End Cycles.
