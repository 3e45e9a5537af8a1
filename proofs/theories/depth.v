(* How deep a stack has to be: groups of words have a series of one abelian   *)
(* factor a layer.                                                            *)
(*                                                                            *)
(*   deep G sq l g  == g is made of elements of the group G by l rounds of    *)
(*                     commutators (and of squares, if sq); the elements with *)
(*                     deep G false l g are those of the l-th derived group   *)
(*   acts step om E == the words om k, for k in a group K, act on the states  *)
(*                     of E as K does                                         *)
(*   shows t0 place letters sigma == the words letters i permute the states   *)
(*                     place t as the permutations sigma i permute the t      *)
(*                                                                            *)
(* A layer over states that the words fix turns by affine triangular maps of  *)
(* finite order: these commute, and over the reals their squares are 1. With  *)
(* real blocks of size 2 squares commute.                                     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable.
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular compression block_rows.
From BilinearTheory Require Import squares block_squares rules stacks.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Deep.
Local Open Scope group_scope.

Inductive deep (gT : finGroupType) (G : {set gT}) (sq : bool) :
    nat -> gT -> Prop :=
| DeepIn g : g \in G -> deep G sq 0 g
| DeepLess l g : deep G sq l.+1 g -> deep G sq l g
| DeepOne l : deep G sq l 1
| DeepMul l g h : deep G sq l g -> deep G sq l h -> deep G sq l (g * h)
| DeepCommutator l g h :
    deep G sq l g -> deep G sq l h -> deep G sq l.+1 [~ g, h]
| DeepSquare l g : sq -> deep G sq l g -> deep G sq l.+1 (g * g).

Lemma deep_in (gT : finGroupType) (G : {group gT}) sq l g :
  deep G sq l g -> g \in G.
Proof.
elim=> {l g} // [l g h _ Gg _ Gh|l g h _ Gg _ Gh|l g _ _ Gg].
- exact: groupM.
- exact: groupR.
exact: groupM.
Qed.

Lemma deep_derived (gT : finGroupType) (G : {group gT}) l g :
  g \in G^`(l) -> deep G false l g.
Proof.
elim: l g => [|l IHl] g; first by rewrite derg0; apply: DeepIn.
rewrite dergSn => /gen_prodgP[n [c cP ->]].
apply: (big_ind (deep G false l.+1)) => [|x y|i _].
- exact: DeepOne.
- exact: DeepMul.
have /imset2P[x y /IHl dx /IHl dy ->] := cP i.
exact: DeepCommutator.
Qed.

Lemma deep_map (aT rT : finGroupType) (f : aT -> rT) (K : {set aT})
    (H : {set rT}) sq l g :
  {morph f : x y / x * y} -> (forall k, k \in K -> f k \in H) ->
  deep K sq l g -> deep H sq l (f g).
Proof.
move=> fM sub; have fM' : {in [set: aT] &, {morph f : x y / x * y}}.
  by move=> x y _ _; apply: fM.
pose fm := Morphism fM'; elim=> {l g} [g Kg|l g _ dg|l|l g h _ dg _ dh|
  l g h _ dg _ dh|l g s _ dg].
- by apply: DeepIn; apply: sub.
- exact: DeepLess.
- by rewrite -[f 1]/(fm 1) morph1; apply: DeepOne.
- by rewrite fM; apply: DeepMul.
- by rewrite -[f _]/(fm [~ g, h]) morphR ?inE //; apply: DeepCommutator.
by rewrite fM; apply: DeepSquare.
Qed.
End Deep.

(* A group that acts by words on states of a stack.                           *)
Section Acts.
Variables (F : numFieldType) (S : Type) (c : restriction) (add sq : bool).
Variables (gT : finGroupType) (K : {group gT}) (om : gT -> seq S).
Hypothesis cc : c \in diagonals ++ triangulars.
Hypothesis cr : sq -> c \in reals ++ real_triangulars.

Definition acts (V : Type) (step : V -> S -> V) (E : V -> Prop) :=
  [/\ forall s k, k \in K -> E s -> E (foldl step s (om k)),
      forall s j k, j \in K -> k \in K -> E s ->
        foldl step s (om (j * k)%g) = foldl step s (om j ++ om k)
    & forall s, E s -> foldl step s (om 1%g) = s].

Section Words.
Variables (V : Type) (step : V -> S -> V) (E : V -> Prop).
Hypothesis aE : acts step E.

Lemma acts_pow g w : g \in K ->
  (forall s, E s -> foldl step s w = foldl step s (om g)) ->
  forall m s, E s -> foldl step s (wpow w m) = foldl step s (om (g ^+ m)%g).
Proof.
case: aE => closed mul one Kg wP; elim=> [|m IHm] s Es.
  by rewrite expg0 one.
rewrite wpowS foldl_cat wP // IHm; last exact: closed.
by rewrite expgS mul ?groupX // foldl_cat.
Qed.

Lemma acts_inv g s : g \in K -> E s -> foldl step s (om g) = s ->
  foldl step s (om g^-1%g) = s.
Proof.
case: aE => closed mul one Kg Es fix_g.
by rewrite -[RHS](one _ Es) -(mulgV g) mul ?groupV // foldl_cat fix_g.
Qed.
End Words.

(* One more layer.                                                            *)
Section Layer.
Variables (V : choiceType) (step : V -> S -> V) (d : nat).
Variables (A : V -> S -> 'M[F]_d) (b : V -> S -> 'cV[F]_d).
Hypothesis mA : forall v x, member c (A v x).
Variable E : V * 'cV[F]_d -> Prop.
Local Notation up := (layer_step step A b).
Hypothesis aE : acts up E.
Let E1 v := exists h, E (v, h).

Lemma acts_below : acts step E1.
Proof.
case: aE => closed mul one; split=> [v k Kk [h Eh]|v j k Kj Kk [h Eh]|v [h Eh]].
- have := closed _ _ Kk Eh; rewrite layer_run /=.
  by set h' := foldl _ h _ => Eh'; exists h'.
- by have := congr1 fst (mul _ _ _ Kj Kk Eh); rewrite !layer_run.
by have := congr1 fst (one _ Eh); rewrite layer_run.
Qed.

Let uA (p : V * S) : is_upper (layer_mx A p).
Proof. exact: member_upper_any (mA _ _). Qed.

Let still g := g \in K /\ forall v, E1 v -> foldl step v (om g) = v.

Let stillV g : still g -> still g^-1%g.
Proof.
case=> Kg fix_g; split=> [|v E1v]; first by rewrite groupV.
exact (acts_inv acts_below Kg E1v (fix_g _ E1v)).
Qed.

(* Where the difference of two states leads, inverse words have inverse       *)
(* multipliers.                                                               *)
Let slope_inv g v h k i : still g -> E (v, h) -> E (v, k) -> leads (h - k) i ->
  slope (fun p => layer_mx A p i i) (trace step v (om g^-1%g)) *
  slope (fun p => layer_mx A p i i) (trace step v (om g)) = 1.
Proof.
move=> sg Eh Ek lead; have [Kg fix_g] := sg; have [Kg' fix_g'] := stillV sg.
have E1v : E1 v by exists h.
have back h' : E (v, h') -> foldl (astep (layer_mx A) (layer_vec b)) h'
    (trace step v (om g^-1%g ++ om g)) = h'.
  move=> Eh'; case: aE => _ mul one; have := mul _ _ _ Kg' Kg Eh'.
  by rewrite mulVg one // layer_run => -[_ /= <-].
have := leads_mul uA (trace step v (om g^-1%g ++ om g)) lead.
rewrite -(actB (layer_mx A) (layer_vec b)) !back //.
rewrite trace_cat fix_g' // slope_cat; case: lead => nz _ e.
by apply: (mulIf nz); rewrite mul1r -e.
Qed.

Lemma layer_commutes g h s : still g -> still h -> E s ->
  foldl up s (om [~ g, h]%g) = s.
Proof.
case: s => v z sg sh Es; have [Kg fix_g] := sg; have [Kh fix_h] := sh.
have [Kg' fix_g'] := stillV sg; have [Kh' fix_h'] := stillV sh.
have E1v : E1 v by exists z.
case: (aE) => closed mul one.
pose w := om g^-1%g ++ om h^-1%g ++ om g ++ om h.
have wP s : E s -> foldl up s w = foldl up s (om [~ g, h]%g).
  move=> Ess; have Es1 := closed _ _ Kg' Ess; have Es2 := closed _ _ Kh' Es1.
  rewrite (_ : [~ g, h] = g^-1 * (h^-1 * (g * h)))%g // mul ?groupM //.
  rewrite /w !(foldl_cat _ _ (om g^-1%g)) mul ?groupM //.
  by rewrite !(foldl_cat _ _ (om h^-1%g)) mul.
have Kgh : [~ g, h]%g \in K by rewrite groupR.
have pow : foldl up (v, z) (wpow w #[[~ g, h]]%g) = (v, z).
  by rewrite (acts_pow aE Kgh wP) // expg_order one.
rewrite -wP // layer_run /=.
have fix_w : foldl step v w = v.
  by rewrite /w !foldl_cat fix_g' // fix_h' // fix_g // fix_h.
rewrite fix_w; congr pair; move: pow; rewrite layer_run trace_wpow //= => -[_].
move=> pow; apply: (unipotent_fixes uA (order_gt0 _) pow) => i lead _.
have Ew : E (v, foldl (astep (layer_mx A) (layer_vec b)) z (trace step v w)).
  have -> : (v, foldl (astep (layer_mx A) (layer_vec b)) z (trace step v w)) =
      foldl up (v, z) w by rewrite layer_run /= fix_w.
  by rewrite wP //; apply: closed.
rewrite /w !trace_cat fix_g' // fix_h' // fix_g // !slope_cat.
have := slope_inv sh Ew Es lead; have := slope_inv sg Ew Es lead.
move: (slope _ _) (slope _ _) (slope _ _) (slope _ _) => p q p' q' e1 e2.
by rewrite [q' * _]mulrCA mulrA [_ * q']mulrC; rewrite mulrACA e1 e2 mulr1.
Qed.

Lemma layer_squares g s : sq -> still g -> E s -> foldl up s (om (g * g)%g) = s.
Proof.
case: s => v z /cr real [Kg fix_g] Es; have E1v : E1 v by exists z.
case: (aE) => closed mul one; rewrite mul //.
have wP s : E s -> foldl up s (om g ++ om g) = foldl up s (om (g * g)%g).
  by move=> Ess; rewrite mul.
have Kgg : (g * g)%g \in K by rewrite groupM.
apply: (layer_fixed _ (order_gt0 (g * g)%g)) => [v' x||| i].
- exact: uA (v', x).
- by rewrite foldl_cat !fix_g.
- by have := acts_pow aE Kgg wP #[g * g]%g Es; rewrite expg_order one.
rewrite trace_cat fix_g // slope_cat -expr2 => /eqP.
rewrite pexpr_eq1 ?order_gt0 // => [/eqP //|].
apply: real_exprn_even_ge0 => //; apply: slope_real => p.
exact: member_any_real (mA _ _) _.
Qed.
End Layer.

Lemma deep_fixes n (V : choiceType) (step : V -> S -> V) :
  stack F c add n step -> forall E, acts step E ->
  forall l k, (n <= l)%N -> deep K sq l k ->
  forall s, E s -> foldl step s (om k) = s.
Proof.
elim=> {n V step} [|n V step d A b _ IH mA _] E aE l k le_nl dk s Es.
  by case: s {Es}; case: (foldl _ _ _).
have still l' g : (n <= l')%N -> deep K sq l' g -> g \in K /\
    forall v, (exists h, E (v, h)) -> foldl step v (om g) = v.
  move=> le dg; split=> [|v E1v]; first exact: deep_in dg.
  exact: IH (acts_below aE) _ _ le dg _ E1v.
case: (aE) => closed mul one.
elim: dk s Es le_nl => {l k} [g _ //|l g _ dg|l|l g h dg IHg dh IHh|
  l g h dg _ dh _|l g s dg _] z Ez le_nl.
- by apply: dg => //; apply: leqW.
- exact: one.
- rewrite mul ?(deep_in dg) ?(deep_in dh) // foldl_cat IHg //.
  exact: IHh.
- by apply: (layer_commutes mA aE) => //; apply: still le_nl _.
by apply: (layer_squares mA aE) => //; apply: still le_nl _.
Qed.
End Acts.

(* Layers of real blocks of size 2: a finite group of them has commuting      *)
(* squares, commutators are products of squares, so two rounds are enough.    *)
Section Blocks.
Variables (F : numFieldType) (S : Type).
Variables (gT : finGroupType) (K : {group gT}) (om : gT -> seq S).

Inductive squared (P : gT -> Prop) : gT -> Prop :=
| SquaredOne : squared P 1%g
| SquaredMul g h : squared P g -> squared P h -> squared P (g * h)%g
| SquaredSquare g : P g -> squared P (g * g)%g.

Section Layer.
Variables (V : choiceType) (step : V -> S -> V) (d : nat).
Variables (A : V -> S -> 'M[F]_d) (b : V -> S -> 'cV[F]_d).
Hypothesis mA : forall v x, member BlockRealTwo (A v x).
Variable E : V * 'cV[F]_d -> Prop.
Local Notation up := (layer_step step A b).
Hypothesis aE : acts K om up E.
Let E1 v := exists h, E (v, h).
Let aE1 : acts K om step E1. Proof. exact: acts_below aE. Qed.

Definition still g := g \in K /\ forall v, E1 v -> foldl step v (om g) = v.

Lemma still_mul g h : still g -> still h -> still (g * h)%g.
Proof.
case: aE1 => _ mul _ [Kg fix_g] [Kh fix_h]; split=> [|v E1v].
  by rewrite groupM.
by rewrite mul // foldl_cat fix_g // fix_h.
Qed.

Lemma still_inv g : still g -> still g^-1%g.
Proof.
case=> Kg fix_g; split=> [|v E1v]; first by rewrite groupV.
exact (acts_inv aE1 Kg E1v (fix_g _ E1v)).
Qed.

Lemma squared_in g : squared still g -> g \in K.
Proof.
by elim=> [|g1 g2 _ K1 _ K2|g1 [K1 _]]; rewrite ?group1 ?groupM.
Qed.

Let wd (g h : gT) (a : bool) := if a then g else h.

Lemma squares_commute g h s : still g -> still h -> E s ->
  foldl up s (om (g * g * (h * h))%g) = foldl up s (om (h * h * (g * g))%g).
Proof.
case: s => v z sg sh Es; have E1v : E1 v by exists z.
case: (aE) => closed mul one.
pose A2 a := wordmx (layer_mx A) (trace step v (om (wd g h a))).
pose b2 a := arun (layer_mx A) (layer_vec b) 0 (trace step v (om (wd g h a))).
pose gp (w : seq bool) := foldl (fun q a => (q * wd g h a)%g) 1%g w.
have still_gp w : still (gp w).
  elim/last_ind: w => [|w a IHw].
    by split=> [|v' E1v']; [apply: group1 | case: aE1 => _ _ ->].
  by rewrite /gp foldl_rcons; apply: still_mul => //; case: a.
have runE w : foldl up (v, z) (om (gp w)) = (v, arun A2 b2 z w).
  elim/last_ind: w => [|w a IHw]; first by rewrite one.
  have [Kw fix_w] := still_gp w.
  have [Ka fix_a] : still (wd g h a) by case: (a).
  rewrite {1}/gp foldl_rcons -/(gp w) mul // foldl_cat IHw layer_run /=.
  rewrite fix_a //.
  congr pair; rewrite /arun foldl_rcons -/(arun A2 b2 z w) /astep.
  by rewrite -/(arun (layer_mx A) (layer_vec b) _ _) arun_wordmx.
have blkA (p : V * S) : block_matrix (fun i : 'I_d => i %/ 2)%N (layer_mx A p).
  move=> i j; have /forallP/(_ i)/forallP/(_ j)/andP[_] := mA p.1 p.2.
  by move=> /implyP e ne; apply/eqP/e.
have realA (p : V * S) : real_matrix (layer_mx A p).
  by move=> i j; have /forallP/(_ i)/forallP/(_ j)/andP[] := mA p.1 p.2.
have blA2 a : block_matrix (fun i : 'I_d => i %/ 2)%N (A2 a).
  exact: block_matrix_word.
have realA2 a : real_matrix (A2 a).
  rewrite /A2; elim/last_ind: (trace _ _ _) => [|w p IHw].
    by move=> i j; rewrite mxE realn.
  by rewrite wordmx_rcons; apply: real_mul (realA p) IHw.
pose r := [seq (foldl up (v, z) (om q)).2 | q <- enum gT].
have rP : orbit_in (astep A2 b2) z r.
  move=> w; apply/mapP; exists (gp w); first by rewrite mem_enum.
  by rewrite runE.
have decP w : arun A2 b2 z w = (foldl up (v, z) (om (gp w))).2 by rewrite runE.
have inj (a : bool) : injective (fun q => q * wd g h a)%g by apply: mulIg.
have := block_real_two_squares (dec := id) (q0 := 1%g)
  (out := fun q => (foldl up (v, z) (om q)).2) blA2
  (fun c => card_members d c (isT : 0 < 2)%N) realA2 rP decP inj
  [::] [:: true] [:: false] [::].
rewrite /= !mul1g !mulgA => e2.
have [_ fix1] : still (g * g * h * h)%g by do !apply: still_mul.
have [_ fix2] : still (h * h * g * g)%g by do !apply: still_mul.
have fst_up q : still q -> foldl up (v, z) (om q) =
    (v, (foldl up (v, z) (om q)).2).
  by case=> _ fix_q; rewrite layer_run /= fix_q.
by rewrite fst_up ?e2 -?fst_up //; do !apply: still_mul.
Qed.

Lemma squared_commute g h s : squared still g -> squared still h -> E s ->
  foldl up s (om (g * h)%g) = foldl up s (om (h * g)%g).
Proof.
case: (aE) => closed mul one.
move=> sg; elim: sg h s => {g} [|g1 g2 s1 IH1 s2 IH2|g stg] h s sh Es.
- by rewrite mulg1 mul1g.
- have K1 := squared_in s1; have K2 := squared_in s2; have Kh := squared_in sh.
  rewrite -mulgA mul ?groupM // foldl_cat (IH2 _ _ sh); last exact: closed.
  rewrite -foldl_cat -mul ?groupM // mulgA.
  rewrite mul ?groupM // foldl_cat (IH1 _ _ sh Es) -foldl_cat -mul ?groupM //.
  by rewrite mulgA.
have [Kg _] := stg.
elim: sh s Es => {h} [|h1 h2 s1 IH1 s2 IH2|h sth] s Es.
- by rewrite mulg1 mul1g.
- have K1 := squared_in s1; have K2 := squared_in s2.
  rewrite mulgA mul ?groupM // foldl_cat (IH1 _ Es) -foldl_cat -mul ?groupM //.
  rewrite -mulgA mul ?groupM // foldl_cat IH2; last exact: closed.
  by rewrite -foldl_cat -mul ?groupM // mulgA.
exact: squares_commute.
Qed.

Lemma squared_commutator g h : still g -> still h -> squared still [~ g, h]%g.
Proof.
move=> sg sh.
have -> : [~ g, h]%g = (g^-1 * g^-1 * (g * h^-1 * (g * h^-1)) * (h * h))%g.
  by rewrite /commg /conjg !mulgA !mulgKV.
apply: SquaredMul; first apply: SquaredMul; apply: SquaredSquare => //.
  exact: still_inv.
by apply: still_mul => //; apply: still_inv.
Qed.
End Layer.

Lemma block_deep_fixes add n (V : choiceType) (step : V -> S -> V) :
  stack F BlockRealTwo add n step -> forall E, acts K om step E ->
  forall l k, (n.*2 <= l)%N -> deep K false l k ->
  forall s, E s -> foldl step s (om k) = s.
Proof.
elim=> {n V step} [|n V step d A b _ IH mA _] E aE l k le_nl dk s Es.
  by case: s {Es}; case: (foldl _ _ _).
have stillP l' g : (n.*2 <= l')%N -> deep K false l' g -> still step E g.
  move=> le dg; split=> [|v E1v]; first exact: deep_in dg.
  exact: IH (acts_below aE) _ _ le dg _ E1v.
have sqP l' g : (n.*2 < l')%N -> deep K false l' g -> squared (still step E) g.
  move=> le dg; elim: dg le => {l' g} [g _ //|l' g _ dg|l'|l' g h _ IHg _ IHh|
    l' g h dg _ dh _|//] le.
  - by apply: dg; apply: ltnW.
  - exact: SquaredOne.
  - by apply: SquaredMul; [apply: IHg | apply: IHh].
  by apply: (squared_commutator aE); [apply: stillP dg | apply: stillP dh].
case: (aE) => closed mul one.
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
Qed.
End Blocks.

(* From an automaton that a stack answers for, and words that permute some of *)
(* its states.                                                                *)
Section Series.
Variables (S Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Variables (sq : bool) (n : nat) (V : choiceType).
Variables (advance : V -> S -> V) (s0 : V) (r : seq V) (dec : V -> Z).
Hypothesis fixes : forall (gT : finGroupType) (K : {group gT}) om E,
  acts K om advance E -> forall l k, (n <= l)%N -> deep K sq l k ->
  forall s, E s -> foldl advance s (om k) = s.
Hypothesis rP : orbit_in advance s0 r.
Hypothesis decP : forall w, dec (foldl advance s0 w) = out (foldl step q0 w).

(* No two states give the same outputs after all words.                       *)
Hypothesis minimal : forall p q,
  (forall w, out (foldl step p w) = out (foldl step q w)) -> p = q.

Definition shows (T : finType) k (place : T -> Q) (letters : 'I_k -> seq S)
    (sigma : 'I_k -> {perm T}) :=
  [/\ injective place, forall t, exists u, foldl step q0 u = place t
    & forall i t, foldl step (place t) (letters i) = place (sigma i t)].

Variables (T : finType) (k : nat) (place : T -> Q).
Variables (letters : 'I_k -> seq S) (sigma : 'I_k -> {perm T}).
Hypothesis showsP : shows place letters sigma.

Let spellw (w : seq 'I_k) := flatten (map letters w).
Local Notation G := <<[set sigma i | i : 'I_k]>>%g.

Let spell_place w t : foldl step (place t) (spellw w) =
  place (foldl (fun t i => sigma i t) t w).
Proof.
have [_ _ sP] := showsP; elim: w t => //= i w IHw t.
by rewrite /spellw /= foldl_cat sP IHw.
Qed.

Lemma series_fixed l tau : deep G sq l tau -> (n <= l)%N -> tau = 1%g.
Proof.
move=> dtau le_nl; have [inj_place reached sP] := showsP.
apply/permP=> t; rewrite perm1; apply: inj_place; apply: minimal => w.
have [u Du] := reached t.
pose act s i := foldl advance s (letters i).
pose s1 := foldl advance s0 u.
have actE s v : foldl act s v = foldl advance s (spellw v).
  by elim: v s => //= i v IHv s; rewrite IHv /spellw /= foldl_cat.
have rP1 : orbit_in act s1 r by move=> v; rewrite actE -foldl_cat rP.
have inj_sigma i : injective (fun t => sigma i t) by apply: perm_inj.
have [E [N [s [v [p0 [EQ inj_v v0 vP _]]]]]] :=
  compression (step := fun t i => sigma i t) rP1 inj_sigma.
pose gT := [finGroupType of 'S_N * {perm T}].
pose Kset := [set (s i, sigma i) | i : 'I_k].
pose K := [group of <<Kset>>%g].
pose word_prod (W : seq 'I_k) : gT := (\prod_(i <- W) (s i, sigma i))%g.
have generated x : x \in K -> exists W, word_prod W = x.
  case/gen_prodgP=> m [e eP ->].
  elim/big_ind: _ => [|x1 x2 [W1 <-] [W2 <-]|i _].
  - by exists [::]; rewrite /word_prod big_nil.
  - by exists (W1 ++ W2); rewrite /word_prod big_cat.
  by have /imsetP[j _ ->] := eP i; exists [:: j]; rewrite /word_prod big_seq1.
have word_of (x : gT) : exists W, (x \in K) ==> (word_prod W == x).
  have [/generated[W <-]|] := boolP (x \in K); last by exists [::].
  by exists W; rewrite eqxx.
pose W x := xchoose (word_of x).
have WP x : x \in K -> word_prod (W x) = x.
  by move=> Kx; apply/eqP/(implyP (xchooseP (word_of x))).
pose om x := spellw (flatten [seq i :: E | i <- W x]).
have run_v p ws :
    foldl advance (v p) (spellw (flatten [seq i :: E | i <- ws])) =
    v ((word_prod ws).1 p).
  elim: ws p => [|i ws IHws] p; first by rewrite /word_prod big_nil perm1.
  rewrite /= -actE -cat_cons foldl_cat vP actE IHws.
  by rewrite /word_prod big_cons /= permM.
have run_t ws :
    foldl (fun t i => sigma i t) t (flatten [seq i :: E | i <- ws]) =
    (word_prod ws).2 t.
  elim: ws (t) => [|i ws IHws] t'; first by rewrite /word_prod big_nil perm1.
  by rewrite /= foldl_cat EQ IHws /word_prod big_cons /= permM.
have omE x p : x \in K -> foldl advance (v p) (om x) = v (x.1 p).
  by move=> Kx; rewrite run_v WP.
have aK : acts K om advance (fun a => exists p, a = v p).
  split=> [_ x Kx [p ->]|_ x y Kx Ky [p ->]|_ [p ->]].
  - by exists (x.1 p); rewrite omE.
  - by rewrite foldl_cat !omE ?groupM //= permM.
  by rewrite omE // perm1.
have [kappa dk] : exists kappa, deep K sq l (kappa, tau).
  elim: dtau => {l tau le_nl} [tau|l g _ [x dx]|l|l g h _ [x dx] _ [y dy]|
    l g h _ [x dx] _ [y dy]|l g s' _ [x dx]].
  - case/gen_prodgP=> m [e eP ->]; suff [x Kx <-] : exists2 x : gT, x \in K &
        x.2 = (\prod_(i < m) e i)%g.
      by exists x.1; apply: DeepIn; case: x Kx.
    elim/big_ind: _ => [|_ _ [x1 K1 <-] [x2 K2 <-]|i _].
    + by exists 1%g; rewrite ?group1.
    + by exists (x1 * x2)%g; rewrite ?groupM.
    have /imsetP[j _ ->] := eP i; exists (s j, sigma j) => //.
    by apply: mem_gen; apply: imset_f.
  - by exists x; apply: DeepLess.
  - by exists 1%g; apply: (DeepOne K).
  - by exists (x * y)%g; apply: (DeepMul dx dy).
  - by exists [~ x, y]%g; apply: (DeepCommutator dx dy).
  by exists (x * x)%g; apply: (DeepSquare s' dx).
have Kk := deep_in dk.
have still_v := fixes aK le_nl dk (ex_intro _ p0 erefl).
have eq_state : foldl advance s0 (u ++ spellw E ++ om (kappa, tau)) =
    foldl advance s0 (u ++ spellw E).
  by rewrite catA foldl_cat (foldl_cat _ _ u) -/s1 -actE -v0 still_v.
have := tracks_congr_cat decP w eq_state.
by rewrite -!catA !foldl_cat Du !spell_place !EQ run_t WP //= => ->.
Qed.

(* Words each of which is a commutator (or square) of such words.             *)
Lemma endless_fixed m (e : 'I_m -> {perm T}) :
  (forall j, e j \in G) ->
  (forall j, (exists a b, e j = [~ e a, e b]%g) \/
     sq /\ exists a, e j = (e a * e a)%g) ->
  forall j, e j = 1%g.
Proof.
move=> Ge eP j; apply: (@series_fixed n) => //; elim: (n) j => [|l IHl] j.
  exact: DeepIn.
have [[a [b ->]]|[s [a ->]]] := eP j; first exact: DeepCommutator.
exact: DeepSquare.
Qed.
End Series.

Section Stacks.
Variables (F : numFieldType) (S Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Variables (c : restriction) (add : bool) (n : nat) (V : choiceType).
Variables (advance : V -> S -> V) (s0 : V) (r : seq V) (dec : V -> Z).
Hypothesis st : stack F c add n advance.
Hypothesis rP : orbit_in advance s0 r.
Hypothesis decP : forall w, dec (foldl advance s0 w) = out (foldl step q0 w).
Hypothesis minimal : forall p q,
  (forall w, out (foldl step p w) = out (foldl step q w)) -> p = q.
Variables (T : finType) (k : nat) (place : T -> Q).
Variables (letters : 'I_k -> seq S) (sigma : 'I_k -> {perm T}).
Hypothesis showsP : shows step q0 place letters sigma.
Local Notation G := <<[set sigma i | i : 'I_k]>>%g.

(* n triangular layers: no element but 1 takes n rounds of commutators, over  *)
(* the reals of squares too; blocks of size 2 give two rounds a layer.        *)
Theorem stack_series (sq : bool) l tau :
  c \in diagonals ++ triangulars -> (sq -> c \in reals ++ real_triangulars) ->
  (n <= l)%N -> deep G sq l tau -> tau = 1%g.
Proof.
move=> cc cr le_nl dtau.
exact: (series_fixed (fun gT K om => @deep_fixes F S c add sq gT K om cc cr n V
  advance st) rP decP minimal showsP dtau le_nl).
Qed.

Theorem stack_series_blocks l tau :
  c = BlockRealTwo -> (n.*2 <= l)%N -> deep G false l tau -> tau = 1%g.
Proof.
move=> Dc le_nl dtau; have stB := st; rewrite Dc in stB.
exact: (series_fixed (fun gT K om => @block_deep_fixes F S gT K om add n V
  advance stB) rP decP minimal showsP dtau le_nl).
Qed.

(* No words other than 1 are each a commutator (or a square) of them.         *)
Theorem stack_endless (sq : bool) m (e : 'I_m -> {perm T}) :
  c \in diagonals ++ triangulars /\ (sq -> c \in reals ++ real_triangulars) \/
    c = BlockRealTwo /\ ~~ sq ->
  (forall j, e j \in G) ->
  (forall j, (exists a b, e j = [~ e a, e b]%g) \/
     sq /\ exists a, e j = (e a * e a)%g) ->
  forall j, e j = 1%g.
Proof.
move=> cases; have [N fixes] : exists N, forall (gT : finGroupType)
    (K : {group gT}) om E, acts K om advance E -> forall l g, (N <= l)%N ->
    deep K sq l g -> forall s, E s -> foldl advance s (om g) = s.
  case: cases => [[cc cr]|[Dc /negbTE ->]].
    by exists n => gT K om; apply: (@deep_fixes F S c add sq gT K om cc cr).
  have stB := st; rewrite Dc in stB; exists n.*2 => gT K om.
  exact: (block_deep_fixes stB).
exact: (endless_fixed fixes rP decP minimal showsP).
Qed.
End Stacks.

(* Complex layers: the l-th derived group is trivial if there are l of them.  *)
Corollary stack_derived_length (F : numFieldType) (S Z : Type) (Q : finType)
    (step : Q -> S -> Q) q0 (out : Q -> Z) c add n (V : choiceType)
    (advance : V -> S -> V) s0 r dec (T : finType) k place letters
    (sigma : 'I_k -> {perm T}) :
  c \in diagonals ++ triangulars -> stack F c add n advance ->
  orbit_in advance s0 r ->
  (forall w, dec (foldl advance s0 w) = out (foldl step q0 w)) ->
  (forall p q, (forall w, out (foldl step p w) = out (foldl step q w)) ->
     p = q) ->
  shows step q0 place letters sigma ->
  (<<[set sigma i | i : 'I_k]>>^`(n) = 1)%g.
Proof.
move=> cc st rP decP minimal sP; apply/eqP; rewrite -subG1; apply/subsetP=> g.
move/(@deep_derived _ [group of <<_>>%g]) => dg; apply/set1P.
by apply: (stack_series st rP decP minimal sP cc (sq := false) _ _ dg).
Qed.

(* A stack of n layers that tracks a group: its derived length is at most n.  *)
Theorem stack_tracks_derived_length (F : numFieldType) (gT : finGroupType) c
    add n (V : choiceType) (advance : V -> gT -> V) s0 r (dec : V -> gT) :
  c \in diagonals ++ triangulars -> stack F c add n advance ->
  orbit_in advance s0 r -> (forall w, dec (foldl advance s0 w) = gprod w) ->
  ([set: gT]^`(n) = 1)%g.
Proof.
move=> cc st rP decP; apply/eqP; rewrite -subG1; apply/subsetP=> g.
move/deep_derived => dg; apply/set1P.
pose f (x : gT) := perm (mulIg x).
have fM : {morph f : x y / (x * y)%g}.
  by move=> x y; apply/permP=> z; rewrite permM !permE mulgA.
pose letter (i : 'I_#|gT|) := [:: enum_val i].
have sP : shows (fun x y : gT => (x * y)%g) 1%g id letter (f \o enum_val).
  split=> // [x|i x]; last by rewrite /= permE.
  by exists [:: x]; rewrite /= mul1g.
have df := deep_map fM (H := <<[set (f \o enum_val) i | i : 'I_#|gT|]>>%g) _ dg.
have /permP/(_ 1%g) : f g = 1%g.
  apply: (stack_series (out := id) st rP decP _ sP cc (sq := false) _ _
    (df _)) => //.
    by move=> p q /(_ [::]).
  move=> x _; apply: mem_gen; apply/imsetP; exists (enum_rank x) => //=.
  by rewrite enum_rankK.
by rewrite permE perm1 mul1g.
Qed.
