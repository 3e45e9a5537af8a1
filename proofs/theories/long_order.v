(* The order of a word: with N units whose matrices have one-hot columns a    *)
(* word turns the states of a permutation automaton with an order whose prime *)
(* powers add up to at most N.                                                *)
(*                                                                            *)
(*   one_hot_columns A == each column of A is a unit vector                   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable.
From BilinearTheory Require Import model compression.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory.

(* Numbers.                                                                   *)
Lemma prime_powers_dvd m c ps : uniq ps -> all prime ps ->
  (forall p, p \in ps -> m`_p %| c) -> \prod_(p <- ps) m`_p %| c.
Proof.
elim: ps => [|p ps IHps] /=; first by rewrite big_nil dvd1n.
move=> /andP[np ups] /andP[pp pps] dv; rewrite big_cons Gauss_dvd.
  rewrite dv ?mem_head //= IHps // => q q_ps.
  by apply: dv; rewrite inE q_ps orbT.
elim: ps np pps {IHps ups dv} => [|q ps IHps] /=.
  by rewrite big_nil coprimen1.
rewrite inE negb_or => /andP[npq np] /andP[pq pps].
rewrite big_cons coprimeMr IHps // andbT !p_part.
by rewrite coprimeXl // coprimeXr // prime_coprime // dvdn_prime2.
Qed.

Lemma sum_le_prod (s : seq nat) : all (leq 2) s -> s != [::] ->
  \sum_(i <- s) i <= \prod_(i <- s) i.
Proof.
elim: s => // i [|j s] IHs; first by rewrite !big_seq1.
move=> /andP[i_gt1 s_gt1] _; have le := IHs s_gt1 isT.
rewrite big_cons [X in _ <= X]big_cons.
apply: leq_trans (leq_add (leqnn i) le) _.
have : 1 < \prod_(i <- j :: s) i.
  apply: leq_trans le; rewrite big_cons; have /andP[j_gt1 _] := s_gt1.
  by rewrite (leq_trans j_gt1) ?leq_addr.
move: (\prod_(_ <- _) _) => b; case: i i_gt1 => // a; rewrite ltnS.
move=> a_gt0 b_gt1; rewrite mulSn addnC leq_add2l.
apply: leq_trans (_ : a * 2 <= _); last by rewrite leq_mul2l b_gt1 orbT.
by rewrite muln2 -addnn -addn1 leq_add2l.
Qed.

Section Permutations.
Variables (T : finType) (s : {perm T}) (m : nat).
Hypothesis m_gt0 : 0 < m.
Hypothesis mP : forall k, (s ^+ k)%g = 1%g -> m %| k.
Local Notation size_at x := #|porbit s x|.

Let size_gt0 x : 0 < size_at x. Proof. by rewrite lt0n card_porbit_neq0. Qed.

Let fixed_pow k : (forall x, size_at x %| k) -> (s ^+ k)%g = 1%g.
Proof.
move=> dv; apply/permP=> x; rewrite perm1 permX.
have /dvdnP[q ->] := dv x; elim: q => // q IHq.
by rewrite mulSn iterD IHq iter_porbit.
Qed.

(* Each prime power of m divides the length of some cycle.                    *)
Let cycle_of p : p \in primes m -> [exists x, m`_p %| size_at x].
Proof.
rewrite mem_primes => /and3P[pr_p _ p_m]; apply: contraT.
rewrite negb_exists => /forallP no; pose K := \prod_(x : T) size_at x.
have K_gt0 : 0 < K by apply: prodn_gt0 => x; apply: size_gt0.
have a_gt0 : 0 < logn p m by rewrite logn_gt0 mem_primes pr_p m_gt0.
suff : m %| p ^ (logn p m).-1 * K`_p^'.
  have e : logn p (p ^ (logn p m).-1 * K`_p^') = (logn p m).-1.
    rewrite lognM; [|by rewrite expn_gt0 prime_gt0|exact: part_gt0].
    rewrite (pfactorK _ pr_p); apply/eqP; rewrite -[X in _ == X]addn0 eqn_add2l.
    rewrite lognE pr_p part_gt0 /= ifF //; apply/negbTE.
    by rewrite -p'natE // part_pnat.
  move/(dvdn_leq_log p) => le; have := le (_ : 0 < p ^ (logn p m).-1 * K`_p^').
  rewrite muln_gt0 expn_gt0 prime_gt0 // part_gt0 e => /(_ isT).
  by rewrite -{1}(prednK a_gt0) ltnn.
apply/mP/fixed_pow => x; rewrite -(partnC p (size_gt0 x)) dvdn_mul //.
  rewrite p_part dvdn_exp2l // -ltnS prednK // ltnNge.
  by rewrite -pfactor_dvdn // -p_part; apply: no.
by rewrite partn_dvd // /K (bigD1 x) //= dvdn_mulr.
Qed.

Lemma orbit_sizes : \sum_(O in porbits s) #|O| = #|T|.
Proof.
rewrite -sum1_card (partition_big (porbit s) (mem (porbits s))) /= => [|x _].
  apply: eq_bigr => O /imsetP[x _ ->]; rewrite -sum1_card.
  by apply: eq_bigl => y; rewrite eq_porbit_mem.
exact: imset_f.
Qed.

Theorem prime_powers_fit : \sum_(p <- primes m) m`_p <= #|T|.
Proof.
pose h (p : nat) :=
  if [pick x | m`_p %| size_at x] is Some x then porbit s x else set0.
have hP p : p \in primes m -> (h p \in porbits s) && (m`_p %| #|h p|).
  move/cycle_of/existsP=> [x dv]; rewrite /h; case: pickP => [y dy|/(_ x)].
    by rewrite imset_f.
  by rewrite /= dv.
have -> : \sum_(p <- primes m) m`_p =
    \sum_(O in porbits s) \sum_(p <- primes m | h p == O) m`_p.
  rewrite (exchange_big_dep xpredT) //= [LHS]big_seq [RHS]big_seq.
  apply: eq_bigr => p /hP/andP[hO _]; rewrite (big_pred1 (h p)) // => O /=.
  by rewrite eq_sym; case: eqP => [->|]; rewrite ?hO ?andbF.
rewrite -orbit_sizes; apply: leq_sum => O; case/imsetP=> x _ DO.
pose ps := [seq p <- primes m | h p == O]; rewrite -big_filter -/ps.
have [->|nps] := eqVneq ps [::]; first by rewrite big_nil.
have in_ps p : p \in ps -> [/\ prime p, p \in primes m & m`_p %| #|O|].
  rewrite mem_filter => /andP[/eqP <- pm]; have /andP[_ dv] := hP _ pm.
  by split=> //; move: pm; rewrite mem_primes => /and3P[].
have dvO : \prod_(p <- ps) m`_p %| #|O|.
  apply: prime_powers_dvd => [||p /in_ps[]//].
    by rewrite filter_uniq ?primes_uniq.
  by apply/allP=> p /in_ps[].
apply: leq_trans (dvdn_leq _ dvO); last by rewrite DO size_gt0.
have := @sum_le_prod [seq m`_p | p : nat <- ps]; rewrite !big_map; apply.
  apply/allP=> _ /mapP[p /in_ps[pr_p pm _] ->]; rewrite p_part.
  by rewrite (leq_trans (prime_gt1 pr_p)) // -{1}(expn1 p) leq_exp2l
    ?prime_gt1 // logn_gt0.
by case: (ps) nps.
Qed.
End Permutations.

Local Open Scope ring_scope.

Section Columns.
Variables (F : numFieldType) (S : Type) (N : nat).

Definition one_hot_columns (A : 'M[F]_N) :=
  [forall j, exists i, col j A == delta_mx i (0 : 'I_1)].

Lemma one_hot_map (A : 'M[F]_N) : one_hot_columns A ->
  exists f : 'I_N -> 'I_N,
    forall j, A *m delta_mx j 0 = delta_mx (f j) (0 : 'I_1).
Proof.
move=> /forallP oA; exists (fun j => xchoose (existsP (oA j))) => j.
by rewrite -colE; apply/eqP/(xchooseP (existsP (oA j))).
Qed.

Variables (A : S -> 'M[F]_N) (b : S -> 'cV[F]_N).
Hypothesis oA : forall x, one_hot_columns (A x).

Lemma one_hot_word w : exists f : 'I_N -> 'I_N,
  forall j, wordmx A w *m delta_mx j 0 = delta_mx (f j) (0 : 'I_1).
Proof.
elim/last_ind: w => [|w x [f fP]]; first by exists id => j; rewrite mul1mx.
have [g gP] := one_hot_map (oA x); exists (g \o f) => j.
by rewrite wordmx_rcons -mulmxA fP gP.
Qed.

(* A permutation of the units whose powers the word cannot exceed.            *)
Lemma one_hot_order w : exists s : 'S_N, forall k, (s ^+ k)%g = 1%g ->
  wordmx A (wpow w (N`! + k)) = wordmx A (wpow w N`!).
Proof.
have [f fP] := one_hot_word w; pose m := N`!.
have powE k j : wordmx A (wpow w k) *m delta_mx j 0 =
    delta_mx (iter k f j) (0 : 'I_1).
  elim: k => [|k IHk]; first by rewrite mul1mx.
  by rewrite wpowSr wordmx_cat -mulmxA IHk fP.
have idem j k : iter (m + (k + m)) f j = iter (k + m) f j.
  have rP i : iter i f j \in enum 'I_N by rewrite mem_enum.
  by have := iter_idem rP k; rewrite -cardE card_ord.
pose g j := if iter m f j == j then f j else j.
have m_gt0 : (0 < m)%N by apply: fact_gt0.
have per j : iter m f j == j -> iter m f (f j) == f j.
  by move=> /eqP e; rewrite -iterSr iterS e.
have g_inj : injective g.
  have back j : iter m f j == j -> iter m.-1 f (f j) = j.
    by move=> /eqP e; rewrite -iterSr prednK.
  move=> i j; rewrite /g; case: ifP => pi; case: ifP => pj e.
  - by rewrite -(back i pi) -(back j pj) e.
  - by rewrite -e per in pj.
  - by rewrite e per in pi.
  by [].
exists (perm g_inj) => k sk; apply/matrixP=> i j.
have : wordmx A (wpow w (N`! + k)) *m delta_mx j (0 : 'I_1) =
    wordmx A (wpow w N`!) *m delta_mx j 0.
  rewrite !powE -/m addnC iterD; congr (delta_mx _ _).
  have p0 : iter m f (iter m f j) == iter m f j.
    by have := idem j 0%N; rewrite !add0n iterD => ->.
  move: (iter m f j) p0 => x px; rewrite -[RHS](perm1 x) -sk permX.
  elim: k {sk} x px => // k IHk x px; rewrite !iterSr IHk ?per //.
  by rewrite permE /g px.
by rewrite -!colE => /colP/(_ i); rewrite !mxE.
Qed.
End Columns.

(* The witness: the prime powers of the order of a word add up to more.       *)
Theorem long_order_sound (F : numFieldType) (S Z : Type) (Q : finType)
    (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) N (A : S -> 'M[F]_N)
    (b : S -> 'cV[F]_N) h0 (r : seq 'cV[F]_N) dec w (tau : {perm Q}) :
  (forall x, one_hot_columns (A x)) -> orbit_in (astep A b) h0 r ->
  (forall v, dec (arun A b h0 v) = out (foldl step q0 v)) ->
  (forall q, exists u, foldl step q0 u = q) ->
  (forall p q, (forall v, out (foldl step p v) = out (foldl step q v)) ->
     p = q) ->
  (forall q, tau q = foldl step q w) ->
  (\sum_(p <- primes #[tau]%g) #[tau]%g`_p <= N)%N.
Proof.
move=> oA rP decP reached minimal tauE; have [s sP] := one_hot_order oA w.
rewrite -[X in (_ <= X)%N]card_ord; apply: (@prime_powers_fit _ s).
  exact: order_gt0.
move=> k sk; rewrite order_dvdn; apply/eqP/permP=> q; rewrite perm1.
have tauX j p : (tau ^+ j)%g p = foldl step p (wpow w j).
  by rewrite permX foldl_wpow; elim: j => //= j ->.
pose m := N`!; have m_gt0 : (0 < m)%N by apply: fact_gt0.
have [u Du] := reached ((tau ^+ m)^-1%g q).
pose h j := arun A b h0 (u ++ wpow w j); pose W j := wordmx A (wpow w j).
have hE i j : h (i + j)%N = arun A b (h i) (wpow w j).
  by rewrite /h wpowD catA [LHS]arun_cat.
have diff i j l : h (i + l)%N - h (j + l)%N = W l *m (h i - h j).
  rewrite !hE !(arun_wordmx A b (h _)) mulmxBr opprD addrACA subrr addr0.
  by [].
pose d := h (k + m)%N - h (0 + m)%N.
have step_d i : h (m + i * k)%N = h m + d *+ i.
  elim: i => [|i IHi]; first by rewrite mul0n addn0 mulr0n addr0.
  have eW : W (m + i * k)%N = W m.
    rewrite /W; elim: i {IHi} => [|i IHi]; first by rewrite addn0.
    by rewrite mulSn addnA wpowD wordmx_cat sP // -wordmx_cat -wpowD.
  have e : h (k + (m + i * k))%N - h (0 + (m + i * k))%N = d.
    by rewrite (diff k 0%N (m + i * k)%N) eW /d (diff k 0%N m).
  by rewrite mulSn addnCA mulrSr addrA -IHi -e add0n addrC subrK.
have d0 : d = 0.
  have idem := orbit_idem (wpow w k) (u ++ wpow w m) 0 rP.
  have hI i : foldl (astep A b) h0 ((u ++ wpow w m) ++ wpow (wpow w k) i) =
      h (m + i * k)%N.
    rewrite /h wpowD catA; congr (foldl _ _ (_ ++ _)).
    by elim: i => // i IHi; rewrite wpowS IHi -wpowD.
  move: idem; rewrite !hI !step_d muln1 => /addrI; rewrite mulrnA mulr2n.
  move/eqP; rewrite -subr_eq0 addrK => /eqP dM; apply/colP=> i.
  have /colP/(_ i)/eqP := dM; rewrite mulmxnE !mxE mulrn_eq0.
  by rewrite eqn0Ngt fact_gt0 => /eqP.
have e : h (m + k)%N = h m.
  by apply/eqP; rewrite -subr_eq0 addnC -/(h (0 + m)%N) -/d d0.
apply: minimal => v.
have := congr1 (fun z => dec (arun A b z v)) e.
by rewrite /h -!arun_cat !decP !wpowD !foldl_cat Du -!tauX permKV.
Qed.

(* To count modulo 6 takes five units: a cycle of length 2 and one of 3.      *)
Example six_needs_five_units (F : numFieldType) N (A : unit -> 'M[F]_N) b h0 r
    (dec : 'cV[F]_N -> 'Z_6) :
  (forall x, one_hot_columns (A x)) -> orbit_in (astep A b) h0 r ->
  (forall v, dec (arun A b h0 v) = foldl (fun q _ => q + 1) 0 v) -> (5 <= N)%N.
Proof.
move=> oA rP decP; pose tau := perm (@addIr _ (1 : 'Z_6)).
have tauX k q : (tau ^+ k)%g q = q + k%:R.
  elim: k q => [|k IHk] q; first by rewrite perm1 addr0.
  by rewrite expgSr permM IHk permE -addrA -mulrSr.
have order6 : #[tau]%g = 6%N.
  apply/eqP; rewrite eqn_dvd order_dvdn; apply/andP; split.
    have z6 : 6%:R = 0 :> 'Z_6 by apply: val_inj; rewrite Zp_nat.
    by apply/eqP/permP=> q; rewrite tauX perm1 z6 addr0.
  have := tauX #[tau]%g 0; rewrite expg_order perm1 add0r Zp_nat.
  by move/(congr1 val) => /= /esym/eqP.
have := long_order_sound (out := id) (w := [:: tt]) (tau := tau) oA rP decP.
rewrite order6 big_cons big_seq1 !p_part; apply=> [q|p q /(_ [::]) //|q].
  exists (nseq q tt); rewrite -[RHS]natr_Zp; elim: (nat_of_ord q) => // k IHk.
  have -> : nseq k.+1 tt = rcons (nseq k tt) tt.
    by elim: k {IHk} => //= k <-.
  by rewrite foldl_rcons IHk mulrSr.
by rewrite permE.
Qed.
