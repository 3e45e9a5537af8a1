(* N units whose matrices have at most one entry a column: where the letters  *)
(* of the automaton permute its states, powers of words are diagonal.         *)
(*                                                                            *)
(*   monomial A == each column of A has at most one entry that is not 0       *)
(*   target A o == the unit to which A carries the unit o, None if it is 0    *)
(*                                                                            *)
(* After some word E the letters permute the units that are left (the unit    *)
(* None, 0, is one of them), and E changes no state: so the power m of a      *)
(* letter, a multiple of all numbers up to N, is diagonal on them.            *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import pgroup all_field.
From BilinearTheory Require Import model compression long_order sylow rules.
From BilinearTheory Require Import claim columns.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

(* A group is a quotient of another if the words that are trivial in that one *)
(* are trivial in it.                                                         *)
Section Quotient.
Local Open Scope group_scope.
Variables (gT rT : finGroupType) (I : finType).
Variables (sigma : I -> gT) (tau : I -> rT).
Hypothesis trivial : forall w,
  \prod_(a <- w) sigma a = 1 -> \prod_(a <- w) tau a = 1.

Let both (i : I) : gT * rT := (sigma i, tau i).

Let prodE w : \prod_(a <- w) both a =
  (\prod_(a <- w) sigma a, \prod_(a <- w) tau a).
Proof.
elim: w => [|a w IHw]; first by rewrite !big_nil.
by rewrite !big_cons IHw.
Qed.

Lemma generated_word (aT : finGroupType) (f : I -> aT) x :
  x \in <<[set f i | i : I]>> -> exists w, x = \prod_(a <- w) f a.
Proof.
case/gen_prodgP=> n [c c_in ->]; elim: n c c_in => [|n IHn] c c_in.
  by exists [::]; rewrite big_ord0 big_nil.
have [w e] := IHn (fun i => c (widen_ord (leqnSn n) i)) (fun i => c_in _).
have /imsetP[a _ ea] := c_in ord_max; exists (rcons w a).
by rewrite big_ord_recr /= e ea -cats1 big_cat big_seq1.
Qed.

Lemma quotient_order :
  #|<<[set tau i | i : I]>>| %| #|<<[set sigma i | i : I]>>|.
Proof.
pose K := <<[set both i | i : I]>>.
have fstK : fst @* K = <<[set sigma i | i : I]>>.
  rewrite morphim_gen ?subsetT // morphimEsub ?subsetT // -imset_comp.
  by congr <<_>>; apply: eq_imset.
have sndK : snd @* K = <<[set tau i | i : I]>>.
  rewrite morphim_gen ?subsetT // morphimEsub ?subsetT // -imset_comp.
  by congr <<_>>; apply: eq_imset.
have inj : {in K &, injective (fun x : gT * rT => x.1)}.
  move=> x y Kx Ky /= e.
  have Kxy : (x * y^-1)%g \in K by rewrite groupM ?groupV.
  have [w ew] := generated_word Kxy; move: ew; rewrite prodE => -[e1 e2].
  have t1 := trivial (etrans (esym e1) _); rewrite e mulgV in t1.
  have {}t1 := t1 erefl; rewrite t1 in e2.
  apply/eqP; rewrite eq_mulgV1; apply/eqP.
  by rewrite [LHS]surjective_pairing /= e mulgV; congr pair; rewrite -e2.
rewrite -fstK -sndK; have <- : #|K| = #|fst @* K|.
  by rewrite morphimEsub ?subsetT // card_in_imset.
exact: dvdn_morphim.
Qed.
End Quotient.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Monomial.
Variables (F : fieldType) (d : nat).
Implicit Types A B : 'M[F]_d.

Definition monomial A := forall j i k, A i j != 0 -> A k j != 0 -> i = k.

Definition target A (o : option 'I_d) : option 'I_d :=
  if o is Some j then [pick i | A i j != 0] else None.

Lemma monomial_unit A j : monomial A -> exists a,
  A *m delta_mx j 0 =
  if target A (Some j) is Some i then a *: delta_mx i (0 : 'I_1) else 0.
Proof.
move=> mA; rewrite /target; case: pickP => [i nij|zero].
  exists (A i j); rewrite -colE; apply/colP=> k; rewrite !mxE eqxx andbT.
  have [->|ne] := eqVneq k i; first by rewrite mulr1.
  rewrite mulr0; apply/eqP; apply: contraNT ne => nkj.
  by rewrite (mA _ _ _ nkj nij).
exists 0; rewrite -colE; apply/colP=> k; rewrite !mxE.
by have /negbFE/eqP := zero k.
Qed.

Lemma monomialM A B : monomial A -> monomial B -> monomial (A *m B).
Proof.
move=> mA mB j i k; have [a e] := monomial_unit j mB.
have colE' l : (A *m B) l j = (A *m (B *m delta_mx j (0 : 'I_1))) l 0.
  by rewrite mulmxA -colE [RHS]mxE.
rewrite !colE' e; case: (target B _) => [l|]; last first.
  by rewrite mulmx0 !mxE eqxx.
rewrite -scalemxAr -colE !mxE !mulf_eq0 !negb_or => /andP[_ ni] /andP[_ nk].
exact: mA ni nk.
Qed.

Lemma monomial_word (S : Type) (A : S -> 'M[F]_d) w :
  (forall a, monomial (A a)) -> monomial (wordmx A w).
Proof.
move=> mA; elim/last_ind: w => [|w a IHw].
  move=> j i k; rewrite !mxE; have [->|_] := eqVneq i j; last by rewrite eqxx.
  by move=> _; have [->|_] := eqVneq k j; last by rewrite eqxx.
by rewrite wordmx_rcons; apply: monomialM.
Qed.

Lemma word_unit (S : Type) (A : S -> 'M[F]_d) w j :
  (forall a, monomial (A a)) -> exists a,
  wordmx A w *m delta_mx j 0 =
  if foldl (fun o x => target (A x) o) (Some j) w is Some i
  then a *: delta_mx i (0 : 'I_1) else 0.
Proof.
move=> mA; elim/last_ind: w => [|w x [a IHw]].
  by exists 1; rewrite mul1mx /= scale1r.
rewrite foldl_rcons wordmx_rcons -mulmxA IHw.
case: (foldl _ _ _) => [i|]; last by exists 0; rewrite mulmx0.
have [a' e] := monomial_unit i (mA x); exists (a * a').
rewrite -scalemxAr e; case: (target _ _) => [k|]; last by rewrite scaler0.
by rewrite scalerA.
Qed.
End Monomial.

(* Words that permute the states, compressed.                                 *)
Section Frame.
Variables (F : numFieldType) (L Z : Type) (Q : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis minimal : forall p q,
  (forall v, out (foldl step p v) = out (foldl step q v)) -> p = q.
Variables (S : finType) (wd : S -> seq L).
Let step2 q a := foldl step q (wd a).
Hypothesis inj2 : forall a, injective (step2^~ a).
Variable u : seq L.

Let A2 a := wordmx A (wd a).
Let words (w : seq S) := flatten (map wd w).

Let fold2 q w : foldl step2 q w = foldl step q (words w).
Proof. by elim: w q => //= a w IHw q; rewrite IHw foldl_cat. Qed.

(* States of the automaton are functions of columns that matrices permute.    *)
Lemma frame : exists N (s : S -> 'S_N) (Y : 'M[F]_(d, N)) (G : S -> 'M[F]_d) p0,
  [/\ forall a, exists E, G a = wordmx A2 (a :: E),
      forall a, G a *m Y = Y *m perm_mx (s a)^-1%g &
      forall w w', col (foldl (fun q x => s x q) p0 w) Y =
        col (foldl (fun q x => s x q) p0 w') Y ->
        foldl step2 (foldl step q0 u) w = foldl step2 (foldl step q0 u) w'].
Proof.
pose b2 a := arun A b 0 (wd a); pose h1 := arun A b h0 u.
have run2 h w : arun A2 b2 h w = arun A b h (words w).
  elim: w h => // a w IHw h; rewrite [words _]/= arun_cat -IHw.
  by rewrite [arun A b h _]arun_wordmx.
have rP2 : orbit_in (astep A2 b2) h1 r.
  by move=> w; rewrite [foldl _ _ _]run2 -arun_cat; apply: rP.
have [E [N [s [c [Y [p0 [EQ cY stepY rows _]]]]]]] :=
  compression_rows rP2 inj2.
exists N, s, Y, (fun a => wordmx A2 (a :: E)), p0.
split=> // [a|w w' e]; first by exists E.
apply: minimal => v.
have after p t : arun A2 b2 (c + col p Y) (flatten [seq a :: E | a <- t]) =
    c + col (foldl (fun q x => s x q) p t) Y.
  elim: t p => // a t IHt p.
  by rewrite [LHS](arun_cat _ _ _ (a :: E)) stepY IHt.
have reach t : arun A b h0 (u ++ words (E ++ flatten [seq a :: E | a <- t])) =
    c + col (foldl (fun q x => s x q) p0 t) Y.
  by rewrite arun_cat -/h1 -run2 arun_cat -cY after.
have state t : foldl step q0 (u ++ words (E ++ flatten [seq a :: E | a <- t])) =
    foldl step2 (foldl step q0 u) t.
  rewrite foldl_cat -fold2 foldl_cat EQ.
  elim: t (foldl step q0 u) => //= a t IHt q.
  by rewrite foldl_cat EQ IHt.
have := congr1 (fun h => dec (arun A b h v))
  (etrans (reach w) (etrans (congr1 (+%R c) e) (esym (reach w')))).
by rewrite -!arun_cat !decP !(foldl_cat _ _ _ v) !state.
Qed.
End Frame.

(* The word after which the units are permuted.                               *)
Section Powers.
Variables (F : numFieldType) (d N m : nat) (Q S : finType).
Variables (G : S -> 'M[F]_d) (Y : 'M[F]_(d, N)) (s : S -> 'S_N).
Variables (step2 : Q -> S -> Q) (q0 : Q) (p0 : 'I_N).
Hypothesis mG : forall a, monomial (G a).
Hypothesis rows : forall a, G a *m Y = Y *m perm_mx (s a)^-1%g.
Hypothesis inj2 : forall a, injective (step2^~ a).
Hypothesis mP : forall p, (0 < p <= d)%N -> (p %| m)%N.

Let next (o : option 'I_d) a := target (G a) o.
Let turn (w : seq S) p := foldl (fun q x => s x q) p w.

Lemma quiet_word : exists E, [/\ forall q, foldl step2 q E = q,
  forall p, turn E p = p, forall o, foldl next o (E ++ E) = foldl next o E &
  forall w o o', foldl next o (E ++ w ++ E) = foldl next o' (E ++ w ++ E) ->
    foldl next o E = foldl next o' E].
Proof.
pose both (qp : Q * 'I_N) a := (step2 qp.1 a, s a qp.2).
have inj a : injective (both^~ a).
  by move=> [q p] [q' p'] [/inj2-> /perm_inj->].
have bothE w q p : foldl both (q, p) w = (foldl step2 q w, turn w p).
  by elim: w q p => //= a w IHw q p; rewrite IHw.
have [E [EQ idem inj_E]] := idempotent_word next inj.
exists E; split=> // [q|p].
  by have := EQ (q, p0); rewrite bothE => -[].
by have := EQ (q0, p); rewrite bothE => -[].
Qed.

Variable E : seq S.
Hypothesis inj_E : forall w o o',
  foldl next o (E ++ w ++ E) = foldl next o' (E ++ w ++ E) ->
  foldl next o E = foldl next o' E.

Let none w : foldl next None w = None.
Proof. by elim: w. Qed.

(* The power m of a letter, then E, fixes the units after E.                  *)
Lemma power_fixes a o :
  foldl next (foldl next o E) (wpow (a :: E) m) = foldl next o E.
Proof.
pose f o' := foldl next o' (a :: E).
have inj_f o1 o2 : f (foldl next o1 E) = f (foldl next o2 E) ->
    foldl next o1 E = foldl next o2 E.
  rewrite /f -!foldl_cat => e; exact: (@inj_E [:: a]).
have stay o1 : exists o2, f (foldl next o1 E) = foldl next o2 E.
  by exists (foldl next o1 (E ++ [:: a])); rewrite /f -!foldl_cat -catA.
rewrite foldl_wpow; case Do: (foldl next o E) => [i|]; last first.
  by rewrite iter_fix //; apply: none.
have iterE j : exists o2, iter j f (Some i) = foldl next o2 E.
  elim: j => [|j [o2 e]]; first by exists o.
  by rewrite iterS e; apply: stay.
have alive j : iter j f (Some i) \in [seq Some l | l : 'I_d].
  have [o2 e] := iterE j; case Dj: (iter j f (Some i)) => [l|].
    by apply/imageP; exists l.
  have back : forall n o3, iter n f (foldl next o3 E) = None ->
      foldl next o3 E = None.
    elim=> // n IHn o3; rewrite iterSr; have [o4 e4] := stay o3.
    rewrite e4 => /IHn e5; rewrite -(none E); apply: inj_f.
    by rewrite e4 e5 none /f none.
  by have := back j o; rewrite Do Dj => /(_ erefl).
have [i1 [p [le_p p_gt0 e]]] := iter_repeat alive.
have per : iter p f (Some i) = Some i.
  elim: i1 e {le_p} => // i1 IHi; rewrite addSn !iterS.
  have [o1 e1] := iterE (i1 + p)%N; have [o2 e2] := iterE i1.
  by rewrite e1 e2 => /inj_f; rewrite -e1 -e2 => /IHi.
have /dvdnP[k ->] : (p %| m)%N.
  apply: mP; rewrite p_gt0 (leq_trans (leq_addl i1 p)) //.
  by move: le_p; rewrite size_map -cardE card_ord.
by rewrite iterM iter_fix.
Qed.

Lemma unit_scaled a o i : foldl next o E = Some i ->
  exists c, wordmx G (wpow (a :: E) m) *m delta_mx i 0 =
    c *: delta_mx i (0 : 'I_1).
Proof.
move=> Di; have [c e] := word_unit (wpow (a :: E) m) i mG; exists c.
by move: e; rewrite -/next -Di power_fixes Di.
Qed.

Lemma powers_commute x y :
  wordmx G (E ++ wpow (x :: E) m ++ wpow (y :: E) m) =
  wordmx G (E ++ wpow (y :: E) m ++ wpow (x :: E) m).
Proof.
apply/matrixP=> i j; suff : forall (M M' : 'M[F]_d),
    M *m delta_mx j (0 : 'I_1) = M' *m delta_mx j 0 -> M i j = M' i j.
  apply; rewrite !wordmx_cat -!mulmxA; have [a ->] := word_unit E j mG.
  case Dl: (foldl _ _ E) => [l|]; last by rewrite !mulmx0.
  have [cx ex] := unit_scaled x Dl; have [cy ey] := unit_scaled y Dl.
  by rewrite -!scalemxAr ex ey -!scalemxAr ex ey !scalerA mulrAC.
by move=> M M'; rewrite -!colE => /colP/(_ i); rewrite !mxE.
Qed.

Lemma word_rows w : wordmx G w *m Y = Y *m perm_mx (\prod_(a <- w) s a)^-1%g.
Proof.
elim: w => [|a w IHw].
  by rewrite big_nil invg1 perm_mx1 mul1mx mulmx1.
rewrite wordmx_cons -mulmxA rows mulmxA IHw big_cons invMg perm_mxM.
by rewrite mulmxA.
Qed.

Lemma turnE w p : turn w p = (\prod_(a <- w) s a)%g p.
Proof.
elim: w p => [|a w IHw] p; first by rewrite big_nil perm1.
by rewrite big_cons permM -IHw.
Qed.

Lemma powers_turn x y p :
  col (turn (E ++ wpow (x :: E) m ++ wpow (y :: E) m) p) Y =
  col (turn (E ++ wpow (y :: E) m ++ wpow (x :: E) m) p) Y.
Proof.
by rewrite !turnE -!mul_perm_col -!word_rows powers_commute.
Qed.
End Powers.


(* One-hot columns: a group of permutations of the units.                     *)
Section Order.
Variables (F : numFieldType) (d N : nat) (Q S : finType).
Variables (G : S -> 'M[F]_d) (Y : 'M[F]_(d, N)) (s : S -> 'S_N).
Variable step2 : Q -> S -> Q.
Hypothesis oG : forall a, one_hot_columns (G a).
Hypothesis rows : forall a, G a *m Y = Y *m perm_mx (s a)^-1%g.

Let next (o : option 'I_d) a := target (G a) o.
Let turn (w : seq S) p := foldl (fun q x => s x q) p w.

Lemma one_hot_target a j : exists2 i, next (Some j) a = Some i &
  G a *m delta_mx j 0 = delta_mx i (0 : 'I_1).
Proof.
have [f fP] := one_hot_map (oG a); exists (f j); last exact: fP.
have entry i : G a i j = (i == f j)%:R.
  by have /colP/(_ i) := fP j; rewrite -colE !mxE eqxx andbT.
rewrite /next /target; case: pickP => [i|/(_ (f j))]; rewrite entry.
  by have [->|_] := eqVneq i (f j); rewrite ?eqxx.
by rewrite eqxx oner_eq0.
Qed.

Lemma one_hot_run w j : exists2 i, foldl next (Some j) w = Some i &
  wordmx G w *m delta_mx j 0 = delta_mx i (0 : 'I_1).
Proof.
elim/last_ind: w => [|w x [i e IHw]]; first by exists j; rewrite ?mul1mx.
have [k ek ukE] := one_hot_target x i.
by exists k; rewrite ?foldl_rcons ?e // wordmx_rcons -mulmxA IHw.
Qed.

Variable E : seq S.
Hypothesis idem_E : forall o, foldl next o (E ++ E) = foldl next o E.
Hypothesis inj_E : forall w o o',
  foldl next o (E ++ w ++ E) = foldl next o' (E ++ w ++ E) ->
  foldl next o E = foldl next o' E.

Let fixed i := foldl next (Some i) E == Some i.
Let moved a i := if fixed i then odflt i (foldl next (Some i) (a :: E)) else i.

Let moved_fixed a i : fixed i ->
  foldl next (Some i) (a :: E) = Some (moved a i) /\ fixed (moved a i).
Proof.
move=> fix_i; rewrite /moved fix_i; have [j e _] := one_hot_run (a :: E) i.
rewrite e /fixed /=; split=> //; apply/eqP; rewrite -e.
by rewrite -foldl_cat -[(a :: E) ++ E]/([:: a] ++ (E ++ E)) foldl_cat idem_E
  -foldl_cat.
Qed.

Let moved_inj a : injective (moved a).
Proof.
move=> i j e; have [fi|nfi] := boolP (fixed i); last first.
  have mi : moved a i = i by rewrite /moved (negPf nfi).
  have [fj|nfj] := boolP (fixed j).
    by have [_] := moved_fixed a fj; rewrite -e mi (negPf nfi).
  have mj : moved a j = j by rewrite /moved (negPf nfj).
  by rewrite mi mj in e.
have [ei fmi] := moved_fixed a fi; have [fj|nfj] := boolP (fixed j); last first.
  have mj : moved a j = j by rewrite /moved (negPf nfj).
  by rewrite e mj (negPf nfj) in fmi.
have [ej _] := moved_fixed a fj.
have := @inj_E [:: a] (Some i) (Some j); rewrite !(foldl_cat _ _ E).
rewrite (eqP fi) (eqP fj) => same.
by case: (same (etrans ei (etrans (congr1 Some e) (esym ej)))).
Qed.

Definition unit_perm a : {perm 'I_d} := perm (@moved_inj a).

Let moved_word w i : fixed i ->
  foldl next (Some i) (flatten [seq a :: E | a <- w]) =
  Some ((\prod_(a <- w) unit_perm a)%g i).
Proof.
elim: w i => [|a w IHw] i fi; first by rewrite big_nil perm1.
have [e fm] := moved_fixed a fi.
rewrite -[flatten _]/((a :: E) ++ flatten [seq a :: E | a <- w]) foldl_cat e.
by rewrite IHw // big_cons permM permE.
Qed.

Lemma trivial_turn w p : (\prod_(a <- w) unit_perm a = 1)%g ->
  col (turn (E ++ flatten [seq a :: E | a <- w]) p) Y = col (turn E p) Y.
Proof.
move=> w1; rewrite /turn !(turnE s) -!mul_perm_col -!(word_rows rows).
congr (col _ (_ *m _)); apply/matrixP=> i j.
suff : wordmx G (E ++ flatten [seq a :: E | a <- w]) *m delta_mx j 0 =
    wordmx G E *m delta_mx j (0 : 'I_1).
  by rewrite -!colE => /colP/(_ i); rewrite !mxE.
have [l el ul] := one_hot_run E j; have fl : fixed l.
  by rewrite /fixed -el -foldl_cat idem_E.
have [k ek uk] := one_hot_run (E ++ flatten [seq a :: E | a <- w]) j.
rewrite ul uk; move: ek; rewrite foldl_cat el moved_word // w1 perm1.
by case=> ->.
Qed.
End Order.

Section Theorems.
Variables (F : numFieldType) (Z : Type) (Q : finType).

Theorem monomial_powers_sound (L : Type) (step : Q -> L -> Q) (q0 : Q)
    (out : Q -> Z) d (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) h0
    (r : seq 'cV[F]_d) dec m x y q :
  (forall a, monomial (A a)) -> orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (foldl step q0 w)) ->
  told_apart step q0 out -> (forall a, injective (step^~ a)) ->
  (forall p, (0 < p <= d)%N -> (p %| m)%N) ->
  foldl step q (wpow x m ++ wpow y m) = foldl step q (wpow y m ++ wpow x m).
Proof.
move=> mA rP decP [reached minimal] inj mP; have [u <-] := reached q.
pose wd (a : bool) := if a then x else y.
have inj2 a : injective (fun p => foldl step p (wd a)) by apply: foldl_inj.
have [N [s [Y [G [p0 [GE rows same]]]]]] := frame rP decP minimal inj2 u.
have mG a : monomial (G a).
  have [E ->] := GE a; apply: monomial_word => a'; exact: monomial_word.
have [E [quiet turn_E idem inj_E]] := quiet_word G s q0 p0 inj2.
have := same _ _ (powers_turn mG rows mP inj_E true false p0).
have powE a p : foldl (fun q a => foldl step q (wd a)) p (wpow (a :: E) m) =
    foldl step p (wpow (wd a) m).
  by rewrite !foldl_wpow; elim: m {mP} p => // k IHk p; rewrite !iterSr IHk /=
    quiet.
by rewrite !foldl_cat !quiet !powE.
Qed.
End Theorems.

(* Words trivial on the units are trivial on the states.                      *)
Theorem group_order_sound (F : numFieldType) (Z : Type) (Q L : finType)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) d (A : L -> 'M[F]_d)
    (b : L -> 'cV[F]_d) h0 (r : seq 'cV[F]_d) dec
    (inj : forall a, injective (step^~ a)) :
  (forall a, one_hot_columns (A a)) -> orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (foldl step q0 w)) ->
  told_apart step q0 out ->
  (#|<<[set perm (inj a) | a : L]>>%g| %| d`!)%N.
Proof.
move=> oA rP decP [reached minimal].
have inj2 a : injective (fun p => foldl step p [:: a]) by apply: inj.
have [N [s [Y [G [p0 [GE rows same]]]]]] := frame rP decP minimal inj2 [::].
have oG a : one_hot_columns (G a).
  have [E ->] := GE a; apply/forallP=> j.
  have one w : exists f : 'I_d -> 'I_d, forall j,
      wordmx (fun a => wordmx A [:: a]) w *m delta_mx j 0 =
      delta_mx (f j) (0 : 'I_1).
    elim/last_ind: w => [|w x [f fP]]; first by exists id => l; rewrite mul1mx.
    have [g gP] := one_hot_word oA [:: x]; exists (g \o f) => l.
    by rewrite wordmx_rcons -mulmxA fP gP.
  have [f fP] := one (a :: E); apply/existsP; exists (f j).
  by rewrite colE fP.
have [E [quiet turn_E idem inj_E]] := quiet_word G s q0 p0 inj2.
have trivial w : (\prod_(a <- w) unit_perm oG idem inj_E a = 1)%g ->
    (\prod_(a <- w) perm (inj a) = 1)%g.
  move=> w1; apply/permP=> q; rewrite perm1; have [v <-] := reached q.
  have tauE p t : (\prod_(a <- t) perm (inj a))%g p = foldl step p t.
    elim: t p => [|a t IHt] p; first by rewrite big_nil perm1.
    by rewrite big_cons permM permE IHt.
  have one p t : foldl (fun q a => foldl step q [:: a]) p t = foldl step p t.
    by elim: t p => //= a t IHt p.
  have flat p : foldl step p (flatten [seq a :: E | a <- w]) = foldl step p w.
    elim: w {w1} p => //= a t IHt p; rewrite foldl_cat -one quiet.
    exact: IHt.
  rewrite tauE; have := same (v ++ E ++ flatten [seq a :: E | a <- w]) (v ++ E).
  rewrite !one !foldl_cat -!(one _ E) !quiet flat; apply.
  by rewrite -foldl_cat; exact: (trivial_turn rows _ w1).
apply: dvdn_trans (quotient_order trivial) _.
by rewrite -(card_Sn d) -cardsT cardSg ?subsetT.
Qed.

(* So certificates of bounded widths are right.                               *)
Section Claims.
Variables (Q L : finType) (step : Q -> L -> Q) (q0 : Q) (out : Q -> nat).
Variables (size : nat) (dec : decoder) (additive : bool).
Hypothesis apart : told_apart step q0 out.
Hypothesis inj : forall a, injective (step^~ a).

Theorem monomial_powers_refutes m x y q :
  realizable (fun v => out (foldl step q0 v)) PD (Some size) dec additive ->
  (forall p, (0 < p <= size)%N -> (p %| m)%N) ->
  foldl step q (wpow x m ++ wpow y m) = foldl step q (wpow y m ++ wpow x m).
Proof.
move=> [d [A [b [h0 [pts [fam /andP[bd _] _ rP /linear_arbitrary[g gP]]]]]]] mP.
apply: (monomial_powers_sound x y q _ rP gP apart (@inj)) => [a j i k ni nk|p].
  have /forallP/(_ j)/forallP/(_ i)/forallP/(_ k) := fam a.
  by rewrite ni nk => /eqP.
case/andP=> p_gt0 le_p; apply: mP; rewrite p_gt0.
exact: leq_trans le_p bd.
Qed.

Lemma class_one_hot d (c : class) (B : 'M[algC]_d) :
  c = Ruled Permutation \/ c = ColumnOneHot -> in_class c B ->
  one_hot_columns B.
Proof.
case=> -> /=; last first.
  move=> /forallP oB; apply/forallP=> j; have /existsP[i /forallP e] := oB j.
  by apply/existsP; exists i; apply/eqP/colP=> k; rewrite !mxE eqxx andbT (eqP (e k)).
case/is_perm_mxP=> s ->; apply/forallP=> j; apply/existsP.
exists (s^-1%g j); apply/eqP/colP=> k; rewrite !mxE eqxx andbT.
by rewrite (canF_eq (permK s)).
Qed.

Theorem group_order_refutes c :
  c = Ruled Permutation \/ c = ColumnOneHot ->
  realizable (fun v => out (foldl step q0 v)) c (Some size) dec additive ->
  (#|<<[set perm (@inj a) | a : L]>>%g| %| size`!)%N.
Proof.
move=> cP [d [A [b [h0 [pts [fam /andP[bd _] _ rP]]]]]].
case/linear_arbitrary=> g gP; apply: dvdn_trans (_ : d`! %| size`!)%N.
  apply: (group_order_sound (@inj) _ rP gP apart) => a.
  by apply: (class_one_hot cP); case: cP fam => ->.
by rewrite -(bin_fact bd) mulnCA dvdn_mulr.
Qed.
Theorem long_order_refutes c w (tau : {perm Q}) :
  c = Ruled Permutation \/ c = ColumnOneHot ->
  realizable (fun v => out (foldl step q0 v)) c (Some size) dec additive ->
  (forall q, tau q = foldl step q w) ->
  (\sum_(p <- primes #[tau]%g) #[tau]%g`_p <= size)%N.
Proof.
move=> cP [d [A [b [h0 [pts [fam /andP[bd _] _ rP]]]]]].
case/linear_arbitrary=> g gP tauE; have [reached minimal] := apart.
apply: leq_trans bd; apply: (long_order_sound _ rP gP reached minimal tauE) => a.
by apply: (class_one_hot cP); case: cP fam => ->.
Qed.

Theorem sylow_refutes (I : finType) (words : I -> seq L) (tau : I -> {perm Q})
    c p (P : {group 'S_size}) :
  c = Ruled Permutation \/ c = ColumnOneHot ->
  realizable (fun v => out (foldl step q0 v)) c (Some size) dec additive ->
  (forall i q, tau i q = foldl step q (words i)) ->
  (p.-Sylow([set: 'S_size]) P)%g -> (p.-group <<[set tau i | i : I]>>)%g ->
  exists2 s : I -> 'S_size, forall i, s i \in P &
    forall v v', follow s v = follow s v' -> follow tau v = follow tau v'.
Proof.
move=> cP [d [A [b [h0 [pts [fam /andP[bd _] _ rP]]]]]].
case/linear_arbitrary=> g gP tauE; have [reached minimal] := apart.
apply: (sylow_sound _ rP gP reached minimal tauE bd) => a.
by apply: (class_one_hot cP); case: cP fam => ->.
Qed.
End Claims.
