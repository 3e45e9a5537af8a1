(* What a certificate claims.                                                 *)
(*                                                                            *)
(*   machine      == table of successors, outputs, start: lists of numbers    *)
(*   answer m w   == the output of m after the word w, a list of letters      *)
(*   class        == the restrictions of a matrix: those of rules.v and more  *)
(*   bound        == a bound on the width                                     *)
(*   of_reals c bound == the vectors have to be real: the class is one over   *)
(*                   the reals, and bounds the width, factors or columns      *)
(*   in_class c A == the matrix A lies in the class c, one of those that      *)
(*                   speak of a matrix by itself                              *)
(*   reflector f  == the factor f = (c, k) is real, with 0 < c k^T k <= 2     *)
(*   steps fs     == the product of the matrices 1 - c k k^T of the factors   *)
(*   lies head h f == the key of the factor f lies in the head h              *)
(*   real_mx M    == all entries are real                                     *)
(*   cp_factors A real R == A x = U diag(w_x) V^T, U and V having R columns   *)
(*                   or less, and all being real if this is asked for         *)
(*   in_family A c == all matrices lie in the class; or c is BlockReal k for  *)
(*                   k >= 2, and all are diagonal, a complex unit being two   *)
(*                   real ones; or c is Householder n, and each is a product  *)
(*                   of n factors or less, for HouseholderHeads n with keys   *)
(*                   in single heads, n or less in each head; or c is one of  *)
(*                   CPReal R and CPComplex R, and they have so many columns  *)
(*   decodes dec A b h0 f == a decoder of this kind gives f w after each w    *)
(*   realizable f c bound dec additive == some recurrence over the algebraic  *)
(*                   numbers, of finite reach and with matrices of the class, *)
(*                   decodes to f w after every word w                        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine rules.
From BilinearTheory Require Import householder.

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
  | BlockReal of nat | BlockComplex of nat
  | Householder of nat | HouseholderHeads of nat
  | CPReal of nat | CPComplex of nat.

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
  | Householder _ | HouseholderHeads _ | CPReal _ | CPComplex _ => false
  end.

Definition real_mx m n (M : 'M[algC]_(m, n)) :=
  [forall i, forall j, M i j \is Num.real].

Section Factors.
Variable d : nat.
Implicit Types (f : algC * 'cV[algC]_d) (fs : seq (algC * 'cV[algC]_d)).

Definition reflector f :=
  [&& f.1 \is Num.real, real_mx f.2, 0 < f.1 * (f.2^T *m f.2) 0 0
    & f.1 * (f.2^T *m f.2) 0 0 <= 2%:R].

Definition steps fs : 'M[algC]_d := prodmx [seq delta_step f.1 f.2 | f <- fs].

Definition lies (head : 'I_d -> nat) (h : nat) f :=
  [forall i, (f.2 i 0 != 0) ==> (head i == h)].
End Factors.

Section Family.
Variables (L : Type) (d : nat) (A : L -> 'M[algC]_d).

Definition cp_factors (real : bool) R :=
  exists r (U V : 'M[algC]_(d, r)) (w : L -> 'rV[algC]_r),
    [/\ (r <= R)%N, forall x, A x = U *m diag_mx (w x) *m V^T
      & real -> [/\ real_mx U, real_mx V & forall x, real_mx (w x)]].

Definition in_family (c : class) : Prop :=
  match c with
  | Householder n => exists fs : L -> seq (algC * 'cV[algC]_d),
      forall x, [/\ A x = steps (fs x), all (@reflector d) (fs x)
        & (size (fs x) <= n)%N]
  | HouseholderHeads n => exists (head : 'I_d -> nat)
      (fs : L -> seq (algC * 'cV[algC]_d)),
      forall x, [/\ A x = steps (fs x), all (@reflector d) (fs x),
        forall f, f \in fs x -> exists h, lies head h f
        & forall h, (count (lies head h) (fs x) <= n)%N]
  | CPReal R => cp_factors true R
  | CPComplex R => cp_factors false R
  | BlockReal size => (forall x, in_class c (A x)) \/
      (2 <= size)%N /\ forall x, is_diag_mx (A x)
  | _ => forall x, in_class c (A x)
  end.
End Family.

Definition of_reals (c : class) (bound : option nat) : bool :=
  match c with
  | Ruled Permutation | Ruled Orthogonal | ColumnOneHot => isSome bound
  | Householder _ | HouseholderHeads _ | CPReal _ => true
  | _ => false
  end.

Definition within (c : class) (bound : option nat) d (pts : seq 'cV[algC]_d) :=
  (if bound is Some size then (d <= size)%N else true) &&
  (of_reals c bound ==> all (@real_mx d 1) pts).

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
    [/\ in_family A c, within c bound pts,
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
