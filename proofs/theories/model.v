(* Words and automata.                                                        *)
(*                                                                            *)
(* A word is a sequence of letters, read from left to right.  An automaton    *)
(* is a map step : Q -> S -> Q; from the state q the word w leads to          *)
(* foldl step q w.  Its answer is a function out : Q -> Y of the state.       *)
(*                                                                            *)
(*   wpow x k  == the word x repeated k times (x a word)                      *)
(*   gprod w   == the product w_1 ... w_T of the word w over a finite group,  *)
(*                the state of the Cayley automaton: the letter x multiplies  *)
(*                on the right                                                *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Section Words.
Variables (S Q : Type) (step : Q -> S -> Q).
Implicit Types (q : Q) (x u v w : seq S).

Definition wpow x k : seq S := flatten (nseq k x).

Lemma wpow0 x : wpow x 0 = [::]. Proof. by []. Qed.

Lemma wpowS x k : wpow x k.+1 = x ++ wpow x k. Proof. by []. Qed.

Lemma wpow1 x : wpow x 1 = x. Proof. by rewrite wpowS cats0. Qed.

Lemma wpowD x j k : wpow x (j + k) = wpow x j ++ wpow x k.
Proof. by rewrite /wpow nseqD flatten_cat. Qed.

Lemma wpowSr x k : wpow x k.+1 = wpow x k ++ x.
Proof. by rewrite -addn1 wpowD wpow1. Qed.

Lemma wpow_double x k : wpow (x ++ x) k = wpow x k ++ wpow x k.
Proof.
elim: k => // k IHk; rewrite wpowS IHk -catA (catA x (wpow x k)) -wpowS.
by rewrite wpowSr -catA catA -wpowS wpowSr -catA.
Qed.

Lemma wpow_seq1 (a : S) k : wpow [:: a] k = nseq k a.
Proof. by elim: k => //= k <-. Qed.

Lemma foldl_wpow q x k :
  foldl step q (wpow x k) = iter k (fun p => foldl step p x) q.
Proof. by elim: k q => //= k IHk q; rewrite foldl_cat IHk -iterSr. Qed.

Lemma foldl_nseq q k (a : S) :
  foldl step q (nseq k a) = iter k (step^~ a) q.
Proof. by elim: k q => //= k IHk q; rewrite IHk -iterSr. Qed.

(* A word that is idempotent on a state is equal to all its powers there.     *)
Lemma foldl_wpow_idem q x n k :
  foldl step q (wpow x n) = foldl step q (wpow x (n + n)) ->
  foldl step q (wpow x (n * k.+1)) = foldl step q (wpow x n).
Proof.
move=> e; elim: k => [|k IHk]; first by rewrite muln1.
by rewrite mulnSr wpowD foldl_cat IHk -foldl_cat -wpowD -e.
Qed.
End Words.

Section Products.
Local Open Scope group_scope.
Variable gT : finGroupType.

Definition gprod (w : seq gT) := foldl (fun g x => g * x) 1 w.

Lemma gprod_cat u v : gprod (u ++ v) = gprod u * gprod v.
Proof.
rewrite /gprod foldl_cat; elim/last_ind: v => [|v x IHv];
  first by rewrite mulg1.
by rewrite !foldl_rcons IHv mulgA.
Qed.

Lemma gprod_nseq (x : gT) k : gprod (nseq k x) = x ^+ k.
Proof.
elim: k => [|k IHk]; first by rewrite expg0.
by rewrite -(addn1 k) nseqD gprod_cat IHk /gprod /= mul1g addn1 expgSr.
Qed.
End Products.

(* Finite orbits of a system that reads words.                                *)
(*                                                                            *)
(* A system is a set V of states with a map act : V -> S -> V; from h0 it     *)
(* reaches foldl act h0 w.  It is of finite reach if a finite sequence has    *)
(* all these states.                                                          *)
(*                                                                            *)
(*   orbit_in act h0 r == every state reached from h0 is in the sequence r    *)
(*   tracks_answer act h0 dec ans == dec decodes the answer to every word     *)

Lemma foldl_inj (V S : Type) (act : V -> S -> V) (w : seq S) :
  (forall x, injective (act^~ x)) -> injective (foldl act^~ w).
Proof. by move=> inj; elim: w => //= x w IHw h k /IHw/inj. Qed.

(* Iterates that stay in a sequence r repeat: after size r steps they have a  *)
(* period that divides (size r)!.                                             *)
Section Iterates.
Variables (V : eqType) (f : V -> V) (h : V) (r : seq V).
Hypothesis rP : forall k, iter k f h \in r.
Local Notation m := (size r)`!.

Lemma iter_repeat : exists i p, [/\ (i + p <= size r)%N, (0 < p)%N
  & iter (i + p) f h = iter i f h].
Proof.
pose o := [seq iter k f h | k <- iota 0 (size r).+1].
have /(uniqPn h)[i [j [lt_ij]]] : ~~ uniq o.
  apply: contraTN isT => uo.
  have sub : {subset o <= r} by move=> _ /mapP[k _ ->].
  by have := uniq_leq_size uo sub; rewrite size_map size_iota ltnn.
rewrite size_map size_iota => lt_jr.
rewrite !(nth_map 0) ?size_iota ?(ltn_trans lt_ij) //.
rewrite !nth_iota ?(ltn_trans lt_ij) // !add0n => e.
by exists i, (j - i); rewrite subn_gt0 subnKC // ltnW.
Qed.

Lemma iter_idem k : iter (m + (k + m)) f h = iter (k + m) f h.
Proof.
have [i [p [le_ip p_gt0 e]]] := iter_repeat.
have step l : (i <= l)%N -> iter (p + l) f h = iter l f h.
  by move=> le_il; rewrite -(subnK le_il) addnCA iterD [p + i]addnC e -iterD.
have /dvdnP[q Dm] : (p %| m)%N.
  by rewrite dvdn_fact // p_gt0 (leq_trans (leq_addl i p)).
have {}step l : (i <= l)%N -> iter (m + l) f h = iter l f h.
  move=> le_il; rewrite Dm; elim: q {Dm} => // q IHq.
  by rewrite mulSn -addnA step ?IHq // (leq_trans le_il) ?leq_addl.
apply: step; rewrite (leq_trans (leq_addr p i)) // (leq_trans le_ip) //.
by rewrite (leq_trans (fact_geq _)) ?leq_addl.
Qed.

(* A map that is injective where the iterates are returns to its start.       *)
Lemma iter_period (E : V -> Prop) :
  (forall k, E (iter k f h)) ->
  (forall a c, E a -> E c -> f a = f c -> a = c) -> iter m f h = h.
Proof.
move=> Eh inj; have cancel k : iter (k + m) f h = iter k f h -> iter m f h = h.
  by elim: k => //= k IHk e; apply: IHk; apply: inj e; apply: Eh.
by apply: (cancel m); have := iter_idem 0; rewrite !add0n.
Qed.
End Iterates.

Section Orbit.
Variables (V : eqType) (S : Type) (act : V -> S -> V) (h0 : V).
Implicit Types (h : V) (u v w x : seq S) (r : seq V).

Definition orbit_in r := forall w, foldl act h0 w \in r.

Lemma orbit_iter x k u :
  foldl act h0 (u ++ wpow x k) = iter k (foldl act ^~ x) (foldl act h0 u).
Proof. by rewrite foldl_cat foldl_wpow. Qed.

Lemma orbit_cat r u : orbit_in r ->
  forall x k, iter k (foldl act ^~ x) (foldl act h0 u) \in r.
Proof. by move=> rP x k; rewrite -orbit_iter. Qed.

(* Every word has an idempotent power, the same for all words and states.     *)
Theorem orbit_idem r x u k : orbit_in r ->
  foldl act h0 (u ++ wpow x ((size r)`! * k.+2)) =
  foldl act h0 (u ++ wpow x ((size r)`! * k.+1)).
Proof.
move=> rP; rewrite !orbit_iter mulnS mulnSr.
exact: iter_idem (orbit_cat u rP x) _.
Qed.

Lemma orbit_power r x u k : orbit_in r ->
  foldl act h0 (u ++ wpow x ((size r)`! * k.+1)) =
  foldl act h0 (u ++ wpow x (size r)`!).
Proof.
move=> rP; elim: k => [|k IHk]; first by rewrite muln1.
by rewrite orbit_idem.
Qed.

(* A word that acts injectively returns every reached state to itself.        *)
Theorem orbit_period r x u : orbit_in r -> injective (foldl act^~ x) ->
  foldl act h0 (u ++ wpow x (size r)`!) = foldl act h0 u.
Proof.
move=> rP inj_x; rewrite orbit_iter.
by apply: (iter_period (orbit_cat u rP x) (E := fun=> True)) => // a c _ _
  /inj_x.
Qed.
End Orbit.

Section Tracking.
Variables (V : eqType) (S Y : Type) (act : V -> S -> V) (h0 : V).

Definition tracks_answer (dec : V -> Y) (ans : seq S -> Y) :=
  forall w, dec (foldl act h0 w) = ans w.

Variables (Q : Type) (step : Q -> S -> Q) (q0 : Q) (out : Q -> Y).
Let answer w := out (foldl step q0 w).
Variable dec : V -> Y.
Hypothesis decP : tracks_answer dec answer.

(* Words that reach one state of the system have one answer ...               *)
Lemma tracks_congr u v : foldl act h0 u = foldl act h0 v -> answer u = answer v.
Proof. by rewrite -!decP => ->. Qed.

(* ... also with a common continuation.                                       *)
Lemma tracks_congr_cat u v w :
  foldl act h0 u = foldl act h0 v -> answer (u ++ w) = answer (v ++ w).
Proof. by move=> e; apply: tracks_congr; rewrite !foldl_cat e. Qed.

(* A letter, or a word, that acts injectively merges no states of the         *)
(* automaton whose answers differ on some continuation.                       *)
Theorem injective_merges_nothing (r : seq V) u v w (x : seq S) :
  orbit_in act h0 r -> injective (foldl act^~ x) ->
  foldl step q0 (u ++ x) = foldl step q0 (v ++ x) ->
  answer (u ++ w) = answer (v ++ w).
Proof.
move=> rP inj_x e; have per := orbit_period _ rP inj_x.
rewrite -(tracks_congr_cat w (per u)) -(tracks_congr_cat w (per v)).
have : (0 < (size r)`!)%N by rewrite fact_gt0.
case: (_`!) => // m _; move: e; rewrite wpowS /answer !foldl_cat.
by move=> ->.
Qed.
End Tracking.

(* Bi-linear recurrences h_t = A_{x_t} h_{t-1}: definitions and basic laws.   *)
(*                                                                            *)
(*   run A h w       == the state reached from h after reading w              *)
(*   wordmx A w      == the product A_{w_T} ... A_{w_1}                       *)
(*   bilin A x h     == \sum_s x_s (A_s h), the bi-linear (3-tensor) form     *)
(*   run_bilin A h v == run of the 3-tensor form on input vectors v           *)
(*   onehot q        == the one-hot column vector of q : Q (Q a finType)      *)
(*   finite_reach A h0 == the states run A h0 w are finitely many             *)
(*   tracks A h0 f   == f (run A h0 w) is the group product of w for every w  *)

Import GRing.Theory.
Local Open Scope ring_scope.

Section Run.
Variables (R : ringType) (S : Type) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (w u v : seq S) (h : 'cV[R]_n).

Definition run A h w := foldl (fun h x => A x *m h) h w.
Definition wordmx A w := foldl (fun M x => A x *m M) 1%:M w.

Lemma foldl_mulmx A w m (M : 'M_(n, m)) :
  foldl (fun M x => A x *m M) M w = wordmx A w *m M.
Proof.
rewrite /wordmx; elim/last_ind: w => [|w x IHw] /=; first by rewrite mul1mx.
by rewrite !foldl_rcons IHw mulmxA.
Qed.

Lemma run_wordmx A h w : run A h w = wordmx A w *m h.
Proof. exact: foldl_mulmx. Qed.

Lemma wordmx_nil A : wordmx A [::] = 1%:M. Proof. by []. Qed.

Lemma wordmx_rcons A w x : wordmx A (rcons w x) = A x *m wordmx A w.
Proof. by rewrite /wordmx foldl_rcons. Qed.

Lemma wordmx_cons A x w : wordmx A (x :: w) = wordmx A w *m A x.
Proof. by rewrite /wordmx /= foldl_mulmx mulmx1. Qed.

(* The law behind the parallel (associative) scan. *)
Lemma wordmx_cat A u v : wordmx A (u ++ v) = wordmx A v *m wordmx A u.
Proof. by rewrite /wordmx foldl_cat foldl_mulmx. Qed.

Lemma run_cat A h u v : run A h (u ++ v) = run A (run A h u) v.
Proof. by rewrite /run foldl_cat. Qed.

Lemma run_rcons A h w x : run A h (rcons w x) = A x *m run A h w.
Proof. by rewrite /run foldl_rcons. Qed.

(* The transition has no additive term: it is linear in the state. *)
Lemma runD A h1 h2 w :
  run A (h1 + h2) w = run A h1 w + run A h2 w.
Proof. by rewrite !run_wordmx mulmxDr. Qed.

Lemma run0 A w : run A 0 w = 0.
Proof. by rewrite run_wordmx mulmx0. Qed.
End Run.

Section OneHot.
Variables (R : ringType) (Q : finType).

Definition onehot (q : Q) : 'cV[R]_#|Q| := delta_mx (enum_rank q) 0.

Lemma onehotE q i : onehot q i 0 = (enum_val i == q)%:R.
Proof. by rewrite mxE eqxx andbT (can2_eq (@enum_valK Q) (@enum_rankK Q)). Qed.

Lemma onehot_inj : injective onehot.
Proof.
move=> p q /colP/(_ (enum_rank p)); rewrite !onehotE enum_rankK eqxx.
by case: eqP => // _ /eqP; rewrite oner_eq0.
Qed.
End OneHot.
Arguments onehot {R Q} q.

Section Bilin.
Variables (R : comRingType) (S : finType) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (x : 'cV[R]_#|S|) (h : 'cV[R]_n).

Definition bilin A x h := \sum_s x (enum_rank s) 0 *: (A s *m h).

Lemma bilinDr A x h1 h2 : bilin A x (h1 + h2) = bilin A x h1 + bilin A x h2.
Proof. by rewrite -big_split; apply: eq_bigr => s _;
  rewrite mulmxDr scalerDr. Qed.

Lemma bilinDl A x1 x2 h : bilin A (x1 + x2) h = bilin A x1 h + bilin A x2 h.
Proof. by rewrite -big_split; apply: eq_bigr => s _; rewrite mxE scalerDl. Qed.

Lemma bilinZr A x a h : bilin A x (a *: h) = a *: bilin A x h.
Proof.
rewrite scaler_sumr; apply: eq_bigr => s _.
by rewrite -scalemxAr !scalerA mulrC.
Qed.

Lemma bilinZl A x a h : bilin A (a *: x) h = a *: bilin A x h.
Proof. by rewrite scaler_sumr; apply: eq_bigr => s _; rewrite mxE scalerA. Qed.

(* On one-hot inputs the 3-tensor form is the matrix-per-symbol form. *)
Lemma bilin_onehot A s h : bilin A (onehot s) h = A s *m h.
Proof.
rewrite /bilin (bigD1 s) //= onehotE enum_rankK eqxx scale1r.
rewrite big1 ?addr0 // => t nts.
by rewrite onehotE enum_rankK (negPf nts) scale0r.
Qed.

Definition run_bilin A h v := foldl (fun h x => bilin A x h) h v.

Lemma run_bilin_onehot A h (w : seq S) :
  run_bilin A h (map onehot w) = run A h w.
Proof.
by rewrite /run_bilin /run; elim: w h => //= s w IHw h;
  rewrite bilin_onehot IHw.
Qed.
End Bilin.

(* Finitely many states are reachable (exact finite-precision operation).     *)
Definition finite_reach (R : ringType) (S : Type) n (A : S -> 'M[R]_n) h0 :=
  exists reach : seq 'cV[R]_n, forall w, run A h0 w \in reach.

(* An orbit of a letter in a finite reachable set is eventually periodic.     *)
Lemma finite_reach_loop (R : ringType) (S : Type) n (A : S -> 'M[R]_n) h0 w x :
  finite_reach A h0 ->
  exists k1 k2, (k1 < k2)%N /\
    run A h0 (w ++ nseq k1 x) = run A h0 (w ++ nseq k2 x).
Proof.
case=> reach hreach; set s := size reach.
pose o := [seq run A h0 (w ++ nseq k x) | k <- iota 0 s.+1].
have /(uniqPn 0)[k1 [k2 [lt12]]] : ~~ uniq o.
  apply: contraTN isT => us.
  have sub : {subset o <= reach} by move=> h /mapP[k _ ->].
  by have := uniq_leq_size us sub; rewrite size_map size_iota ltnn.
rewrite size_map size_iota => lt2.
rewrite !(nth_map 0%N) ?size_iota ?(ltn_trans lt12) //.
by rewrite !nth_iota ?(ltn_trans lt12) // !add0n; exists k1, k2.
Qed.

(* Exact tracking of a finite group, with an arbitrary decoder f.             *)
Definition tracks (R : ringType) (gT : finGroupType) n (A : gT -> 'M[R]_n)
    (h0 : 'cV[R]_n) (f : 'cV[R]_n -> gT) :=
  forall w, f (run A h0 w) = gprod w.

(* Affine recurrences h_t = A_{x_t} h_{t-1} + b_{x_t}, and what finite reach  *)
(* makes of diagonal ones.                                                    *)
(*                                                                            *)
(*   astep A b h x == A x h + b x                                             *)
(*   arun A b h w  == the state reached from h after reading w                *)
(*   scalar a b z x == a x z + b x, one coordinate of a diagonal recurrence   *)
(*   slope a w     == the product of a over the letters of w                  *)
(*                                                                            *)
(* A word with slope 0 resets the coordinate; any other permutes the finitely *)
(* many values that the coordinate takes.  Over an ordered field it fixes     *)
(* them if its slope is non-negative, and in characteristic 0 two such words  *)
(* commute.                                                                   *)

Import Order.TTheory GRing.Theory Num.Theory.

Section Affine.
Variables (R : ringType) (S : Type) (n : nat).
Implicit Types (A : S -> 'M[R]_n) (b : S -> 'cV[R]_n) (h : 'cV[R]_n).

Definition astep A b h x := A x *m h + b x.
Definition arun A b h w := foldl (astep A b) h w.

Lemma arun_cat A b h u v : arun A b h (u ++ v) = arun A b (arun A b h u) v.
Proof. exact: foldl_cat. Qed.

(* Without additive term it is the linear recurrence above.                   *)
Lemma arun0 A b h w : (forall x, b x = 0) -> arun A b h w = run A h w.
Proof.
by move=> b0; elim: w h => //= x w IHw h; rewrite IHw /astep b0 addr0.
Qed.

(* A constant coordinate makes the affine recurrence a linear one.            *)
Definition homogeneous A b (x : S) : 'M[R]_(n + 1) :=
  block_mx (A x) (b x) 0 1%:M.

Theorem homogeneous_run A b h w :
  run (homogeneous A b) (col_mx h 1%:M) w = col_mx (arun A b h w) 1%:M.
Proof.
elim: w h => //= x w IHw h; rewrite -IHw /homogeneous mul_block_col.
by rewrite mulmx1 mul0mx mulmx1 add0r.
Qed.
End Affine.

Section Scalar.
Variables (F : fieldType) (S : Type) (a b : S -> F).
Implicit Types (z : F) (u v w x : seq S).

Definition scalar z (x : S) := a x * z + b x.
Definition slope w := \prod_(x <- w) a x.
Local Notation act := (foldl scalar).

Lemma slope_cat u v : slope (u ++ v) = slope u * slope v.
Proof. exact: big_cat. Qed.

Lemma slope_wpow x k : slope (wpow x k) = slope x ^+ k.
Proof.
elim: k => [|k IHk]; first by rewrite /slope big_nil.
by rewrite wpowS slope_cat IHk exprS.
Qed.

Lemma scalarB z z' w : act z w - act z' w = slope w * (z - z').
Proof.
elim: w z z' => [|x w IHw] z z' /=; first by rewrite /slope big_nil mul1r.
rewrite IHw /slope big_cons /scalar opprD addrACA subrr addr0 -mulrBr mulrA.
by rewrite [_ * a x]mulrC.
Qed.

Lemma scalar_reset w : slope w = 0 -> forall z z', act z w = act z' w.
Proof.
by move=> w0 z z'; apply/eqP; rewrite -subr_eq0 scalarB w0 mul0r.
Qed.

Lemma scalar_inj w : slope w != 0 -> injective (act^~ w).
Proof.
move=> nzw z z' /= e; apply/eqP; rewrite -subr_eq0.
by have /eqP := scalarB z z' w; rewrite e subrr eq_sym mulf_eq0 (negPf nzw).
Qed.

Variables (z0 : F) (r : seq F).
Hypothesis rP : orbit_in scalar z0 r.
Local Notation m := (size r)`!.

(* Over any field: a word to the power m is forgotten at its next occurrence. *)
Lemma scalar_periodic u x t :
  act z0 (u ++ wpow x m ++ t ++ x) = act z0 (u ++ t ++ x).
Proof.
have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
have := orbit_period u rP (scalar_inj nzx).
by rewrite !foldl_cat => ->.
Qed.

(* In characteristic 0 words that reset nothing commute on what is reached.   *)
Lemma scalar_commute u x y : [char F] =i pred0 ->
  slope x != 0 -> slope y != 0 ->
  act z0 (u ++ x ++ y) = act z0 (u ++ y ++ x).
Proof.
move=> char0 nzx nzy; pose k := m.-1.
have mE : m = k.+1 by rewrite prednK // fact_gt0.
pose tau := wpow (y ++ x) k ++ x ++ y.
have inj_yx : injective (act^~ (y ++ x)).
  by apply: scalar_inj; rewrite slope_cat mulf_neq0.
have inj_tau : injective (act^~ tau).
  by apply: scalar_inj; rewrite !slope_cat slope_wpow slope_cat !mulf_neq0 //
    expf_neq0 // mulf_neq0.
pose c := act 0 (x ++ y) - act 0 (y ++ x).
have cE z : act z (x ++ y) = act z (y ++ x) + c.
  have := scalarB z 0 (x ++ y); have := scalarB z 0 (y ++ x).
  rewrite !slope_cat [slope y * _]mulrC => <- /eqP.
  by rewrite subr_eq => /eqP->; rewrite /c addrAC addrA addrAC -addrA.
have tauE v : act z0 (v ++ tau) = act z0 v + c.
  rewrite /tau catA foldl_cat cE; congr (_ + c).
  by rewrite -foldl_cat -catA -wpowSr -mE (orbit_period _ rP inj_yx).
have powE j : act z0 (u ++ wpow tau j) = act z0 u + c *+ j.
  elim: j => [|j IHj]; first by rewrite cats0 addr0.
  by rewrite wpowSr catA tauE IHj -addrA mulrSr.
have := powE m; rewrite (orbit_period _ rP inj_tau) => /eqP.
rewrite -subr_eq0 opprD addrA subrr sub0r oppr_eq0 -mulr_natr mulf_eq0.
have -> : (m%:R == 0 :> F) = false by rewrite (charf0P F).1 // mE.
rewrite orbF => /eqP c0.
by rewrite 2!foldl_cat [RHS]foldl_cat -foldl_cat cE c0 addr0.
Qed.

(* The last occurrences decide: earlier ones of x and y commute.              *)
Lemma scalar_exchange_first u x y t s : [char F] =i pred0 ->
  act z0 (u ++ x ++ y ++ t ++ x ++ s ++ y) =
  act z0 (u ++ y ++ x ++ t ++ x ++ s ++ y).
Proof.
move=> char0; have [x0|nzx] := eqVneq (slope x) 0.
  rewrite !foldl_cat; congr (act (act _ s) y).
  exact: scalar_reset.
have [y0|nzy] := eqVneq (slope y) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
by have := scalar_commute u char0 nzx nzy; rewrite !foldl_cat => ->.
Qed.

Lemma scalar_exchange_second u x y t s : [char F] =i pred0 ->
  act z0 (u ++ x ++ y ++ t ++ y ++ s ++ x) =
  act z0 (u ++ y ++ x ++ t ++ y ++ s ++ x).
Proof.
move=> char0; have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
have [y0|nzy] := eqVneq (slope y) 0.
  rewrite !foldl_cat; congr (act (act _ s) x).
  exact: scalar_reset.
by have := scalar_commute u char0 nzx nzy; rewrite !foldl_cat => ->.
Qed.
End Scalar.

Section OrderedScalar.
Variables (F : numFieldType) (S : Type) (a b : S -> F).
Variables (z0 : F) (r : seq F).
Hypothesis rP : orbit_in (scalar a b) z0 r.
Implicit Types (u x t : seq S).
Local Notation act := (foldl (scalar a b)).
Local Notation slope := (slope a).

(* A word of non-negative slope that resets nothing fixes what is reached.    *)
Lemma scalar_fixes u x : 0 <= slope x -> slope x != 0 ->
  act z0 (u ++ x) = act z0 u.
Proof.
move=> x_ge0 nzx; have per := orbit_period u rP (scalar_inj nzx).
pose c := act (act z0 u) x - act z0 u.
have powE j : act z0 (u ++ wpow x j) =
    act z0 u + (\sum_(i < j) slope x ^+ i) * c.
  elim: j => [|j IHj]; first by rewrite cats0 big_ord0 mul0r addr0.
  rewrite big_ord_recr /= mulrDl addrA -IHj -slope_wpow -(scalarB _ b).
  by rewrite wpowS !foldl_cat addrC subrK.
have := powE (size r)`!; rewrite per -[LHS]addr0 => /addrI/esym/eqP.
have sum_gt0 : 0 < \sum_(i < (size r)`!) slope x ^+ i.
  case: (_`!) (fact_gt0 (size r)) => // m _.
  rewrite big_ord_recl expr0 ltr_paddr ?ltr01 // sumr_ge0 // => i _.
  exact: exprn_ge0.
by rewrite mulf_eq0 (gt_eqF sum_gt0) subr_eq0 foldl_cat => /eqP.
Qed.

(* Non-negative multipliers: an earlier x is forgotten at the next one.       *)
Lemma scalar_nonneg u x t : 0 <= slope x ->
  act z0 (u ++ x ++ t ++ x) = act z0 (u ++ t ++ x).
Proof.
move=> x_ge0; have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
by have := scalar_fixes u x_ge0 nzx; rewrite !foldl_cat => ->.
Qed.

(* Real multipliers: an earlier x x is.                                       *)
Lemma scalar_real u x t : slope x \is Num.real ->
  act z0 (u ++ x ++ x ++ t ++ x) = act z0 (u ++ t ++ x).
Proof.
move=> x_real; have [x0|nzx] := eqVneq (slope x) 0.
  by rewrite !foldl_cat; apply: scalar_reset.
have xx_ge0 : 0 <= slope (x ++ x) by rewrite slope_cat -expr2
  real_exprn_even_ge0.
have nzxx : slope (x ++ x) != 0 by rewrite slope_cat mulf_neq0.
by have := scalar_fixes u xx_ge0 nzxx; rewrite !foldl_cat => ->.
Qed.

Lemma slope_ge0 x : (forall s, 0 <= a s) -> 0 <= slope x.
Proof. by move=> a_ge0; apply: prodr_ge0 => s _. Qed.

Lemma slope_real x : (forall s, a s \is Num.real) -> slope x \is Num.real.
Proof. by move=> a_real; apply: rpred_prod => s _. Qed.
End OrderedScalar.

(* A diagonal recurrence, coordinate by coordinate.                           *)
Section Diagonal.
Variables (F : fieldType) (S : Type) (n : nat).
Variables (A : S -> 'M[F]_n) (b : S -> 'cV[F]_n) (h0 : 'cV[F]_n).
Hypothesis dA : forall x, is_diag_mx (A x).
Local Notation step := (astep A b).
Local Notation scalar_at i := (scalar (fun x => A x i i) (fun x => b x i 0)).

Lemma diag_coordinate w i :
  foldl step h0 w i 0 = foldl (scalar_at i) (h0 i 0) w.
Proof.
elim: w h0 => //= x w IHw h; rewrite IHw /astep /scalar mxE.
by have /diag_mxP[d ->] := dA x; rewrite mul_diag_mx !mxE eqxx mulr1n.
Qed.

Variable r : seq 'cV[F]_n.
Hypothesis rP : orbit_in step h0 r.
Let ri i := [seq h i 0 | h : 'cV[F]_n <- r].

Lemma diag_coordinate_orbit i : orbit_in (scalar_at i) (h0 i 0) (ri i).
Proof.
move=> w; rewrite -diag_coordinate.
exact: (map_f (fun h : 'cV[F]_n => h i 0) (rP w)).
Qed.

Let size_ri i : size (ri i) = size r. Proof. exact: size_map. Qed.

Theorem diag_periodic k u x t :
  foldl step h0 (u ++ wpow x ((size r)`! * k) ++ t ++ x) =
  foldl step h0 (u ++ t ++ x).
Proof.
elim: k => [|k IHk]; first by rewrite muln0.
rewrite -{}IHk mulnS wpowD -catA (catA _ t); apply/colP=> i.
rewrite !diag_coordinate -(size_ri i).
exact: scalar_periodic (diag_coordinate_orbit i) _ _ _.
Qed.

Theorem diag_exchange_first u x y t s : [char F] =i pred0 ->
  foldl step h0 (u ++ x ++ y ++ t ++ x ++ s ++ y) =
  foldl step h0 (u ++ y ++ x ++ t ++ x ++ s ++ y).
Proof.
move=> char0; apply/colP=> i; rewrite !diag_coordinate.
exact: scalar_exchange_first (diag_coordinate_orbit i) _ _ _ _ _ _.
Qed.

Theorem diag_exchange_second u x y t s : [char F] =i pred0 ->
  foldl step h0 (u ++ x ++ y ++ t ++ y ++ s ++ x) =
  foldl step h0 (u ++ y ++ x ++ t ++ y ++ s ++ x).
Proof.
move=> char0; apply/colP=> i; rewrite !diag_coordinate.
exact: scalar_exchange_second (diag_coordinate_orbit i) _ _ _ _ _ _.
Qed.
End Diagonal.

Section OrderedDiagonal.
Variables (F : numFieldType) (S : Type) (n : nat).
Variables (A : S -> 'M[F]_n) (b : S -> 'cV[F]_n) (h0 : 'cV[F]_n).
Hypothesis dA : forall x, is_diag_mx (A x).
Variable r : seq 'cV[F]_n.
Local Notation step := (astep A b).
Hypothesis rP : orbit_in step h0 r.

Theorem nonneg_diag_forgets u x t : (forall s i, 0 <= A s i i) ->
  foldl step h0 (u ++ x ++ t ++ x) = foldl step h0 (u ++ t ++ x).
Proof.
move=> A_ge0; apply/colP=> i; rewrite !diag_coordinate //.
by apply: scalar_nonneg (diag_coordinate_orbit dA rP i) _ _ _ _;
  apply: slope_ge0.
Qed.

Theorem real_diag_forgets u x t : (forall s i, A s i i \is Num.real) ->
  foldl step h0 (u ++ x ++ x ++ t ++ x) = foldl step h0 (u ++ t ++ x).
Proof.
move=> A_real; apply/colP=> i; rewrite !diag_coordinate //.
by apply: scalar_real (diag_coordinate_orbit dA rP i) _ _ _ _;
  apply: slope_real.
Qed.
End OrderedDiagonal.
