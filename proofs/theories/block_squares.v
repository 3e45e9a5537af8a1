(* Squares commute in finite groups of real 2 x 2 matrices.                   *)
(*                                                                            *)
(* A finite group preserves the form P = sum g^T g.  An element A of          *)
(* determinant 1 has A + A^-1 = tr A, so that P A - (tr A / 2) P is           *)
(* antisymmetric, a multiple of the one antisymmetric matrix J: all these     *)
(* elements lie in the commutative algebra that P^-1 J generates.  Squares    *)
(* are among them, as a determinant of finite order is 1 or -1.               *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model compression.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma ord2P (P : 'I_2 -> Prop) : P 0 -> P 1 -> forall i, P i.
Proof.
move=> P0 P1 [[|[|//]] lt_i].
  by rewrite (_ : Ordinal lt_i = 0) //; apply: val_inj.
by rewrite (_ : Ordinal lt_i = 1) //; apply: val_inj.
Qed.

Lemma adj2 (R : comRingType) (A : 'M[R]_2) : \adj A = (\tr A)%:M - A.
Proof.
have l00 : lift 0 (0 : 'I_1) = 1 :> 'I_2 by apply: val_inj.
have o0 : ord0 = 0 :> 'I_2 by apply: val_inj.
have l10 : lift 1 (0 : 'I_1) = 0 :> 'I_2 by apply: val_inj.
apply/matrixP; apply: ord2P; apply: ord2P;
  rewrite !mxE /cofactor det_mx11 !mxE ?l00 ?l10 /mxtrace
    big_ord_recl big_ord1 l00 o0 /=.
- by rewrite expr0 mul1r mulr1n addrAC subrr add0r.
- by rewrite expr1 mulN1r mulr0n sub0r.
- by rewrite expr1 mulN1r mulr0n sub0r.
- by rewrite sqrrN expr1n mul1r mulr1n addrK.
Qed.

Lemma real_mul (R : numDomainType) m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) :
  (forall i j, A i j \is Num.real) -> (forall i j, B i j \is Num.real) ->
  forall i j, (A *m B) i j \is Num.real.
Proof. by move=> rA rB i j; rewrite mxE rpred_sum // => k _; rewrite rpredM. Qed.

Lemma real_sum_squares (R : numDomainType) n (w : 'rV[R]_n) :
  (forall i j, w i j \is Num.real) ->
  0 <= (w *m w^T) 0 0 ?= iff (w == 0).
Proof.
move=> rw; have sq_ge0 i : 0 <= w 0 i * w^T i 0.
  by rewrite mxE -expr2 real_exprn_even_ge0.
split; first by rewrite mxE sumr_ge0.
rewrite mxE eq_sym psumr_eq0 //; apply/allP/eqP=> [w0|-> i _]; last first.
  by rewrite !mxE mulr0 eqxx.
apply/rowP=> i; have := w0 i; rewrite mem_index_enum mxE mulf_eq0 orbb mxE.
by move/(_ isT)/eqP.
Qed.

Section Squares.
Variables (R : numFieldType) (gT : finGroupType) (rho : gT -> 'M[R]_2).
Hypotheses (rho1 : rho 1%g = 1%:M)
  (rhoM : forall g h, rho (g * h)%g = rho g *m rho h)
  (rho_real : forall g i j, rho g i j \is Num.real).

Let P : 'M[R]_2 := \sum_g (rho g)^T *m rho g.
Let J : 'M[R]_2 := delta_mx 0 1 - delta_mx 1 0.

Let P_inv g : (rho g)^T *m P *m rho g = P.
Proof.
rewrite /P mulmx_sumr mulmx_suml [RHS](reindex_inj (mulIg g)) /=.
by apply: eq_bigr => h _; rewrite rhoM trmx_mul !mulmxA.
Qed.

Let P_sym : P^T = P.
Proof.
by rewrite /P raddf_sum; apply: eq_bigr => g _; rewrite /= trmx_mul trmxK.
Qed.

Let P_real i j : P i j \is Num.real.
Proof.
rewrite /P summxE rpred_sum // => g _; apply: real_mul => // k l.
by rewrite mxE.
Qed.

Let P_pos (w : 'rV[R]_2) : (forall i j, w i j \is Num.real) ->
  w *m P = 0 -> w = 0.
Proof.
move=> rw wP; apply/eqP; rewrite -(real_sum_squares rw).
have : (w *m P *m w^T) 0 0 =
    \sum_g ((w *m (rho g)^T) *m (w *m (rho g)^T)^T) 0 0.
  rewrite /P mulmx_sumr mulmx_suml summxE; apply: eq_bigr => g _.
  by rewrite trmx_mul trmxK !mulmxA.
have sq_ge0 g : 0 <= ((w *m (rho g)^T) *m (w *m (rho g)^T)^T) 0 0.
  have rg i j : (w *m (rho g)^T) i j \is Num.real.
    by apply: real_mul => // k l; rewrite mxE.
  by have [] := real_sum_squares rg.
rewrite wP mul0mx mxE => /esym/eqP; rewrite psumr_eq0 // => /allP/(_ 1%g).
by rewrite mem_index_enum rho1 trmx1 mulmx1 eq_sym => /(_ isT).
Qed.

Let P_unit : P \in unitmx.
Proof.
rewrite unitmxE unitfE; apply: contraTneq isT => det0.
have adj0 : \adj P = 0.
  apply/row_matrixP=> i; rewrite row0; apply: P_pos => [k j|].
    by rewrite adj2 !mxE rpredB // rpredMn // rpred_sum.
  by rewrite -row_mul mul_adj_mx det0 -scalemx1 scale0r row0.
have P_scalar : P = (\tr P)%:M.
  by apply/esym/eqP; rewrite -subr_eq0 -adj2 adj0.
have tr0 : \tr P = 0.
  have := congr1 (@mxtrace _ _) P_scalar; rewrite mxtrace_scalar mulr2n.
  by rewrite -[LHS]addr0 => /addrI.
have e_real i j : (delta_mx 0 0 : 'rV[R]_2) i j \is Num.real.
  by rewrite mxE realn.
have := P_pos e_real; rewrite P_scalar tr0 -scalemx1 scale0r mulmx0.
by move/(_ erefl)/matrixP/(_ 0 0)/eqP; rewrite !mxE oner_eq0.
Qed.

Let det_square g : \det (rho (g * g)%g) = 1.
Proof.
have pow k : \det (rho (g ^+ k)%g) = \det (rho g) ^+ k.
  elim: k => [|k IHk]; first by rewrite expg0 rho1 det1.
  by rewrite expgS rhoM det_mulmx IHk exprS.
have /eqP := pow #[g]%g; rewrite expg_order rho1 det1 eq_sym.
move/eqP/(congr1 Num.norm); rewrite normrX normr1 => /eqP.
rewrite pexpr_eq1 ?normr_ge0 ?order_gt0 // => /eqP det_g.
have det_real : \det (rho g) \is Num.real.
  by apply: rpred_sum => s _; rewrite rpredM ?rpred_prod ?rpredX ?rpredN1.
by rewrite rhoM det_mulmx -expr2 -real_normK // det_g expr1n.
Qed.

Let antisymmetric (S : 'M[R]_2) : S^T = - S -> S = S 0 1 *: J.
Proof.
move=> anti; have e i j : S j i = - S i j.
  by have /matrixP/(_ i j) := anti; rewrite !mxE.
have diag i : S i i = 0 by apply/eqP; rewrite -eqNr -e.
apply/matrixP; apply: ord2P; apply: ord2P; rewrite !mxE /= ?diag.
- by rewrite subrr mulr0.
- by rewrite subr0 mulr1.
- by rewrite sub0r mulrN1 -e.
- by rewrite subrr mulr0.
Qed.

(* An element of determinant 1 is a combination of 1 and P^-1 J.              *)
Let in_algebra g : \det (rho g) = 1 ->
  exists a b, rho g = a%:M + b *: (invmx P *m J).
Proof.
set A := rho g => det_A; set t := \tr A.
have inv_A : A *m (t%:M - A) = 1%:M by rewrite -adj2 mul_mx_adj det_A.
have PA : A^T *m P = P *m (t%:M - A).
  by rewrite -[LHS]mulmx1 -inv_A mulmxA P_inv.
pose S := P *m A - (t / 2%:R) *: P.
have anti : S^T = - S.
  rewrite /S linearB /= trmx_mul linearZ /= P_sym PA mulmxBr mul_mx_scalar.
  rewrite opprB {1}(_ : t = t / 2%:R + t / 2%:R); last first.
    by rewrite -mulrDl -mulr2n -[t *+ 2]mulr_natr mulfK ?pnatr_eq0.
  by rewrite scalerDl addrAC addrK addrC.
exists (t / 2%:R), (S 0 1); rewrite scalemxAr -antisymmetric // /S mulmxBr.
rewrite mulmxA mulVmx // mul1mx -scalemxAr mulVmx // scalemx1 addrC.
by rewrite subrK.
Qed.

Let algebra_comm (K : 'M[R]_2) a b c d :
  (a%:M + b *: K) *m (c%:M + d *: K) = (c%:M + d *: K) *m (a%:M + b *: K).
Proof.
rewrite !mulmxDl !mulmxDr -!scalar_mxM [a * c]mulrC !mul_scalar_mx.
rewrite !mul_mx_scalar -!scalemxAl -!scalemxAr !scalerA [b * d]mulrC.
by rewrite -!addrA; congr (_ + _); rewrite addrCA.
Qed.

Theorem real_two_squares g h :
  rho (g * g)%g *m rho (h * h)%g = rho (h * h)%g *m rho (g * g)%g.
Proof.
have [a [b ->]] := in_algebra (det_square g).
have [c [d ->]] := in_algebra (det_square h).
exact: algebra_comm.
Qed.
End Squares.

(* So a group in which two squares do not commute has no faithful family of   *)
(* representations by real 2 x 2 matrices.                                    *)
Corollary real_two_faithful (R : realFieldType) (gT : finGroupType) (I : Type)
    (rho : I -> gT -> 'M[R]_2) :
  (forall i, rho i 1%g = 1%:M) ->
  (forall i g h, rho i (g * h)%g = rho i g *m rho i h) ->
  (forall g h, (forall i, rho i g = rho i h) -> g = h) ->
  forall g h : gT, commute (g * g)%g (h * h)%g.
Proof.
move=> rho1 rhoM faithful g h; apply: faithful => i.
rewrite !(rhoM i) -!(rhoM i g g) -!(rhoM i h h); apply: real_two_squares => //.
by move=> k a b; apply: num_real.
Qed.

(* Squares commute in every permutation automaton that real blocks of size 2  *)
(* answer for, whatever the decoder: on the states of a compressed system the *)
(* letters permute the columns of two real rows, as a finite group of real    *)
(* matrices does if these rows are independent, and as numbers do if not.     *)

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

(* Block-diagonal matrices put together from a family of blocks of one size.  *)
(*                                                                            *)
(*   stacked v   == the vectors v i on top of each other, i in a finite type  *)
(*   block_sum M == the matrix with the blocks M i on its diagonal            *)
(*   beside l    == the rows l i next to each other                           *)
(*   place j     == the number of the block that the coordinate j lies in     *)

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

(* Real matrices among those over the algebraic numbers.                      *)
(*                                                                            *)
(* A space of rows that complex conjugation leaves as it is has a basis of    *)
(* real rows, and real equations that have a solution have a real one.        *)

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
