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
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular rules householder claim.
From BilinearTheory Require Import inclusion heads shadow few_columns late.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
