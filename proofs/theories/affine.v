(* Affine recurrences h_t = A_{x_t} h_{t-1} + b_{x_t}, and what finite reach  *)
(* makes of diagonal ones.                                                    *)
(*                                                                            *)
(*   astep A b h x == A x h + b x                                             *)
(*   arun A b h w  == the state reached from h after reading w                *)
(*   scalar a b z x == a x z + b x, one coordinate of a diagonal recurrence   *)
(*   slope a w     == the product of a over the letters of w                  *)
(*                                                                            *)
(* A word with slope 0 resets the coordinate; any other permutes the finitely *)
(* many values that the coordinate takes.  Over an ordered field it fixes     *)
(* them if its slope is non-negative, and in characteristic 0 two such words  *)
(* commute.                                                                   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Affine.
Variables (R : ringType) (S : Type) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (b : S -> 'cV[R]_n) (h : 'cV[R]_n).

Definition astep A b h x := A x *m h + b x.
Definition arun A b h w := foldl (astep A b) h w.

Lemma arun_cat A b h u v : arun A b h (u ++ v) = arun A b (arun A b h u) v.
Proof. exact: foldl_cat. Qed.

(* Without additive term it is the linear recurrence of model.v.              *)
Lemma arun0 A b h w : (forall x, b x = 0) -> arun A b h w = run A h w.
Proof.
by move=> b0; elim: w h => //= x w IHw h; rewrite IHw /astep b0 addr0.
Qed.

(* A constant coordinate makes the affine recurrence a linear one.            *)
Definition homogeneous A b (x : S) : 'M[R]_(n + 1) :=
  block_mx (A x) (b x) 0 1%:M.

Theorem homogeneous_run A b h w :
  run (homogeneous A b) (col_mx h 1%:M) w = col_mx (arun A b h w) 1%:M.
Proof.
elim: w h => //= x w IHw h; rewrite -IHw /homogeneous mul_block_col.
by rewrite mulmx1 mul0mx mulmx1 add0r.
Qed.
End Affine.

Section Scalar.
Variables (F : fieldType) (S : Type) (a b : S -> F).
Implicit Types (z : F) (u v w x : seq S).

Definition scalar z (x : S) := a x * z + b x.
Definition slope w := \prod_(x <- w) a x.
Local Notation act := (foldl scalar).

Lemma slope_cat u v : slope (u ++ v) = slope u * slope v.
Proof. exact: big_cat. Qed.

Lemma slope_wpow x k : slope (wpow x k) = slope x ^+ k.
Proof.
elim: k => [|k IHk]; first by rewrite /slope big_nil.
by rewrite wpowS slope_cat IHk exprS.
Qed.

Lemma scalarB z z' w : act z w - act z' w = slope w * (z - z').
Proof.
elim: w z z' => [|x w IHw] z z' /=; first by rewrite /slope big_nil mul1r.
rewrite IHw /slope big_cons /scalar opprD addrACA subrr addr0 -mulrBr mulrA.
by rewrite [_ * a x]mulrC.
Qed.

Lemma scalar_reset w : slope w = 0 -> forall z z', act z w = act z' w.
Proof.
by move=> w0 z z'; apply/eqP; rewrite -subr_eq0 scalarB w0 mul0r.
Qed.

Lemma scalar_inj w : slope w != 0 -> injective (act^~ w).
Proof.
move=> nzw z z' /= e; apply/eqP; rewrite -subr_eq0.
by have /eqP := scalarB z z' w; rewrite e subrr eq_sym mulf_eq0 (negPf nzw).
Qed.

Variables (z0 : F) (r : seq F).
Hypothesis rP : orbit_in scalar z0 r.
Local Notation m := (size r)`!.

(* Over any field: a word to the power m is forgotten at its next occurrence. *)
Lemma scalar_periodic u x t :
  act z0 (u ++ wpow x m ++ t ++ x) = act z0 (u ++ t ++ x).
Proof.
have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
have := orbit_period u rP (scalar_inj nzx).
by rewrite !foldl_cat => ->.
Qed.

(* In characteristic 0 words that reset nothing commute on what is reached.   *)
Lemma scalar_commute u x y : [char F] =i pred0 ->
  slope x != 0 -> slope y != 0 ->
  act z0 (u ++ x ++ y) = act z0 (u ++ y ++ x).
Proof.
move=> char0 nzx nzy; pose k := m.-1.
have mE : m = k.+1 by rewrite prednK // fact_gt0.
pose tau := wpow (y ++ x) k ++ x ++ y.
have inj_yx : injective (act^~ (y ++ x)).
  by apply: scalar_inj; rewrite slope_cat mulf_neq0.
have inj_tau : injective (act^~ tau).
  by apply: scalar_inj; rewrite !slope_cat slope_wpow slope_cat !mulf_neq0 //
    expf_neq0 // mulf_neq0.
pose c := act 0 (x ++ y) - act 0 (y ++ x).
have cE z : act z (x ++ y) = act z (y ++ x) + c.
  have := scalarB z 0 (x ++ y); have := scalarB z 0 (y ++ x).
  rewrite !slope_cat [slope y * _]mulrC => <- /eqP.
  by rewrite subr_eq => /eqP->; rewrite /c addrAC addrA addrAC -addrA.
have tauE v : act z0 (v ++ tau) = act z0 v + c.
  rewrite /tau catA foldl_cat cE; congr (_ + c).
  by rewrite -foldl_cat -catA -wpowSr -mE (orbit_period _ rP inj_yx).
have powE j : act z0 (u ++ wpow tau j) = act z0 u + c *+ j.
  elim: j => [|j IHj]; first by rewrite cats0 addr0.
  by rewrite wpowSr catA tauE IHj -addrA mulrSr.
have := powE m; rewrite (orbit_period _ rP inj_tau) => /eqP.
rewrite -subr_eq0 opprD addrA subrr sub0r oppr_eq0 -mulr_natr mulf_eq0.
have -> : (m%:R == 0 :> F) = false by rewrite (charf0P F).1 // mE.
rewrite orbF => /eqP c0.
by rewrite 2!foldl_cat [RHS]foldl_cat -foldl_cat cE c0 addr0.
Qed.

(* The last occurrences decide: earlier ones of x and y commute.              *)
Lemma scalar_exchange_first u x y t s : [char F] =i pred0 ->
  act z0 (u ++ x ++ y ++ t ++ x ++ s ++ y) =
  act z0 (u ++ y ++ x ++ t ++ x ++ s ++ y).
Proof.
move=> char0; have [x0|nzx] := eqVneq (slope x) 0.
  rewrite !foldl_cat; congr (act (act _ s) y).
  exact: scalar_reset.
have [y0|nzy] := eqVneq (slope y) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
by have := scalar_commute u char0 nzx nzy; rewrite !foldl_cat => ->.
Qed.

Lemma scalar_exchange_second u x y t s : [char F] =i pred0 ->
  act z0 (u ++ x ++ y ++ t ++ y ++ s ++ x) =
  act z0 (u ++ y ++ x ++ t ++ y ++ s ++ x).
Proof.
move=> char0; have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
have [y0|nzy] := eqVneq (slope y) 0.
  rewrite !foldl_cat; congr (act (act _ s) x).
  exact: scalar_reset.
by have := scalar_commute u char0 nzx nzy; rewrite !foldl_cat => ->.
Qed.
End Scalar.

Section OrderedScalar.
Variables (F : numFieldType) (S : Type) (a b : S -> F).
Variables (z0 : F) (r : seq F).
Hypothesis rP : orbit_in (scalar a b) z0 r.
Implicit Types (u x t : seq S).
Local Notation act := (foldl (scalar a b)).
Local Notation slope := (slope a).

(* A word of non-negative slope that resets nothing fixes what is reached.    *)
Lemma scalar_fixes u x : 0 <= slope x -> slope x != 0 ->
  act z0 (u ++ x) = act z0 u.
Proof.
move=> x_ge0 nzx; have per := orbit_period u rP (scalar_inj nzx).
pose c := act (act z0 u) x - act z0 u.
have powE j : act z0 (u ++ wpow x j) =
    act z0 u + (\sum_(i < j) slope x ^+ i) * c.
  elim: j => [|j IHj]; first by rewrite cats0 big_ord0 mul0r addr0.
  rewrite big_ord_recr /= mulrDl addrA -IHj -slope_wpow -(scalarB _ b).
  by rewrite wpowS !foldl_cat addrC subrK.
have := powE (size r)`!; rewrite per -[LHS]addr0 => /addrI/esym/eqP.
have sum_gt0 : 0 < \sum_(i < (size r)`!) slope x ^+ i.
  case: (_`!) (fact_gt0 (size r)) => // m _.
  rewrite big_ord_recl expr0 ltr_paddr ?ltr01 // sumr_ge0 // => i _.
  exact: exprn_ge0.
by rewrite mulf_eq0 (gt_eqF sum_gt0) subr_eq0 foldl_cat => /eqP.
Qed.

(* Non-negative multipliers: an earlier x is forgotten at the next one.       *)
Lemma scalar_nonneg u x t : 0 <= slope x ->
  act z0 (u ++ x ++ t ++ x) = act z0 (u ++ t ++ x).
Proof.
move=> x_ge0; have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
by have := scalar_fixes u x_ge0 nzx; rewrite !foldl_cat => ->.
Qed.

(* Real multipliers: an earlier x x is.                                       *)
Lemma scalar_real u x t : slope x \is Num.real ->
  act z0 (u ++ x ++ x ++ t ++ x) = act z0 (u ++ t ++ x).
Proof.
move=> x_real; have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
have xx_ge0 : 0 <= slope (x ++ x) by rewrite slope_cat -expr2
  real_exprn_even_ge0.
have nzxx : slope (x ++ x) != 0 by rewrite slope_cat mulf_neq0.
by have := scalar_fixes u xx_ge0 nzxx; rewrite !foldl_cat => ->.
Qed.

Lemma slope_ge0 x : (forall s, 0 <= a s) -> 0 <= slope x.
Proof. by move=> a_ge0; apply: prodr_ge0 => s _. Qed.

Lemma slope_real x : (forall s, a s \is Num.real) -> slope x \is Num.real.
Proof. by move=> a_real; apply: rpred_prod => s _. Qed.
End OrderedScalar.

(* A diagonal recurrence, coordinate by coordinate.                           *)
Section Diagonal.
Variables (F : fieldType) (S : Type) (n : nat).
Variables (A : S -> 'M[F]_n) (b : S -> 'cV[F]_n) (h0 : 'cV[F]_n).
Hypothesis dA : forall x, is_diag_mx (A x).
Local Notation step := (astep A b).
Local Notation scalar_at i := (scalar (fun x => A x i i) (fun x => b x i 0)).

Lemma diag_coordinate w i :
  foldl step h0 w i 0 = foldl (scalar_at i) (h0 i 0) w.
Proof.
elim: w h0 => //= x w IHw h; rewrite IHw /astep /scalar mxE.
by have /diag_mxP[d ->] := dA x; rewrite mul_diag_mx !mxE eqxx mulr1n.
Qed.

Variable r : seq 'cV[F]_n.
Hypothesis rP : orbit_in step h0 r.
Let ri i := [seq h i 0 | h : 'cV[F]_n <- r].

Lemma diag_coordinate_orbit i : orbit_in (scalar_at i) (h0 i 0) (ri i).
Proof.
move=> w; rewrite -diag_coordinate.
exact: (map_f (fun h : 'cV[F]_n => h i 0) (rP w)).
Qed.

Let size_ri i : size (ri i) = size r. Proof. exact: size_map. Qed.

Theorem diag_periodic k u x t :
  foldl step h0 (u ++ wpow x ((size r)`! * k) ++ t ++ x) =
  foldl step h0 (u ++ t ++ x).
Proof.
elim: k => [|k IHk]; first by rewrite muln0.
rewrite -{}IHk mulnS wpowD -catA (catA _ t); apply/colP=> i.
rewrite !diag_coordinate -(size_ri i).
exact: scalar_periodic (diag_coordinate_orbit i) _ _ _.
Qed.

Theorem diag_exchange_first u x y t s : [char F] =i pred0 ->
  foldl step h0 (u ++ x ++ y ++ t ++ x ++ s ++ y) =
  foldl step h0 (u ++ y ++ x ++ t ++ x ++ s ++ y).
Proof.
move=> char0; apply/colP=> i; rewrite !diag_coordinate.
exact: scalar_exchange_first (diag_coordinate_orbit i) _ _ _ _ _ _.
Qed.

Theorem diag_exchange_second u x y t s : [char F] =i pred0 ->
  foldl step h0 (u ++ x ++ y ++ t ++ y ++ s ++ x) =
  foldl step h0 (u ++ y ++ x ++ t ++ y ++ s ++ x).
Proof.
move=> char0; apply/colP=> i; rewrite !diag_coordinate.
exact: scalar_exchange_second (diag_coordinate_orbit i) _ _ _ _ _ _.
Qed.
End Diagonal.

Section OrderedDiagonal.
Variables (F : numFieldType) (S : Type) (n : nat).
Variables (A : S -> 'M[F]_n) (b : S -> 'cV[F]_n) (h0 : 'cV[F]_n).
Hypothesis dA : forall x, is_diag_mx (A x).
Variable r : seq 'cV[F]_n.
Local Notation step := (astep A b).
Hypothesis rP : orbit_in step h0 r.

Theorem nonneg_diag_forgets u x t : (forall s i, 0 <= A s i i) ->
  foldl step h0 (u ++ x ++ t ++ x) = foldl step h0 (u ++ t ++ x).
Proof.
move=> A_ge0; apply/colP=> i; rewrite !diag_coordinate //.
by apply: scalar_nonneg (diag_coordinate_orbit dA rP i) _ _ _ _;
  apply: slope_ge0.
Qed.

Theorem real_diag_forgets u x t : (forall s i, A s i i \is Num.real) ->
  foldl step h0 (u ++ x ++ x ++ t ++ x) = foldl step h0 (u ++ t ++ x).
Proof.
move=> A_real; apply/colP=> i; rewrite !diag_coordinate //.
by apply: scalar_real (diag_coordinate_orbit dA rP i) _ _ _ _;
  apply: slope_real.
Qed.
End OrderedDiagonal.
