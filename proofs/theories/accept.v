(* The acceptance conditions of a certificate with the answer "yes", as one   *)
(* function that computes, and the proof that what it accepts is true.        *)
(*                                                                            *)
(*   minimal  == a machine with start 0, and the image of each state in it    *)
(*   evidence == an orbit: matrices in a form of membership.v, relative to a  *)
(*               metric or not, offsets over their denominators, points,      *)
(*               successors and states of points, a row and a bias for each   *)
(*               output; the conductor, witnesses                             *)
(*               for its cyclotomic polynomial (low, cofactor, rest), and an  *)
(*               approximation of a root of unity, turn / scale               *)
(*   claim    == restriction, bound on the width, decoder, additive term,     *)
(*               number of letters, and the automaton                         *)
(*   min_answer mi w == the output of the minimal machine after w             *)
(*   onto m k mi == the image carries the machine m onto the minimal one      *)
(*   accepts cl mi ev == the evidence proves the claim                        *)
(*   question_of cl == what the claim answers                                 *)
(*   possible cl mi ev == a finer approximation might let it prove the claim  *)
(*                                                                            *)
(* A number is a list of integers, its coefficients; whoever clears the       *)
(* denominators need not be trusted, as any evidence that passes will do.     *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ssrZ.
From BilinearTheory Require Import model realization rules claim numbers.
From BilinearTheory Require Import membership follows.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Local Notation Z1 := (Zpos xH).

Record minimal := Minimal {
  min_transitions : seq (seq nat);
  min_outputs : seq nat;
  image : seq (option nat)
}.

Record evidence := Evidence {
  width : nat;
  conductor : nat;
  low : number;
  cofactor : number;
  rest : number;
  scale : Z;
  turn : pair;
  matrices : system;
  metric : option (seq vec * seq number);
  offsets : seq vec;
  vectors : seq vec;
  next : seq (seq nat);
  states : seq nat;
  readouts : seq nat;
  rows : seq vec;
  bias : seq number
}.

Record claimed := Claimed {
  restricted : class;
  bounded : option nat;
  decoding : decoder;
  additive_term : bool;
  letters : nat;
  automaton : machine
}.

(* The automaton of the claim, and the minimal one.                           *)
Definition onto (m : machine) (k : nat) (mi : minimal) : bool :=
  (nth None (image mi) (start m) == Some 0%N) &&
  all (fun q => if nth None (image mi) q is Some p then
      (output_of (outputs m) q == output_of (min_outputs mi) p) &&
      all (fun x => nth None (image mi) (next_of (transitions m) q x) ==
        Some (next_of (min_transitions mi) p x)) (iota 0 k)
    else true) (iota 0 (size (image mi))).

Definition min_answer (mi : minimal) (w : seq nat) : nat :=
  output_of (min_outputs mi) (foldl (next_of (min_transitions mi)) 0%N w).

Lemma onto_answer m k mi (w : seq 'I_k) : onto m k mi ->
  answer m (map val w) = min_answer mi (map val w).
Proof.
case/andP=> /eqP start_p /allP onto_p.
have fold_val (tbl : seq (seq nat)) q : foldl (next_of tbl) q (map val w) =
    foldl (fun q (x : 'I_k) => next_of tbl q x) q w.
  by elim: w q => //= x w' IHw q; rewrite IHw.
rewrite /answer /min_answer !fold_val.
apply: (@collapse_answer 'I_k nat nat nat (nth None (image mi))) => //.
split=> // p q e; have lt_p : (p < size (image mi))%N.
  by rewrite ltnNge; apply/negP=> /(nth_default None); rewrite e.
have : p \in iota 0 (size (image mi)) by rewrite mem_iota.
move/onto_p; rewrite e => /andP[/eqP-> /allP next_p]; split=> // x.
by apply/eqP/next_p; rewrite mem_iota ltn_ord.
Qed.

(* Approximate powers of turn / scale, rounded down; nothing is claimed.      *)
Fixpoint powers_from (s : Z) (u p : pair) k : seq pair :=
  p :: if k is k'.+1 then
    powers_from s u
      (Z.div (Z.sub (Z.mul p.1 u.1) (Z.mul p.2 u.2)) s,
       Z.div (Z.add (Z.mul p.1 u.2) (Z.mul p.2 u.1)) s) k'
  else [::].

Section Accept.
Variables (cl : claimed) (mi : minimal) (ev : evidence).
Local Notation n := (conductor ev).
Local Notation d := (width ev).
Local Notation m := (size (low ev)).
Local Notation points := (size (vectors ev)).

Definition powers := powers_from (scale ev) (turn ev) (scale ev, Z0) n.

Definition is_real (p : number) :=
  (size p <= 1)%N || (nconj (low ev) n p == p).

Definition point p := nth [::] (vectors ev) p.
Definition offset x := nth [::] (offsets ev) x.

Definition well_formed :=
  [&& modulus n (low ev) (cofactor ev) (rest ev),
      proper_system (low ev) d (matrices ev), all (proper m d) (offsets ev),
      all (proper m d) (vectors ev), (0 < points)%N, uniq (vectors ev)
    & additive_term cl || (size (offsets ev) == 0%N)].

(* A_x v_p + b_x = v_q, and the state of q follows that of p.                 *)
Definition equation p x :=
  if apply (low ev) d (matrices ev) x (point p) is Some u then
    vadd u (offset x) ==
      vtimes (scale_of (matrices ev) x) (point (next_of (next ev) p x))
  else false.

Definition follows_state p x :=
  nth 0%N (states ev) (next_of (next ev) p x) ==
    next_of (min_transitions mi) (nth 0%N (states ev) p) x.

Definition orbit_closed :=
  (nth 0%N (states ev) 0 == 0%N) &&
  all (fun p => all (fun x =>
      [&& (next_of (next ev) p x < points)%N, equation p x & follows_state p x])
    (iota 0 (letters cl))) (iota 0 points).

Definition bound_ok :=
  (if bounded cl is Some size then (d <= size)%N else true) &&
  (of_reals (restricted cl) (bounded cl) ==>
    all (all (fun e : nat * number => is_real e.2)) (vectors ev)).

Definition logit y p : number :=
  nadd (vdot (low ev) (nth [::] (rows ev) y) (point p)) (nth [::] (bias ev) y).

(* The class speaks of single matrices.                                       *)
Definition single (c : class) : bool :=
  match c with
  | Householder _ | HouseholderHeads _ | CPReal _ | CPComplex _ => false
  | _ => true
  end.

Section Positive.
Variable pos : number -> bool.

Definition single_members (e : Z) (used : seq (seq vec)) : bool :=
  all (class_ok (low ev) e is_real pos d (restricted cl)) used ||
  (if restricted cl is BlockReal size then
     (2 <= size)%N && all (entries_ok d (fun i j _ => i == j)) used
   else false).

Definition is_orthogonal (c : class) : bool :=
  if c is Ruled Orthogonal then true else false.

Definition members : bool :=
  let g := metric ev in
  let factors_ok fs := all (factor_ok (low ev) d is_real pos g) fs in
  match matrices ev with
  | Columns e ms =>
      [&& single (restricted cl), (letters cl <= seq.size ms)%N
        & if g is None then single_members e (take (letters cl) ms) else
          [&& is_orthogonal (restricted cl), metric_ok (low ev) d is_real pos g
            & all (fun cols => all (real_vec is_real) cols &&
                isometry (low ev) d g e cols) (take (letters cl) ms)]]
  | Factors hs fs =>
      metric_ok (low ev) d is_real pos g &&
      match restricted cl with
      | Householder n => all (fun x => let l := nth [::] fs x in
          (seq.size l <= n)%N && factors_ok l) (iota 0 (letters cl))
      | HouseholderHeads n => all (fun x => let l := nth [::] fs x in
          factors_ok l && heads_ok d g hs n l) (iota 0 (letters cl))
      | _ => false
      end
  | Outer e us vs ws =>
      (g == None) &&
      match restricted cl with
      | CPReal n => [&& (seq.size us <= n)%N, all (real_vec is_real) us,
          all (real_vec is_real) vs & all (real_vec is_real) ws]
      | CPComplex n => (seq.size us <= n)%N
      | _ => false
      end
  end.

Definition right_output p :=
  output_of (min_outputs mi) (nth 0%N (states ev) p).

(* The right output has the largest logit at the point.                       *)
Definition strict_at p :=
  let y := index (right_output p) (readouts ev) in
  let right := logit y p in
  (y < size (readouts ev))%N &&
  all (fun z => (z == y) || pos (nadd right (nopp (logit z p))))
    (iota 0 (size (readouts ev))).

Definition decoder_ok :=
  if decoding cl is Linear then
    [&& all (proper m d) (rows ev),
        all (fun q => (size q <= m)%N) (bias ev)
      & all strict_at (iota 0 points)]
  else true.

Definition accepts_with :=
  [&& onto (automaton cl) (letters cl) mi, well_formed, bound_ok, members,
      orbit_closed & decoder_ok].
End Positive.

Definition certain (enc : option Z) (ps : seq pair) (p : number) : bool :=
  if enc is Some e then positive ps e p else false.

Definition accepts : bool :=
  let ps := powers in
  let enc := enclosure n (scale ev) ps in
  accepts_with (certain enc ps).

(* No positivity that is asked for is known to fail.                          *)
Definition possible : bool :=
  let ps := powers in
  let enc := enclosure n (scale ev) ps in
  accepts_with (fun p => ~~ certain enc ps (nopp p) &&
    (nadd p (nconj (low ev) n p) != [::])).

Section Sound.
Variables (z : algC) (pos : number -> bool).
Hypotheses (prim : n.-primitive_root z).
Hypothesis posP : forall p, pos p -> 0 < 'Re (nval z p).
Hypothesis mod_n : modulus n (low ev) (cofactor ev) (rest ev).
Hypothesis proper_sys : proper_system (low ev) d (matrices ev).
Hypothesis mems : members pos.

Local Notation L := 'I_(letters cl).
Local Notation E x := (zval (scale_of (matrices ev) x)).

Let A (x : L) : 'M[algC]_d := sys_mx z d (matrices ev) x.
Let b (x : L) : 'cV[algC]_d := (E x)^-1 *: vcol z d (offset x).
Let lowP : nval z (low ev) = z ^+ m. Proof. exact: modulus_low prim mod_n. Qed.
Let low_gt0 : (0 < m)%N. Proof. exact: modulus_gt0 mod_n. Qed.

Let E_gt0 x : 0 < E x.
Proof.
case: (matrices ev) proper_sys => [e ms|hs fs|e us vs ws] /=.
- by case/andP=> /zval_lt.
- move=> ps; have : all (fun f => [&& proper m d (key f), proper m d (dual f),
      (size (top f) <= m)%N & Z.ltb 0 (bottom f)]) (nth [::] fs x).
    have [lt|ge] := ltnP x (size fs); last by rewrite nth_default.
    exact: (all_nthP [::] ps).
  elim: (nth _ _ _) => [|f l IHl] /=; first by rewrite zval1 ltr01.
  by case/andP=> /and4P[_ _ _ /zval_lt b_gt0] /IHl gt0; rewrite zvalM mulr_gt0.
by case/and4P=> /zval_lt.
Qed.

Let inj p q : canonical m p -> canonical m q -> nval z p = nval z q -> p = q.
Proof. exact: (nval_inj prim mod_n). Qed.

Let realP x : (size x <= m)%N -> is_real x -> nval z x \is Num.real.
Proof.
move=> le_x /orP[|/eqP/(real_nconj prim mod_n le_x)//].
by case: x {le_x} => [|c []] //= _; rewrite ?mulr0 ?addr0 ?zval_real ?real0.
Qed.

(* What the claim speaks of, once the metric is turned into the identity.     *)
Let B : 'M[algC]_d := root d (metric ev) z.
Let turned_mx (x : L) : 'M[algC]_d := B *m A x *m invmx B.

Let plain : metric ev = None -> turned_mx =1 A.
Proof.
by move=> none x; rewrite /turned_mx /B none /root invmx1 mulmx1 mul1mx.
Qed.

Let metricP : metric_ok (low ev) d is_real pos (metric ev).
Proof.
move: mems; rewrite /members.
case: (matrices ev) => [e ms|hs fs|e us vs ws].
- by case/and3P=> _ _; case: (metric ev) => // g /and3P[].
- by case/andP.
by case/andP=> /eqP->.
Qed.

Let B_unit : B \in unitmx.
Proof. by apply: (root_unitmx inj realP posP metricP). Qed.

Let single_family e ms : matrices ev = Columns e ms -> single (restricted cl) ->
  metric ev = None -> (letters cl <= size ms)%N ->
  single_members pos e (take (letters cl) ms) ->
  in_family turned_mx (restricted cl).
Proof.
move=> Ds sc none le_l used_ok.
have cols (x : L) : [/\ nth [::] ms x \in take (letters cl) ms,
    size (nth [::] ms x) = d, all (proper m d) (nth [::] ms x)
    & turned_mx x = mmx z (zval e) d (nth [::] ms x)].
  have lt_x : (x < size ms)%N by apply: leq_trans le_l.
  have := proper_sys; rewrite Ds => /andP[_ /allP ps].
  have /andP[/eqP sz pc] := ps _ (mem_nth [::] lt_x).
  split=> //; last by rewrite plain // /A Ds.
  by rewrite -(nth_take _ (ltn_ord x)) mem_nth // size_takel // ltn_ord.
have e_gt0 : 0 < zval e by have := proper_sys; rewrite Ds => /andP[/zval_lt].
have mem : all (class_ok (low ev) e is_real pos d (restricted cl))
    (take (letters cl) ms) -> forall x, in_class (restricted cl) (turned_mx x).
  move=> /allP all_ok x; have [used sz pc ->] := cols x.
  by apply: class_okP (all_ok _ used).
move: used_ok; rewrite /single_members.
case: (restricted cl) sc mem => [r||||k|k|k|k|k|k] //= _ mem;
  rewrite ?orbF //; try exact: mem.
case/orP=> [/mem|/andP[ge2 /allP diag]]; first by left.
right; split=> // x; have [used sz pc ->] := cols x.
by apply: (entries_diag e z pc sz (diag _ used)) => i j _ /eqP.
Qed.

Let factors_family hs fs x : matrices ev = Factors hs fs ->
  all (factor_ok (low ev) d is_real pos (metric ev)) (nth [::] fs x) ->
  forall f, List.In f (nth [::] fs x) -> proper_factor (low ev) d f &&
    factor_ok (low ev) d is_real pos (metric ev) f.
Proof.
move=> Ds fac f f_in; have := proper_sys; rewrite Ds /= => ps.
have [lt|ge] := ltnP x (size fs); last by rewrite nth_default in f_in.
apply/andP; split; last exact: (all_in fac f_in).
exact: (all_in (all_nthP [::] ps _ lt) f_in).
Qed.

Let factors_turn hs fs (x : L) : matrices ev = Factors hs fs ->
  all (factor_ok (low ev) d is_real pos (metric ev)) (nth [::] fs x) ->
  let ts := rev (map (turned d (metric ev) z) (nth [::] fs x)) in
  turned_mx x = steps ts /\ all (@reflector d) ts.
Proof.
move=> Ds fac; have := factors_family Ds fac.
move/(turn_factors lowP inj realP posP metricP).
by rewrite /turned_mx /A Ds.
Qed.

Let outer_family e us vs ws (real : bool) R : matrices ev = Outer e us vs ws ->
  metric ev = None -> (size us <= R)%N ->
  (real -> [/\ all (real_vec is_real) us, all (real_vec is_real) vs
    & all (real_vec is_real) ws]) -> cp_factors turned_mx real R.
Proof.
move=> Ds none le_R re; have := proper_sys; rewrite Ds /=.
case/and4P=> /zval_lt e_gt0 pu pvs pw.
pose U : 'M[algC]_(d, size us) := (zval e)^-1 *: outer_mx z d us.
pose V : 'M[algC]_(d, size us) := \matrix_(i, r) vsum z (nth [::] vs r) i.
pose w (x : L) : 'rV[algC]_(size us) := \row_r vsum z (nth [::] ws x) r.
exists (size us), U, V, w; split=> // [x|/re[us_re vs_re ws_re]].
  by rewrite plain // /A Ds /= /U -!scalemxAl.
have entry n cols r i : all (proper m n) cols -> all (real_vec is_real) cols ->
    vsum z (nth [::] cols r) i \is Num.real.
  move=> pc cols_re; have pr := proper_nth r pc.
  have [->|nz] := eqVneq (vsum z (nth [::] cols r) i) 0; first exact: real0.
  have [y y_in ->] := vsum_entry pr nz.
  have [lt|ge] := ltnP r (size cols); last by rewrite nth_default in y_in.
  apply: realP; first exact: proper_size pr y_in.
  exact: (allP (allP cols_re _ (mem_nth [::] lt)) _ y_in).
split; [apply/real_mxP=> i r|apply/real_mxP=> i r|move=> x];
  last apply/real_mxP=> i r.
- by rewrite !mxE rpredM ?rpredV ?zval_real // (entry d).
- by rewrite mxE (entry d).
by rewrite mxE (entry (size us)).
Qed.

Lemma family_ok : in_family turned_mx (restricted cl).
Proof.
move: mems; rewrite /members.
case Ds: (matrices ev) => [e ms|hs fs|e us vs ws].
- case/and3P=> sc le_l; case Dg: (metric ev) => [g|] mem; last first.
    exact: single_family Ds sc Dg le_l mem.
  case/and3P: mem => orth _ /allP iso.
  have -> : restricted cl = Ruled Orthogonal.
    by case: (restricted cl) orth => // -[].
  move=> x; have lt_x : (x < size ms)%N by apply: leq_trans le_l.
  have used : nth [::] ms x \in take (letters cl) ms.
    by rewrite -(nth_take _ (ltn_ord x)) mem_nth // size_takel // ltn_ord.
  have := proper_sys; rewrite Ds => /andP[/zval_lt e_gt0 /allP ps].
  have /andP[/eqP sz pc] := ps _ (mem_nth [::] lt_x).
  rewrite -Dg in iso; have /andP[re iso_x] := iso _ used.
  apply: (isometry_orthogonal lowP low_gt0 inj realP posP metricP e_gt0 pc sz re
    iso_x); by rewrite /turned_mx /A Ds.
- case/andP=> _; case: (restricted cl) => // n /allP fac.
    exists (fun x : L =>
      rev (map (turned d (metric ev) z) (nth [::] fs x))) => x.
    have /fac/andP[sz fac_x] : val x \in iota 0 (letters cl).
      by rewrite mem_iota ltn_ord.
    have [-> refl] := factors_turn Ds fac_x.
    by split=> //; rewrite size_rev size_map.
  exists (fun i : 'I_d => nth 0%N hs i).
  exists (fun x : L => rev (map (turned d (metric ev) z) (nth [::] fs x))) => x.
  have /fac/andP[fac_x hds] : val x \in iota 0 (letters cl).
    by rewrite mem_iota ltn_ord.
  have [-> refl] := factors_turn Ds fac_x.
  have [lie cnt] := heads_lie lowP realP posP metricP
    (factors_family Ds fac_x) hds.
  by split.
case/andP=> /eqP none; case: (restricted cl) => // n.
  case/and4P=> le_n us_re vs_re ws_re.
  by apply: (outer_family Ds none le_n).
by move=> le_n; apply: (outer_family Ds none le_n).
Qed.

(* Without a metric the matrices themselves are meant.                        *)
Lemma members_family : metric ev = None -> in_family A (restricted cl).
Proof.
move=> none; apply: (in_family_along (g := id) _ family_ok) => x.
by rewrite -[RHS]/(turned_mx x) plain.
Qed.

(* What the decoder reads off from points.                                    *)
Lemma decoder_reads (K : Type) (f : seq K -> nat)
    (h : seq K -> 'cV[algC]_d) :
  all (proper m d) (vectors ev) -> uniq (vectors ev) -> decoder_ok pos ->
  (forall w, exists2 p, (p < points)%N &
     h w = vcol z d (point p) /\ f w = right_output p) ->
  reads f (decoding cl) h.
Proof.
move=> /allP proper_v uniq_v.
have proper_point p : (p < points)%N -> proper m d (point p).
  by move=> lt_p; apply/proper_v/mem_nth.
pose v p : 'cV[algC]_d := vcol z d (point p).
rewrite /decoder_ok => + ans.
case: (decoding cl) => [/and3P[/allP pr /allP sz_b /allP lin]|_] /=; last first.
  exists (fun x => right_output (index x [seq v p | p <- iota 0 points])) => w.
  have [p lt_p [-> ->]] := ans w; congr right_output.
  have uv : uniq [seq v p | p <- iota 0 points].
    rewrite map_inj_in_uniq ?iota_uniq // => i j.
    rewrite !mem_iota => /= lt_i lt_j /(vcol_inj inj (proper_point _ lt_i)).
    by move/(_ (proper_point _ lt_j))/eqP; rewrite /point nth_uniq // => /eqP.
  have nth_v : nth 0 [seq v p | p <- iota 0 points] p = v p.
    by rewrite (nth_map 0%N) ?size_iota // nth_iota.
  by rewrite -/(v p) -{1}nth_v index_uniq // size_map size_iota.
pose row y := nth [::] (rows ev) (index y (readouts ev)).
pose beta y := nth [::] (bias ev) (index y (readouts ev)).
exists (readouts ev), (fun y => (vcol z d (row y))^T),
  (fun y => nval z (beta y)).
move=> w; have [p lt_p [-> ->]] := ans w.
have /lin/andP[lt_y /allP strict] : p \in iota 0 points by rewrite mem_iota.
split; first by rewrite -index_mem.
move=> y y_in ne; set y0 := right_output p in lt_y strict ne *.
have proper_row t : proper m d (nth [::] (rows ev) t).
  have [lt|ge] := ltnP t (size (rows ev)); first exact: pr (mem_nth _ lt).
  by rewrite nth_default.
have logitE t : ((vcol z d (row t))^T *m vcol z d (point p)) 0 0 +
    nval z (beta t) = nval z (logit (index t (readouts ev)) p).
  rewrite /logit nval_nadd.
  by rewrite (vdot_row lowP (proper_row _) (proper_point _ lt_p)).
rewrite !logitE -subr_gt0 -raddfB /=.
have /strict/orP[/eqP e|/posP] :
    index y (readouts ev) \in iota 0 (size (readouts ev)).
- by rewrite mem_iota index_mem.
- by case/eqP: ne; rewrite -(nth_index 0%N y_in) e nth_index // -index_mem.
by rewrite nval_nadd nval_nopp.
Qed.

Section Orbit.
Hypothesis ok : accepts_with pos.

Let v p : 'cV[algC]_d := vcol z d (point p).
Let go p (x : L) := next_of (next ev) p x.
Let state p := nth 0%N (states ev) p.

Let wf : well_formed. Proof. by case/and5P: ok. Qed.

Let proper_point p : (p < points)%N -> proper m d (point p).
Proof.
move=> lt_p; case/and5P: wf => _ _ _ /allP-> //.
exact: mem_nth.
Qed.

Let points_gt0 : (0 < points)%N.
Proof. by case/and5P: wf => _ _ _ _ /and3P[]. Qed.

Let closed p (x : L) : (p < points)%N ->
  [/\ (go p x < points)%N, A x *m v p + b x = v (go p x)
    & state (go p x) = next_of (min_transitions mi) (state p) x].
Proof.
move=> lt_p; case/and5P: ok => _ _ _ _ /andP[/andP[_ /allP cl_p] _].
have /cl_p/allP cl_x : p \in iota 0 points by rewrite mem_iota.
have /cl_x/and3P[lt_q eq_v /eqP st_q] : val x \in iota 0 (letters cl).
  by rewrite mem_iota ltn_ord.
split=> //; rewrite /equation in eq_v.
case Du: (apply _ _ _ _ _) eq_v => [u|//] /eqP eq_v.
have := apply_value lowP proper_sys (proper_point lt_p) Du.
have nz : E x != 0 by rewrite gt_eqF.
rewrite -/(A x) -/(v p) => uE; apply: (scalerI nz).
rewrite scalerDr -uE /b scalerA divff // scale1r.
have -> : vcol z d u + vcol z d (offset x) = vcol z d (vadd u (offset x)).
  by apply/colP=> i; rewrite !mxE vsum_vadd.
by rewrite eq_v; apply/colP=> i; rewrite !mxE vsum_vtimes.
Qed.

Let along w : exists2 p, (p < points)%N &
  arun A b (v 0) w = v p /\
  state p = foldl (next_of (min_transitions mi)) 0%N (map val w).
Proof.
have start0 : state 0 = 0%N.
  by case/and5P: ok => _ _ _ _ /andP[/andP[/eqP]].
elim/last_ind: w => [|w x [p lt_p [run_p st_p]]]; first by exists 0%N.
have [lt_q eq_v st_q] := closed x lt_p; exists (go p x) => //.
rewrite /arun map_rcons !foldl_rcons -/(arun _ _ _ _) run_p -st_p st_q.
by split.
Qed.

Let map_answer w : answer (automaton cl) (map val w) =
  min_answer mi [seq val (x : L) | x <- w].
Proof. by apply: onto_answer; case/andP: ok. Qed.

Let real_point p : (p < points)%N ->
  all (fun e : nat * number => is_real e.2) (point p) -> real_mx (v p).
Proof.
move=> lt_p re; have pp := proper_point lt_p; apply/real_mxP=> i j.
rewrite mxE; have [->|nz] := eqVneq (vsum z (point p) i) 0; first exact: real0.
have [x x_p ->] := vsum_entry pp nz.
by apply: realP (allP re _ x_p); apply: proper_size pp x_p.
Qed.

Theorem accepts_with_sound :
  realizable (fun w : seq L => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
have stepP x h : B *m astep A b h x =
    astep turned_mx (fun x => B *m b x) (B *m h) x.
  by rewrite /astep /turned_mx mulmxDr !mulmxA mulmxKV.
have backP : cancel (mulmx B : 'cV_d -> _) (mulmx (invmx B)) := mulKmx B_unit.
have rowP (c : 'rV_d) (h : 'cV_d) :
    'Re ((c *m invmx B *m (B *m h)) 0 0) = 'Re ((c *m h) 0 0).
  by rewrite mulmxA mulmxKV.
have orbA : orbit_in (astep A b) (v 0) [seq v p | p <- iota 0 points].
  move=> w; have [p lt_p [+ _]] := along w; rewrite /arun => ->.
  by apply/mapP; exists p; rewrite ?mem_iota.
exists d, turned_mx, (fun x => B *m b x), (B *m v 0).
exists [seq B *m h | h <- [seq v p | p <- iota 0 points]]; split.
- exact: family_ok.
- case/and5P: ok => _ _ /andP[wi re] _ _; rewrite /within wi /=.
  apply/implyP=> reals; rewrite reals /= in re; have {}re := allP re.
  apply/allP=> _ /mapP[_ /mapP[p + ->] ->]; rewrite mem_iota => /= lt_p.
  apply: real_mulmx; first exact: (root_realmx realP posP metricP).
  by apply: real_point => //; apply: re; apply: mem_nth.
- case/and5P: wf => _ _ _ _ /and3P[_ _ /orP[->|/eqP/size0nil e]].
    by left.
  right=> x; rewrite /b /offset e nth_nil.
  suff -> : vcol z d [::] = 0 by rewrite scaler0 mulmx0.
  by apply/colP=> i; rewrite !mxE vsum_nil.
- exact: (orbit_along stepP).
apply: (decodes_along stepP backP rowP).
have ans w : exists2 p, (p < points)%N & arun A b (v 0) w = v p /\
    answer (automaton cl) (map val w) = right_output p.
  have [p lt_p [run_p st_p]] := along w; exists p => //; split=> //.
  by rewrite map_answer /right_output -/(state p) st_p.
have [proper_v uniq_v] : all (proper m d) (vectors ev) /\ uniq (vectors ev).
  by case/and5P: wf => _ _ _ -> /and3P[_ -> _].
have dec_ok : decoder_ok pos by case/and5P: ok => _ _ _ _ /andP[].
have := decoder_reads proper_v uniq_v dec_ok ans.
by case: (decoding cl).
Qed.
End Orbit.
End Sound.

(* A test that asks for signs, over a root of unity that the powers enclose.  *)
Lemma over_root (test : (number -> bool) -> bool) (P : Prop) : (0 < n)%N ->
  (forall (z : algC) (pos : number -> bool), n.-primitive_root z ->
     (forall p, pos p -> 0 < 'Re (nval z p)) -> test pos -> P) ->
  test (certain (enclosure n (scale ev) powers) powers) -> P.
Proof.
set ps := powers => n_gt0 sound; case Denc: (enclosure _ _ ps) => [e|].
  have [z prim near] := enclosure_root Denc.
  by apply: sound prim _ => p /(positive_gt0 Denc near).
by have [z prim] := C_prim_root_exists n_gt0; apply: sound prim _.
Qed.

(* What the function accepts is true.                                         *)
Theorem accepts_sound : accepts ->
  realizable (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /accepts => ok; have n_gt0 : (0 < n)%N.
  by case/and5P: ok => _ /andP[/andP[]].
apply: (over_root (test := accepts_with)) ok => // z pos prim posP ok.
case/and5P: (ok) => _ /and3P[mod_n proper_sys _] _ mems _.
exact: (accepts_with_sound prim posP mod_n proper_sys mems ok).
Qed.

(* So are the claims that follow.                                             *)
Definition question_of : question :=
  Question (restricted cl) (bounded cl) (decoding cl) (additive_term cl).

Theorem accepts_follows q : accepts -> follows question_of q ->
  answered (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w)) q.
Proof. by move=> /accepts_sound yes fol; apply: follows_sound fol yes. Qed.
End Accept.
