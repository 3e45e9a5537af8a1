(* Non-negative diagonal matrices without additive term: exactly the automata *)
(* whose letters commute and are idempotent.                                  *)
(*                                                                            *)
(*   semilattice step == the letters of the automaton commute, and each is    *)
(*                       equal to its square                                  *)
(*   nonneg_tracks F step q0 out == some non-negative diagonal recurrence of  *)
(*     finite reach and some decoder give the answers of the automaton        *)
(*   distinguished step out == states with the same answers are equal         *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model rules realization.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Semilattice.
Variables (F : numFieldType) (S Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Local Notation act := (foldl step).

Definition semilattice :=
  (forall q x y, step (step q x) y = step (step q y) x) /\
  (forall q x, step (step q x) x = step q x).

Definition distinguished :=
  forall p q, (forall w, out (act p w) = out (act q w)) -> p = q.

Definition nonneg_tracks :=
  exists d (A : S -> 'M[F]_d) (h0 : 'cV[F]_d) r dec,
    [/\ forall x, member DiagonalNonnegative (A x),
        orbit_in (astep A (fun=> 0)) h0 r
      & forall w, dec (run A h0 w) = out (act q0 w)].

Hypothesis reachable : forall q, exists w, act q0 w = q.

Lemma nonneg_tracks_semilattice :
  distinguished -> nonneg_tracks -> semilattice.
Proof.
move=> dist [d [A [h0 [r [dec [mA rP decP]]]]]].
have arunP w : dec (arun A (fun=> 0) h0 w) = out (act q0 w).
  by rewrite arun0.
split=> q x => [y|]; apply: dist => w; have [u <-] := reachable q.
  have := noncommuting_sound (mem_head _ _) mA (or_intror (fun=> erefl)) rP
    arunP (fun p => False_ind _ (notF p))
    (val := fun a => if a is U then u else if a is X then [:: x] else
                     if a is Y then [:: y] else w)
    (n := 1%N) isT (fun p => False_ind _).
  by rewrite /spell /= cats0 !foldl_cat.
have := not_idempotent_sound (mem_head _ _) mA (or_intror (fun=> erefl)) rP
  arunP (fun p => False_ind _ (notF p))
  (val := fun a => if a is U then u else if a is X then [:: x] else w)
  (n := 1%N) isT (fun p => False_ind _).
by rewrite /spell /= cats0 !foldl_cat.
Qed.

Section Construction.
Hypothesis sl : semilattice.

Lemma act_letter q x w : act (step q x) w = step (act q w) x.
Proof. by case: sl => c _; elim: w q => //= y w IHw q; rewrite c IHw. Qed.

Lemma act_comm q u w : act (act q u) w = act (act q w) u.
Proof. by elim: u q => //= x u IHu q; rewrite IHu act_letter. Qed.

Lemma act_idem q w : act (act q w) w = act q w.
Proof.
case: sl => _ i; elim: w q => //= x w IHw q.
by rewrite -act_letter i IHw.
Qed.

Lemma act_same u w p : act q0 u = act q0 w -> act p u = act p w.
Proof.
by move=> e; have [v <-] := reachable p; rewrite act_comm e act_comm.
Qed.

Lemma semilattice_tracks : nonneg_tracks.
Proof.
have [word wordP] := fin_all_exists reachable.
pose fixes p w := act p w == p.
pose A x : 'M[F]_#|Q| := diag_mx (\row_i (fixes (enum_val i) [:: x])%:R).
pose v q : 'cV[F]_#|Q| := \col_i (fixes (enum_val i) (word q))%:R.
have fixes_cat p u w : fixes p (u ++ w) = fixes p u && fixes p w.
  apply/eqP/andP=> [e|[/eqP u_p /eqP w_p]]; last by rewrite foldl_cat u_p.
  rewrite foldl_cat in e; split; apply/eqP.
    by rewrite -[in LHS]e act_comm act_idem e.
  by rewrite -[in LHS]e act_idem e.
have orbitP : orbit_of A (fun=> 0) v step.
  move=> q x; rewrite addr0; apply/colP=> i; rewrite mul_diag_mx !mxE -natrM.
  rewrite mulnb andbC -fixes_cat /fixes.
  by rewrite (@act_same _ (word (step q x))) // foldl_cat !wordP.
have statesP : onto_states step q0 id step q0 by [].
have inj_v : injective v.
  move=> p q e; have pq a c : v a = v c -> act a (word c) = a.
    move=> /colP/(_ (enum_rank a)); rewrite !mxE enum_rankK => /eqP.
    rewrite eqr_nat; have -> : fixes a (word a).
      by rewrite /fixes -{1}(wordP a) act_idem wordP.
    by rewrite /fixes; case: (_ =P a).
  have e1 := pq p q e; have e2 := pq q p (esym e).
  rewrite -e1 -[RHS]e2 -[in LHS](wordP p) -[in RHS](wordP q).
  exact: act_comm.
have [dec decP] := realization_arbitrary out orbitP statesP inj_v.
exists #|Q|, A, (v q0), [seq v q | q <- enum Q], dec; split=> [x||w].
- rewrite /= diag_mx_is_diag; apply/forallP=> i.
  by rewrite !mxE eqxx mulr1n ler0n.
- exact: orbit_finite orbitP.
by rewrite -decP arun0.
Qed.
End Construction.

Theorem nonneg_tracks_iff :
  distinguished -> (nonneg_tracks <-> semilattice).
Proof.
by split; [apply: nonneg_tracks_semilattice | apply: semilattice_tracks].
Qed.
End Semilattice.

(* Non-negative diagonal matrices with additive term: exactly the automata in *)
(* which an earlier x is forgotten at the next x.                             *)
(*                                                                            *)
(*   forgetful step  == x t x acts as t x, for letters x and words t          *)
(*   nonneg_affine_tracks F step q0 out == some affine non-negative diagonal  *)
(*     recurrence of finite reach and some decoder give the answers           *)
(*   latest a c w    == a occurs in w, and c, if another letter, not after it *)

Section Forgetful.
Variables (F : numFieldType) (S : finType) (Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Local Notation act := (foldl step).

Definition forgetful := forall q x t,
  act q (x :: rcons t x) = act q (rcons t x).

Definition nonneg_affine_tracks :=
  exists d (A : S -> 'M[F]_d) b (h0 : 'cV[F]_d) r dec,
    [/\ forall x, member DiagonalNonnegative (A x), orbit_in (astep A b) h0 r
      & forall w, dec (arun A b h0 w) = out (act q0 w)].

Lemma nonneg_affine_tracks_forgetful :
  (forall q, exists w, act q0 w = q) -> distinguished step out ->
  nonneg_affine_tracks -> forgetful.
Proof.
move=> reachable dist [d [A [b [h0 [r [dec [mA rP decP]]]]]]] q x t.
apply: dist => w; have [u <-] := reachable q.
have := last_letter_sound (mem_head _ _) mA (or_introl isT) rP
  decP (fun p => False_ind _ (notF p))
  (val := fun a => if a is U then u else if a is X then [:: x] else
                   if a is T then t else w)
  (n := 1%N) isT (fun p => False_ind _).
by rewrite /spell /= cats0 -cats1 !foldl_cat /= !foldl_cat.
Qed.

Definition latest_step a c (z : bool) (x : S) :=
  if x == a then true else if x == c then false else z.
Definition latest a c w := foldl (latest_step a c) false w.

Lemma latest_rcons a c w x :
  latest a c (rcons w x) = latest_step a c (latest a c w) x.
Proof. exact: foldl_rcons. Qed.

Lemma latest_filter x a c w :
  latest a c [seq y <- w | y != x] =
  (a != x) && latest a (if c == x then a else c) w.
Proof.
elim/last_ind: w => [|w y IHw]; first by rewrite andbF.
rewrite filter_rcons latest_rcons /latest_step.
have [->|nyx] /= := eqVneq y x.
  rewrite IHw; have [//|nax] := eqVneq a x.
  have [_|ncx] := eqVneq c x; last by rewrite ?[x == c]eq_sym ?(negPf ncx).
  by rewrite ?[x == a]eq_sym ?(negPf nax).
rewrite latest_rcons IHw /latest_step.
have [Da|nya] := eqVneq y a; first by rewrite -Da nyx.
have [Dc|nyc] := eqVneq y c; first by rewrite -Dc (negPf nyx) eqxx andbF.
by have [_|ncx] := eqVneq c x; rewrite ?(negPf nya) ?(negPf nyc).
Qed.

Hypothesis forget : forgetful.

Lemma act_filter q x w :
  act q (rcons w x) = act q (rcons [seq y <- w | y != x] x).
Proof.
elim: w q => //= y w IHw q; have [->|nyx] := eqVneq y x; last exact: IHw.
by have := forget q x w; rewrite /= => ->.
Qed.

Lemma latest_act q w w' : (forall a c, latest a c w = latest a c w') ->
  act q w = act q w'.
Proof.
have [n] := ubnP (size w); elim: n w w' => // n IHn w w' size_w e.
case/lastP: w size_w e => [|u x] size_w e; case/lastP: w' e => [|v y] // e.
- by have := e y y; rewrite latest_rcons /latest_step eqxx.
- by have := e x x; rewrite latest_rcons /latest_step eqxx.
have Dy : y = x.
  have := e x y; rewrite !latest_rcons /latest_step !eqxx.
  by case: eqP.
rewrite {y}Dy in e *; rewrite [LHS]act_filter [RHS]act_filter -!cats1.
rewrite !foldl_cat; congr (act _ _); apply: IHn => [|a c].
  rewrite size_rcons ltnS in size_w; apply: leq_ltn_trans size_w.
  by rewrite size_filter count_size.
rewrite !latest_filter; have [//|nax /=] := eqVneq a x.
have := e a (if c == x then a else c); rewrite !latest_rcons /latest_step.
rewrite ![x == a]eq_sym (negPf nax); have [_|ncx] := eqVneq c x.
  by rewrite ![x == a]eq_sym (negPf nax).
by rewrite ![x == c]eq_sym (negPf ncx).
Qed.

(* The coordinate (a, c) is 1 where a came after every c, and 0 elsewhere.    *)
Definition pair_of (i : 'I_#|{: S * S}|) : S * S := enum_val i.
Definition latest_mx x : 'M[F]_#|{: S * S}| :=
  diag_mx (\row_i ((x != (pair_of i).1) && (x != (pair_of i).2))%:R).
Definition latest_offset x : 'cV[F]_#|{: S * S}| :=
  \col_i (x == (pair_of i).1)%:R.
Definition latest_vector w : 'cV[F]_#|{: S * S}| :=
  \col_i (latest (pair_of i).1 (pair_of i).2 w)%:R.

Lemma latest_run w :
  arun latest_mx latest_offset (latest_vector [::]) w = latest_vector w.
Proof.
elim/last_ind: w => // w x IHw; rewrite /arun foldl_rcons -/(arun _ _ _ w) IHw.
apply/colP=> i; rewrite /astep mul_diag_mx !mxE latest_rcons /latest_step.
case: (x == _) => /=; first by rewrite mul0r add0r.
by case: (x == _) => /=; rewrite ?mul0r ?mul1r addr0.
Qed.

Lemma latest_start a c z z' w : (a \in w) || (c \in w) ->
  foldl (latest_step a c) z w = foldl (latest_step a c) z' w.
Proof.
elim: w z z' => //= x w IHw z z'; rewrite !inE /latest_step.
have [//|nax] := eqVneq a x; have [//|ncx] := eqVneq c x.
by rewrite ?[x == a]eq_sym ?[x == c]eq_sym ?(negPf nax) ?(negPf ncx) /=;
  apply: IHw.
Qed.

Lemma latest_undup a c w : latest a c (undup w) = latest a c w.
Proof.
rewrite /latest; elim: w false => //= x w IHw z.
case: ifP => [xw|_]; last exact: IHw.
rewrite IHw; have [Dx|nxa] := eqVneq x a.
  by apply: latest_start; rewrite -Dx xw.
have [Dx|nxc] := eqVneq x c; first by apply: latest_start; rewrite -Dx xw orbT.
by rewrite [latest_step a c z x]/latest_step (negPf nxa) (negPf nxc).
Qed.

Definition short_words : seq (seq S) :=
  flatten [seq [seq tval t | t <- enum {: k.-tuple S}] | k <- iota 0 #|S|.+1].

Lemma undup_short w : undup w \in short_words.
Proof.
apply/flattenP; exists [seq tval t | t <- enum {: (size (undup w)).-tuple S}].
  apply: (map_f (fun k => [seq tval t | t <- enum {: k.-tuple S}])).
  by rewrite mem_iota /= add0n ltnS -(card_uniqP (undup_uniq w)) max_card.
by apply/mapP; exists (in_tuple (undup w)); rewrite ?mem_enum.
Qed.

Lemma forgetful_tracks : nonneg_affine_tracks.
Proof.
have vector_undup w : latest_vector (undup w) = latest_vector w.
  by apply/colP=> i; rewrite !mxE latest_undup.
pose dec h := out (act q0 (nth [::] short_words
  (find (fun u => latest_vector u == h) short_words))).
exists _, latest_mx, latest_offset, (latest_vector [::]).
exists [seq latest_vector u | u <- short_words], dec; split=> [x|w|w].
- rewrite /= diag_mx_is_diag; apply/forallP=> i.
  by rewrite !mxE eqxx mulr1n ler0n.
- rewrite [foldl _ _ _]latest_run -vector_undup.
  exact/map_f/undup_short.
rewrite latest_run /dec; congr out.
have short : has (fun u => latest_vector u == latest_vector w) short_words.
  by apply/hasP; exists (undup w); rewrite ?undup_short ?vector_undup.
apply: latest_act => a c; have /eqP/colP := nth_find [::] short.
move/(_ (enum_rank (a, c))); rewrite !mxE /pair_of enum_rankK /= => /eqP.
by rewrite eqr_nat; do 2!case: (latest _ _ _).
Qed.
End Forgetful.

Theorem nonneg_affine_tracks_iff (F : numFieldType) (S : finType) (Z : Type)
    (Q : finType) (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) :
  (forall q, exists w, foldl step q0 w = q) -> distinguished step out ->
  (nonneg_affine_tracks F step q0 out <-> forgetful step).
Proof.
move=> reachable dist; split; last exact: forgetful_tracks.
exact: nonneg_affine_tracks_forgetful.
Qed.
