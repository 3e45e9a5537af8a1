(* Letters whose powers show the parity of their number: no more of them than *)
(* the factors of one.                                                        *)
(*                                                                            *)
(*   linear_decoder g beta ys dec f == after every word w the answer f w is   *)
(*                     one of ys, and the logit g y + beta y of no other one  *)
(*                     of them is as large; the g y are additive              *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model affine block_rows.
From BilinearTheory Require Import letter_order idempotents.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Flags.
Variables (F : numFieldType) (S : eqType) (d : nat) (e : S -> 'M[F]_d).
Variable met : 'cV[F]_d -> Prop.
Hypothesis met_closed : forall x v, met v -> met (e x *m v).
Hypothesis met_idem : forall x v, met v -> e x *m (e x *m v) = e x *m v.
Hypothesis met_comm : forall x y v, met v ->
  e y *m (e x *m v) = e x *m (e y *m v).
Implicit Types (x l : S) (xs ys : seq S) (v z : 'cV[F]_d).

(* Differences of vectors that are met.                                       *)
Inductive spanned : 'cV[F]_d -> Prop :=
| SpannedMet v : met v -> spanned v
| SpannedSub v w : spanned v -> spanned w -> spanned (v - w).

Lemma spanned_closed x v : spanned v -> spanned (e x *m v).
Proof.
elim=> [w mw|w z _ sw _ sz]; first exact/SpannedMet/met_closed.
by rewrite mulmxBr; apply: SpannedSub.
Qed.

Lemma spanned_idem x v : spanned v -> e x *m (e x *m v) = e x *m v.
Proof.
by elim=> [w|w z _ ew _ ez]; [exact: met_idem | rewrite !mulmxBr ew ez].
Qed.

Lemma spanned_comm x y v : spanned v -> e y *m (e x *m v) = e x *m (e y *m v).
Proof.
by elim=> [w|w z _ ew _ ez]; [exact: met_comm | rewrite !mulmxBr ew ez].
Qed.

(* What the letters xs all kill, and those before them leave.                 *)
Fixpoint killed xs v :=
  if xs is x :: ys then killed ys (v - e x *m v) else v.

Lemma spanned_killed xs v : spanned v -> spanned (killed xs v).
Proof.
elim: xs v => //= x xs IHxs v sv; apply/IHxs/SpannedSub => //.
exact: spanned_closed.
Qed.

Lemma killed0 xs : killed xs 0 = 0.
Proof. by elim: xs => //= x xs IHxs; rewrite mulmx0 subrr. Qed.

Lemma killedB xs v w : killed xs (v - w) = killed xs v - killed xs w.
Proof.
elim: xs v w => //= x xs IHxs v w; rewrite -IHxs; congr killed.
by rewrite mulmxBr !opprD opprK addrACA.
Qed.

Lemma killed_comm x xs v : spanned v -> killed xs (e x *m v) = e x *m killed xs v.
Proof.
elim: xs v => //= y xs IHxs v sv; rewrite spanned_comm // -mulmxBr IHxs //.
by apply: SpannedSub => //; apply: spanned_closed.
Qed.

Lemma killed_rcons xs l v :
  killed (rcons xs l) v = killed xs v - e l *m killed xs v.
Proof. by elim: xs v => //= x xs IHxs v. Qed.

Fixpoint flag xs v : 'M[F]_d :=
  if xs is x :: ys then ((killed xs v)^T + flag ys (e x *m v))%MS else 0.

Fixpoint all_there xs v :=
  if xs is x :: ys then killed xs v <> 0 /\ all_there ys (e x *m v) else True.

Lemma flag_fixed x xs v : spanned v ->
  (flag xs (e x *m v) <= kermx ((e x)^T - 1%:M))%MS.
Proof.
elim: xs v => [|y xs IHxs] v sv /=; first exact: sub0mx.
rewrite addsmx_sub spanned_comm // IHxs ?andbT; last exact: spanned_closed.
apply/sub_kermxP; rewrite mulmxBr mulmx1 -trmx_mul -[LHS]linearB /=.
rewrite -mulmxBr killed_comm; last by apply: SpannedSub => //; apply: spanned_closed.
rewrite spanned_idem ?subrr ?trmx0 //; apply/spanned_killed/SpannedSub => //.
exact: spanned_closed.
Qed.

Lemma flag_rank xs v : spanned v -> all_there xs v -> \rank (flag xs v) = size xs.
Proof.
elim: xs v => [|x xs IHxs] v sv /=; first by rewrite mxrank0.
case=> nz there; have sxv := spanned_closed x sv.
rewrite mxrank_disjoint_sum ?IHxs //.
  rewrite rank_rV trmx_eq0 (_ : _ != 0) //; exact/eqP.
apply/eqP; rewrite -submx0; apply/rV_subP=> f; rewrite sub_capmx.
case/andP=> /submxP[D fD] /submx_trans/(_ (flag_fixed x xs sv))/sub_kermxP.
rewrite mulmxBr mulmx1 => /eqP; rewrite subr_eq0 => /eqP <-.
rewrite fD -mulmxA -trmx_mul -killed_comm; last exact: SpannedSub.
by rewrite mulmxBr spanned_idem // subrr killed0 trmx0 mulmx0 sub0mx.
Qed.

Lemma flag_last xs l v : (flag (rcons xs l) v <= (1%:M - e l)^T)%MS.
Proof.
elim: xs v => [|x xs IHxs] v.
  by rewrite /= addsmx_sub sub0mx andbT -{1}[v]mul1mx -mulmxBl trmx_mul submxMl.
rewrite /= addsmx_sub IHxs andbT killed_rcons -{1}[killed _ _]mul1mx -mulmxBl.
by rewrite trmx_mul submxMl.
Qed.

(* A decoder that shows the parity of the number of letters read.             *)
Variables (phi : 'cV[F]_d -> F) (k : F).
Hypothesis phiB : forall v w, phi (v - w) = phi v - phi w.

Definition apply_all xs v := foldl (fun v x => e x *m v) v xs.

Fixpoint alternating xs v := if xs is x :: ys
  then alternating ys v - alternating ys (e x *m v) else phi v + k.

Lemma alternatingE xs v : alternating xs v =
  phi (killed xs v) + (if xs is [::] then k else 0).
Proof.
elim: xs v => //= x xs IHxs v; rewrite !IHxs opprD addrACA subrr !addr0.
by rewrite -phiB -killedB.
Qed.

Definition signed (s : bool) (a : F) := if s then - a else a.

Lemma alternating_sign (s : bool) xs v :
  (forall ys, subseq ys xs ->
     0 < signed (s (+) odd (size ys)) (phi (apply_all ys v) + k)) ->
  0 < signed s (alternating xs v).
Proof.
elim: xs s v => [|x xs IHxs] s v pos /=.
  by have := pos [::] isT; rewrite addbF.
have -> a c : signed s (a - c) = signed s a + signed (~~ s) c.
  by case: s {pos} => //=; rewrite opprB addrC.
apply: addr_gt0; apply: IHxs => ys sub.
  by apply: pos; apply: subseq_trans sub (subseq_cons _ _).
by have := pos (x :: ys); rewrite /= eqxx sub addbN addNb; apply.
Qed.

Lemma there_all (s : bool) xs v :
  (forall ys, subseq ys xs ->
     0 < signed (s (+) odd (size ys)) (phi (apply_all ys v) + k)) ->
  all_there xs v.
Proof.
elim: xs s v => [|x xs IHxs] s v pos //=; split.
  move=> none; have := alternating_sign pos; rewrite (alternatingE (x :: xs)).
  rewrite /= addr0 none.
  by rewrite -(subrr (0 : 'cV_d)) phiB subrr; case: (s); rewrite /= ?oppr0 ltxx.
apply: (IHxs (~~ s)) => ys sub.
by have := pos (x :: ys); rewrite /= eqxx sub addbN addNb; apply.
Qed.

Lemma parity_rank xs l v : met v ->
  (forall ys, subseq ys (rcons xs l) ->
     0 < signed (odd (size ys)) (phi (apply_all ys v) + k)) ->
  (size xs < \rank (e l - 1%:M)%R)%N.
Proof.
move=> mv pos; have there := there_all (s := false) pos.
have := flag_rank (SpannedMet mv) there; rewrite size_rcons => <-.
apply: leq_trans (mxrankS (flag_last xs l v)) _.
by rewrite mxrank_tr -opprB mxrank_opp.
Qed.
End Flags.

Definition linear_decoder (F : numFieldType) (S Z : eqType) d
    (g : Z -> 'cV[F]_d -> F) (beta : Z -> F) (run : seq S -> 'cV[F]_d)
    (f : seq S -> Z) :=
  (forall y v w, g y (v - w) = g y v - g y w) /\
  forall u w, f u != f w ->
    g (f u) (run w) + beta (f u) < g (f w) (run w) + beta (f w).

(* The witness: N + 1 letters, of N factors each.                             *)
Section Words.
Variables (F : numFieldType) (S Z : eqType) (Q : finType).
Variables (step : Q -> S -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : S -> 'M[F]_d) (b : S -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (g : Z -> 'cV[F]_d -> F) (beta : Z -> F).
Hypothesis cA : forall x, contracts (A x).
Hypothesis b0 : forall x, b x = 0.
Hypothesis real_h0 : real_vector h0.
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis lin : linear_decoder g beta (arun A b h0)
  (fun w => out (foldl step q0 w)).
Variables (n : nat).
Hypothesis n_gt0 : (0 < n)%N.
Implicit Types (u w : seq S) (xs ys : seq S).

Definition powers_of ys := flatten [seq wpow [:: x] n | x <- ys].

Theorem flags_sound N u w xs (y0 y1 : Z) :
  (forall x, x \in xs -> forall q,
     foldl step q (wpow [:: x] (n + n)) = foldl step q (wpow [:: x] n)) ->
  (forall x, x \in xs -> (\rank (A x - 1%:M)%R <= N)%N) ->
  y0 != y1 ->
  (forall ys, subseq ys xs -> out (foldl step q0 (u ++ powers_of ys ++ w)) =
     if odd (size ys) then y1 else y0) ->
  (size xs <= N)%N.
Proof.
case/lastP: xs => // xs l idem rk ne shown; rewrite size_rcons.
have l_in : l \in rcons xs l by rewrite mem_rcons mem_head.
pose L := idem_exponent r n; pose e x := idem_map A r n [:: x].
have rank_e : (\rank (e l - 1%:M)%R <= N)%N.
  apply: leq_trans (rk l l_in).
  have -> : e l = mpow (A l) L.
    rewrite /e /idem_map -/L; elim: L => // i IHi.
    by rewrite wpowS wordmx_cat IHi /= /wordmx /= mulmx1.
  by rewrite -mgeo_sub mxrankM_maxr.
apply: leq_trans rank_e; have [gB strict] := lin.
pose W := wordmx A w.
pose phi v := g y0 (W *m v) - g y1 (W *m v).
pose v := arun A b h0 u; have mv : met A b h0 v by exists u.
apply: (@parity_rank _ _ _ e (met A b h0) _ _ _ phi (beta y0 - beta y1) _
  xs l v mv) => [x z|x z|x y z|z z'|ys sub].
- exact: met_closed.
- exact: idem_mapK.
- by apply: (idem_maps_commute cA b0 real_h0 rP n_gt0).
- by rewrite /phi mulmxBr !gB !opprD !opprK addrACA.
have vE : W *m apply_all e ys v = arun A b h0
    (u ++ flatten [seq wpow [:: x] L | x <- ys] ++ w).
  rewrite catA -met_word // /W /v; congr (_ *m _).
  elim/last_ind: ys {sub} => [|ys x IHys]; first by rewrite cats0.
  rewrite /apply_all foldl_rcons -/(apply_all e ys _) IHys map_rcons.
  by rewrite flatten_rcons catA /e /idem_map met_word.
have fE : out (foldl step q0 (u ++ flatten [seq wpow [:: x] L | x <- ys] ++ w))
    = if odd (size ys) then y1 else y0.
  rewrite -(shown ys sub) !foldl_cat; congr (out (foldl _ _ w)).
  move: (foldl step q0 u) => q; have {sub}: {subset ys <= rcons xs l}.
    exact: mem_subseq.
  elim: ys q {vE} => //= x ys IHys q sub.
  rewrite !foldl_cat idem_step ?IHys //.
    by move=> y y_ys; apply: sub; rewrite inE y_ys orbT.
  by apply: idem; apply: sub; rewrite mem_head.
have := shown [::] (sub0seq _); rewrite /powers_of /= => f0.
have := shown [:: l]; rewrite /= sub1seq l_in => /(_ isT) f1.
rewrite /phi vE addrACA -opprD.
case: (odd (size ys)) fE => fE /=; rewrite ?opprB subr_gt0.
  by rewrite -{1}f0 -{1}f0 -{1}fE -{1}fE; apply: strict; rewrite f0 fE.
rewrite -{1}f1 -{1}f1 -{1}fE -{1}fE; apply: strict.
by rewrite f1 fE eq_sym.
Qed.
End Words.
