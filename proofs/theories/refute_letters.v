(* The acceptance conditions of a certificate with the answer "no" by what    *)
(* letters and words cost products of Householder factors, as functions that  *)
(* compute, and the proofs that what they accept is true.                     *)
(*                                                                            *)
(*   powered mi w n q == the state after w, read n times, from q              *)
(*   reflects cl mi wt == with one factor a letter, x x changes no output     *)
(*   costs cl mi wt k == the tail of the letter x has the length k, and its   *)
(*                   cycle takes more, than there are factors                 *)
(*   exchanges cl mi wt == powers of x and y are idempotent, and do not       *)
(*                   commute                                                  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import letter_order householder_claims.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section Letters.
Variables (cl : claimed) (mi : minimal) (wt : witness).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation wd := (word_of wt).

Definition powered (w : seq nat) (n q : nat) : nat :=
  repeat_map (fun q => after mi q w) n q.

Definition idempotent (w : seq nat) (n : nat) : bool :=
  all (fun q => let p := powered w n q in powered w n p == p) (iota 0 size_mi).

Definition well_spelled : bool :=
  sound_machine cl mi && all (letters_in cl) (spelled wt).

Definition reflects : bool :=
  [&& well_spelled, permuting cl mi, size (wd X) == 1,
      (match restricted cl with
       | Householder 1 | HouseholderHeads 1 => true | _ => false end)
    & out (after mi (after mi (after mi (after mi 0 (wd U)) (wd X)) (wd X)) (wd W)) !=
      out (after mi (after mi 0 (wd U)) (wd W))].

(* What the cycle of x costs.                                                 *)
Definition turns : nat :=
  let q := powered (wd X) (exponent wt) (after mi 0 (wd V)) in
  let last := out (after mi q (wd Y)) in
  if out (after mi (powered (wd X) 2 q) (wd Y)) != last then 2
  else if out (after mi (powered (wd X) 1 q) (wd Y)) != last then 1 else 0.

Definition tail_ok (tail : nat) : bool :=
  let p := powered (wd X) tail.-1 (after mi 0 (wd U)) in
  (tail == 0) ||
  (out (after mi p (wd W)) != out (after mi (powered (wd X) (exponent wt) p) (wd W))).

Definition costs (tail : nat) : bool :=
  [&& well_spelled, size (wd X) == 1, 0 < exponent wt, idempotent (wd X) (exponent wt),
      tail_ok tail
    & match restricted cl with
      | Householder N => N < tail + turns
      | HouseholderHeads N => N < maxn tail turns
      | _ => false
      end].

Definition exchanges : bool :=
  let x := powered (wd X) (exponent wt) in
  let y := powered (wd Y) (exponent wt) in
  let q := after mi 0 (wd U) in
  [&& well_spelled, householder (restricted cl), ~~ additive_term cl,
      0 < exponent wt, idempotent (wd X) (exponent wt), idempotent (wd Y) (exponent wt)
    & out (after mi (y (x q)) (wd W)) != out (after mi (x (y q)) (wd W))].

Section Sound.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1)
  (foldE : forall q w, foldl step q w = after mi q (map val w) :> nat).
Hypothesis lets : all (letters_in cl) (spelled wt).

Let words a : seq 'I_k := of_word cl (wd a).

Let fold_at q a : foldl step q (words a) = after mi q (wd a) :> nat.
Proof.
apply: fold_word foldE _ _ _; rewrite /word_of.
have [lt|ge] := ltnP (token_code a) (size (spelled wt)).
  exact: (allP lets _ (mem_nth _ lt)).
by rewrite nth_default.
Qed.

Let fold_power q a n : foldl step q (wpow (words a) n) = powered (wd a) n q :> nat.
Proof.
rewrite /powered; elim: n q => // n IHn q.
by rewrite wpowS foldl_cat IHn fold_at.
Qed.

Let idem a n q : idempotent (wd a) n ->
  foldl step q (wpow (words a) (n + n)) = foldl step q (wpow (words a) n).
Proof.
move=> /allP/(_ (val q)); rewrite mem_iota sz ltn_ord => /(_ isT)/eqP e.
by apply: val_inj; rewrite /= wpowD foldl_cat !fold_power e.
Qed.

Let letter : size (wd X) == 1 -> exists x, words X = [:: x].
Proof.
have : size (words X) = size (wd X).
  rewrite -(size_map val) of_wordK // /word_of.
  have [lt|ge] := ltnP (token_code X) (size (spelled wt)).
    exact: (allP lets _ (mem_nth _ lt)).
  by rewrite nth_default.
by move=> <-; case: (words X) => [|x []] // _; exists x.
Qed.

Local Notation f := (fun w : seq 'I_k => out (foldl step ord0 w)).
Local Notation no c := (~ realizable f c (bounded cl) (decoding cl)
  (additive_term cl)).

Let at0 a : foldl step ord0 (words a) = after mi 0 (wd a) :> nat.
Proof. by rewrite fold_at. Qed.

Lemma reflects_step : (forall x, injective (step^~ x)) -> reflects ->
  no (restricted cl).
Proof.
move=> inj /and5P[_ _ /letter[x Dx] cls /eqP differ] yes; apply: differ.
have cc : restricted cl = Householder 1 \/ restricted cl = HouseholderHeads 1.
  by move: cls; case: (restricted cl) => // -[|[]] // _; [left|right].
have := one_reflection_refutes (step := step) (q0 := ord0)
  (out := fun q => out q) (words U) x (words W) cc inj yes.
have -> : words U ++ x :: x :: words W = words U ++ words X ++ words X ++ words W.
  by rewrite Dx.
by rewrite !foldl_cat !fold_at.
Qed.

Lemma costs_step tail : costs tail -> no (restricted cl).
Proof.
case/and5P=> _ /letter[x Dx] n_gt0 idx /andP[tail_in cost].
have idx' q : foldl step q (wpow [:: x] (exponent wt + exponent wt)) =
    foldl step q (wpow [:: x] (exponent wt)) by rewrite -Dx idem.
have tailP : tail_shown step ord0 (fun q => out q) x (exponent wt) tail
    (words U) (words W).
  move=> tail_gt0; case/orP: tail_in => [/eqP e|/eqP ne e]; first by rewrite e in tail_gt0.
  by apply: ne; move: e; rewrite -Dx !foldl_cat !(fold_at, fold_power).
have cycleP : cycle_shown step ord0 (fun q => out q) x (exponent wt) turns
    (words V) (words Y).
  rewrite /cycle_shown /turns; case: ifP => [/eqP ne|_].
    right; split; first by right.
    by move=> e; apply: ne; move: e; rewrite -Dx !foldl_cat !(fold_at, fold_power).
  case: ifP => [/eqP ne|_]; last by left.
  right; split; first by left.
  by move=> e; apply: ne; move: e; rewrite -Dx !foldl_cat !(fold_at, fold_power).
move: cost; case: (restricted cl) => // N lt.
  exact: (letter_order_refutes (step := step) (out := fun q => out q)
    n_gt0 idx' tailP cycleP lt).
exact: (letter_order_heads_refutes (step := step) (out := fun q => out q)
  n_gt0 idx' tailP cycleP lt).
Qed.

Lemma exchanges_step : exchanges -> no (restricted cl).
Proof.
case/and5P=> _ hc /negPf-> n_gt0 /and3P[idx idy /eqP ne].
apply: (idempotents_refutes (step := step) (out := fun q => out q) (u := words U) (x := words X) (y := words Y)
  (w := words W) hc n_gt0) => [q|q|e]; rewrite ?idem //.
by apply: ne; move: e; rewrite !foldl_cat !(fold_at, fold_power).
Qed.
End Sound.

(* What the functions accept is true.                                         *)
Let answered_no := ~ realizable
  (fun w : seq 'I_k => answer (automaton cl) (map val w)) (restricted cl)
  (bounded cl) (decoding cl) (additive_term cl).

Let by_steps : well_spelled ->
  (forall M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1), size_mi = M.+1 ->
     (forall q x, step q x = next_of (min_transitions mi) q x :> nat) ->
     (forall q w, foldl step q w = after mi q (map val w) :> nat) ->
     ~ realizable (fun w : seq 'I_k => out (foldl step ord0 w)) (restricted cl)
       (bounded cl) (decoding cl) (additive_term cl)) -> answered_no.
Proof.
case/andP=> mach _ no; have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
apply: (no M step sz stepE foldE); exists d, A, b, h0, pts; split=> //.
case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
  by exists ys, c, beta => w; rewrite -answerE; apply: lin.
by exists g => w; rewrite -answerE; apply: gP.
Qed.

Theorem reflects_sound : reflects -> answered_no.
Proof.
move=> ok; have /and5P[spelled_ok perm _ _ _] := ok.
apply: (by_steps spelled_ok) => M step sz stepE foldE.
have /andP[_ lets] := spelled_ok.
by apply: reflects_step foldE lets _ ok => x; apply: permuting_inj sz stepE x perm.
Qed.

Theorem costs_sound tail : costs tail -> answered_no.
Proof.
move=> ok; have /and5P[spelled_ok _ _ _ _] := ok.
apply: (by_steps spelled_ok) => M step sz stepE foldE.
have /andP[_ lets] := spelled_ok; exact: costs_step sz foldE lets _ ok.
Qed.

Theorem exchanges_sound : exchanges -> answered_no.
Proof.
move=> ok; have /and5P[spelled_ok _ _ _ _] := ok.
apply: (by_steps spelled_ok) => M step sz stepE foldE.
have /andP[_ lets] := spelled_ok; exact: exchanges_step sz foldE lets ok.
Qed.
End Letters.
