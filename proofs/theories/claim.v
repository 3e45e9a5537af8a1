(* What a certificate claims.                                                 *)
(*                                                                            *)
(*   machine      == table of successors, outputs, start: lists of numbers    *)
(*   answer m w   == the output of m after the word w, a list of letters      *)
(*   class        == the restrictions of a matrix: those of rules.v and more  *)
(*   bound        == a bound on the width, for real vectors if the class is   *)
(*                   one of the real classes that the kernel bounds           *)
(*   in_class c A == the matrix A lies in the class c                         *)
(*   in_family c A == all matrices do; or all are diagonal, and c is          *)
(*                   BlockReal k for k >= 2, a complex unit being two real    *)
(*   decodes dec A b h0 f == a decoder of this kind gives f w after each w    *)
(*   realizable c bound dec additive letters f == some recurrence over the    *)
(*                   algebraic numbers, of finite reach and with matrices of  *)
(*                   the class, decodes to f w after every word w             *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine rules.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record machine := Machine {
  transitions : seq (seq nat);
  outputs : seq nat;
  start : nat
}.

Definition next_of (tbl : seq (seq nat)) (q x : nat) : nat :=
  nth 0%N (nth [::] tbl q) x.

Definition output_of (outs : seq nat) (q : nat) : nat := nth 0%N outs q.

Definition answer (m : machine) (w : seq nat) : nat :=
  output_of (outputs m) (foldl (next_of (transitions m)) (start m) w).

Inductive class :=
  | Ruled of restriction | ColumnOneHot | Full | PD
  | BlockReal of nat | BlockComplex of nat.

Definition in_class d (c : class) (A : 'M[algC]_d) : bool :=
  match c with
  | Ruled r => member r A
  | ColumnOneHot =>
      [forall j, exists i, forall k, A k j == (k == i)%:R]
  | Full => true
  | PD => [forall j, forall i, forall k,
      (A i j != 0) ==> (A k j != 0) ==> (i == k)]
  | BlockReal size => [forall i, forall j,
      (A i j \is Num.real) && ((A i j != 0) ==> (i %/ size == j %/ size)%N)]
  | BlockComplex size => [forall i, forall j,
      (A i j != 0) ==> (i %/ size == j %/ size)%N]
  end.

Definition in_family (L : Type) d (c : class) (A : L -> 'M[algC]_d) : Prop :=
  (forall x, in_class c (A x)) \/
  exists2 size, c = BlockReal size & (2 <= size)%N /\
    forall x, is_diag_mx (A x).

Definition is_real_class (c : class) : bool :=
  match c with
  | Ruled Permutation | Ruled Orthogonal | ColumnOneHot => true
  | _ => false
  end.

Definition within (c : class) (bound : option nat) d (pts : seq 'cV[algC]_d) :=
  if bound is Some size then
    (d <= size)%N && (is_real_class c ==>
      all (fun v : 'cV_d => [forall i, v i 0 \is Num.real]) pts)
  else true.

Inductive decoder := Linear | Arbitrary.

Section Claim.
Variables (L : Type) (f : seq L -> nat).

Definition decodes (dec : decoder) d (A : L -> 'M[algC]_d) b h0 : Prop :=
  match dec with
  | Arbitrary =>
      exists g : 'cV[algC]_d -> nat, forall w, g (arun A b h0 w) = f w
  | Linear =>
      exists (ys : seq nat) (c : nat -> 'rV[algC]_d) (beta : nat -> algC),
      forall w, f w \in ys /\ forall y, y \in ys -> y != f w ->
        'Re ((c y *m arun A b h0 w) 0 0 + beta y) <
        'Re ((c (f w) *m arun A b h0 w) 0 0 + beta (f w))
  end.

Definition realizable (c : class) (bound : option nat) (dec : decoder)
    (additive : bool) : Prop :=
  exists d (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d) pts,
    [/\ in_family c A, within c bound pts,
        additive \/ (forall x, b x = 0),
        orbit_in (astep A b) h0 pts & decodes dec A b h0].
End Claim.

(* A strict linear decoder is one of the arbitrary decoders.                  *)
Lemma linear_arbitrary (L : Type) (f : seq L -> nat) d
    (A : L -> 'M[algC]_d) b h0 dec :
  decodes f dec A b h0 -> decodes f Arbitrary A b h0.
Proof.
case: dec => //= -[ys [c [beta lin]]].
pose logit y (h : 'cV[algC]_d) := 'Re ((c y *m h) 0 0 + beta y).
pose best h y := all (fun y' => (y' == y) || (logit y' h < logit y h)) ys.
exists (fun h => head 0%N (filter (best h) ys)) => w.
have [f_ys strict] := lin w; set h := arun A b h0 w.
have best_f : best h (f w).
  by apply/allP=> y y_ys; have [//|ne] := eqVneq y (f w); apply: strict.
have best_only y : y \in filter (best h) ys -> y = f w.
  rewrite mem_filter => /andP[/allP/(_ _ f_ys)/orP[/eqP->//|lt1] y_ys].
  have [//|/(strict _ y_ys)/(lt_trans lt1)] := eqVneq y (f w).
  by rewrite ltxx.
have : f w \in filter (best h) ys by rewrite mem_filter best_f.
by case Dys: (filter _ _) best_only => [|y ys'] //= only _; apply/only/mem_head.
Qed.
