(* A checker of certificates that computes: integer matrices and vectors.     *)
(*                                                                            *)
(*   zdot, zmulv     == dot product and matrix times vector on lists of Z     *)
(*   mx_of n, cV_of n == the MathComp matrix and vector of such lists         *)
(*   step_of tbl q x == the entry of the successor table                      *)
(*   check n As Hs tbl == every equation A_x v_q = v_(step q x) holds, the    *)
(*                      vectors are distinct, and all sizes are right         *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import model.

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
