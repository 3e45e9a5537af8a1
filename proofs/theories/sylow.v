(* Words that permute states as a p-group: where matrices have one-hot        *)
(* columns, permutations of the units in one Sylow subgroup satisfy no        *)
(* relation that the words do not.                                            *)
(*                                                                            *)
(*   follow c v == the product of the c i over the letters i of v             *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable.
From BilinearTheory Require Import model compression long_order.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition follow (gT : finGroupType) (I : Type) (c : I -> gT) (v : seq I) : gT :=
  (\prod_(i <- v) c i)%g.

Section Groups.
Variables (gT hT : finGroupType) (I : finType) (sg : I -> gT) (tu : I -> hT).
Hypothesis determined : forall v v',
  follow sg v = follow sg v' -> follow tu v = follow tu v'.

(* A p-group of images lifts to a p-group.                                    *)
Lemma lift_pgroup (p : nat) : (p.-group <<[set tu i | i : I]>>)%g ->
  exists (c : I -> gT) (C : {group gT}),
    [/\ (p.-group C)%g, forall i, c i \in C &
        forall v v', follow c v = follow c v' -> follow tu v = follow tu v'].
Proof.
move=> pG; pose D := <<[set (sg i, tu i) | i : I]>>%g.
have wordD z : z \in D -> exists v, z = (follow sg v, follow tu v).
  case/gen_prodgP=> n [e eP ->].
  apply: (big_ind (fun z => exists v, z = (follow sg v, follow tu v))) =>
    [|z1 z2 [v1 ->] [v2 ->]|j _].
  - by exists [::]; rewrite /follow !big_nil.
  - by exists (v1 ++ v2); rewrite /follow !big_cat.
  by have /imsetP[i _ ->] := eP j; exists [:: i]; rewrite /follow !big_seq1.
have [PD sylD] := Sylow_exists p D; have sPD := pHall_sub sylD.
have onto : (snd_morphism _ _ @* PD = snd_morphism _ _ @* D)%g.
  apply: (pHall_id (morphim_pHall _ _ sylD)); first exact: subsetT.
  apply: pgroupS pG; rewrite /= /D morphim_gen ?subsetT // gen_subG.
  apply/subsetP=> _ /morphimP[_ _ /imsetP[i _ ->] ->].
  by apply: mem_gen; apply: imset_f.
have lift i : exists z, (z \in PD) && (z.2 == tu i).
  have : tu i \in (snd_morphism _ _ @* PD)%g.
    rewrite onto; apply/morphimP; exists (sg i, tu i); rewrite ?inE //.
    by apply: mem_gen; apply: imset_f.
  by case/morphimP=> z _ PDz ->; exists z; rewrite PDz /=.
pose z i := xchoose (lift i).
have zP i : z i \in PD by have /andP[] := xchooseP (lift i).
have z2 i : (z i).2 = tu i by have /andP[_ /eqP] := xchooseP (lift i).
exists (fun i => (z i).1), (fst_morphism _ _ @* PD)%G.
split=> [|i|v v' e]; first exact/morphim_pgroup/(pHall_pgroup sylD).
  by apply/morphimP; exists (z i); rewrite ?inE.
have zE u : follow z u \in PD /\
    follow z u = (follow (fun i => (z i).1) u, follow tu u).
  elim: u => [|i u [PDu IHu]]; first by rewrite /follow !big_nil group1.
  rewrite /follow !big_cons -!/(follow _ u) groupM // IHu; split=> //.
  by rewrite -(z2 i); case: (z i).
have [/(subsetP sPD)/wordD[v1 e1] f1] := zE v.
have [/(subsetP sPD)/wordD[v2 e2] f2] := zE v'.
move: e1 e2; rewrite f1 f2 => -[s1 ->] [s2 ->]; apply: determined.
by rewrite -s1 -s2.
Qed.
End Groups.

(* A sequence of finite reach that moves by a constant is constant.           *)
Lemma translation (F : numFieldType) d (h : nat -> 'cV[F]_d) (M : 'M_d) m :
  (forall k, h k.+2 - h k.+1 = M *m (h k.+1 - h k)) ->
  M *m (h 1%N - h 0%N) = h 1%N - h 0%N -> (0 < m)%N ->
  h (m * 2)%N = h (m * 1)%N -> h 1%N = h 0%N.
Proof.
move=> diff fixed m_gt0; set dl := h 1%N - h 0%N in fixed.
have inc k : h k.+1 - h k = dl.
  by elim: k => [|k IHk]; [by [] | rewrite diff IHk fixed].
have step_dl k : h k = h 0%N + dl *+ k.
  elim: k => [|k IHk]; first by rewrite mulr0n addr0.
  by rewrite -[LHS](subrK (h k)) inc IHk mulrS addrCA.
rewrite (step_dl (m * 2)%N) (step_dl (m * 1)%N) => /addrI.
rewrite muln1 mulrnA mulr2n => /eqP; rewrite -subr_eq0 addrK.
rewrite -scaler_nat scaler_eq0 pnatr_eq0 eqn0Ngt m_gt0 /= subr_eq0.
by move/eqP.
Qed.

(* Permutations of d points are permutations of N points, N >= d.             *)
Section Wider.
Variables (d N : nat).
Hypothesis le_dN : (d <= N)%N.
Let w (j : 'I_d) : 'I_N := widen_ord le_dN j.
Let wide (s : 'S_d) (k : 'I_N) :=
  if insub (k : nat) is Some j then w (s j) else k.

Let wideE s j : wide s (w j) = w (s j).
Proof. by rewrite /wide /= valK. Qed.

Let wide_out s (k : 'I_N) : (d <= k)%N -> wide s k = k.
Proof. by move=> le; rewrite /wide insubF // ltnNge le. Qed.

Let wideK s : cancel (wide s) (wide s^-1).
Proof.
move=> k; have [lt|le] := ltnP k d; last by rewrite !wide_out.
have -> : k = w (Ordinal lt) by apply: val_inj.
by rewrite !wideE permK.
Qed.

Let wide_inj s : injective (wide s). Proof. exact: can_inj (wideK s). Qed.

Lemma wider : exists W : 'S_d -> 'S_N,
  injective W /\ {morph W : s t / (s * t)%g >-> (s * t)%g}.
Proof.
exists (fun s => perm (@wide_inj s)); split=> [s t e|s t].
  apply/permP=> j; have := congr1 (fun u : 'S_N => u (w j)) e.
  by rewrite !permE !wideE => /(congr1 (@nat_of_ord N)) /= /ord_inj.
apply/permP=> k; rewrite permM !permE.
have [lt|le] := ltnP k d; last by rewrite !wide_out.
have -> : k = w (Ordinal lt) by apply: val_inj.
by rewrite !wideE permM.
Qed.
End Wider.

Section Units.
Variables (F : numFieldType) (L Z : Type) (Q I : finType).
Variables (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) (d : nat).
Variables (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d).
Variables (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z).
Variables (words : I -> seq L) (tau : I -> {perm Q}).
Hypothesis oA : forall x, one_hot_columns (A x).
Hypothesis rP : orbit_in (astep A b) h0 r.
Hypothesis decP : forall v, dec (arun A b h0 v) = out (foldl step q0 v).
Hypothesis reached : forall q, exists u, foldl step q0 u = q.
Hypothesis minimal :
  forall p q, (forall v, out (foldl step p v) = out (foldl step q v)) -> p = q.
Hypothesis tauE : forall i q, tau i q = foldl step q (words i).

Let A2 i := wordmx A (words i).
Let b2 i := arun A b 0 (words i).

Let map_of i : exists f : {ffun 'I_d -> 'I_d},
  [forall j, A2 i *m delta_mx j 0 == delta_mx (f j) (0 : 'I_1)].
Proof.
have [f fP] := one_hot_word oA (words i); exists (finfun f).
by apply/forallP=> j; rewrite ffunE fP.
Qed.

Let g i := xchoose (map_of i).

Let gP i j : A2 i *m delta_mx j 0 = delta_mx (g i j) (0 : 'I_1).
Proof. by have /forallP/(_ j)/eqP := xchooseP (map_of i). Qed.

Let next j i := g i j.

Let word_delta v j :
  wordmx A2 v *m delta_mx j 0 = delta_mx (foldl next j v) (0 : 'I_1).
Proof.
elim/last_ind: v => [|v i IHv]; first by rewrite mul1mx.
by rewrite wordmx_rcons -mulmxA IHv gP foldl_rcons.
Qed.

Let wds v := flatten (map words v).

Let run2 h v : arun A2 b2 h v = arun A b h (wds v).
Proof.
elim: v h => // i v IHv h; rewrite /wds [flatten _]/= arun_cat -IHv.
by rewrite [arun A b h _]arun_wordmx.
Qed.

Let step2 q i := tau i q.

Let fold2 q v : foldl step q (wds v) = foldl step2 q v.
Proof. by elim: v q => //= i v IHv q; rewrite foldl_cat -tauE IHv. Qed.

Let tau_word v q : foldl step2 q v = follow tau v q.
Proof.
elim: v q => [|i v IHv] q; first by rewrite /follow big_nil perm1.
by rewrite /= IHv /follow big_cons permM.
Qed.

Lemma units_permuted : exists sg : I -> 'S_d, forall v v',
  follow sg v = follow sg v' -> follow tau v = follow tau v'.
Proof.
have inj2 i : injective (step2^~ i) by apply: perm_inj.
have [E [EQ EE E_inj]] := idempotent_word next inj2.
pose X := [set foldl next j E | j : 'I_d].
pose G i j := foldl next j (i :: E).
have GX i j : G i j \in X by apply: imset_f.
pose sgf i j := if j \in X then G i j else j.
have sg_inj i : injective (sgf i).
  move=> j k; rewrite /sgf; case: ifP => jX; case: ifP => kX // e.
  - case/imsetP: jX e => j' _ ->; case/imsetP: kX => k' _ -> e.
    by apply: (E_inj [:: i]); rewrite /= !foldl_cat.
  - by rewrite -e GX in kX.
  by rewrite e GX in jX.
pose sg i := perm (sg_inj i); exists sg.
pose fl v := flatten [seq i :: E | i <- v].
have flE v j : j \in X -> follow sg v j = foldl next j (fl v).
  elim: v j => [|i v IHv] j jX; first by rewrite /follow big_nil perm1.
  rewrite /follow big_cons permM permE /sgf jX /fl /= foldl_cat.
  exact/IHv/GX.
have fl_cat v v' : fl (v ++ v') = fl v ++ fl v' by rewrite /fl map_cat flatten_cat.
have fl_pow v k : fl (wpow v k) = wpow (fl v) k.
  by elim: k => // k IHk; rewrite !wpowS fl_cat IHk.
have tau_fl v q : foldl step2 q (E ++ fl v) = follow tau v q.
  rewrite foldl_cat EQ -tau_word; elim: v q => //= i v IHv q.
  by rewrite /fl /= foldl_cat EQ IHv.
have kernel v : follow sg v = 1%g -> follow tau v = 1%g.
  case/lastP: v => [|v i] v1; first by rewrite /follow big_nil.
  set vi := rcons v i in v1 *.
  have ME : wordmx A2 (E ++ fl vi) = wordmx A2 E.
    apply/matrixP=> k j.
    have : wordmx A2 (E ++ fl vi) *m delta_mx j (0 : 'I_1) =
        wordmx A2 E *m delta_mx j 0.
      by rewrite !word_delta foldl_cat -flE ?v1 ?perm1 // imset_f.
    by rewrite -!colE => /colP/(_ k); rewrite !mxE.
  have ends : exists v0, fl vi = v0 ++ E.
    exists (fl v ++ [:: i]); rewrite /vi -cats1 fl_cat /fl /= cats0.
    by rewrite -catA.
  apply/permP=> q; rewrite perm1; have [u Du] := reached q.
  pose h k := arun A2 b2 (arun A b h0 u) (E ++ wpow (fl vi) k).
  have hE k : h k = arun A b h0 (u ++ wds (E ++ wpow (fl vi) k)).
    by rewrite /h run2 arun_cat.
  pose M := wordmx A2 (fl vi).
  have hS k : h k.+1 = arun A2 b2 (h k) (fl vi).
    by rewrite /h wpowSr catA [LHS]arun_cat.
  have diff k : h k.+2 - h k.+1 = M *m (h k.+1 - h k).
    rewrite mulmxBr [LHS](_ : _ = arun A2 b2 (h k.+1) (fl vi) -
      arun A2 b2 (h k) (fl vi)); last by rewrite -!hS.
    rewrite !(arun_wordmx A2 b2 (h _)) opprD addrACA subrr addr0.
    by [].
  have fixed : M *m (h 1%N - h 0%N) = h 1%N - h 0%N.
    have [v0 e0] := ends; pose z0 := arun A b h0 u.
    pose z1 := arun A2 b2 z0 (E ++ v0).
    have h1E : h 1%N = arun A2 b2 z1 E.
      by rewrite /h wpow1 e0 catA [LHS]arun_cat.
    have h0E : h 0%N = arun A2 b2 z0 E by rewrite /h cats0.
    have -> : h 1%N - h 0%N = wordmx A2 E *m (z1 - z0).
      rewrite h1E h0E (arun_wordmx A2 b2 z1 E) (arun_wordmx A2 b2 z0 E).
      by rewrite opprD addrACA subrr addr0 mulmxBr.
    by rewrite mulmxA /M -wordmx_cat ME.
  have rP2 : orbit_in (astep A2 b2) (arun A b h0 u) r.
    by move=> v'; rewrite [foldl _ _ _]run2 -arun_cat; apply: rP.
  have same : h 1%N = h 0%N.
    apply: (translation diff fixed (fact_gt0 (size r))).
    exact: (orbit_idem (fl vi) E 0 rP2).
  apply: minimal => w; have := congr1 (fun z => dec (arun A b z w)) same.
  rewrite !hE -!arun_cat !decP !foldl_cat Du !fold2 wpow1 cats0.
  by rewrite tau_fl EQ => ->.
move=> v v' e; pose z := (follow sg v', follow tau v').
pose k := #[z]%g.-1; have zk : (z * z ^+ k = 1)%g.
  by rewrite -expgS prednK ?order_gt0 // expg_order.
have powE (gT : finGroupType) (c : I -> gT) j : follow c (wpow v' j) = (follow c v' ^+ j)%g.
  elim: j => [|j IHj]; first by rewrite /follow big_nil.
  by rewrite wpowS expgS -IHj /follow big_cat.
have zX j : (z ^+ j)%g = (follow sg v' ^+ j, follow tau v' ^+ j)%g.
  elim: j => [|j IHj]; first by rewrite !expg0.
  by rewrite !expgS IHj.
have [z1 z2] : (follow sg v' * follow sg v' ^+ k = 1)%g /\
    (follow tau v' * follow tau v' ^+ k = 1)%g.
  by move: zk; rewrite zX => -[].
have catE (gT : finGroupType) (c : I -> gT) v1 v2 :
    follow c (v1 ++ v2) = (follow c v1 * follow c v2)%g.
  by rewrite /follow big_cat.
have := kernel (v ++ wpow v' k); rewrite !catE !powE.
rewrite e z1 => /(_ erefl) t1; apply: (mulIg (follow tau v' ^+ k)%g).
by rewrite t1 z2.
Qed.

(* The witness: some permutations of N points, in any one Sylow subgroup,     *)
(* follow no relation that the words do not.                                  *)
Theorem sylow_sound N p (P : {group 'S_N}) : (d <= N)%N ->
  (p.-Sylow([set: 'S_N]) P)%g -> (p.-group <<[set tau i | i : I]>>)%g ->
  exists2 c : I -> 'S_N, forall i, c i \in P &
    forall v v', follow c v = follow c v' -> follow tau v = follow tau v'.
Proof.
move=> le_dN sylP pG; have [sg sgP] := units_permuted.
have [c [C [pC inC cP]]] := lift_pgroup sgP pG.
have [W [W_inj WM]] := wider le_dN; pose Wm := Morphism (in2W WM : {in setT &, _}).
have pW : (p.-group (Wm @* C))%g by apply: morphim_pgroup.
have [x _ sub] := Sylow_Jsub sylP (subsetT _) pW.
exists (fun i => (W (c i)) ^ x)%g => [i|v v' e].
  apply: (subsetP sub); rewrite memJ_conjg.
  by apply/morphimP; exists (c i); rewrite ?inE ?inC.
apply: cP; apply: W_inj; apply: (conjg_inj x).
have WE u : (W (follow c u) ^ x = follow (fun i => (W (c i)) ^ x) u)%g.
  elim: u => [|i u IHu]; first by rewrite /follow !big_nil -[W 1%g]/(Wm 1%g) morph1 conj1g.
  by rewrite {1}/follow big_cons WM conjMg -/(follow c u) IHu /follow big_cons.
by rewrite !WE.
Qed.
End Units.
