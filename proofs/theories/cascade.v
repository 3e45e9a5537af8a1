(* Cascades: a group of derived length L is tracked by L layers of complex    *)
(* diagonal matrices (Kaloujnine and Krasner).                                *)
(*                                                                            *)
(*   follows val advance s0 dec == dec decodes from the states of the stack   *)
(*                   the product of val x over the letters x of every word    *)
(*                                                                            *)
(* Let N be the last term of the derived series but one: it is abelian.  The  *)
(* layers below follow the cosets of N.  If t q represents the coset q, then  *)
(* g = n t q for one n in N, and g x = n m(q, x) t (q x) with an element      *)
(* m(q, x) of N: the last layer multiplies by it.                             *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model diagonal affine_triangular rules.
From BilinearTheory Require Import stacks.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Local Notation C := [numFieldType of algC].

Definition follows (gT : finGroupType) (S V : Type) (val : S -> gT)
    (advance : V -> S -> V) s0 (dec : V -> gT) :=
  forall w, dec (foldl advance s0 w) = foldl (fun g x => (g * val x)%g) 1%g w.

Section Extend.
Variables (gT : finGroupType) (N : {group gT}) (S : Type) (val : S -> gT).
Hypothesis normN : [set: gT] \subset 'N(N).
Hypothesis abelN : abelian N.
Variables (L : nat) (V : choiceType) (advance : V -> S -> V) (s0 : V).
Variables (r : seq V) (dec : V -> coset_of N).
Hypothesis st : stack C Rotation false L advance.
Hypothesis rP : orbit_in advance s0 r.
Hypothesis decP : follows (fun x => coset N (val x)) advance s0 dec.

Let inN (x : gT) : x \in 'N(N). Proof. by rewrite (subsetP normN) ?inE. Qed.

Let t (q : coset_of N) : gT := repr q.

Let cosetK q : coset N (t q) = q. Proof. exact: coset_reprK. Qed.

Let m (q : coset_of N) (x : S) : gT :=
  (t q * val x * (t (q * coset N (val x)))^-1)%g.

Let mN q x : m q x \in N.
Proof.
rewrite /m -mem_rcoset; apply/(rcoset_kercosetP (inN _) (inN _)).
transitivity (coset N (t q) * coset N (val x))%g; first exact: morphM.
by rewrite !cosetK.
Qed.

Lemma extend : exists (V' : choiceType) (advance' : V' -> S -> V') s0' r' dec',
  [/\ stack C Rotation false L.+1 advance', orbit_in advance' s0' r'
    & follows val advance' s0' dec'].
Proof.
have [d [rG [fG dG]]] := abelian_embeds_complex_diag abelN.
pose A (v : V) (x : S) : 'M[C]_d := rG (m (dec v) x).
pose b (v : V) (x : S) : 'cV[C]_d := 0.
pose one : 'cV[C]_d := const_mx 1.
pose up := layer_step advance A b.
pose h0 := rG (t 1)^-1%g *m one.
have t1N : (t 1)^-1%g \in N.
  by rewrite groupV; apply: coset_idr (cosetK 1).
pose dec' (s : V * 'cV[C]_d) :=
  (odflt 1 [pick n in N | rG n *m one == s.2] * t (dec s.1))%g.
have inj n n' : n \in N -> n' \in N -> rG n *m one = rG n' *m one -> n = n'.
  move=> Nn Nn' e; apply: (mx_faithful_inj fG) => //.
  have /diag_mxP[D DE] := dG _ Nn; have /diag_mxP[D' DE'] := dG _ Nn'.
  move: e; rewrite DE DE' => /colP e; congr diag_mx; apply/rowP=> i.
  by have := e i; rewrite !mul_diag_mx !mxE !mulr1.
have runE w : exists2 n, n \in N & foldl up (s0, h0) w =
      (foldl advance s0 w, rG n *m one) /\
    (n * t (dec (foldl advance s0 w)))%g =
      foldl (fun g x => (g * val x)%g) 1%g w.
  elim/last_ind: w => [|w x [n Nn [eup eg]]].
    exists (t 1)^-1%g => //; split=> //=.
    by have := decP [::] => /= ->; rewrite mulVg.
  have qE : dec (foldl advance s0 (rcons w x)) =
      (dec (foldl advance s0 w) * coset N (val x))%g.
    by rewrite !decP foldl_rcons.
  set q := dec (foldl advance s0 w) in qE eg *.
  exists (n * m q x)%g; first by rewrite groupM.
  split.
    rewrite foldl_rcons eup /up /layer_step /= addr0 foldl_rcons.
    congr pair; rewrite /A -/q mulmxA -repr_mxM //.
    by rewrite (centsP abelN _ (mN q x) _ Nn).
  rewrite qE !foldl_rcons -eg /m !mulgA.
  by rewrite mulgKV.
exists _, up, (s0, h0), [seq (v, rG n *m one) | v <- r, n <- enum N], dec'.
split.
- apply: (AddLayer st) => [v x|]; last by right.
  exact: dG.
- move=> w; have [n Nn [-> _]] := runE w.
  by apply/allpairsP; exists (foldl advance s0 w, n); rewrite mem_enum rP.
move=> w; have [n Nn [-> <-]] := runE w; rewrite /dec' /=.
case: pickP => [n' /andP[Nn' /eqP/(inj _ _ Nn' Nn)-> //]|].
by move/(_ n); rewrite Nn eqxx.
Qed.
End Extend.

Lemma cascade_follows L (gT : finGroupType) : ([set: gT]^`(L) = 1)%g ->
  forall (S : Type) (val : S -> gT),
  exists (V : choiceType) (advance : V -> S -> V) s0 r dec,
  [/\ stack C Rotation false L advance, orbit_in advance s0 r
    & follows val advance s0 dec].
Proof.
elim: L gT => [|L IHL] gT solv S val.
  exists unit_choiceType, (fun v _ => v), tt, [:: tt], (fun=> 1%g).
  split=> [|w|w]; [exact: EmptyStack | by case: (foldl _ _ _) |].
  have g1 (g : gT) : g = 1%g.
    by apply/set1P; rewrite -[[set 1%g]]/(1%g : {set gT}) -solv derg0 inE.
  by rewrite [RHS]g1.
pose N := [group of [set: gT]^`(L)%g].
have normN : [set: gT] \subset 'N(N) by rewrite normal_norm // der_normal.
have abelN : abelian N by apply/derG1P; rewrite derg1 /= -dergSn.
have solvN : ([set: coset_of N]^`(L) = 1)%g.
  by rewrite -quotientT -quotient_der // trivg_quotient.
have [V [advance [s0 [r [dec [st rP decP]]]]]] :=
  IHL _ solvN S (fun x => coset N (val x)).
exact: (extend normN abelN st rP decP).
Qed.

(* L layers of complex diagonal matrices track exactly the groups of derived  *)
(* length at most L; an additive term and triangular matrices do not help.    *)
Theorem cascade_iff L (gT : finGroupType) :
  (exists (V : choiceType) (advance : V -> gT -> V) s0 r dec,
     [/\ stack C Rotation false L advance, orbit_in advance s0 r
       & forall w, dec (foldl advance s0 w) = gprod w]) <->
  ([set: gT]^`(L) = 1)%g.
Proof.
split=> [[V [advance [s0 [r [dec [st rP decP]]]]]]|solv].
  exact: (stack_tracks_derived_length _ st rP decP).
exact: (cascade_follows solv id).
Qed.

(* S_3, which no layer tracks, is tracked by two.                             *)
Example Sym3_in_two_layers :
  exists (V : choiceType) (advance : V -> 'S_3 -> V) s0 r dec,
  [/\ stack C Rotation false 2 advance, orbit_in advance s0 r
    & forall w, dec (foldl advance s0 w) = gprod w].
Proof.
apply/cascade_iff; apply/derG1P; rewrite -/([set: 'S_3]^`(1))%g.
have cardA : #|'Alt_('I_3)| = 3%N.
  apply/eqP; rewrite -(eqn_pmul2l (isT : 0 < 2)%N).
  by rewrite card_Alt card_ord.
have abelA : abelian 'Alt_('I_3).
  by rewrite cyclic_abelian // prime_cyclic // cardA.
suff sub : ([set: 'S_3]^`(1) \subset 'Alt_('I_3))%g.
  exact: abelianS sub abelA.
apply: der1_min; first exact: Alt_norm.
apply/cyclic_abelian/prime_cyclic; rewrite card_quotient; last exact: Alt_norm.
by rewrite Alt_index ?card_ord.
Qed.
