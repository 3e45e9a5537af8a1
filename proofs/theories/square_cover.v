(* Real blocks of size 2 track every group in which squares commute.          *)
(*                                                                            *)
(* Let N be the subgroup that the squares generate, an abelian one, and t a   *)
(* an element of the coset a, for each coset of N.  With m (a, x) in N        *)
(* a letter x has t a x = m (a, x) t (a x), so t a w = n (a, w) t (a w) for a *)
(* word w, and n (a, w) is a product of the m.  Let l be a linear             *)
(* character of N, mu a map with mu^|G : N| = l, and P (a, w) the product of  *)
(* the mu (m).  For a sign character e of G / N put                           *)
(*                                                                            *)
(*   Z_e (w) = the product over a of P (a, w) ^ e (a)                         *)
(*                                                                            *)
(* Then Z_e (x w) = Z_e (x) Z_e (w) ^ e (x), so y -> (y Z_e (x)) ^ e (x) is   *)
(* what x does to a number y of modulus 1: a rotation of the plane, and a     *)
(* reflection if e (x) = -1.  The product of all Z_e (w) is P (1, w)^|G : N|, *)
(* which is l (n (1, w)); these numbers, and the signs of w, tell what w is.  *)
(*                                                                            *)
(*   plane z     == the number z as a vector of real coordinates              *)
(*   flip e z    == z^-1 if e, or z                                           *)
(*   turn e z    == a real matrix of size 2 that takes y to flip e (y z)      *)
(*   spin e z    == the letters act on numbers y_i as flip (e_i) (y_i z_i)    *)
(*   value val w == the product of val x over the letters x of w              *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From mathcomp Require Import complex.
From BilinearTheory Require Import model compression diagonal block_squares.
From BilinearTheory Require Import rotation separation points.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Lemma opp1_neq1 (R : numDomainType) : (-1 == 1 :> R) = false.
Proof. by rewrite eq_sym -subr_eq0 opprK -mulr2n pnatr_eq0. Qed.

Section Turn.
Variable C : numClosedFieldType.
Implicit Types (e : bool) (y z : C).

Definition plane z : 'cV[C]_2 := \col_j if j == 0 then 'Re z else 'Im z.

Definition flip e z := if e then z^-1 else z.

Definition turn e z : 'M[C]_2 := \matrix_(i, j)
  ((-1) ^+ (e && (i == 1)) *
   (if i == j then 'Re z else if i == 0 then - 'Im z else 'Im z)).

Lemma plane_inj : injective plane.
Proof.
move=> y z /colP e; have := e 0; have := e 1; rewrite !mxE /= => e1 e0.
by rewrite [y]Crect [z]Crect e0 e1.
Qed.

Lemma flipM e y z : flip e (y * z) = flip e y * flip e z.
Proof. by case: e => //=; rewrite invfM. Qed.

Lemma flip1 e : flip e 1 = 1. Proof. by case: e => //=; rewrite invr1. Qed.

Lemma flip_flip e e' z : flip e (flip e' z) = flip (e (+) e') z.
Proof. by case: e; case: e' => //=; rewrite invrK. Qed.

Lemma flip_prod e (I : finType) (f : I -> C) :
  flip e (\prod_i f i) = \prod_i flip e (f i).
Proof. by apply: (big_morph (flip e)); [apply: flipM|apply: flip1]. Qed.

Lemma flip_unity e k z : z ^+ k = 1 -> flip e z ^+ k = 1.
Proof. by case: e => //= zk; rewrite exprVn zk invr1. Qed.

Lemma turn_plane e y z : `|y * z| = 1 ->
  turn e z *m plane y = plane (flip e (y * z)).
Proof.
move=> n1; have -> : plane (flip e (y * z)) =
    \col_j (if j == 0 then 'Re (y * z) else (-1) ^+ e * 'Im (y * z)).
  apply/colP=> j; rewrite !mxE; case: e => /=; last by rewrite expr0 mul1r.
  by rewrite invC_norm n1 expr1n invr1 mul1r Re_conj Im_conj mulN1r.
apply/colP; apply: ord2P; rewrite !mxE !big_ord_recl big_ord0 !mxE /= addr0.
  by rewrite andbF !mul1r ReM mulNr mulrC [X in _ - X]mulrC.
rewrite !andbT -!mulrA -mulrDr ImM; congr (_ * _).
by rewrite ['Im z * _]mulrC.
Qed.

Lemma turn_real e z : real_matrix (turn e z).
Proof.
move=> i j; rewrite mxE rpredM // ?rpredX ?rpredN1 //.
by case: ifP => _; [|case: ifP => _]; rewrite ?rpredN ?Creal_Re ?Creal_Im.
Qed.

Lemma turn_orthogonal e z : `|z| = 1 -> (turn e z)^T *m turn e z = 1%:M.
Proof.
move=> n1; have sq : 'Re z * 'Re z + 'Im z * 'Im z = 1.
  by have := normC2_Re_Im z; rewrite n1 expr1n !expr2.
have sgn (a b : C) : (-1) ^+ e * a * ((-1) ^+ e * b) = a * b.
  by rewrite mulrACA -expr2 sqrr_sign mul1r.
apply/matrixP; apply: ord2P; apply: ord2P;
  rewrite !mxE !big_ord_recl big_ord0 !mxE /= ?andbF ?andbT ?addr0 ?expr0;
  rewrite !sgn !mul1r //.
- by rewrite mulrN mulrC addNr.
- by rewrite mulNr mulrC addNr.
by rewrite mulrNN addrC.
Qed.

Lemma unity_norm k z : (0 < k)%N -> z ^+ k = 1 -> `|z| = 1.
Proof.
move=> k_gt0 zk; apply/eqP; rewrite -(pexpr_eq1 k_gt0 (normr_ge0 z)) -normrX zk.
by rewrite normr1.
Qed.
End Turn.

(* A family of numbers of finite order that letters turn and flip.            *)
Section Family.
Variables (C : numClosedFieldType) (S I : finType) (K : nat).
Variables (e : I -> S -> bool) (z : I -> S -> C).
Hypotheses (K_gt0 : (0 < K)%N) (zK : forall i x, z i x ^+ K = 1).

Definition spin i (y : C) x := flip (e i x) (y * z i x).
Definition spin_matrix x := block_sum (fun i => turn (e i x) (z i x)).
Definition spin_state (y : I -> C) := stacked (fun i => plane (y i)).

Lemma spin_unity i y x : y ^+ K = 1 -> spin i y x ^+ K = 1.
Proof. by move=> yK; rewrite flip_unity // exprMn yK zK mulr1. Qed.

Lemma spin_run y w : (forall i, y i ^+ K = 1) ->
  run spin_matrix (spin_state y) w =
  spin_state (fun i => foldl (spin i) (y i) w).
Proof.
elim: w y => [|x w IHw] y yK //=.
rewrite -(IHw (fun i => spin i (y i) x)) => [|i]; last exact: spin_unity.
rewrite /spin_matrix block_sum_stacked; congr (run _ _ w).
apply: eq_stacked => i; rewrite turn_plane //.
by apply: (unity_norm K_gt0); rewrite exprMn yK zK mulr1.
Qed.

Lemma spin_reach : exists pts : seq 'cV[C]_#|[finType of I * 'I_2]|, forall w,
  run spin_matrix (spin_state (fun=> 1)) w \in pts.
Proof.
have char0 : [char C] =i pred0 by apply: char_num.
have [zeta pz] := closed_prim_root_exists char0 K_gt0.
exists [seq spin_state (fun i => zeta ^+ f i) | f : {ffun I -> 'I_K} <-
  enum {ffun I -> 'I_K}] => w.
rewrite spin_run => [|i]; last exact: expr1n.
have unity i : foldl (spin i) 1 w ^+ K = 1.
  elim/last_ind: w => [|w x IHw]; first exact: expr1n.
  by rewrite foldl_rcons spin_unity.
have ex i : exists k : 'I_K, foldl (spin i) 1 w = zeta ^+ k.
  by have [k ->] := prim_rootP pz (unity i); exists k.
have [f fP] := fin_all_exists ex.
apply/mapP; exists (finfun f); first by rewrite mem_enum.
by apply: eq_stacked => i; rewrite ffunE fP.
Qed.
End Family.

Section Cover.
Variables (C : numClosedFieldType) (gT : finGroupType) (S : finType).
Variable val : S -> gT.
Hypothesis sq : forall g h : gT, commute (g * g)%g (h * h)%g.

Fixpoint value w := if w is x :: w' then (val x * value w')%g else 1%g.

Lemma foldl_value g w : foldl (fun g x => (g * val x)%g) g w = (g * value w)%g.
Proof. by elim: w g => [|x w IHw] g /=; rewrite ?mulg1 // IHw mulgA. Qed.

Let N := <<[set (g * g)%g | g : gT]>>%G.

Let N_abelian : abelian N.
Proof.
rewrite abelian_gen; apply/centsP=> _ /imsetP[g _ ->] _ /imsetP[h _ ->].
exact: sq.
Qed.

Let inN (x : gT) : x \in 'N(N).
Proof.
apply: (subsetP (norm_gen _)); rewrite inE; apply/subsetP=> y.
case/imsetP=> _ /imsetP[g _ ->] ->; apply/imsetP; exists (g ^ x)%g => //.
by rewrite conjMg.
Qed.

Local Notation A := (coset_of N).
Local Notation Irr := (Iirr [set: A]).

Let q (g : gT) : A := coset N g.
Let qM g h : q (g * h)%g = (q g * q h)%g. Proof. exact: morphM. Qed.
Let qK (a : A) : q (repr a) = a. Proof. exact: coset_reprK. Qed.

Let A_square (a : A) : (a * a = 1)%g.
Proof.
rewrite -[a]qK -qM; apply: coset_id.
by apply: mem_gen; apply: imset_f.
Qed.

Let A_abelian : abelian [set: A].
Proof.
apply/centsP=> a _ b _; rewrite /commute.
have inv (c : A) : (c^-1 = c)%g by apply: (mulgI c); rewrite mulgV A_square.
by rewrite -[LHS]inv invMg !inv.
Qed.

Let lin (i : Irr) : 'chi_i \is a linear_char := char_abelianP _ A_abelian i.

Let sgn (i : Irr) a := 'chi_i a != 1.

Let sgnE i a : 'chi_i a = (-1) ^+ sgn i a.
Proof.
rewrite /sgn; case: eqP => // /eqP ne; apply/eqP.
have : 'chi_i a ^+ 2 == 1.
  by rewrite expr2 -lin_charM ?in_setT // A_square lin_char1.
by rewrite sqrf_eq1 (negPf ne).
Qed.

Let sgnM i a b : sgn i (a * b)%g = sgn i a (+) sgn i b.
Proof.
rewrite {1}/sgn lin_charM ?in_setT // !sgnE -signr_addb.
by case: (_ (+) _); rewrite ?expr1 ?opp1_neq1 ?eqxx.
Qed.

Let sgn1 i : sgn i 1%g = false.
Proof. by rewrite /sgn lin_char1 ?eqxx. Qed.

Let counts a : a != 1%g -> #|[pred i | sgn i a]| = #|[pred i | ~~ sgn i a]|.
Proof.
move=> ne; apply/eqP; rewrite eq_sym -eqC_nat -subr_eq0; apply/eqP.
have : cfReg [set: A] a = 0 by rewrite cfRegE (negPf ne).
rewrite cfReg_sum sum_cfunE (bigID (fun i => sgn i a)) /= addrC => <-.
congr (_ + _).
  rewrite -sumr_const; apply: eq_big => i //; rewrite !inE => ns.
  by rewrite cfunE lin_char1 // mul1r sgnE (negPf ns).
rewrite -sumr_const -sumrN; apply: eq_big => i //; rewrite !inE => ns.
by rewrite cfunE lin_char1 // mul1r sgnE ns.
Qed.

Let k := #|[set: A]|.

Let k_gt0 : (0 < k)%N. Proof. by apply/card_gt0P; exists 1%g; rewrite inE. Qed.

Let sgn_prod a (p : C) : p != 0 ->
  \prod_i flip (sgn i a) p = if a == 1%g then p ^+ k else 1.
Proof.
move=> nzp; rewrite (bigID (fun i => sgn i a)) /=.
rewrite (eq_bigr (fun=> p^-1)) => [|i ->] //.
rewrite [X in _ * X](eq_bigr (fun=> p)) => [|i /negPf->] //.
rewrite !prodr_const; case: eqVneq => [->|/counts ->]; last first.
  by rewrite -exprMn mulVf // expr1n.
rewrite [X in p^-1 ^+ X]eq_card0 => [|i]; last exact: sgn1.
rewrite mul1r; congr (p ^+ _); rewrite /k -(card_Iirr_abelian A_abelian).
by apply: eq_card => i; rewrite unfold_in sgn1.
Qed.

Let same_coset a b : (forall i, sgn i a = sgn i b) -> a = b.
Proof.
move=> e; apply/eqP; rewrite eq_mulgV1; apply: contraT => /counts.
have none i : sgn i (a * b^-1)%g = false.
  rewrite sgnM e -sgnM mulgV; exact: sgn1.
rewrite eq_card0 => [/esym|i]; last by rewrite inE none.
by move/card0_eq/(_ 0); rewrite !inE none.
Qed.

Section Lift.
Variables (n : nat) (rG : mx_representation C N n).
Hypotheses (faithful : mx_faithful rG)
  (diag : {in N, forall g, is_diag_mx (rG g)}).

Let l (j : 'I_n) g := rG g j j.

Let lM j : {in N &, {morph l j : g h / (g * h)%g >-> g * h}}.
Proof.
move=> g h Ng Nh; rewrite /l repr_mxM //.
have /diag_mxP[d ->] := diag Ng; have /diag_mxP[d' ->] := diag Nh.
by rewrite mulmx_diag !mxE eqxx !mulr1n.
Qed.

Let l1 j : l j 1%g = 1. Proof. by rewrite /l repr_mx1 mxE eqxx. Qed.

Let lX j g i : g \in N -> l j (g ^+ i)%g = l j g ^+ i.
Proof.
move=> Ng; elim: i => [|i IHi]; first by rewrite expg0 l1.
by rewrite expgS exprS lM ?groupX // IHi.
Qed.

Let l_inj : {in N &, forall g h, (forall j, l j g = l j h) -> g = h}.
Proof.
move=> g h Ng Nh e; have := mx_faithful_inj faithful Ng Nh; apply.
have /diag_mxP[d Dd] := diag Ng; have /diag_mxP[d' Dd'] := diag Nh.
rewrite Dd Dd'; congr diag_mx; apply/rowP=> j; have := e j.
by rewrite /l Dd Dd' !mxE eqxx !mulr1n.
Qed.

Let mu j g := k.-root (l j g).

Let K := (2 * (k * #|N|))%N.

Let K_gt0 : (0 < K)%N. Proof. by rewrite !muln_gt0 k_gt0 cardG_gt0. Qed.

Let mu_root j g : mu j g ^+ k = l j g. Proof. exact: rootCK. Qed.

Let mu1 j g : g \in N -> mu j g ^+ K = 1.
Proof.
move=> Ng; rewrite /K mulnC -mulnA exprM mu_root exprM -lX //.
by rewrite expg_cardG // l1 expr1n.
Qed.

Let mu_neq0 j g : g \in N -> mu j g != 0.
Proof.
move=> /mu1 e; apply: contraTneq K_gt0 => mu0; rewrite -leqNgt leqn0.
move: (e j); rewrite mu0 expr0n; case: eqP => // _ /esym/eqP.
by rewrite oner_eq0.
Qed.

Let m (a : A) g := (repr a * g * (repr (a * q g)%g)^-1)%g.

Let mN a g : m a g \in N.
Proof.
rewrite /m -mem_rcoset; apply/(rcoset_kercosetP (inN _) (inN _)).
by rewrite -!/(q _) qM !qK.
Qed.

Let mM a g h : m a (g * h)%g = (m a g * m (a * q g)%g h)%g.
Proof. by rewrite /m qM !mulgA mulgKV. Qed.

Fixpoint lift_word j (a : A) w :=
  if w is x :: w' then mu j (m a (val x)) * lift_word j (a * q (val x))%g w'
  else 1.

Let lift_unity j a w : lift_word j a w ^+ K = 1.
Proof.
elim: w a => [|x w IHw] a; first exact: expr1n.
by rewrite exprMn IHw mu1 ?mulr1 ?mN.
Qed.

Let lift_neq0 j a w : lift_word j a w != 0.
Proof.
elim: w a => [|x w IHw] a; first exact: oner_neq0.
by rewrite mulf_neq0 ?IHw ?mu_neq0 ?mN.
Qed.

Let lift_value j a w : lift_word j a w ^+ k = l j (m a (value w)).
Proof.
elim: w a => [|x w IHw] a /=.
  by rewrite expr1n /m /q morph1 !mulg1 mulgV l1.
by rewrite exprMn IHw mu_root -lM ?mN // -mM.
Qed.

Let sums j (i : Irr) w := \prod_a flip (sgn i a) (lift_word j a w).

Let sums_cons j i x w : sums j i (x :: w) =
  \prod_a flip (sgn i a) (mu j (m a (val x))) *
  flip (sgn i (q (val x))) (sums j i w).
Proof.
rewrite /sums flip_prod [X in _ * X](reindex_inj (mulIg (q (val x)))) /=.
rewrite -big_split; apply: eq_bigr => a _ /=.
by rewrite flip_flip sgnM addbCA addbb addbF flipM.
Qed.

Let sums_all j w : \prod_i sums j i w = l j (m 1%g (value w)).
Proof.
rewrite exchange_big -lift_value (bigD1 1%g) //= [X in _ * X]big1 ?mulr1.
  by rewrite sgn_prod ?lift_neq0 // eqxx.
by move=> a /negPf ne; rewrite sgn_prod ?lift_neq0 // ne.
Qed.

(* The numbers that the letters turn and flip.                                *)
Let I := [finType of ('I_n * Irr) + Irr].

Let e (i : I) x := if i is inl ji then sgn ji.2 (q (val x)) else false.

Let z (i : I) x := match i with
  | inl ji => \prod_a flip (sgn ji.2 a) (mu ji.1 (m a (val x)))
  | inr i' => (-1) ^+ sgn i' (q (val x))
  end.

Let zK i x : z i x ^+ K = 1.
Proof.
case: i => [[j i]|i] /=.
  by rewrite -prodrXl big1 // => a _; rewrite flip_unity // mu1 ?mN.
by rewrite /K exprM sqrr_sign expr1n.
Qed.

Let spin_sums j i y w : foldl (spin e z (inl (j, i))) y w =
  flip (sgn i (q (value w))) (y * sums j i w).
Proof.
elim: w y => [|x w IHw] y /=.
  by rewrite /sums big1 => [|a _]; rewrite ?flip1 // mulr1 /q morph1 sgn1.
rewrite IHw sums_cons qM sgnM /spin /= [in RHS]addbC -[RHS]flip_flip.
by congr (flip _ _); rewrite mulrA [in RHS]flipM flip_flip addbb.
Qed.

Let spin_sign i y w : foldl (spin e z (inr i)) y w =
  y * (-1) ^+ sgn i (q (value w)).
Proof.
elim: w y => [|x w IHw] y /=; first by rewrite /q morph1 sgn1 mulr1.
by rewrite IHw /spin /= qM sgnM signr_addb mulrA.
Qed.

Let spins_value u w :
  (forall i, foldl (spin e z i) 1 u = foldl (spin e z i) 1 w) ->
  value u = value w.
Proof.
move=> same; have eq_q : q (value u) = q (value w).
  apply: same_coset => i; have := same (inr i).
  rewrite !spin_sign !mul1r; do 2!case: (sgn i _) => //=;
    by rewrite expr0 expr1 => /eqP; rewrite ?[1 == _]eq_sym opp1_neq1.
have : m 1%g (value u) = m 1%g (value w).
  apply: l_inj => [||j]; rewrite ?mN // -!sums_all; apply: eq_bigr => i _.
  have := same (inl (j, i)); rewrite !spin_sums !mul1r eq_q.
  move/(congr1 (flip (sgn i (q (value w))))).
  by rewrite !flip_flip addbb.
by rewrite /m !mul1g eq_q => /mulIg/mulgI.
Qed.

Lemma lift_cover : exists d (A : S -> 'M[C]_d) h0 (pts : seq 'cV[C]_d)
    (blk : 'I_d -> nat),
  [/\ forall x, block_matrix blk (A x) /\ (A x)^T *m A x = 1%:M,
      forall c, (#|members blk c| <= 2)%N,
      (forall x, real_matrix (A x)) /\ real_matrix h0,
      forall w, run A h0 w \in pts &
      forall u w, run A h0 u = run A h0 w -> value u = value w].
Proof.
have [pts ptsP] := spin_reach e K_gt0 zK.
exists _, (spin_matrix e z), (spin_state (fun=> 1)), pts, (@place I 2).
split=> [x|c|||u w].
- split; first exact: block_sum_blocks.
  apply: block_sum_orthogonal => i; apply: turn_orthogonal.
  exact: unity_norm K_gt0 (zK i x).
- exact: card_place.
- split=> [x|j j']; first by apply: block_sum_real => i; apply: turn_real.
  by rewrite !mxE; case: ifP => _; rewrite ?Creal_Re ?Creal_Im.
- exact: ptsP.
rewrite !(spin_run e K_gt0 zK) => [/stacked_inj same|i|i]; rewrite ?expr1n //.
by apply: spins_value => i; apply: plane_inj; apply: same.
Qed.
End Lift.

(* The cover.                                                                 *)
Lemma squares_cover : exists d (A : S -> 'M[C]_d) h0 (pts : seq 'cV[C]_d)
    (blk : 'I_d -> nat),
  [/\ forall x, block_matrix blk (A x) /\ (A x)^T *m A x = 1%:M,
      forall c, (#|members blk c| <= 2)%N,
      (forall x, real_matrix (A x)) /\ real_matrix h0,
      forall w, run A h0 w \in pts &
      forall u w, run A h0 u = run A h0 w -> value u = value w].
Proof.
have char0 : [char C] =i pred0 by apply: char_num.
have [zeta pz] := closed_prim_root_exists char0 (exponent_gt0 N).
have [n [rG [fG dG]]] := abelian_embeds_diag_roots pz N_abelian.
exact: lift_cover fG dG.
Qed.
End Cover.

(* Theorem A for real blocks of size 2: with any decoder they track exactly   *)
(* the groups in which squares commute, by products of letters or by letters  *)
(* that permute the states of an automaton.                                   *)
(*                                                                            *)
(*   tracks_real_two F step q0 out == a recurrence over F of finite reach,    *)
(*     with real entries, in blocks of size at most 2, and some decoder give  *)
(*     the output after every word                                            *)
(*   orthogonal_real_two F step q0 out == so do orthogonal matrices without   *)
(*     additive term                                                          *)

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
