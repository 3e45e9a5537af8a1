(* One column as factors of one head.                                         *)
(*                                                                            *)
(* Without additive term a unit that the first letter makes 0 holds the       *)
(* start, and the number v h takes one more factor over the reals and two     *)
(* over the complex numbers.  With one, a unit holds the code of the last     *)
(* letter, which an arbitrary decoder reads.                                  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular rules householder claim.
From BilinearTheory Require Import inclusion heads shadow few_columns late.
From BilinearTheory Require Import one_column.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
