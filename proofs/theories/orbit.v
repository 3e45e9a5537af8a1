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

Section Orbit.
Variables (V : eqType) (S : Type) (act : V -> S -> V) (h0 : V).
Implicit Types (h : V) (u v w x : seq S) (r : seq V).

Definition orbit_in r := forall w, foldl act h0 w \in r.

(* A word that acts injectively returns every reached state to itself, and    *)
(* one exponent does for all words and states.                                *)
Theorem orbit_period r x u : orbit_in r -> injective (foldl act^~ x) ->
  foldl act h0 (u ++ wpow x (size r)`!) = foldl act h0 u.
Proof.
move=> rP inj_x; set s := size r; pose f h := foldl act h x.
have fE k : foldl act h0 (u ++ wpow x k) = iter k f (foldl act h0 u).
  by rewrite foldl_cat foldl_wpow.
rewrite fE; set h := foldl act h0 u in fE *.
pose o := [seq iter k f h | k <- iota 0 s.+1].
have /(uniqPn h)[i [j [lt_ij]]] : ~~ uniq o.
  apply: contraTN isT => uo.
  have sub : {subset o <= r} by move=> _ /mapP[k _ ->]; rewrite -fE.
  by have := uniq_leq_size uo sub; rewrite size_map size_iota ltnn.
rewrite size_map size_iota => lt_js.
rewrite !(nth_map 0) ?size_iota ?(ltn_trans lt_ij) //.
rewrite !nth_iota ?(ltn_trans lt_ij) // !add0n => e.
have inj_iter k : injective (iter k f).
  by elim: k => //= k IHk a c /inj_x/IHk.
have {e} eh : iter (j - i) f h = h.
  by apply: (inj_iter i); rewrite -iterD subnKC // ltnW.
have : (j - i %| s`!)%N.
  by rewrite dvdn_fact // subn_gt0 lt_ij (leq_trans (leq_subr _ _)).
case/dvdnP=> q ->; elim: q => // q IHq.
by rewrite mulSn iterD IHq eh.
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
