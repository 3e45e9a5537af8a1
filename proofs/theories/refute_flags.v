(* The acceptance conditions of a certificate with the answer "no" by letters *)
(* whose idempotent powers show the parity of their number, as a function     *)
(* that computes, and the proof that what it accepts is true.                 *)
(*                                                                            *)
(*   flags_witness  == the letters, the words u and w, an exponent            *)
(*   parities mi w a b q maps == from the state q, any of the maps and then w *)
(*                   give the output a if their number is even, b if it is    *)
(*                   odd                                                      *)
(*   shows_parity cl mi wt == there are more letters than factors, and this   *)
(*                   is so of their powers, and the outputs differ            *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import idempotents householder_claims.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Record flags_witness := FlagsWitness {
  flags : seq nat; flags_u : seq nat; flags_w : seq nat; flags_exponent : nat
}.

Section Flags.
Variables (cl : claimed) (mi : minimal) (wt : flags_witness).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation go := (next_of (min_transitions mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation n := (flags_exponent wt).
Local Notation w := (flags_w wt).

Definition letter_power (x : nat) : seq nat :=
  [seq repeat_map (fun q => go q x) n q | q <- iota 0 size_mi].

Fixpoint parities (a b q : nat) (maps : seq (seq nat)) : bool :=
  if maps is f :: rest then parities a b q rest && parities b a (nth 0 f q) rest
  else out (after mi q w) == a.

Definition idempotent_map (f : seq nat) : bool :=
  all (fun q => nth 0 f (nth 0 f q) == nth 0 f q) (iota 0 size_mi).

Definition shows_parity : bool :=
  let maps := [seq letter_power x | x <- flags wt] in
  let q := after mi 0 (flags_u wt) in
  let a := out (after mi q w) in
  let b := out (after mi (nth 0 (head [::] maps) q) w) in
  [&& sound_machine cl mi, letters_in cl (flags wt), letters_in cl (flags_u wt),
      letters_in cl w, 0 < n, ~~ additive_term cl,
      (match decoding cl with Linear => true | Arbitrary => false end),
      (match restricted cl with Householder N => N < size (flags wt) | _ => false end),
      all idempotent_map maps, a != b
    & parities a b q maps].

Section Steps.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1)
  (stepE : forall q x, step q x = go q x :> nat)
  (foldE : forall q v, foldl step q v = after mi q (map val v) :> nat).

Let power q (x : 'I_k) : foldl step q (wpow [:: x] n) = nth 0 (letter_power x) q :> nat.
Proof.
rewrite (nth_map 0) ?size_iota ?sz // nth_iota ?sz // add0n.
by elim: n q => // m IHm q; rewrite wpowS foldl_cat IHm /= stepE.
Qed.

Let parityP a b q (xs : seq 'I_k) : letters_in cl w ->
  parities a b (nat_of_ord q) [seq letter_power (val x) | x <- xs] ->
  forall ys, subseq ys xs ->
  out (foldl step q (powers_of n ys ++ of_word cl w)) = if odd (size ys) then b else a.
Proof.
move=> lw; elim: xs a b q => [|x xs IHxs] a b q /=.
  by move=> /eqP <- ys /eqP->; rewrite /= (fold_word foldE).
case/andP=> skip take [|y ys]; first by move=> _; apply: IHxs skip _ (sub0seq _).
rewrite -/(subseq _ _); case: eqP => [-> sub|_ /(IHxs _ _ _ skip)] //.
rewrite /powers_of /= -/(powers_of n ys) -catA foldl_cat.
rewrite -power in take; rewrite (IHxs _ _ _ take ys sub).
by case: (odd _).
Qed.

Lemma shows_parity_step : shows_parity ->
  ~ realizable (fun v : seq 'I_k => out (foldl step ord0 v)) (restricted cl)
    (bounded cl) (decoding cl) (additive_term cl).
Proof.
case/and5P=> _ lx lu lw /and5P[n_gt0 /negbTE-> lin many /and3P[idem ne par]].
have Dx : flags wt = [seq val x | x <- of_word cl (flags wt)] by rewrite of_wordK.
move: many lin idem ne par; case: (restricted cl) => // N; case: (decoding cl) => //.
rewrite {1}Dx size_map => many _ idem ne par.
have atu : foldl step ord0 (of_word cl (flags_u wt)) = after mi 0 (flags_u wt) :> nat.
  by rewrite (fold_word foldE).
have mapsE : [seq letter_power x | x <- flags wt] =
    [seq letter_power (val x) | x <- of_word cl (flags wt)].
  by rewrite {1}Dx -map_comp.
rewrite mapsE -atu in idem par.
apply: (flags_refutes (step := step) (out := fun q : 'I_M.+1 => out q)
  (u := of_word cl (flags_u wt)) (w := of_word cl w)
  n_gt0 _ ne _ many) => [x x_in q|ys sub].
  have /allP/(_ _ (map_f (fun x => letter_power (val x)) x_in)) := idem.
  move=> /allP/(_ (val q)); rewrite mem_iota sz ltn_ord => /(_ isT)/eqP e.
  by apply: val_inj; rewrite /= wpowD foldl_cat !power e.
by rewrite foldl_cat (parityP lw par sub) mapsE atu.
Qed.
End Steps.

(* What the function accepts is true.                                         *)
Theorem shows_parity_sound : shows_parity ->
  ~ realizable (fun v : seq 'I_k => answer (automaton cl) (map val v))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
move=> ok; have /andP[mach _] := ok.
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
apply: (shows_parity_step sz stepE foldE ok); exists d, A, b, h0, pts; split=> //.
case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
  by exists ys, c, beta => v; rewrite -answerE; apply: lin.
by exists g => v; rewrite -answerE; apply: gP.
Qed.
End Flags.
