(* Letters that commute, each counted in units of its own.                    *)
(*                                                                            *)
(* What diagonal matrices track depends on how often each letter was read:    *)
(* whether it was, and how often modulo a period, 1 over the non-negative     *)
(* numbers and 2 over the reals.  A unit that the letter makes 0 and a root   *)
(* of unity that it turns know that: one factor, two or three of one head.    *)
(*                                                                            *)
(*   counter c x0 N == c is 0 at 0 only, and c k, c l agree only if both are  *)
(*                   and k = l modulo N                                       *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine commutative.
From BilinearTheory Require Import rules householder claim inclusion heads.
From BilinearTheory Require Import shadow few_columns late one_column.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The words that repeat each letter, in a fixed order.                       *)
Section Counts.
Variables (L : finType) (f : seq L -> nat) (N : nat).
Hypothesis N_gt0 : (0 < N)%N.
Hypothesis permf : forall u v, perm_eq u v -> f u = f v.
Hypothesis period : forall x u, f (nseq N x ++ x :: u) = f (x :: u).

Definition same_count (k l : nat) :=
  ((k == 0%N) == (l == 0%N)) && (k %% N == l %% N)%N.

Definition spelled (c : L -> nat) := flatten [seq nseq (c x) x | x <- enum L].

Lemma count_spelled c x : count_mem x (spelled c) = c x.
Proof.
rewrite /spelled count_flatten -map_comp sumnE big_map.
rewrite (bigD1_seq x) ?mem_enum ?enum_uniq //= count_nseq /= eqxx mul1n.
by rewrite big1 ?addn0 // => y /negPf ny; rewrite count_nseq /= ny.
Qed.

Lemma spelled_word w : f w = f (spelled (fun x => count_mem x w)).
Proof. by apply/permf/allP=> x _; rewrite /= count_spelled. Qed.

Lemma period_more x k u : (0 < k)%N ->
  f (nseq (N + k) x ++ u) = f (nseq k x ++ u).
Proof.
case: k => // k _; rewrite nseqD -catA.
have swap v : perm_eq (nseq N x ++ nseq k.+1 x ++ v)
    (nseq N x ++ x :: (nseq k x ++ v)) by [].
by rewrite (permf (swap u)) period.
Qed.

Lemma period_same x (k l : nat) u : same_count k l -> f (nseq k x ++ u) = f (nseq l x ++ u).
Proof.
wlog le_kl : k l / (k <= l)%N.
  move=> wl; have [/wl//|/ltnW le same] := leqP k l.
  by rewrite -(wl l k) // /same_count eq_sym [X in _ && X]eq_sym.
case/andP=> /eqP zero /eqP same.
have [k0|nk] := eqVneq k 0%N.
  by move: zero; rewrite k0 eqxx => /esym/eqP->.
have /dvdnP[q Dq] : (N %| l - k)%N by rewrite -eqn_mod_dvd // same.
rewrite -(subnK le_kl) Dq; elim: q {Dq} => [//|q IHq].
by rewrite mulSn -addnA period_more // addn_gt0 orbC lt0n nk.
Qed.

Lemma spelled_same c c' : (forall x, same_count (c x) (c' x)) ->
  f (spelled c) = f (spelled c').
Proof.
move=> same; have many s u : f (u ++ flatten [seq nseq (c x) x | x <- s]) =
    f (u ++ flatten [seq nseq (c' x) x | x <- s]).
  elim: s u => //= x s IHs u; rewrite catA IHs -catA.
  have swap k v : perm_eq (u ++ nseq k x ++ v) (nseq k x ++ u ++ v).
    by rewrite !catA perm_cat2r perm_catC.
  by rewrite !(permf (swap _ _)) (period_same _ _ (same x)).
exact: many [::].
Qed.
End Counts.

(* A vector that knows a count, and that reflections lead on.                  *)
Section Counter.
Variables (L : finType) (f : seq L -> nat) (N n p : nat).
Variables (fs : seq (algC * 'cV[algC]_p)) (c : nat -> 'cV[algC]_p).
Hypotheses (N_gt0 : (0 < N)%N)
  (permf : forall u v, perm_eq u v -> f u = f v)
  (period : forall x u, f (nseq N x ++ x :: u) = f (x :: u))
  (fsP : all (@reflector p) fs) (fs_n : (size fs <= n)%N)
  (fs_step : forall k, steps fs *m c k = c k.+1)
  (re_c : forall k, real_mx (c k))
  (c_same : forall k l, c k = c l -> same_count N k l)
  (same_c : forall k l, same_count N k l -> c k = c l).

Let F (x y : L) := if y == x then fs else [::].
Let B x := direct (fun y => steps (F x y)).
Let P (u : seq L) := pile (fun x => c (count_mem x u)).

Let runB u : arun B (fun=> 0) (P [::]) u = P u.
Proof.
elim/last_ind: u => // u x; rewrite /arun foldl_rcons => ->.
rewrite /astep addr0 /B direct_pile; apply: eq_pile => y.
rewrite -cats1 count_cat /= addn0 /F [x == y]eq_sym.
by case: eqP => _; rewrite ?addn1 ?fs_step // addn0 mul1mx.
Qed.

Let low k := if (k <= N)%N then k else (N + k %% N)%N.

Let low_le k : (low k < N + N)%N \/ low k = N.
Proof.
rewrite /low; case: (leqP k N) => [le|_]; last by left; rewrite ltn_add2l ltn_mod.
by move: le; rewrite leq_eqVlt => /orP[/eqP->|lt]; [right|left; rewrite ltn_addr].
Qed.

Let same_low k : same_count N k (low k).
Proof.
rewrite /low /same_count; case: (leqP k N) => [_|lt]; first by rewrite !eqxx.
rewrite modnDl modn_mod eqxx andbT addn_eq0 (gtn_eqF N_gt0).
by rewrite (gtn_eqF (leq_ltn_trans (leq0n N) lt)).
Qed.

Lemma counted : realizable f (Householder n) None Arbitrary false.
Proof.
pose M := (N + N)%N.
have low_lt k : (low k < M.+1)%N.
  by rewrite ltnS; case: (low_le k) => [/ltnW//|->]; rewrite leq_addr.
pose Q (t : {ffun L -> 'I_M.+1}) := pile (fun x => c (t x)).
pose kappa (v : 'cV[algC]_p) : nat :=
  if [pick k : 'I_M.+1 | c k == v] is Some k then k else 0%N.
have kappaE k : same_count N (kappa (c k)) k.
  rewrite /kappa; case: pickP => [l /eqP/c_same//|/(_ (Ordinal (low_lt k)))].
  by rewrite /= -(same_c (same_low k)) eqxx.
pose g (v : 'cV[algC]_#|[finType of L * 'I_p]|) :=
  f (spelled (fun x => kappa (\col_a v (enum_rank (x, a)) 0))).
exists #|[finType of L * 'I_p]|, B, (fun=> 0), (P [::]), [seq Q t | t <- enum {: {ffun L -> 'I_M.+1}}].
split; last 1 first.
- exists g => u; rewrite runB (spelled_word permf); apply: spelled_same => // x.
  rewrite (_ : \col__ _ = c (count_mem x u)) ?kappaE //.
  by apply/colP=> a; rewrite !mxE enum_rankK.
- apply: direct_householder => [x y|x]; first by rewrite /F; case: ifP.
  rewrite (bigD1 x) //= {1}/F eqxx big1 ?addn0 // => y /negPf ny.
  by rewrite /F ny.
- apply/andP; split=> //; apply/implyP=> _; apply/allP=> v /mapP[t _ ->].
  exact: real_pile.
- by right.
move=> u; rewrite -/(arun _ _ _ _) runB; apply/mapP.
exists [ffun x => Ordinal (low_lt (count_mem x u))]; first exact: mem_enum.
by apply: eq_pile => x; rewrite ffunE /=; apply/same_c/same_low.
Qed.
End Counter.

(* Diagonal matrices.                                                         *)
Section Diagonal.
Variables (L : finType) (f : seq L -> nat) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Hypotheses (dA : forall x, is_diag_mx (A x))
  (b0 : forall x, b x = 0) (decP : decodes f Arbitrary A b h0).

Lemma diagonal_perm u v : perm_eq u v -> f u = f v.
Proof.
move=> uv; have [g gP] := decP; rewrite -!gP !arun0 //; congr g.
apply: run_perm uv => x y; have /diag_mxP[a ->] := dA x.
by have /diag_mxP[a' ->] := dA y; apply: diag_mxC.
Qed.

Lemma diagonal_period N x :
  (forall u, arun A b h0 (u ++ nseq N x ++ [:: x]) =
             arun A b h0 (u ++ [:: x])) ->
  forall u, f (nseq N x ++ x :: u) = f (x :: u).
Proof.
move=> per u; have [g gP] := decP.
have rot v : perm_eq (v ++ x :: u) (u ++ v ++ [:: x]).
  by rewrite -cat1s catA; apply/permEl/perm_catC.
rewrite (diagonal_perm (rot _)) (diagonal_perm (rot [::])).
by rewrite -!gP per.
Qed.
End Diagonal.

(* A unit that is 1 at the start alone, and a root of unity.                  *)
Section Units.
Variables (real : bool) (N : nat) (zeta : algC).
Hypotheses (prim : N.-primitive_root zeta)
  (re_zeta : real -> zeta \is Num.real).

Let lift (g : algC * 'cV[algC]_(1 + 1)) : algC * 'cV[algC]_(1 + (1 + 1)) :=
  (g.1, col_mx 0 g.2).

Definition count_factors : seq (algC * 'cV[algC]_(1 + (1 + 1))) :=
  (1, col_mx 1%:M 0) :: map lift (scaling real zeta).

Definition count_state (k : nat) : 'cV[algC]_(1 + (1 + 1)) :=
  col_mx (k == 0%N)%:R%:M (real_state (zeta ^+ k)%:M).

Let N_gt0 : (0 < N)%N. Proof. exact: prim_order_gt0 prim. Qed.

Let norm : `|zeta| = 1.
Proof.
apply/eqP; rewrite -(@pexpr_eq1 _ _ N) // -normrX prim_expr_order //.
by rewrite normr1.
Qed.

Let lift_apply gs (y : 'cV[algC]_1) z :
  steps (map lift gs) *m col_mx y z = col_mx y (steps gs *m z).
Proof.
elim: gs => [|g gs IHgs]; first by rewrite !mul1mx.
rewrite map_cons !steps_cons -!mulmxA IHgs !delta_apply /= tr_col_mx.
rewrite mul_row_col trmx0 mul0mx add0r scale_col_mx scaler0 opp_col_mx.
by rewrite oppr0 add_col_mx addr0.
Qed.

Lemma count_step k : steps count_factors *m count_state k = count_state k.+1.
Proof.
rewrite /count_factors /count_state steps_cons -mulmxA lift_apply.
rewrite scaling_apply ?delta_apply /=; last 3 first.
- by right.
- by move=> rt; apply/real_mxP=> i j; rewrite mxE rpredMn ?rpredX ?re_zeta.
- exact: re_zeta.
rewrite tr_col_mx mul_row_col trmx1 mul1mx trmx0 mul0mx addr0 mul1r.
rewrite scale_col_mx scaler0 opp_col_mx oppr0 add_col_mx addr0 !scale_scalar_mx.
by rewrite [(_%:M : 'M_1) 0 0]mxE eqxx mulr1n mulr1 subrr raddf0 -exprS.
Qed.

Lemma count_real k : real_mx (count_state k).
Proof.
apply/real_mxP=> i j; rewrite /count_state.
case: (@split_ordP 1 (1 + 1) i) => l ->; rewrite ?col_mxEu ?col_mxEd.
  by rewrite mxE rpredMn ?realn.
by have /real_mxP := real_stateP ((zeta ^+ k)%:M : 'cV_1); apply.
Qed.

Lemma count_same k l : (count_state k = count_state l) <-> same_count N k l.
Proof.
rewrite /count_state /same_count -(eq_prim_root_expr prim); split.
  case/eq_col_mx=> /(congr1 (fun M : 'M_1 => M 0 0)).
  rewrite !mxE !mulr1n => /eqP; rewrite eqr_nat.
  move=> e /(can_inj (@real_stateK 1))/(congr1 (fun M : 'M_1 => M 0 0)).
  rewrite !mxE !mulr1n => ->; rewrite eqxx andbT.
  by case: (k == 0%N) (l == 0%N) e => [] [].
by case/andP=> /eqP-> /eqP->.
Qed.

Lemma count_reflector : all (@reflector (1 + (1 + 1))) count_factors.
Proof.
rewrite /count_factors /=; apply/andP; split.
  rewrite /reflector /= real1 tr_col_mx mul_row_col trmx1 mulmx1 mulmx0 addr0.
  rewrite mul1r mxE eqxx ltr01 ler1n /= andbT; apply/real_mxP=> i j.
  by case: (@split_ordP 1 (1 + 1) i) => l ->; rewrite ?col_mxEu ?col_mxEd !mxE
    ?rpredMn ?real1 ?real0.
have := scaling_reflector (or_intror norm : zeta = 0 \/ _) re_zeta.
rewrite all_map; apply: sub_all => g /and4P[c_re /real_mxP k_re gt0 le2] /=.
rewrite /reflector /= tr_col_mx mul_row_col mulmx0 add0r c_re gt0 le2 !andbT.
apply/real_mxP=> i j; case: (@split_ordP 1 (1 + 1) i) => l ->;
  by rewrite ?col_mxEu ?col_mxEd ?k_re // mxE real0.
Qed.

Lemma count_factors_size : (size count_factors <= (if real then 2 else 3))%N.
Proof.
by rewrite /count_factors /= size_map; have := scaling_size real zeta;
  case: (real).
Qed.
End Units.

Lemma prim1 : 1.-primitive_root (1 : algC).
Proof.
apply/andP; split=> //; apply/forallP=> i.
by rewrite ord1 unity_rootE expr1n !eqxx.
Qed.

Lemma prim2 : 2.-primitive_root (-1 : algC).
Proof.
apply/andP; split=> //; apply/forallP=> -[[|[|//]] lt_i]; rewrite unity_rootE.
  by rewrite expr1 eqNr oner_eq0.
by rewrite expr2 mulrNN mulr1 !eqxx.
Qed.

(* What diagonal matrices track, one factor tracks over the non-negative      *)
(* numbers, two over the reals and three over the complex numbers.            *)
Theorem counted_householder (L : finType) (f : seq L -> nat) c m n :
  match c with
  | DiagonalNonnegative => (0 < n)%N
  | DiagonalReal => (1 < n)%N
  | Rotation => (2 < n)%N
  | _ => false
  end -> realizable f (Ruled c) m Arbitrary false ->
  realizable f (Householder n) None Arbitrary false.
Proof.
move=> c_n [d [A [b [h0 [pts [fam _ [//|b0] orbP decP]]]]]].
have dA x : is_diag_mx (A x).
  by have := fam x; case: c c_n {fam} => //= _; first [case/andP | by []].
have permf u v (uv : perm_eq u v) : f u = f v := diagonal_perm dA b0 decP uv.
suff [real [N [zeta [prim re_zeta size_n per]]]] : exists (real : bool) N zeta,
    [/\ N.-primitive_root zeta, real -> zeta \is Num.real,
        (size (count_factors real zeta) <= n)%N
      & forall x u, arun A b h0 (u ++ nseq N x ++ [:: x]) =
          arun A b h0 (u ++ [:: x])].
  apply: (counted (prim_order_gt0 prim) permf _
    (count_reflector prim re_zeta) size_n (count_step prim re_zeta)
    (count_real zeta)) => [x u|k l|k l].
  - by apply: (diagonal_period dA b0 decP); apply: per.
  - by move/(count_same prim).
  by move/(count_same prim).
case: c c_n fam => //= c_n fam.
- exists true, 1%N, 1; split=> //; first exact: prim1.
    by rewrite /count_factors /scaling eqxx.
  move=> x u; apply: (nonneg_diag_forgets dA orbP u [:: x] [::]) => s i.
  by have /andP[_ /forallP] := fam s.
- exists true, 2%N, (-1); split=> //; first exact: prim2.
  + by move=> _; rewrite rpredN real1.
  + exact: leq_trans (count_factors_size true _) c_n.
  move=> x u; apply: (real_diag_forgets dA orbP u [:: x] [::]) => s i.
  by have /andP[_ /forallP] := fam s.
have [zeta prim] := C_prim_root_exists (fact_gt0 (size pts)).
exists false, (size pts)`!, zeta; split=> //.
  exact: leq_trans (count_factors_size false _) c_n.
move=> x u; have := diag_periodic dA orbP 1 u [:: x] [::].
suff -> : wpow [:: x] ((size pts)`! * 1) = nseq (size pts)`! x by [].
by rewrite muln1; elim: (_`!) => //= k IHk; rewrite wpowS IHk.
Qed.
