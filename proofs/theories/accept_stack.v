(* The acceptance conditions of a certificate with the answer "yes" that      *)
(* gives a stack of layers, as one function that computes, and the proof that *)
(* what it accepts is true.                                                   *)
(*                                                                            *)
(*   layer        == width, matrices over their denominator, offsets, vectors,*)
(*                   inputs: for each letter the numbers of the vectors below *)
(*                   and of the matrix that they choose, and moves: the       *)
(*                   vector after a matrix, by the matrix and the vector      *)
(*   pile         == whether the layers read the states below before the      *)
(*                   letter; the layers; the points, as the numbers of their  *)
(*                   vectors; and the rest of the evidence                    *)
(*   joined n p   == the vectors of the first n layers at a point, as one     *)
(*   accepts_stack cl l mi pi == the evidence proves the claim for l layers   *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import model realization rules claim numbers.
From BilinearTheory Require Import membership follows accept.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record layer := Layer {
  layer_width : nat;
  layer_scale : Z;
  layer_matrices : seq (seq vec);
  layer_offsets : seq vec;
  layer_vectors : seq vec;
  inputs : seq (seq (seq nat * nat));
  moves : seq (seq (option nat))
}.

Record pile := Pile {
  before_letter : bool;
  layers_of : seq layer;
  places : seq (seq nat);
  grounds : evidence
}.

Definition no_layer := Layer 0 Z0 [::] [::] [::] [::] [::].

Fixpoint chosen (rows : seq (seq nat * nat)) (below : seq nat) : option nat :=
  if rows is r :: rows' then
    if r.1 == below then Some r.2 else chosen rows' below
  else None.

Definition raised k (v : vec) : vec := [seq ((k + e.1)%N, e.2) | e <- v].

Section Accept.
Variables (cl : claimed) (count : nat) (mi : minimal) (pi : pile).
Local Notation ev := (grounds pi).
Local Notation points := (size (places pi)).
Local Notation depth := (size (layers_of pi)).

Definition level t := nth no_layer (layers_of pi) t.
Definition place p := nth [::] (places pi) p.
Definition part p t := nth 0%N (place p) t.

Fixpoint width_to n :=
  if n is n'.+1 then (width_to n' + layer_width (level n'))%N else 0%N.

Fixpoint joined n p : vec :=
  if n is n'.+1 then
    joined n' p ++
      raised (width_to n') (nth [::] (layer_vectors (level n')) (part p n'))
  else [::].

(* Matrices, offsets and vectors of a layer as those of a system.             *)
Definition alone t : evidence :=
  Evidence (layer_width (level t)) (conductor ev) (low ev) (cofactor ev)
    (rest ev) (scale ev) (turn ev)
    (Columns (layer_scale (level t)) (layer_matrices (level t))) None
    (layer_offsets (level t)) (layer_vectors (level t)) [::] [::] [::] [::]
    [::].

Definition claim_alone t : claimed :=
  Claimed (restricted cl) (bounded cl) (decoding cl) (additive_term cl)
    (size (layer_matrices (level t))) (automaton cl).

(* The points, with the states of all layers as one vector.                   *)
Definition joint : evidence :=
  Evidence (width_to depth) (conductor ev) (low ev) (cofactor ev) (rest ev)
    (scale ev) (turn ev) (Columns (Zpos xH) [::]) None [::]
    [seq joined depth p | p <- iota 0 points] (next ev) (states ev)
    (readouts ev) (rows ev) (bias ev).

Definition moves_ok t :=
  let l := level t in
  all (fun m => all (fun v =>
      if nth None (nth [::] (moves l) m) v is Some q then
        (q < size (layer_vectors l))%N &&
        (vadd (vmul (low ev) (nth [::] (layer_matrices l) m)
             (nth [::] (layer_vectors l) v)) (nth [::] (layer_offsets l) m)
           == vtimes (layer_scale l) (nth [::] (layer_vectors l) q))
      else true)
    (iota 0 (size (layer_vectors l)))) (iota 0 (size (layer_matrices l))).

Definition layer_ok (pos : number -> bool) t :=
  [&& well_formed (claim_alone t) (alone t),
      bound_ok (claim_alone t) (alone t),
      members (claim_alone t) (alone t) pos, moves_ok t
    & (letters cl == 0%N) || (0 < size (layer_matrices (level t)))%N].

Definition places_ok :=
  (0 < points)%N && all (fun p => (size p == depth) &&
    all (fun t => (nth 0%N p t < size (layer_vectors (level t)))%N)
      (iota 0 depth)) (places pi).

(* The layer t goes on from the point p to the point q.                       *)
Definition goes x p q t :=
  let l := level t in
  let below := take t (place (if before_letter pi then p else q)) in
  if chosen (nth [::] (inputs l) x) below is Some m then
    (m < size (layer_matrices l))%N &&
    (nth None (nth [::] (moves l) m) (part p t) == Some (part q t))
  else false.

Definition stack_closed :=
  (nth 0%N (states ev) 0 == 0%N) &&
  all (fun p => all (fun x =>
    let q := next_of (next ev) p x in
    [&& (q < points)%N, all (goes x p q) (iota 0 depth)
      & nth 0%N (states ev) q ==
        next_of (min_transitions mi) (nth 0%N (states ev) p) x])
    (iota 0 (letters cl))) (iota 0 points).

Definition joint_ok :=
  all (proper (size (low ev)) (width_to depth)) (vectors joint) &&
  uniq (vectors joint).

Definition accepts_stack_with (pos : number -> bool) :=
  [&& onto (automaton cl) (letters cl) mi,
      modulus (conductor ev) (low ev) (cofactor ev) (rest ev),
      (depth <= count)%N, all (layer_ok pos) (iota 0 depth), places_ok,
      stack_closed, joint_ok & decoder_ok cl mi joint pos].

Definition accepts_stack : bool :=
  let ps := powers ev in
  let enc := enclosure (conductor ev) (scale ev) ps in
  accepts_stack_with (certain enc ps).

Definition possible_stack : bool :=
  let ps := powers ev in
  let enc := enclosure (conductor ev) (scale ev) ps in
  accepts_stack_with (fun p => ~~ certain enc ps (nopp p) &&
    (nadd p (nconj (low ev) (conductor ev) p) != [::])).

Section Sound.
Variables (z : algC) (pos : number -> bool).
Hypotheses (prim : (conductor ev).-primitive_root z).
Hypothesis posP : forall p, pos p -> 0 < 'Re (nval z p).
Hypothesis mod_n : modulus (conductor ev) (low ev) (cofactor ev) (rest ev).
Hypothesis layers_ok : all (layer_ok pos) (iota 0 depth).
Hypothesis places_in : places_ok.
Hypothesis closed : stack_closed.

Local Notation L := 'I_(letters cl).
Local Notation m := (size (low ev)).
Let go p (x : L) := next_of (next ev) p x.

Let lowP : nval z (low ev) = z ^+ m. Proof. exact: modulus_low prim mod_n. Qed.
Let inj p q : canonical m p -> canonical m q -> nval z p = nval z q -> p = q.
Proof. exact: (nval_inj prim mod_n). Qed.

Let ok_at t : (t < depth)%N -> layer_ok pos t.
Proof. by move=> lt; apply: (allP layers_ok); rewrite mem_iota. Qed.

Let part_lt p t : (p < points)%N -> (t < depth)%N ->
  (part p t < size (layer_vectors (level t)))%N.
Proof.
move=> lt_p lt_t; case/andP: places_in => _ /allP/(_ _ (mem_nth [::] lt_p)).
by case/andP=> _ /allP; apply; rewrite mem_iota.
Qed.

Let size_place p : (p < points)%N -> size (place p) = depth.
Proof.
move=> lt_p; case/andP: places_in => _ /allP/(_ _ (mem_nth [::] lt_p)).
by case/andP=> /eqP.
Qed.

Let closedP p (x : L) : (p < points)%N ->
  [/\ (go p x < points)%N, forall t, (t < depth)%N -> goes x p (go p x) t
    & nth 0%N (states ev) (go p x) =
      next_of (min_transitions mi) (nth 0%N (states ev) p) x].
Proof.
move=> lt_p; case/andP: closed => _ /allP/(_ p); rewrite mem_iota.
move/(_ lt_p)/allP/(_ (val x)); rewrite mem_iota ltn_ord => /(_ isT).
case/and3P=> lt_q /allP goes_q /eqP st; split=> // t lt_t.
by apply: goes_q; rewrite mem_iota.
Qed.

Let vector t v : 'cV[algC]_(layer_width (level t)) :=
  vcol z _ (nth [::] (layer_vectors (level t)) v).

Let proper_vector t v : (t < depth)%N ->
  (v < size (layer_vectors (level t)))%N ->
  proper m (layer_width (level t)) (nth [::] (layer_vectors (level t)) v).
Proof.
move=> lt_t lt_v; case/andP: (ok_at lt_t) => /and5P[_ _ _ /allP pv _] _.
by apply: pv; apply: mem_nth.
Qed.

Let index_vector t v : (t < depth)%N ->
  (v < size (layer_vectors (level t)))%N ->
  index (vector t v)
    [seq vector t u | u <- iota 0 (size (layer_vectors (level t)))] = v.
Proof.
move=> lt_t lt_v; set vs := [seq _ | _ <- _].
have uv : uniq vs.
  rewrite map_inj_in_uniq ?iota_uniq // => i j; rewrite !mem_iota => /= lt_i lt_j.
  move/(vcol_inj inj (proper_vector lt_t lt_i) (proper_vector lt_t lt_j))/eqP.
  rewrite nth_uniq //; first by move/eqP.
  by case/andP: (ok_at lt_t) => /and5P[_ _ _ _ /and3P[]].
have e : nth 0 vs v = vector t v by rewrite (nth_map 0%N) ?size_iota ?nth_iota.
by rewrite -{1}e index_uniq // size_map size_iota.
Qed.

(* The matrix and the offset of the layer t for a letter.                     *)
Let number t x below : nat :=
  odflt 0%N (chosen (nth [::] (inputs (level t)) x) below).
Let mat t i : 'M[algC]_(layer_width (level t)) :=
  mmx z (zval (layer_scale (level t))) _
    (nth [::] (layer_matrices (level t)) i).
Let off t i : 'cV[algC]_(layer_width (level t)) :=
  (zval (layer_scale (level t)))^-1 *:
    vcol z _ (nth [::] (layer_offsets (level t)) i).

Let move_value t i v q : (t < depth)%N ->
  (i < size (layer_matrices (level t)))%N ->
  (v < size (layer_vectors (level t)))%N ->
  nth None (nth [::] (moves (level t)) i) v = Some q ->
  mat t i *m vector t v + off t i = vector t q.
Proof.
move=> lt_t lt_i lt_v e.
case/and5P: (ok_at lt_t) => /and5P[_ ps _ _ _] _ _ /allP mv _.
have /mv/allP/(_ v) : i \in iota 0 (size (layer_matrices (level t))).
  by rewrite mem_iota.
rewrite mem_iota lt_v e => /(_ isT)/andP[_ /eqP eq_v].
have := apply_value (x := i) lowP ps (proper_vector lt_t lt_v) erefl.
case/andP: ps => /zval_lt e_gt0 _.
have nz : zval (layer_scale (level t)) != 0 by rewrite gt_eqF.
rewrite [scale_of _ _]/= => uE; apply: (scalerI nz).
rewrite scalerDr -[X in _ *: (X *m _)]/(sys_mx z _ (matrices (alone t)) i) -uE.
rewrite /off scalerA divff // scale1r.
set u := vmul _ _ _ in uE *; set o := nth _ (layer_offsets _) _.
have -> : vcol z (layer_width (level t)) u + vcol z _ o = vcol z _ (vadd u o).
  by apply/colP=> k; rewrite !mxE vsum_vadd.
by rewrite eq_v; apply/colP=> k; rewrite !mxE vsum_vtimes.
Qed.

Let joined_proper n p : (n <= depth)%N -> (p < points)%N ->
  {in joined n p, forall e, (e.1 < width_to n)%N}.
Proof.
move=> le_n lt_p; elim: n le_n => [|n IHn] //= lt_n e.
rewrite mem_cat => /orP[/(IHn (ltnW lt_n))/leq_trans->//|]; first exact: leq_addr.
case/mapP=> a a_in ->; rewrite ltn_add2l.
have := proper_vector lt_n (part_lt lt_p lt_n).
by case/andP=> _ /allP/(_ _ a_in)/and3P[].
Qed.

Let join_value n p : (n < depth)%N -> (p < points)%N ->
  vcol z (width_to n.+1) (joined n.+1 p) =
  col_mx (vcol z (width_to n) (joined n p)) (vector n (part p n)).
Proof.
move=> lt_n lt_p; apply/colP=> i; rewrite !mxE.
have catE v w k : vsum z (v ++ w) k = vsum z v k + vsum z w k.
  exact: big_cat.
rewrite catE; case: splitP => j e; rewrite !mxE e.
  rewrite [X in _ + X]big1_seq ?addr0 // => a /andP[/eqP + /mapP[c _ ea]].
  by rewrite ea /= => e2; have := ltn_ord j; rewrite -e2 ltnNge leq_addr.
rewrite [X in X + _]big1_seq ?add0r => [|a /andP[/eqP + a_in]]; last first.
  have := joined_proper (ltnW lt_n) lt_p a_in; rewrite ltnNge => + e2.
  by rewrite e2 leq_addr.
rewrite /vsum big_map; apply: eq_bigl => a /=.
by rewrite eqn_add2l.
Qed.

Lemma prefix n : (n <= depth)%N -> exists (V : choiceType)
    (step : V -> L -> V) (flat : V -> 'cV[algC]_(width_to n))
    (code : V -> seq nat) (st : nat -> V),
  [/\ tower (restricted cl) (bounded cl) (additive_term cl) n step flat,
      forall p x, (p < points)%N -> step (st p) x = st (go p x),
      forall p, (p < points)%N -> code (st p) = take n (place p)
    & forall p, (p < points)%N ->
        flat (st p) = vcol z (width_to n) (joined n p)].
Proof.
elim: n => [|n IHn] lt_n.
  exists unit_choiceType, (fun v _ => v), (fun=> 0), (fun=> [::]), (fun=> tt).
  split=> // [|p _|p _]; first exact: NoLayer.
    by rewrite take0.
  by apply/colP=> -[].
have [V [step [flat [code [st [tow st_go codeE flatE]]]]]] := IHn (ltnW lt_n).
case/and5P: (ok_at lt_n) => wf bound_n mems _ some.
pose wd := layer_width (level n); pose nm := size (layer_matrices (level n)).
have [default _] : exists _ : L -> 'I_nm, True.
  case/orP: some => [/eqP none|gt0]; last by exists (fun=> Ordinal gt0).
  by suff g : L -> 'I_nm; [exists g | rewrite none => -[]].
pose low_code (s : V) x := code (if before_letter pi then s else step s x).
pose which (p : V * L) : 'I_nm :=
  odflt (default p.2) (insub (number n p.2 (low_code p.1 p.2))).
pose A (s : V) (x : L) : 'M[algC]_wd := mat n (which (s, x)).
pose b (s : V) (x : L) : 'cV[algC]_wd := off n (which (s, x)).
pose up (s : V * 'cV[algC]_wd) x := (step s.1 x, A s.1 x *m s.2 + b s.1 x).
exists [choiceType of V * 'cV[algC]_wd], up.
exists (fun s => col_mx (flat s.1) s.2).
exists (fun s => rcons (code s.1) (index s.2 [seq vector n u |
  u <- iota 0 (size (layer_vectors (level n)))])).
exists (fun p => (st p, vector n (part p n))); split.
- apply: OnTop tow _ _ _.
  + case/and3P: wf => mod_l ps _.
    have fam := members_family (cl := claim_alone n) (ev := alone n) prim posP
      mod_l ps mems erefl.
    by apply: (in_family_along (g := which) _ fam) => -[].
  + by case/andP: bound_n.
  case/and5P: wf => _ _ _ _ /and3P[_ _ /orP[->|/eqP/size0nil none]].
    by left.
  right=> s x; rewrite /b /off -[layer_offsets _]/(offsets (alone n)) none.
  rewrite nth_nil; suff -> : vcol z wd [::] = 0 by rewrite scaler0.
  by apply/colP=> i; rewrite !mxE vsum_nil.
- move=> p x lt_p; have [lt_q /(_ n lt_n) goes_n _] := closedP x lt_p.
  suff e : A (st p) x *m vector n (part p n) + b (st p) x =
      vector n (part (go p x) n) by rewrite /up /= st_go // e.
  move: goes_n; rewrite /goes -/(level n).
  case Dm: (chosen _ _) => [i|//] /andP[lt_i /eqP mv].
  suff e : which (st p, x) = i :> nat.
    by rewrite /A /b e; apply: move_value lt_n lt_i (part_lt lt_p lt_n) mv.
  rewrite /which /number /low_code /=.
  have -> : code (if before_letter pi then st p else step (st p) x) =
      take n (place (if before_letter pi then p else go p x)).
    by case: (before_letter pi); rewrite ?st_go // codeE.
  by rewrite Dm /= insubT.
- move=> p lt_p /=; rewrite codeE // index_vector ?part_lt //.
  by rewrite -take_nth // size_place.
by move=> p lt_p; rewrite /= flatE // -join_value.
Qed.

Let along (V : choiceType) (step : V -> L -> V) (st : nat -> V) w :
  (forall p x, (p < points)%N -> step (st p) x = st (go p x)) ->
  exists2 p, (p < points)%N & foldl step (st 0%N) w = st p /\
    nth 0%N (states ev) p =
    foldl (next_of (min_transitions mi)) 0%N (map val w).
Proof.
move=> st_go; have start0 : nth 0%N (states ev) 0 = 0%N.
  by case/andP: closed => /eqP.
elim/last_ind: w => [|w x [p lt_p [run_p st_p]]].
  by exists 0%N => //; case/andP: places_in.
have [lt_q _ st_q] := closedP x lt_p; exists (go p x) => //.
by rewrite map_rcons !foldl_rcons run_p -st_p st_go // st_q.
Qed.

Let realP x : (size x <= m)%N -> is_real ev x -> nval z x \is Num.real.
Proof.
move=> le_x /orP[|/eqP/(real_nconj prim mod_n le_x)//].
by case: x {le_x} => [|c []] //= _; rewrite ?mulr0 ?addr0 ?zval_real ?real0.
Qed.

Let joined_real n p : of_reals (restricted cl) (bounded cl) ->
  (n <= depth)%N -> (p < points)%N ->
  real_mx (vcol z (width_to n) (joined n p)).
Proof.
move=> reals; elim: n => [|n IHn] lt_n lt_p; first by apply/real_mxP=> -[].
rewrite join_value //; have /real_mxP re := IHn (ltnW lt_n) lt_p.
apply/real_mxP=> i j; rewrite mxE; case: splitP => k _; first exact: re.
rewrite mxE; set v := nth _ _ _.
have pv : proper m (layer_width (level n)) v.
  exact: proper_vector lt_n (part_lt lt_p lt_n).
have [->|nz] := eqVneq (vsum z v k) 0; first exact: real0.
have [x x_v ->] := vsum_entry pv nz.
apply: realP; first exact: proper_size pv x_v.
case/and3P: (ok_at lt_n) => _ /andP[_ +] _; rewrite reals /=.
move=> /allP/(_ v (mem_nth [::] (part_lt lt_p lt_n)))/allP/(_ _ x_v).
exact.
Qed.

Lemma accepts_stack_with_sound : (depth <= count)%N ->
  onto (automaton cl) (letters cl) mi -> joint_ok ->
  decoder_ok cl mi joint pos ->
  stacked (fun w : seq L => answer (automaton cl) (map val w)) count
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
move=> le_depth onto_m /andP[proper_j uniq_j] dec_ok.
have [V [step [flat [code [st [tow st_go _ flatE]]]]]] := prefix (leqnn depth).
have ans w : exists2 p, (p < points)%N &
    foldl step (st 0%N) w = st p /\
    answer (automaton cl) (map val w) = right_output mi joint p.
  have [p lt_p [run_p st_p]] := along w st_go; exists p => //; split=> //.
  by rewrite (onto_answer w onto_m) /min_answer -st_p.
exists depth, V, (width_to depth), step, flat, (st 0%N).
exists [seq st p | p <- iota 0 points]; split=> //.
- move=> w; have [p lt_p [+ _]] := ans w => ->.
  by apply/mapP; exists p; rewrite ?mem_iota.
- move=> reals w; have [p lt_p [-> _]] := ans w.
  by rewrite flatE // joined_real.
apply: (decoder_reads (ev := joint) prim posP mod_n proper_j uniq_j dec_ok).
move=> w; have [p lt_p [-> out_p]] := ans w.
have lt_j : (p < size (vectors joint))%N by rewrite size_map size_iota.
exists p => //; split=> //; rewrite flatE // /point (nth_map 0%N) ?size_iota //.
by rewrite nth_iota.
Qed.
End Sound.

(* What the function accepts is true.                                         *)
Theorem accepts_stack_sound : accepts_stack ->
  stacked (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w))
    count (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /accepts_stack => ok; have n_gt0 : (0 < conductor ev)%N.
  by case/and3P: ok => _ /andP[].
apply: (over_root (test := accepts_stack_with) n_gt0) ok => z pos prim posP.
case/and5P=> onto_m mod_n le_depth lay /and4P[pl closed joi dec].
exact: (accepts_stack_with_sound prim posP mod_n lay pl closed).
Qed.
End Accept.

(* A single layer answers claims of several.                                  *)
Theorem accepts_layers cl mi ev count : (0 < count)%N -> accepts cl mi ev ->
  stacked (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w))
    count (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof. by move=> count_gt0 /accepts_sound; apply: realizable_stacked. Qed.

(* So are the claims that follow.                                             *)
Theorem accepts_layers_follow cl mi ev l k q : accepts cl mi ev ->
  follows_in l (question_of cl) k q ->
  answered_in (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w)) k q.
Proof.
move=> acc fol; apply: (follows_in_sound fol); rewrite /answered_in.
case: ifP => [_|l1]; first exact: accepts_sound acc.
by apply: accepts_layers acc; move: fol; rewrite /follows_in l1 => /and5P[_ _ /andP[]].
Qed.

Theorem accepts_stack_follows cl l mi pi k q : l != 1%N -> accepts_stack cl l mi pi ->
  follows_in l (question_of cl) k q ->
  answered_in (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w)) k q.
Proof.
move=> l1 acc fol; apply: (follows_in_sound fol); rewrite /answered_in (negbTE l1).
exact: accepts_stack_sound acc.
Qed.
