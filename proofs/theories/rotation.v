(* Rotation blocks over a real closed field R, that is, complex diagonal      *)
(* matrices written over R.                                                   *)
(*                                                                            *)
(*   rot z             == the 2 x 2 matrix of multiplication by z : R[i]      *)
(*   rotation_embeds R G == G has a faithful representation by block diagonal *)
(*                        matrices whose blocks are rot z_i                   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From mathcomp Require Import complex.
From BilinearTheory Require Import model diagonal block_diagonal.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope complex_scope.

Section Rot.
Variable R : rcfType.
Implicit Types z w : R[i].

Definition rot z : 'M[R]_2 :=
  \matrix_(i, j) if i == j then complex.Re z
                 else if i == 0 then - complex.Im z else complex.Im z.

Lemma rot1 : rot 1 = 1.
Proof.
apply/matrixP => i j; rewrite !mxE /=.
by case: i j => [[|[|//]] ?] [[|[|//]] ?] //=; rewrite oppr0.
Qed.

Lemma rotM z w : rot (z * w) = rot z *m rot w.
Proof.
case: z w => a b [c d]; apply/matrixP => i j;
  rewrite !mxE !big_ord_recl big_ord0.
rewrite !mxE addr0 /=; case: i j => [[|[|//]] ?] [[|[|//]] ?] /=.
- by rewrite mulNr.
- by rewrite opprD mulrN mulNr.
- by rewrite addrC.
by rewrite mulrN addrC.
Qed.

Lemma rot_inj : injective rot.
Proof.
case=> a b [c d] e.
have := congr1 (fun M : 'M_2 => M 0 0) e; rewrite !mxE /= => ->.
by have := congr1 (fun M : 'M_2 => M 1 0) e; rewrite !mxE /= => ->.
Qed.

(* Rotation blocks commute. *)
Theorem rotC z w : comm_mx (rot z) (rot w).
Proof. by rewrite /comm_mx -!rotM mulrC. Qed.

Lemma rotX z k : rot z ^+ k = rot (z ^+ k).
Proof. by elim: k => [|k IHk];
  rewrite ?expr0 ?rot1 // !exprS IHk -[_ * _]rotM. Qed.

(* The order of a rotation block is the order of its complex number. *)
Theorem rot_order m z k : m.-primitive_root z -> (rot z ^+ k == 1) = (m %| k)%N.
Proof.
by move=> pz; rewrite rotX -rot1 (inj_eq rot_inj) -(prim_order_dvd pz).
Qed.

Theorem rot_of_order_exists m : (m > 0)%N ->
  exists z : R[i], forall k, (rot z ^+ k == 1) = (m %| k)%N.
Proof.
move=> m_gt0; have char0 : [char R[i]] =i pred0 by apply: char_num.
have [z pz] := @closed_prim_root_exists (complex_closedField R) m char0 m_gt0.
by exists z => k; apply: rot_order.
Qed.

(* Unit complex numbers give orthogonal blocks. *)
Lemma rot_orthogonal z : z * z^* = 1 -> (rot z)^T *m rot z = 1.
Proof.
move=> nz; have -> : (rot z)^T = rot (z^*).
  case: z {nz} => a b; apply/matrixP => i j; rewrite !mxE /= eq_sym.
  by case: i j => [[|[|//]] ?] [[|[|//]] ?] //=; rewrite opprK.
by rewrite -rotM mulrC nz rot1.
Qed.
End Rot.

(* Real closed fields: abelian <=> block-diagonal with 2x2 rotation blocks.   *)
Section RealRotations.
Variables (R : rcfType) (gT : finGroupType) (G : {group gT}).

Definition rotation_embeds :=
  exists m (rG : mx_representation R G (\sum_(i < m) 2)),
    mx_faithful rG /\
    {in G, forall g, exists z : 'I_m -> R[i], rG g = \mxdiag_i rot (z i)}.

Theorem rotation_iff_abelian : rotation_embeds <-> abelian G.
Proof.
split=> [[m [rG [fG bG]]]|cGG].
  apply: (comm_faithful_abelian fG) => x y Gx Gy.
  have [u ->] := bG x Gx; have [v ->] := bG y Gy.
  rewrite /comm_mx !mulmx_mxdiag; apply: eq_mxdiag => i; exact: rotC.
have char0 : [char R[i]] =i pred0 by apply: char_num.
have [z pz] := @closed_prim_root_exists (complex_closedField R) _ char0
                 (exponent_gt0 G).
have [n [rG [fG dG]]] := @abelian_embeds_diag_roots _ _ _ z pz cGG.
pose r g : 'M[R]_(\sum_(i < n) 2) := \mxdiag_i rot (rG g i i).
have rP : mx_repr G r.
  split=> [|x y Gx Gy].
    rewrite /r repr_mx1 -mxdiagZ; apply: eq_mxdiag => i.
    by rewrite mxE eqxx mulr1n rot1.
  rewrite /r mulmx_mxdiag; apply: eq_mxdiag => i; rewrite -rotM repr_mxM //.
  have /diag_mxP[dx ->] := dG x Gx; have /diag_mxP[dy ->] := dG y Gy.
  by rewrite mulmx_diag !mxE eqxx !mulr1n.
exists n, (MxRepresentation rP); split=> [|g _];
  last by exists (fun i => rG g i i).
apply: subset_trans fG; apply/subsetP=> g /setIdP[Gg];
  rewrite mul1mx => /eqP rg1.
rewrite inE Gg mul1mx; apply/eqP.
have e1 : \mxdiag_(i < n) rot (rG g i i) = \mxdiag_(i < n) (1%:M : 'M[R]_2).
  by rewrite mxdiagZ.
have d1 i : rG g i i = 1.
  by apply: rot_inj; rewrite rot1; have := (eq_mxdiagP _ _).2 e1 i.
apply/matrixP=> i j; rewrite [RHS]mxE; case: eqVneq => [<-|nij];
  first exact: d1.
by apply: (is_diag_mxP (dG g Gg)).
Qed.
End RealRotations.

(* A complex diagonal recurrence is a real one with rotation blocks, in twice *)
(* as many units; and a real recurrence keeps real and imaginary parts apart. *)
Section RealForm.
Variables (R : rcfType) (S : Type) (n : nat).
Implicit Types (h : 'cV[R[i]]_n) (b : S -> 'cV[R[i]]_n) (w : seq S).

Definition real_col (z : R[i]) : 'cV[R]_2 :=
  \col_j if j == 0 then complex.Re z else complex.Im z.

Definition real_form h : 'cV[R]_(\sum_(i < n) 2) := \mxcol_i real_col (h i 0).

Lemma rot_real_col z u : rot z *m real_col u = real_col (z * u).
Proof.
case: z u => a c [d e]; apply/colP=> j.
rewrite !mxE !big_ord_recl big_ord0 !mxE addr0 /=.
by case: j => [[|[|//]] ?] /=; rewrite ?mulNr // addrC.
Qed.

Lemma real_colD z u : real_col (z + u) = real_col z + real_col u.
Proof. by case: z u => a c [d e]; apply/colP=> j; rewrite !mxE; case: ifP. Qed.

Lemma real_form_inj : injective real_form.
Proof.
move=> h k; rewrite /real_form => /eq_mxcolP e.
apply/colP=> i; have /colP ei := e i.
have := ei 0; have := ei 1; rewrite !mxE /=.
by case: (h i 0) (k i 0) => a c [d f] /= -> ->.
Qed.

Theorem rotation_run (d : S -> 'rV[R[i]]_n) b h w :
  arun (fun x => \mxdiag_i rot (d x 0 i)) (fun x => real_form (b x))
    (real_form h) w =
  real_form (arun (fun x => diag_mx (d x)) b h w).
Proof.
elim: w h => //= x w IHw h; rewrite -IHw; congr (arun _ _ _ w).
rewrite /astep /real_form mul_mxdiag_mxcol -mxcolD; apply: eq_mxcol => i.
by rewrite rot_real_col -real_colD mul_diag_mx !mxE.
Qed.

Theorem real_matrices_run (f : {additive R[i] -> R}) (A : S -> 'M[R]_n) b h w :
  (forall (a : R) z, f (a%:C * z) = a * f z) ->
  map_mx f (arun (fun x => map_mx (real_complex R) (A x)) b h w) =
  arun A (fun x => map_mx f (b x)) (map_mx f h) w.
Proof.
move=> fZ; elim: w h => //= x w IHw h; rewrite IHw; congr (arun _ _ _ w).
apply/colP=> i; rewrite !mxE raddfD raddf_sum; congr (_ + _).
by apply: eq_bigr => j _; rewrite !mxE fZ.
Qed.
End RealForm.
