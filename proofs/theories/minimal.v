(* Minimal recurrences: the theorem of Schuetzenberger and Fliess.            *)
(*                                                                            *)
(* A function f of words with values in F^m has a Hankel matrix: its rows are *)
(* the words u, its columns the words v with a coordinate k of the value, its *)
(* entries f (u v)_k.  If its rank is n, then a linear recurrence of width n  *)
(* computes f, none of smaller width does, and any two of width n differ by   *)
(* one change of basis.                                                       *)
(*                                                                            *)
(*   response A h0 C w == C h_w, the linear function of the state after w     *)
(*   computes A h0 C f == this is f, for all words                            *)
(*   hankel_block f u v == the block (f (u_i v_j.1)_(v_j.2)) of that matrix   *)
(*   hankel_rank f n   == an invertible block of size n, and none of larger   *)
(*                        rank                                                *)
(*   reachable A h0    == the states after some n words are a basis           *)
(*   observable A C    == some n of the functionals of the state that words   *)
(*                        and outputs make are a basis                        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Hankel.
Variables (F : fieldType) (S : Type) (m : nat).
Implicit Types (f : seq S -> 'cV[F]_m) (w : seq S).
Local Notation suffix := (seq S * 'I_m)%type.

Definition response n (A : S -> 'M[F]_n) (h0 : 'cV[F]_n) (C : 'M[F]_(m, n)) w :=
  C *m run A h0 w.

Definition computes n (A : S -> 'M[F]_n) h0 C f :=
  forall w, response A h0 C w = f w.

Definition hankel_block f p q (u : 'I_p -> seq S) (v : 'I_q -> suffix) :=
  \matrix_(i, j) f (u i ++ (v j).1) (v j).2 0.

Definition hankel_rank f n :=
  (exists u v, @hankel_block f n n u v \in unitmx) /\
  (forall p q u v, \rank (@hankel_block f p q u v) <= n)%N.

(* The two factors of a block.                                                *)
Definition reach_block n (A : S -> 'M[F]_n) h0 p (u : 'I_p -> seq S) :=
  \matrix_(i, k) run A h0 (u i) k 0.

Definition observe_block n (A : S -> 'M[F]_n) (C : 'M[F]_(m, n)) q
    (v : 'I_q -> suffix) :=
  \matrix_(k, j) (C *m wordmx A (v j).1) (v j).2 k.

Definition reachable n (A : S -> 'M[F]_n) h0 :=
  exists u : 'I_n -> seq S, reach_block A h0 u \in unitmx.

Definition observable n (A : S -> 'M[F]_n) (C : 'M[F]_(m, n)) :=
  exists v : 'I_n -> suffix, observe_block A C v \in unitmx.

Section Factor.
Variables (n : nat) (A : S -> 'M[F]_n) (h0 : 'cV[F]_n) (C : 'M[F]_(m, n)).

Lemma hankel_blockE f p q (u : 'I_p -> seq S) (v : 'I_q -> suffix) :
  computes A h0 C f ->
  hankel_block f u v = reach_block A h0 u *m observe_block A C v.
Proof.
move=> fP; apply/matrixP=> i j; rewrite !mxE -fP /response run_cat.
rewrite [run A _ (v j).1]run_wordmx mulmxA mxE.
by apply: eq_bigr => k _; rewrite !mxE mulrC.
Qed.

(* No narrower recurrence computes f.                                         *)
Theorem hankel_block_rank f p q (u : 'I_p -> seq S) (v : 'I_q -> suffix) :
  computes A h0 C f -> (\rank (hankel_block f u v) <= n)%N.
Proof. by move=> fP; rewrite (hankel_blockE u v fP) mulmx_max_rank. Qed.

Corollary hankel_rank_le_width f r :
  computes A h0 C f -> hankel_rank f r -> (r <= n)%N.
Proof.
move=> fP [[u [v unit_uv]] _]; rewrite -(mxrank_unit unit_uv).
exact: hankel_block_rank.
Qed.
End Factor.

(* A recurrence that is reachable and observable has the width of the rank.   *)
Theorem reachable_observable_rank n (A : S -> 'M[F]_n) h0 C f :
  computes A h0 C f -> reachable A h0 -> observable A C -> hankel_rank f n.
Proof.
move=> fP [u unit_u] [v unit_v]; split=> [|p q u' v'].
  by exists u, v; rewrite (hankel_blockE u v fP) unitmx_mul unit_u.
exact: hankel_block_rank fP.
Qed.

(* In a matrix of rank n an invertible block of size n determines the rest.   *)
Lemma rank_block n (H : 'M[F]_n) (c : 'cV[F]_n) (r : 'rV[F]_n) (d : 'M[F]_1) :
  H \in unitmx -> (\rank (block_mx H c r d) <= n)%N -> d = r *m invmx H *m c.
Proof.
move=> unitH le_n; pose top := row_mx H c.
have top_n : \rank top = n.
  apply/eqP; rewrite eqn_leq rank_leq_row /= -{1}(mxrank_unit unitH).
  have -> : H = top *m col_mx 1%:M 0 by rewrite mul_row_col mulmx1 mulmx0 addr0.
  exact: mxrankM_maxl.
have sub : (row_mx r d <= top)%MS.
  suff : (block_mx H c r d <= top)%MS.
    by rewrite -[block_mx _ _ _ _]/(col_mx top _) col_mx_sub => /andP[].
  have topS : (top <= block_mx H c r d)%MS.
    by rewrite -[block_mx _ _ _ _]/(col_mx top _) -addsmxE addsmxSl.
  by rewrite -(geq_leqif (mxrank_leqif_sup topS)) top_n.
have [D] := submxP sub; rewrite mul_mx_row => /eq_row_mx[-> ->].
by rewrite mulmxK.
Qed.

Section Build.
Variables (f : seq S -> 'cV[F]_m) (n : nat).
Variables (u : 'I_n -> seq S) (v : 'I_n -> suffix).
Local Notation H := (hankel_block f u v).
Hypothesis unitH : H \in unitmx.
Hypothesis rank_le : forall p q u v,
  (\rank (@hankel_block f p q u v) <= n)%N.

Let row_of w : 'rV[F]_n := \row_j f (w ++ (v j).1) (v j).2 0.
Let col_of (t : suffix) : 'cV[F]_n := \col_i f (u i ++ t.1) t.2 0.

Let determined w (t : suffix) :
  f (w ++ t.1) t.2 0 = (row_of w *m invmx H *m col_of t) 0 0.
Proof.
pose u' (i : 'I_(n + 1)) := if split i is inl i then u i else w.
pose v' (j : 'I_(n + 1)) := if split j is inl j then v j else t.
have := rank_le u' v'.
have -> : hankel_block f u' v' =
    block_mx H (col_of t) (row_of w) (f (w ++ t.1) t.2 0)%:M.
  apply/matrixP=> i j; rewrite /block_mx !mxE /u' /v'.
  by case: (split i) => i'; rewrite !mxE; case: (split j) => j';
    rewrite !mxE // !ord1 eqxx mulr1n.
by move/(rank_block unitH) => <-; rewrite mxE eqxx mulr1n.
Qed.

Let H' x : 'M[F]_n := \matrix_(i, j) f (u i ++ x :: (v j).1) (v j).2 0.
Let A x : 'M[F]_n := (invmx H *m H' x)^T.
Let h0 : 'cV[F]_n := (row_of [::])^T.
Let C : 'M[F]_(m, n) :=
  (invmx H *m \matrix_(i, k) f (u i) k 0)^T.

Let run_row w : run A h0 w = (row_of w)^T.
Proof.
elim/last_ind: w => [//|w x IHw]; rewrite run_rcons IHw -trmx_mul.
congr (_^T); apply/rowP=> j; rewrite [RHS]mxE cat_rcons.
have -> : f (w ++ x :: (v j).1) (v j).2 0 =
    (row_of w *m invmx H *m col_of (x :: (v j).1, (v j).2)) 0 0.
  by rewrite -determined.
have -> : col_of (x :: (v j).1, (v j).2) = col j (H' x).
  by apply/colP=> i; rewrite !mxE.
by rewrite colE mulmxA -colE mulmxA [RHS]mxE.
Qed.

Lemma realization_of_block : exists A h0 C, @computes n A h0 C f.
Proof.
exists A, h0, C => w; rewrite /response run_row -trmx_mul.
apply/colP=> k; have := determined w ([::], k); rewrite /= cats0 => ->.
have -> : col_of ([::], k) = col k (\matrix_(i, k) f (u i) k 0).
  by apply/colP=> i; rewrite !mxE cats0.
by rewrite colE mulmxA -colE mulmxA mxE [RHS]mxE.
Qed.
End Build.

(* A recurrence whose width is the rank.                                      *)
Theorem hankel_rank_realization f n :
  hankel_rank f n -> exists A h0 C, @computes n A h0 C f.
Proof. by case=> [[u [v unit_uv]] /(realization_of_block unit_uv)]. Qed.

(* So these are the widths that do: unused units may be added.                *)
Lemma computes_wider f n k : (exists A h0 C, @computes n A h0 C f) ->
  exists A h0 C, @computes (n + k) A h0 C f.
Proof.
case=> [A [h0 [C fP]]]; exists (fun x => block_mx (A x) 0 0 0).
exists (col_mx h0 0), (row_mx C 0) => w; rewrite -fP /response.
suff -> : run (fun x => block_mx (A x) 0 0 0) (col_mx h0 0) w =
    col_mx (run A h0 w) 0 :> 'cV_(n + k) by rewrite mul_row_col mulmx0 addr0.
elim/last_ind: w => // w x IHw; rewrite !run_rcons IHw mul_block_col.
by rewrite !mul0mx !addr0.
Qed.

Theorem hankel_rank_widths f n k : hankel_rank f n ->
  (exists A h0 C, @computes k A h0 C f) <-> (n <= k)%N.
Proof.
move=> rk; split=> [[A [h0 [C fP]]]|/subnKC <-].
  exact: hankel_rank_le_width fP rk.
by apply: computes_wider; apply: hankel_rank_realization.
Qed.

(* Two recurrences of that width differ by a change of basis, and only one.   *)
Section Similar.
Variables (f : seq S -> 'cV[F]_m) (n : nat).
Variables (A A' : S -> 'M[F]_n) (h0 h0' : 'cV[F]_n) (C C' : 'M[F]_(m, n)).

Definition changes_basis (P : 'M[F]_n) :=
  [/\ P \in unitmx, forall x, A' x *m P = P *m A x, P *m h0 = h0'
    & C' *m P = C].

Lemma minimal_factors (B : S -> 'M[F]_n) g D u v :
  computes B g D f -> @hankel_block f n n u v \in unitmx ->
  (reach_block B g u \in unitmx) && (observe_block B D v \in unitmx).
Proof. by move=> fP; rewrite (hankel_blockE u v fP) unitmx_mul. Qed.

Lemma observe_run (B : S -> 'M[F]_n) g D q (v : 'I_q -> suffix) :
  computes B g D f -> forall w, (observe_block B D v)^T *m run B g w =
    \col_j f (w ++ (v j).1) (v j).2 0.
Proof.
move=> fP w; apply/colP=> j; rewrite !mxE -fP /response run_cat.
rewrite [run B _ (v j).1]run_wordmx mulmxA [in RHS]mxE.
by apply: eq_bigr => k _; rewrite !mxE.
Qed.

Lemma reach_eq k (B B' : 'M[F]_(k, n)) g (D : S -> 'M[F]_n) u :
  reach_block D g u \in unitmx ->
  (forall i : 'I_n, B *m run D g (u i) = B' *m run D g (u i)) -> B = B'.
Proof.
move=> unit_u e.
have uT : (reach_block D g u)^T \in unitmx by rewrite unitmx_tr.
rewrite -[B](mulmxK uT) -[B'](mulmxK uT); congr (_ *m _).
have Dcol i : col i (reach_block D g u)^T = run D g (u i).
  by apply/colP=> c; rewrite !mxE.
apply/matrixP=> j i; have /colP/(_ j) := e i; rewrite -Dcol !colE !mulmxA.
by rewrite -!colE !mxE.
Qed.

Theorem minimal_similar : hankel_rank f n ->
  computes A h0 C f -> computes A' h0' C' f -> exists! P, changes_basis P.
Proof.
case=> [[u [v unit_uv]] _] fP fP'.
have /andP[uR uO] := minimal_factors fP unit_uv.
have /andP[uR' uO'] := minimal_factors fP' unit_uv.
have uOT : (observe_block A C v)^T \in unitmx by rewrite unitmx_tr.
have uOT' : (observe_block A' C' v)^T \in unitmx by rewrite unitmx_tr.
pose P := invmx (observe_block A' C' v)^T *m (observe_block A C v)^T.
have runP w : P *m run A h0 w = run A' h0' w.
  by rewrite -mulmxA (observe_run v fP) -(observe_run v fP') mulKmx.
have unitP : P \in unitmx by rewrite unitmx_mul unitmx_inv uOT' uOT.
clearbody P; exists P; split.
  split=> // [x||].
  - apply: (reach_eq uR) => i; rewrite -!mulmxA runP -!run_rcons runP.
    by rewrite run_rcons.
  - exact: (runP [::]).
  - apply: (reach_eq uR) => i; rewrite -mulmxA runP -/(response _ _ _ _).
    by rewrite -/(response A h0 C (u i)) fP fP'.
move=> P' [_ comm start _]; apply: (reach_eq uR) => i; rewrite runP.
elim/last_ind: (u i) => [|w x IHw]; first by rewrite start.
by rewrite !run_rcons IHw mulmxA comm mulmxA.
Qed.
End Similar.
End Hankel.

(* Finitely many letters: the rows that words make of the rows of M have a    *)
(* basis among themselves.                                                    *)
Section Span.
Variables (F : fieldType) (S : finType) (m n : nat).
Variables (T : S -> 'M[F]_n) (M : 'M[F]_(m, n)).
Local Notation prefix := (seq S * 'I_m)%type.

Definition act_rows (w : seq S) := foldl (fun B x => B *m T x) M w.

Definition rows_of p (l : 'I_p -> prefix) :=
  \matrix_(i, j) act_rows (l i).1 (l i).2 j.

Let stable p (V : 'M[F]_(p, n)) := [forall x, (V *m T x <= V)%MS].

Lemma span_grow p (l : 'I_p -> prefix) : (M <= rows_of l)%MS ->
  exists q (l' : 'I_q -> prefix),
    (M <= rows_of l')%MS && stable (rows_of l').
Proof.
have [k] := ubnP (n - \rank (rows_of l)); elim: k => // k IHk in p l *.
rewrite ltnS => le_k subM; have [st|] := boolP (stable (rows_of l)).
  by exists p, l; rewrite subM.
rewrite negb_forall => /existsP[x /row_subPn[i out]].
pose l' (j : 'I_(p + 1)) :=
  if split j is inl j then l j else (rcons (l i).1 x, (l i).2).
have l'E : rows_of l' = col_mx (rows_of l) (row i (rows_of l *m T x)).
  apply/matrixP=> j c; rewrite !mxE /l'.
  case: (split j) => j'; rewrite !mxE //=.
  rewrite /act_rows foldl_rcons -/(act_rows _) mxE.
  by apply: eq_bigr => d _; rewrite mxE.
have sub : (rows_of l <= rows_of l')%MS by rewrite l'E -addsmxE addsmxSl.
apply: (IHk _ l'); last exact: submx_trans sub.
have lt : (\rank (rows_of l) < \rank (rows_of l'))%N.
  rewrite (ltn_leqif (mxrank_leqif_sup sub)); apply: contra out.
  by rewrite l'E col_mx_sub => /andP[].
apply: leq_trans le_k; apply: ltn_sub2l => //.
by apply: leq_trans lt (rank_leq_col _).
Qed.

Lemma span_basis : exists r (l : 'I_r -> prefix),
  [/\ row_free (rows_of l), (M <= rows_of l)%MS
    & forall x, (rows_of l *m T x <= rows_of l)%MS].
Proof.
pose l0 (i : 'I_m) : prefix := ([::], i).
have [|q [l /andP[subM /forallP st]]] := @span_grow _ l0.
  by rewrite (_ : rows_of l0 = M) //; apply/matrixP=> i j; rewrite mxE.
pose l' i := l (maxrankfun (rows_of l) i).
have l'E : rows_of l' = rowsub (maxrankfun (rows_of l)) (rows_of l).
  by apply/matrixP=> i j; rewrite !mxE.
have eq_l : (rows_of l' :=: rows_of l)%MS by rewrite l'E; apply: eq_maxrowsub.
exists _, l'; split=> [||x]; first by rewrite l'E maxrowsub_free.
  by rewrite eq_l.
by rewrite (eqmxMr _ eq_l) eq_l.
Qed.
End Span.

Section Reduce.
Variables (F : fieldType) (S : finType) (m : nat).
Implicit Type f : seq S -> 'cV[F]_m.

Lemma unit_free n (B : 'M[F]_n) p (D : 'M[F]_(n, p)) :
  row_free D -> B *m D = D -> B \in unitmx.
Proof.
move=> freeD e; suff -> : B = 1%:M by apply: unitmx1.
by apply: (row_free_inj freeD); rewrite e mul1mx.
Qed.

(* Restrict the states to those that are reached.                             *)
Lemma reduce_reachable n (A : S -> 'M[F]_n) h0 C f : computes A h0 C f ->
  exists r (A' : S -> 'M[F]_r) h0' C', computes A' h0' C' f /\
    reachable A' h0'.
Proof.
move=> fP; have [r [l [freeB sub0 st]]] :=
  span_basis (fun x => (A x)^T) (h0^T).
set B := rows_of _ _ l in freeB sub0 st; have [g Dg] := submxP sub0.
have rowsE w : act_rows (fun x => (A x)^T) h0^T w = (run A h0 w)^T.
  elim/last_ind: w => // w x IHw.
  by rewrite /act_rows foldl_rcons -/(act_rows _ _ _) IHw run_rcons trmx_mul.
pose A' x := (B *m (A x)^T *m pinvmx B)^T.
have AB x : (A' x)^T *m B = B *m (A x)^T by rewrite trmxK mulmxKpV.
have runE w : (run A' g^T w)^T *m B = (run A h0 w)^T.
  elim/last_ind: w => [|w x IHw]; first by rewrite trmxK.
  by rewrite !run_rcons !trmx_mul -mulmxA AB mulmxA IHw.
exists r, A', g^T, (C *m B^T); split.
  move=> w; rewrite /response -mulmxA -[run _ _ _]trmxK -trmx_mul runE trmxK.
  exact: fP.
exists (fun i => (l i).1); apply: (unit_free freeB); apply/row_matrixP=> i.
rewrite row_mul; have -> : row i (reach_block A' g^T (fun i => (l i).1)) =
    (run A' g^T (l i).1)^T by apply/rowP=> j; rewrite !mxE.
by rewrite runE -rowsE; apply/rowP=> j; rewrite !mxE (ord1 (l i).2).
Qed.

(* Identify the states that no word tells apart.                              *)
Lemma reduce_observable n (A : S -> 'M[F]_n) h0 C f : computes A h0 C f ->
  reachable A h0 ->
  exists r (A' : S -> 'M[F]_r) h0' C',
    [/\ computes A' h0' C' f, reachable A' h0' & observable A' C'].
Proof.
move=> fP [u unit_u]; have [r [l [freeB subC st]]] := span_basis A C.
set B := rows_of _ _ l in freeB subC st; have [D DC] := submxP subC.
have rowsE w : act_rows A C w = C *m wordmx A (rev w).
  elim/last_ind: w => [|w x IHw]; first by rewrite mulmx1.
  rewrite /act_rows foldl_rcons -/(act_rows _ _ _) IHw rev_rcons wordmx_cons.
  by rewrite mulmxA.
pose A' x := B *m A x *m pinvmx B.
have AB x : A' x *m B = B *m A x by rewrite mulmxKpV.
have runE w : run A' (B *m h0) w = B *m run A h0 w.
  elim/last_ind: w => // w x IHw.
  by rewrite !run_rcons IHw !mulmxA AB.
have wordE w : wordmx A' w *m B = B *m wordmx A w.
  elim/last_ind: w => [|w x IHw]; first by rewrite mul1mx mulmx1.
  by rewrite !wordmx_rcons -mulmxA IHw mulmxA AB -mulmxA.
exists r, A', (B *m h0), D; split.
- by move=> w; rewrite /response runE mulmxA -DC; apply: fP.
- pose R := reach_block A h0 u *m B^T.
  have fullR : row_full R.
    rewrite /row_full -mxrank_tr trmx_mul trmxK mxrankMfree ?(eqP freeB) //.
    by rewrite row_free_unit unitmx_tr.
  exists (fun i => u (fullrankfun fullR i)).
  suff -> : reach_block A' (B *m h0) (fun i => u (fullrankfun fullR i)) =
    rowsub (fullrankfun fullR) R by apply: fullrowsub_unit.
  apply/matrixP=> i k; rewrite !mxE runE mxE.
  by apply: eq_bigr => j _; rewrite !mxE mulrC.
- exists (fun j => (rev (l j).1, (l j).2)).
  rewrite -unitmx_tr; apply: (unit_free freeB); apply/row_matrixP=> i.
  rewrite row_mul.
  have -> : row i (observe_block A' D (fun j => (rev (l j).1, (l j).2)))^T =
      row (l i).2 (D *m wordmx A' (rev (l i).1)).
    by apply/rowP=> j; rewrite !mxE.
  rewrite -row_mul -mulmxA wordE mulmxA -DC -rowsE.
  by apply/rowP=> j; rewrite !mxE.
Qed.

(* What some recurrence computes has a rank, at most its width.               *)
Theorem computed_has_rank n (A : S -> 'M[F]_n) h0 C f :
  computes A h0 C f -> exists2 r, (r <= n)%N & hankel_rank f r.
Proof.
move=> fP; have [r1 [A1 [h1 [C1 [fP1 reach1]]]]] := reduce_reachable fP.
have [r [A2 [h2 [C2 [fP2 reach2 obs2]]]]] := reduce_observable fP1 reach1.
have rk := reachable_observable_rank fP2 reach2 obs2.
by exists r => //; apply: hankel_rank_le_width fP rk.
Qed.

End Reduce.

(* Parity, as a number 0 or 1: two units, and no fewer, over every field.     *)
Section Example.
Variable F : fieldType.

Definition parity_value (w : seq bool) : 'cV[F]_1 :=
  ((foldl addb false w)%:R)%:M.

Let ord2 (i : 'I_2) : i = 0 \/ i = 1.
Proof.
by case: i => [[|[|//]]] lt; [left | right]; apply: val_inj.
Qed.

Example parity_hankel_rank : hankel_rank parity_value 2.
Proof.
pose A (x : bool) : 'M[F]_2 := if x then perm_mx (tperm 0 1) else 1%:M.
pose c : 'rV[F]_2 := delta_mx 0 1.
pose h (q : bool) : 'cV[F]_2 := delta_mx (if q then 1 else 0) 0.
have fP : computes A (h false) c parity_value.
  move=> w; have -> : response A (h false) c w =
      c *m h (foldl addb false w).
    rewrite /response; congr (_ *m _); elim/last_ind: w => // w x IHw.
    rewrite run_rcons foldl_rcons IHw; move: (foldl _ _ _) => q.
    case: x; last by rewrite mul1mx addbF.
    apply/colP=> i; rewrite -row_permE !mxE addbT.
    have [->|->] := ord2 i; rewrite ?tpermL ?tpermR; case: q => //=.
  apply/colP=> i; rewrite ord1 !mxE.
  by case: (foldl _ _ _); rewrite !big_ord_recl big_ord0 !mxE /=
    ?(mulr0, mulr1, addr0, add0r).
split=> [|p q u v]; last exact: hankel_block_rank fP.
pose word (i : 'I_2) := if i == 0 then [::] else [:: true].
exists word, (fun j => (word j, 0)).
have -> : hankel_block parity_value word (fun j => (word j, 0)) =
    perm_mx (tperm 0 1).
  apply/matrixP=> i j; rewrite !mxE /word.
  by have [->|->] := ord2 i; have [->|->] := ord2 j; rewrite ?tpermL ?tpermR.
exact: unitmx_perm.
Qed.
End Example.
