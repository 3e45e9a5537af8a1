(* Block-diagonal matrices put together from a family of blocks of one size.  *)
(*                                                                            *)
(*   stacked v   == the vectors v i on top of each other, i in a finite type  *)
(*   block_sum M == the matrix with the blocks M i on its diagonal            *)
(*   beside l    == the rows l i next to each other                           *)
(*   place j     == the number of the block that the coordinate j lies in     *)
From mathcomp Require Import all_ssreflect all_algebra.
From BilinearTheory Require Import block_rows block_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sum.
Variables (R : ringType) (I : finType) (k : nat).
Local Notation T := [finType of I * 'I_k].
Implicit Types (M : I -> 'M[R]_k) (u v : I -> 'cV[R]_k) (l : I -> 'rV[R]_k).

Definition stacked v : 'cV[R]_#|T| :=
  \col_j v (enum_val j).1 (enum_val j).2 0.

Definition beside l : 'rV[R]_#|T| :=
  \row_j l (enum_val j).1 0 (enum_val j).2.

Definition block_sum M : 'M[R]_#|T| :=
  \matrix_(j, j') (((enum_val j').1 == (enum_val j).1)%:R *
    M (enum_val j).1 (enum_val j).2 (enum_val j').2).

Definition place (j : 'I_#|T|) : nat := enum_rank (enum_val j).1.

Let sumT (f : I -> 'I_k -> R) :
  \sum_(j < #|T|) f (enum_val j).1 (enum_val j).2 = \sum_i \sum_b f i b.
Proof.
rewrite (reindex (@enum_rank T)) /=; last exact/onW_bij/enum_rank_bij.
by rewrite [RHS]pair_bigA; apply: eq_bigr => t _; rewrite enum_rankK.
Qed.

Lemma eq_stacked u v : u =1 v -> stacked u = stacked v.
Proof. by move=> e; apply/colP=> j; rewrite !mxE e. Qed.

Lemma stacked_inj u v : stacked u = stacked v -> u =1 v.
Proof.
move=> e i; apply/colP=> b; have /colP/(_ (enum_rank (i, b))) := e.
by rewrite !mxE enum_rankK.
Qed.

Lemma block_sum_stacked M v :
  block_sum M *m stacked v = stacked (fun i => M i *m v i).
Proof.
apply/colP=> j; rewrite !mxE; set i := (enum_val j).1; set b := (enum_val j).2.
transitivity (\sum_i' \sum_c (i' == i)%:R * M i b c * v i' c 0).
  rewrite -(sumT (fun i' c => (i' == i)%:R * M i b c * v i' c 0)).
  by apply: eq_bigr => j' _; rewrite !mxE.
rewrite (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|i' /negPf ne]; last first.
  by apply: big1 => c' _; rewrite ne !mul0r.
by apply: eq_bigr => c' _; rewrite eqxx mul1r.
Qed.

Lemma beside_stacked l v :
  (beside l *m stacked v) 0 0 = \sum_i (l i *m v i) 0 0.
Proof.
rewrite mxE; transitivity (\sum_i \sum_b l i 0 b * v i b 0).
  rewrite -(sumT (fun i b => l i 0 b * v i b 0)).
  by apply: eq_bigr => j _; rewrite !mxE.
by apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma block_sum_blocks M : block_matrix place (block_sum M).
Proof.
move=> j j'; rewrite mxE /place; case: ((enum_val j').1 =P _) => [->//|_].
by rewrite mul0r eqxx.
Qed.

Lemma card_place e : (#|members place e| <= k)%N.
Proof.
rewrite -[k in X in (_ <= X)%N]card_ord.
apply: (@leq_card_in _ _ (fun j => (enum_val j).2)) => j j'.
rewrite !inE => /eqP ej /eqP ej' e2; apply: enum_val_inj.
have e1 : (enum_val j).1 = (enum_val j').1.
  by apply/enum_rank_inj/val_inj; apply: etrans ej (esym ej').
move: e1 e2; case: (enum_val j) => p b; case: (enum_val j') => p' b' /=.
by move=> -> ->.
Qed.

Lemma block_sum_orthogonal M :
  (forall i, (M i)^T *m M i = 1%:M) ->
  (block_sum M)^T *m block_sum M = 1%:M.
Proof.
move=> orth; apply/matrixP=> j j'; rewrite !mxE.
set i := (enum_val j).1; set i' := (enum_val j').1.
transitivity (\sum_h \sum_c (i == h)%:R * M h c (enum_val j).2 *
    ((i' == h)%:R * M h c (enum_val j').2)).
  rewrite -(sumT (fun h c => (i == h)%:R * M h c (enum_val j).2 *
    ((i' == h)%:R * M h c (enum_val j').2))).
  by apply: eq_bigr => l _; rewrite !mxE.
rewrite (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|h ne]; last first.
  by apply: big1 => c _; rewrite eq_sym (negPf ne) !mul0r.
rewrite eqxx; have [e|ne] := eqVneq i' i; last first.
  rewrite big1 => [|c _]; last by rewrite mul0r mulr0.
  by case: (j =P j') => // e; rewrite /i' -e eqxx in ne.
have /matrixP/(_ (enum_val j).2 (enum_val j').2) := orth i.
rewrite !mxE => sumE.
have -> : (j == j') = ((enum_val j).2 == (enum_val j').2).
  rewrite -(inj_eq enum_val_inj); move: e; rewrite /i /i'.
  case: (enum_val j) => p b; case: (enum_val j') => p' b' /= ->.
  by rewrite xpair_eqE eqxx.
by rewrite -sumE; apply: eq_bigr => c _; rewrite !mul1r !mxE.
Qed.
End Sum.

Lemma block_sum_real (R : numDomainType) (I : finType) k (M : I -> 'M[R]_k) :
  (forall i, real_matrix (M i)) -> real_matrix (block_sum M).
Proof.
move=> rM j j'; rewrite mxE; apply: rpredM; first exact: realn.
exact: rM.
Qed.
