(* What few columns track, small blocks and triangular matrices do.           *)
(*                                                                            *)
(* With A_x = U diag(w_x) V^T the numbers V^T h follow themselves, and one    *)
(* coordinate of h beside them is a block.  A product of complex numbers is   *)
(* made of three of real ones.                                                *)
(*                                                                            *)
(*   real_form M  == the real matrix of a complex one, of any shape           *)
(*   gauss_left r, gauss_right r == the three products                        *)
(*   gauss w      == their weights                                            *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular rules householder claim.
From BilinearTheory Require Import inclusion heads shadow.

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
