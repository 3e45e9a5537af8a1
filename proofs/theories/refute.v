(* The acceptance conditions of a certificate with the answer "no" whose      *)
(* witness is a rule of rules.v, as one function that computes, and the proof *)
(* that what it accepts is true.                                              *)
(*                                                                            *)
(*   witness  == the number of a rule, the words u v x y t s w, an exponent   *)
(*   follow   == the state of the minimal machine after a word of tokens      *)
(*   refutes cl mi wt == the witness proves that no recurrence realizes the   *)
(*               claim                                                        *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import all_field.
From BilinearTheory Require Import automaton orbit model affine rules claim.
From BilinearTheory Require Import follows accept.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Record witness := Witness {
  rule_number : nat;
  spelled : seq (seq nat);
  exponent : nat
}.

Definition token_code (a : token) : nat :=
  match a with U => 0 | V => 1 | X => 2 | Y => 3 | T => 4 | S => 5 | W => 6
  | Xn => 7 | XYn => 8 end.

Fixpoint repeat_map (f : nat -> nat) k q :=
  if k is k'.+1 then repeat_map f k' (f q) else q.

Section Refute.
Variables (cl : claimed) (mi : minimal) (wt : witness).
Local Notation k := (letters cl).
Local Notation go := (next_of (min_transitions mi)).
Local Notation size_mi := (size (min_transitions mi)).

Definition word_of (a : token) : seq nat :=
  nth [::] (spelled wt) (token_code a).

Definition follow (p : seq token) : nat :=
  foldl (fun q a => match a with
    | Xn => repeat_map (fun q => foldl go q (word_of X)) (exponent wt) q
    | XYn => repeat_map (fun q => foldl go (foldl go q (word_of X)) (word_of Y))
               (exponent wt) q
    | _ => foldl go q (word_of a)
    end) 0 p.

(* The name of a restriction in the table of rules.                           *)
Definition in_rules (c : class) : option restriction :=
  match c with
  | Ruled c => Some c
  | BlockReal 2 => Some BlockRealTwo
  | _ => None
  end.

Definition speaks_of (rho : rule) : bool :=
  if in_rules (restricted cl) is Some c then c \in classes rho else false.

Definition letters_permute : bool :=
  all (fun x => uniq [seq go q x | q <- iota 0 size_mi]) (iota 0 k).

Definition refutes : bool :=
  if List.nth_error rules (rule_number wt) is Some rho then
    [&& onto (automaton cl) k mi, 0 < size_mi,
        all (fun q => all (fun x => go q x < size_mi) (iota 0 k))
          (iota 0 size_mi),
        all (all (fun x => x < k)) (spelled wt), 0 < exponent wt,
        speaks_of rho, additive rho || ~~ additive_term cl,
        permutes rho ==> letters_permute,
        all (fun pq => follow pq.1 == follow pq.2) (same rho)
      & output_of (min_outputs mi) (follow (left rho)) !=
        output_of (min_outputs mi) (follow (right rho))]
  else false.

Lemma rules_squares rho :
  List.In rho rules -> BlockRealTwo \in classes rho -> rho = group_squares.
Proof. by do 16 case=> [<- //|]; case. Qed.

Section Sound.
Variable M : nat.
Hypotheses (sz : size_mi = M.+1)
  (range : forall q x, q < M.+1 -> x < k -> go q x < M.+1)
  (lets : all (all (fun x => x < k)) (spelled wt)).

Let step (q : 'I_M.+1) (x : 'I_k) : 'I_M.+1 := inord (go q x).
Let words (a : token) : seq 'I_k := pmap insub (word_of a).

Let stepE q x : step q x = go q x :> nat.
Proof. by rewrite inordK ?range ?ltn_ord. Qed.

Let wordsE a : map val (words a) = word_of a.
Proof.
have : all (fun x => x < k) (word_of a).
  rewrite /word_of; have [lt|ge] := ltnP (token_code a) (size (spelled wt)).
    exact: (allP lets _ (mem_nth _ lt)).
  by rewrite nth_default.
rewrite /words; elim: (word_of a) => //= x w IHw /andP[lt_x /IHw e].
by rewrite insubT /= e.
Qed.

Let fold_val q w : foldl step q w = foldl go q (map val w) :> nat.
Proof. by elim: w q => //= x w IHw q; rewrite IHw stepE. Qed.

Let fold_words q a : foldl step q (words a) = foldl go q (word_of a) :> nat.
Proof. by rewrite fold_val wordsE. Qed.

Let fold_repeat (q : 'I_M.+1) (w : seq 'I_k) (f : nat -> nat) n :
  (forall q : 'I_M.+1, foldl step q w = f q :> nat) ->
  foldl step q (wpow w n) = repeat_map f n q :> nat.
Proof.
by move=> fE; elim: n q => //= n IHn q; rewrite wpowS foldl_cat IHn fE.
Qed.

Let followE p : foldl step ord0 (spell words (exponent wt) p) = follow p :> nat.
Proof.
rewrite /follow -[0 in RHS]/(nat_of_ord (ord0 : 'I_M.+1)).
elim: p ord0 => [|a p IHp] q //; rewrite [spell _ _ _]/= foldl_cat IHp /=.
congr (foldl _ _ p); case: a => /=; rewrite ?fold_words //.
  by apply: fold_repeat => r; rewrite fold_words.
by apply: fold_repeat => r; rewrite foldl_cat !fold_words.
Qed.

Let answerE (w : seq 'I_k) : onto (automaton cl) k mi ->
  answer (automaton cl) (map val w) =
  output_of (min_outputs mi) (foldl step ord0 w).
Proof. by move=> /onto_answer->; rewrite /min_answer fold_val. Qed.

Lemma refutes_rule rho : List.In rho rules -> onto (automaton cl) k mi ->
  0 < exponent wt -> speaks_of rho ->
  additive rho || ~~ additive_term cl -> permutes rho ==> letters_permute ->
  all (fun pq => follow pq.1 == follow pq.2) (same rho) ->
  output_of (min_outputs mi) (follow (left rho)) !=
    output_of (min_outputs mi) (follow (right rho)) ->
  ~ realizable (fun w : seq 'I_k => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
move=> rho_in onto_m n_gt0 speaks add perms same_ok /eqP differ.
case=> d [A [b [h0 [pts [fam _ add_b orbP dec]]]]]; apply: differ.
have {dec}[dec decP] := linear_arbitrary dec.
have same_list : forall p, List.In p (same rho) ->
    foldl step ord0 (spell words (exponent wt) p.1) =
    foldl step ord0 (spell words (exponent wt) p.2).
  move=> p p_in; apply: val_inj; rewrite /= !followE; apply/eqP.
  elim: (same rho) same_ok p_in => //= q s IHs /andP[ok_q /IHs{}IHs].
  by case=> [<-|/IHs].
have answers w : dec (arun A b h0 w) =
    output_of (min_outputs mi) (foldl step ord0 w).
  by rewrite decP answerE.
have inj : permutes rho -> forall x, injective (step^~ x).
  move=> rho_p x p q; rewrite rho_p in perms.
  have /allP/(_ (val x)) := perms; rewrite mem_iota ltn_ord => /(_ isT) u e.
  have lt (r : 'I_M.+1) : r < size [seq go q x | q <- iota 0 size_mi].
    by rewrite size_map size_iota sz.
  have nthE (r : 'I_M.+1) :
      nth 0 [seq go q x | q <- iota 0 size_mi] r = step r x.
    by rewrite (nth_map 0) ?nth_iota ?size_iota ?sz // stepE.
  by apply/val_inj/eqP; rewrite -(nth_uniq 0 (lt p) (lt q) u) !nthE e.
rewrite -!followE; have [[c cc mA]|[squares dA]] :
    (exists2 c, c \in classes rho & forall x, member c (A x)) \/
    rho = group_squares /\ forall x, is_diag_mx (A x).
  move: speaks fam; rewrite /speaks_of.
  case: (restricted cl) => //= [c cc fam|[|[|[|k']]]] //.
    by left; exists c => // x; apply: fam.
  move=> cc [mA|[_ dA]]; [by left; exists BlockRealTwo|right].
  by split=> //; apply: rules_squares.
- apply: (@rules_sound _ rho_in _ _ _ _ step ord0
    (fun q => output_of (min_outputs mi) q) d A b h0 pts dec c) => //.
  case/orP: add => [->|/negPf na]; [by left|right].
  by case: add_b; rewrite ?na.
rewrite squares in inj *.
apply: (@group_squares_diagonal _ _ _ _ step ord0
  (fun q => output_of (min_outputs mi) q) d A b h0 pts dec) => //.
exact: inj isT.
Qed.
End Sound.

(* What the function accepts is true.                                         *)
Theorem refutes_sound : refutes ->
  ~ realizable (fun w : seq 'I_k => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /refutes; case Drho: (List.nth_error _ _) => [rho|] //.
case/and5P=> onto_m size_gt0 /allP in_range lets.
case/and5P=> n_gt0 speaks add perms /andP[same_ok differ].
have rho_in := List.nth_error_In _ _ Drho.
have sz : size_mi = size_mi.-1.+1 by rewrite prednK.
apply: (refutes_rule sz) rho_in _ _ _ _ _ _ _ => // q x; rewrite -sz => lt_q lt_x.
have /in_range/allP/(_ x) : q \in iota 0 size_mi by rewrite mem_iota.
by rewrite mem_iota => /(_ lt_x).
Qed.

(* So are the denials of what the claim would follow from.                    *)
Theorem refutes_follows q : refutes -> follows q (question_of cl) ->
  ~ answered (fun w : seq 'I_k => answer (automaton cl) (map val w)) q.
Proof. by move=> /refutes_sound no fol yes; apply/no/(follows_sound fol). Qed.
End Refute.
