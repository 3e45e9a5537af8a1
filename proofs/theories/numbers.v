(* Numbers of Q(zeta_n) that compute: integer polynomials in a root of unity. *)
(*                                                                            *)
(*   zval c      == the integer c as an algebraic number                      *)
(*   nval z p    == p_0 + p_1 z + p_2 z^2 + .., the value of a list at z      *)
(*   nadd, nopp, nscale == sum, opposite and integer multiple of lists, with  *)
(*                  no 0 at the end                                           *)
(*   low         == a list for z^m, where m is its length: with it, z p and   *)
(*                  p q are lists of length at most m again                   *)
(*   nshift low, nmul low == z p and p q, so reduced                          *)
(*   npowers low n == 1, z, .., z^(n-1)                                       *)
(*   nconj low n p == the complex conjugate, if z is an n-th root of unity    *)
(*   modulus n low cof rest == X^m - low is the n-th cyclotomic polynomial:   *)
(*                  times cof it is X^n - 1, and cof divides a product of     *)
(*                  X^(n/p) - 1                                               *)
(*   canonical m p == p has length at most m and no 0 at its end              *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Local Notation Z1 := (Zpos xH).

Definition zval (c : Z) : algC := (int_of_Z c)%:~R.

Lemma zval0 : zval Z0 = 0. Proof. by []. Qed.

Lemma zval1 : zval Z1 = 1. Proof. by []. Qed.

Lemma zvalD a b : zval (Z.add a b) = zval a + zval b.
Proof. by rewrite /zval -intrD -[RHS]/((_ + _)%:~R) -rmorphD. Qed.

Lemma zvalN a : zval (Z.opp a) = - zval a.
Proof. by rewrite /zval -[Z.opp a]/(- a) !rmorphN. Qed.

Lemma zvalM a b : zval (Z.mul a b) = zval a * zval b.
Proof. by rewrite /zval -[Z.mul a b]/(a * b) rmorphM intrM. Qed.

Lemma zvalB a b : zval (Z.sub a b) = zval a - zval b.
Proof. by rewrite -zvalN -zvalD -Z.add_opp_r. Qed.

Lemma int_of_Z_inj : injective int_of_Z.
Proof. exact: can_inj int_of_ZK. Qed.

Lemma zval_eq0 a : (zval a == 0) = (a == Z0).
Proof. by rewrite /zval intr_eq0 -(inj_eq int_of_Z_inj). Qed.

Lemma zval_real a : zval a \is Num.real. Proof. exact: realz. Qed.

Lemma zval_conj a : (zval a)^* = zval a.
Proof. by apply/eqP; rewrite -CrealE zval_real. Qed.

Lemma zval_ge0 a : Z.leb 0 a -> 0 <= zval a.
Proof. by case: a => //= p _; rewrite /zval ler0n. Qed.

Lemma zval_le a b : Z.leb a b -> zval a <= zval b.
Proof.
move=> /Z.leb_spec0 le_ab; rewrite -subr_ge0 -zvalB zval_ge0 //.
by apply/Z.leb_spec0; apply/Zle_minus_le_0.
Qed.

Lemma zval_lt a b : Z.ltb a b -> zval a < zval b.
Proof.
move=> /Z.ltb_spec0 lt_ab; rewrite lt_neqAle zval_le; last first.
  by apply/Z.leb_spec0; apply: Z.lt_le_incl.
rewrite andbT -subr_eq0 -zvalB zval_eq0; apply/eqP => /Z.sub_move_0_r e.
by move: lt_ab; rewrite e => /Z.lt_irrefl.
Qed.

Lemma zval_abs a : zval (Z.abs a) = `|zval a|.
Proof.
case: a => [|p|p]; first by rewrite normr0.
  by rewrite ger0_norm ?zval_ge0.
by rewrite -[Z.neg p]/(Z.opp (Z.pos p)) zvalN normrN ger0_norm ?zval_ge0.
Qed.

Definition number := seq Z.

Definition ncons (c : Z) (p : number) :=
  if p is [::] then if Z.eqb c 0 then [::] else [:: c] else c :: p.
Definition ntrim : number -> number := foldr ncons [::].
Fixpoint nadd (p q : number) : number :=
  match p, q with
  | [::], _ => q
  | _, [::] => p
  | a :: p', b :: q' => ncons (Z.add a b) (nadd p' q')
  end.
Definition nscale (c : Z) (p : number) : number :=
  if Z.eqb c 0 then [::] else [seq Z.mul c a | a <- p].
Definition nopp (p : number) : number := [seq Z.opp a | a <- p].

Definition nshift (low p : number) : number :=
  let q := ncons Z0 p in
  if (size q <= size low)%N then q
  else nadd (ntrim (take (size low) q)) (ntrim (nscale (last Z0 q) low)).
Definition nmul (low p q : number) : number :=
  foldr (fun c acc => nadd (nscale c q) (nshift low acc)) [::] p.
Definition ntimes (p q : number) : number :=
  foldr (fun c acc => nadd (nscale c q) (ncons Z0 acc)) [::] p.
Fixpoint npowers_from (low p : number) k : seq number :=
  if k is k'.+1 then p :: npowers_from low (nshift low p) k' else [::].
Definition npowers low n := npowers_from low [:: Z1] n.
Definition ncombine (p : number) (qs : seq number) : number :=
  foldr nadd [::] [seq nscale c.1 c.2 | c <- zip p qs].
Definition nconj low n (p : number) : number :=
  if npowers low n is one :: qs then ncombine p (one :: rev qs) else [::].

Definition canonical m (p : number) := (size p <= m)%N && (last Z1 p != Z0).

Definition xn1 k : number :=
  if k is k'.+1 then Zneg xH :: nseq k' Z0 ++ [:: Z1] else [::].

Definition modulus n (low cof rest : number) :=
  [&& (0 < n)%N, (0 < size low)%N, size low == totient n,
      ntimes (rcons (nopp low) Z1) cof == xn1 n
    & ntimes cof rest ==
      foldr ntimes [:: Z1] [seq xn1 (n %/ p) | p <- primes n]].

Section Values.
Variable z : algC.
Implicit Types (p q : number).

Fixpoint nval p : algC := if p is c :: p' then zval c + z * nval p' else 0.

Lemma nval_ncons c p : nval (ncons c p) = zval c + z * nval p.
Proof.
case: p => //=; case: (Z.eqb_spec c 0) => [->|_] //=.
by rewrite zval0 mulr0 addr0.
Qed.

Lemma nval_ntrim p : nval (ntrim p) = nval p.
Proof. by elim: p => //= c p IHp; rewrite nval_ncons IHp. Qed.

Lemma nval_nadd p q : nval (nadd p q) = nval p + nval q.
Proof.
elim: p q => [|a p IHp] [|b q] /=; rewrite ?add0r ?addr0 //.
by rewrite nval_ncons IHp zvalD mulrDr addrACA.
Qed.

Lemma nval_map_mul c p : nval [seq Z.mul c a | a <- p] = zval c * nval p.
Proof.
elim: p => [|a p IHp] /=; first by rewrite mulr0.
by rewrite IHp zvalM mulrDr !mulrA [z * _]mulrC.
Qed.

Lemma nval_nscale c p : nval (nscale c p) = zval c * nval p.
Proof.
rewrite /nscale; case: (Z.eqb_spec c 0) => [->|_]; first by rewrite zval0 mul0r.
exact: nval_map_mul.
Qed.

Lemma nval_nopp p : nval (nopp p) = - nval p.
Proof.
elim: p => [|a p IHp] /=; first by rewrite oppr0.
by rewrite IHp zvalN mulrN opprD.
Qed.

Lemma nval_cat p q : nval (p ++ q) = nval p + z ^+ size p * nval q.
Proof.
elim: p => [|a p IHp] /=; first by rewrite add0r mul1r.
by rewrite IHp mulrDr addrA mulrA exprS.
Qed.

Lemma nval_rcons p c : nval (rcons p c) = nval p + z ^+ size p * zval c.
Proof. by rewrite -cats1 nval_cat /= mulr0 addr0. Qed.

Lemma nval_nseq0 k : nval (nseq k Z0) = 0.
Proof. by elim: k => //= k ->; rewrite zval0 mulr0 addr0. Qed.

Lemma nval_xn1 k : (0 < k)%N -> nval (xn1 k) = z ^+ k - 1.
Proof.
case: k => // k _ /=; rewrite nval_cat nval_nseq0 size_nseq add0r /=.
by rewrite mulr0 addr0 mulr1 -exprS addrC.
Qed.

Lemma nval_ntimes p q : nval (ntimes p q) = nval p * nval q.
Proof.
elim: p => [|c p IHp] /=; first by rewrite mul0r.
by rewrite nval_nadd nval_nscale nval_ncons IHp zval0 add0r mulrDl mulrA.
Qed.

Lemma nvalE p : nval p = \sum_(k < size p) zval (nth Z0 p k) * z ^+ k.
Proof.
elim: p => [|c p IHp] /=; first by rewrite big_ord0.
rewrite big_ord_recl mulr1 IHp mulr_sumr; congr (_ + _).
by apply: eq_bigr => k _; rewrite exprS mulrCA.
Qed.

Variable low : number.
Hypothesis lowP : nval low = z ^+ size low.
Hypothesis low_gt0 : (0 < size low)%N.

Lemma size_ncons c p : (size (ncons c p) <= (size p).+1)%N.
Proof. by case: p => //=; case: ifP. Qed.

Lemma nval_nshift p : (size p <= size low)%N ->
  nval (nshift low p) = z * nval p.
Proof.
move=> le_p; rewrite -[RHS]add0r -zval0 -nval_ncons /nshift; set q := ncons _ p.
case: leqP => // lt_q; have sz_q : size q = (size low).+1.
  by apply/eqP; rewrite eqn_leq lt_q (leq_trans (size_ncons _ _)).
rewrite nval_nadd !nval_ntrim nval_nscale lowP.
case/lastP: q sz_q {lt_q} => // s c; rewrite size_rcons => -[sz_s].
rewrite last_rcons nval_rcons -sz_s -cats1 take_size_cat //.
by rewrite [zval c * _]mulrC.
Qed.

Lemma size_ntrim p : (size (ntrim p) <= size p)%N.
Proof. by elim: p => //= c p IHp; rewrite (leq_trans (size_ncons _ _)). Qed.

Lemma size_nadd m p q :
  (size p <= m)%N -> (size q <= m)%N -> (size (nadd p q) <= m)%N.
Proof.
elim: p q m => [|a p IHp] [|b q] [|m] //= le_p le_q.
by rewrite (leq_trans (size_ncons _ _)) ?ltnS ?IHp.
Qed.

Lemma size_nscale m c p : (size p <= m)%N -> (size (nscale c p) <= m)%N.
Proof. by rewrite /nscale; case: ifP => // _; rewrite size_map. Qed.

Lemma size_nshift p : (size (nshift low p) <= size low)%N.
Proof.
rewrite /nshift; set q := ncons _ _.
case: (leqP (size q)) => // lt_q; apply: size_nadd.
  by rewrite (leq_trans (size_ntrim _)) // size_take lt_q.
by rewrite (leq_trans (size_ntrim _)) ?size_nscale.
Qed.

Lemma size_nmul p q : (size q <= size low)%N ->
  (size (nmul low p q) <= size low)%N.
Proof.
move=> le_q; case: p => //= c p.
by rewrite size_nadd ?size_nscale ?size_nshift.
Qed.

Lemma nval_nmul p q : (size q <= size low)%N ->
  nval (nmul low p q) = nval p * nval q.
Proof.
move=> le_q; elim: p => [|c p IHp] /=; first by rewrite mul0r.
by rewrite nval_nadd nval_nscale nval_nshift ?size_nmul // IHp mulrDl mulrA.
Qed.

Lemma size_npowers_from p k : size (npowers_from low p k) = k.
Proof. by elim: k p => //= k IHk p; rewrite IHk. Qed.

Lemma nth_npowers_from p k j : (size p <= size low)%N -> (j < k)%N ->
  nval (nth [::] (npowers_from low p k) j) = z ^+ j * nval p.
Proof.
elim: k p j => // k IHk p [|j] le_p lt_jk /=; first by rewrite mul1r.
by rewrite IHk ?size_nshift // nval_nshift // exprSr mulrA.
Qed.

Lemma nth_npowers n j : (j < n)%N -> nval (nth [::] (npowers low n) j) = z ^+ j.
Proof.
by move=> lt_jn; rewrite nth_npowers_from //= mulr0 addr0 mulr1.
Qed.

Lemma nval_ncombine p qs (y : algC) : (size p <= size qs)%N ->
  (forall k, (k < size p)%N -> nval (nth [::] qs k) = y ^+ k) ->
  nval (ncombine p qs) = \sum_(k < size p) zval (nth Z0 p k) * y ^+ k.
Proof.
rewrite /ncombine => le_p qsP.
have -> : \sum_(k < size p) zval (nth Z0 p k) * y ^+ k =
    \sum_(k < size p) zval (nth Z0 p k) * nval (nth [::] qs k).
  by apply: eq_bigr => k _; rewrite qsP.
elim: p qs le_p {qsP} => [|c p IHp] [|q qs] //= le_p; rewrite ?big_ord0 //.
by rewrite big_ord_recl nval_nadd nval_nscale IHp.
Qed.
End Values.

Lemma totient_le n : (totient n <= n)%N.
Proof.
rewrite totient_count_coprime big_mkord -[leqRHS]card_ord -sum1_card.
by apply: leq_sum => i _; case: (coprime _ _).
Qed.

Section Roots.
Variables (n : nat) (z : algC) (low cof rest : number).
Hypotheses (prim : n.-primitive_root z) (mod_n : modulus n low cof rest).

Let n_gt0 : (0 < n)%N := prim_order_gt0 prim.

Lemma modulus_size : size low = totient n.
Proof. by case/and5P: mod_n => _ _ /eqP. Qed.

Lemma modulus_gt0 : (0 < size low)%N.
Proof. by case/and5P: mod_n. Qed.

Lemma modulus_low : nval z low = z ^+ size low.
Proof.
case/and5P: mod_n => _ _ _ /eqP/(congr1 (nval z)) e1 /eqP/(congr1 (nval z)) e2.
move: e1; rewrite nval_ntimes nval_xn1 // prim_expr_order // subrr => /eqP.
rewrite mulf_eq0 nval_rcons nval_nopp size_map mulr1 => /orP[|/eqP cof0].
  by rewrite addrC subr_eq0 => /eqP.
move: e2; rewrite nval_ntimes cof0 mul0r => /esym/eqP/idPn[].
suff nz_all ps : {subset ps <= primes n} ->
    nval z (foldr ntimes [:: Z1] [seq xn1 (n %/ p) | p <- ps]) != 0.
  exact: nz_all.
elim: ps => [|p ps IHps] sub /=; first by rewrite mulr0 addr0 oner_eq0.
have p_n : p \in primes n by apply: sub; rewrite mem_head.
have nz := IHps (fun q q_ps => sub _ (mem_behead (s := p :: ps) q_ps)).
rewrite nval_ntimes mulf_neq0 //.
move: p_n; rewrite mem_primes => /and3P[p_pr _ p_dvd].
rewrite nval_xn1 ?divn_gt0 ?prime_gt0 ?(dvdn_leq n_gt0) // subr_eq0.
apply/eqP=> /eqP; rewrite -(prim_order_dvd prim) => /dvdn_leq.
rewrite divn_gt0 ?prime_gt0 // dvdn_leq // => /(_ isT).
by rewrite leqNgt ltn_Pdiv ?prime_gt1.
Qed.

(* Canonical lists are equal if their values are: the first phi(n) powers of  *)
(* z are linearly independent over the rational numbers.                      *)
Theorem nval_inj p q : canonical (size low) p -> canonical (size low) q ->
  nval z p = nval z q -> p = q.
Proof.
case/andP=> le_p nz_p /andP[le_q nz_q] e.
pose f (s : number) : {poly rat} := Poly [seq (int_of_Z c)%:~R | c <- s].
have fE s : (map_poly ratr (f s)).[z] = nval z s.
  rewrite nvalE (@horner_coef_wide _ (size s)); last first.
    by rewrite size_map_poly (leq_trans (size_Poly _)) ?size_map.
  apply: eq_bigr => k _; rewrite coef_map coef_Poly /=.
  by rewrite (nth_map Z0) ?ratr_int.
have fK s : last Z1 s != Z0 -> f s = [seq (int_of_Z c)%:~R | c <- s] :> seq rat.
  move=> nz; apply: (@PolyK _ ((int_of_Z Z1)%:~R)).
  rewrite (last_map (fun c => (int_of_Z c)%:~R : rat)) intr_eq0.
  by rewrite (inj_eq int_of_Z_inj (last _ _) Z0).
have [m [min_m _ rootE]] := minCpolyP z.
have sz_m : size m = (totient n).+1.
  rewrite -(size_cyclotomic z n) -(minCpoly_cyclotomic prim) min_m.
  by rewrite size_map_poly.
have fpq : f p = f q.
  apply/eqP; rewrite -subr_eq0; apply: contraT => nz.
  have: root (map_poly ratr (f p - f q)) z.
    by rewrite rmorphB /root !hornerE !fE e subrr.
  rewrite rootE => /dvdp_leq => /(_ nz); rewrite sz_m ltnNge => /negP[].
  rewrite (leq_trans (size_add _ _)) // size_opp geq_max -modulus_size.
  by rewrite !(leq_trans (size_Poly _)) ?size_map.
have: f p = f q :> seq rat by rewrite fpq.
rewrite !fK // => /inj_map; apply=> a b /intr_inj.
exact: int_of_Z_inj.
Qed.

Lemma root_neq0 : z != 0.
Proof.
apply/eqP=> z0; have /eqP := prim_expr_order prim.
by rewrite z0 expr0n gtn_eqF // eq_sym oner_eq0.
Qed.

Lemma root_norm : `|z| = 1.
Proof.
apply/eqP; rewrite -(pexpr_eq1 n_gt0) ?normr_ge0 // -normrX.
by rewrite (prim_expr_order prim) normr1.
Qed.

Lemma root_conj : z^* = z ^+ n.-1.
Proof.
have z_n : z ^+ n = 1 := prim_expr_order prim.
apply: (mulfI root_neq0); rewrite -exprS prednK // z_n -normCK.
by rewrite root_norm expr1n.
Qed.

Lemma nval_nconj p : (size p <= size low)%N ->
  nval z (nconj low n p) = (nval z p)^*.
Proof.
move=> le_p; have le_n : (size low <= n)%N.
  by rewrite modulus_size totient_le.
have sz := size_npowers_from low [:: Z1] n.
rewrite /nconj; have pw := nth_npowers modulus_low modulus_gt0.
rewrite /npowers in pw *.
case Dp : (npowers_from low _ n) sz => [|one qs] /= sz.
  by have := n_gt0; rewrite -sz.
rewrite (@nval_ncombine _ _ _ z^*) ?nvalE.
- rewrite rmorph_sum; apply: eq_bigr => k _.
  by rewrite rmorphM zval_conj rmorphX.
- by rewrite /= size_rev sz (leq_trans le_p).
move=> [|k] lt_k /=; first by have := pw n 0%N n_gt0; rewrite /npowers Dp.
have lt_kn : (k < size qs)%N.
  by rewrite -ltnS sz (leq_trans _ le_n) // (leq_trans lt_k).
rewrite nth_rev //; have := pw n (size qs - k.+1).+1.
rewrite /npowers Dp /= -subSn // subSS => ->; last first.
  by rewrite -sz ltnS leq_subr.
have nz : z ^+ k.+1 != 0 by rewrite expf_neq0 // root_neq0.
apply: (mulIf nz); rewrite -exprD -exprMn mulrC root_conj -exprS prednK //.
have -> : (size qs - k + k.+1 = n)%N by rewrite addnS subnK // ltnW.
by rewrite (prim_expr_order prim) expr1n.
Qed.

Lemma real_nconj p : (size p <= size low)%N -> nconj low n p = p ->
  nval z p \is Num.real.
Proof. by move=> le_p e; rewrite CrealE -nval_nconj // e. Qed.
End Roots.

(* Sparse vectors and matrices of numbers of Q(zeta_n) that compute.          *)
(*                                                                            *)
(*   vec         == pairs of a coordinate and a number                        *)
(*   vsum z v i  == the sum of the values of v at the coordinate i            *)
(*   vcol z d v  == the column vector of v                                    *)
(*   mmx z e d m == the matrix with the columns of m, over the denominator e  *)
(*   proper m d v == coordinates increase and are less than d, and numbers    *)
(*                  are canonical and not 0: such lists are equal if their    *)
(*                  vectors are                                               *)
(*   vadd, vscale, vmul, vdot == sum, multiple, matrix times vector, and dot  *)
(*                  product without conjugation                               *)

Definition vec := seq (nat * number).

Definition before (p q : nat * number) := (p.1 < q.1)%N.

Definition proper m d (v : vec) : bool :=
  sorted before v && all (fun p =>
    [&& (p.1 < d)%N, canonical m p.2 & p.2 != [::]]) v.

Fixpoint vadd (v w : vec) : vec :=
  if v is a :: v' then
    (fix merge (w : vec) : vec :=
      if w is b :: w' then
        if (a.1 < b.1)%N then a :: vadd v' w
        else if (b.1 < a.1)%N then b :: merge w'
        else if nadd a.2 b.2 is [::] then vadd v' w'
        else (a.1, nadd a.2 b.2) :: vadd v' w'
      else v) w
  else w.

Definition vscale low (x : number) (v : vec) : vec :=
  [seq (p.1, nmul low x p.2) | p <- v].
Definition vtimes (e : Z) (v : vec) : vec := [seq (p.1, nscale e p.2) | p <- v].
Definition vmul low (cols : seq vec) (v : vec) : vec :=
  foldr (fun p acc => vadd (vscale low p.2 (nth [::] cols p.1)) acc) [::] v.
Fixpoint lookup (v : vec) i : number :=
  if v is p :: v' then if p.1 == i then p.2 else lookup v' i else [::].
Definition vdot low (v w : vec) : number :=
  foldr (fun p acc => nadd (nmul low p.2 (lookup w p.1)) acc) [::] v.

Section Values.
Variable z : algC.
Implicit Types (v w : vec) (i : nat).

Definition vsum v i : algC := \sum_(p <- v | p.1 == i) nval z p.2.
Definition vcol d v : 'cV[algC]_d := \col_i vsum v i.
Definition mmx (e : algC) d (cols : seq vec) : 'M[algC]_d :=
  \matrix_(i, j) (vsum (nth [::] cols j) i / e).

Lemma vsum_nil i : vsum [::] i = 0. Proof. exact: big_nil. Qed.

Lemma vsum_cons p v i :
  vsum (p :: v) i = (if p.1 == i then nval z p.2 else 0) + vsum v i.
Proof. by rewrite /vsum big_cons; case: ifP => // _; rewrite add0r. Qed.

Lemma vsum_vadd v w i : vsum (vadd v w) i = vsum v i + vsum w i.
Proof.
elim: v w => [|a v IHv] w /=; first by rewrite vsum_nil add0r.
elim: w => [|b w IHw]; first by rewrite vsum_nil addr0.
case: ltngtP => [_|_|e].
- by rewrite !vsum_cons IHv vsum_cons addrA.
- by rewrite vsum_cons IHw !vsum_cons addrCA.
rewrite !vsum_cons -e addrACA -IHv.
transitivity ((if a.1 == i then nval z (nadd a.2 b.2) else 0) +
    vsum (vadd v w) i); last first.
  by rewrite nval_nadd; case: ifP; rewrite ?addr0.
case: (nadd _ _) => [|c p]; last by rewrite vsum_cons.
by rewrite if_same add0r.
Qed.

Lemma vsum_vtimes e v i : vsum (vtimes e v) i = zval e * vsum v i.
Proof.
rewrite /vsum big_map mulr_sumr; apply: eq_bigr => p _.
by rewrite nval_nscale.
Qed.

Variables (low : number).
Hypotheses (lowP : nval z low = z ^+ size low) (low_gt0 : (0 < size low)%N).
Local Notation m := (size low).
Local Notation proper := (proper m).

Lemma proper_size d v p : proper d v -> p \in v -> (size p.2 <= m)%N.
Proof. by case/andP=> _ /allP/(_ _ _)/and3P H /H[_ /andP[]]. Qed.

Lemma vsum_vscale d x v i : proper d v ->
  vsum (vscale low x v) i = nval z x * vsum v i.
Proof.
move=> pv; rewrite /vsum big_map mulr_sumr big_seq_cond [RHS]big_seq_cond.
apply: eq_bigr => p /andP[/(proper_size pv) le_p _].
by rewrite nval_nmul.
Qed.

Lemma vsum_vmul d cols v i : all (proper d) cols ->
  vsum (vmul low cols v) i =
  \sum_(p <- v) nval z p.2 * vsum (nth [::] cols p.1) i.
Proof.
move=> pc; elim: v => [|p v IHv]; first by rewrite big_nil vsum_nil.
rewrite big_cons /= vsum_vadd IHv (@vsum_vscale d) //.
have [lt|ge] := ltnP p.1 (size cols); first exact: (allP pc) (mem_nth _ lt).
by rewrite nth_default.
Qed.

(* Sums over the coordinates.                                                 *)
Lemma sum_vsum d v (g : nat -> algC) : all (fun p => p.1 < d)%N v ->
  \sum_(i < d) g i * vsum v i = \sum_(p <- v) g p.1 * nval z p.2.
Proof.
move=> lt_d.
transitivity (\sum_(i < d) \sum_(p <- v | p.1 == i) g i * nval z p.2).
  by apply: eq_bigr => i _; rewrite mulr_sumr.
rewrite (exchange_big_dep xpredT) //= big_seq [RHS]big_seq.
apply: eq_bigr => p /(allP lt_d) lt_p.
rewrite (big_pred1 (Ordinal lt_p)) // => i.
by rewrite /= eq_sym.
Qed.

Lemma proper_lt d v : proper d v -> all (fun p => p.1 < d)%N v.
Proof. by case/andP=> _; apply: sub_all => p /and3P[]. Qed.

Lemma vcol_vmul e d cols v b : all (proper d) cols -> proper d v ->
  mmx e d cols *m vcol d v + e^-1 *: vcol d b =
  e^-1 *: vcol d (vadd (vmul low cols v) b).
Proof.
move=> pc /proper_lt lt_d; apply/colP=> i; rewrite !mxE vsum_vadd mulrDr.
congr (_ + _); rewrite (vsum_vmul _ _ pc) mulr_sumr.
transitivity (\sum_(j < d) vsum (nth [::] cols j) i / e * vsum v j).
  by apply: eq_bigr => j _; rewrite !mxE.
rewrite (sum_vsum (fun j => vsum (nth [::] cols j) i / e) lt_d).
by apply: eq_bigr => p _; rewrite mulrAC mulrC [X in _ * X]mulrC.
Qed.

Lemma before_trans : transitive before.
Proof. by move=> q p r; apply: ltn_trans. Qed.

Lemma vsum_far p v i : path before p v -> (i <= p.1)%N -> vsum v i = 0.
Proof.
move=> /(order_path_min before_trans)/allP far le_i.
rewrite /vsum big_seq_cond big1 // => q /andP[/far lt_q /eqP e].
by move: lt_q; rewrite /before e ltnNge le_i.
Qed.

Lemma vsum_mem d v p : proper d v -> p \in v -> vsum v p.1 = nval z p.2.
Proof.
case/andP=> + _; elim: v => // q v IHv path_v; rewrite vsum_cons inE.
case/predU1P=> [->|p_v].
  by rewrite eqxx (vsum_far path_v) ?addr0.
have lt_p := allP (order_path_min before_trans path_v) _ p_v.
by rewrite ltn_eqF // add0r IHv // (path_sorted path_v).
Qed.

Lemma vsum_lookup d v i : proper d v -> vsum v i = nval z (lookup v i).
Proof.
case/andP=> + _; elim: v => [|q v IHv] path_v; first by rewrite vsum_nil.
rewrite vsum_cons /=; case: eqP => [<-|_].
  by rewrite (vsum_far path_v) ?addr0.
by rewrite add0r IHv // (path_sorted path_v).
Qed.

Lemma lookup_mem v i : lookup v i != [::] -> (i, lookup v i) \in v.
Proof.
elim: v => //= -[j x] v IHv /=; rewrite inE.
by case: (j =P i) => [-> _|_ /IHv->]; rewrite ?eqxx ?orbT.
Qed.

Lemma size_lookup d v i : proper d v -> (size (lookup v i) <= m)%N.
Proof.
move=> pv; have [->//|] := eqVneq (lookup v i) [::].
by move/lookup_mem/(proper_size pv).
Qed.

(* Where the vector is not 0 it has an entry.                                 *)
Lemma vsum_entry d v i : proper d v -> vsum v i != 0 ->
  exists2 x, (i, x) \in v & vsum v i = nval z x.
Proof.
move=> pv nz; have e := vsum_lookup i pv.
exists (lookup v i) => //; apply: lookup_mem.
by apply: contraNneq nz; rewrite e => ->.
Qed.

Lemma vdotE d v w : proper d v -> proper d w ->
  nval z (vdot low v w) = \sum_(i < d) vsum v i * vsum w i.
Proof.
move=> pv pw; under eq_bigr do rewrite mulrC.
rewrite (sum_vsum (vsum w) (proper_lt pv)) /vdot.
elim: v {pv} => [|p v IHv]; first by rewrite big_nil.
rewrite big_cons /= nval_nadd IHv nval_nmul ?(size_lookup _ pw) //.
by rewrite mulrC (vsum_lookup _ pw).
Qed.

Lemma vdot_row d v w : proper d v -> proper d w ->
  ((vcol d v)^T *m vcol d w) 0 0 = nval z (vdot low v w).
Proof.
by move=> pv pw; rewrite mxE (vdotE pv pw); apply: eq_bigr => i _; rewrite !mxE.
Qed.

Hypothesis inj : forall p q, canonical m p -> canonical m q ->
  nval z p = nval z q -> p = q.

Lemma proper_neq0 d v p : proper d v -> p \in v -> nval z p.2 != 0.
Proof.
case/andP=> _ /allP/(_ p) pv /pv/and3P[_ can nz].
by apply: contraNneq nz => e; apply/eqP/inj.
Qed.

Lemma vcol_inj d v w : proper d v -> proper d w -> vcol d v = vcol d w -> v = w.
Proof.
move=> pv pw /colP e; have sub v1 v2 : proper d v1 -> proper d v2 ->
    (forall i : 'I_d, vsum v1 i = vsum v2 i) -> {subset v1 <= v2}.
  move=> p1 p2 eq12 p p_v; have lt_p := allP (proper_lt p1) _ p_v.
  have sum2 : vsum v2 p.1 = nval z p.2.
    by rewrite -(eq12 (Ordinal lt_p)) (vsum_mem p1).
  have [|x x_v] := @vsum_entry d v2 p.1 p2.
    by rewrite sum2 (proper_neq0 p1).
  rewrite sum2 => /inj e2; rewrite [p]surjective_pairing e2 //.
    by have /andP[_ /allP/(_ _ p_v)/and3P[]] := p1.
  by have /andP[_ /allP/(_ _ x_v)/and3P[]] := p2.
have eqvw (i : 'I_d) : vsum v i = vsum w i by have := e i; rewrite !mxE.
have irr : irreflexive before by move=> p; apply: ltnn.
have [/andP[sv _] /andP[sw _]] := (pv, pw).
apply: (irr_sorted_eq before_trans irr sv sw) => p.
by apply/idP/idP; apply: sub => // i; rewrite eqvw.
Qed.
End Values.

(* Enclosures of the powers of a root of unity by integers that compute.      *)
(*                                                                            *)
(*   pval (a, b) == the algebraic number a + i b                              *)
(*   close s p q r == p q is s r but for rounding                             *)
(*   enclosure n s ps == Some e if the pairs ps = (s, 0), p, .. prove that an *)
(*                  n-th root of unity z exists with |s z^k - ps_k| <= e for  *)
(*                  all k <= n, and that it is primitive                      *)
(*   positive ps e p == these bounds prove that the value of p has a positive *)
(*                  real part                                                 *)
(*                                                                            *)
(* Whoever finds the pairs need not be trusted: if u^n is near 1, then one of *)
(* the n roots is near u, for the sum of 1 / (u - r) over them is             *)
(* n u^(n-1) / (u^n - 1).                                                     *)

Lemma deriv_far (C : numClosedFieldType) (rs : seq C) (u d : C) :
  0 <= d -> (forall r, r \in rs -> d <= `|u - r|) ->
  `|(\prod_(r <- rs) ('X - r%:P))^`().[u]| * d <=
  (size rs)%:R * `|(\prod_(r <- rs) ('X - r%:P)).[u]|.
Proof.
move=> d_ge0; elim: rs => [|r rs IHrs] far.
  by rewrite big_nil derivC horner0 normr0 !mul0r.
have {IHrs}IHrs := IHrs (fun s s_rs => far s (mem_behead (s := r :: rs) s_rs)).
rewrite big_cons derivM derivXsubC mul1r hornerD !hornerM hornerXsubC.
set q := _.[u]; set q' := _.[u].
apply: le_trans (ler_wpmul2r d_ge0 (ler_norm_add _ _)) _; rewrite [leLHS]mulrDl.
rewrite [(size _)%:R]mulrS [leRHS]mulrDl mul1r !normrM ler_add //.
  by rewrite mulrC ler_wpmul2r // far ?mem_head.
by rewrite -[leLHS]mulrA [leRHS]mulrCA ler_wpmul2l.
Qed.

(* If u^n is near 1, then u is near an n-th root of unity.                    *)
Theorem near_root (C : numClosedFieldType) n (u d : C) :
  (0 < n)%N -> 0 <= d -> `|u ^+ n - 1| < `|u| ^+ n.-1 * d ->
  exists2 w, w ^+ n = 1 & `|u - w| < d.
Proof.
move=> n_gt0 d_ge0 near.
have monP : ('X^n - 1 : {poly C}) \is monic by apply: monic_Xn_sub_1.
have [rs Drs] := closed_field_poly_normal ('X^n - 1 : {poly C}).
rewrite (monicP monP) scale1r in Drs.
have sz : size rs = n.
  have := congr1 (fun p : {poly C} => size p) Drs.
  by rewrite size_Xn_sub_1 // size_prod_XsubC => -[].
have [/allP far|] := boolP (all (fun r => d <= `|u - r|) rs).
  have := deriv_far d_ge0 far; rewrite -Drs !derivE subr0 !hornerE !hornerMn.
  rewrite !hornerXn sz -mulr_natl normrM normr_nat -mulrA.
  rewrite ler_pmul2l ?ltr0n // normrX => /le_lt_trans/(_ near).
  by rewrite ltxx.
rewrite -has_predC => /hasP[w w_rs /= near_w]; exists w.
  have: root ('X^n - 1) w by rewrite Drs root_prod_XsubC.
  by rewrite /root !hornerE hornerXn subr_eq0 => /eqP.
by rewrite real_ltNge ?normr_real ?ger0_real.
Qed.

Definition pair := (Z * Z)%type.

Definition pval (p : pair) : algC := zval p.1 + 'i * zval p.2.

Definition far_by (s : Z) (p : pair) : Z :=
  Z.add (Z.abs (Z.sub p.1 s)) (Z.abs p.2).

Definition close (s : Z) (p q r : pair) : bool :=
  Z.leb
    (Z.add
      (Z.abs (Z.sub (Z.sub (Z.mul p.1 q.1) (Z.mul p.2 q.2)) (Z.mul s r.1)))
      (Z.abs (Z.sub (Z.add (Z.mul p.1 q.2) (Z.mul p.2 q.1)) (Z.mul s r.2))))
    (Z.add s s).

Definition zn : nat -> Z := Z.of_nat.

Definition enclosure n (s : Z) (ps : seq pair) : option Z :=
  let p := nth (s, Z0) ps 1 in
  let h := Z.add (far_by s (nth (s, Z0) ps n)) (zn (2 * n)) in
  let e := Z.mul (zn n) (Z.add (Z.add h h) 3) in
  if [&& (0 < n)%N, Z.ltb 0 s, size ps == n.+1, nth (s, Z0) ps 0 == (s, Z0),
      Z.leb (Z.add (Z.mul p.1 p.1) (Z.mul p.2 p.2)) (Z.mul s s),
      path (close s p) (s, Z0) (behead ps), Z.leb (Z.add h h) s
    & all (fun q => Z.ltb e (Z.abs (Z.sub q.1 s)) || Z.ltb e (Z.abs q.2))
        (take n.-1 (behead ps))]
  then Some e else None.

Fixpoint real_part (ps : seq pair) (p : number) : Z :=
  match p, ps with
  | c :: p', a :: ps' => Z.add (Z.mul c a.1) (real_part ps' p')
  | _, _ => Z0
  end.

Definition weight (p : number) : Z :=
  foldr (fun c w => Z.add (Z.abs c) w) Z0 p.

Definition positive (ps : seq pair) (e : Z) (p : number) : bool :=
  (size p <= size ps)%N && Z.ltb (Z.mul e (weight p)) (real_part ps p).

Lemma zval_zn n : zval (zn n) = n%:R.
Proof.
rewrite /zval; suff -> : int_of_Z (zn n) = n by [].
by rewrite /zn; apply: (can_inj Z_of_intK); rewrite int_of_ZK.
Qed.

Lemma pval_norm p : `|pval p| <= zval (Z.add (Z.abs p.1) (Z.abs p.2)).
Proof.
rewrite zvalD !zval_abs (le_trans (ler_norm_add _ _)) // ler_add //.
by rewrite normrM normCi mul1r.
Qed.

Lemma pval_norm_re p : `|zval p.1| <= `|pval p|.
Proof.
have -> : zval p.1 = 'Re (pval p) by rewrite Re_rect ?zval_real.
exact: leif_normC_Re_Creal.
Qed.

Lemma pval_norm_im p : `|zval p.2| <= `|pval p|.
Proof.
have -> : zval p.2 = 'Im (pval p) by rewrite Im_rect ?zval_real.
rewrite -(ler_pexpn2r (n := 2)) ?nnegrE ?normr_ge0 //.
rewrite [leRHS]normC2_Re_Im real_normK ?Creal_Im // ler_addr.
by rewrite -realEsqr Creal_Re.
Qed.

Lemma pval_norm2 p :
  `|pval p| ^+ 2 = zval (Z.add (Z.mul p.1 p.1) (Z.mul p.2 p.2)).
Proof.
rewrite normC2_Re_Im Re_rect ?zval_real // Im_rect ?zval_real //.
by rewrite zvalD !zvalM !expr2.
Qed.

Lemma close_norm s p q r : close s p q r ->
  `|pval p * pval q - zval s * pval r| <= zval s + zval s.
Proof.
move=> /zval_le; rewrite zvalD [leRHS]zvalD.
set a := Z.sub _ _; set b := Z.sub _ _; rewrite -zvalD.
have -> : pval p * pval q - zval s * pval r = pval (a, b).
  rewrite /pval /= !(zvalB, zvalD, zvalM) !(mulrDl, mulrDr).
  have -> : 'i * zval p.2 * ('i * zval q.2) = - (zval p.2 * zval q.2).
    by rewrite mulrACA -expr2 sqrCi mulN1r.
  rewrite !mulrN !opprD !mulrA ![_ * 'i]mulrC -!addrA.
  set X := 'i * _ * _; set Y := 'i * _ * _.
  set C := - _; set D := - _; set E := 'i * _ * _.
  by rewrite (addrCA D X) (addrCA C X) (addrCA D Y) (addrCA C Y).
exact/le_trans/pval_norm.
Qed.

Section Chain.
Variables (n : nat) (s e : Z) (ps : seq pair).
Hypothesis ok : enclosure n s ps = Some e.
Local Notation nthp := (nth (s, Z0) ps).
Local Notation p := (nthp 1).

Let S := zval s.
Let u := pval p / S.

Let okP : exists h,
  [/\ h = Z.add (far_by s (nthp n)) (zn (2 * n)),
      e = Z.mul (zn n) (Z.add (Z.add h h) 3) &
  [/\ (0 < n)%N, 0 < S, size ps = n.+1, nthp 0 = (s, Z0) &
  [/\ `|pval p| <= S, path (close s p) (s, Z0) (behead ps),
      zval h + zval h <= S &
   forall k, (0 < k < n)%N ->
     zval e < zval (Z.abs (Z.sub (nthp k).1 s)) \/
     zval e < zval (Z.abs (nthp k).2)]]].
Proof.
exists (Z.add (far_by s (nthp n)) (zn (2 * n))).
move: ok; rewrite /enclosure; case: ifP => // /and4P[n_gt0 s_gt0 /eqP sz].
case/and5P=> /eqP p0 small path_p le_h /allP far [<-]; split=> //; split=> //.
  exact: (zval_lt s_gt0).
have S_ge0 : 0 <= S by apply/ltW/(zval_lt s_gt0).
split=> //.
- rewrite -(ler_pexpn2r (n := 2)) ?nnegrE ?normr_ge0 // pval_norm2 expr2.
  by rewrite -zvalM zval_le.
- by rewrite -zvalD zval_le.
move=> k /andP[k_gt0 lt_kn].
have /far : nthp k \in take n.-1 (behead ps).
  have lt_k : (k.-1 < n.-1)%N by rewrite -ltnS !prednK // (ltn_trans k_gt0).
  apply/(nthP (s, Z0)); exists k.-1; last first.
    by rewrite nth_take // nth_behead prednK.
  by rewrite size_takel // size_behead sz leq_pred.
by case/orP=> /zval_lt lt; [left|right].
Qed.
Let chain_near k : (k <= n)%N -> `|pval (nthp k) - S * u ^+ k| <= k%:R *+ 2.
Proof.
have [h [_ _ [n_gt0 S_gt0 sz p0 [le_p path_p _ _]]]] := okP.
have u_le1 : `|u| <= 1.
  by rewrite normrM normfV (gtr0_norm S_gt0) ler_pdivr_mulr ?mul1r.
elim: k => [|k IHk] lt_k.
  by rewrite p0 /pval /= zval0 mulr0 addr0 mulr1 subrr normr0 mul0rn.
have /(pathP (s, Z0)) := path_p; rewrite size_behead sz => /(_ _ lt_k).
have -> : (s, Z0) :: behead ps = ps by rewrite -p0; case: (ps) sz.
rewrite nth_behead => /close_norm; rewrite -/S => step.
have Sn0 : S != 0 by rewrite gt_eqF.
rewrite -(ler_pmul2l S_gt0) -{1}(gtr0_norm S_gt0) -normrM.
have -> : S * (pval (nthp k.+1) - S * u ^+ k.+1) =
    pval p * (pval (nthp k) - S * u ^+ k) -
    (pval p * pval (nthp k) - S * pval (nthp k.+1)).
  have Dp : pval p = S * u by rewrite mulrC divfK.
  rewrite Dp !mulrBr opprB [RHS]addrC addrA subrK exprS.
  by rewrite (mulrACA S u) -(mulrA S S).
apply: le_trans (ler_norm_sub _ _) _.
rewrite [k.+1%:R]mulrSr mulrnDl [leRHS]mulrDr ler_add //.
  by rewrite normrM ler_pmul ?IHk // ltnW.
by rewrite [leRHS]mulr_natr mulr2n.
Qed.

Theorem enclosure_root :
  exists2 z, n.-primitive_root z &
    forall k, (k <= n)%N -> `|S * z ^+ k - pval (nthp k)| <= zval e.
Proof.
have [h [Dh De [n_gt0 S_gt0 sz p0 [le_p path_p le_h far]]]] := okP.
have u_le1 : `|u| <= 1.
  by rewrite normrM normfV (gtr0_norm S_gt0) ler_pdivr_mulr ?mul1r.
have Sn0 : S != 0 by rewrite gt_eqF.
set H := zval h in le_h; have near_n : `|u ^+ n - 1| * S <= H.
  rewrite -{1}(gtr0_norm S_gt0) -normrM mulrBl mul1r mulrC.
  have -> : S * u ^+ n - S =
    (pval (nthp n) - S) - (pval (nthp n) - S * u ^+ n).
    by rewrite opprB [RHS]addrC addrA subrK.
  rewrite (le_trans (ler_norm_sub _ _)) // /H Dh zvalD zval_zn ler_add //.
    have -> : pval (nthp n) - S = pval (Z.sub (nthp n).1 s, (nthp n).2).
      by rewrite /pval /= zvalB addrAC.
    exact: pval_norm.
  by rewrite (le_trans (chain_near (leqnn n))) // -mulr_natr -natrM mulnC.
have H_ge0 : 0 <= H.
  by apply: le_trans near_n; rewrite mulr_ge0 // ltW.
pose d := (H + H + 1) / S; have d_ge0 : 0 <= d.
  by rewrite divr_ge0 ?addr_ge0 ?ler01 ?(ltW S_gt0).
have half : `|u ^+ n - 1| + `|u ^+ n - 1| <= 1.
  rewrite -(ler_pmul2r S_gt0) mulrDl mul1r (le_trans _ le_h) //.
  by rewrite ler_add.
have big : 1 <= `|u| ^+ n.-1 + `|u| ^+ n.-1.
  have le_n : `|u ^+ n| <= `|u| ^+ n.-1.
    rewrite normrX -{1}(prednK n_gt0) exprSr ler_pimulr ?exprn_ge0 //.
  apply: le_trans (ler_add le_n le_n).
  rewrite -(ler_add2l (`|u ^+ n - 1| + `|u ^+ n - 1|)).
  rewrite addrACA (le_trans (ler_add half (lexx 1))) //.
  have one_le : 1 <= `|u ^+ n - 1| + `|u ^+ n|.
    apply: le_trans (ler_norm_sub _ _).
    by rewrite addrAC subrr add0r normrN normr1.
  exact: ler_add.
have near : `|u ^+ n - 1| < `|u| ^+ n.-1 * d.
  rewrite -(ltr_pmul2r S_gt0) -mulrA divfK // (le_lt_trans near_n) //.
  move: big; set x := `|u| ^+ _ => big.
  have x_gt0 : 0 < x.
    rewrite lt_neqAle exprn_ge0 // andbT eq_sym.
    by apply: contraTneq big => ->; rewrite addr0 ler10.
  rewrite mulrDr mulr1 mulrDr -mulrDl.
  by rewrite (le_lt_trans (ler_pemull H_ge0 big)) // ltr_addl.
have [w w_n near_w] := near_root n_gt0 d_ge0 near.
have w1 : `|w| = 1.
  by apply/eqP; rewrite -(pexpr_eq1 n_gt0) ?normr_ge0 // -normrX w_n normr1.
have near_k k : `|u ^+ k - w ^+ k| <= k%:R * d.
  elim: k => [|k IHk]; first by rewrite subrr normr0 mul0r.
  have -> : u ^+ k.+1 - w ^+ k.+1 = u * (u ^+ k - w ^+ k) + (u - w) * w ^+ k.
    by rewrite !exprS mulrBr mulrBl addrA subrK.
  apply: le_trans (ler_norm_add _ _) _.
  rewrite [k.+1%:R]mulrSr [leRHS]mulrDl mul1r ler_add //.
    by rewrite normrM -[leRHS]mul1r ler_pmul.
  by rewrite normrM normrX w1 expr1n mulr1 ltW.
have all_k k : (k <= n)%N -> `|S * w ^+ k - pval (nthp k)| <= zval e.
  move=> le_k; have -> : S * w ^+ k - pval (nthp k) =
    - (S * (u ^+ k - w ^+ k)) - (pval (nthp k) - S * u ^+ k).
    by rewrite mulrBr !opprB addrA subrK.
  rewrite (le_trans (ler_norm_sub _ _)) // normrN normrM (gtr0_norm S_gt0).
  have -> : zval e = n%:R * (H + H + 1) + n%:R *+ 2.
    rewrite De zvalM zvalD zvalD zval_zn -/H -[n%:R *+ 2]mulr_natr -mulrDr.
    have -> : zval 3 = 1 + 2%:R by exact: (natrD _ 1 2).
    by rewrite !addrA.
  rewrite ler_add //.
    rewrite -[H + H + 1](divfK Sn0) -/d mulrA [leRHS]mulrC ler_pmul2l //.
    rewrite (le_trans (near_k _)) // ler_wpmul2r ?ler_nat //.
  by rewrite (le_trans (chain_near le_k)) // ler_wmuln2r // ler_nat.
exists w => //; rewrite /primitive_root_of_unity n_gt0 /=.
apply/forallP=> i; rewrite unity_rootE; apply/eqP.
have [->|ne] := eqVneq i.+1 n; first by rewrite w_n eqxx.
have lt_i : (i.+1 < n)%N by rewrite ltn_neqAle ne ltn_ord.
apply: contraTF isT => /eqP w_i.
have le_e := all_k _ (ltnW lt_i); rewrite w_i mulr1 in le_e.
have {}le_e : `|pval (Z.sub (nthp i.+1).1 s, (nthp i.+1).2)| <= zval e.
  rewrite distrC in le_e; rewrite (le_trans _ le_e) // /pval /= zvalB.
  by rewrite [leLHS](_ : _ =
    `|zval (nthp i.+1).1 + 'i * zval (nthp i.+1).2 - S|) // addrAC.
have [] := far i.+1 lt_i.
  rewrite zval_abs => /lt_le_trans/(_ (le_trans (pval_norm_re _) le_e)).
  by rewrite ltxx.
rewrite zval_abs => /lt_le_trans/(_ (le_trans (pval_norm_im _) le_e)).
by rewrite ltxx.
Qed.
Lemma real_part_near z p : (forall k, (k <= n)%N ->
    `|S * z ^+ k - pval (nthp k)| <= zval e) -> (size p <= size ps)%N ->
  `|S * 'Re (nval z p) - zval (real_part ps p)| <= zval e * zval (weight p).
Proof.
move=> near le_p; have sz_n : size ps = n.+1 by have [h [_ _ [_ _ ->]]] := okP.
have {near}near k : (k < size ps)%N ->
    `|S * 'Re (z ^+ k) - zval (nthp k).1| <= zval e.
  rewrite sz_n => /near; apply: le_trans.
  have -> : S * 'Re (z ^+ k) - zval (nthp k).1 =
      'Re (S * z ^+ k - pval (nthp k)).
    by rewrite raddfB /= Re_rect ?zval_real // ReMl ?zval_real.
  exact: leif_normC_Re_Creal.
have -> : nval z p = nval z p * z ^+ 0 by rewrite mulr1.
have {near}: forall k, (k < size ps)%N ->
    `|S * 'Re (z ^+ (0 + k)) - zval (nth (s, Z0) ps k).1| <= zval e by [].
elim: p (ps) 0%N le_p {sz_n} => [|c p IHp] [|a qs] j //= le_p near.
  by rewrite mul0r raddf0 mulr0 subr0 zval0 mulr0 normr0.
  by rewrite mul0r raddf0 mulr0 subr0 zval0 mulr0 normr0.
rewrite mulrDl raddfD /= mulrDr !zvalD opprD addrACA mulrDr.
apply: le_trans (ler_norm_add _ _) _; apply: ler_add.
  rewrite ReMl ?zval_real // zvalM mulrCA -mulrBr normrM [leLHS]mulrC -zval_abs.
  rewrite ler_wpmul2r ?zval_abs ?normr_ge0 //.
  by have := near 0%N isT; rewrite addn0.
have -> : z * nval z p * z ^+ j = nval z p * z ^+ j.+1.
  by rewrite exprS mulrCA !mulrA.
apply: IHp => // k lt_k; have := near k.+1 lt_k.
by rewrite addnS addSn.
Qed.

Theorem positive_gt0 z p : (forall k, (k <= n)%N ->
    `|S * z ^+ k - pval (nthp k)| <= zval e) ->
  positive ps e p -> 0 < 'Re (nval z p).
Proof.
move=> near /andP[le_p /zval_lt lt_e]; have S_gt0 : 0 < S.
  by have [h [_ _ [_ ->]]] := okP.
rewrite -(pmulr_rgt0 _ S_gt0); have := real_part_near near le_p.
rewrite -zvalM real_ler_distl; last first.
  by rewrite rpredB ?rpredM ?Creal_Re ?zval_real.
case/andP=> le_re _; apply: lt_le_trans le_re.
by rewrite subr_gt0.
Qed.
End Chain.
