(* Stacks of layers.  A layer is an affine recurrence whose matrix and        *)
(* additive term are chosen by the letter and by the states of all layers     *)
(* below it.                                                                  *)
(*                                                                            *)
(*   stack c add L step == step is the step of a stack of L layers, with      *)
(*                   matrices in the restriction c, and without additive      *)
(*                   term unless add                                          *)
(*   trace step v w == the letters of w with the states of the layers below   *)
(*                   at which they are read, from the state v on              *)
(*   sound_in_stacks odd rho == for every stack of layers that obey the       *)
(*                   restriction of rho and decodes the answers of an         *)
(*                   automaton, the automaton answers alike on the two words  *)
(*                   of rho; if odd, for odd exponents only                   *)
(*                                                                            *)
(* A layer reads the states below it as they are before the letter; after it, *)
(* they are a function of these and of the letter, so this is no loss.        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable.
From BilinearTheory Require Import model affine_triangular rules compression.
From BilinearTheory Require Import block_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Stacks.
Variables (F : numFieldType) (S : Type) (c : restriction) (add : bool).

Inductive stack : nat -> forall V : choiceType, (V -> S -> V) -> Prop :=
| EmptyStack : @stack 0 unit_choiceType (fun v _ => v)
| AddLayer L (V : choiceType) (step : V -> S -> V) d
    (A : V -> S -> 'M[F]_d) (b : V -> S -> 'cV[F]_d) :
    stack L step -> (forall v x, member c (A v x)) ->
    add \/ (forall v x, b v x = 0) ->
    @stack L.+1 [choiceType of V * 'cV[F]_d]
      (fun s x => (step s.1 x, A s.1 x *m s.2 + b s.1 x)).
End Stacks.

(* The top layer, over a path of the layers below.                            *)
Section Layer.
Variables (F : numFieldType) (S : Type) (V : choiceType) (step : V -> S -> V).
Variables (d : nat) (A : V -> S -> 'M[F]_d) (b : V -> S -> 'cV[F]_d).
Implicit Types (v : V) (h : 'cV[F]_d) (w : seq S).

Fixpoint trace v w : seq (V * S) :=
  if w is x :: w' then (v, x) :: trace (step v x) w' else [::].

Definition layer_mx (p : V * S) := A p.1 p.2.
Definition layer_vec (p : V * S) := b p.1 p.2.
Definition layer_step (s : V * 'cV[F]_d) (x : S) :=
  (step s.1 x, A s.1 x *m s.2 + b s.1 x).
Local Notation up := (foldl (astep layer_mx layer_vec)).

Lemma layer_run s w :
  foldl layer_step s w = (foldl step s.1 w, up s.2 (trace s.1 w)).
Proof. by elim: w s => [|x w IHw] [v h] //=; rewrite IHw. Qed.

Lemma trace_cat v w w' :
  trace v (w ++ w') = trace v w ++ trace (foldl step v w) w'.
Proof. by elim: w v => //= x w IHw v; rewrite IHw. Qed.

Lemma trace_wpow v w k : foldl step v w = v ->
  trace v (wpow w k) = wpow (trace v w) k.
Proof.
move=> fix_v; elim: k => // k IHk.
by rewrite !wpowS trace_cat fix_v IHk.
Qed.

(* A word that fixes the layers below and comes back after p rounds.          *)
Lemma layer_fixed v h w p : (forall v x, is_upper (A v x)) ->
  (0 < p)%N -> foldl step v w = v ->
  foldl layer_step (v, h) (wpow w p) = (v, h) ->
  (forall i, slope (fun q => layer_mx q i i) (trace v w) ^+ p = 1 ->
     slope (fun q => layer_mx q i i) (trace v w) = 1) ->
  foldl layer_step (v, h) w = (v, h).
Proof.
move=> uA p_gt0 fix_v; rewrite !layer_run /= trace_wpow // fix_v => -[_ e] unip.
congr pair; apply: (unipotent_fixes _ p_gt0 e) => [q|i _]; first exact: uA.
exact: unip.
Qed.
End Layer.

Section Upper.
Variables (F : numFieldType) (n : nat).

Lemma diag_upper (A : 'M[F]_n) : is_diag_mx A -> is_upper A.
Proof.
move=> /is_diag_mxP dA; apply/is_upperP=> i j lt_ji.
by apply: dA; rewrite neq_ltn lt_ji orbT.
Qed.

Lemma member_upper_any c (A : 'M[F]_n) :
  c \in diagonals ++ triangulars -> member c A -> is_upper A.
Proof.
case: c => // _; rewrite /member.
- by case/andP=> /diag_upper.
- by case/andP=> /diag_upper.
- exact: diag_upper.
- by case/andP.
by case/andP.
Qed.

Lemma member_any_nonneg c (A : 'M[F]_n) :
  c \in [:: DiagonalNonnegative; TriangularNonnegative] -> member c A ->
  forall i, 0 <= A i i.
Proof. by case: c => // _ /andP[_ /forallP]. Qed.

Lemma member_any_real c (A : 'M[F]_n) :
  c \in reals ++ real_triangulars -> member c A ->
  forall i, A i i \is Num.real.
Proof.
case: c => // _ /andP[_ /forallP] rA i; try exact: rA.
  exact: ger0_real.
exact: ger0_real.
Qed.
End Upper.

Section Cycles.
Variables (F : numFieldType) (S : Type) (c : restriction) (add : bool).

(* Multipliers >= 0: a word that comes back to a state of the stack fixes it. *)
Lemma stack_nonneg_fixes L (V : choiceType) (step : V -> S -> V) :
  c \in [:: DiagonalNonnegative; TriangularNonnegative] ->
  stack F c add L step ->
  forall s x p, (0 < p)%N -> foldl step s (wpow x p) = s -> foldl step s x = s.
Proof.
move=> cc; elim=> {L V step} [|L V step d A b _ IH mA _] s x p p_gt0.
  by case: s; case: (foldl _ _ x).
case: s => v h e; have fix_v : foldl step v x = v.
  by apply: (IH _ _ p) => //; have := congr1 fst e; rewrite layer_run.
apply: (layer_fixed _ p_gt0) => // [v' y|i /eqP].
  apply: member_upper_any (mA v' y).
  by case: (c) cc.
rewrite pexpr_eq1 // => [/eqP //|]; apply: slope_ge0 => q.
exact: member_any_nonneg (mA _ _) _.
Qed.

(* Real multipliers: one that comes back after an odd number of rounds does.  *)
Lemma stack_real_fixes L (V : choiceType) (step : V -> S -> V) :
  c \in reals ++ real_triangulars -> stack F c add L step ->
  forall s x p, odd p -> foldl step s (wpow x p) = s -> foldl step s x = s.
Proof.
move=> cc; elim=> {L V step} [|L V step d A b _ IH mA _] s x p odd_p.
  by case: s; case: (foldl _ _ x).
have p_gt0 : (0 < p)%N by case: (p) odd_p.
case: s => v h e; have fix_v : foldl step v x = v.
  by apply: (IH _ _ p) => //; have := congr1 fst e; rewrite layer_run.
apply: (layer_fixed _ p_gt0) => // [v' y|i /eqP].
  apply: member_upper_any (mA v' y).
  by case: (c) cc.
set m := slope _ _ => m1; have m_real : m \is Num.real.
  by apply: slope_real => q; apply: member_any_real (mA _ _) _.
have m_gt0 : 0 < m by rewrite -(real_exprn_odd_gt0 m_real odd_p) (eqP m1) ltr01.
by apply/eqP; rewrite -(pexpr_eq1 p_gt0) // ltW.
Qed.
End Cycles.

(* Invertible layers make an invertible step.                                 *)
Lemma stack_inj (F : numFieldType) (S : Type) c add L (V : choiceType)
    (step : V -> S -> V) : c \in [:: Permutation; Orthogonal] ->
  stack F c add L step -> forall x, injective (step^~ x).
Proof.
move=> cc; elim=> {L V step} [|L V step d A b _ IH mA _] x; first by case.
move=> [v h] [v' h'] /= [/IH<- e]; congr pair.
have uA : A v x \in unitmx.
  exact: (member_unit (A := A v) cc (mA v) x).
by have /addIr/(congr1 (mulmx (invmx (A v x)))) := e; rewrite !mulmxA mulVmx //
  !mul1mx => ->.
Qed.

(* Without additive term: what is live.                                       *)
Section Live.
Variables (F : numFieldType) (S : Type) (c : restriction).
Hypothesis cd : c \in diagonals.

(* The number of units that are not 0 never grows, and where it stays the     *)
(* step is injective.                                                         *)
Lemma stack_live L (V : choiceType) (step : V -> S -> V) :
  stack F c false L step -> exists live : V -> nat,
    (forall s x, live (step s x) <= live s)%N /\
    (forall s t x, live (step s x) = live s -> live (step t x) = live t ->
       step s x = step t x -> s = t).
Proof.
elim=> {L V step} [|L V step d A b _ [live [decr inj]] mA [//|b0]].
  by exists (fun=> 0%N); split=> // -[] [].
have dA v x : is_diag_mx (A v x) by apply: (member_diag (A := A v) cd (mA v) x).
have entry v x (h : 'cV[F]_d) i : (A v x *m h + b v x) i 0 = A v x i i * h i 0.
  have /diag_mxP[e ->] := dA v x.
  by rewrite b0 addr0 mul_diag_mx !mxE eqxx mulr1n.
pose units (h : 'cV[F]_d) := [set i | h i 0 != 0].
have sub v x h : units (A v x *m h + b v x) \subset units h.
  apply/subsetP=> i; rewrite !inE entry.
  by apply: contraNneq => ->; rewrite mulr0.
exists (fun s => live s.1 + #|units s.2|)%N; split=> [[v h] x|].
  by rewrite /= leq_add //; apply/subset_leq_card/sub.
move=> [v h] [v' h'] x /= eq_s eq_t [e1 e2].
have both v1 (k : 'cV[F]_d) :
    (live (step v1 x) + #|units (A v1 x *m k + b v1 x)%R| =
     live v1 + #|units k|)%N ->
    live (step v1 x) = live v1 /\ units (A v1 x *m k + b v1 x) = units k.
  move=> e; have le1 := decr v1 x; have le2 := subset_leq_card (sub v1 x k).
  have [_] := leqif_add (leqif_eq le1) (leqif_eq le2).
  rewrite e eqxx => /esym/andP[/eqP-> e3]; split=> //.
  by apply/eqP; rewrite eqEcard sub (eqP e3) /=.
have [l1 u1] := both _ _ eq_s; have [l2 u2] := both _ _ eq_t.
have ev := inj _ _ _ l1 l2 e1; rewrite -{v' l2 eq_t e1}ev in e2 u2 *.
congr pair; apply/colP=> i; have /colP/(_ i) := e2; rewrite !entry.
have [a0 _|nz /(mulfI nz) //] := eqVneq (A v x i i) 0.
have dead k : units (A v x *m k + b v x) = units k -> k i 0 = 0.
  move=> /setP/(_ i); rewrite !inE entry a0 mul0r eqxx => /esym/negbFE/eqP.
  by [].
by rewrite (dead _ u1) (dead _ u2).
Qed.
End Live.

(* Non-negative diagonal layers: a word on the way from a state back to it    *)
(* changes nothing there.                                                     *)
Lemma scale_run (F : fieldType) (T : Type) d (A : T -> 'M[F]_d)
    (b : T -> 'cV[F]_d) :
  (forall x, is_diag_mx (A x)) -> (forall x, b x = 0) -> forall h w i,
  foldl (astep A b) h w i 0 = slope (fun x => A x i i) w * h i 0.
Proof.
move=> dA b0 h w i; elim: w h => [|x w IHw] h /=.
  by rewrite /slope big_nil mul1r.
have /diag_mxP[e De] := dA x; rewrite IHw /slope big_cons /astep b0 addr0 De.
by rewrite mul_diag_mx !mxE eqxx mulr1n mulrA [_ * e _ _]mulrC.
Qed.

Lemma stack_loop_fixes (F : numFieldType) (S : Type) L (V : choiceType)
    (step : V -> S -> V) : stack F DiagonalNonnegative false L step ->
  forall s0 r, orbit_in step s0 r -> forall u x t,
  foldl step s0 (u ++ x ++ t) = foldl step s0 u ->
  foldl step s0 (u ++ x) = foldl step s0 u.
Proof.
elim=> {L V step} [|L V step d A b _ IH mA [//|b0]] s0 r rP u x t.
  by case: (foldl _ _ (u ++ x)); case: (foldl _ _ u).
have dA v y : is_diag_mx (A v y).
  exact: (member_diag (A := A v) (mem_head _ _) (mA v) y).
have A_ge0 v y i : 0 <= A v y i i.
  exact: (member_nonneg (A := A v) (mA v)).
have proj w : (foldl (layer_step step A b) s0 w).1 = foldl step s0.1 w.
  by rewrite layer_run.
move=> e; have e1 := congr1 fst e; rewrite !proj in e1.
have rP1 : orbit_in step s0.1 [seq s.1 | s <- r].
  by move=> w; rewrite -proj map_f.
have := IH _ _ rP1 _ _ _ e1.
have m_gt0 := fact_gt0 (size r); set m := (size r)`! in m_gt0.
have pow := orbit_idem x u 0 rP; rewrite -/m muln1 in pow.
rewrite !(foldl_cat _ _ u) in e pow *; rewrite -!proj.
move: pow e; rewrite -/(layer_step step A b).
move: (foldl (layer_step step A b) s0 u) => [v h] pow e /= fix_v; move: pow e.
rewrite !(layer_run, trace_wpow) //= => -[_ pow] [fix_xt ret]; congr pair => //.
move: pow ret; rewrite trace_cat fix_v.
set X := trace step v x; set T := trace step v t => pow ret.
have diagL q : is_diag_mx (layer_mx A q) by apply: dA.
have vec0 q : layer_vec b q = 0 by apply: b0.
have scale k w i := scale_run diagL vec0 k w i.
apply/colP=> i; rewrite scale.
have [->|nz] := eqVneq (h i 0) 0; first by rewrite mulr0.
move/colP/(_ i): ret; rewrite scale.
rewrite -[RHS]mul1r slope_cat => /(mulIf nz) unit_xt.
have X_ge0 : 0 <= slope (fun q => layer_mx A q i i) X.
  by apply: slope_ge0 => q; apply: A_ge0.
have nzX : slope (fun q => layer_mx A q i i) X != 0.
  by apply: contraTneq isT => X0; move/eqP: unit_xt;
    rewrite X0 mul0r eq_sym oner_eq0.
move/colP/(_ i): pow; rewrite !scale.
move/(mulIf nz); rewrite !slope_wpow mulnC mul2n -addnn exprD => /eqP.
rewrite -[X in _ == X]mul1r (inj_eq (mulIf (expf_neq0 _ nzX))).
by rewrite pexpr_eq1 // => /eqP->; rewrite mul1r.
Qed.

(* The rules.                                                                 *)
Definition stack_merged :=
  Rule [:: U; W] [:: V; W] [:: ([:: U; X], [:: V; X])]
    [:: Permutation; Orthogonal] true false.
Definition stack_cycle :=
  Rule [:: U; Xn; X; W] [:: U; Xn; W] [:: ([:: U; Xn], [:: U; Xn; Xn])]
    [:: DiagonalNonnegative; TriangularNonnegative] true false.
Definition stack_odd_cycle :=
  Rule [:: U; X; W] [:: U; W] [:: ([:: U; Xn], [:: U])]
    [:: DiagonalNonnegative; DiagonalReal; TriangularNonnegative;
        TriangularReal] true false.
Definition stack_loop :=
  Rule [:: U; X; W] [:: U; W] [:: ([:: U; X; T], [:: U])]
    [:: DiagonalNonnegative] false false.
Definition stack_merged_inside :=
  Rule [:: U; W] [:: U; T; W]
    [:: ([:: U; X], [:: U; T; X]); ([:: U; X; S], [:: U])]
    diagonals false false.

Definition sound_in_stacks (odd_only : bool) (rho : rule) :=
  forall (F : numFieldType) (L Z : Type) (Q : finType)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z)
    (k : nat) (V : choiceType) (advance : V -> L -> V) (s0 : V) (r : seq V)
    (dec : V -> Z) (c : restriction),
  c \in classes rho -> stack F c (additive rho) k advance ->
  orbit_in advance s0 r ->
  (forall w, dec (foldl advance s0 w) = out (foldl step q0 w)) ->
  forall (val : token -> seq L) (n : nat), (0 < n)%N ->
  (odd_only -> odd n) ->
  (forall p, List.In p (same rho) ->
     foldl step q0 (spell val n p.1) = foldl step q0 (spell val n p.2)) ->
  out (foldl step q0 (spell val n (left rho))) =
  out (foldl step q0 (spell val n (right rho))).

Ltac spelling := rewrite /spell /= ?cats0.

Theorem stack_merged_sound : sound_in_stacks false stack_merged.
Proof.
move=> F L Z Q step q0 out k V advance s0 r dec c cc st rP decP val n _ _.
move=> same_q.
have := same_q _ (or_introl erefl); spelling => e.
apply: (injective_merges_nothing decP _ rP _ e).
by apply: foldl_inj; apply: stack_inj cc st.
Qed.

Theorem stack_cycle_sound : sound_in_stacks false stack_cycle.
Proof.
move=> F L Z Q step q0 out k V advance s0 r dec c cc st rP decP val n n_gt0 _.
move=> same_q; have := same_q _ (or_introl erefl); spelling.
move/(idempotent_power (fact_gt0 (size r))) => e.
rewrite !(catA (val U)) !(same_state_cat _ e).
have fixed := stack_nonneg_fixes cc st (fact_gt0 (size r))
  (s := foldl advance s0 (val U ++ wpow (val X) ((size r)`! * n))).
have {fixed}/(tracks_congr_cat decP (val W)) :
    foldl advance s0 ((val U ++ wpow (val X) ((size r)`! * n)) ++ val X) =
    foldl advance s0 (val U ++ wpow (val X) ((size r)`! * n)).
  rewrite foldl_cat; apply: fixed.
  by rewrite -foldl_cat -catA -wpowD -mulnSr -(prednK n_gt0) orbit_idem.
by rewrite -!catA.
Qed.

Lemma foldl_wpow_fixed (L Q : Type) (step : Q -> L -> Q) q x k :
  foldl step q x = q -> foldl step q (wpow x k) = q.
Proof. by move=> e; elim: k => // k IHk; rewrite wpowS foldl_cat e. Qed.

Lemma wpowM (L : Type) (x : seq L) i j : wpow (wpow x i) j = wpow x (j * i).
Proof. by elim: j => // j IHj; rewrite wpowS IHj -wpowD. Qed.

Theorem stack_odd_cycle_sound : sound_in_stacks true stack_odd_cycle.
Proof.
move=> F L Z Q step q0 out k V advance s0 r dec c cc st rP decP val n n_gt0.
move=> /(_ isT) odd_n same_q; have := same_q _ (or_introl erefl); spelling.
set u := val U; set x := val X => e.
have cr : c \in reals ++ real_triangulars by case: (c) cc.
have m_gt0 := fact_gt0 (size r); set m := (size r)`! in m_gt0.
pose a := (2 ^ logn 2 m)%N; pose v := u ++ wpow x (m * n).
have fixed : foldl advance s0 (v ++ wpow x a) = foldl advance s0 v.
  rewrite foldl_cat.
  apply: (stack_real_fixes cr st (p := m`_2^'%N)).
    by rewrite odd_2'nat part_pnat.
  rewrite wpowM /a -p_part mulnC partnC // -foldl_cat /v -catA -wpowD.
  by rewrite -mulnSr -(prednK n_gt0) orbit_idem.
have a_gt0 : (0 < a)%N by rewrite expn_gt0.
have /eqP co : coprime a n by rewrite coprimeXl // coprime2n.
have [i j Dij _] := egcdnP n a_gt0; rewrite {}co in Dij.
have {fixed} : foldl advance s0 (v ++ wpow x (i * a)) = foldl advance s0 v.
  by rewrite foldl_cat -wpowM foldl_wpow_fixed // -foldl_cat.
move/(tracks_congr_cat decP (val W)); rewrite Dij wpowD wpow1.
have turn l : foldl step (foldl step q0 u) (wpow x (l * n)) = foldl step q0 u.
  by rewrite -wpowM foldl_wpow_fixed // -foldl_cat.
rewrite /v -!catA !foldl_cat !turn.
by [].
Qed.

Theorem stack_loop_sound : sound_in_stacks false stack_loop.
Proof.
move=> F L Z Q step q0 out k V advance s0 r dec c cc st rP decP val n n_gt0 _.
move: cc; rewrite inE => /eqP Dc; rewrite {c}Dc in st.
move=> same_q; have := same_q _ (or_introl erefl); spelling.
set u := val U; set x := val X; set t := val T => e.
have m_gt0 := fact_gt0 (size r); set m := (size r)`! in m_gt0.
pose v := u ++ wpow (x ++ t) m.
have eq_v w : foldl step q0 (v ++ w) = foldl step q0 (u ++ w).
  rewrite /v -catA !foldl_cat; congr (foldl _ _ w).
  by apply: foldl_wpow_fixed; rewrite -foldl_cat.
have fixed : foldl advance s0 (v ++ x) = foldl advance s0 v.
  apply: (stack_loop_fixes st rP (t := t ++ wpow (x ++ t) m.-1)).
  rewrite (catA x) -wpowS prednK // /v -catA -wpowD addnn -muln2.
  by have := orbit_idem (x ++ t) u 0 rP; rewrite muln1.
by have := tracks_congr_cat decP (val W) fixed; rewrite -catA !eq_v.
Qed.

Theorem stack_merged_inside_sound : sound_in_stacks false stack_merged_inside.
Proof.
move=> F L Z Q step q0 out k V advance s0 r dec c cc st rP decP val n n_gt0 _.
move=> same_q; have := same_q _ (or_intror (or_introl erefl)).
have := same_q _ (or_introl erefl); spelling.
set u := val U; set x := val X; set t := val T; set s := val S => e1 e2.
have [live [decr inj]] := stack_live cc st.
have m_gt0 := fact_gt0 (size r); set m := (size r)`! in m_gt0.
have decrW w a : (live (foldl advance a w) <= live a)%N.
  elim: w a => //= y w IHw a; apply: leq_trans (decr a y); exact: IHw.
have injW w a b : live (foldl advance a w) = live a ->
    live (foldl advance b w) = live b ->
    foldl advance a w = foldl advance b w -> a = b.
  elim: w a b => //= y w IHw a b la lb eq_w.
  have step1 z : live (foldl advance (advance z y) w) = live z ->
      live (foldl advance (advance z y) w) = live (advance z y) /\
      live (advance z y) = live z.
    move=> lz; have e : live (advance z y) = live z.
      by apply/eqP; rewrite eqn_leq decr -lz decrW.
    by rewrite e.
  have [la1 la2] := step1 _ la; have [lb1 lb2] := step1 _ lb.
  by apply: (inj _ _ y) => //; apply: IHw.
pose y := t ++ wpow (x ++ s) m; pose v := u ++ wpow y m.
pose sigma := foldl advance s0 (v ++ t).
have Dsig j : iter j (foldl advance ^~ (x ++ s)) sigma =
    foldl advance s0 ((v ++ t) ++ wpow (x ++ s) j).
  by rewrite [RHS]foldl_cat foldl_wpow.
have low :
    (live sigma <= live (foldl advance s0 ((v ++ t) ++ wpow (x ++ s) m)))%N.
  have back : foldl advance s0 (((v ++ t) ++ wpow (x ++ s) m) ++ wpow y m.-1) =
      foldl advance s0 v.
    rewrite -catA -(catA v) (catA t) -/y -wpowS prednK // /v -catA -wpowD.
    by have := orbit_idem y u 0 rP; rewrite muln1 addnn -muln2.
  have := decrW (wpow y m.-1) (foldl advance s0 ((v ++ t) ++ wpow (x ++ s) m)).
  rewrite -foldl_cat back; apply: leq_trans.
  by rewrite /sigma foldl_cat.
have same_live j : live (iter j (foldl advance ^~ (x ++ s)) sigma) = live sigma.
  apply/eqP; rewrite eqn_leq {1}Dsig [foldl _ _ (_ ++ wpow _ _)]foldl_cat decrW.
  apply: leq_trans low _; rewrite -(orbit_power _ _ j rP) -/m Dsig.
  have /subnKC <- : (j <= m * j.+1)%N.
    by rewrite (leq_trans (leqnSn j)) // -{1}[j.+1]mul1n leq_mul2r m_gt0 orbT.
  by rewrite wpowD catA (foldl_cat _ _ _ (wpow _ (_ - _))) decrW.
pose E a := exists j, a = iter j (foldl advance ^~ (x ++ s)) sigma.
have per : iter m (foldl advance ^~ (x ++ s)) sigma = sigma.
  apply: (iter_period _ (E := E)) => [j|j|a b [i ->] [j ->] eq_ij].
  - by rewrite Dsig rP.
  - by exists j.
  have fE l :
      foldl advance (iter l (foldl advance ^~ (x ++ s)) sigma) (x ++ s) =
      iter l.+1 (foldl advance ^~ (x ++ s)) sigma by [].
  by apply: (injW (x ++ s)) => //; rewrite fE !same_live.
have eq_xs q j : foldl step q x = foldl step (foldl step q0 u) x ->
    foldl step q (wpow (x ++ s) j.+1) = foldl step q0 u.
  move=> e.
  have fix_u : foldl step (foldl step q0 u) (x ++ s) = foldl step q0 u.
    by rewrite -foldl_cat.
  have once : foldl step q (x ++ s) = foldl step q0 u.
    by rewrite foldl_cat e -foldl_cat.
  by rewrite wpowS foldl_cat once foldl_wpow_fixed.
have eq_y : foldl step (foldl step q0 u) y = foldl step q0 u.
  rewrite /y -(prednK m_gt0) foldl_cat; apply: eq_xs.
  by rewrite -!foldl_cat e1.
have eq_v : foldl step q0 v = foldl step q0 u.
  by rewrite /v foldl_cat foldl_wpow_fixed.
have := tracks_congr_cat decP (val W) (etrans (esym (Dsig m)) per).
have eq_vw w : foldl step q0 (v ++ w) = foldl step q0 (u ++ w).
  by rewrite foldl_cat eq_v -foldl_cat.
rewrite -2!catA -(catA v) !eq_vw !foldl_cat => <-.
by rewrite -(prednK m_gt0) eq_xs // -!foldl_cat e1.
Qed.

(* One layer of real numbers follows parity; no stack of non-negative ones    *)
(* does, nor any stack of diagonal layers without additive term the flip-flop.*)
Section Examples.
Variable F : numFieldType.

Example parity_in_a_stack : exists (V : choiceType) (advance : V -> bool -> V)
    (s0 : V) (r : seq V) (dec : V -> bool),
  [/\ stack F DiagonalReal false 1 advance, orbit_in advance s0 r
    & forall w, dec (foldl advance s0 w) = foldl addb false w].
Proof.
pose A (v : unit) (x : bool) : 'M[F]_1 := ((-1) ^+ x)%:M.
pose point (q : bool) : 'cV[F]_1 := ((-1) ^+ q)%:M.
have runE w q : foldl (layer_step (fun v _ => v) A (fun _ _ => 0))
    (tt, point q) w = (tt, point (foldl addb q w)).
  elim: w q => // x w IHw q; rewrite [LHS]/= -IHw; congr (foldl _ _ w).
  by rewrite /layer_step addr0 -scalar_mxM -signr_addb addbC.
have n11 : (-1 == 1 :> F) = false by rewrite eqNr oner_eq0.
exists _, (layer_step (fun v _ => v) A (fun _ _ => 0)), (tt, point false).
exists [:: (tt, point false); (tt, point true)], 
  (fun s : unit * 'cV[F]_1 => s.2 0 0 != 1).
split=> [|w|w]; last 2 first.
- by rewrite [foldl _ _ _]runE !inE; case: (foldl _ _ _); rewrite eqxx ?orbT.
- rewrite [foldl _ _ _]runE /= mxE eqxx mulr1n.
  by case: (foldl _ _ _); rewrite ?expr1 ?expr0 ?n11 ?eqxx.
apply: (AddLayer (EmptyStack _ _ _ _)) => [v x|]; last by right.
rewrite /= scalar_mx_is_diag /=; apply/forallP=> i.
by rewrite !mxE eqxx mulr1n rpredX ?rpredN ?rpred1.
Qed.

Example parity_not_in_stacks c add L (V : choiceType) (advance : V -> bool -> V)
    s0 r dec : c \in [:: DiagonalNonnegative; TriangularNonnegative] ->
  stack F c add L advance -> orbit_in advance s0 r ->
  ~ (forall w, dec (foldl advance s0 w) = foldl addb false w).
Proof.
move=> cc st rP decP.
have {}st : stack F c true L advance.
  elim: st => {V advance s0 r dec rP decP} [|L' V advance d A b _ st mA _].
    exact: EmptyStack.
  by apply: AddLayer => //; left.
have := @stack_cycle_sound F bool bool [finType of bool] addb false id L V
  advance s0 r dec c cc st rP decP
  (fun a => if a is X then [:: true] else [::]) 2%N isT.
move=> same_answer; suff: true = false by [].
by apply: same_answer => // p [<-|[]].
Qed.

Example flip_flop_not_in_stacks c L (V : choiceType) (advance : V -> bool -> V)
    s0 r dec : c \in diagonals ->
  stack F c false L advance -> orbit_in advance s0 r ->
  ~ (forall w, dec (foldl advance s0 w) = foldl (fun _ x => x) false w).
Proof.
move=> cc st rP decP.
have := @stack_merged_inside_sound F bool bool [finType of bool]
  (fun _ x => x) false id L V advance s0 r dec c cc st rP decP (fun a =>
    if a is X then [:: false] else if a is T then [:: true] else [::]) 1%N isT.
move=> same_answer; suff: false = true by [].
by apply: same_answer => // p [<-|[<-|[]]].
Qed.
End Examples.

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
