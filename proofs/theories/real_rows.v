(* Real matrices among those over the algebraic numbers.                      *)
(*                                                                            *)
(* A space of rows that complex conjugation leaves as it is has a basis of    *)
(* real rows, and real equations that have a solution have a real one.        *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From BilinearTheory Require Import squares block_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Local Notation conj_mx := (map_mx conjC).

Lemma real_matrixP m n (A : 'M[algC]_(m, n)) :
  real_matrix A <-> conj_mx A = A.
Proof.
split=> [rA|/matrixP cA i j]; last by apply/CrealP; have := cA i j; rewrite mxE.
by apply/matrixP=> i j; rewrite mxE; apply/CrealP.
Qed.

Lemma conj_mxK m n : involutive (conj_mx : 'M[algC]_(m, n) -> _).
Proof. by move=> A; apply/matrixP=> i j; rewrite !mxE conjCK. Qed.

(* The real and the imaginary parts of a matrix, but for a factor.            *)
Definition real_part m n (A : 'M[algC]_(m, n)) := A + conj_mx A.
Definition imaginary_part m n (A : 'M[algC]_(m, n)) := 'i *: (A - conj_mx A).

Lemma real_part_real m n (A : 'M[algC]_(m, n)) : real_matrix (real_part A).
Proof. by apply/real_matrixP; rewrite /real_part map_mxD conj_mxK addrC. Qed.

Lemma imaginary_part_real m n (A : 'M[algC]_(m, n)) :
  real_matrix (imaginary_part A).
Proof.
apply/real_matrixP; rewrite /imaginary_part map_mxZ map_mxB conj_mxK /= conjCi.
by rewrite scaleNr -scalerN opprB.
Qed.

Lemma real_parts m n (A : 'M[algC]_(m, n)) :
  A = 2%:R^-1 *: real_part A + (- 'i / 2%:R) *: imaginary_part A.
Proof.
have half : - 'i / 2%:R * 'i = 2%:R^-1 :> algC.
  by rewrite mulrAC mulNr -expr2 sqrCi opprK mul1r.
rewrite /imaginary_part scalerA half -scalerDr /real_part addrACA subrr addr0.
by rewrite -mulr2n -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0.
Qed.

Lemma real_basis k m n (U : 'M[algC]_(m, n)) :
  (conj_mx U :=: U)%MS -> (\rank U <= k)%N ->
  exists2 B : 'M[algC]_(k, n), real_matrix B & (B :=: U)%MS.
Proof.
move=> conjU le_k; pose X := col_mx (real_part U) (imaginary_part U).
have sUc : (conj_mx U <= U)%MS by rewrite conjU.
have sXU : (X <= U)%MS.
  rewrite -addsmxE addsmx_sub; apply/andP; split; first exact: addmx_sub.
  by apply: scalemx_sub; apply: addmx_sub; rewrite ?eqmx_opp.
have sUX : (U <= X)%MS.
  rewrite {1}[U]real_parts -addsmxE.
  by apply: addmx_sub_adds; apply: scalemx_sub.
have eX : (X :=: U)%MS by apply/eqmxP; rewrite sXU.
have rX : real_matrix X.
  move=> i j; rewrite mxE; case: splitP => l _; first exact: real_part_real.
  exact: imaginary_part_real.
pose R := rowsub (maxrankfun X) X.
exists (pid_mx (\rank X) *m R); last first.
  apply: eqmx_trans (eqmx_trans _ eX); last exact: eq_maxrowsub.
  apply: eqmxMfull.
  by rewrite /row_full rank_pid_mx // eX.
by apply: real_mul => i j; rewrite mxE; [apply: realn|apply: rX].
Qed.

Lemma real_solution k m n (B : 'M[algC]_(k, n)) (D : 'M[algC]_(m, n)) :
  real_matrix B -> real_matrix D -> (D <= B)%MS ->
  exists2 M : 'M[algC]_(m, k), real_matrix M & M *m B = D.
Proof.
move=> /real_matrixP rB /real_matrixP rD /submxP[M eM].
exists (2%:R^-1 *: real_part M).
  move=> i j; rewrite mxE rpredM ?rpredV ?realn //.
  exact: real_part_real.
rewrite -scalemxAl /real_part mulmxDl -eM -rB -map_mxM -eM rD.
by rewrite -mulr2n -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0.
Qed.
