(* Stacks of Householder products without additive term.                      *)
(*                                                                            *)
(*   norm2 h == the sum of the squares of the absolute values of the entries  *)
(*                                                                            *)
(* No factor makes norm2 larger, and where it keeps it, twice the factor      *)
(* changes nothing.  So a letter acts injectively on the states of the stack  *)
(* at which no layer becomes shorter.                                         *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import model householder rules claim stacks.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma expand (c x y q t : algC) :
  t - c * y * x - c * x * y + c * x * (c * y) * q =
  t - c * (2%:R - c * q) * (x * y).
Proof.
have e1 : c * y * x = c * (x * y) by rewrite -mulrA [y * x]mulrC.
have e2 : c * x * y = c * (x * y) by rewrite mulrA.
have e3 : c * x * (c * y) * q = c * (c * q) * (x * y).
  rewrite -!mulrA; congr (_ * _); rewrite mulrCA; congr (_ * _).
  by rewrite [RHS]mulrC -mulrA.
have e4 : c * 2%:R * (x * y) = c * (x * y) + c * (x * y).
  by rewrite mulrAC mulr_natr mulr2n.
rewrite e1 e2 e3 mulrBr mulrBl e4; move: (c * (x * y)) (c * (c * q) * _) => p u.
by rewrite opprB opprD !addrA addrAC [t - p + u]addrAC.
Qed.

Section Norm.
Variable d : nat.
Implicit Types (h : 'cV[algC]_d) (f : algC * 'cV[algC]_d).

Definition norm2 h : algC := \sum_i h i 0 * (h i 0)^*.

Let dot f h : algC := (f.2^T *m h) 0 0.
Let strength f : algC := f.1 * (2%:R - f.1 * (f.2^T *m f.2) 0 0).

Lemma factor_step f h :
  delta_step f.1 f.2 *m h = h - (f.1 * dot f h) *: f.2.
Proof.
rewrite /delta_step mulmxBl mul1mx -scalemxAl -mulmxA; congr (_ - _).
by rewrite [f.2^T *m h]mx11_scalar mul_mx_scalar scalerA.
Qed.

Lemma factor_twice f h : delta_step f.1 f.2 *m (delta_step f.1 f.2 *m h) =
  h - (strength f * dot f h) *: f.2.
Proof.
rewrite [LHS]factor_step; have -> : dot f (delta_step f.1 f.2 *m h) =
    dot f h - f.1 * dot f h * (f.2^T *m f.2) 0 0.
  by rewrite factor_step /dot mulmxBr -scalemxAr !mxE.
rewrite factor_step -addrA -opprD -scalerDl; congr (_ - _ *: _).
rewrite /strength; move: (dot f h) ((f.2^T *m f.2) 0 0) => z q.
rewrite -mulrDr -[RHS]mulrA; congr (_ * _).
by rewrite addrA -mulr2n mulrBl mulr_natl mulrAC.
Qed.

Lemma norm2_ge0 h : 0 <= norm2 h.
Proof. by apply: sumr_ge0 => i _; apply: mul_conjC_ge0. Qed.

Lemma norm2_factor f h : reflector f ->
  norm2 (delta_step f.1 f.2 *m h) =
  norm2 h - strength f * (dot f h * (dot f h)^*).
Proof.
case/and4P=> rc /forallP rk _ _; have {}rk i : (f.2 i 0)^* = f.2 i 0.
  by apply/CrealP; have /forallP := rk i.
have {rc}/CrealP rc := rc.
have zE : dot f h = \sum_i f.2 i 0 * h i 0.
  by rewrite /dot mxE; apply: eq_bigr => i _; rewrite mxE.
have zcE : (dot f h)^* = \sum_i f.2 i 0 * (h i 0)^*.
  by rewrite zE rmorph_sum; apply: eq_bigr => i _; rewrite rmorphM /= rk.
have qE : (f.2^T *m f.2) 0 0 = \sum_i f.2 i 0 * f.2 i 0.
  by rewrite mxE; apply: eq_bigr => i _; rewrite mxE.
rewrite factor_step /norm2; set z := dot f h in zE zcE *; set c := f.1.
transitivity (\sum_i (h i 0 * (h i 0)^* - (c * z^*) * (f.2 i 0 * h i 0)
    - (c * z) * (f.2 i 0 * (h i 0)^*) +
    c * z * (c * z^*) * (f.2 i 0 * f.2 i 0))).
  apply: eq_bigr => i _; rewrite !mxE rmorphB !rmorphM /= rk rc.
  rewrite mulrBl !mulrBr opprB addrA addrAC; congr (_ - _ - _ + _).
  - by rewrite mulrCA; congr (_ * _); rewrite mulrC.
  - by rewrite -mulrA.
  by rewrite mulrACA.
rewrite !big_split /= !sumrN -!mulr_sumr -zE -zcE -qE.
exact: expand.
Qed.

Lemma strength_ge0 f : reflector f -> 0 <= strength f.
Proof.
case/and4P=> rc /forallP rk gt0 le2; have q_ge0 : 0 <= (f.2^T *m f.2) 0 0.
  rewrite mxE sumr_ge0 // => i _; rewrite mxE -expr2.
  by apply: real_exprn_even_ge0 => //; have /forallP := rk i.
have q_gt0 : 0 < (f.2^T *m f.2) 0 0.
  rewrite lt_neqAle q_ge0 andbT eq_sym; apply: contraTneq gt0 => ->.
  by rewrite mulr0 ltxx.
by rewrite mulr_ge0 ?subr_ge0 // ltW // -(pmulr_lgt0 _ q_gt0).
Qed.

Lemma factor_le f h : reflector f ->
  norm2 (delta_step f.1 f.2 *m h) <= norm2 h.
Proof.
move=> rf; rewrite norm2_factor // ger_addl oppr_le0.
by rewrite mulr_ge0 ?strength_ge0 ?mul_conjC_ge0.
Qed.

Lemma factor_back f h : reflector f ->
  norm2 h <= norm2 (delta_step f.1 f.2 *m h) ->
  delta_step f.1 f.2 *m (delta_step f.1 f.2 *m h) = h.
Proof.
move=> rf; rewrite norm2_factor // ler_addl oppr_ge0 => le0.
have : strength f * (dot f h * (dot f h)^*) == 0.
  by rewrite eq_le le0 mulr_ge0 ?strength_ge0 ?mul_conjC_ge0.
rewrite factor_twice mulf_eq0 mul_conjC_eq0 => /orP[]/eqP->.
  by rewrite mul0r scale0r subr0.
by rewrite mulr0 scale0r subr0.
Qed.

Lemma steps_le fs h : all (@reflector d) fs -> norm2 (steps fs *m h) <= norm2 h.
Proof.
elim: fs => [|f fs IHfs] /=; first by rewrite mul1mx.
case/andP=> rf rfs; rewrite [steps _]/= -mulmxA.
exact: le_trans (factor_le _ rf) (IHfs rfs).
Qed.

Lemma steps_inj fs h h' : all (@reflector d) fs ->
  norm2 h <= norm2 (steps fs *m h) -> norm2 h' <= norm2 (steps fs *m h') ->
  steps fs *m h = steps fs *m h' -> h = h'.
Proof.
elim: fs => [|f fs IHfs] /=; first by rewrite !mul1mx.
case/andP=> rf rfs; rewrite [steps _]/= -!mulmxA -/(steps fs) => le le' e.
have le_fs k : norm2 k <= norm2 (delta_step f.1 f.2 *m (steps fs *m k)) ->
    norm2 k <= norm2 (steps fs *m k) /\
    norm2 (steps fs *m k) <=
      norm2 (delta_step f.1 f.2 *m (steps fs *m k)).
  move=> lek; split; first exact: le_trans lek (factor_le _ rf).
  exact: le_trans (steps_le _ rfs) lek.
have [l1 l2] := le_fs _ le; have [l1' l2'] := le_fs _ le'.
by apply: IHfs => //; rewrite -(factor_back rf l2) e factor_back.
Qed.
End Norm.

(* The states of a stack, ordered by what is left of each layer.              *)
Lemma tower_le (S : Type) c bound l (V : choiceType) D (step : V -> S -> V)
    (flat : V -> 'cV[algC]_D) n :
  c = Householder n \/ c = HouseholderHeads n ->
  tower c bound false l step flat ->
  exists le : V -> V -> Prop,
  [/\ forall a, le a a, forall a b c, le a b -> le b c -> le a c,
      forall s x, le (step s x) s &
      forall s t x, le s (step s x) -> le t (step t x) ->
        step s x = step t x -> s = t].
Proof.
move=> cP; elim=> {l V D step flat} [|l V D step flat d A b _ [le [refl trans
  decr inj]] fam _ [//|b0]].
  by exists (fun _ _ => True); split=> // -[] [].
have prod v x : exists2 fs, A v x = steps fs & all (@reflector d) fs.
  case: cP fam => -> /= [].
    by move=> fs /(_ (v, x))[-> ? _]; exists (fs (v, x)).
  by move=> head [fs] /(_ (v, x))[-> ? _ _]; exists (fs (v, x)).
exists (fun s t => le s.1 t.1 /\ norm2 s.2 <= norm2 t.2); split.
- by move=> s; split.
- move=> s t u [l1 n1] [l2 n2]; split; first exact: trans l1 l2.
  exact: le_trans n1 n2.
- move=> [v h] x /=; split; first exact: decr.
  by rewrite b0 addr0; have [fs -> rfs] := prod v x; apply: steps_le.
move=> [v h] [v' h'] x /= [l1 n1] [l2 n2] [e1 e2].
have ev := inj _ _ _ l1 l2 e1; rewrite -{v' l2 e1}ev in e2 n2 *.
congr pair; have [fs Dfs rfs] := prod v x.
by move: e2 n1 n2; rewrite !b0 !addr0 Dfs => e2 n1 n2; apply: steps_inj e2.
Qed.

(* Between states to which words lead nothing is lost.                        *)
Section Inside.
Variables (V : choiceType) (L Z Q : Type) (advance : V -> L -> V) (s0 : V).
Variables (r : seq V) (dec : V -> Z) (step : Q -> L -> Q) (q0 : Q).
Variables (out : Q -> Z) (le : V -> V -> Prop).
Hypotheses (refl : forall a, le a a)
  (trans : forall a b c, le a b -> le b c -> le a c)
  (decr : forall s x, le (advance s x) s)
  (inj : forall s t x, le s (advance s x) -> le t (advance t x) ->
     advance s x = advance t x -> s = t).
Hypothesis rP : orbit_in advance s0 r.
Hypothesis decP : forall w, dec (foldl advance s0 w) = out (foldl step q0 w).

Lemma merged_inside u x t s w :
  foldl step q0 (u ++ x) = foldl step q0 (u ++ t ++ x) ->
  foldl step q0 (u ++ x ++ s) = foldl step q0 u ->
  out (foldl step q0 (u ++ w)) = out (foldl step q0 (u ++ t ++ w)).
Proof.
move=> e1 e2; have m_gt0 := fact_gt0 (size r); set m := (size r)`! in m_gt0.
have decrW w' a : le (foldl advance a w') a.
  by elim: w' a => //= y w' IHw a; apply: trans (IHw _) (decr a y).
have injW w' a b : le a (foldl advance a w') -> le b (foldl advance b w') ->
    foldl advance a w' = foldl advance b w' -> a = b.
  elim: w' a b => //= y w' IHw a b la lb eq_w.
  have step1 z : le z (foldl advance (advance z y) w') ->
      le (advance z y) (foldl advance (advance z y) w') /\ le z (advance z y).
    move=> lz; split; first exact: trans (decr z y) lz.
    exact: trans lz (decrW _ _).
  have [la1 la2] := step1 _ la; have [lb1 lb2] := step1 _ lb.
  by apply: (inj la2 lb2); apply: IHw.
pose y := t ++ wpow (x ++ s) m; pose v := u ++ wpow y m.
pose sigma := foldl advance s0 (v ++ t).
have Dsig j : iter j (foldl advance ^~ (x ++ s)) sigma =
    foldl advance s0 ((v ++ t) ++ wpow (x ++ s) j).
  by rewrite [RHS]foldl_cat foldl_wpow.
have low : le sigma (foldl advance s0 ((v ++ t) ++ wpow (x ++ s) m)).
  have back : foldl advance s0 (((v ++ t) ++ wpow (x ++ s) m) ++ wpow y m.-1) =
      foldl advance s0 v.
    rewrite -catA -(catA v) (catA t) -/y -wpowS prednK // /v -catA -wpowD.
    by have := orbit_idem y u 0 rP; rewrite muln1 addnn -muln2.
  have := decrW (wpow y m.-1) (foldl advance s0 ((v ++ t) ++ wpow (x ++ s) m)).
  rewrite -foldl_cat back; apply: trans.
  by rewrite /sigma foldl_cat; apply: decrW.
have above j : le sigma (iter j (foldl advance ^~ (x ++ s)) sigma).
  apply: (trans low); rewrite -(orbit_power _ _ j rP) -/m Dsig.
  have /subnKC <- : (j <= m * j.+1)%N.
    by rewrite (leq_trans (leqnSn j)) // -{1}[j.+1]mul1n leq_mul2r m_gt0 orbT.
  by rewrite wpowD catA (foldl_cat _ _ _ (wpow _ (_ - _))); apply: decrW.
have below j : le (iter j (foldl advance ^~ (x ++ s)) sigma) sigma.
  by rewrite Dsig foldl_cat; apply: decrW.
pose E a := exists j, a = iter j (foldl advance ^~ (x ++ s)) sigma.
have per : iter m (foldl advance ^~ (x ++ s)) sigma = sigma.
  apply: (iter_period _ (E := E)) => [j|j|a b [i ->] [j ->] eq_ij].
  - by rewrite Dsig rP.
  - by exists j.
  have kept l : le (iter l (foldl advance ^~ (x ++ s)) sigma)
      (foldl advance (iter l (foldl advance ^~ (x ++ s)) sigma) (x ++ s)).
    exact: trans (below l) (above l.+1).
  exact: injW (kept i) (kept j) eq_ij.
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
have := tracks_congr_cat decP w (etrans (esym (Dsig m)) per).
have eq_vw w' : foldl step q0 (v ++ w') = foldl step q0 (u ++ w').
  by rewrite foldl_cat eq_v -foldl_cat.
rewrite -2!catA -(catA v) !eq_vw !foldl_cat => <-.
by rewrite -(prednK m_gt0) eq_xs // -!foldl_cat e1.
Qed.
End Inside.

Theorem householder_merged_inside_refutes (L Q : Type) (step : Q -> L -> Q)
    (q0 : Q) (out : Q -> nat) c bound n layers dec u x t s w :
  c = Householder n \/ c = HouseholderHeads n ->
  stacked (fun v => out (foldl step q0 v)) layers c bound dec false ->
  foldl step q0 (u ++ x) = foldl step q0 (u ++ t ++ x) ->
  foldl step q0 (u ++ x ++ s) = foldl step q0 u ->
  out (foldl step q0 (u ++ w)) = out (foldl step q0 (u ++ t ++ w)).
Proof.
move=> cP [l [V [D [adv [flat [s0 [pts [_ tow rP _ rd]]]]]]]] e1 e2.
have [g gP] := reads_arbitrary rd.
have [le [refl trans decr inj]] := tower_le cP tow.
have decP v : (g \o flat) (foldl adv s0 v) = out (foldl step q0 v) by exact: gP.
exact: (@merged_inside _ _ _ _ adv s0 pts _ step q0 out le refl trans decr inj
  rP decP u x t s w e1 e2).
Qed.
