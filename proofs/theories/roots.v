(* Roots of unity of a field.                                                 *)
(*                                                                            *)
(*   has_prim F m  == F contains a primitive m-th root of unity               *)
(*   root_transport: the e-th roots of unity of the algebraic numbers are     *)
(*   isomorphic to those of any field with a primitive e-th root of unity     *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

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
