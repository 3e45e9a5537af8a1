(* Real and non-negative spectra, for matrices that need not commute.         *)
(*                                                                            *)
(*   spectrum_in P A == A is annihilated by a product of X - a, all a in P    *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model householder full.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Spectrum.
Variables (R : realFieldType) (n : nat).
Implicit Types (A : 'M[R]_n.+1) (h : 'cV[R]_n.+1).

(* A is annihilated by a product of linear factors with roots in P: its       *)
(* minimal polynomial splits over R with all its roots in P.                  *)
Definition spectrum_in (P : pred R) A :=
  exists2 s : seq R, all P s & horner_mx A (\prod_(a <- s) ('X - a%:P)) = 0.

Lemma coprime_split_kernel A (s : seq R) (q : {poly R}) h :
  horner_mx A (\prod_(a <- s) ('X - a%:P)) = 0 ->
  (forall a, a \in s -> ~~ root q a) -> horner_mx A q *m h = 0 -> h = 0.
Proof.
set chi := \prod_(a <- s) _ => chi0 nroot qh0.
have /Bezout_eq1_coprimepP[[u v] /= e] : coprimep q chi.
  rewrite /chi; elim: s nroot {chi chi0} => [|a s IHs] nroot.
    by rewrite big_nil coprimep1.
  rewrite big_cons coprimepMr coprimep_XsubC nroot ?mem_head //=.
  by apply: IHs => b sb; apply: nroot; rewrite inE sb orbT.
have <- : horner_mx A (u * q + v * chi) *m h = h by rewrite e rmorph1 mul1mx.
by rewrite rmorphD !rmorphM /= chi0 mulr0 addr0 -mulmxA qh0 mulmx0.
Qed.

Lemma split_period A s h k m (c : nat) :
  horner_mx A (\prod_(a <- s) ('X - a%:P)) = 0 ->
  (forall a, a \in s -> ~~ root (\sum_(i < m) ('X ^+ c) ^+ i : {poly R}) a) ->
  A ^+ (k + c * m) *m h = A ^+ k *m h -> A ^+ (k + c) *m h = A ^+ k *m h.
Proof.
move=> chi0 nroot eh; apply/eqP; rewrite -subr_eq0 -mulmxBl; apply/eqP.
apply: (coprime_split_kernel chi0 nroot).
have -> : horner_mx A (\sum_(i < m) ('X ^+ c) ^+ i) = \sum_(i < m) (A ^+ c) ^+
  i.
  by rewrite rmorph_sum; apply: eq_bigr => i _; rewrite !rmorphX /= horner_mx_X.
rewrite mulmxA; set Q := \sum_(i < m) _.
have cQ : Q * A ^+ k = A ^+ k * Q.
  rewrite /Q mulr_suml mulr_sumr; apply: eq_bigr => i _.
  by rewrite -exprM -!exprD addnC.
have -> : Q *m (A ^+ (k + c) - A ^+ k) = A ^+ k *m ((A ^+ c) ^+ m - 1).
  have -> : A ^+ (k + c) - A ^+ k = A ^+ k * (A ^+ c - 1).
    by rewrite mulrBr mulr1 exprD.
  rewrite !mulmxE mulrA cQ -mulrA; congr (_ * _).
  rewrite [RHS]subrX1 /Q mulr_suml mulr_sumr; apply: eq_bigr => i _.
  by rewrite mulrBr mulrBl mulr1 mul1r -exprS -exprSr.
rewrite -exprM mulmxE mulrBr mulr1 mulmxBl -exprD eh.
by rewrite subrr.
Qed.

Lemma real_no_root m (a : R) : (0 < m)%N ->
  ~~ root (\sum_(i < m) ('X ^+ 2) ^+ i : {poly R}) a.
Proof.
case: m => // m _; rewrite rootE horner_sum gt_eqF // big_ord_recl expr0
  hornerC.
rewrite ltr_paddr ?ltr01 // sumr_ge0 // => i _.
by rewrite -exprM hornerXn exprM exprn_ge0 // sqr_ge0.
Qed.

Lemma nonneg_no_root m (a : R) : (0 < m)%N -> 0 <= a ->
  ~~ root (\sum_(i < m) ('X ^+ 1) ^+ i : {poly R}) a.
Proof.
case: m => // m _ a_ge0; rewrite rootE horner_sum gt_eqF // big_ord_recl expr0
  hornerC.
rewrite ltr_paddr ?ltr01 // sumr_ge0 // => i _.
by rewrite expr1 hornerXn exprn_ge0.
Qed.
End Spectrum.

Section Tracking.
Variables (R : realFieldType) (gT : finGroupType).

Lemma run_nseqX n (A : gT -> 'M[R]_n.+1) h x k :
  run A h (nseq k x) = A x ^+ k *m h.
Proof.
elim: k => [|k IHk]; first by rewrite expr0 mul1mx.
by rewrite -(addn1 k) nseqD cats1 run_rcons IHk mulmxA addn1 exprS.
Qed.

Lemma tracks_power n (A : gT -> 'M[R]_n) h0 f (x : gT) k c :
  tracks A h0 f -> run A h0 (nseq (k + c) x) = run A h0 (nseq k x) ->
  (x ^+ c = 1)%g.
Proof.
move=> trA e; have := trA (nseq (k + c) x); rewrite e trA !gprod_nseq expgD.
by move/esym/eqP; rewrite -[X in _ == X]mulg1 (inj_eq (mulgI _)) => /eqP.
Qed.

Variables (n : nat) (A : gT -> 'M[R]_n.+1) (h0 : 'cV[R]_n.+1)
    (f : 'cV[R]_n.+1 -> gT).
Hypotheses (trA : tracks A h0 f) (finA : finite_reach A h0).

(* Real eigenvalues: no element of order > 2 is tracked (no mod-3 counter).   *)
Theorem real_spectrum_tracks_exponent2 x :
  spectrum_in predT (A x) -> (x ^+ 2 = 1)%g.
Proof.
case=> s _ chi0; have [k1 [k2 [lt12]]] := finite_reach_loop [::] x finA.
rewrite !cat0s !run_nseqX => e.
pose m := (k2 - k1)%N; have m_gt0 : (0 < m)%N by rewrite subn_gt0.
have e1 : A x ^+ (k1 + m) *m h0 = A x ^+ k1 *m h0 by rewrite subnKC // ltnW.
have e2 : A x ^+ (k1 + 2 * m) *m h0 = A x ^+ k1 *m h0.
  rewrite mul2n -addnn addnA addnC exprD -mulmxE -mulmxA e1 mulmxA mulmxE
    -exprD.
  by rewrite addnC.
apply: (tracks_power (k := k1) trA); rewrite !run_nseqX.
by apply: (split_period chi0 _ e2) => a _; apply: real_no_root.
Qed.

(* Nonnegative eigenvalues: nothing but the identity (no parity).             *)
Theorem nonneg_spectrum_tracks_trivial x :
  spectrum_in (fun a => 0 <= a) (A x) -> x = 1%g.
Proof.
case=> s /allP s_ge0 chi0; have [k1 [k2 [lt12]]] := finite_reach_loop [::] x
  finA.
rewrite !cat0s !run_nseqX => e.
pose m := (k2 - k1)%N; have m_gt0 : (0 < m)%N by rewrite subn_gt0.
have e1 : A x ^+ (k1 + 1 * m) *m h0 = A x ^+ k1 *m h0.
  by rewrite mul1n subnKC // ltnW.
rewrite -[x]expg1; apply: (tracks_power (k := k1) trA); rewrite !run_nseqX.
apply: (split_period chi0 _ e1) => a sa; apply: nonneg_no_root => //.
exact: s_ge0.
Qed.

Lemma trig_spectrum_in (B : 'M[R]_n.+1) : is_trig_mx B -> spectrum_in predT B.
Proof.
move=> tB; exists [seq B i i | i <- enum 'I_n.+1]; first exact: all_predT.
rewrite big_map -(Cayley_Hamilton B) char_poly_trig //.
by rewrite -big_enum.
Qed.

Corollary real_trig_tracks_exponent2 x : is_trig_mx (A x) -> (x ^+ 2 = 1)%g.
Proof. by move/trig_spectrum_in; apply: real_spectrum_tracks_exponent2. Qed.

(* One DeltaNet step 1 - beta k k^T has spectrum {1, 1 - beta |k|^2}.         *)
Lemma delta_step_spectrum beta (k : 'cV[R]_n.+1) (P : pred R) :
  P 1 -> P (1 - beta * (k^T *m k) 0 0) -> spectrum_in P (delta_step beta k).
Proof.
move=> P1 Pc; set c := 1 - _ in Pc.
exists [:: 1; c]; first by rewrite /= P1 Pc.
rewrite big_cons big_seq1 rmorphM !rmorphB /= horner_mx_X !horner_mx_C.
set D := delta_step beta k; set K := k *m k^T.
have DE : D = 1%:M - beta *: K by [].
have KK : K *m K = (k^T *m k) 0 0 *: K.
  rewrite /K mulmxA -(mulmxA k) [k^T *m k]mx11_scalar mul_mx_scalar.
  by rewrite -?scalemxAl [_%:M _ _]mxE eqxx mulr1n.
have -> : D - 1%:M = - (beta *: K) by rewrite DE addrC addrA addNr add0r.
have -> : D - (1%:M - (beta * (k^T *m k) 0 0)%:M) =
          (beta * (k^T *m k) 0 0)%:M - beta *: K.
  by rewrite DE opprB addrC subrKA.
rewrite -mulmxE mulNmx mulmxBr mul_mx_scalar -scalemxAl -scalemxAr KK !scalerA.
by rewrite [_ * _ * beta]mulrC mulrA subrr oppr0.
Qed.

Corollary delta_step_tracks_exponent2 x beta k :
  A x = delta_step beta k -> (x ^+ 2 = 1)%g.
Proof.
move=> eA; apply: real_spectrum_tracks_exponent2; rewrite eA.
exact: delta_step_spectrum.
Qed.

(* beta |k|^2 <= 1 (e.g. unit keys and beta in [0,1]): not even parity.       *)
Corollary delta_step_contractive_tracks_trivial x beta k :
  A x = delta_step beta k -> beta * (k^T *m k) 0 0 <= 1 -> x = 1%g.
Proof.
move=> eA le1; apply: nonneg_spectrum_tracks_trivial; rewrite eA.
by apply: delta_step_spectrum; rewrite ?ler01 // subr_ge0.
Qed.
End Tracking.

(* The same obstruction for an arbitrary automaton (counters inside a DFA).   *)
Section AutomatonTracking.
Variables (R : realFieldType) (S : Type) (Q : finType)
    (step : Q -> S -> Q) (q0 : Q).
Variables (n : nat) (A : S -> 'M[R]_n.+1) (h0 : 'cV[R]_n.+1)
    (f : 'cV[R]_n.+1 -> Q).
Hypothesis trA : forall w, f (run A h0 w) = foldl step q0 w.
Hypothesis finA : finite_reach A h0.

Lemma run_cat_nseqX w x k : run A h0 (w ++ nseq k x) = A x ^+ k *m run A h0 w.
Proof.
elim: k => [|k IHk]; first by rewrite cats0 expr0 mul1mx.
rewrite -(addn1 k) nseqD catA cats1 run_rcons IHk mulmxA addn1 exprS.
by [].
Qed.

Lemma letter_loop w x : exists k m, (0 < m)%N /\
  A x ^+ (k + m) *m run A h0 w = A x ^+ k *m run A h0 w.
Proof.
have [k1 [k2 [lt12]]] := finite_reach_loop w x finA;
  rewrite !run_cat_nseqX => e.
by exists k1, (k2 - k1)%N; rewrite subn_gt0 lt12 subnKC // ltnW.
Qed.

Lemma track_iter w x k c :
  A x ^+ (k + c) *m run A h0 w = A x ^+ k *m run A h0 w ->
  let q := foldl step q0 w in
  iter (k + c) (step^~ x) q = iter k (step^~ x) q.
Proof.
move=> e q; have it j : iter j (step^~ x) q = f (A x ^+ j *m run A h0 w).
  by rewrite -run_cat_nseqX trA foldl_cat -/q foldl_nseq.
by rewrite !it e.
Qed.

(* Real spectrum: every letter cycle of every reachable state has length <= 2 *)
Theorem real_spectrum_letter_cycle w x : spectrum_in predT (A x) ->
  let q := foldl step q0 w in
  exists k, iter (k + 2) (step^~ x) q = iter k (step^~ x) q.
Proof.
case=> s _ chi0 q; have [k [m [m_gt0 e1]]] := letter_loop w x; exists k.
apply: track_iter.
have e2 : A x ^+ (k + 2 * m) *m run A h0 w = A x ^+ k *m run A h0 w.
  rewrite mul2n -addnn addnA addnC exprD -mulmxE -mulmxA e1 mulmxA mulmxE
    -exprD.
  by rewrite addnC.
by apply: (split_period chi0 _ e2) => a _; apply: real_no_root.
Qed.

(* Nonnegative spectrum: every letter is aperiodic (no parity).               *)
Theorem nonneg_spectrum_letter_aperiodic w x :
  spectrum_in (fun a => 0 <= a) (A x) ->
  let q := foldl step q0 w in
  exists k, iter (k + 1) (step^~ x) q = iter k (step^~ x) q.
Proof.
case=> s /allP s_ge0 chi0 q; have [k [m [m_gt0 e1]]] := letter_loop w x;
  exists k.
apply: track_iter; rewrite -[m]mul1n in e1.
by apply: (split_period chi0 _ e1) => a sa; apply: nonneg_no_root => //;
  apply: s_ge0.
Qed.
End AutomatonTracking.

(* Spectra once more: for linear readouts of the word problem of a group no   *)
(* finiteness hypothesis is needed.                                           *)

Section LinearReadout.
Variables (R : realFieldType) (n : nat).
Implicit Types (B : 'M[R]_n.+1) (h : 'cV[R]_n.+1) (c : 'rV[R]_n.+1).

(* A functional killed along the whole orbit of y is killed by all of R[B]y.  *)
Lemma orbit_kernel B c (y : 'cV[R]_n.+1) (p : {poly R}) j :
  (forall i, c *m (B ^+ i *m y) = 0) ->
  c *m (horner_mx B p *m (B ^+ j *m y)) = 0.
Proof.
move=> cy; elim/poly_ind: p j => [|p a IHp] j;
  first by rewrite rmorph0 mul0mx mulmx0.
rewrite rmorphD rmorphM /= horner_mx_X horner_mx_C mulmxDl mulmxDr.
rewrite -mulmxE -mulmxA [B *m _]mulmxA mulmxE -exprS IHp add0r.
by rewrite mul_scalar_mx -scalemxAr cy scaler0.
Qed.

Lemma split_readout B s h c m d :
  horner_mx B (\prod_(a <- s) ('X - a%:P)) = 0 ->
  (forall a, a \in s -> ~~ root (\sum_(i < m) ('X ^+ d) ^+ i : {poly R}) a) ->
  (forall k, c *m (B ^+ (k + d * m) *m h) = c *m (B ^+ k *m h)) ->
  c *m (B ^+ d *m h) = c *m h.
Proof.
set chi := \prod_(a <- s) _; set q := \sum_(i < m) _ => chi0 nroot per.
have /Bezout_eq1_coprimepP[[u v] /= e] : coprimep q chi.
  rewrite /chi; elim: s nroot {chi chi0} => [|a s IHs] nroot.
    by rewrite big_nil coprimep1.
  rewrite big_cons coprimepMr coprimep_XsubC nroot ?mem_head //=.
  by apply: IHs => b sb; apply: nroot; rewrite inE sb orbT.
pose y := (B ^+ (d * m) - 1) *m h.
have cy i : c *m (B ^+ i *m y) = 0.
  have -> : B ^+ i *m y = B ^+ (i + d * m) *m h - B ^+ i *m h.
    by rewrite /y mulmxA mulmxE mulrBr mulr1 -exprD mulmxBl.
  by rewrite mulmxBr per subrr.
have qE : horner_mx B q * (B ^+ d - 1) = B ^+ (d * m) - 1.
  rewrite exprM [RHS]subrX1 /q rmorph_sum mulr_suml mulr_sumr.
  apply: eq_bigr => i _; rewrite !rmorphX /= horner_mx_X.
  by rewrite mulrBr mulrBl mulr1 mul1r -exprS -exprSr.
apply/eqP; rewrite -subr_eq0 -mulmxBr; apply/eqP.
have -> : B ^+ d *m h - h = (B ^+ d - 1) *m h by rewrite mulmxBl mul1mx.
have -> : (B ^+ d - 1) *m h = horner_mx B (u * q + v * chi) *m ((B ^+ d - 1)
  *m h).
  by rewrite e rmorph1 mul1mx.
rewrite rmorphD !rmorphM /= chi0 mulr0 addr0 -mulmxE -mulmxA.
rewrite [horner_mx B q *m (_ *m _)]mulmxA mulmxE qE -/y.
by have := orbit_kernel u 0 cy; rewrite expr0 mul1mx.
Qed.
End LinearReadout.

Section GroupReadout.
Variables (R : realFieldType) (gT : finGroupType) (n : nat).
Variables (A : gT -> 'M[R]_n.+1) (h0 : 'cV[R]_n.+1) (c : 'rV[R]_n.+1).
Hypothesis word_problem : forall w, series A h0 c w = (gprod w == 1%g)%:R.

Lemma series_nseq (x : gT) k : c *m (A x ^+ k *m h0) = ((x ^+ k == 1)%g%:R)%:M.
Proof.
rewrite [LHS]mx11_scalar -run_nseqX -[X in X%:M]/(series A h0 c _).
by rewrite word_problem gprod_nseq.
Qed.

Lemma readout_period (x : gT) d :
  c *m (A x ^+ d *m h0) = c *m h0 -> (x ^+ d = 1)%g.
Proof.
have := series_nseq x 0; rewrite expr0 mul1mx expg0 eqxx => ->.
rewrite series_nseq => /(congr1 (fun M : 'M_1 => M 0 0)); rewrite !mxE !eqxx /=.
by case: eqP => // _ /eqP; rewrite eq_sym oner_eq0.
Qed.

Theorem real_spectrum_word_problem (x : gT) :
  spectrum_in predT (A x) -> (x ^+ 2 = 1)%g.
Proof.
case=> s _ chi0; apply: readout_period.
apply: (split_readout (m := #[x]%g) chi0) => [a _|k].
  exact/real_no_root/order_gt0.
by rewrite !series_nseq expgD mulnC expgM expg_order expg1n mulg1.
Qed.

Theorem nonneg_spectrum_word_problem (x : gT) :
  spectrum_in (fun a => 0 <= a) (A x) -> x = 1%g.
Proof.
case=> s /allP s_ge0 chi0; rewrite -[x]expg1; apply: readout_period.
apply: (split_readout (m := #[x]%g) chi0) => [a sa|k].
  by apply: nonneg_no_root; [apply: order_gt0 | apply: s_ge0].
by rewrite !series_nseq mul1n expgD expg_order mulg1.
Qed.
End GroupReadout.
