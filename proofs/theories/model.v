(* Bi-linear recurrences h_t = A_{x_t} h_{t-1}: definitions and basic laws.   *)
(*                                                                            *)
(*   run A h w       == the state reached from h after reading w              *)
(*   wordmx A w      == the product A_{w_T} ... A_{w_1}                       *)
(*   bilin A x h     == \sum_s x_s (A_s h), the bi-linear (3-tensor) form     *)
(*   run_bilin A h v == run of the 3-tensor form on input vectors v           *)
(*   onehot q        == the one-hot column vector of q : Q (Q a finType)      *)
(*   finite_reach A h0 == the states run A h0 w are finitely many             *)
(*   tracks A h0 f   == f (run A h0 w) is the group product of w for every w  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Run.
Variables (R : ringType) (S : Type) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (w u v : seq S) (h : 'cV[R]_n).

Definition run A h w := foldl (fun h x => A x *m h) h w.
Definition wordmx A w := foldl (fun M x => A x *m M) 1%:M w.

Lemma foldl_mulmx A w m (M : 'M_(n, m)) :
  foldl (fun M x => A x *m M) M w = wordmx A w *m M.
Proof.
rewrite /wordmx; elim/last_ind: w => [|w x IHw] /=; first by rewrite mul1mx.
by rewrite !foldl_rcons IHw mulmxA.
Qed.

Lemma run_wordmx A h w : run A h w = wordmx A w *m h.
Proof. exact: foldl_mulmx. Qed.

Lemma wordmx_nil A : wordmx A [::] = 1%:M. Proof. by []. Qed.

Lemma wordmx_rcons A w x : wordmx A (rcons w x) = A x *m wordmx A w.
Proof. by rewrite /wordmx foldl_rcons. Qed.

Lemma wordmx_cons A x w : wordmx A (x :: w) = wordmx A w *m A x.
Proof. by rewrite /wordmx /= foldl_mulmx mulmx1. Qed.

(* The law behind the parallel (associative) scan. *)
Lemma wordmx_cat A u v : wordmx A (u ++ v) = wordmx A v *m wordmx A u.
Proof. by rewrite /wordmx foldl_cat foldl_mulmx. Qed.

Lemma run_cat A h u v : run A h (u ++ v) = run A (run A h u) v.
Proof. by rewrite /run foldl_cat. Qed.

Lemma run_rcons A h w x : run A h (rcons w x) = A x *m run A h w.
Proof. by rewrite /run foldl_rcons. Qed.

(* The transition has no additive term: it is linear in the state. *)
Lemma runD A h1 h2 w :
  run A (h1 + h2) w = run A h1 w + run A h2 w.
Proof. by rewrite !run_wordmx mulmxDr. Qed.

Lemma run0 A w : run A 0 w = 0.
Proof. by rewrite run_wordmx mulmx0. Qed.
End Run.

Section OneHot.
Variables (R : ringType) (Q : finType).

Definition onehot (q : Q) : 'cV[R]_#|Q| := delta_mx (enum_rank q) 0.

Lemma onehotE q i : onehot q i 0 = (enum_val i == q)%:R.
Proof. by rewrite mxE eqxx andbT (can2_eq (@enum_valK Q) (@enum_rankK Q)). Qed.

Lemma onehot_inj : injective onehot.
Proof.
move=> p q /colP/(_ (enum_rank p)); rewrite !onehotE enum_rankK eqxx.
by case: eqP => // _ /eqP; rewrite oner_eq0.
Qed.
End OneHot.
Arguments onehot {R Q} q.

Section Bilin.
Variables (R : comRingType) (S : finType) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (x : 'cV[R]_#|S|) (h : 'cV[R]_n).

Definition bilin A x h := \sum_s x (enum_rank s) 0 *: (A s *m h).

Lemma bilinDr A x h1 h2 : bilin A x (h1 + h2) = bilin A x h1 + bilin A x h2.
Proof. by rewrite -big_split; apply: eq_bigr => s _;
  rewrite mulmxDr scalerDr. Qed.

Lemma bilinDl A x1 x2 h : bilin A (x1 + x2) h = bilin A x1 h + bilin A x2 h.
Proof. by rewrite -big_split; apply: eq_bigr => s _; rewrite mxE scalerDl. Qed.

Lemma bilinZr A x a h : bilin A x (a *: h) = a *: bilin A x h.
Proof.
rewrite scaler_sumr; apply: eq_bigr => s _.
by rewrite -scalemxAr !scalerA mulrC.
Qed.

Lemma bilinZl A x a h : bilin A (a *: x) h = a *: bilin A x h.
Proof. by rewrite scaler_sumr; apply: eq_bigr => s _; rewrite mxE scalerA. Qed.

(* On one-hot inputs the 3-tensor form is the matrix-per-symbol form. *)
Lemma bilin_onehot A s h : bilin A (onehot s) h = A s *m h.
Proof.
rewrite /bilin (bigD1 s) //= onehotE enum_rankK eqxx scale1r.
rewrite big1 ?addr0 // => t nts.
by rewrite onehotE enum_rankK (negPf nts) scale0r.
Qed.

Definition run_bilin A h v := foldl (fun h x => bilin A x h) h v.

Lemma run_bilin_onehot A h (w : seq S) :
  run_bilin A h (map onehot w) = run A h w.
Proof.
by rewrite /run_bilin /run; elim: w h => //= s w IHw h;
  rewrite bilin_onehot IHw.
Qed.
End Bilin.

(* Finitely many states are reachable (exact finite-precision operation).     *)
Definition finite_reach (R : ringType) (S : Type) n (A : S -> 'M[R]_n) h0 :=
  exists reach : seq 'cV[R]_n, forall w, run A h0 w \in reach.

(* An orbit of a letter in a finite reachable set is eventually periodic.     *)
Lemma finite_reach_loop (R : ringType) (S : Type) n (A : S -> 'M[R]_n) h0 w x :
  finite_reach A h0 ->
  exists k1 k2, (k1 < k2)%N /\
    run A h0 (w ++ nseq k1 x) = run A h0 (w ++ nseq k2 x).
Proof.
case=> reach hreach; set s := size reach.
pose o := [seq run A h0 (w ++ nseq k x) | k <- iota 0 s.+1].
have /(uniqPn 0)[k1 [k2 [lt12]]] : ~~ uniq o.
  apply: contraTN isT => us.
  have sub : {subset o <= reach} by move=> h /mapP[k _ ->].
  by have := uniq_leq_size us sub; rewrite size_map size_iota ltnn.
rewrite size_map size_iota => lt2.
rewrite !(nth_map 0%N) ?size_iota ?(ltn_trans lt12) //.
by rewrite !nth_iota ?(ltn_trans lt12) // !add0n; exists k1, k2.
Qed.

(* Exact tracking of a finite group, with an arbitrary decoder f.             *)
Definition tracks (R : ringType) (gT : finGroupType) n (A : gT -> 'M[R]_n)
    (h0 : 'cV[R]_n) (f : 'cV[R]_n -> gT) :=
  forall w, f (run A h0 w) = gprod w.
