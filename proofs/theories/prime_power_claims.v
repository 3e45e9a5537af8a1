(* What a group of order p^k that is not abelian refutes.                     *)
(*                                                                            *)
(*   room c bound x y == the number of dimensions in which the words x and y  *)
(*                       act at most, and whether by real matrices            *)
(*   columns c        == c is one of the classes of few columns               *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import automaton orbit model affine block_rows.
From BilinearTheory Require Import householder rules claim prime_power.
From BilinearTheory Require Import householder_claims width_claims.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition room (L : Type) (c : class) (bound : option nat) (x y : seq L) :=
  match c, bound with
  | BlockReal k, _ => Some (k, true)
  | BlockComplex k, _ => Some (k, false)
  | Householder n, _ | HouseholderHeads n, _ =>
      Some (n * (size x + size y), true)%N
  | CPReal k, _ => Some (k, true)
  | CPComplex k, _ => Some (k, false)
  | Ruled Permutation, Some n | Ruled Orthogonal, Some n
  | ColumnOneHot, Some n => Some (n, true)
  | _, Some n => Some (n, false)
  | _, None => None
  end.

Definition columns (c : class) : bool :=
  match c with CPReal _ | CPComplex _ => true | _ => false end.

Definition too_few (n : nat) (real : bool) (p : nat) : bool :=
  (n < p)%N || [&& real, odd p & (n < p + p)%N].

Lemma rank_block_word (L : Type) d (A : L -> 'M[algC]_d) head c N v :
  (forall l, block_matrix head (A l)) ->
  (forall l, (\rank (block_of head c (A l) - 1%:M)%R <= N)%N) ->
  (\rank (block_of head c (wordmx A v) - 1%:M)%R <= N * size v)%N.
Proof.
move=> blA rk; elim/last_ind: v => [|v l IHv].
  by rewrite block_of1 subrr mxrank0.
rewrite wordmx_rcons block_ofM // size_rcons mulnS.
exact: leq_trans (rank_mul_sub1 _ _) (leq_add (rk l) IHv).
Qed.

Lemma rank_one_block (d : nat) (A : 'M[algC]_d) c :
  (\rank (block_of (fun=> 0%N) c A - 1%:M)%R <= \rank (A - 1%:M)%R)%N.
Proof.
pose sel : 'M[algC]_(#|members (fun=> 0%N : nat) c|, d) := rowsub enum_val 1%:M.
suff -> : block_of (fun=> 0%N) c A - 1%:M = sel *m (A - 1%:M) *m sel^T.
  exact: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
rewrite /sel mul_rowsub_mx mul1mx; apply/matrixP=> i j.
rewrite !mxE (bigD1 (enum_val j)) //= !mxE eqxx mulr1 (inj_eq enum_val_inj).
rewrite big1 ?addr0 // => k ne; rewrite !mxE [enum_val j == k]eq_sym (negPf ne) mulr0.
by [].
Qed.

Section Claims.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (bound : option nat) (kind : decoder).
Variables (additive : bool) (p : nat) (u x y w : seq L).
Variables (states : {set Q}) (t : bool -> {perm Q}).
Local Notation f := (fun w => out (foldl step q0 w)).
Hypothesis tP : permutes_states step q0 u x y states t.
Hypotheses (pr_p : prime p) (pG : (p.-group <<[set t a | a : bool]>>)%g).
Hypothesis differ :
  out (foldl step q0 (u ++ x ++ y ++ w)) <>
  out (foldl step q0 (u ++ y ++ x ++ w)).

Let refuted (ok : seq L -> bool) d (A : L -> 'M[algC]_d) b h0 r blk
    (real : bool) n :
  orbit_in (astep A b) h0 r ->
  (forall u v w, ok w -> arun A b h0 u = arun A b h0 v ->
     f (u ++ w) = f (v ++ w)) -> ok w ->
  (forall l, block_matrix blk (A l)) ->
  (real -> forall l i j, A l i j \is Num.real) ->
  (forall c, (#|members blk c| <= n)%N \/
     (moved_rank A blk c x + moved_rank A blk c y <= n)%N) ->
  ~~ too_few n real p.
Proof.
move=> rP seen ok_w blA re small; apply/negP=> few; apply: differ.
apply: (prime_power_sound rP seen tP pr_p pG ok_w blA).
have bound_by m : (n < m)%N -> few_moved_by A x y blk m.
  by move=> lt c; case: (small c) => le; [left|right]; apply: leq_ltn_trans lt.
case/orP: few => [/bound_by|/and3P[realT odd_p /bound_by lt2]]; first by left.
by right; split=> //; apply: re.
Qed.

Let seen_all d (A : L -> 'M[algC]_d) b h0 (g : 'cV[algC]_d -> nat) :
  (forall w, g (arun A b h0 w) = f w) -> forall u v w, xpredT w ->
  arun A b h0 u = arun A b h0 v -> f (u ++ w) = f (v ++ w).
Proof. by move=> gP u' v w' _ e; rewrite /= -!gP !arun_cat e. Qed.

Theorem prime_power_refutes c n real :
  room c bound x y = Some (n, real) -> (0 < n)%N -> too_few n real p ->
  (columns c -> after_letter w) -> ~ realizable f c bound kind additive.
Proof.
move=> roomE n_gt0 few cols [d [A [b [h0 [pts [fam inside _ rP dec]]]]]].
have [g gP] := linear_arbitrary dec; have seen := seen_all gP.
have one_block m : (d <= m)%N -> forall e,
    (#|members (fun _ : 'I_d => 0%N) e| <= m)%N \/
    (moved_rank A (fun=> 0%N) e x + moved_rank A (fun=> 0%N) e y <= m)%N.
  move=> le e; left; apply: leq_trans le; rewrite -[X in (_ <= X)%N]card_ord.
  exact: max_card.
have width m (re : bool) : bound = Some m ->
    (re -> forall l i j, A l i j \is Num.real) -> ~~ too_few m re p.
  move=> be re_A; have le : (d <= m)%N by move: inside; rewrite be => /andP[].
  exact: (refuted (ok := xpredT) (blk := fun=> 0%N) rP seen isT (fun _ _ _ _ => erefl) re_A
    (one_block _ le)).
have factors N head : (forall l, block_matrix head (A l)) ->
    (forall l c, (\rank (block_of head c (A l) - 1%:M)%R <= N)%N) ->
    (forall l i j, A l i j \is Num.real) ->
    ~~ too_few (N * (size x + size y)) true p.
  move=> bl rk re; apply: (refuted (ok := xpredT) rP seen isT bl (fun _ => re)) => e; right.
  by rewrite mulnDr leq_add // rank_block_word.
have real_steps fs : all (@reflector d) fs -> forall i j,
    steps fs i j \is Num.real.
  elim: fs => [_ i j|[a k] fs IHfs /= /andP[/and4P[ra /forallP rk _ _] rfs] i j].
    by rewrite mxE realn.
  have rk' i' : k i' 0 \is Num.real by exact: (elimT forallP (rk i') 0).
  rewrite mxE rpred_sum // => e _; apply: rpredM; last exact: IHfs.
  by rewrite !mxE big_ord1 !mxE rpredB ?realn // rpredM // rpredM.
have blocks k : (0 < k)%N -> (forall l i j, A l i j != 0 -> (i %/ k = j %/ k)%N) ->
    forall re : bool, (re -> forall l i j, A l i j \is Num.real) -> ~~ too_few k re p.
  move=> k_gt0 bl re re_A.
  apply: (refuted (ok := xpredT) rP seen isT (blk := fun i => (i %/ k)%N) bl re_A) => e.
  by left; apply: card_members.
have few_columns (re : bool) R : cp_factors A re R -> after_letter w -> ~~ too_few R re p.
  move=> cp ok_w.
  have [m [A' [b' [h0' [pts' [le rP' re_A seen']]]]]] := cp_coordinates cp rP dec.
  apply: (refuted rP' seen' ok_w (fun _ _ _ _ => erefl) (blk := fun=> 0%N)).
    by move=> ret l i j; have /forallP/(_ i)/forallP := re_A ret l.
  move=> e; left; apply: leq_trans le; rewrite -[X in (_ <= X)%N]card_ord.
  exact: max_card.
apply/negP: few; case: c roomE cols fam inside => [r||||k|k|N|N|R|R] /=.
- case: r => /=; case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _ => //.
    move=> _ l i j; have /is_perm_mxP[s ->] := fam l.
    by rewrite !mxE realn.
  by move=> _ l i j; have /andP[_ /forallP/(_ i)/forallP] := fam l.
- case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _ => // _ l i j.
  have /forallP/(_ j)/existsP[i' /forallP/(_ i)/eqP ->] := fam l.
  by rewrite realn.
- by case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _.
- by case eb: bound => [m|] //= [<- <-] _ fam _; apply: width eb _.
- case=> en <- _; rewrite -en in n_gt0 *; case=> [fam|[k_gt1 dA]] _.
    apply: blocks => // [l i j ne|_ l i j].
    + have /forallP/(_ i)/forallP/(_ j)/andP[_ /implyP/(_ ne)/eqP] := fam l.
      by [].
    by have /forallP/(_ i)/forallP/(_ j)/andP[] := fam l.
  have small (e : nat) : (#|members (fun i : 'I_d => i %/ 1) e| <= 1)%N \/
      (moved_rank A (fun i => i %/ 1) e x + moved_rank A (fun i => i %/ 1) e y
       <= 1)%N by left; apply: card_members.
  have diag l : block_matrix (fun i : 'I_d => i %/ 1)%N (A l).
    move=> i j ne; rewrite !divn1; apply/eqP; apply: contraNT ne => neq.
    by apply/eqP; move/is_diag_mxP: (dA l) => ->.
  have := refuted (ok := xpredT) (real := false) rP seen isT diag
    (fun e => False_ind _ (notF e)) small.
  by rewrite /too_few (prime_gt1 pr_p).
- case=> en <- _ fam _; rewrite -en in n_gt0 *; apply: blocks => // l i j ne.
  by have /forallP/(_ i)/forallP/(_ j)/implyP/(_ ne)/eqP := fam l.
- case=> <- <- _ fam _; have rk l := family_rank l fam.
  apply: (factors N (fun=> 0%N)) => // [l e|l i j].
    exact: leq_trans (rank_one_block _ _) (rk l).
  by have [fs fsP] := fam; have [-> rf _] := fsP l; apply: real_steps.
- case=> <- <- _ [head [fs fsP]] _; apply: (factors N head) => [l|l e|l i j].
  + by have [-> _ lie _] := fsP l; have [] := block_steps lie.
  + have [-> _ lie le] := fsP l; have [_ rk] := block_steps lie.
    exact: leq_trans (rk e) (le e).
  by have [-> rf _ _] := fsP l; apply: real_steps.
- case=> <- <- /(_ isT) ok_w cp _; exact: few_columns cp ok_w.
by case=> <- <- /(_ isT) ok_w cp _; exact: few_columns cp ok_w.
Qed.
End Claims.
