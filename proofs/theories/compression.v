(* Compression: a system of finite reach that answers for a permutation       *)
(* automaton can be read at times when every letter permutes its states.      *)
(*                                                                            *)
(* Some word E acts on the automaton as the identity, and on the system with  *)
(* an image as small as possible, as an idempotent.  Where E has just been    *)
(* read, the word x E acts for a letter x: on the automaton as x does, and on *)
(* the system as a permutation of finitely many states.                       *)
(*                                                                            *)
(*   compressed act h0 step E s v p0 == E is such a word, the v p are the     *)
(*     states reached, v p0 the first of them, s x permutes them as x E does  *)
From mathcomp Require Import all_ssreflect all_fingroup.
From BilinearTheory Require Import automaton orbit.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

(* The states that are reached, if the letters are finitely many.             *)
Section Points.
Variables (V : choiceType) (S : finType) (act : V -> S -> V) (h0 : V).
Variable r : seq V.
Hypothesis rP : orbit_in act h0 r.

Lemma reached_points :
  exists (P : finType) (next : P -> S -> P) (v : P -> V) (p0 : P),
  [/\ v p0 = h0, forall p x, act (v p) x = v (next p x), injective v &
      forall p, exists w, v p = foldl act h0 w].
Proof.
pose e (a b : seq_sub r) := [exists x, act (val a) x == val b].
pose a0 : seq_sub r := SeqSub (rP [::]).
have toP a : connect e a0 a -> exists w, val a = foldl act h0 w.
  case/connectP=> s; elim/last_ind: s a => [|s b IHs] a /=.
    by move=> _ ->; exists [::].
  rewrite rcons_path last_rcons => /andP[/IHs/(_ erefl)[w ew] /existsP[x]].
  by move=> /eqP ex ->; exists (rcons w x); rewrite foldl_rcons -ew ex.
pose P := [finType of {a : seq_sub r | connect e a0 a}].
pose v (p : P) := val (val p).
pose next (p : P) x := odflt p [pick q : P | v q == act (v p) x].
exists P, next, v, (exist (connect e a0) a0 (connect0 e a0)); split=> //.
- move=> p x; rewrite /next; case: pickP => [q /eqP//|].
  have [w ew] := toP _ (valP p).
  have in_r : act (v p) x \in r by rewrite /v ew -foldl_rcons.
  have conn : connect e a0 (SeqSub in_r).
    apply: connect_trans (valP p) (connect1 _).
    by apply/existsP; exists x.
  by move/(_ (exist (connect e a0) _ conn)); rewrite /v /= eqxx.
- by move=> p q /val_inj/val_inj.
by move=> p; have [w] := toP _ (valP p); exists w.
Qed.
End Points.

Section Idempotent.
Variables (S : Type).

(* A word acts on a permutation automaton with finite order.                  *)
Lemma permutation_order (Q : finType) (step : Q -> S -> Q) x :
  (forall a, injective (step^~ a)) ->
  forall q, foldl step q (wpow x #|Q|`!) = q.
Proof.
move=> inj q; rewrite cardE foldl_wpow.
have inj_x := foldl_inj (w := x) inj.
apply: (iter_period _ (E := fun=> True)) => // [k|a c _ _ /inj_x //].
by rewrite mem_enum.
Qed.

Lemma idempotent_power_map (P : finType) (next : P -> S -> P) x k p :
  let n := (#|P|`! * k.+1)%N in
  foldl next p (wpow x n ++ wpow x n) = foldl next p (wpow x n).
Proof.
have idem q : foldl next q (wpow x #|P|`!) =
    foldl next q (wpow x (#|P|`! + #|P|`!)).
  rewrite !foldl_wpow cardE.
  have rP j : iter j (fun p => foldl next p x) q \in enum P.
    by rewrite mem_enum.
  by have := iter_idem rP 0; rewrite !add0n => ->.
by rewrite /= foldl_cat !foldl_wpow_idem // -foldl_cat -wpowD -idem.
Qed.
End Idempotent.

Section Word.
Variables (P Q S : finType) (next : P -> S -> P) (step : Q -> S -> Q).
Hypothesis inj_step : forall x, injective (step^~ x).

Let image (w : seq S) := [set foldl next p w | p : P].

(* A word with an image as small as possible.                                 *)
Let smallest : exists m, forall w, #|image m| <= #|image w|.
Proof.
pose act (f : {ffun P -> P}) x := [ffun p => next (f p) x].
pose id0 := [ffun p : P => p].
have actE w : foldl act id0 w = [ffun p => foldl next p w].
  elim/last_ind: w => [|w x IHw]; first by apply/ffunP=> p; rewrite !ffunE.
  by rewrite foldl_rcons IHw; apply/ffunP=> p; rewrite !ffunE foldl_rcons.
have all_in : orbit_in act id0 (enum {ffun P -> P}).
  by move=> w; rewrite mem_enum.
have [M [mul [f [m0 [f0 mulP _ word]]]]] := reached_points all_in.
pose size_of m := #|[set f m p | p : P]|.
have sizeE m w : f m = foldl act id0 w -> size_of m = #|image w|.
  move=> e; rewrite /size_of /image (@eq_imset _ _ (f m) (foldl next^~ w)) //.
  by move=> p; rewrite e actE ffunE.
have [/= m _ min_m] := arg_minnP size_of (erefl (xpredT m0)).
have [w ew] := word m; exists w => u; rewrite -(sizeE _ _ ew).
have fold_mul m1 : foldl act (f m1) u = f (foldl mul m1 u).
  by elim: u m1 => //= x u IHu m1; rewrite mulP IHu.
by have := fold_mul m0; rewrite f0 => /esym/sizeE <-; apply: min_m.
Qed.

Lemma idempotent_word : exists E,
  [/\ forall q, foldl step q E = q,
      forall p, foldl next p (E ++ E) = foldl next p E &
      forall w p1 p2,
        foldl next p1 (E ++ w ++ E) = foldl next p2 (E ++ w ++ E) ->
        foldl next p1 E = foldl next p2 E].
Proof.
have [m min_m] := smallest.
pose n := (#|P|`! * #|Q|`!)%N; pose E := wpow m n.
have n_gt0 : 0 < n by rewrite muln_gt0 !fact_gt0.
exists E; split.
- move=> q; rewrite /E foldl_wpow /n iterM iter_fix //.
  by rewrite -foldl_wpow permutation_order.
- move=> p; rewrite /E /n -(prednK (fact_gt0 #|Q|)).
  exact: idempotent_power_map.
move=> w p1 p2 e.
have small : #|image E| <= #|image m|.
  apply/subset_leq_card/subsetP=> _ /imsetP[p _ ->].
  by rewrite /E -(prednK n_gt0) wpowSr foldl_cat; apply/imsetP; eexists.
have sub : image (E ++ w ++ E) = [set foldl next p (w ++ E) | p in image E].
  apply/setP=> p; apply/imsetP/imsetP=> [[q _ ->]|[_ /imsetP[q _ ->] ->]].
    by exists (foldl next q E); rewrite ?imset_f // -foldl_cat.
  by exists q; rewrite // -foldl_cat.
have /imset_injP inj :
    #|[set foldl next p (w ++ E) | p in image E]| == #|image E|.
  rewrite eqn_leq leq_imset_card -sub.
  by rewrite (leq_trans small) ?min_m.
by apply: inj; rewrite ?imset_f // -!foldl_cat.
Qed.
End Word.

Section Compression.
Variables (V : choiceType) (S Q : finType) (act : V -> S -> V) (h0 : V).
Variable step : Q -> S -> Q.

Definition compressed (E : seq S) N (s : S -> 'S_N) (v : 'I_N -> V) p0 :=
  [/\ forall q, foldl step q E = q, injective v, v p0 = foldl act h0 E,
      forall p x, foldl act (v p) (x :: E) = v (s x p) &
      forall p, exists w, p = foldl (fun q x => s x q) p0 w].

Theorem compression r :
  orbit_in act h0 r -> (forall x, injective (step^~ x)) ->
  exists E N s v p0, @compressed E N s v p0.
Proof.
move=> rP inj; have [P1 [next [v1 [a0 [v0 vP v_inj word]]]]] :=
  reached_points rP.
have [E [EQ EE E_inj]] := idempotent_word next inj.
have foldE p w : foldl act (v1 p) w = v1 (foldl next p w).
  by elim: w p => //= x w IHw p; rewrite vP IHw.
pose act' h x := foldl act h (x :: E); pose h1 := foldl act h0 E.
have act'E w : exists u, foldl act' h1 w = foldl act h0 (u ++ E).
  elim/last_ind: w => [|w x [u IHw]]; first by exists [::].
  exists (u ++ E ++ [:: x]); rewrite foldl_rcons IHw /act' -foldl_cat.
  by rewrite -!catA.
have rP' : orbit_in act' h1 r by move=> w; have [u ->] := act'E w.
have [P [next' [v [p0 [ve vP' v_inj' word']]]]] := reached_points rP'.
have point p : exists a, v p = v1 (foldl next a E).
  have [w ->] := word' p; have [u ->] := act'E w.
  by exists (foldl next a0 u); rewrite -v0 foldE foldl_cat.
have inj' x : injective (next'^~ x).
  move=> p q e; apply: v_inj'; have := vP' p x; rewrite e -vP' /act'.
  have [a ->] := point p; have [b ->] := point q.
  rewrite !foldE -!foldl_cat => /v_inj ex; congr v1.
  by apply: (E_inj [:: x]).
pose t x (i : 'I_#|P|) := enum_rank (next' (enum_val i) x).
have t_inj x : injective (t x) by move=> i j /enum_rank_inj/inj'/enum_val_inj.
exists E, #|P|, (fun x => perm (t_inj x)), (v \o enum_val), (enum_rank p0).
split=> //= [|||i].
- exact: inj_comp v_inj' enum_val_inj.
- by rewrite enum_rankK ve.
- by move=> i x; rewrite permE /t enum_rankK -vP'.
have [w ew] := word' (enum_val i); exists w.
apply: (inj_comp v_inj' enum_val_inj); rewrite /= ew -ve.
elim: w p0 {ve ew word'} => [|x w IHw] q /=; first by rewrite enum_rankK.
by rewrite vP' IHw permE /t enum_rankK.
Qed.
End Compression.
