(* Squares commute in every permutation automaton that real blocks of size 2  *)
(* answer for, whatever the decoder: on the states of a compressed system the *)
(* letters permute the columns of two real rows, as a finite group of real    *)
(* matrices does if these rows are independent, and as numbers do if not.     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model affine compression.
From BilinearTheory Require Import block_rows squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition real_matrix (F : numDomainType) m n (A : 'M[F]_(m, n)) :=
  forall i j, A i j \is Num.real.

Section Two.
Variables (F : numFieldType) (N : nat).
Implicit Types (s t : 'S_N).

Let mx11C (a b : 'M[F]_1) : a *m b = b *m a.
Proof. by rewrite [a]mx11_scalar [b]mx11_scalar -!scalar_mxM mulrC. Qed.

(* Rows of rank 1 are multiplied by numbers.                                  *)
Lemma rank_one_comm m (Y : 'M[F]_(m, N)) (A B : 'M_m) s t :
  (\rank Y <= 1)%N -> A *m Y = Y *m perm_mx s -> B *m Y = Y *m perm_mx t ->
  Y *m perm_mx (s * t)%g = Y *m perm_mx (t * s)%g.
Proof.
move=> rkY eA eB; pose R := row_base Y.
have [C eY] : exists C, Y = C *m R by apply/submxP; rewrite eq_row_base.
have stable M (u : 'S_N) : M *m Y = Y *m perm_mx u ->
    exists a, R *m perm_mx u = a *m R.
  move=> e; apply/submxP; rewrite (eqmxMr _ (eq_row_base Y)) -e.
  by rewrite (submx_trans (submxMl _ _)) ?eq_row_base.
have [a ea] := stable _ _ eA; have [b eb] := stable _ _ eB.
have comm : a *m b = b *m a.
  move: a b {ea eb}; case: (\rank Y) rkY => [|[|//]] _ a b; last exact: mx11C.
  by rewrite [LHS]flatmx0 [RHS]flatmx0.
move: R C eY ea eb {stable} => R C eY ea eb; rewrite [in LHS]eY [in RHS]eY.
rewrite !perm_mxM -!mulmxA.
rewrite ![R *m (_ *m _)]mulmxA ea eb -!mulmxA ea eb.
by rewrite (mulmxA b) -comm -mulmxA.
Qed.

Let two_squares (Y : 'M[F]_(2, N)) (A B : 'M_2) s t :
  real_matrix A -> real_matrix B -> row_free Y ->
  A *m Y = Y *m perm_mx s -> B *m Y = Y *m perm_mx t ->
  Y *m perm_mx (s * s * (t * t))%g = Y *m perm_mx (t * t * (s * s))%g.
Proof.
move=> rA rB freeY eA eB; pose r (u : 'S_N) := Y *m perm_mx u *m pinvmx Y.
pose ok u := (r u *m Y == Y *m perm_mx u) && (r u \is a mxOver Num.real).
have okM u v : ok u -> r (u * v)%g = r u *m r v.
  by move=> /andP[/eqP ru _]; rewrite [LHS]/r [r v]/r perm_mxM !mulmxA -ru.
have r1 : r 1%g = 1%:M by rewrite /r perm_mx1 mulmx1 mulmxVp.
have group_ok : group_set [set u | ok u].
  apply/group_setP; split=> [|u v].
    rewrite inE /ok r1 mul1mx perm_mx1 mulmx1 eqxx /=.
    by apply/mxOverP=> i j; rewrite mxE realn.
  rewrite !inE => okU okV; rewrite /ok okM //.
  have /andP[/eqP ru /mxOverP ru_real] := okU.
  have /andP[/eqP rv /mxOverP rv_real] := okV.
  rewrite -mulmxA rv mulmxA ru -mulmxA -perm_mxM eqxx /=.
  by apply/mxOverP; apply: real_mul.
pose H := group group_ok.
have in_H M u : real_matrix M -> M *m Y = Y *m perm_mx u -> u \in H.
  move=> rM e; have eM : r u = M by rewrite /r -e mulmxKp.
  by rewrite inE /ok eM e eqxx /=; apply/mxOverP.
have Hs := in_H _ _ rA eA; have Ht := in_H _ _ rB eB.
pose rho (g : subg_of H) := r (val g).
have rho_ok (g : subg_of H) : ok (val g) by have := valP g; rewrite inE.
have rhoM g h : rho (g * h)%g = rho g *m rho h by rewrite /rho -okM ?rho_ok.
have rho_real g i j : rho g i j \is Num.real.
  by have /andP[_ /mxOverP] := rho_ok g.
have toY g : Y *m perm_mx (val g) = rho g *m Y.
  by have /andP[/eqP->] := rho_ok g.
have := real_two_squares (r1 : rho 1%g = _) rhoM rho_real (subg H s) (subg H t).
move/(congr1 (mulmx^~ Y)); rewrite -!rhoM -!toY.
by rewrite /= !subgK ?groupM.
Qed.

Lemma block_squares m (Y : 'M[F]_(m, N)) (A B : 'M_m) s t :
  (m <= 2)%N -> real_matrix A -> real_matrix B ->
  A *m Y = Y *m perm_mx s -> B *m Y = Y *m perm_mx t ->
  Y *m perm_mx (s * s * (t * t))%g = Y *m perm_mx (t * t * (s * s))%g.
Proof.
move=> m_le2 rA rB eA eB; have [small|large] := leqP (\rank Y) 1.
  have sq M u : M *m Y = Y *m perm_mx u ->
      (M *m M) *m Y = Y *m perm_mx (u * u)%g.
    by move=> e; rewrite -mulmxA e mulmxA e perm_mxM mulmxA.
  exact: rank_one_comm small (sq _ _ eA) (sq _ _ eB).
have m2 : m = 2%N.
  by apply/eqP; rewrite eqn_leq m_le2 (leq_trans large) ?rank_leq_row.
case: _ / (esym m2) in Y A B rA rB eA eB large *.
apply: two_squares eA eB => //; rewrite /row_free eqn_leq rank_leq_row.
exact: large.
Qed.
End Two.

(* Two words in place of letters, read after a first one.                     *)
Section Words.
Variables (F : numFieldType) (L Z : Type) (Q : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) (blk : 'I_d -> nat).
Hypotheses (blA : forall x, block_matrix blk (A x))
  (card_blk : forall c, (#|members blk c| <= 2)%N)
  (rA : forall x, real_matrix (A x)).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis inj : forall x, injective (step^~ x).

Theorem block_real_two_squares u x y w :
  out (foldl step q0 (u ++ x ++ x ++ y ++ y ++ w)) =
  out (foldl step q0 (u ++ y ++ y ++ x ++ x ++ w)).
Proof.
pose wd (a : bool) := if a then x else y.
pose A2 a := wordmx A (wd a); pose b2 a := arun A b 0 (wd a).
pose h1 := arun A b h0 u; pose step2 q a := foldl step q (wd a).
have run2 h v : arun A2 b2 h v = arun A b h (flatten (map wd v)).
  elim: v h => // a v IHv h; rewrite [flatten _]/= arun_cat -IHv.
  by rewrite [arun A b h _]arun_wordmx.
have fold2 q v : foldl step2 q v = foldl step q (flatten (map wd v)).
  by elim: v q => //= a v IHv q; rewrite IHv foldl_cat.
have inj2 a : injective (step2^~ a) by apply: foldl_inj.
have rP2 : orbit_in (astep A2 b2) h1 r.
  by move=> v; rewrite [foldl _ _ _]run2 -arun_cat; apply: rP.
have [E [N [s [c [Y [p0 [EQ cY stepY rows _]]]]]]] :=
  compression_rows rP2 inj2.
have realW v : real_matrix (wordmx A v).
  elim/last_ind: v => [|v a IHv]; first by move=> i j; rewrite mxE realn.
  by rewrite wordmx_rcons; apply: real_mul (rA a) IHv.
have A2E v : exists v', wordmx A2 v = wordmx A v'.
  exists (flatten (map wd v)); elim: v => //= a v IHv.
  by rewrite wordmx_cons wordmx_cat IHv.
have realE v : real_matrix (wordmx A2 v) by have [v' ->] := A2E v.
have blE v : block_matrix blk (wordmx A2 v).
  by have [v' ->] := A2E v; apply: block_matrix_word.
have comm : Y *m perm_mx ((s true)^-1 * (s true)^-1 *
      ((s false)^-1 * (s false)^-1))%g =
    Y *m perm_mx ((s false)^-1 * (s false)^-1 *
      ((s true)^-1 * (s true)^-1))%g.
  apply: (@rows_of_eq _ _ blk) => e; rewrite /rows_of -!mul_rowsub_mx.
  have rowsE a : block_of blk e (wordmx A2 (a :: E)) *m rows_of blk e Y =
      rows_of blk e Y *m perm_mx (s a)^-1%g.
    by rewrite -rows_ofM // rows /rows_of mul_rowsub_mx.
  apply: block_squares (card_blk e) _ _ (rowsE true) (rowsE false) => i j;
    by rewrite mxE; apply: realE.
have after p v : arun A2 b2 (c + col p Y) (flatten [seq a :: E | a <- v]) =
    c + col (foldl (fun q a => s a q) p v) Y.
  elim: v p => // a v IHv p.
  by rewrite [LHS](arun_cat _ _ _ (a :: E)) stepY IHv.
have same : arun A2 b2 h1 (E ++ flatten [seq a :: E | a <- [:: true; true;
      false; false]]) =
    arun A2 b2 h1 (E ++ flatten [seq a :: E | a <- [:: false; false;
      true; true]]).
  rewrite !(arun_cat _ _ _ E) -cY !after /=; congr (c + _).
  have := congr1 (col p0) comm; rewrite -!invMg !mul_perm_col.
  by rewrite !permM => ->.
have ans v : out (foldl step q0 (u ++ flatten (map wd (E ++ flatten
      [seq a :: E | a <- v])) ++ w)) =
    out (foldl step q0 (u ++ flatten (map wd v) ++ w)).
  rewrite !foldl_cat -!fold2 foldl_cat EQ; congr (out (foldl _ _ w)).
  move: (foldl step q0 u) => q; elim: v q => //= a v IHv q.
  by rewrite foldl_cat EQ IHv.
have := congr1 (fun h => dec (arun A b h w)) same.
rewrite !run2 -!arun_cat !decP !ans.
have -> : flatten (map wd [:: true; true; false; false]) = x ++ x ++ y ++ y.
  by rewrite /= cats0.
have -> : flatten (map wd [:: false; false; true; true]) = y ++ y ++ x ++ x.
  by rewrite /= cats0.
by rewrite -!catA.
Qed.
End Words.
