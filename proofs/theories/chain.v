(* Idempotents below one another: each costs a dimension.                     *)
(*                                                                            *)
(*   chain step q0 out ok n f steps == for each step (x, u, w), in their      *)
(*                     order, g = (f x f)^n is idempotent on the states, and  *)
(*                     u f w and u g w have different answers, w being ok; g  *)
(*                     takes the place of f in the next step                  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model compression rules claim.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Chain.
Variables (F : fieldType) (S Z Q : Type).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Variables (ok : seq S -> bool) (n : nat).
Implicit Types (f g u v w x : seq S) (steps : seq (seq S * seq S * seq S)).

Fixpoint chain f steps : Prop :=
  if steps is (x, u, w) :: rest then
    let g := wpow (f ++ x ++ f) n in
    [/\ forall q, foldl step q (g ++ g) = foldl step q g, ok w,
        out (foldl step q0 (u ++ f ++ w)) <> out (foldl step q0 (u ++ g ++ w))
      & chain g rest]
  else True.

Variables (d : nat) (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variable r : seq 'cV[F]_d.
Hypothesis n_gt0 : (0 < n)%N.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis seen : forall u v w, ok w -> arun A b h0 u = arun A b h0 v ->
  out (foldl step q0 (u ++ w)) = out (foldl step q0 (v ++ w)).
Let L := ((size r)`! * n)%N.
Local Notation act := (arun A b h0).

(* After v the word w changes nothing.                                        *)
Let absorbs v w := forall u, act (u ++ v ++ w) = act (u ++ v).

Let L_gt0 : (0 < L)%N. Proof. by rewrite muln_gt0 fact_gt0. Qed.

Let power_idem x : absorbs (wpow x L) (wpow x L).
Proof.
move=> u; rewrite -wpowD /arun /L -mulnDr addnn -muln2 -(prednK n_gt0).
by rewrite -[(_ * 2)%N]prednK // !orbit_power.
Qed.

Let act_congr u v w : act u = act v -> act (u ++ w) = act (v ++ w).
Proof. by rewrite !(arun_cat _ _ _ _ w) => ->. Qed.

Let below v x := wpow (v ++ x ++ v) L.

Let below_absorbs v x : absorbs v v -> absorbs (below v x) v.
Proof.
move=> vv u; rewrite /below -(prednK L_gt0) wpowSr -!catA.
have e p : u ++ wpow (v ++ x ++ v) L.-1 ++ v ++ x ++ p =
    (u ++ wpow (v ++ x ++ v) L.-1 ++ v ++ x) ++ p by rewrite -!catA.
by rewrite !e vv.
Qed.

Let above_absorbed v x u : absorbs v v ->
  act (u ++ v ++ below v x) = act (u ++ below v x).
Proof.
move=> vv; rewrite /below -(prednK L_gt0) wpowS -!catA.
have e p : act (u ++ v ++ v ++ p) = act (u ++ v ++ p).
  by rewrite !catA; apply: act_congr; rewrite -catA vv.
exact: e.
Qed.

Let absorbs_below v x w : absorbs v v -> absorbs v w -> absorbs (below v x) w.
Proof.
move=> vv vw u; have e := below_absorbs x vv u.
rewrite catA -(act_congr w e) -!catA [u ++ _]catA vw -catA.
exact: e.
Qed.

Let loss v x u := act (u ++ v) - act (u ++ below v x).

Let moves u u' w : wordmx A w *m (act u - act u') = act (u ++ w) - act (u' ++ w).
Proof.
rewrite mulmxBr !(arun_cat _ _ _ _ w) !(arun_wordmx A b (act _) w).
by rewrite opprD addrACA subrr addr0.
Qed.

Let loss_fixed v x u w : absorbs v v -> absorbs v w ->
  wordmx A w *m loss v x u = loss v x u.
Proof.
by move=> vv vw; rewrite /loss moves -!catA vw absorbs_below.
Qed.

Let loss_killed v x u : absorbs v v ->
  wordmx A (below v x) *m loss v x u = 0.
Proof.
by move=> vv; rewrite /loss moves -!catA above_absorbed // power_idem subrr.
Qed.

Fixpoint losses v steps : 'M[F]_d :=
  if steps is (x, u, w) :: rest
  then ((loss v x u)^T + losses (below v x) rest)%MS else 0.

Let losses_fixed v steps w : absorbs v v -> absorbs v w ->
  (losses v steps <= kermx ((wordmx A w)^T - 1%:M))%MS.
Proof.
elim: steps v => [|[[x u] w'] steps IHs] v vv vw /=; first exact: sub0mx.
rewrite addsmx_sub; apply/andP; split.
  by apply/sub_kermxP; rewrite mulmxBr mulmx1 -trmx_mul loss_fixed // subrr.
by apply: IHs; [apply: power_idem | apply: absorbs_below].
Qed.

Let losses_rank f v steps :
  (forall q, foldl step q f = foldl step q v) -> absorbs v v ->
  chain f steps -> \rank (losses v steps) = size steps.
Proof.
elim: steps f v => [|[[x u] w] steps IHs] f v fv vv /=; first by rewrite mxrank0.
set g := wpow _ n => -[gg ok_w differ rest].
have gv q : foldl step q g = foldl step q (below v x).
  have e1 p k : foldl step p (wpow (f ++ x ++ f) k) =
      foldl step p (wpow (v ++ x ++ v) k).
    by elim: k p => // k IHk p; rewrite !wpowS !foldl_cat !fv IHk.
  rewrite /below -e1 /L mulnC -(prednK (fact_gt0 _)) foldl_wpow_idem //.
  by rewrite wpowD -/g gg.
have gg' : absorbs (below v x) (below v x) by apply: power_idem.
rewrite mxrank_disjoint_sum ?(IHs g) //.
  rewrite rank_rV trmx_eq0 (_ : _ != 0) //; apply/eqP=> /eqP.
  rewrite subr_eq0 => /eqP /(seen ok_w) e; apply: differ.
  by move: e; rewrite -!catA !foldl_cat -fv -gv.
apply/eqP; rewrite -submx0; apply/rV_subP=> z; rewrite sub_capmx.
case/andP=> /submxP[D zD] /submx_trans/(_ (losses_fixed steps gg' gg')).
move/sub_kermxP; rewrite mulmxBr mulmx1 => /eqP; rewrite subr_eq0 => /eqP <-.
by rewrite zD -mulmxA -trmx_mul loss_killed // trmx0 mulmx0 sub0mx.
Qed.

Theorem chain_sound steps : chain [::] steps -> (size steps <= d)%N.
Proof.
move=> ch; rewrite -(losses_rank (f := [::]) (v := [::]) _ _ ch) //.
exact: rank_leq_row.
Qed.
End Chain.

(* What certificates refute of matrices of bounded width, or with few         *)
(* columns: the theorems on matrices, said of claims.                         *)
(*                                                                            *)
(*   after_letter w == the word w is not empty                                *)

Import Order.TTheory GRing.Theory Num.Theory.

Definition after_letter (L : Type) (w : seq L) : bool := (0 < size w)%N.

(* With R columns the coordinates V^T h run by themselves, and show all       *)
(* outputs but that of the moment.                                            *)
Lemma cp_coordinates (L : Type) (f : seq L -> nat) kind (real : bool) R d
    (A : L -> 'M[algC]_d) b h0 pts :
  cp_factors A real R -> orbit_in (astep A b) h0 pts ->
  decodes f kind A b h0 ->
  exists r (A' : L -> 'M[algC]_r) b' h0' pts',
    [/\ (r <= R)%N, orbit_in (astep A' b') h0' pts',
        real -> forall x, real_mx (A' x)
      & forall u v w, after_letter w -> arun A' b' h0' u = arun A' b' h0' v ->
          f (u ++ w) = f (v ++ w)].
Proof.
case=> r [U [V [c [le_rR AE reals]]]] rP /linear_arbitrary[g decP].
pose A' x := V^T *m U *m diag_mx (c x); pose b' x := V^T *m b x.
have runE w : arun A' b' (V^T *m h0) w = V^T *m arun A b h0 w.
  elim/last_ind: w => // w x IHw; rewrite /arun !foldl_rcons.
  rewrite -!/(arun _ _ _ _) IHw /astep AE mulmxDr /A' /b'.
  by rewrite !mulmxA.
exists r, A', b', (V^T *m h0), [seq V^T *m h | h : 'cV[algC]_d <- pts].
split=> // [w|re x|u v [//|x w] _].
- by rewrite [foldl _ _ _]runE; apply: map_f; apply: rP.
- have [rU rV rc] := reals re.
  have r_ (m n : nat) (M : 'M[algC]_(m, n)) i j : real_mx M -> M i j \is Num.real.
    by move=> /forallP/(_ i)/forallP.
  apply/forallP=> i; apply/forallP=> j; rewrite mxE rpred_sum // => k _.
  rewrite rpredM //; last by rewrite mxE rpredMn // r_.
  by rewrite mxE rpred_sum // => l _; rewrite rpredM ?mxE ?r_.
rewrite !runE => e; rewrite -!decP; congr g.
rewrite !arun_cat /=; congr (arun A b _ w).
by rewrite /astep AE -!mulmxA e.
Qed.

Section Claims.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (kind : decoder) (additive : bool).
Local Notation f := (fun w => out (foldl step q0 w)).

(* The witness idempotent-chain.                                              *)
Theorem idempotent_chain_refutes c N n steps : (0 < n)%N ->
  chain step q0 out xpredT n [::] steps -> (N < size steps)%N ->
  ~ realizable f c (Some N) kind additive.
Proof.
move=> n_gt0 ch; rewrite ltnNge => /negP large.
case=> d [A [b [h0 [pts [_ /andP[le _] _ rP]]]]] /linear_arbitrary[g decP].
apply: large; apply: leq_trans le; apply: (chain_sound n_gt0 rP _ ch).
by move=> u v w _ e; rewrite -!decP !arun_cat e.
Qed.

Theorem idempotent_chain_columns_refutes c N n steps bound : (0 < n)%N ->
  chain step q0 out (@after_letter L) n [::] steps -> (N < size steps)%N ->
  c = CPReal N \/ c = CPComplex N -> ~ realizable f c bound kind additive.
Proof.
move=> n_gt0 ch; rewrite ltnNge => /negP large cc.
case=> d [A [b [h0 [pts [fam _ _ rP dec]]]]]; apply: large.
have [real cp] : exists real, cp_factors A real N.
  by case: cc fam => ->; [exists true | exists false].
have [r [A' [b' [h0' [pts' [le rP' _ seen]]]]]] := cp_coordinates cp rP dec.
exact: leq_trans (chain_sound n_gt0 rP' seen ch) le.
Qed.
End Claims.
