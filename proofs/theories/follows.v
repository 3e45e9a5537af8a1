(* Letters that commute, each counted in units of its own.                    *)
(*                                                                            *)
(* What diagonal matrices track depends on how often each letter was read:    *)
(* whether it was, and how often modulo a period, 1 over the non-negative     *)
(* numbers and 2 over the reals.  A unit that the letter makes 0 and a root   *)
(* of unity that it turns know that: one factor, two or three of one head.    *)
(*                                                                            *)
(*   counter c x0 N == c is 0 at 0 only, and c k, c l agree only if both are  *)
(*                   and k = l modulo N                                       *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model diagonal rules householder claim heads.
From BilinearTheory Require Import one_column affine_triangular full.
From BilinearTheory Require Import compression.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The words that repeat each letter, in a fixed order.                       *)
Section Counts.
Variables (L : finType) (f : seq L -> nat) (N : nat).
Hypothesis N_gt0 : (0 < N)%N.
Hypothesis permf : forall u v, perm_eq u v -> f u = f v.
Hypothesis period : forall x u, f (nseq N x ++ x :: u) = f (x :: u).

Definition same_count (k l : nat) :=
  ((k == 0%N) == (l == 0%N)) && (k %% N == l %% N)%N.

Definition spelled (c : L -> nat) := flatten [seq nseq (c x) x | x <- enum L].

Lemma count_spelled c x : count_mem x (spelled c) = c x.
Proof.
rewrite /spelled count_flatten -map_comp sumnE big_map.
rewrite (bigD1_seq x) ?mem_enum ?enum_uniq //= count_nseq /= eqxx mul1n.
by rewrite big1 ?addn0 // => y /negPf ny; rewrite count_nseq /= ny.
Qed.

Lemma spelled_word w : f w = f (spelled (fun x => count_mem x w)).
Proof. by apply/permf/allP=> x _; rewrite /= count_spelled. Qed.

Lemma period_more x k u : (0 < k)%N ->
  f (nseq (N + k) x ++ u) = f (nseq k x ++ u).
Proof.
case: k => // k _; rewrite nseqD -catA.
have swap v : perm_eq (nseq N x ++ nseq k.+1 x ++ v)
    (nseq N x ++ x :: (nseq k x ++ v)) by [].
by rewrite (permf (swap u)) period.
Qed.

Lemma period_same x (k l : nat) u : same_count k l -> f (nseq k x ++ u) = f (nseq l x ++ u).
Proof.
wlog le_kl : k l / (k <= l)%N.
  move=> wl; have [/wl//|/ltnW le same] := leqP k l.
  by rewrite -(wl l k) // /same_count eq_sym [X in _ && X]eq_sym.
case/andP=> /eqP zero /eqP same.
have [k0|nk] := eqVneq k 0%N.
  by move: zero; rewrite k0 eqxx => /esym/eqP->.
have /dvdnP[q Dq] : (N %| l - k)%N by rewrite -eqn_mod_dvd // same.
rewrite -(subnK le_kl) Dq; elim: q {Dq} => [//|q IHq].
by rewrite mulSn -addnA period_more // addn_gt0 orbC lt0n nk.
Qed.

Lemma spelled_same c c' : (forall x, same_count (c x) (c' x)) ->
  f (spelled c) = f (spelled c').
Proof.
move=> same; have many s u : f (u ++ flatten [seq nseq (c x) x | x <- s]) =
    f (u ++ flatten [seq nseq (c' x) x | x <- s]).
  elim: s u => //= x s IHs u; rewrite catA IHs -catA.
  have swap k v : perm_eq (u ++ nseq k x ++ v) (nseq k x ++ u ++ v).
    by rewrite !catA perm_cat2r perm_catC.
  by rewrite !(permf (swap _ _)) (period_same _ _ (same x)).
exact: many [::].
Qed.
End Counts.

(* A vector that knows a count, and that reflections lead on.                  *)
Section Counter.
Variables (L : finType) (f : seq L -> nat) (N n p : nat).
Variables (fs : seq (algC * 'cV[algC]_p)) (c : nat -> 'cV[algC]_p).
Hypotheses (N_gt0 : (0 < N)%N)
  (permf : forall u v, perm_eq u v -> f u = f v)
  (period : forall x u, f (nseq N x ++ x :: u) = f (x :: u))
  (fsP : all (@reflector p) fs) (fs_n : (size fs <= n)%N)
  (fs_step : forall k, steps fs *m c k = c k.+1)
  (re_c : forall k, real_mx (c k))
  (c_same : forall k l, c k = c l -> same_count N k l)
  (same_c : forall k l, same_count N k l -> c k = c l).

Let F (x y : L) := if y == x then fs else [::].
Let B x := direct (fun y => steps (F x y)).
Let P (u : seq L) := pile (fun x => c (count_mem x u)).

Let runB u : arun B (fun=> 0) (P [::]) u = P u.
Proof.
elim/last_ind: u => // u x; rewrite /arun foldl_rcons => ->.
rewrite /astep addr0 /B direct_pile; apply: eq_pile => y.
rewrite -cats1 count_cat /= addn0 /F [x == y]eq_sym.
by case: eqP => _; rewrite ?addn1 ?fs_step // addn0 mul1mx.
Qed.

Let low k := if (k <= N)%N then k else (N + k %% N)%N.

Let low_le k : (low k < N + N)%N \/ low k = N.
Proof.
rewrite /low; case: (leqP k N) => [le|_]; last by left; rewrite ltn_add2l ltn_mod.
by move: le; rewrite leq_eqVlt => /orP[/eqP->|lt]; [right|left; rewrite ltn_addr].
Qed.

Let same_low k : same_count N k (low k).
Proof.
rewrite /low /same_count; case: (leqP k N) => [_|lt]; first by rewrite !eqxx.
rewrite modnDl modn_mod eqxx andbT addn_eq0 (gtn_eqF N_gt0).
by rewrite (gtn_eqF (leq_ltn_trans (leq0n N) lt)).
Qed.

Lemma counted : realizable f (Householder n) None Arbitrary false.
Proof.
pose M := (N + N)%N.
have low_lt k : (low k < M.+1)%N.
  by rewrite ltnS; case: (low_le k) => [/ltnW//|->]; rewrite leq_addr.
pose Q (t : {ffun L -> 'I_M.+1}) := pile (fun x => c (t x)).
pose kappa (v : 'cV[algC]_p) : nat :=
  if [pick k : 'I_M.+1 | c k == v] is Some k then k else 0%N.
have kappaE k : same_count N (kappa (c k)) k.
  rewrite /kappa; case: pickP => [l /eqP/c_same//|/(_ (Ordinal (low_lt k)))].
  by rewrite /= -(same_c (same_low k)) eqxx.
pose g (v : 'cV[algC]_#|[finType of L * 'I_p]|) :=
  f (spelled (fun x => kappa (\col_a v (enum_rank (x, a)) 0))).
exists #|[finType of L * 'I_p]|, B, (fun=> 0), (P [::]), [seq Q t | t <- enum {: {ffun L -> 'I_M.+1}}].
split; last 1 first.
- exists g => u; rewrite runB (spelled_word permf); apply: spelled_same => // x.
  rewrite (_ : \col__ _ = c (count_mem x u)) ?kappaE //.
  by apply/colP=> a; rewrite !mxE enum_rankK.
- apply: direct_householder => [x y|x]; first by rewrite /F; case: ifP.
  rewrite (bigD1 x) //= {1}/F eqxx big1 ?addn0 // => y /negPf ny.
  by rewrite /F ny.
- apply/andP; split=> //; apply/implyP=> _; apply/allP=> v /mapP[t _ ->].
  exact: real_pile.
- by right.
move=> u; rewrite -/(arun _ _ _ _) runB; apply/mapP.
exists [ffun x => Ordinal (low_lt (count_mem x u))]; first exact: mem_enum.
by apply: eq_pile => x; rewrite ffunE /=; apply/same_c/same_low.
Qed.
End Counter.

(* Diagonal matrices.                                                         *)
Section Diagonal.
Variables (L : finType) (f : seq L -> nat) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Hypotheses (dA : forall x, is_diag_mx (A x))
  (b0 : forall x, b x = 0) (decP : decodes f Arbitrary A b h0).

Lemma diagonal_perm u v : perm_eq u v -> f u = f v.
Proof.
move=> uv; have [g gP] := decP; rewrite -!gP !arun0 //; congr g.
apply: run_perm uv => x y; have /diag_mxP[a ->] := dA x.
by have /diag_mxP[a' ->] := dA y; apply: diag_mxC.
Qed.

Lemma diagonal_period N x :
  (forall u, arun A b h0 (u ++ nseq N x ++ [:: x]) =
             arun A b h0 (u ++ [:: x])) ->
  forall u, f (nseq N x ++ x :: u) = f (x :: u).
Proof.
move=> per u; have [g gP] := decP.
have rot v : perm_eq (v ++ x :: u) (u ++ v ++ [:: x]).
  by rewrite -cat1s catA; apply/permEl/perm_catC.
rewrite (diagonal_perm (rot _)) (diagonal_perm (rot [::])).
by rewrite -!gP per.
Qed.
End Diagonal.

(* A unit that is 1 at the start alone, and a root of unity.                  *)
Section Units.
Variables (real : bool) (N : nat) (zeta : algC).
Hypotheses (prim : N.-primitive_root zeta)
  (re_zeta : real -> zeta \is Num.real).

Let lift (g : algC * 'cV[algC]_(1 + 1)) : algC * 'cV[algC]_(1 + (1 + 1)) :=
  (g.1, col_mx 0 g.2).

Definition count_factors : seq (algC * 'cV[algC]_(1 + (1 + 1))) :=
  (1, col_mx 1%:M 0) :: map lift (scaling real zeta).

Definition count_state (k : nat) : 'cV[algC]_(1 + (1 + 1)) :=
  col_mx (k == 0%N)%:R%:M (real_state (zeta ^+ k)%:M).

Let N_gt0 : (0 < N)%N. Proof. exact: prim_order_gt0 prim. Qed.

Let norm : `|zeta| = 1.
Proof.
apply/eqP; rewrite -(@pexpr_eq1 _ _ N) // -normrX prim_expr_order //.
by rewrite normr1.
Qed.

Let lift_apply gs (y : 'cV[algC]_1) z :
  steps (map lift gs) *m col_mx y z = col_mx y (steps gs *m z).
Proof.
elim: gs => [|g gs IHgs]; first by rewrite !mul1mx.
rewrite map_cons !steps_cons -!mulmxA IHgs !delta_apply /= tr_col_mx.
rewrite mul_row_col trmx0 mul0mx add0r scale_col_mx scaler0 opp_col_mx.
by rewrite oppr0 add_col_mx addr0.
Qed.

Lemma count_step k : steps count_factors *m count_state k = count_state k.+1.
Proof.
rewrite /count_factors /count_state steps_cons -mulmxA lift_apply.
rewrite scaling_apply ?delta_apply /=; last 3 first.
- by right.
- by move=> rt; apply/real_mxP=> i j; rewrite mxE rpredMn ?rpredX ?re_zeta.
- exact: re_zeta.
rewrite tr_col_mx mul_row_col trmx1 mul1mx trmx0 mul0mx addr0 mul1r.
rewrite scale_col_mx scaler0 opp_col_mx oppr0 add_col_mx addr0 !scale_scalar_mx.
by rewrite [(_%:M : 'M_1) 0 0]mxE eqxx mulr1n mulr1 subrr raddf0 -exprS.
Qed.

Lemma count_real k : real_mx (count_state k).
Proof.
apply/real_mxP=> i j; rewrite /count_state.
case: (@split_ordP 1 (1 + 1) i) => l ->; rewrite ?col_mxEu ?col_mxEd.
  by rewrite mxE rpredMn ?realn.
by have /real_mxP := real_stateP ((zeta ^+ k)%:M : 'cV_1); apply.
Qed.

Lemma count_same k l : (count_state k = count_state l) <-> same_count N k l.
Proof.
rewrite /count_state /same_count -(eq_prim_root_expr prim); split.
  case/eq_col_mx=> /(congr1 (fun M : 'M_1 => M 0 0)).
  rewrite !mxE !mulr1n => /eqP; rewrite eqr_nat.
  move=> e /(can_inj (@real_stateK 1))/(congr1 (fun M : 'M_1 => M 0 0)).
  rewrite !mxE !mulr1n => ->; rewrite eqxx andbT.
  by case: (k == 0%N) (l == 0%N) e => [] [].
by case/andP=> /eqP-> /eqP->.
Qed.

Lemma count_reflector : all (@reflector (1 + (1 + 1))) count_factors.
Proof.
rewrite /count_factors /=; apply/andP; split.
  rewrite /reflector /= real1 tr_col_mx mul_row_col trmx1 mulmx1 mulmx0 addr0.
  rewrite mul1r mxE eqxx ltr01 ler1n /= andbT; apply/real_mxP=> i j.
  by case: (@split_ordP 1 (1 + 1) i) => l ->; rewrite ?col_mxEu ?col_mxEd !mxE
    ?rpredMn ?real1 ?real0.
have := scaling_reflector (or_intror norm : zeta = 0 \/ _) re_zeta.
rewrite all_map; apply: sub_all => g /and4P[c_re /real_mxP k_re gt0 le2] /=.
rewrite /reflector /= tr_col_mx mul_row_col mulmx0 add0r c_re gt0 le2 !andbT.
apply/real_mxP=> i j; case: (@split_ordP 1 (1 + 1) i) => l ->;
  by rewrite ?col_mxEu ?col_mxEd ?k_re // mxE real0.
Qed.

Lemma count_factors_size : (size count_factors <= (if real then 2 else 3))%N.
Proof.
by rewrite /count_factors /= size_map; have := scaling_size real zeta;
  case: (real).
Qed.
End Units.

Lemma prim1 : 1.-primitive_root (1 : algC).
Proof.
apply/andP; split=> //; apply/forallP=> i.
by rewrite ord1 unity_rootE expr1n !eqxx.
Qed.

Lemma prim2 : 2.-primitive_root (-1 : algC).
Proof.
apply/andP; split=> //; apply/forallP=> -[[|[|//]] lt_i]; rewrite unity_rootE.
  by rewrite expr1 eqNr oner_eq0.
by rewrite expr2 mulrNN mulr1 !eqxx.
Qed.

(* What diagonal matrices track, one factor tracks over the non-negative      *)
(* numbers, two over the reals and three over the complex numbers.            *)
Theorem counted_householder (L : finType) (f : seq L -> nat) c m n :
  match c with
  | DiagonalNonnegative => (0 < n)%N
  | DiagonalReal => (1 < n)%N
  | Rotation => (2 < n)%N
  | _ => false
  end -> realizable f (Ruled c) m Arbitrary false ->
  realizable f (Householder n) None Arbitrary false.
Proof.
move=> c_n [d [A [b [h0 [pts [fam _ [//|b0] orbP decP]]]]]].
have dA x : is_diag_mx (A x).
  by have := fam x; case: c c_n {fam} => //= _; first [case/andP | by []].
have permf u v (uv : perm_eq u v) : f u = f v := diagonal_perm dA b0 decP uv.
suff [real [N [zeta [prim re_zeta size_n per]]]] : exists (real : bool) N zeta,
    [/\ N.-primitive_root zeta, real -> zeta \is Num.real,
        (size (count_factors real zeta) <= n)%N
      & forall x u, arun A b h0 (u ++ nseq N x ++ [:: x]) =
          arun A b h0 (u ++ [:: x])].
  apply: (counted (prim_order_gt0 prim) permf _
    (count_reflector prim re_zeta) size_n (count_step prim re_zeta)
    (count_real zeta)) => [x u|k l|k l].
  - by apply: (diagonal_period dA b0 decP); apply: per.
  - by move/(count_same prim).
  by move/(count_same prim).
case: c c_n fam => //= c_n fam.
- exists true, 1%N, 1; split=> //; first exact: prim1.
    by rewrite /count_factors /scaling eqxx.
  move=> x u; apply: (nonneg_diag_forgets dA orbP u [:: x] [::]) => s i.
  by have /andP[_ /forallP] := fam s.
- exists true, 2%N, (-1); split=> //; first exact: prim2.
  + by move=> _; rewrite rpredN real1.
  + exact: leq_trans (count_factors_size true _) c_n.
  move=> x u; apply: (real_diag_forgets dA orbP u [:: x] [::]) => s i.
  by have /andP[_ /forallP] := fam s.
have [zeta prim] := C_prim_root_exists (fact_gt0 (size pts)).
exists false, (size pts)`!, zeta; split=> //.
  exact: leq_trans (count_factors_size false _) c_n.
move=> x u; have := diag_periodic dA orbP 1 u [:: x] [::].
suff -> : wpow [:: x] ((size pts)`! * 1) = nseq (size pts)`! x by [].
by rewrite muln1; elim: (_`!) => //= k IHk; rewrite wpowS IHk.
Qed.

(* When the claim of one certificate proves another one.                      *)
(*                                                                            *)
(*   contains c r == every matrix of c is one of r                            *)
(*   fits m n     == the bound n is no less than the bound m                  *)
(*   below c m r n == what matrices of c track within the bound m, those of r *)
(*                   track within n, with any decoder, + b or not             *)
(*   whole c m    == the matrices of a single block of the size m, or for     *)
(*                   m = 1 the diagonal ones, among which those of c are      *)
(*   larger c m r n == the same as below, by way of such a class as well      *)
(*   further c m plain free == classes that track what those of c do within   *)
(*                   the bound m by other numbers of units: if nothing is     *)
(*                   added where plain, if the decoder is any where free      *)
(*   in_stacks c r == r is not by heads where c is by units, of which one     *)
(*                   that reads other layers may meet any numbers             *)
(*   question     == restriction, bound, decoder, additive term               *)
(*   answered f q == some recurrence as the question q asks gives f           *)
(*   follows p q  == whatever answers the question p answers q                *)
(*   answered_in f l q == some stack of l layers or less, or one recurrence   *)
(*                   if l is 1, as the question q asks gives f                *)
(*   follows_in l p k q == what answers p in l layers answers q in k          *)

Definition contains (c r : restriction) : bool :=
  match c, r with
  | DiagonalNonnegative, (DiagonalNonnegative | DiagonalReal | Rotation
      | TriangularNonnegative | TriangularReal | TriangularComplex) => true
  | DiagonalReal, (DiagonalReal | Rotation | TriangularReal
      | TriangularComplex) => true
  | Rotation, (Rotation | TriangularComplex) => true
  | TriangularNonnegative, (TriangularNonnegative | TriangularReal
      | TriangularComplex) => true
  | TriangularReal, (TriangularReal | TriangularComplex) => true
  | TriangularComplex, TriangularComplex => true
  | Permutation, (Permutation | Orthogonal) => true
  | Orthogonal, Orthogonal => true
  | _, _ => false
  end.

Definition fits (m n : option nat) : bool :=
  if n is Some l then (if m is Some k then (k <= l)%N else false) else true.

Definition within_blocks (c : class) (k : nat) (real : bool) : bool :=
  match c with
  | Ruled DiagonalNonnegative | Ruled DiagonalReal => true
  | Ruled Rotation => ~~ real || (2 <= k)%N
  | BlockReal l => (0 < l <= k)%N
  | BlockComplex l =>
      (0 < l)%N && (if real then (l + l <= k)%N else (l <= k)%N)
  | _ => false
  end.

Definition within_heads (c : class) (k : nat) : bool :=
  match c with
  | Ruled DiagonalNonnegative | Ruled DiagonalReal => (0 < k)%N
  | Ruled Rotation => (2 <= k)%N
  | Householder l | HouseholderHeads l => (l <= k)%N
  | _ => false
  end.

Definition below (c : class) (m : option nat) (r : class) (n : option nat) :=
  match r with
  | ColumnOneHot => (n == None) || fits m n &&
      match c with ColumnOneHot | Ruled Permutation => true | _ => false end
  | PD => (n == None) || fits m n &&
      match c with
      | PD | ColumnOneHot | Ruled Permutation => true
      | _ => false
      end
  | Full => (n == None) || fits m n &&
      match c with
      | Full | PD | ColumnOneHot | Ruled Permutation | Ruled Orthogonal => true
      | _ => false
      end
  | Ruled t =>
      if c is Ruled s then fits m n && contains s t ||
        [&& s == Orthogonal, t == Permutation & n == None]
      else false
  | BlockReal k => (n == None) && within_blocks c k true
  | BlockComplex k => (n == None) && within_blocks c k false
  | Householder k =>
      (n == None) && (if c is Householder l then (l <= k)%N else false)
  | HouseholderHeads k => (n == None) && within_heads c k
  | CPReal k => (n == None) && (if c is CPReal l then (l <= k)%N else false)
  | CPComplex k => (n == None) &&
      match c with CPReal l | CPComplex l => (l <= k)%N | _ => false end
  end.

Definition whole (c : class) (m : option nat) : option class :=
  match m, c with
  | Some 1%N, (Full | PD) => Some (Ruled Rotation)
  | Some 1%N, Ruled Orthogonal => Some (Ruled DiagonalReal)
  | Some 1%N, (Ruled Permutation | ColumnOneHot) =>
      Some (Ruled DiagonalNonnegative)
  | Some l, (Full | PD) => Some (BlockComplex l)
  | Some l, (Ruled Orthogonal | Ruled Permutation | ColumnOneHot) =>
      Some (BlockReal l)
  | _, _ => None
  end.

Definition larger (c : class) (m : option nat) (r : class) (n : option nat) :=
  [|| below c m r n,
      (if whole c m is Some c' then below c' None r n else false)
    | [&& isSome (whole c m), m == Some 1%N
        & if r is PD then fits m n else false]].

Definition further (c : class) (m : option nat) (plain free : bool) :
    seq class :=
  match (if whole c m is Some c' then c' else c) with
  | Ruled DiagonalNonnegative =>
      if plain && free then [:: Householder 1] else [::]
  | Ruled DiagonalReal => if plain && free then [:: Householder 2] else [::]
  | Ruled Rotation => if plain && free then [:: Householder 3] else [::]
  | CPReal l => [:: BlockReal l.+1, BlockComplex l.+1, CPReal (l + (l + l)) &
      (if plain && (0 < l)%N then [:: BlockReal (l + l)] else [::]) ++
      if l == 1%N then
        [:: Ruled TriangularReal; Ruled TriangularComplex; BlockReal 2;
          HouseholderHeads 2] ++
        if plain || free then [:: Householder 2] else [::]
      else [::]]
  | CPComplex l => [:: BlockComplex l.+1, CPReal (l + (l + l)) &
      (if plain && (0 < l)%N then [:: BlockReal (l + l)] else [::]) ++
      if l == 1%N then
        [:: Ruled TriangularComplex; BlockReal 2; HouseholderHeads 2] ++
        if plain || free then [:: Householder 3] else [::]
      else [::]]
  | _ => [::]
  end.

Definition is_heads (c : class) :=
  if c is HouseholderHeads _ then true else false.

Definition of_units (c : class) :=
  match c with Ruled _ | ColumnOneHot | Full | PD => true | _ => false end.

Definition in_stacks (c r : class) : bool := ~~ (is_heads r && of_units c).

Lemma whole_units c m c' : whole c m = Some c' -> of_units c.
Proof. by case: c => // ?; case: m => [[|[|?]]|]. Qed.

Lemma diag_upper d (A : 'M[algC]_d) : is_diag_mx A -> is_upper A.
Proof.
move/is_diag_mxP=> dA; apply/forallP=> i; apply/forallP=> j; apply/implyP=> lt.
by rewrite dA // neq_ltn lt orbT.
Qed.

Lemma contains_member c r d (A : 'M[algC]_d) :
  contains c r -> member c A -> member r A.
Proof.
have nonneg : [forall i, 0 <= A i i] -> [forall i, A i i \is Num.real].
  by move/forallP=> ge0; apply/forallP=> i; apply: ger0_real.
have upper := @diag_upper d A.
case: c => //.
- by case: r => // _ /andP[dA ge0]; rewrite /member ?dA ?ge0 ?upper ?nonneg.
- by case: r => // _ /andP[dA re]; rewrite /member ?dA ?re ?upper.
- by case: r => // _; apply: upper.
- by case: r => // _ /andP[uA ge0]; rewrite /member ?uA ?ge0 ?nonneg.
- by case: r => // _ /andP[uA re]; rewrite /member ?uA ?re.
- by case: r.
- case: r => // _ /is_perm_mxP[s ->].
  apply/andP; split; first by rewrite tr_perm_mx -perm_mxM mulVg perm_mx1.
  by apply/forallP=> i; apply/forallP=> j; rewrite !mxE rpred_nat.
by case: r.
Qed.

Lemma one_hot_pd d (A : 'M[algC]_d) : in_class ColumnOneHot A -> in_class PD A.
Proof.
move=> /forallP hot; apply/forallP=> j; apply/forallP=> i; apply/forallP=> k.
have /existsP[l /forallP Al] := hot j; rewrite !(eqP (Al _)) !pnatr_eq0 !eqb0.
by rewrite !negbK; apply/implyP=> /eqP->; apply/implyP=> /eqP->.
Qed.

Lemma permutation_one_hot d (A : 'M[algC]_d) :
  in_class (Ruled Permutation) A -> in_class ColumnOneHot A.
Proof.
case/is_perm_mxP=> s ->; apply/forallP=> j; apply/existsP; exists (s^-1 j)%g.
apply/forallP=> k; rewrite !mxE.
by rewrite -(inj_eq (@perm_inj _ s) _ (s^-1 j)%g) permKV.
Qed.

Lemma one_hot_entry d (A : 'M[algC]_d) i j :
  in_class ColumnOneHot A -> exists k : bool, A i j = k%:R.
Proof.
move=> /forallP/(_ j)/existsP[k /forallP/(_ i)/eqP->].
by exists (i == k).
Qed.

Definition real_whole (c : class) : bool :=
  match c with
  | Ruled Orthogonal | Ruled Permutation | ColumnOneHot => true
  | _ => false
  end.

Lemma whole_real c d (A : 'M[algC]_d) i j :
  real_whole c -> in_class c A -> A i j \is Num.real.
Proof.
case: c => // [[]|] //= _.
- by move/permutation_one_hot=> /(one_hot_entry i j)[k ->]; exact: rpred_nat.
- by case/andP=> _ /forallP/(_ i)/forallP.
by move=> /(one_hot_entry i j)[k ->]; exact: rpred_nat.
Qed.

Lemma whole_diag d (A : 'M[algC]_d) : (d <= 1)%N -> is_diag_mx A.
Proof.
move=> d1; apply/is_diag_mxP=> i j.
have lt0 (k : 'I_d) : k = 0%N :> nat.
  by apply/eqP; rewrite -leqn0 -ltnS (leq_trans (ltn_ord k)).
by rewrite !lt0 eqxx.
Qed.

(* How the inclusions pass from matrices to what is realized, in one layer or *)
(* in stacks.                                                                 *)
Definition narrow (m : option nat) (d : nat) : bool :=
  if m is Some size then (d <= size)%N else true.

Lemma narrow_fits m n d : fits m n -> narrow m d -> narrow n d.
Proof. by case: n m => [l|] [k|] //= le_kl /leq_trans->. Qed.

Section Classes.
Variables (K : Type) (d : nat) (A : K -> 'M[algC]_d).

Lemma family_contains s t : contains s t -> in_family A (Ruled s) ->
  in_family A (Ruled t).
Proof. by move=> st fam x; apply: contains_member (fam x). Qed.

Lemma family_diagonal c : c = Ruled DiagonalNonnegative \/ c = Ruled DiagonalReal ->
  in_family A c -> forall x, is_diag_mx (A x) && [forall i, A x i i \is Num.real].
Proof.
move=> Dc fam x; have := fam; case: Dc => -> /(_ x) //=.
by move/(@contains_member DiagonalNonnegative DiagonalReal _ _ isT).
Qed.

Lemma family_real_diagonal c k (real : bool) :
  c = Ruled DiagonalNonnegative \/ c = Ruled DiagonalReal -> in_family A c ->
  in_family A (if real then BlockReal k else BlockComplex k).
Proof.
move=> Dc fam; have A_re := family_diagonal Dc fam.
have nz x i j : A x i j != 0 -> (i %/ k == j %/ k)%N.
  have /andP[/is_diag_mxP dA _] := A_re x => nz.
  suff -> : i = j by []; apply/eqP; apply: contraR nz => ne.
  by apply/eqP/dA.
case: real => [|x]; [left=> x|]; apply/forallP=> i; apply/forallP=> j;
  last exact/implyP/nz.
rewrite andbC; apply/andP; split; first exact/implyP/nz.
have /andP[/is_diag_mxP dA /forallP re] := A_re x.
by have [->|/dA->] := eqVneq i j; [apply: re|apply: real0].
Qed.

Lemma family_rotation k : in_family A (Ruled Rotation) -> in_family A (BlockComplex k).
Proof.
move=> fam x; have := fam x => /= dA.
apply/forallP=> i; apply/forallP=> j; apply/implyP=> nz.
by have [->//|ne] := eqVneq i j; rewrite (is_diag_mxP dA) ?eqxx in nz.
Qed.

Lemma family_complex l : in_family A (BlockReal l) -> in_family A (BlockComplex l).
Proof.
case=> [fam|[_ dA]] x; apply/forallP=> i; apply/forallP=> j.
  by have /forallP/(_ i)/forallP/(_ j)/andP[] := fam x.
apply/implyP=> nz; have [->//|ne] := eqVneq i j.
by rewrite (is_diag_mxP (dA x)) ?eqxx in nz.
Qed.

Lemma family_product l k : (l <= k)%N ->
  in_family A (Householder l) -> in_family A (Householder k).
Proof.
move=> le_lk [fs fsP]; exists fs => x; have [-> refl sz] := fsP x.
by split=> //; apply: leq_trans le_lk.
Qed.

Lemma family_heads c l k : c = Householder l \/ c = HouseholderHeads l ->
  (l <= k)%N -> in_family A c -> in_family A (HouseholderHeads k).
Proof.
case=> -> le_lk [] => [fs fsP|head [fs fsP]].
  exists (fun=> 0%N), fs => x; have [-> refl sz] := fsP x; split=> //.
    by move=> g _; exists 0%N; apply/forallP=> i; rewrite eqxx implybT.
  by move=> h; rewrite (leq_trans (count_size _ _)) // (leq_trans sz).
exists head, fs => x; have [-> refl lie cnt] := fsP x; split=> // h.
exact: leq_trans (cnt h) le_lk.
Qed.

Lemma family_columns (real real' : bool) l k : (l <= k)%N -> (real' -> real) ->
  cp_factors A real l -> cp_factors A real' k.
Proof.
move=> le_lk sub_re [r [U [V [w [le_rl AE re]]]]].
exists r, U, V, w; split=> //; first exact: leq_trans le_lk.
by move/sub_re.
Qed.

Lemma family_block c l : narrow (Some l) d -> in_family A c ->
  (real_whole c -> in_family A (BlockReal l)) /\ in_family A (BlockComplex l).
Proof.
move=> dl fam; have quotient (i j : 'I_d) : (i %/ l == j %/ l)%N.
  by rewrite !divn_small // (leq_trans (ltn_ord _)).
split=> [cP|x]; last first.
  by apply/forallP=> i; apply/forallP=> j; rewrite quotient implybT.
left=> x; apply/forallP=> i; apply/forallP=> j.
rewrite quotient implybT andbT (@whole_real c) //.
by case: c cP fam => // [[]|] // _ fam; apply: fam.
Qed.

Lemma family_unit c : narrow (Some 1%N) d -> in_family A c ->
  [/\ in_family A (Ruled Rotation), in_family A PD,
      c = Ruled Orthogonal -> in_family A (Ruled DiagonalReal)
    & c = Ruled Permutation \/ c = ColumnOneHot ->
      in_family A (Ruled DiagonalNonnegative)].
Proof.
move=> d1 fam; have diag x := whole_diag (A x) d1; split=> // [x|Dc x|Dc x].
- apply/forallP=> j; apply/forallP=> i; apply/forallP=> k.
  apply/implyP=> _; apply/implyP=> _; apply/eqP/val_inj.
  have lt0 (q : 'I_d) : q = 0%N :> nat.
    by apply/eqP; rewrite -leqn0 -ltnS (leq_trans (ltn_ord q)).
  by rewrite /= !lt0.
- rewrite Dc in fam; apply/andP; split=> //.
  by apply/forallP=> i; apply: (@whole_real (Ruled Orthogonal)); rewrite //; apply: fam.
have hot : in_class ColumnOneHot (A x).
  by case: Dc fam => -> fam; [apply/permutation_one_hot/fam|apply: fam].
apply/andP; split=> //; apply/forallP=> i.
by have [k ->] := one_hot_entry i i hot; exact: ler0n.
Qed.
End Classes.

Section World.
Variable realized : class -> option nat -> Prop.
Implicit Types (c r : class) (m n : option nat).
Hypothesis sub : forall c m r n, fits m n -> (of_reals r n -> of_reals c m) ->
  (forall (K : Type) d (A : K -> 'M[algC]_d), narrow m d ->
     in_family A c -> in_family A r) -> realized c m -> realized r n.
Hypothesis hot : forall c m, realized c m -> realized ColumnOneHot None.
Hypothesis permuted : forall m,
  realized (Ruled Orthogonal) m -> realized (Ruled Permutation) None.
Hypothesis carry : forall c r, ~~ of_reals r None -> carried c r ->
  realized c None -> realized r None.

Lemma below_in c m r n : in_stacks c r -> below c m r n ->
  realized c m -> realized r n.
Proof.
have none (o : option nat) : o == None -> o = None by move/eqP.
case: r => [t||||k|k|k|k|k|k] /= plain.
- case: c plain => // s _ /orP[/andP[fit cs]|/and3P[/eqP-> /eqP-> /none->]];
    last exact: permuted.
  apply: sub => //; last by move=> K d A _; apply: family_contains.
  by case: s t cs n m fit => [] [] //= _ [l|] [k|].
- case/orP=> [/none->|/andP[fit cP]]; first exact: hot.
  case: c cP {plain} => // [[]|] // _; apply: sub => //.
  + by case: n m fit => [l|] [k|].
  + by move=> K d A _ fam x; apply/permutation_one_hot/fam.
  by case: n m fit => [l|] [k|].
- by case/orP=> [/none->|/andP[fit _]]; [move/hot|]; apply: sub.
- case/orP=> [/none->|/andP[fit cP]].
    by move/hot; apply: sub => // K d A _ fam x; apply/one_hot_pd/fam.
  apply: sub => // K d A _ fam x.
  case: c cP fam {plain} => // [[]|] // _ fam; apply: one_hot_pd.
    exact/permutation_one_hot/fam.
  exact: fam.
- case/andP=> /none->; case: c plain => // [[]|l|l] //= _.
  + by move=> _; apply: sub => // K d A _; apply: (@family_real_diagonal K d A _ k true); left.
  + by move=> _; apply: sub => // K d A _; apply: (@family_real_diagonal K d A _ k true); right.
  + by move=> k_ge2; apply: sub => // K d A _ fam; right.
  + case/andP=> l_gt0 le_lk re.
    apply: (@carry (BlockReal l)) => //; first exact: block_real_more.
    exact: sub re.
  case/andP=> l_gt0 le_lk re; apply: (@carry (BlockComplex l)) => //.
    exact: block_complex_real.
  exact: sub re.
- case/andP=> /none->; case: c plain => // [[]|l|l] //= _.
  + by move=> _; apply: sub => // K d A _; apply: (@family_real_diagonal K d A _ k false); left.
  + by move=> _; apply: sub => // K d A _; apply: (@family_real_diagonal K d A _ k false); right.
  + by move=> _; apply: sub => // K d A _; apply: family_rotation.
  + case/andP=> l_gt0 le_lk re; apply: (@carry (BlockComplex l)) => //.
      exact: block_complex_more.
    by apply: sub re => // K d A _; apply: family_complex.
  case/andP=> l_gt0 le_lk re; apply: (@carry (BlockComplex l)) => //.
    exact: block_complex_more.
  exact: sub re.
- case/andP=> /none->; case: c {plain} => // l le_lk.
  by apply: sub => // K d A _; apply: family_product.
- case/andP=> /none->; case: c plain => // l _ le_lk; apply: sub => // K d A _.
    by apply: (@family_heads K d A _ l) => //; left.
  by apply: (@family_heads K d A _ l) => //; right.
- case/andP=> /none->; case: c {plain} => // l le_lk; apply: sub => // K d A _.
  exact: (@family_columns K d A true true).
case/andP=> /none->; case: c {plain} => // l le_lk; apply: sub => // K d A _.
  exact: (@family_columns K d A true false).
exact: (@family_columns K d A false false).
Qed.

Lemma whole_in c m c' : whole c m = Some c' -> realized c m -> realized c' None.
Proof.
case: m => // l; case: l => [|[|l]]; case: c => // [[]|||] //= [<-];
  apply: sub => // K d A nar fam;
  first [by have [_] := family_block nar fam
    | by have [+ _] := family_block nar fam; apply
    | by have [] := family_unit nar fam
    | by have [_ _ + _] := family_unit nar fam; apply
    | by have [_ _ _] := family_unit nar fam; apply; by [left|right]].
Qed.

Lemma larger_in c m r n : in_stacks c r -> larger c m r n ->
  realized c m -> realized r n.
Proof.
move=> plain; case/or3P=> [/(below_in plain) //||].
  case Dc: (whole c m) => [c'|//] /below_in le re.
  apply: le (whole_in Dc re); move: plain; rewrite /in_stacks (whole_units Dc).
  by rewrite andbT => /negbTE->.
case/and3P=> _ /eqP->; case: r plain => // _ fit; apply: sub => // K d A nar fam.
by have [] := family_unit nar fam.
Qed.
End World.

Lemma within_sub c m r n d (pts : seq 'cV[algC]_d) : fits m n ->
  (of_reals r n -> of_reals c m) -> within c m pts -> within r n pts.
Proof.
rewrite /within => fit re /andP[wi pts_re]; apply/andP; split.
  by case: n m fit wi {re pts_re} => [l|] [k|] //= le_kl /leq_trans->.
by apply/implyP=> /re re_c; rewrite re_c in pts_re.
Qed.

Section Below.
Variables (L : finType) (f : seq L -> nat) (dec : decoder) (additive : bool).
Implicit Types (c r : class) (m n : option nat).
Local Notation realized c m := (realizable f c m dec additive).

Let sub c m r n : fits m n -> (of_reals r n -> of_reals c m) ->
  (forall (K : Type) d (A : K -> 'M[algC]_d), narrow m d ->
     in_family A c -> in_family A r) -> realized c m -> realized r n.
Proof.
move=> fit re fam [d [A [b [h0 [pts [famA wi add orbP decP]]]]]].
exists d, A, b, h0, pts; split=> //; last exact: within_sub wi.
by apply: fam famA; case/andP: wi.
Qed.

Let one_hot c m : realized c m -> realized ColumnOneHot None.
Proof.
move=> [d [A [b [h0 [pts [_ _ _ orbP decP]]]]]].
by apply: (realizable_orbit (orbP := orbP) decP) => // x; apply: orbit_one_hot.
Qed.

Let heads c m k :
  (c = Ruled DiagonalNonnegative \/ c = Ruled DiagonalReal) /\
    (0 < k)%N \/ c = Ruled Rotation /\ (2 <= k)%N ->
  realized c m -> realized (HouseholderHeads k) None.
Proof.
move=> Dc [d [A [b [h0 [pts [fam _ add orbP decP]]]]]].
case: Dc => [[Dc k_gt0]|[Dc k_ge2]]; last first.
  apply: (diagonal_heads _ add orbP decP k_ge2) => x; rewrite Dc in fam.
  exact: fam.
have A_re := family_diagonal Dc fam.
apply: (real_diagonal_heads _ add orbP decP _ k_gt0) => x.
  by have /andP[] := A_re x.
by move=> i; have /andP[_ /forallP] := A_re x.
Qed.

Let orthogonal_permutation m :
  realized (Ruled Orthogonal) m -> realized (Ruled Permutation) None.
Proof.
move=> [d [A [b [h0 [pts [fam _ _ orbP decP]]]]]].
apply: (realizable_orbit (orbP := orbP) decP) => // x; apply: orbit_permutes.
exact: (@member_unit _ _ _ A Orthogonal).
Qed.

Let carry c r : ~~ of_reals r None -> carried c r -> realized c None -> realized r None.
Proof. exact: realizable_carried. Qed.

Theorem below_sound c m r n : below c m r n -> realized c m -> realized r n.
Proof.
have [plain|] := boolP (in_stacks c r); first exact: (below_in sub one_hot).
rewrite /in_stacks /of_units negbK; case: r => //= k.
case: c => [[]||||?|?|?|?|?|?] //= _; rewrite ?andbF //;
  case/andP=> /eqP-> le_k; apply: heads.
- by left; split=> //; left.
- by left; split=> //; right.
by right.
Qed.

Let whole_sound c m c' : whole c m = Some c' -> realized c m -> realized c' None.
Proof. exact: (whole_in sub). Qed.

Theorem larger_sound c m r n : larger c m r n -> realized c m -> realized r n.
Proof.
case/or3P=> [/below_sound //||]; last first.
  by case: r => // [||||?|?|?|?|?|?]; rewrite ?andbF // => le;
    apply: (larger_in sub one_hot orthogonal_permutation carry) => //; apply/or3P/Or33.
case Dc: (whole c m) => [c'|//] /below_sound le real_c.
exact/le/(whole_sound Dc).
Qed.

Let real_columns l m :
  realized (CPReal l) m -> realized (CPComplex l) None.
Proof. exact: (@below_sound (CPReal l) m (CPComplex l) None (leqnn l)). Qed.

Let one_column m : realized (CPComplex 1) m ->
  realized (BlockReal 2) None /\ realized (HouseholderHeads 2) None.
Proof.
case/(column_either (leqnn 2)) => [rot|[//]].
by split; apply: below_sound rot.
Qed.

Let plain_halves l m : ~~ additive && (0 < l)%N ->
  realized (CPComplex l) m -> realized (BlockReal (l + l)) None.
Proof.
case/andP; case: (additive) => // _ l_gt0.
exact: columns_halves l_gt0 (leqnn _).
Qed.

Let freed : ~~ additive || (if dec is Arbitrary then true else false) ->
  ~~ additive \/ dec = Arbitrary.
Proof. by case/orP=> [|dA]; [left|right; case: (dec) dA]. Qed.

Let counts (t : restriction) m (k : nat) : match t with
    | DiagonalNonnegative => (0 < k)%N
    | DiagonalReal => (1 < k)%N
    | Rotation => (2 < k)%N
    | _ => false
    end -> ~~ additive && (if dec is Arbitrary then true else false) ->
  realized (Ruled t) m -> realized (Householder k) None.
Proof.
move=> t_n; case: (additive) => //=; case: (dec) => // _.
exact: counted_householder.
Qed.

Theorem further_sound c m q :
  List.In q (further c m (~~ additive) (if dec is Arbitrary then true else false)) ->
  realized c m -> realized q None.
Proof.
have [c' [m' [Dc real_c]]] : exists c' m',
    (if whole c m is Some c' then c' else c) = c' /\
    (realized c m -> realized c' m').
  case Dw: (whole c m) => [c'|]; [exists c', None|exists c, m]; split=> //.
  exact: whole_sound.
rewrite /further Dc => q_in /real_c {real_c}; move: q_in.
case: c' {Dc} => [[]||||?|?|?|?|l|l] //=.
- by case: ifP => // free [<-|//]; apply: (@counts DiagonalNonnegative _ 1 isT free).
- by case: ifP => // free [<-|//]; apply: (@counts DiagonalReal _ 2 isT free).
- by case: ifP => // free [<-|//]; apply: (@counts Rotation _ 3 isT free).
- case=> [<-|[<-|[<-|]]]; first exact: (@columns_blocks _ _ _ _ true).
  + by move/real_columns; apply: (@columns_blocks _ _ _ _ false).
  + by move/real_columns; apply: columns_real (leqnn _).
  case/List.in_app_iff => [|].
    case: ifP => // plain [<-|//] /real_columns.
    exact: plain_halves plain.
  case: eqP => // ->; case/(List.in_app_iff [:: _; _; _; _]).
    case=> [<-|[<-|[<-|[<-|//]]]]; first exact: (@column_triangular _ _ _ _ true).
    + by move/real_columns; apply: (@column_triangular _ _ _ _ false).
    + by move/real_columns/one_column=> [].
    by move/real_columns/one_column=> [].
  case: ifP => // /freed free [<-|//].
  exact: (@column_householder _ _ _ _ true _ _ _ free).
case=> [<-|[<-|]]; first exact: (@columns_blocks _ _ _ _ false).
  exact: columns_real (leqnn _).
case/List.in_app_iff => [|].
  case: ifP => // plain [<-|//]; exact: plain_halves plain.
case: eqP => // ->; case/(List.in_app_iff [:: _; _; _]).
  case=> [<-|[<-|[<-|//]]]; first exact: (@column_triangular _ _ _ _ false).
    by move/one_column=> [].
  by move/one_column=> [].
case: ifP => // /freed free [<-|//].
exact: (@column_householder _ _ _ _ false _ _ _ free).
Qed.
End Below.

Record question := Question {
  asked : class;
  width_bound : option nat;
  by_decoder : decoder;
  with_term : bool
}.

Definition answered (L : Type) (f : seq L -> nat) (q : question) : Prop :=
  realizable f (asked q) (width_bound q) (by_decoder q) (with_term q).

Definition is_free (d : decoder) := if d is Arbitrary then true else false.

Definition follows (p q : question) : bool :=
  [&& is_free (by_decoder q) || ~~ is_free (by_decoder p),
      with_term p ==> with_term q
    & larger (asked p) (width_bound p) (asked q) (width_bound q) ||
      has (fun c => below c None (asked q) (width_bound q))
        (further (asked p) (width_bound p) (~~ with_term p)
          (is_free (by_decoder q)))].

(* What answers a question answers those that follow.                         *)
Theorem follows_sound (L : finType) (f : seq L -> nat) p q :
  follows p q -> answered f p -> answered f q.
Proof.
case/and3P=> decs terms le_pq; rewrite /answered => real_p.
have {real_p} : realizable f (asked p) (width_bound p) (by_decoder q) (with_term p).
  case: real_p => [d [A [b [h0 [pts [fam wi add orbP decP]]]]]].
  exists d, A, b, h0, pts; split=> //.
  case: (by_decoder q) (by_decoder p) decs decP => [] [] // _ lin.
  exact: linear_arbitrary lin.
have {le_pq} le : realizable f (asked p) (width_bound p) (by_decoder q)
      (with_term p) ->
    realizable f (asked q) (width_bound q) (by_decoder q) (with_term p).
  case/orP: le_pq => [/larger_sound|]; first exact.
  have further_p := @further_sound L f (by_decoder q) (with_term p) (asked p)
    (width_bound p).
  elim: (further _ _ _ _) further_p => //= c cs IHcs further_p.
  case/orP=> [le_c|/IHcs IH]; last by apply: IH => q' q_in; apply: further_p; right.
  by move/(further_p c (or_introl erefl))/(below_sound le_c).
case/le=> [d [A [b [h0 [pts [fam wi add orbP decP]]]]]].
exists d, A, b, h0, pts; split=> //.
by case: add => [term|]; [left; move: terms; rewrite term|right].
Qed.

(* Stacks of layers.                                                          *)
Lemma states_one_hot (L : finType) (f : seq L -> nat) (V : choiceType)
    (step : V -> L -> V) s0 pts (g : V -> nat) :
  orbit_in step s0 pts -> (forall w, g (foldl step s0 w) = f w) ->
  exists n (A : L -> 'M[algC]_n) h0 pts',
  [/\ orbit_in (astep A (fun=> 0)) h0 pts', decodes f Arbitrary A (fun=> 0) h0
    & (forall x, injective (step^~ x)) -> forall x, A x \in unitmx].
Proof.
move=> orbP gP; have [P [next [v [p0 [v0 vP v_inj _]]]]] := reached_points orbP.
have runE w : foldl step s0 w = v (foldl next p0 w).
  by rewrite -v0; elim: w p0 {v0} => //= x w IHw p; rewrite vP IHw.
have hotE w : arun (trans_mx [comRingType of algC] next) (fun=> 0) (onehot p0) w =
    onehot (foldl next p0 w).
  elim: w p0 {v0 runE} => //= x w IHw p; rewrite -IHw /arun /=.
  by rewrite /astep addr0 trans_mx_onehot.
exists #|P|, (trans_mx [comRingType of algC] next), (onehot p0), [seq onehot p | p <- enum P].
split=> [w||inj x].
- by rewrite -/(arun _ _ _ _) hotE map_f ?mem_enum.
- exists (fun h => if [pick p | onehot p == h] is Some p then g (v p) else 0%N) => w.
  rewrite hotE; case: pickP => [p /eqP/onehot_inj->|/(_ (foldl next p0 w))].
    by rewrite -runE gP.
  by rewrite eqxx.
have next_inj : injective (next^~ x).
  by move=> p q e; apply/v_inj/(inj x); rewrite !vP e.
by have /mulmx1_unit[] := trans_mx_orthogonal [comRingType of algC] next_inj.
Qed.

Section Layers.
Variables (L : finType) (f : seq L -> nat) (l : nat) (dec : decoder).
Variable additive : bool.
Hypothesis l_gt0 : (0 < l)%N.
Implicit Types (c r : class) (m n : option nat).
Local Notation layered c m := (stacked f l c m dec additive).

Let sub c m r n : fits m n -> (of_reals r n -> of_reals c m) ->
  (forall (K : Type) d (A : K -> 'M[algC]_d), narrow m d ->
     in_family A c -> in_family A r) -> layered c m -> layered r n.
Proof.
move=> fit re fam [k [V [D [step [flat [s0 [pts [le_k tow orb reals rd]]]]]]]].
exists k, V, D, step, flat, s0, pts; split=> //; last by move/re/reals.
elim: tow {le_k orb reals rd} => [|k' V' D' step' flat' d A b _ IH famA wi b0].
  exact: NoLayer.
by apply: OnTop IH _ _ b0; [apply: fam famA|apply: narrow_fits fit wi].
Qed.

Let states c m : layered c m ->
  exists (V : choiceType) (step : V -> L -> V) s0 pts (g : V -> nat),
  [/\ orbit_in step s0 pts, forall w, g (foldl step s0 w) = f w
    & c = Ruled Orthogonal -> forall x, injective (step^~ x)].
Proof.
case=> k [V [D [step [flat [s0 [pts [_ tow orb _ /reads_arbitrary[g gP]]]]]]]].
exists V, step, s0, pts, (g \o flat); split=> // Dc; rewrite Dc in tow.
elim: tow {orb gP g s0 pts} => [|k' V' D' step' flat' d A b _ IH fam _ _] x.
  by move=> [] [].
move=> [v h] [v' h'] /= [/IH e]; rewrite -{v'}e => /addIr.
have uA := @member_unit _ _ _ (A v) Orthogonal isT (fun y => fam (v, y)) x.
by move/(can_inj (mulKmx uA))->.
Qed.

Let hot c m : layered c m -> layered ColumnOneHot None.
Proof.
case/states=> V [step [s0 [pts [g [orb gP _]]]]].
have [n [A [h0 [pts' [orb' dec' _]]]]] := states_one_hot orb gP.
apply: realizable_stacked => //; apply: (realizable_orbit (orbP := orb') dec') => // x.
exact: orbit_one_hot.
Qed.

Let permuted m : layered (Ruled Orthogonal) m -> layered (Ruled Permutation) None.
Proof.
case/states=> V [step [s0 [pts [g [orb gP /(_ erefl) inj]]]]].
have [n [A [h0 [pts' [orb' dec' /(_ inj) uA]]]]] := states_one_hot orb gP.
apply: realizable_stacked => //; apply: (realizable_orbit (orbP := orb') dec') => // x.
exact: orbit_permutes.
Qed.

(* A stack runs as another one, layer by layer.                               *)
Lemma tower_carried c r add k (V : choiceType) D (step : V -> L -> V)
    (flat : V -> 'cV[algC]_D) : carried c r -> tower c None add k step flat ->
  exists (V' : choiceType) D' (step' : V' -> L -> V') (flat' : V' -> 'cV[algC]_D')
    (to : V -> V') (fro : V' -> V) (T : 'cV[algC]_D -> 'cV[algC]_D')
    (U : 'cV[algC]_D' -> 'cV[algC]_D) (row : 'rV[algC]_D -> 'rV[algC]_D'),
  [/\ tower r None add k step' flat', cancel to fro,
      forall v x, to (step v x) = step' (to v) x,
      forall v, flat' (to v) = T (flat v)
    & cancel T U /\ forall y h, 'Re ((row y *m T h) 0 0) = 'Re ((y *m h) 0 0)].
Proof.
move=> car; elim=> {k V D step flat} [|k V D step flat d A b _ IH fam _ b0].
  exists unit_choiceType, 0%N, (fun v _ => v), (fun=> 0), id, id, id, id, id.
  by split=> //; apply: NoLayer.
have [V' [D' [step' [flat' [to [fro [T [U [row]]]]]]]]] := IH.
case=> tow toK to_step flatE [TK rowP].
have [e [B [T1 [U1 [row1 [famB [T1_step T10 T1K row1P]]]]]]] := car _ _ _ fam.
pose A' v' x := B (fro v', x); pose b' v' x := T1 (b (fro v') x).
exists [choiceType of V' * 'cV[algC]_e], (D' + e)%N.
exists (fun s x => (step' s.1 x, A' s.1 x *m s.2 + b' s.1 x)).
exists (fun s => col_mx (flat' s.1) s.2), (fun s => (to s.1, T1 s.2)).
exists (fun s => (fro s.1, U1 s.2)), (fun h => col_mx (T (usubmx h)) (T1 (dsubmx h))).
exists (fun h => col_mx (U (usubmx h)) (U1 (dsubmx h))).
exists (fun y => row_mx (row (lsubmx y)) (row1 (rsubmx y))); split.
- apply: OnTop tow _ _ _ => //.
    exact: (in_family_along (g := fun p : V' * L => (fro p.1, p.2)) _ famB).
  by case: b0 => [->|b0]; [left|right=> v x; rewrite /b' b0].
- by move=> [v h] /=; rewrite toK T1K.
- by move=> [v h] x /=; rewrite to_step /A' /b' toK (T1_step (v, x)).
- by move=> [v h] /=; rewrite col_mxKu col_mxKd flatE.
split=> [h|y h]; first by rewrite col_mxKu col_mxKd TK T1K vsubmxK.
have -> : y *m h = lsubmx y *m usubmx h + rsubmx y *m dsubmx h.
  by rewrite -mul_row_col hsubmxK vsubmxK.
by rewrite mul_row_col mxE [in RHS]mxE !raddfD /= rowP row1P.
Qed.

Let carry c r : ~~ of_reals r None -> carried c r -> layered c None -> layered r None.
Proof.
move=> nre car [k [V [D [step [flat [s0 [pts [le_k tow orb _ rd]]]]]]]].
have [V' [D' [step' [flat' [to [fro [T [U [row]]]]]]]]] := tower_carried car tow.
case=> tow' toK to_step flatE [TK rowP].
have runE w : foldl step' (to s0) w = to (foldl step s0 w).
  by elim: w s0 {orb rd} => //= x w IHw s; rewrite -to_step IHw.
exists k, V', D', step', flat', (to s0), (map to pts); split=> //.
- by move=> w; rewrite runE map_f.
- by rewrite (negPf nre).
case: dec rd => /= [[ys [rows [beta lin]]]|[g gP]].
  exists ys, (fun y => row (rows y)), beta => w; have [ys_f strict] := lin w.
  split=> // y y_ys ne; rewrite runE flatE.
  rewrite ![in X in _ < X]raddfD ![in X in X < _]raddfD /= !rowP -!raddfD.
  exact: strict.
by exists (g \o U) => w; rewrite runE flatE /= TK.
Qed.

Theorem layered_sound c m r n : in_stacks c r -> larger c m r n ->
  layered c m -> layered r n.
Proof. exact: (larger_in sub hot permuted carry). Qed.
End Layers.

Definition answered_in (L : Type) (f : seq L -> nat) (l : nat) (q : question) : Prop :=
  if l == 1%N then answered f q else
  stacked f l (asked q) (width_bound q) (by_decoder q) (with_term q).

Definition follows_in (l : nat) (p : question) (k : nat) (q : question) : bool :=
  if l == 1%N then (0 < k)%N && follows p q else
  [&& is_free (by_decoder q) || ~~ is_free (by_decoder p),
      with_term p ==> with_term q, (0 < l <= k)%N, in_stacks (asked p) (asked q)
    & larger (asked p) (width_bound p) (asked q) (width_bound q)].

(* What answers a question in layers answers those that follow.               *)
Theorem follows_in_sound (L : finType) (f : seq L -> nat) l p k q :
  follows_in l p k q -> answered_in f l p -> answered_in f k q.
Proof.
rewrite /follows_in /answered_in; case: ifP => [_|l1].
  case/andP=> k_gt0 /(follows_sound (f := f)) fol /fol yes; case: ifP => // _.
  exact: realizable_stacked.
case/and5P=> decs terms /andP[l_gt0 le_lk] plain /(layered_sound l_gt0 plain) le yes.
have k1 : (k == 1%N) = false.
  by apply: contraFF l1 => /eqP k1; rewrite eqn_leq l_gt0 -k1 le_lk.
have : stacked f l (asked q) (width_bound q) (by_decoder q) (with_term p).
  apply: le; case: yes => [j [V [D [step [flat [s0 [pts [le_j tow orb re rd]]]]]]]].
  exists j, V, D, step, flat, s0, pts; split=> //.
  case: (by_decoder q) (by_decoder p) decs rd => [] [] // _ lin.
  exact: reads_arbitrary lin.
rewrite k1 => -[j [V [D [step [flat [s0 [pts [le_j tow orb re rd]]]]]]]].
exists j, V, D, step, flat, s0, pts; split=> //; first exact: leq_trans le_lk.
elim: tow {le_j orb re rd} => [|j' V' D' step' flat' d A b _ IH fam wi b0].
  exact: NoLayer.
apply: OnTop IH fam wi _; case: b0 => [term|b0]; [left|by right].
by move: terms; rewrite term.
Qed.
