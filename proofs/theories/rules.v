(* The rules by which a certificate refutes: two words that no system of a    *)
(* restriction, of finite reach, can tell apart, whatever decodes its states. *)
(*                                                                            *)
(*   restriction  == the classes of matrices that the rules speak of          *)
(*   member c A   == the matrix A lies in the class c                         *)
(*   token        == the words u, v, x, y, t, s, w of a witness, and x^n      *)
(*   rule         == two words over tokens; perhaps two words that have to    *)
(*                   lead the automaton to one state; the restrictions; and   *)
(*                   whether the recurrence may have an additive term         *)
(*   spell val n p == the word p, the token a being the word val a            *)
(*   rules        == the ten rules, in the order of the kernel                *)
(*   sound rho    == for every system that obeys the restriction of rho and   *)
(*                   decodes the answers of an automaton, the automaton       *)
(*                   answers alike on the two words of rho                    *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import automaton orbit model affine.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Inductive restriction :=
  DiagonalNonnegative | DiagonalReal | Rotation | Permutation | Orthogonal.

Definition restriction_code c :=
  match c with
  | DiagonalNonnegative => 0%N
  | DiagonalReal => 1%N
  | Rotation => 2%N
  | Permutation => 3%N
  | Orthogonal => 4%N
  end.

Lemma restriction_code_inj : injective restriction_code.
Proof. by case; case. Qed.

Definition restriction_eqMixin := InjEqMixin restriction_code_inj.
Canonical restriction_eqType := EqType restriction restriction_eqMixin.

Definition member (F : numFieldType) n (c : restriction) (A : 'M[F]_n) :=
  match c with
  | DiagonalNonnegative => is_diag_mx A && [forall i, 0 <= A i i]
  | DiagonalReal => is_diag_mx A && [forall i, A i i \is Num.real]
  | Rotation => is_diag_mx A
  | Permutation => is_perm_mx A
  | Orthogonal =>
      (A^T *m A == 1%:M) && [forall i, forall j, A i j \is Num.real]
  end.

Inductive token := U | V | X | Y | T | S | W | Xn.

Record rule := Rule {
  left : seq token;
  right : seq token;
  same : option (seq token * seq token);
  classes : seq restriction;
  additive : bool
}.

Definition diagonals := [:: DiagonalNonnegative; DiagonalReal; Rotation].
Definition reals := [:: DiagonalNonnegative; DiagonalReal].

Definition noncommuting :=
  Rule [:: U; X; Y; W] [:: U; Y; X; W] None diagonals false.
Definition not_idempotent :=
  Rule [:: U; X; X; W] [:: U; X; W] None [:: DiagonalNonnegative] false.
Definition not_involutive :=
  Rule [:: U; X; X; X; W] [:: U; X; W] None reals false.
Definition tail :=
  Rule [:: U; X; Xn; W] [:: U; X; W]
    (Some ([:: U; X; Xn], [:: U; X; Xn; Xn])) diagonals false.
Definition last_letter :=
  Rule [:: U; X; T; X; W] [:: U; T; X; W] None [:: DiagonalNonnegative] true.
Definition last_letter_even :=
  Rule [:: U; X; X; T; X; W] [:: U; T; X; W] None reals true.
Definition last_letter_periodic :=
  Rule [:: U; Xn; T; X; W] [:: U; T; X; W]
    (Some ([:: U; Xn], [:: U; Xn; Xn])) diagonals true.
Definition exchange_first :=
  Rule [:: U; X; Y; T; X; S; Y; W] [:: U; Y; X; T; X; S; Y; W] None
    diagonals true.
Definition exchange_second :=
  Rule [:: U; X; Y; T; Y; S; X; W] [:: U; Y; X; T; Y; S; X; W] None
    diagonals true.
Definition merged :=
  Rule [:: U; W] [:: V; W] (Some ([:: U; X], [:: V; X]))
    [:: Permutation; Orthogonal] true.

Definition rules := [:: noncommuting; not_idempotent; not_involutive; tail;
  last_letter; last_letter_even; last_letter_periodic; exchange_first;
  exchange_second; merged].

Section Spelling.
Variables (L : Type) (val : token -> seq L) (n : nat).

Definition spell (p : seq token) : seq L :=
  flatten [seq if a is Xn then wpow (val X) n else val a | a <- p].
End Spelling.

Definition sound (rho : rule) :=
  forall (F : numFieldType) (L Z Q : Type)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z)
    (d : nat) (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d)
    (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) (c : restriction),
  c \in classes rho -> (forall x, member c (A x)) ->
  additive rho \/ (forall x, b x = 0) ->
  orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (foldl step q0 w)) ->
  forall (val : token -> seq L) (n : nat),
  (if same rho is Some (p, q) then
     foldl step q0 (spell val n p) = foldl step q0 (spell val n q)
   else True) ->
  out (foldl step q0 (spell val n (left rho))) =
  out (foldl step q0 (spell val n (right rho))).

Section Members.
Variables (F : numFieldType) (L : Type) (d : nat) (A : L -> 'M[F]_d).
Implicit Type c : restriction.

Lemma member_diag c :
  c \in diagonals -> (forall x, member c (A x)) ->
  forall x, is_diag_mx (A x).
Proof.
by rewrite !inE => /or3P[]/eqP-> mA x; have := mA x => // /andP[].
Qed.

Lemma member_nonneg :
  (forall x, member DiagonalNonnegative (A x)) -> forall x i, 0 <= A x i i.
Proof. by move=> mA x i; have /andP[_ /forallP] := mA x. Qed.

Lemma member_real c :
  c \in reals -> (forall x, member c (A x)) ->
  forall x i, A x i i \is Num.real.
Proof.
rewrite !inE => /orP[]/eqP-> mA x i; have /andP[_ /forallP/(_ i)] := mA x => //.
exact: ger0_real.
Qed.

Lemma member_unit c :
  c \in [:: Permutation; Orthogonal] -> (forall x, member c (A x)) ->
  forall x, A x \in unitmx.
Proof.
rewrite !inE => /orP[]/eqP-> mA x; have := mA x.
  by case/is_perm_mxP=> s ->; apply: unitmx_perm.
by case/andP=> /eqP/mulmx1_unit[].
Qed.

Lemma astep_inj (b : L -> 'cV[F]_d) x :
  A x \in unitmx -> injective (astep A b ^~ x).
Proof.
move=> uA h k /addIr /(congr1 (mulmx (invmx (A x)))).
by rewrite !mulmxA mulVmx // !mul1mx.
Qed.

Lemma sub_diagonals c : c \in reals -> c \in diagonals.
Proof. by rewrite !inE => /orP[]->; rewrite ?orbT. Qed.
End Members.

Ltac spelling := rewrite /spell /= ?cats0.

Theorem noncommuting_sound : sound noncommuting.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA [//|b0] rP decP val n _.
spelling; apply: (tracks_congr decP); rewrite -!/(arun A b _ _) !arun0 //.
rewrite !run_cat; congr (run A _ _); set h := run A h0 (val U).
rewrite !run_wordmx !mulmxA; congr (_ *m h).
have dA := member_diag cc mA.
have dW w : is_diag_mx (wordmx A w).
  elim/last_ind: w => [|w x]; first by rewrite wordmx_nil scalar_mx_is_diag.
  rewrite wordmx_rcons => /diag_mxP[e ->].
  by have /diag_mxP[f ->] := dA x; rewrite mulmx_diag diag_mx_is_diag.
have /diag_mxP[e ->] := dW (val X); have /diag_mxP[f ->] := dW (val Y).
exact: diag_mxC.
Qed.

Theorem last_letter_sound : sound last_letter.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n _.
move: cc; rewrite inE => /eqP Dc; rewrite {c}Dc in mA.
have dA : forall x, is_diag_mx (A x) by apply: member_diag mA.
have := nonneg_diag_forgets dA rP (val U) (val X) (val T) (member_nonneg mA).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem last_letter_even_sound : sound last_letter_even.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n _.
have dA := member_diag (sub_diagonals cc) mA.
have := real_diag_forgets dA rP (val U) (val X) (val T) (member_real cc mA).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Lemma idempotent_power (L Q : Type) (step : Q -> L -> Q) q0 (u x : seq L) n m :
  (0 < m)%N ->
  foldl step q0 (u ++ wpow x n) = foldl step q0 (u ++ wpow x n ++ wpow x n) ->
  foldl step q0 (u ++ wpow x n) = foldl step q0 (u ++ wpow x (m * n)).
Proof.
case: m => // m _; rewrite -wpowD mulnC ![in LHS]foldl_cat foldl_cat => e.
by rewrite [RHS]foldl_cat foldl_wpow_idem // -foldl_cat.
Qed.

Theorem last_letter_periodic_sound : sound last_letter_periodic.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n.
have dA := member_diag cc mA; spelling.
move/(idempotent_power (fact_gt0 (size r))) => e.
have per := diag_periodic dA rP n (val U) (val X) (val T).
rewrite catA foldl_cat e -foldl_cat -catA.
by have := tracks_congr_cat decP (val W) per; rewrite -!catA.
Qed.

Theorem tail_sound : sound tail.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n.
have dA := member_diag cc mA; spelling => e.
have {}e : foldl step q0 ((val U ++ val X) ++ wpow (val X) n) =
    foldl step q0 ((val U ++ val X) ++ wpow (val X) n ++ wpow (val X) n).
  by rewrite -!catA.
have {}e := idempotent_power (fact_gt0 (size r)) e.
have per := diag_periodic dA rP n (val U) (val X) [::].
rewrite !catA (foldl_cat _ _ _ (val W)) e -foldl_cat -!catA.
have := tracks_congr_cat decP (val W) per; rewrite -!catA /= => <-.
by rewrite (catA (val X)) -wpowS wpowSr -!catA.
Qed.

Theorem not_idempotent_sound : sound not_idempotent.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n _.
have := last_letter_sound cc mA (or_introl isT) rP decP
  (val := fun a => if a is T then [::] else val a) (n := n) I.
by spelling.
Qed.

Theorem not_involutive_sound : sound not_involutive.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n _.
have := last_letter_even_sound cc mA (or_introl isT) rP decP
  (val := fun a => if a is T then [::] else val a) (n := n) I.
by spelling.
Qed.

Theorem exchange_first_sound : sound exchange_first.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n _.
have dA := member_diag cc mA.
have := diag_exchange_first dA rP (val U) (val X) (val Y) (val T) (val S)
  (char_num F).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem exchange_second_sound : sound exchange_second.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n _.
have dA := member_diag cc mA.
have := diag_exchange_second dA rP (val U) (val X) (val Y) (val T) (val S)
  (char_num F).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem merged_sound : sound merged.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP val n.
have uA := member_unit cc mA; spelling => e.
apply: (injective_merges_nothing decP _ rP _ e).
by apply: foldl_inj => x; apply: astep_inj.
Qed.

(* Every rule of the table is sound.                                          *)
Theorem rules_sound rho : List.In rho rules -> sound rho.
Proof.
have N := noncommuting_sound; have T := tail_sound; have M := merged_sound.
have I1 := not_idempotent_sound; have I2 := not_involutive_sound.
have L1 := last_letter_sound; have L2 := last_letter_even_sound.
have L3 := last_letter_periodic_sound.
have E1 := exchange_first_sound; have E2 := exchange_second_sound.
by do 10?[case=> [<- //|]].
Qed.
