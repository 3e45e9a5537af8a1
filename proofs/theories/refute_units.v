(* The acceptance conditions of a certificate with the answer "no" by powers  *)
(* of words, or by the order of the group, as functions that compute, and the *)
(* proofs that what they accept is true.                                      *)
(*                                                                            *)
(*   reduced q fs  == q, divided by what it has in common with one number of  *)
(*                 fs after the other: 1 just if q divides their product      *)
(*   powers_differ cl mi suffixes factors x y == powers of x and y that are   *)
(*                 diagonal on so few units do not commute on the states      *)
(*   order_part    == a prime p, e, p^e, a state, and a number after which a  *)
(*                 word returns to it                                         *)
(*   order_too_long cl mi suffixes x parts == such powers of primes, which    *)
(*                 divide the order of x, add up to more than the units       *)
(*   order_divides_not cl mi suffixes walk == the order of the group, whose   *)
(*                 elements the walk meets, does not divide N!                *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit rules claim accept machine.
From BilinearTheory Require Import refute refute_stack enumerate columns units.
From BilinearTheory Require Import refute_local refute_columns refute_power.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Fixpoint reduced (q : nat) (fs : seq nat) : nat :=
  if fs is f :: rest then reduced (q %/ gcdn q f) rest else q.

Lemma reducedE q fs : 0 < q -> (q %| \prod_(f <- fs) f) = (reduced q fs == 1).
Proof.
elim: fs q => [|f fs IHfs] q q_gt0 /=; first by rewrite big_nil dvdn1.
set g := gcdn q f; have g_gt0 : 0 < g by rewrite gcdn_gt0 q_gt0.
have Dq : q %/ g * g = q by rewrite divnK // dvdn_gcdl.
have Df : f %/ g * g = f by rewrite divnK // dvdn_gcdr.
have co : coprime (q %/ g) (f %/ g).
  by rewrite /coprime -(eqn_pmul2r g_gt0) mul1n muln_gcdl Dq Df.
rewrite big_cons -IHfs; last by rewrite divn_gt0 // dvdn_leq // dvdn_gcdl.
by rewrite -{1}Dq -{1}Df -mulnA [g * _]mulnC mulnA dvdn_pmul2r // Gauss_dvdr.
Qed.

Lemma wpow_wpow (T : Type) (w : seq T) a b : wpow (wpow w a) b = wpow w (a * b).
Proof. by elim: b => [|b IHb]; rewrite ?muln0 // wpowS IHb mulnS wpowD. Qed.

Definition order_part := (nat * nat * nat * (nat * nat))%type.
Definition part_prime (s : order_part) : nat := s.1.1.1.
Definition part_degree (s : order_part) : nat := s.1.1.2.
Definition part_size (s : order_part) : nat := s.1.2.
Definition part_state (s : order_part) : nat := s.2.1.
Definition part_period (s : order_part) : nat := s.2.2.

(* What returns to a point after c steps, and not after c / p, has an order   *)
(* that each power of p which divides c divides.                              *)
Lemma period_part (T : finType) (tau : {perm T}) x c p r e : prime p ->
  r = (p ^ e)%N -> 0 < e -> r %| c -> (tau ^+ c)%g x = x ->
  (tau ^+ (c %/ p))%g x <> x -> r %| #[tau]%g.
Proof.
move=> pr -> e_gt0 dv back moves; have n_gt0 := order_gt0 tau.
have [a _ /dvdnP[m Dm]] := Bezoutl c n_gt0.
have powers j : (tau ^+ (j * c))%g x = x.
  elim: j => [|j IHj]; first by rewrite perm1.
  by rewrite mulSn expgD permM back.
set g := gcdn _ c in Dm; have fix_g : (tau ^+ g)%g x = x.
  rewrite -{2}(perm1 x) -(expg1n _ m) -(expg_order tau) -expgM mulnC -Dm expgD.
  by rewrite permM -{1}(powers a) -!permM -!expgD addnC.
have fix_gj j : (tau ^+ (j * g))%g x = x.
  elim: j => [|j IHj]; first by rewrite perm1.
  by rewrite mulSn expgD permM fix_g.
have /dvdnP[t Dt] : g %| c by apply: dvdn_gcdr.
apply: dvdn_trans (dvdn_gcdl _ c); rewrite -/g.
suff co : coprime (p ^ e) t by rewrite -(Gauss_dvdr _ co) -Dt.
rewrite coprimeXl // prime_coprime //; apply/negP=> /dvdnP[q Dq].
by apply: moves; rewrite Dt Dq -mulnA [p * g]mulnC mulnA mulnK ?prime_gt0.
Qed.

Lemma sum_parts n (parts : seq (nat * nat)) : 0 < n -> uniq (unzip1 parts) ->
  (forall s, s \in parts -> [/\ prime s.1, 1 < s.2, s.2 %| n & exists e, s.2 = s.1 ^ e]) ->
  \sum_(s <- parts) s.2 <= \sum_(p <- primes n) n`_p.
Proof.
move=> n_gt0 u ok.
apply: leq_trans (_ : \sum_(p <- unzip1 parts) n`_p <= _).
  rewrite big_map [X in X <= _]big_seq [X in _ <= X]big_seq; apply: leq_sum => s.
  case/ok=> pr _ dv [e De]; rewrite De in dv *; apply: dvdn_leq (part_gt0 _ _) _.
  by rewrite p_part dvdn_exp2l // -pfactor_dvdn.
have sub : {subset unzip1 parts <= primes n}.
  move=> _ /mapP[s /ok[pr gt1 dv [[|e] De] ->]]; first by rewrite De in gt1.
  rewrite mem_primes pr n_gt0 /=; apply: dvdn_trans dv.
  by rewrite De expnS dvdn_mulr.
rewrite (perm_big [seq p <- primes n | p \in unzip1 parts]) /=.
  by rewrite big_filter [X in _ <= X](bigID (fun p => p \in unzip1 parts)) leq_addr.
apply: uniq_perm => // [|p]; first by rewrite filter_uniq ?primes_uniq.
by rewrite mem_filter; case p_in: (p \in _) => //=; rewrite sub.
Qed.

Section Units.
Variables (cl : claimed) (mi : minimal) (suffixes : seq (seq nat)).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation go := (next_of (min_transitions mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation states := (iota 0 size_mi).

Definition powers_of_map (factors : seq nat) (x : seq nat) : seq nat :=
  foldl (power_map mi) (map_of mi x) factors.

Definition powers_differ (factors : seq nat) (x y : seq nat) : bool :=
  let f := powers_of_map factors x in
  let g := powers_of_map factors y in
  [&& columns_machine cl mi suffixes, permuting cl mi, letters_in cl x, letters_in cl y,
      (match restricted cl, bounded cl with
       | PD, Some N => all (fun q => reduced q factors == 1) (iota 1 N)
       | _, _ => false
       end)
    & has (fun q => nth 0 g (nth 0 f q) != nth 0 f (nth 0 g q)) states].

Definition divides_order (f : seq nat) (s : order_part) : bool :=
  let again n := repeat_map (fun q => nth 0 f q) n (part_state s) in
  [&& is_prime (part_prime s), 0 < part_degree s, 1 < part_size s,
      power_of (part_prime s) (part_degree s) (part_size s),
      part_period s %% part_size s == 0, part_state s < size_mi,
      again (part_period s) == part_state s
    & again (part_period s %/ part_prime s) != part_state s].

Definition order_too_long (x : seq nat) (parts : seq order_part) : bool :=
  [&& columns_machine cl mi suffixes, permuting cl mi, letters_in cl x,
      uniq (map part_prime parts), all (divides_order (map_of mi x)) parts
    & match restricted cl, bounded cl with
      | Ruled Permutation, Some N | ColumnOneHot, Some N =>
          N < foldr (fun s m => part_size s + m) 0 parts
      | _, _ => false
      end].

Definition letter_moves : seq (seq nat) :=
  [seq [seq go q x | q <- states] | x <- iota 0 k].

Definition order_divides_not (walk : seq (option nat)) : bool :=
  let els := group_list size_mi letter_moves walk in
  [&& columns_machine cl mi suffixes, permuting cl mi, enumerates letter_moves walk els
    & match restricted cl, bounded cl with
      | Ruled Permutation, Some N | ColumnOneHot, Some N =>
          reduced (size els) (iota 1 N) != 1
      | _, _ => false
      end].

Let no := ~ realizable (fun w : seq 'I_k => answer (automaton cl) (map val w))
  (restricted cl) (bounded cl) (decoding cl) (additive_term cl).

Let by_steps : columns_machine cl mi suffixes -> permuting cl mi ->
  (forall M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1), size_mi = M.+1 ->
     (forall q x, step q x = go q x :> nat) ->
     (forall q w, foldl step q w = after mi q (map val w) :> nat) ->
     columns.told_apart step ord0 (fun q : 'I_M.+1 => out q) ->
     (forall x, injective (step^~ x)) ->
     ~ realizable (fun w : seq 'I_k => out (foldl step ord0 w)) (restricted cl)
       (bounded cl) (decoding cl) (additive_term cl)) -> no.
Proof.
case/and3P=> mach num told perm none.
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
apply: (none M step sz stepE foldE).
- split=> [q|p q]; first exact: (numbered_reached sz stepE _ num).
  exact: (told_apart_minimal sz foldE told).
- by move=> x; apply: permuting_inj sz stepE x perm.
exists d, A, b, h0, pts; split=> //.
case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
  by exists ys, c, beta => w; rewrite -answerE; apply: lin.
by exists g => w; rewrite -answerE; apply: gP.
Qed.

Let induces_powers M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1) f w factors :
  size_mi = M.+1 -> induces step f w ->
  induces step (foldl (power_map mi) f factors) (wpow w (\prod_(a <- factors) a)).
Proof.
move=> sz; elim: factors f w => [|a factors IHf] f w fw /=.
  by rewrite big_nil wpow1.
rewrite big_cons -wpow_wpow; apply: IHf; exact: (induces_power sz a fw).
Qed.

(* What the functions accept is true.                                         *)
Theorem powers_differ_sound factors x y : powers_differ factors x y -> no.
Proof.
case/and5P=> ok perm lx ly /andP[cc /hasP[q q_in /eqP ne]].
apply: (by_steps ok perm) => M step sz stepE foldE apart inj yes; apply: ne.
have lt_q : q < M.+1 by move: q_in; rewrite mem_iota sz.
have [_ fE] := induces_powers factors sz (induces_of sz foldE lx).
have [_ gE] := induces_powers factors sz (induces_of sz foldE ly).
move: yes cc; case: (restricted cl) => //; case: (bounded cl) => // N yes /allP all_p.
have mP p : 0 < p <= N -> p %| \prod_(a <- factors) a.
  by case/andP=> p_gt0 le_p; rewrite reducedE // all_p // mem_iota p_gt0 add1n ltnS.
have := congr1 val (monomial_powers_refutes apart inj (of_word cl x) (of_word cl y)
  (Ordinal lt_q) yes mP).
by rewrite /= !foldl_cat !gE !fE !gE.
Qed.

Theorem order_too_long_sound x parts : order_too_long x parts -> no.
Proof.
case/and5P=> ok permute lx u /andP[/allP parts_ok cc].
apply: (by_steps ok permute) => M step sz stepE foldE apart inj yes.
have injx : injective (fun q => foldl step q (of_word cl x)) by apply: foldl_inj.
pose tau := perm injx; have tauE q : tau q = foldl step q (of_word cl x).
  by rewrite permE.
have [_ fE] := induces_of sz foldE lx.
have againE n (q : 'I_M.+1) :
    repeat_map (fun q => nth 0 (map_of mi x) q) n q = (tau ^+ n)%g q :> nat.
  elim: n q => [|n IHn] q; first by rewrite perm1.
  by rewrite expgS permM [LHS]/= -fE -tauE IHn.
have le : foldr (fun s m => part_size s + m) 0 parts <=
    \sum_(p <- primes #[tau]%g) #[tau]%g`_p.
  pose pairs := [seq (part_prime s, part_size s) | s <- parts].
  have -> : foldr (fun s m => part_size s + m) 0 parts = \sum_(s <- pairs) s.2.
    by rewrite big_map; elim: parts {u parts_ok cc pairs} => [|s ss IHs];
      rewrite ?big_nil // big_cons /= IHs.
  apply: sum_parts => [||_ /mapP[s /parts_ok + ->]]; first exact: order_gt0.
    by rewrite /unzip1 -map_comp.
  case/and5P=> /is_primeP pr e_gt0 gt1 /power_ofE De /and4P[dv lt back moves].
  split=> //=; last by exists (part_degree s).
  rewrite sz in lt.
  apply: (@period_part _ tau (Ordinal lt) (part_period s) _ _ (part_degree s) pr) => //.
    by apply: val_inj; rewrite /= -againE; apply/eqP.
  move=> e; case/eqP: moves.
  by have := againE (part_period s %/ part_prime s) (Ordinal lt); rewrite e.
have refuted N c : c = Ruled Permutation \/ c = ColumnOneHot ->
    N < foldr (fun s m => part_size s + m) 0 parts ->
    ~ realizable (fun w : seq 'I_k => out (foldl step ord0 w)) c (Some N)
      (decoding cl) (additive_term cl).
  move=> cP lt yes'; have := long_order_refutes apart cP yes' tauE.
  by rewrite leqNgt (leq_trans lt le).
move: yes cc; case: (restricted cl) => [[]||||?|?|?|?|?|?] //;
  case: (bounded cl) => // N yes cc; apply: refuted cc yes; by [left|right].
Qed.

Theorem order_divides_not_sound walk : order_divides_not walk -> no.
Proof.
case/and4P=> ok permute enum cc.
apply: (by_steps ok permute) => M step sz stepE foldE apart inj yes.
have szk : size letter_moves = k by rewrite size_map size_iota.
pose gen (i : 'I_(size letter_moves)) : {perm 'I_M.+1} := perm (inj (cast_ord szk i)).
have genP (i : 'I_(size letter_moves)) : lists (nth [::] letter_moves i) (gen i).
  have lt_i : i < k by rewrite -szk.
  rewrite (nth_map 0) ?size_iota // nth_iota // add0n.
  split=> [|q]; first by rewrite size_map size_iota sz.
  by rewrite (nth_map 0) ?size_iota ?sz // nth_iota ?sz // permE stepE.
have enum' : enumerates letter_moves walk (group_list M.+1 letter_moves walk).
  by rewrite -sz.
have setE : [set gen i | i : 'I_(size letter_moves)] = [set perm (inj a) | a : 'I_k].
  apply/setP=> s; apply/imsetP/imsetP=> [[i _ ->]|[a _ ->]].
    by exists (cast_ord szk i).
  exists (cast_ord (esym szk) a) => //; rewrite /gen; congr (perm (inj _)).
  by rewrite cast_ordKV.
have sizeE : size (group_list size_mi letter_moves walk) =
    #|<<[set perm (inj a) | a : 'I_k]>>%g|.
  by rewrite -setE -(size_els genP enum') sz.
have refuted N c : c = Ruled Permutation \/ c = ColumnOneHot ->
    reduced (size (group_list size_mi letter_moves walk)) (iota 1 N) != 1 ->
    ~ realizable (fun w : seq 'I_k => out (foldl step ord0 w)) c (Some N)
      (decoding cl) (additive_term cl).
  move=> cP; rewrite -reducedE ?sizeE ?cardG_gt0 // => /negP not_div yes'.
  apply: not_div; have := group_order_refutes apart inj cP yes'.
  by rewrite fact_prod /index_iota subn1.
move: yes cc; case: (restricted cl) => [[]||||?|?|?|?|?|?] //;
  case: (bounded cl) => // N yes cc; apply: refuted cc yes; by [left|right].
Qed.
End Units.
