(* Theorem B: complex blocks of size k with a linear decoder solve the word   *)
(* problem of a finite group if and only if its irreducible characters of     *)
(* degree at most k have a trivial common kernel.                             *)
(*                                                                            *)
(*   cayley gT i x == the place of g x, where i is the place of g             *)
(*                                                                            *)
(* The recurrence is of finite reach, reads the elements as letters, and its  *)
(* largest logit names their product.                                         *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import automaton orbit model affine realization.
From BilinearTheory Require Import block_rows separation frobenius_schur points.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Local Notation algCF := [fieldType of algC].

Section WordProblem.
Variables (gT : finGroupType) (k : nat).
Hypothesis k_gt0 : (0 < k)%N.
Local Notation n := #|gT|.
Local Notation G := [set: gT]%G.

Definition cayley (i : 'I_n) (x : gT) : 'I_n := enum_rank (enum_val i * x)%g.

Let one : 'I_n := enum_rank 1%g.

Lemma cayley_inj x : injective (cayley^~ x).
Proof. by move=> i j /enum_rank_inj/mulIg/enum_val_inj. Qed.

Lemma cayley_fold i w : foldl cayley i w = enum_rank (enum_val i * gprod w)%g.
Proof.
elim/last_ind: w => [|w x IHw]; first by rewrite /gprod /= mulg1 enum_valK.
rewrite foldl_rcons IHw /cayley enum_rankK -cats1 gprod_cat.
by rewrite [gprod [:: x]]mul1g mulgA.
Qed.

(* The group acts on its elements.                                            *)
Let right (x : gT) := letter_perm cayley_inj x.

Let rightM : {in G &, {morph right : x y / (x * y)%g}}.
Proof.
move=> x y _ _; apply/permP=> i; rewrite permM !permE /cayley enum_rankK.
by rewrite mulgA.
Qed.

Let transferE (i : Iirr G) q r :
  transfer right i q r = 'chi_i ((enum_val q)^-1 * enum_val r)%g.
Proof.
rewrite /transfer (big_pred1 ((enum_val q)^-1 * enum_val r)%g) // => g.
rewrite inE permE /cayley /= -(inj_eq enum_val_inj) enum_rankK.
by rewrite -[RHS](inj_eq (mulgI (enum_val q))) mulKVg.
Qed.

(* Theorem B, over the complex and over the real numbers.                     *)
Theorem word_problem_iff real : reads_blocks cayley one id k real <->
  \bigcap_(i : Iirr G | degree real i <= k%:R) cfker 'chi_i \subset [1].
Proof.
have reach q : exists w, foldl cayley one w = q.
  exists [:: enum_val q]; rewrite cayley_fold enum_rankK mul1g.
  by rewrite [gprod _]mul1g enum_valK.
apply: (@iff_trans _ (told_apart G right k real)).
  apply: (points_iff (val := id)) => // [x||q x]; rewrite ?inE ?permE //.
  by apply/subsetP=> x _; apply: mem_gen; apply: imset_f.
split=> [told|sub1 p q ne].
  apply/subsetP=> g /bigcapP kg; rewrite inE; apply: contraT => ne1.
  have [|i [r [le_k]]] := told one (enum_rank g).
    by rewrite (inj_eq enum_rank_inj) eq_sym.
  rewrite !transferE !enum_rankK mulg1 cfkerMr ?eqxx //.
  exact: kg.
pose g := ((enum_val p)^-1 * enum_val q)%g.
have /existsP[i /andP[le_k]] :
    [exists i : Iirr G, (degree real i <= k%:R) && (g \notin cfker 'chi_i)].
  apply: contraNT ne => /existsPn none; apply/eqP/enum_val_inj/eqP.
  rewrite eq_mulVg1 -in_set1 -/g; apply: (subsetP sub1); apply/bigcapP=> i le_k.
  by have := none i; rewrite le_k /= negbK.
rewrite inE in_setT /= => /forallPn[y nz].
exists i, (enum_rank (enum_val p * y^-1)%g); split=> //.
rewrite !transferE enum_rankK invMg invgK mulgKV -mulgA -/g eq_sym.
by rewrite -(cfunJ _ (y * g)%g (in_setT y)) conjgE !mulgA mulVg mul1g.
Qed.
End WordProblem.

(* Blocks of size 1 do for a group if and only if it is abelian.              *)
Corollary word_problem_abelian (gT : finGroupType) :
  reads_blocks (@cayley gT) (enum_rank 1%g) id 1 false <->
  abelian [set: gT].
Proof.
have degree (i : Iirr [set: gT]%G) :
    ('chi_i 1%g <= 1%:R) = ('chi_i \is a linear_char).
  rewrite qualifE irr_char /= eq_le; have := irr1_gt0 i.
  by rewrite irr1_degree ltr0n ler1n => ->; rewrite andbT.
rewrite word_problem_iff //; split=> [sub1|/char_abelianP lin].
  apply/derG1P/trivgP; apply: subset_trans sub1; apply/bigcapsP=> i.
  by rewrite degree; apply: lin_char_der1.
rewrite -(TI_cfker_irr [set: gT]%G); apply/bigcapsP=> i _.
by apply: bigcap_inf; rewrite degree.
Qed.

(* Sym 3, and any larger one, needs larger blocks.                            *)
Example word_problem_Sym n :
  ~ reads_blocks (@cayley [finGroupType of 'S_n.+3]) (enum_rank 1%g) id 1 false.
Proof.
move/word_problem_abelian/centsP=> cS; pose a : 'I_n.+3 := ord0.
pose b := lift a (ord0 : 'I_n.+2); pose c : 'I_n.+3 := ord_max.
have := cS (tperm a b) (in_setT _) (tperm b c) (in_setT _).
move/permP/(_ a); rewrite !permM tpermL tpermL (tpermD (z := a)) //.
by rewrite tpermL => /eqP; rewrite -val_eqE.
Qed.
