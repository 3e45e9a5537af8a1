(* Two columns, or three over the reals: A_x = U diag(w_x) V^T.               *)
(*                                                                            *)
(* z = V^T h follows z_t = M_x z_(t-1) with M_x = C diag(w_x), C = V^T U.     *)
(* Where M_y is invertible, M_x M_y^-1 M_z is C diag(w_x w_z / w_y), the same *)
(* for x and z exchanged; and where the rank is at most one the M act as      *)
(* numbers.  So x y^-1 z = z y^-1 x are laws of the letters of the automaton, *)
(* and over the reals x y^-1 x y^-1 x = x.  Three real columns obey these, or *)
(* squares commute.                                                           *)
(*                                                                            *)
(*   passed U V w == the matrices M, see local.v                              *)
(*   told_apart step q0 out == every state is reached, and no two of them     *)
(*                   have the same answers after all words                    *)
(*                                                                            *)
(* One column multiplies a number, from the first letter on.                  *)
(*                                                                            *)
(*   later step q == the state q is reached by a letter                       *)
(*   resetting step a == the letter a leads all later states to one           *)
(*   live step q0 == the later states to which no resetting letter leads      *)
(*   one_after_two step == all later states are left for one                  *)
(*   turned step q0 real == resetting letters lead to one state for good, the *)
(*                   others permute the live states, commute there, and do to *)
(*                   the first state what they do to one of these; and there  *)
(*                   are no more of these than an exponent of those letters   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import model compression block_squares cp claim.
From BilinearTheory Require Import local.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition told_apart (L Z Q : Type) (step : Q -> L -> Q) q0 (out : Q -> Z) :=
  (forall q, exists u, foldl step q0 u = q) /\
  (forall p q, (forall v, out (foldl step p v) = out (foldl step q v)) ->
     p = q).

(* A permutation of the states, inverted by its powers.                       *)
Section Inverse.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (y : L).
Hypothesis inj : injective (step^~ y).

Lemma letter_order k q : foldl step q (nseq (#|Q|`! * k) y) = q.
Proof.
rewrite foldl_nseq mulnC iterM iter_fix // cardE.
by apply: (iter_period _ (E := fun=> True)) => [j|//|a c _ _ /inj //];
  rewrite ?mem_enum.
Qed.

Lemma letter_inverse k n p q : n.+1 = (#|Q|`! * k)%N -> step p y = q ->
  foldl step q (nseq n y) = p.
Proof.
move=> Dn <-; rewrite -[LHS]/(foldl step p (nseq n.+1 y)) Dn.
exact: letter_order.
Qed.
End Inverse.

Lemma diag_cross (F : fieldType) R N (fx fy fz : 'rV[F]_R)
    (a c e : 'M[F]_(R, N)) :
  (forall i, fy 0 i != 0) -> diag_mx fy *m a = diag_mx fx *m e ->
  diag_mx fy *m c = diag_mx fz *m e -> diag_mx fz *m a = diag_mx fx *m c.
Proof.
move=> nz /matrixP ea /matrixP ec; apply/matrixP=> i j.
apply: (mulfI (nz i)); have := ea i j; have := ec i j.
rewrite !mul_diag_mx !mxE => ec_i ea_i.
by rewrite mulrCA ea_i [RHS]mulrCA ec_i mulrCA.
Qed.

Lemma rank_one_turn (F : fieldType) R (B X N Z : 'M[F]_R) : (\rank B <= 1)%N ->
  B *m Z *m B *m N *m B *m X *m B = B *m X *m B *m N *m B *m Z *m B.
Proof.
move=> le1; have := rank_one_inside Z (N *m B *m X) le1.
have := rank_one_inside N X le1; rewrite !mulmxA => -> ->.
by [].
Qed.

(* Real numbers of finite reach: 0, 1 and -1.                                 *)
Lemma real_diag_cube (F : numFieldType) R (D : 'M[F]_R) z
    (r : seq 'cV[F]_R) :
  is_diag_mx D -> (forall i, D i i \is Num.real) ->
  (forall j, iter j (mulmx D) z \in r) -> D *m (D *m (D *m z)) = D *m z.
Proof.
move=> dD rD rP.
have runE w h : foldl (astep (fun _ : unit => D) (fun=> 0)) h w =
    iter (size w) (mulmx D) h.
  by elim: w h => // a w IHw h; rewrite [LHS]IHw /astep addr0 -iterSr.
have orb : orbit_in (astep (fun _ : unit => D) (fun=> 0)) z r.
  by move=> w; rewrite runE.
have := real_diag_forgets (fun _ : unit => dD) orb [::] [:: tt] [::]
  (fun _ => rD).
by rewrite [LHS]runE [RHS]runE.
Qed.

Lemma real_mulmx (F : numDomainType) m n p (A : 'M[F]_(m, n)) (B : 'M_(n, p)) :
  real_matrix A -> real_matrix B -> real_matrix (A *m B).
Proof.
by move=> rA rB i j; rewrite mxE; apply: sum_real => k _; rewrite realM.
Qed.

Lemma rank_one_scale (F : numFieldType) R (B P : 'M[F]_R) : (\rank B <= 1)%N ->
  real_matrix B -> real_matrix P ->
  exists2 t, B *m P *m B = t *: B & t \is Num.real.
Proof.
move=> le1 rB rP; have [B0|nz] := eqVneq B 0.
  by exists 0; rewrite ?B0 ?mulmx0 ?scaler0 ?real0.
have [t e] : exists t, B *m P *m B = t *: B.
  pose C := col_base B; pose S := row_base B.
  have DB : C *m S = B by rewrite mulmx_base.
  have [t e] : exists t, S *m P *m C = t%:M.
    move: C S {DB}; case: (\rank B) le1 => [|[|//]] _ C S.
      by exists 0; rewrite [LHS]flatmx0 [RHS]flatmx0.
    by exists ((S *m P *m C) 0 0); apply: mx11_scalar.
  exists t; have -> : B *m P *m B = C *m (S *m P *m C) *m S.
    by rewrite -{1 2}DB !mulmxA.
  by rewrite e mul_mx_scalar -scalemxAl DB.
exists t => //.
have /existsP[i /existsP[j nij]] : [exists i, exists j, B i j != 0].
  apply: contraNT nz; rewrite negb_exists => /forallP all0.
  apply/eqP/matrixP=> i j; rewrite mxE; apply/eqP; apply: contraNT (all0 i).
  by move=> nij; apply/existsP; exists j.
have -> : t = (B *m P *m B) i j / B i j by rewrite e mxE mulfK.
by rewrite realM ?realV ?rB //; apply: real_mulmx => //; apply: real_mulmx.
Qed.

Lemma rank_one_eigen (F : fieldType) R N (Y : 'M[F]_(R, N)) B P :
  (\rank Y <= 1)%N -> B *m Y = Y *m P -> exists t, Y *m P = t *: Y.
Proof.
move=> le1 e; pose C := col_base Y; pose S := row_base Y.
have DY : C *m S = Y by rewrite mulmx_base.
have [a ea] : exists a, S *m P = a *m S.
  apply/submxP; rewrite (eqmxMr _ (eq_row_base Y)) -e.
  by rewrite (submx_trans (submxMl _ _)) ?eq_row_base.
have [t e1] : exists t, a = t%:M.
  move: a {ea e DY}; case: (\rank Y) le1 => [|[|//]] _ a.
    by exists 0; rewrite [LHS]flatmx0 [RHS]flatmx0.
  by exists (a 0 0); apply: mx11_scalar.
exists t; rewrite -{1}DY -mulmxA ea e1 mul_scalar_mx -scalemxAr.
by rewrite DY.
Qed.

Section Columns.
Variables (F : numFieldType) (L Z : Type) (Q : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d R : nat).
Variables (U V : 'M[F]_(d, R)) (f : L -> 'rV[F]_R).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis AE : forall x, A x = U *m diag_mx (f x) *m V^T.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).

Local Notation M := (passed U V f).
Local Notation m := (size r)`!.

Lemma passed_decode u v y w :
  V^T *m arun A b h0 u = V^T *m arun A b h0 v ->
  out (foldl step q0 (u ++ y :: w)) = out (foldl step q0 (v ++ y :: w)).
Proof.
move=> e; rewrite -!decP !(arun_cat _ _ _ _ (y :: w)).
by congr (dec (arun A b _ w)); rewrite /astep AE -!mulmxA e.
Qed.

(* Without additive term.                                                     *)
Section Linear.
Hypothesis b0 : forall x, b x = 0.

Lemma passed_run u v :
  V^T *m arun A b h0 (u ++ v) = wordmx M v *m (V^T *m arun A b h0 u).
Proof.
by rewrite arun_cat (passed_arun _ _ _ AE) arun0 ?run_wordmx // => x;
  rewrite b0 mulmx0.
Qed.

Lemma passed_unit y : M y \in unitmx ->
  V^T *m U \in unitmx /\ forall i, f y 0 i != 0.
Proof.
rewrite /passed unitmx_mul => /andP[uC]; rewrite unitmxE det_diag unitfE.
by move/prodf_neq0=> nz; split=> // i; apply: nz.
Qed.

(* Where M_y is invertible it has finite order.                               *)
Lemma passed_period u y k : M y \in unitmx ->
  V^T *m arun A b h0 (u ++ nseq (m * k) y) = V^T *m arun A b h0 u.
Proof.
move=> uM; pose g (z : 'cV[F]_R) := M y *m z.
have g_iter z j : wordmx M (nseq j y) *m z = iter j g z.
  elim: j z => [|j IHj] z; first by rewrite mul1mx.
  by rewrite [nseq _ _]/= wordmx_cons -mulmxA IHj -iterSr.
rewrite passed_run g_iter mulnC iterM iter_fix //.
pose r' := [seq V^T *m h | h <- r].
have -> : m = (size r')`! by rewrite size_map.
apply: (iter_period _ (E := fun=> True)) => [j|//|a c _ _].
  by rewrite -g_iter -passed_run; apply/map_f/rP.
by move/(congr1 (mulmx (invmx (M y)))); rewrite !mulKmx.
Qed.

(* So x y^-1 multiplies by diag(w_x / w_y).                                   *)
Lemma passed_quotient u x y n k : M y \in unitmx -> n.+1 = (m * k)%N ->
  diag_mx (f y) *m (V^T *m arun A b h0 (u ++ x :: nseq n y)) =
  diag_mx (f x) *m (V^T *m arun A b h0 u).
Proof.
move=> uM Dn; have [uC _] := passed_unit uM.
apply: (can_inj (mulKmx uC)); rewrite [LHS]mulmxA [RHS]mulmxA.
rewrite -/(M x) -/(M y).
have one v a : M a *m (V^T *m arun A b h0 v) = V^T *m arun A b h0 (v ++ [:: a]).
  by rewrite passed_run wordmx_cons wordmx_nil mul1mx.
rewrite !one -catA -[_ :: _]cat1s -catA catA.
have -> : nseq n y ++ [:: y] = nseq (m * k) y.
  by rewrite -Dn -addn1 nseqD.
exact: passed_period.
Qed.

Lemma rank_word y n : (\rank (M y) <= 1)%N ->
  (\rank (wordmx M (nseq n.+1 y)) <= 1)%N.
Proof.
by move=> le1; rewrite wordmx_cons; apply: leq_trans (mxrankM_maxr _ _) le1.
Qed.

Hypotheses (reached : forall q, exists u, foldl step q0 u = q)
  (minimal : forall p q,
     (forall v, out (foldl step p v) = out (foldl step q v)) -> p = q).
Variables (y : L) (R_le2 : (R <= 2)%N).
Hypothesis inj : injective (step^~ y).

Lemma singular_rank : M y \notin unitmx -> (\rank (M y) <= 1)%N.
Proof.
rewrite -row_free_unit /row_free => ne.
by rewrite -ltnS (leq_trans _ R_le2) // ltn_neqAle ne rank_leq_row.
Qed.

Let K := (m * #|Q|`!)%N.
Let n := K.-1.
Let K_gt0 : (0 < K)%N. Proof. by rewrite muln_gt0 !fact_gt0. Qed.
Let Dn : n.+1 = K. Proof. exact: prednK. Qed.
Local Notation Y := (nseq K y).

Let Y_q q : foldl step q Y = q.
Proof. by rewrite /K mulnC letter_order. Qed.

Let back p q : step p y = q -> foldl step q (nseq n y) = p.
Proof. by apply: letter_inverse => //; rewrite Dn /K mulnC. Qed.

Theorem two_columns_sound x z q p p' :
  step p y = step q x -> step p' y = step q z -> step p z = step p' x.
Proof.
move=> eq_x eq_z; have [u Du] := reached q; apply: minimal => v.
have [uM|/singular_rank le1] := boolP (M y \in unitmx).
  have [_ nz] := passed_unit uM.
  have := diag_cross nz (passed_quotient u x uM Dn) (passed_quotient u z uM Dn).
  move=> same; have e : arun A b h0 ((u ++ x :: nseq n y) ++ [:: z]) =
      arun A b h0 ((u ++ z :: nseq n y) ++ [:: x]).
    by rewrite !(arun_cat _ _ _ _ [:: _]) /= /astep !b0 !AE -!mulmxA same.
  have := congr1 (fun h => dec (arun A b h v)) e.
  rewrite -!arun_cat !decP -!catA !foldl_cat Du /=.
  by rewrite (back eq_x) (back eq_z).
have turn : wordmx M (Y ++ [:: x] ++ Y ++ nseq n y ++ Y ++ [:: z] ++ Y) =
    wordmx M (Y ++ [:: z] ++ Y ++ nseq n y ++ Y ++ [:: x] ++ Y).
  have := rank_word n le1; rewrite Dn !wordmx_cat.
  move: (wordmx M Y) (wordmx M (nseq n y)) (wordmx M [:: x]) (wordmx M [:: z]).
  by move=> B N X Z' le1B; apply: rank_one_turn.
have := @passed_decode (u ++ Y ++ [:: x] ++ Y ++ nseq n y ++ Y ++ [:: z] ++ Y)
  (u ++ Y ++ [:: z] ++ Y ++ nseq n y ++ Y ++ [:: x] ++ Y) y (nseq n y ++ v).
have wrap w : out (foldl step q0 (w ++ y :: nseq n y ++ v)) =
    out (foldl step (foldl step q0 w) v).
  by rewrite foldl_cat -cat_cons -[y :: _]/(nseq n.+1 y) Dn foldl_cat Y_q.
rewrite !passed_run turn !wrap => /(_ erefl).
by rewrite !foldl_cat Du !Y_q /= ?Y_q (back eq_x) (back eq_z).
Qed.

Hypotheses (rU : real_matrix U) (rV : real_matrix V)
  (rf : forall x, real_matrix (f x)).

Lemma passed_real x : real_matrix (M x).
Proof.
apply: real_mulmx => [|i j]; last first.
  by rewrite mxE; case: eqP => _; rewrite ?mulr1n ?mulr0n ?real0 //; apply: rf.
by apply: real_mulmx => // i j; rewrite mxE.
Qed.

Lemma passed_word_real w : real_matrix (wordmx M w).
Proof.
elim/last_ind: w => [|w x IHw] i j; first by rewrite mxE realn.
by rewrite wordmx_rcons; apply: real_mulmx => //; apply: passed_real.
Qed.

(* A word that multiplies by real numbers, over and over.                     *)
Lemma passed_cube u t (D : 'M[F]_R) : is_diag_mx D ->
  (forall i, D i i \is Num.real) ->
  (forall j, V^T *m arun A b h0 (u ++ wpow t j.+1) =
     D *m (V^T *m arun A b h0 (u ++ wpow t j))) ->
  V^T *m arun A b h0 (u ++ wpow t 3) = V^T *m arun A b h0 (u ++ wpow t 1).
Proof.
move=> dD rD e; pose z := V^T *m arun A b h0 u.
have powE j : V^T *m arun A b h0 (u ++ wpow t j) = iter j (mulmx D) z.
  by elim: j => [|j IHj]; rewrite ?cats0 // e IHj.
rewrite !powE; apply: (real_diag_cube (r := [seq V^T *m h | h <- r])) => // j.
by rewrite -powE; apply/map_f/rP.
Qed.

Theorem two_real_columns_sound x q p p' :
  step p y = step q x -> step p' y = step p x -> step p' x = step q x.
Proof.
move=> eq_q eq_p; have [u Du] := reached q; apply: minimal => v.
suff [u' [t [Du' t_q same]]] : exists u' t, [/\ foldl step q0 u' = q,
    forall a c, step c y = step a x -> foldl step a t = c &
    V^T *m arun A b h0 (u' ++ wpow t 3) = V^T *m arun A b h0 (u' ++ wpow t 1)].
  have := passed_decode y v same.
  rewrite wpow1 -(addn1 2) wpowD wpow1 -(addn1 1) wpowD !wpow1 !foldl_cat Du'.
  rewrite (t_q _ _ eq_q) (t_q _ _ eq_p) /= eq_q => <-.
  congr (out (foldl step _ v)).
  have [c Dc] : exists c, step c y = step p' x.
    by exists (invF inj (step p' x)); rewrite (f_invF inj).
  by rewrite (t_q _ _ Dc).
have [uM|/singular_rank le1] := boolP (M y \in unitmx).
  pose D := diag_mx (\row_i (f x 0 i / f y 0 i)).
  exists u, (x :: nseq n y); split=> // [a c e|]; first exact: back.
  have [_ nz] := passed_unit uM.
  apply: (@passed_cube _ _ D) => [||j].
  - exact: diag_mx_is_diag.
  - by move=> i; rewrite !mxE eqxx mulr1n realM ?realV //; apply: rf.
  rewrite wpowSr catA; set w := u ++ _.
  have /colP e := passed_quotient w x uM Dn; apply/colP=> i.
  apply: (mulfI (nz i)); have := e i; rewrite !mul_diag_mx !mxE => ->.
  by rewrite [RHS]mulrA mulrCA mulfV ?mulr1.
exists (u ++ Y), ([:: x] ++ Y ++ nseq n y ++ Y); split.
- by rewrite foldl_cat Y_q.
- by move=> a c e; rewrite !foldl_cat !Y_q /=; apply: back.
have := rank_word n le1; rewrite Dn => le1Y.
have [|t Dt rt] := rank_one_scale (P := wordmx M (nseq n y) *m wordmx M Y *m
    wordmx M [:: x]) le1Y (passed_word_real _).
  by apply: real_mulmx; [apply: real_mulmx|]; apply: passed_word_real.
apply: (@passed_cube _ _ t%:M) => [||j]; first exact: scalar_mx_is_diag.
  by move=> i; rewrite mxE eqxx mulr1n.
set T := [:: x] ++ _; have TE : wordmx M (Y ++ T) = t *: wordmx M Y.
  rewrite -Dt /T !wordmx_cat !mulmxA.
  by [].
have powE i : wordmx M (Y ++ wpow T i) = t ^+ i *: wordmx M Y.
  elim: i => [|i IHi]; first by rewrite cats0 expr0 scale1r.
  rewrite wpowS catA wordmx_cat TE -scalemxAr -wordmx_cat IHi scalerA.
  by rewrite -exprS.
by rewrite -!catA !passed_run !powE exprS -!scalemxAl mul_scalar_mx scalerA.
Qed.
End Linear.

(* Where all words permute the states, also with an additive term.            *)
Section Permuting.
Hypothesis minimal : forall p q,
  (forall v, out (foldl step p v) = out (foldl step q v)) -> p = q.
Variables (S : finType) (wd : S -> seq L).
Let step2 q a := foldl step q (wd a).
Hypothesis inj2 : forall a, injective (step2^~ a).
Variables (u : seq L) (ly : L) (y : S).
Hypothesis yE : wd y = [:: ly].

Let A2 a := wordmx M (wd a).
Let b2 a := arun M (fun x => V^T *m b x) 0 (wd a).
Let h1 := V^T *m arun A b h0 u.
Let words (w : seq S) := flatten (map wd w).

Let run2 h w : arun A2 b2 h w = arun M (fun x => V^T *m b x) h (words w).
Proof.
elim: w h => // a w IHw h; rewrite [words _]/= arun_cat -IHw.
by rewrite [arun M _ h _]arun_wordmx.
Qed.

Let fold2 q w : foldl step2 q w = foldl step q (words w).
Proof. by elim: w q => //= a w IHw q; rewrite IHw foldl_cat. Qed.

Let run1 w : arun A2 b2 h1 w = V^T *m arun A b h0 (u ++ words w).
Proof. by rewrite run2 -(passed_arun _ _ _ AE) -arun_cat. Qed.

Let rP2 : orbit_in (astep A2 b2) h1 [seq V^T *m h | h <- r].
Proof. by move=> w; rewrite [foldl _ _ _]run1; apply/map_f/rP. Qed.

Variables (E : seq S) (N : nat) (s : S -> 'S_N) (c : 'cV[F]_R).
Variables (Y : 'M[F]_(R, N)) (p0 : 'I_N).
Hypothesis comp : compressed_rows A2 b2 h1 step2 E s c Y p0.

Let turn (w : seq S) p := foldl (fun q x => s x q) p w.

Lemma turn_cat w w' p : turn (w ++ w') p = turn w' (turn w p).
Proof. exact: foldl_cat. Qed.

Lemma turned_rows w : exists2 B, B *m Y = Y *m perm_mx (\prod_(a <- w) s a)^-1%g
  & exists v, B = wordmx M v.
Proof.
have [_ _ _ rows _] := comp; elim: w => [|a w [B BE [v Bv]]].
  exists 1%:M; last by exists [::].
  by rewrite big_nil invg1 perm_mx1 mul1mx mulmx1.
exists (B *m wordmx A2 (a :: E)).
  by rewrite -mulmxA rows mulmxA BE big_cons invMg perm_mxM mulmxA.
have [v' ->] : exists v', wordmx A2 (a :: E) = wordmx M v'.
  exists (words (a :: E)); elim: (a :: E) => //= a' E' IHE.
  by rewrite wordmx_cons IHE wordmx_cat.
by exists (v' ++ v); rewrite Bv wordmx_cat.
Qed.

Lemma turnE w p : turn w p = (\prod_(a <- w) s a)%g p.
Proof.
elim: w p => [|a w IHw] p; first by rewrite big_nil perm1.
by rewrite big_cons permM -IHw.
Qed.

Lemma turned_col w B p : B *m Y = Y *m perm_mx (\prod_(a <- w) s a)^-1%g ->
  B *m col p Y = col (turn w p) Y.
Proof.
by move=> e; rewrite colE mulmxA e -colE mul_perm_col turnE.
Qed.

Lemma turned_reach t : V^T *m arun A b h0
  (u ++ words (E ++ flatten [seq a :: E | a <- t])) = c + col (turn t p0) Y.
Proof.
have [_ cY stepY _ _] := comp; rewrite -run1 arun_cat -cY.
elim: t p0 => // a t IHt p.
by rewrite [LHS](arun_cat _ _ _ (a :: E)) stepY IHt.
Qed.

(* The points of one column are those of one state.                           *)
Lemma turned_state w w' : col (turn w p0) Y = col (turn w' p0) Y ->
  foldl step2 (foldl step q0 u) w = foldl step2 (foldl step q0 u) w'.
Proof.
move=> e; have [EQ _ _ _ _] := comp; apply: minimal => v.
have state t : foldl step q0 (u ++ words (E ++ flatten [seq a :: E | a <- t])) =
    foldl step2 (foldl step q0 u) t.
  rewrite foldl_cat -fold2 foldl_cat EQ.
  elim: t (foldl step q0 u) => //= a t IHt q.
  by rewrite foldl_cat EQ IHt.
have inj_y : injective (step^~ ly).
  by move=> p q; have := @inj2 y p q; rewrite /step2 yE.
have := passed_decode ly (nseq (#|Q|`!).-1 ly ++ v)
  (etrans (turned_reach w)
    (etrans (congr1 (+%R c) e) (esym (turned_reach w')))).
rewrite -cat_cons -[ly :: _]/(nseq (#|Q|`!).-1.+1 ly) prednK ?fact_gt0 //.
rewrite -[#|Q|`!]muln1 !(foldl_cat _ _ _ (_ ++ v)) !state !foldl_cat.
by rewrite !letter_order.
Qed.

Lemma turned_commute w w' p : (\rank Y <= 1)%N ->
  col (turn (w ++ w') p) Y = col (turn (w' ++ w) p) Y.
Proof.
move=> le1; have [B BE _] := turned_rows w; have [B' BE' _] := turned_rows w'.
have := congr1 (col p) (rank_one_comm le1 BE BE'); rewrite -!invMg.
by rewrite !mul_perm_col !permM -!turnE -!turn_cat.
Qed.

Lemma turned_two w w' p : (forall q, col (turn w q) Y = col (turn w' q) Y) ->
  forall a, col (turn (w ++ [:: a]) p) Y = col (turn (w' ++ [:: a]) p) Y.
Proof.
move=> e a; have [B BE _] := turned_rows [:: a].
by rewrite !turn_cat -!(turned_col _ BE) e.
Qed.

(* Rows of full rank: the matrices are K diag(w_x), with K invertible.        *)
Section Full.
Hypothesis full : \rank Y = R.
Let K := wordmx A2 E *m (V^T *m U).

Let letter_rows x lx : wd x = [:: lx] ->
  K *m diag_mx (f lx) *m Y = Y *m perm_mx (s x)^-1%g.
Proof.
move=> xE; have [_ _ _ rows _] := comp; rewrite -rows wordmx_cons.
have -> : A2 x = V^T *m U *m diag_mx (f lx).
  by rewrite /A2 xE wordmx_cons wordmx_nil mul1mx.
by rewrite /K !mulmxA.
Qed.

Let units : K \in unitmx /\ forall i, f ly 0 i != 0.
Proof.
have : K *m diag_mx (f ly) \in unitmx.
  rewrite -row_free_unit /row_free eqn_leq rank_leq_row -{1}full.
  have : \rank (Y *m perm_mx (s y)^-1%g) = \rank Y.
    by apply: mxrankMfree; rewrite row_free_unit unitmx_perm.
  by rewrite -(letter_rows yE) => <-; rewrite mxrankM_maxl.
rewrite unitmx_mul => /andP[uK]; rewrite unitmxE det_diag unitfE.
by move/prodf_neq0=> nz; split=> // i; apply: nz.
Qed.

Lemma full_quotient x lx : wd x = [:: lx] ->
  diag_mx (f ly) *m (Y *m perm_mx (s y * (s x)^-1)%g) = diag_mx (f lx) *m Y.
Proof.
move=> xE; have [uK _] := units; apply: (can_inj (mulKmx uK)).
rewrite !mulmxA (letter_rows xE) (letter_rows yE) -!mulmxA -perm_mxM.
by rewrite mulKg.
Qed.

Lemma full_exchange x z lx lz : wd x = [:: lx] -> wd z = [:: lz] ->
  Y *m perm_mx (s x * (s y)^-1 * s z)^-1%g =
  Y *m perm_mx (s z * (s y)^-1 * s x)^-1%g.
Proof.
move=> xE zE; have [uK nz] := units.
have := diag_cross nz (full_quotient xE) (full_quotient zE).
move/(congr1 (mulmx K)); rewrite !mulmxA (letter_rows xE) (letter_rows zE).
by rewrite -!mulmxA -!perm_mxM !invMg !invgK.
Qed.

Lemma full_scale x lx : wd x = [:: lx] ->
  Y *m perm_mx (s y * (s x)^-1)%g = diag_mx (\row_i (f lx 0 i / f ly 0 i)) *m Y.
Proof.
move=> xE; have [_ nz] := units; have /matrixP e := full_quotient xE.
apply/matrixP=> i j; apply: (mulfI (nz i)); have := e i j.
by rewrite !mul_diag_mx !mxE => ->; rewrite [RHS]mulrA mulrCA mulfV ?mulr1.
Qed.
End Full.

Let k := (#|Q|`! * N`!).-1.
Let Dk : k.+1 = (#|Q|`! * N`!)%N.
Proof. by rewrite prednK // muln_gt0 !fact_gt0. Qed.

Lemma turn_inverse p : turn (nseq k y) p = (s y)^-1%g p.
Proof.
apply: (@letter_inverse S [finType of 'I_N] (fun q x => s x q) y _ #|Q|`!).
- exact: perm_inj.
- by rewrite Dk card_ord mulnC.
by rewrite permKV.
Qed.

Lemma step_inverse p q : step2 p y = q -> foldl step2 q (nseq k y) = p.
Proof. exact: (letter_inverse (@inj2 y) Dk). Qed.

Lemma few_rows : (R <= 2)%N -> \rank Y = R \/ (\rank Y <= 1)%N.
Proof.
move=> le2; have := rank_leq_row Y; rewrite leq_eqVlt => /orP[/eqP|lt].
  by left.
by right; rewrite -ltnS (leq_trans lt).
Qed.

(* The law of letters, where Y has all rows, or one.                          *)
Hypothesis wide : \rank Y = R \/ (\rank Y <= 1)%N.

Lemma permuting_exchange t x z lx lz p p' :
  wd x = [:: lx] -> wd z = [:: lz] ->
  let q := foldl step2 (foldl step q0 u) t in
  step2 p y = step2 q x -> step2 p' y = step2 q z -> step2 p z = step2 p' x.
Proof.
move=> xE zE q eq_x eq_z.
have := @turned_state (t ++ x :: nseq k y ++ [:: z]) (t ++ z :: nseq k y ++ [:: x]).
rewrite !(turn_cat t) !foldl_cat -/q /= !foldl_cat.
rewrite (step_inverse eq_x) (step_inverse eq_z); apply.
move: (turn t p0) => p1; have [full|le1] := wide.
  rewrite !turn_cat !turn_inverse.
  have := congr1 (col p1) (full_exchange full xE zE).
  by rewrite !mul_perm_col !permM.
have /= -> := turned_commute (x :: nseq k y) [:: z] p1 le1.
by have := turned_commute [:: x] (nseq k y) (s z p1) le1.
Qed.

Hypotheses (rU : real_matrix U) (rV : real_matrix V)
  (rf : forall x, real_matrix (f x)).

Lemma permuting_squares v w : (R <= 2)%N -> let q := foldl step q0 u in
  foldl step2 q [:: v; v; w; w] = foldl step2 q [:: w; w; v; v].
Proof.
move=> le2 q; apply: turned_state.
have [B + [v' Bv]] := turned_rows [:: v].
have [B' + [w' Bw]] := turned_rows [:: w].
rewrite !big_seq1 => eB' eB.
have rB : real_matrix B by rewrite Bv; apply: passed_word_real.
have rB' : real_matrix B' by rewrite Bw; apply: passed_word_real.
have := congr1 (col p0) (block_squares le2 rB rB' eB eB').
by rewrite -!invMg !mul_perm_col !permM => ->.
Qed.

Hypothesis rr : forall h, h \in r -> real_matrix h.

Lemma turned_real p p' i : Y i p - Y i p' \is Num.real.
Proof.
have [_ _ _ _ word] := comp.
have real_at p1 : (c + col p1 Y) i 0 \is Num.real.
  have [w ->] := word p1; rewrite -[foldl _ _ _]/(turn w p0) -turned_reach.
  apply: real_mulmx => [i' j|]; first by rewrite mxE.
  by apply/rr/rP.
have := realB (real_at p) (real_at p'); rewrite !mxE opprD addrACA subrr.
by rewrite add0r.
Qed.

(* A quotient of letters multiplies by real numbers, or there is one column.  *)
Lemma turned_scale x lx : wd x = [:: lx] ->
  (forall p p', col p Y = col p' Y) \/
  exists D, [/\ is_diag_mx D, forall i, D i i \is Num.real &
    forall p, col (turn (x :: nseq k y) p) Y = D *m col p Y].
Proof.
move=> xE; have [full|le1] := wide.
  right; exists (diag_mx (\row_i (f lx 0 i / f ly 0 i))); split=> [|i|p].
  - exact: diag_mx_is_diag.
  - by rewrite !mxE eqxx mulr1n realM ?realV //; apply: rf.
  have := congr1 (col p) (full_scale full xE).
  rewrite -[(s y * _)%g]invgK invMg invgK mul_perm_col permM => e.
  by rewrite [turn _ p]/= turn_inverse e !colE mulmxA.
have [B BE _] := turned_rows (x :: nseq k y).
have [t te] := rank_one_eigen le1 BE; rewrite te in BE.
have turnE' p : col (turn (x :: nseq k y) p) Y = t *: col p Y.
  by rewrite turnE -mul_perm_col te !colE scalemxAl.
have [/forallP all_eq|] := boolP [forall p, col p Y == col p0 Y].
  by left=> p p'; rewrite (eqP (all_eq p)) (eqP (all_eq p')).
rewrite negb_forall => /existsP[p ne]; right; exists t%:M.
split=> [|i|p']; first exact: scalar_mx_is_diag; last first.
  by rewrite turnE' mul_scalar_mx.
rewrite mxE eqxx mulr1n.
have /existsP[l nl] : [exists l, Y l p - Y l p0 != 0].
  apply: contraNT ne; rewrite negb_exists => /forallP all0.
  apply/eqP/colP=> l; rewrite !mxE; apply/eqP; rewrite -subr_eq0.
  by have := all0 l; rewrite negbK.
have := turned_real (turn (x :: nseq k y) p) (turn (x :: nseq k y) p0) l.
have at_l p1 : Y l (turn (x :: nseq k y) p1) = t * Y l p1.
  by have /colP/(_ l) := turnE' p1; rewrite !mxE.
rewrite !at_l -mulrBr => rt.
by rewrite -[t](mulfK nl) realM ?realV ?turned_real.
Qed.

Lemma permuting_real t x lx p p' : wd x = [:: lx] ->
  let q := foldl step2 (foldl step q0 u) t in
  step2 p y = step2 q x -> step2 p' y = step2 p x -> step2 p' x = step2 q x.
Proof.
move=> xE q eq_q eq_p; pose v := x :: nseq k y.
have stepT a a' : step2 a' y = step2 a x -> foldl step2 a v = a'.
  by move=> e; rewrite /= (step_inverse e).
have [p3 Dp3] : exists p3, step2 p3 y = step2 p' x.
  by exists (invF (@inj2 y) (step2 p' x)); rewrite (f_invF (@inj2 y)).
have := @turned_state (t ++ (v ++ v ++ v) ++ [:: y]) (t ++ v ++ [:: y]).
rewrite !(turn_cat t) !foldl_cat -/q (stepT _ _ eq_q) (stepT _ _ eq_p) (stepT _ _ Dp3).
rewrite [foldl _ p3 _]/= [foldl _ p _]/= Dp3 eq_q.
apply; apply: turned_two => p1.
have [all_eq|[D [dD rD DE]]] := turned_scale xE; first exact: all_eq.
rewrite -/v in DE; rewrite !turn_cat !DE.
apply: (real_diag_cube (r := [seq col p Y | p : 'I_N])) => // j.
have -> : iter j (mulmx D) (col p1 Y) = col (iter j (turn v) p1) Y.
  by elim: j => // j IHj; rewrite !iterS IHj DE.
by apply/imageP; eexists.
Qed.
End Permuting.
End Columns.

(* Three words in place of letters.                                           *)
Section Permuted.
Variables (F : numFieldType) (L Z : Type) (Q : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d R : nat).
Variables (U V : 'M[F]_(d, R)) (f : L -> 'rV[F]_R).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis AE : forall x, A x = U *m diag_mx (f x) *m V^T.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis apart : told_apart step q0 out.
Hypothesis inj : forall x, injective (step^~ x).
Hypothesis le2 : (R <= 2)%N.

Let wd3 (a b c : seq L) (i : option bool) :=
  if i is Some true then b else if i is Some false then c else a.

Let compressed_at (u a y c : seq L) : exists E N s c0 Y p0,
  @compressed_rows F [finType of option bool] R
    (fun i => wordmx (passed U V f) (wd3 a y c i))
    (fun i => arun (passed U V f) (fun x => V^T *m b x) 0 (wd3 a y c i))
    (V^T *m arun A b h0 u) Q (fun q i => foldl step q (wd3 a y c i))
    E N s c0 Y p0.
Proof.
pose g h (w : seq (option bool)) := foldl (astep
  (fun i => wordmx (passed U V f) (wd3 a y c i))
  (fun i => arun (passed U V f) (fun x => V^T *m b x) 0 (wd3 a y c i))) h w.
have gE h w : g h w = arun (passed U V f) (fun x => V^T *m b x) h
    (flatten (map (wd3 a y c) w)).
  elim: w h => // i w IHw h; rewrite [g _ _]IHw [flatten _]/= arun_cat.
  by rewrite [arun _ _ h _]arun_wordmx.
apply: (@compression_rows _ _ _ _ _ _ _ _ [seq V^T *m h | h <- r]) => [w|i].
  by rewrite [foldl _ _ _]gE -(passed_arun _ _ _ AE) -arun_cat; apply/map_f/rP.
exact: foldl_inj.
Qed.

Theorem permuted_columns_sound x y z q p p' :
  step p y = step q x -> step p' y = step q z -> step p z = step p' x.
Proof.
have [reached minimal] := apart; have [u <-] := reached q.
have [E [N [s [c [Y [p0 comp]]]]]] := compressed_at u [:: x] [:: y] [:: z].
have inj2 i : injective (fun q => foldl step q (wd3 [:: x] [:: y] [:: z] i)).
  exact: foldl_inj.
exact: (permuting_exchange AE decP minimal inj2 (y := Some true) erefl comp
  (few_rows Y le2) (t := [::]) (x := None) (z := Some false) erefl erefl).
Qed.

Hypotheses (rU : real_matrix U) (rV : real_matrix V)
  (rf : forall x, real_matrix (f x)).

Theorem permuted_squares_sound v w q :
  foldl step q (v ++ v ++ w ++ w) = foldl step q (w ++ w ++ v ++ v).
Proof.
have [reached minimal] := apart; have [u <-] := reached q.
case: v => [|y v]; first by rewrite !cats0.
have [E [N [s [c [Y [p0 comp]]]]]] := compressed_at u (y :: v) [:: y] w.
have inj2 i : injective (fun q => foldl step q (wd3 (y :: v) [:: y] w i)).
  exact: foldl_inj.
have := permuting_squares AE decP minimal inj2 (y := Some true) erefl comp
  rU rV rf None (Some false) le2.
by rewrite !foldl_cat /=.
Qed.

Hypothesis rr : forall h, h \in r -> real_matrix h.

Theorem permuted_real_columns_sound x y q p p' :
  step p y = step q x -> step p' y = step p x -> step p' x = step q x.
Proof.
have [reached minimal] := apart; have [u <-] := reached q.
have [E [N [s [c [Y [p0 comp]]]]]] := compressed_at u [:: x] [:: y] [::].
have inj2 i : injective (fun q => foldl step q (wd3 [:: x] [:: y] [::] i)).
  exact: foldl_inj.
exact: (permuting_real AE rP decP minimal inj2 (y := Some true) erefl comp
  (few_rows Y le2) rV rf rr (t := [::]) (x := None) erefl).
Qed.
End Permuted.

(* So a certificate of two columns is right.                                  *)
Section Claims.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (c : class) (bound : option nat) (dec : decoder).
Variable additive : bool.
Hypothesis apart : told_apart step q0 out.
Hypothesis real :
  realizable (fun v => out (foldl step q0 v)) c bound dec additive.
Variable y : L.
Hypothesis inj : injective (step^~ y).
Hypothesis linear : additive = false \/ forall x, injective (step^~ x).

Theorem columns_refutes x z q p p' : c = CPReal 2 \/ c = CPComplex 2 ->
  step p y = step q x -> step p' y = step q z -> step p z = step p' x.
Proof.
have [reached minimal] := apart; move=> cP.
have [d [A [b [h0 [pts [fam _ add rP /linear_arbitrary[g gP]]]]]]] := real.
have {fam} [R [U [V [w [le2 AE _]]]]] : exists R (U V : 'M[algC]_(d, R)) w,
    [/\ (R <= 2)%N, forall x, A x = U *m diag_mx (w x) *m V^T & true].
  by case: cP fam => -> [R [U [V [w [le AE _]]]]]; exists R, U, V, w.
case: linear => [na|perm]; last first.
  exact: (permuted_columns_sound AE rP gP apart perm le2).
have b0 a : b a = 0 by case: add; rewrite ?na.
exact: (two_columns_sound AE rP gP b0 reached minimal le2 inj).
Qed.

Theorem real_columns_refutes x q p p' : c = CPReal 2 ->
  step p y = step q x -> step p' y = step p x -> step p' x = step q x.
Proof.
have [reached minimal] := apart; move=> cP.
have [d [A [b [h0 [pts [fam wi add rP /linear_arbitrary[g gP]]]]]]] := real.
rewrite cP in fam wi; have [R [U [V [w [le2 AE /(_ isT)[rU rV rw]]]]]] := fam.
have mx_real m n (B : 'M[algC]_(m, n)) : real_mx B -> real_matrix B.
  by move=> /forallP rB i j; have /forallP := rB i.
have {}rU := mx_real _ _ _ rU; have {}rV := mx_real _ _ _ rV.
have {}rw a := mx_real _ _ _ (rw a).
case: linear => [na|perm]; last first.
  apply: (permuted_real_columns_sound AE rP gP apart perm le2 rV rw).
  by have /andP[_ /allP rr] := wi; move=> h /rr/mx_real.
have b0 a : b a = 0 by case: add; rewrite ?na.
exact: (two_real_columns_sound AE rP gP b0 reached minimal le2 inj rU rV rw).
Qed.

Theorem square_columns_refutes v w q : c = CPReal 2 ->
  (forall x, injective (step^~ x)) ->
  foldl step q (v ++ v ++ w ++ w) = foldl step q (w ++ w ++ v ++ v).
Proof.
move=> cP perm.
have [d [A [b [h0 [pts [fam wi add rP /linear_arbitrary[g gP]]]]]]] := real.
rewrite cP in fam wi; have [R [U [V [f [le2 AE /(_ isT)[rU rV rw]]]]]] := fam.
have mx_real m n (B : 'M[algC]_(m, n)) : real_mx B -> real_matrix B.
  by move=> /forallP rB i j; have /forallP := rB i.
apply: (permuted_squares_sound AE rP gP apart perm le2) => //;
  by try move=> a; apply: mx_real.
Qed.
End Claims.

(* What an automaton does that multiplies by numbers from the first letter    *)
(* on.                                                                        *)
Section Turned.
Variables (L Q : finType) (step : Q -> L -> Q) (q0 : Q).

Definition later q := [exists p, exists a, step p a == q].

Definition resetting a :=
  [forall p, forall q, later p ==> later q ==> (step p a == step q a)].

Definition live :=
  [set q | later q && ~~ [exists a, resetting a && (step q0 a == q)]].

Definition one_after_two :=
  [exists z, forall q, forall a, later q ==> (step q a == z)].

Definition turned (real : bool) : Prop :=
  [/\ forall a b p, resetting a -> resetting b -> later p ->
        step p a = step q0 b /\ forall c, step (step q0 b) c = step q0 b,
      forall a, ~~ resetting a -> {in live &, injective (step^~ a)} /\
        {in live, forall q, step q a \in live},
      exists2 p, p \in live & forall a, ~~ resetting a -> step q0 a = step p a,
      forall a b, ~~ resetting a -> ~~ resetting b ->
        {in live, forall q, step (step q a) b = step (step q b) a}
    & forall e, (0 < e)%N -> real && (e == 2)%N \/ (forall a, ~~ resetting a ->
        {in live, forall q, foldl step q (nseq e a) = q}) -> (#|live| <= e)%N].

Variables (F : fieldType) (m : L -> F) (s : seq F) (real : bool).
Let by_number x a := x * m a.
Let number w := foldl by_number 1 w.
Let Z w := foldl step q0 w.
Hypothesis finite : orbit_in by_number 1 s.
Hypothesis same : forall a w b v, number (a :: w) = number (b :: v) ->
  Z (a :: w) = Z (b :: v).
Hypothesis reached : forall q, exists w, Z w = q.
Hypothesis more : ~~ one_after_two.
Hypothesis real_number :
  real -> forall a n, (0 < n)%N -> m a ^+ n = 1 -> m a ^+ 2 = 1.

Let numberM x w : foldl by_number x w = x * number w.
Proof.
rewrite /number; elim/last_ind: w => [|w a IHw]; first by rewrite mulr1.
by rewrite !foldl_rcons IHw /by_number mulrA.
Qed.

Let number_cat u v : number (u ++ v) = number u * number v.
Proof. by rewrite {1}/number foldl_cat numberM. Qed.

Let number_pow w k : number (wpow w k) = number w ^+ k.
Proof. by elim: k => // k IHk; rewrite wpowS number_cat IHk exprS. Qed.

Let number1 a : number [:: a] = m a. Proof. exact: mul1r. Qed.

Let sameN u v : u != [::] -> v != [::] -> number u = number v -> Z u = Z v.
Proof. by case: u v => // a u [|b v] // _ _; apply: same. Qed.

Let N := (size s)`!.
Let N_gt0 : (0 < N)%N. Proof. exact: fact_gt0. Qed.

Let period w : number w != 0 -> number w ^+ N = 1.
Proof.
move=> nz; have iterE k : iter k ( *%R^~ (number w)) 1 = number w ^+ k.
  by elim: k => // k IHk; rewrite iterS IHk exprSr.
rewrite -iterE; apply: (iter_period _ (E := fun=> True) (r := s)) => // [k|a c _ _].
  by rewrite iterE -number_pow; apply: finite.
exact: mulIf.
Qed.

Let inverse w : number w != 0 -> number w * number (wpow w N.-1) = 1.
Proof. by move=> nz; rewrite number_pow -exprS prednK // period. Qed.

Let laterP q : reflect (exists2 w, w != [::] & Z w = q) (later q).
Proof.
apply: (iffP existsP) => [[p /existsP[a /eqP<-]]|[w nw <-]].
  have [u <-] := reached p; exists (rcons u a); first by case: (u).
  by rewrite /Z foldl_rcons.
case/lastP: w nw => // w a _; exists (Z w); apply/existsP; exists a.
by rewrite /Z foldl_rcons.
Qed.

Let stepZ w a : step (Z w) a = Z (rcons w a).
Proof. by rewrite /Z foldl_rcons. Qed.

Let not_all_one : ~ (forall u v, u != [::] -> v != [::] -> Z u = Z v).
Proof.
move=> one; case/negP: more.
have [a _|none] := pickP (mem L); last first.
  apply/existsP; exists q0; apply/forallP=> q; apply/forallP=> a.
  by have := none a.
apply/existsP; exists (Z [:: a]); apply/forallP=> q; apply/forallP=> b.
apply/implyP=> /laterP[w nw <-]; rewrite stepZ; apply/eqP/one => //.
by case: (w).
Qed.

Let resetP a : resetting a = (m a == 0).
Proof.
apply/idP/eqP=> [const|m0]; last first.
  apply/forallP=> p; apply/forallP=> q; apply/implyP=> /laterP[u _ <-].
  apply/implyP=> /laterP[v _ <-]; rewrite !stepZ; apply/eqP/sameN.
  - by case: (u).
  - by case: (v).
  by rewrite -!cats1 !number_cat number1 m0 !mulr0.
apply/eqP; apply: contraT => nz; case: not_all_one => u v nu nv.
have long w : w != [::] -> exists2 w', w' != [::] & Z w = step (Z w') a.
  move=> nw; exists (w ++ nseq N.-1 a); first by case: (w) nw.
  rewrite stepZ -cats1 -catA -[[:: a]]/(nseq 1 a) -nseqD addn1 prednK //.
  apply: sameN => //; first by case: (w) nw.
  by rewrite number_cat -wpow_seq1 number_pow period ?mulr1 ?number1.
have [[u' nu' ->] [v' nv' ->]] := (long u nu, long v nv).
have /forallP/(_ (Z u'))/forallP/(_ (Z v')) := const.
have lat w : w != [::] -> later (Z w) by move=> nw; apply/laterP; exists w.
by rewrite !lat // => /eqP.
Qed.

Let liveP q : reflect (exists w, [/\ w != [::], number w != 0 & Z w = q]) (q \in live).
Proof.
rewrite inE; apply: (iffP andP) => [[/laterP[w nw <-] nsunk]|[w [nw nz <-]]].
  exists w; split=> //; apply: contraNneq nsunk => w0.
  have [a wa m0] : exists2 a, a \in w & m a = 0.
    elim: {nw} w w0 => [/eqP|a w IHw]; first by rewrite oner_eq0.
    rewrite -cat1s number_cat number1 => /eqP; rewrite mulf_eq0.
    case/orP=> [/eqP|/eqP/IHw[b bw b0]]; first by exists a; rewrite ?mem_head.
    by exists b; rewrite // inE bw orbT.
  apply/existsP; exists a; rewrite resetP m0 eqxx /=.
  by apply/eqP/(@sameN [:: a]); rewrite // number1 m0 w0.
split; first by apply/laterP; exists w.
apply/existsP=> -[a]; rewrite resetP => /andP[/eqP m0 /eqP e].
have eqw : Z [:: a] = Z w := e.
have zero v : v != [::] -> number v = 0 -> Z v = Z w.
  by move=> nv v0; rewrite -eqw; apply: sameN; rewrite // number1 m0 v0.
have all v : v != [::] -> Z v = Z w.
  move=> nv; have [v0|nzv] := eqVneq (number v) 0; first exact: zero.
  have -> : Z v = Z (w ++ wpow w N.-1 ++ v).
    apply: sameN => //; first by case: (w) nw.
    by rewrite catA !number_cat inverse ?mul1r.
  have -> t : Z (w ++ t) = Z ([:: a] ++ t) by rewrite /Z !foldl_cat -/(Z w) -eqw.
  by apply: zero; rewrite // number_cat number1 m0 mul0r.
by apply: not_all_one => u v nu nv; rewrite !all.
Qed.

Let nonzero a : ~~ resetting a -> m a != 0. Proof. by rewrite resetP. Qed.

(* The numbers that are not 0, as finitely many.                              *)
Let few e : (0 < e)%N ->
  (forall a w, w != [::] -> number w != 0 -> m a != 0 ->
     Z (w ++ nseq e a) = Z w) -> (#|live| <= e)%N.
Proof.
move=> e_gt0 fixed; have {}fixed v w : w != [::] -> number w != 0 ->
    number v != 0 -> Z (w ++ wpow v e) = Z w.
  elim: v w => [|a v IHv] w nw nzw.
    move=> _; apply: sameN => //; first by case: (w) nw.
    by rewrite number_cat number_pow expr1n mulr1.
  rewrite -cat1s number_cat number1 mulf_eq0 negb_or => /andP[nza nzv].
  have nwa : w ++ nseq e a != [::] by case: (w) nw.
  have <- : Z (w ++ nseq e a) = Z w by apply: fixed.
  have nza' : number (nseq e a) = m a ^+ e by rewrite -wpow_seq1 number_pow number1.
  rewrite -[RHS]IHv //; last by rewrite number_cat nza' mulf_neq0 ?expf_neq0.
  apply: sameN; [by case: (w) nw|by case: (w) nw|].
  by rewrite !number_cat !number_pow number_cat number1 nza' exprMn mulrA.
have [->|[q1 /liveP[w1 [nw1 nz1 _]]]] := set_0Vmem live; first by rewrite cards0.
have [P [next [v [p0 [v0 vP v_inj word]]]]] :=
  compression.reached_points finite.
pose pt w := foldl next p0 w.
have vpt w : v (pt w) = number w.
  by rewrite /pt /number -v0; elim: w (p0) => //= a w IHw p; rewrite IHw -vP.
have has_word p : exists w, v p == number w.
  by have [w e1] := word p; exists w; apply/eqP.
pose wof p := xchoose (has_word p).
have vwof p : number (wof p) = v p by rewrite (eqP (xchooseP (has_word p))).
pose X := [set p | v p != 0].
pose mul p p' := pt (wof p ++ wof p').
have mulE p p' : v (mul p p') = v p * v p' by rewrite vpt number_cat !vwof.
have mulX p p' : p \in X -> p' \in X -> mul p p' \in X.
  by rewrite !inE mulE => *; rewrite mulf_neq0.
pose inv p := pt (wpow (wof p) N.-1).
have invE p : p \in X -> v p * v (inv p) = 1.
  by rewrite inE -vwof vpt => /inverse.
have invX p : p \in X -> inv p \in X.
  by rewrite !inE vpt number_pow vwof => nz; rewrite expf_neq0.
have mul_inj p p1 p2 : p \in X -> v p1 * v p = v p2 * v p -> p1 = p2.
  by rewrite inE => nz /(mulIf nz)/v_inj.
pose pow p := pt (wpow (wof p) e).
have powE p : v (pow p) = v p ^+ e by rewrite vpt number_pow vwof.
have powX p : p \in X -> pow p \in X by rewrite !inE powE => nz; rewrite expf_neq0.
pose ends p := Z (wpow w1 N ++ wof p).
have nt p : wpow w1 N ++ wof p != [::].
  by rewrite -(prednK N_gt0) wpowS -catA; case: (w1) nw1.
have nE p : number (wpow w1 N ++ wof p) = v p.
  by rewrite number_cat number_pow period // mul1r vwof.
pose rep q := odflt p0 [pick p in X | ends p == q].
have repP q : q \in live -> rep q \in X /\ ends (rep q) = q.
  case/liveP=> w [nw nzw Zw]; rewrite /rep; case: pickP => [p /andP[pX /eqP]//|].
  move/(_ (pt w)); rewrite inE vpt nzw /= => /eqP[]; rewrite -Zw; apply: sameN => //.
  by rewrite nE vpt.
pose Pw := [set pow p | p in X]; pose E := [set p in X | v p ^+ e == 1].
have le1 : (#|setX live Pw| <= #|X|)%N.
  have inj : {in setX live Pw &, injective (fun qy => mul (rep qy.1) qy.2)}.
    move=> [q y] [q' y'] /setXP[/repP[qX eq] /imsetP[p pX ->]].
    move=> /setXP[/repP[qX' eq'] /imsetP[p' pX' ->]] /= e1.
    have endsM r p2 : r \in X -> p2 \in X -> ends (mul r (pow p2)) = ends r.
      rewrite !inE => nzr nz2; rewrite -[RHS](@fixed (wof p2)) ?nE ?vwof //.
      apply: sameN => //; first by case: (_ ++ _) (nt r).
      by rewrite nE mulE powE [RHS]number_cat nE number_pow vwof.
    have eqq : q = q' by rewrite -eq -eq' -(endsM _ p) // e1 endsM.
    congr pair; rewrite -eqq // in e1 *; apply: (mul_inj (rep q)) => //.
    by rewrite ![_ * v (rep q)]mulrC -!mulE e1.
  rewrite -(card_in_imset inj); apply/subset_leq_card/subsetP=> z /imsetP[[q y]].
  by case/setXP=> /repP[qX _] /imsetP[p pX ->] ->; apply: mulX (powX _ pX).
pose rt y := odflt p0 [pick p in X | pow p == y].
have rtP p : p \in X -> rt (pow p) \in X /\ pow (rt (pow p)) = pow p.
  move=> pX; rewrite /rt; case: pickP => [p' /andP[? /eqP]//|/(_ p)].
  by rewrite pX eqxx.
have le2 : (#|X| <= #|setX Pw E|)%N.
  pose f x := (pow x, mul x (inv (rt (pow x)))).
  have inj : {in X &, injective f}.
    move=> x y xX yX e1; have [rX _] := rtP _ xX.
    have e2 : mul x _ = mul y _ := congr1 snd e1.
    have {}e1 : pow x = pow y := congr1 fst e1.
    rewrite -e1 in e2; apply: (mul_inj (inv (rt (pow x)))); first exact: invX.
    by rewrite -!mulE e2.
  rewrite -(card_in_imset inj); apply/subset_leq_card/subsetP=> _ /imsetP[x xX ->].
  have [rX re] := rtP _ xX; apply/setXP; split; first exact: imset_f.
  rewrite inE; apply/andP; split; first exact: mulX (invX _ rX).
  have ve : v x ^+ e = v (rt (pow x)) ^+ e by rewrite -!powE re.
  by rewrite mulE exprMn ve -exprMn invE ?expr1n.
have leE : (#|E| <= e)%N.
  rewrite cardE -(size_map v); apply: max_unity_roots => //.
    apply/allP=> z /mapP[p]; rewrite mem_enum inE => /andP[_ /eqP pe] ->.
    exact/unity_rootP.
  by rewrite map_inj_uniq ?enum_uniq.
have Pw_gt0 : (0 < #|Pw|)%N.
  by apply/card_gt0P; exists (pow p0); rewrite imset_f // inE v0 oner_neq0.
move: (leq_trans le1 le2); rewrite !cardsX mulnC leq_pmul2l // => le.
exact: leq_trans le leE.
Qed.

Lemma turns : turned real.
Proof.
have not_const w : number w != 0 -> all (predC1 0 \o m) w.
  by elim: w => //= a w IHw; rewrite -cat1s number_cat number1 mulf_eq0 negb_or =>
    /andP[-> /IHw].
have [a0 nz0] : exists a, m a != 0.
  apply/existsP; apply: contraT; rewrite negb_exists => /forallP zero.
  case: not_all_one => u v nu nv; apply: sameN => //.
  have all0 w : w != [::] -> number w = 0.
    by case: w => // a w _; rewrite -cat1s number_cat number1 (eqP (negbNE (zero a))) mul0r.
  by rewrite !all0.
split.
- move=> a b p; rewrite !resetP => /eqP za /eqP b0 /laterP[w nw <-]; split=> [|c].
    rewrite stepZ; apply: (@sameN _ [:: b]) => //; first by case: (w).
    by rewrite -cats1 number_cat !number1 za b0 mulr0.
  by apply: (@sameN [:: b; c] [:: b]); rewrite // -[_ :: _]/([:: b] ++ [:: c])
    number_cat !number1 b0 mul0r.
- move=> a /nonzero nz; split=> [_ _ /liveP[u [nu nzu <-]] /liveP[v [nv nzv <-]]|q].
    have back w : w != [::] -> Z w = foldl step (step (Z w) a) (nseq N.-1 a).
      move=> nw; rewrite -[RHS]/(foldl step (Z w) (nseq N.-1.+1 a)) -foldl_cat.
      apply: sameN => //; first by case: (w) nw.
      by rewrite number_cat -wpow_seq1 number_pow prednK // period ?mulr1 ?number1.
    by move=> e; rewrite (back u) // e -back.
  case/liveP=> w [nw nzw <-]; rewrite stepZ; apply/liveP; exists (rcons w a).
  by rewrite -cats1 number_cat number1 mulf_neq0 //; case: (w) nw.
- exists (Z (nseq N a0)) => [|a _].
    apply/liveP; exists (nseq N a0); split=> //; first by rewrite -(prednK N_gt0).
    by rewrite -wpow_seq1 number_pow period ?oner_neq0 // number1.
  rewrite stepZ; apply: (@sameN [:: a]) => //; first by rewrite -(prednK N_gt0).
  by rewrite -cats1 number_cat -wpow_seq1 number_pow period ?number1 // mul1r.
- move=> a b _ _ q /liveP[w [nw _ <-]]; rewrite !stepZ; apply: sameN.
  - by case: (w).
  - by case: (w).
  by rewrite -!cats1 !number_cat mulrAC.
move=> e e_gt0 eP; apply: few => // a w nw nzw nza; case: eP => [/andP[re /eqP->]|fixed].
  apply: sameN => //; first by case: (w) nw.
  rewrite number_cat -wpow_seq1 number_pow number1 (real_number re N_gt0) ?mulr1 //.
  by rewrite -number1 period ?number1.
rewrite /Z foldl_cat; apply: fixed; first by rewrite resetP.
by apply/liveP; exists w.
Qed.
End Turned.

(* All letters at once, where they permute the states.                        *)
Lemma letters_compressed (F : numFieldType) (L Q : finType) (step : Q -> L -> Q)
    d R (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) h0 (r : seq 'cV[F]_d)
    (U V : 'M[F]_(d, R)) f :
  orbit_in (astep A b) h0 r ->
  (forall x, A x = U *m diag_mx (f x) *m V^T) ->
  (forall x, injective (step^~ x)) ->
  exists E N s c Y p0, @compressed_rows F L R
    (fun a => wordmx (passed U V f) [:: a])
    (fun a => arun (passed U V f) (fun x => V^T *m b x) 0 [:: a])
    (V^T *m arun A b h0 [::]) Q (fun q a => foldl step q [:: a]) E N s c Y p0.
Proof.
move=> rP AE inj.
apply: (@compression_rows _ _ _ _ _ _ _ _ [seq V^T *m h | h <- r]) => [w|]; last exact: inj.
set h1 := V^T *m _; set act := astep _ _.
have -> : foldl act h1 w = V^T *m arun A b h0 w; last exact/map_f/rP.
rewrite -[w in RHS]cat0s arun_cat (passed_arun _ _ _ AE) -/h1.
elim: w h1 => // a w IHw h; rewrite [LHS]IHw; congr (arun _ _ _ w).
by rewrite /act /astep /= wordmx_cons wordmx_nil mul1mx /astep mulmx0 add0r.
Qed.

(* One column: the numbers v h, from the first letter on.                     *)
Section OneColumn.
Variables (F : numFieldType) (L Q : finType) (Z : Type).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis apart : told_apart step q0 out.
Hypothesis more : ~~ one_after_two step.

Lemma real_root (m : F) n : m \is Num.real -> (0 < n)%N -> m ^+ n = 1 -> m ^+ 2 = 1.
Proof.
move=> rm n_gt0 mn; have /eqP : `|m| ^+ n = 1 by rewrite -normrX mn normr1.
by rewrite -real_normK // pexpr_eq1 // => /eqP->; rewrite expr1n.
Qed.

Lemma words_one : ~ (forall u v x y a c, foldl step q0 (rcons (rcons u x) a) =
  foldl step q0 (rcons (rcons v y) c)).
Proof.
move=> one; case/negP: more; have [a _|none] := pickP (mem L); last first.
  by apply/existsP; exists q0; apply/forallP=> q; apply/forallP=> a; have := none a.
apply/existsP; exists (foldl step q0 [:: a; a]); apply/forallP=> q.
apply/forallP=> c; apply/implyP=> /existsP[p /existsP[x /eqP<-]].
have [u <-] := apart.1 p; rewrite -!foldl_rcons.
by rewrite (one u [::] x a c a).
Qed.

Lemma words_same w v : arun A b h0 w = arun A b h0 v ->
  foldl step q0 w = foldl step q0 v.
Proof.
move=> e; apply: apart.2 => t.
by rewrite -!foldl_cat -!decP !(arun_cat _ _ _ _ t) e.
Qed.

Variables (U V : 'M[F]_(d, 1)) (f : L -> 'rV[F]_1).
Hypothesis AE : forall x, A x = U *m diag_mx (f x) *m V^T.
Variable real : bool.
Hypothesis rM : real -> [/\ real_matrix U, real_matrix V & forall x, real_matrix (f x)].

Lemma column_linear : (forall x, b x = 0) -> turned step q0 real.
Proof.
move=> b0; pose c := (V^T *m U) 0 0; pose z w := (V^T *m arun A b h0 w) 0 0.
have stepE w a : arun A b h0 (rcons w a) = (f a 0 0 * z w) *: U.
  rewrite /arun foldl_rcons /astep b0 addr0 AE -!mulmxA.
  rewrite [V^T *m _]mx11_scalar -/(z w) [diag_mx _]mx11_scalar -scalar_mxM.
  by rewrite mul_mx_scalar !mxE eqxx mulr1n.
have zE w a : z (rcons w a) = c * f a 0 0 * z w.
  by rewrite /z stepE -scalemxAr mxE -/c mulrC mulrA.
have alive : c != 0 /\ z [::] != 0.
  suff : c * z [::] != 0 by rewrite mulf_eq0 negb_or => /andP[].
  apply/negP=> /eqP cz0; apply: words_one => u v x y a a'; apply: words_same.
  have cz w : c * z w = 0.
    elim/last_ind: w => // w a1 IHw.
    by rewrite zE [c * f a1 0 0]mulrC -mulrA IHw mulr0 mulr0.
  have zero w a1 a2 : arun A b h0 (rcons (rcons w a1) a2) = 0.
    by rewrite stepE zE [c * _]mulrC -mulrA cz !mulr0 scale0r.
  by rewrite !zero.
have [nzc nz0] := alive; pose m a := c * f a 0 0.
have numE w : z w = foldl (fun x a => x * m a) 1 w * z [::].
  elim/last_ind: w => [|w a IHw]; first by rewrite mul1r.
  by rewrite zE IHw foldl_rcons /m mulrCA mulrA mulrAC.
apply: (@turns L Q step q0 F m [seq (V^T *m h) 0 0 / z [::] | h <- r]) => //.
- move=> w; have -> : foldl (fun x a => x * m a) 1 w = z w / z [::].
    by rewrite numE mulfK.
  by apply: map_f (rP w).
- have numeral w a : arun A b h0 (a :: w) =
      (foldl (fun x a => x * m a) 1 (a :: w) / c * z [::]) *: U.
    by rewrite mulrAC -numE lastI stepE zE mulrC mulrA mulKf // mulrC.
  by move=> a w a' v e; apply: words_same; rewrite !numeral e.
- exact: apart.1.
move=> re a n; apply: real_root; have [rU rV rf] := rM re; rewrite realM ?rf //.
by apply: real_mulmx => // i j; rewrite mxE.
Qed.

Lemma column_permuting : (forall x, injective (step^~ x)) -> turned step q0 real.
Proof.
move=> inj; have [y _|none] := pickP (mem L); last first.
  case/negP: more; apply/existsP; exists q0; apply/forallP=> q; apply/forallP=> a.
  by have := none a.
pose A2 a := wordmx (passed U V f) [:: a].
have fold1 q w : foldl (fun q a => foldl step q [:: a]) q w = foldl step q w.
  by elim: w q => //= a w IHw q.
have [E [N [s [c [Y [p0 comp]]]]]] := letters_compressed rP AE inj.
have inj2 a : injective (fun q => foldl step q [:: a]) by apply: inj.
have [_ _ _ rows _] := comp; pose m a := (wordmx A2 (a :: E)) 0 0.
pose turn (w : seq L) p := foldl (fun q x => s x q) p w.
have state w v : Y 0 (turn w p0) = Y 0 (turn v p0) -> foldl step q0 w = foldl step q0 v.
  move=> e; rewrite -!fold1; apply: (turned_state AE decP apart.2 inj2 (y := y) erefl comp
    (u := [::])).
  by apply/colP=> i; rewrite !mxE !ord1 e.
have turnE w : Y 0 (turn w p0) = foldl (fun x a => x * m a) 1 w * Y 0 p0.
  elim/last_ind: w => [|w a IHw]; first by rewrite mul1r.
  rewrite /turn !foldl_rcons -/(turn w p0) mulrAC -IHw.
  have := rows a; rewrite [wordmx _ _]mx11_scalar -/(m a) mul_scalar_mx.
  move/(congr1 (col (turn w p0))); rewrite mul_perm_col => /colP/(_ 0).
  by rewrite !mxE mulrC => <-.
have nz : Y 0 p0 != 0.
  apply/negP=> /eqP y0; apply: words_one => *; apply: state.
  by rewrite !turnE y0 !mulr0.
apply: (@turns L Q step q0 F m [seq Y 0 p / Y 0 p0 | p : 'I_N]) => //.
- move=> w; apply/imageP; exists (turn w p0) => //.
  by rewrite turnE mulfK.
- by move=> a w a' v e; apply: state; rewrite !turnE e.
- exact: apart.1.
move=> re a n; apply: real_root; have [rU rV rf] := rM re.
have : real_matrix (wordmx A2 (a :: E)); last exact.
elim/last_ind: (a :: E) => [|w a1 IHw] i j; first by rewrite mxE realn.
rewrite wordmx_rcons; apply: real_mulmx => //; rewrite /A2 wordmx_cons wordmx_nil mul1mx.
exact: passed_real.
Qed.
End OneColumn.

Theorem one_column_sound (F : numFieldType) (L Q : finType) (Z : Type)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) d R (U V : 'M[F]_(d, R)) f A b
    h0 (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) (real : bool) :
  (R <= 1)%N -> (forall x, A x = U *m diag_mx (f x) *m V^T) ->
  orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (foldl step q0 w)) ->
  told_apart step q0 out ->
  (forall x, b x = 0) \/ (forall x, injective (step^~ x)) ->
  (real -> [/\ real_matrix U, real_matrix V & forall x, real_matrix (f x)]) ->
  ~~ one_after_two step -> turned step q0 real.
Proof.
case: R U V f => [|[|//]] U V f _ AE rP decP apart linear re more; last first.
  by case: linear => lin; [apply: (column_linear rP decP apart more AE)
    |apply: (column_permuting rP decP apart more AE)].
have AE0 x : A x = 0 *m diag_mx 0 *m (0 : 'M[F]_(d, 1))^T.
  by rewrite AE [U]thinmx0 !mul0mx.
have re0 : real -> [/\ real_matrix (0 : 'M[F]_(d, 1)), real_matrix (0 : 'M[F]_(d, 1))
    & forall x : L, real_matrix (0 : 'rV[F]_1)].
  by move=> _; split=> [i j|i j|x i j]; rewrite mxE real0.
by case: linear => lin; [apply: (column_linear rP decP apart more AE0 re0)
  |apply: (column_permuting rP decP apart more AE0 re0)].
Qed.

Theorem one_column_refutes (L Q : finType) (step : Q -> L -> Q) (q0 : Q)
    (out : Q -> nat) (real : bool) bound dec additive :
  told_apart step q0 out ->
  realizable (fun v => out (foldl step q0 v)) (if real then CPReal 1 else CPComplex 1)
    bound dec additive ->
  additive = false \/ (forall x, injective (step^~ x)) ->
  ~~ one_after_two step -> turned step q0 real.
Proof.
move=> apart [d [A [b [h0 [pts [fam _ add rP /linear_arbitrary[g gP]]]]]]] lin.
have {}lin : (forall x, b x = 0) \/ (forall x, injective (step^~ x)).
  by case: lin add => [-> [//|b0]|inj _]; [left|right].
have [R [U [V [f [le1 AE re]]]]] : cp_factors A real 1 by case: (real) fam.
apply: (one_column_sound le1 AE rP gP apart lin) => /re[rU rV rf].
have mx_real m n (B : 'M[algC]_(m, n)) : real_mx B -> real_matrix B.
  by move=> /forallP rB i j; have /forallP := rB i.
by split=> [||x]; apply: mx_real.
Qed.

(* Three real columns: where they are independent on the states, as above, or *)
(* the letters act as real matrices of rank 2.                                *)
Section RealRank.
Variables (C : numClosedFieldType) (N : nat).
Implicit Types (s t : 'S_N).

Lemma real_factor m n (Y : 'M[C]_(m, N)) (S : 'M_(n, N)) :
  real_matrix Y -> real_matrix S -> (Y <= S)%MS ->
  exists2 K, real_matrix K & Y = K *m S.
Proof.
move=> rY rS /submxP[K e]; exists (map_mx (fun x => 'Re x) K) => [i j|].
  by rewrite mxE Creal_Re.
apply/matrixP=> i j; move/matrixP/(_ i j)/(congr1 (fun x => 'Re x)): e.
rewrite (Creal_ReP _ (rY i j)) => ->; rewrite !mxE raddf_sum.
by apply: eq_bigr => k _; rewrite /= mxE ReMr ?rS.
Qed.

Lemma rank_two_squares m (Y : 'M[C]_(m, N)) (A B : 'M_m) s t :
  (\rank Y <= 2)%N -> real_matrix Y -> real_matrix A -> real_matrix B ->
  A *m Y = Y *m perm_mx s -> B *m Y = Y *m perm_mx t ->
  Y *m perm_mx (s * s * (t * t))%g = Y *m perm_mx (t * t * (s * s))%g.
Proof.
move=> le2 rY rA rB eA eB; pose S := rowsub (maxrankfun Y) Y.
have rS : real_matrix S by move=> i j; rewrite mxE.
have [K rK DY] : exists2 K, real_matrix K & Y = K *m S.
  by apply: real_factor => //; rewrite eq_maxrowsub.
have inner M u : M *m Y = Y *m perm_mx u -> real_matrix M ->
    rowsub (maxrankfun Y) M *m K *m S = S *m perm_mx u /\
    real_matrix (rowsub (maxrankfun Y) M *m K).
  move=> e rM; split; last by apply: real_mulmx => // i j; rewrite mxE.
  by rewrite -mulmxA -DY /S !mul_rowsub_mx e.
have [eA' rA'] := inner _ _ eA rA; have [eB' rB'] := inner _ _ eB rB.
by rewrite DY -!mulmxA (block_squares le2 rA' rB' eA' eB').
Qed.
End RealRank.

Section Three.
Variables (F : numClosedFieldType) (L Q : finType) (Z : Type).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d R : nat).
Variables (U V : 'M[F]_(d, R)) (f : L -> 'rV[F]_R).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis AE : forall x, A x = U *m diag_mx (f x) *m V^T.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis apart : told_apart step q0 out.
Hypothesis inj : forall x, injective (step^~ x).
Hypotheses (rU : real_matrix U) (rV : real_matrix V)
  (rf : forall x, real_matrix (f x)) (rr : forall h, h \in r -> real_matrix h).
Hypothesis le3 : (R <= 3)%N.

Theorem three_columns_sound :
  (forall v w q, foldl step q (v ++ v ++ w ++ w) = foldl step q (w ++ w ++ v ++ v)) \/
  (forall x y z q p p',
     step p y = step q x -> step p' y = step q z -> step p z = step p' x) /\
  (forall x y q p p',
     step p y = step q x -> step p' y = step p x -> step p' x = step q x).
Proof.
have [E [N [s [c [Y [p0 comp]]]]]] := letters_compressed rP AE inj.
have inj2 a : injective (fun q => foldl step q [:: a]) by apply: inj.
have fold1 q w : foldl (fun q a => foldl step q [:: a]) q w = foldl step q w.
  by elim: w q => //= a w IHw q.
have at_q q : exists t, q = foldl (fun q a => foldl step q [:: a])
    (foldl step q0 [::]) t.
  by have [t <-] := apart.1 q; exists t; rewrite fold1.
have [full|few] := eqVneq (\rank Y) R; [right|left].
  split=> [x y z|x y] q p p'; have [t ->] := at_q q.
    exact: (permuting_exchange AE decP apart.2 inj2 (y := y) erefl comp
      (or_introl full) (t := t) (x := x) (z := z) erefl erefl).
  exact: (permuting_real AE rP decP apart.2 inj2 (y := y) erefl comp
    (or_introl full) rV rf rr (t := t) (x := x) erefl).
have le2 : (\rank Y <= 2)%N by rewrite -ltnS (leq_trans _ le3) // ltn_neqAle few rank_leq_row.
pose K : 'M[F]_N := 1%:M - N%:R^-1 *: const_mx 1; pose Y0 := Y *m K.
have N_neq0 : N%:R != 0 :> F.
  by rewrite pnatr_eq0 -lt0n (leq_ltn_trans _ (ltn_ord p0)).
have permK g : perm_mx g *m K = K *m perm_mx g.
  rewrite mulmxBr mulmxBl mulmx1 mul1mx -scalemxAr -scalemxAl; congr (_ - _ *: _).
  by rewrite -row_permE -[g in RHS]invgK -col_permE; apply/matrixP=> i j; rewrite !mxE.
have entry i p : Y0 i p = Y i p - N%:R^-1 * \sum_p' Y i p'.
  rewrite /Y0 mulmxBr mulmx1 -scalemxAr !mxE; congr (_ - _ * _).
  by apply: eq_bigr => p' _; rewrite mxE mulr1.
have rY : real_matrix Y0.
  move=> i p; have -> : Y0 i p = N%:R^-1 * \sum_p' (Y i p - Y i p').
    rewrite entry sumrB mulrBr sumr_const card_ord -[Y i p *+ _]mulr_natl.
    by rewrite mulKf.
  rewrite realM ?realV ?realn //; apply: sum_real => p' _.
  exact: (turned_real AE rP comp rV rr).
have rank0 : (\rank Y0 <= 2)%N := leq_trans (mxrankM_maxl Y K) le2.
have rM w : real_matrix (wordmx (passed U V f) w).
  elim/last_ind: w => [|w x IHw] i j; first by rewrite mxE realn.
  by rewrite wordmx_rcons; apply: real_mulmx => //; apply: passed_real.
pose g w := (\prod_(a <- w) s a)^-1%g.
have rows w : exists2 B, real_matrix B & B *m Y0 = Y0 *m perm_mx (g w).
  have [B BE [w' Bw]] := turned_rows comp w; exists B; first by rewrite Bw.
  by rewrite mulmxA BE -!mulmxA permK.
move=> v w q; have [t ->] := at_q q; rewrite -!fold1.
have [y _|none] := pickP (mem L); last first.
  have nil (l : seq L) : l = [::] by case: l => // a l; have := none a.
  by rewrite [v]nil [w]nil.
rewrite -!(foldl_cat _ _ t).
apply: (turned_state AE decP apart.2 inj2 (y := y) erefl comp).
rewrite !(foldl_cat _ _ t); move: (foldl _ p0 t) => p.
have [B rB eB] := rows v; have [B' rB' eB'] := rows w.
have := rank_two_squares rank0 rY rB' rB eB' eB.
move/(congr1 (col p)); rewrite /g -!invMg !mul_perm_col !permM -!turnE -!foldl_cat.
move/colP=> e; apply/colP=> i; have := e i.
by rewrite [LHS]mxE [RHS]mxE !entry => /addIr e'; rewrite [LHS]mxE [RHS]mxE.
Qed.
End Three.

Theorem three_columns_refutes (L Q : finType) (step : Q -> L -> Q) (q0 : Q)
    (out : Q -> nat) bound dec additive :
  told_apart step q0 out ->
  realizable (fun v => out (foldl step q0 v)) (CPReal 3) bound dec additive ->
  (forall x, injective (step^~ x)) ->
  (forall v w q, foldl step q (v ++ v ++ w ++ w) = foldl step q (w ++ w ++ v ++ v)) \/
  (forall x y z q p p',
     step p y = step q x -> step p' y = step q z -> step p z = step p' x) /\
  (forall x y q p p',
     step p y = step q x -> step p' y = step p x -> step p' x = step q x).
Proof.
move=> apart [d [A [b [h0 [pts [fam wi _ rP /linear_arbitrary[g gP]]]]]]] inj.
have [R [U [V [f [le3 AE /(_ isT)[rU rV rf]]]]]] := fam.
have mx_real m n (B : 'M[algC]_(m, n)) : real_mx B -> real_matrix B.
  by move=> /forallP rB i j; have /forallP := rB i.
apply: (three_columns_sound AE rP gP apart inj (mx_real _ _ _ rU)
  (mx_real _ _ _ rV) (fun x => mx_real _ _ _ (rf x)) _ le3).
by have /andP[_ /allP rr] := wi; move=> h /rr/mx_real.
Qed.
