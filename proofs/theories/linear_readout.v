(* Spectra once more: for linear readouts of the word problem of a group no   *)
(* finiteness hypothesis is needed.                                           *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton model hankel spectrum.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
