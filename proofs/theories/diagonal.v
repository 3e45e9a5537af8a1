(* Pairwise commuting matrices: the state is a function of letter counts.     *)
(*                                                                            *)
(*   pairwise_comm A == the matrices A x commute with each other              *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Definition pairwise_comm (R : ringType) (S : Type) n (A : S -> 'M[R]_n) :=
  forall x y, A x *m A y = A y *m A x.

Section PermInvariance.
Variables (R : ringType) (S : eqType) (n : nat) (A : S -> 'M[R]_n).
Hypothesis cA : pairwise_comm A.

Lemma wordmx_commute x w : wordmx A w *m A x = A x *m wordmx A w.
Proof.
elim: w => [|y w IHw]; first by rewrite mulmx1 mul1mx.
by rewrite wordmx_cons -mulmxA cA mulmxA IHw mulmxA.
Qed.

Lemma wordmx_rem x w : x \in w -> wordmx A w = wordmx A (x :: rem x w).
Proof.
elim: w => //= y w IHw; rewrite inE; case: (eqVneq x y) => [-> //|_ /= xw].
rewrite wordmx_cons IHw // !wordmx_cons.
by rewrite -!mulmxA cA.
Qed.

(* The product depends on the letter counts only. *)
Theorem wordmx_perm u v : perm_eq u v -> wordmx A u = wordmx A v.
Proof.
elim: u v => [|x u IHu] v puv.
  by move: puv; rewrite perm_sym => /perm_nilP->.
have xv : x \in v by rewrite -(perm_mem puv) mem_head.
rewrite (wordmx_rem xv) !wordmx_cons (IHu (rem x v)) //.
by rewrite -(perm_cons x) (permPl puv) perm_to_rem.
Qed.

Corollary run_perm h u v : perm_eq u v -> run A h u = run A h v.
Proof. by move=> puv; rewrite !run_wordmx (wordmx_perm puv). Qed.

(* No readout whatsoever (linear, MLP, infinite precision ...) can recover an *)
(* order-sensitive function from the state.                                   *)
Theorem comm_not_order_sensitive (T : Type) (f : 'cV[R]_n -> T)
    (g : seq S -> T) h u v :
  perm_eq u v -> g u <> g v -> ~ (forall w, f (run A h w) = g w).
Proof. by move=> puv ne fg; apply: ne; rewrite -!fg (run_perm h puv). Qed.
End PermInvariance.

Section Tracking.
Variables (R : ringType) (gT : finGroupType) (n : nat).

Theorem comm_tracks_abelian (A : gT -> 'M[R]_n) h0 f :
  pairwise_comm A -> tracks A h0 f -> abelian [set: gT].
Proof.
move=> cA trA; apply/centsP=> x _ y _.
have := trA [:: x; y]; rewrite (run_perm cA h0 (_ : perm_eq _ [:: y; x])) ?trA.
  by rewrite /gprod /= !mul1g /commute => ->.
by rewrite -(perm_rot 1).
Qed.
End Tracking.

(* Faithful representations inside a class of matrices.                       *)
(*                                                                            *)
(*   mx_class F    == a predicate on the square matrices over F of each size  *)
(*   embeds P G    == G has a faithful representation by matrices that        *)
(*                    satisfy P                                               *)

Definition mx_class (F : fieldType) := forall n, pred 'M[F]_n.

Definition embeds (F : fieldType) (P : mx_class F) (gT : finGroupType)
    (G : {group gT}) :=
  exists n (rG : mx_representation F G n),
    mx_faithful rG /\ {in G, forall g, P n (rG g)}.

Section Commuting.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).

Theorem comm_faithful_abelian n (rG : mx_representation F G n) :
  mx_faithful rG -> {in G &, forall x y, comm_mx (rG x) (rG y)} -> abelian G.
Proof.
move=> fG cG; apply/centsP=> x Gx y Gy; apply: (mx_faithful_inj fG).
- by rewrite groupM.
- by rewrite groupM.
by rewrite !repr_mxM // cG.
Qed.
End Commuting.

(* Roots of unity of a field.                                                 *)
(*                                                                            *)
(*   has_prim F m  == F contains a primitive m-th root of unity               *)
(*   root_transport: the e-th roots of unity of the algebraic numbers are     *)
(*   isomorphic to those of any field with a primitive e-th root of unity     *)

Section Transport.
Variables (F : fieldType) (e : nat) (z : F).
Hypothesis pz : e.-primitive_root z.

(* An isomorphism from the e-th roots of unity of algC to those of F. *)
Lemma root_transport : exists phi : algC -> F,
  [/\ phi 1 = 1,
      forall x y, x ^+ e = 1 -> y ^+ e = 1 -> phi (x * y) = phi x * phi y
    & forall x, x ^+ e = 1 -> phi x = 1 -> x = 1].
Proof.
have e_gt0 := prim_order_gt0 pz; have [w pw] := C_prim_root_exists e_gt0.
pose lg x := index x [seq w ^+ j | j <- iota 0 e].
have lgK x : x ^+ e = 1 -> w ^+ lg x = x.
  move=> xe; have [j Dx] := prim_rootP pw xe.
  have wx : x \in [seq w ^+ j | j <- iota 0 e].
    by apply/mapP; exists (val j); rewrite ?mem_iota ?ltn_ord.
  have lt_lg : (lg x < e)%N by rewrite -[X in (_ < X)%N](size_iota 0)
    -(size_map (GRing.exp w)) index_mem.
  have := nth_index 0 wx; rewrite (nth_map 0%N) ?size_iota //.
  by rewrite nth_iota // add0n.
have transf i j : w ^+ i = w ^+ j -> z ^+ i = z ^+ j.
  by move=> /eqP; rewrite (eq_prim_root_expr pw) -(eq_prim_root_expr pz) =>
    /eqP.
have fsnart i j : z ^+ i = z ^+ j -> w ^+ i = w ^+ j.
  by move=> /eqP; rewrite (eq_prim_root_expr pz) -(eq_prim_root_expr pw) =>
    /eqP.
exists (fun x => z ^+ lg x); split=> [|x y xe ye|x xe zx].
- by rewrite -[RHS](expr0 z); apply: transf; rewrite lgK ?expr1n ?expr0.
- by rewrite -exprD; apply: transf; rewrite exprD !lgK // exprMn xe ye mulr1.
by rewrite -(lgK x xe) (fsnart _ 0%N) ?expr0.
Qed.
End Transport.

(* Primitive roots of unity exist in every algebraically closed field of      *)
(* characteristic 0.                                                          *)
Lemma closed_prim_root_exists (C : closedFieldType) m :
  [char C] =i pred0 -> (m > 0)%N -> exists z : C, m.-primitive_root z.
Proof.
move=> char0 m_gt0; pose p : {poly C} := 'X^m - 1.
have [r Dp] := closed_field_poly_normal p.
rewrite (monicP _) ?monic_Xn_sub_1 // scale1r in Dp.
have rm1 : all m.-unity_root r.
  by apply/allP=> z; rewrite -root_prod_XsubC -Dp.
have sz_r : (m < (size r).+1)%N.
  by rewrite -(size_prod_XsubC r id) -Dp size_Xn_sub_1.
have [|z _ pz] := hasP (has_prim_root m_gt0 rm1 _ sz_r); last by exists z.
rewrite -separable_prod_XsubC -Dp separable_Xn_sub_1 //.
by rewrite (charf0P C).1 // -lt0n.
Qed.

Section PrimRoot.
Variable F : fieldType.
Implicit Types x y : F.

Definition has_prim m := exists x : F, m.-primitive_root x.

Lemma has_primI m x : m.-primitive_root x -> has_prim m.
Proof. by exists x. Qed.

Lemma prim_root_mul m n x y : coprime m n ->
  m.-primitive_root x -> n.-primitive_root y -> (m * n).-primitive_root (x * y).
Proof.
move=> co_mn px py; have m_gt0 := prim_order_gt0 px;
  have n_gt0 := prim_order_gt0 py.
have xm := prim_expr_order px; have yn := prim_expr_order py.
have mn_gt0 : (0 < m * n)%N by rewrite muln_gt0 m_gt0.
have xymn : (x * y) ^+ (m * n) = 1.
  by rewrite exprMn exprM xm expr1n mulnC exprM yn expr1n mulr1.
have [k pk k_dv] := prim_order_exists mn_gt0 xymn.
have xyk := prim_expr_order pk.
suff -> : (m * n)%N = k by [].
apply/eqP; rewrite eqn_dvd k_dv andbT Gauss_dvd //; apply/andP; split.
  rewrite -(Gauss_dvdl _ co_mn) (prim_order_dvd px); apply/eqP.
  have yk : y ^+ (k * n) = 1 by rewrite mulnC exprM yn expr1n.
  by have := congr1 (fun t => t ^+ n) xyk;
    rewrite expr1n -exprM exprMn yk mulr1.
rewrite coprime_sym in co_mn.
rewrite -(Gauss_dvdl _ co_mn) (prim_order_dvd py); apply/eqP.
have xk : x ^+ (k * m) = 1 by rewrite mulnC exprM xm expr1n.
by have := congr1 (fun t => t ^+ m) xyk; rewrite expr1n -exprM exprMn xk mul1r.
Qed.

Lemma partn_dvd_log (rho : nat_pred) a b : (0 < a)%N ->
  (forall p, p \in rho -> (logn p a <= logn p b)%N) -> (a`_rho %| b`_rho)%N.
Proof.
move=> a_gt0 le_ab; apply/dvdn_partP; first exact: part_gt0.
move=> p; rewrite pi_of_part // => /andP[_ rho_p].
rewrite p_part; apply: dvdn_trans (dvdn_exp2l p (_ : _ <= logn p b)%N) _.
  by apply: leq_trans (le_ab p rho_p); rewrite dvdn_leq_log ?dvdn_part.
by rewrite -p_part; apply: sub_in_partn => q _ /eqP->.
Qed.

Lemma has_prim_lcm m n : has_prim m -> has_prim n -> has_prim (lcmn m n).
Proof.
move=> [x px] [y py]; have m_gt0 := prim_order_gt0 px;
  have n_gt0 := prim_order_gt0 py.
pose rho : nat_pred := [pred p | logn p n <= logn p m]%N.
have pu := dvdn_prim_root px (dvdn_part rho m).
have pv := dvdn_prim_root py (dvdn_part rho^' n).
have co : coprime m`_rho n`_rho^' by apply:
  pnat_coprime (part_pnat _ _) (part_pnat _ _).
have pw := prim_root_mul co pu pv.
have d1 : (m`_rho^' %| n`_rho^')%N.
  by apply: partn_dvd_log => // p; rewrite !inE -ltnNge => /ltnW.
have d2 : (n`_rho %| m`_rho)%N by apply: partn_dvd_log => // p; rewrite inE.
have dv : (lcmn m n %| m`_rho * n`_rho^')%N.
  rewrite dvdn_lcm; apply/andP; split.
    by rewrite -{1}(partnC rho m_gt0) dvdn_mul.
  by rewrite -{1}(partnC rho n_gt0) dvdn_mul.
exact: has_primI (dvdn_prim_root pw dv).
Qed.
End PrimRoot.

(* Diagonal matrices.                                                         *)
(*                                                                            *)
(*   diag_class, nonneg_diag_class == the classes of diagonal matrices and of *)
(*                                    diagonal matrices with entries >= 0     *)
(*   chars_row, chars_mx == all irreducible characters of an abelian group    *)
(*   sign_row            == its characters with values 1 and -1               *)
(*   diag_tracks F gT    == some diagonal recurrence over F of finite reach   *)
(*                          and some decoder track the finite group gT        *)
(*                                                                            *)
(* Over any field F, tracking <-> embedding <-> gT is abelian and F has a     *)
(* primitive root of unity of order the exponent of gT.                       *)

Local Notation algCF := [fieldType of algC].

Definition diag_class (F : fieldType) : mx_class F :=
  fun n => @is_diag_mx F n n.
Definition nonneg_diag_class (F : realFieldType) : mx_class F :=
  fun n A => is_diag_mx A && [forall i, (0 <= A i i)%R].

Section Commutes.
Variables (R : comRingType) (S : Type) (n : nat) (d : S -> 'rV[R]_n).

Lemma diag_comm : pairwise_comm (fun x => diag_mx (d x)).
Proof. by move=> x y; apply: diag_mxC. Qed.
End Commutes.

Section Powers.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).

Lemma repr_diag_pow n (rG : mx_representation F G n) g i k :
  g \in G -> is_diag_mx (rG g) -> rG (g ^+ k)%g i i = (rG g i i) ^+ k.
Proof.
move=> Gg /diag_mxP[d Dg]; suff -> :
  rG (g ^+ k)%g = diag_mx (\row_j d 0 j ^+ k).
  by rewrite Dg !mxE eqxx !mulr1n.
elim: k => [|k IHk].
  rewrite expg0 repr_mx1 -diag_const_mx; congr diag_mx.
  by apply/rowP => j; rewrite !mxE expr0.
rewrite expgS repr_mxM ?groupX // IHk Dg mulmx_diag; congr diag_mx.
by apply/rowP => j; rewrite !mxE exprS.
Qed.

Theorem diag_embeds_abelian : embeds (@diag_class F) G -> abelian G.
Proof.
case=> n [rG [fG dG]]; apply: (comm_faithful_abelian fG) => x y Gx Gy.
have /diag_mxP[dx ->] := dG x Gx; have /diag_mxP[dy ->] := dG y Gy.
exact: diag_mxC.
Qed.
End Powers.

Section RealDiagonal.
Variables (F : realFieldType) (gT : finGroupType) (G : {group gT}).

Lemma unity_real (a : F) k : (0 < k)%N -> a ^+ k = 1 -> `|a| = 1.
Proof.
move=> k_gt0 ak; apply/eqP; rewrite -(@pexpr_eq1 _ _ k) ?normr_ge0 //.
by rewrite -normrX ak normr1.
Qed.

Lemma repr_diag_norm n (rG : mx_representation F G n) g i :
  g \in G -> is_diag_mx (rG g) -> `|rG g i i| = 1.
Proof.
move=> Gg dg; apply: (@unity_real _ #[g]); rewrite ?order_gt0 //.
by rewrite -repr_diag_pow // expg_order repr_mx1 mxE eqxx.
Qed.

Theorem real_diag_exponent2 :
  embeds (@diag_class F) G -> {in G, forall g, (g ^+ 2)%g = 1%g}.
Proof.
case=> n [rG [fG dG]] g Gg; apply: (mx_faithful_inj fG); rewrite ?groupX //.
rewrite expgS expg1 repr_mxM // repr_mx1; have /diag_mxP[d Dg] := dG g Gg.
rewrite Dg mulmx_diag -diag_const_mx; congr diag_mx; apply/rowP=> i.
have := repr_diag_norm i Gg (dG g Gg); rewrite Dg !mxE eqxx mulr1n -expr2 => nd.
by rewrite -(real_normK (num_real _)) nd expr1n.
Qed.

Theorem real_diag_embeds_abelem : embeds (@diag_class F) G -> 2.-abelem G.
Proof.
move=> eG; apply/(@abelemP _ 2) => //; split;
  first exact: diag_embeds_abelian eG.
exact: real_diag_exponent2.
Qed.

Theorem nonneg_diag_embeds_trivial :
  embeds (@nonneg_diag_class F) G -> G :=: 1%g.
Proof.
case=> n [rG [fG dG]]; apply/trivgP/subsetP=> g Gg; rewrite inE; apply/eqP.
apply: (mx_faithful_inj fG); rewrite // repr_mx1.
have /andP[dg /forallP pg] := dG g Gg.
apply/matrixP=> i j; rewrite [RHS]mxE; case: eqVneq => [<-|nij]; last first.
  by apply: (is_diag_mxP dg).
by rewrite -[LHS]ger0_norm ?repr_diag_norm.
Qed.
End RealDiagonal.

Section AbelianComplex.
Variables (gT : finGroupType) (G : {group gT}).

Definition chars_row (g : gT) : 'rV[algC]_#|Iirr G| :=
  \row_i 'chi[G]_(enum_val i) g.
Definition chars_mx (g : gT) := diag_mx (chars_row g).

Lemma chars_mx_repr : abelian G -> mx_repr G chars_mx.
Proof.
move=> /char_abelianP lin; split=> [|x y Gx Gy].
  rewrite -diag_const_mx; congr diag_mx; apply/rowP=> i; rewrite !mxE.
  exact: lin_char1.
rewrite mulmx_diag; congr diag_mx; apply/rowP=> i; rewrite !mxE.
exact: lin_charM.
Qed.

Theorem abelian_embeds_complex_diag :
  abelian G -> embeds (@diag_class algCF) G.
Proof.
move=> cGG; have lin := char_abelianP _ cGG.
pose rG := MxRepresentation (chars_mx_repr cGG).
exists #|Iirr G|, rG; split=> [|g _]; last exact: diag_mx_is_diag.
apply/subsetP=> g /setIdP[Gg]; rewrite mul1mx => /eqP rg1.
rewrite -(TI_cfker_irr G); apply/bigcapP=> i _; rewrite cfkerEirr inE.
move/matrixP/(_ (enum_rank i) (enum_rank i)): rg1.
by rewrite !mxE eqxx mulr1n enum_rankK (lin_char1 (lin i)) => ->.
Qed.

(* The full statement: complex diagonal <=> abelian. *)
Theorem complex_diag_iff_abelian : embeds (@diag_class algCF) G <-> abelian G.
Proof.
split; [exact: diag_embeds_abelian | exact: abelian_embeds_complex_diag].
Qed.
End AbelianComplex.

Section AbelemReal.
Variables (F : realFieldType) (gT : finGroupType) (G : {group gT}).
Hypothesis eG : 2.-abelem G.
Let cGG : abelian G. Proof. by case/(@abelemP _ 2): eG. Qed.

Lemma chi_pm1 (i : Iirr G) g : g \in G -> ('chi_i g == 1) || ('chi_i g == -1).
Proof.
move=> Gg; rewrite -sqrf_eq1 -lin_charX ?(char_abelianP _ cGG) //.
have [_ e2] : abelian G /\ forall x, x \in G -> (x ^+ 2)%g = 1%g.
  by move: eG => /(@abelemP _ 2)[].
by rewrite e2 // lin_char1 ?(char_abelianP _ cGG).
Qed.

Definition sign_row (g : gT) : 'rV[F]_#|Iirr G| :=
  \row_i (-1) ^+ ('chi[G]_(enum_val i) g != 1).

Lemma sign_mx_repr : mx_repr G (fun g => diag_mx (sign_row g)).
Proof.
have lin := char_abelianP _ cGG.
split=> [|x y Gx Gy].
  rewrite -diag_const_mx; congr diag_mx; apply/rowP=> i; rewrite !mxE.
  by rewrite lin_char1 // eqxx.
rewrite mulmx_diag; congr diag_mx; apply/rowP=> i; rewrite !mxE lin_charM //.
rewrite -signr_addb; congr (_ ^+ _).
have n11 : (-1 == 1 :> algC) = false by rewrite eqNr oner_eq0.
case/orP: (chi_pm1 (enum_val i) Gx) => /eqP->;
  case/orP: (chi_pm1 (enum_val i) Gy) => /eqP->;
  by rewrite ?mulrNN ?mulr1 ?mul1r ?n11 eqxx.
Qed.

Theorem abelem2_embeds_real_diag : embeds (@diag_class F) G.
Proof.
have lin := char_abelianP _ cGG.
exists #|Iirr G|, (MxRepresentation sign_mx_repr).
split=> [|g _]; last exact: diag_mx_is_diag.
apply/subsetP=> g /setIdP[Gg]; rewrite mul1mx => /eqP rg1.
rewrite -(TI_cfker_irr G); apply/bigcapP=> i _; rewrite cfkerEirr inE.
move/matrixP/(_ (enum_rank i) (enum_rank i)): rg1.
rewrite !mxE eqxx mulr1n enum_rankK (lin_char1 (lin i)).
by case: eqP => //= _ /eqP; rewrite expr1 eqNr oner_eq0.
Qed.
End AbelemReal.

Theorem real_diag_iff_abelem2 (F : realFieldType) (gT : finGroupType)
    (G : {group gT}) : embeds (@diag_class F) G <-> 2.-abelem G.
Proof.
split; [exact: real_diag_embeds_abelem | exact: abelem2_embeds_real_diag].
Qed.

Section AbelianRoots.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}) (z : F).
Hypothesis pz : (exponent G).-primitive_root z.

Lemma chi_exponent (i : Iirr G) g :
  abelian G -> g \in G -> 'chi_i g ^+ exponent G = 1.
Proof.
move=> cGG Gg; have lin := char_abelianP _ cGG.
by rewrite -lin_charX // expg_exponent // lin_char1.
Qed.

Theorem abelian_embeds_diag_roots : abelian G -> embeds (@diag_class F) G.
Proof.
move=> cGG; have lin := char_abelianP _ cGG.
have [phi [phi1 phiM phi_inj]] := root_transport pz.
pose row g : 'rV[F]_#|Iirr G| := \row_i phi ('chi[G]_(enum_val i) g).
have rP : mx_repr G (fun g => diag_mx (row g)).
  split=> [|x y Gx Gy].
    rewrite -diag_const_mx; congr diag_mx; apply/rowP=> i; rewrite !mxE.
    by rewrite lin_char1.
  rewrite mulmx_diag; congr diag_mx; apply/rowP=> i; rewrite !mxE.
  by rewrite lin_charM // phiM ?chi_exponent.
exists #|Iirr G|, (MxRepresentation rP).
split=> [|g _]; last exact: diag_mx_is_diag.
apply/subsetP=> g /setIdP[Gg]; rewrite mul1mx => /eqP rg1.
rewrite -(TI_cfker_irr G); apply/bigcapP=> i _; rewrite cfkerEirr inE.
move/matrixP/(_ (enum_rank i) (enum_rank i)): rg1.
rewrite !mxE eqxx mulr1n enum_rankK => /phi_inj->; last exact: chi_exponent.
by rewrite lin_char1.
Qed.

Theorem diag_roots_iff_abelian : embeds (@diag_class F) G <-> abelian G.
Proof.
split; [exact: diag_embeds_abelian | exact: abelian_embeds_diag_roots].
Qed.
End AbelianRoots.

Section DiagonalClassification.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).

Lemma diag_embeds_has_prim :
  embeds (@diag_class F) G -> has_prim F (exponent G).
Proof.
move=> eG; have cGG := diag_embeds_abelian eG; case: eG => n [rG [fG dG]].
have [x Gx ->] := exponent_witness (abelian_nil cGG).
have ex (i : 'I_n) : exists d, d.-primitive_root (rG x i i).
  have ax : rG x i i ^+ #[x]%g = 1.
    by rewrite -(repr_diag_pow _ _ Gx (dG x Gx)) expg_order repr_mx1 mxE eqxx.
  by have [d pd _] := prim_order_exists (order_gt0 x) ax; exists d.
have [d pd] := fin_all_exists ex; pose L := (\big[lcmn/1]_(i < n) d i)%N.
have [z pz] : has_prim F L.
  apply: (big_ind (has_prim F)) => [|k1 k2|i _]; [|exact: has_prim_lcm|].
    exists 1; apply/andP; split=> //; apply/forallP=> i.
    by rewrite ord1 unity_rootE expr1n !eqxx.
  by exists (rG x i i).
suff dvL : (#[x]%g %| L)%N by exact: has_primI (dvdn_prim_root pz dvL).
rewrite order_dvdn; apply/eqP/(mx_faithful_inj fG); rewrite ?groupX // repr_mx1.
apply/matrixP=> i j; rewrite [RHS]mxE; case: eqVneq => [<-|nij]; last first.
  exact: (is_diag_mxP (dG _ (groupX L Gx))).
rewrite (repr_diag_pow _ _ Gx (dG x Gx)); apply/eqP;
  rewrite -(prim_order_dvd (pd i)).
exact: (@biglcmn_sup _ i).
Qed.

Theorem diag_embeds_iff :
  embeds (@diag_class F) G <-> abelian G /\ has_prim F (exponent G).
Proof.
split=> [eG|[cGG [z pz]]]; last exact: abelian_embeds_diag_roots pz cGG.
by split; [apply: diag_embeds_abelian eG | apply: diag_embeds_has_prim].
Qed.
End DiagonalClassification.

(* Finite precision: the set of reachable states is finite.                   *)
Section FiniteDiagonal.
Variables (R : realDomainType) (gT : finGroupType) (n : nat).
Variables (d : gT -> 'rV[R]_n) (h0 : 'cV[R]_n) (f : 'cV[R]_n -> gT).
Let A x := diag_mx (d x).
Hypothesis trA : tracks A h0 f.
(* finitely many reachable states *)
Variable reach : seq 'cV[R]_n.
Hypothesis run_reach : forall w, run A h0 w \in reach.

Lemma run_nseq x k i : run A h0 (nseq k x) i 0 = d x 0 i ^+ k * h0 i 0.
Proof.
elim: k => [|k IHk]; first by rewrite expr0 mul1r.
rewrite -(addn1 k) nseqD cats1 run_rcons mul_diag_mx mxE IHk.
by rewrite addn1 exprS mulrA.
Qed.

(* a nonzero coordinate that is visited finitely often has |d| = 0 or 1 *)
Lemma run_norm x i : h0 i 0 != 0 -> `|d x 0 i| = 0 \/ `|d x 0 i| = 1.
Proof.
move=> nzh; set a := d x 0 i.
case: (eqVneq a 0) => [->|nza]; first by left; rewrite normr0.
right; apply/eqP; apply: contraT => na1.
pose s := size reach.
have /(uniqPn 0) [k1 [k2 [lt12]]] :
    ~~ uniq [seq run A h0 (nseq k x) | k <- iota 0 s.+1].
  apply: contraTN isT => us.
  have sub : {subset [seq run A h0 (nseq k x) | k <- iota 0 s.+1] <= reach}.
    by move=> h /mapP[k _ ->].
  by have := uniq_leq_size us sub; rewrite size_map size_iota ltnn.
rewrite size_map size_iota => lt2.
rewrite !(nth_map 0%N) ?size_iota ?(ltn_trans lt12) //.
rewrite !nth_iota ?(ltn_trans lt12) // !add0n => eqr.
have := congr1 (fun h : 'cV[R]_n => `|h i 0|) eqr.
rewrite !run_nseq !normrM !normrX -/a => /(mulIf _).
rewrite normr_eq0 nzh => /(_ isT) eqa.
have eqk : k1 = k2 by apply: (ieexprIn _ na1 eqa); rewrite normr_gt0.
by move: lt12; rewrite eqk ltnn.
Qed.

Lemma run_sqr x i : d x 0 i ^+ 3 * h0 i 0 = d x 0 i * h0 i 0.
Proof.
case: (eqVneq (h0 i 0) 0) => [->|nzh]; first by rewrite !mulr0.
rewrite exprS -(real_normK (num_real _)).
case: (run_norm x nzh) => [/normr0_eq0->|->]; first by rewrite !mul0r.
by rewrite expr1n mulr1.
Qed.

Local Open Scope group_scope.

Lemma tracks_cube (x : gT) : x ^+ 3 = x.
Proof.
have eqr : run A h0 (nseq 3 x) = run A h0 (nseq 1 x).
  by apply/colP => i; rewrite !run_nseq run_sqr GRing.expr1.
have := trA (nseq 3 x); rewrite eqr trA /gprod /= !mul1g => e.
by rewrite !expgS expg0 mulg1 mulgA.
Qed.

(* T4 (tracking form): real diagonal transitions with finitely many states    *)
(* track only groups of exponent dividing 2.                                  *)
Theorem real_diag_tracks_exponent2 (x : gT) : x ^+ 2 = 1.
Proof. by apply: (mulgI x); rewrite -expgS tracks_cube mulg1. Qed.

(* T4 (nonnegative): only the trivial group. *)
Theorem nonneg_diag_tracks_trivial :
  (forall x i, (0 <= d x 0%R i)%R) -> forall x : gT, x = 1.
Proof.
move=> d_ge0 x.
have eqr : run A h0 (nseq 2 x) = run A h0 (nseq 1 x).
  apply/colP => i; rewrite !run_nseq GRing.expr1.
  case: (eqVneq (h0 i 0%R) 0%R) => [->|nzh]; first by rewrite !mulr0.
  by case: (run_norm x nzh); rewrite ger0_norm // => ->;
    rewrite ?GRing.expr1n ?GRing.expr0n.
have := trA (nseq 2 x); rewrite eqr trA /gprod /= !mul1g => e.
by apply: (mulgI x); rewrite mulg1.
Qed.
End FiniteDiagonal.

Section Diagonal.
Variables (F : fieldType) (gT : finGroupType).

Definition diag_tracks := exists n (d : gT -> 'rV[F]_n) h0 f,
  tracks (fun x => diag_mx (d x)) h0 f /\
  finite_reach (fun x => diag_mx (d x)) h0.

Lemma diag_run_nseq n (d : gT -> 'rV[F]_n) h0 x k i :
  run (fun x => diag_mx (d x)) h0 (nseq k x) i 0 = d x 0 i ^+ k * h0 i 0.
Proof.
elim: k => [|k IHk]; first by rewrite expr0 mul1r.
rewrite -(addn1 k) nseqD cats1 run_rcons mul_diag_mx mxE IHk.
by rewrite addn1 exprS mulrA.
Qed.

Lemma diag_tracks_abelian : diag_tracks -> abelian [set: gT].
Proof.
by case=> n [d [h0 [f [tr _]]]]; apply: comm_tracks_abelian tr;
  apply: diag_comm.
Qed.

Lemma diag_tracks_has_prim_order (x : gT) : diag_tracks -> has_prim F #[x]%g.
Proof.
case=> n [d [h0 [f [trA fin]]]].
have [k1 [k2 [lt12]]] := finite_reach_loop [::] x fin; rewrite !cat0s => eqr.
pose a i := d x 0 i.
have ex (i : 'I_n) : exists m,
  has_prim F m /\ a i ^+ m.+1 * h0 i 0 = a i * h0 i 0.
  have [a0|nza] := eqVneq (a i) 0.
    exists 1%N; split; last by rewrite a0 expr0n.
    exists 1; apply/andP; split=> //; apply/forallP=> j.
    by rewrite ord1 unity_rootE expr1n !eqxx.
  have [h0i|nzh] := eqVneq (h0 i 0) 0.
    exists 1%N; split; last by rewrite h0i !mulr0.
    exists 1; apply/andP; split=> //; apply/forallP=> j.
    by rewrite ord1 unity_rootE expr1n !eqxx.
  have ai1 : a i ^+ (k2 - k1) = 1.
    have := congr1 (fun h : 'cV_n => h i 0) eqr; rewrite !diag_run_nseq -/(a i).
    move/(mulIf nzh); rewrite -(subnK (ltnW lt12)) exprD addnK -{1}[a i ^+
      k1]mul1r.
    by move/(mulIf (expf_neq0 k1 nza)).
  have gt0 : (0 < k2 - k1)%N by rewrite subn_gt0.
  have [m pm _] := prim_order_exists gt0 ai1.
  exists m; split; first exact: has_primI pm.
  by rewrite exprS (prim_expr_order pm) mulr1.
have [m pm] := fin_all_exists ex; pose L := (\big[lcmn/1]_(i < n) m i)%N.
have [z pz] : has_prim F L.
  apply: (big_ind (has_prim F)) => [|k3 k4|i _]; [|exact: has_prim_lcm|].
    exists 1; apply/andP; split=> //; apply/forallP=> j.
    by rewrite ord1 unity_rootE expr1n !eqxx.
  by case: (pm i).
suff dvL : (#[x]%g %| L)%N by exact: has_primI (dvdn_prim_root pz dvL).
rewrite order_dvdn; apply/eqP/(mulgI x); rewrite mulg1 -expgS.
have eqL : run (fun x => diag_mx (d x)) h0 (nseq L.+1 x) =
           run (fun x => diag_mx (d x)) h0 (nseq 1 x).
  apply/colP=> i; rewrite !diag_run_nseq expr1 -/(a i).
  have dvm : (m i %| L)%N by exact: (@biglcmn_sup _ i).
  rewrite -(divnK dvm); elim: (L %/ m i)%N => [|q IHq];
    first by rewrite mul0n expr1.
  rewrite mulSn -addnS exprD -mulrA IHq mulrA -exprSr.
  by case: (pm i).
by rewrite -gprod_nseq -trA eqL trA gprod_nseq expg1.
Qed.

Lemma diag_tracks_has_prim : diag_tracks -> has_prim F (exponent [set: gT]).
Proof.
move=> tr; have cGG := diag_tracks_abelian tr.
have [x _ ->] := exponent_witness (abelian_nil cGG).
exact: diag_tracks_has_prim_order.
Qed.

Lemma diag_embeds_tracks :
  embeds (@diag_class F) [group of [set: gT]] -> diag_tracks.
Proof.
case=> n [rG [fG dG]].
pose d g : 'rV[F]_n := \row_i rG g i i.
have dE g : rG g = diag_mx (d g).
  apply/matrixP=> i j; rewrite !mxE; case: eqVneq => [<-|nij];
    first by rewrite mulr1n.
  by rewrite mulr0n; apply: (is_diag_mxP (dG g (in_setT g))).
pose h0 : 'cV[F]_n := const_mx 1.
have runE w : run (fun x => diag_mx (d x)) h0 w = (d (gprod w))^T.
  elim/last_ind: w => [|w x IHw].
    by apply/colP=> i; rewrite !mxE repr_mx1 mxE eqxx.
  rewrite run_rcons IHw -cats1 gprod_cat /gprod /= mul1g -/(gprod w).
  apply/colP=> i; rewrite mul_diag_mx !mxE.
  have := repr_mxM rG (in_setT (gprod w)) (in_setT x); rewrite !dE mulmx_diag.
  move/matrixP/(_ i i); rewrite !mxE eqxx !mulr1n => ->.
  by rewrite mulrC.
pose f (h : 'cV[F]_n) := odflt 1%g [pick g | h == (d g)^T].
exists n, d, h0, f; split=> [w|]; last first.
  exists [seq (d g)^T | g <- enum gT] => w.
  by rewrite runE; apply: map_f; rewrite mem_enum.
rewrite /f runE; case: pickP => [g /eqP/trmx_inj eg|/(_ (gprod w))];
  last by rewrite eqxx.
by apply: (mx_faithful_inj fG); rewrite ?in_setT // !dE eg.
Qed.

Theorem diag_tracks_iff :
  diag_tracks <-> abelian [set: gT] /\ has_prim F (exponent [set: gT]).
Proof.
split=> [tr|[cGG hp]].
  by split; [apply: diag_tracks_abelian | apply: diag_tracks_has_prim].
by apply: diag_embeds_tracks; apply/diag_embeds_iff.
Qed.

Theorem diag_tracks_iff_embeds :
  diag_tracks <-> embeds (@diag_class F) [group of [set: gT]].
Proof. by rewrite diag_tracks_iff diag_embeds_iff. Qed.
End Diagonal.
