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
