(* Groups of permutations as lists that compute, and the operator that kills  *)
(* functions in small submodules.                                             *)
(*                                                                            *)
(*   trie, find   == lists with access in logarithmic time                    *)
(*   walk act stack w == what is met on a walk through a tree: Some x goes to *)
(*                   act g x from the g on top of the stack, None back        *)
(*   klass        == a conjugacy class: its first element, a walk to the      *)
(*                   others, their inverses, and the order of the group over  *)
(*                   the size of the class                                    *)
(*   enumerates gens w == the walk w from 1, that multiplies by generators,   *)
(*                   meets each element of their group once                   *)
(*   partitions gens inverses els cs == the walks of cs, that conjugate by    *)
(*                   generators, meet each element of els once                *)
(*   annihilated real k els cs v == a multiple, by multiplier, of the value   *)
(*                   of the annihilator at the vector v of integers           *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From mathcomp Require Import all_character ssrZ.
From BilinearTheory Require Import numbers central_sums separation refute_stack.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Lists as tries: the list x :: s is x, and the tries of the elements of s   *)
(* at even and at odd places.                                                 *)
Inductive trie (T : Type) := Leaf | Node of T & trie T & trie T.
Arguments Leaf {T}.

Section Tries.
Variables (T : Type) (d : T).

Fixpoint find (t : trie T) (p : nat) : T :=
  if t is Node v l r then
    if p is 0%N then v else
      let h := Nat.div2 p in
      if Nat.eqb (Nat.add h h) p then find r h.-1 else find l h
  else d.

Fixpoint before_all (x : T) (t : trie T) : trie T :=
  if t is Node v l r then Node x (before_all v r) l else Node x Leaf Leaf.

Definition trie_of (s : seq T) : trie T := foldr before_all Leaf s.

Lemma div2E p : Nat.div2 p = p./2.
Proof.
suff : Nat.div2 p = p./2 /\ Nat.div2 p.+1 = p.+1./2 by case.
by elim: p => // p [e1 e2]; split=> //; rewrite [LHS]/= e1.
Qed.

Lemma find_before x t p :
  find (before_all x t) p = if p is q.+1 then find t q else x.
Proof.
elim: t x p => [|v l IHl r IHr] x [|p] //=.
  by case: ifP.
have halfE q : Nat.eqb (Nat.add (Nat.div2 q) (Nat.div2 q)) q = ~~ odd q.
  have -> a c : Nat.eqb a c = (a == c).
    by apply/idP/idP => [/Nat.eqb_eq->|/eqP->] //; apply: Nat.eqb_refl.
  rewrite plusE div2E addnn -[X in _ == X](odd_double_half q).
  by case: (odd q); rewrite ?eqxx // -[X in X == _]add0n eqn_add2r.
rewrite -/(Nat.div2 p.+1) halfE /=.
case: p => [|p]; first by rewrite IHr.
rewrite halfE !div2E /= !negbK uphalf_half.
by case: (odd p); rewrite /= ?IHr ?add0n ?add1n.
Qed.

Lemma find_trie s p : find (trie_of s) p = nth d s p.
Proof.
elim: s p => [|x s IHs] p; first by rewrite nth_nil.
by rewrite /= find_before; case: p.
Qed.
End Tries.

(* The lexicographic order.                                                   *)
Fixpoint lexlt (x y : seq nat) : bool :=
  match x, y with
  | [::], _ :: _ => true
  | a :: x', b :: y' => (a < b)%N || (a == b) && lexlt x' y'
  | _, _ => false
  end.

Lemma lexlt_irr : irreflexive lexlt.
Proof. by elim=> //= a x ->; rewrite ltnn eqxx. Qed.

Lemma lexlt_trans : transitive lexlt.
Proof.
elim=> [|b y IHy] [|a x] [|c z] //=.
case/orP=> [lt_ab|/andP[/eqP-> lt_xy]]; case/orP=> [lt_bc|/andP[/eqP<- lt_yz]].
- by rewrite (ltn_trans lt_ab lt_bc).
- by rewrite lt_ab.
- by rewrite lt_bc.
by rewrite eqxx (IHy _ _ lt_xy lt_yz) orbT.
Qed.

Definition sorted_list (s : seq (seq nat)) : seq (seq nat) :=
  sort (fun x y => ~~ lexlt y x) s.

Lemma same_sorted s t : sorted_list s == sorted_list t -> perm_eq s t.
Proof.
move/eqP=> e; rewrite -(perm_sort (fun x y => ~~ lexlt y x)) -/(sorted_list s).
by rewrite e perm_sort.
Qed.

Lemma sorted_uniq_list s : sorted lexlt (sorted_list s) -> uniq s.
Proof.
move/(sorted_uniq lexlt_trans lexlt_irr).
by rewrite /sorted_list sort_uniq.
Qed.

Definition walk_step := option nat.

Fixpoint walk (act : seq nat -> nat -> seq nat) (stack : seq (seq nat))
    (w : seq (option nat)) : seq (seq nat) :=
  match w, stack with
  | Some x :: w', g :: _ =>
      let h := act g x in h :: walk act (h :: stack) w'
  | None :: w', _ :: stack' => walk act stack' w'
  | _, _ => [::]
  end.

Definition steps_in k (w : seq (option nat)) : bool :=
  all (fun o => if o is Some x then (x < k)%N else true) w.

Lemma walk_all act k (P : seq nat -> Prop) stack w :
  (forall g x, P g -> (x < k)%N -> P (act g x)) -> steps_in k w ->
  (forall g, g \in stack -> P g) -> forall g, g \in walk act stack w -> P g.
Proof.
move=> stepP; elim: w stack => [|o w IHw] [|g0 stack] w_in inP g //=.
  by case: o {w_in}.
case: o w_in => [x|] /= => [/andP[lt_x w_in]|w_in]; last first.
  by apply: IHw => // h h_in; apply: inP; rewrite inE h_in orbT.
have P1 : P (act g0 x) by apply: stepP => //; apply: inP; rewrite mem_head.
rewrite inE => /predU1P[-> //|]; apply: IHw => // h.
by rewrite inE => /predU1P[->|/inP].
Qed.

Record klass := Klass {
  first : seq nat;
  tour : seq (option nat);
  inverses : seq (seq nat);
  ratio : nat
}.

Section Compute.
Variables (n : nat) (gens backs : seq (seq nat)).
Local Notation k := (size gens).

Definition along (tries : seq (trie nat)) (g : seq nat) (x : nat) : seq nat :=
  let t := nth Leaf tries x in [seq find 0%N t i | i <- g].

Definition turned_by (tries : seq (trie nat)) (g : seq nat) (x : nat) :
    seq nat :=
  let t := nth Leaf tries x in
  let u := trie_of g in
  [seq find 0%N t (find 0%N u i) | i <- nth [::] backs x].

Definition group_list (w : seq (option nat)) : seq (seq nat) :=
  let tries := map (@trie_of nat) gens in
  iota 0 n :: walk (along tries) [:: iota 0 n] w.

Definition enumerates (w : seq (option nat)) (els : seq (seq nat)) : bool :=
  let tries := map (@trie_of nat) gens in
  let s := sorted_list els in
  [&& steps_in k w, sorted lexlt s
    & all (fun x => sorted_list [seq along tries g x | g <- els] == s)
        (iota 0 k)].

Definition members_of (c : klass) : seq (seq nat) :=
  let tries := map (@trie_of nat) gens in
  first c :: walk (turned_by tries) [:: first c] (tour c).

(* g, then h, is the identity.                                                *)
Definition inverse_pair (gh : seq nat * seq nat) : bool :=
  (size gh.2 == n) &&
  let t := trie_of gh.2 in [seq find 0%N t i | i <- gh.1] == iota 0 n.

Definition class_fits (order : nat) (c : klass) (members : seq (seq nat)) : bool :=
  let tries := map (@trie_of nat) gens in
  let s := sorted_list members in
  [&& steps_in k (tour c),
      all (fun x => sorted_list [seq turned_by tries g x | g <- members] == s)
        (iota 0 k),
      size (inverses c) == size members,
      all inverse_pair (zip members (inverses c))
    & (ratio c * size members == order)%N].

Definition backs_ok : bool :=
  (size backs == k) && all inverse_pair (zip gens backs).

Definition partitions (els : seq (seq nat)) (cs : seq klass)
    (all_members : seq (seq (seq nat))) : bool :=
  [&& backs_ok, size cs == size all_members,
      all (fun cm => class_fits (size els) cm.1 cm.2) (zip cs all_members)
    & sorted_list (flatten all_members) == sorted_list els].

(* Vectors of integers.                                                       *)
Definition vplus (v w : seq Z) : seq Z := [seq Z.add p.1 p.2 | p <- zip v w].
Definition vminus (v w : seq Z) : seq Z := [seq Z.sub p.1 p.2 | p <- zip v w].
Definition vmult (a : Z) (v : seq Z) : seq Z := map (Z.mul a) v.
Definition zeros : seq Z := nseq n Z0.

Definition pulled (t : trie Z) (g : seq nat) : seq Z := [seq find Z0 t i | i <- g].

Definition pulled_sum (gs : seq (seq nat)) (v : seq Z) : seq Z :=
  let t := trie_of v in
  foldr (fun g acc => vplus (pulled t g) acc) zeros gs.

Definition commutators (cs : seq klass) (all_members : seq (seq (seq nat)))
    (v : seq Z) : seq Z :=
  foldr (fun cm acc => vplus (vmult (Z.of_nat (ratio cm.1))
      (pulled_sum (inverses cm.1) (pulled_sum cm.2 v))) acc)
    zeros (zip cs all_members).

Definition squares (els : seq (seq nat)) (v : seq Z) : seq Z :=
  let t := trie_of v in
  foldr (fun g acc =>
    let u := trie_of g in vplus (pulled t [seq find 0%N u i | i <- g]) acc)
    zeros els.

Definition degrees (b order : nat) : seq nat :=
  [seq d <- iota 1 (minn b order) | (d * d <= order)%N].

Definition annihilated (real : bool) (b : nat) (els : seq (seq nat))
    (cs : seq klass) (all_members : seq (seq (seq nat))) (v : seq Z) : seq Z :=
  let order := Z.of_nat (size els) in
  foldr (fun d v =>
      let e := Z.of_nat d in
      if real && (b < 2 * d)%N then
        vminus (vmult e (squares els v)) (vmult order v)
      else vminus (vmult (Z.mul e e) (commutators cs all_members v))
        (vmult (Z.mul order order) v))
    v (degrees b (size els)).

Definition multiplier (real : bool) (b order : nat) : Z :=
  foldr (fun d a =>
      let e := Z.of_nat d in
      Z.mul (if real && (b < 2 * d)%N then e else Z.mul e e) a)
    (Zpos xH) (degrees b order).
End Compute.

Lemma zval_nat r : zval (Z.of_nat r) = r%:R.
Proof.
elim: r => // r IHr; rewrite Nat2Z.inj_succ -Z.add_1_r zvalD IHr zval1.
by rewrite mulrSr.
Qed.

(* Lists and permutations.                                                    *)
Section Good.
Variable n : nat.
Implicit Types (x g : seq nat) (s : {perm 'I_n}).

Definition perm_of x : {perm 'I_n} :=
  odflt 1%g [pick s : {perm 'I_n} |
    (size x == n) && [forall i : 'I_n, nth 0%N x i == s i]].

Definition good x : Prop := lists x (perm_of x).

Lemma perm_ofE x s : lists x s -> perm_of x = s.
Proof.
move=> xs; rewrite /perm_of; case: pickP => [t /andP[/eqP sz /forallP e]|/(_ s)].
  by apply: (lists_inj (x := x)) xs; split=> // i; apply/eqP.
by case: xs => sz e; rewrite sz eqxx /= => /forallP[] i; rewrite e.
Qed.

Lemma lists_good x s : lists x s -> good x.
Proof. by move=> xs; rewrite /good (perm_ofE xs). Qed.

Lemma good_id : lists (iota 0 n) (1%g : {perm 'I_n}).
Proof. by split=> [|i]; rewrite ?size_iota // nth_iota // perm1. Qed.

Lemma good_uniq xs : (forall x, x \in xs -> good x) -> uniq xs ->
  uniq (map perm_of xs).
Proof.
move=> ok u; rewrite map_inj_in_uniq // => x y /ok gx /ok gy e.
case: gx gy => [sx ex] [sy ey]; apply: (@eq_from_nth _ 0%N); rewrite ?sx ?sy //.
move=> i lt_i; rewrite (ex (Ordinal lt_i)) (ey (Ordinal lt_i)) e.
by [].
Qed.

Definition zcol (v : seq Z) : 'cV[algC]_n := \col_i zval (nth Z0 v i).

Lemma zcol_plus v w : size v = n -> size w = n ->
  zcol (vplus v w) = zcol v + zcol w.
Proof.
move=> sv sw; apply/colP=> i; rewrite !mxE -zvalD.
by rewrite (nth_map (Z0, Z0)) ?size_zip ?sv ?sw ?minnn // nth_zip // sv sw.
Qed.

Lemma zcol_minus v w : size v = n -> size w = n ->
  zcol (vminus v w) = zcol v - zcol w.
Proof.
move=> sv sw; apply/colP=> i; rewrite !mxE -zvalB.
by rewrite (nth_map (Z0, Z0)) ?size_zip ?sv ?sw ?minnn // nth_zip // sv sw.
Qed.

Lemma zcol_mult a v : size v = n -> zcol (vmult a v) = zval a *: zcol v.
Proof.
by move=> sv; apply/colP=> i; rewrite !mxE -zvalM (nth_map Z0) ?sv.
Qed.

Lemma zcol_zeros : zcol (zeros n) = 0.
Proof. by apply/colP=> i; rewrite !mxE nth_nseq if_same. Qed.

Lemma size_plus v w : size v = n -> size w = n -> size (vplus v w) = n.
Proof. by move=> sv sw; rewrite size_map size_zip sv sw minnn. Qed.

Lemma size_minus v w : size v = n -> size w = n -> size (vminus v w) = n.
Proof. by move=> sv sw; rewrite size_map size_zip sv sw minnn. Qed.

Lemma zcol_pulled v g s : lists g s ->
  zcol (pulled (trie_of v) g) = perm_mx s *m zcol v.
Proof.
case=> sz e; rewrite -row_permE; apply/colP=> i; rewrite !mxE.
by rewrite (nth_map 0%N) ?sz // find_trie e.
Qed.

Lemma size_pulled v g s : lists g s -> size (pulled (trie_of v) g) = n.
Proof. by case=> sz _; rewrite size_map. Qed.

Lemma pulled_sumE gs v : (forall g, g \in gs -> good g) ->
  size (pulled_sum n gs v) = n /\
  zcol (pulled_sum n gs v) =
    (\sum_(s <- map perm_of gs) perm_mx s) *m zcol v.
Proof.
rewrite /pulled_sum; elim: gs => [|g gs IHgs] ok /=.
  by rewrite big_nil mul0mx zcol_zeros size_nseq.
have gg : good g by apply: ok; rewrite mem_head.
have [|sz e] := IHgs; first by move=> h h_in; apply: ok; rewrite inE h_in orbT.
have szp := size_pulled v gg.
by rewrite size_plus // zcol_plus // e (zcol_pulled v gg) big_cons mulmxDl.
Qed.
End Good.

Section Group.
Variables (n : nat) (gens backs : seq (seq nat)).
Local Notation k := (size gens).
Variable gen : 'I_k -> {perm 'I_n}.
Hypothesis genP : forall x : 'I_k, lists (nth [::] gens x) (gen x).
Local Notation G := <<[set gen x | x : 'I_k]>>%g.
Local Notation tries := (map (@trie_of nat) gens).
Local Notation perm_of := (@perm_of n).

Let gen_in x : gen x \in G. Proof. by apply: mem_gen; apply: imset_f. Qed.

Let nth_tries (x : 'I_k) i :
  find 0%N (nth Leaf tries x) i = nth 0%N (nth [::] gens x) i.
Proof. by rewrite (nth_map [::]) ?find_trie. Qed.

Lemma lists_along g (s : {perm 'I_n}) (x : 'I_k) :
  lists g s -> lists (along tries g x) (s * gen x)%g.
Proof.
move=> gs; have -> : along tries g x = composed g (nth [::] gens x).
  by apply: eq_map => i; apply: nth_tries.
exact: lists_composed.
Qed.

Lemma group_closed (E : {set {perm 'I_n}}) : 1%g \in E ->
  (forall s x, s \in E -> (s * gen x)%g \in E) -> G \subset E.
Proof.
move=> one step; apply/subsetP=> _ /gen_prodgP[m [c cP ->]].
elim: m c cP => [|m IHm] c cP; first by rewrite big_ord0.
rewrite big_ord_recr /=; have /imsetP[x _ ->] := cP ord_max.
by apply: step; apply: IHm => i; apply: cP.
Qed.

Lemma enumerated w : enumerates gens w (group_list n gens w) ->
  let els := group_list n gens w in
  [/\ forall g, g \in els -> good n g, uniq (map perm_of els)
    & map perm_of els =i G].
Proof.
case/and3P=> w_in /sorted_uniq_list u /allP closed els.
have inG g : g \in els -> exists2 s, lists g s & s \in G.
  rewrite inE => /predU1P[->|]; first by exists 1%g; [apply: good_id|apply: group1].
  apply: (walk_all (P := fun g => exists2 s, lists g s & s \in G) _ w_in)
    => [h x [s hs Gs] lt_x|h].
    exists (s * gen (Ordinal lt_x))%g; last by rewrite groupM.
    exact: (lists_along (Ordinal lt_x) hs).
  by rewrite inE => /eqP->; exists 1%g; [apply: good_id|apply: group1].
have ok g : g \in els -> good n g by move/inG=> [s /lists_good].
split=> //; first exact: good_uniq.
move=> s; apply/mapP/idP=> [[g /inG[t gt Gt] ->]|]; first by rewrite (perm_ofE gt).
have sub : G \subset [set s in map perm_of els].
  apply: group_closed => [|t x].
    rewrite in_set; apply/mapP; exists (iota 0 n); first exact: mem_head.
    by rewrite (perm_ofE (good_id n)).
  rewrite !in_set => /mapP[g g_in ->]; apply/mapP; exists (along tries g x).
    have /closed/same_sorted/perm_mem <- : val x \in iota 0 k.
      by rewrite mem_iota ltn_ord.
    by apply/mapP; exists g.
  by rewrite (perm_ofE (lists_along x (ok _ g_in))).
by move/(subsetP sub); rewrite in_set => /mapP.
Qed.

Lemma inverse_pairP g h (s : {perm 'I_n}) :
  inverse_pair n (g, h) -> lists g s -> lists h s^-1%g.
Proof.
case/andP=> /eqP /= szh /eqP e [szg gs]; split=> // i.
have := congr1 (fun l => nth 0%N l (s^-1%g i)) e.
by rewrite (nth_map 0%N) ?szg // find_trie gs permKV nth_iota // => ->.
Qed.

Lemma lists_turned g (s : {perm 'I_n}) (x : 'I_k) : backs_ok n gens backs -> lists g s ->
  lists (turned_by backs tries g x) (s ^ gen x)%g.
Proof.
case/andP=> /eqP szb /allP inv gs.
have bx : lists (nth [::] backs x) (gen x)^-1%g.
  apply: (inverse_pairP _ (genP x)); apply: inv.
  rewrite -nth_zip //; apply: mem_nth.
  by rewrite size_zip szb minnn.
have -> : turned_by backs tries g x =
    composed (composed (nth [::] backs x) g) (nth [::] gens x).
  rewrite /turned_by /composed -map_comp; apply: eq_map => i /=.
  by rewrite nth_tries find_trie.
rewrite conjgE mulgA; apply: lists_composed; last exact: genP.
exact: lists_composed.
Qed.

(* Sums over a conjugacy class.                                               *)
Lemma class_sum (F : {perm 'I_n} -> 'M[algC]_n) (C : seq {perm 'I_n}) s0 g :
  uniq C -> (forall s h, s \in C -> h \in G -> (s ^ h)%g \in C) ->
  (forall s, s \in C -> exists2 h, h \in G & s = (s0 ^ h)%g) -> g \in C ->
  (size C)%:R *: (\sum_(h in G) F (g ^ h)%g) =
  #|G|%:R *: (\sum_(s <- C) F s).
Proof.
move=> u closed conj g_in; pose X t := \sum_(h in G) F (t ^ h)%g.
have X_const t : t \in C -> X t = X s0.
  case/conj=> a Ga ->; rewrite [RHS](reindex_inj (mulgI a)).
  by apply: eq_big => [h|h _]; rewrite ?groupMl // conjgM.
transitivity (\sum_(s <- C) X s).
  rewrite (eq_big_seq (fun=> X g)) => [|t t_in]; last by rewrite !X_const.
  by rewrite big_const_seq count_predT iter_addr_0 scaler_nat.
rewrite exchange_big /= scaler_nat -sumr_const; apply: eq_bigr => h Gh.
rewrite -(big_map (fun s => (s ^ h)%g) xpredT F); apply: perm_big.
have u' : uniq [seq (s ^ h)%g | s <- C] by rewrite map_inj_uniq //; apply: conjg_inj.
have sub : {subset [seq (s ^ h)%g | s <- C] <= C}.
  by move=> _ /mapP[s s_in ->]; apply: closed.
have le : (size C <= size [seq (s ^ h)%g | s <- C])%N by rewrite size_map.
by apply: uniq_perm => //; have [_] := uniq_min_size u' sub le.
Qed.

Variable w : seq (option nat).
Local Notation els := (group_list n gens w).
Hypothesis enum : enumerates gens w els.
Hypothesis backs_in : backs_ok n gens backs.

Let good_els g : g \in els -> good n g. Proof. by case: (enumerated enum) => /(_ g). Qed.

Lemma size_els : size els = #|G|.
Proof.
have [_ u e] := enumerated enum.
by rewrite -(eq_card e) (card_uniqP u) size_map.
Qed.

Let sumG (F : {perm 'I_n} -> 'M[algC]_n) :
  \sum_(s in G) F s = \sum_(s <- map perm_of els) F s.
Proof.
have [_ u e] := enumerated enum; rewrite big_uniq //=.
by apply: eq_bigl => s; rewrite e.
Qed.

Lemma squaresE v : size (squares n els v) = n /\
  zcol n (squares n els v) = (\sum_(s in G) perm_mx (s * s)%g) *m zcol n v.
Proof.
rewrite sumG /squares; move: good_els; elim: (group_list _ _ _) => [|g gs IHgs] ok.
  by rewrite big_nil mul0mx zcol_zeros size_nseq.
have gg : good n g by apply: ok; rewrite mem_head.
have [|sz e] := IHgs; first by move=> h h_in; apply: ok; rewrite inE h_in orbT.
have g2 : lists [seq find 0%N (trie_of g) i | i <- g] (perm_of g * perm_of g)%g.
  have -> : [seq find 0%N (trie_of g) i | i <- g] = composed g g.
    by apply: eq_map => i; rewrite find_trie.
  exact: lists_composed.
have szp := size_pulled v g2.
rewrite /= (size_plus szp sz) (zcol_plus szp sz) e (zcol_pulled v g2).
by rewrite big_cons mulmxDl.
Qed.

(* What the commutators of an element with all others add up to.              *)
Let X (g : {perm 'I_n}) : 'M[algC]_n := \sum_(h in G) perm_mx (g ^ h)%g.

Lemma class_value c ms v :
  ms = members_of gens backs c -> class_fits n gens backs (size els) c ms ->
  {subset ms <= els} -> uniq ms -> size v = n ->
  let u := pulled_sum n (inverses c) (pulled_sum n ms v) in
  size u = n /\ zval (Z.of_nat (ratio c)) *: zcol n u =
    (\sum_(g <- map perm_of ms) perm_mx g^-1%g *m X g) *m zcol n v.
Proof.
move=> msE /and5P[tour_in /allP closed /eqP sz_inv /allP inv /eqP ratioE] sub u szv.
have ok g : g \in ms -> good n g by move/sub/good_els.
have inv_perm : [/\ forall h, h \in inverses c -> good n h
    & map perm_of (inverses c) = [seq g^-1%g | g <- map perm_of ms]].
  split=> [h h_in|].
    have lt : (index h (inverses c) < size ms)%N by rewrite -sz_inv index_mem.
    apply: (lists_good (s := (perm_of (nth [::] ms (index h (inverses c))))^-1%g)).
    apply: inverse_pairP (ok _ (mem_nth [::] lt)); apply: inv.
    rewrite -{2}(nth_index [::] h_in) -nth_zip //; apply: mem_nth.
    by rewrite size_zip sz_inv minnn.
  apply: (@eq_from_nth _ 1%g); rewrite !size_map // => i lt_i.
  have lt_m : (i < size ms)%N by rewrite -sz_inv.
  rewrite (nth_map [::]) // (nth_map 1%g) ?size_map // (nth_map [::]) //.
  apply: perm_ofE; apply: inverse_pairP (ok _ (mem_nth [::] lt_m)); apply: inv.
  by rewrite -nth_zip //; apply: mem_nth; rewrite size_zip sz_inv minnn.
case: inv_perm => ok_inv invE.
have [sz1 e1] := pulled_sumE v ok.
have [sz2 e2] := pulled_sumE (pulled_sum n ms v) ok_inv.
split=> //; rewrite e2 e1 invE mulmxA scalemxAl; congr (_ *m _).
rewrite (big_map (fun g => g^-1%g) xpredT (fun g => perm_mx g)) /=.
have uC : uniq (map perm_of ms) by apply: good_uniq.
have closedC s h : s \in map perm_of ms -> h \in G ->
    (s ^ h)%g \in map perm_of ms.
  move=> s_in Gh; pose E := [set h : {perm 'I_n} |
    all (fun s => (s ^ h)%g \in map perm_of ms) (map perm_of ms)].
  suff /subsetP/(_ _ Gh) : G \subset E by rewrite inE => /allP; apply.
  apply: group_closed => [|t x]; rewrite !inE.
    by apply/allP=> t t_in; rewrite conjg1.
  move/allP=> t_ok; apply/allP=> r /t_ok; rewrite conjgM => /mapP[g g_in ->].
  apply/mapP; exists (turned_by backs tries g x); last first.
    by rewrite (perm_ofE (lists_turned x backs_in (ok _ g_in))).
  have /closed/same_sorted/perm_mem <- : val x \in iota 0 k.
    by rewrite mem_iota ltn_ord.
  by apply/mapP; exists g.
have first_in : first c \in ms by rewrite msE mem_head.
have conjC s : s \in map perm_of ms ->
    exists2 h, h \in G & s = (perm_of (first c) ^ h)%g.
  case/mapP=> g g_in ->.
  suff [h Gh gh] : exists2 h, h \in G & lists g (perm_of (first c) ^ h)%g.
    by exists h; rewrite // (perm_ofE gh).
  have one : exists2 h, h \in G & lists (first c) (perm_of (first c) ^ h)%g.
    by exists 1%g; rewrite ?group1 // conjg1; apply: ok.
  move: g_in; rewrite msE inE => /predU1P[-> //|].
  apply: (walk_all (P := fun g => exists2 h, h \in G &
    lists g (perm_of (first c) ^ h)%g) _ tour_in) => [f x [h Gh fh] lt_x|f].
    exists (h * gen (Ordinal lt_x))%g; first by rewrite groupM.
    by rewrite conjgM; apply: (lists_turned (Ordinal lt_x) backs_in fh).
  by rewrite inE => /eqP->.
have ms_gt0 : (0 < size ms)%N by case: (ms) first_in.
rewrite scalemxAr mulmx_suml [LHS]big_seq [RHS]big_seq; apply: eq_bigr => g g_in; congr (_ *m _).
have nz : (size ms)%:R != 0 :> algC by rewrite pnatr_eq0 -lt0n.
have := class_sum (fun s => perm_mx s) uC closedC conjC g_in.
rewrite -/(X g) size_map -size_els -ratioE natrM mulrC -scalerA.
by move/(scalerI nz)=> ->; rewrite zval_nat.
Qed.

(* The operators as they compute.                                             *)
Lemma uniq_flatten (T : eqType) (ss : seq (seq T)) s :
  uniq (flatten ss) -> s \in ss -> uniq s.
Proof.
elim: ss => //= t ss IHss; rewrite cat_uniq => /and3P[ut _ us].
by rewrite inE => /predU1P[->|/(IHss us)].
Qed.

Variables (cs : seq klass) (mss : seq (seq (seq nat))).
Hypothesis mssE : mss = map (members_of gens backs) cs.
Hypothesis parts : partitions n gens backs els cs mss.

Let all_perm : perm_eq (flatten mss) els.
Proof. by case/and4P: parts => _ _ _ /same_sorted. Qed.

Let conj_value ds tss v : tss = map (members_of gens backs) ds ->
  all (fun cm => class_fits n gens backs (size els) cm.1 cm.2) (zip ds tss) ->
  {subset flatten tss <= els} -> uniq (flatten tss) -> size v = n ->
  size (commutators n ds tss v) = n /\
  zcol n (commutators n ds tss v) =
    (\sum_(g <- map perm_of (flatten tss)) perm_mx g^-1%g *m X g) *m zcol n v.
Proof.
elim: ds tss => [|c ds IHds] [|ms tss] //=.
  by rewrite big_nil mul0mx zcol_zeros size_nseq.
case=> msE tssE /andP[fit fits] sub u szv.
rewrite cat_uniq in u; case/and3P: u => u1 _ u2.
have sub1 : {subset ms <= els}.
  by move=> g g_in; apply: sub; rewrite mem_cat g_in.
have sub2 : {subset flatten tss <= els}.
  by move=> g g_in; apply: sub; rewrite mem_cat g_in orbT.
have [sz e] := IHds tss tssE fits sub2 u2 szv.
have [sz1 e1] := class_value msE fit sub1 u1 szv.
set p := pulled_sum _ _ _ in sz1 e1 *.
have szp : size (vmult (Z.of_nat (ratio c)) p) = n by rewrite size_map.
rewrite (size_plus szp sz) (zcol_plus szp sz) zcol_mult // e1 e.
by rewrite map_cat big_cat mulmxDl.
Qed.

Lemma commutatorsE v : size v = n ->
  size (commutators n cs mss v) = n /\
  zcol n (commutators n cs mss v) =
    (\sum_(g in G) \sum_(h in G) perm_mx [~ g, h]%g) *m zcol n v.
Proof.
have [_ u _] := enumerated enum; have uels := map_uniq u => szv.
case/and4P: parts => _ _ fits _.
have sub : {subset flatten mss <= els} by move=> g; rewrite (perm_mem all_perm).
have uf : uniq (flatten mss) by rewrite (perm_uniq all_perm).
have [sz ->] := conj_value mssE fits sub uf szv; split=> //; congr (_ *m _).
rewrite (perm_big _ (perm_map perm_of all_perm)) /= -sumG.
apply: eq_bigr => g Gg; rewrite mulmx_sumr; apply: eq_bigr => h Gh.
by rewrite -perm_mxM -commgEl.
Qed.

Variable rG : mx_representation [fieldType of algC] [group of G] n.
Hypothesis rGE : forall g, rG g = perm_mx g.

Let degreesE b : degrees b (size els) =
  [seq d <- iota 1 b | (d * d <= #|G|)%N].
Proof.
rewrite /degrees size_els; case: (leqP b #|G|) => [le|lt] //.
rewrite -(subnKC (ltnW lt)) iotaD filter_cat.
rewrite [X in _ ++ X](_ : _ = [::]) ?cats0 //.
apply/eqP; rewrite -(negbK (_ == _)) -has_filter; apply/hasPn=> d.
rewrite mem_iota add1n => /andP[lt_d _]; rewrite -ltnNge.
by apply: (leq_trans lt_d); rewrite leq_pmulr // (leq_ltn_trans _ lt_d).
Qed.

Let factor_value (A : 'M[algC]_n) (x : 'cV[algC]_n) (a e o : algC) : e != 0 ->
  e *: (A *m (a *: x)) - o *: (a *: x) =
  (e * a) *: ((A - (o / e)%:M) *m x).
Proof.
move=> nz; rewrite mulmxBl mul_scalar_mx scalerBr -!scalemxAr !scalerA.
by congr (_ - _ *: _); rewrite mulrAC [e * _]mulrC divfK.
Qed.

Lemma annihilatedE real b v : size v = n ->
  size (annihilated n real b els cs mss v) = n /\
  zcol n (annihilated n real b els cs mss v) =
    zval (multiplier real b (size els)) *: (annihilator rG b real *m zcol n v).
Proof.
move=> szv; rewrite /annihilated /multiplier /annihilator degreesE.
have : all (fun d => 0 < d)%N [seq d <- iota 1 b | (d * d <= #|G|)%N].
  by apply/allP=> d; rewrite mem_filter mem_iota => /and3P[].
elim: [seq _ <- _ | _] => [|d ds IHds] /=.
  by rewrite zval1 scale1r mul1mx.
case/andP=> d_gt0 /IHds{IHds}; set u := foldr _ v ds; set Y := foldr _ 1%:M ds.
set a := foldr _ _ ds => -[szu eu].
have [sz1 e1] := squaresE u; have [sz2 e2] := commutatorsE szu.
have nz : d%:R != 0 :> algC by rewrite pnatr_eq0 -lt0n.
have sumE1 : square_sum rG = \sum_(s in G) perm_mx (s * s)%g.
  by apply: eq_bigr => s _; rewrite rGE.
have sumE2 : commutator_sum rG = \sum_(g in G) \sum_(h in G) perm_mx [~ g, h]%g.
  by apply: eq_bigr => g _; apply: eq_bigr => h _; rewrite rGE.
rewrite /factor; case: ifP => _.
  have s1 : size (vmult (Z.of_nat d) (squares n els u)) = n by rewrite size_map.
  have s2 : size (vmult (Z.of_nat (size els)) u) = n by rewrite size_map.
  rewrite (size_minus s1 s2) (zcol_minus s1 s2) !zcol_mult // e1 eu sumE1.
  by rewrite zvalM !zval_nat size_els -mulmxA factor_value.
have s1 : size (vmult (Z.mul (Z.of_nat d) (Z.of_nat d))
    (commutators n cs mss u)) = n by rewrite size_map.
have s2 : size (vmult (Z.mul (Z.of_nat (size els)) (Z.of_nat (size els))) u) = n.
  by rewrite size_map.
rewrite (size_minus s1 s2) (zcol_minus s1 s2) !zcol_mult // e2 eu sumE2.
rewrite !zvalM !zval_nat size_els -mulmxA expr_div_n !expr2.
by rewrite factor_value // mulf_neq0.
Qed.
End Group.
