(* Real matrices of size 2 that turn by a rotation T of odd order and have a  *)
(* reset Y = b c^T: by finite reach the numbers s_i = c^T T^i b are 0, 1 or   *)
(* -1.  As s_0 + s_2 = (tr T) s_1, if none of s_0, s_1, s_2 is 0, then tr T   *)
(* is 0, 2 or -2, and the order of T divides 4: so one of them is 0, and the  *)
(* word y y t y t t y, which multiplies with all of them, is 0.               *)
(*                                                                            *)
(*   resets y t == the word y y t y t t y                                     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import cyclic all_field.
From BilinearTheory Require Import model compression block_squares rules claim.
From BilinearTheory Require Import local.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma real_odd_root (F : numFieldType) (z : F) o :
  z \is Num.real -> odd o -> z ^+ o = 1 -> z = 1.
Proof.
move=> rz odd_o e; have o_gt0 : (0 < o)%N by case: (o) odd_o.
have z_ge0 : 0 <= z by rewrite -(real_exprn_odd_ge0 rz odd_o) e ler01.
by apply/eqP; rewrite -(pexpr_eq1 o_gt0 z_ge0) e.
Qed.

Lemma rank_one_trace (F : fieldType) (Y M : 'M[F]_2) : \det Y = 0 ->
  Y * M * Y = \tr (Y * M) *: Y.
Proof.
move=> det0.
have [C [R ->]] : exists (C : 'M_(2, 1)) (R : 'M_(1, 2)), Y = C *m R.
  have : (\rank Y < 2)%N.
    by rewrite ltn_neqAle rank_leq_row andbT -/(row_free _) row_free_unit
      unitmxE det0 unitr0.
  have := mulmx_base Y; move: (col_base Y) (row_base Y).
  case: (\rank Y) => [|[|//]] C R e _; last by exists C, R.
  by exists 0, 0; rewrite -e mulmx0 thinmx0 mul0mx.
rewrite -!mulmxE !mulmxA -(mulmxA C R M) mxtrace_mulC -(mulmxA C _ C).
by rewrite -mulmxA [R *m M *m C]mx11_scalar !mulmxA mul_mx_scalar -scalemxAl
  mxtrace_scalar.
Qed.

Section Core.
Variables (F : numFieldType) (X Y : 'M[F]_2) (N E o : nat).
Hypotheses (rX : forall i j, X i j \is Num.real)
  (rY : forall i j, Y i j \is Num.real).
Hypotheses (N_gt0 : (0 < N)%N) (le_NE : (N <= E)%N) (odd_o : odd o)
  (divE : (N %| o * E)%N).
Let T := X ^+ E.
Let S := Y * T * T * Y * T * Y * Y.
Hypothesis idem : forall M, M \in [:: X; Y; Y * T; Y * (T * T); S] ->
  M ^+ (N + N) = M ^+ N.

Let realM (A B : 'M[F]_2) : (forall i j, A i j \is Num.real) ->
  (forall i j, B i j \is Num.real) -> forall i j, (A * B) i j \is Num.real.
Proof. exact: real_mul. Qed.

Let real_tr (A : 'M[F]_2) : (forall i j, A i j \is Num.real) ->
  \tr A \is Num.real.
Proof. by move=> rA; apply: rpred_sum. Qed.

Let rT i j : T i j \is Num.real.
Proof.
rewrite /T; elim: (E) i j => [|k IHk] i j; first by rewrite expr0 mxE realn.
by rewrite exprS; apply: realM.
Qed.

Let unit_idem (M : 'M[F]_2) : M ^+ (N + N) = M ^+ N -> \det M != 0 ->
  M ^+ N = 1.
Proof.
move=> e detM; have uM : M ^+ N \is a GRing.unit.
  by rewrite unitrX // -[_ \is a GRing.unit]/(M \in unitmx) unitmxE unitfE.
by apply: (mulrI uM); rewrite mulr1 -exprD.
Qed.

Let square_zero (M : 'M[F]_2) : \det M = 0 -> M * M = \tr M *: M.
Proof. by move=> det0; have := rank_one_trace 1 det0; rewrite mulr1. Qed.

(* A matrix of rank 1 has the eigenvalue 0, 1 or -1.                          *)
Let root_trace (M : 'M[F]_2) : (forall i j, M i j \is Num.real) ->
  M ^+ (N + N) = M ^+ N -> \det M = 0 -> \tr M = 0 \/ \tr M * \tr M = 1.
Proof.
move=> rM e det0; set s := \tr M.
have pow k : M ^+ k.+1 = s ^+ k *: M.
  elim: k => [|k IHk]; first by rewrite expr1 scale1r.
  by rewrite exprSr IHk -scalerAl square_zero // scalerA -exprSr.
have tr_pow k : (0 < k)%N -> \tr (M ^+ k) = s ^+ k.
  by case: k => // k _; rewrite pow mxtraceZ -exprSr.
have := congr1 (@mxtrace _ _) e; rewrite !tr_pow ?addn_gt0 ?N_gt0 //.
have [->|nz] := eqVneq s 0; [by left | rewrite exprD].
move=> sE; right; have {}sE : s ^+ N = 1.
  by apply: (mulfI (expf_neq0 N nz)); rewrite mulr1.
have /eqP := congr1 Num.norm sE; rewrite normrX normr1 pexpr_eq1 //.
by move/eqP=> s1; rewrite -expr2 -real_normK ?real_tr // s1 expr1n.
Qed.

Let odd_power (M : 'M[F]_2) : M * M = 1 -> M ^+ o = M.
Proof.
move=> e; rewrite -(odd_double_half o) odd_o -mul2n exprD exprM expr1 expr2 e.
by rewrite expr1n mulr1.
Qed.

Let T_order : X ^+ N = 1 -> T ^+ o = 1.
Proof.
by move=> e; rewrite -exprM mulnC; have /dvdnP[k ->] := divE;
  rewrite mulnC exprM e expr1n.
Qed.

(* Three traces that are 1 or -1 are not those of a rotation of odd order.    *)
Let few_turns : T ^+ o = 1 -> T <> 1 ->
  ~~ [&& \tr Y * \tr Y == 1, \tr (Y * T) * \tr (Y * T) == 1 &
         \tr (Y * (T * T)) * \tr (Y * (T * T)) == 1].
Proof.
move=> ord_T T_neq1; apply/and3P=> -[/eqP s0 /eqP s1 /eqP s2].
set a0 := \tr Y in s0; set a1 := \tr (Y * T) in s1.
set a2 := \tr (Y * (T * T)) in s2.
have det_T : \det T = 1.
  have det_real : \det T \is Num.real.
    apply: rpred_sum => p _; rewrite rpredM ?rpredX ?rpredN1 //.
    exact: rpred_prod.
  apply: real_odd_root det_real odd_o _.
  have pow k : \det (T ^+ k) = \det T ^+ k.
    by elim: k => [|k IHk]; rewrite ?det1 // !exprS -IHk -det_mulmx.
  by rewrite -pow ord_T det1.
set tau := \tr T.
have CH : T * T = tau *: T - 1.
  have : T *m \adj T = 1 by rewrite mul_mx_adj det_T.
  rewrite adj2 mulmxBr mul_mx_scalar -/tau => <-.
  by rewrite opprB addrCA subrr addr0.
have rec : a2 = tau * a1 - a0.
  by rewrite /a2 CH mulrBr mulr1 -scalerAr !linearB linearZ.
have tau_sq : (tau * tau = 0) \/ (tau * tau = 4%:R).
  have tauE : tau = (a2 + a0) * a1.
    by rewrite rec subrK -mulrA s1 mulr1.
  have sq : tau * tau = 2%:R + (a2 * a0) *+ 2.
    rewrite tauE mulrACA s1 mulr1 -expr2 sqrrD !expr2 s2 s0.
    by rewrite addrAC -[1 + 1]/(2%:R).
  have : (a2 * a0) ^+ 2 == 1 by rewrite expr2 mulrACA s2 s0 mulr1.
  rewrite sqrf_eq1 sq => /orP[]/eqP->; [right|left].
    by rewrite -natrD.
  by rewrite mulNrn subrr.
have T2o : (T * T) ^+ o = 1 by rewrite -expr2 -exprM mulnC exprM ord_T expr1n.
have ne2 : (2%:R : F) != 0 by rewrite pnatr_eq0.
case: tau_sq => [/eqP|tau4].
  rewrite mulf_eq0 orbb => /eqP tau0; move: CH.
  rewrite tau0 scale0r sub0r => CH.
  have := T2o; rewrite CH exprNn expr1n mulr1 -signr_odd odd_o expr1.
  move/eqP; rewrite -subr_eq0 -opprD oppr_eq0 -mulr2n -scaler_nat.
  by rewrite scaler_eq0 (negPf ne2) oner_eq0.
pose U := T * T - 1; have DT : T * T = 1 + U by rewrite addrC subrK.
have UU : U * U = 0.
  have UE : U = tau *: T - 2%:R by rewrite /U CH -addrA -opprD.
  have UT : U * T = T *+ 2 - tau%:M.
    rewrite UE mulrBl -scalerAl CH scalerBr scalerA tau4 scaler_nat mulr_natl.
    by rewrite scalemx1 addrAC -mulrnBr.
  rewrite {2}UE mulrBr -scalerAr UT scalerBr scale_scalar_mx tau4 mulr_natr.
  have e4 : (4%:R)%:M = 2%:R *+ 2 :> 'M[F]_2 by rewrite rmorph_nat -mulrnA.
  by rewrite UE mulrnBl -scalerMnr e4 subrr.
have pow k : (1 + U) ^+ k = 1 + U *+ k.
  elim: k => [|k IHk]; first by rewrite expr0 mulr0n addr0.
  rewrite exprS IHk mulrDl mul1r mulrDr mulr1 mulrnAr UU mul0rn addr0.
  by rewrite -addrA mulrSr.
have U0 : U = 0.
  apply/eqP; have := T2o; rewrite DT pow -[RHS]addr0 => /addrI/eqP.
  by rewrite -scaler_nat scaler_eq0 pnatr_eq0; case: (o) odd_o.
have TT : T * T = 1 by rewrite DT U0 addr0.
by apply: T_neq1; rewrite -(odd_power TT).
Qed.

Theorem reset_core : X ^+ N * S ^+ N * T * S = T * S ^+ N * X ^+ N * S.
Proof.
have eX : X ^+ (N + N) = X ^+ N by apply: idem; rewrite mem_head.
have eS : S ^+ (N + N) = S ^+ N by apply: idem; rewrite !inE eqxx !orbT.
have powX k : X ^+ (N * k.+1) = X ^+ N.
  elim: k => [|k IHk]; first by rewrite muln1.
  by rewrite mulnS exprD IHk -exprD.
have XT : X ^+ N * T = T by rewrite /T -(subnKC le_NE) exprD mulrA -exprD eX.
have E_gt0 : (0 < E)%N := leq_trans N_gt0 le_NE.
have To : T ^+ o = X ^+ N.
  rewrite -exprM mulnC; have /dvdnP[[|k] Dk] := divE; last first.
    by rewrite Dk mulnC powX.
  by move/eqP: Dk; rewrite muln_eq0 !eqn0Ngt E_gt0 orbF; case: (o) odd_o.
suff [T_X|[S0|[X1 S1]]] : T = X ^+ N \/ S = 0 \/ X ^+ N = 1 /\ S ^+ N = 1.
- by rewrite T_X.
- by rewrite {2 4}S0 !mulr0.
- by rewrite X1 S1 !mulr1 !mul1r.
have [detX|detX] := eqVneq (\det X) 0; last first.
  have X1 := unit_idem eX detX; have ord_T := T_order X1.
  have [->|T_neq1] := eqVneq T 1; [by left | right].
  have [detY|detY] := eqVneq (\det Y) 0; last first.
    right; split=> //; apply: unit_idem => //.
    have detT : \det T != 0.
      rewrite -unitfE -unitmxE -[_ \in _]/(T \is a GRing.unit) unitrX //.
      by rewrite -[_ \is a _]/(X \in unitmx) unitmxE unitfE.
    by rewrite !det_mulmx !mulf_neq0.
  left; have mid M : Y * M * Y = \tr (Y * M) *: Y by apply: rank_one_trace.
  have SE : S = (\tr (Y * (T * T)) * (\tr (Y * T) * \tr Y)) *: Y.
    rewrite /S -(mulrA Y T T) (mid (T * T)) -!scalerAl (mid T) -scalerAl.
    by rewrite (square_zero detY) !scalerA -?mulrA.
  have sq (M : 'M[F]_2) : (forall i j, M i j \is Num.real) ->
      Y * M \in [:: X; Y; Y * T; Y * (T * T); S] ->
      \tr (Y * M) = 0 \/ \tr (Y * M) * \tr (Y * M) = 1.
    move=> rM /idem eM; apply: root_trace eM _; first exact: realM.
    by rewrite det_mulmx detY mul0r.
  have sq0 : \tr Y = 0 \/ \tr Y * \tr Y = 1.
    by apply: root_trace => //; apply: idem; rewrite !inE eqxx orbT.
  have sq1 := sq T rT; have sq2 := sq (T * T) (realM rT rT).
  rewrite !inE eqxx !orbT in sq1; rewrite !inE eqxx !orbT in sq2.
  have := few_turns ord_T (elimN eqP T_neq1); rewrite SE.
  case: sq0 => [->|->]; first by rewrite !(mul0r, mulr0) scale0r.
  case: (sq1 isT) => [->|->]; first by rewrite !(mul0r, mulr0) scale0r.
  case: (sq2 isT) => [->|->]; first by rewrite !(mul0r, mulr0) scale0r.
  by rewrite !eqxx.
left; have detT : \det T = 0.
  by rewrite /T -(prednK E_gt0) exprS det_mulmx detX mul0r.
have powT k : T ^+ k.+1 = \tr T ^+ k *: T.
  elim: k => [|k IHk]; first by rewrite expr1 scale1r.
  by rewrite exprSr IHk -scalerAl square_zero // scalerA -exprSr.
have [e0|e_neq0] := eqVneq (X ^+ N) 0; first by rewrite e0 -XT e0 mul0r.
have tr1 : \tr (X ^+ N) = 1.
  have det_e : \det (X ^+ N) = 0.
    by rewrite -(prednK N_gt0) exprS det_mulmx detX mul0r.
  have := square_zero det_e; rewrite -exprD eX => /eqP.
  rewrite -{1}[X ^+ N]scale1r -subr_eq0 -scalerBl scaler_eq0 (negPf e_neq0).
  by rewrite orbF subr_eq0 => /eqP.
have oE : o = o.-1.+1 by case: (o) odd_o.
have To' := To; rewrite oE powT in To'.
have trT : \tr T = 1.
  apply: real_odd_root (real_tr rT) odd_o _.
  by rewrite -tr1 -To' mxtraceZ -exprSr -oE.
by rewrite -To' trT expr1n scale1r.
Qed.
End Core.

Definition resets (L : Type) (y t : seq L) := y ++ y ++ t ++ y ++ t ++ t ++ y.

Lemma words_commute (F : numFieldType) d (A : bool -> 'M[F]_d) N E o :
  d = 2%N -> (forall a i j, A a i j \is Num.real) -> (0 < N)%N ->
  (N <= E)%N -> odd o -> (N %| o * E)%N ->
  (forall w, wordmx A (wpow w (N + N)) = wordmx A (wpow w N)) ->
  let t := nseq E true in let s := resets [:: false] t in
  wordmx A (s ++ t ++ wpow s N ++ nseq N true) =
  wordmx A (s ++ nseq N true ++ wpow s N ++ t).
Proof.
move=> d2; move: A; rewrite d2 {d d2} => A rA N_gt0 le_NE odd_o divE idem t s.
have powE w k : wordmx A (wpow w k) = wordmx A w ^+ k.
  elim: k => // k IHk; rewrite wpowS wordmx_cat IHk mulmxE -exprSr.
  by [].
have letter a : wordmx A [:: a] = A a.
  by rewrite -[[:: a]]/(rcons [::] a) wordmx_rcons mulmx1.
have tE : wordmx A t = A true ^+ E by rewrite /t -wpow_seq1 powE letter.
set T := A true ^+ E in tE.
have sE : wordmx A s = A false * T * T * A false * T * A false * A false.
  by rewrite /s /resets !wordmx_cat !letter tE -!mulmxE.
clearbody s t; have := @reset_core F (A true) (A false) N E o (rA true)
  (rA false) N_gt0 le_NE odd_o divE; rewrite -/T -sE => core.
rewrite -!mulmxE in core; rewrite !wordmx_cat.
rewrite -[nseq N true]wpow_seq1 !powE tE letter; apply: core => M M_in.
suff [w ->] : exists w, M = wordmx A w by rewrite -!powE.
move: M_in; rewrite !inE => /or4P[/eqP->|/eqP->|/eqP->|/orP[/eqP->|/eqP->]].
- by exists [:: true].
- by exists [:: false].
- by exists (t ++ [:: false]); rewrite wordmx_cat tE letter.
- by exists (t ++ t ++ [:: false]); rewrite !wordmx_cat tE letter mulmxA.
by exists s.
Qed.

Lemma reset_run (F : numFieldType) (L : Type) d (A : L -> 'M[F]_d) b h0 r
    (x y u : seq L) k E o :
  orbit_in (astep A b) h0 r -> (forall a, b a = 0) ->
  (d <= 1)%N \/ (d <= 2)%N /\ (forall a i j, A a i j \is Num.real) ->
  let N := ((size r)`! * k.+1)%N in let t := wpow x E in
  let s := resets y t in
  (N <= E)%N -> odd o -> (N %| o * E)%N ->
  arun A b h0 (u ++ s ++ t ++ wpow s N ++ wpow x N) =
  arun A b h0 (u ++ s ++ wpow x N ++ wpow s N ++ t).
Proof.
move=> rP b0 small N t s le_NE odd_o divE.
pose wd (a : bool) := if a then x else y; pose wds v := flatten (map wd v).
pose A2 a := wordmx A (wd a); pose h1 := arun A b h0 u.
have wdsM v : wordmx A (wds v) = wordmx A2 v.
  elim/last_ind: v => // v a IHv; rewrite wordmx_rcons -IHv -wordmx_cat.
  by rewrite /wds map_rcons -cats1 flatten_cat /= cats0.
have runE h v : arun A b h v = wordmx A v *m h by rewrite arun0 // run_wordmx.
have rP2 : orbit_in (astep A2 (fun=> 0)) h1 r.
  move=> v; rewrite -/(arun _ _ _ _) arun0 // run_wordmx -wdsM -runE -arun_cat.
  exact: rP.
have [P [next [v [p0 [v0 vP _ word]]]]] :=
  compression.reached_points rP2.
pose W : 'M[F]_(#|P|, d) := \matrix_(p, i) v (enum_val p) i 0.
pose img w := (wordmx A2 w)^T.
have imgM w w' : img (w ++ w') = img w *m img w'.
  by rewrite /img wordmx_cat trmx_mul.
have rowW p w : row p (W *m img w) = (wordmx A2 w *m v (enum_val p))^T.
  rewrite row_mul trmx_mul; congr (_ *m _).
  by apply/rowP=> i; rewrite !mxE.
have foldv q w : wordmx A2 w *m v q = v (foldl next q w).
  rewrite -run_wordmx -(arun0 _ (b := fun=> 0)) //.
  by elim: w q => //= a w IHw q; rewrite vP IHw.
have subW w : (W *m img w <= W)%MS.
  apply/row_subP=> p; rewrite rowW foldv.
  have -> : (v (foldl next (enum_val p) w))^T =
      row (enum_rank (foldl next (enum_val p) w)) W.
    by apply/rowP=> i; rewrite !mxE enum_rankK.
  exact: row_sub.
pose tb := nseq E true; pose sb := resets [:: false] tb.
pose xN := nseq N true; pose sN := wpow sb N.
have wpowb w j : wds (wpow w j) = wpow (wds w) j.
  by elim: j => // j IHj; rewrite !wpowS /wds map_cat flatten_cat -IHj.
have tE : wds tb = t by rewrite /tb -wpow_seq1 wpowb /wds /= cats0.
have xE : wds xN = wpow x N by rewrite /xN -wpow_seq1 wpowb /wds /= cats0.
have wds_cat w w' : wds (w ++ w') = wds w ++ wds w'.
  by rewrite /wds map_cat flatten_cat.
have sE : wds sb = s.
  by rewrite /sb /s /resets !wds_cat tE [wds [:: _]]/= /wds /= cats0.
have sNE : wds sN = wpow s N by rewrite /sN wpowb sE.
suff same : W *m img (sb ++ tb ++ sN ++ xN) = W *m img (sb ++ xN ++ sN ++ tb).
  have e w : arun A b h1 (wds w) = (row (enum_rank p0) (W *m img w))^T.
    by rewrite rowW enum_rankK v0 trmxK runE wdsM.
  clearbody sN sb tb xN; rewrite !(arun_cat _ _ _ u) -/h1.
  by have := e (sb ++ tb ++ sN ++ xN); rewrite same -e !wds_cat sNE sE tE xE.
pose R := row_base W.
have BE w : R *m img w = R *m img w *m pinvmx R *m R.
  by rewrite mulmxKpV // (eqmxMr _ (eq_row_base W)) eq_row_base.
have [D DW] : exists D, W = D *m R by apply/submxP; rewrite eq_row_base.
have [le1|gt1] := leqP (\rank W) 1.
  pose B w := R *m img w *m pinvmx R.
  have BM w w' : R *m img (w ++ w') = (B w *m B w') *m R.
    by rewrite imgM mulmxA (BE w) -mulmxA (BE w') !mulmxA.
  have BC w w' : R *m img (w ++ w') = R *m img (w' ++ w).
    by rewrite !BM (small_mxC _ _ le1).
  clearbody sN sb tb xN; have eR : B (tb ++ sN ++ xN) = B (xN ++ sN ++ tb).
    congr (_ *m _); rewrite catA BC !BM; congr (_ *m _ *m _).
    by congr (_ *m _); apply: BC.
  rewrite DW -[LHS]mulmxA -[RHS]mulmxA; congr (_ *m _).
  by rewrite -/R !BM eR.
have d_gt1 : (1 < d)%N := leq_trans gt1 (rank_leq_col _).
have [d2 rA] : d = 2%N /\ forall a i j, A a i j \is Num.real.
  case: small => [|[le2 rA]]; first by rewrite leqNgt d_gt1.
  by split=> //; apply/eqP; rewrite eqn_leq le2.
have full : row_full W.
  by rewrite /row_full eqn_leq rank_leq_col (leq_trans _ gt1) ?d2.
have idem w : wordmx A2 (wpow w (N + N)) = wordmx A2 (wpow w N).
  apply: trmx_inj; apply: (row_full_inj full); apply/row_matrixP=> p.
  have [w' ew] := word (enum_val p); rewrite !rowW !ew; congr (_^T).
  have runv z : wordmx A2 z *m foldl (astep A2 (fun=> 0)) h1 w' =
      foldl (astep A2 (fun=> 0)) h1 (w' ++ z).
    by rewrite -run_wordmx -(arun0 _ (b := fun=> 0)) // foldl_cat.
  by rewrite !runv /N -mulnDr addSn !(orbit_power _ _ _ rP2).
congr (_ *m _^T); apply: (words_commute d2 _ _ le_NE odd_o divE) => //;
  last by rewrite /N muln_gt0 fact_gt0.
move=> a; rewrite /A2; elim/last_ind: (wd a) => [|z c IHz] i j.
  by rewrite mxE realn.
by rewrite wordmx_rcons; apply: real_mul.
Qed.

(* An exponent of the same word, whose power has odd order everywhere.        *)
Lemma odd_exponent n e o m : (0 < n)%N -> (n <= e)%N -> odd o ->
  (n %| o * e)%N -> (0 < m)%N ->
  exists E o', [/\ (E = e %[mod n])%N, (n * m <= E)%N, odd o' &
    (n * m %| o' * E)%N].
Proof.
move=> n_gt0 le_ne odd_o div m_gt0; set N := (n * m)%N.
have N_gt0 : (0 < N)%N by rewrite muln_gt0 n_gt0.
have e_gt0 := leq_trans n_gt0 le_ne; have o_gt0 : (0 < o)%N by case: (o) odd_o.
pose f := (2 ^ (totient o * N))%N.
have le_Nf : (N <= totient o * N)%N by rewrite leq_pmull // totient_gt0.
exists (e * f)%N, (N`_2^')%N; split.
- have f1 : (f = 1 %[mod o])%N.
    by rewrite /f expnM -modnXm Euler_exp_totient ?coprime2n // modnXm exp1n.
  have f_gt0 : (0 < f)%N by rewrite expn_gt0.
  apply/eqP; rewrite eqn_mod_dvd ?leq_pmulr //.
  rewrite -{2}[e]muln1 -mulnBr.
  have /dvdnP[j ->] : (o %| f - 1)%N by rewrite -eqn_mod_dvd //; apply/eqP.
  by rewrite mulnCA dvdn_mull // mulnC.
- apply: leq_trans (leq_trans le_Nf (ltnW (ltn_expl _ (ltnSn 1)))) _.
  exact: leq_pmull.
- by rewrite odd_2'nat part_pnat.
rewrite -{1}(partnC 2%N N_gt0) mulnC dvdn_mul // dvdn_mull //.
rewrite p_part dvdn_exp2l //; apply: leq_trans le_Nf.
exact: ltnW (ltn_logl _ N_gt0).
Qed.

Section Theorems.
Variables (L : Type) (Q : Type) (step : Q -> L -> Q).
Implicit Types (x y p s : seq L).

Lemma foldl_long_power x n q e j :
  (n <= e)%N -> (e = j %[mod n])%N -> (n <= j)%N ->
  (forall q, foldl step q (wpow x n ++ wpow x n) = foldl step q (wpow x n)) ->
  foldl step q (wpow x j) = foldl step q (wpow x e).
Proof.
move=> le_ne ej le_nj idem; have long k q' : foldl step q' (wpow x (n * k.+1)) =
    foldl step q' (wpow x n).
  by rewrite foldl_wpow_idem // wpowD idem.
have red k : (n <= k)%N -> foldl step q (wpow x k) =
    foldl step q (wpow x (k %% n + n)).
  move=> le_nk; rewrite {1}(divn_eq k n) addnC !wpowD !foldl_cat mulnC.
  have [->|n_gt0] := posnP n; first by rewrite !mul0n.
  by rewrite -(prednK (_ : 0 < k %/ n)%N) ?divn_gt0 // long.
by rewrite (red j) // (red e) // ej.
Qed.

Lemma wpow_same s s' N q :
  (forall q, foldl step q s = foldl step q s') ->
  foldl step q (wpow s N) = foldl step q (wpow s' N).
Proof. by move=> e; rewrite !foldl_wpow; apply: eq_iter. Qed.

Variables (F : numFieldType) (Z : Type) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) (blk : 'I_d -> nat).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall w, dec (arun A b h0 w) = out (foldl step q0 w).
Hypothesis blA : forall a, block_matrix blk (A a).

(* The witness: t = x^e has odd order, and y y t y t t y an idempotent power. *)
Theorem rotation_reset_sound k x y u w n e o :
  (forall c, (#|members blk c| <= k)%N) ->
  (k <= 1)%N \/ k = 2%N /\ (forall a i j, A a i j \is Num.real) ->
  (forall a, b a = 0) -> (0 < n)%N -> (n <= e)%N -> odd o -> (n %| o * e)%N ->
  let t := wpow x e in let s := resets y t in
  (forall q, foldl step q (wpow x n ++ wpow x n) = foldl step q (wpow x n)) ->
  (forall q, foldl step q (wpow s n ++ wpow s n) = foldl step q (wpow s n)) ->
  out (foldl step q0 (u ++ s ++ t ++ wpow s n ++ wpow x n ++ w)) =
  out (foldl step q0 (u ++ s ++ wpow x n ++ wpow s n ++ t ++ w)).
Proof.
move=> le_k kP b0 n_gt0 le_ne odd_o div t s idx ids.
have [E [o' [Ee le_NE odd_o' div']]] := odd_exponent n_gt0 le_ne odd_o div
  (fact_gt0 (size r)).
pose N := ((size r)`! * n.-1.+1)%N; have DN : (n * (size r)`!)%N = N.
  by rewrite /N prednK // mulnC.
rewrite DN in le_NE div'; pose t' := wpow x E; pose s' := resets y t'.
have le_nE : (n <= E)%N.
  by apply: leq_trans le_NE; rewrite -DN leq_pmulr ?fact_gt0.
have tE q : foldl step q t' = foldl step q t.
  exact: foldl_long_power le_ne (esym Ee) le_nE idx.
have sE q : foldl step q s' = foldl step q s.
  by rewrite /s' /s /resets !foldl_cat !tE.
have powE v q : (forall q, foldl step q (wpow v n ++ wpow v n) =
    foldl step q (wpow v n)) ->
    foldl step q (wpow v N) = foldl step q (wpow v n).
  move=> idv; rewrite -DN -(prednK (fact_gt0 (size r))) foldl_wpow_idem //.
  by rewrite wpowD idv.
have sN q : foldl step q (wpow s' N) = foldl step q (wpow s n).
  by rewrite (wpow_same _ _ sE) powE.
suff run : arun A b h0 (u ++ s' ++ t' ++ wpow s' N ++ wpow x N) =
    arun A b h0 (u ++ s' ++ wpow x N ++ wpow s' N ++ t').
  clearbody s' s t' t; have := congr1 (fun h => dec (arun A b h w)) run.
  by rewrite -!arun_cat !decP -!catA !foldl_cat !tE !sN !sE !powE.
apply: (@rows_of_eq _ _ blk) => c; rewrite !block_arun //.
pose rc := [seq rows_of blk c h | h <- r]; have szr : size rc = size r.
  by rewrite size_map.
rewrite /s' /t' /N -szr; apply: (@reset_run F L _ _ _ _ rc x y u n.-1 E o');
  rewrite ?szr //.
- move=> v; have /(map_f (fun h => rows_of blk c h)) := rP v.
  by rewrite [rows_of _ _ _]block_arun.
- by move=> a; rewrite b0; apply/matrixP=> i j; rewrite !mxE.
case: kP => [le1|[Dk rA]]; [left | right].
  exact: leq_trans (le_k c) le1.
by rewrite -{1}Dk le_k; split=> // a i j; rewrite mxE.
Qed.
End Theorems.

Theorem rotation_reset_refutes (L Q : Type) (step : Q -> L -> Q) (q0 : Q)
    (out : Q -> nat) bound kind (u x y w : seq L) n e o :
  realizable (fun v => out (foldl step q0 v)) (BlockReal 2) bound kind false ->
  (0 < n)%N -> (n <= e)%N -> odd o -> (n %| o * e)%N ->
  let t := wpow x e in let s := resets y t in
  (forall q, foldl step q (wpow x n ++ wpow x n) = foldl step q (wpow x n)) ->
  (forall q, foldl step q (wpow s n ++ wpow s n) = foldl step q (wpow s n)) ->
  out (foldl step q0 (u ++ s ++ t ++ wpow s n ++ wpow x n ++ w)) =
  out (foldl step q0 (u ++ s ++ wpow x n ++ wpow s n ++ t ++ w)).
Proof.
case=> d [A [b [h0 [pts [fam _ [//|b0] rP /linear_arbitrary[g gP]]]]]].
move=> n_gt0 le_ne odd_o div t s idx ids.
case: fam => [fam|[_ dA]]; last first.
  apply: (rotation_reset_sound rP gP (blk := @nat_of_ord d) (k := 1%N)
    _ u w _ _ b0 n_gt0 le_ne odd_o div idx ids) => //.
  - by move=> a; apply: diag_parts.
  - exact: card_single.
  by left.
have entry a i j : (A a i j \is Num.real) /\
    (A a i j != 0 -> (i %/ 2 = j %/ 2)%N).
  have /forallP/(_ i)/forallP/(_ j)/andP[re /implyP bl] := fam a.
  by split=> // /bl/eqP.
apply: (rotation_reset_sound rP gP (blk := fun i => (i %/ 2)%N) (k := 2%N)
  _ u w _ _ b0 n_gt0 le_ne odd_o div idx ids) => //.
- by move=> a i j /(entry a i j).2.
- by move=> e'; apply: card_members.
by right; split=> // a i j; have [] := entry a i j.
Qed.
