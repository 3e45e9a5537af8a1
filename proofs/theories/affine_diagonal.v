(* Diagonal matrices with additive term, real or complex: exactly the         *)
(* automata in which letters that occur again commute, and cancel in m's.     *)
(*                                                                            *)
(*   periodic m step == x^m t x acts as t x, for letters x and words t        *)
(*   exchanging step == x y t x s y acts as y x t x s y, for letters x and y  *)
(*   since a c w     == how often c occurs in w after the last a (for None:   *)
(*                      in w)                                                 *)
(*   affine_tracks F c step q0 out == some affine recurrence in the class c,  *)
(*                      of finite reach, and some decoder give the answers    *)
(*                                                                            *)
(* The order of the last occurrences in w (undup w) and the numbers since a c *)
(* w mod m tell how w acts: between two last occurrences all letters occur    *)
(* again.  A coordinate of the recurrence for each of them is a power of a    *)
(* root of unity that c turns and a resets.                                   *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model rules diagonal_nonnegative diagonal.
From BilinearTheory Require Import square_cover.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Words.
Variables (S : finType) (Q : Type) (step : Q -> S -> Q) (m : nat).
Local Notation act := (foldl step).
Implicit Types (q : Q) (x y c : S) (u v w z s t : seq S).

Definition periodic :=
  forall q x t, act q (nseq m x ++ rcons t x) = act q (rcons t x).

Definition exchanging := forall q x y t s,
  act q (x :: y :: t ++ x :: s ++ [:: y]) =
  act q (y :: x :: t ++ x :: s ++ [:: y]).

Definition since_step (a : option S) c n x :=
  if Some x == a then 0%N else if x == c then n.+1 else n.
Definition since a c w := foldl (since_step a c) 0%N w.

Lemma since_rcons (a : option S) c w x :
  since a c (rcons w x) = since_step a c (since a c w) x.
Proof. exact: foldl_rcons. Qed.

Lemma since_count (a : option S) c n w : (forall x, x \in w -> Some x != a) ->
  foldl (since_step a c) n w = (n + count_mem c w)%N.
Proof.
elim: w n => [|x w IHw] n out /=; first by rewrite addn0.
rewrite IHw => [|y wy]; last by apply: out; rewrite inE wy orbT.
rewrite /since_step (negPf (out x (mem_head _ _))).
by case: (x == c); rewrite ?add0n // addSnnS add1n.
Qed.

Lemma since_restart b c n n' w : b \in w ->
  foldl (since_step (Some b) c) n w = foldl (since_step (Some b) c) n' w.
Proof.
elim: w n n' => //= x w IHw n n'; rewrite inE /since_step.
by have [->|nbx] := eqVneq b x; rewrite ?eqxx //= => /IHw.
Qed.

Lemma undup_rcons w x :
  undup (rcons w x) = rcons (undup [seq y <- w | y != x]) x.
Proof.
elim: w => //= y w IHw; rewrite mem_rcons inE IHw.
have [->|ne] //= := eqVneq y x; rewrite mem_filter ne /=.
by case: (y \in w).
Qed.

Lemma latest_undup_eq w w' :
  (forall b c, latest b c w = latest b c w') ->
  undup w = undup w'.
Proof.
have [n] := ubnP (size w); elim: n w w' => // n IHn w w' size_w e.
case/lastP: w size_w e => [|u x] size_w e; case/lastP: w' e => [|v y] // e.
- by have := e y y; rewrite latest_rcons /latest_step eqxx.
- by have := e x x; rewrite latest_rcons /latest_step eqxx.
have Dy : y = x.
  have := e x y; rewrite !latest_rcons /latest_step !eqxx.
  by case: eqP.
rewrite {y}Dy in e *; rewrite !undup_rcons; congr rcons.
apply: IHn => [|b c].
  rewrite size_rcons ltnS in size_w; apply: leq_ltn_trans size_w.
  by rewrite size_filter count_size.
rewrite !latest_filter; have [//|nbx /=] := eqVneq b x.
have := e b (if c == x then b else c); rewrite !latest_rcons /latest_step.
rewrite ![x == b]eq_sym (negPf nbx); have [_|ncx] := eqVneq c x.
  by rewrite ![x == b]eq_sym (negPf nbx).
by rewrite ![x == c]eq_sym (negPf ncx).
Qed.

Lemma undup_split w x s : undup w = x :: s ->
  exists v u, [/\ w = v ++ x :: u, x \notin u, undup u = s &
                  {subset v <= x :: u}].
Proof.
elim: w => //= y w IHw; case: ifP => [wy /IHw|nwy [<- <-]]; last first.
  by exists [::], w; rewrite nwy.
case=> v [u [ew nxu eu sub]]; exists (y :: v), u; rewrite ew; split=> // c.
rewrite inE => /predU1P[->|/sub //]; move: wy.
by rewrite ew mem_cat => /orP[/sub|].
Qed.

Hypotheses (m_gt0 : (0 < m)%N) (per : periodic) (exch : exchanging).

Lemma act_swap q x y z : x \in z -> y \in z ->
  act q (x :: y :: z) = act q (y :: x :: z).
Proof.
have general x' y' t s r : act q (x' :: y' :: t ++ x' :: s ++ y' :: r) =
    act q (y' :: x' :: t ++ x' :: s ++ y' :: r).
  have e a b : a :: b :: t ++ x' :: s ++ y' :: r =
      (a :: b :: t ++ x' :: s ++ [:: y']) ++ r by rewrite /= -!catA /= -catA.
  by rewrite !e !foldl_cat exch.
have [->//|ne] := eqVneq x y.
case/splitPr=> p1 p2; rewrite mem_cat inE eq_sym (negPf ne) /= => /orP[].
  case/splitPr=> a b; rewrite -catA cat_cons.
  exact: (esym (general y x a b p2)).
by case/splitPr=> a b; apply: (general x y p1 a b).
Qed.

Lemma act_front q x v z : x \in v -> {subset v <= z} ->
  act q (v ++ z) = act q (x :: rem x v ++ z).
Proof.
elim: v q => // y v IHv q; rewrite inE /=; have [->//|ne /=] := eqVneq x y.
move=> vx sub; rewrite IHv // => [|c vc]; last first.
  by apply: sub; rewrite inE vc orbT.
have zx : x \in z by apply: sub; rewrite inE vx orbT.
have zy : y \in z by apply: sub; rewrite mem_head.
by apply: (act_swap q (z := rem x v ++ z)); rewrite mem_cat ?zx ?zy orbT.
Qed.

Lemma act_perm q v v' z : perm_eq v v' -> {subset v' <= z} ->
  act q (v ++ z) = act q (v' ++ z).
Proof.
elim: v v' q => [|x v IHv] v' q e sub.
  by have := perm_size e; case: v' {e sub}.
have vx : x \in v' by rewrite -(perm_mem e) mem_head.
rewrite (act_front _ vx sub) /=; apply: IHv => [|c].
  by rewrite -(perm_cons x); apply: perm_trans e (perm_to_rem vx).
by move=> /mem_rem/sub.
Qed.

Lemma act_power q x z : x \in z -> act q (nseq m x ++ z) = act q z.
Proof.
by case/splitPr=> p1 p2; rewrite -cat_rcons catA foldl_cat per -foldl_cat.
Qed.

(* Letters that occur again count modulo m.                                   *)
Lemma act_reduce v z : {subset v <= z} -> exists v2,
  [/\ {subset v2 <= z}, forall q, act q (v ++ z) = act q (v2 ++ z) &
      forall c, count_mem c v2 = (count_mem c v %% m)%N].
Proof.
have [n] := ubnP (size v); elim: n v => // n IHn v size_v sub.
have [/existsP[c le_m]|] := boolP [exists c, (m <= count_mem c v)%N]; last first.
  rewrite negb_exists => /forallP small; exists v; split=> // c.
  by rewrite modn_small // ltnNge small.
pose v1 := nseq (count_mem c v - m) c ++ filter (predC1 c) v.
have e : perm_eq v (nseq m c ++ v1).
  rewrite /v1 catA -nseqD subnKC // -(perm_filterC (pred1 c)) perm_cat2r.
  have -> // : [seq y <- v | pred1 c y] = nseq (count_mem c v) c.
  by rewrite -size_filter; apply/all_pred1P/filter_all.
have vc : c \in v.
  by rewrite -has_pred1 has_count (leq_trans m_gt0 le_m).
have sub1 : {subset v1 <= z}.
  move=> y v1y; apply: sub; rewrite (perm_mem e) mem_cat v1y orbT.
  by [].
have [|//|v2 [sub2 act2 count2]] := IHn v1.
  have eS : size v = (m + size v1)%N.
    by rewrite (perm_size e) [LHS]size_cat size_nseq.
  move: size_v; rewrite ltnS eS; apply: leq_trans.
  by rewrite -[in X in (X <= _)%N](add0n (size v1)) ltn_add2r.
exists v2; split=> // [q|y].
  rewrite (act_perm _ e) => [|y]; last first.
    by rewrite mem_cat mem_nseq => /orP[/andP[_ /eqP->]|/sub1//]; apply: sub.
  by rewrite -catA act_power ?act2 // mem_cat sub ?orbT.
rewrite count2; have /seq.permP/(_ (pred1 y)) -> := e; rewrite [in RHS]count_cat [in RHS]count_nseq /=.
by case: (c == y); rewrite ?mul1n ?mul0n ?add0n ?modnDl.
Qed.

Lemma act_counts q v v' z : {subset v <= z} -> {subset v' <= z} ->
  (forall c, count_mem c v = count_mem c v' %[mod m]) ->
  act q (v ++ z) = act q (v' ++ z).
Proof.
move=> /act_reduce[u [sub_u -> cu]] /act_reduce[u' [sub_u' -> cu']] e.
apply: act_perm => //; apply/allP=> x _ /=.
by rewrite cu cu' e.
Qed.

Lemma act_since q u w : undup u = undup w ->
  (forall a c, since a c u = since a c w %[mod m]) -> act q u = act q w.
Proof.
move Ds: (undup w) => s eu; elim: s u w q Ds eu => [|x s IHs] u w q Dw Du e.
  by rewrite (undup_nil Du) (undup_nil Dw).
have [v [u' [eu nxu Du' sub]]] := undup_split Du.
have [v' [w' [ew nxw Dw' sub']]] := undup_split Dw.
have mem_uw c : (c \in u') = (c \in w') by rewrite -mem_undup Du' -Dw' mem_undup.
have none b t : b \notin t -> forall y, y \in t -> Some y != Some b :> option S.
  by move=> nb y ty; apply: contraNneq nb => -[<-].
have total c t : since None c t = count_mem c t.
  by rewrite /since since_count.
have tail c : count_mem c u' = count_mem c w' %[mod m].
  have := e (Some x) c; rewrite eu ew /since !foldl_cat /= /since_step eqxx.
  by rewrite !since_count; try exact: none.
have e' b c : since b c u' = since b c w' %[mod m].
  case: b => [b|]; last by rewrite !total tail.
  have [ub|nub] := boolP (b \in u'); last first.
    have nwb : b \notin w' by rewrite -mem_uw.
    by rewrite /since !since_count ?tail //; apply: none.
  have wb : b \in w' by rewrite -mem_uw.
  have := e (Some b) c; rewrite eu ew /since !foldl_cat /=.
  by rewrite (since_restart c _ 0 ub) (since_restart c _ 0 wb).
have act_tail p : act p u' = act p w' by apply: IHs Dw' Du' e'.
rewrite eu ew foldl_cat /= act_tail -[LHS](foldl_cat _ q v (x :: w')).
apply: act_counts => [c /sub|//|c].
  by rewrite !inE mem_uw.
have := e None c; rewrite !total eu ew !count_cat /= => /eqP.
have cancel i j k l : i + (k + j) = l + (k + j) %[mod m] ->
    i = l %[mod m].
  by move/eqP; rewrite eqn_modDr => /eqP.
move=> /eqP eq; apply: (cancel _ (count_mem c w') (x == c : nat)).
by rewrite -eq !addnA -[LHS]modnDmr -[RHS]modnDmr tail.
Qed.
End Words.

(* The recurrence.                                                            *)
Section Model.
Variables (F : numFieldType) (S : finType) (m : nat) (zeta : F).
Hypotheses (m_gt0 : (0 < m)%N) (prim : m.-primitive_root zeta).
Local Notation T := [finType of (S * S) + (option S * S)].

Definition turn_by x (t : T) : F := match t with
  | inl (a, c) => ((x != a) && (x != c))%:R
  | inr (a, c) => if Some x == a then 0 else if x == c then zeta else 1
  end.

Definition reset_to x (t : T) : F := match t with
  | inl (a, c) => (x == a)%:R
  | inr (a, c) => (Some x == a)%:R
  end.

Definition known w (t : T) : F := match t with
  | inl (a, c) => (latest a c w)%:R
  | inr (a, c) => zeta ^+ since a c w
  end.

Definition turn_mx x : 'M[F]_#|T| := diag_mx (\row_i turn_by x (enum_val i)).
Definition reset_col x : 'cV[F]_#|T| := \col_i reset_to x (enum_val i).
Definition known_col w : 'cV[F]_#|T| := \col_i known w (enum_val i).

Lemma known_run w : arun turn_mx reset_col (known_col [::]) w = known_col w.
Proof.
elim/last_ind: w => // w x IHw; rewrite /arun foldl_rcons -/(arun _ _ _ w) IHw.
apply/colP=> i; rewrite /astep mul_diag_mx !mxE.
case: (enum_val i) => -[a c] /=.
  rewrite latest_rcons /latest_step.
  case: (x == _) => /=; first by rewrite mul0r add0r.
  by case: (x == _) => /=; rewrite ?mul0r ?mul1r addr0.
rewrite since_rcons /since_step; case: (_ == _) => /=.
  by rewrite mul0r add0r expr0.
by case: (x == _) => /=; rewrite ?mul1r addr0 // exprS.
Qed.

Lemma known_inj u w : known_col u = known_col w ->
  undup u = undup w /\ forall a c, since a c u = since a c w %[mod m].
Proof.
move=> /colP e; split=> [|a c].
  apply: latest_undup_eq => a c.
  have := e (enum_rank (inl (a, c) : T)); rewrite !mxE enum_rankK /= => /eqP.
  by rewrite eqr_nat; do 2!case: (latest _ _ _).
have := e (enum_rank (inr (a, c) : T)); rewrite !mxE enum_rankK /= => /eqP.
by rewrite (eq_prim_root_expr prim) => /eqP.
Qed.

Lemma known_reach : exists r : seq 'cV[F]_#|T|, forall w, known_col w \in r.
Proof.
pose value (v : option 'I_m) : F := if v is Some k then zeta ^+ k else 0.
exists [seq \col_i value (f (enum_val i)) | f : {ffun T -> option 'I_m} <-
  enum {ffun T -> option 'I_m}] => w.
have ex t : exists v, known w t = value v.
  case: t => -[a c] /=; last first.
    exists (Some (Ordinal (ltn_pmod (since a c w) m_gt0))).
    by rewrite /= (prim_expr_mod prim).
  case: (latest a c w); last by exists None.
  by exists (Some (Ordinal m_gt0)); rewrite /= expr0.
have [f fP] := fin_all_exists ex.
apply/mapP; exists (finfun f); first by rewrite mem_enum.
by apply/colP=> i; rewrite !mxE ffunE fP.
Qed.
End Model.

Section Tracks.
Variables (F : numFieldType) (S : finType) (Z : Type) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z).
Local Notation act := (foldl step).

Definition affine_tracks (c : restriction) :=
  exists d (A : S -> 'M[F]_d) b (h0 : 'cV[F]_d) r dec,
    [/\ forall x, member c (A x), orbit_in (astep A b) h0 r
      & forall w, dec (arun A b h0 w) = out (act q0 w)].

Hypotheses (reachable : forall q, exists w, act q0 w = q)
  (dist : distinguished step out).

Lemma affine_tracks_exchanging d (A : S -> 'M[F]_d) b h0 r dec :
  (forall x, is_diag_mx (A x)) -> orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (act q0 w)) -> exchanging step.
Proof.
move=> dA rP decP q x y t s; apply: dist => w; have [u <-] := reachable q.
have := diag_exchange_first dA rP u [:: x] [:: y] t s (char_num F).
move/(tracks_congr_cat decP w).
by rewrite -!catA /= !foldl_cat /= !foldl_cat /= !foldl_cat.
Qed.

Lemma affine_tracks_periodic d (A : S -> 'M[F]_d) b h0 r dec :
  (forall x, is_diag_mx (A x)) -> orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (act q0 w)) ->
  periodic step (size r)`!.
Proof.
move=> dA rP decP q x t; apply: dist => w; have [u <-] := reachable q.
have := diag_periodic dA rP 1 u [:: x] t.
move/(tracks_congr_cat decP w); rewrite muln1 wpow_seq1 cats1.
by rewrite !foldl_cat.
Qed.

Lemma known_tracks (c : restriction) m (zeta : F) :
  (forall x, member c (turn_mx zeta x : 'M_#|{: (S * S) + (option S * S)}|)) ->
  (0 < m)%N -> m.-primitive_root zeta -> periodic step m -> exchanging step ->
  affine_tracks c.
Proof.
move=> mA m_gt0 prim per exch; have [r rP] := known_reach S m_gt0 prim.
have [dec decP] : exists dec, forall w,
    dec (foldl (astep (turn_mx zeta) (@reset_col F S)) (known_col zeta [::]) w) =
    out (act q0 w).
  apply: (decoder_exists (r := r)) => [w|u w].
    by rewrite -/(arun _ _ _ w) known_run.
  rewrite -!/(arun _ _ _ _) !known_run => /(known_inj prim)[eu es].
  by rewrite (act_since m_gt0 per exch _ eu es).
exists _, (turn_mx zeta), (@reset_col F S), (known_col zeta [::]), r, dec.
by split=> // w; rewrite -/(arun _ _ _ w) known_run.
Qed.
End Tracks.

Theorem complex_affine_tracks_iff (C : numClosedFieldType) (S : finType)
    (Z : Type) (Q : finType) (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) :
  (forall q, exists w, foldl step q0 w = q) -> distinguished step out ->
  affine_tracks C step q0 out Rotation <->
  (exists2 m, (0 < m)%N & periodic step m) /\ exchanging step.
Proof.
move=> reachable dist; split=> [[d [A [b [h0 [r [dec [mA rP decP]]]]]]]|].
  split; last exact: affine_tracks_exchanging mA rP decP.
  by exists (size r)`!; [apply: fact_gt0|apply: affine_tracks_periodic mA rP decP].
case=> -[m m_gt0 per] exch; have char0 : [char C] =i pred0 by apply: char_num.
have [zeta prim] := closed_prim_root_exists char0 m_gt0.
apply: known_tracks m_gt0 prim per exch => x.
exact: diag_mx_is_diag.
Qed.

Theorem real_affine_tracks_iff (F : numFieldType) (S : finType) (Z : Type)
    (Q : finType) (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) :
  (forall q, exists w, foldl step q0 w = q) -> distinguished step out ->
  affine_tracks F step q0 out DiagonalReal <->
  periodic step 2 /\ exchanging step.
Proof.
move=> reachable dist; split=> [[d [A [b [h0 [r [dec [mA rP decP]]]]]]]|].
  have dA x : is_diag_mx (A x) by have /andP[] := mA x.
  split; last exact: affine_tracks_exchanging dA rP decP.
  move=> q x t; apply: dist => w; have [u <-] := reachable q.
  have real_A x' i : A x' i i \is Num.real by have /andP[_ /forallP] := mA x'.
  have := real_diag_forgets dA rP u [:: x] t real_A.
  by move/(tracks_congr_cat decP w); rewrite cats1 !foldl_cat.
case=> per exch; have prim : 2.-primitive_root (-1 : F).
  apply/andP; split=> //; apply/forallP=> -[[|[|//]] lt_i]; rewrite unity_rootE.
    by rewrite expr1 opp1_neq1.
  by rewrite sqrrN expr1n !eqxx.
apply: known_tracks (isT : (0 < 2)%N) prim per exch => x.
rewrite /= diag_mx_is_diag; apply/forallP=> i; rewrite !mxE eqxx mulr1n.
case: (enum_val i) => -[a c] /=; first exact: realn.
by case: ifP => _; [|case: ifP => _]; rewrite ?real0 ?rpredN1 ?real1.
Qed.
