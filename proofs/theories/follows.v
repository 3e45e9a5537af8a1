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
(*   question     == restriction, bound, decoder, additive term               *)
(*   answered f q == some recurrence as the question q asks gives f           *)
(*   follows p q  == whatever answers the question p answers q                *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine.
From BilinearTheory Require Import affine_triangular rules householder.
From BilinearTheory Require Import claim inclusion heads few_columns one_column.
From BilinearTheory Require Import one_head counting.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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

Let one_hot c m r : ~~ of_reals r None ->
  (forall d (A : 'M[algC]_d), in_class ColumnOneHot A -> in_class r A) ->
  (forall d (A : L -> 'M[algC]_d), (forall x, in_class r (A x)) ->
     in_family A r) ->
  realized c m -> realized r None.
Proof.
move=> nre sub fam [d [A [b [h0 [pts [_ _ _ orbP decP]]]]]].
apply: (realizable_orbit (orbP := orbP) decP) => //; apply: fam => x.
exact/sub/orbit_one_hot.
Qed.

Let sub c m r n : fits m n -> (of_reals r n -> of_reals c m) ->
  (forall d (A : L -> 'M[algC]_d), in_family A c -> in_family A r) ->
  realized c m -> realized r n.
Proof.
move=> fit re fam; apply: realizable_sub; first exact: fam.
by move=> d pts; apply: within_sub.
Qed.

Let diagonal c k (real : bool) m : c = Ruled DiagonalNonnegative \/
  c = Ruled DiagonalReal -> realized c m ->
  realized (if real then BlockReal k else BlockComplex k) None.
Proof.
move=> Dc; apply: sub => //; first by case: real.
move=> d A fam.
have A_re x : is_diag_mx (A x) && [forall i, A x i i \is Num.real].
  have := fam; case: Dc => -> /(_ x) //=.
  by move/(@contains_member DiagonalNonnegative DiagonalReal _ _ isT).
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

Let heads c m k :
  (c = Ruled DiagonalNonnegative \/ c = Ruled DiagonalReal) /\
    (0 < k)%N \/ c = Ruled Rotation /\ (2 <= k)%N ->
  realized c m -> realized (HouseholderHeads k) None.
Proof.
move=> Dc [d [A [b [h0 [pts [fam _ add orbP decP]]]]]].
case: Dc => [[Dc k_gt0]|[Dc k_ge2]]; last first.
  apply: (diagonal_heads _ add orbP decP k_ge2) => x; rewrite Dc in fam.
  exact: fam.
have A_re x : is_diag_mx (A x) && [forall i, A x i i \is Num.real].
  have := fam; case: Dc => -> /(_ x) //=.
  by move/(@contains_member DiagonalNonnegative DiagonalReal _ _ isT).
apply: (real_diagonal_heads _ add orbP decP _ k_gt0) => x.
  by have /andP[] := A_re x.
by move=> i; have /andP[_ /forallP] := A_re x.
Qed.

Let cp_more real l k (le_lk : (l <= k)%N) d (A : L -> 'M[algC]_d) :
  cp_factors A real l -> forall real' : bool, (real' -> real) ->
  cp_factors A real' k.
Proof.
case=> r [U [V [w [le_rl AE re]]]] real' sub_re.
exists r, U, V, w; split=> //; first exact: leq_trans le_lk.
by move/sub_re.
Qed.

Let orthogonal_permutation m :
  realized (Ruled Orthogonal) m -> realized (Ruled Permutation) None.
Proof.
move=> [d [A [b [h0 [pts [fam _ _ orbP decP]]]]]].
apply: (realizable_orbit (orbP := orbP) decP) => // x; apply: orbit_permutes.
exact: (@member_unit _ _ _ A Orthogonal).
Qed.

Theorem below_sound c m r n : below c m r n -> realized c m -> realized r n.
Proof.
have none (o : option nat) : o == None -> o = None by move/eqP.
case: r => [t||||k|k|k|k|k|k] /=.
- case: c => // s /orP[/andP[fit cs]|/and3P[/eqP-> /eqP-> /none->]];
    last exact: orthogonal_permutation.
  apply: sub => //; last by move=> d A fam x; apply: contains_member (fam x).
  by case: s t cs n m fit => [] [] //= _ [l|] [k|].
- case/orP=> [/none->|/andP[fit cP]]; first by apply: one_hot.
  case: c cP => // [[]|] // _; apply: sub => //.
  + by case: n m fit => [l|] [k|].
  + by move=> d A fam x; apply/permutation_one_hot/fam.
  by case: n m fit => [l|] [k|].
- case/orP=> [/none->|/andP[fit cP]]; first by apply: one_hot.
  exact: sub.
- case/orP=> [/none->|/andP[fit cP]].
    by apply: one_hot => // d A; apply: one_hot_pd.
  apply: sub => // d A fam x.
  case: c cP fam => // [[]|] // _ fam; apply: one_hot_pd.
    exact/permutation_one_hot/fam.
  exact: fam.
- case/andP=> /none->; case: c => // [[]|l|l] //=.
  + by move=> _; apply: (diagonal k true); left.
  + by move=> _; apply: (diagonal k true); right.
  + by move=> k_ge2; apply: sub => // d A fam; right.
  + by case/andP=> l_gt0 le_lk [d [A [b [h0 [pts [fam wi add orbP decP]]]]]];
      apply: (block_real_more l_gt0 le_lk);
      exists d, A, b, h0, pts; split.
  by case/andP=> l_gt0 le_lk; move/(sub (n := None) (r := BlockComplex l));
    move=> re; apply: (block_complex_real l_gt0 le_lk); apply: re.
- case/andP=> /none->; case: c => // [[]|l|l] //=.
  + by move=> _; apply: (diagonal k false); left.
  + by move=> _; apply: (diagonal k false); right.
  + move=> _; apply: sub => // d A fam x; have := fam x => /= dA.
    apply/forallP=> i; apply/forallP=> j; apply/implyP=> nz.
    by have [->//|ne] := eqVneq i j; rewrite (is_diag_mxP dA) ?eqxx in nz.
  + case/andP=> l_gt0 le_lk real_l.
    apply: (block_complex_more l_gt0 le_lk); apply: sub real_l => //.
    move=> d A [fam|[_ dA]] x; apply/forallP=> i; apply/forallP=> j.
      by have /forallP/(_ i)/forallP/(_ j)/andP[] := fam x.
    apply/implyP=> nz; have [->//|ne] := eqVneq i j.
    by rewrite (is_diag_mxP (dA x)) ?eqxx in nz.
  case/andP=> l_gt0 le_lk complex_l.
  by apply: (block_complex_more l_gt0 le_lk); apply: sub complex_l.
- case/andP=> /none->; case: c => // l le_lk; apply: sub => // d A [fs fsP].
  exists fs => x; have [-> refl sz] := fsP x.
  by split=> //; apply: leq_trans le_lk.
- case/andP=> /none->; case: c => // [[]|l|l] //= le_lk.
  + by apply: heads; left; split=> //; left.
  + by apply: heads; left; split=> //; right.
  + by apply: heads; right.
  + apply: sub => // d A [fs fsP]; exists (fun=> 0%N), fs => x.
    have [-> refl sz] := fsP x; split=> //.
      by move=> g _; exists 0%N; apply/forallP=> i; rewrite eqxx implybT.
    by move=> h; rewrite (leq_trans (count_size _ _)) // (leq_trans sz).
  apply: sub => // d A [head [fs fsP]]; exists head, fs => x.
  have [-> refl lie cnt] := fsP x; split=> // h.
  exact: leq_trans (cnt h) le_lk.
- case/andP=> /none->; case: c => // l le_lk; apply: sub => // d A fam.
  exact: cp_more le_lk _ _ fam true _.
case/andP=> /none->; case: c => // l le_lk; apply: sub => // d A fam.
  exact: (cp_more le_lk fam).
exact: (cp_more le_lk fam).
Qed.

Lemma one_hot_entry d (A : 'M[algC]_d) i j :
  in_class ColumnOneHot A -> exists k : bool, A i j = k%:R.
Proof.
move=> /forallP/(_ j)/existsP[k /forallP/(_ i)/eqP->].
by exists (i == k).
Qed.

Let real_whole c : bool :=
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

Lemma whole_sound c m c' : whole c m = Some c' ->
  realized c m -> realized c' None.
Proof.
case: m => // l wc [d [A [b [h0 [pts [fam wi add orbP decP]]]]]].
have dl : (d <= l)%N by case/andP: wi.
have quotient (i j : 'I_d) : (i %/ l == j %/ l)%N.
  by rewrite !divn_small // (leq_trans (ltn_ord _)).
have real_block : real_whole c ->
    (forall x, in_class c (A x)) -> realized (BlockReal l) None.
  move=> cP fam'; exists d, A, b, h0, pts; split=> //; left=> x.
  apply/forallP=> i; apply/forallP=> j; rewrite (whole_real _ _ cP) //=.
  by rewrite quotient implybT.
have complex_block : realized (BlockComplex l) None.
  exists d, A, b, h0, pts; split=> // x.
  by apply/forallP=> i; apply/forallP=> j; rewrite quotient implybT.
have unit_rotation : l = 1%N -> realized (Ruled Rotation) None.
  move=> l1; exists d, A, b, h0, pts; split=> // x.
  by apply: whole_diag; rewrite -l1.
have unit_real : c = Ruled Orthogonal -> l = 1%N ->
    realized (Ruled DiagonalReal) None.
  move=> Dc l1; rewrite Dc in fam; exists d, A, b, h0, pts; split=> // x.
  apply/andP; split; first by apply: whole_diag; rewrite -l1.
  by apply/forallP=> i; apply: (@whole_real (Ruled Orthogonal)); rewrite //; apply: fam.
have unit_one : (forall x, in_class ColumnOneHot (A x)) -> l = 1%N ->
    realized (Ruled DiagonalNonnegative) None.
  move=> hot l1; exists d, A, b, h0, pts; split=> // x.
  apply/andP; split; first by apply: whole_diag; rewrite -l1.
  by apply/forallP=> i; have [k ->] := one_hot_entry i i (hot x);
    exact: ler0n.
case: l {dl quotient wi} wc real_block complex_block unit_rotation unit_real
  unit_one => [|[|l]] /= wc real_block complex_block unit_rotation unit_real
  unit_one; case: c wc fam real_block unit_real => // [[]|||] //= [<-] fam
  real_block unit_real //;
  first [exact: complex_block | by apply: real_block | by apply: unit_rotation
    | by apply: unit_real | apply: unit_one => // x].
exact/permutation_one_hot/fam.
Qed.

Theorem larger_sound c m r n : larger c m r n -> realized c m -> realized r n.
Proof.
case/or3P=> [/below_sound //||].
  case Dc: (whole c m) => [c'|//] /below_sound le real_c.
  exact/le/(whole_sound Dc).
case/and3P=> _ /eqP->; case: r => // fit [d [A [b [h0 [pts [_ wi add orbP decP]]]]]].
have d1 : (d <= 1)%N by case/andP: wi.
exists d, A, b, h0, pts; split=> //.
  move=> x; apply/forallP=> j; apply/forallP=> i; apply/forallP=> k.
  apply/implyP=> _; apply/implyP=> _; apply/eqP/val_inj.
  have lt0 (q : 'I_d) : q = 0%N :> nat.
    by apply/eqP; rewrite -leqn0 -ltnS (leq_trans (ltn_ord q)).
  by rewrite /= !lt0.
rewrite /within /= andbT; case: n fit => //= l fit; exact: leq_trans fit.
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
