(* The acceptance conditions of a certificate with the answer "no" by weights *)
(* between states and wrong outputs, as one function that computes, and the   *)
(* proof that what it accepts is true.                                        *)
(*                                                                            *)
(*   separation   == states that words, the generators, permute, the first    *)
(*                   one being that of the prefix; outputs are those after    *)
(*                   the suffix; suffixes that tell all states of the machine *)
(*                   apart; the outputs by number; the weight of each state   *)
(*                   and output; for each output a vector that the            *)
(*                   annihilator takes to its measure, over its denominator;  *)
(*                   and the group: a walk, the inverses of the generators,   *)
(*                   the classes                                              *)
(*   blocks_of c  == the size of the blocks of the class, and whether they    *)
(*                   are real                                                 *)
(*   separates cl mi se == the weights prove that no recurrence with a linear *)
(*                   decoder realizes the claim                               *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From mathcomp Require Import all_character ssrZ.
From BilinearTheory Require Import model realization rules claim compression.
From BilinearTheory Require Import numbers central_sums separation accept.
From BilinearTheory Require Import machine refute refute_stack enumerate.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record separation := Separation {
  inner : seq nat;
  prefix : seq nat;
  generators : seq (seq nat);
  suffix : seq nat;
  distinguish : seq (seq nat);
  codes : seq nat;
  weights : seq (seq Z);
  preimages : seq (Z * seq Z);
  group_walk : seq (option nat);
  backs_of : seq (seq nat);
  classes_of : seq klass
}.

Definition blocks_of (c : class) : option (nat * bool) :=
  match c with
  | Ruled DiagonalReal => Some (1%N, true)
  | Ruled Rotation => Some (1%N, false)
  | BlockReal k => Some (k, true)
  | BlockComplex k => Some (k, false)
  | _ => None
  end.

Section Separate.
Variables (cl : claimed) (mi : minimal) (se : separation).
Local Notation n := (size (inner se)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation out := (output_of (min_outputs mi)).

(* The machine on the states of the witness.                                  *)
Definition inside : minimal :=
  Minimal [seq [seq index (after mi q g) (inner se) | g <- generators se]
            | q <- inner se]
    [seq out (after mi q (suffix se)) | q <- inner se] [::].

Definition claim_inside : claimed :=
  Claimed (restricted cl) (bounded cl) (decoding cl) (additive_term cl)
    (size (generators se)) (automaton cl).

Definition columns : seq (seq nat) :=
  let rows := min_transitions inside in
  [seq [seq next_of rows q g | q <- iota 0 n]
    | g <- iota 0 (size (generators se))].

Definition weight q z : Z := nth Z0 (nth [::] (weights se) q) z.

Definition measure z : seq Z :=
  let outs := min_outputs inside in
  let right := nth 0%N (codes se) z in
  [seq if nth 0%N outs q == right then
         foldr (fun y s => if y == z then s else Z.add (weight q y) s) Z0
           (iota 0 (size (codes se)))
       else Z.opp (weight q z) | q <- iota 0 n].

Definition places_inside : bool :=
  [&& uniq (inner se), all (fun q => (q < size_mi)%N) (inner se), (0 < n)%N,
      nth 0%N (inner se) 0 == after mi 0 (prefix se)
    & all (all (fun p => (p < n)%N)) (min_transitions inside)].

Definition codes_ok : bool :=
  [&& uniq (codes se),
      all (fun q => out q \in codes se) (iota 0 size_mi)
    & let outs := [seq out q | q <- iota 0 size_mi] in
      all (fun y => y \in outs) (codes se)].

Definition weights_ok : bool :=
  let outs := min_outputs inside in
  all (fun q => all (fun z => Z.leb 0 (weight q z)) (iota 0 (size (codes se))))
    (iota 0 n) &&
  has (fun q => has (fun z =>
      (nth 0%N (codes se) z != nth 0%N outs q) &&
      Z.ltb 0 (weight q z)) (iota 0 (size (codes se)))) (iota 0 n).

Definition measures_ok (b : nat) (real : bool) (els : seq (seq nat))
    (members : seq (seq (seq nat))) : bool :=
  let c := multiplier real b (size els) in
  all (fun z =>
    let s := measure z in
    let: (e, v) := nth (Z0, [::]) (preimages se) z in
    all (fun a => a == Z0) s ||
    [&& Z.ltb 0 e, size v == n
      & annihilated n real b els (classes_of se) members v ==
        vmult (Z.mul c e) s]) (iota 0 (size (codes se))).

Definition words_inside : bool :=
  letters_in cl (prefix se) && letters_in cl (suffix se) &&
  all (letters_in cl) (generators se).

Definition machine_inside : bool :=
  [&& words_inside, places_inside, numbered claim_inside inside
    & permuting claim_inside inside].

Definition separates : bool :=
  if blocks_of (restricted cl) is Some (b, real) then
    [&& sound_machine cl mi, numbered cl mi, told_apart cl mi (distinguish se),
        (if decoding cl is Linear then true else false), (0 < b)%N,
        machine_inside, codes_ok, weights_ok
      & let els := group_list n columns (group_walk se) in
        let members :=
          map (members_of columns (backs_of se)) (classes_of se) in
        [&& enumerates columns (group_walk se) els,
            partitions n columns (backs_of se) els (classes_of se) members
          & measures_ok b real els members]]
  else false.

Section Sound.
Variables (b : nat) (real : bool) (M N : nat).
Variable step : 'I_M.+1 -> 'I_(letters cl) -> 'I_M.+1.
Hypotheses (szM : size_mi = M.+1) (szN : n = N.+1).
Hypothesis foldE : forall q w, foldl step q w = after mi q (map val w) :> nat.
Hypotheses (mach : machine_inside) (codes_in : codes_ok) (wts : weights_ok).
Local Notation els := (group_list N.+1 columns (group_walk se)).
Local Notation members :=
  (map (members_of columns (backs_of se)) (classes_of se)).
Hypothesis enum : enumerates columns (group_walk se) els.
Hypothesis parts :
  partitions N.+1 columns (backs_of se) els (classes_of se) members.
Hypothesis meas : measures_ok b real els members.
Hypothesis told : forall p q, p != q ->
  exists w, out (foldl step p w) != out (foldl step q w).
Hypothesis b_gt0 : (0 < b)%N.

Local Notation K := 'I_(size columns).
Local Notation m := (size (codes se)).

Let size_columns : size columns = size (generators se).
Proof. by rewrite size_map size_iota. Qed.

Let lt_gen (g : K) : (g < size (generators se))%N.
Proof. by rewrite -[X in (_ < X)%N]size_columns. Qed.

Let places : places_inside. Proof. by case/and4P: mach. Qed.

Let next_in i g : (i < N.+1)%N -> (g < size (generators se))%N ->
  (next_of (min_transitions inside) i g < N.+1)%N.
Proof.
move=> lt_i lt_g; case/and5P: places => _ _ _ _ /allP rows.
rewrite -szN; apply: (allP (rows _ (mem_nth _ _))); last first.
  by apply: mem_nth; rewrite (nth_map 0%N) ?szN // size_map.
by rewrite size_map szN.
Qed.

Let small (i : 'I_N.+1) (g : K) : 'I_N.+1 :=
  Ordinal (next_in (ltn_ord i) (lt_gen g)).

Let place (i : 'I_N.+1) : 'I_M.+1 := inord (nth 0%N (inner se) i).

Let placeE i : place i = nth 0%N (inner se) i :> nat.
Proof.
rewrite inordK // -szM; case/and5P: places => _ /allP lt _ _ _.
by apply: lt; apply: mem_nth; rewrite szN.
Qed.

Let place_inj : injective place.
Proof.
move=> i j /(congr1 val) /=; rewrite !placeE => /eqP.
case/and5P: places => u _ _ _ _; rewrite nth_uniq ?szN // => /eqP.
exact: val_inj.
Qed.

Let gen_word (g : K) : seq 'I_(letters cl) :=
  of_word cl (nth [::] (generators se) g).

Let in_words : words_inside. Proof. by case/and4P: mach. Qed.

Let step_place i g : place (small i g) = foldl step (place i) (gen_word g).
Proof.
apply: val_inj; rewrite /= placeE (fold_word foldE); last first.
  case/andP: in_words => _ /allP; apply; apply: mem_nth; exact: lt_gen.
rewrite placeE /= /next_of (nth_map 0%N) ?szN // (nth_map [::]) ?lt_gen //.
set q := after _ _ _.
have : index q (inner se) = small i g :> nat.
  by rewrite /= /next_of (nth_map 0%N) ?szN // (nth_map [::]) ?lt_gen.
by move=> e; rewrite nth_index // -index_mem e szN.
Qed.

Let stepE i g : small i g = next_of (min_transitions inside) i g :> nat.
Proof. by []. Qed.

(* The letters of the inner machine, as those of its claim.                   *)
Let cast (g : 'I_(letters claim_inside)) : K :=
  cast_ord (esym size_columns) g.
Let small' (i : 'I_N.+1) (g : 'I_(letters claim_inside)) := small i (cast g).

Let size_inside : size (min_transitions inside) = N.+1.
Proof. by rewrite size_map szN. Qed.

Let small_inj g : injective (small^~ g).
Proof.
have perm_in : permuting claim_inside inside by case/and4P: mach.
have stepE' i (x : 'I_(letters claim_inside)) :
    small' i x = next_of (min_transitions inside) i x :> nat by [].
have := permuting_inj size_inside stepE' (x := cast_ord size_columns g) perm_in.
have -> : small'^~ (cast_ord size_columns g) = small^~ g :> (_ -> _).
  by rewrite /small' /cast cast_ordK.
exact.
Qed.

Let reach q : exists w, foldl small ord0 w = q.
Proof.
have num : numbered claim_inside inside by case/and4P: mach.
have stepE' i (x : 'I_(letters claim_inside)) :
    small' i x = next_of (min_transitions inside) i x :> nat by [].
have [w <-] := numbered_reached size_inside stepE' q num.
exists (map cast w); elim: w ord0 => //= x w IHw i; exact: IHw.
Qed.

Let lists_columns (g : K) : lists (nth [::] columns g) (letter_perm small_inj g).
Proof.
rewrite (nth_map 0%N) ?size_iota ?lt_gen // nth_iota ?lt_gen //.
split=> [|i]; first by rewrite size_map size_iota szN.
by rewrite (nth_map 0%N) ?size_iota ?szN // nth_iota ?szN // permE.
Qed.

Let m_gt0 : (0 < m)%N.
Proof.
case/and3P: codes_in => _ /allP in_c _.
have := in_c 0%N; rewrite mem_iota szM => /(_ isT).
by case: (codes se).
Qed.

Let code_lt (q : 'I_M.+1) : (index (out q) (codes se) < m)%N.
Proof.
rewrite index_mem; case/and3P: codes_in => _ /allP in_c _.
by apply: in_c; rewrite mem_iota szM ltn_ord.
Qed.
Let out1 (q : 'I_M.+1) : 'I_m := Ordinal (code_lt q).

Let out1E q : nth 0%N (codes se) (out1 q) = out q.
Proof. by rewrite nth_index // -index_mem. Qed.

Let tail_word := of_word cl (suffix se).
Let out0 (i : 'I_N.+1) : 'I_m := out1 (foldl step (place i) tail_word).

Let out0E i : nth 0%N (codes se) (out0 i) = nth 0%N (min_outputs inside) i.
Proof.
rewrite out1E (fold_word foldE); last by case/andP: in_words => /andP[].
by rewrite placeE (nth_map 0%N) ?szN.
Qed.

Let same_code (y z : 'I_m) :
  (nth 0%N (codes se) y == nth 0%N (codes se) z) = (y == z).
Proof. by case/and3P: codes_in => u _ _; rewrite nth_uniq. Qed.

Let mu (i : 'I_N.+1) (z : 'I_m) : algC := zval (weight i z).

Let measureE (z : 'I_m) : zcol N.+1 (measure z) = excess out0 mu z.
Proof.
apply/colP=> i; rewrite !mxE (nth_map 0%N) ?size_iota ?szN //.
rewrite nth_iota ?szN // add0n -out0E same_code.
case: ifP => _; last by rewrite zvalN.
rewrite -(big_mkord (fun y => y != z) (fun y => zval (weight i y))).
rewrite /index_iota subn0; elim: (iota 0 m) => [|y s IHs] /=.
  by rewrite big_nil.
rewrite big_cons; case: eqP => //= _.
by rewrite zvalD IHs.
Qed.

Let is_refuting : refuting out0 b real small_inj mu.
Proof.
case/andP: wts => /allP wge /hasP[q q_in /hasP[z z_in /andP[ne lt]]].
rewrite mem_iota szN in q_in; rewrite mem_iota in z_in.
split=> [i y||y].
- apply: zval_ge0; have /wge/allP/(_ (val y)) : val i \in iota 0 n.
    by rewrite mem_iota szN ltn_ord.
  by rewrite mem_iota ltn_ord => /(_ isT).
- exists (Ordinal q_in), (Ordinal z_in); have pos : 0 < mu (Ordinal q_in) (Ordinal z_in) by apply: (zval_lt lt).
  have ne0 : Ordinal z_in != out0 (Ordinal q_in) by rewrite -same_code out0E.
  by split; [apply: ne0 | rewrite gt_eqF].
have /(allP meas) : val y \in iota 0 m by rewrite mem_iota ltn_ord.
case: (nth _ _ _) => e v /orP[/allP none|].
  exists 0; rewrite mulmx0 -measureE; apply/colP=> i; rewrite !mxE.
  have [lt_i|ge_i] := ltnP i (size (measure y)); last by rewrite nth_default.
  by rewrite (eqP (none _ (mem_nth Z0 lt_i))).
case/and3P=> /zval_lt e_gt0 /eqP szv /eqP killed.
rewrite szN in szv killed.
have backs_in : backs_ok N.+1 columns (backs_of se) by case/and4P: parts.
have rGE g : on_states small_inj g = perm_mx g by [].
have [_] := annihilatedE lists_columns enum backs_in erefl parts
  (rG := on_states small_inj) rGE real b szv.
rewrite killed zcol_mult; last by rewrite size_map size_iota szN.
rewrite zvalM -scalerA measureE.
set c := zval (multiplier _ _ _) => eq_c.
have c_neq0 : c != 0.
  rewrite /c /multiplier; have : all (fun d => 0 < d)%N (degrees b (size els)).
    by apply/allP=> d; rewrite mem_filter mem_iota => /and3P[].
  elim: (degrees _ _) => [|d ds IHds] /=; first by rewrite zval1 oner_neq0.
  case/andP=> d_gt0 /IHds nz; rewrite zvalM mulf_neq0 //.
  by case: ifP => _; rewrite ?zvalM ?mulf_neq0 // zval_nat pnatr_eq0 -lt0n.
have e_neq0 : zval e != 0 by rewrite gt_eqF.
exists ((zval e)^-1 *: zcol N.+1 v); rewrite -scalemxAr.
by rewrite -(scalerI c_neq0 eq_c) scalerA mulVf // scale1r.
Qed.

Let refuted : ~ reads_blocks step ord0 out1 b real.
Proof.
have start : place ord0 = foldl step ord0 (of_word cl (prefix se)).
  apply: val_inj; rewrite /= placeE (fold_word foldE).
    by case/and5P: places => _ _ _ /eqP->.
  by case/andP: in_words => /andP[].
apply: (separation_inside_sound (step := small) (q0 := ord0)
  (out := out0) (inj := small_inj) b_gt0 reach (gens := gen_word)
  (v := tail_word) is_refuting place_inj start step_place) => // p q /told[w ne].
by exists w; apply: contraNneq ne => e; rewrite -!out1E e.
Qed.

Hypothesis cls : blocks_of (restricted cl) = Some (b, real).
Hypothesis reached : forall q, exists w, foldl step ord0 w = q.

Lemma separates_linear bound add :
  ~ realizable (fun w => out (foldl step ord0 w)) (restricted cl) bound Linear
    add.
Proof.
case=> d [A [c [h0 [pts [fam _ _ orb [ys [row [beta lin]]]]]]]]; apply: refuted.
exists d, A, c, h0, pts, (fun i : 'I_d => i %/ b)%N.
exists (fun z : 'I_m => row (nth 0%N (codes se) z)).
exists (fun z : 'I_m => beta (nth 0%N (codes se) z)); split=> // [|w z ne].
  split=> [x i j ne|e|re]; last 2 first.
  - exact: card_members.
  - case: (restricted cl) cls fam => [[]||||k|k|k|k|k|k] //= [<- er];
      rewrite -?er in re *; rewrite //.
    + move=> fam; left=> x i j; have /andP[/is_diag_mxP dA /forallP rA] := fam x.
      by have [->|ne] := eqVneq i j; [apply: rA | rewrite dA ?real0].
    + case=> [mA|]; [left=> x i j|by right].
      by have /forallP/(_ i)/forallP/(_ j)/andP[] := mA x.
  case: (restricted cl) cls fam => [[]||||k|k|k|k|k|k] //= [<- _] fam.
  - have /andP[/is_diag_mxP dA _] := fam x; apply: contraNeq ne => ne.
    by rewrite !divn1 in ne; rewrite dA.
  - have /is_diag_mxP dA := fam x; apply: contraNeq ne => ne.
    by rewrite !divn1 in ne; rewrite dA.
  - case: fam => [mA|[_ dA]].
      by have /forallP/(_ i)/forallP/(_ j)/andP[_ /implyP/(_ ne)/eqP] := mA x.
    by move: (dA x) => /is_diag_mxP dAx; apply: contraNeq ne => ne;
      rewrite dAx //; apply: contraNneq ne => ->.
  by have /forallP/(_ i)/forallP/(_ j)/implyP/(_ ne)/eqP := fam x.
have [_ strict] := lin w; rewrite /realization.logit out1E.
apply: strict; last first.
  by rewrite -out1E same_code.
case/and3P: codes_in => _ _ /allP in_outs.
have /in_outs/mapP[q + ->] := mem_nth 0%N (ltn_ord z).
rewrite mem_iota szM => /= lt_q; have [w' e] := reached (Ordinal lt_q).
by have [] := lin w'; rewrite e.
Qed.
End Sound.

(* What the function accepts is true.                                         *)
Theorem separates_sound : separates ->
  ~ realizable (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /separates; case cls: (blocks_of _) => [[b real]|//].
case/and5P=> mach num told lin /and5P[b_gt0 inside_ok codes_in wts].
case/and3P=> enum parts meas.
have [M [step [szM stepE foldE answerE]]] := as_automaton mach.
have [N szN] : exists N, n = N.+1.
  by exists n.-1; case/and4P: inside_ok => _ /and5P[_ _ /prednK-> _].
have told_words p q : p != q ->
    exists w, out (foldl step p w) != out (foldl step q w).
  exact: told_apart_words szM foldE _ p q told.
have reached q := numbered_reached szM stepE q num.
rewrite szN in enum parts meas; case: (decoding cl) lin => // _.
case=> d [A [c [h0 [pts [fam wi add orb [ys [row [beta dec]]]]]]]].
apply: (separates_linear szM szN foldE inside_ok codes_in wts enum parts meas
  told_words b_gt0 cls reached (bound := bounded cl) (add := additive_term cl)).
exists d, A, c, h0, pts; split=> //.
by exists ys, row, beta => w; rewrite -answerE.
Qed.
End Separate.
