(* The rows of the matrix of all states.                                      *)
(*                                                                            *)
(* Let every letter permute the states v_p of an affine recurrence (see       *)
(* compression.v) and let Y have the columns v_p - c, c their mean.  A letter *)
(* multiplies Y by its matrix on the left, and by a permutation matrix on the *)
(* right: so the rows of a block of Y, functions of the states, span a space  *)
(* of dimension at most the size of the block that the letters leave as it is.*)
(*                                                                            *)
(*   block_matrix blk A == A i j != 0 only if blk i = blk j                   *)
(*   rows_of blk b Y    == the rows i of Y with blk i = b                     *)
(*   block_of blk b A   == the rows and columns i of A with blk i = b         *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model affine compression.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variables (F : ringType) (d : nat) (blk : 'I_d -> nat).
Implicit Types A B : 'M[F]_d.

Definition block_matrix A := forall i j, A i j != 0 -> blk i = blk j.

Definition members b := [set i | blk i == b].

Definition rows_of b m (Y : 'M[F]_(d, m)) : 'M_(#|members b|, m) :=
  rowsub enum_val Y.

Definition block_of b A : 'M_#|members b| := mxsub enum_val enum_val A.

Lemma block_matrix1 : block_matrix 1%:M.
Proof.
by move=> i j; rewrite mxE; case: (eqVneq i j) => [->|_]; rewrite ?eqxx.
Qed.

Lemma rows_ofM A m (Y : 'M_(d, m)) b :
  block_matrix A -> rows_of b (A *m Y) = block_of b A *m rows_of b Y.
Proof.
move=> blA; apply/matrixP=> i j; rewrite !mxE.
rewrite (bigID (mem (members b))) /= [X in _ + X]big1 ?addr0 => [|l].
  rewrite big_enum_val; apply: eq_bigr => l _; by rewrite !mxE.
rewrite inE => nl; rewrite (_ : A _ l = 0) ?mul0r //; apply/eqP.
apply: contraNT nl => /blA <-; have := enum_valP i; by rewrite inE.
Qed.

Lemma block_matrixM A B :
  block_matrix A -> block_matrix B -> block_matrix (A *m B).
Proof.
move=> blA blB i j; apply: contraNeq => ne; rewrite mxE big1 // => l _.
have [Ail|/blA e] := eqVneq (A i l) 0; first by rewrite Ail mul0r.
have [->|/blB e'] := eqVneq (B l j) 0; first by rewrite mulr0.
by rewrite e e' eqxx in ne.
Qed.

Lemma block_matrix_word (S : Type) (A : S -> 'M[F]_d) w :
  (forall x, block_matrix (A x)) -> block_matrix (wordmx A w).
Proof.
move=> blA; elim/last_ind: w => [|w x IHw]; first exact: block_matrix1.
by rewrite wordmx_rcons; apply: block_matrixM.
Qed.

Lemma rows_of_eq m (Y Z : 'M_(d, m)) :
  (forall b, rows_of b Y = rows_of b Z) -> Y = Z.
Proof.
move=> e; apply/matrixP=> i j; have Bi : i \in members (blk i) by rewrite inE.
have /matrixP/(_ (enum_rank_in Bi i) j) := e (blk i).
by rewrite !mxE enum_rankK_in.
Qed.
End Blocks.

Lemma card_members d k b : (0 < k)%N ->
  (#|members (fun i : 'I_d => i %/ k)%N b| <= k)%N.
Proof.
move=> k_gt0; pose f (i : 'I_d) : 'I_k := Ordinal (ltn_pmod i k_gt0).
rewrite -[k in X in (_ <= X)%N]card_ord; apply: (@leq_card_in _ _ f).
move=> i j; rewrite !inE => /eqP ei /eqP ej /(congr1 val) /= e.
by apply: val_inj; rewrite /= (divn_eq i k) (divn_eq j k) ei ej e.
Qed.

Lemma arun_wordmx (R : ringType) (S : Type) d (A : S -> 'M[R]_d) b h w :
  arun A b h w = wordmx A w *m h + arun A b 0 w.
Proof.
elim/last_ind: w => [|w x IHw]; first by rewrite mul1mx addr0.
rewrite wordmx_rcons /arun !foldl_rcons -!/(arun _ _ _ _) IHw /astep.
by rewrite mulmxDr mulmxA addrA.
Qed.

Section Rows.
Variables (F : numFieldType) (S : finType) (d : nat).
Variables (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (Q : finType) (step : Q -> S -> Q).

(* The columns of Y are the states but for a constant c.                      *)
Definition compressed_rows E N (s : S -> 'S_N) (c : 'cV_d) (Y : 'M[F]_(d, N))
    (p0 : 'I_N) :=
  [/\ forall q, foldl step q E = q,
      c + col p0 Y = arun A b h0 E,
      forall p x, arun A b (c + col p Y) (x :: E) = c + col (s x p) Y,
      forall x, wordmx A (x :: E) *m Y = Y *m perm_mx (s x)^-1%g &
      forall p, exists w, p = foldl (fun q x => s x q) p0 w].

Lemma mul_perm_col N (Y : 'M[F]_(d, N)) (s : 'S_N) p :
  col p (Y *m perm_mx s^-1%g) = col (s p) Y.
Proof. by rewrite -col_permE; apply/colP=> i; rewrite !mxE. Qed.

Theorem compression_rows r :
  orbit_in (astep A b) h0 r -> (forall x, injective (step^~ x)) ->
  exists E N s c Y p0, @compressed_rows E N s c Y p0.
Proof.
move=> rP inj; have [E [N [s [v [p0 [EQ _ v0 vP word]]]]]] :=
  compression rP inj.
have N_neq0 : N%:R != 0 :> F.
  by rewrite pnatr_eq0 -lt0n (leq_ltn_trans _ (ltn_ord p0)).
pose c := N%:R^-1 *: \sum_p v p.
pose Y := \matrix_(i, p) (v p - c) i 0.
have colY p : c + col p Y = v p.
  by apply/colP=> i; rewrite !mxE addrC subrK.
have vP' p x : arun A b (v p) (x :: E) = v (s x p) by exact: vP.
have fixc x : arun A b c (x :: E) = c.
  rewrite arun_wordmx /c -scalemxAr mulmx_sumr.
  have -> : arun A b 0 (x :: E) = N%:R^-1 *: \sum_(p < N) arun A b 0 (x :: E).
    by rewrite sumr_const card_ord -scaler_nat scalerA mulVf ?scale1r.
  rewrite -scalerDr -big_split /=; congr (_ *: _).
  rewrite [RHS](reindex_inj (@perm_inj _ (s x))); apply: eq_bigr => p _ /=.
  by rewrite -vP' [RHS]arun_wordmx.
exists E, N, s, c, Y, p0; split=> //.
- by rewrite colY v0.
- by move=> p x; rewrite !colY vP'.
move=> x; have eqcol M M' : (forall p, col p M = col p M') -> M = M'.
  by move=> e; apply/matrixP=> i p; have /colP/(_ i) := e p; rewrite !mxE.
apply: eqcol => p; rewrite mul_perm_col colE -mulmxA -colE.
have := vP' p x; rewrite -colY -[v (s x p)]colY arun_wordmx mulmxDr.
by rewrite addrAC -arun_wordmx fixc => /addrI.
Qed.
End Rows.
