(* Theorem B over the reals, for numbers: the groups of exponent 2.           *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import automaton separation frobenius_schur.
From BilinearTheory Require Import word_problem.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Section Degrees.
Variables (gT : finGroupType) (G : {group gT}).
Implicit Types i : Iirr G.

Lemma linear_degree i : ('chi_i 1%g <= 1) = ('chi_i \is a linear_char).
Proof.
rewrite qualifE irr_char /= eq_le; have := irr1_gt0 i.
by rewrite irr1_degree ltr0n ler1n => ->; rewrite andbT.
Qed.

(* A linear character has the indicator 1 if and only if it is real.          *)
Lemma linear_indicator i : 'chi_i \is a linear_char ->
  indicator i = ('chi_i * 'chi_i == 1)%:R.
Proof.
move=> lin; have lin2 := rpredM lin lin.
have [j ej] : exists j, 'chi_i * 'chi_i = 'chi_j by apply/irrP/lin_char_irr.
have -> : indicator i = '['chi_j, 'chi_0].
  rewrite irr0 cfdotE /indicator; congr (_ * _); apply: eq_bigr => g Gg.
  by rewrite lin_charM // -ej cfunE cfun1E Gg conjC1 mulr1.
by rewrite cfdot_irr ej -irr0 (inj_eq irr_inj).
Qed.
End Degrees.

(* Real numbers solve the word problem of the groups with x^2 = 1.            *)
Corollary word_problem_involutions (gT : finGroupType) :
  reads_blocks (@cayley gT) (enum_rank 1%g) id 1 true <->
  forall x : gT, (x * x = 1)%g.
Proof.
apply: (iff_trans (word_problem_iff gT (isT : (0 < 1)%N) true)).
have deg (i : Iirr [set: gT]%G) : (degree true i <= 1%:R) =
    ('chi_i \is a linear_char) && ('chi_i * 'chi_i == 1).
  have [lin|nl] := boolP ('chi_i \is a linear_char); last first.
    apply: contraNF nl; rewrite -linear_degree; apply: le_trans.
    exact: degree_ge.
  rewrite /degree linear_indicator // lin_char1 // mulr1.
  case: (_ * _ == 1); first by rewrite eqxx lexx.
  by rewrite [0 == 1]eq_sym oner_eq0 /= (ler_nat _ 2 1).
split=> [sub1 x|sq].
  apply/set1gP/(subsetP sub1)/bigcapP=> i; rewrite deg => /andP[lin /eqP e].
  rewrite cfkerEchar ?irr_char // inE in_setT lin_charM ?in_setT //=.
  have /cfunP/(_ x) := e; rewrite cfunE cfun1E in_setT => ->.
  by rewrite lin_char1.
have ab : abelian [set: gT].
  apply/centsP=> a _ b _; rewrite /commute.
  have inv (c : gT) : (c^-1 = c)%g by apply: (mulgI c); rewrite mulgV sq.
  by rewrite -[LHS]inv invMg !inv.
rewrite -(TI_cfker_irr [set: gT]%G); apply/bigcapsP=> i _.
apply: bigcap_inf; have lin := char_abelianP _ ab i.
rewrite deg lin; apply/eqP/cfunP=> x.
by rewrite cfunE -lin_charM ?in_setT // sq lin_char1 // cfun1E in_setT.
Qed.
