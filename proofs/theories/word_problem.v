(* Theorem B: complex blocks of size k with a linear decoder solve the word   *)
(* problem of a finite group if and only if its irreducible characters of     *)
(* degree at most k have a trivial common kernel.                             *)
(*                                                                            *)
(*   cayley gT i x == the place of g x, where i is the place of g             *)
(*                                                                            *)
(* The recurrence is of finite reach, reads the elements as letters, and its  *)
(* largest logit names their product.                                         *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import automaton orbit model affine realization.
From BilinearTheory Require Import block_rows block_diagonal separation.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Local Notation algCF := [fieldType of algC].

(* A letter that acts by matrices on one vector for each state.               *)
Section Vectors.
Variables (S : finType) (n d : nat) (A : S -> 'M[algC]_d).
Variables (v : 'I_n -> 'cV[algC]_d) (step : 'I_n -> S -> 'I_n) (q0 : 'I_n).
Variables (k : nat) (blk : 'I_d -> nat).

Let ip (f g : 'cV[algC]_d) := ((map_mx conjC f)^T *m g) 0 0.

Let ipBl f g h : ip (f - g) h = ip f h - ip g h.
Proof.
rewrite /ip !mxE -sumrB; apply: eq_bigr => i _.
by rewrite !mxE rmorphB mulrBl.
Qed.

Let ipBr f g h : ip h (f - g) = ip h f - ip h g.
Proof. by rewrite /ip mulmxBr [LHS]mxE [X in _ + X]mxE. Qed.

Let ip_conj f g : (ip g f)^* = ip f g.
Proof.
rewrite /ip !mxE rmorph_sum; apply: eq_bigr => i _.
by rewrite !mxE rmorphM conjCK mulrC.
Qed.

Let ip_gt0 h : h != 0 -> 0 < ip h h.
Proof.
have term_ge0 i : 0 <= (map_mx conjC h)^T 0 i * h i 0.
  by rewrite !mxE mulrC mul_conjC_ge0.
move=> nz; rewrite lt0r /ip mxE sumr_ge0 // andbT; apply: contraNneq nz => /eqP.
rewrite psumr_eq0 // => /allP h0; apply/eqP/colP=> i; have := h0 i.
rewrite mem_index_enum !mxE mulrC mul_conjC_eq0.
by move/(_ isT)/eqP.
Qed.

(* One vector for each state: the nearest one is read linearly.               *)
Lemma reads_vectors : injective v -> (forall x q, A x *m v q = v (step q x)) ->
  (forall x, block_matrix blk (A x)) ->
  (forall e, (#|members blk e| <= k)%N) ->
  reads_blocks step q0 id k false.
Proof.
move=> v_inj vP blA card_blk.
pose adj q := (map_mx conjC (v q))^T.
pose c q : 'rV[algC]_d := 2%:R *: adj q; pose beta q := - (adj q *m v q) 0 0.
have run_v w : arun A (fun=> 0) (v q0) w = v (foldl step q0 w).
  by elim: w q0 => //= x w IHw q; rewrite /astep addr0 vP IHw.
exists d, A, (fun=> 0), (v q0), [seq v q | q <- enum 'I_n], blk, c, beta.
split=> [|w|w z ne]; first by split.
  by rewrite [foldl _ _ _]run_v; apply: map_f; rewrite mem_enum.
rewrite run_v; set q := foldl step q0 w in ne *.
have nz : v q - v z != 0.
  by rewrite subr_eq0; apply: contra ne => /eqP/v_inj->.
have logitE y h : logit c beta y h = ip (v y) h + ip h (v y) - ip (v y) (v y).
  rewrite /logit /c /beta -scalemxAl mxE -/(ip (v y) h) -/(ip (v y) (v y)).
  rewrite ReE rmorphB rmorphM /= conjC_nat !ip_conj.
  have two : 2%:R != 0 :> algC by rewrite pnatr_eq0.
  apply: (mulIf two); rewrite divfK // addrACA -mulrDr -opprD -mulr2n mulrBl.
  by rewrite [2%:R * _]mulrC !mulr_natr.
rewrite -subr_gt0 !logitE; suff -> : forall x y : 'cV[algC]_d,
    ip x x + ip x x - ip x x - (ip y x + ip x y - ip y y) =
    ip (x - y) (x - y) by apply: ip_gt0.
move=> x y; rewrite addrK ipBl !ipBr !opprB opprD (addrA (ip y y)) addrA.
by rewrite addrAC.
Qed.
End Vectors.

Section WordProblem.
Variables (gT : finGroupType) (k : nat).
Hypothesis k_gt0 : (0 < k)%N.
Local Notation n := #|gT|.
Local Notation G := [set: gT]%G.

Definition cayley (i : 'I_n) (x : gT) : 'I_n := enum_rank (enum_val i * x)%g.

Let one : 'I_n := enum_rank 1%g.

Lemma cayley_inj x : injective (cayley^~ x).
Proof. by move=> i j /enum_rank_inj/mulIg/enum_val_inj. Qed.

Lemma cayley_fold i w : foldl cayley i w = enum_rank (enum_val i * gprod w)%g.
Proof.
elim/last_ind: w => [|w x IHw]; first by rewrite /gprod /= mulg1 enum_valK.
rewrite foldl_rcons IHw /cayley enum_rankK -cats1 gprod_cat.
by rewrite [gprod [:: x]]mul1g mulgA.
Qed.

(* The group acts on functions of its elements.                               *)
Let R (x : gT) : 'M[algC]_n := perm_mx (letter_perm cayley_inj x).

Let R_repr : mx_repr G R.
Proof.
split=> [|x y _ _]; rewrite /R -?perm_mxM -?perm_mx1; congr perm_mx;
  apply/permP=> i; rewrite ?permM ?perm1 !permE /cayley.
  by rewrite mulg1 enum_valK.
by rewrite enum_rankK mulgA.
Qed.
Let rR := MxRepresentation R_repr.

Let kernel := \bigcap_(i : Iirr G | 'chi_i 1%g <= k%:R) cfker 'chi_i.

(* The common kernel acts trivially on submodules of dimension at most k.     *)
Let kernel_small (U : 'M[algC]_n) g : small k false cayley_inj U ->
  g \in kernel -> U *m R g = U.
Proof.
case=> modU le_k _ /bigcapP kg.
have modR : mxmodule rR U.
  apply/mxmoduleP=> x _; have /mxmoduleP := modU; apply.
  by apply: mem_gen; apply: imset_f.
pose rU := submod_repr modR.
suff /rkerP[_ rUg] : g \in rker rU.
  have /submxP[D eU] : (U <= val_submod (1%:M : 'M_(\rank U)))%MS.
    by rewrite val_submod1.
  rewrite eU -mulmxA; congr (D *m _).
  have := val_submodJ modR 1%:M (in_setT g); rewrite mul1mx /= => <-.
  by have -> : submod_mx modR g = 1%:M by exact: rUg.
rewrite -cfker_repr cfkerE ?cfRepr_char // inE in_setT; apply/bigcapP=> i ci.
apply: kg; apply: le_trans (char1_ge_constt (cfRepr_char rU) ci) _.
by rewrite cfRepr1 ler_nat.
Qed.

Lemma word_problem_kernel :
  reads_blocks cayley one id k false -> kernel \subset [1].
Proof.
have reach q : exists w, foldl cayley one w = q.
  exists [:: enum_val q]; rewrite cayley_fold enum_rankK mul1g.
  by rewrite [gprod _]mul1g enum_valK.
have separated p q : p != q ->
    exists w, id (foldl cayley p w) != id (foldl cayley q w).
  by exists [::].
case/(logits_on_states (@cayley_inj) k_gt0 reach separated) => I [U [l [smU sub_l strict]]].
apply/subsetP=> g kg; rewrite inE; apply: contraT => ne1.
have fix_l z : l z *m R g = l z.
  have /submxP[D ->] := sub_l z; rewrite -mulmxA; congr (D *m _).
  have : (\sum_i U i <= kermx (R g - 1%:M))%MS.
    apply/sumsmx_subP=> i _; apply/sub_kermxP.
    by rewrite mulmxBr mulmx1 kernel_small // subrr.
  by move/sub_kermxP/eqP; rewrite mulmxBr mulmx1 subr_eq0 => /eqP.
have shift z i : l z 0 (cayley i g) = l z 0 i.
  have e : cayley i g = letter_perm cayley_inj g i by rewrite permE.
  rewrite -[in LHS](fix_l z) e /R; set s := letter_perm _ g.
  by rewrite -{1}[s]invgK -col_permE mxE permK.
pose p := cayley one g; have ne : p != one.
  apply: contra ne1 => /eqP/enum_rank_inj; rewrite enum_rankK mul1g.
  by move=> ->.
have lt1 : l p 0 one < l one 0 one := strict one p ne.
have ne' : one != p by rewrite eq_sym.
have lt2 : l one 0 p < l p 0 p := strict p one ne'.
rewrite !(shift _ one) in lt2.
by have := lt_trans lt1 lt2; rewrite ltxx.
Qed.

(* An irreducible of degree at most k, as matrices of size k.                 *)
Let padded (i : Iirr G) : exists r : gT -> 'M[algC]_k,
  (forall x y, r (x * y)%g = r x *m r y) /\
  ('chi_i 1%g <= k%:R -> forall x y, r x = r y -> (x * y^-1)%g \in cfker 'chi_i).
Proof.
have /irr_reprP[[m r] _ ->] := mem_irr i; rewrite cfRepr1 ler_nat /=.
have [le_mk|lt_km] := leqP m k; last first.
  by exists (fun=> 0); split=> [x y|//]; rewrite mul0mx.
pose P : 'M[algC]_(k, m) := pid_mx m; pose P' : 'M[algC]_(m, k) := pid_mx m.
have PP : P' *m P = 1%:M.
  by rewrite /P' /P mul_pid_mx minnn (minn_idPr le_mk) pid_mx_1.
exists (fun x => P *m r x *m P'); split=> [x y|_ x y e].
  rewrite repr_mxM ?in_setT // !mulmxA -(mulmxA (P *m r x) P' P) PP mulmx1.
  by [].
have {}e : r x = r y.
  have := congr1 (fun M => P' *m M *m P) e.
  by rewrite !mulmxA PP !mul1mx -!mulmxA PP !mulmx1.
rewrite cfker_repr; apply/rkerP; split; rewrite ?in_setT //.
by rewrite repr_mxM ?in_setT // e -repr_mxM ?in_setT // mulgV repr_mx1.
Qed.

Lemma kernel_word_problem :
  kernel \subset [1] -> reads_blocks cayley one id k false.
Proof.
move=> sub1; have [r rP] := fin_all_exists padded.
pose T := [finType of Iirr G * 'I_k * 'I_k].
pose v (q : 'I_n) : 'cV[algC]_#|T| :=
  \col_j (let: (i, a, b) := enum_val j in r i (enum_val q) a b).
pose A x : 'M[algC]_#|T| := \matrix_(j, j')
  (let: (i, a, b) := enum_val j in let: (i', a', c) := enum_val j' in
   ((i', a') == (i, a))%:R * r i x c b).
pose blk (j : 'I_#|T|) : nat := enum_rank (enum_val j).1.
apply: (@reads_vectors _ _ _ A v cayley one k blk).
- move=> p q e; apply: enum_val_inj; apply/eqP; rewrite eq_mulgV1 -in_set1.
  apply: (subsetP sub1); apply/bigcapP=> i le_k; have [_ ker] := rP i.
  apply: (ker le_k); apply/matrixP=> a b.
  have /colP/(_ (enum_rank (i, a, b))) := e.
  by rewrite !mxE enum_rankK.
- move=> x q; apply/colP=> j; rewrite !mxE.
  case Dj: (enum_val j) => [[i a] b]; rewrite /cayley enum_rankK.
  have [-> _] := rP i; rewrite mxE.
  rewrite (reindex (@enum_rank T)) /=; last exact/onW_bij/enum_rank_bij.
  transitivity (\sum_(t : T) (t.1 == (i, a))%:R * r i x t.2 b *
      r t.1.1 (enum_val q) t.1.2 t.2).
    by apply: eq_bigr => -[[i' a'] c] _; rewrite !mxE enum_rankK Dj.
  rewrite -(pair_bigA _ (fun (p : Iirr G * 'I_k) c => (p == (i, a))%:R *
    r i x c b * r p.1 (enum_val q) p.2 c)) /=.
  rewrite (bigD1 (i, a)) //= [X in _ + X]big1 ?addr0 => [|p /negPf ne].
    by apply: eq_bigr => c _; rewrite eqxx mul1r mulrC.
  by apply: big1 => c _; rewrite ne !mul0r.
- move=> x j j'; rewrite mxE /blk.
  case: (enum_val j) => [[i a] b]; case: (enum_val j') => [[i' a'] c] /=.
  by case: ((i', a') =P (i, a)) => [->//|_]; rewrite mul0r eqxx.
move=> e; rewrite -[k in X in (_ <= X)%N]card_ord.
apply: (@leq_card_in _ _ (fun j => (enum_val j).2)) => j j'.
rewrite !inE => /eqP ej /eqP ej' e2; apply: enum_val_inj.
have e1 : (enum_val j).1 = (enum_val j').1.
  by apply/enum_rank_inj/val_inj; apply: etrans ej (esym ej').
by move: e1 e2; case: (enum_val j) => p b; case: (enum_val j') => p' b' /= -> ->.
Qed.

(* Theorem B.                                                                 *)
Theorem word_problem_iff : reads_blocks cayley one id k false <->
  \bigcap_(i : Iirr G | 'chi_i 1%g <= k%:R) cfker 'chi_i \subset [1].
Proof. by split; [apply: word_problem_kernel|apply: kernel_word_problem]. Qed.
End WordProblem.

(* Blocks of size 1 do for a group if and only if it is abelian.              *)
Corollary word_problem_abelian (gT : finGroupType) :
  reads_blocks (@cayley gT) (enum_rank 1%g) id 1 false <->
  abelian [set: gT].
Proof.
have degree (i : Iirr [set: gT]%G) :
    ('chi_i 1%g <= 1%:R) = ('chi_i \is a linear_char).
  rewrite qualifE irr_char /= eq_le; have := irr1_gt0 i.
  by rewrite irr1_degree ltr0n ler1n => ->; rewrite andbT.
rewrite word_problem_iff //; split=> [sub1|/char_abelianP lin].
  apply/derG1P/trivgP; apply: subset_trans sub1; apply/bigcapsP=> i.
  by rewrite degree; apply: lin_char_der1.
rewrite -(TI_cfker_irr [set: gT]%G); apply/bigcapsP=> i _.
by apply: bigcap_inf; rewrite degree.
Qed.

(* Sym 3, and any larger one, needs larger blocks.                            *)
Example word_problem_Sym n :
  ~ reads_blocks (@cayley [finGroupType of 'S_n.+3]) (enum_rank 1%g) id 1 false.
Proof.
move/word_problem_abelian/centsP=> cS; pose a : 'I_n.+3 := ord0.
pose b := lift a (ord0 : 'I_n.+2); pose c : 'I_n.+3 := ord_max.
have := cS (tperm a b) (in_setT _) (tperm b c) (in_setT _).
move/permP/(_ a); rewrite !permM tpermL tpermL (tpermD (z := a)) //.
by rewrite tpermL => /eqP; rewrite -val_eqE.
Qed.
