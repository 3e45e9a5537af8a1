(* Membership of matrices in factored form, and relative to a metric.         *)
(*                                                                            *)
(*   root g       == B, real and invertible, B^T B being the metric; 1 if     *)
(*                   there is none: B A B^-1 is what the claim speaks of      *)
(*   dual_of g v  == the metric times v                                       *)
(*   metric_ok g  == the metric is real and positive definite                 *)
(*   factor_ok g f == 0 < c k^T H k <= 2, all being real                      *)
(*   heads_ok g hs n fs == keys and metric lie in heads, n keys or less each  *)
(*   isometry g e m == A^T H A = H, A having the columns m over e             *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import numbers vectors householder claim heads.
From BilinearTheory Require Import system.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Local Notation Z1 := (Zpos xH).

Section Decide.
Variables (low : number) (d : nat) (real pos : number -> bool).
Variable g : option (seq vec * seq number).
Local Notation m := (size low).

Definition real_vec (v : vec) := all (fun p => real p.2) v.

Definition dual_of v := if g is Some h then lengthen low d h v else v.

Definition metric_ok : bool :=
  if g is Some h then [&& triangle low d h,
    all (fun i => real (nth [::] h.2 i) && pos (nth [::] h.2 i)) (iota 0 d)
    & all real_vec h.1]
  else true.

Definition factor_ok f : bool :=
  let beta := nmul low (vdot low (dual f) (key f)) (top f) in
  let gap := nadd [:: Z.mul (Zpos (xO xH)) (bottom f)] (nopp beta) in
  [&& dual f == dual_of (key f), real (top f), real_vec (key f), real beta,
      pos beta & (gap == [::]) || pos gap].

Definition head_of (hs : seq nat) f := nth 0%N hs (head 0%N (unzip1 (key f))).

Definition heads_ok (hs : seq nat) (n : nat) (fs : seq factor) : bool :=
  [&& all (fun f => all (fun p : nat * number =>
        nth 0%N hs p.1 == head_of hs f) (key f)) fs,
      all (fun f =>
        count (fun f' => head_of hs f' == head_of hs f) fs <= n)%N fs
    & if g is Some h then all (fun i => all (fun p : nat * number =>
        nth 0%N hs p.1 == nth 0%N hs i) (nth [::] h.1 i)) (iota 0 d) else true].

Definition isometry (e : Z) (cols : seq vec) : bool :=
  let duals := map dual_of cols in
  let units := [seq dual_of [:: (j, [:: Z1])] | j <- iota 0 d] in
  [&& all (proper m d) duals, all (proper m d) units
    & all (fun i => all (fun j =>
        vdot low (nth [::] cols i) (nth [::] duals j) ==
          nscale (Z.mul e e) (lookup (nth [::] units j) i)) (iota 0 d))
        (iota 0 d)].

Variable z : algC.
Hypotheses (lowP : nval z low = z ^+ size low) (low_gt0 : (0 < size low)%N).
Hypothesis inj : forall p q, canonical m p -> canonical m q ->
  nval z p = nval z q -> p = q.
Hypothesis realP : forall x, (size x <= size low)%N -> real x ->
  nval z x \is Num.real.
Hypothesis posP : forall x, pos x -> 0 < 'Re (nval z x).
Hypothesis metricP : metric_ok.

Definition root : 'M[algC]_d := if g is Some h then root_mx z d h else 1%:M.

Let gt0 x : (size x <= m)%N -> real x -> pos x -> 0 < nval z x.
Proof. by move=> le_x /(realP le_x)/Creal_ReP re /posP; rewrite re. Qed.

Let pivots h i : g = Some h -> (i < d)%N -> 0 < nval z (nth [::] h.2 i).
Proof.
move=> Dg lt_i; move: metricP; rewrite /metric_ok Dg.
case/and3P=> /and3P[_ /allP sz _] /allP/(_ i); rewrite mem_iota.
move/(_ lt_i)/andP=> [re ps] _; apply: gt0 => //.
have [lt|ge] := ltnP i (size h.2); last by rewrite nth_default.
exact: sz (mem_nth _ lt).
Qed.

Let tri h : g = Some h -> triangle low d h.
Proof. by move=> Dg; move: metricP; rewrite /metric_ok Dg => /and3P[]. Qed.

Lemma root_unitmx : root \in unitmx.
Proof.
rewrite /root; case Dg: g => [h|]; last exact: unitmx1.
by apply: (root_unit (tri Dg)) => // i; apply: pivots Dg.
Qed.

Lemma real_mxP p q (M : 'M[algC]_(p, q)) :
  reflect (forall i j, M i j \is Num.real) (real_mx M).
Proof.
apply: (iffP forallP) => [re i j|re i]; first by have /forallP := re i.
by apply/forallP=> j; apply: re.
Qed.

Lemma real_mulmx p q r (M : 'M[algC]_(p, q)) (N : 'M[algC]_(q, r)) :
  real_mx M -> real_mx N -> real_mx (M *m N).
Proof.
move=> /real_mxP M_re /real_mxP N_re; apply/real_mxP=> i j; rewrite mxE.
by apply: rpred_sum => k _; rewrite rpredM.
Qed.

Lemma real_invmx p (M : 'M[algC]_p) : real_mx M -> real_mx (invmx M).
Proof.
have conjE (N : 'M[algC]_p) : real_mx N = (map_mx conjC N == N).
  apply/real_mxP/eqP=> [re|e i j]; last first.
    by rewrite CrealE -{2}e mxE.
  by apply/matrixP=> i j; rewrite mxE; apply/eqP; rewrite -CrealE re.
by rewrite !conjE map_invmx => /eqP->.
Qed.

Lemma root_realmx : real_mx root.
Proof.
apply/real_mxP=> i j; rewrite /root; case Dg: g => [h|]; last first.
  by rewrite mxE rpredMn ?real1.
apply: (root_real (tri Dg)) => [k|k p p_k]; first exact: pivots Dg.
have /and3P[pr _ _] := tri Dg.
have lt : (k < size h.1)%N.
  by rewrite ltnNge; apply: contraL p_k => /(nth_default [::])->.
have col_k := mem_nth [::] lt.
move: metricP; rewrite /metric_ok Dg.
case/and3P=> _ _ /allP/(_ _ col_k)/allP/(_ _ p_k).
by apply: realP; apply: proper_size (allP pr _ col_k) p_k.
Qed.

Lemma dual_value v : proper m d v ->
  vcol z d (dual_of v) = root^T *m root *m vcol z d v.
Proof.
move=> pv; rewrite /dual_of /root; case Dg: g => [h|]; last first.
  by rewrite trmx1 !mul1mx.
by apply: lengthen_value => //; apply: tri.
Qed.

Local Notation B := root.
Local Notation K f := (vcol z d (key f)).

Definition turned f : algC * 'cV[algC]_d :=
  (nval z (top f) / zval (bottom f), B *m K f).

Definition proper_factor f := [&& proper m d (key f), proper m d (dual f),
  (size (top f) <= m)%N & Z.ltb 0 (bottom f)].

Let single_value c : nval z [:: c] = zval c.
Proof. by rewrite /= mulr0 addr0. Qed.

Let dual_row f : proper_factor f -> factor_ok f ->
  (vcol z d (dual f))^T = (B *m K f)^T *m B.
Proof.
case/and4P=> pk _ _ _ /and5P[/eqP-> _ _ _ _].
by rewrite dual_value // !trmx_mul trmxK mulmxA.
Qed.

Lemma turn_factor f : proper_factor f -> factor_ok f ->
  B *m factor_mx z d f *m invmx B = delta_step (turned f).1 (turned f).2.
Proof.
move=> pf ok; rewrite /factor_mx dual_row // mulmxBr mulmxBl mulmx1.
rewrite mulmxV ?root_unitmx // -scalemxAr -scalemxAl !mulmxA.
by rewrite mulmxK ?root_unitmx.
Qed.

Lemma turned_reflector f : proper_factor f -> factor_ok f ->
  reflector (turned f).
Proof.
move=> pf ok; have [pk pd sz /zval_lt b_gt0] := and4P pf.
case/and5P: (ok) => _ re_top re_key re_beta /andP[pos_beta le2].
set beta := nmul low _ _ in re_beta pos_beta le2.
have K_re : real_mx (K f).
  apply/real_mxP=> i j; rewrite mxE.
  have [->|nz] := eqVneq (vsum z (key f) i) 0; first exact: real0.
  have [x x_key ->] := vsum_entry pk nz.
  by apply: realP (allP re_key _ x_key); apply: proper_size pk x_key.
have betaE : (turned f).1 * ((turned f).2^T *m (turned f).2) 0 0 =
    nval z beta / zval (bottom f).
  rewrite /turned /= mulmxA -dual_row // (vdot_row lowP pd pk).
  by rewrite (nval_nmul lowP) // mulrAC [X in X / _]mulrC.
have beta_gt0 : 0 < nval z beta.
  apply: gt0 => //; exact: size_nmul.
have top_re : nval z (top f) / zval (bottom f) \is Num.real.
  by rewrite rpredM ?rpredV ?zval_real ?realP.
rewrite /reflector betaE divr_gt0 //= top_re real_mulmx ?root_realmx //=.
rewrite ler_pdivr_mulr // -subr_ge0.
have -> : 2%:R * zval (bottom f) - nval z beta =
    nval z (nadd [:: Z.mul (Zpos (xO xH)) (bottom f)] (nopp beta)).
  rewrite nval_nadd nval_nopp single_value zvalM; congr (_ * _ - _).
case/orP: le2 => [/eqP->//|/posP]; set x := nadd _ _ => ps.
have x_re : nval z x \is Num.real.
  rewrite /x nval_nadd nval_nopp single_value rpredB ?zval_real //.
  exact: gtr0_real.
by rewrite ltW // -(Creal_ReP _ x_re).
Qed.

Lemma turn_factors fs :
  (forall f, List.In f fs -> proper_factor f && factor_ok f) ->
  B *m foldl (fun M f => factor_mx z d f *m M) 1%:M fs *m invmx B =
    steps (rev (map turned fs)) /\
  all (@reflector d) (rev (map turned fs)).
Proof.
elim/last_ind: fs => [|fs f IHfs] ok.
  by rewrite mulmx1 mulmxV ?root_unitmx.
have in_rcons f' : List.In f' fs \/ f' = f -> List.In f' (rcons fs f).
  elim: (fs) => [|f0 fs' IH] /=; first by case=> // ->; left.
  case=> [[->|old]|new]; [by left| |]; right; apply: IH.
    by left.
  by right.
have [|e refl] := IHfs; first by move=> f' f'_in; apply/ok/in_rcons; left.
have /andP[pf okf] : proper_factor f && factor_ok f by apply/ok/in_rcons; right.
rewrite foldl_rcons map_rcons rev_rcons /= refl andbT; split; last first.
  exact: turned_reflector.
rewrite /steps /= -/(steps _) -e -turn_factor // !mulmxA.
by rewrite mulmxKV ?root_unitmx.
Qed.

Lemma reflector_lies (hs : seq nat) f h : proper_factor f -> factor_ok f ->
  all (fun p : nat * number => nth 0%N hs p.1 == head_of hs f) (key f) ->
  (if g is Some h then all (fun i => all (fun p : nat * number =>
        nth 0%N hs p.1 == nth 0%N hs i) (nth [::] h.1 i)) (iota 0 d)
   else true) ->
  lies (fun i : 'I_d => nth 0%N hs i) h (turned f) = (h == head_of hs f).
Proof.
move=> pf okf /allP key_ok lower_ok; have [pk _ _ _] := and4P pf.
have here i : (turned f).2 i 0 != 0 -> nth 0%N hs (i : 'I_d) = head_of hs f.
  rewrite /turned /= mxE => nz.
  have [j nzj] : exists j, B i j * K f j 0 != 0.
    apply/existsP; apply: contraNT nz; rewrite negb_exists => /forallP zero.
    by rewrite big1 // => j _; apply/eqP/negPn/zero.
  have [nzB nzK] : B i j != 0 /\ K f j 0 != 0.
    by move: nzj; rewrite mulf_eq0 negb_or => /andP.
  rewrite mxE in nzK; have [x x_key _] := vsum_entry pk nzK.
  rewrite -(eqP (key_ok _ x_key)) /=.
  move: nzB lower_ok; rewrite /root; case Dg: g => [h'|].
    case/(root_entry (tri Dg)) => y y_col _ /allP/(_ i).
    by rewrite mem_iota ltn_ord => /(_ isT)/allP/(_ _ y_col)/eqP->.
  by rewrite mxE; case: (i =P j) => [->|]; rewrite ?eqxx.
apply/idP/eqP=> [/forallP lie|->].
  have /and4P[_ _ pos_f _] := turned_reflector pf okf.
  have [i nzi] : exists i, (turned f).2 i 0 != 0.
    apply/existsP; apply: contraLR pos_f; rewrite negb_exists => /forallP zero.
    suff -> : (turned f).2 = 0 by rewrite mulmx0 mxE mulr0 ltxx.
    by apply/colP=> k; rewrite [RHS]mxE; apply/eqP/negPn/zero.
  by rewrite -(here _ nzi); have /implyP/(_ nzi)/eqP := lie i.
by apply/forallP=> i; apply/implyP=> /here->.
Qed.

Lemma all_in (T : Type) (P : T -> bool) (s : seq T) x :
  all P s -> List.In x s -> P x.
Proof. by elim: s => //= y s IHs /andP[Py Ps] [<- //|]; apply: IHs. Qed.

Lemma heads_lie hs n fs :
  (forall f, List.In f fs -> proper_factor f && factor_ok f) ->
  heads_ok hs n fs ->
  (forall t, t \in rev (map turned fs) ->
     exists h, lies (fun i : 'I_d => nth 0%N hs i) h t) /\
  forall h, (count (lies (fun i : 'I_d => nth 0%N hs i) h)
     (rev (map turned fs)) <= n)%N.
Proof.
move=> ok /and3P[keys counts lower].
have lieE f h : List.In f fs ->
    lies (fun i : 'I_d => nth 0%N hs i) h (turned f) = (h == head_of hs f).
  move=> f_fs; have /andP[pf okf] := ok _ f_fs.
  by apply: reflector_lies => //; apply: all_in keys f_fs.
split=> [t|h].
  rewrite mem_rev => t_fs.
  have [f f_fs ->] : exists2 f, List.In f fs & t = turned f.
    elim: (fs) t_fs => //= f0 fs' IH; rewrite inE.
    case/predU1P=> [->|/IH[f f_in ->]].
      by exists f0; [left|].
    by exists f; [right|].
  by exists (head_of hs f); rewrite lieE.
rewrite count_rev count_map.
have -> : count (preim turned (lies (fun i : 'I_d => nth 0%N hs i) h)) fs =
    count (fun f => head_of hs f == h) fs.
  elim: (fs) lieE => //= f0 fs' IH lieE.
  rewrite (lieE f0 h (or_introl erefl)) [h == _]eq_sym IH //.
  by move=> f h' f_in; apply: lieE; right.
have [[f [f_fs <-]]|none] :
    (exists f, List.In f fs /\ head_of hs f = h) \/
    count (fun f => head_of hs f == h) fs = 0%N.
- elim: (fs) => [|f0 fs' IH]; first by right.
  have [e|ne] := eqVneq (head_of hs f0) h.
    by left; exists f0; split; [left|].
  case: IH => [[f [f_in e]]|e]; first by left; exists f; split; [right|].
  by right; rewrite /= (negPf ne).
- exact: all_in counts f_fs.
by rewrite none.
Qed.

Lemma isometry_orthogonal e cols : 0 < zval e -> all (proper m d) cols ->
  size cols = d -> all real_vec cols -> isometry e cols ->
  forall C, C = B *m mmx z (zval e) d cols *m invmx B ->
  (C^T *m C == 1%:M) && real_mx C.
Proof.
move=> e_gt0 pc sz re iso_ok C ->; set A := mmx _ _ _ _.
have /and3P[pduals punits /allP iso] := iso_ok.
have nze : zval e != 0 by rewrite gt_eqF.
have pcol j : proper m d (nth [::] cols j) by apply: proper_nth pc.
have A_re : real_mx A.
  apply/real_mxP=> i j; rewrite mxE.
  have [->|nz] := eqVneq (vsum z (nth [::] cols j) i) 0.
    by rewrite mul0r real0.
  have [x x_col ->] := vsum_entry (pcol j) nz.
  rewrite rpredM ?rpredV ?zval_real //.
  apply: realP; first exact: proper_size (pcol j) x_col.
  have col_j : nth [::] cols j \in cols by rewrite mem_nth // sz.
  exact: (allP (allP re _ col_j) _ x_col).
apply/andP; split; last first.
  by rewrite !real_mulmx ?real_invmx ?root_realmx.
have key_eq : A^T *m (B^T *m B *m A) = B^T *m B.
  apply/matrixP=> i j; have [lt_i lt_j] := (ltn_ord i, ltn_ord j).
  have mem_d (l : 'I_d) : nat_of_ord l \in iota 0 d by rewrite mem_iota ltn_ord.
  have /allP/(_ _ (mem_d j))/eqP/(congr1 (nval z)) := iso _ (mem_d i).
  rewrite (nth_map [::]) ?sz // (nth_map 0%N) ?size_iota // nth_iota // add0n.
  have pd : proper m d (dual_of (nth [::] cols j)).
    by apply: (allP pduals); apply: map_f; rewrite mem_nth ?sz.
  have pu : proper m d (dual_of [:: (nat_of_ord j, [:: Z1])]).
    by apply: (allP punits); apply/mapP; exists (nat_of_ord j).
  have p1 : proper m d [:: (nat_of_ord j, [:: Z1])].
    by rewrite /proper /= lt_j /canonical /= low_gt0.
  rewrite (vdotE lowP (pcol i) pd) nval_nscale zvalM -(vsum_lookup z _ pu).
  have unitE : vsum z (dual_of [:: (nat_of_ord j, [:: Z1])]) i = (B^T *m B) i j.
    have /colP/(_ i) := dual_value p1; rewrite mxE => ->.
    rewrite mxE (bigD1 j) //= big1 => [|l /negPf nl].
      rewrite [vcol _ _ _ _ _]mxE vsum_cons vsum_nil /= eqxx.
      by rewrite mulr0 !addr0 mulr1.
    rewrite [vcol _ _ _ _ _]mxE vsum_cons vsum_nil /=; case: eqP => [e_l|_].
      by rewrite -val_eqE /= e_l eqxx in nl.
    by rewrite addr0 mulr0.
  rewrite unitE => sumE.
  apply: (mulfI (mulf_neq0 nze nze)); rewrite -sumE mxE mulr_sumr.
  apply: eq_bigr => k _; have /colP/(_ k) := dual_value (pcol j).
  rewrite mxE => ->; set H := B^T *m B.
  have -> : (H *m A) k j = (H *m vcol z d (nth [::] cols j)) k 0 / zval e.
    rewrite [LHS]mxE [X in X / _]mxE mulr_suml; apply: eq_bigr => l _.
    by rewrite [A _ _]mxE [vcol _ _ _ _ _]mxE mulrA.
  rewrite [A^T _ _]mxE [A _ _]mxE mulrACA.
  by rewrite ![zval e * (_ / _)]mulrC !divfK.
have -> : (B *m A *m invmx B)^T *m (B *m A *m invmx B) =
    (invmx B)^T *m (A^T *m (B^T *m B *m A)) *m invmx B.
  by rewrite !trmx_mul !mulmxA.
rewrite key_eq !mulmxA trmx_inv mulVmx ?unitmx_tr ?root_unitmx // mul1mx.
by rewrite mulmxV ?root_unitmx.
Qed.
End Decide.
