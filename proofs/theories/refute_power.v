(* The acceptance conditions of a certificate with the answer "no" by words   *)
(* that permute some states as a group of order p^e that is not abelian, as a *)
(* function that computes, and the proof that what it accepts is true.        *)
(*                                                                            *)
(*   power_witness  == the states, the words u x y w, the prime p, e, and a   *)
(*                   walk through the group, which is evidence                *)
(*   moved mi wt v  == the map of the word v on these states                  *)
(*   power_of p e m == m is p^e, by division                                  *)
(*   not_abelian cl mi wt == so it is, and x y and y x give two outputs where *)
(*                   so few dimensions allow none of them                     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import refute_stack enumerate prime_power chain.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Record power_witness := PowerWitness {
  power_states : seq nat;
  power_u : seq nat; power_x : seq nat; power_y : seq nat; power_w : seq nat;
  power_prime : nat; power_degree : nat;
  power_walk : seq (option nat)
}.

Definition is_prime (p : nat) : bool :=
  (1 < p) && all (fun d => p %% d != 0) (iota 2 (p - 2)).

Fixpoint power_of (p e m : nat) : bool :=
  if e is e'.+1 then (m %% p == 0) && power_of p e' (m %/ p) else m == 1.

Lemma is_primeP p : is_prime p -> prime p.
Proof.
case/andP=> p_gt1 /allP ok; apply/primeP; split=> // d d_p.
have p_gt0 : 0 < p by apply: ltnW.
have [//|d1] := eqVneq d 1; have [//|dp] := eqVneq d p.
have d_in : d \in iota 2 (p - 2).
  have d_gt0 := dvdn_gt0 p_gt0 d_p.
  rewrite mem_iota subnKC //; apply/andP; split.
    by rewrite ltn_neqAle eq_sym d1.
  by rewrite ltn_neqAle dp dvdn_leq.
by have := ok _ d_in; rewrite -[_ == 0]/(dvdn d p) d_p.
Qed.

Lemma power_ofE p e m : power_of p e m -> m = p ^ e.
Proof.
elim: e m => [|e IHe] m /=; first by move/eqP.
by case/andP=> d /IHe e'; rewrite expnSr -e' divnK.
Qed.

Section Power.
Variables (cl : claimed) (mi : minimal) (wt : power_witness).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation states := (power_states wt).
Local Notation p := (power_prime wt).
Local Notation u := (power_u wt).
Local Notation x := (power_x wt).
Local Notation y := (power_y wt).
Local Notation w := (power_w wt).

Definition moved (v : seq nat) : seq nat :=
  [seq if q \in states then after mi q v else q | q <- iota 0 size_mi].

Definition moves : seq (seq nat) := [:: moved x; moved y].

Definition permutes_these (v : seq nat) : bool :=
  [&& all (fun i => i < size_mi) (moved v), uniq (moved v)
    & all (fun q => after mi q v \in states) states].

Definition not_abelian : bool :=
  let els := group_list size_mi moves (power_walk wt) in
  let q := after mi 0 u in
  [&& sound_machine cl mi, letters_in cl u, letters_in cl x, letters_in cl y,
      letters_in cl w, permutes_these x, permutes_these y, q \in states, is_prime p,
      enumerates moves (power_walk wt) els, power_of p (power_degree wt) (size els),
      out (after mi (after mi (after mi q x) y) w) !=
        out (after mi (after mi (after mi q y) x) w),
      ~~ columns (restricted cl) || (0 < size w)
    & if room (restricted cl) (bounded cl) x y is Some (m, real) then
        (0 < m) && too_few m real p
      else false].

Section Steps.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1)
  (foldE : forall q v, foldl step q v = after mi q (map val v) :> nat).
Local Notation wd v := (of_word cl v).

Let perm_exists v : permutes_these v ->
  exists s : {perm 'I_M.+1}, lists (moved v) s.
Proof.
case/and3P=> lt un _; apply: lists_exists => //.
  by rewrite size_map size_iota sz.
by move: lt; rewrite {1}sz.
Qed.

Let moved_at v (s : {perm 'I_M.+1}) q : lists (moved v) s ->
  s q = (if val q \in states then after mi q v else q) :> nat.
Proof.
case=> _ <-; rewrite (nth_map 0) ?size_iota ?sz //.
by rewrite nth_iota // sz.
Qed.

Let size_word v : letters_in cl v -> size (wd v) = size v.
Proof. by move=> lv; rewrite -(size_map val) of_wordK. Qed.

Lemma not_abelian_step : not_abelian ->
  ~ realizable (fun v : seq 'I_k => out (foldl step ord0 v)) (restricted cl)
    (bounded cl) (decoding cl) (additive_term cl).
Proof.
case/and5P=> _ lu lx ly /and5P[lw px py q_in /and5P[pr enum order differ]].
case/andP=> cols roomy.
have [tx txP] := perm_exists px; have [ty tyP] := perm_exists py.
pose t (a : bool) := if a then tx else ty.
pose gen (i : 'I_(size moves)) := if val i == 0 then tx else ty.
have genP (i : 'I_(size moves)) : lists (nth [::] moves i) (gen i).
  by case: i => -[|[|i]].
have enum' : enumerates moves (power_walk wt) (group_list M.+1 moves (power_walk wt)).
  by rewrite -sz.
have pG : (p.-group <<[set t a | a : bool]>>)%g.
  have -> : [set t a | a : bool] = [set gen i | i : 'I_(size moves)].
    apply/setP=> s; apply/imsetP/imsetP=> [[[] _ ->]|[[[|[|i]] lt] _ ->]] //.
    - by exists (@Ordinal (size moves) 0 isT).
    - by exists (@Ordinal (size moves) 1 isT).
    - by exists true.
    by exists false.
  rewrite /pgroup -(size_els genP enum') -sz (power_ofE order) pnatX.
  by rewrite pnat_id ?is_primeP ?orTb.
have closed v (s : {perm 'I_M.+1}) (q : 'I_M.+1) : lists (moved v) s -> permutes_these v ->
    val q \in states -> val (s q) \in states.
  by move=> sP /and3P[_ _ /allP ok] q_st; rewrite /= (moved_at _ sP) q_st ok.
have acts v (s : {perm 'I_M.+1}) (q : 'I_M.+1) : lists (moved v) s -> letters_in cl v ->
    val q \in states -> foldl step q (wd v) = s q.
  by move=> sP lv q_st; apply: val_inj; rewrite /= (moved_at _ sP) q_st (fold_word foldE).
have tP : permutes_states step ord0 (wd u) (wd x) (wd y)
    [set q : 'I_M.+1 | val q \in states] t.
  split=> [|[] q|[] q]; rewrite ?in_set /=.
  - by rewrite (fold_word foldE).
  - exact: closed txP px.
  - exact: closed tyP py.
  - exact: acts txP lx.
  exact: acts tyP ly.
have ne : out (foldl step ord0 (wd u ++ wd x ++ wd y ++ wd w)) <>
    out (foldl step ord0 (wd u ++ wd y ++ wd x ++ wd w)).
  by move/eqP: differ; rewrite !foldl_cat !(fold_word foldE).
have roomE : room (restricted cl) (bounded cl) (wd x) (wd y) =
    room (restricted cl) (bounded cl) x y.
  by rewrite /room !size_word.
case Dr: (room _ _ x y) roomy => [[m real]|//] /andP[m_gt0 few].
rewrite -roomE in Dr.
apply: (prime_power_refutes (out := fun q : 'I_M.+1 => out q) (w := wd w) tP
  (is_primeP pr) pG ne Dr m_gt0 few).
by rewrite /after_letter size_word // => cc; move: cols; rewrite cc.
Qed.
End Steps.

(* What the function accepts is true.                                         *)
Theorem not_abelian_sound : not_abelian ->
  ~ realizable (fun v : seq 'I_k => answer (automaton cl) (map val v))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
move=> ok; have /andP[mach _] := ok.
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
apply: (not_abelian_step sz foldE ok); exists d, A, b, h0, pts; split=> //.
case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
  by exists ys, c, beta => v; rewrite -answerE; apply: lin.
by exists g => v; rewrite -answerE; apply: gP.
Qed.
End Power.
