(* The minimal machine of a certificate as a finite automaton, and the words  *)
(* of its witness.                                                            *)
(*                                                                            *)
(*   sound_machine cl mi == the map carries the automaton of the claim onto   *)
(*                 the machine, whose table stays inside it                   *)
(*   after mi q w == the state after the word w from the state q              *)
(*   letters_in k w == w is a word over k letters, of which of_word is one    *)
(*   told_apart mi suffixes == no two states give the same outputs after all  *)
(*                 suffixes                                                   *)
(*   numbered mi k == each state but 0 is the successor of a smaller one      *)
(*   permuting mi k == every letter permutes the states                       *)
From mathcomp Require Import all_ssreflect.
From BilinearTheory Require Import model rules claim accept.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section Machine.
Variables (cl : claimed) (mi : minimal).
Local Notation k := (letters cl).
Local Notation go := (next_of (min_transitions mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation out := (output_of (min_outputs mi)).

Definition sound_machine : bool :=
  [&& onto (automaton cl) k mi, 0 < size_mi
    & all (fun q => all (fun x => go q x < size_mi) (iota 0 k))
        (iota 0 size_mi)].

Definition after (q : nat) (w : seq nat) : nat := foldl go q w.

Definition letters_in (w : seq nat) : bool := all (fun x => x < k) w.
Definition of_word (w : seq nat) : seq 'I_k := pmap insub w.

Lemma of_wordK w : letters_in w -> map val (of_word w) = w.
Proof.
rewrite /of_word; elim: w => //= x w IHw /andP[lt_x /IHw e].
by rewrite insubT /= e.
Qed.

Definition told_apart (suffixes : seq (seq nat)) : bool :=
  all letters_in suffixes &&
  uniq [seq [seq out (after q s) | s <- suffixes] | q <- iota 0 size_mi].

(* The highest state named so far, in rows of successors, each of which has   *)
(* been named before.                                                         *)
Fixpoint grow (known : nat) (row : seq nat) : option nat :=
  if row is j :: row' then
    if j <= known then grow (maxn known j.+1) row' else None
  else Some known.

Fixpoint numbered_from (i known : nat) (rows : seq (seq nat)) : bool :=
  if rows is row :: rows' then
    (i < known) &&
    (if grow known (take k row) is Some known' then
       numbered_from i.+1 known' rows'
     else false)
  else true.

Definition numbered : bool := numbered_from 0 1 (min_transitions mi).

Definition permuting : bool :=
  all (fun x => uniq [seq go q x | q <- iota 0 size_mi]) (iota 0 k).

Hypothesis ok : sound_machine.

(* As a finite automaton.                                                     *)
Lemma as_automaton : exists M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1),
  [/\ size_mi = M.+1,
      forall q x, step q x = go q x :> nat,
      forall q w, foldl step q w = after q (map val w) :> nat
    & forall w : seq 'I_k,
        answer (automaton cl) (map val w) = out (foldl step ord0 w)].
Proof.
case/and3P: ok => onto_m size_gt0 /allP range.
have [M sz] : exists M, size_mi = M.+1.
  by exists size_mi.-1; rewrite prednK.
pose step (q : 'I_M.+1) (x : 'I_k) : 'I_M.+1 := inord (go q x).
have stepE q x : step q x = go q x :> nat.
  rewrite inordK //; have : val q \in iota 0 size_mi.
    by rewrite mem_iota sz ltn_ord.
  move/range/allP/(_ (val x)); rewrite mem_iota ltn_ord sz.
  exact.
have foldE q w : foldl step q w = after q (map val w) :> nat.
  by elim: w q => //= x w IHw q; rewrite IHw stepE.
exists M, step; split=> // w.
by rewrite (onto_answer w onto_m) /min_answer foldE.
Qed.

Section Automaton.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1)
  (stepE : forall q x, step q x = go q x :> nat)
  (foldE : forall q w, foldl step q w = after q (map val w) :> nat).

Lemma fold_word q w : letters_in w -> foldl step q (of_word w) = after q w :> nat.
Proof. by move=> w_in; rewrite foldE of_wordK. Qed.

Lemma told_apart_words suffixes p q : told_apart suffixes -> p != q ->
  exists w, out (foldl step p w) != out (foldl step q w).
Proof.
case/andP=> /allP words_in uniq_s ne.
pose sign r := [seq out (after r s) | s <- suffixes].
have : sign p != sign q.
  have lt (r : 'I_M.+1) : r < size [seq sign q | q <- iota 0 size_mi].
    by rewrite size_map size_iota sz.
  have nthE (r : 'I_M.+1) : nth [::] [seq sign q | q <- iota 0 size_mi] r = sign r.
    by rewrite (nth_map 0) ?nth_iota ?size_iota ?sz.
  by rewrite -!nthE nth_uniq.
case: (boolP (has (fun s => out (after p s) != out (after q s)) suffixes)).
  case/hasP=> s s_in; exists (of_word s).
  by rewrite !fold_word ?words_in.
move/hasPn=> same /eqP[]; apply/eq_in_map=> s /same.
by rewrite negbK => /eqP.
Qed.

Lemma told_apart_minimal suffixes p q : told_apart suffixes ->
  (forall w, out (foldl step p w) = out (foldl step q w)) -> p = q.
Proof.
move=> told same; apply/eqP; apply: contraT => ne.
by have [w /eqP[]] := told_apart_words told ne.
Qed.

Lemma numbered_reached q : numbered -> exists w, foldl step ord0 w = q.
Proof.
pose R j := exists w : seq 'I_k, foldl step ord0 w = j :> nat.
suff all_R : numbered -> forall j, j < size_mi -> R j.
  move=> /all_R/(_ q); rewrite sz ltn_ord => /(_ isT)[w e].
  by exists w; apply: val_inj.
have grow_R i row known : R i -> (forall x, x < size row -> nth 0 row x = go i x) ->
  size row <= k -> (forall j, j < known -> R j) ->
  forall known', grow known row = Some known' -> forall j, j < known' -> R j.
  move=> Ri; suff gen rest x0 : (forall x, x < size rest ->
      nth 0 rest x = go i (x0 + x)) -> x0 + size rest <= k ->
      forall known, (forall j, j < known -> R j) ->
      forall known', grow known rest = Some known' -> forall j, j < known' -> R j.
    by move=> rowE le_k kn; apply: (gen row 0).
  elim: rest x0 => [|y rest IHr] x0 restE le_k kn knP kn' /=; first by case=> <-.
  case: ifP => // le_y; apply: (IHr x0.+1) => [x lt_x||j].
  - by rewrite addSnnS -(restE x.+1).
  - by rewrite addSnnS.
  rewrite leq_max => /orP[/knP //|]; rewrite ltnS leq_eqVlt => /orP[/eqP->|lt_j].
    have lt_x0 : x0 < k by apply: leq_trans le_k; rewrite -addSnnS leq_addr.
    case: Ri => w e; exists (rcons w (Ordinal lt_x0)).
    by rewrite foldl_rcons stepE e; have := restE 0 isT; rewrite addn0 => /= ->.
  by apply: knP; apply: leq_trans lt_j le_y.
rewrite /numbered; suff gen rows i known : rows = drop i (min_transitions mi) ->
    (forall j, j < known -> R j) -> numbered_from i known rows ->
    forall j, i <= j < i + size rows -> R j.
  move=> num j lt_j; apply: (gen (min_transitions mi) 0 1) => //.
    by rewrite drop0.
  by case=> // _; exists [::].
elim: rows i known => [|row rows IHr] i known rowsE knP /=.
  move=> _ j; rewrite addn0 => /andP[le lt].
  by have := leq_ltn_trans le lt; rewrite ltnn.
case/andP=> lt_i; case Dg: (grow _ _) => [known'|//] num j.
case/andP; rewrite leq_eqVlt => /orP[/eqP<- _|lt_ij lt_j]; first exact: knP.
have rowE : row = nth [::] (min_transitions mi) i.
  by rewrite -[i]addn0 -nth_drop -rowsE.
apply: (IHr i.+1 known') => //; last by rewrite lt_ij addSnnS.
  by rewrite -addn1 addnC -drop_drop -rowsE /= drop0.
apply: (grow_R i (take k row) known) => //; first exact: knP.
  move=> x lt_x; rewrite nth_take ?rowE //.
  by apply: leq_trans lt_x _; rewrite size_take; case: ltnP.
by rewrite size_take; case: ltnP.
Qed.

Lemma permuting_inj x : permuting -> injective (step^~ x).
Proof.
move=> /allP/(_ (val x)); rewrite mem_iota ltn_ord => /(_ isT) u p q e.
have lt (r : 'I_M.+1) : r < size [seq go q x | q <- iota 0 size_mi].
  by rewrite size_map size_iota sz.
have nthE (r : 'I_M.+1) : nth 0 [seq go q x | q <- iota 0 size_mi] r = step r x.
  by rewrite (nth_map 0) ?nth_iota ?size_iota ?sz // stepE.
by apply/val_inj/eqP; rewrite -(nth_uniq 0 (lt p) (lt q) u) !nthE e.
Qed.
End Automaton.
End Machine.
