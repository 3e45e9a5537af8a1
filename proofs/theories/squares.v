(* Squares commute in finite groups of real 2 x 2 matrices.                   *)
(*                                                                            *)
(* A finite group preserves the form P = sum g^T g.  An element A of          *)
(* determinant 1 has A + A^-1 = tr A, so that P A - (tr A / 2) P is           *)
(* antisymmetric, a multiple of the one antisymmetric matrix J: all these     *)
(* elements lie in the commutative algebra that P^-1 J generates.  Squares    *)
(* are among them, as a determinant of finite order is 1 or -1.               *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.

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
