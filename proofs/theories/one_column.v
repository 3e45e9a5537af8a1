(* What few columns track, small blocks and triangular matrices do.           *)
(*                                                                            *)
(* With A_x = U diag(w_x) V^T the numbers V^T h follow themselves, and one    *)
(* coordinate of h beside them is a block.  A product of complex numbers is   *)
(* made of three of real ones.                                                *)
(*                                                                            *)
(*   real_form M  == the real matrix of a complex one, of any shape           *)
(*   gauss_left r, gauss_right r == the three products                        *)
(*   gauss w      == their weights                                            *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model affine_triangular rules householder.
From BilinearTheory Require Import claim heads.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma real_mxP m n (M : 'M[algC]_(m, n)) :
  reflect (forall i j, M i j \is Num.real) (real_mx M).
Proof.
by apply: (iffP forallP) => [re i j|re i]; [have /forallP := re i|apply/forallP].
Qed.

Lemma real_mul m n p (M : 'M[algC]_(m, n)) (N : 'M[algC]_(n, p)) :
  real_mx M -> real_mx N -> real_mx (M *m N).
Proof.
move=> /real_mxP reM /real_mxP reN; apply/real_mxP=> i j; rewrite mxE.
by apply: rpred_sum => k _; apply: rpredM.
Qed.

Lemma real_tr m n (M : 'M[algC]_(m, n)) : real_mx M -> real_mx M^T.
Proof. by move=> /real_mxP re; apply/real_mxP=> i j; rewrite mxE. Qed.

Lemma real_diag n (v : 'rV[algC]_n) : real_mx v -> real_mx (diag_mx v).
Proof.
by move=> /real_mxP re; apply/real_mxP=> i j; rewrite mxE rpredMn ?re.
Qed.

Lemma real_zero m n : real_mx (0 : 'M[algC]_(m, n)).
Proof. by apply/real_mxP=> i j; rewrite mxE real0. Qed.

Lemma real_row m n (M : 'M[algC]_(m, n)) i : real_mx M -> real_mx (row i M).
Proof. by move=> /real_mxP re; apply/real_mxP=> j k; rewrite mxE. Qed.

Lemma real_block m n p q (M : 'M[algC]_(m, p)) (N : 'M[algC]_(m, q))
    (M' : 'M[algC]_(n, p)) (N' : 'M[algC]_(n, q)) :
  real_mx M -> real_mx N -> real_mx M' -> real_mx N' ->
  real_mx (block_mx M N M' N').
Proof.
move=> /real_mxP r1 /real_mxP r2 /real_mxP r3 /real_mxP r4.
apply/real_mxP=> i j; case: (split_ordP i) => k ->;
  case: (split_ordP j) => l ->;
  by rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr).
Qed.

Lemma real_rows m n p (M : 'M[algC]_(m, n)) (N : 'M[algC]_(m, p)) :
  real_mx M -> real_mx N -> real_mx (row_mx M N).
Proof.
move=> /real_mxP r1 /real_mxP r2; apply/real_mxP=> i j.
by case: (split_ordP j) => l ->; rewrite ?row_mxEl ?row_mxEr.
Qed.

(* Numbers Y that follow themselves, and numbers H that follow them.          *)
Section Feed.
Variables (L : finType) (f : seq L -> nat) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Variables (D k : nat) (R : L -> 'M[algC]_(D, k)) (P : L -> 'M[algC]_k).
Variables (b1 : L -> 'cV[algC]_D) (b2 : L -> 'cV[algC]_k).
Variables (H : seq L -> 'cV[algC]_D) (Y : seq L -> 'cV[algC]_k).
Variables (ptsH : seq 'cV[algC]_D) (ptsY : seq 'cV[algC]_k).
Variables (W : 'M[algC]_(d, D)) (dec : decoder) (additive : bool) (n : nat).
Hypotheses (stepH : forall w x, H (rcons w x) = R x *m Y w + b1 x)
  (stepY : forall w x, Y (rcons w x) = P x *m Y w + b2 x)
  (inH : forall w, H w \in ptsH) (inY : forall w, Y w \in ptsY)
  (WE : forall w, W *m H w = arun A b h0 w)
  (add : additive \/ (forall x, b1 x = 0 /\ b2 x = 0))
  (decP : decodes f dec A b h0) (lt_kn : (k < n)%N).

Let G x (i : 'I_D) : 'M[algC]_(1 + k) := block_mx 0 (row i (R x)) 0 (P x).
Let T (h : 'cV[algC]_D) (y : 'cV[algC]_k) (i : 'I_D) : 'cV[algC]_(1 + k) :=
  col_mx (row i h) y.
Let b' x := pile (T (b1 x) (b2 x)).

Let feed_run w :
  arun (fun x => direct (G x)) b' (pile (T (H [::]) (Y [::]))) w =
  pile (T (H w) (Y w)).
Proof.
elim/last_ind: w => // w x; rewrite /arun foldl_rcons => ->.
rewrite /astep direct_step stepH stepY; apply: eq_pile => i.
rewrite /G /T mul_block_col !mul0mx !add0r -row_mul add_col_mx.
by rewrite -[row i (_ *m _) + _]linearD.
Qed.

Let feed_orbit : orbit_in (astep (fun x => direct (G x)) b')
  (pile (T (H [::]) (Y [::]))) [seq pile (T h y) | h <- ptsH, y <- ptsY].
Proof.
move=> w; rewrite -/(arun _ _ _ _) feed_run.
exact: allpairs_f.
Qed.

Let feed_decodes : decodes f dec (fun x => direct (G x)) b'
  (pile (T (H [::]) (Y [::]))).
Proof.
pose c (j : 'I_d) (i : 'I_D) : 'rV[algC]_(1 + k) := row_mx (W j i)%:M 0.
apply: (decodes_shadow (W := \matrix_(j, l)
  c j (enum_val l).1 0 (enum_val l).2) _ decP) => w.
rewrite feed_run sum_pile -WE; apply/colP=> j; rewrite !mxE.
apply: eq_bigr => i _; rewrite /c /T mul_row_col mul0mx addr0 mul_scalar_mx.
by rewrite !mxE.
Qed.

Let feed_add : additive \/ (forall x, b' x = 0).
Proof.
case: add => [->|b0]; [by left|right=> x].
by rewrite /b' /T; have [-> ->] := b0 x; apply/colP=> i; rewrite !mxE;
  case: split => j; rewrite !mxE.
Qed.

Lemma feed_complex : realizable f (BlockComplex n) None dec additive.
Proof. exact: direct_complex lt_kn feed_add feed_orbit feed_decodes. Qed.

Lemma feed_real : (forall x, real_mx (R x)) -> (forall x, real_mx (P x)) ->
  realizable f (BlockReal n) None dec additive.
Proof.
move=> reR reP; apply: (direct_real lt_kn feed_add feed_orbit feed_decodes).
by move=> x i; apply: (@real_block 1 k 1 k); rewrite ?real_zero ?real_row.
Qed.
End Feed.

Section Columns.
Variables (L : finType) (f : seq L -> nat) (dec : decoder) (additive : bool).

Theorem columns_blocks (real : bool) R n m : (R < n)%N ->
  realizable f (if real then CPReal R else CPComplex R) m dec additive ->
  realizable f (if real then BlockReal n else BlockComplex n) None dec additive.
Proof.
move=> lt_Rn [d [A [b [h0 [pts [fam _ add orbP decP]]]]]].
have {fam} : cp_factors A real R by case: real fam.
case=> r [U [V [w [le_rR AE re]]]].
pose Y u := V^T *m arun A b h0 u.
have stepH u x : arun A b h0 (rcons u x) =
    (U *m diag_mx (w x)) *m Y u + b x.
  by rewrite /arun foldl_rcons /astep {1}AE -!mulmxA.
have stepY u x : Y (rcons u x) =
    (V^T *m U *m diag_mx (w x)) *m Y u + V^T *m b x.
  by rewrite {1}/Y stepH mulmxDr -!mulmxA.
have inY u : Y u \in map (mulmx V^T) pts by apply/map_f/orbP.
have WE u : 1%:M *m arun A b h0 u = arun A b h0 u by rewrite mul1mx.
have add' : additive \/ (forall x, b x = 0 /\ V^T *m b x = 0).
  by case: add => [|b0]; [left|right=> x; rewrite b0 mulmx0].
have lt_rn := leq_ltn_trans le_rR lt_Rn.
case: real re => re; last first.
  exact: feed_complex stepH stepY orbP inY WE add' decP lt_rn.
apply: (feed_real stepH stepY orbP inY WE add' decP lt_rn) => x;
  by have [// | reU reV rew] := re; rewrite ?real_mul ?real_tr ?real_diag.
Qed.

Theorem column_triangular (real : bool) m :
  realizable f (if real then CPReal 1 else CPComplex 1) m dec additive ->
  realizable f (Ruled (if real then TriangularReal else TriangularComplex))
    None dec additive.
Proof.
case=> d [A [b [h0 [pts [fam _ add orbP decP]]]]].
have {fam} : cp_factors A real 1 by case: real fam.
case=> r [U [V [w [le_r1 AE re]]]].
pose T (h : 'cV_d) := col_mx h (V^T *m h).
pose B x : 'M[algC]_(d + r) :=
  block_mx 0 (U *m diag_mx (w x)) 0 (V^T *m U *m diag_mx (w x)).
have stepT x h : T (astep A b h x) = astep B (T \o b) (T h) x.
  rewrite /T /astep AE mulmxDr /B mul_block_col !mul0mx !add0r add_col_mx.
  by rewrite !mulmxA.
have rowT (c : 'rV_d) h : 'Re ((row_mx c 0 *m T h) 0 0) = 'Re ((c *m h) 0 0).
  by rewrite mul_row_col mul0mx addr0.
have upper x : is_upper (B x).
  apply/is_upperP=> i j; case: (split_ordP i) => k ->;
    case: (split_ordP j) => l -> /=;
    rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr) ?mxE //.
    by rewrite ltnNge (leq_trans (ltnW (ltn_ord k))) ?leq_addr.
  rewrite ltn_add2l => lt_lk; have := leq_trans (ltn_ord k) le_r1.
  by rewrite ltnS leqn0 => /eqP k0; rewrite k0 in lt_lk.
exists (d + r)%N, B, (T \o b), (T h0), (map T pts); split=> //.
- case: real re => re x; rewrite [in_class _ _]/= upper //=.
  apply/forallP=> i; apply/(real_mxP _); have [//|reU reV rew] := re.
  by apply: real_block; rewrite ?real_zero ?real_mul ?real_tr ?real_diag.
- by rewrite /within; case: (real).
- case: add => [|b0]; [by left|right=> x].
  by rewrite /T /= b0 mulmx0 col_mx0.
- exact: (orbit_along stepT).
apply: (decodes_along (row := fun c => row_mx c 0) stepT _ rowT decP).
by move=> h; apply: col_mxKu.
Qed.
End Columns.

(* Real forms of matrices of any shape.                                       *)
Definition real_form m n (M : 'M[algC]_(m, n)) : 'M[algC]_(m + m, n + n) :=
  block_mx (re M) (- im M) (im M) (re M).

Lemma real_formM m n p (M : 'M[algC]_(m, n)) (N : 'M[algC]_(n, p)) :
  real_form (M *m N) = real_form M *m real_form N.
Proof.
rewrite /real_form mulmx_block re_mulmx im_mulmx.
by rewrite !(mulmxN, mulNmx) opprD addrC [X in _ = block_mx _ _ X _]addrC.
Qed.

Lemma real_form_state m n (M : 'M[algC]_(m, n)) (h : 'cV[algC]_n) :
  real_form M *m real_state h = real_state (M *m h).
Proof.
rewrite /real_form /real_state mul_block_col re_mulmx im_mulmx mulNmx.
by rewrite [im M *m re h + _]addrC.
Qed.

Lemma re_real m n (M : 'M[algC]_(m, n)) : real_mx (re M).
Proof. by apply/real_mxP=> i j; rewrite mxE Creal_Re. Qed.

Lemma im_real m n (M : 'M[algC]_(m, n)) : real_mx (im M).
Proof. by apply/real_mxP=> i j; rewrite mxE Creal_Im. Qed.

Lemma real_opp m n (M : 'M[algC]_(m, n)) : real_mx M -> real_mx (- M).
Proof. by move=> /real_mxP r; apply/real_mxP=> i j; rewrite mxE rpredN. Qed.

Lemma real_form_real m n (M : 'M[algC]_(m, n)) : real_mx (real_form M).
Proof. by apply: real_block; rewrite ?real_opp ?re_real ?im_real. Qed.

(* Three real products make a complex one.                                    *)
Section Gauss.
Variable r : nat.

Definition gauss_left : 'M[algC]_(r + r, r + (r + r)) :=
  col_mx (row_mx 1%:M (row_mx 0 1%:M)) (row_mx 0 (row_mx 1%:M 1%:M)).

Definition gauss_right : 'M[algC]_(r + (r + r), r + r) :=
  col_mx (row_mx 1%:M 0) (col_mx (row_mx 0 1%:M) (row_mx 1%:M (- 1%:M))).

Definition gauss (w : 'rV[algC]_r) : 'rV[algC]_(r + (r + r)) :=
  row_mx (re w - im w) (row_mx (re w + im w) (im w)).

Lemma gaussE w :
  real_form (diag_mx w) = gauss_left *m diag_mx (gauss w) *m gauss_right.
Proof.
have diag_re : re (diag_mx w) = diag_mx (re w).
  by apply/matrixP=> i j; rewrite !mxE raddfMn.
have diag_im : im (diag_mx w) = diag_mx (im w).
  by apply/matrixP=> i j; rewrite !mxE raddfMn.
rewrite /gauss !diag_mx_row /gauss_left /gauss_right /real_form.
rewrite mul_col_mx !mul_row_block !mulmx0 !mul0mx !mul1mx !addr0 !add0r.
rewrite mul_col_mx !mul_row_col !mul_mx_row !mulmx0 !mulmx1 !mulmxN !mulmx1.
rewrite !row_mx0 !add0r !add_row_mx !add0r diag_re diag_im.
by rewrite linearB linearD /= subrK addrK -block_mxEv.
Qed.

Lemma gauss_real : real_mx gauss_left /\ real_mx gauss_right.
Proof.
have r0 : (0 : algC) \is Num.real := real0 _.
by split; apply/real_mxP=> i j; rewrite /gauss_left /gauss_right;
  do 2?[case: (split_ordP i) => {}i ->]; do 2?[case: (split_ordP j) => {}j ->];
  rewrite ?(col_mxEu, col_mxEd) ?(row_mxEl, row_mxEr) ?(col_mxEu, col_mxEd)
    ?(row_mxEl, row_mxEr) !mxE ?rpredN ?rpredMn ?real1.
Qed.

Lemma gauss_weights w : real_mx (gauss w).
Proof.
apply/real_mxP=> i j; rewrite /gauss.
by do 2?[case: (split_ordP j) => {}j ->]; rewrite ?(row_mxEl, row_mxEr) !mxE
  ?(rpredB, rpredD) ?Creal_Re ?Creal_Im.
Qed.
End Gauss.

Section ComplexColumns.
Variables (L : finType) (f : seq L -> nat) (dec : decoder) (additive : bool).

Theorem columns_real R n m : (R + (R + R) <= n)%N ->
  realizable f (CPComplex R) m dec additive ->
  realizable f (CPReal n) None dec additive.
Proof.
move=> le_n [d [A [b [h0 [pts [[r [U [V [w [le_rR AE _]]]]] _ add orbP decP]]]]]].
exists (d + d)%N, (fun x => real_map (A x)), (fun x => real_state (b x)).
exists (real_state h0), (map (@real_state d) pts); split.
- exists (r + (r + r))%N, (real_form U *m gauss_left r).
  exists (gauss_right r *m real_form V^T)^T, (fun x => gauss (w x)).
  have [reL reR] := gauss_real r; split=> [|x|_].
  + apply: leq_trans le_n; apply: leq_add => //; exact: leq_add.
  + rewrite -[real_map _]/(real_form _) AE !real_formM gaussE trmxK !mulmxA.
    by [].
  + by split=> [||x]; rewrite ?real_tr ?real_mul ?real_form_real ?gauss_weights.
- by rewrite /within /=; apply/allP=> _ /mapP[h _ ->]; apply: real_stateP.
- exact: additive_reals.
- exact: orbit_reals.
exact: decodes_reals.
Qed.

(* Without additive term: V^T h determines h after the first letter, or lies  *)
(* in fewer dimensions then.                                                  *)
Theorem columns_halves R n m : (0 < R)%N -> (R + R <= n)%N ->
  realizable f (CPComplex R) m dec false ->
  realizable f (BlockReal n) None dec false.
Proof.
move=> R_gt0 le_n [d [A [b [h0 [pts [[r [U [V [w [le_rR AE _]]]]] _]]]]]].
case=> [//|b0] orbP decP; pose C := V^T *m U; pose z0 := V^T *m h0.
have stepA h x : astep A b h x = A x *m h by rewrite /astep b0 addr0.
have [uC|nuC] := boolP (C \in unitmx).
  apply: (realizable_carried (r := BlockReal n) isT (block_complex_real R_gt0 le_n)).
  pose B x : 'M[algC]_(r + 1) := block_mx (C *m diag_mx (w x)) 0 0 0.
  pose S x (h : 'cV_d) : 'cV[algC]_(r + 1) := col_mx (V^T *m (A x *m h)) 0.
  pose k0 : 'cV[algC]_(r + 1) := col_mx z0 1%:M.
  pose W := row_mx (U *m invmx C) (h0 - U *m invmx C *m z0).
  have AhE x h : V^T *m (A x *m h) = C *m diag_mx (w x) *m (V^T *m h).
    by rewrite AE /C !mulmxA.
  have startS x : astep B (fun=> 0) k0 x = S x h0.
    by rewrite /astep addr0 /B mul_block_col !mul0mx !addr0 /S AhE.
  have stepS x y h : astep B (fun=> 0) (S y h) x = S x (astep A b h y).
    by rewrite /astep addr0 /B mul_block_col !mul0mx !addr0 b0 addr0 /S -AhE.
  have W0 : W *m k0 = h0 by rewrite mul_row_col mulmx1 addrC subrK.
  have WS x h : W *m S x h = astep A b h x.
    rewrite stepA mul_row_col mulmx0 addr0 AhE -(mulmxA U).
    by rewrite 2!(mulmxA (invmx C)) mulVmx // mul1mx AE !mulmxA.
  pose q (k : 'I_(r + 1)) : nat := if split k is inl _ then 0%N else 1%N.
  pose o (k : 'I_(r + 1)) : nat := if split k is inl i then i else 0%N.
  have q_lt k : (q k < 2)%N by rewrite /q; case: split.
  have o_lt k : (o k < R)%N.
    by rewrite /o; case: split => i //; apply: leq_trans le_rR.
  have qo_inj k l : q k = q l -> o k = o l -> k = l.
    rewrite /q /o; case: (split_ordP k) => i ->; case: (split_ordP l) => j -> //;
      rewrite ?(unsplitK (inl i)) ?(unsplitK (inl j)) ?(unsplitK (inr i))
        ?(unsplitK (inr j)) // => _.
      by move/val_inj->.
    by rewrite (ord1 i) (ord1 j).
  apply: (realizable_slots q_lt o_lt qo_inj _ (shadow_orbit startS stepS orbP)
    (shadow_decodes startS stepS W0 WS decP)); first by right.
  move=> x k l; rewrite /B /q; case: (split_ordP k) => i ->;
    case: (split_ordP l) => j ->;
    rewrite ?(unsplitK (inl i)) ?(unsplitK (inl j)) ?(unsplitK (inr i))
      ?(unsplitK (inr j)) ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr);
    by rewrite ?[(0 : 'M_(_, _)) _ _]mxE ?eqxx.
pose z (h : 'cV_d) := V^T *m h.
have [rk [K [M [CE lt_r]]]] : exists rk (K : 'M[algC]_(r, rk))
    (M : 'M[algC]_(rk, r)), V^T *m U = K *m M /\ (rk < r)%N.
  exists (\rank C), (col_base C), (row_base C); rewrite mulmx_base; split=> //.
  rewrite ltn_neqAle rank_leq_row andbT; apply: contra nuC => /eqP e.
  by rewrite -row_free_unit /row_free e.
pose R' x := row_mx (real_form (U *m diag_mx (w x) *m K))
  (real_state (U *m diag_mx (w x) *m z0)).
pose P x : 'M[algC]_(rk + rk + 1) := block_mx
  (real_form (M *m diag_mx (w x) *m K))
  (real_state (M *m diag_mx (w x) *m z0)) 0 0.
pose k0 : 'cV[algC]_(rk + rk + 1) := col_mx 0 1%:M.
pose S x h : 'cV[algC]_(rk + rk + 1) :=
  col_mx (real_state (M *m diag_mx (w x) *m z h)) 0.
have zE x h : z (A x *m h) = K *m (M *m diag_mx (w x) *m z h).
  by rewrite /z AE !mulmxA CE.
have startS x : astep P (fun=> 0) k0 x = S x h0.
  by rewrite /astep addr0 mul_block_col !mul0mx mulmx0 mulmx1 !(add0r, addr0).
have stepS x y h : astep P (fun=> 0) (S y h) x = S x (astep A b h y).
  rewrite /astep addr0 mul_block_col !mul0mx mulmx0 !addr0 b0 addr0.
  by rewrite real_form_state /S zE !mulmxA.
pose H u := real_state (arun A b h0 u); pose Y u := arun P (fun=> 0) k0 u.
have stepH u x : H (rcons u x) = R' x *m Y u + 0.
  rewrite addr0 /H /arun foldl_rcons -/(arun _ _ _ _) stepA.
  case/lastP: u => [|u y].
    by rewrite mul_row_col mulmx0 add0r mulmx1 AE -!mulmxA.
  rewrite /Y (shadow_run startS stepS) mul_row_col mulmx0 addr0 real_form_state.
  rewrite /arun foldl_rcons stepA AE -!mulmxA; congr (real_state (U *m _)).
  by congr (_ *m _); rewrite -[LHS]/(z _) zE !mulmxA.
have stepY u x : Y (rcons u x) = P x *m Y u + 0.
  by rewrite /Y /arun foldl_rcons.
have inH u : H u \in map (@real_state d) pts by apply/map_f/orbP.
have inY u : Y u \in shadow_points k0 S pts.
  exact: (shadow_orbit startS stepS orbP).
have WE u : row_mx 1%:M ('i *: 1%:M) *m H u = arun A b h0 u.
  rewrite mul_row_col mul1mx -scalemxAl mul1mx.
  by have := real_stateK (arun A b h0 u); rewrite /real_state col_mxKu col_mxKd.
apply: (feed_real stepH stepY inH inY WE _ decP); first by right.
- apply: leq_trans le_n; rewrite addn1 -addnS.
  rewrite -addSn; apply: leq_add; exact: leq_trans le_rR.
- by move=> x; apply: real_rows; rewrite ?real_form_real ?real_stateP.
by move=> x; apply: real_block; rewrite ?real_form_real ?real_stateP ?real_zero.
Qed.
End ComplexColumns.

(* What depends on the letter alone, and what follows it.                     *)
(*                                                                            *)
(* The matrix [[0, 0], [a, 0]] is a product of two reflections if |a| <= 1,   *)
(* so that numbers that follow others which depend on the letter alone are in *)
(* heads of two units, each a part of them.                                   *)
(*                                                                            *)
(*   wiping js    == factors that make the coordinates js 0, but for the one  *)
(*                   before them                                              *)
(*   shift_factors a == factors of a matrix that maps e_0 to the vector a of  *)
(*                   the others, and these to 0                               *)

Lemma delta_apply d c (k v : 'cV[algC]_d) :
  delta_step c k *m v = v - (c * (k^T *m v) 0 0) *: k.
Proof.
rewrite /delta_step mulmxBl mul1mx -scalemxAl -mulmxA; congr (_ - _).
by rewrite [k^T *m v]mx11_scalar mul_mx_scalar scalerA !mxE.
Qed.

Section Shift.
Variable q : nat.
Implicit Types (a z : 'cV[algC]_q) (y : 'cV[algC]_1).

Definition wiping (js : seq 'I_q) : seq (algC * 'cV[algC]_(1 + q)) :=
  [seq (1, col_mx 0 (delta_mx j 0)) | j <- js].

Definition shift_factors a : seq (algC * 'cV[algC]_(1 + q)) :=
  (1, col_mx 1%:M (- a)) :: wiping (enum 'I_q).

Lemma steps_cons d f fs : steps (f :: fs) = delta_step f.1 f.2 *m steps fs
  :> 'M[algC]_d.
Proof. by []. Qed.

Lemma wiping_apply js y z : steps (wiping js) *m col_mx y z =
  col_mx y (\col_i if i \in js then 0 else z i 0).
Proof.
elim: js => [|j js IHjs].
  by rewrite mul1mx; congr col_mx; apply/colP=> i; rewrite mxE in_nil.
rewrite /wiping map_cons steps_cons -mulmxA {}IHjs delta_apply /= mul1r.
rewrite tr_col_mx mul_row_col trmx0 mul0mx add0r trmx_delta -rowE.
rewrite scale_col_mx scaler0 opp_col_mx oppr0 add_col_mx addr0.
congr col_mx; apply/colP=> i; rewrite !mxE in_cons eqxx andbT.
by have [->|_] := eqVneq i j; rewrite ?mulr1 ?subrr //= mulr0 subr0.
Qed.

Lemma shift_apply a y z :
  steps (shift_factors a) *m col_mx y z = col_mx 0 (y 0 0 *: a).
Proof.
rewrite /shift_factors steps_cons -mulmxA wiping_apply delta_apply /= mul1r.
have -> : (\col_i if i \in enum 'I_q then 0 else z i 0) = 0 :> 'cV_q.
  by apply/colP=> i; rewrite !mxE mem_enum.
rewrite tr_col_mx mul_row_col mulmx0 addr0 trmx1 mul1mx scale_col_mx scalerN.
rewrite opp_col_mx opprK add_col_mx add0r scalemx1 -mx11_scalar subrr.
by [].
Qed.

Lemma shift_reflector a : real_mx a -> (a^T *m a) 0 0 <= 1 ->
  all (@reflector (1 + q)) (shift_factors a).
Proof.
move=> /real_mxP re le1; have gt0 : 0 < 1 + (a^T *m a) 0 0.
  rewrite ltr_paddr ?ltr01 // mxE; apply: sumr_ge0 => i _.
  by rewrite mxE -expr2 real_exprn_even_ge0.
rewrite /= /reflector /= real1 tr_col_mx mul_row_col trmx1 mul1mx mul1r.
rewrite [(- a)^T]linearN /= mulNmx mulmxN opprK [(_ + _ : matrix _ _ _) 0 0]mxE.
rewrite [(1%:M : matrix _ _ _) 0 0]mxE eqxx mulr1n gt0.
rewrite (_ : 2%:R = 1 + 1) ?ler_add2l ?le1; last by rewrite -(natrD _ 1 1).
rewrite !andbT; apply/andP; split.
  apply/real_mxP=> i j; case: (split_ordP i) => k ->;
    by rewrite ?col_mxEu ?col_mxEd !mxE ?rpredMn ?rpredN ?real1.
apply/allP=> _ /mapP[j _ ->]; rewrite /reflector /= real1 mul1r.
rewrite tr_col_mx mul_row_col mulmx0 add0r trmx_delta -rowE !mxE !eqxx /=.
rewrite ltr01 ler_addl ler01 !andbT; apply/real_mxP=> i k.
by case: (split_ordP i) => l ->; rewrite ?col_mxEu ?col_mxEd !mxE ?rpredMn
  ?real1.
Qed.

Lemma shift_size a : size (shift_factors a) = q.+1.
Proof. by rewrite /= size_map size_enum_ord. Qed.
End Shift.

Lemma steps_real d (fs : seq (algC * 'cV[algC]_d)) :
  all (@reflector d) fs -> real_mx (steps fs).
Proof.
elim: fs => [_|[c k] fs IHfs /= /andP[/and4P[c_re k_re _ _] /IHfs re]].
  by apply/real_mxP=> i j; rewrite mxE rpredMn ?real1.
rewrite steps_cons real_mul //; apply/real_mxP=> i j; rewrite !mxE /=.
rewrite rpredB ?rpredMn ?real1 ?rpredM // rpred_sum // => l _.
by rewrite mxE; have /real_mxP rk := k_re; rewrite rpredM.
Qed.

(* A scale that makes finitely many numbers small.                            *)
Lemma small_scale (I : finType) (g : I -> algC) :
  exists2 s, 0 < s & forall i, `|s * g i| <= 1.
Proof.
pose N := 1 + \sum_i `|g i|.
have N_gt0 : 0 < N by rewrite ltr_paddr ?ltr01 ?sumr_ge0.
exists N^-1 => [|i]; first by rewrite invr_gt0.
have nN : `|N^-1| = N^-1 by rewrite ger0_norm // invr_ge0 ltW.
rewrite normrM nN ler_pdivr_mull // mulr1.
rewrite /N (bigD1 i) //= addrCA ler_addl addr_ge0 ?ler01 //.
exact: sumr_ge0.
Qed.

(* Numbers H that follow numbers Y, which depend on the letter alone.         *)
Section Late.
Variables (L : finType) (f : seq L -> nat) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Variables (D k : nat) (R : L -> 'M[algC]_(D, k.+1)).
Variables (b1 : L -> 'cV[algC]_D) (b2 : L -> 'cV[algC]_k.+1).
Variables (H : seq L -> 'cV[algC]_D) (Y : seq L -> 'cV[algC]_k.+1).
Variables (W : 'M[algC]_(d, D)) (dec : decoder) (additive : bool).
Hypotheses (stepH : forall w x, H (rcons w x) = R x *m Y w + b1 x)
  (stepY : forall w x, Y (rcons w x) = b2 x)
  (WE : forall w, W *m H w = arun A b h0 w)
  (add : additive \/ (forall x, b1 x = 0 /\ b2 x = 0))
  (reR : forall x, real_mx (R x)) (re1 : forall x, real_mx (b1 x))
  (reH : real_mx (H [::])) (reY : forall w, real_mx (Y w))
  (decP : decodes f dec A b h0).

(* One head for each entry R (ro t) (co t), numbered by a type that nothing is *)
(* known of, so that no comparison of widths unfolds pairs of numbers.        *)
Section Heads.
Variables (I : finType) (ro : I -> 'I_D) (co : I -> 'I_k.+1) (n : nat).
Hypotheses (n_ge2 : (2 <= n)%N) (sum_pairs : forall g : 'I_D -> 'I_k.+1 -> algC,
  \sum_t g (ro t) (co t) = \sum_i \sum_l g i l).

Local Lemma late :
  realizable f (HouseholderHeads n) None dec additive /\
  realizable f (BlockReal n) None dec additive.
Proof.
have [s s_gt0 sP] := small_scale (fun u : L * I => R u.1 (ro u.2) (co u.2)).
have s_nz : s != 0 by rewrite gt_eqF.
have s_re : s \is Num.real by rewrite ger0_real ?ltW.
pose entry x t := R x (ro t) (co t).
pose G x t : seq (algC * 'cV_(1 + 1)) := shift_factors (s * entry x t)%:M.
pose first (h : 'cV[algC]_D) i (l : 'I_k.+1) := if l == 0 then h i 0 else 0.
pose b' x : 'cV_ #|[finType of I * 'I_(1 + 1)]| := pile (fun t : I =>
  col_mx (b2 x (co t) 0)%:M (s * first (b1 x) (ro t) (co t))%:M).
pose sent x (y : 'cV[algC]_k.+1) i l := R x i l * y l 0 + first (b1 x) i l.
pose T x (y : 'cV[algC]_k.+1) (t : I) : 'cV[algC]_(1 + 1) :=
  col_mx (b2 x (co t) 0)%:M (s * sent x y (ro t) (co t))%:M.
pose k0 := pile (fun t : I => col_mx (Y [::] (co t) 0)%:M
  (s * first (H [::]) (ro t) (co t))%:M : 'cV[algC]_(1 + 1)).
pose B x := direct (fun t => steps (G x t)).
have step1 x (y p : algC) t (bt : 'cV[algC]_(1 + 1)) :
    steps (G x t) *m (col_mx y%:M p%:M) + bt =
    col_mx 0 (s * (entry x t * y))%:M + bt.
  rewrite shift_apply; congr (col_mx _ _ + _).
  by rewrite [y%:M _ _]mxE eqxx mulr1n scale_scalar_mx mulrC mulrA.
have startB x : astep B b' k0 x = pile (T x (Y [::])).
  rewrite /astep /B direct_step; apply: eq_pile => t; rewrite step1.
  by rewrite add_col_mx add0r -raddfD /= -mulrDr.
have stepB w x y : Y w = b2 y -> forall v,
    astep B b' (pile (T y v)) x = pile (T x (Y w)).
  move=> Yw v; rewrite /astep /B direct_step; apply: eq_pile => t.
  by rewrite step1 add_col_mx add0r -raddfD /= -mulrDr Yw.
have runB w x : arun B b' k0 (rcons w x) = pile (T x (Y w)).
  rewrite /arun foldl_rcons; elim/last_ind: w x => [|w y IHw] x.
    exact: startB.
  by rewrite foldl_rcons IHw; apply: (stepB (rcons w y)); apply: stepY.
have real_two (u v : algC) : u \is Num.real -> v \is Num.real ->
    real_mx (col_mx u%:M v%:M : 'cV_(1 + 1)).
  move=> u_re v_re; apply/real_mxP=> i j.
  by case: (split_ordP i) => l ->; rewrite ?col_mxEu ?col_mxEd mxE rpredMn.
have first_re h i l : real_mx h -> first h i l \is Num.real.
  by move=> /real_mxP re; rewrite /first; case: ifP.
have reT x y t : real_mx (b2 x) -> real_mx y -> real_mx (T x y t).
  move=> /real_mxP rb /real_mxP ry; have /real_mxP rR := reR x.
  by apply: real_two => //; rewrite rpredM // rpredD ?rpredM // first_re.
have re2 x : real_mx (b2 x) by rewrite -(stepY [::]).
have GP x t : all (@reflector (1 + 1)) (G x t).
  have /real_mxP rR := reR x; have a_re : s * entry x t \is Num.real.
    exact: rpredM s_re (rR _ _).
  apply: shift_reflector; first by apply/real_mxP=> i j; rewrite mxE rpredMn.
  rewrite tr_scalar_mx -scalar_mxM mxE eqxx mulr1n -expr2.
  by rewrite -real_normK // expr_le1 // (sP (x, t)).
pose ys := Y [::] :: map b2 (enum L).
pose pts := k0 :: [seq pile (T x y) | x <- enum L, y <- ys].
have pts_re : all (@real_mx _ 1) pts.
  apply/allP=> v; rewrite inE => /orP[/eqP->|].
    apply: real_pile => t; apply: real_two; first exact/real_mxP/reY.
    by rewrite rpredM // first_re.
  case/allpairsP=> -[x y] /= [_ y_in ->]; apply: real_pile => t.
  apply: reT => //; move: y_in; rewrite inE => /orP[/eqP->//|].
  by case/mapP=> z _ ->.
have orb : orbit_in (astep B b') k0 pts.
  move=> w; rewrite -/(arun _ _ _ _); case/lastP: w => [|w x].
    exact: mem_head.
  rewrite runB inE; apply/orP; right; apply: allpairs_f.
    exact: mem_enum.
  case/lastP: w => [|w y]; first exact: mem_head.
  by rewrite stepY inE map_f ?orbT ?mem_enum.
have add' : additive \/ (forall x, b' x = 0).
  case: add => [->|b0]; [by left|right=> x]; have [b10 b20] := b0 x.
  rewrite /b' -[RHS]pile0; apply: eq_pile => t; rewrite /first b10 b20 !mxE.
  by rewrite if_same mulr0 raddf0 col_mx0.
pose c (j : 'I_d) t : 'rV[algC]_(1 + 1) := row_mx 0 (s^-1 * W j (ro t))%:M.
have cE j t (y : 'cV[algC]_1) (g : algC) :
    (c j t *m col_mx y (s * g)%:M) 0 0 = s^-1 * W j (ro t) * (s * g).
  by rewrite mul_row_col mul0mx add0r -scalar_mxM mxE eqxx mulr1n.
have sumW (h : 'cV_D) (g : 'I_D -> 'I_k.+1 -> algC) (y : I -> 'cV[algC]_1) j :
    (forall i, h i 0 = \sum_l g i l) ->
    \sum_t (c j t *m col_mx (y t) (s * g (ro t) (co t))%:M) 0 0 = (W *m h) j 0.
  move=> hE; rewrite mxE (eq_bigr _ (fun t _ => cE j t (y t) _)).
  rewrite (sum_pairs (fun i l => s^-1 * W j i * (s * g i l))).
  apply: eq_bigr => i _; rewrite hE mulr_sumr; apply: eq_bigr => l _.
  by rewrite mulrACA mulVf // mul1r.
have sum_first (h : 'cV_D) i : \sum_l first h i l = h i 0.
  by rewrite (bigD1 ord0) //= big1 ?addr0 // => l /negPf; rewrite /first => ->.
have dec' : decodes f dec B b' k0.
  apply: (decodes_shadow (W := \matrix_(j, l)
    c j (enum_val l).1 0 (enum_val l).2) _ decP) => w; rewrite -WE.
  case/lastP: w => [|w x].
    rewrite sum_pile; apply/colP=> j; rewrite mxE.
    by apply: (sumW _ (first (H [::]))) => i; rewrite sum_first.
  rewrite runB sum_pile stepH; apply/colP=> j; rewrite mxE.
  apply: (sumW _ (sent x (Y w))) => i.
  by rewrite big_split /= sum_first !mxE.
split; last by apply: (direct_real n_ge2 add' orb dec') => x t; apply/steps_real/GP.
exists #|[finType of I * 'I_(1 + 1)]|, B, b', k0, pts; split=> //.
by apply: direct_heads => x t; rewrite ?GP ?shift_size.
Qed.
End Heads.

Local Lemma late_pairs n : (2 <= n)%N ->
  realizable f (HouseholderHeads n) None dec additive /\
  realizable f (BlockReal n) None dec additive.
Proof.
move=> n_ge2; apply: (@late [finType of 'I_D * 'I_k.+1] fst snd n n_ge2) => g.
by rewrite (pair_bigA _ g).
Qed.

Lemma late_heads n : (2 <= n)%N ->
  realizable f (HouseholderHeads n) None dec additive.
Proof. by case/late_pairs. Qed.

Lemma late_blocks n : (2 <= n)%N ->
  realizable f (BlockReal n) None dec additive.
Proof. by case/late_pairs. Qed.
End Late.

(* One column: a number, and what was read last.                              *)
(*                                                                            *)
(* With A_x = u w_x v^T let c be v u.  If c is not 0, h is a function of the  *)
(* number v h and of the letter, or the start, and v h is multiplied by c w_x *)
(* or fixed.  If c is 0, v h depends on the letter alone.                     *)
(*                                                                            *)
(*   scaling real a == factors of the multiplication by a in the plane, in    *)
(*                   its first coordinate if a is real                        *)
(*   code x       == the number of the letter x, not 0                        *)
(*   coded start u == the code of the last letter of u, or that of the start  *)

Lemma real_stateD d (g h : 'cV[algC]_d) :
  real_state (g + h) = real_state g + real_state h.
Proof. by rewrite /real_state reD imD add_col_mx. Qed.

(* Either v h is a number of a diagonal recurrence, or it is late.            *)
Section OneColumn.
Variables (L : finType) (f : seq L -> nat) (dec : decoder) (additive : bool).

Lemma unit_column d (A : L -> 'M[algC]_d) b h0 pts r (U V : 'M[algC]_(d, r))
    (w : L -> 'rV[algC]_r) : (r <= 1)%N ->
  (forall x, A x = U *m diag_mx (w x) *m V^T) -> V^T *m U \in unitmx ->
  additive \/ (forall x, b x = 0) -> orbit_in (astep A b) h0 pts ->
  decodes f dec A b h0 -> realizable f (Ruled Rotation) None dec additive.
Proof.
move=> le_r1 AE uC add orbP decP; set C := V^T *m U in uC.
pose T (h : 'cV[algC]_d) := col_mx (V^T *m h) (h - U *m invmx C *m (V^T *m h)).
pose B x : 'M[algC]_(r + d) := block_mx (C *m diag_mx (w x)) 0 0 0.
have stepT x h : T (astep A b h x) = astep B (T \o b) (T h) x.
  rewrite /astep /= mul_block_col !mul0mx !addr0 add_col_mx add0r.
  have e : V^T *m (A x *m h) = C *m diag_mx (w x) *m (V^T *m h).
    by rewrite AE /C !mulmxA.
  rewrite /T mulmxDr e; congr col_mx; rewrite mulmxDr opprD addrACA.
  rewrite -(mulmxA U) 2!(mulmxA (invmx C)) mulVmx // mul1mx.
  by rewrite AE -!mulmxA subrr add0r.
have WT h : row_mx (U *m invmx C) 1%:M *m T h = h.
  by rewrite mul_row_col mul1mx addrC subrK.
exists (r + d)%N, B, (T \o b), (T h0), (map T pts); split=> //.
- move=> x; apply/is_diag_mxP=> i j; case: (split_ordP i) => k ->;
    case: (split_ordP j) => l ->;
    rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr);
    rewrite ?[(0 : 'M_(_, _)) _ _]mxE //.
  have zero (a : 'I_r) : a = 0%N :> nat.
    by apply/eqP; rewrite -leqn0 -ltnS (leq_trans (ltn_ord a)).
  by rewrite /= !zero.
- case: add => [|b0]; [by left|right=> x].
  by rewrite /T /= b0 !mulmx0 subr0 col_mx0.
- exact: (orbit_along stepT).
apply: (decodes_shadow (W := row_mx (U *m invmx C) 1%:M) _ decP) => u.
by rewrite (run_along h0 stepT) WT.
Qed.

Lemma zero_column d (A : L -> 'M[algC]_d) b h0 (U V : 'M[algC]_(d, 1))
    (w : L -> 'rV[algC]_1) n : (2 <= n)%N ->
  (forall x, A x = U *m diag_mx (w x) *m V^T) -> V^T *m U = 0 ->
  additive \/ (forall x, b x = 0) -> decodes f dec A b h0 ->
  realizable f (HouseholderHeads n) None dec additive /\
  realizable f (BlockReal n) None dec additive.
Proof.
move=> n_ge2 AE C0 add decP.
pose H u := real_state (arun A b h0 u).
pose Y u : 'cV[algC]_2 := real_state (V^T *m arun A b h0 u).
pose R x : 'M[algC]_(d + d, 2) := real_form (U *m diag_mx (w x)).
pose b2 x : 'cV[algC]_2 := real_state (V^T *m b x).
have stepA u x : arun A b h0 (rcons u x) =
    U *m diag_mx (w x) *m (V^T *m arun A b h0 u) + b x.
  by rewrite /arun foldl_rcons /astep {1}AE !mulmxA.
have stepH u x : H (rcons u x) = R x *m Y u + real_state (b x).
  by rewrite /H stepA real_stateD -real_form_state.
have stepY u x : Y (rcons u x) = b2 x.
  by rewrite /Y stepA mulmxDr !mulmxA C0 !mul0mx add0r.
have WE u : row_mx 1%:M ('i *: 1%:M) *m H u = arun A b h0 u.
  rewrite mul_row_col mul1mx -scalemxAl mul1mx.
  by have := real_stateK (arun A b h0 u); rewrite /real_state col_mxKu col_mxKd.
have add' : additive \/ (forall x, real_state (b x) = 0 /\ b2 x = 0).
  case: add => [|b0]; [by left|right=> x].
  by rewrite /b2 b0 mulmx0 !real_state0.
have reR x : real_mx (R x) by exact: (@real_form_real d 1).
have reb x : real_mx (real_state (b x)) := real_stateP _.
have reH : real_mx (H [::]) := real_stateP _.
have reY u : real_mx (Y u) by exact: (@real_stateP 1).
by split; [apply: (late_heads stepH stepY WE add' reR reb reH reY decP n_ge2)
  |apply: (late_blocks stepH stepY WE add' reR reb reH reY decP n_ge2)].
Qed.

Lemma column_unit d r (U V : 'M[algC]_(d, r)) : (r <= 1)%N ->
  V^T *m U \notin unitmx -> r = 1%N /\ V^T *m U = 0.
Proof.
case: r U V => [|[|//]] U V _ nu.
  by rewrite unitmxE det_mx00 unitr1 in nu.
split=> //; move: nu; rewrite unitmxE det_mx11 unitfE negbK => /eqP e.
by rewrite [_ *m _]mx11_scalar e raddf0.
Qed.

Theorem column_either m n : (2 <= n)%N ->
  realizable f (CPComplex 1) m dec additive ->
  realizable f (Ruled Rotation) None dec additive \/
  realizable f (HouseholderHeads n) None dec additive /\
  realizable f (BlockReal n) None dec additive.
Proof.
move=> n_ge2 [d [A [b [h0 [pts [[r [U [V [w [le_r1 AE _]]]]] _ add]]]]]].
move=> orbP decP; have [uC|/(column_unit le_r1)[r1 C0]] :=
  boolP (V^T *m U \in unitmx).
  by left; apply: unit_column le_r1 AE uC add orbP decP.
right; move: U V w {le_r1} AE C0; rewrite r1 => U V w AE C0.
exact: zero_column n_ge2 AE C0 add decP.
Qed.
End OneColumn.

(* Letters by their numbers.                                                  *)
Section Codes.
Variable L : finType.

Definition code (x : L) : algC := (enum_rank x).+1%:R.

Definition coded (start : algC) (u : seq L) := foldl (fun _ => code) start u.

Definition coded_by (g : algC) : option L := [pick x | code x == g].

Lemma code_neq0 x : code x != 0. Proof. by rewrite pnatr_eq0. Qed.

Lemma codeK x : coded_by (code x) = Some x.
Proof.
rewrite /coded_by; case: pickP => [y|/(_ x)]; last by rewrite eqxx.
by rewrite eqr_nat eqSS => /eqP/val_inj/enum_rank_inj->.
Qed.

Lemma coded_by0 : coded_by 0 = None.
Proof.
by rewrite /coded_by; case: pickP => // x; rewrite (negPf (code_neq0 x)).
Qed.

Lemma coded_rcons start u x : coded start (rcons u x) = code x.
Proof. by rewrite /coded foldl_rcons. Qed.

Lemma code_real x : code x \is Num.real. Proof. exact: realn. Qed.
End Codes.

(* A number as a plane, whose second coordinate is 0 if it is real.           *)
Section Scaling.
Implicit Types (a : algC) (y : 'cV[algC]_1).

Definition scaling (real : bool) a : seq (algC * 'cV[algC]_(1 + 1)) :=
  if real then
    (if a == 1 then [::] else [:: (1 - a, col_mx 1%:M 0 : 'cV[algC]_(1 + 1))])
  else plane_factors a.

Lemma line_apply a y : steps (scaling true a) *m col_mx y 0 = col_mx (a *: y) 0.
Proof.
rewrite /scaling; case: eqP => [->|_]; first by rewrite mul1mx scale1r.
rewrite steps_cons mulmx1 delta_apply /= tr_col_mx mul_row_col trmx1 mul1mx.
rewrite mulmx0 addr0 scale_col_mx scaler0 opp_col_mx add_col_mx subr0.
congr col_mx; rewrite {1}[y]mx11_scalar -scalemx1 -scalerBl scalemx1.
rewrite [in RHS](mx11_scalar y) scale_scalar_mx; congr _%:M.
by rewrite mulrBl mul1r opprB addrCA subrr addr0.
Qed.

Lemma scaling_apply (real : bool) a y : a = 0 \/ `|a| = 1 -> (real -> real_mx y) ->
  (real -> a \is Num.real) ->
  steps (scaling real a) *m real_state y = real_state (a *: y).
Proof.
case: real => [_ re_y re_a|norm _ _].
  have real_im (z : 'cV[algC]_1) : real_mx z -> real_state z = col_mx z 0.
    move=> /real_mxP re; congr col_mx; apply/matrixP=> i j; rewrite !mxE.
      exact/Creal_ReP.
    exact/Creal_ImP.
  rewrite !real_im ?line_apply ?re_y //; apply/real_mxP=> i j.
  by rewrite mxE rpredM ?re_a // (real_mxP _ (re_y _)).
rewrite /scaling plane_steps // -mul_scalar_mx -real_form_state.
congr (_ *m _); apply/matrixP=> i j; rewrite /real_form.
have zero (k : 'I_1) : k = 0 by rewrite ord1.
by case: (split_ordP i) => k ->; case: (split_ordP j) => l ->;
  rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr) !mxE
    ?(zero k) ?(zero l) ?eqxx ?mulr1n.
Qed.

Lemma scaling_reflector (real : bool) a : a = 0 \/ `|a| = 1 ->
  (real -> a \is Num.real) -> all (@reflector (1 + 1)) (scaling real a).
Proof.
case: real => [norm re_a|norm _]; last exact: plane_reflector.
have := line_reflector (re_a isT) norm; rewrite /scaling /line_factors.
case: eqP => //= _; rewrite /reflector /= tr_col_mx mul_row_col mulmx0 addr0.
case/andP=> /and4P[-> _ -> ->] _; rewrite !andbT.
apply/real_mxP=> i j; case: (split_ordP i) => k ->;
  by rewrite ?col_mxEu ?col_mxEd !mxE ?rpredMn ?real1.
Qed.

Lemma scaling_size (real : bool) a :
  (size (scaling real a) <= if real then 1 else 2)%N.
Proof.
rewrite /scaling; case: real; last exact: plane_size.
by case: ifP.
Qed.
End Scaling.

(* One column as factors of one head.                                         *)
(*                                                                            *)
(* Without additive term a unit that the first letter makes 0 holds the       *)
(* start, and the number v h takes one more factor over the reals and two     *)
(* over the complex numbers.  With one, a unit holds the code of the last     *)
(* letter, which an arbitrary decoder reads.                                  *)

Section OneHead.
Variables (L : finType) (f : seq L -> nat) (dec : decoder) (additive : bool).
Variables (d : nat) (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d).
Variables (h0 : 'cV[algC]_d) (pts : seq 'cV[algC]_d).
Variables (real : bool) (U V : 'cV[algC]_d) (w : L -> 'rV[algC]_1).
Hypotheses (AE : forall x, A x = U *m diag_mx (w x) *m V^T)
  (re : real -> [/\ real_mx U, real_mx V & forall x, real_mx (w x)])
  (re_pts : real -> all (@real_mx d 1) pts)
  (add : additive \/ (forall x, b x = 0))
  (orbP : orbit_in (astep A b) h0 pts) (decP : decodes f dec A b h0)
  (free : (forall x, b x = 0) \/ dec = Arbitrary).
Local Notation n := (if real then 2 else 3)%N.
Local Notation z u := (V^T *m arun A b h0 u).
Local Notation C := (V^T *m U).

Let re_run u : real -> real_mx (arun A b h0 u).
Proof. by move=> /re_pts/allP; apply; apply: orbP. Qed.

Let re_z u : real -> real_mx (z u).
Proof.
by move=> real_t; have [_ reV _] := re real_t; rewrite real_mul ?real_tr ?re_run.
Qed.

(* The number z, with another one that the letter sets.                       *)
Section Unit.
Variables (start : algC) (mark : L -> algC).
Hypotheses (re_start : start \is Num.real) (re_mark : forall x, mark x \is Num.real).
Hypothesis marks : additive \/ forall x, mark x = 0.

Let A1 x : 'M[algC]_1 := C *m diag_mx (w x).
Let b1 x : 'cV[algC]_1 := V^T *m b x.
Let marked (u : seq L) := foldl (fun _ => mark) start u.

Let stepV x h : V^T *m astep A b h x = astep A1 b1 (V^T *m h) x.
Proof. by rewrite /astep mulmxDr AE /A1 !mulmxA. Qed.

Let z_run u : arun A1 b1 (V^T *m h0) u = z u.
Proof. exact: (run_along h0 stepV). Qed.

Let T (y : 'cV[algC]_1) (g : algC) (i : 'I_2) : 'cV[algC]_(1 + 1) :=
  if i == 0 then real_state y else col_mx g%:M 0.

Let read_z : 'M[algC]_(1, #|[finType of 'I_2 * 'I_(1 + 1)]|) := \matrix_(j, k)
  (if (enum_val k).1 == 0 then row_mx 1%:M 'i%:M else 0 : 'rV_(1 + 1)) 0
  (enum_val k).2.

Let read_g : 'M[algC]_(1, #|[finType of 'I_2 * 'I_(1 + 1)]|) := \matrix_(j, k)
  (if (enum_val k).1 == 0 then 0 else row_mx 1%:M 0 : 'rV_(1 + 1)) 0
  (enum_val k).2.

Let sum2 (F : 'I_2 -> algC) : \sum_i F i = F 0 + F 1.
Proof.
rewrite !big_ord_recl big_ord0 addr0; congr (_ + F _); exact: val_inj.
Qed.

Let read_zE y g : read_z *m pile (T y g) = y.
Proof.
rewrite (sum_pile (fun _ i => if i == 0 then row_mx 1%:M 'i%:M else 0)).
apply/colP=> j; rewrite mxE sum2 /= mul0mx [X in _ + X]mxE addr0 /T eqxx.
rewrite mul_row_col mul1mx mul_scalar_mx (ord1 j).
have := real_stateK y; rewrite /real_state col_mxKu col_mxKd.
by move/colP/(_ 0).
Qed.

Let read_gE y g : read_g *m pile (T y g) = g%:M.
Proof.
rewrite (sum_pile (fun _ i => if i == 0 then 0 else row_mx 1%:M 0)).
apply/colP=> j; rewrite mxE sum2 /= mul0mx [X in X + _]mxE add0r /T /=.
by rewrite mul_row_col mul1mx mul0mx addr0 (ord1 j).
Qed.

Lemma unit_head (g : 'cV[algC]_1 -> algC -> 'cV[algC]_d) :
  (forall u, g (z u) (marked u) = arun A b h0 u) ->
  dec = Arbitrary \/ (exists W1 W2, forall y a, g y a = W1 *m y + a *: W2) ->
  realizable f (Householder n) None dec additive.
Proof.
move=> gE lin.
have orb1 : orbit_in (astep A1 b1) (V^T *m h0) (map (mulmx V^T) pts).
  exact: (orbit_along stepV).
have [reached orbR reachP] := reached_points orb1.
have dA1 x : is_diag_mx (A1 x).
  by apply/is_diag_mxP=> i j; rewrite (ord1 i) (ord1 j).
pose m x := multiplier A1 (V^T *m h0) reached x 0.
pose v x := moved b1 (V^T *m h0) reached x.
have norm x : m x = 0 \/ `|m x| = 1 by apply: multiplier_norm dA1 orbR reachP x 0.
have re_m x : real -> m x \is Num.real.
  move=> real_t; rewrite /m /multiplier; case: ifP => _; first exact: real1.
  have [reU reV rew] := re real_t.
  have /real_mxP : real_mx (A1 x) by rewrite !real_mul ?real_tr ?real_diag.
  exact.
have stepZ u x : z (rcons u x) = m x *: z u + v x.
  rewrite -!z_run -!(moving_run dA1 orbR) /arun foldl_rcons /astep.
  congr (_ + _); apply/colP=> i; rewrite /moving mul_diag_mx !mxE (ord1 i).
  by [].
pose F x (i : 'I_2) := if i == 0 then scaling real (m x) else scaling true 0.
have FP x i : all (@reflector (1 + 1)) (F x i).
  rewrite /F; case: ifP => _; first exact: scaling_reflector (norm x) (re_m x).
  by apply: scaling_reflector => [|_]; [left|apply: real0].
pose B x := direct (fun i => steps (F x i)).
pose b' x := pile (T (v x) (mark x)).
pose k0 := pile (T (V^T *m h0) start).
have runB u : arun B b' k0 u = pile (T (z u) (marked u)).
  elim/last_ind: u => // u x; rewrite /arun foldl_rcons => ->.
  rewrite /astep direct_step; apply: eq_pile => i.
  rewrite /F /T; case: ifP => _.
    rewrite scaling_apply ?stepZ ?real_stateD //; first exact: re_z.
    exact: re_m.
  by rewrite line_apply add_col_mx addr0 scale0r add0r /marked foldl_rcons.
have re_T u : real_mx (pile (T (z u) (marked u))).
  apply: real_pile => i; rewrite /T; case: ifP => _; first exact: real_stateP.
  apply/real_mxP=> j l; case: (split_ordP j) => k ->;
    rewrite ?col_mxEu ?col_mxEd mxE ?real0 // rpredMn //.
  by case/lastP: u => // u x; rewrite /marked foldl_rcons.
pose pts' := [seq pile (T y a) | y <- reached, a <- start :: map mark (enum L)].
pose pts2 := [seq p <- pts' | real_mx p].
have orbB : orbit_in (astep B b') k0 pts2.
  move=> u; rewrite -/(arun _ _ _ _) runB mem_filter re_T; apply: allpairs_f.
    by rewrite -z_run; apply: orbR.
  case/lastP: u => [|u x]; first exact: mem_head.
  by rewrite /marked foldl_rcons inE map_f ?orbT ?mem_enum.
exists #|[finType of 'I_2 * 'I_(1 + 1)]|, B, b', k0, pts2; split=> //.
- apply: direct_householder => // x; rewrite !big_ord_recl big_ord0 addn0.
  have le1 := scaling_size real (m x); have le2 := scaling_size true 0.
  by apply: leq_trans (leq_add le1 le2) _; case: (real).
- by rewrite /within /=; apply/allP=> p; rewrite mem_filter => /andP[].
- case: add => [added|b0]; first by left.
  case: marks => [added|mark0]; first by left.
  right=> x; rewrite -[RHS](pile0 _ (1 + 1)); apply: eq_pile => i.
  rewrite /T mark0 (_ : v x = 0).
    by rewrite real_state0 raddf0 col_mx0 if_same.
  by apply/colP=> j; rewrite [LHS]mxE /b1 b0 mulmx0 !mxE if_same.
have gB u : g (read_z *m arun B b' k0 u) ((read_g *m arun B b' k0 u) 0 0) =
    arun A b h0 u.
  by rewrite runB read_zE read_gE mxE eqxx mulr1n gE.
case: lin decP => [-> |[W1 [W2 gW]]] dP.
  exact: (decodes_by (g := fun k => g (read_z *m k) ((read_g *m k) 0 0)) gB dP).
apply: (decodes_shadow (W := W1 *m read_z + W2 *m read_g) _ dP) => u.
rewrite -gB gW mulmxDl -!mulmxA [read_g *m _]mx11_scalar mul_mx_scalar.
by rewrite !mxE.
Qed.
End Unit.

Lemma unit_case : C \in unitmx -> realizable f (Householder n) None dec additive.
Proof.
move=> uC; set W1 := U *m invmx C.
have W1E x h : W1 *m (V^T *m (A x *m h)) = A x *m h.
  have -> : V^T *m (A x *m h) = C *m (diag_mx (w x) *m (V^T *m h)).
    by rewrite AE !mulmxA.
  rewrite /W1 -(mulmxA U) (mulmxA (invmx C)) mulVmx // mul1mx AE.
  by rewrite !mulmxA.
have plain : (forall x, b x = 0) ->
    realizable f (Householder n) None dec additive.
  move=> b0; pose g (y : 'cV[algC]_1) a := W1 *m y + a *: (h0 - W1 *m (V^T *m h0)).
  have gE u : g (z u) (foldl (fun=> (fun=> 0)) 1 u) = arun A b h0 u.
    case/lastP: u => [|u x]; first by rewrite /g scale1r addrC subrK.
    rewrite foldl_rcons /g scale0r addr0 /arun foldl_rcons /astep b0 addr0.
    exact: W1E.
  have lin : dec = Arbitrary \/ exists W1 W2, forall y a, g y a = W1 *m y + a *: W2.
    by right; exists W1, (h0 - W1 *m (V^T *m h0)).
  have re0 (x : L) : (0 : algC) \is Num.real := real0 _.
  exact: (unit_head (real1 _) re0 (or_intror (fun=> erefl)) gE lin).
case: add => [added|//]; case: free => [//|arb].
pose g (y : 'cV[algC]_1) a := if coded_by L a is Some x
  then W1 *m y + (b x - W1 *m (V^T *m b x)) else h0.
have gE u : g (z u) (foldl (fun=> (@code L)) 0 u) = arun A b h0 u.
  case/lastP: u => [|u x]; first by rewrite /g coded_by0.
  rewrite -/(coded 0 _) coded_rcons /g codeK /arun foldl_rcons /astep.
  by rewrite !mulmxDr W1E addrACA subrr addr0 addrC.
exact: (unit_head (real0 _) (@code_real L) (or_introl added) gE
  (or_introl arb)).
Qed.

Let plane_norm (a : algC) :
  ((real_state (a%:M : 'cV_1))^T *m real_state (a%:M : 'cV_1)) 0 0 = `|a| ^+ 2.
Proof.
rewrite /real_state tr_col_mx mul_row_col !mxE !big_ord1 !mxE eqxx mulr1n.
by rewrite -!expr2 -normC2_Re_Im.
Qed.

Let plane_read (a : algC) :
  row_mx 1%:M 'i%:M *m real_state (a%:M : 'cV_1) = a%:M.
Proof.
rewrite mul_row_col mul1mx mul_scalar_mx.
by have := real_stateK (a%:M : 'cV_1); rewrite /real_state col_mxKu col_mxKd.
Qed.

(* The start, then what the first letter makes of it, then nothing.           *)
Section Zero.
Hypothesis C0 : C = 0.

Let two x y (h : 'cV[algC]_d) : A x *m (A y *m h) = 0.
Proof.
by rewrite !AE -!mulmxA (mulmxA V^T U) C0 !(mul0mx, mulmx0).
Qed.

Lemma zero_plain q (a : L -> 'cV[algC]_q) (E : 'M[algC]_(d, q)) :
  (forall x, b x = 0) -> (forall x, real_mx (a x)) ->
  (forall x, ((a x)^T *m a x) 0 0 <= 1) -> (forall x, E *m a x = A x *m h0) ->
  realizable f (Householder q.+1) None dec additive.
Proof.
move=> b0 re_a a_le1 EE; pose F x (_ : 'I_1) := shift_factors (a x).
pose B x := direct (fun i => steps (F x i)).
pose K (u : seq L) : 'cV[algC]_(1 + q) := match u with
  [::] => col_mx 1%:M 0 | [:: x] => col_mx 0 (a x) | _ => 0 end.
pose P u := pile (fun _ : 'I_1 => K u).
have runB u : arun B (fun=> 0) (P [::]) u = P u.
  elim/last_ind: u => // u x; rewrite /arun foldl_rcons => ->.
  rewrite /astep addr0 /B direct_pile; apply: eq_pile => i.
  case: u => [|y [|z u]] /=; rewrite ?shift_apply.
  - by rewrite mxE eqxx mulr1n scale1r.
  - by rewrite mxE scale0r col_mx0.
  by case: u => [|t u]; rewrite mulmx0.
pose ps := 0 :: K [::] :: [seq K [:: x] | x <- enum L].
have K_in u : K u \in ps.
  case: u => [|x [|y u]]; rewrite !inE ?eqxx ?orbT //.
  by apply/orP; right; apply/orP; right; apply/mapP; exists x;
    rewrite ?mem_enum.
have re_K v : v \in ps -> real_mx v.
  rewrite !inE => /or3P[/eqP->|/eqP->|/mapP[x _ ->]].
  - exact: real_zero.
  - apply/real_mxP=> i j; case: (split_ordP i) => k ->;
      by rewrite ?col_mxEu ?col_mxEd !mxE ?rpredMn ?real1 ?real0.
  apply/real_mxP=> i j; case: (split_ordP i) => k ->;
    rewrite ?col_mxEu ?col_mxEd ?[(0 : matrix _ _ _) _ _]mxE ?real0 //.
  by have /real_mxP := re_a x; apply.
exists #|[finType of 'I_1 * 'I_(1 + q)]|, B, (fun=> 0), (P [::]).
exists [seq pile (fun _ : 'I_1 => v) | v <- ps]; split.
- apply: direct_householder => [x i|x]; first exact: shift_reflector.
  by rewrite big_ord1 shift_size.
- apply/andP; split=> //; apply/implyP=> _; apply/allP=> v /mapP[v' v'_in ->].
  by apply: real_pile => i; apply: re_K.
- by right.
- by move=> u; rewrite -/(arun _ _ _ _) runB; apply/mapP; exists (K u).
pose M := row_mx h0 E.
apply: (decodes_shadow (W := \matrix_(j, k)
  (row j M) 0 (enum_val k).2) _ decP) => u; rewrite runB.
rewrite (sum_pile (fun j _ => row j M)).
have -> : (\col_j \sum_(i < 1) (row j M *m K u) 0 0) = M *m K u.
  by apply/colP=> j; rewrite mxE big_ord1 -row_mul mxE.
case: u => [|x [|y u]] /=.
- by rewrite mul_row_col mulmx1 mulmx0 addr0.
- by rewrite mul_row_col mulmx0 add0r EE /astep b0 addr0.
rewrite mulmx0 /astep !b0 !addr0 two; elim: u => //= z u IHu.
by rewrite [astep _ _ _ _]/astep mulmx0 b0 addr0.
Qed.

Lemma zero_case : realizable f (Householder n) None dec additive.
Proof.
have plain : (forall x, b x = 0) ->
    realizable f (Householder n) None dec additive.
  move=> b0; pose t x := (diag_mx (w x) *m (V^T *m h0)) 0 0.
  have [s s_gt0 sP] := small_scale t; have s_nz : s != 0 by rewrite gt_eqF.
  have s_re : s \is Num.real by rewrite ger0_real ?ltW.
  have AhE x : A x *m h0 = t x *: U.
    by rewrite AE -!mulmxA [_ *m (_ *m h0)]mx11_scalar mul_mx_scalar.
  have s_le1 x : `|s * t x| ^+ 2 <= 1 by rewrite expr_le1 ?sP.
  case: (real) re re_pts => real_t re_p; last first.
    apply: (@zero_plain 2 (fun x => real_state (s * t x)%:M)
      (s^-1 *: (U *m row_mx 1%:M 'i%:M))) => // x.
    - exact: (@real_stateP 1).
    - by have := plane_norm (s * t x) => /= ->.
    rewrite -scalemxAl -mulmxA; have /= -> := plane_read (s * t x).
    by rewrite mul_mx_scalar scalerA mulKf // AhE.
  have re_t x : t x \is Num.real.
    have [_ reV rew] := real_t isT.
    have /real_mxP : real_mx (diag_mx (w x) *m (V^T *m h0)).
      rewrite !real_mul ?real_diag ?real_tr //.
      by have /allP := re_p isT; apply; apply: (orbP [::]).
    by apply.
  apply: (@zero_plain 1 (fun x => (s * t x)%:M) (s^-1 *: U)) => // x.
  - by apply/real_mxP=> i j; rewrite mxE rpredMn ?rpredM.
  - rewrite tr_scalar_mx -scalar_mxM mxE eqxx mulr1n -expr2.
    by rewrite -real_normK ?s_le1 ?rpredM.
  by rewrite -scalemxAl mul_mx_scalar scalerA mulKf // AhE.
case: add => [added|//]; case: free => [//|arb].
pose T (x : L) (u : seq L) : 'cV[algC]_(1 + 1) := col_mx (code x)%:M (coded 0 u)%:M.
pose F (x : L) (_ : 'I_1) := shift_factors (1%:M : 'cV[algC]_1).
pose B x := direct (fun i => steps (F x i)).
pose b' (x : L) := pile (fun _ : 'I_1 => col_mx (code x)%:M 0 : 'cV[algC]_(1 + 1)).
pose k0 := pile (fun _ : 'I_1 => 0 : 'cV[algC]_(1 + 1)).
have runB u x : arun B b' k0 (rcons u x) = pile (fun _ : 'I_1 => T x u).
  rewrite /arun foldl_rcons; elim/last_ind: u x => [|u y IHu] x.
    rewrite /astep /B direct_step; apply: eq_pile => i.
    by rewrite mulmx0 add0r /T /= raddf0.
  rewrite foldl_rcons IHu /astep /B direct_step; apply: eq_pile => i.
  rewrite shift_apply add_col_mx add0r addr0 /T coded_rcons.
  by rewrite [(code y)%:M _ _]mxE eqxx mulr1n scalemx1.
pose at_ (l : 'I_(1 + 1)) (k : 'cV[algC]_#|[finType of 'I_1 * 'I_(1 + 1)]|) :=
  k (enum_rank (ord0 : 'I_1, l)) 0.
have atE (v : 'cV[algC]_(1 + 1)) l : at_ l (pile (fun _ : 'I_1 => v)) = v l 0.
  by rewrite /at_ mxE enum_rankK.
pose g k := if @coded_by L (at_ (lshift 1 0) k) is Some x
  then U *m diag_mx (w x) *m (if @coded_by L (at_ (rshift 1 0) k) is Some y
    then V^T *m b y else V^T *m h0) + b x
  else h0.
have gE u : g (arun B b' k0 u) = arun A b h0 u.
  case/lastP: u => [|u x].
    by rewrite /g [arun _ _ _ _]/= atE mxE coded_by0.
  rewrite runB /g !atE col_mxEu col_mxEd !mxE eqxx !mulr1n codeK.
  rewrite /arun foldl_rcons [RHS]/astep AE -!mulmxA; congr (U *m (_ *m _) + _).
  case/lastP: u => [|u y]; first by rewrite coded_by0.
  rewrite coded_rcons codeK foldl_rcons /astep mulmxDr AE !mulmxA C0.
  by rewrite !mul0mx add0r.
pose ps := 0 :: [seq col_mx (code x)%:M a%:M : 'cV[algC]_(1 + 1) | x <- enum L,
  a <- 0 :: map (@code L) (enum L)].
have T_in x u : T x u \in ps.
  rewrite inE; apply/orP; right; apply: allpairs_f; first exact: mem_enum.
  case/lastP: u => [|u y]; first exact: mem_head.
  by rewrite coded_rcons inE map_f ?orbT ?mem_enum.
have re_ps v : v \in ps -> real_mx v.
  rewrite inE => /orP[/eqP->|/allpairsP[[x a] /= [_ a_in ->]]].
    exact: real_zero.
  apply/real_mxP=> i j; case: (split_ordP i) => l ->;
    rewrite ?col_mxEu ?col_mxEd mxE rpredMn ?code_real //.
  by move: a_in; rewrite inE => /orP[/eqP->|/mapP[y _ ->]];
    rewrite ?real0 ?code_real.
exists #|[finType of 'I_1 * 'I_(1 + 1)]|, B, b', k0.
exists [seq pile (fun _ : 'I_1 => v) | v <- ps]; split.
- apply: direct_householder => [x i|x].
    apply: shift_reflector; last first.
      by rewrite trmx1 mulmx1 mxE eqxx lexx.
    by apply/real_mxP=> l j; rewrite mxE rpredMn ?real1.
  by rewrite big_ord1 shift_size; case: (real).
- apply/andP; split=> //; apply/implyP=> _; apply/allP=> v /mapP[v' v'_in ->].
  by apply: real_pile => i; apply: re_ps.
- by left.
- move=> u; rewrite -/(arun _ _ _ _); apply/mapP; case/lastP: u => [|u x].
    by exists 0; rewrite ?mem_head.
  by exists (T x u); rewrite ?runB.
have dP : decodes f Arbitrary A b h0 by rewrite -arb.
by rewrite arb; apply: decodes_by gE dP.
Qed.
End Zero.
End OneHead.

(* One column is two or three factors of one head, if the decoder is free to  *)
(* read the last letter, or nothing is added.                                 *)
Theorem column_householder (L : finType) (f : seq L -> nat) dec
    (additive real : bool) m n : ((if real then 2 else 3) <= n)%N ->
  ~~ additive \/ dec = Arbitrary ->
  realizable f (if real then CPReal 1 else CPComplex 1) m dec additive ->
  realizable f (Householder n) None dec additive.
Proof.
move=> le_n free [d [A [b [h0 [pts [fam wi add orbP decP]]]]]].
have {fam} : cp_factors A real 1 by case: real fam {le_n wi}.
case=> r [U [V [w [le_r1 AE re]]]].
have re_pts : real -> all (@real_mx d 1) pts.
  by move=> real_t; move: wi; rewrite real_t => /andP[_].
have free' : (forall x, b x = 0) \/ dec = Arbitrary.
  case: free => [/negPf na|]; [left|by right].
  by case: add => [added|//]; rewrite added in na.
pose k := if real then 2%N else 3%N.
suff [d' [A' [b' [h' [pts' [[fs fsP] wi' add' orb' dec']]]]]] :
    realizable f (Householder k) None dec additive.
  exists d', A', b', h', pts'; split=> //; exists fs => x.
  by have [AE' refl sz] := fsP x; split=> //; apply: leq_trans le_n.
case: r U V w le_r1 AE re => [|[|//]] U V w _ AE re.
  apply: (@zero_case L f dec additive d A b h0 pts real 0 0 (fun=> 0)) => //.
  - by move=> x; rewrite AE [U]thinmx0 !mul0mx.
  - by move=> _; split=> *; apply: real_zero.
  by rewrite mulmx0.
have [uC|/(column_unit (leqnn 1))[_ C0]] := boolP (V^T *m U \in unitmx).
  exact: (unit_case AE re re_pts add orbP decP free' uC).
exact: (zero_case AE re re_pts add orbP decP free' C0).
Qed.
