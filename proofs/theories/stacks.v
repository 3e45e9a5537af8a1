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
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular rules.

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
