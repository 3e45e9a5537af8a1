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
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular rules householder claim.
From BilinearTheory Require Import inclusion heads shadow few_columns.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
