(* Compression: a system of finite reach that answers for a permutation       *)
(* automaton can be read at times when every letter permutes its states.      *)
(*                                                                            *)
(* Some word E acts on the automaton as the identity, and on the system with  *)
(* an image as small as possible, as an idempotent.  Where E has just been    *)
(* read, the word x E acts for a letter x: on the automaton as x does, and on *)
(* the system as a permutation of finitely many states.                       *)
(*                                                                            *)
(*   compressed act h0 step E s v p0 == E is such a word, the v p are the     *)
(*     states reached, v p0 the first of them, s x permutes them as x E does  *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

(* The states that are reached, if the letters are finitely many.             *)
Section Points.
Variables (V : choiceType) (S : finType) (act : V -> S -> V) (h0 : V).
Variable r : seq V.
Hypothesis rP : orbit_in act h0 r.

Lemma reached_points :
  exists (P : finType) (next : P -> S -> P) (v : P -> V) (p0 : P),
  [/\ v p0 = h0, forall p x, act (v p) x = v (next p x), injective v &
      forall p, exists w, v p = foldl act h0 w].
Proof.
pose e (a b : seq_sub r) := [exists x, act (val a) x == val b].
pose a0 : seq_sub r := SeqSub (rP [::]).
have toP a : connect e a0 a -> exists w, val a = foldl act h0 w.
  case/connectP=> s; elim/last_ind: s a => [|s b IHs] a /=.
    by move=> _ ->; exists [::].
  rewrite rcons_path last_rcons => /andP[/IHs/(_ erefl)[w ew] /existsP[x]].
  by move=> /eqP ex ->; exists (rcons w x); rewrite foldl_rcons -ew ex.
pose P := [finType of {a : seq_sub r | connect e a0 a}].
pose v (p : P) := val (val p).
pose next (p : P) x := odflt p [pick q : P | v q == act (v p) x].
exists P, next, v, (exist (connect e a0) a0 (connect0 e a0)); split=> //.
- move=> p x; rewrite /next; case: pickP => [q /eqP//|].
  have [w ew] := toP _ (valP p).
  have in_r : act (v p) x \in r by rewrite /v ew -foldl_rcons.
  have conn : connect e a0 (SeqSub in_r).
    apply: connect_trans (valP p) (connect1 _).
    by apply/existsP; exists x.
  by move/(_ (exist (connect e a0) _ conn)); rewrite /v /= eqxx.
- by move=> p q /val_inj/val_inj.
by move=> p; have [w] := toP _ (valP p); exists w.
Qed.
End Points.

Section Idempotent.
Variables (S : Type).

(* A word acts on a permutation automaton with finite order.                  *)
Lemma permutation_order (Q : finType) (step : Q -> S -> Q) x :
  (forall a, injective (step^~ a)) ->
  forall q, foldl step q (wpow x #|Q|`!) = q.
Proof.
move=> inj q; rewrite cardE foldl_wpow.
have inj_x := foldl_inj (w := x) inj.
apply: (iter_period _ (E := fun=> True)) => // [k|a c _ _ /inj_x //].
by rewrite mem_enum.
Qed.

Lemma idempotent_power_map (P : finType) (next : P -> S -> P) x k p :
  let n := (#|P|`! * k.+1)%N in
  foldl next p (wpow x n ++ wpow x n) = foldl next p (wpow x n).
Proof.
have idem q : foldl next q (wpow x #|P|`!) =
    foldl next q (wpow x (#|P|`! + #|P|`!)).
  rewrite !foldl_wpow cardE.
  have rP j : iter j (fun p => foldl next p x) q \in enum P.
    by rewrite mem_enum.
  by have := iter_idem rP 0; rewrite !add0n => ->.
by rewrite /= foldl_cat !foldl_wpow_idem // -foldl_cat -wpowD -idem.
Qed.
End Idempotent.

Section Word.
Variables (P Q S : finType) (next : P -> S -> P) (step : Q -> S -> Q).
Hypothesis inj_step : forall x, injective (step^~ x).

Let image (w : seq S) := [set foldl next p w | p : P].

(* A word with an image as small as possible.                                 *)
Let smallest : exists m, forall w, #|image m| <= #|image w|.
Proof.
pose act (f : {ffun P -> P}) x := [ffun p => next (f p) x].
pose id0 := [ffun p : P => p].
have actE w : foldl act id0 w = [ffun p => foldl next p w].
  elim/last_ind: w => [|w x IHw]; first by apply/ffunP=> p; rewrite !ffunE.
  by rewrite foldl_rcons IHw; apply/ffunP=> p; rewrite !ffunE foldl_rcons.
have all_in : orbit_in act id0 (enum {ffun P -> P}).
  by move=> w; rewrite mem_enum.
have [M [mul [f [m0 [f0 mulP _ word]]]]] := reached_points all_in.
pose size_of m := #|[set f m p | p : P]|.
have sizeE m w : f m = foldl act id0 w -> size_of m = #|image w|.
  move=> e; rewrite /size_of /image (@eq_imset _ _ (f m) (foldl next^~ w)) //.
  by move=> p; rewrite e actE ffunE.
have [/= m _ min_m] := arg_minnP size_of (erefl (xpredT m0)).
have [w ew] := word m; exists w => u; rewrite -(sizeE _ _ ew).
have fold_mul m1 : foldl act (f m1) u = f (foldl mul m1 u).
  by elim: u m1 => //= x u IHu m1; rewrite mulP IHu.
by have := fold_mul m0; rewrite f0 => /esym/sizeE <-; apply: min_m.
Qed.

Lemma idempotent_word : exists E,
  [/\ forall q, foldl step q E = q,
      forall p, foldl next p (E ++ E) = foldl next p E &
      forall w p1 p2,
        foldl next p1 (E ++ w ++ E) = foldl next p2 (E ++ w ++ E) ->
        foldl next p1 E = foldl next p2 E].
Proof.
have [m min_m] := smallest.
pose n := (#|P|`! * #|Q|`!)%N; pose E := wpow m n.
have n_gt0 : 0 < n by rewrite muln_gt0 !fact_gt0.
exists E; split.
- move=> q; rewrite /E foldl_wpow /n iterM iter_fix //.
  by rewrite -foldl_wpow permutation_order.
- move=> p; rewrite /E /n -(prednK (fact_gt0 #|Q|)).
  exact: idempotent_power_map.
move=> w p1 p2 e.
have small : #|image E| <= #|image m|.
  apply/subset_leq_card/subsetP=> _ /imsetP[p _ ->].
  by rewrite /E -(prednK n_gt0) wpowSr foldl_cat; apply/imsetP; eexists.
have sub : image (E ++ w ++ E) = [set foldl next p (w ++ E) | p in image E].
  apply/setP=> p; apply/imsetP/imsetP=> [[q _ ->]|[_ /imsetP[q _ ->] ->]].
    by exists (foldl next q E); rewrite ?imset_f // -foldl_cat.
  by exists q; rewrite // -foldl_cat.
have /imset_injP inj :
    #|[set foldl next p (w ++ E) | p in image E]| == #|image E|.
  rewrite eqn_leq leq_imset_card -sub.
  by rewrite (leq_trans small) ?min_m.
by apply: inj; rewrite ?imset_f // -!foldl_cat.
Qed.
End Word.

Section Compression.
Variables (V : choiceType) (S Q : finType) (act : V -> S -> V) (h0 : V).
Variable step : Q -> S -> Q.

Definition compressed (E : seq S) N (s : S -> 'S_N) (v : 'I_N -> V) p0 :=
  [/\ forall q, foldl step q E = q, injective v, v p0 = foldl act h0 E,
      forall p x, foldl act (v p) (x :: E) = v (s x p) &
      forall p, exists w, p = foldl (fun q x => s x q) p0 w].

Theorem compression r :
  orbit_in act h0 r -> (forall x, injective (step^~ x)) ->
  exists E N s v p0, @compressed E N s v p0.
Proof.
move=> rP inj; have [P1 [next [v1 [a0 [v0 vP v_inj word]]]]] :=
  reached_points rP.
have [E [EQ EE E_inj]] := idempotent_word next inj.
have foldE p w : foldl act (v1 p) w = v1 (foldl next p w).
  by elim: w p => //= x w IHw p; rewrite vP IHw.
pose act' h x := foldl act h (x :: E); pose h1 := foldl act h0 E.
have act'E w : exists u, foldl act' h1 w = foldl act h0 (u ++ E).
  elim/last_ind: w => [|w x [u IHw]]; first by exists [::].
  exists (u ++ E ++ [:: x]); rewrite foldl_rcons IHw /act' -foldl_cat.
  by rewrite -!catA.
have rP' : orbit_in act' h1 r by move=> w; have [u ->] := act'E w.
have [P [next' [v [p0 [ve vP' v_inj' word']]]]] := reached_points rP'.
have point p : exists a, v p = v1 (foldl next a E).
  have [w ->] := word' p; have [u ->] := act'E w.
  by exists (foldl next a0 u); rewrite -v0 foldE foldl_cat.
have inj' x : injective (next'^~ x).
  move=> p q e; apply: v_inj'; have := vP' p x; rewrite e -vP' /act'.
  have [a ->] := point p; have [b ->] := point q.
  rewrite !foldE -!foldl_cat => /v_inj ex; congr v1.
  by apply: (E_inj [:: x]).
pose t x (i : 'I_#|P|) := enum_rank (next' (enum_val i) x).
have t_inj x : injective (t x) by move=> i j /enum_rank_inj/inj'/enum_val_inj.
exists E, #|P|, (fun x => perm (t_inj x)), (v \o enum_val), (enum_rank p0).
split=> //= [|||i].
- exact: inj_comp v_inj' enum_val_inj.
- by rewrite enum_rankK ve.
- by move=> i x; rewrite permE /t enum_rankK -vP'.
have [w ew] := word' (enum_val i); exists w.
apply: (inj_comp v_inj' enum_val_inj); rewrite /= ew -ve.
elim: w p0 {ve ew word'} => [|x w IHw] q /=; first by rewrite enum_rankK.
by rewrite vP' IHw permE /t enum_rankK.
Qed.
End Compression.

(* The rows of the matrix of all states.                                      *)
(*                                                                            *)
(* Let every letter permute the states v_p of an affine recurrence (see       *)
(* compression.v) and let Y have the columns v_p - c, c their mean.  A letter *)
(* multiplies Y by its matrix on the left, and by a permutation matrix on the *)
(* right: so the rows of a block of Y, functions of the states, span a space  *)
(* of dimension at most the size of the block that the letters leave as it is.*)
(*                                                                            *)
(*   block_matrix blk A == A i j != 0 only if blk i = blk j                   *)
(*   rows_of blk b Y    == the rows i of Y with blk i = b                     *)
(*   block_of blk b A   == the rows and columns i of A with blk i = b         *)

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variables (F : ringType) (d : nat) (blk : 'I_d -> nat).
Implicit Types A B : 'M[F]_d.

Definition block_matrix A := forall i j, A i j != 0 -> blk i = blk j.

Definition members b := [set i | blk i == b].

Definition rows_of b m (Y : 'M[F]_(d, m)) : 'M_(#|members b|, m) :=
  rowsub enum_val Y.

Definition block_of b A : 'M_#|members b| := mxsub enum_val enum_val A.

Lemma block_matrix1 : block_matrix 1%:M.
Proof.
by move=> i j; rewrite mxE; case: (eqVneq i j) => [->|_]; rewrite ?eqxx.
Qed.

Lemma rows_ofM A m (Y : 'M_(d, m)) b :
  block_matrix A -> rows_of b (A *m Y) = block_of b A *m rows_of b Y.
Proof.
move=> blA; apply/matrixP=> i j; rewrite !mxE.
rewrite (bigID (mem (members b))) /= [X in _ + X]big1 ?addr0 => [|l].
  rewrite big_enum_val; apply: eq_bigr => l _; by rewrite !mxE.
rewrite inE => nl; rewrite (_ : A _ l = 0) ?mul0r //; apply/eqP.
apply: contraNT nl => /blA <-; have := enum_valP i; by rewrite inE.
Qed.

Lemma block_matrixM A B :
  block_matrix A -> block_matrix B -> block_matrix (A *m B).
Proof.
move=> blA blB i j; apply: contraNeq => ne; rewrite mxE big1 // => l _.
have [Ail|/blA e] := eqVneq (A i l) 0; first by rewrite Ail mul0r.
have [->|/blB e'] := eqVneq (B l j) 0; first by rewrite mulr0.
by rewrite e e' eqxx in ne.
Qed.

Lemma block_matrix_word (S : Type) (A : S -> 'M[F]_d) w :
  (forall x, block_matrix (A x)) -> block_matrix (wordmx A w).
Proof.
move=> blA; elim/last_ind: w => [|w x IHw]; first exact: block_matrix1.
by rewrite wordmx_rcons; apply: block_matrixM.
Qed.

Lemma rows_of_eq m (Y Z : 'M_(d, m)) :
  (forall b, rows_of b Y = rows_of b Z) -> Y = Z.
Proof.
move=> e; apply/matrixP=> i j; have Bi : i \in members (blk i) by rewrite inE.
have /matrixP/(_ (enum_rank_in Bi i) j) := e (blk i).
by rewrite !mxE enum_rankK_in.
Qed.
End Blocks.

Lemma card_members d k b : (0 < k)%N ->
  (#|members (fun i : 'I_d => i %/ k)%N b| <= k)%N.
Proof.
move=> k_gt0; pose f (i : 'I_d) : 'I_k := Ordinal (ltn_pmod i k_gt0).
rewrite -[k in X in (_ <= X)%N]card_ord; apply: (@leq_card_in _ _ f).
move=> i j; rewrite !inE => /eqP ei /eqP ej /(congr1 val) /= e.
by apply: val_inj; rewrite /= (divn_eq i k) (divn_eq j k) ei ej e.
Qed.

Lemma arun_wordmx (R : ringType) (S : Type) d (A : S -> 'M[R]_d) b h w :
  arun A b h w = wordmx A w *m h + arun A b 0 w.
Proof.
elim/last_ind: w => [|w x IHw]; first by rewrite mul1mx addr0.
rewrite wordmx_rcons /arun !foldl_rcons -!/(arun _ _ _ _) IHw /astep.
by rewrite mulmxDr mulmxA addrA.
Qed.

Section Rows.
Variables (F : numFieldType) (S : finType) (d : nat).
Variables (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (Q : finType) (step : Q -> S -> Q).

(* The columns of Y are the states but for a constant c.                      *)
Definition compressed_rows E N (s : S -> 'S_N) (c : 'cV_d) (Y : 'M[F]_(d, N))
    (p0 : 'I_N) :=
  [/\ forall q, foldl step q E = q,
      c + col p0 Y = arun A b h0 E,
      forall p x, arun A b (c + col p Y) (x :: E) = c + col (s x p) Y,
      forall x, wordmx A (x :: E) *m Y = Y *m perm_mx (s x)^-1%g &
      forall p, exists w, p = foldl (fun q x => s x q) p0 w].

Lemma mul_perm_col N (Y : 'M[F]_(d, N)) (s : 'S_N) p :
  col p (Y *m perm_mx s^-1%g) = col (s p) Y.
Proof. by rewrite -col_permE; apply/colP=> i; rewrite !mxE. Qed.

Theorem compression_rows r :
  orbit_in (astep A b) h0 r -> (forall x, injective (step^~ x)) ->
  exists E N s c Y p0, @compressed_rows E N s c Y p0.
Proof.
move=> rP inj; have [E [N [s [v [p0 [EQ _ v0 vP word]]]]]] :=
  compression rP inj.
have N_neq0 : N%:R != 0 :> F.
  by rewrite pnatr_eq0 -lt0n (leq_ltn_trans _ (ltn_ord p0)).
pose c := N%:R^-1 *: \sum_p v p.
pose Y := \matrix_(i, p) (v p - c) i 0.
have colY p : c + col p Y = v p.
  by apply/colP=> i; rewrite !mxE addrC subrK.
have vP' p x : arun A b (v p) (x :: E) = v (s x p) by exact: vP.
have fixc x : arun A b c (x :: E) = c.
  rewrite arun_wordmx /c -scalemxAr mulmx_sumr.
  have -> : arun A b 0 (x :: E) = N%:R^-1 *: \sum_(p < N) arun A b 0 (x :: E).
    by rewrite sumr_const card_ord -scaler_nat scalerA mulVf ?scale1r.
  rewrite -scalerDr -big_split /=; congr (_ *: _).
  rewrite [RHS](reindex_inj (@perm_inj _ (s x))); apply: eq_bigr => p _ /=.
  by rewrite -vP' [RHS]arun_wordmx.
exists E, N, s, c, Y, p0; split=> //.
- by rewrite colY v0.
- by move=> p x; rewrite !colY vP'.
move=> x; have eqcol M M' : (forall p, col p M = col p M') -> M = M'.
  by move=> e; apply/matrixP=> i p; have /colP/(_ i) := e p; rewrite !mxE.
apply: eqcol => p; rewrite mul_perm_col colE -mulmxA -colE.
have := vP' p x; rewrite -colY -[v (s x p)]colY arun_wordmx mulmxDr.
by rewrite addrAC -arun_wordmx fixc => /addrI.
Qed.
End Rows.
