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
(*   sylow_witness == words, a prime p, a walk through the p-group of what    *)
(*                 they do, the order of which is p^k, a Sylow p-subgroup of  *)
(*                 the permutations of so many points and its classes, and    *)
(*                 pairs of words in the words                                *)
(*   no_lift cl mi suffixes wt == no permutations of so many points in this   *)
(*                 subgroup tell apart all pairs that the words tell apart    *)
(*   order_divides_not cl mi suffixes walk == the order of the group, whose   *)
(*                 elements the walk meets, does not divide N!                *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import pgroup sylow all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import refute_stack enumerate columns units.
From BilinearTheory Require Import refute_local refute_columns refute_power.
From BilinearTheory Require sylow.

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

(* The power of p that divides m, and N!, by division.                        *)
Fixpoint valuation (fuel p m : nat) : nat :=
  if fuel is rest.+1 then
    if m %% p == 0 then (valuation rest p (m %/ p)).+1 else 0
  else 0.

Definition factorial_valuation (p N : nat) : nat :=
  foldr (fun i e => valuation i p i + e) 0 (iota 1 N).

Lemma valuationE fuel p m : prime p -> 0 < m <= fuel -> valuation fuel p m = logn p m.
Proof.
move=> pr; elim: fuel m => [|fuel IHf] m /andP[m_gt0 le_m] /=.
  by rewrite leqNgt m_gt0 in le_m.
rewrite lognE pr m_gt0 /= -[_ %% _ == 0]/(p %| m); case: ifP => // dv.
congr _.+1; apply: IHf; rewrite divn_gt0 ?prime_gt0 // dvdn_leq //=.
by rewrite -ltnS; apply: leq_trans le_m; rewrite ltn_Pdiv ?prime_gt1.
Qed.

Lemma factorial_valuationE p N : prime p -> factorial_valuation p N = logn p N`!.
Proof.
move=> pr; rewrite /factorial_valuation; set add := fun i e => _.
have sumE l s : foldr add l s = l + foldr add 0 s.
  by elim: s => [|i s IHs] /=; rewrite ?addn0 // IHs /add addnCA.
elim: N => [|N IHN]; first by rewrite logn1.
have -> : iota 1 N.+1 = iota 1 N ++ [:: N.+1] by rewrite -[in LHS](addn1 N) iotaD add1n.
rewrite foldr_cat sumE factS lognM ?fact_gt0 // -IHN /= {1}/add addn0.
by rewrite valuationE //= leqnn.
Qed.

(* Words in permutations, as lists.                                           *)
Section Runs.
Variable n : nat.

Definition run_in (c : seq (seq nat)) (v : seq nat) (i : nat) : nat :=
  foldl (fun i j => nth 0 (nth [::] c j) i) i v.

Definition same_run (c : seq (seq nat)) (vv : seq nat * seq nat) : bool :=
  all (fun i => run_in c vv.1 i == run_in c vv.2 i) (iota 0 n).

Definition list_of (s : {perm 'I_n}) : seq nat := [seq val (s i) | i <- enum 'I_n].

Lemma lists_list_of s : lists (list_of s) s.
Proof.
split=> [|i]; first by rewrite size_map size_enum_ord.
by rewrite (nth_map i) ?size_enum_ord // nth_ord_enum.
Qed.

Lemma list_ofE x s : lists x s -> x = list_of s.
Proof.
case=> sz e; have [sz' e'] := lists_list_of s.
apply: (@eq_from_nth _ 0) => [|i]; first by rewrite sz sz'.
by rewrite sz => lt; rewrite (e (Ordinal lt)) (e' (Ordinal lt)).
Qed.

Variables (k : nat) (c : seq (seq nat)) (s : 'I_k -> {perm 'I_n}).
Hypothesis cs : forall i : 'I_k, lists (nth [::] c i) (s i).

Definition as_letters (v : seq nat) : seq 'I_k := pmap insub v.

Lemma run_inE v (i : 'I_n) : all (fun j => j < k) v ->
  run_in c v i = sylow.follow s (as_letters v) i.
Proof.
rewrite /run_in; elim: v i => [|j v IHv] i /=; first by rewrite /sylow.follow big_nil perm1.
case/andP=> lt_j lets; have [_ e] := cs (Ordinal lt_j).
by rewrite /as_letters /= insubT /= /sylow.follow big_cons permM -IHv // -e.
Qed.

Lemma same_runP vv : all (fun j => j < k) vv.1 -> all (fun j => j < k) vv.2 ->
  reflect (sylow.follow s (as_letters vv.1) = sylow.follow s (as_letters vv.2))
    (same_run c vv).
Proof.
move=> l1 l2; apply: (iffP allP) => [same|e i].
  apply/permP=> i; apply: val_inj; rewrite /= -!run_inE //.
  by apply/eqP/same; rewrite mem_iota ltn_ord.
by rewrite mem_iota => lt; rewrite !(run_inE (Ordinal lt)) // e.
Qed.
End Runs.

Fixpoint every_choice (els : seq (seq nat)) (k : nat) (test : seq (seq nat) -> bool)
    (c : seq (seq nat)) : bool :=
  if k is k'.+1 then all (fun g => every_choice els k' test (rcons c g)) els else test c.

Lemma every_choiceP els k test c gs : every_choice els k test c ->
  size gs = k -> {subset gs <= els} -> test (c ++ gs).
Proof.
elim: k c gs => [|k IHk] c [|g gs] //= ok; first by rewrite cats0.
case=> sz sub; rewrite -cat_rcons; apply: IHk => // [|h h_in].
  by apply: (allP ok); apply: sub; rewrite mem_head.
by apply: sub; rewrite inE h_in orbT.
Qed.

Record sylow_witness := SylowWitness {
  lifted : seq (seq nat);
  lifted_prime : nat;
  lifted_walk : seq (option nat);
  lifted_degree : nat;
  sylow_gens : seq (seq nat);
  sylow_backs : seq (seq nat);
  sylow_walk : seq (option nat);
  sylow_degree : nat;
  sylow_classes : seq klass;
  told_words : seq (seq nat * seq nat)
}.

(* A subgroup of the permutations of N points, of which the list has the      *)
(* elements and the classes are those of conjugate ones.                      *)
Section Subgroup.
Variables (N : nat) (gens backs : seq (seq nat)) (w : seq (option nat)).
Variable cs : seq klass.
Local Notation els := (group_list N gens w).

Definition permutes_points (g : seq nat) : bool :=
  [&& size g == N, all (fun i => i < N) g & uniq g].

Definition subgroup_ok : bool :=
  [&& all permutes_points gens && all (fun c => permutes_points (first c)) cs,
      enumerates gens w els, backs_ok N gens backs,
      all (fun c => steps_in (size gens) (tour c)) cs
    & sorted_list (flatten (map (members_of gens backs) cs)) == sorted_list els].

Lemma subgroupP : subgroup_ok -> exists P : {group 'S_N},
  [/\ #|P| = size els, forall s, s \in P -> list_of s \in els
    & forall s, s \in P -> exists2 c, c \in map first cs &
        exists2 h, h \in P & list_of (s ^ h)%g = c].
Proof.
case/and5P=> /andP[/allP gens_ok firsts] enum backs_in tours /same_sorted/perm_mem same.
have permP g : permutes_points g -> exists s : 'S_N, lists g s.
  by case/and3P=> /eqP sz lt u; apply: lists_exists.
have exists_perm (i : 'I_(size gens)) : exists s : 'S_N, lists (nth [::] gens i) s.
  exact/permP/gens_ok/mem_nth.
have [gen genP] := fin_all_exists exists_perm.
pose P := <<[set gen i | i : 'I_(size gens)]>>%G.
have [good _ elsE] := enumerated genP enum.
have in_els s : s \in P -> list_of s \in els.
  by rewrite -elsE => /mapP[g g_in ->]; rewrite -(list_ofE (good _ g_in)).
exists P; split=> // [|s Ps]; first by rewrite (size_els genP enum).
have [c0 c0_in [s0 c0P [h Ph sE]]] : exists2 c0, c0 \in map first cs &
    exists2 s0, lists c0 s0 & exists2 h, h \in P & lists (list_of s) (s0 ^ h)%g.
  have := in_els s Ps; rewrite -same; elim: cs tours firsts => //= c ds IHds.
  case/andP=> tour_c tours /andP[/permP[s0 c0P] firsts].
  rewrite inE mem_cat orbA => /orP[|/(IHds tours firsts)]; last first.
    by case=> c0 c0_in ex; exists c0; rewrite // inE c0_in orbT.
  move=> s_c; exists (first c); first exact: mem_head.
  exists s0 => //; case/predU1P: s_c => [->|].
    by exists 1%g; rewrite ?group1 ?conjg1.
  apply: (walk_all (P := fun g => exists2 h, h \in P & lists g (s0 ^ h)%g)
    _ tour_c) => [g x [h Ph gh] lt_x|g].
    exists (h * gen (Ordinal lt_x))%g.
      by rewrite groupM // mem_gen // imset_f.
    by rewrite conjgM; apply: (lists_turned genP (Ordinal lt_x) backs_in gh).
  by rewrite inE => /eqP->; exists 1%g; rewrite ?group1 ?conjg1.
exists c0 => //; exists h^-1%g; rewrite ?groupV //.
by rewrite (lists_inj (lists_list_of s) sE) conjgK (list_ofE c0P).
Qed.
End Subgroup.

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

Definition no_lift (wt : sylow_witness) : bool :=
  let k := size (lifted wt) in
  let p := lifted_prime wt in
  let maps := map (map_of mi) (lifted wt) in
  let moved := group_list size_mi maps (lifted_walk wt) in
  [&& columns_machine cl mi suffixes, permuting cl mi, 0 < k,
      all (letters_in cl) (lifted wt), is_prime p, enumerates maps (lifted_walk wt) moved,
      power_of p (lifted_degree wt) (size moved)
    & match restricted cl, bounded cl with
      | Ruled Permutation, Some N | ColumnOneHot, Some N =>
          let els := group_list N (sylow_gens wt) (sylow_walk wt) in
          [&& subgroup_ok N (sylow_gens wt) (sylow_backs wt) (sylow_walk wt) (sylow_classes wt),
              power_of p (sylow_degree wt) (size els),
              factorial_valuation p N == sylow_degree wt,
              all (fun vv => [&& all (fun j => j < k) vv.1, all (fun j => j < k) vv.2
                & ~~ same_run size_mi maps vv]) (told_words wt)
            & all (fun c => every_choice els k.-1
                (fun ch => has (same_run N ch) (told_words wt)) [:: c])
                (map first (sylow_classes wt))]
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

Theorem no_lift_sound wt : no_lift wt -> no.
Proof.
case/and5P=> ok permute k_gt0 /allP lets /and4P[/is_primeP pr met /power_ofE order cc].
apply: (by_steps ok permute) => M step sz stepE foldE apart inj yes.
set maps := map _ _ in met order cc; set k := size (lifted wt) in k_gt0 cc.
have szk : size maps = k by rewrite size_map.
pose words (i : 'I_(size maps)) := of_word cl (nth [::] (lifted wt) i).
have inj_w i : injective (fun q => foldl step q (words i)) by apply: foldl_inj.
pose tau i := perm (inj_w i).
have tauP (i : 'I_(size maps)) : lists (nth [::] maps i) (tau i).
  have lt_i : i < k by rewrite -szk.
  rewrite (nth_map [::]) //; have [szf fE] := induces_of sz foldE (lets _ (mem_nth [::] lt_i)).
  by split=> // q; rewrite permE -fE.
have met' : enumerates maps (lifted_walk wt) (group_list M.+1 maps (lifted_walk wt)).
  by rewrite -sz.
have pG : ((lifted_prime wt).-group <<[set tau i | i : 'I_(size maps)]>>)%g.
  by rewrite /pgroup -(size_els tauP met') -sz order pnatX pnat_id ?orbT.
have refuted N c : c = Ruled Permutation \/ c = ColumnOneHot ->
    let els := group_list N (sylow_gens wt) (sylow_walk wt) in
    [&& subgroup_ok N (sylow_gens wt) (sylow_backs wt) (sylow_walk wt) (sylow_classes wt),
        power_of (lifted_prime wt) (sylow_degree wt) (size els),
        factorial_valuation (lifted_prime wt) N == sylow_degree wt,
        all (fun vv => [&& all (fun j => j < k) vv.1, all (fun j => j < k) vv.2
          & ~~ same_run size_mi maps vv]) (told_words wt)
      & all (fun c => every_choice els k.-1
          (fun ch => has (same_run N ch) (told_words wt)) [:: c])
          (map first (sylow_classes wt))] ->
    ~ realizable (fun w : seq 'I_(letters cl) => out (foldl step ord0 w)) c (Some N)
      (decoding cl) (additive_term cl).
  move=> cP els /and5P[sub /power_ofE size_P /eqP val_P /allP told /allP tried] yes'.
  have [P [cardP inP conjP]] := subgroupP sub.
  have sylP : ((lifted_prime wt).-Sylow([set: 'S_N]) P)%g.
    rewrite pHallE subsetT /= cardP size_P cardsT card_Sn p_part -val_P.
    by rewrite factorial_valuationE.
  have tauE i q : tau i q = foldl step q (words i) by rewrite permE.
  have [s sP same] := sylow_refutes apart cP yes' tauE sylP pG.
  have lt0 : 0 < size maps by rewrite szk.
  pose i0 := Ordinal lt0.
  have [c0 c0_in [h Ph sc0]] := conjP _ (sP i0).
  pose t i := (s i ^ h)%g; have tP i : t i \in P by rewrite groupJ.
  pose ch := [seq list_of (t i) | i <- enum 'I_(size maps)].
  have chP (i : 'I_(size maps)) : lists (nth [::] ch i) (t i).
    by rewrite (nth_map i) ?size_enum_ord // nth_ord_enum; apply: lists_list_of.
  have enumE : enum 'I_(size maps) = i0 :: behead (enum 'I_(size maps)).
    apply: (@eq_from_nth _ i0) => [|[|i] lt_i].
    - by rewrite /= size_behead size_enum_ord prednK.
    - by rewrite /=; apply: val_inj; rewrite /= nth_enum_ord.
    by rewrite /= nth_behead.
  have chE : ch = [:: c0] ++ behead ch by rewrite /ch enumE /= sc0.
  have := every_choiceP (gs := behead ch) (tried _ c0_in); rewrite -chE.
  have sz_ch : size (behead ch) = k.-1 by rewrite size_behead size_map size_enum_ord szk.
  have in_ch : {subset behead ch <= els}.
    by move=> g /mem_behead/mapP[i _ ->]; apply: inP.
  case/(_ sz_ch in_ch)/hasP=> vv vv_in same_ch.
  have /and3P[l1 l2 /negP apart_vv] := told _ vv_in.
  rewrite -szk in l1 l2; apply: apart_vv; rewrite sz.
  apply/(same_runP tauP l1 l2)/same.
  have tE v : sylow.follow t v = (sylow.follow s v ^ h)%g.
    elim: v => [|i v IHv]; first by rewrite /sylow.follow !big_nil conj1g.
    by rewrite /sylow.follow !big_cons conjMg -/(sylow.follow s v) -IHv.
  by apply: (conjg_inj h); rewrite -!tE; apply/(same_runP chP l1 l2).
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
