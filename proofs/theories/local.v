(* Words at which matrices of size k have lost rank.                          *)
(*                                                                            *)
(* A level is a list of words; from s = 1 on the levels w_1 .. w_r, one after *)
(* the other, make s w_1 s w_2 .. w_r s of s.  If each level loses rank, then *)
(* after m of them at most k - m is left; if one does not, then the words at  *)
(* it act invertibly on the image of s, and so do those of later levels, as   *)
(* these are words at it.                                                     *)
(*                                                                            *)
(*   stage s levels    == the word that the levels make of s                  *)
(*   nests levels last == the words of each level but the first, and those of *)
(*                        last at the end, are words of the level before, or  *)
(*                        have their letters there if that is the first level *)
(*   image A w         == the transpose of the matrix of the word w: its rows *)
(*                        span the image                                      *)
(*   invertible_at A s v == v, and then s, act invertibly on the image of s   *)
(*   local_power s x c == s, and then x s, c times                            *)
(*   small_parts columns k A == the matrices have at most k columns, or (not  *)
(*                        columns) blocks of size at most k                   *)
(*   squares_first x y == s (x s) (x s) (y s) (y s)                           *)
(*   local_size c bound == the size of the parts of a claim                   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import model compression block_squares rules cp.
From BilinearTheory Require Import claim.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Levels.
Variable L : eqType.
Implicit Types (s v w : seq L) (ws : seq (seq L)) (levels : seq (seq (seq L))).

Definition next_stage s ws := s ++ flatten [seq w ++ s | w <- ws].

Definition stage s levels := foldl next_stage s levels.

Definition made_of (first : bool) ws v :=
  if first then all (mem (flatten ws)) v else v \in ws.

Fixpoint nests_from (allowed : pred (seq L)) first levels last :=
  if levels is ws :: levels' then
    all allowed ws && nests_from (made_of first ws) false levels' last
  else all allowed last.

Definition nests levels last := nests_from predT true levels last.
End Levels.

Section Ranks.
Variables (F : fieldType) (L : eqType) (d : nat) (A : L -> 'M[F]_d).
Implicit Types (s v w u p : seq L) (ws last : seq (seq L)).
Implicit Types (levels : seq (seq (seq L))).

Definition image w := (wordmx A w)^T.

Lemma image_cat u v : image (u ++ v) = image u *m image v.
Proof. by rewrite /image wordmx_cat trmx_mul. Qed.

Lemma image_nil : image [::] = 1%:M. Proof. exact: trmx1. Qed.

Definition invertible_at s v := (image (s ++ v ++ s) :=: image s)%MS.

Definition kept s0 s :=
  (exists p, s = s0 ++ p) /\ (image s :=: image s0)%MS.

Lemma kept_refl s : kept s s.
Proof. by split=> //; exists [::]; rewrite cats0. Qed.

Lemma kept_step s0 s s1 v : kept s0 s -> kept s0 s1 ->
  invertible_at s0 v -> kept s0 (s1 ++ v ++ s).
Proof.
move=> [[p Ds] e] [[p1 Ds1] e1] inv; split.
  by exists (p1 ++ v ++ s); rewrite {1}Ds1 -catA.
apply: (eqmx_trans _ e); rewrite {2}Ds [in X in (X :=: _)%MS]Ds !image_cat.
rewrite !mulmxA; apply: eqmxMr; apply: (eqmx_trans _ inv).
rewrite !image_cat mulmxA; do 2!apply: eqmxMr; exact: e1.
Qed.

Lemma kept_invertible s0 s v : kept s0 s -> invertible_at s0 v ->
  invertible_at s v.
Proof.
move=> ks inv; have [_ e] := ks; have [_ e'] := kept_step ks ks inv.
exact: eqmx_trans e' (eqmx_sym e).
Qed.

Lemma invertible_cat s x v : invertible_at s x -> invertible_at s v ->
  invertible_at s (x ++ s ++ v).
Proof.
move=> inv_x inv_v; have ks := kept_refl s.
have [_ e] := kept_step ks (kept_step ks ks inv_x) inv_v.
by apply: eqmx_trans e; rewrite -!catA.
Qed.

Lemma kept_next s0 s ws : kept s0 s ->
  (forall w, w \in ws -> invertible_at s0 w) -> kept s0 (next_stage s ws).
Proof.
move=> ks; rewrite /next_stage; move: {1 2}s (ks).
elim: ws => [|w ws IHws] s1 ks1 inv; first by rewrite cats0.
rewrite [flatten _]/= catA; apply: IHws; last first.
  by move=> v v_ws; apply: inv; rewrite inE v_ws orbT.
by apply: kept_step => //; apply: inv; rewrite mem_head.
Qed.

(* Where a level has lost nothing its words act invertibly.                   *)
Lemma rank_image_cat u v : (\rank (image (u ++ v)) <= \rank (image u))%N.
Proof. by rewrite image_cat mxrankM_maxl. Qed.

Lemma level_invertible s ws :
  (\rank (image s) <= \rank (image (next_stage s ws)))%N ->
  forall w, w \in ws -> invertible_at s w.
Proof.
rewrite /next_stage; suff gen s1 : kept s s1 ->
    (\rank (image s) <=
     \rank (image (s1 ++ flatten [seq w ++ s | w <- ws])))%N ->
    forall w, w \in ws -> invertible_at s w.
  exact: gen (kept_refl s).
elim: ws s1 => // v ws IHws s1 ks1; rewrite [flatten _]/= catA => rk w.
have inv : invertible_at s v.
  have sub : (image (s ++ v ++ s) <= image s)%MS.
    by rewrite !image_cat mulmxA submxMl.
  apply/eqmxP; rewrite sub /= -(geq_leqif (mxrank_leqif_sup sub)).
  apply: leq_trans rk _; apply: leq_trans (rank_image_cat _ _) _.
  rewrite !image_cat; apply: eq_leq; rewrite [LHS](eqmxMr _ ks1.2).
  by [].
rewrite inE => /orP[/eqP->//|w_ws].
apply: (IHws (s1 ++ v ++ s)) w_ws => //.
exact: kept_step (kept_refl s) ks1 inv.
Qed.

Lemma rank_image_mid u v w :
  (\rank (image (u ++ v ++ w)) <= \rank (image v))%N.
Proof.
by rewrite !image_cat (leq_trans (mxrankM_maxr _ _)) ?mxrankM_maxl.
Qed.

Lemma invertible_nil v : invertible_at [::] v <-> \rank (image v) = d.
Proof.
rewrite /invertible_at cats0 /= image_nil; split=> [->|rk].
  exact: mxrank1.
by apply/eqmxP; rewrite submx1 sub1mx /row_full rk eqxx.
Qed.

Lemma invertible_letters ws : (forall w, w \in ws -> invertible_at [::] w) ->
  forall v, made_of true ws v -> invertible_at [::] v.
Proof.
move=> inv; have letter x : x \in flatten ws -> \rank (image [:: x]) = d.
  case/flattenP=> w w_ws x_w; move: w_ws; case/splitPr: x_w => p q /inv.
  move/invertible_nil => rk; apply/eqP; rewrite eqn_leq rank_leq_row.
  by rewrite -{1}rk -[_ :: _]/([:: x] ++ q) rank_image_mid.
move=> v /= vP; apply/invertible_nil; elim: v vP => [|x v IHv] /=.
  by rewrite image_nil mxrank1.
case/andP=> /letter rk_x /IHv rk_v.
by rewrite -cat1s image_cat mxrankMfree // /row_free rk_v.
Qed.

(* Once nothing is lost, nothing is lost later.                               *)
Lemma later_invertible s0 s (allowed : pred (seq L)) levels last : kept s0 s ->
  (forall v, allowed v -> invertible_at s0 v) ->
  nests_from allowed false levels last ->
  forall v, v \in last -> invertible_at (stage s levels) v.
Proof.
elim: levels s allowed => [|ws levels IHl] s allowed ks ok /=.
  by move=> /allP all_ok v /all_ok/ok; apply: kept_invertible.
case/andP=> /allP all_ok; apply: IHl => [|v /all_ok/ok //].
by apply: kept_next => // w /all_ok/ok.
Qed.

(* After the levels: they have lost rank so often, or the last words act      *)
(* invertibly.                                                                *)
Lemma levels_rank (first : bool) s (allowed : pred (seq L)) levels last :
  (first -> s = [::]) ->
  nests_from allowed first levels last ->
  (\rank (image (stage s levels)) + size levels <= \rank (image s))%N \/
  forall v, v \in last -> invertible_at (stage s levels) v.
Proof.
elim: levels first s allowed => [|ws levels IHl] first s allowed s0 /=.
  by left; rewrite addn0.
case/andP=> _ nest; have [le|lt] := leqP (\rank (image s))
    (\rank (image (next_stage s ws))).
  right; have inv := level_invertible le.
  have ks : kept s (next_stage s ws) by apply: kept_next (kept_refl s) inv.
  have ok v : made_of first ws v -> invertible_at s v.
    case: (first) s0 => [s0|_ /inv //]; move: inv; rewrite s0 //.
    by move=> inv0; apply: invertible_letters inv0 _.
  exact: later_invertible ks ok nest.
have none : false -> next_stage s ws = [::] by [].
have [lost|] := IHl _ _ _ none nest.
  by left; rewrite addnS; apply: leq_ltn_trans lost lt.
by right.
Qed.

Lemma nested_rank levels last : nests levels last ->
  (\rank (image (stage [::] levels)) + size levels <= d)%N \/
  forall v, v \in last -> invertible_at (stage [::] levels) v.
Proof.
by move/(levels_rank (fun=> erefl)); rewrite image_nil mxrank1.
Qed.

(* Powers of z = x s on the image of s.                                       *)
Section Powers.
Variables (s x : seq L).
Let z := x ++ s.
Definition local_power c := s ++ wpow z c.

Lemma local_power0 : local_power 0 = s. Proof. exact: cats0. Qed.

Lemma local_powerS c : local_power c.+1 = local_power c ++ z.
Proof. by rewrite /local_power wpowSr catA. Qed.

Lemma local_power_cat c k : local_power c ++ wpow z k =
  wpow (s ++ x) k ++ local_power c.
Proof.
rewrite /local_power -catA -wpowD addnC wpowD catA [RHS]catA; congr (_ ++ _).
elim: k => [|k IHk]; first by rewrite cats0.
by rewrite wpowSr [wpow (s ++ x) _]wpowSr catA IHk -!catA.
Qed.

Lemma image_powerS c :
  image (local_power c.+1) = image (local_power c) *m image z.
Proof. by rewrite local_powerS image_cat. Qed.

Lemma image_power_sub c :
  (image (local_power c.+1) <= image (local_power c))%MS.
Proof.
elim: c => [|c IHc]; last first.
  by rewrite image_powerS [image _ in X in (_ <= X)%MS]image_powerS submxMr.
by rewrite local_powerS local_power0 /z !image_cat mulmxA submxMl.
Qed.

Lemma power_loss c :
  \rank (image (local_power c.+1)) = \rank (image (local_power c)) \/
  (\rank (image (local_power c.+1)) + c.+1 <= \rank (image s))%N.
Proof.
elim: c => [|c [IHc|IHc]].
- have := mxrankS (image_power_sub 0); rewrite leq_eqVlt local_power0.
  by case/orP=> [/eqP|]; [left|right; rewrite addn1].
- left; have e : (image (local_power c.+1) :=: image (local_power c))%MS.
    have sub := image_power_sub c; apply/eqmxP.
    by rewrite sub -(geq_leqif (mxrank_leqif_sup sub)) IHc leqnn.
  by rewrite image_powerS (eqmxMr _ e) -image_powerS.
have := mxrankS (image_power_sub c.+1); rewrite leq_eqVlt.
case/orP=> [/eqP|lt]; [by left|right].
by apply: leq_trans IHc; rewrite addnS -addSn leq_add2r.
Qed.

Lemma power_kept c : invertible_at s x ->
  \rank (image (local_power c.+1)) = \rank (image (local_power c)).
Proof.
move=> inv; suff e k : (image (local_power k) :=: image s)%MS by rewrite !e.
elim: k => [|k IHk]; first by rewrite local_power0.
rewrite image_powerS; apply: eqmx_trans (eqmxMr _ IHk) _.
by rewrite -image_cat.
Qed.

Lemma power_still c :
  \rank (image (local_power c.+1)) = \rank (image (local_power c)) ->
  \rank (image (local_power c.+2)) = \rank (image (local_power c.+1)).
Proof.
move=> rk; have e : (image (local_power c.+1) :=: image (local_power c))%MS.
  have sub := image_power_sub c; apply/eqmxP.
  by rewrite sub -(geq_leqif (mxrank_leqif_sup sub)) rk leqnn.
by rewrite image_powerS (eqmxMr _ e) -image_powerS.
Qed.

Lemma power_loss_next c :
  \rank (image (local_power c.+1)) = \rank (image (local_power c)) \/
  (\rank (image (local_power c.+1)) + c <= \rank (image (local_power 1)))%N.
Proof.
elim: c => [|c [/power_still|IHc]]; [by right; rewrite addn0|by left|].
have := mxrankS (image_power_sub c.+1); rewrite leq_eqVlt.
case/orP=> [/eqP|lt]; [by left|right].
by apply: leq_trans IHc; rewrite addnS -addSn leq_add2r.
Qed.

Lemma local_power_end u c j : exists u',
  u ++ local_power c ++ wpow z j = u' ++ s.
Proof.
have := local_power_cat 0 (c + j); rewrite local_power0 => e.
exists (u ++ wpow (s ++ x) (c + j)).
by rewrite -[RHS]catA -e wpowD /local_power -!catA.
Qed.
End Powers.

(* A word of as much rank as its beginning is injective after that.           *)
Lemma rank_injective u v b h k :
  \rank (image (u ++ v)) = \rank (image u) ->
  arun A b (arun A b h u) v = arun A b (arun A b k u) v ->
  arun A b h u = arun A b k u.
Proof.
move=> rk e; have diff w h1 h2 :
    arun A b h1 w - arun A b h2 w = wordmx A w *m (h1 - h2).
  rewrite arun_wordmx [X in _ - X]arun_wordmx mulmxBr opprD addrACA.
  by rewrite subrr addr0.
apply/eqP; rewrite -subr_eq0 diff -trmx_eq0 trmx_mul -/(image u).
have : ((h - k)^T *m image u <= image u :&: kermx (image v))%MS.
  rewrite sub_capmx submxMl; apply/sub_kermxP; rewrite -mulmxA -image_cat.
  rewrite -trmx_mul -diff; have := e; rewrite -!arun_cat => ->.
  by rewrite subrr trmx0.
have := mxrank_mul_ker (image u) (image v); rewrite -image_cat rk => /eqP.
rewrite -{2}[\rank (image u)]addn0 eqn_add2l mxrank_eq0 => /eqP->.
by rewrite submx0.
Qed.

Lemma image0_constant u b h k : image u = 0 -> arun A b h u = arun A b k u.
Proof.
move=> u0; rewrite arun_wordmx [RHS]arun_wordmx -[wordmx A u]trmxK.
by rewrite -/(image u) u0 trmx0 !mul0mx.
Qed.

Variables (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d) (r : seq 'cV[F]_d).
Hypothesis rP : orbit_in (astep A b) h0 r.

(* Where z = x s keeps the rank after s z^c, it has finite order there.       *)
Lemma local_period s x c u k :
  \rank (image (local_power s x c.+1)) = \rank (image (local_power s x c)) ->
  arun A b h0 (u ++ local_power s x c ++ wpow (x ++ s) ((size r)`! * k)) =
  arun A b h0 (u ++ local_power s x c).
Proof.
move=> rk; rewrite catA arun_cat /arun foldl_wpow mulnC iterM iter_fix //.
pose f h := arun A b h (x ++ s).
rewrite -[iter _ _ _]/(iter (size r)`! f _).
apply: (@iter_period _ f _ r _
  (fun a => exists h, a = arun A b h (local_power s x c))) => [i|i|a a'].
- by rewrite -[iter _ _ _]/(iter i (foldl (astep A b) ^~ (x ++ s)) _)
    -orbit_iter rP.
- exists (arun A b h0 (u ++ wpow (s ++ x) i)); rewrite -arun_cat -catA.
  by rewrite -local_power_cat catA arun_cat /arun foldl_wpow.
move=> [h ->] [h' ->]; apply: rank_injective.
by rewrite -local_powerS.
Qed.
End Ranks.

(* Systems of dimension d: what z = x s of finite order does not change.      *)
Section Systems.
Variables (F : fieldType) (L : eqType) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variable r : seq 'cV[F]_d.
Hypothesis rP : orbit_in (astep A b) h0 r.
Variables (levels : seq (seq (seq L))) (x : seq L).
Hypothesis nest : nests levels [:: x].
Local Notation s := (stage [::] levels).
Local Notation z := (x ++ s).

Lemma local_index_run t u k : (d <= t + size levels)%N ->
  arun A b h0 (u ++ local_power s x t ++ wpow z ((size r)`! * k)) =
  arun A b h0 (u ++ local_power s x t).
Proof.
move=> le_d; apply: (local_period rP).
have [lost|inv] := nested_rank A nest; last first.
  by apply: power_kept; apply: inv; rewrite mem_head.
have [//|more] := power_loss A s x t.
have := leq_trans lost le_d; rewrite leq_add2r => /(leq_trans more).
by rewrite addnS ltnNge leq_addl.
Qed.

Lemma power_end t : (d <= t.+1 + size levels)%N ->
  \rank (image A (local_power s x t.+1)) =
    \rank (image A (local_power s x t)) \/ image A (local_power s x t.+1) = 0.
Proof.
move=> le_d; have [lost|inv] := nested_rank A nest; last first.
  by left; apply: power_kept; apply: inv; rewrite mem_head.
have [|more] := power_loss A s x t; [by left|right].
have le : (\rank (image A s) <= t.+1)%N.
  by rewrite -(leq_add2r (size levels)) (leq_trans lost).
have := leq_trans more le.
by rewrite -[X in (_ <= X)%N]add0n leq_add2r leqn0 mxrank_eq0 => /eqP.
Qed.

Lemma local_exchange_run t u y k : (d <= t.+1 + size levels)%N ->
  (forall a, b a = 0) ->
  arun A b h0 (u ++ local_power s x t ++ wpow z ((size r)`! * k.+1) ++
    y ++ local_power s x t) =
  arun A b h0 (u ++ local_power s x t ++ y ++ local_power s x t ++
    wpow z ((size r)`! * k.+1)).
Proof.
move=> le_d b0; set m := (size r)`!.
have m_gt0 : (0 < m * k.+1)%N by rewrite muln_gt0 fact_gt0.
have [eq_rk|z0] := power_end le_d.
  have per v := local_period rP v k.+1 eq_rk.
  have -> p : u ++ local_power s x t ++ wpow z (m * k.+1) ++ p =
      (u ++ local_power s x t ++ wpow z (m * k.+1)) ++ p by rewrite -!catA.
  have -> : u ++ local_power s x t ++ y ++ local_power s x t ++
      wpow z (m * k.+1) = (u ++ local_power s x t ++ y) ++ local_power s x t ++
      wpow z (m * k.+1) by rewrite -!catA.
  by rewrite arun_cat !per -arun_cat -!catA.
- have dead v h : arun A b h (local_power s x t.+1 ++ v) = 0.
    rewrite arun0 // run_cat [run A h _]run_wordmx -[wordmx A _]trmxK.
    by rewrite -/(image A _) z0 trmx0 mul0mx run0.
  have next p : local_power s x t ++ z ++ p = local_power s x t.+1 ++ p.
    by rewrite local_powerS -!catA.
  rewrite -(prednK m_gt0) wpowS -(catA z) next arun_cat dead.
  rewrite (catA u) (catA (u ++ _)) next arun_cat dead.
  by [].
Qed.

Lemma local_reset_run t u y k : (d <= t.+1 + size levels)%N ->
  arun A b h0 (u ++ local_power s x t ++ wpow z ((size r)`! * k) ++
    y ++ local_power s x t.+1) =
  arun A b h0 (u ++ local_power s x t ++ y ++ local_power s x t.+1).
Proof.
move=> le_d; have [eq_rk|z0] := power_end le_d.
  have per := local_period rP u k eq_rk.
  by rewrite 2!catA -(catA u) arun_cat per -arun_cat -!catA.
move: (local_power s x t.+1) z0 => p z0; rewrite !catA !(arun_cat _ _ _ _ p).
exact: image0_constant.
Qed.
End Systems.

(* Systems of dimension d: what powers of z = x s v s change is killed by     *)
(* those of x s, if z has lost all but one dimension.                         *)
Section Kernels.
Variables (F : fieldType) (L : eqType) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variable r : seq 'cV[F]_d.
Hypothesis rP : orbit_in (astep A b) h0 r.
Variables (levels : seq (seq (seq L))) (x v : seq L).
Hypothesis nest : nests levels [:: x; v].
Local Notation s := (stage [::] levels).
Local Notation g := (x ++ s).
Local Notation power := (local_power s (x ++ s ++ v)).
Local Notation z := ((x ++ s ++ v) ++ s).

Lemma local_kernel_drop t u k : (d <= t.+2 + size levels)%N ->
  let N := ((size r)`! * k.+1)%N in
  image A (power t.+2) = 0 \/
  arun A b h0 (u ++ power t ++ wpow z N ++ wpow g N ++ z) =
  arun A b h0 (u ++ power t ++ wpow g N ++ z).
Proof.
move=> le_d N; pose rk c := \rank (image A (power c)).
have [eq_rk|ne_rk] := eqVneq (rk t.+1) (rk t).
  right; have per := local_period rP u k.+1 eq_rk.
  by rewrite 2!catA -(catA u) arun_cat per -arun_cat -!catA.
have [lost|inv] := nested_rank A nest; last first.
  case/eqP: ne_rk; apply: power_kept.
  by apply: invertible_cat; apply: inv; rewrite !inE eqxx ?orbT.
have le : (\rank (image A s) <= t.+2)%N.
  by rewrite -(leq_add2r (size levels)) (leq_trans lost).
have le1 : (rk t.+1 <= 1)%N.
  have [/eqP|/leq_trans/(_ le)] := power_loss A s (x ++ s ++ v) t.
    by rewrite (negPf ne_rk).
  by rewrite -[X in (_ <= X)%N]add1n leq_add2r.
have le2 : (rk t.+2 <= rk t.+1)%N := mxrankS (image_power_sub A _ _ _).
have [/eqP|rk2_gt0] := posnP (rk t.+2); first by rewrite mxrank_eq0; left; apply/eqP.
have rk1 : rk t.+1 = 1%N by apply/eqP; rewrite eqn_leq le1 (leq_trans rk2_gt0).
have eq_rk : rk t.+2 = rk t.+1.
  by apply/eqP; rewrite eqn_leq le2 rk1.
have ge_t : (t.+1 <= rk 1)%N.
  have [/eqP|] := power_loss_next A s (x ++ s ++ v) t.
    by rewrite (negPf ne_rk).
  by rewrite -/(rk _) rk1 add1n.
right; pose p j := arun A b h0 (u ++ power t ++ wpow z j).
have same_z : arun A b (p N) z = arun A b (p 0%N) z.
  have word j : (u ++ power t ++ wpow z j) ++ z = u ++ power t.+1 ++ wpow z j.
    by rewrite -2!catA -wpowSr wpowS [in RHS]local_powerS -[in RHS]catA.
  rewrite /p -!arun_cat !word cats0.
  exact: (local_period rP u k.+1 eq_rk).
suff same_g : arun A b (arun A b (p N) (wpow g N)) z =
    arun A b (arun A b (p 0%N) (wpow g N)) z.
  by move: same_g; rewrite /p cats0 -!arun_cat -!catA.
have at_s j : exists w, p j = arun A b h0 (w ++ s).
  by have [w e] := local_power_end s (x ++ s ++ v) u t j; exists w; rewrite -e.
have eqz : s ++ g ++ v ++ s = power 1 by rewrite local_powerS local_power0 -!catA.
have [eq_g|ne_g] := eqVneq (\rank (image A (s ++ g))) (\rank (image A s)).
  have fixed j : arun A b (p j) (wpow g N) = p j.
    have [w ->] := at_s j; rewrite -arun_cat -catA.
    have := @local_period _ _ _ A b h0 r rP s x 0 w k.+1.
    by rewrite local_powerS local_power0 => /(_ eq_g).
  by rewrite !fixed.
have N_gt0 : (0 < N)%N by rewrite muln_gt0 fact_gt0.
rewrite -(prednK N_gt0) wpowS !(arun_cat _ _ _ g); congr (arun _ _ (arun _ _ _ _) _).
rewrite (prednK N_gt0).
have rk_g : \rank (image A ((s ++ g) ++ v ++ s)) = \rank (image A (s ++ g)).
  apply/eqP; rewrite -catA eqz eqn_leq -{1}eqz catA rank_image_cat /=.
  apply: leq_trans ge_t; rewrite -ltnS (leq_trans _ le) // ltn_neqAle ne_g.
  exact: rank_image_cat.
have [[w1 e1] [w2 e2]] := (at_s N, at_s 0%N).
have split_s w : arun A b (arun A b h0 (w ++ s)) g =
    arun A b (arun A b h0 w) (s ++ g).
  by rewrite -!arun_cat -!catA.
have split_z w : arun A b (arun A b (arun A b h0 w) (s ++ g)) (v ++ s) =
    arun A b (arun A b h0 (w ++ s)) z.
  by rewrite -!arun_cat -!catA.
rewrite e1 e2 !split_s; apply: (rank_injective rk_g (b := b)).
by rewrite !split_z -e1 -e2.
Qed.

Lemma local_kernel_run t u y k : (d <= t.+2 + size levels)%N ->
  let N := ((size r)`! * k.+1)%N in
  arun A b h0 (u ++ power t ++ wpow z N ++ wpow g N ++ z ++ y ++ power t.+2) =
  arun A b h0 (u ++ power t ++ wpow g N ++ z ++ y ++ power t.+2).
Proof.
move=> le_d N; have [z0|e] := local_kernel_drop u k le_d.
  move: (power t.+2) z0 => p z0; rewrite !catA !(arun_cat _ _ _ _ p).
  exact: image0_constant.
move/(congr1 (fun h => arun A b h (y ++ power t.+2))): e.
by rewrite -!arun_cat -!catA.
Qed.

Lemma local_kernel_zero_run t u y k : (d <= t.+2 + size levels)%N ->
  (forall a, b a = 0) -> let N := ((size r)`! * k.+1)%N in
  arun A b h0 (u ++ power t.+2 ++ y ++ power t ++ wpow z N ++ wpow g N ++ z) =
  arun A b h0 (u ++ power t.+2 ++ y ++ power t ++ wpow g N ++ z).
Proof.
move=> le_d b0 N; have := local_kernel_drop (u ++ power t.+2 ++ y) k le_d.
move: (power t) (power t.+2) => p p2 [z0|]; last by rewrite -!catA.
have dead w : arun A b h0 (u ++ p2 ++ w) = 0.
  by rewrite 2!arun_cat (image0_constant b _ 0 z0) -!arun_cat arun0 // run0.
by rewrite !dead.
Qed.
End Kernels.

(* Parts of dimension at most k: the blocks, or what R columns pass on.       *)
Section Parts.
Variables (F : fieldType) (L : Type) (d : nat).
Implicit Types (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (u v w : seq L).

Definition small_parts (columns : bool) k A :=
  if columns then exists2 R, (R <= k)%N & cp_factored R A
  else exists2 blk : 'I_d -> nat, forall x, block_matrix blk (A x)
    & forall c, (#|members blk c| <= k)%N.

Lemma block_arun A b (blk : 'I_d -> nat) c h w :
  (forall x, block_matrix blk (A x)) ->
  rows_of blk c (arun A b h w) = arun (fun x => block_of blk c (A x))
    (fun x => rows_of blk c (b x)) (rows_of blk c h) w.
Proof.
move=> blA; elim: w h => //= x w IHw h; rewrite IHw /astep -rows_ofM //.
by congr (arun _ _ _ w); apply/matrixP=> i j; rewrite !mxE.
Qed.

Definition passed R (U V : 'M[F]_(d, R)) (w : L -> 'rV[F]_R) x :=
  V^T *m U *m diag_mx (w x).

Lemma passed_arun A b R (U V : 'M[F]_(d, R)) (w : L -> 'rV[F]_R) h u :
  (forall x, A x = U *m diag_mx (w x) *m V^T) ->
  V^T *m arun A b h u =
  arun (passed U V w) (fun x => V^T *m b x) (V^T *m h) u.
Proof.
move=> AE; elim: u h => //= x u IHu h; rewrite IHu /astep AE mulmxDr.
by rewrite !mulmxA.
Qed.

(* Words that act alike in all small dimensions act alike.                    *)
Lemma parts_run (columns : bool) k A b h0 r u v :
  small_parts columns k A -> orbit_in (astep A b) h0 r ->
  (forall e (A' : L -> 'M[F]_e) (b' : L -> 'cV[F]_e) h' r',
     (e <= k)%N -> size r' = size r ->
     ((forall x, b x = 0) -> forall x, b' x = 0) ->
     orbit_in (astep A' b') h' r' -> arun A' b' h' u = arun A' b' h' v) ->
  forall w, (columns -> size w != 0%N) ->
  arun A b h0 (u ++ w) = arun A b h0 (v ++ w).
Proof.
rewrite /small_parts; case: columns => parts rP alike w nw; last first.
  have [blk blA le_k] := parts; rewrite !arun_cat; congr (arun A b _ w).
  apply: (@rows_of_eq _ _ blk) => c; rewrite !block_arun //.
  apply: (alike _ _ _ _ [seq rows_of blk c h | h <- r]) => //.
  - by rewrite size_map.
  - by move=> b0 x; rewrite b0; apply/matrixP=> i j; rewrite !mxE.
  move=> w'; have /(map_f (fun h => rows_of blk c h)) := rP w'.
  by rewrite [rows_of _ _ _]block_arun.
have [R le_k [U [V [f AE]]]] := parts.
have same : V^T *m arun A b h0 u = V^T *m arun A b h0 v.
  rewrite !(passed_arun _ _ _ AE).
  apply: (alike _ _ _ _ [seq V^T *m h | h <- r]) => //.
  - by rewrite size_map.
  - by move=> b0 x; rewrite b0 mulmx0.
  move=> w'; have /(map_f (fun h => V^T *m h)) := rP w'.
  by rewrite [_ *m _](passed_arun _ _ _ AE).
case: w nw => [/(_ isT)//|x w _]; rewrite !arun_cat; congr (arun A b _ w).
by rewrite /= /astep AE -!mulmxA same.
Qed.
End Parts.

Section Theorems.
Variables (F : fieldType) (L : eqType) (Z Q : Type).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) (columns : bool) (k : nat).
Hypothesis parts : small_parts columns k A.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Variables (levels : seq (seq (seq L))) (u x w : seq L) (n t : nat).
Hypothesis nest : nests levels [:: x].
Hypothesis w_columns : columns -> size w != 0%N.
Local Notation s := (stage [::] levels).
Local Notation z := (x ++ s).
Hypothesis idem :
  forall q, foldl step q (wpow z n ++ wpow z n) = foldl step q (wpow z n).

Let long q j : foldl step q (wpow z (j.+1 * n)) = foldl step q (wpow z n).
Proof. by rewrite mulnC foldl_wpow_idem // wpowD idem. Qed.

Theorem local_index_sound : k = (t + size levels)%N ->
  out (foldl step q0 (u ++ local_power s x t ++ wpow z n ++ w)) =
  out (foldl step q0 (u ++ local_power s x t ++ w)).
Proof.
move=> Dk; pose m := (size r)`!.
have /prednK Dm : (0 < m)%N := fact_gt0 _.
have e : arun A b h0 ((u ++ local_power s x t ++ wpow z (m * n)) ++ w) =
    arun A b h0 ((u ++ local_power s x t) ++ w).
  apply: (parts_run parts rP) w_columns => e A' b' h' r' le_k sz _ rP'.
  by rewrite /m -sz; apply: (local_index_run rP' nest); rewrite -Dk.
have := congr1 dec e; rewrite !decP -!catA => <-.
by rewrite !foldl_cat -Dm long.
Qed.

Theorem local_exchange_sound y : (0 < n)%N -> k = (t.+1 + size levels)%N ->
  (forall a, b a = 0) ->
  out (foldl step q0 (u ++ local_power s x t ++ wpow z n ++ y ++
    local_power s x t ++ w)) =
  out (foldl step q0 (u ++ local_power s x t ++ y ++ local_power s x t ++
    wpow z n ++ w)).
Proof.
move=> n_gt0 Dk b0; pose m := (size r)`!.
have /prednK Dm : (0 < m)%N := fact_gt0 _.
have e : arun A b h0 ((u ++ local_power s x t ++ wpow z (m * n) ++ y ++
      local_power s x t) ++ w) =
    arun A b h0 ((u ++ local_power s x t ++ y ++ local_power s x t ++
      wpow z (m * n)) ++ w).
  apply: (parts_run parts rP) w_columns => e A' b' h' r' le_k sz b0' rP'.
  rewrite /m -sz -(prednK n_gt0).
  by apply: (local_exchange_run rP' nest) => [|a]; rewrite -?Dk // b0'.
move: (local_power s x t) e => p /(congr1 dec).
by rewrite !decP !foldl_cat -Dm !long.
Qed.
Theorem local_reset_sound y : k = (t.+1 + size levels)%N ->
  out (foldl step q0 (u ++ local_power s x t ++ wpow z n ++ y ++
    local_power s x t.+1 ++ w)) =
  out (foldl step q0 (u ++ local_power s x t ++ y ++
    local_power s x t.+1 ++ w)).
Proof.
move=> Dk; pose m := (size r)`!.
have /prednK Dm : (0 < m)%N := fact_gt0 _.
have e : arun A b h0 ((u ++ local_power s x t ++ wpow z (m * n) ++ y ++
      local_power s x t.+1) ++ w) =
    arun A b h0 ((u ++ local_power s x t ++ y ++ local_power s x t.+1) ++ w).
  apply: (parts_run parts rP) w_columns => e A' b' h' r' le_k sz _ rP'.
  by rewrite /m -sz; apply: (local_reset_run rP' nest); rewrite -Dk.
move: (local_power s x t) (local_power s x t.+1) e => p p2 /(congr1 dec).
by rewrite !decP !foldl_cat -Dm !long.
Qed.

Variable v : seq L.
Hypothesis nest2 : nests levels [:: x; v].
Local Notation power := (local_power s (x ++ s ++ v)).
Local Notation zz := ((x ++ s ++ v) ++ s).
Hypothesis idem2 :
  forall q, foldl step q (wpow zz n ++ wpow zz n) = foldl step q (wpow zz n).
Hypothesis n_gt0 : (0 < n)%N.

Let long2 q j : foldl step q (wpow zz (j.+1 * n)) = foldl step q (wpow zz n).
Proof. by rewrite mulnC foldl_wpow_idem // wpowD idem2. Qed.

Theorem local_kernel_sound y : k = (t.+2 + size levels)%N ->
  out (foldl step q0 (u ++ power t ++ wpow zz n ++ wpow z n ++ zz ++ y ++
    power t.+2 ++ w)) =
  out (foldl step q0 (u ++ power t ++ wpow z n ++ zz ++ y ++
    power t.+2 ++ w)).
Proof.
move=> Dk; pose m := (size r)`!.
have /prednK Dm : (0 < m)%N := fact_gt0 _.
have e : arun A b h0 ((u ++ power t ++ wpow zz (m * n) ++ wpow z (m * n) ++
      zz ++ y ++ power t.+2) ++ w) =
    arun A b h0 ((u ++ power t ++ wpow z (m * n) ++ zz ++ y ++ power t.+2) ++ w).
  apply: (parts_run parts rP) w_columns => e A' b' h' r' le_k sz _ rP'.
  rewrite /m -sz -(prednK n_gt0).
  by apply: (local_kernel_run rP' nest2); rewrite -Dk.
move: (power t) (power t.+2) e => p p2 /(congr1 dec); rewrite !decP.
by rewrite !foldl_cat -Dm !long !long2.
Qed.

Theorem local_kernel_zero_sound y : k = (t.+2 + size levels)%N ->
  (forall a, b a = 0) ->
  out (foldl step q0 (u ++ power t.+2 ++ y ++ power t ++ wpow zz n ++
    wpow z n ++ zz ++ w)) =
  out (foldl step q0 (u ++ power t.+2 ++ y ++ power t ++
    wpow z n ++ zz ++ w)).
Proof.
move=> Dk b0; pose m := (size r)`!.
have /prednK Dm : (0 < m)%N := fact_gt0 _.
have e : arun A b h0 ((u ++ power t.+2 ++ y ++ power t ++ wpow zz (m * n) ++
      wpow z (m * n) ++ zz) ++ w) =
    arun A b h0 ((u ++ power t.+2 ++ y ++ power t ++ wpow z (m * n) ++ zz) ++ w).
  apply: (parts_run parts rP) w_columns => e A' b' h' r' le_k sz b0' rP'.
  rewrite /m -sz -(prednK n_gt0).
  by apply: (local_kernel_zero_run rP' nest2) => [|a]; rewrite -?Dk // b0'.
move: (power t) (power t.+2) e => p p2 /(congr1 dec); rewrite !decP.
by rewrite !foldl_cat -Dm !long !long2.
Qed.
End Theorems.

(* Two words that act invertibly on the image of s: their squares commute if  *)
(* those of a finite group of such matrices do.                               *)
Section Squares.
Variables (F : numFieldType) (L : eqType) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variable r : seq 'cV[F]_d.
Hypothesis rP : orbit_in (astep A b) h0 r.

Definition group_squares_commute :=
  forall (P : finType) (next : P -> bool -> P) p0 (A2 : bool -> 'M[F]_d) b2 h r2
    (v : P -> 'cV[F]_d),
  (forall a, exists w, A2 a = wordmx A w) -> orbit_in (astep A2 b2) h r2 ->
  (forall w, arun A2 b2 h w = v (foldl next p0 w)) ->
  (forall a, injective (next^~ a)) ->
  arun A2 b2 h [:: true; true; false; false] =
  arun A2 b2 h [:: false; false; true; true].

Lemma real_squares_commute : (d <= 2)%N ->
  (forall x i j, A x i j \is Num.real) -> group_squares_commute.
Proof.
move=> le2 rA P next p0 A2 b2 h r2 v A2E r2P vP inj; rewrite !vP.
apply: (block_real_two_squares (blk := fun=> 0%N) (A := A2) (b := b2)
  (dec := id) _ _ _ r2P vP inj [::] [:: true] [:: false] [::]) => //.
  by move=> c; apply: leq_trans (max_card _) _; rewrite card_ord.
move=> a; have [w ->] := A2E a; elim/last_ind: w => [|w x IHw] i j.
  by rewrite mxE realn.
rewrite wordmx_rcons mxE; apply: sum_real => l _.
by rewrite realM ?rA //; apply: IHw.
Qed.

Lemma number_squares_commute : (d <= 1)%N -> group_squares_commute.
Proof.
move=> le1 P next p0 A2 b2 h r2 v _ r2P vP inj; rewrite !vP.
have zero (i : 'I_d) : i = 0%N :> nat.
  by have := leq_trans (ltn_ord i) le1; rewrite ltnS leqn0 => /eqP.
have dA a : is_diag_mx (A2 a).
  by apply/is_diag_mxP=> i j; rewrite !zero eqxx.
have := @group_squares_diagonal F bool _ P next p0 v d A2 b2 h r2 id
  (fun a => if a is X then [:: true] else if a is Y then [:: false] else [::])
  1 dA r2P vP inj isT.
by rewrite /spell.
Qed.

Hypothesis commute : group_squares_commute.
Variables (s x y u : seq L).
Let wd (a : bool) := (if a then x else y) ++ s.

Lemma invertible_squares : invertible_at A s x -> invertible_at A s y ->
  arun A b h0 (u ++ s ++ flatten (map wd [:: true; true; false; false])) =
  arun A b h0 (u ++ s ++ flatten (map wd [:: false; false; true; true])).
Proof.
move=> inv_x inv_y; pose A2 a := wordmx A (wd a).
pose b2 a := arun A b 0 (wd a); pose h1 := arun A b h0 (u ++ s).
have run2 h w : arun A2 b2 h w = arun A b h (flatten (map wd w)).
  elim: w h => // a w IHw h; rewrite [flatten _]/= arun_cat -IHw.
  by rewrite [arun A b h _]arun_wordmx.
have rP2 : orbit_in (astep A2 b2) h1 r.
  by move=> w; rewrite [foldl _ _ _]run2 -arun_cat; apply: rP.
have [P [next [v [p0 [v0 vP v_inj word]]]]] :=
  compression.reached_points rP2.
have at_s p : exists h, v p = arun A b h s.
  have [w ->] := word p; rewrite [foldl _ _ _]run2; case/lastP: w => [|w a].
    by exists (arun A b h0 u); rewrite -arun_cat.
  exists (arun A b h1 (flatten (map wd w) ++ (if a then x else y))).
  by rewrite map_rcons -cats1 flatten_cat /= cats0 /wd catA arun_cat.
have inj a : injective (next^~ a).
  move=> p q e; apply: v_inj; have := vP p a; rewrite e -vP.
  have [h ->] := at_s p; have [h' ->] := at_s q.
  have one g : astep A2 b2 g a = arun A b g (wd a).
    by rewrite [RHS]arun_wordmx.
  rewrite !one => /esym e1; apply/esym; apply: rank_injective e1.
  by rewrite /wd; case: (a); rewrite ?inv_x ?inv_y.
have vE w : arun A2 b2 h1 w = v (foldl next p0 w).
  rewrite -v0; elim: w (p0) => //= a w IHw p.
  by rewrite [astep _ _ _ _]vP IHw.
have := commute (fun a => ex_intro _ (wd a) erefl) rP2 vE inj.
by rewrite !run2 -!arun_cat -!catA.
Qed.
End Squares.

Lemma small_mxC (F : fieldType) n (a b : 'M[F]_n) : (n <= 1)%N ->
  a *m b = b *m a.
Proof.
case: n a b => [|[|//]] a b _; first by rewrite [LHS]flatmx0 [RHS]flatmx0.
by rewrite [a]mx11_scalar [b]mx11_scalar -!scalar_mxM mulrC.
Qed.

Lemma rank_one_inside (F : fieldType) d (M P Q : 'M[F]_d) :
  (\rank M <= 1)%N -> M *m P *m M *m Q *m M = M *m Q *m M *m P *m M.
Proof.
move=> le1; pose C := col_base M; pose R := row_base M.
have DM : M = C *m R by rewrite mulmx_base.
have inside (X Y : 'M_d) : M *m X *m M *m Y *m M =
    C *m ((R *m X *m C) *m (R *m Y *m C)) *m R.
  by rewrite {1 2 3}DM !mulmxA.
by rewrite !inside (small_mxC _ _ le1).
Qed.

Section SquareTheorem.
Variables (F : numFieldType) (L : eqType).
Variables (levels : seq (seq (seq L))) (x y : seq L).
Hypothesis nest : nests levels [:: x; y].
Local Notation s := (stage [::] levels).

Definition squares_first (p q : seq L) :=
  s ++ (p ++ s) ++ (p ++ s) ++ (q ++ s) ++ (q ++ s).

Lemma local_squares_run d (A : L -> 'M[F]_d) b h0 r u :
  orbit_in (astep A b) h0 r -> group_squares_commute A ->
  (d <= 1 + size levels)%N /\ (forall a, b a = 0) \/ (d <= size levels)%N ->
  arun A b h0 (u ++ squares_first x y) = arun A b h0 (u ++ squares_first y x).
Proof.
move=> rP commute small; have [lost|inv] := nested_rank A nest; last first.
  have := invertible_squares rP commute u (inv x (mem_head _ _))
    (inv y (mem_last x [:: y])).
  by rewrite /= !cats0 /squares_first -!catA.
have image_run (h : 'cV[F]_d) w : wordmx A w *m h = (h^T *m image A w)^T.
  by rewrite trmx_mul !trmxK.
case: small => [[le_d b0]|le_d].
  have rk : (\rank (image A s) <= 1)%N.
    by rewrite -(leq_add2r (size levels)) (leq_trans lost).
  rewrite !(arun_cat _ _ _ u); set h := arun A b h0 u.
  rewrite !arun0 // !run_wordmx !image_run; congr (_ *m _)^T.
  rewrite /squares_first !image_cat !mulmxA.
  have := rank_one_inside (image A x *m image A s *m image A x)
    (image A y *m image A s *m image A y) rk.
  by rewrite !mulmxA.
have s0 : image A s = 0.
  apply/eqP; rewrite -mxrank_eq0 -leqn0.
  by rewrite -(leq_add2r (size levels)) (leq_trans lost).
have constant h k : arun A b h s = arun A b k s.
  by rewrite arun_wordmx [RHS]arun_wordmx !image_run s0 !mulmx0.
by rewrite /squares_first !catA !(arun_cat _ _ _ _ s); apply: constant.
Qed.

Variables (Z Q : Type) (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).

(* Real blocks of size 2, or complex diagonal matrices.                       *)
Theorem local_squares_sound (blk : 'I_d -> nat) k u w :
  (forall a, block_matrix blk (A a)) ->
  (forall c, (#|members blk c| <= k)%N) ->
  (k <= 1)%N \/ k = 2%N /\ (forall a i j, A a i j \is Num.real) ->
  (size levels = 1%N /\ forall a, b a = 0) \/ size levels = 2%N ->
  out (foldl step q0 (u ++ squares_first x y ++ w)) =
  out (foldl step q0 (u ++ squares_first y x ++ w)).
Proof.
move=> blA le_k kP sizes; rewrite -!decP (catA u (squares_first x y)).
rewrite (catA u (squares_first y x)) !(arun_cat _ _ _ _ w).
congr (dec (arun A b _ w)); apply: (@rows_of_eq _ _ blk) => c.
rewrite !block_arun //.
have rP' : orbit_in (astep (fun x => block_of blk c (A x))
    (fun x => rows_of blk c (b x))) (rows_of blk c h0)
    [seq rows_of blk c h | h <- r].
  move=> w'; have /(map_f (fun h => rows_of blk c h)) := rP w'.
  by rewrite [rows_of _ _ _]block_arun.
apply: (local_squares_run _ rP').
  case: kP => [le1|[Dk rA]].
    by apply: number_squares_commute; apply: leq_trans (le_k c) le1.
  apply: real_squares_commute => [|a i j]; first by rewrite -Dk.
  by rewrite mxE.
have le2 : (#|members blk c| <= 2)%N.
  by apply: leq_trans (le_k c) _; case: kP => [/leq_trans->|[->]].
case: sizes => [[-> b0]|->]; [left; split=> // a|by right].
by rewrite b0; apply/matrixP=> i j; rewrite !mxE.
Qed.
End SquareTheorem.

(* What a claim says of the size of the parts.                                *)
Definition local_size (c : class) (bound : option nat) : option nat :=
  match c with
  | Ruled DiagonalReal | Ruled Rotation => Some 1%N
  | Ruled Permutation | Ruled Orthogonal | ColumnOneHot | Full | PD => bound
  | BlockReal k | BlockComplex k | CPReal k | CPComplex k => Some k
  | _ => None
  end.

Definition of_columns (c : class) :=
  match c with CPReal _ | CPComplex _ => true | _ => false end.

Lemma diag_parts d (A : 'M[algC]_d) : is_diag_mx A ->
  block_matrix (@nat_of_ord d) A.
Proof.
move=> /is_diag_mxP dA i j; apply: contraNeq => ne; apply/eqP.
exact: dA.
Qed.

Lemma card_single d c : (#|members (@nat_of_ord d) c| <= 1)%N.
Proof.
apply/card_le1_eqP=> i j; rewrite !inE => /eqP ei /eqP ej.
by apply: val_inj; rewrite /= ei ej.
Qed.

Lemma card_all d k c : (d <= k)%N ->
  (#|members (fun _ : 'I_d => 0%N) c| <= k)%N.
Proof.
by apply: leq_trans; rewrite -[X in (_ <= X)%N](card_ord d) max_card.
Qed.

Lemma local_parts (L : Type) d (A : L -> 'M[algC]_d) c bound k pts :
  (0 < k)%N -> local_size c bound = Some k -> in_family A c ->
  within c bound (d := d) pts -> small_parts (of_columns c) k A.
Proof.
move=> k_gt0 Dk fam /andP[bd _].
have whole : bound = Some k -> small_parts false k A.
  move=> Db; rewrite Db in bd; exists (fun=> 0%N) => // c'.
  exact: card_all.
have diag : (forall x, is_diag_mx (A x)) -> small_parts false k A.
  move=> dA; exists (@nat_of_ord d) => [x|c']; first exact: diag_parts.
  exact: leq_trans (card_single d c') k_gt0.
have blocks : (forall x i j, A x i j != 0 -> (i %/ k = j %/ k)%N) ->
    small_parts false k A.
  by move=> bl; exists (fun i : 'I_d => i %/ k)%N => // c'; apply: card_members.
case: c Dk fam {bd} => [[]||||k'|k'|n|n|R|R] //= Dk fam; try exact: whole.
- by case: Dk => Dk; apply: (diag _) => x; have /andP[] := fam x.
- case: Dk fam => -> [fam|[_ dA]]; last exact: (diag dA).
  apply: (blocks _) => x i j; have /forallP/(_ i)/forallP/(_ j) := fam x.
  by case/andP=> _ /implyP bl /bl/eqP.
- case: Dk fam => -> fam; apply: (blocks _) => x i j.
  by have /forallP/(_ i)/forallP/(_ j)/implyP bl := fam x => /bl/eqP.
- case: Dk fam => <- [R' [U [V [w [le AE _]]]]]; exists R' => //.
  by exists U, V, w.
case: Dk fam => <- [R' [U [V [w [le AE _]]]]]; exists R' => //.
by exists U, V, w.
Qed.

Section Claims.
Variables (L : eqType) (Q : Type) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (c : class) (bound : option nat) (dec : decoder).
Variable additive : bool.
Variables (levels : seq (seq (seq L))) (u x y w : seq L) (n t : nat).
Local Notation s := (stage [::] levels).
Local Notation z := (x ++ s).
Hypothesis real :
  realizable (fun v => out (foldl step q0 v)) c bound dec additive.
Hypothesis idem :
  forall q, foldl step q (wpow z n ++ wpow z n) = foldl step q (wpow z n).

Theorem local_index_refutes : nests levels [:: x] ->
  (0 < t + size levels)%N -> local_size c bound = Some (t + size levels)%N ->
  (of_columns c -> size w != 0%N) ->
  out (foldl step q0 (u ++ local_power s x t ++ wpow z n ++ w)) =
  out (foldl step q0 (u ++ local_power s x t ++ w)).
Proof.
move=> nest k_gt0 Dk nw.
have [d [A [b [h0 [pts [fam bd _ rP /linear_arbitrary[g gP]]]]]]] := real.
exact: (local_index_sound (local_parts k_gt0 Dk fam bd) rP gP u nest nw idem).
Qed.

Theorem local_exchange_refutes : nests levels [:: x] -> (0 < n)%N ->
  additive = false -> local_size c bound = Some (t.+1 + size levels)%N ->
  (of_columns c -> size w != 0%N) ->
  out (foldl step q0 (u ++ local_power s x t ++ wpow z n ++ y ++
    local_power s x t ++ w)) =
  out (foldl step q0 (u ++ local_power s x t ++ y ++ local_power s x t ++
    wpow z n ++ w)).
Proof.
move=> nest n_gt0 linear Dk nw.
have [d [A [b [h0 [pts [fam bd add rP /linear_arbitrary[g gP]]]]]]] := real.
have parts := local_parts (ltn0Sn _ : 0 < t.+1 + size levels)%N Dk fam bd.
apply: (local_exchange_sound parts rP gP u nest nw idem) => //.
by case: add; rewrite ?linear.
Qed.
Theorem local_reset_refutes : nests levels [:: x] ->
  local_size c bound = Some (t.+1 + size levels)%N ->
  (of_columns c -> size w != 0%N) ->
  out (foldl step q0 (u ++ local_power s x t ++ wpow z n ++ y ++
    local_power s x t.+1 ++ w)) =
  out (foldl step q0 (u ++ local_power s x t ++ y ++
    local_power s x t.+1 ++ w)).
Proof.
move=> nest Dk nw.
have [d [A [b [h0 [pts [fam bd _ rP /linear_arbitrary[g gP]]]]]]] := real.
have parts := local_parts (ltn0Sn _ : 0 < t.+1 + size levels)%N Dk fam bd.
exact: (local_reset_sound parts rP gP u nest nw idem).
Qed.

Variable v : seq L.
Hypothesis nest2 : nests levels [:: x; v].
Local Notation power := (local_power s (x ++ s ++ v)).
Local Notation zz := ((x ++ s ++ v) ++ s).
Hypothesis idem2 :
  forall q, foldl step q (wpow zz n ++ wpow zz n) = foldl step q (wpow zz n).
Hypothesis n_gt0 : (0 < n)%N.
Hypothesis sizes : local_size c bound = Some (t.+2 + size levels)%N.
Hypothesis nw : of_columns c -> size w != 0%N.

Theorem local_kernel_refutes :
  out (foldl step q0 (u ++ power t ++ wpow zz n ++ wpow z n ++ zz ++ y ++
    power t.+2 ++ w)) =
  out (foldl step q0 (u ++ power t ++ wpow z n ++ zz ++ y ++
    power t.+2 ++ w)).
Proof.
have [d [A [b [h0 [pts [fam bd _ rP /linear_arbitrary[g gP]]]]]]] := real.
have parts := local_parts (ltn0Sn _ : 0 < t.+2 + size levels)%N sizes fam bd.
exact: (local_kernel_sound parts rP gP u nw idem nest2 idem2 n_gt0).
Qed.

Theorem local_kernel_zero_refutes : additive = false ->
  out (foldl step q0 (u ++ power t.+2 ++ y ++ power t ++ wpow zz n ++
    wpow z n ++ zz ++ w)) =
  out (foldl step q0 (u ++ power t.+2 ++ y ++ power t ++
    wpow z n ++ zz ++ w)).
Proof.
move=> linear.
have [d [A [b [h0 [pts [fam bd add rP /linear_arbitrary[g gP]]]]]]] := real.
have parts := local_parts (ltn0Sn _ : 0 < t.+2 + size levels)%N sizes fam bd.
apply: (local_kernel_zero_sound parts rP gP u nw idem nest2 idem2 n_gt0) => //.
by case: add; rewrite ?linear.
Qed.
End Claims.

Theorem local_squares_refutes (L : eqType) (Q : Type) (step : Q -> L -> Q)
    (q0 : Q) (out : Q -> nat) bound dec additive levels (u x y w : seq L) :
  realizable (fun v => out (foldl step q0 v)) (BlockReal 2) bound dec
    additive ->
  nests levels [:: x; y] ->
  additive = false /\ size levels = 1%N \/ size levels = 2%N ->
  out (foldl step q0 (u ++ squares_first levels x y ++ w)) =
  out (foldl step q0 (u ++ squares_first levels y x ++ w)).
Proof.
move=> [d [A [b [h0 [pts [fam _ add rP /linear_arbitrary[g gP]]]]]]] nest sz.
have sizes : size levels = 1%N /\ (forall a, b a = 0) \/ size levels = 2%N.
  case: sz => [[linear sz]|]; [left; split=> //|by right].
  by case: add; rewrite ?linear.
case: fam => [fam|[_ dA]]; last first.
  apply: (local_squares_sound nest rP gP (blk := @nat_of_ord d)
    (k := 1%N)) => //.
  - by move=> a; apply: diag_parts.
  - exact: card_single.
  by left.
have entry a i j : (A a i j \is Num.real) /\
    (A a i j != 0 -> (i %/ 2 = j %/ 2)%N).
  have /forallP/(_ i)/forallP/(_ j)/andP[re /implyP bl] := fam a.
  by split=> // /bl/eqP.
apply: (local_squares_sound nest rP gP (blk := fun i => (i %/ 2)%N)
  (k := 2%N)) => //.
- by move=> a i j /(entry a i j).2.
- by move=> e; apply: card_members.
by right; split=> // a i j; have [] := entry a i j.
Qed.
