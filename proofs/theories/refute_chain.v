(* The acceptance conditions of a certificate with the answer "no" by a chain *)
(* of idempotents, as one function that computes, and the proof that what it  *)
(* accepts is true.                                                           *)
(*                                                                            *)
(*   chained cl mi cols n f steps == from the map f of the states on, each    *)
(*                   step (x, u, w) leads to an idempotent, the power n of    *)
(*                   f x f, that u and w tell apart from f; the words w are   *)
(*                   not empty if cols                                        *)
(*   chains cl mi n steps == there are more steps than the width, or the      *)
(*                   columns, allow                                           *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import chain.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section Chain.
Variables (cl : claimed) (mi : minimal).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation size_mi := (size (min_transitions mi)).

Definition below_map (f x : seq nat) (n : nat) : seq nat :=
  let s := [seq nth 0 f (after mi p x) | p <- f] in
  [seq repeat_map (nth 0 s) n q | q <- iota 0 size_mi].

Fixpoint chained (cols : bool) (n : nat) (f : seq nat)
    (steps : seq (seq nat * seq nat * seq nat)) : bool :=
  if steps is (x, u, w) :: rest then
    let g := below_map f x n in
    let q := after mi 0 u in
    [&& letters_in cl x, letters_in cl u, letters_in cl w,
        ~~ cols || (0 < size w),
        all (fun q => nth 0 g (nth 0 g q) == nth 0 g q) (iota 0 size_mi),
        out (after mi (nth 0 f q) w) != out (after mi (nth 0 g q) w)
      & chained cols n g rest]
  else true.

Definition chains (n : nat) (steps : seq (seq nat * seq nat * seq nat)) : bool :=
  [&& sound_machine cl mi, 0 < n
    & match restricted cl, bounded cl with
      | (CPReal N | CPComplex N), _ =>
          (N < size steps) && chained true n (iota 0 size_mi) steps
      | _, Some N => (N < size steps) && chained false n (iota 0 size_mi) steps
      | _, None => false
      end].

Definition words (s : seq nat * seq nat * seq nat) :=
  (of_word cl s.1.1, of_word cl s.1.2, of_word cl s.2).

Section Steps.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1)
  (foldE : forall q w, foldl step q w = after mi q (map val w) :> nat).

Let size_word w : letters_in cl w -> size (of_word cl w) = size w.
Proof. by move=> lets; rewrite -(size_map val) of_wordK. Qed.

Lemma chained_chain cols (ok : seq 'I_k -> bool) n F f steps :
  (forall w, (~~ cols || (0 < size w)) -> ok w) ->
  (forall q, foldl step q F = nth 0 f q :> nat) -> size f = M.+1 ->
  chained cols n f steps ->
  chain step ord0 (fun q => out q) ok n F (map words steps).
Proof.
move=> okP; elim: steps F f => // -[[x u] w] steps IHs F f FE szf.
case/and5P=> lx lu lw fine /and3P[/allP idem /eqP ne more].
set g := below_map f x n in idem ne more.
pose G := wpow (F ++ of_word cl x ++ F) n.
have szg : size g = M.+1 by rewrite size_map size_iota sz.
have GE q : foldl step q G = nth 0 g q :> nat.
  rewrite (nth_map 0) ?size_iota ?sz // nth_iota ?sz // add0n /G.
  suff pow m : forall q, foldl step q (wpow (F ++ of_word cl x ++ F) m) =
      repeat_map (nth 0 [seq nth 0 f (after mi p x) | p <- f]) m q :> nat.
    exact: pow.
  elim: m => // m IHm r; rewrite wpowS foldl_cat IHm /=; congr repeat_map.
  by rewrite !foldl_cat FE (fold_word foldE) // FE (nth_map 0) ?szf.
split=> [q||/= e|]; last 1 first.
- exact: IHs GE szg more.
- apply: val_inj; rewrite /= foldl_cat !GE; apply/eqP/idem.
  by rewrite mem_iota sz ltn_ord.
- by apply: okP; rewrite size_word.
apply: ne; move: e; rewrite /= !foldl_cat !(fold_word foldE) //.
by rewrite FE -/G GE !(fold_word foldE).
Qed.
End Steps.

(* What the function accepts is true.                                         *)
Theorem chains_sound n steps : chains n steps ->
  ~ realizable (fun w : seq 'I_k => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
case/and3P=> mach n_gt0 cases.
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
have {dec} yes : realizable (fun w : seq 'I_k => out (foldl step ord0 w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
  exists d, A, b, h0, pts; split=> //.
  case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
    by exists ys, c, beta => w; rewrite -answerE; apply: lin.
  by exists g => w; rewrite -answerE; apply: gP.
have nilE (q : 'I_M.+1) : foldl step q [::] = nth 0 (iota 0 size_mi) q :> nat.
  by rewrite nth_iota // sz.
have szi : size (iota 0 size_mi) = M.+1 by rewrite size_iota.
have by_columns N : restricted cl = CPReal N \/ restricted cl = CPComplex N ->
    (N < size steps) && chained true n (iota 0 size_mi) steps -> False.
  move=> cc /andP[lt ch]; move: yes.
  have many : N < size (map words steps) by rewrite size_map.
  have ch' : chain step ord0 (fun q => out q) (@after_letter 'I_k) n [::]
      (map words steps) by apply: (chained_chain sz foldE _ nilE szi ch).
  exact: (idempotent_chain_columns_refutes n_gt0 ch' many cc).
have by_width N : bounded cl = Some N ->
    (N < size steps) && chained false n (iota 0 size_mi) steps -> False.
  move=> bN /andP[lt ch]; move: yes; rewrite bN.
  have many : N < size (map words steps) by rewrite size_map.
  have ch' : chain step ord0 (fun q => out q) xpredT n [::] (map words steps).
    by apply: (chained_chain sz foldE _ nilE szi ch).
  exact: (idempotent_chain_refutes n_gt0 ch' many).
move: cases; case Dc: (restricted cl) => [r||||m|m|m|m|m|m];
  try (by apply: by_columns; rewrite Dc; auto);
  by case Db: (bounded cl) => [N|//]; apply: by_width.
Qed.
End Chain.
