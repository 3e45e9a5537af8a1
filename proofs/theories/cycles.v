(* The rank of a permutation matrix minus 1 is the number of points minus the *)
(* number of cycles.                                                          *)
(*                                                                            *)
(* The kernel of P - 1 are the vectors that are constant on the cycles.       *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import householder.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

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
