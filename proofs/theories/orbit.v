(* Finite orbits of a system that reads words.                                *)
(*                                                                            *)
(* A system is a set V of states with a map act : V -> S -> V; from h0 it     *)
(* reaches foldl act h0 w.  It is of finite reach if a finite sequence has    *)
(* all these states.                                                          *)
(*                                                                            *)
(*   orbit_in act h0 r == every state reached from h0 is in the sequence r    *)
(*   tracks_answer act h0 dec ans == dec decodes the answer to every word     *)
From mathcomp Require Import all_ssreflect.
From BilinearTheory Require Import automaton.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Lemma foldl_inj (V S : Type) (act : V -> S -> V) (w : seq S) :
  (forall x, injective (act^~ x)) -> injective (foldl act^~ w).
Proof. by move=> inj; elim: w => //= x w IHw h k /IHw/inj. Qed.

(* Iterates that stay in a sequence r repeat: after size r steps they have a  *)
(* period that divides (size r)!.                                             *)
Section Iterates.
Variables (V : eqType) (f : V -> V) (h : V) (r : seq V).
Hypothesis rP : forall k, iter k f h \in r.
Local Notation m := (size r)`!.

Lemma iter_repeat : exists i p, [/\ (i + p <= size r)%N, (0 < p)%N
  & iter (i + p) f h = iter i f h].
Proof.
pose o := [seq iter k f h | k <- iota 0 (size r).+1].
have /(uniqPn h)[i [j [lt_ij]]] : ~~ uniq o.
  apply: contraTN isT => uo.
  have sub : {subset o <= r} by move=> _ /mapP[k _ ->].
  by have := uniq_leq_size uo sub; rewrite size_map size_iota ltnn.
rewrite size_map size_iota => lt_jr.
rewrite !(nth_map 0) ?size_iota ?(ltn_trans lt_ij) //.
rewrite !nth_iota ?(ltn_trans lt_ij) // !add0n => e.
by exists i, (j - i); rewrite subn_gt0 subnKC // ltnW.
Qed.

Lemma iter_idem k : iter (m + (k + m)) f h = iter (k + m) f h.
Proof.
have [i [p [le_ip p_gt0 e]]] := iter_repeat.
have step l : (i <= l)%N -> iter (p + l) f h = iter l f h.
  by move=> le_il; rewrite -(subnK le_il) addnCA iterD [p + i]addnC e -iterD.
have /dvdnP[q Dm] : (p %| m)%N.
  by rewrite dvdn_fact // p_gt0 (leq_trans (leq_addl i p)).
have {}step l : (i <= l)%N -> iter (m + l) f h = iter l f h.
  move=> le_il; rewrite Dm; elim: q {Dm} => // q IHq.
  by rewrite mulSn -addnA step ?IHq // (leq_trans le_il) ?leq_addl.
apply: step; rewrite (leq_trans (leq_addr p i)) // (leq_trans le_ip) //.
by rewrite (leq_trans (fact_geq _)) ?leq_addl.
Qed.

(* A map that is injective where the iterates are returns to its start.       *)
Lemma iter_period (E : V -> Prop) :
  (forall k, E (iter k f h)) ->
  (forall a c, E a -> E c -> f a = f c -> a = c) -> iter m f h = h.
Proof.
move=> Eh inj; have cancel k : iter (k + m) f h = iter k f h -> iter m f h = h.
  by elim: k => //= k IHk e; apply: IHk; apply: inj e; apply: Eh.
by apply: (cancel m); have := iter_idem 0; rewrite !add0n.
Qed.
End Iterates.

Section Orbit.
Variables (V : eqType) (S : Type) (act : V -> S -> V) (h0 : V).
Implicit Types (h : V) (u v w x : seq S) (r : seq V).

Definition orbit_in r := forall w, foldl act h0 w \in r.

Lemma orbit_iter x k u :
  foldl act h0 (u ++ wpow x k) = iter k (foldl act ^~ x) (foldl act h0 u).
Proof. by rewrite foldl_cat foldl_wpow. Qed.

Lemma orbit_cat r u : orbit_in r ->
  forall x k, iter k (foldl act ^~ x) (foldl act h0 u) \in r.
Proof. by move=> rP x k; rewrite -orbit_iter. Qed.

(* Every word has an idempotent power, the same for all words and states.     *)
Theorem orbit_idem r x u k : orbit_in r ->
  foldl act h0 (u ++ wpow x ((size r)`! * k.+2)) =
  foldl act h0 (u ++ wpow x ((size r)`! * k.+1)).
Proof.
move=> rP; rewrite !orbit_iter mulnS mulnSr.
exact: iter_idem (orbit_cat u rP x) _.
Qed.

Lemma orbit_power r x u k : orbit_in r ->
  foldl act h0 (u ++ wpow x ((size r)`! * k.+1)) =
  foldl act h0 (u ++ wpow x (size r)`!).
Proof.
move=> rP; elim: k => [|k IHk]; first by rewrite muln1.
by rewrite orbit_idem.
Qed.

(* A word that acts injectively returns every reached state to itself.        *)
Theorem orbit_period r x u : orbit_in r -> injective (foldl act^~ x) ->
  foldl act h0 (u ++ wpow x (size r)`!) = foldl act h0 u.
Proof.
move=> rP inj_x; rewrite orbit_iter.
by apply: (iter_period (orbit_cat u rP x) (E := fun=> True)) => // a c _ _
  /inj_x.
Qed.
End Orbit.

Section Tracking.
Variables (V : eqType) (S Y : Type) (act : V -> S -> V) (h0 : V).

Definition tracks_answer (dec : V -> Y) (ans : seq S -> Y) :=
  forall w, dec (foldl act h0 w) = ans w.

Variables (Q : Type) (step : Q -> S -> Q) (q0 : Q) (out : Q -> Y).
Let answer w := out (foldl step q0 w).
Variable dec : V -> Y.
Hypothesis decP : tracks_answer dec answer.

(* Words that reach one state of the system have one answer ...               *)
Lemma tracks_congr u v : foldl act h0 u = foldl act h0 v -> answer u = answer v.
Proof. by rewrite -!decP => ->. Qed.

(* ... also with a common continuation.                                       *)
Lemma tracks_congr_cat u v w :
  foldl act h0 u = foldl act h0 v -> answer (u ++ w) = answer (v ++ w).
Proof. by move=> e; apply: tracks_congr; rewrite !foldl_cat e. Qed.

(* A letter, or a word, that acts injectively merges no states of the         *)
(* automaton whose answers differ on some continuation.                       *)
Theorem injective_merges_nothing (r : seq V) u v w (x : seq S) :
  orbit_in act h0 r -> injective (foldl act^~ x) ->
  foldl step q0 (u ++ x) = foldl step q0 (v ++ x) ->
  answer (u ++ w) = answer (v ++ w).
Proof.
move=> rP inj_x e; have per := orbit_period _ rP inj_x.
rewrite -(tracks_congr_cat w (per u)) -(tracks_congr_cat w (per v)).
have : (0 < (size r)`!)%N by rewrite fact_gt0.
case: (_`!) => // m _; move: e; rewrite wpowS /answer !foldl_cat.
by move=> ->.
Qed.
End Tracking.
