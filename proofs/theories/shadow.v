(* Recurrences that show another one, and direct sums of small ones.          *)
(*                                                                            *)
(*   pile T        == the vectors T i, of p coordinates each, as one vector   *)
(*   direct G      == the matrix that acts on the vector T i as G i           *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine rules.
From BilinearTheory Require Import householder claim inclusion heads.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* A recurrence whose state determines that of another one by a matrix.       *)
Section Shadow.
Variables (L : finType) (f : seq L -> nat) (d e : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Variables (B : L -> 'M[algC]_e) (b' : L -> 'cV[algC]_e) (k0 : 'cV[algC]_e).

Lemma decodes_shadow (W : 'M[algC]_(d, e)) dec :
  (forall w, W *m arun B b' k0 w = arun A b h0 w) ->
  decodes f dec A b h0 -> decodes f dec B b' k0.
Proof.
move=> WE; case: dec => /= [[ys [c [beta lin]]]|[g gP]]; last first.
  by exists (fun k => g (W *m k)) => w; rewrite WE.
exists ys, (fun y => c y *m W), beta => w; rewrite -!mulmxA WE.
by have [ys_f strict] := lin w; split=> // y y_ys ne; rewrite -mulmxA WE strict.
Qed.

Lemma decodes_by (g : 'cV[algC]_e -> 'cV[algC]_d) :
  (forall w, g (arun B b' k0 w) = arun A b h0 w) ->
  decodes f Arbitrary A b h0 -> decodes f Arbitrary B b' k0.
Proof. by move=> gE [g' gP]; exists (g' \o g) => w /=; rewrite gE gP. Qed.

(* Its state after a letter is a function of the letter and the state before. *)
Variable S : L -> 'cV[algC]_d -> 'cV[algC]_e.
Hypotheses (startS : forall x, astep B b' k0 x = S x h0)
  (stepS : forall x y h, astep B b' (S y h) x = S x (astep A b h y)).

Lemma shadow_run w x :
  arun B b' k0 (rcons w x) = S x (arun A b h0 w).
Proof.
rewrite /arun foldl_rcons; elim/last_ind: w x => [|w y IHw] x.
  by rewrite startS.
by rewrite !foldl_rcons IHw stepS.
Qed.

Definition shadow_points pts := k0 :: [seq S x h | x <- enum L, h <- pts].

Lemma shadow_orbit pts :
  orbit_in (astep A b) h0 pts -> orbit_in (astep B b') k0 (shadow_points pts).
Proof.
move=> orbP w; rewrite -/(arun _ _ _ _); case/lastP: w => [|w x].
  exact: mem_head.
rewrite shadow_run inE; apply/orP; right; apply/allpairsP.
by exists (x, arun A b h0 w); rewrite mem_enum; split=> //; apply: orbP.
Qed.

Lemma shadow_decodes (W : 'M[algC]_(d, e)) dec :
  W *m k0 = h0 -> (forall x h, W *m S x h = astep A b h x) ->
  decodes f dec A b h0 -> decodes f dec B b' k0.
Proof.
move=> W0 WS; apply: (decodes_shadow (W := W)); case/lastP=> // w x.
by rewrite shadow_run WS /arun foldl_rcons.
Qed.
End Shadow.

(* Direct sums.                                                               *)
Section Direct.
Variables (I : finType) (p : nat).
Local Notation J := [finType of I * 'I_p].
Implicit Types (T : I -> 'cV[algC]_p) (G : I -> 'M[algC]_p).

Definition pile T : 'cV[algC]_#|J| :=
  \col_k T (enum_val k).1 (enum_val k).2 0.

Definition direct G : 'M[algC]_#|J| := \matrix_(k, l)
  if (enum_val k).1 == (enum_val l).1
  then G (enum_val k).1 (enum_val k).2 (enum_val l).2 else 0.

Lemma pileD T T' : pile (fun i => T i + T' i) = pile T + pile T'.
Proof. by apply/colP=> k; rewrite !mxE. Qed.

Lemma pile0 : pile (fun=> 0) = 0.
Proof. by apply/colP=> k; rewrite !mxE. Qed.

Lemma eq_pile T T' : T =1 T' -> pile T = pile T'.
Proof. by move=> e; apply/colP=> k; rewrite !mxE e. Qed.

Lemma sum_pile m (c : 'I_m -> I -> 'rV[algC]_p) T :
  (\matrix_(j, k) c j (enum_val k).1 0 (enum_val k).2) *m pile T =
  \col_j \sum_i (c j i *m T i) 0 0.
Proof.
apply/colP=> j; rewrite !mxE.
rewrite (eq_bigr (fun i => \sum_a c j i 0 a * T i a 0)); last first.
  by move=> i _; rewrite mxE.
rewrite pair_bigA (reindex_onto enum_val (@enum_rank J)) /=; last first.
  by move=> t _; apply: enum_rankK.
by apply: eq_big => k; rewrite ?enum_valK ?eqxx // => _; rewrite !mxE.
Qed.

Lemma direct_pile G T : direct G *m pile T = pile (fun i => G i *m T i).
Proof.
pose c (j : 'I_#|J|) i := if (enum_val j).1 == i then row (enum_val j).2 (G i)
  else 0.
have -> : direct G = \matrix_(j, k) c j (enum_val k).1 0 (enum_val k).2.
  by apply/matrixP=> j k; rewrite !mxE /c; case: eqP => [<-|_]; rewrite !mxE.
rewrite sum_pile; apply/colP=> j; rewrite !mxE (bigD1 (enum_val j).1) //=.
rewrite big1 => [|i /negPf ni]; last first.
  by rewrite /c eq_sym ni mul0mx mxE.
rewrite addr0 /c eqxx mxE.
by apply: eq_bigr => a _; rewrite mxE.
Qed.

Lemma direct_step (G : I -> 'M[algC]_p) T (v : I -> 'cV[algC]_p) :
  direct G *m pile T + pile v = pile (fun i => G i *m T i + v i).
Proof. by rewrite direct_pile -pileD. Qed.

Lemma real_pile T : (forall i, real_mx (T i)) -> real_mx (pile T).
Proof.
move=> re; apply/forallP=> k; apply/forallP=> j; rewrite mxE.
by have /forallP/(_ (enum_val k).2)/forallP := re (enum_val k).1.
Qed.

(* Blocks.                                                                    *)
Section Blocks.
Variables (L : Type) (f : seq L -> nat) (n : nat).
Variables (G : L -> I -> 'M[algC]_p) (b : L -> 'cV[algC]_#|J|).
Variables (k0 : 'cV[algC]_#|J|) (pts : seq 'cV[algC]_#|J|).
Variables (dec : decoder) (additive : bool).
Hypotheses (le_pn : (p <= n)%N) (add : additive \/ (forall x, b x = 0))
  (orbP : orbit_in (astep (fun x => direct (G x)) b) k0 pts)
  (decP : decodes f dec (fun x => direct (G x)) b k0).

Let q (k : 'I_#|J|) : nat := enum_rank (enum_val k).1.
Let r (k : 'I_#|J|) : nat := (enum_val k).2.

Let q_lt k : (q k < #|I|)%N. Proof. exact: ltn_ord. Qed.
Let r_lt k : (r k < n)%N. Proof. exact: leq_trans (ltn_ord _) le_pn. Qed.
Let qr_inj k l : q k = q l -> r k = r l -> k = l.
Proof.
move=> /val_inj/enum_rank_inj e1 /val_inj e2; apply: enum_val_inj.
by apply/eqP; rewrite -pair_eqE /= e1 e2 !eqxx.
Qed.
Let nz x k l : direct (G x) k l != 0 -> q k = q l.
Proof. by rewrite mxE /q; case: ifP => [/eqP-> //|_]; rewrite eqxx. Qed.

Lemma direct_complex : realizable f (BlockComplex n) None dec additive.
Proof. exact: (realizable_slots q_lt r_lt qr_inj add orbP decP nz). Qed.

Lemma direct_real : (forall x i, real_mx (G x i)) ->
  realizable f (BlockReal n) None dec additive.
Proof.
move=> re; apply: (realizable_real_slots q_lt r_lt qr_inj add orbP decP nz).
move=> x; apply/forallP=> k; apply/forallP=> l; rewrite mxE.
case: ifP => _; last exact: real0.
by have /forallP/(_ (enum_val k).2)/forallP := re x (enum_val k).1.
Qed.
End Blocks.

(* Products of factors.                                                       *)
Section Factors.
Variables (L : Type) (n : nat) (F : L -> I -> seq (algC * 'cV[algC]_p)).
Hypothesis FP : forall x i, all (@reflector p) (F x i).

Let phi (i : 'I_#|I|) (a : 'I_p) : 'I_#|J| := enum_rank (enum_val i, a).
Let head (k : 'I_#|J|) : 'I_#|I| := enum_rank (enum_val k).1.
Let F' x (i : 'I_#|I|) := F x (enum_val i).

Let phi_inj i : injective (phi i).
Proof. by move=> a c /enum_rank_inj[]. Qed.
Let headP i a : head (phi i a) = i.
Proof. by rewrite /head /phi enum_rankK enum_valK. Qed.
Let cover k : exists a, k = phi (head k) a.
Proof.
by exists (enum_val k).2; rewrite /phi /head enum_rankK -surjective_pairing enum_valK.
Qed.

Let entry x i j a c : direct (fun i => steps (F x i)) (phi i a) (phi j c) =
  if i == j then steps (F' x i) a c else 0.
Proof. by rewrite mxE /phi !enum_rankK /= (inj_eq enum_val_inj). Qed.

Lemma direct_heads : (forall x i, (size (F x i) <= n)%N) ->
  in_family (fun x => direct (fun i => steps (F x i))) (HouseholderHeads n).
Proof.
move=> sz; apply: (planes_heads (F := F') phi_inj headP cover) => x i.
- exact: FP.
- exact: sz.
exact: entry.
Qed.

Lemma direct_householder : (forall x, \sum_i size (F x i) <= n)%N ->
  in_family (fun x => direct (fun i => steps (F x i))) (Householder n).
Proof.
move=> sz; exists (fun x => all_factors phi (F' x)) => x; split.
- apply/matrixP=> k l; have [a ->] := cover k; have [c ->] := cover l.
  by rewrite entry (planes_entry phi_inj headP).
- by apply: planes_reflectors => // i; apply: FP.
rewrite /all_factors size_flatten /shape -map_comp sumnE big_map big_enum /=.
apply: leq_trans (sz x).
rewrite [X in (_ <= X)%N](reindex_onto enum_val enum_rank) /=; last first.
  by move=> i _; apply: enum_rankK.
by apply: eq_leq; apply: eq_big => i; rewrite ?enum_valK ?eqxx ?size_map.
Qed.
End Factors.
End Direct.
