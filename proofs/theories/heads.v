(* Diagonal recurrences of finite reach as products of reflections in heads.  *)
(*                                                                            *)
(* A coordinate that moves has the multiplier 0 or a root of unity at every   *)
(* letter; one that does not might as well have the multiplier 1.  Over the   *)
(* reals 0, 1 and -1 are one factor 1 - c k k^T or none, and a complex        *)
(* multiplier is a map of the plane, of two factors.                          *)
(*                                                                            *)
(*   moving multipliers x i == that of the coordinate i at the letter x       *)
(*   spread phi fs == factors of the coordinates that phi names               *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model rules householder claim.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Multipliers.
Variables (L : Type) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Variable pts : seq 'cV[algC]_d.
Hypotheses (dA : forall x, is_diag_mx (A x))
  (orbP : orbit_in (astep A b) h0 pts)
  (reachP : forall h, h \in pts -> exists w, h = arun A b h0 w).

Let still i := all (fun h : 'cV[algC]_d => h i 0 == h0 i 0) pts.

Definition multiplier x i : algC := if still i then 1 else A x i i.
Definition moved x : 'cV[algC]_d := \col_i if still i then 0 else b x i 0.
Definition moving x : 'M[algC]_d := diag_mx (\row_i multiplier x i).

Lemma moving_run w : arun moving moved h0 w = arun A b h0 w.
Proof.
elim/last_ind: w => // w x IHw; have next := orbP (rcons w x).
rewrite /arun !foldl_rcons -!/(arun _ _ _ _) IHw in next *.
apply/colP=> i; have now : arun A b h0 w \in pts by apply: orbP.
have nextE : astep A b (arun A b h0 w) x i 0 =
    A x i i * arun A b h0 w i 0 + b x i 0.
  rewrite /astep mxE; have /diag_mxP[a ->] := dA x.
  by rewrite mul_diag_mx !mxE eqxx mulr1n.
rewrite [RHS]nextE [LHS]mxE mul_diag_mx !mxE /multiplier.
case: ifP => [/allP st|//].
by rewrite mul1r addr0 -nextE (eqP (st _ next)) (eqP (st _ now)).
Qed.

Lemma multiplier_norm x i : multiplier x i = 0 \/ `|multiplier x i| = 1.
Proof.
rewrite /multiplier; case: ifP => [_|/negbT]; first by right; rewrite normr1.
case/allPn=> h /reachP[w ->] ne; set a := A x i i.
have [->|nz] := eqVneq a 0; [by left|right].
pose sc := scalar (fun x => A x i i) (fun x => b x i 0).
have orb := diag_coordinate_orbit dA orbP i.
set m := (size [seq h i 0 | h : 'cV[algC]_d <- pts])`!.
have inj : injective (foldl sc ^~ [:: x]).
  by apply: scalar_inj; rewrite /slope big_seq1.
have per u := orbit_period u orb inj.
have := scalarB (fun x => A x i i) (fun x => b x i 0)
  (arun A b h0 w i 0) (h0 i 0) (wpow [:: x] m).
rewrite {1}/arun (diag_coordinate _ _ dA).
have := per w; have := per [::]; rewrite !foldl_cat /= => -> ->.
rewrite -(diag_coordinate _ _ dA) slope_wpow /slope big_seq1 -/a.
rewrite -[X in X = _]mul1r => /mulIf; rewrite subr_eq0 ne => /(_ isT) e.
apply/eqP; rewrite -(@pexpr_eq1 _ _ m) ?fact_gt0 // -normrX -e.
by rewrite normr1.
Qed.
End Multipliers.

(* Factors in disjoint sets of coordinates.                                   *)
Section Lift.
Variables (p e : nat) (phi : 'I_p -> 'I_e).
Hypothesis phi_inj : injective phi.
Local Notation P := (place phi).

Definition spread (fs : seq (algC * 'cV[algC]_p)) :=
  [seq (f.1, P *m f.2) | f <- fs].

Lemma embedB X Y : embed phi (X - Y) = embed phi X - embed phi Y.
Proof. by rewrite /embed mulmxBr mulmxBl. Qed.

Lemma embedM X Y : embed phi X *m embed phi Y = embed phi (X *m Y).
Proof. by rewrite /embed !mulmxA -(mulmxA _ P^T P) placeK // mulmx1. Qed.

Lemma delta_lift c k :
  delta_step c (P *m k) = 1%:M - embed phi (c *: (k *m k^T)).
Proof.
by rewrite /delta_step /embed trmx_mul -scalemxAr -scalemxAl !mulmxA.
Qed.

Lemma steps_lift fs : steps (spread fs) = 1%:M + embed phi (steps fs - 1%:M).
Proof.
rewrite /steps; elim: fs => [|[c k] fs IHfs] /=.
  by rewrite subrr /embed mulmx0 mul0mx addr0.
rewrite {}IHfs delta_lift /delta_step; set Q := prodmx _; set Y := c *: _.
rewrite mulmxBl mul1mx mulmxDr mulmx1 embedM mulmxBr mulmx1.
rewrite !embedB [embed phi Y + _]addrC subrK -addrA; congr (_ + _).
by rewrite mulmxBl mul1mx !embedB addrAC.
Qed.

Lemma reflector_lift f : reflector f -> all (@reflector e) (spread [:: f]).
Proof.
case: f => c k /and4P[c_re /= k_re gt0 le2]; rewrite /= /reflector /= andbT.
have -> : (P *m k)^T *m (P *m k) = k^T *m k.
  by rewrite trmx_mul -mulmxA (mulmxA P^T) placeK // mul1mx.
rewrite c_re gt0 le2 !andbT; apply/forallP=> i; apply/forallP=> j.
have [->|nz] := eqVneq ((P *m k) i j) 0; first exact: real0.
have [a _ ->] := placeE phi_inj nz.
by have /forallP/(_ a)/forallP := k_re.
Qed.

Lemma all_reflector_lift fs : all (@reflector p) fs ->
  all (@reflector e) (spread fs).
Proof.
elim: fs => //= f fs IHfs /andP[/reflector_lift/=/andP[-> _]].
exact: IHfs.
Qed.

Lemma embed_at M a c : embed phi M (phi a) (phi c) = M a c.
Proof.
have pE m (N : 'M[algC]_(p, m)) k l : (P *m N) (phi k) l = N k l.
  rewrite mxE (bigD1 k) //= mxE eqxx mul1r big1 ?addr0 // => j /negPf nj.
  by rewrite mxE (inj_eq phi_inj) eq_sym nj mul0r.
rewrite /embed mxE (bigD1 c) //= big1 => [|j /negPf nj].
  by rewrite pE !mxE eqxx mulr1 addr0.
by rewrite !mxE (inj_eq phi_inj) eq_sym nj mulr0.
Qed.

Lemma embed_out M k l : (forall a, k != phi a) \/ (forall a, l != phi a) ->
  embed phi M k l = 0.
Proof.
move=> out; apply/eqP; apply/negPn/negP=> /(embedE phi_inj)[a [c [Dk Dl _]]].
by case: out => [/(_ a)|/(_ c)]; rewrite ?Dk ?Dl eqxx.
Qed.
End Lift.

(* Disjoint planes of p coordinates each, which are all of them.              *)
Section Planes.
Variables (t p e : nat) (phi : 'I_t -> 'I_p -> 'I_e) (head : 'I_e -> 'I_t).
Hypotheses (phi_inj : forall i, injective (phi i))
  (headP : forall i a, head (phi i a) = i)
  (cover : forall k, exists a, k = phi (head k) a).

Let planes_mul i j X Y : i != j ->
  embed (phi i) X *m embed (phi j) Y = 0.
Proof.
move=> ne; rewrite /embed !mulmxA -(mulmxA _ (place _)^T).
have -> : (place (phi i))^T *m place (phi j) = 0.
  apply/matrixP=> a c; rewrite !mxE big1 // => k _; rewrite !mxE.
  case: eqP => [->|_]; last by rewrite mul0r.
  case: eqP => [/(congr1 head)|_]; last by rewrite mulr0.
  by rewrite !headP => /eqP; rewrite (negPf ne).
by rewrite mulmx0 !mul0mx.
Qed.

Variable F : 'I_t -> seq (algC * 'cV[algC]_p).

Definition all_factors := flatten [seq spread (phi i) (F i) | i <- enum 'I_t].

Lemma steps_planes : steps all_factors =
  1%:M + \sum_i embed (phi i) (steps (F i) - 1%:M).
Proof.
rewrite /all_factors -big_enum; elim: (enum _) (enum_uniq 'I_t) => [|i s IHs].
  by rewrite big_nil addr0.
case/andP=> ni us; rewrite [flatten _]/= {1}/steps map_cat prodmx_cat.
rewrite -!/(steps _) IHs // steps_lift // big_cons; set X := embed _ _.
rewrite mulmxDl mul1mx mulmxDr mulmx1.
have -> : X *m (\sum_(j <- s) embed (phi j) (steps (F j) - 1%:M)) = 0.
  rewrite mulmx_sumr big_seq big1 // => j j_s; apply: planes_mul.
  by apply: contraNneq ni => ->.
by rewrite addr0 -addrA [_ + X]addrC.
Qed.

Lemma planes_entry i j a c : steps all_factors (phi i a) (phi j c) =
  if i == j then steps (F i) a c else 0.
Proof.
rewrite steps_planes mxE summxE (bigD1 i) //= big1 => [|l /negPf nl];
  last first.
  apply: embed_out => //; left=> a'; apply: contraFneq nl => /(congr1 head).
  by rewrite !headP => ->.
rewrite addr0 mxE; case: (i =P j) => [<-|/eqP ne].
  by rewrite embed_at // (inj_eq (@phi_inj i)) !mxE addrC subrK.
rewrite embed_out //; last first.
  right=> a'; apply: contraNneq ne => /(congr1 head).
  by rewrite !headP => ->.
case: eqP => [/(congr1 head)|_]; last by rewrite addr0.
by rewrite !headP => /eqP; rewrite (negPf ne).
Qed.

Lemma planes_reflectors : (forall i, all (@reflector p) (F i)) ->
  all (@reflector e) all_factors.
Proof.
move=> FP; rewrite /all_factors; elim: (enum _) => //= i s IHs.
by rewrite all_cat IHs all_reflector_lift.
Qed.

Let lies_lift i f : f \in spread (phi i) (F i) -> lies head i f.
Proof.
case/mapP=> g _ ->; apply/forallP=> k; apply/implyP=> /=.
by case/(placeE (@phi_inj i))=> a -> _; rewrite headP.
Qed.

Lemma planes_lie f : f \in all_factors -> exists h, lies head h f.
Proof.
case/flattenP=> _ /mapP[i _ ->] /lies_lift; by exists i.
Qed.

Lemma planes_count n h : (forall i, all (@reflector p) (F i)) ->
  (forall i, (size (F i) <= n)%N) -> (count (lies head h) all_factors <= n)%N.
Proof.
move=> FP sz; rewrite /all_factors count_flatten sumnE !big_map -enumT big_enum.
have one i : (count (lies head h) (spread (phi i) (F i)) <=
    if (i : 'I_t) == h :> nat then n else 0)%N.
  case: eqP => [_|ne]; first by rewrite (leq_trans (count_size _ _)) ?size_map.
  rewrite leqn0 eqn0Ngt -has_count; apply/hasPn=> f f_i.
  apply: contra_notN ne => lies_h.
  have /and4P[_ _ gt0 _] := allP (all_reflector_lift (@phi_inj i) (FP i)) _ f_i.
  have [k nz] : exists k, f.2 k 0 != 0.
    apply/existsP; apply: contraLR gt0; rewrite negb_exists => /forallP zero.
    suff -> : f.2 = 0 by rewrite mulmx0 mxE mulr0 ltxx.
    by apply/colP=> k; rewrite mxE; apply/eqP/negPn/zero.
  have /forallP/(_ k)/implyP/(_ nz)/eqP <- := lies_lift f_i.
  by have /forallP/(_ k)/implyP/(_ nz)/eqP <- := lies_h.
apply: leq_trans
  (_ : (\sum_i (if (i : 'I_t) == h :> nat then n else 0) <= n)%N).
  by apply: leq_sum => i _; apply: one.
rewrite -big_mkcond /=.
have [lt_h|ge_h] := ltnP h t; last first.
  by rewrite big1 // => i /eqP Di; move: (ltn_ord i); rewrite Di ltnNge ge_h.
by rewrite (big_pred1 (Ordinal lt_h)).
Qed.
End Planes.

(* Matrices that are products of few factors in each of the planes.           *)
Lemma planes_heads (L : Type) t p e n (phi : 'I_t -> 'I_p -> 'I_e)
    (head : 'I_e -> 'I_t) (B : L -> 'M[algC]_e)
    (F : L -> 'I_t -> seq (algC * 'cV[algC]_p)) :
  (forall i, injective (phi i)) -> (forall i a, head (phi i a) = i) ->
  (forall k, exists a, k = phi (head k) a) ->
  (forall x i, all (@reflector p) (F x i)) ->
  (forall x i, (size (F x i) <= n)%N) ->
  (forall x i j a c, B x (phi i a) (phi j c) =
     if i == j then steps (F x i) a c else 0) ->
  in_family B (HouseholderHeads n).
Proof.
move=> phi_inj headP cover FP sz BE.
exists head, (fun x => all_factors phi (F x)) => x; split.
- apply/matrixP=> k l; have [a ->] := cover k; have [c ->] := cover l.
  by rewrite (planes_entry phi_inj headP) BE.
- exact: planes_reflectors.
- exact: planes_lie.
by move=> h; apply: planes_count.
Qed.

(* The factors of a real multiplier, and of a complex one as a map of the     *)
(* plane.                                                                     *)
Section Factors.
Implicit Type a : algC.

Definition line_factors a : seq (algC * 'cV[algC]_1) :=
  if a == 1 then [::] else [:: (1 - a, 1%:M)].

Lemma line_steps a : steps (line_factors a) = a%:M.
Proof.
rewrite /line_factors; case: eqP => [->//|_].
rewrite /steps /= mulmx1 /delta_step /= trmx1 mul1mx scalemx1.
by rewrite -raddfB /= opprB addrCA subrr addr0.
Qed.

Lemma line_reflector a : a \is Num.real -> a = 0 \/ `|a| = 1 ->
  all (@reflector 1) (line_factors a).
Proof.
rewrite /line_factors; case: eqP => [//|ne] re norm.
have a01 : a = 0 \/ a = -1.
  case: norm => [->|/eqP n1]; [by left|right]; move: n1.
  by rewrite real_eqr_norml // => /andP[/orP[/eqP|/eqP]].
rewrite /= andbT /reflector /= trmx1 mul1mx mxE eqxx mulr1n mulr1.
rewrite rpredB ?real1 // andTb; apply/and3P; split.
- apply/forallP=> i; apply/forallP=> j; rewrite mxE.
  by rewrite rpredMn ?real1.
- by case: a01 => ->; rewrite ?subr0 ?opprK -?(natrD _ 1 1) ?ltr01 ?ltr0n.
by case: a01 => ->; rewrite ?subr0 ?opprK -?(natrD _ 1 1) ?ler1n ?lexx.
Qed.

Definition plane (x y : algC) : 'M[algC]_2 :=
  \matrix_(i, j) if i == j then x else if i == 0 then - y else y.

Definition plane_factors a : seq (algC * 'cV[algC]_2) :=
  if a == 1 then [::]
  else if a == 0 then [:: (1, delta_mx 0 0); (1, delta_mx 1 0)]
  else [:: ((1 - 'Re a)^-1, \col_i if i == 0 then 1 - 'Re a else - 'Im a);
           (2%:R, delta_mx 1 0)].

Let entry d c (k : 'cV[algC]_d) i j :
  delta_step c k i j = (i == j)%:R - c * (k i 0 * k j 0).
Proof. by rewrite /delta_step !mxE big_ord1 !mxE. Qed.

Let square (k : 'cV[algC]_2) :
  (k^T *m k) 0 0 = k 0 0 * k 0 0 + k 1 0 * k 1 0.
Proof.
rewrite mxE !big_ord_recl big_ord0 addr0 !mxE.
by rewrite (_ : lift ord0 ord0 = 1) //; apply: val_inj.
Qed.

Let unit_gap a : a != 1 -> `|a| = 1 -> 1 - 'Re a != 0.
Proof.
move=> ne1 n1; apply: contraNneq ne1 => /eqP.
rewrite subr_eq0 eq_sym => /eqP re.
have /eqP := normC2_Re_Im a; rewrite n1 re expr1n -subr_eq0 opprD addrA subrr.
rewrite sub0r oppr_eq0 expf_eq0 /= => /eqP im.
by rewrite [a]Crect re im mulr0 addr0.
Qed.

Let im_square a : `|a| = 1 -> 'Im a * 'Im a = (1 - 'Re a) * (1 + 'Re a).
Proof.
move=> n1; have := normC2_Re_Im a; rewrite n1 expr1n => /eqP.
rewrite mulrDr mulr1 mulrBl mul1r addrA subrK -!expr2 addrC -subr_eq.
by move/eqP.
Qed.

Lemma plane_steps a : a = 0 \/ `|a| = 1 ->
  steps (plane_factors a) = plane ('Re a) ('Im a).
Proof.
move=> norm; rewrite /plane_factors; have [->|ne1] := eqVneq a 1.
  have -> : 'Re (1 : algC) = 1 by apply/Creal_ReP; apply: real1.
  have -> : 'Im (1 : algC) = 0 by apply/Creal_ImP; apply: real1.
  apply/matrixP=> i j; rewrite /steps /= !mxE oppr0 if_same.
  by case: eqP.
have [->|ne0] := eqVneq a 0.
  rewrite !raddf0; apply/matrixP=> i j; rewrite /steps /= mulmx1 mxE.
  rewrite !big_ord_recl big_ord0 !entry !mxE oppr0 !if_same.
  by case: i j => [[|[|//]] ?] [[|[|//]] ?] /=;
    rewrite !(mulr0, mul0r, mulr1, subr0, subrr, addr0).
have {norm} n1 : `|a| = 1 by case: norm ne0 => // ->; rewrite eqxx.
have nz := unit_gap ne1 n1; set x := 'Re a; set y := 'Im a.
have yy : y * y = (1 - x) * (1 + x) by apply: im_square.
have e1 : (1 - x)^-1 * ((1 - x) * (1 - x)) = 1 - x by rewrite mulKf.
have e2 : (1 - x)^-1 * ((1 - x) * - y) = - y by rewrite mulKf.
have e3 : (1 - x)^-1 * (- y * (1 - x)) = - y by rewrite [- y * _]mulrC mulKf.
have e4 : (1 - x)^-1 * (- y * - y) = 1 + x by rewrite mulrNN yy mulKf.
have e5 : 1 - 2%:R * (1 * 1) = - 1 :> algC.
  by rewrite mulr1 mulr1 (natrD _ 1 1) opprD addrA subrr sub0r.
apply/matrixP=> i j; rewrite /steps /= mulmx1 mxE.
rewrite !big_ord_recl big_ord0 !entry !mxE.
have e6 : 1 - (1 - x) = x by rewrite opprB addrC subrK.
have e7 : 1 - (1 + x) = - x by rewrite opprD addrA subrr add0r.
by case: i j => [[|[|//]] ?] [[|[|//]] ?] /=;
  rewrite ?e1 ?e2 ?e3 ?e4 ?e5 ?e6 ?e7 !(mulr0, mul0r, subr0, sub0r, opprK);
  rewrite !(oppr0, addr0, add0r, mulr0, mulr1, mulrN1, opprK).
Qed.

Let real_pair (k : 'cV[algC]_2) : k 0 0 \is Num.real -> k 1 0 \is Num.real ->
  real_mx k.
Proof.
move=> k0 k1; apply/forallP=> i; apply/forallP=> j; rewrite (ord1 j).
case: i => [[|[|//]] lt_i].
  by rewrite (_ : Ordinal lt_i = 0) //; apply: val_inj.
by rewrite (_ : Ordinal lt_i = 1) //; apply: val_inj.
Qed.

Let unit_reflector c (e : 'I_2) : 0 < c -> c <= 2%:R ->
  reflector (c, delta_mx e 0 : 'cV[algC]_2).
Proof.
move=> c_gt0 c_le2; rewrite /reflector /= square.
have -> : (delta_mx e 0 : 'cV[algC]_2) 0 0 * (delta_mx e 0 : 'cV[algC]_2) 0 0 +
    (delta_mx e 0 : 'cV[algC]_2) 1 0 * (delta_mx e 0 : 'cV[algC]_2) 1 0 = 1.
  rewrite !mxE; case: e => [[|[|//]] ?] /=;
    by rewrite !(mulr0, mulr1, addr0, add0r).
rewrite mulr1 c_gt0 c_le2 !andbT ger0_real ?ltW //=.
by apply: real_pair; rewrite mxE rpredMn ?real1.
Qed.

Lemma plane_reflector a : a = 0 \/ `|a| = 1 ->
  all (@reflector 2) (plane_factors a).
Proof.
move=> norm; have le12 : 1 <= 2%:R :> algC by rewrite ler1n.
have gt02 : 0 < 2%:R :> algC by rewrite ltr0n.
rewrite /plane_factors; have [//|ne1] := eqVneq a 1.
have [a0|ne0] := eqVneq a 0; first by rewrite /= !unit_reflector ?ltr01.
have {norm} n1 : `|a| = 1 by case: norm ne0 => // ->; rewrite eqxx.
have nz := unit_gap ne1 n1.
have sum2 : (1 - 'Re a)^-1 *
    ((1 - 'Re a) * (1 - 'Re a) + - 'Im a * - 'Im a) = 2%:R.
  rewrite mulrNN im_square // -mulrDr mulKf //.
  by rewrite addrACA addNr addr0 -(natrD _ 1 1).
rewrite /= unit_reflector // andbT /reflector /= square !mxE /= sum2.
rewrite gt02 lexx !andbT rpredV rpredB ?real1 ?Creal_Re //=.
by apply: real_pair; rewrite mxE /= ?rpredN ?rpredB ?real1 ?Creal_Re ?Creal_Im.
Qed.

Lemma plane_size a : (size (plane_factors a) <= 2)%N.
Proof. by rewrite /plane_factors; case: ifP => // _; case: ifP. Qed.

Lemma line_size a : (size (line_factors a) <= 1)%N.
Proof. by rewrite /line_factors; case: ifP. Qed.
End Factors.

(* What diagonal matrices track, one factor or two in each head do.           *)
Section Diagonal.
Variables (L : finType) (f : seq L -> nat) (dec : decoder) (additive : bool).
Variables (d : nat) (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d).
Variables (h0 : 'cV[algC]_d) (pts : seq 'cV[algC]_d).
Hypotheses (dA : forall x, is_diag_mx (A x))
  (add : additive \/ (forall x, b x = 0))
  (orbP : orbit_in (astep A b) h0 pts) (decP : decodes f dec A b h0).

Let line (k : 'I_(d + d)) (_ : 'I_1) := k.
Let half (i : 'I_d) (a : 'I_2) : 'I_(d + d) :=
  if a == 0 then lshift d i else rshift d i.

(* The same in real vectors, with multipliers 0 and of absolute value 1.      *)
Let real_form : exists (m : L -> 'I_d -> algC) b' h0' pts',
  [/\ forall x i, m x i = 0 \/ `|m x i| = 1,
      forall x i, m x i = 1 \/ m x i = A x i i,
      additive \/ forall x, b' x = 0 :> 'cV[algC]_(d + d),
      orbit_in (astep (fun x => real_map (diag_mx (\row_i m x i))) b')
        h0' pts' /\
        all (@real_mx (d + d) 1) pts'
    & decodes f dec (fun x => real_map (diag_mx (\row_i m x i))) b' h0'].
Proof.
have [reached orbR reachP] := reached_points orbP.
exists (fun x => multiplier A h0 reached x).
exists (fun x => real_state (moved b h0 reached x)), (real_state h0).
exists (map (@real_state d) reached).
have runE := moving_run dA orbR.
split.
- by move=> x i; apply: multiplier_norm dA orbR reachP x i.
- by move=> x i; rewrite /multiplier; case: ifP; [left|right].
- apply: additive_reals; case: add => [->|b0]; [by left|right=> x].
  by apply/colP=> i; rewrite !mxE b0 mxE if_same.
- split; last by apply/allP=> _ /mapP[h _ ->]; apply: real_stateP.
  by apply: orbit_reals => w; rewrite -/(arun _ _ _ _) runE; apply: orbR.
apply: decodes_reals; case: dec decP => /= [[ys [c [beta lin]]]|[g gP]].
  exists ys, c, beta => w; have [ys_f strict] := lin w.
  by split=> // y y_ys ne; rewrite runE; apply: strict.
by exists g => w; rewrite runE.
Qed.

Lemma diagonal_heads n : (2 <= n)%N ->
  realizable f (HouseholderHeads n) None dec additive.
Proof.
move=> n_ge2.
have [m [b' [h0' [pts' [norm _ add' [orb' re'] dec']]]]] := real_form.
exists (d + d)%N, (fun x => real_map (diag_mx (\row_i m x i))), b', h0', pts'.
split=> //; apply: (@planes_heads _ d 2 _ n half (@below_of d) _
  (fun x i => plane_factors (m x i))).
- move=> i a c; rewrite /half; case: a c => [[|[|//]] ?] [[|[|//]] ?] /=;
    by move/eqP; rewrite ?(eq_lrshift, eq_rlshift) // => _; apply: val_inj.
- move=> i a; rewrite /half.
  by case: ifP; rewrite ?below_of_lshift ?below_of_rshift.
- move=> k; case: (split_ordP k) => i ->.
    by exists 0; rewrite below_of_lshift.
  by exists 1; rewrite below_of_rshift.
- by move=> x i; apply: plane_reflector.
- by move=> x i; apply: leq_trans (plane_size _) n_ge2.
move=> x i j a c; rewrite plane_steps // /real_map /half.
case: a c => [[|[|//]] ?] [[|[|//]] ?] /=;
  rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr) !mxE /=;
  by case: (i == j); rewrite ?mulr1n ?mulr0n ?raddf0 ?oppr0.
Qed.

Lemma real_diagonal_heads n : (forall x i, A x i i \is Num.real) -> (0 < n)%N ->
  realizable f (HouseholderHeads n) None dec additive.
Proof.
move=> re n_gt0.
have [m [b' [h0' [pts' [norm mE add' [orb' re'] dec']]]]] := real_form.
have re_m x i : m x i \is Num.real.
  by case: (mE x i) => ->; [apply: real1|apply: re].
exists (d + d)%N, (fun x => real_map (diag_mx (\row_i m x i))), b', h0', pts'.
split=> //; apply: (@planes_heads _ _ 1 _ n line id _
  (fun x k => line_factors (m x (below_of k)))).
- by move=> i a c _; rewrite (ord1 a) (ord1 c).
- by [].
- by move=> k; exists 0.
- by move=> x i; apply: line_reflector.
- by move=> x i; apply: leq_trans (line_size _) n_gt0.
move=> x k l a c; rewrite line_steps (ord1 a) (ord1 c) /line /real_map.
case: (split_ordP k) => i ->; case: (split_ordP l) => j ->;
  rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr) !mxE
    ?below_of_lshift ?below_of_rshift ?(eq_lshift, eq_rshift)
    ?eq_lrshift ?eq_rlshift;
  case: (i == j); rewrite ?mulr1n ?mulr0n ?raddf0 ?oppr0 //.
- exact/Creal_ReP.
- by apply/eqP; rewrite oppr_eq0; apply/eqP/Creal_ImP.
- exact/Creal_ImP.
exact/Creal_ReP.
Qed.
End Diagonal.

(* Recurrences that show another one, and direct sums of small ones.          *)
(*                                                                            *)
(*   pile T        == the vectors T i, of p coordinates each, as one vector   *)
(*   direct G      == the matrix that acts on the vector T i as G i           *)

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
