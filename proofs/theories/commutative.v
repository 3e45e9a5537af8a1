(* Pairwise commuting matrices: the state is a function of letter counts.     *)
(*                                                                            *)
(*   pairwise_comm A == the matrices A x commute with each other              *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition pairwise_comm (R : ringType) (S : Type) n (A : S -> 'M[R]_n) :=
  forall x y, A x *m A y = A y *m A x.

Section PermInvariance.
Variables (R : ringType) (S : eqType) (n : nat) (A : S -> 'M[R]_n).
Hypothesis cA : pairwise_comm A.

Lemma wordmx_commute x w : wordmx A w *m A x = A x *m wordmx A w.
Proof.
elim: w => [|y w IHw]; first by rewrite mulmx1 mul1mx.
by rewrite wordmx_cons -mulmxA cA mulmxA IHw mulmxA.
Qed.

Lemma wordmx_rem x w : x \in w -> wordmx A w = wordmx A (x :: rem x w).
Proof.
elim: w => //= y w IHw; rewrite inE; case: (eqVneq x y) => [-> //|_ /= xw].
rewrite wordmx_cons IHw // !wordmx_cons.
by rewrite -!mulmxA cA.
Qed.

(* The product depends on the letter counts only. *)
Theorem wordmx_perm u v : perm_eq u v -> wordmx A u = wordmx A v.
Proof.
elim: u v => [|x u IHu] v puv.
  by move: puv; rewrite perm_sym => /perm_nilP->.
have xv : x \in v by rewrite -(perm_mem puv) mem_head.
rewrite (wordmx_rem xv) !wordmx_cons (IHu (rem x v)) //.
by rewrite -(perm_cons x) (permPl puv) perm_to_rem.
Qed.

Corollary run_perm h u v : perm_eq u v -> run A h u = run A h v.
Proof. by move=> puv; rewrite !run_wordmx (wordmx_perm puv). Qed.

(* No readout whatsoever (linear, MLP, infinite precision ...) can recover an *)
(* order-sensitive function from the state.                                   *)
Theorem comm_not_order_sensitive (T : Type) (f : 'cV[R]_n -> T)
    (g : seq S -> T) h u v :
  perm_eq u v -> g u <> g v -> ~ (forall w, f (run A h w) = g w).
Proof. by move=> puv ne fg; apply: ne; rewrite -!fg (run_perm h puv). Qed.
End PermInvariance.

Section Tracking.
Variables (R : ringType) (gT : finGroupType) (n : nat).

Theorem comm_tracks_abelian (A : gT -> 'M[R]_n) h0 f :
  pairwise_comm A -> tracks A h0 f -> abelian [set: gT].
Proof.
move=> cA trA; apply/centsP=> x _ y _.
have := trA [:: x; y]; rewrite (run_perm cA h0 (_ : perm_eq _ [:: y; x])) ?trA.
  by rewrite /gprod /= !mul1g /commute => ->.
by rewrite -(perm_rot 1).
Qed.
End Tracking.
