(* Words and automata.                                                        *)
(*                                                                            *)
(* A word is a sequence of letters, read from left to right.  An automaton    *)
(* is a map step : Q -> S -> Q; from the state q the word w leads to          *)
(* foldl step q w.  Its answer is a function out : Q -> Y of the state.       *)
(*                                                                            *)
(*   wpow x k  == the word x repeated k times (x a word)                      *)
(*   gprod w   == the product w_1 ... w_T of the word w over a finite group,  *)
(*                the state of the Cayley automaton: the letter x multiplies  *)
(*                on the right                                                *)
From mathcomp Require Import all_ssreflect all_fingroup.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section Words.
Variables (S Q : Type) (step : Q -> S -> Q).
Implicit Types (q : Q) (x u v w : seq S).

Definition wpow x k : seq S := flatten (nseq k x).

Lemma wpow0 x : wpow x 0 = [::]. Proof. by []. Qed.

Lemma wpowS x k : wpow x k.+1 = x ++ wpow x k. Proof. by []. Qed.

Lemma wpow1 x : wpow x 1 = x. Proof. by rewrite wpowS cats0. Qed.

Lemma wpowD x j k : wpow x (j + k) = wpow x j ++ wpow x k.
Proof. by rewrite /wpow nseqD flatten_cat. Qed.

Lemma wpowSr x k : wpow x k.+1 = wpow x k ++ x.
Proof. by rewrite -addn1 wpowD wpow1. Qed.

Lemma wpow_double x k : wpow (x ++ x) k = wpow x k ++ wpow x k.
Proof.
elim: k => // k IHk; rewrite wpowS IHk -catA (catA x (wpow x k)) -wpowS.
by rewrite wpowSr -catA catA -wpowS wpowSr -catA.
Qed.

Lemma wpow_seq1 (a : S) k : wpow [:: a] k = nseq k a.
Proof. by elim: k => //= k <-. Qed.

Lemma foldl_wpow q x k :
  foldl step q (wpow x k) = iter k (fun p => foldl step p x) q.
Proof. by elim: k q => //= k IHk q; rewrite foldl_cat IHk -iterSr. Qed.

Lemma foldl_nseq q k (a : S) :
  foldl step q (nseq k a) = iter k (step^~ a) q.
Proof. by elim: k q => //= k IHk q; rewrite IHk -iterSr. Qed.

(* A word that is idempotent on a state is equal to all its powers there.     *)
Lemma foldl_wpow_idem q x n k :
  foldl step q (wpow x n) = foldl step q (wpow x (n + n)) ->
  foldl step q (wpow x (n * k.+1)) = foldl step q (wpow x n).
Proof.
move=> e; elim: k => [|k IHk]; first by rewrite muln1.
by rewrite mulnSr wpowD foldl_cat IHk -foldl_cat -wpowD -e.
Qed.
End Words.

Section Products.
Local Open Scope group_scope.
Variable gT : finGroupType.

Definition gprod (w : seq gT) := foldl (fun g x => g * x) 1 w.

Lemma gprod_cat u v : gprod (u ++ v) = gprod u * gprod v.
Proof.
rewrite /gprod foldl_cat; elim/last_ind: v => [|v x IHv];
  first by rewrite mulg1.
by rewrite !foldl_rcons IHv mulgA.
Qed.

Lemma gprod_nseq (x : gT) k : gprod (nseq k x) = x ^+ k.
Proof.
elim: k => [|k IHk]; first by rewrite expg0.
by rewrite -(addn1 k) nseqD gprod_cat IHk /gprod /= mul1g addn1 expgSr.
Qed.
End Products.
