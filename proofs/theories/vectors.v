(* Sparse vectors and matrices of numbers of Q(zeta_n) that compute.          *)
(*                                                                            *)
(*   vec         == pairs of a coordinate and a number                        *)
(*   vsum z v i  == the sum of the values of v at the coordinate i            *)
(*   vcol z d v  == the column vector of v                                    *)
(*   mmx z e d m == the matrix with the columns of m, over the denominator e  *)
(*   proper m d v == coordinates increase and are less than d, and numbers    *)
(*                  are canonical and not 0: such lists are equal if their    *)
(*                  vectors are                                               *)
(*   vadd, vscale, vmul, vdot == sum, multiple, matrix times vector, and dot  *)
(*                  product without conjugation                               *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import numbers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition vec := seq (nat * number).

Definition before (p q : nat * number) := (p.1 < q.1)%N.

Definition proper m d (v : vec) : bool :=
  sorted before v && all (fun p =>
    [&& (p.1 < d)%N, canonical m p.2 & p.2 != [::]]) v.

Fixpoint vadd (v w : vec) : vec :=
  if v is a :: v' then
    (fix merge (w : vec) : vec :=
      if w is b :: w' then
        if (a.1 < b.1)%N then a :: vadd v' w
        else if (b.1 < a.1)%N then b :: merge w'
        else if nadd a.2 b.2 is [::] then vadd v' w'
        else (a.1, nadd a.2 b.2) :: vadd v' w'
      else v) w
  else w.

Definition vscale low (x : number) (v : vec) : vec :=
  [seq (p.1, nmul low x p.2) | p <- v].
Definition vtimes (e : Z) (v : vec) : vec := [seq (p.1, nscale e p.2) | p <- v].
Definition vmul low (cols : seq vec) (v : vec) : vec :=
  foldr (fun p acc => vadd (vscale low p.2 (nth [::] cols p.1)) acc) [::] v.
Fixpoint lookup (v : vec) i : number :=
  if v is p :: v' then if p.1 == i then p.2 else lookup v' i else [::].
Definition vdot low (v w : vec) : number :=
  foldr (fun p acc => nadd (nmul low p.2 (lookup w p.1)) acc) [::] v.

Section Values.
Variable z : algC.
Implicit Types (v w : vec) (i : nat).

Definition vsum v i : algC := \sum_(p <- v | p.1 == i) nval z p.2.
Definition vcol d v : 'cV[algC]_d := \col_i vsum v i.
Definition mmx (e : algC) d (cols : seq vec) : 'M[algC]_d :=
  \matrix_(i, j) (vsum (nth [::] cols j) i / e).

Lemma vsum_nil i : vsum [::] i = 0. Proof. exact: big_nil. Qed.

Lemma vsum_cons p v i :
  vsum (p :: v) i = (if p.1 == i then nval z p.2 else 0) + vsum v i.
Proof. by rewrite /vsum big_cons; case: ifP => // _; rewrite add0r. Qed.

Lemma vsum_vadd v w i : vsum (vadd v w) i = vsum v i + vsum w i.
Proof.
elim: v w => [|a v IHv] w /=; first by rewrite vsum_nil add0r.
elim: w => [|b w IHw]; first by rewrite vsum_nil addr0.
case: ltngtP => [_|_|e].
- by rewrite !vsum_cons IHv vsum_cons addrA.
- by rewrite vsum_cons IHw !vsum_cons addrCA.
rewrite !vsum_cons -e addrACA -IHv.
transitivity ((if a.1 == i then nval z (nadd a.2 b.2) else 0) +
    vsum (vadd v w) i); last first.
  by rewrite nval_nadd; case: ifP; rewrite ?addr0.
case: (nadd _ _) => [|c p]; last by rewrite vsum_cons.
by rewrite if_same add0r.
Qed.

Lemma vsum_vtimes e v i : vsum (vtimes e v) i = zval e * vsum v i.
Proof.
rewrite /vsum big_map mulr_sumr; apply: eq_bigr => p _.
by rewrite nval_nscale.
Qed.

Variables (low : number).
Hypotheses (lowP : nval z low = z ^+ size low) (low_gt0 : (0 < size low)%N).
Local Notation m := (size low).
Local Notation proper := (proper m).

Lemma proper_size d v p : proper d v -> p \in v -> (size p.2 <= m)%N.
Proof. by case/andP=> _ /allP/(_ _ _)/and3P H /H[_ /andP[]]. Qed.

Lemma vsum_vscale d x v i : proper d v ->
  vsum (vscale low x v) i = nval z x * vsum v i.
Proof.
move=> pv; rewrite /vsum big_map mulr_sumr big_seq_cond [RHS]big_seq_cond.
apply: eq_bigr => p /andP[/(proper_size pv) le_p _].
by rewrite nval_nmul.
Qed.

Lemma vsum_vmul d cols v i : all (proper d) cols ->
  vsum (vmul low cols v) i =
  \sum_(p <- v) nval z p.2 * vsum (nth [::] cols p.1) i.
Proof.
move=> pc; elim: v => [|p v IHv]; first by rewrite big_nil vsum_nil.
rewrite big_cons /= vsum_vadd IHv (@vsum_vscale d) //.
have [lt|ge] := ltnP p.1 (size cols); first exact: (allP pc) (mem_nth _ lt).
by rewrite nth_default.
Qed.

(* Sums over the coordinates.                                                 *)
Lemma sum_vsum d v (g : nat -> algC) : all (fun p => p.1 < d)%N v ->
  \sum_(i < d) g i * vsum v i = \sum_(p <- v) g p.1 * nval z p.2.
Proof.
move=> lt_d.
transitivity (\sum_(i < d) \sum_(p <- v | p.1 == i) g i * nval z p.2).
  by apply: eq_bigr => i _; rewrite mulr_sumr.
rewrite (exchange_big_dep xpredT) //= big_seq [RHS]big_seq.
apply: eq_bigr => p /(allP lt_d) lt_p.
rewrite (big_pred1 (Ordinal lt_p)) // => i.
by rewrite /= eq_sym.
Qed.

Lemma proper_lt d v : proper d v -> all (fun p => p.1 < d)%N v.
Proof. by case/andP=> _; apply: sub_all => p /and3P[]. Qed.

Lemma vcol_vmul e d cols v b : all (proper d) cols -> proper d v ->
  mmx e d cols *m vcol d v + e^-1 *: vcol d b =
  e^-1 *: vcol d (vadd (vmul low cols v) b).
Proof.
move=> pc /proper_lt lt_d; apply/colP=> i; rewrite !mxE vsum_vadd mulrDr.
congr (_ + _); rewrite (vsum_vmul _ _ pc) mulr_sumr.
transitivity (\sum_(j < d) vsum (nth [::] cols j) i / e * vsum v j).
  by apply: eq_bigr => j _; rewrite !mxE.
rewrite (sum_vsum (fun j => vsum (nth [::] cols j) i / e) lt_d).
by apply: eq_bigr => p _; rewrite mulrAC mulrC [X in _ * X]mulrC.
Qed.

Lemma before_trans : transitive before.
Proof. by move=> q p r; apply: ltn_trans. Qed.

Lemma vsum_far p v i : path before p v -> (i <= p.1)%N -> vsum v i = 0.
Proof.
move=> /(order_path_min before_trans)/allP far le_i.
rewrite /vsum big_seq_cond big1 // => q /andP[/far lt_q /eqP e].
by move: lt_q; rewrite /before e ltnNge le_i.
Qed.

Lemma vsum_mem d v p : proper d v -> p \in v -> vsum v p.1 = nval z p.2.
Proof.
case/andP=> + _; elim: v => // q v IHv path_v; rewrite vsum_cons inE.
case/predU1P=> [->|p_v].
  by rewrite eqxx (vsum_far path_v) ?addr0.
have lt_p := allP (order_path_min before_trans path_v) _ p_v.
by rewrite ltn_eqF // add0r IHv // (path_sorted path_v).
Qed.

Lemma vsum_lookup d v i : proper d v -> vsum v i = nval z (lookup v i).
Proof.
case/andP=> + _; elim: v => [|q v IHv] path_v; first by rewrite vsum_nil.
rewrite vsum_cons /=; case: eqP => [<-|_].
  by rewrite (vsum_far path_v) ?addr0.
by rewrite add0r IHv // (path_sorted path_v).
Qed.

Lemma lookup_mem v i : lookup v i != [::] -> (i, lookup v i) \in v.
Proof.
elim: v => //= -[j x] v IHv /=; rewrite inE.
by case: (j =P i) => [-> _|_ /IHv->]; rewrite ?eqxx ?orbT.
Qed.

Lemma size_lookup d v i : proper d v -> (size (lookup v i) <= m)%N.
Proof.
move=> pv; have [->//|] := eqVneq (lookup v i) [::].
by move/lookup_mem/(proper_size pv).
Qed.

(* Where the vector is not 0 it has an entry.                                 *)
Lemma vsum_entry d v i : proper d v -> vsum v i != 0 ->
  exists2 x, (i, x) \in v & vsum v i = nval z x.
Proof.
move=> pv nz; have e := vsum_lookup i pv.
exists (lookup v i) => //; apply: lookup_mem.
by apply: contraNneq nz; rewrite e => ->.
Qed.

Lemma vdotE d v w : proper d v -> proper d w ->
  nval z (vdot low v w) = \sum_(i < d) vsum v i * vsum w i.
Proof.
move=> pv pw; under eq_bigr do rewrite mulrC.
rewrite (sum_vsum (vsum w) (proper_lt pv)) /vdot.
elim: v {pv} => [|p v IHv]; first by rewrite big_nil.
rewrite big_cons /= nval_nadd IHv nval_nmul ?(size_lookup _ pw) //.
by rewrite mulrC (vsum_lookup _ pw).
Qed.

Lemma vdot_row d v w : proper d v -> proper d w ->
  ((vcol d v)^T *m vcol d w) 0 0 = nval z (vdot low v w).
Proof.
by move=> pv pw; rewrite mxE (vdotE pv pw); apply: eq_bigr => i _; rewrite !mxE.
Qed.

Hypothesis inj : forall p q, canonical m p -> canonical m q ->
  nval z p = nval z q -> p = q.

Lemma proper_neq0 d v p : proper d v -> p \in v -> nval z p.2 != 0.
Proof.
case/andP=> _ /allP/(_ p) pv /pv/and3P[_ can nz].
by apply: contraNneq nz => e; apply/eqP/inj.
Qed.

Lemma vcol_inj d v w : proper d v -> proper d w -> vcol d v = vcol d w -> v = w.
Proof.
move=> pv pw /colP e; have sub v1 v2 : proper d v1 -> proper d v2 ->
    (forall i : 'I_d, vsum v1 i = vsum v2 i) -> {subset v1 <= v2}.
  move=> p1 p2 eq12 p p_v; have lt_p := allP (proper_lt p1) _ p_v.
  have sum2 : vsum v2 p.1 = nval z p.2.
    by rewrite -(eq12 (Ordinal lt_p)) (vsum_mem p1).
  have [|x x_v] := @vsum_entry d v2 p.1 p2.
    by rewrite sum2 (proper_neq0 p1).
  rewrite sum2 => /inj e2; rewrite [p]surjective_pairing e2 //.
    by have /andP[_ /allP/(_ _ p_v)/and3P[]] := p1.
  by have /andP[_ /allP/(_ _ x_v)/and3P[]] := p2.
have eqvw (i : 'I_d) : vsum v i = vsum w i by have := e i; rewrite !mxE.
have irr : irreflexive before by move=> p; apply: ltnn.
have [/andP[sv _] /andP[sw _]] := (pv, pw).
apply: (irr_sorted_eq before_trans irr sv sw) => p.
by apply/idP/idP; apply: sub => // i; rewrite eqvw.
Qed.
End Values.
