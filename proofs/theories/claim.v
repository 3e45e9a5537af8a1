(* What a certificate claims.                                                 *)
(*                                                                            *)
(*   machine      == table of successors, outputs, start: lists of numbers    *)
(*   answer m w   == the output of m after the word w, a list of letters      *)
(*   class        == the restrictions of a matrix: those of rules.v and more  *)
(*   bound        == a bound on the width                                     *)
(*   of_reals c bound == the vectors have to be real: the class is one over   *)
(*                   the reals, and bounds the width, factors or columns      *)
(*   in_class c A == the matrix A lies in the class c, one of those that      *)
(*                   speak of a matrix by itself                              *)
(*   reflector f  == the factor f = (c, k) is real, with 0 < c k^T k <= 2     *)
(*   steps fs     == the product of the matrices 1 - c k k^T of the factors   *)
(*   lies head h f == the key of the factor f lies in the head h              *)
(*   real_mx M    == all entries are real                                     *)
(*   cp_factors A real R == A x = U diag(w_x) V^T, U and V having R columns   *)
(*                   or less, and all being real if this is asked for         *)
(*   in_family A c == all matrices lie in the class; or c is BlockReal k for  *)
(*                   k >= 2, and all are diagonal, a complex unit being two   *)
(*                   real ones; or c is Householder n, and each is a product  *)
(*                   of n factors or less, for HouseholderHeads n with keys   *)
(*                   in single heads, n or less in each head; or c is one of  *)
(*                   CPReal R and CPComplex R, and they have so many columns  *)
(*   decodes dec A b h0 f == a decoder of this kind gives f w after each w    *)
(*   realizable f c bound dec additive == some recurrence over the algebraic  *)
(*                   numbers, of finite reach and with matrices of the class, *)
(*                   decodes to f w after every word w                        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup all_field.
From BilinearTheory Require Import model rules householder affine_triangular.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Record machine := Machine {
  transitions : seq (seq nat);
  outputs : seq nat;
  start : nat
}.

Definition next_of (tbl : seq (seq nat)) (q x : nat) : nat :=
  nth 0%N (nth [::] tbl q) x.

Definition output_of (outs : seq nat) (q : nat) : nat := nth 0%N outs q.

Definition answer (m : machine) (w : seq nat) : nat :=
  output_of (outputs m) (foldl (next_of (transitions m)) (start m) w).

Inductive class :=
  | Ruled of restriction | ColumnOneHot | Full | PD
  | BlockReal of nat | BlockComplex of nat
  | Householder of nat | HouseholderHeads of nat
  | CPReal of nat | CPComplex of nat.

Definition in_class d (c : class) (A : 'M[algC]_d) : bool :=
  match c with
  | Ruled r => member r A
  | ColumnOneHot =>
      [forall j, exists i, forall k, A k j == (k == i)%:R]
  | Full => true
  | PD => [forall j, forall i, forall k,
      (A i j != 0) ==> (A k j != 0) ==> (i == k)]
  | BlockReal size => [forall i, forall j,
      (A i j \is Num.real) && ((A i j != 0) ==> (i %/ size == j %/ size)%N)]
  | BlockComplex size => [forall i, forall j,
      (A i j != 0) ==> (i %/ size == j %/ size)%N]
  | Householder _ | HouseholderHeads _ | CPReal _ | CPComplex _ => false
  end.

Definition real_mx m n (M : 'M[algC]_(m, n)) :=
  [forall i, forall j, M i j \is Num.real].

Section Factors.
Variable d : nat.
Implicit Types (f : algC * 'cV[algC]_d) (fs : seq (algC * 'cV[algC]_d)).

Definition reflector f :=
  [&& f.1 \is Num.real, real_mx f.2, 0 < f.1 * (f.2^T *m f.2) 0 0
    & f.1 * (f.2^T *m f.2) 0 0 <= 2%:R].

Definition steps fs : 'M[algC]_d := prodmx [seq delta_step f.1 f.2 | f <- fs].

Definition lies (head : 'I_d -> nat) (h : nat) f :=
  [forall i, (f.2 i 0 != 0) ==> (head i == h)].
End Factors.

Section Family.
Variables (L : Type) (d : nat) (A : L -> 'M[algC]_d).

Definition cp_factors (real : bool) R :=
  exists r (U V : 'M[algC]_(d, r)) (w : L -> 'rV[algC]_r),
    [/\ (r <= R)%N, forall x, A x = U *m diag_mx (w x) *m V^T
      & real -> [/\ real_mx U, real_mx V & forall x, real_mx (w x)]].

Definition in_family (c : class) : Prop :=
  match c with
  | Householder n => exists fs : L -> seq (algC * 'cV[algC]_d),
      forall x, [/\ A x = steps (fs x), all (@reflector d) (fs x)
        & (size (fs x) <= n)%N]
  | HouseholderHeads n => exists (head : 'I_d -> nat)
      (fs : L -> seq (algC * 'cV[algC]_d)),
      forall x, [/\ A x = steps (fs x), all (@reflector d) (fs x),
        forall f, f \in fs x -> exists h, lies head h f
        & forall h, (count (lies head h) (fs x) <= n)%N]
  | CPReal R => cp_factors true R
  | CPComplex R => cp_factors false R
  | BlockReal size => (forall x, in_class c (A x)) \/
      (2 <= size)%N /\ forall x, is_diag_mx (A x)
  | _ => forall x, in_class c (A x)
  end.
End Family.

Definition of_reals (c : class) (bound : option nat) : bool :=
  match c with
  | Ruled Permutation | Ruled Orthogonal | ColumnOneHot => isSome bound
  | Householder _ | HouseholderHeads _ | CPReal _ => true
  | _ => false
  end.

Definition within (c : class) (bound : option nat) d (pts : seq 'cV[algC]_d) :=
  (if bound is Some size then (d <= size)%N else true) &&
  (of_reals c bound ==> all (@real_mx d 1) pts).

Inductive decoder := Linear | Arbitrary.

Section Claim.
Variables (L : Type) (f : seq L -> nat).

Definition decodes (dec : decoder) d (A : L -> 'M[algC]_d) b h0 : Prop :=
  match dec with
  | Arbitrary =>
      exists g : 'cV[algC]_d -> nat, forall w, g (arun A b h0 w) = f w
  | Linear =>
      exists (ys : seq nat) (c : nat -> 'rV[algC]_d) (beta : nat -> algC),
      forall w, f w \in ys /\ forall y, y \in ys -> y != f w ->
        'Re ((c y *m arun A b h0 w) 0 0 + beta y) <
        'Re ((c (f w) *m arun A b h0 w) 0 0 + beta (f w))
  end.

Definition realizable (c : class) (bound : option nat) (dec : decoder)
    (additive : bool) : Prop :=
  exists d (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d) pts,
    [/\ in_family A c, within c bound pts,
        additive \/ (forall x, b x = 0),
        orbit_in (astep A b) h0 pts & decodes dec A b h0].
End Claim.

(* A strict linear decoder is one of the arbitrary decoders.                  *)
Lemma linear_arbitrary (L : Type) (f : seq L -> nat) d
    (A : L -> 'M[algC]_d) b h0 dec :
  decodes f dec A b h0 -> decodes f Arbitrary A b h0.
Proof.
case: dec => //= -[ys [c [beta lin]]].
pose logit y (h : 'cV[algC]_d) := 'Re ((c y *m h) 0 0 + beta y).
pose best h y := all (fun y' => (y' == y) || (logit y' h < logit y h)) ys.
exists (fun h => head 0%N (filter (best h) ys)) => w.
have [f_ys strict] := lin w; set h := arun A b h0 w.
have best_f : best h (f w).
  by apply/allP=> y y_ys; have [//|ne] := eqVneq y (f w); apply: strict.
have best_only y : y \in filter (best h) ys -> y = f w.
  rewrite mem_filter => /andP[/allP/(_ _ f_ys)/orP[/eqP->//|lt1] y_ys].
  have [//|/(strict _ y_ys)/(lt_trans lt1)] := eqVneq y (f w).
  by rewrite ltxx.
have : f w \in filter (best h) ys by rewrite mem_filter best_f.
by case Dys: (filter _ _) best_only => [|y ys'] //= only _; apply/only/mem_head.
Qed.

(* What a certificate claims of a stack of layers.                            *)
(*                                                                            *)
(*   tower c bound add l step flat == step is the step of a stack of l        *)
(*                   layers, each with matrices in the class c, of a width    *)
(*                   within the bound, chosen by the letter and the states of *)
(*                   all layers below, as they are before the letter; without *)
(*                   additive terms unless add; flat s is the column of the   *)
(*                   states of all layers, the lowest one first               *)
(*   reads f dec h == a decoder of this kind gives f w from h w               *)
(*   stacked f l c bound dec add == some stack of l layers or less over the   *)
(*                   algebraic numbers, of finite reach and with matrices of  *)
(*                   the class, decodes to f w after every word w             *)
(*                                                                            *)
(* A layer may as well read the states below it as they are after the letter: *)
(* these are a function of those before it and of the letter.                 *)

Section Tower.
Variables (S : Type) (c : class) (bound : option nat) (add : bool).

Inductive tower : nat -> forall (V : choiceType) D,
    (V -> S -> V) -> (V -> 'cV[algC]_D) -> Prop :=
| NoLayer : @tower 0 unit_choiceType 0 (fun v _ => v) (fun=> 0)
| OnTop l (V : choiceType) D (step : V -> S -> V) (flat : V -> 'cV[algC]_D) d
    (A : V -> S -> 'M[algC]_d) (b : V -> S -> 'cV[algC]_d) :
    tower l step flat ->
    in_family (fun p : V * S => A p.1 p.2) c ->
    (if bound is Some size then (d <= size)%N else true) ->
    add \/ (forall v x, b v x = 0) ->
    @tower l.+1 [choiceType of V * 'cV[algC]_d] (D + d)
      (fun s x => (step s.1 x, A s.1 x *m s.2 + b s.1 x))
      (fun s => col_mx (flat s.1) s.2).
End Tower.

Section Claim.
Variables (L : Type) (f : seq L -> nat).

Definition reads (dec : decoder) D (h : seq L -> 'cV[algC]_D) : Prop :=
  match dec with
  | Arbitrary => exists g : 'cV[algC]_D -> nat, forall w, g (h w) = f w
  | Linear =>
      exists (ys : seq nat) (c : nat -> 'rV[algC]_D) (beta : nat -> algC),
      forall w, f w \in ys /\ forall y, y \in ys -> y != f w ->
        'Re ((c y *m h w) 0 0 + beta y) <
        'Re ((c (f w) *m h w) 0 0 + beta (f w))
  end.

Definition stacked (layers : nat) (c : class) (bound : option nat)
    (dec : decoder) (add : bool) : Prop :=
  exists l (V : choiceType) D (step : V -> L -> V) (flat : V -> 'cV[algC]_D)
      (s0 : V) (pts : seq V),
    [/\ (l <= layers)%N, tower c bound add l step flat,
        orbit_in step s0 pts,
        of_reals c bound -> forall w, real_mx (flat (foldl step s0 w))
      & reads dec (fun w => flat (foldl step s0 w))].
End Claim.

(* Matrices of a family, by other names.                                      *)
Lemma in_family_along (L K : Type) d (A : L -> 'M[algC]_d) (B : K -> 'M_d)
    (g : K -> L) c : (forall x, B x = A (g x)) ->
  in_family A c -> in_family B c.
Proof.
move=> e; case: c => [r||||k|k|n|n|R|R] /=; try by move=> fam x; rewrite ?e.
- by case=> [fam|[ge2 fam]]; [left|right; split] => // x; rewrite e; apply: fam.
- by case=> fs fam; exists (fs \o g) => x; rewrite e; apply: fam.
- by case=> head [fs fam]; exists head, (fs \o g) => x; rewrite e; apply: fam.
- case=> r [U [V [w [le_r fam re]]]]; exists r, U, V, (w \o g).
  split=> // [x|/re[U_re V_re w_re]]; first by rewrite e fam.
  by split=> // x; apply: w_re.
case=> r [U [V [w [le_r fam re]]]]; exists r, U, V, (w \o g).
by split=> // x; rewrite e fam.
Qed.

Lemma reads_arbitrary (L : Type) (f : seq L -> nat) dec D
    (h : seq L -> 'cV[algC]_D) : reads f dec h -> reads f Arbitrary h.
Proof.
case: dec => //= -[ys [c [beta lin]]].
pose logit y (x : 'cV[algC]_D) := 'Re ((c y *m x) 0 0 + beta y).
pose best x y := all (fun y' => (y' == y) || (logit y' x < logit y x)) ys.
exists (fun x => head 0%N (filter (best x) ys)) => w.
have [f_ys strict] := lin w; set x := h w.
have best_f : best x (f w).
  by apply/allP=> y y_ys; have [//|ne] := eqVneq y (f w); apply: strict.
have best_only y : y \in filter (best x) ys -> y = f w.
  rewrite mem_filter => /andP[/allP/(_ _ f_ys)/orP[/eqP->//|lt1] y_ys].
  have [//|/(strict _ y_ys)/(lt_trans lt1)] := eqVneq y (f w).
  by rewrite ltxx.
have : f w \in filter (best x) ys by rewrite mem_filter best_f.
by case Dys: (filter _ _) best_only => [|y ys'] //= only _; apply/only/mem_head.
Qed.

(* One layer is a stack.                                                      *)
Lemma realizable_stacked (L : Type) (f : seq L -> nat) layers c bound dec add :
  (0 < layers)%N -> realizable f c bound dec add ->
  stacked f layers c bound dec add.
Proof.
move=> layers_gt0 [d [A [b [h0 [pts [fam wi add_b orb dec_f]]]]]].
pose up (s : unit * 'cV[algC]_d) x := (s.1, A x *m s.2 + b x).
have runE w : foldl up (tt, h0) w = (tt, arun A b h0 w).
  elim/last_ind: w => [|w x IHw] //.
  by rewrite /arun !foldl_rcons -/(arun _ _ _ _) IHw.
have flatE (h : 'cV[algC]_d) : col_mx (0 : 'cV[algC]_0) h = h.
  apply/colP=> i; rewrite mxE; case: splitP => [[]|j e] //.
  by congr (h _ 0); apply: val_inj; rewrite /= e.
exists 1%N, [choiceType of unit * 'cV[algC]_d], (0 + d)%N, up.
exists (fun s => col_mx (0 : 'cV[algC]_0) s.2), (tt, h0).
exists [seq (tt, h) | h <- pts]; split=> //.
- apply: (OnTop (A := (fun _ => A)) (b := (fun _ => b))
    (NoLayer _ _ _ _)).
  + exact: (in_family_along (g := snd) _ fam).
  + by case/andP: wi.
  by case: add_b => [->|b0]; [left|right=> _].
- by move=> w; rewrite runE map_f // orb.
- move=> re w; rewrite runE flatE; case/andP: wi => _; rewrite re => /allP.
  by apply; apply: orb.
case: dec dec_f => /=.
  case=> ys [cs [beta lin]]; exists ys, cs, beta => w; rewrite runE flatE.
  exact: lin.
case=> g dec_g; exists g => w; rewrite runE flatE.
exact: dec_g.
Qed.

(* Inclusions between restrictions: what one of them realizes another does.   *)
(*                                                                            *)
(*   embed phi M  == M at the coordinates that phi names, and 0 elsewhere     *)
(*   carried c r  == recurrences with matrices of c run as well, in other     *)
(*                   coordinates, with matrices of r                          *)
(*   real_state h == the real parts of h, and below them the imaginary ones   *)
(*   real_map M   == what the matrix M does to them                           *)
(*   question     == restriction, bound, decoder, additive term of a claim    *)
(*   below c m r n == the restriction r with the bound n realizes what c with *)
(*                   the bound m does, with any decoder                       *)
(*   follows p q  == as for the restrictions, so for the decoders and the     *)
(*                   additive terms of the two questions                      *)

(* A recurrence that runs along with another one, and shows as much.          *)
Section Simulate.
Variables (L : Type) (f : seq L -> nat) (d e : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Variables (B : L -> 'M[algC]_e) (b' : L -> 'cV[algC]_e).
Variables (T : 'cV[algC]_d -> 'cV[algC]_e) (U : 'cV[algC]_e -> 'cV[algC]_d).
Variable row : 'rV[algC]_d -> 'rV[algC]_e.
Hypotheses (stepT : forall x h, T (astep A b h x) = astep B b' (T h) x)
  (cancelT : cancel T U)
  (rowT : forall c h, 'Re ((row c *m T h) 0 0) = 'Re ((c *m h) 0 0)).

Lemma run_along w : arun B b' (T h0) w = T (arun A b h0 w).
Proof. by elim: w h0 => //= x w IHw h; rewrite -stepT. Qed.

Lemma orbit_along pts : orbit_in (astep A b) h0 pts ->
  orbit_in (astep B b') (T h0) (map T pts).
Proof. by move=> orbP w; rewrite [foldl _ _ _]run_along map_f // orbP. Qed.

Lemma decodes_along dec : decodes f dec A b h0 -> decodes f dec B b' (T h0).
Proof.
case: dec => /= [[ys [c' [beta lin]]]|[g gP]].
  exists ys, (fun y => row (c' y)), beta => w; have [ys_f strict] := lin w.
  split=> // y y_ys ne; rewrite run_along.
  rewrite ![in X in _ < X]raddfD ![in X in X < _]raddfD /= !rowT -!raddfD.
  exact: strict.
by exists (fun h => g (U h)) => w; rewrite run_along cancelT.
Qed.
End Simulate.

(* The same recurrence, in a larger class.                                    *)
Lemma realizable_sub (L : Type) (f : seq L -> nat) c bound c' bound' dec
    additive :
  (forall d (A : L -> 'M[algC]_d), in_family A c -> in_family A c') ->
  (forall d (pts : seq 'cV[algC]_d),
     within c bound pts -> within c' bound' pts) ->
  realizable f c bound dec additive -> realizable f c' bound' dec additive.
Proof.
move=> fam wi [d [A [b [h0 [pts [fA wA add orbP decP]]]]]].
by exists d, A, b, h0, pts; split=> //; [apply: fam|apply: wi].
Qed.

Section Embed.
Variables (d e : nat) (phi : 'I_d -> 'I_e).
Hypothesis phi_inj : injective phi.

Definition place : 'M[algC]_(e, d) := \matrix_(k, i) (k == phi i)%:R.

Definition embed (M : 'M[algC]_d) : 'M[algC]_e := place *m M *m place^T.

Lemma placeK : place^T *m place = 1%:M.
Proof.
apply/matrixP=> i j; rewrite !mxE (bigD1 (phi i)) //= !mxE eqxx mul1r.
rewrite (inj_eq phi_inj) big1 ?addr0 // => k /negPf nk.
by rewrite !mxE nk mul0r.
Qed.

Lemma placeE m (M : 'M[algC]_(d, m)) k l : (place *m M) k l != 0 ->
  exists2 i, k = phi i & (place *m M) k l = M i l.
Proof.
case: (pickP (fun i => k == phi i)) => [i /eqP Dk _|none]; last first.
  by rewrite mxE big1 ?eqxx // => i _; rewrite mxE none mul0r.
exists i => //; rewrite mxE (bigD1 i) //= mxE Dk eqxx mul1r.
rewrite big1 ?addr0 // => j /negPf nj.
by rewrite mxE (inj_eq phi_inj) eq_sym nj mul0r.
Qed.

Lemma placeEr m (M : 'M[algC]_(m, d)) k l : (M *m place^T) k l != 0 ->
  exists2 j, l = phi j & (M *m place^T) k l = M k j.
Proof.
have -> : (M *m place^T) k l = (place *m M^T) l k.
  by rewrite -[M in LHS]trmxK -trmx_mul mxE.
by move=> /placeE[j -> ->]; exists j => //; rewrite mxE.
Qed.

Lemma embedE M k l : embed M k l != 0 ->
  exists i j, [/\ k = phi i, l = phi j & embed M k l = M i j].
Proof.
rewrite /embed => nz; have [j Dl e1] := placeEr nz; rewrite e1 in nz *.
by have [i Dk e2] := placeE nz; exists i, j.
Qed.

(* The same recurrence at other coordinates, the rest being 0.                *)
Lemma realizable_embed (L : Type) (f : seq L -> nat)
    (A : L -> 'M[algC]_d) b h0 pts c bound dec (additive : bool) :
  additive \/ (forall x, b x = 0) -> orbit_in (astep A b) h0 pts ->
  decodes f dec A b h0 -> in_family (fun x => embed (A x)) c ->
  within c bound [seq place *m h | h : 'cV_d <- pts] ->
  realizable f c bound dec additive.
Proof.
move=> add orbP decP fam wi.
have stepP x h : place *m astep A b h x =
    astep (fun x => embed (A x)) (fun x => place *m b x) (place *m h) x.
  rewrite /astep /embed mulmxDr -!mulmxA (mulmxA place^T) placeK.
  by rewrite mul1mx.
have backP : cancel (mulmx place : 'cV_d -> _) (mulmx place^T).
  by move=> h; rewrite mulmxA placeK mul1mx.
have rowP (c' : 'rV_d) (h : 'cV_d) :
    'Re ((c' *m place^T *m (place *m h)) 0 0) = 'Re ((c' *m h) 0 0).
  by rewrite -mulmxA (mulmxA place^T) placeK mul1mx.
exists e, (fun x => embed (A x)), (fun x => place *m b x), (place *m h0).
exists [seq place *m h | h <- pts]; split=> //.
- by case: add => [->|b0]; [left|right=> x; rewrite b0 mulmx0].
- exact: (orbit_along stepP).
exact: (decodes_along stepP backP rowP).
Qed.
End Embed.

(* Real and imaginary parts.                                                  *)
Section RealForm.
Variable d : nat.

Definition re m n (M : 'M[algC]_(m, n)) := map_mx (fun z => 'Re z) M.
Definition im m n (M : 'M[algC]_(m, n)) := map_mx (fun z => 'Im z) M.

Lemma re_mulmx m n p (M : 'M[algC]_(m, n)) (N : 'M[algC]_(n, p)) :
  re (M *m N) = re M *m re N - im M *m im N.
Proof.
apply/matrixP=> i j; rewrite !mxE raddf_sum -sumrB; apply: eq_bigr => k _.
by rewrite !mxE [LHS]ReM.
Qed.

Lemma im_mulmx m n p (M : 'M[algC]_(m, n)) (N : 'M[algC]_(n, p)) :
  im (M *m N) = re M *m im N + im M *m re N.
Proof.
apply/matrixP=> i j; rewrite !mxE raddf_sum -big_split; apply: eq_bigr => k _.
by rewrite !mxE [LHS]ImM; congr (_ + _); apply: mulrC.
Qed.

Lemma reD m n (M N : 'M[algC]_(m, n)) : re (M + N) = re M + re N.
Proof. by apply/matrixP=> i j; rewrite !mxE raddfD. Qed.

Lemma imD m n (M N : 'M[algC]_(m, n)) : im (M + N) = im M + im N.
Proof. by apply/matrixP=> i j; rewrite !mxE raddfD. Qed.

Definition real_state (h : 'cV[algC]_d) : 'cV[algC]_(d + d) :=
  col_mx (re h) (im h).

Definition real_map (M : 'M[algC]_d) : 'M[algC]_(d + d) :=
  block_mx (re M) (- im M) (im M) (re M).

Lemma real_step (M : 'M[algC]_d) h b :
  real_state (M *m h + b) = real_map M *m real_state h + real_state b.
Proof.
rewrite /real_state /real_map mul_block_col mulNmx -re_mulmx addrC.
by rewrite [im M *m _ + _]addrC -im_mulmx addrC add_col_mx -reD -imD.
Qed.

Lemma real_stateK :
  cancel real_state (fun h => usubmx h + 'i *: dsubmx h).
Proof.
move=> h; rewrite col_mxKu col_mxKd; apply/colP=> i.
by rewrite !mxE -Crect.
Qed.

Definition real_row (c : 'rV[algC]_d) : 'rV[algC]_(d + d) :=
  row_mx (re c) (- im c).

Lemma real_rowE c h :
  'Re ((real_row c *m real_state h) 0 0) = 'Re ((c *m h) 0 0).
Proof.
rewrite /real_row /real_state mul_row_col mulNmx -re_mulmx mxE.
by apply/Creal_ReP; apply: Creal_Re.
Qed.

Lemma real_stateP h : real_mx (real_state h).
Proof.
apply/forallP=> i; apply/forallP=> j; rewrite mxE.
by case: split => k; rewrite mxE ?Creal_Re ?Creal_Im.
Qed.

Lemma real_state0 : real_state 0 = 0.
Proof.
by apply/colP=> i; rewrite !mxE; case: split => k; rewrite !mxE raddf0.
Qed.
End RealForm.

(* A recurrence of complex vectors as one of real vectors.                    *)
Section RealVectors.
Variables (L : Type) (f : seq L -> nat) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Local Notation T := (@real_state d).
Local Notation A' := (fun x => real_map (A x)).
Local Notation b' := (fun x => real_state (b x)).

Let stepP x h : T (astep A b h x) = astep A' b' (T h) x.
Proof. exact: real_step. Qed.

Lemma orbit_reals pts : orbit_in (astep A b) h0 pts ->
  orbit_in (astep A' b') (T h0) (map T pts).
Proof. exact: (orbit_along stepP). Qed.

Lemma decodes_reals dec : decodes f dec A b h0 -> decodes f dec A' b' (T h0).
Proof.
exact: (decodes_along stepP (@real_stateK d) (@real_rowE d)).
Qed.

Lemma additive_reals (additive : bool) : additive \/ (forall x, b x = 0) ->
  additive \/ (forall x, b' x = 0).
Proof. by case=> [->|b0]; [left|right=> x; rewrite b0 real_state0]. Qed.
End RealVectors.

(* One-hot vectors of the reached states: what is tracked in finite reach is  *)
(* tracked by matrices with one-hot columns, by permutation matrices if the   *)
(* matrices are invertible, and with linear decoders.                         *)
Section OneHot.
Variables (L : finType) (f : seq L -> nat) (d : nat).
Variables (A : L -> 'M[algC]_d) (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d).
Variables (pts : seq 'cV[algC]_d) (dec : decoder).
Hypotheses (orbP : orbit_in (astep A b) h0 pts) (decP : decodes f dec A b h0).

Local Notation n := (size (undup pts)).

Let start_lt : (index h0 (undup pts) < n)%N.
Proof. by rewrite index_mem mem_undup (orbP [::]). Qed.

Let p0 : 'I_n := Ordinal start_lt.
Let v (p : 'I_n) : 'cV[algC]_d := nth 0 (undup pts) p.
Let number h : 'I_n := odflt p0 [pick p | v p == h].

Let v_inj : injective v.
Proof.
move=> p q /eqP; rewrite /v nth_uniq ?undup_uniq // => /eqP.
exact: val_inj.
Qed.

Let numberK h : h \in pts -> v (number h) = h.
Proof.
move=> h_pts; rewrite /number; case: pickP => [p /eqP //|].
have lt : (index h (undup pts) < n)%N by rewrite index_mem mem_undup.
by move/(_ (Ordinal lt)); rewrite /v /= nth_index ?mem_undup // eqxx.
Qed.

Let v0 : v p0 = h0.
Proof. by rewrite /v /= nth_index // mem_undup (orbP [::]). Qed.

Let edge p q := [exists x, v q == astep A b (v p) x].
Let reached p := connect edge p0 p.
Let goto x p := if reached p then number (astep A b (v p) x) else p.

Let reached_word p : reached p -> exists w, v p = arun A b h0 w.
Proof.
case/connectP=> s; elim/last_ind: s p => [|s q IHs] p.
  by move=> _ ->; exists [::]; apply: v0.
rewrite rcons_path last_rcons => /andP[/IHs/(_ erefl)[w e]].
move=> /existsP[x /eqP e_q] ->; exists (rcons w x).
by rewrite e_q e /arun foldl_rcons.
Qed.

Let goto_reached p x : reached p ->
  v (goto x p) = astep A b (v p) x /\ reached (goto x p).
Proof.
move=> rp; have [w e] := reached_word rp.
have in_pts : astep A b (v p) x \in pts.
  by have := orbP (rcons w x); rewrite foldl_rcons e.
have e_v : v (goto x p) = astep A b (v p) x by rewrite /goto rp numberK.
split=> //; apply: connect_trans rp (connect1 _).
by apply/existsP; exists x; rewrite e_v.
Qed.

Lemma reached_points : exists2 pts', orbit_in (astep A b) h0 pts'
  & forall h, h \in pts' -> exists w, h = arun A b h0 w.
Proof.
exists [seq v p | p <- enum 'I_n & reached p]; last first.
  move=> h /mapP[p]; rewrite mem_filter => /andP[rp _] ->.
  exact: reached_word.
move=> w; rewrite -/(arun A b h0 w).
suff [p rp <-] : exists2 p, reached p & v p = arun A b h0 w.
  by rewrite map_f // mem_filter rp mem_enum.
elim/last_ind: w => [|w x [p rp e]].
  by exists p0; rewrite ?v0 // /reached connect0.
have [e_q rq] := goto_reached x rp; exists (goto x p) => //.
by rewrite e_q e /arun foldl_rcons.
Qed.

Definition orbit_mx x : 'M[algC]_n := \matrix_(i, j) (i == goto x j)%:R.

Let hot (p : 'I_n) : 'cV[algC]_n := delta_mx p 0.

Let hot_step x p : orbit_mx x *m hot p = hot (goto x p).
Proof.
apply/colP=> i; rewrite !mxE (bigD1 p) //= !mxE !eqxx mulr1 andbT.
rewrite big1 ?addr0 // => q /negPf nq.
by rewrite !mxE nq mulr0.
Qed.

Let hot_run w : exists p, [/\ reached p, v p = arun A b h0 w
  & arun orbit_mx (fun=> 0) (hot p0) w = hot p].
Proof.
elim/last_ind: w => [|w x [p [rp e_v e_hot]]].
  by exists p0; split; rewrite // ?v0 // /reached connect0.
have [e rq] := goto_reached x rp; exists (goto x p).
rewrite /arun !foldl_rcons -/(arun _ _ _ _) -/(arun orbit_mx _ _ _) e_hot -e_v.
by split=> //; rewrite /astep hot_step addr0.
Qed.

Lemma realizable_orbit c dec' additive : ~~ of_reals c None ->
  in_family orbit_mx c -> realizable f c None dec' additive.
Proof.
move=> nreal fam.
exists n, orbit_mx, (fun=> 0), (hot p0), [seq hot p | p <- enum 'I_n].
split=> //; first by rewrite /within (negPf nreal).
- by right.
- move=> w; have [p [_ _ e]] := hot_run w.
  by rewrite -/(arun _ _ _ _) e map_f ?mem_enum.
suff lin : decodes f Linear orbit_mx (fun=> 0) (hot p0).
  by case: dec' => //; apply: linear_arbitrary lin.
have [g gP] := linear_arbitrary decP.
exists [seq g (v p) | p <- enum 'I_n], (fun y => \row_p (g (v p) == y)%:R).
exists (fun=> 0) => w; have [p [_ e_v ->]] := hot_run w.
have logit y : ((\row_p (g (v p) == y)%:R) *m hot p) 0 0 + 0 =
    (g (v p) == y)%:R :> algC.
  rewrite addr0 !mxE (bigD1 p) //= !mxE !eqxx mulr1 big1 ?addr0 //.
  by move=> q /negPf nq; rewrite !mxE nq mulr0.
have real_bool (t : bool) : 'Re (t%:R : algC) = t%:R.
  by apply/Creal_ReP; case: t; rewrite ?real1 ?real0.
rewrite -gP -e_v; split; first by rewrite map_f ?mem_enum.
move=> y _ /negPf ne; rewrite !logit !real_bool eqxx eq_sym ne.
exact: ltr01.
Qed.

Lemma orbit_one_hot x : in_class ColumnOneHot (orbit_mx x).
Proof.
apply/forallP=> j; apply/existsP; exists (goto x j).
by apply/forallP=> k; rewrite mxE.
Qed.

Lemma orbit_permutes x :
  A x \in unitmx -> in_class (Ruled Permutation) (orbit_mx x).
Proof.
move=> uA; have inj : injective (goto x).
  move=> p q e; have [rp|nrp] := boolP (reached p);
    have [rq|nrq] := boolP (reached q).
  - apply: v_inj; apply: (@astep_inj _ _ _ A b x uA) => /=.
    have [<- _] := goto_reached x rp; have [<- _] := goto_reached x rq.
    by rewrite e.
  - have [_] := goto_reached x rp; rewrite e {1}/goto (negPf nrq).
    by rewrite (negPf nrq).
  - have [_] := goto_reached x rq; rewrite -e {1}/goto (negPf nrp).
    by rewrite (negPf nrp).
  by move: e; rewrite /goto (negPf nrp) (negPf nrq).
apply/is_perm_mxP; exists (perm inj)^-1%g; apply/matrixP=> k j; rewrite !mxE.
congr ((_ : bool)%:R); rewrite -(permE inj).
by rewrite -(inj_eq (@perm_inj _ (perm inj)) _ j) permKV.
Qed.
End OneHot.

(* Coordinates in blocks: q k is the block of the coordinate k, and r k its   *)
(* place there.                                                               *)
Section Slots.
Variables (d n D : nat) (q r : 'I_d -> nat).
Hypotheses (q_lt : forall k, (q k < D)%N) (r_lt : forall k, (r k < n)%N).
Hypothesis qr_inj : forall k l, q k = q l -> r k = r l -> k = l.

Lemma slot_lt k : (q k * n + r k < D * n)%N.
Proof.
apply: (@leq_trans ((q k).+1 * n)); last by rewrite leq_mul2r q_lt orbT.
by rewrite mulSn addnC ltn_add2r.
Qed.

Definition slot k : 'I_(D * n) := Ordinal (slot_lt k).

Lemma slot_div k : (slot k %/ n)%N = q k.
Proof.
have n_gt0 : (0 < n)%N by apply: leq_ltn_trans (r_lt k).
by rewrite /= divnMDl // divn_small ?addn0.
Qed.

Lemma slot_inj : injective slot.
Proof.
move=> k l e; apply: qr_inj; first by rewrite -!slot_div e.
have := congr1 (fun s : 'I_(D * n) => s %% n)%N e.
by rewrite /= !modnMDl !modn_small.
Qed.

Variables (L : Type) (f : seq L -> nat) (A : L -> 'M[algC]_d).
Variables (b : L -> 'cV[algC]_d) (h0 : 'cV[algC]_d) (pts : seq 'cV[algC]_d).
Variables (dec : decoder) (additive : bool).
Hypotheses (add : additive \/ (forall x, b x = 0))
  (orbP : orbit_in (astep A b) h0 pts) (decP : decodes f dec A b h0).
Hypothesis blocks : forall x k l, A x k l != 0 -> q k = q l.

Lemma slots_family : in_family (fun x => embed slot (A x)) (BlockComplex n).
Proof.
move=> x; apply/forallP=> k; apply/forallP=> l; apply/implyP=> nz.
have [i [j [Dk Dl e]]] := embedE slot_inj nz.
by rewrite Dk Dl !slot_div; apply/eqP/(blocks (x := x)); rewrite -e.
Qed.

Lemma real_slots_family : (forall x, real_mx (A x)) ->
  in_family (fun x => embed slot (A x)) (BlockReal n).
Proof.
move=> re; left=> x; apply/forallP=> k; apply/forallP=> l.
have [->|nz] := eqVneq (embed slot (A x) k l) 0; first by rewrite real0.
have [i [j [Dk Dl e]]] := embedE slot_inj nz.
have /forallP/(_ i)/forallP/(_ j) re_ij := re x; rewrite e in nz *.
rewrite re_ij Dk Dl !slot_div; apply/implyP=> _.
by apply/eqP/(blocks nz).
Qed.

Lemma realizable_slots : realizable f (BlockComplex n) None dec additive.
Proof. by apply: (realizable_embed slot_inj add orbP decP slots_family). Qed.

Lemma realizable_real_slots : (forall x, real_mx (A x)) ->
  realizable f (BlockReal n) None dec additive.
Proof.
by move/real_slots_family=> fam; apply: (realizable_embed slot_inj add orbP decP fam).
Qed.
End Slots.

(* Along these maps a recurrence runs with other matrices.                    *)
Definition runs_as K d (A : K -> 'M[algC]_d) e (B : K -> 'M[algC]_e)
    (T : 'cV[algC]_d -> 'cV[algC]_e) (U : 'cV[algC]_e -> 'cV[algC]_d)
    (row : 'rV[algC]_d -> 'rV[algC]_e) : Prop :=
  [/\ forall k h b, T (A k *m h + b) = B k *m T h + T b, T 0 = 0, cancel T U
    & forall c h, 'Re ((row c *m T h) 0 0) = 'Re ((c *m h) 0 0)].

Definition carried (c r : class) : Prop :=
  forall (K : Type) d (A : K -> 'M[algC]_d), in_family A c ->
  exists e (B : K -> 'M[algC]_e) T U row, in_family B r /\ runs_as A B T U row.

Lemma runs_as_itself K d (A : K -> 'M[algC]_d) : runs_as A A id id id.
Proof. by []. Qed.

Lemma runs_embedded K d e (phi : 'I_d -> 'I_e) (A : K -> 'M[algC]_d) :
  injective phi -> runs_as A (fun k => embed phi (A k)) (mulmx (place phi))
    (mulmx (place phi)^T) (fun c => c *m (place phi)^T).
Proof.
move=> phi_inj; have K1 := placeK phi_inj; split=> [k h b||h|c h].
- by rewrite /embed mulmxDr -!mulmxA (mulmxA _^T) K1 mul1mx.
- by rewrite mulmx0.
- by rewrite mulmxA K1 mul1mx.
by rewrite -mulmxA (mulmxA _^T) K1 mul1mx.
Qed.

Lemma runs_as_reals K d (A : K -> 'M[algC]_d) :
  runs_as A (fun k => real_map (A k)) (@real_state d)
    (fun h => usubmx h + 'i *: dsubmx h) (@real_row d).
Proof.
by split=> [k h b||h|c h]; rewrite ?real_step ?real_state0 ?real_stateK ?real_rowE.
Qed.

Lemma runs_as_trans K d e m (A : K -> 'M[algC]_d) (B : K -> 'M[algC]_e)
    (C : K -> 'M[algC]_m) T U row T' U' row' :
  runs_as A B T U row -> runs_as B C T' U' row' ->
  runs_as A C (T' \o T) (U \o U') (row' \o row).
Proof.
case=> [s1 z1 k1 r1] [s2 z2 k2 r2]; split=> [k h b||h|c h] /=.
- by rewrite s1 s2.
- by rewrite z1.
- by rewrite k2.
by rewrite r2.
Qed.

Lemma realizable_carried c r (L : Type) (f : seq L -> nat) dec additive :
  ~~ of_reals r None -> carried c r -> realizable f c None dec additive ->
  realizable f r None dec additive.
Proof.
move=> nre car [d [A [b [h0 [pts [fam _ add orbP decP]]]]]].
have [e [B [T [U [row [famB [stepT T0 cancelT rowT]]]]]]] := car _ _ _ fam.
have stepP x h : T (astep A b h x) = astep B (T \o b) (T h) x by apply: stepT.
exists e, B, (T \o b), (T h0), (map T pts); split=> //.
- by rewrite /within (negPf nre).
- by case: add => [->|b0]; [left|right=> x; rewrite /= b0].
- exact: (orbit_along stepP).
exact: (decodes_along stepP cancelT rowT).
Qed.

(* The coordinate whose real or imaginary part the real form has at k.        *)
Definition below_of d (k : 'I_(d + d)) : 'I_d :=
  match split k with inl i => i | inr i => i end.

Lemma below_of_lshift d i : below_of (lshift d i) = i.
Proof. by rewrite /below_of (unsplitK (inl i)). Qed.

Lemma below_of_rshift d i : below_of (rshift d i) = i.
Proof. by rewrite /below_of (unsplitK (inr i)). Qed.

Section Blocks.
Variables m n : nat.
Hypothesis m_gt0 : (0 < m)%N.

Lemma block_lt d (k : 'I_d) : (k %/ m < d)%N.
Proof. exact: leq_ltn_trans (leq_div _ _) (ltn_ord k). Qed.

Lemma place_inj d (k l : 'I_d) :
  (k %/ m = l %/ m -> k %% m = l %% m -> k = l)%N.
Proof.
move=> eq_q eq_r; apply: val_inj.
by rewrite /= (divn_eq k m) eq_q eq_r -divn_eq.
Qed.

Let mod_lt d (k : 'I_d) : (m <= n -> k %% m < n)%N.
Proof. by apply: leq_trans; rewrite ltn_mod. Qed.

Lemma block_complex_more : (m <= n)%N -> carried (BlockComplex m) (BlockComplex n).
Proof.
move=> le_mn K d A fam; have r_lt k := @mod_lt d k le_mn.
have inj := @slot_inj d n d _ _ (@block_lt d) r_lt (@place_inj d).
do 5 eexists; split; last exact: (runs_embedded A inj).
apply: (@slots_family d n d _ _ (@block_lt d) r_lt (@place_inj d)) => x k l nz.
by have /forallP/(_ k)/forallP/(_ l)/implyP/(_ nz)/eqP := fam x.
Qed.

Lemma block_real_more : (m <= n)%N -> carried (BlockReal m) (BlockReal n).
Proof.
move=> le_mn K d A [fam|[ge2 diag]]; last first.
  do 5 eexists; split; last exact: runs_as_itself.
  by right; rewrite (leq_trans ge2).
have r_lt k := @mod_lt d k le_mn.
have inj := @slot_inj d n d _ _ (@block_lt d) r_lt (@place_inj d).
have entry x k l := andP (forallP (forallP (fam x) k) l).
do 5 eexists; split; last exact: (runs_embedded A inj).
apply: (@real_slots_family d n d _ _ (@block_lt d) r_lt (@place_inj d)) => [x k l nz|x].
  by have [_ /implyP/(_ nz)/eqP] := entry x k l.
by apply/forallP=> k; apply/forallP=> l; have [] := entry x k l.
Qed.

Let half d (k : 'I_(d + d)) : nat := if split k is inl _ then 0%N else m.

Lemma block_complex_real : (m + m <= n)%N -> carried (BlockComplex m) (BlockReal n).
Proof.
move=> le_mn K d A fam.
have split_l i : split (lshift d i) = inl i := unsplitK (inl i).
have split_r i : split (rshift d i) = inr i := unsplitK (inr i).
pose q (k : 'I_(d + d)) := (below_of k %/ m)%N.
pose r (k : 'I_(d + d)) := (half k + below_of k %% m)%N.
have q_lt k : (q k < d)%N by apply: block_lt.
have lt_mod i : (i %% m < m)%N by rewrite ltn_mod.
have r_lt k : (r k < n)%N.
  apply: leq_trans le_mn; rewrite /r /half; case: split => _.
    by rewrite add0n ltn_addr.
  by rewrite ltn_add2l.
have qr_inj k l : q k = q l -> r k = r l -> k = l.
  rewrite /q /r /half /below_of.
  case: (split_ordP k) => i ->; case: (split_ordP l) => j ->;
    rewrite ?split_l ?split_r ?add0n.
  - by move=> eq_q eq_r; rewrite (place_inj eq_q eq_r).
  - by move=> _ e; have := lt_mod i; rewrite e ltnNge leq_addr.
  - by move=> _ e; have := lt_mod j; rewrite -e ltnNge leq_addr.
  by move=> eq_q /addnI eq_r; rewrite (place_inj eq_q eq_r).
do 5 eexists; split; last first.
  exact: (runs_as_trans (runs_as_reals A)
    (runs_embedded _ (@slot_inj _ n d q r q_lt r_lt qr_inj))).
apply: (@real_slots_family _ n d q r q_lt r_lt qr_inj) => [x k l nz|x].
  have nzA : A x (below_of k) (below_of l) != 0.
    apply: contraNneq nz; rewrite /below_of /real_map.
    case: (split_ordP k) => i ->; case: (split_ordP l) => j ->;
      rewrite ?split_l ?split_r
        ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr) => e;
      by rewrite !mxE e ?raddf0 ?oppr0.
  have /forallP/(_ (below_of k))/forallP/(_ (below_of l)) := fam x.
  by move/implyP/(_ nzA)/eqP.
apply/forallP=> k; apply/forallP=> l; rewrite /real_map.
case: (split_ordP k) => i ->; case: (split_ordP l) => j ->;
  by rewrite ?(block_mxEul, block_mxEur, block_mxEdl, block_mxEdr) !mxE
    ?rpredN ?Creal_Re ?Creal_Im.
Qed.
End Blocks.
