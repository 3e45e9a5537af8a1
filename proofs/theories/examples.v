(* A checker of certificates that computes: integer matrices and vectors.     *)
(*                                                                            *)
(*   zdot, zmulv     == dot product and matrix times vector on lists of Z     *)
(*   mx_of n, cV_of n == the MathComp matrix and vector of such lists         *)
(*   step_of tbl q x == the entry of the successor table                      *)
(*   check n As Hs tbl == every equation A_x v_q = v_(step q x) holds, the    *)
(*                      vectors are distinct, and all sizes are right         *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import model diagonal triangular rules realization.
From BilinearTheory Require Import stacks.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

(* Any (not necessarily one-hot) state encoding that commutes with the        *)
(* transitions simulates the automaton exactly.                               *)
Section Encoding.
Variables (R : ringType) (S Q : Type) (step : Q -> S -> Q) (n : nat).
Variables (A : S -> 'M[R]_n) (enc : Q -> 'cV[R]_n).

Theorem encoding_run q w : (forall p x, A x *m enc p = enc (step p x)) ->
  run A (enc q) w = enc (foldl step q w).
Proof.
by move=> encP; rewrite /run; elim: w q => //= x w IHw q; rewrite encP IHw.
Qed.
End Encoding.

(* Computable layer: lists of binary integers. *)
Definition zvec := seq Z.
Definition zmat := seq zvec.

Definition zdot (u v : zvec) : Z :=
  foldr (fun p s => Z.add (Z.mul p.1 p.2) s) Z0 (zip u v).
Definition zmulv (M : zmat) (v : zvec) : zvec := [seq zdot r v | r <- M].

Definition wf_vec n (v : zvec) := size v == n.
Definition wf_mat n (M : zmat) := (size M == n) && all (wf_vec n) M.

Definition cV_of n (v : zvec) : 'cV[Z]_n := \col_(i < n) nth Z0 v i.
Definition mx_of n (M : zmat) : 'M[Z]_n :=
  \matrix_(i < n, j < n) nth Z0 (nth [::] M i) j.

Lemma zdotE n u v : size u = n -> size v = n ->
  zdot u v = \sum_(i < n) nth Z0 u i * nth Z0 v i.
Proof.
move=> <-; elim: u v => [|a u IHu] [|b v] //= => [_|[sz]].
  by rewrite big_ord0.
by rewrite big_ord_recl /= -IHu.
Qed.

Lemma zmulvE n M v : wf_mat n M -> wf_vec n v ->
  mx_of n M *m cV_of n v = cV_of n (zmulv M v).
Proof.
case/andP=> /eqP szM /allP wfM /eqP szv; apply/colP=> i; rewrite !mxE.
rewrite (nth_map [::]) ?szM // (@zdotE n) //; last first.
  by apply/eqP/wfM/mem_nth; rewrite szM.
by apply: eq_bigr => j _; rewrite !mxE.
Qed.

Section Check.
(* n: dimension; As: one matrix per letter; Hs: one vector per state;         *)
(* tbl: one row of successor states per state.                                *)
Variables (n : nat) (As : seq zmat) (Hs : seq zvec) (tbl : seq (seq nat)).

Definition step_of q x := nth 0%N (nth [::] tbl q) x.

Definition check :=
  [&& all (wf_mat n) As, all (wf_vec n) Hs, uniq Hs, size tbl == size Hs,
      all (fun q => all (fun x => (step_of q x < size Hs)%N) (iota 0 (size As)))
          (iota 0 (size Hs))
    & all (fun q => all (fun x =>
         zmulv (nth [::] As x) (nth [::] Hs q) == nth [::] Hs (step_of q x))
         (iota 0 (size As))) (iota 0 (size Hs))].

Hypothesis ok : check.

Theorem check_sound q w :
  (q < size Hs)%N -> all (fun x => x < size As)%N w ->
  run (fun x => mx_of n (nth [::] As x)) (cV_of n (nth [::] Hs q)) w =
  cV_of n (nth [::] Hs (foldl step_of q w)).
Proof.
have /and5P[/allP wfA /allP wfH _ _ /andP[/allP inQ /allP eqQ]] := ok.
elim: w q => //= x w IHw q ltq /andP[ltx ltw].
have qi : q \in iota 0 (size Hs) by rewrite mem_iota.
have xi : x \in iota 0 (size As) by rewrite mem_iota.
rewrite /run /= -/(run _ _ _) zmulvE; last first.
- by apply/wfH/mem_nth.
- by apply/wfA/mem_nth.
rewrite (eqP (allP (eqQ q qi) x xi)) IHw //.
exact: (allP (inQ q qi) x xi).
Qed.

(* Distinct states keep distinct vectors, so a readout exists. *)
Theorem check_injective q1 q2 :
  (q1 < size Hs)%N -> (q2 < size Hs)%N ->
  cV_of n (nth [::] Hs q1) = cV_of n (nth [::] Hs q2) -> q1 = q2.
Proof.
have /and5P[_ /allP wfH uH _ _] := ok => lt1 lt2 e; apply/eqP.
rewrite -(nth_uniq [::] lt1 lt2 uH); apply/eqP/(@eq_from_nth _ Z0).
  by rewrite (eqP (wfH _ (mem_nth _ lt1))) (eqP (wfH _ (mem_nth _ lt2))).
move=> i; rewrite (eqP (wfH _ (mem_nth _ lt1))) => lti.
by have /colP/(_ (Ordinal lti)) := e; rewrite !mxE.
Qed.
End Check.

(* Non-vacuity: the hypotheses of the main theorems can be satisfied, and     *)
(* their conclusions separate concrete groups.                                *)

Import Order.TTheory GRing.Theory Num.Theory.

(* S_n, n >= 3, is not abelian. *)
Lemma Sym_nonabelian n : ~~ abelian [set: 'S_n.+3].
Proof.
apply/negP=> /centsP cS; pose a : 'I_n.+3 := ord0.
pose b := lift a (ord0 : 'I_n.+2); pose c : 'I_n.+3 := ord_max.
have := cS (tperm a b) (in_setT _) (tperm b c) (in_setT _).
move/permP/(_ a); rewrite !permM tpermL tpermL (tpermD (z := a)) //.
by rewrite tpermL => /eqP; rewrite -val_eqE.
Qed.

(* No diagonal, no triangular model over a field of characteristic 0, of any  *)
(* dimension, represents S_3 (nor any larger symmetric group).                *)
Example Sym_not_diag (F : fieldType) n :
  ~ embeds (@diag_class F) [group of [set: 'S_n.+3]].
Proof. by move/diag_embeds_abelian; apply/negP; apply: Sym_nonabelian. Qed.

Example Sym_not_trig (F : fieldType) n : [char F] =i pred0 ->
  ~ embeds (@trig_class F) [group of [set: 'S_n.+3]].
Proof.
by move=> c0 /(trig_embeds_abelian_char0 c0); apply/negP; apply: Sym_nonabelian.
Qed.

(* No diagonal model over any field, with any readout, tracks S_3.            *)
Example Sym_not_tracked (F : fieldType) n :
  ~ diag_tracks F [finGroupType of 'S_n.+3].
Proof. by move/diag_tracks_abelian; apply/negP; apply: Sym_nonabelian. Qed.

(* Nor does one layer of triangular matrices, in a stack of any coupling.     *)
Example Sym_not_in_a_layer (F : numFieldType) n c add (V : choiceType)
    (advance : V -> 'S_n.+3 -> V) s0 r (dec : V -> 'S_n.+3) :
  c \in diagonals ++ triangulars -> stack F c add 1 advance ->
  orbit_in advance s0 r -> ~ (forall w, dec (foldl advance s0 w) = gprod w).
Proof.
move=> cc st rP /(stack_tracks_derived_length cc st rP)/eqP.
by rewrite (sameP eqP derG1P) (negPf (Sym_nonabelian n)).
Qed.

(* The cyclic group Z/m is tracked by complex diagonals for every m ...       *)
Example Zp_tracked m : diag_tracks [fieldType of algC] [finGroupType of
  'I_m.+1].
Proof.
apply: diag_embeds_tracks; apply: abelian_embeds_complex_diag.
by apply/centsP=> x _ y _; apply: Zp_mulgC.
Qed.

(* ... by real diagonals only when m divides 2.                               *)
Example Zp_not_real_tracked (F : realFieldType) m :
  diag_tracks F [finGroupType of 'I_m.+3] -> False.
Proof.
move=> tr; have := diag_tracks_has_prim_order (Zp1 : 'I_m.+3) tr.
rewrite order_Zp1 => -[x px].
have nx : `|x| = 1 by apply: (@unity_real _ _ m.+3) => //;
  apply: prim_expr_order.
have : x ^+ 2 = 1 by rewrite -(real_normK (num_real _)) nx expr1n.
by move/eqP; rewrite -(prim_order_dvd px) => /dvdn_leq;
  rewrite ltnS => /(_ isT).
Qed.

(* S_3 in dimension 2, its integer reflection representation, on generators   *)
(* (0 1) and (0 1 2); its six states are the orbit of a generic vector.       *)
Section SymThree.
Local Open Scope Z_scope.

Definition sym3_mats : seq zmat :=
  [:: [:: [:: -1; 1]; [:: 0; 1]]; [:: [:: 0; -1]; [:: 1; -1]] ].

Definition sym3_points : seq zvec :=
  [:: [:: 1; 3]; [:: 2; 3]; [:: -3; -2]; [:: 1; -2]; [:: 2; -1]; [:: -3; -1]].

Definition sym3_next : seq (seq nat) :=
  [:: [:: 1; 2]; [:: 0; 5]; [:: 3; 4]; [:: 2; 1]; [:: 5; 0]; [:: 4; 3] ]%N.

Example Sym3_certified : check 2 sym3_mats sym3_points sym3_next.
Proof. by vm_compute. Qed.
End SymThree.

(* Parity: the letter true changes the state.                                 *)
Section Parity.
Variable F : numFieldType.

Definition parity_mx (x : bool) : 'M[F]_1 := ((-1) ^+ x)%:M.
Definition parity_point (q : bool) : 'cV[F]_1 := ((-1) ^+ q)%:M.

Lemma parity_orbit : orbit_of parity_mx (fun=> 0) parity_point addb.
Proof.
by move=> q x; rewrite addr0 -scalar_mxM -signr_addb addbC.
Qed.

Lemma parity_point_inj : injective parity_point.
Proof.
have n11 : (-1 == 1 :> F) = false by rewrite eqNr oner_eq0.
move=> p q /matrixP/(_ 0 0); rewrite !mxE eqxx !mulr1n => /eqP.
by case: p q => [] [] //=; rewrite ?expr1 ?expr0 ?[1 == -1]eq_sym n11.
Qed.

(* A real diagonal recurrence of finite reach tracks it ...                   *)
Example parity_real : exists (r : seq 'cV[F]_1) dec,
  [/\ forall x, member DiagonalReal (parity_mx x),
      orbit_in (astep parity_mx (fun=> 0)) (parity_point false) r
    & forall w, dec (arun parity_mx (fun=> 0) (parity_point false) w) =
                foldl addb false w].
Proof.
have statesP : onto_states addb false id addb false by [].
have [dec decP] := realization_arbitrary id parity_orbit statesP
  parity_point_inj.
exists [seq parity_point q | q <- enum bool_finType], dec; split=> // [x|].
  rewrite /= scalar_mx_is_diag /=; apply/forallP=> i.
  by rewrite !mxE eqxx mulr1n rpredX ?rpredN ?rpred1.
exact: orbit_finite parity_orbit.
Qed.

(* ... and no non-negative one, not even with an additive term.               *)
Example parity_not_nonnegative d (A : bool -> 'M[F]_d) b h0 r dec :
  (forall x, member DiagonalNonnegative (A x)) -> orbit_in (astep A b) h0 r ->
  ~ (forall w, dec (arun A b h0 w) = foldl addb false w).
Proof.
move=> mA rP decP.
have := last_letter_sound (out := id) (mem_head _ _) mA (or_introl isT) rP
  decP (fun p => False_ind _ (notF p))
  (val := fun a => if a is X then [:: true] else [::]) (n := 1%N) isT
  (fun p => False_ind _).
by [].
Qed.
(* Triangular matrices with a non-negative diagonal do not help.              *)
Example parity_not_triangular d (A : bool -> 'M[F]_d) b h0 r dec :
  (forall x, member TriangularNonnegative (A x)) ->
  orbit_in (astep A b) h0 r ->
  ~ (forall w, dec (arun A b h0 w) = foldl addb false w).
Proof.
move=> mA rP decP.
have inj : permutes group_letter -> forall x : bool, injective (addb^~ x).
  by move=> _ x; apply: addIb.
have := group_letter_sound (out := id) (mem_head _ _) mA (or_introl isT) rP
  decP inj (val := fun a => if a is X then [:: true] else [::])
  (n := 1%N) isT (fun p => False_ind _).
by [].
Qed.
End Parity.

(* The flip-flop: the state is the last letter.                               *)
Section FlipFlop.
Variable F : numFieldType.
Local Notation set_to := (fun _ x : bool => x).

(* A non-negative diagonal recurrence with additive term resets to it ...     *)
Example flip_flop_affine :
  exists (r : seq 'cV[F]_1) (A : bool -> 'M_1) b h0 dec,
  [/\ forall x, member DiagonalNonnegative (A x), orbit_in (astep A b) h0 r
    & forall w, dec (arun A b h0 w) = foldl set_to false w].
Proof.
pose point (q : bool) : 'cV[F]_1 := q%:R%:M; pose A (x : bool) : 'M[F]_1 := 0.
have orbitP : orbit_of A point point set_to.
  by move=> q x; rewrite mul0mx add0r.
have inj_point : injective point.
  move=> p q /matrixP/(_ 0 0); rewrite !mxE eqxx !mulr1n => /eqP.
  by rewrite eqr_nat; case: p q => [] [].
have statesP : onto_states set_to false id set_to false by [].
have [dec decP] := realization_arbitrary id orbitP statesP inj_point.
exists [seq point q | q <- enum bool_finType], A, point, (point false), dec.
split=> // [x|]; last exact: orbit_finite orbitP.
by rewrite /= mx0_is_diag /=; apply/forallP=> i; rewrite mxE.
Qed.

(* ... no diagonal one does without it, nor a permutation with it.            *)
Example flip_flop_not_diagonal d (A : bool -> 'M[F]_d) b h0 r dec :
  (forall x, member Rotation (A x)) -> (forall x, b x = 0) ->
  orbit_in (astep A b) h0 r ->
  ~ (forall w, dec (arun A b h0 w) = foldl set_to false w).
Proof.
move=> mA b0 rP decP.
have := noncommuting_sound (out := id) (_ : Rotation \in _) mA
  (or_intror b0) rP decP (fun p => False_ind _ (notF p)) (val := fun a =>
    if a is X then [:: true] else if a is Y then [:: false] else [::])
  (n := 1%N) isT (fun p => False_ind _).
by move/(_ isT).
Qed.

Example flip_flop_not_permutation d (A : bool -> 'M[F]_d) b h0 r dec :
  (forall x, member Permutation (A x)) -> orbit_in (astep A b) h0 r ->
  ~ (forall w, dec (arun A b h0 w) = foldl set_to false w).
Proof.
move=> mA rP decP.
have := merged_sound (out := id) (mem_head _ _) mA (or_introl isT) rP decP
  (fun p => False_ind _ (notF p)) (val := fun a =>
    if a is V then [:: true] else if a is X then [:: true] else [::])
  (n := 1%N) isT.
by move=> same_answer; suff: false = true by [];
  apply: same_answer => p [<-|[]].
Qed.
End FlipFlop.
