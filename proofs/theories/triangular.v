(* Triangular matrices, and affine diagonal recurrences as a special case.    *)
(*                                                                            *)
(*   trig_class        == the class of lower triangular matrices              *)
(*   affine_diag_class == lower triangular, and off the diagonal non-zero in  *)
(*                        column 0 only: h |-> D h + b with a constant        *)
(*                        coordinate in front                                 *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_solvable all_field all_character.
From BilinearTheory Require Import model diagonal.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory Num.Theory GroupScope.
Local Open Scope ring_scope.

Definition trig_class (F : fieldType) : mx_class F :=
  fun n => @is_trig_mx F n n.

Section Trig.
Variables (F : fieldType) (n : nat).
Implicit Types A B : 'M[F]_n.

Lemma mulmx_trig A B : is_trig_mx A -> is_trig_mx B -> is_trig_mx (A *m B).
Proof.
move=> /is_trig_mxP tA /is_trig_mxP tB; apply/is_trig_mxP=> i j lt_ij.
rewrite mxE big1 // => k _; case: (ltnP i k) => [lt_ik|le_ki].
  by rewrite tA // mul0r.
by rewrite tB ?mulr0 // (leq_ltn_trans le_ki).
Qed.

Lemma mulmx_trig_diag A B i :
  is_trig_mx A -> is_trig_mx B -> (A *m B) i i = A i i * B i i.
Proof.
move=> /is_trig_mxP tA /is_trig_mxP tB;
  rewrite mxE (bigD1 i) //= big1 ?addr0 //.
move=> k nki; case: (ltngtP k i) => [lt_ki|lt_ik|/val_inj/eqP].
- by rewrite tB ?mulr0.
- by rewrite tA ?mul0r.
by rewrite (negPf nki).
Qed.
End Trig.

(* A unipotent triangular matrix of finite order m, m invertible in F, is 1.  *)
Lemma unipotent_finite_order (F : fieldType) n (A : 'M[F]_n.+1) m :
  m%:R != 0 :> F -> is_trig_mx A -> (forall i,
    A i i = 1) -> A ^+ m = 1 -> A = 1.
Proof.
move=> nzm tA dA Am; pose u : {poly F} := 'X - 1%:P.
pose Q : {poly F} := \sum_(i < m) 'X ^+ i.
have QE : 'X^m - 1 = u * Q by rewrite subrX1.
have cpQ : coprimep Q (u ^+ n.+1).
  rewrite coprimep_expr // coprimep_XsubC rootE horner_sum.
  rewrite (eq_bigr (fun=> 1)) ?sumr_const ?card_ord // => i _.
  by rewrite hornerXn expr1n.
have chA : char_poly A = u ^+ n.+1.
  rewrite char_poly_trig // (eq_bigr (fun=> u)) => [|i _]; last by rewrite dA.
  by rewrite prodr_const card_ord.
have mA : mxminpoly A %| u ^+ n.+1 by rewrite -chA mxminpoly_dvd_char.
have mQ : mxminpoly A %| u * Q.
  apply: mxminpoly_min; rewrite -QE rmorphB rmorphX rmorph1 /= horner_mx_X.
  by rewrite Am subrr.
have cQ : coprimep (mxminpoly A) Q.
  by apply: coprimep_dvdr mA _; rewrite coprimep_sym.
rewrite Gauss_dvdpl // in mQ; move/mxminpoly_minP: mQ.
by rewrite rmorphB /= horner_mx_X horner_mx_C => /eqP; rewrite subr_eq0 => /eqP.
Qed.

Section TrigGroups.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).
Hypothesis F'G : [char F]^'.-group G.

Lemma repr_mxX_trig n (rG : mx_representation F G n.+1) g k :
  g \in G -> rG (g ^+ k)%g = rG g ^+ k.
Proof.
move=> Gg; elim: k => [|k IHk]; first by rewrite expg0 repr_mx1 expr0.
by rewrite expgS repr_mxM ?groupX // IHk exprS.
Qed.

Lemma repr_unipotent n (rG : mx_representation F G n) g :
  g \in G -> is_trig_mx (rG g) -> (forall i, rG g i i = 1) -> rG g = 1%:M.
Proof.
case: n rG => [rG|n rG] Gg tg dg; first by rewrite [LHS]flatmx0 [RHS]flatmx0.
apply: (@unipotent_finite_order _ _ _ #[g]) => //.
  by rewrite natf_neq0; apply: mem_p_elt F'G Gg.
by rewrite -repr_mxX_trig // expg_order repr_mx1.
Qed.

Lemma repr_trig_diagM n (rG : mx_representation F G n) x y i :
  {in G, forall g, is_trig_mx (rG g)} -> x \in G -> y \in G ->
  rG (x * y)%g i i = rG x i i * rG y i i.
Proof. by move=> tG Gx Gy; rewrite repr_mxM // mulmx_trig_diag ?tG. Qed.

Theorem trig_embeds_abelian : embeds (@trig_class F) G -> abelian G.
Proof.
case=> n [rG [fG tG]]; apply/centsP=> x Gx y Gy; apply/commgP/eqP.
have Gxy : [~ x, y] \in G by rewrite groupR.
apply: (mx_faithful_inj fG); rewrite ?group1 // repr_mx1.
apply: repr_unipotent => // [|i]; first exact: tG.
have dM := repr_trig_diagM i tG.
have dV g : g \in G -> rG g^-1%g i i * rG g i i = 1.
  by move=> Gg; rewrite -dM ?groupV // mulVg repr_mx1 mxE eqxx.
rewrite /commg /conjg !dM ?groupM ?groupV //.
by rewrite [X in _ * X]mulrCA (dV y) // mulr1 dV.
Qed.
End TrigGroups.

Section CharZero.
Variables (F : fieldType) (gT : finGroupType) (G : {group gT}).
Hypothesis charF0 : [char F] =i pred0.

Theorem trig_embeds_abelian_char0 : embeds (@trig_class F) G -> abelian G.
Proof.
apply: trig_embeds_abelian; rewrite (eq_pgroup _ (eq_negn charF0)).
by apply/pgroupP.
Qed.

(* Affine-diagonal recurrence h_t = D_x h_{t-1} + b_x, homogenised by a       *)
(* constant coordinate.                                                       *)
Definition affine_diag_class : mx_class F := fun n A =>
  is_trig_mx A &&
  [forall i : 'I_n, forall j :
    'I_n, (i != j) && (val j != 0%N) ==> (A i j == 0)].

Corollary affine_diag_embeds_abelian : embeds affine_diag_class G -> abelian G.
Proof.
case=> n [rG [fG aG]]; apply: trig_embeds_abelian_char0.
by exists n, rG; split=> // g /aG/andP[].
Qed.
End CharZero.

(* Over the complex numbers triangular buys nothing over diagonal. *)
Theorem complex_trig_iff_abelian (gT : finGroupType) (G : {group gT}) :
  embeds (@trig_class [fieldType of algC]) G <-> abelian G.
Proof.
split; first by apply: trig_embeds_abelian_char0; apply: char_num.
case/abelian_embeds_complex_diag=> n [rG [fG dG]].
by exists n, rG; split=> // g /dG; apply: is_diag_mx_is_trig.
Qed.
