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
(*   three_differ cl mi suffixes y x zs v w == all letters permute, and for   *)
(*                   three real columns both a law of letters, the second, or *)
(*                   with a letter z in zs the first, and that of squares fail *)
(*   arrivals, staying, resets x == the later states, the live ones, and the  *)
(*                   resetting letters of columns.v                           *)
(*   not_numbers cl mi suffixes e == the letters are no multiplication by     *)
(*                   numbers, against one column; if all else is as it should *)
(*                   be, e is an exponent, less than the live states          *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import columns.

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

(* The laws fail at some states.                                              *)
Definition crossed (y x z : nat) : bool :=
  has (fun q => has (fun p => (go p y == go q x) &&
    has (fun p' => (go p' y == go q z) && (go p z != go p' x)) states) states) states.

Definition alternated (y x : nat) : bool :=
  has (fun q => has (fun p => (go p y == go q x) &&
    has (fun p' => (go p' y == go p x) && (go p' x != go q x)) states) states) states.

Definition squared (v w : seq nat) : bool :=
  let f q := after mi (after mi q v) v in
  let g q := after mi (after mi q w) w in
  has (fun q => g (f q) != f (g q)) states.

Definition crosses (y x z : nat) : bool :=
  [&& columns_machine, x < k, y < k, z < k, letter_permutes y, plain_or_permuting,
      (match restricted cl with CPReal 2 | CPComplex 2 => true | _ => false end)
    & crossed y x z].

Definition alternates (y x : nat) : bool :=
  [&& columns_machine, x < k, y < k, letter_permutes y, plain_or_permuting,
      (match restricted cl with CPReal 2 => true | _ => false end)
    & alternated y x].

Definition squares_differ (v w : seq nat) : bool :=
  [&& columns_machine, letters_in cl v, letters_in cl w, permuting cl mi,
      (match restricted cl with CPReal 2 => true | _ => false end)
    & squared v w].

Definition three_differ (y x : nat) (zs : seq nat) (v w : seq nat) : bool :=
  [&& columns_machine, all (letters_in cl) [:: [:: y; x]; zs; v; w], permuting cl mi,
      (match restricted cl with CPReal 3 => true | _ => false end), squared v w
    & if zs is z :: _ then crossed y x z else alternated y x].

(* One column.                                                                *)
Local Notation letters_all := (iota 0 k).

Definition arrivals : seq nat :=
  undup (flatten [seq [seq go q x | x <- letters_all] | q <- states]).

Definition alike (qs : seq nat) : bool := all (fun q => q == head 0 qs) qs.

Definition resets (x : nat) : bool := alike [seq go q x | q <- arrivals].

Definition staying : seq nat :=
  let ends := [seq go 0 x | x <- letters_all & resets x] in
  [seq q <- arrivals | q \notin ends].

Definition numbers (e : nat) : bool :=
  let fixing := [seq x <- letters_all | resets x] in
  let moving := [seq x <- letters_all | ~~ resets x] in
  let live := staying in
  let real := if restricted cl is CPReal _ then true else false in
  [&& all (fun y => all (fun x => all (fun p => go p x == go 0 y) arrivals) fixing &&
        all (fun x => go (go 0 y) x == go 0 y) letters_all) fixing,
      all (fun x => let images := [seq go q x | q <- live] in
        uniq images && all (mem live) images) moving,
      has (fun p => all (fun x => go 0 x == go p x) moving) live,
      all (fun x => all (fun y => all (fun q => go (go q x) y == go (go q y) x) live)
        moving) moving
    & (0 < e) && ((real && (e == 2)) ||
        all (fun x => all (fun q => repeat_map (go^~ x) e q == q) live) moving) ==>
        (size live <= e)].

Definition not_numbers (e : nat) : bool :=
  [&& columns_machine, plain_or_permuting,
      (match restricted cl with CPReal 1 | CPComplex 1 => true | _ => false end),
      ~~ alike (flatten [seq [seq go q x | x <- letters_all] | q <- arrivals])
    & ~~ numbers e].

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

Theorem three_differ_sound y x zs v w : three_differ y x zs v w -> no.
Proof.
case/and5P=> ok /and5P[/and3P[ly lx _] lz lv lw _] perm cc /andP[sq law].
apply: (by_steps ok) => M step sz stepE foldE apart yes.
have inj a : injective (step^~ a) by apply: permuting_inj sz stepE a perm.
have Dc : restricted cl = CPReal 3 by move: cc; case: (restricted cl) => // -[|[|[|[]]]].
rewrite Dc in yes; case: (three_columns_refutes apart yes inj) => [squares|[cross turn]].
  case/hasP: sq => q q_in /eqP[].
  have := congr1 val (squares (of_word cl v) (of_word cl w) (Ordinal (in_states sz q_in))).
  by rewrite /= !foldl_cat !(fold_word foldE).
have at_states := in_states sz; case: zs lz law => [_|z zs /andP[lz _]].
  case/hasP=> q /at_states lq /hasP[p /at_states lp /andP[/eqP e /hasP[p' /at_states lp']]].
  case/andP=> /eqP e' /eqP[].
  have /(congr1 val) : step (Ordinal lp') (Ordinal lx) = step (Ordinal lq) (Ordinal lx).
    by apply: (turn _ (Ordinal ly) _ (Ordinal lp)); apply: val_inj; rewrite /= !stepE.
  by rewrite /= !stepE.
case/hasP=> q /at_states lq /hasP[p /at_states lp /andP[/eqP e /hasP[p' /at_states lp']]].
case/andP=> /eqP e' /eqP[].
have /(congr1 val) : step (Ordinal lp) (Ordinal lz) = step (Ordinal lp') (Ordinal lx).
  by apply: (cross _ (Ordinal ly) _ (Ordinal lq)); apply: val_inj; rewrite /= !stepE.
by rewrite /= !stepE.
Qed.

Section OneColumn.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1) (stepE : forall q x, step q x = go q x :> nat).

Let letterP x : reflect (exists a : 'I_k, val a = x) (x \in letters_all).
Proof.
apply: (iffP idP) => [|[a <-]]; rewrite mem_iota //= => lt.
by exists (Ordinal lt).
Qed.

Let arrivalsP q : reflect (exists2 p, later step p & val p = q) (q \in arrivals).
Proof.
rewrite mem_undup; apply: (iffP flatten_mapP) => [[p p_in /mapP[x /letterP[a <-] ->]]|].
  pose p' := Ordinal (in_states sz p_in).
  exists (step p' a); last by rewrite /= stepE.
  by apply/existsP; exists p'; apply/existsP; exists a.
case=> _ /existsP[p /existsP[a /eqP<-]] <-; exists (val p).
  by rewrite mem_iota sz ltn_ord.
by apply/mapP; exists (val a); rewrite /= ?stepE //; apply/letterP; exists a.
Qed.

Let alikeP qs : reflect (exists z, forall q, q \in qs -> q = z) (alike qs).
Proof.
apply: (iffP allP) => [same|[z same] q q_in]; first by exists (head 0 qs) => q /same/eqP.
by rewrite (same q q_in) [X in _ == X]same //; case: (qs) q_in => // *; rewrite mem_head.
Qed.

Let resetsP (a : 'I_k) : resets (val a) = resetting step a.
Proof.
apply/alikeP/forallP=> [[z same] p|same].
  apply/forallP=> q; apply/implyP=> lp; apply/implyP=> lq; apply/eqP/val_inj.
  have e r : later step r -> go r a = z.
    by move=> lr; apply: same; apply: map_f; apply/arrivalsP; exists r.
  by rewrite /= !stepE !e.
case: (pickP (later step)) => [p lp|none].
  exists (go p a) => q0 /mapP[q /arrivalsP[q' lq' Dq'] ->]; rewrite -Dq'.
  by have /forallP/(_ q') := same p; rewrite lp lq' => /eqP/(congr1 val); rewrite /= !stepE.
by exists 0 => q0 /mapP[q /arrivalsP[q']]; rewrite none.
Qed.

Let stayingP q : reflect (exists2 p, p \in live step ord0 & val p = q) (q \in staying).
Proof.
have endsE (p : 'I_M.+1) : (val p \in [seq go 0 x | x <- letters_all & resets x]) =
    [exists a, resetting step a && (step ord0 a == p)].
  apply/mapP/existsP=> [[x]|[a /andP[res /eqP<-]]].
    rewrite mem_filter => /andP[res /letterP[a Da]] e; exists a.
    by rewrite -resetsP Da res; apply/eqP/val_inj; rewrite /= stepE Da e.
  exists (val a); last by rewrite /= stepE.
  by rewrite mem_filter resetsP res; apply/letterP; exists a.
rewrite mem_filter; apply: (iffP andP) => [[ns /arrivalsP[p lp Dp]]|[p + <-]].
  by exists p; rewrite // inE lp -endsE Dp.
by rewrite inE endsE => /andP[lp ns]; split=> //; apply/arrivalsP; exists p.
Qed.

Let movingP x : reflect (exists2 a, ~~ resetting step a & val a = x)
  (x \in [seq x <- letters_all | ~~ resets x]).
Proof.
rewrite mem_filter; apply: (iffP andP) => [[res /letterP[a Da]]|[a res <-]].
  by exists a; rewrite // -resetsP Da.
by rewrite resetsP; split=> //; apply/letterP; exists a.
Qed.

Let fixingP x : reflect (exists2 a, resetting step a & val a = x)
  (x \in [seq x <- letters_all | resets x]).
Proof.
rewrite mem_filter; apply: (iffP andP) => [[res /letterP[a Da]]|[a res <-]].
  by exists a; rewrite // -resetsP Da.
by rewrite resetsP; split=> //; apply/letterP; exists a.
Qed.

Let fold_repeat (q : 'I_M.+1) a e :
  foldl step q (nseq e a) = repeat_map (go^~ (val a)) e q :> nat.
Proof. by elim: e q => //= e IHe q; rewrite IHe stepE. Qed.

Lemma turned_numbers e :
  turned step ord0 (if restricted cl is CPReal _ then true else false) -> numbers e.
Proof.
have valE := stepE; case=> fix1 perm [p0 p0_live first] comm few.
have later0 : later step p0 by move: p0_live; rewrite inE => /andP[].
have moved a : ~~ resetting step a -> val a \in [seq x <- letters_all | ~~ resets x].
  by move=> res; apply/movingP; exists a.
apply/and5P; split.
- apply/allP=> y /fixingP[b rb <-]; apply/andP; split; apply/allP=> x.
    case/fixingP=> a ra <-; apply/allP=> p /arrivalsP[q lq <-].
    by have [+ _] := fix1 a b q ra rb lq; move/(congr1 val); rewrite /= !stepE => ->.
  case/letterP=> c <-; have [_ /(_ c)] := fix1 b b p0 rb rb later0.
  by move/(congr1 val); rewrite /= !stepE => ->.
- apply/allP=> x /movingP[a ra <-]; have [inj inside] := perm a ra; apply/andP; split.
    rewrite map_inj_in_uniq ?filter_uniq ?undup_uniq // => q q'.
    case/stayingP=> p pl <- /stayingP[p' pl' <-] e1; congr val; apply: inj => //.
    by apply: val_inj; rewrite /= !stepE.
  apply/allP=> _ /mapP[q /stayingP[p pl <-] ->]; apply/stayingP.
  by exists (step p a); rewrite ?inside //= stepE.
- apply/hasP; exists (val p0); first by apply/stayingP; exists p0.
  apply/allP=> x /movingP[a ra <-].
  by have := congr1 val (first a ra); rewrite /= !stepE => ->.
- apply/allP=> x /movingP[a ra <-]; apply/allP=> y /movingP[b rb <-].
  apply/allP=> q /stayingP[p pl <-].
  by have := congr1 val (comm a b ra rb p pl); rewrite /= !stepE => ->.
apply/implyP=> /andP[e_gt0 eP].
have le : (size staying <= #|live step ord0|)%N.
  rewrite cardE -(size_map val); apply: uniq_leq_size.
    by rewrite filter_uniq ?undup_uniq.
  by move=> q /stayingP[p pl <-]; apply: map_f; rewrite mem_enum.
apply: leq_trans le (few e e_gt0 _); case/orP: eP => [re|/allP fixed]; [by left|right].
move=> a ra p pl; apply: val_inj; rewrite /= fold_repeat.
have /allP/(_ (val p)) := fixed _ (moved a ra).
by move=> /(_ (introT (stayingP _) (ex_intro2 _ _ p pl erefl)))/eqP.
Qed.

Lemma one_alike : one_after_two step ->
  alike (flatten [seq [seq go q x | x <- letters_all] | q <- arrivals]).
Proof.
case/existsP=> z same; apply/alikeP; exists (val z).
move=> _ /flatten_mapP[q /arrivalsP[p lp <-] /mapP[x /letterP[a <-] ->]].
have /forallP/(_ p)/forallP/(_ a) := same; rewrite lp => /eqP<-.
by rewrite /= stepE.
Qed.
End OneColumn.

Theorem not_numbers_sound e : not_numbers e -> no.
Proof.
case/and5P=> ok plain cc more /negP nums.
apply: (by_steps ok) => M step sz stepE foldE apart yes; apply: nums.
apply: (turned_numbers sz stepE); apply: (one_column_refutes apart _
  (plain_inj sz stepE plain)).
  by move: yes cc; case: (restricted cl) => // -[|[]] // yes _; apply: yes.
by apply: contraNN more => /(one_alike sz stepE).
Qed.
End Columns.
