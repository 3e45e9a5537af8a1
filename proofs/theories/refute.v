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
From BilinearTheory Require Import model rules claim follows accept machine.

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

Definition refutes : bool :=
  if List.nth_error rules (rule_number wt) is Some rho then
    [&& sound_machine cl mi, all (letters_in cl) (spelled wt), 0 < exponent wt,
        speaks_of rho, additive rho || ~~ additive_term cl,
        permutes rho ==> permuting cl mi,
        all (fun pq => follow pq.1 == follow pq.2) (same rho)
      & output_of (min_outputs mi) (follow (left rho)) !=
        output_of (min_outputs mi) (follow (right rho))]
  else false.

Lemma rules_squares rho :
  List.In rho rules -> BlockRealTwo \in classes rho -> rho = group_squares.
Proof. by do 16 case=> [<- //|]; case. Qed.

(* The words of a witness lead the automaton where the function follows them. *)
Lemma follow_spell M (step : 'I_M.+1 -> 'I_k -> 'I_M.+1) :
  (forall q w, foldl step q w = after mi q (map val w) :> nat) ->
  all (letters_in cl) (spelled wt) -> forall p,
  foldl step ord0 (spell (fun a => of_word cl (word_of a)) (exponent wt) p) =
  follow p :> nat.
Proof.
move=> foldE /allP lets.
have fold_words q a :
    foldl step q (of_word cl (word_of a)) = foldl go q (word_of a) :> nat.
  rewrite foldE of_wordK // /word_of.
  have [lt|ge] := ltnP (token_code a) (size (spelled wt)).
    exact/lets/mem_nth.
  by rewrite nth_default.
have fold_repeat (q : 'I_M.+1) (w : seq 'I_k) (f : nat -> nat) n :
    (forall q : 'I_M.+1, foldl step q w = f q :> nat) ->
    foldl step q (wpow w n) = repeat_map f n q :> nat.
  by move=> fE; elim: n q => //= n IHn q; rewrite wpowS foldl_cat IHn fE.
move=> p; rewrite /follow -[0 in RHS]/(nat_of_ord (ord0 : 'I_M.+1)).
elim: p ord0 => [|a p IHp] q //; rewrite [spell _ _ _]/= foldl_cat IHp /=.
congr (foldl _ _ p); case: a => /=; rewrite ?fold_words //.
  by apply: fold_repeat => r; rewrite fold_words.
by apply: fold_repeat => r; rewrite foldl_cat !fold_words.
Qed.

(* What the function accepts is true.                                         *)
Theorem refutes_sound : refutes ->
  ~ realizable (fun w : seq 'I_k => answer (automaton cl) (map val w))
    (restricted cl) (bounded cl) (decoding cl) (additive_term cl).
Proof.
rewrite /refutes; case Drho: (List.nth_error _ _) => [rho|] //.
case/and5P=> mach lets n_gt0 speaks /and4P[add perms same_ok /eqP differ].
have rho_in := List.nth_error_In _ _ Drho.
have [M [step [sz stepE foldE answerE]]] := as_automaton mach.
have followE := follow_spell foldE lets.
case=> d [A [b [h0 [pts [fam _ add_b orbP dec]]]]]; apply: differ.
have {dec}[dec decP] := linear_arbitrary dec.
have same_list : forall p, List.In p (same rho) ->
    foldl step ord0 (spell (fun a => of_word cl (word_of a)) (exponent wt) p.1) =
    foldl step ord0 (spell (fun a => of_word cl (word_of a)) (exponent wt) p.2).
  move=> p p_in; apply: val_inj; rewrite /= !followE; apply/eqP.
  elim: (same rho) same_ok p_in => //= q s IHs /andP[ok_q /IHs{}IHs].
  by case=> [<-|/IHs].
have answers w : dec (arun A b h0 w) =
    output_of (min_outputs mi) (foldl step ord0 w).
  by rewrite decP answerE.
have inj : permutes rho -> forall x, injective (step^~ x).
  move=> rho_p x; rewrite rho_p in perms.
  exact: permuting_inj sz stepE x perms.
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

(* So are the denials of what the claim would follow from.                    *)
Theorem refutes_follows q : refutes -> follows q (question_of cl) ->
  ~ answered (fun w : seq 'I_k => answer (automaton cl) (map val w)) q.
Proof. by move=> /refutes_sound no fol yes; apply/no/(follows_sound fol). Qed.
End Refute.
