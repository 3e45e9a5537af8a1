(* The acceptance conditions of a certificate with the answer "no" by words   *)
(* at which matrices have lost rank, as functions that compute, and the       *)
(* proofs that what they accept is true.  Words are long, so that the maps of *)
(* the states are computed and not the words.                                 *)
(*                                                                            *)
(*   local_witness     == the levels, the words u x v y w, an exponent        *)
(*   map_of mi w       == the map of the states that the word w induces       *)
(*   stage_map mi levels == that of the word that the levels make             *)
(*   power_map mi f n  == the power n of the map f                            *)
(*   nested levels last == nests of local.v, of words in numbers              *)
(*   indexes cl mi wt  == the witness local-index proves that no recurrence   *)
(*                   realizes the claim                                       *)
(*   local_exchanges, local_squares, local_resets, local_kernels zero ==      *)
(*                   those of these names, with zero local-kernel-zero        *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From BilinearTheory Require Import model rules claim accept machine refute.
From BilinearTheory Require Import local.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Record local_witness := LocalWitness {
  levels : seq (seq (seq nat));
  word_u : seq nat; word_x : seq nat; word_v : seq nat; word_y : seq nat;
  word_w : seq nat;
  local_exponent : nat
}.

Section Local.
Variables (cl : claimed) (mi : minimal) (wt : local_witness).
Local Notation k := (letters cl).
Local Notation out := (output_of (min_outputs mi)).
Local Notation size_mi := (size (min_transitions mi)).
Local Notation n := (local_exponent wt).

Definition map_of (w : seq nat) : seq nat := [seq after mi q w | q <- iota 0 size_mi].

Definition then_map (f g : seq nat) : seq nat := [seq nth 0 g q | q <- f].

Definition power_map (f : seq nat) (m : nat) : seq nat :=
  [seq repeat_map (nth 0 f) m q | q <- iota 0 size_mi].

Definition next_map (s : seq nat) (ws : seq (seq nat)) : seq nat :=
  foldl (fun f w => then_map (then_map f (map_of w)) s) s ws.

Definition stage_map (ls : seq (seq (seq nat))) : seq nat :=
  foldl next_map (iota 0 size_mi) ls.

Definition words_in : bool :=
  [&& all (all (letters_in cl)) (levels wt), letters_in cl (word_u wt),
      letters_in cl (word_x wt), letters_in cl (word_v wt),
      letters_in cl (word_y wt) & letters_in cl (word_w wt)].

Definition differs (f g : seq nat) : bool :=
  let q := after mi 0 (word_u wt) in
  out (after mi (nth 0 f q) (word_w wt)) != out (after mi (nth 0 g q) (word_w wt)).

Definition same_map (f g : seq nat) : bool :=
  all (fun q => nth 0 f q == nth 0 g q) (iota 0 size_mi).

(* The number of levels below the size of the parts.                          *)
Definition room_left : option nat :=
  if local_size (restricted cl) (bounded cl) is Some size then
    if (0 < size) && (seq.size (levels wt) <= size) then
      Some (size - seq.size (levels wt))
    else None
  else None.

Definition well_placed : bool :=
  [&& sound_machine cl mi, words_in & of_columns (restricted cl) ==> (word_w wt != [::])].

(* As in nests, the words in numbers.                                         *)
Definition made (first : bool) (ws : seq (seq nat)) (v : seq nat) : bool :=
  if first then all (fun a => a \in flatten ws) v else v \in ws.

Fixpoint nested_from (allowed : seq nat -> bool) (first : bool)
    (ls : seq (seq (seq nat))) (last : seq (seq nat)) : bool :=
  if ls is ws :: rest then
    all allowed ws && nested_from (made first ws) false rest last
  else all allowed last.

Definition nested ls last : bool := nested_from (fun=> true) true ls last.

Definition indexes : bool :=
  let s := stage_map (levels wt) in
  let z := then_map (map_of (word_x wt)) s in
  let e := power_map z n in
  [&& well_placed, nested (levels wt) [:: word_x wt], same_map (then_map e e) e
    & if room_left is Some t then
        let start := then_map s (power_map z t) in
        differs (then_map start e) start
      else false].

Definition local_exchanges : bool :=
  let s := stage_map (levels wt) in
  let z := then_map (map_of (word_x wt)) s in
  let e := power_map z n in
  [&& well_placed, nested (levels wt) [:: word_x wt], same_map (then_map e e) e,
      0 < n, ~~ additive_term cl
    & if room_left is Some t.+1 then
        let start := then_map s (power_map z t) in
        let y := map_of (word_y wt) in
        differs (then_map (then_map (then_map start e) y) start)
          (then_map (then_map (then_map start y) start) e)
      else false].

Definition local_squares : bool :=
  let s := stage_map (levels wt) in
  let z := then_map (map_of (word_x wt)) s in
  let y := then_map (map_of (word_y wt)) s in
  [&& well_placed, nested (levels wt) [:: word_x wt; word_y wt],
      (if restricted cl is BlockReal 2 then true else false),
      (~~ additive_term cl && (size (levels wt) == 1)) || (size (levels wt) == 2)
    & differs (then_map (then_map (then_map (then_map s z) z) y) y)
        (then_map (then_map (then_map (then_map s y) y) z) z)].

Definition local_resets : bool :=
  let s := stage_map (levels wt) in
  let z := then_map (map_of (word_x wt)) s in
  let e := power_map z n in
  [&& well_placed, nested (levels wt) [:: word_x wt], same_map (then_map e e) e
    & if room_left is Some t.+1 then
        let start := then_map s (power_map z t) in
        let full := then_map s (power_map z t.+1) in
        let y := map_of (word_y wt) in
        differs (then_map (then_map (then_map start e) y) full)
          (then_map (then_map start y) full)
      else false].

(* local-kernel, or local-kernel-zero.                                        *)
Definition local_kernels (zero : bool) : bool :=
  let s := stage_map (levels wt) in
  let g := then_map (map_of (word_x wt)) s in
  let z := then_map (then_map g (map_of (word_v wt))) s in
  let e := power_map z n in
  let f := power_map g n in
  [&& well_placed && (zero ==> ~~ additive_term cl),
      nested (levels wt) [:: word_x wt; word_v wt],
      same_map (then_map e e) e, same_map (then_map f f) f, 0 < n
    & if room_left is Some t.+2 then
        let start := then_map s (power_map z t) in
        let full := then_map s (power_map z t.+2) in
        let y := map_of (word_y wt) in
        let left := then_map (then_map (then_map start e) f) z in
        let right := then_map (then_map start f) z in
        if zero then differs (then_map (then_map full y) left) (then_map (then_map full y) right)
        else differs (then_map (then_map left y) full) (then_map (then_map right y) full)
      else false].

Definition spelt (ls : seq (seq (seq nat))) := map (map (of_word cl)) ls.

Lemma made_spelt first ws v : made first ws v ->
  made_of first (map (of_word cl) ws) (of_word cl v).
Proof.
case: first => /=; last exact: map_f.
have -> : flatten (map (of_word cl) ws) = of_word cl (flatten ws).
  by elim: ws => //= w ws ->; rewrite /of_word pmap_cat.
move=> /allP v_in; apply/allP=> a; rewrite /of_word mem_pmap_sub => /v_in.
by rewrite /= mem_pmap_sub.
Qed.

Lemma nested_from_spelt ls (p : seq nat -> bool) (p' : pred (seq 'I_k)) first last :
  (forall v, p v -> p' (of_word cl v)) -> nested_from p first ls last ->
  nests_from p' first (spelt ls) (map (of_word cl) last).
Proof.
elim: ls p p' first => [|ws ls IHls] p p' first pP /=.
  by move=> /allP all_p; apply/allP=> _ /mapP[v /all_p pv ->]; apply: pP.
case/andP=> /allP all_p nest; apply/andP; split.
  by apply/allP=> _ /mapP[v /all_p pv ->]; apply: pP.
by apply: IHls nest => v; apply: made_spelt.
Qed.

Lemma nested_spelt ls last :
  nested ls last -> nests (spelt ls) (map (of_word cl) last).
Proof. exact: nested_from_spelt. Qed.

Section Steps.
Variables (M : nat) (step : 'I_M.+1 -> 'I_k -> 'I_M.+1).
Hypotheses (sz : size_mi = M.+1)
  (foldE : forall q w, foldl step q w = after mi q (map val w) :> nat).

Definition induces (f : seq nat) (w : seq 'I_k) :=
  size f = M.+1 /\ forall q, foldl step q w = nth 0 f q :> nat.

Lemma induces_of w : letters_in cl w -> induces (map_of w) (of_word cl w).
Proof.
move=> lets; split=> [|q]; first by rewrite size_map size_iota sz.
by rewrite (nth_map 0) ?size_iota ?sz // nth_iota ?sz // (fold_word foldE).
Qed.

Lemma induces_then f g v w : induces f v -> induces g w ->
  induces (then_map f g) (v ++ w).
Proof.
case=> szf fE [szg gE]; split=> [|q]; first by rewrite size_map.
by rewrite foldl_cat gE fE (nth_map 0) ?szf.
Qed.

Lemma induces_nil : induces (iota 0 size_mi) [::].
Proof. by split=> [|q]; rewrite ?size_iota // nth_iota ?sz. Qed.

Lemma induces_power f w m : induces f w -> induces (power_map f m) (wpow w m).
Proof.
case=> szf fE; split=> [|q]; first by rewrite size_map size_iota sz.
rewrite (nth_map 0) ?size_iota ?sz // nth_iota ?sz // add0n.
by elim: m q => //= m IHm q; rewrite wpowS foldl_cat IHm fE.
Qed.

Lemma induces_next f s g r ws : all (letters_in cl) ws ->
  induces f s -> induces g r ->
  induces (foldl (fun h w => then_map (then_map h (map_of w)) f) g ws)
    (r ++ flatten [seq w ++ s | w <- map (of_word cl) ws]).
Proof.
move=> lets fs; elim: ws g r lets => [|w ws IHws] g r; first by rewrite cats0.
case/andP=> lw lets gr.
have -> : r ++ flatten [seq w ++ s | w <- map (of_word cl) (w :: ws)] =
    ((r ++ of_word cl w) ++ s) ++ flatten [seq w ++ s | w <- map (of_word cl) ws].
  by rewrite /= !catA.
apply: IHws => //; apply: induces_then => //.
by apply: induces_then => //; apply: induces_of.
Qed.

Lemma induces_stage ls : all (all (letters_in cl)) ls ->
  induces (stage_map ls) (stage [::] (spelt ls)).
Proof.
rewrite /stage_map /stage; move: induces_nil; move: (iota _ _) [::] => f s.
elim: ls f s => //= ws ls IHls f s fs /andP[lets]; apply: IHls.
exact: induces_next.
Qed.

Lemma same_mapP f g v w : induces f v -> induces g w -> same_map f g ->
  forall q, foldl step q v = foldl step q w.
Proof.
case=> _ fE [_ gE] /allP same q; apply: val_inj; rewrite /= fE gE.
by apply/eqP/same; rewrite mem_iota sz ltn_ord.
Qed.

Lemma differsP f g v w : letters_in cl (word_u wt) -> letters_in cl (word_w wt) ->
  induces f v -> induces g w -> differs f g ->
  out (foldl step ord0 (of_word cl (word_u wt) ++ v ++ of_word cl (word_w wt))) <>
  out (foldl step ord0 (of_word cl (word_u wt) ++ w ++ of_word cl (word_w wt))).
Proof.
move=> lu lw [_ fE] [_ gE] /eqP ne e; apply: ne; move: e.
by rewrite !foldl_cat !(fold_word foldE) // fE gE !(fold_word foldE).
Qed.

Local Notation f := (fun w : seq 'I_k => out (foldl step ord0 w)).
Local Notation no := (~ realizable f (restricted cl) (bounded cl) (decoding cl)
  (additive_term cl)).
Local Notation wd w := (of_word cl w).
Local Notation s := (stage [::] (spelt (levels wt))).

Hypothesis placed : well_placed.

Let parts : [/\ all (all (letters_in cl)) (levels wt),
  letters_in cl (word_u wt) /\ letters_in cl (word_w wt),
  letters_in cl (word_x wt), letters_in cl (word_v wt) /\ letters_in cl (word_y wt)
  & of_columns (restricted cl) -> size (wd (word_w wt)) != 0].
Proof.
case/and3P: placed => _ /and5P[lls lu lx lv /andP[ly lw]] cols; split=> // cc.
move: cols; rewrite cc -size_eq0 => /=.
by rewrite -(size_map val) of_wordK.
Qed.

Let roomP t : room_left = Some t -> (0 < t + size (spelt (levels wt)))%N /\
  local_size (restricted cl) (bounded cl) = Some (t + size (spelt (levels wt)))%N.
Proof.
rewrite /room_left size_map; case: (local_size _ _) => // m.
by case: ifP => // /andP[m_gt0 le] [<-]; rewrite subnK.
Qed.

Lemma indexes_step : indexes -> no.
Proof.
have [lls [lu lw] lx [_ ly] cols] := parts.
have sP := induces_stage lls; have xP := induces_of lx.
have zP := induces_then xP sP; have eP := induces_power n zP.
case/and4P=> _ nest idem; case Dt: room_left => [t|//] differ yes.
have [k_gt0 sizes] := roomP Dt.
have startP := induces_then sP (induces_power t zP).
apply: (differsP lu lw (induces_then startP eP) startP differ).
have idemP := same_mapP (induces_then eP eP) eP idem; rewrite -!catA.
have := local_index_refutes (step := step) (q0 := ord0)
  (out := fun q : 'I_M.+1 => out q) (wd (word_u wt)) yes idemP
  (nested_spelt nest) k_gt0 sizes cols.
by rewrite /local_power -!catA.
Qed.

Lemma local_exchanges_step : local_exchanges -> no.
Proof.
have [lls [lu lw] lx [_ ly] cols] := parts.
have sP := induces_stage lls; have xP := induces_of lx.
have zP := induces_then xP sP; have eP := induces_power n zP.
have yP := induces_of ly.
case/and5P=> _ nest idem n_gt0 /andP[/negbTE linear].
case Dt: room_left => [[|t]|] // differ yes; have [_ sizes] := roomP Dt.
have startP := induces_then sP (induces_power t zP).
have lP := induces_then (induces_then (induces_then startP eP) yP) startP.
have rP := induces_then (induces_then (induces_then startP yP) startP) eP.
have idemP := same_mapP (induces_then eP eP) eP idem.
apply: (differsP lu lw lP rP differ); rewrite -!catA.
have := local_exchange_refutes (step := step) (q0 := ord0)
  (out := fun q : 'I_M.+1 => out q) (wd (word_u wt)) (wd (word_y wt)) yes idemP
  (nested_spelt nest) n_gt0 linear sizes cols.
by rewrite /local_power -!catA.
Qed.

Lemma local_squares_step : local_squares -> no.
Proof.
have [lls [lu lw] lx [_ ly] _] := parts.
have sP := induces_stage lls.
have zP := induces_then (induces_of lx) sP.
have yP := induces_then (induces_of ly) sP.
case/and5P=> _ nest real sizes differ yes.
have lP := induces_then (induces_then (induces_then (induces_then sP zP) zP) yP) yP.
have rP := induces_then (induces_then (induces_then (induces_then sP yP) yP) zP) zP.
apply: (differsP lu lw lP rP differ); rewrite -!catA.
have Dc : restricted cl = BlockReal 2 by move: real; case: (restricted cl) => // -[|[|[]]].
rewrite Dc in yes.
have := local_squares_refutes (step := step) (q0 := ord0)
  (out := fun q : 'I_M.+1 => out q) (wd (word_u wt)) (wd (word_w wt)) yes
  (nested_spelt nest).
rewrite /squares_first -!catA; apply; rewrite size_map.
by case/orP: sizes => [/andP[/negbTE-> /eqP->]|/eqP->]; [left|right].
Qed.

Lemma local_resets_step : local_resets -> no.
Proof.
have [lls [lu lw] lx [_ ly] cols] := parts.
have sP := induces_stage lls; have xP := induces_of lx.
have zP := induces_then xP sP; have eP := induces_power n zP.
have yP := induces_of ly.
case/and4P=> _ nest idem; case Dt: room_left => [[|t]|] // differ yes.
have [_ sizes] := roomP Dt.
have startP := induces_then sP (induces_power t zP).
have fullP := induces_then sP (induces_power t.+1 zP).
have lP := induces_then (induces_then (induces_then startP eP) yP) fullP.
have rP := induces_then (induces_then startP yP) fullP.
have idemP := same_mapP (induces_then eP eP) eP idem.
apply: (differsP lu lw lP rP differ); rewrite -!catA.
have := local_reset_refutes (step := step) (q0 := ord0)
  (out := fun q : 'I_M.+1 => out q) (wd (word_u wt)) (wd (word_y wt)) yes idemP
  (nested_spelt nest) sizes cols.
by rewrite /local_power -!catA.
Qed.

Lemma local_kernels_step zero : local_kernels zero -> no.
Proof.
have [lls [lu lw] lx [lv ly] cols] := parts.
have sP := induces_stage lls; have gP := induces_then (induces_of lx) sP.
have zP := induces_then (induces_then gP (induces_of lv)) sP; rewrite -(catA _ s) in zP.
have [eP fP] := (induces_power n zP, induces_power n gP); have yP := induces_of ly.
case/and5P=> /andP[_ linear] nest idem_e idem_f /andP[n_gt0].
case Dt: room_left => [[|[|t]]|] // differ yes; have [_ sizes] := roomP Dt.
have {}idem_e := same_mapP (induces_then eP eP) eP idem_e.
have {}idem_f := same_mapP (induces_then fP fP) fP idem_f.
have startP := induces_then sP (induces_power t zP).
have fullP := induces_then sP (induces_power t.+2 zP).
have lP := induces_then (induces_then (induces_then startP eP) fP) zP.
have rP := induces_then (induces_then startP fP) zP.
case: zero linear differ => /= [/negbTE linear|_] differ.
- apply: (differsP lu lw (induces_then (induces_then fullP yP) lP)
    (induces_then (induces_then fullP yP) rP) differ).
  have := local_kernel_zero_refutes (step := step) (q0 := ord0)
    (out := fun q : 'I_M.+1 => out q) (wd (word_u wt)) (wd (word_y wt)) yes idem_f
    (nested_spelt nest) idem_e n_gt0 sizes cols linear.
  by rewrite /local_power; move: (stage _ _) (@wpow _) (of_word cl) => s p f;
    rewrite -!catA.
apply: (differsP lu lw (induces_then (induces_then lP yP) fullP)
  (induces_then (induces_then rP yP) fullP) differ).
have := local_kernel_refutes (step := step) (q0 := ord0)
  (out := fun q : 'I_M.+1 => out q) (wd (word_u wt)) (wd (word_y wt)) yes idem_f
  (nested_spelt nest) idem_e n_gt0 sizes cols.
by rewrite /local_power; move: (stage _ _) (@wpow _) (of_word cl) => s p f;
  rewrite -!catA.
Qed.
End Steps.

(* What the functions accept is true.                                         *)
Let answered_no := ~ realizable
  (fun w : seq 'I_k => answer (automaton cl) (map val w)) (restricted cl)
  (bounded cl) (decoding cl) (additive_term cl).

Let by_steps : well_placed ->
  (forall M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1), size_mi = M.+1 ->
     (forall q w, foldl step q w = after mi q (map val w) :> nat) ->
     ~ realizable (fun w : seq 'I_k => out (foldl step ord0 w)) (restricted cl)
       (bounded cl) (decoding cl) (additive_term cl)) -> answered_no.
Proof.
case/and3P=> mach _ _ no; have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
case=> d [A [b [h0 [pts [fam wi add orb dec]]]]].
apply: (no M step sz foldE); exists d, A, b, h0, pts; split=> //.
case: (decoding cl) dec => /= [[ys [c [beta lin]]]|[g gP]].
  by exists ys, c, beta => w; rewrite -answerE; apply: lin.
by exists g => w; rewrite -answerE; apply: gP.
Qed.

Theorem indexes_sound : indexes -> answered_no.
Proof.
move=> ok; have /and4P[placed _ _ _] := ok.
by apply: (by_steps placed) => M step sz foldE; apply: indexes_step sz foldE _ ok.
Qed.

Theorem local_exchanges_sound : local_exchanges -> answered_no.
Proof.
move=> ok; have /and5P[placed _ _ _ _] := ok.
by apply: (by_steps placed) => M step sz foldE; apply: local_exchanges_step sz foldE _ ok.
Qed.

Theorem local_squares_sound : local_squares -> answered_no.
Proof.
move=> ok; have /and5P[placed _ _ _ _] := ok.
by apply: (by_steps placed) => M step sz foldE; apply: local_squares_step sz foldE _ ok.
Qed.

Theorem local_resets_sound : local_resets -> answered_no.
Proof.
move=> ok; have /and4P[placed _ _ _] := ok.
by apply: (by_steps placed) => M step sz foldE; apply: local_resets_step sz foldE _ ok.
Qed.

Theorem local_kernels_sound zero : local_kernels zero -> answered_no.
Proof.
move=> ok; have /and5P[/andP[placed _] _ _ _ _] := ok.
by apply: (by_steps placed) => M step sz foldE; apply: (local_kernels_step sz foldE placed ok).
Qed.
End Local.
