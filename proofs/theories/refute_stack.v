(* The acceptance conditions of a certificate with the answer "no" for stacks *)
(* of layers, as functions that compute, and the proofs that what they accept *)
(* is true.                                                                   *)
(*                                                                            *)
(*   stack_rules  == the rules of stacks.v, each with whether it holds for    *)
(*                   odd exponents only                                       *)
(*   refutes_stack cl mi wt == the witness proves that no stack of any number *)
(*                   of layers realizes the claim                             *)
(*   series       == states, words that permute them, steps from two elements *)
(*                   to their commutator, or from one to its square, and      *)
(*                   suffixes after which the states differ; the elements are *)
(*                   the words and then the steps                             *)
(*   series_class c == squares count; or the class is none of the theorem     *)
(*   rounds c l   == the rounds of commutators of l layers                    *)
(*   too_long cl l mi se == the series proves that no stack of l layers or    *)
(*                   less realizes the claim                                  *)
(*   without_end cl mi se == the series proves that none at all does          *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import model rules stacks claim follows.
From BilinearTheory Require Import contractions accept machine refute.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Local Notation algCF := [numFieldType of algC].

Lemma tower_stack S r bound add l (V : choiceType) D (step : V -> S -> V)
    (flat : V -> 'cV[algC]_D) :
  tower (Ruled r) bound add l step flat -> stack algCF r add l step.
Proof.
elim=> {l V D step flat} [|l V D step flat d A b _ IH fam _ add_b].
  exact: EmptyStack.
by apply: AddLayer IH _ add_b => v x; apply: (fam (v, x)).
Qed.

Lemma stack_more (F : numFieldType) S c l (V : choiceType) (step : V -> S -> V)
    (add add' : bool) : (add -> add') ->
  stack F c add l step -> stack F c add' l step.
Proof.
move=> more; elim=> {l V step} [|l V step d A b _ IH mA add_b].
  exact: EmptyStack.
by apply: AddLayer IH mA _; case: add_b => [/more->|]; [left|right].
Qed.

(* Only the output after each word matters.                                   *)
Lemma stacked_same (L : Type) (f g : seq L -> nat) count c bound dec add :
  (forall w, f w = g w) -> stacked f count c bound dec add ->
  stacked g count c bound dec add.
Proof.
move=> fg [l [V [D [adv [flat [s0 [pts [le_l tow orb re rd]]]]]]]].
exists l, V, D, adv, flat, s0, pts; split=> //.
case: dec rd => /= [[ys [c' [beta lin]]]|[h hP]].
  by exists ys, c', beta => w; rewrite -fg; apply: lin.
by exists h => w; rewrite -fg.
Qed.

Definition stack_rules : seq (bool * rule) :=
  [:: (false, stack_merged); (false, stack_cycle); (true, stack_odd_cycle);
      (false, stack_loop); (false, stack_merged_inside)].

Lemma stack_rules_sound od rho :
  List.In (od, rho) stack_rules -> sound_in_stacks od rho.
Proof.
case=> [[<- <-]|]; first exact: stack_merged_sound.
case=> [[<- <-]|]; first exact: stack_cycle_sound.
case=> [[<- <-]|]; first exact: stack_odd_cycle_sound.
case=> [[<- <-]|]; first exact: stack_loop_sound.
by case=> [[<- <-]|] //; exact: stack_merged_inside_sound.
Qed.

(* What no stack of layers does, no single layer does.                        *)
Lemma no_layer_does (L : Type) (f : seq L -> nat) count c bound dec add :
  0 < count -> ~ stacked f count c bound dec add ->
  ~ realizable f c bound dec add.
Proof. by move=> count_gt0 no /(realizable_stacked count_gt0). Qed.

(* So are the denials of what a claim would follow from, in fewer layers.     *)
Theorem denied_follows (L : finType) (f : seq L -> nat) cl l k q :
  ~ stacked f l (restricted cl) (bounded cl) (decoding cl) (additive_term cl) ->
  follows_in k q l (question_of cl) -> ~ answered_in f k q.
Proof.
move=> no fol yes; apply: no; have l_gt0 : (0 < l)%N.
  move: fol; rewrite /follows_in; case: ifP => _; first by case/andP.
  by case/and5P=> _ _ /andP[k_gt0 /(leq_trans k_gt0)].
have := follows_in_sound fol yes; rewrite /answered_in; case: ifP => // /eqP->.
exact: realizable_stacked.
Qed.

Section Rules.
Variables (cl : claimed) (mi : minimal) (wt : witness).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).

(* Products of Householder factors have the rule of contractions.v alone.     *)
Definition ruled_in (rho : rule) : bool :=
  match restricted cl with
  | Ruled c => c \in classes rho
  | Householder _ | HouseholderHeads _ => rule_number wt == 4
  | _ => false
  end.

Definition refutes_stack : bool :=
  if List.nth_error stack_rules (rule_number wt) is Some (od, rho) then
    [&& sound_machine cl mi, all (letters_in cl) (spelled wt),
        0 < exponent wt, od ==> odd (exponent wt), ruled_in rho,
        additive rho || ~~ additive_term cl,
        all (fun pq => follow mi wt pq.1 == follow mi wt pq.2) (same rho)
      & out (follow mi wt (left rho)) != out (follow mi wt (right rho))]
  else false.

(* What the function accepts is true, of any number of layers.                *)
Theorem refutes_stack_sound count : refutes_stack ->
  ~ stacked (fun w : seq 'I_k => answer (automaton cl) (map val w)) count
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /refutes_stack; case Drho: (List.nth_error _ _) => [[od rho]|] //.
case/and5P=> mach lets n_gt0 od_n /and4P[ruled add same_ok /eqP differ].
have sound_rho := stack_rules_sound (List.nth_error_In _ _ Drho).
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
have factors n c : c = Householder n \/ c = HouseholderHeads n ->
    rule_number wt = 4 -> ~ stacked (fun w : seq 'I_k =>
      answer (automaton cl) (map val w)) count c (bounded cl) (decoding cl)
      (additive_term cl).
  move=> cP D4; move: Drho differ same_ok add; rewrite D4 => -[_ <-] differ.
  case/and3P=> /eqP e1 /eqP e2 _ /negbTE->; move: differ e1 e2.
  rewrite -!(follow_spell foldE lets) /spell /= ?cats0.
  move=> differ /val_inj e1 /val_inj e2 /(stacked_same answerE) yes.
  exact/differ/(householder_merged_inside_refutes (out := fun q : 'I_M.+1 => out q)
    _ cP yes e1 e2).
move: ruled; rewrite /ruled_in.
case: (restricted cl) => [c||||?|?|n|n|?|?] // cc; first last.
- by apply: (factors n) => //; [right|exact/eqP].
- by apply: (factors n) => //; [left|exact/eqP].
case=> l [V [D [adv [flat [s0 [pts [_ tow orb _ /reads_arbitrary[g gP]]]]]]]].
move/tower_stack: tow => st; apply: differ; rewrite -!(follow_spell foldE lets).
have {}st : stack algCF c (additive rho) l adv.
  by apply: stack_more st => term; move: add; rewrite term orbF.
apply: (sound_rho _ _ _ _ step ord0 (fun q => out q) l V adv s0 pts
  (g \o flat) c cc st orb) => // [w|od_t|p p_in].
- by rewrite /= gP answerE.
- by move: od_n; rewrite od_t.
apply: val_inj; rewrite /= !(follow_spell foldE lets); apply/eqP.
elim: (same rho) same_ok p_in => //= q s IHs /andP[ok_q /IHs{}IHs].
by case=> [<-|/IHs].
Qed.
End Rules.

(* Permutations of 0 .. n - 1 as lists.                                       *)
Section Lists.
Variable n : nat.
Implicit Types (x y : seq nat) (s t : {perm 'I_n}).

Definition composed x y : seq nat := [seq nth 0 y i | i <- x].

Definition commutator_of x y : seq nat :=
  let xy := composed x y in
  let yx := composed y x in
  [seq nth 0 xy (index i yx) | i <- iota 0 n].

Definition lists x s : Prop :=
  size x = n /\ forall i : 'I_n, nth 0 x i = s i :> nat.

Lemma lists_exists x : size x = n -> all (fun i => i < n) x -> uniq x ->
  exists s, lists x s.
Proof.
move=> sz /allP lt_x u.
have lt_nth (i : 'I_n) : nth 0 x i < n by apply/lt_x/mem_nth; rewrite sz.
pose f (i : 'I_n) := Ordinal (lt_nth i).
have inj_f : injective f.
  move=> i j /(congr1 val)/eqP /=; rewrite nth_uniq ?sz // => /eqP.
  exact: val_inj.
by exists (perm inj_f); split=> // i; rewrite permE.
Qed.

Lemma lists_inj x s t : lists x s -> lists x t -> s = t.
Proof. by case=> _ xs [_ xt]; apply/permP=> i; apply: val_inj; rewrite /= -xs xt. Qed.

Lemma lists_id s : lists (iota 0 n) s -> s = 1%g.
Proof.
by case=> _ e; apply/permP=> i; apply: val_inj; rewrite /= -e nth_iota // perm1.
Qed.

Lemma lists_one x : lists x 1%g -> x = iota 0 n.
Proof.
case=> sz e; apply: (@eq_from_nth _ 0); rewrite ?size_iota // sz => i lt_i.
by rewrite nth_iota // (e (Ordinal lt_i)) perm1.
Qed.

Lemma lists_composed x y s t : lists x s -> lists y t ->
  lists (composed x y) (s * t)%g.
Proof.
case=> szx xs [szy yt]; split=> [|i]; first by rewrite size_map.
by rewrite (nth_map 0) ?szx // xs yt permM.
Qed.

Lemma lists_uniq x s : lists x s -> uniq x.
Proof.
case=> sz e; apply/(uniqP 0) => i j; rewrite !inE sz => lt_i lt_j.
rewrite (e (Ordinal lt_i)) (e (Ordinal lt_j)) => /val_inj/perm_inj.
by move/(congr1 val).
Qed.

Lemma lists_index x s (i : 'I_n) : lists x s ->
  index (nat_of_ord i) x = s^-1%g i :> nat.
Proof.
move=> xs; have u := lists_uniq xs; case: xs => sz e.
by rewrite -{1}[i](permKV s) -e index_uniq // sz.
Qed.

Lemma lists_commutator x y s t : lists x s -> lists y t ->
  lists (commutator_of x y) [~ s, t]%g.
Proof.
move=> xs yt; have xy := lists_composed xs yt; have yx := lists_composed yt xs.
split=> [|i]; first by rewrite size_map size_iota.
rewrite (nth_map 0) ?size_iota // nth_iota // (lists_index i yx).
have [_ ->] := xy; rewrite -permM; congr (val (_ i)).
by rewrite /commg /conjg invMg !mulgA.
Qed.
End Lists.

Record series := Series {
  shown : seq nat;
  acting : seq (seq nat);
  steps_of : seq (nat * nat);
  endings : seq (seq nat)
}.

Definition series_class (c : class) : option bool :=
  match c with
  | Ruled (DiagonalReal | TriangularReal) => Some true
  | Ruled (Rotation | TriangularComplex) => Some false
  | BlockReal 2 => Some false
  | _ => None
  end.

Definition rounds (c : class) l := if c is BlockReal _ then l.*2 else l.

(* Layers of real blocks of size 2, some of which may be complex diagonal.    *)
Lemma blocks_fix S bound add n (V : choiceType) D (step : V -> S -> V)
    (flat : V -> 'cV[algC]_D) (gT : finGroupType) (K : {group gT}) om :
  tower (BlockReal 2) bound add n step flat ->
  forall E, acts K om step E -> forall l k, n.*2 <= l -> deep K false l k ->
  forall s, E s -> foldl step s (om k) = s.
Proof.
elim=> {n V D step flat} [|n V D step flat d A b _ IH fam _ _] E aE l k le_nl dk
  s Es.
  by case: s {Es}; case: (foldl _ _ _).
have stillP l' g : n.*2 <= l' -> deep K false l' g -> still K om step E g.
  move=> le dg; split=> [|v E1v]; first exact: deep_in dg.
  exact: IH (acts_below aE) _ _ le dg _ E1v.
case: (aE) => closed mul one; case: fam => [mA|[_ dA]].
  have {}mA v x : member BlockRealTwo (A v x) by apply: (mA (v, x)).
  have sqP l' g : n.*2 < l' -> deep K false l' g ->
      squared (still K om step E) g.
    move=> le dg; elim: dg le => {l' g} [g _ //|l' g _ dg|l'|l' g h _ IHg _ IHh|
      l' g h dg _ dh _|//] le.
    - by apply: dg; apply: ltnW.
    - exact: SquaredOne.
    - by apply: SquaredMul; [apply: IHg | apply: IHh].
    by apply: (squared_commutator aE); [apply: stillP dg | apply: stillP dh].
  elim: dk s Es le_nl => {l k} [g _ //|l g _ dg|l|l g h dg IHg dh IHh|
    l g h dg _ dh _|//] z Ez le_nl.
  - by apply: dg => //; apply: leqW.
  - exact: one.
  - rewrite mul ?(deep_in dg) ?(deep_in dh) // foldl_cat IHg //.
    exact: IHh.
  have Kg := deep_in dg; have Kh := deep_in dh.
  have -> : [~ g, h]%g = ((h * g)^-1 * (g * h))%g.
    by rewrite /commg /conjg invMg !mulgA.
  rewrite mul ?groupV ?groupM // foldl_cat.
  rewrite (squared_commute mA aE (sqP _ _ le_nl dg) (sqP _ _ le_nl dh));
    last by apply: closed => //; rewrite groupV groupM.
  by rewrite -foldl_cat -mul ?groupV ?groupM // mulVg one.
have {}dA v x : member Rotation (A v x) by apply: (dA (v, x)).
elim: dk s Es le_nl => {l k} [g _ //|l g _ dg|l|l g h dg IHg dh IHh|
  l g h dg _ dh _|//] z Ez le_nl.
- by apply: dg => //; apply: leqW.
- exact: one.
- rewrite mul ?(deep_in dg) ?(deep_in dh) // foldl_cat IHg //.
  exact: IHh.
have [Kg fix_g] := stillP _ _ (ltnW le_nl) dg.
have [Kh fix_h] := stillP _ _ (ltnW le_nl) dh.
exact: (layer_commutes (c := Rotation) _ dA aE).
Qed.

Lemma tower_fixes S c bound add n (V : choiceType) D (step : V -> S -> V)
    (flat : V -> 'cV[algC]_D) sq : series_class c = Some sq ->
  tower c bound add n step flat ->
  forall (gT : finGroupType) (K : {group gT}) om E, acts K om step E ->
  forall l k, rounds c n <= l -> deep K sq l k ->
  forall s, E s -> foldl step s (om k) = s.
Proof.
case: c => //= [r|[|[|[|k]]]] //; last first.
  by case=> <- tow gT K om E aE l k; apply: (blocks_fix tow aE).
move=> rE /tower_stack st gT K om E aE.
by apply: (@deep_fixes algCF S r add sq gT K om _ _ n V step st E aE);
  case: r rE {st} => // -[<-].
Qed.

Section Series.
Variables (cl : claimed) (count : nat) (mi : minimal) (se : series).
Local Notation k := (letters cl).
Local Notation n := (size (shown se)).
Local Notation out := (output_of (min_outputs mi)).

Definition image (w : seq nat) : seq nat :=
  [seq index (after mi q w) (shown se) | q <- shown se].

Definition series_ok : bool :=
  [&& sound_machine cl mi, numbered cl mi, told_apart cl mi (endings se),
      uniq (shown se), all (fun q => q < size (min_transitions mi)) (shown se)
    & all (fun w => letters_in cl w && all (fun i => i < n) (image w) &&
        uniq (image w)) (acting se)].

(* The element of a step.                                                     *)
Definition value (sq : bool) (elements : seq (seq nat)) (ij : nat * nat) :
    option (seq nat) :=
  let x := nth [::] elements ij.1 in
  let y := nth [::] elements ij.2 in
  if (ij.1 < size elements) && (ij.2 < size elements) then
    if ij.1 == ij.2 then if sq then Some (composed x x) else None
    else Some (commutator_of n x y)
  else None.

Fixpoint climb (sq : bool) (elements : seq (seq nat)) (depths : seq nat)
    (steps : seq (nat * nat)) : option (seq (seq nat) * seq nat) :=
  if steps is ij :: steps' then
    if value sq elements ij is Some e then
      climb sq (rcons elements e)
        (rcons depths (minn (nth 0 depths ij.1) (nth 0 depths ij.2)).+1) steps'
    else None
  else Some (elements, depths).

Definition words_of : seq (seq nat) := [seq image w | w <- acting se].

Definition too_long : bool :=
  if series_class (restricted cl) is Some sq then
    series_ok && if climb sq words_of (nseq (size words_of) 0) (steps_of se)
      is Some (elements, depths) then
        [&& 0 < size elements, last [::] elements != iota 0 n
          & rounds (restricted cl) count <= last 0 depths]
      else false
  else false.

Definition without_end : bool :=
  if series_class (restricted cl) is Some sq then
    [&& series_ok, 0 < size words_of, size (steps_of se) == size words_of,
        all (fun j => value sq words_of (nth (0, 0) (steps_of se) j) ==
          Some (nth [::] words_of j)) (iota 0 (size words_of))
      & head [::] words_of != iota 0 n]
  else false.

Section Sound.
Variables (sq : bool) (l : nat) (V : choiceType) (D : nat).
Variables (adv : V -> 'I_k -> V) (flat : V -> 'cV[algC]_D) (s0 : V).
Variables (pts : seq V) (g : 'cV[algC]_D -> nat).
Hypotheses (cls : series_class (restricted cl) = Some sq)
  (tow : tower (restricted cl) (bounded cl) (additive_term cl) l adv flat)
  (orb : orbit_in adv s0 pts)
  (gP : forall w, g (flat (foldl adv s0 w)) = answer (automaton cl) (map val w))
  (ok : series_ok).

Lemma series_shown : exists (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1)
    (place : 'I_n -> 'I_M.+1) (sigma : 'I_(size words_of) -> {perm 'I_n}),
  [/\ forall w, (g \o flat) (foldl adv s0 w) = out (foldl step ord0 w),
      forall p q, (forall w, out (foldl step p w) = out (foldl step q w)) ->
        p = q,
      shows step ord0 place
        (fun i : 'I_(size words_of) => of_word cl (nth [::] (acting se) i)) sigma
    & forall i : 'I_(size words_of), lists (nth [::] words_of i) (sigma i)].
Proof.
case/and5P: ok => mach num told uniq_s /andP[/allP in_s /allP words_ok].
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
pose place (t : 'I_n) : 'I_M.+1 := inord (nth 0 (shown se) t).
have placeE t : place t = nth 0 (shown se) t :> nat.
  by rewrite inordK // -sz; apply/in_s/mem_nth.
have word_ok (i : 'I_(size words_of)) : nth [::] (acting se) i \in acting se.
  by apply: mem_nth; rewrite -[X in _ < X](size_map image).
have exists_perm (i : 'I_(size words_of)) :
    exists s : {perm 'I_n}, lists (nth [::] words_of i) s.
  have /andP[/andP[_ lt] u] := words_ok _ (word_ok i).
  rewrite (nth_map [::]); last by rewrite -[X in _ < X](size_map image).
  by apply: lists_exists; rewrite ?size_map.
have [sigma sigmaP] := fin_all_exists exists_perm.
exists M, step, place, sigma; split=> // [w|p q|].
- by rewrite /= gP answerE.
- exact: (told_apart_minimal sz foldE told).
split=> [p q e|t|i t].
- apply/val_inj/eqP.
  by rewrite -(nth_uniq 0 (ltn_ord p) (ltn_ord q) uniq_s) -!placeE e.
- exact: (numbered_reached sz stepE _ num).
have /andP[/andP[lets lt] _] := words_ok _ (word_ok i).
apply: val_inj; rewrite /= (fold_word foldE) // !placeE.
have [_ /(_ t)] := sigmaP i; rewrite (nth_map [::]); last first.
  by rewrite -[X in _ < X](size_map image).
rewrite (nth_map 0) // => <-; rewrite nth_index //.
have /(allP lt) : index (after mi (nth 0 (shown se) t) (nth [::] (acting se) i))
    (shown se) \in image (nth [::] (acting se) i).
  by apply: (map_f (fun q => index (after mi q _) _)); apply: mem_nth.
by rewrite index_mem.
Qed.

Lemma climb_deep (K : {set {perm 'I_n}}) steps elements depths elements' depths' :
  size depths = size elements ->
  (forall i, i < size elements -> exists2 s, lists (nth [::] elements i) s
     & deep K sq (nth 0 depths i) s) ->
  climb sq elements depths steps = Some (elements', depths') ->
  size depths' = size elements' /\
  forall i, i < size elements' -> exists2 s, lists (nth [::] elements' i) s
     & deep K sq (nth 0 depths' i) s.
Proof.
have less a b s : b <= a -> deep K sq a s -> deep K sq b s.
  move=> /subnK<-; elim: (a - b) => // c IHc; rewrite addSn => /DeepLess.
  exact: IHc.
elim: steps elements depths => [|[i j] steps IHs] elements depths sz deepP /=.
  by case=> <- <-.
case Dv: (value _ _ _) => [e|//]; apply: IHs => [|m].
  by rewrite !size_rcons sz.
rewrite size_rcons ltnS leq_eqVlt => /orP[/eqP->|lt_m]; last first.
  by rewrite !nth_rcons sz lt_m; apply: deepP.
rewrite !nth_rcons sz ltnn eqxx; move: Dv; rewrite /value /=.
case: ifP => // /andP[lt_i lt_j].
have [s ls ds] := deepP _ lt_i; have [t lt dt] := deepP _ lt_j.
set a := nth 0 depths i in ds *; set b := nth 0 depths j in dt *.
have ds' := less _ _ _ (geq_minl a b) ds; have dt' := less _ _ _ (geq_minr a b) dt.
case: eqP => [eij|_]; last first.
  case=> <-; exists [~ s, t]%g; first exact: lists_commutator.
  exact: DeepCommutator.
move=> v; have sq_t : sq by move: v; case: (sq).
have [<-] : Some (composed (nth [::] elements i) (nth [::] elements i)) = Some e.
  by rewrite -v sq_t.
exists (s * s)%g; first exact: lists_composed.
exact: DeepSquare.
Qed.
End Sound.

(* What the functions accept is true.                                         *)
Theorem too_long_sound : too_long ->
  ~ stacked (fun w : seq 'I_k => answer (automaton cl) (map val w)) count
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /too_long; case cls: (series_class _) => [sq|//] /andP[ok].
case climbed: (climb _ _ _ _) => [[elements depths]|//].
case/and3P=> some /eqP no_id long.
case=> l [V [D [adv [flat [s0 [pts [le_l tow orb _ /reads_arbitrary[g gP]]]]]]]].
have [M [step [place [sigma [decP minP sP listsP]]]]] := series_shown (adv := adv) (flat := flat) (s0 := s0) gP ok.
pose K := <<[set sigma i | i : 'I_(size words_of)]>>%g.
have deep0 i : i < size words_of -> exists2 s, lists (nth [::] words_of i) s
    & deep K sq (nth 0 (nseq (size words_of) 0) i) s.
  move=> lt_i; exists (sigma (Ordinal lt_i)); first exact: listsP (Ordinal lt_i).
  by rewrite nth_nseq if_same; apply: DeepIn; apply: mem_gen; apply: imset_f.
have [sz deepP] := climb_deep (size_nseq _ _) deep0 climbed.
have lt : (size elements).-1 < size elements by rewrite prednK.
have [s ls ds] := deepP _ lt; apply: no_id; rewrite -nth_last.
apply: lists_one; suff <- : s = 1%g by [].
have enough : rounds (restricted cl) l <= nth 0 depths (size elements).-1.
  rewrite -sz nth_last (leq_trans _ long) // /rounds.
  by case: (restricted cl) => // b; rewrite leq_double.
exact: (series_fixed (out := fun q : 'I_M.+1 => out q)
  (tower_fixes cls tow) orb decP minP sP ds enough).
Qed.

Theorem without_end_sound l : without_end ->
  ~ stacked (fun w : seq 'I_k => answer (automaton cl) (map val w)) l
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /without_end; case cls: (series_class _) => [sq|//].
case/and5P=> ok some /eqP sz_steps /allP valueP /eqP no_id.
case=> l' [V [D [adv [flat [s0 [pts [le_l tow orb _ /reads_arbitrary[g gP]]]]]]]].
have [M [step [place [sigma [decP minP sP listsP]]]]] := series_shown (adv := adv) (flat := flat) (s0 := s0) gP ok.
suff all1 j : sigma j = 1%g.
  apply: no_id; rewrite -nth0; apply: lists_one.
  by rewrite -(all1 (Ordinal some)); apply: listsP (Ordinal some).
apply: (endless_fixed (out := fun q : 'I_M.+1 => out q)
  (tower_fixes cls tow) orb decP minP sP) => i.
  by apply: mem_gen; apply: imset_f.
have /valueP/eqP : val i \in iota 0 (size words_of) by rewrite mem_iota ltn_ord.
rewrite /value; case: ifP => // /andP[lt_a lt_b].
have la := listsP (Ordinal lt_a); have lb := listsP (Ordinal lt_b).
case: ifP => [_|_ [e]]; last first.
  left; exists (Ordinal lt_a), (Ordinal lt_b).
  by apply: (lists_inj (listsP i)); rewrite -e; apply: lists_commutator.
move=> v; have sq_t : sq by move: v; case: (sq).
rewrite sq_t in v; case: v => e; right; split=> //.
exists (Ordinal lt_a); apply: (lists_inj (listsP i)); rewrite -e.
exact: lists_composed.
Qed.
End Series.
