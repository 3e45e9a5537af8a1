(* Affine recurrences with upper triangular matrices, and what finite reach   *)
(* makes of them.                                                             *)
(*                                                                            *)
(*   is_upper A  == A i j = 0 for j < i                                       *)
(*   leads h i   == i is the last index at which the vector h is not 0        *)
(*   multiplier A i w == the product of A x i i over the letters x of w       *)
(*                                                                            *)
(* A word w multiplies the last non-zero coordinate of a difference of states *)
(* by its multiplier there.  This alone gives the three identities below.     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Upper.
Variables (F : numFieldType) (S : Type) (n : nat).

Definition is_upper (A : 'M[F]_n) :=
  [forall i : 'I_n, forall j : 'I_n, (j < i)%N ==> (A i j == 0)].

Lemma is_upperP (A : 'M[F]_n) :
  reflect (forall i j : 'I_n, (j < i)%N -> A i j = 0) (is_upper A).
Proof.
apply: (iffP forallP) => [uA i j lt_ji|uA i].
  by have /forallP/(_ j)/implyP/(_ lt_ji)/eqP := uA i.
by apply/forallP=> j; apply/implyP=> /uA->.
Qed.

Variables (A : S -> 'M[F]_n) (b : S -> 'cV[F]_n).
Hypothesis uA : forall x, is_upper (A x).
Implicit Types (h k : 'cV[F]_n) (u w x y : seq S) (i : 'I_n).
Local Notation act := (foldl (astep A b)).
Local Notation multiplier i := (slope (fun s : S => A s i i)).

Definition leads h (i : 'I_n) :=
  h i 0 != 0 /\ forall j : 'I_n, (i < j)%N -> h j 0 = 0.

Lemma leads_exists h : h != 0 -> exists i, leads h i.
Proof.
move=> nzh; have /existsP[i0 nz0] : [exists i, h i 0 != 0].
  apply: contraNT nzh; rewrite negb_exists => /forallP h0.
  by apply/eqP/colP=> i; rewrite mxE; apply/eqP/negPn.
case: (@arg_maxnP _ i0 (fun i => h i 0 != 0) (@nat_of_ord n) nz0)
  => i nzi max_i.
exists i; split=> // j lt_ij; apply/eqP; apply: contraTT lt_ij.
by rewrite -leqNgt => /max_i.
Qed.

Lemma actB h k w : act h w - act k w = run A (h - k) w.
Proof.
elim: w h k => //= x w IHw h k; rewrite IHw; congr run.
by rewrite /astep opprD addrACA subrr addr0 mulmxBr.
Qed.

Lemma run_leads h i w : (forall j : 'I_n, (i < j)%N -> h j 0 = 0) ->
  run A h w i 0 = multiplier i w * h i 0 /\
  (forall j : 'I_n, (i < j)%N -> run A h w j 0 = 0).
Proof.
elim: w h => [|x w IHw] h h0 /=; first by rewrite /slope big_nil mul1r.
have /is_upperP ux := uA x.
have [|-> R0] := IHw (A x *m h).
  move=> j lt_ij; rewrite mxE big1 // => l _.
  have [lt_il|le_li] := ltnP i l; first by rewrite h0 ?mulr0.
  by rewrite ux ?mul0r // (leq_ltn_trans le_li).
split=> //; rewrite /slope big_cons [A x i i * _]mulrC -mulrA.
congr (_ * _); rewrite mxE (bigD1 i) //= big1 ?addr0 // => l.
rewrite neq_ltn => /orP[lt_li|lt_il]; last by rewrite h0 ?mulr0.
by rewrite ux ?mul0r.
Qed.

Lemma leads_mul h i w : leads h i -> run A h w i 0 = multiplier i w * h i 0.
Proof. by case=> _ below; have [] := run_leads w below. Qed.

(* A word that comes back to a state after m steps, and whose multipliers are *)
(* no other m-th roots of unity than 1, fixes the state.                      *)
Lemma unipotent_fixes h w m : (0 < m)%N -> act h (wpow w m) = h ->
  (forall i, leads (act h w - h) i ->
     multiplier i w ^+ m = 1 -> multiplier i w = 1) ->
  act h w = h.
Proof.
move=> m_gt0 per unip; apply/eqP; rewrite -subr_eq0; apply: contraT.
set d := act h w - h in unip * => /leads_exists[i id].
have powE (k : nat) : act h (wpow w k) = h + \sum_(j < k) run A d (wpow w j).
  elim: k => [|k IHk]; first by rewrite big_ord0 addr0.
  rewrite big_ord_recr /= addrA -IHk -actB wpowS foldl_cat.
  by rewrite addrC subrK.
have sum0 : \sum_(j < m) multiplier i w ^+ j = 0.
  have := powE m; rewrite per -[LHS]addr0 => /addrI/colP/(_ i).
  rewrite mxE summxE => /esym.
  rewrite (eq_bigr (fun j : 'I_m => multiplier i w ^+ j * d i 0)) => [|j _].
    rewrite -mulr_suml => /eqP; rewrite mulf_eq0 => /orP[/eqP //|/eqP d0].
    by case: id; rewrite d0 eqxx.
  by rewrite leads_mul // slope_wpow.
have s1 : multiplier i w = 1.
  by apply: unip => //; apply/eqP; rewrite -subr_eq0 subrX1 sum0 mulr0.
move: sum0; rewrite s1 (eq_bigr (fun=> 1)) => [|j _]; last by rewrite expr1n.
rewrite sumr_const card_ord => /eqP.
by rewrite pnatr_eq0 eqn0Ngt m_gt0.
Qed.

Variables (h0 : 'cV[F]_n) (r : seq 'cV[F]_n).
Hypothesis rP : orbit_in (astep A b) h0 r.
Local Notation m := (size r)`!.
Let m_gt0 : (0 < m)%N. Proof. exact: fact_gt0. Qed.

Lemma power_returns u x (k : nat) :
  act (act h0 (u ++ wpow x (m * k.+1))) (wpow x m) =
  act h0 (u ++ wpow x (m * k.+1)).
Proof. by rewrite -foldl_cat -catA -wpowD -mulnSr orbit_idem. Qed.

(* Multipliers >= 0: what a power of x fixes, x fixes.                        *)
Theorem upper_nonneg_fixes u x (k : nat) : (forall s i, 0 <= A s i i) ->
  act h0 (u ++ wpow x (m * k.+1) ++ x) = act h0 (u ++ wpow x (m * k.+1)).
Proof.
move=> A_ge0; rewrite catA foldl_cat.
apply: (unipotent_fixes m_gt0) => [|i _ /eqP]; first exact: power_returns.
by rewrite pexpr_eq1 // ?slope_ge0 // => /eqP.
Qed.

(* Real multipliers: the square of x does.                                    *)
Theorem upper_real_fixes u x (k : nat) : (forall s i, A s i i \is Num.real) ->
  act h0 (u ++ wpow x (m * k.+1) ++ x ++ x) = act h0 (u ++ wpow x (m * k.+1)).
Proof.
move=> A_real; rewrite catA foldl_cat; apply: (unipotent_fixes m_gt0).
  by rewrite wpow_double foldl_cat !power_returns.
move=> i _ /eqP; rewrite pexpr_eq1 // ?slope_cat -?expr2 => [/eqP //|].
by rewrite real_exprn_even_ge0 // slope_real.
Qed.

(* Inside the image of a power of xy, the words xy and yx act alike.          *)
Section Exchange.
Variables x y : seq S.
Let e := wpow (x ++ y) m.
Let c := e ++ y ++ x ++ e.
Let z i := multiplier i x * multiplier i y.
Let image h := exists u, h = act h0 (u ++ e).

Let e_idem h : image h -> act h e = h.
Proof.
by case=> u ->; have := power_returns u (x ++ y) 0; rewrite muln1.
Qed.

Let image_e h : image h -> forall w, image (act h (w ++ e)).
Proof. by case=> u -> w; exists (u ++ e ++ w); rewrite -foldl_cat !catA. Qed.

Let eC : (x ++ y) ++ e = e ++ x ++ y.
Proof. by rewrite -wpowS wpowSr. Qed.

Let image_a h : image h -> image (act h (x ++ y)).
Proof.
by move=> hI; rewrite -{1}(e_idem hI) -foldl_cat -eC; apply: image_e.
Qed.

Let image_c h : image h -> image (act h c).
Proof. by move=> hI; rewrite /c !catA; apply: image_e. Qed.

Let inj_a h k : image h -> image k ->
  act h (x ++ y) = act k (x ++ y) -> h = k.
Proof.
move=> hI kI eq_a; rewrite -(e_idem hI) -(e_idem kI) /e.
by case: (m) m_gt0 => // j _; rewrite wpowS !(foldl_cat _ _ (x ++ y)) eq_a.
Qed.

(* Where the difference of two states of the image leads, z is a root of 1.   *)
Let z_root h k i : image h -> image k -> leads (h - k) i -> z i ^+ m = 1.
Proof.
move=> hI kI hk; have := leads_mul e hk.
rewrite -actB !e_idem // slope_wpow slope_cat -[LHS]mul1r -/(z i).
by case: hk => nz _ /(mulIf nz)/esym.
Qed.

Let c_mult i : z i ^+ m = 1 -> multiplier i c = z i.
Proof.
move=> zm; rewrite /c !slope_cat slope_wpow slope_cat -/(z i) zm mul1r mulr1.
by rewrite mulrC.
Qed.

Let inj_c h k : image h -> image k -> act h c = act k c -> h = k.
Proof.
move=> hI kI eq_c; apply/eqP; rewrite -subr_eq0; apply: contraT.
case/leads_exists=> i hk; have zm := z_root hI kI hk.
have := leads_mul c hk; rewrite -actB eq_c subrr mxE c_mult //.
case: hk => nz _ /esym/eqP; rewrite mulf_eq0 (negPf nz) orbF => /eqP z0.
by move: zm; rewrite z0 expr0n eqn0Ngt m_gt0 => /eqP; rewrite eq_sym oner_eq0.
Qed.

Let period w h : (forall k, image k -> image (act k w)) ->
  (forall k l, image k -> image l -> act k w = act l w -> k = l) ->
  image h -> act h (wpow w m) = h.
Proof.
move=> imw injw hI; rewrite foldl_wpow.
have im (k : nat) : image (iter k (foldl (astep A b) ^~ w) h).
  by elim: k => //= k IHk; apply: imw.
apply: (iter_period _ im injw) => k.
by have [u ->] := im k; apply: rP.
Qed.

Let commute h : image h -> act h (x ++ y) = act h c.
Proof.
move=> hI; pose w := wpow c m.-1 ++ x ++ y.
have im_pow k (l : nat) : image k -> image (act k (wpow c l)).
  elim: l k => // l IHl k kI; rewrite wpowS foldl_cat; apply: IHl.
  exact: image_c.
have inj_pow l k1 k2 : image k1 -> image k2 ->
    act k1 (wpow c l) = act k2 (wpow c l) -> k1 = k2.
  elim: l k1 k2 => // l IHl k1 k2 I1 I2; rewrite wpowS !(foldl_cat _ _ c).
  by move/(IHl _ _ (image_c I1) (image_c I2))/inj_c; apply.
have imw k : image k -> image (act k w).
  by move=> kI; rewrite /w foldl_cat; apply/image_a/im_pow.
have injw k1 k2 : image k1 -> image k2 -> act k1 w = act k2 w -> k1 = k2.
  move=> I1 I2; rewrite /w !(foldl_cat _ _ (wpow _ _)).
  by move/(inj_a (im_pow _ _ I1) (im_pow _ _ I2)); apply: inj_pow.
have vI := image_c hI; set v := act h c in vI *.
have wv : act v w = act h (x ++ y).
  rewrite /w foldl_cat; congr (act _ _).
  by rewrite /v -foldl_cat -wpowS prednK // (period image_c inj_c hI).
rewrite -wv; apply: (unipotent_fixes m_gt0) => [|i lead_i _].
  exact: period vI.
have zm := z_root (imw _ vI) vI lead_i.
by rewrite /w slope_cat slope_wpow c_mult // slope_cat -exprSr prednK.
Qed.

Theorem upper_exchange u :
  act h0 (u ++ e ++ x ++ y) = act h0 (u ++ e ++ y ++ x ++ e).
Proof.
have hI : image (act h0 (u ++ e)) by exists u.
rewrite !(catA u) foldl_cat commute // /c foldl_cat e_idem //.
by rewrite -foldl_cat -!catA.
Qed.
End Exchange.
End Upper.
