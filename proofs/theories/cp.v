(* CP-factored matrices A_x = U diag(w_x) V^T with R columns.                 *)
(*                                                                            *)
(*   cp_factored r A == some U and V with r columns, and rows w_x, factor all *)
(*                      the matrices A x                                      *)
(*                                                                            *)
(* Rank n^2 gives every family of n x n matrices; the rank of each matrix is  *)
(* a lower bound; and if r = n then the quotients A_x A_y^-1 commute, so that *)
(* no non-commutative group whose letters include 1 is tracked at r = n.      *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model diagonal.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Factored.
Variables (F : fieldType) (S : Type) (n : nat).
Implicit Types (A : S -> 'M[F]_n).

Definition cp_factored r A :=
  exists (U V : 'M[F]_(n, r)) (w : S -> 'rV[F]_r),
    forall x, A x = U *m diag_mx (w x) *m V^T.

Theorem cp_rank r A : cp_factored r A -> forall x, (\rank (A x) <= r)%N.
Proof.
case=> U [V [w AE]] x; rewrite AE -mulmxA.
exact: leq_trans (mxrankM_maxl _ _) (rank_leq_col _).
Qed.

Theorem cp_all A : cp_factored (n * n) A.
Proof.
exists (\matrix_(i, k) ((enum_val (cast_ord (esym (mxvec_cast n n)) k)).1 ==
  i)%:R).
exists (\matrix_(j, k) ((enum_val (cast_ord (esym (mxvec_cast n n)) k)).2 ==
  j)%:R).
exists (fun x => mxvec (A x)) => x; apply/matrixP=> i j.
rewrite mxE (bigD1 (mxvec_index i j)) //= big1 => [|k].
  rewrite mul_mx_diag !mxE mxvecE /mxvec_index cast_ordK enum_rankK /=.
  by rewrite !eqxx mul1r mulr1 addr0.
case/mxvec_indexP: k => i' j' ne; rewrite mul_mx_diag !mxE mxvecE.
rewrite /mxvec_index cast_ordK enum_rankK /=.
have [Di|] := eqVneq i' i; last by rewrite !mul0r.
have [Dj|] := eqVneq j' j; last by rewrite mulr0.
by case/eqP: ne; rewrite Di Dj.
Qed.

Theorem cp_square_commute A : cp_factored n A ->
  forall x y z, A y \in unitmx ->
  (A x *m invmx (A y)) *m (A z *m invmx (A y)) =
  (A z *m invmx (A y)) *m (A x *m invmx (A y)).
Proof.
case=> U [V [w AE]] x y z uAy.
have /andP[uU /andP[uD uV]] :
    [&& U \in unitmx, diag_mx (w y) \in unitmx & V^T \in unitmx].
  by move: uAy; rewrite AE !unitmx_mul -andbA.
have qE t : A t *m invmx (A y) =
    U *m (diag_mx (w t) *m invmx (diag_mx (w y))) *m invmx U.
  apply: (canLR (mulmxK uAy)); rewrite !AE !mulmxA mulmxKV //.
  by rewrite mulmxKV.
have cD : diag_mx (w x) *m invmx (diag_mx (w y)) *m
    (diag_mx (w z) *m invmx (diag_mx (w y))) =
    diag_mx (w z) *m invmx (diag_mx (w y)) *m
    (diag_mx (w x) *m invmx (diag_mx (w y))).
  have cI s : invmx (diag_mx (w y)) *m diag_mx (w s) =
      diag_mx (w s) *m invmx (diag_mx (w y)).
    rewrite -[LHS](mulmxK uD); congr (_ *m _).
    by rewrite -mulmxA diag_mxC mulKmx.
  rewrite !mulmxA -(mulmxA (diag_mx (w x))) cI -(mulmxA (diag_mx (w z))) cI.
  by rewrite !mulmxA diag_mxC.
rewrite !qE -!(mulmxA U) -!mulmxA !(mulmxA (invmx U)) mulVmx // !mul1mx.
by rewrite !mulmxA -!(mulmxA U) in cD *; rewrite cD.
Qed.
End Factored.
