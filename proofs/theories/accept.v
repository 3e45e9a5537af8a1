(* The acceptance conditions of a certificate with the answer "yes", as one   *)
(* function that computes, and the proof that what it accepts is true.        *)
(*                                                                            *)
(*   minimal  == a machine with start 0, and the image of each state in it    *)
(*   evidence == an orbit: matrices by columns over one denominator, offsets  *)
(*               over the same one, points, successors and states of points,  *)
(*               a row and a bias for each output; the conductor, witnesses   *)
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
From BilinearTheory Require Import automaton orbit model affine realization.
From BilinearTheory Require Import rules claim numbers enclosure vectors.
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
  den : Z;
  matrices : seq (seq vec);
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
Definition columns x := nth [::] (matrices ev) x.
Definition offset x := nth [::] (offsets ev) x.

Definition well_formed :=
  [&& modulus n (low ev) (cofactor ev) (rest ev), Z.ltb 0 (den ev),
      all (fun cols => (size cols == d) && all (proper m d) cols) (matrices ev),
      all (proper m d) (offsets ev),
      all (proper m d) (vectors ev), (0 < points)%N, uniq (vectors ev),
      all (fun x => (x < size (matrices ev))%N &&
        ((x < size (offsets ev))%N || (offset x == [::]))) (iota 0 (letters cl))
    & additive_term cl || (size (offsets ev) == 0%N)].

(* A_x v_p + b_x = v_q, and the state of q follows that of p.                 *)
Definition orbit_closed :=
  (nth 0%N (states ev) 0 == 0%N) &&
  all (fun p => all (fun x =>
    let q := next_of (next ev) p x in
    [&& (q < points)%N,
        vadd (vmul (low ev) (columns x) (point p)) (offset x) ==
          vtimes (den ev) (point q)
      & nth 0%N (states ev) q ==
        next_of (min_transitions mi) (nth 0%N (states ev) p) x])
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

Definition members :=
  let used := take (letters cl) (matrices ev) in
  single (restricted cl) && all
    (class_ok (low ev) (den ev) is_real pos d (restricted cl)) used ||
  (if restricted cl is BlockReal size then
     (2 <= size)%N && all (entries_ok d (fun i j _ => i == j)) used
   else false).

Definition right_output p :=
  output_of (min_outputs mi) (nth 0%N (states ev) p).

Definition decoder_ok :=
  if decoding cl is Linear then
    [&& all (proper m d) (rows ev),
        all (fun q => (size q <= m)%N) (bias ev)
      & all (fun p =>
          let y := index (right_output p) (readouts ev) in
          let right := logit y p in
          (y < size (readouts ev))%N &&
          all (fun z => (z == y) || pos (nadd right (nopp (logit z p))))
            (iota 0 (size (readouts ev)))) (iota 0 points)]
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
Hypothesis ok : accepts_with pos.

Local Notation L := 'I_(letters cl).
Local Notation E := (zval (den ev)).

Let A (x : L) : 'M[algC]_d := mmx z E d (columns x).
Let b (x : L) : 'cV[algC]_d := E^-1 *: vcol z d (offset x).
Let v p : 'cV[algC]_d := vcol z d (point p).
Let go p (x : L) := next_of (next ev) p x.
Let state p := nth 0%N (states ev) p.

Let wf : well_formed. Proof. by case/and5P: ok. Qed.

Let mod_n : modulus n (low ev) (cofactor ev) (rest ev).
Proof. by case/andP: wf. Qed.

Let lowP : nval z (low ev) = z ^+ m. Proof. exact: modulus_low prim mod_n. Qed.
Let low_gt0 : (0 < m)%N. Proof. exact: modulus_gt0 mod_n. Qed.

Let E_gt0 : 0 < E.
Proof. by case/and3P: wf => _ /zval_lt. Qed.

Let proper_cols (x : L) : size (columns x) = d /\ all (proper m d) (columns x).
Proof.
case/and5P: wf => _ _ /allP mats _ /and5P[_ _ _ /allP lets _].
have /lets/andP[lt_x _] : val x \in iota 0 (letters cl).
  by rewrite mem_iota ltn_ord.
by have /andP[/eqP] := mats _ (mem_nth [::] lt_x).
Qed.

Let proper_point p : (p < points)%N -> proper m d (point p).
Proof.
move=> lt_p; case/and5P: wf => _ _ _ _ /andP[/allP-> //].
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
have /cl_x/and3P[lt_q /eqP eq_v /eqP st_q] : val x \in iota 0 (letters cl).
  by rewrite mem_iota ltn_ord.
split=> //; have [_ pc] := proper_cols x.
rewrite /A /b (vcol_vmul lowP) ?proper_point // eq_v.
apply/colP=> i; rewrite !mxE vsum_vtimes mulrA mulVf ?mul1r //.
by rewrite gt_eqF.
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

Let inj p q : canonical m p -> canonical m q -> nval z p = nval z q -> p = q.
Proof. exact: (nval_inj prim mod_n). Qed.

Let realP x : (size x <= m)%N -> is_real x -> nval z x \is Num.real.
Proof.
move=> le_x /orP[|/eqP/(real_nconj prim mod_n le_x)//].
by case: x {le_x} => [|c []] //= _; rewrite ?mulr0 ?addr0 ?zval_real ?real0.
Qed.

Let family_ok : in_family A (restricted cl).
Proof.
have used (x : L) : columns x \in take (letters cl) (matrices ev).
  case/and5P: wf => _ _ _ _ /and5P[_ _ _ /allP lets _].
  have /lets/andP[lt_x _] : val x \in iota 0 (letters cl).
    by rewrite mem_iota ltn_ord.
  rewrite /columns -(nth_take _ (ltn_ord x)) mem_nth // size_take.
  by case: ifP => // _; apply: ltn_ord.
case/and5P: ok => _ _ _ mems _.
have mem x : all (class_ok (low ev) (den ev) is_real pos d (restricted cl))
    (take (letters cl) (matrices ev)) -> in_class (restricted cl) (A x).
  move=> /allP mem; have [sz pc] := proper_cols x.
  by apply: class_okP (mem _ (used x)).
move: mems; rewrite /members.
case: (restricted cl) mem => [r||||k|k|k|k|k|k] /= mem;
  rewrite ?orbF //; try exact: (fun ok_m x => mem x ok_m).
case/orP=> [ok_m|/andP[ge2 /allP diag]]; first by left=> x; apply: mem.
right; split=> // x; have [sz pc] := proper_cols x.
by apply: (entries_diag (den ev) z pc sz (diag _ (used x))) => i j _ /eqP.
Qed.

Theorem accepts_with_sound :
  realizable (fun w : seq L => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
exists d, A, b, (v 0), [seq v p | p <- iota 0 points]; split.
- exact: family_ok.
- case/and5P: ok => _ _ /andP[wi re] _ _; rewrite /within wi /=.
  apply/implyP=> reals; rewrite reals /= in re; have {}re := allP re.
  apply/allP=> _ /mapP[p + ->]; rewrite mem_iota => /= lt_p.
  apply/forallP=> i; apply/forallP=> j; rewrite mxE.
  have pp := proper_point lt_p.
  have [->|nz] := eqVneq (vsum z (point p) i) 0; first exact: real0.
  have [x x_p ->] := vsum_entry pp nz.
  apply: realP; first exact: proper_size pp x_p.
  by have /re/allP/(_ _ x_p) : point p \in vectors ev by apply: mem_nth.
- case/and5P: wf => _ _ _ _ /and5P[_ _ _ _ /orP[->|/eqP/size0nil e]].
    by left.
  right=> x; rewrite /b /offset e nth_nil; apply/colP=> i.
  by rewrite !mxE vsum_nil mulr0.
- move=> w; have [p lt_p [+ _]] := along w; rewrite /arun => ->.
  by apply/mapP; exists p; rewrite ?mem_iota.
have ans w : exists2 p, (p < points)%N & arun A b (v 0) w = v p /\
    answer (automaton cl) (map val w) = right_output p.
  have [p lt_p [run_p st_p]] := along w; exists p => //; split=> //.
  by rewrite map_answer /right_output -/(state p) st_p.
case/and5P: ok => _ _ _ _ /andP[_]; rewrite /decoder_ok.
case: (decoding cl) => [/and3P[/allP pr /allP sz_b /allP lin]|_] /=; last first.
  exists (fun h => right_output (index h [seq v p | p <- iota 0 points])) => w.
  have [p lt_p [-> ->]] := ans w; congr right_output.
  have uv : uniq [seq v p | p <- iota 0 points].
    rewrite map_inj_in_uniq ?iota_uniq // => i j.
    rewrite !mem_iota => /= lt_i lt_j /(vcol_inj inj (proper_point lt_i)).
    move/(_ (proper_point lt_j))/eqP; rewrite /point nth_uniq //.
      by move/eqP.
    by case/and5P: wf => _ _ _ _ /and4P[].
  have nth_v : nth 0 [seq v p | p <- iota 0 points] p = v p.
    by rewrite (nth_map 0%N) ?size_iota // nth_iota.
  by rewrite -{1}nth_v index_uniq // size_map size_iota.
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
have logitE t : ((vcol z d (row t))^T *m v p) 0 0 + nval z (beta t) =
    nval z (logit (index t (readouts ev)) p).
  rewrite /logit nval_nadd.
  by rewrite (vdot_row lowP (proper_row _) (proper_point lt_p)).
rewrite !logitE -subr_gt0 -raddfB /=.
have /strict/orP[/eqP e|/posP] :
    index y (readouts ev) \in iota 0 (size (readouts ev)).
- by rewrite mem_iota index_mem.
- by case/eqP: ne; rewrite -(nth_index 0%N y_in) e nth_index // -index_mem.
by rewrite nval_nadd nval_nopp.
Qed.
End Sound.

(* What the function accepts is true.                                         *)
Theorem accepts_sound : accepts ->
  realizable (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /accepts; set ps := powers; case Denc: (enclosure _ _ ps) => [e|] ok.
  have [z prim near] := enclosure_root Denc.
  by apply: accepts_with_sound prim _ ok => p /(positive_gt0 Denc near).
have n_gt0 : (0 < n)%N by case/and5P: ok => _ /andP[/andP[]].
have [z prim] := C_prim_root_exists n_gt0.
exact: accepts_with_sound prim _ ok.
Qed.

(* So are the claims that follow.                                             *)
Definition question_of : question :=
  Question (restricted cl) (bounded cl) (decoding cl) (additive_term cl).

Theorem accepts_follows q : accepts -> follows question_of q ->
  answered (fun w : seq 'I_(letters cl) => answer (automaton cl) (map val w)) q.
Proof. by move=> /accepts_sound yes fol; apply: follows_sound fol yes. Qed.
End Accept.
