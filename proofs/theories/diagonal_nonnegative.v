(* Non-negative diagonal matrices without additive term: exactly the automata *)
(* whose letters commute and are idempotent.                                  *)
(*                                                                            *)
(*   semilattice step == the letters of the automaton commute, and each is    *)
(*                       equal to its square                                  *)
(*   nonneg_tracks F step q0 out == some non-negative diagonal recurrence of  *)
(*     finite reach and some decoder give the answers of the automaton        *)
(*   distinguished step out == states with the same answers are equal         *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model affine rules.
From BilinearTheory Require Import realization.

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
