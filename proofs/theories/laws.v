(* Laws of finite groups of real blocks of size 2, in which squares commute.  *)
(*                                                                            *)
(* Variables x lead from a place, a sum of variables modulo 2, to others.  A  *)
(* word that ends where it began, and reads every edge as often forwards as   *)
(* backwards, is trivial in all groups whose squares commute: for s (c) a     *)
(* product of the variables in c, it is a product of s (c) x s (c + x)^-1,    *)
(* which lie in the abelian group that the squares generate.                  *)
(*                                                                            *)
(*   element     == a product of variables and inverses, a law's program      *)
(*   flow e      == its end, and the edges that it reads, and reads back      *)
(*   returns e   == the flow cancels: it ends in 0 and both lists agree       *)
(*   value x e   == its value in a group                                      *)
(*   shifted p q == the sum of two places                                     *)
(*   move c l    == the edges l, read from the place c on                     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import model compression block_squares rules claim.
From BilinearTheory Require Import prime_power.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.

Section Flows.
Variable r : nat.
Definition place := {ffun 'I_r -> bool}.
Definition origin : place := [ffun=> false].
Definition shifted (p q : place) : place := [ffun i => p i (+) q i].
Definition one_step i : place := [ffun j => j == i].

Inductive element :=
  | Var of 'I_r | Mul of element & element | Inv of element.

Definition move (c : place) (l : seq (place * 'I_r)) :=
  [seq (shifted e.1 c, e.2) | e <- l].

Fixpoint flow e : place * (seq (place * 'I_r) * seq (place * 'I_r)) :=
  match e with
  | Var i => (one_step i, ([:: (origin, i)], [::]))
  | Mul a b => let (c, fa) := flow a in let (c', fb) := flow b in
      (shifted c c', (fa.1 ++ move c fb.1, fa.2 ++ move c fb.2))
  | Inv a => let (c, fa) := flow a in (c, (move c fa.2, move c fa.1))
  end.

Definition returns e :=
  ((flow e).1 == origin) && perm_eq (flow e).2.1 (flow e).2.2.

Fixpoint value (gT : finGroupType) (x : 'I_r -> gT) e : gT :=
  match e with
  | Var i => x i | Mul a b => value x a * value x b | Inv a => (value x a)^-1
  end.

Lemma shiftedA p q s : shifted (shifted p q) s = shifted p (shifted q s).
Proof. by apply/ffunP=> i; rewrite !ffunE addbA. Qed.

Lemma shiftedC p q : shifted p q = shifted q p.
Proof. by apply/ffunP=> i; rewrite !ffunE addbC. Qed.

Lemma shiftedK p q : shifted (shifted p q) q = p.
Proof. by apply/ffunP=> i; rewrite !ffunE -addbA addbb addbF. Qed.

Lemma shifted0 p : shifted p origin = p.
Proof. by apply/ffunP=> i; rewrite !ffunE addbF. Qed.

Section Values.
Variables (gT : finGroupType) (H : {group gT}) (x : 'I_r -> gT).
Hypothesis xH : forall i, x i \in H.
Hypothesis squares : forall g h, g \in H -> h \in H ->
  (g * g) * (h * h) = (h * h) * (g * g).

Local Notation N := <<[set g * g | g in H]>>.

Let abelianN : abelian N.
Proof.
rewrite abelian_gen; apply/centsP=> _ /imsetP[g Hg ->] _ /imsetP[h Hh ->].
exact: squares.
Qed.

Let N_comm a b : a \in N -> b \in N -> a * b = b * a.
Proof. by move=> aN bN; apply: (centsP abelianN). Qed.

Let sqN g : g \in H -> g * g \in N.
Proof. by move=> Hg; apply: mem_gen; apply: imset_f. Qed.

Let commN a b : a \in H -> b \in H -> a^-1 * b^-1 * a * b \in N.
Proof.
move=> Ha Hb; have -> : a^-1 * b^-1 * a * b =
    (a^-1 * a^-1) * ((a * b^-1) * (a * b^-1)) * (b * b).
  by rewrite !mulgA mulgKV mulgKV.
by apply: groupM; [apply: groupM|]; apply: sqN; rewrite ?groupM ?groupV.
Qed.

Let conjN a g : a \in N -> g \in H -> g * a * g^-1 \in N.
Proof.
move=> aN Hg; have sub : H \subset 'N(N).
  rewrite norms_gen //; apply/subsetP=> h Hh; rewrite inE.
  apply/subsetP=> _ /imsetP[_ /imsetP[g' Hg' ->] ->].
  by apply/imsetP; exists (g' ^ h); rewrite ?groupJ // conjMg.
have <- : a ^ g^-1 = g * a * g^-1 by rewrite conjgE invgK mulgA.
by rewrite memJ_norm // groupV (subsetP sub).
Qed.

Let s (q : place) := \prod_(i <- enum 'I_r | q i) x i.

Let sH q : s q \in H. Proof. by apply: group_prod. Qed.

Let n (e : place * 'I_r) := s e.1 * x e.2 * (s (shifted e.1 (one_step e.2)))^-1.

Let nN e : n e \in N.
Proof.
case: e => q i; rewrite /n /s /=.
have := enum_uniq 'I_r; have : i \in enum 'I_r by rewrite mem_enum.
case/splitPr => l1 l2; rewrite cat_uniq /= negb_or => /and3P[_ /andP[i1 _] /andP[i2 _]].
have same l : i \notin l ->
    \prod_(j <- l | shifted q (one_step i) j) x j = \prod_(j <- l | q j) x j.
  move=> il; rewrite big_seq_cond [RHS]big_seq_cond; apply: eq_bigl => j.
  rewrite !ffunE; have [->|_] := eqVneq j i; first by rewrite (negPf il).
  by rewrite addbF.
rewrite !big_cat !big_cons /= !same // !ffunE eqxx addbT.
set A := \prod_(j <- l1 | q j) x j; set B := \prod_(j <- l2 | q j) x j.
have HA : A \in H by apply: group_prod.
have HB : B \in H by apply: group_prod.
case: (q i) => /=.
  have -> : A * (x i * B) * x i * (A * B)^-1 =
      A * ((x i * x i) * ((x i)^-1 * B * x i * B^-1)) * A^-1.
    by rewrite invMg !mulgA mulgK.
  apply: conjN => //; rewrite groupM ?sqN //.
  by have := @commN (x i) B^-1; rewrite invgK; apply; rewrite ?groupV.
have -> : A * B * x i * (A * (x i * B))^-1 =
    A * (B * x i * B^-1 * (x i)^-1) * A^-1.
  by rewrite !invMg !mulgA.
apply: conjN => //.
by have := @commN B^-1 (x i)^-1; rewrite !invgK; apply; rewrite groupV.
Qed.

(* A product of members of N does not depend on their order.                  *)
Let prod_perm (l l' : seq (place * 'I_r)) : perm_eq l l' ->
  \prod_(e <- l) n e = \prod_(e <- l') n e.
Proof.
have inN k : \prod_(e <- k) n e \in N by apply: group_prod.
move: l l'; apply: (catCA_perm_subst (F := fun k => \prod_(e <- k) n e)).
move=> l1 l2 l3; rewrite !big_cat /= !mulgA; congr (_ * _).
exact: N_comm.
Qed.

Let from (p : place) (l : seq (place * 'I_r)) := \prod_(e <- move p l) n e.

Let fromN p l : from p l \in N. Proof. by apply: group_prod. Qed.

Let from_cat p l l' : from p (l ++ l') = from p l * from p l'.
Proof. by rewrite /from /move map_cat big_cat. Qed.

Let from_move p c l : from p (move c l) = from (shifted p c) l.
Proof.
rewrite /from /move -map_comp; congr (\prod_(e <- _) _).
by apply: eq_map => e /=; rewrite shiftedA [shifted c p]shiftedC.
Qed.

Let turn p e := s p * value x e * (s (shifted p (flow e).1))^-1.

Let turnP e p : turn p e \in N /\
  turn p e * from p (flow e).2.2 = from p (flow e).2.1.
Proof.
rewrite /turn; elim: e p => [i|a IHa b IHb|a IHa] p /=.
- have e0 : shifted origin p = p by rewrite shiftedC shifted0.
  rewrite /from /move /= big_nil big_seq1 e0 mulg1; split=> //.
  exact: (nN (p, i)).
- have [aN aE] := IHa p; have [bN bE] := IHb (shifted p (flow a).1).
  move: aN aE bN bE; case: (flow a) => c [Pa Ma]; case: (flow b) => c' [Pb Mb] /=.
  move=> aN aE bN bE; set X := s p * _ * _ in aN aE; set Z := s _ * _ * _ in bN bE.
  have -> : s p * (value x a * value x b) * (s (shifted p (shifted c c')))^-1 =
      X * Z.
    by rewrite /X /Z -shiftedA !mulgA mulgKV.
  split; first exact: groupM.
  rewrite !from_cat !from_move -aE -bE; have cZ := N_comm bN (fromN p Ma).
  by rewrite -(mulgA X Z) (mulgA Z) cZ !mulgA.
have [aN aE] := IHa (shifted p (flow a).1).
move: aN aE; case: (flow a) => c [Pa Ma] /=; rewrite shiftedK => aN aE.
have -> : s p * (value x a)^-1 * (s (shifted p c))^-1 =
    (s (shifted p c) * value x a * (s p)^-1)^-1 by rewrite !invMg invgK mulgA.
split; first by rewrite groupV.
by rewrite !from_move -aE mulKg.
Qed.

Theorem flow_sound e : returns e -> value x e = 1.
Proof.
case/andP=> /eqP end0 same; have [_] := turnP e origin.
rewrite /turn end0 shifted0 => E.
have s0 : s origin = 1 by rewrite /s big1 // => i; rewrite ffunE.
move: E; rewrite s0 mul1g invg1 mulg1.
have -> : from origin (flow e).2.1 = from origin (flow e).2.2.
  by apply: prod_perm; apply: perm_map.
by move/(canRL (mulgK _)); rewrite mulgV.
Qed.
End Values.
End Flows.

(* Real blocks of size 2: words of a minimal automaton whose letters permute. *)
Section Plane.
Variables (L : Type) (Q : finType) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> nat) (r : nat) (words : 'I_r -> seq L).
Variables (t : 'I_r -> {perm Q}) (bound : option nat) (kind : decoder).
Variable additive : bool.
Local Notation f := (fun w => out (foldl step q0 w)).
Hypothesis inj : forall x, injective (step^~ x).
Hypothesis reach : forall q, exists w, foldl step q0 w = q.
Hypothesis separated :
  forall p q, (forall w, out (foldl step p w) = out (foldl step q w)) -> p = q.
Hypothesis tE : forall i q, foldl step q (words i) = t i q.

Lemma plane_squares x y u w : realizable f (BlockReal 2) bound kind additive ->
  out (foldl step q0 (u ++ x ++ x ++ y ++ y ++ w)) =
  out (foldl step q0 (u ++ y ++ y ++ x ++ x ++ w)).
Proof.
case=> d [A [b [h0 [pts [fam _ _ rP /linear_arbitrary[g gP]]]]]].
case: fam => [fam|[_ dA]]; last first.
  pose val a := match a with U => u | X => x | Y => y | W => w | _ => [::] end.
  have := @group_squares_diagonal _ _ _ _ step q0 out d A b h0 pts g val 1 dA rP
    gP inj isT.
  by rewrite /spell /= !cats0.
have entry a i j : (A a i j \is Num.real) /\
    ((A a i j != 0)%R -> (i %/ 2 = j %/ 2)%N).
  have /forallP/(_ i)/forallP/(_ j)/andP[re /implyP bl] := fam a.
  by split=> // /bl/eqP.
apply: (block_real_two_squares (blk := fun i : 'I_d => (i %/ 2)%N) _ _ _ rP gP inj).
- by move=> a i j /(entry a i j).2.
- by move=> c; apply: card_members.
by move=> a i j; have [] := entry a i j.
Qed.

Theorem law_refutes e q w : realizable f (BlockReal 2) bound kind additive ->
  returns e -> out (foldl step (value t e q) w) = out (foldl step q w).
Proof.
move=> real_f re; suff -> : value t e = 1 by rewrite perm1.
pose H := <<[set t i | i : 'I_r]>>%G.
have tP : permute_states step words t [set: Q] by move=> i q' _; rewrite tE inE.
have sp g : g \in H -> exists v, forall q', foldl step q' v = g q'.
  by case/(spelled tP) => v vP; exists v => q'; have [] := vP q' (in_setT _).
apply: (flow_sound (H := H)) re => [i|g h /sp[x xP] /sp[y yP]].
  by apply: mem_gen; apply: imset_f.
apply/permP=> q'; have [u <-] := reach q'; apply: separated => v.
have := plane_squares x y u v real_f; rewrite !foldl_cat !xP !yP.
by rewrite !permM => ->.
Qed.
End Plane.
