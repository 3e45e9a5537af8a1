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
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine rules claim.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
