(* The acceptance conditions of a certificate with the answer "no" by laws    *)
(* that two columns force on letters, as functions that compute, and the      *)
(* proofs that what they accept is true.                                      *)
(*                                                                            *)
(*   columns_machine cl mi suffixes == all states of the minimal machine are  *)
(*                   reached, and told apart by the suffixes                  *)
(*   crosses cl mi suffixes y x z == y permutes the states, and x y^-1 z and  *)
(*                   z y^-1 x are different maps, against two columns         *)
(*   alternates cl mi suffixes y x == so are x y^-1 x y^-1 x and x, against   *)
(*                   two real columns                                         *)
(*   squares_differ cl mi suffixes v w == all letters permute, and v v w w    *)
(*                   and w w v v are different maps, against these, too       *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From BilinearTheory Require Import automaton orbit rules claim accept machine.
From BilinearTheory Require Import refute columns.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section Columns.
Variables (cl : claimed) (mi : minimal) (suffixes : seq (seq nat)).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation go := (next_of (min_transitions mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation states := (iota 0 size_mi).

Definition columns_machine : bool :=
  [&& sound_machine cl mi, numbered cl mi & machine.told_apart cl mi suffixes].

Definition letter_permutes (y : nat) : bool := uniq [seq go q y | q <- states].

Definition plain_or_permuting : bool := ~~ additive_term cl || permuting cl mi.

Definition crosses (y x z : nat) : bool :=
  [&& columns_machine, x < k, y < k, z < k, letter_permutes y, plain_or_permuting,
      (match restricted cl with CPReal 2 | CPComplex 2 => true | _ => false end)
    & has (fun q => has (fun p => (go p y == go q x) &&
        has (fun p' => (go p' y == go q z) && (go p z != go p' x)) states)
        states) states].

Definition alternates (y x : nat) : bool :=
  [&& columns_machine, x < k, y < k, letter_permutes y, plain_or_permuting,
      (match restricted cl with CPReal 2 => true | _ => false end)
    & has (fun q => has (fun p => (go p y == go q x) &&
        has (fun p' => (go p' y == go p x) && (go p' x != go q x)) states)
        states) states].

Definition squares_differ (v w : seq nat) : bool :=
  let f q := after mi (after mi q v) v in
  let g q := after mi (after mi q w) w in
  [&& columns_machine, letters_in cl v, letters_in cl w, permuting cl mi,
      (match restricted cl with CPReal 2 => true | _ => false end)
    & has (fun q => g (f q) != f (g q)) states].

Local Notation f := (fun w : seq 'I_k => answer (automaton cl) (map val w)).
Local Notation no := (~ realizable f (restricted cl) (bounded cl) (decoding cl)
  (additive_term cl)).

Let by_steps : columns_machine ->
  (forall M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1), size_mi = M.+1 ->
     (forall q x, step q x = go q x :> nat) ->
     (forall q w, foldl step q w = after mi q (map val w) :> nat) ->
     columns.told_apart step ord0 (fun q : 'I_M.+1 => out q) ->
     ~ realizable (fun w : seq 'I_k => out (foldl step ord0 w)) (restricted cl)
       (bounded cl) (decoding cl) (additive_term cl)) -> no.
Proof.
case/and3P=> mach num told no; have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
apply: (no M step sz stepE foldE).
  split=> [q|p q]; first exact: (numbered_reached sz stepE _ num).
  exact: (told_apart_minimal sz foldE told).
exists d, A, b, h0, pts; split=> //.
case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
  by exists ys, c, beta => w; rewrite -answerE; apply: lin.
by exists g => w; rewrite -answerE; apply: gP.
Qed.

Let in_states M q : size_mi = M.+1 -> q \in states -> q < M.+1.
Proof. by move=> <-; rewrite mem_iota. Qed.

Let letter_inj M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1) (y : 'I_k) : size_mi = M.+1 ->
  (forall q x, step q x = go q x :> nat) -> letter_permutes (val y) ->
  injective (step^~ y).
Proof.
move=> sz stepE u p q e.
have lt (r : 'I_M.+1) : r < size [seq go q y | q <- states].
  by rewrite size_map size_iota sz.
have nthE (r : 'I_M.+1) : nth 0 [seq go q y | q <- states] r = step r y.
  by rewrite (nth_map 0) ?nth_iota ?size_iota ?sz // stepE.
by apply/val_inj/eqP; rewrite -(nth_uniq 0 (lt p) (lt q) u) !nthE e.
Qed.

Let plain_inj M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1) : size_mi = M.+1 ->
  (forall q x, step q x = go q x :> nat) -> plain_or_permuting ->
  additive_term cl = false \/ forall x, injective (step^~ x).
Proof.
move=> sz stepE /orP[/negbTE->|perm]; [by left|right=> x].
exact: permuting_inj sz stepE x perm.
Qed.

(* What the functions accept is true.                                         *)
Theorem crosses_sound y x z : crosses y x z -> no.
Proof.
case/and5P=> ok lx ly lz /and4P[perm plain cc].
case/hasP=> q q_in /hasP[p p_in /andP[/eqP e /hasP[p' p'_in /andP[/eqP e' ne]]]].
apply: (by_steps ok) => M step sz stepE foldE apart yes.
pose o := Ordinal (in_states sz q_in); pose r := Ordinal (in_states sz p_in).
pose r' := Ordinal (in_states sz p'_in).
have eq : step r (Ordinal lz) = step r' (Ordinal lx).
  apply: (columns_refutes apart yes (letter_inj (y := Ordinal ly) sz stepE perm)
    (plain_inj sz stepE plain) (q := o)).
  - by move: cc; case: (restricted cl) => // -[|[|[]]] // _; [left|right].
  - by apply: val_inj; rewrite /= !stepE.
  by apply: val_inj; rewrite /= !stepE.
by move/eqP: ne; apply; have := congr1 val eq; rewrite /= !stepE.
Qed.

Theorem alternates_sound y x : alternates y x -> no.
Proof.
case/and5P=> ok lx ly perm /and3P[plain cc].
case/hasP=> q q_in /hasP[p p_in /andP[/eqP e /hasP[p' p'_in /andP[/eqP e' ne]]]].
apply: (by_steps ok) => M step sz stepE foldE apart yes.
pose o := Ordinal (in_states sz q_in); pose r := Ordinal (in_states sz p_in).
pose r' := Ordinal (in_states sz p'_in).
have eq : step r' (Ordinal lx) = step o (Ordinal lx).
  apply: (real_columns_refutes apart yes (letter_inj (y := Ordinal ly) sz stepE perm)
    (plain_inj sz stepE plain) (p := r)).
  - by move: cc; case: (restricted cl) => // -[|[|[]]].
  - by apply: val_inj; rewrite /= !stepE.
  by apply: val_inj; rewrite /= !stepE.
by move/eqP: ne; apply; have := congr1 val eq; rewrite /= !stepE.
Qed.

Theorem squares_differ_sound v w : squares_differ v w -> no.
Proof.
case/and5P=> ok lv lw perm /andP[cc /hasP[q q_in /eqP ne]].
apply: (by_steps ok) => M step sz stepE foldE apart yes; apply: ne.
have inj x : injective (step^~ x) by apply: permuting_inj sz stepE x perm.
have Dc : restricted cl = CPReal 2 by move: cc; case: (restricted cl) => // -[|[|[]]].
have := congr1 val (square_columns_refutes apart yes (of_word cl v) (of_word cl w)
  (Ordinal (in_states sz q_in)) Dc inj).
by rewrite /= !foldl_cat !(fold_word foldE).
Qed.
End Columns.
