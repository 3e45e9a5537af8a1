(* Theorem A for real blocks of size 2: with any decoder they track exactly   *)
(* the groups in which squares commute, by products of letters or by letters  *)
(* that permute the states of an automaton.                                   *)
(*                                                                            *)
(*   tracks_real_two F step q0 out == a recurrence over F of finite reach,    *)
(*     with real entries, in blocks of size at most 2, and some decoder give  *)
(*     the output after every word                                            *)
(*   orthogonal_real_two F step q0 out == so do orthogonal matrices without   *)
(*     additive term                                                          *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From mathcomp Require Import complex.
From BilinearTheory Require Import automaton orbit model affine compression.
From BilinearTheory Require Import block_rows squares block_squares block_sum.
From BilinearTheory Require Import rotation separation word_problem.
From BilinearTheory Require Import square_cover.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Section Tracks.
Variables (F : numFieldType) (S : finType) (n : nat) (Z : Type).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).

Definition tracks_real_two :=
  exists d (A : S -> 'M[F]_d) b h0 (pts : seq 'cV[F]_d) (blk : 'I_d -> nat)
    (dec : 'cV[F]_d -> Z),
  [/\ forall x, block_matrix blk (A x), forall c, (#|members blk c| <= 2)%N,
      forall x, real_matrix (A x), orbit_in (astep A b) h0 pts &
      forall w, dec (arun A b h0 w) = out (foldl step q0 w)].

Definition orthogonal_real_two :=
  exists d (A : S -> 'M[F]_d) h0 (pts : seq 'cV[F]_d) (blk : 'I_d -> nat)
    (dec : 'cV[F]_d -> Z),
  [/\ forall x, block_matrix blk (A x) /\ (A x)^T *m A x = 1%:M,
      forall c, (#|members blk c| <= 2)%N,
      forall x, real_matrix (A x), forall w, run A h0 w \in pts &
      forall w, dec (run A h0 w) = out (foldl step q0 w)].

Lemma orthogonal_tracks : orthogonal_real_two -> tracks_real_two.
Proof.
case=> d [A [h0 [pts [blk [dec [blA card_blk realA ptsP decP]]]]]].
exists d, A, (fun=> 0), h0, pts, blk, dec; split=> // [x|w|w].
- by have [] := blA x.
- by rewrite -/(arun _ _ _ _) arun0.
by rewrite arun0.
Qed.
End Tracks.

(* States that determine the answer are decoded.                              *)
Lemma decoder_exists (V : choiceType) (S : finType) (Y : Type)
    (act : V -> S -> V) h0 r (ans : seq S -> Y) :
  orbit_in act h0 r ->
  (forall u w, foldl act h0 u = foldl act h0 w -> ans u = ans w) ->
  exists dec, forall w, dec (foldl act h0 w) = ans w.
Proof.
move=> rP same; have [P [next [v [p0 [v0 vP v_inj word]]]]] :=
  reached_points rP.
have [f fP] := fin_all_exists word.
exists (fun h =>
  ans (if [pick p | v p == h] is Some p then f p else [::])) => w.
have ew : v (foldl next p0 w) = foldl act h0 w.
  by rewrite -v0; elim: w p0 {v0} => //= x w IHw p; rewrite IHw vP.
case: pickP => [p /eqP|/(_ (foldl next p0 w))]; last by rewrite ew eqxx.
by rewrite fP => /same.
Qed.

Section Cover.
Variables (S : finType) (n : nat) (Z : Type).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).
Variables (gT : finGroupType) (val : S -> gT).
Hypothesis sq : forall g h : gT, commute (g * g)%g (h * h)%g.
Hypothesis valP : forall u w, value val u = value val w ->
  foldl step q0 u = foldl step q0 w.

Lemma cover_tracks (C : numClosedFieldType) :
  orthogonal_real_two C step q0 out.
Proof.
have [d [A [h0 [pts [blk [blA card_blk [realA _] ptsP same]]]]]] :=
  squares_cover C val sq.
have [dec decP] : exists dec, forall w,
    dec (run A h0 w) = out (foldl step q0 w).
  apply: (decoder_exists (r := pts)) => [|u w /same/valP -> //].
  exact: ptsP.
by exists d, A, h0, pts, blk, dec.
Qed.

Lemma cover_tracks_real (R : rcfType) : orthogonal_real_two R step q0 out.
Proof.
pose C := complex_numClosedFieldType R; pose emb := real_complex R.
have [d [A [h0 [pts [blk [blA card_blk [realA real0] ptsP same]]]]]] :=
  squares_cover C val sq.
pose re m p (M : 'M[C]_(m, p)) : 'M[R]_(m, p) := map_mx (@complex.Re R) M.
have reK m p (M : 'M[C]_(m, p)) : real_matrix M -> map_mx emb (re _ _ M) = M.
  by move=> rM; apply/matrixP=> i j; rewrite !mxE; exact: RRe_real.
pose A' x := re _ _ (A x); pose h0' := re _ _ h0.
have runE w : map_mx emb (run A' h0' w) = run A h0 w.
  elim/last_ind: w => [|w x IHw]; first exact: reK.
  by rewrite !run_rcons map_mxM IHw reK.
have emb_inj m p : injective (map_mx emb : 'M[R]_(m, p) -> 'M[C]_(m, p)).
  by move=> M M' /matrixP e; apply/matrixP=> i j; have := e i j;
    rewrite !mxE => /complexI.
have toR w : run A' h0' w = re _ _ (run A h0 w).
  apply: emb_inj; rewrite runE reK // -runE => i j.
  by rewrite mxE complex_real.
pose pts' := [seq re _ _ h | h <- pts].
have ptsP' w : run A' h0' w \in pts' by rewrite toR map_f.
have [dec decP] : exists dec, forall w,
    dec (run A' h0' w) = out (foldl step q0 w).
  apply: (decoder_exists (r := pts')) => [|u w e]; first exact: ptsP'.
  by congr out; apply/valP/same; rewrite -!runE; congr map_mx.
exists d, A', h0', pts', blk, dec; split=> // [x|x i j]; last exact: num_real.
have [bl orth] := blA x; split.
  by move=> i j nz; apply: bl; apply: contraNneq nz; rewrite mxE => ->.
have eA : map_mx emb (A' x) = A x by apply: reK.
apply: emb_inj; rewrite map_mxM -map_trmx eA map_mx1.
exact: orth.
Qed.
End Cover.

(* Products of the letters of words.                                          *)
Section Generated.
Variables (S : finType) (gT : finGroupType) (val : S -> gT).

Lemma value_cat u w : value val (u ++ w) = (value val u * value val w)%g.
Proof. by elim: u => [|x u IHu] /=; rewrite ?mul1g // IHu mulgA. Qed.

Lemma value_generated g : g \in <<[set val x | x : S]>>%g ->
  exists w, value val w = g.
Proof.
case/gen_prodgP=> m [c cP ->].
elim/big_ind: _ => [|g1 g2 [w1 <-] [w2 <-]|i _]; first by exists [::].
  by exists (w1 ++ w2); rewrite value_cat.
by have /imsetP[x _ ->] := cP i; exists [:: x]; rewrite /= mulg1.
Qed.
End Generated.

Section Action.
Variables (S : finType) (n : nat) (Z : Type).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).
Hypothesis inj : forall x, injective (step^~ x).
Local Notation G := (transition_group inj).

Let letter := letter_perm inj.

Lemma foldl_letters q w : foldl step q w = value letter w q.
Proof.
by elim: w q => [|x w IHw] q /=; rewrite ?perm1 // permM IHw permE.
Qed.

Definition squares_commute (gT : finGroupType) (A : {set gT}) :=
  {in A &, forall g h, commute (g * g)%g (h * h)%g}.

Lemma subg_value w :
  value letter w = sgval (value (fun x => subg G (letter x)) w).
Proof.
elim: w => //= x w ->; congr (_ * _)%g.
by rewrite subgK // mem_gen ?imset_f.
Qed.

Let sub_sq : squares_commute G -> forall g h : subg_of G,
  commute (g * g)%g (h * h)%g.
Proof. by move=> sq g h; apply: val_inj; apply: sq; apply: subgP. Qed.

Let sub_value u w :
  value (fun x => subg G (letter x)) u = value (fun x => subg G (letter x)) w ->
  foldl step q0 u = foldl step q0 w.
Proof. by rewrite !foldl_letters !subg_value => ->. Qed.

(* The existence half: no additive term, and orthogonal matrices.             *)
Theorem squares_orthogonal (C : numClosedFieldType) :
  squares_commute G -> orthogonal_real_two C step q0 out.
Proof. by move=> /sub_sq sq; apply: cover_tracks sq sub_value C. Qed.

Theorem squares_orthogonal_real (R : rcfType) :
  squares_commute G -> orthogonal_real_two R step q0 out.
Proof. by move=> /sub_sq sq; apply: cover_tracks_real sq sub_value R. Qed.
End Action.

Section Necessary.
Variables (S : finType) (n : nat) (Z : eqType).
Variables (step : 'I_n -> S -> 'I_n) (q0 : 'I_n) (out : 'I_n -> Z).
Hypothesis inj : forall x, injective (step^~ x).
Hypotheses (reach : forall q, exists w, foldl step q0 w = q)
  (separated : forall p q, p != q ->
    exists w, out (foldl step p w) != out (foldl step q w)).
Local Notation G := (transition_group inj).

Lemma tracks_squares (F : numFieldType) :
  tracks_real_two F step q0 out -> squares_commute G.
Proof.
case=> d [A [b [h0 [pts [blk [dec [blA card_blk realA ptsP decP]]]]]]].
move=> g h /value_generated[x <-] /value_generated[y <-].
apply/permP=> q; rewrite -!value_cat -!foldl_letters.
apply/eqP; apply: contraT => /separated[w]; have [u <-] := reach q.
rewrite -!foldl_cat -!catA => /eqP[].
exact: block_real_two_squares blA card_blk realA ptsP decP inj _ _ _ _.
Qed.

(* Theorem A for real blocks of size 2, over the algebraic numbers and over   *)
(* every real closed field.                                                   *)
Theorem squares_iff (C : numClosedFieldType) :
  tracks_real_two C step q0 out <-> squares_commute G.
Proof.
split; first exact: tracks_squares.
by move=> sq; apply: orthogonal_tracks; apply: squares_orthogonal.
Qed.

Theorem squares_iff_real (R : rcfType) :
  tracks_real_two R step q0 out <-> squares_commute G.
Proof.
split; first exact: tracks_squares.
by move=> sq; apply: orthogonal_tracks; apply: squares_orthogonal_real.
Qed.
End Necessary.

(* The word problem.                                                          *)
Section WordProblem.
Variables (gT : finGroupType) (R : rcfType).
Local Notation one := (enum_rank (1%g : gT)).

Let cayley_value i w : foldl (@cayley gT) i w =
  enum_rank (enum_val i * value id w)%g.
Proof.
elim: w i => [|x w IHw] i /=; first by rewrite mulg1 enum_valK.
by rewrite IHw /cayley enum_rankK mulgA.
Qed.

Theorem word_problem_squares :
  tracks_real_two R (@cayley gT) one id <->
  squares_commute [set: gT].
Proof.
split=> [[d [A [b [h0 [pts [blk [dec H]]]]]]] g h _ _|sq].
  have [blA card realA ptsP decP] := H.
  have := block_real_two_squares (out := id) blA card realA ptsP decP
    (@cayley_inj gT) [::] [:: g] [:: h] [::].
  rewrite !cayley_value => /enum_rank_inj; rewrite enum_rankK /=.
  by rewrite /commute !mulg1 !mul1g !mulgA.
apply: orthogonal_tracks.
have sqT (g h : gT) : commute (g * g)%g (h * h)%g by apply: sq; rewrite inE.
apply: (@cover_tracks_real _ _ _ (@cayley gT) one id gT id sqT) => u w.
by rewrite !cayley_value => ->.
Qed.
End WordProblem.

(* An abelian subgroup of index 2 is enough, as in dihedral groups.           *)
Corollary index_two_squares (gT : finGroupType) (H : {group gT}) (R : rcfType) :
  abelian H -> #|[set: gT] : H|%g = 2%N ->
  tracks_real_two R (@cayley gT) (enum_rank 1%g) id.
Proof.
move=> abH index2; apply/word_problem_squares => g h _ _.
have sq (x : gT) : (x * x)%g \in H.
  have nH := index2_normal (subsetT H) index2.
  have inN y : y \in 'N(H) by apply: (subsetP (normal_norm nH)); rewrite inE.
  apply: coset_idr; first exact: inN.
  have card2 : #|([set: gT] / H)%g| = 2%N.
    by rewrite card_quotient ?normal_norm.
  have Qx : coset H x \in ([set: gT] / H)%g by rewrite mem_quotient ?inE.
  by rewrite morphM ?inN // -[X in (_ * X)%g]expg1 -expgS -card2 expg_cardG.
exact: (centsP abH).
Qed.

(* Quaternion groups are tracked.                                             *)
Example quaternion_squares n (R : rcfType) : (2 < n)%N ->
  tracks_real_two R (@cayley (quaternion_gtype (2 ^ n)%N)) (enum_rank 1%g) id.
Proof.
move=> n_gt2; pose G := [set: quaternion_gtype (2 ^ n)%N]%G.
have [[x y] [oG Gx ox _] _] := generators_quaternion n_gt2 (isog_refl G).
apply: (index_two_squares (H := <[x]>%G)); first exact: cycle_abelian.
rewrite -divgS ?subsetT // oG -orderE ox.
by rewrite -[in X in (X %/ _)%N](ltn_predK n_gt2) expnS mulnK ?expn_gt0.
Qed.

(* The alternating group on four points is not.                               *)
Example alternating_squares (R : rcfType) :
  ~ tracks_real_two R (@cayley [finGroupType of subg_of 'Alt_('I_4)])
      (enum_rank 1%g) id.
Proof.
move/word_problem_squares => sq.
pose a : 'I_4 := Ordinal (isT : 0 < 4)%N.
pose b : 'I_4 := Ordinal (isT : 1 < 4)%N.
pose c : 'I_4 := Ordinal (isT : 2 < 4)%N.
pose d : 'I_4 := Ordinal (isT : 3 < 4)%N.
pose s := (tperm a b * tperm b c)%g; pose t := (tperm a b * tperm b d)%g.
have As : s \in 'Alt_('I_4) by rewrite Alt_even odd_permM !odd_tperm.
have At : t \in 'Alt_('I_4) by rewrite Alt_even odd_permM !odd_tperm.
have : commute (s * s)%g (t * t)%g.
  have := congr1 sgval (sq (subg _ s) (subg _ t) (in_setT _) (in_setT _)).
  by rewrite -[in X in _ -> X](subgK _ As) -[in X in _ -> X](subgK _ At).
by move/permP/(_ a); rewrite !permM !permE /= => /(congr1 val).
Qed.
