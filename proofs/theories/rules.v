(* The rules by which a certificate refutes: two words that no system of a    *)
(* restriction, of finite reach, can tell apart, whatever decodes its states. *)
(*                                                                            *)
(*   restriction  == the classes of matrices that the rules speak of          *)
(*   member c A   == the matrix A lies in the class c                         *)
(*   token        == the words u, v, x, y, t, s, w of a witness, x^n, (xy)^n  *)
(*   rule         == two words over tokens; pairs of words that have to lead  *)
(*                   the automaton to one state; the restrictions; whether    *)
(*                   the recurrence may have an additive term; whether every  *)
(*                   letter has to permute the states of the automaton        *)
(*   spell val n p == the word p, the token a being the word val a            *)
(*   rules        == the rules, in the order of the kernel                    *)
(*   sound rho    == for every system that obeys the restriction of rho and   *)
(*                   decodes the answers of an automaton, the automaton       *)
(*                   answers alike on the two words of rho                    *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From BilinearTheory Require Import model affine_triangular compression.
From BilinearTheory Require Import block_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Inductive restriction :=
  | DiagonalNonnegative | DiagonalReal | Rotation
  | TriangularNonnegative | TriangularReal | TriangularComplex
  | Permutation | Orthogonal | BlockRealTwo.

Definition restriction_code c :=
  match c with
  | DiagonalNonnegative => 0%N
  | DiagonalReal => 1%N
  | Rotation => 2%N
  | TriangularNonnegative => 3%N
  | TriangularReal => 4%N
  | TriangularComplex => 5%N
  | Permutation => 6%N
  | Orthogonal => 7%N
  | BlockRealTwo => 8%N
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
  | TriangularNonnegative => is_upper A && [forall i, 0 <= A i i]
  | TriangularReal => is_upper A && [forall i, A i i \is Num.real]
  | TriangularComplex => is_upper A
  | Permutation => is_perm_mx A
  | Orthogonal =>
      (A^T *m A == 1%:M) && [forall i, forall j, A i j \is Num.real]
  | BlockRealTwo => [forall i, forall j,
      (A i j \is Num.real) && ((A i j != 0) ==> (i %/ 2 == j %/ 2)%N)]
  end.

Inductive token := U | V | X | Y | T | S | W | Xn | XYn.

Record rule := Rule {
  left : seq token;
  right : seq token;
  same : seq (seq token * seq token);
  classes : seq restriction;
  additive : bool;
  permutes : bool
}.

Definition diagonals := [:: DiagonalNonnegative; DiagonalReal; Rotation].
Definition reals := [:: DiagonalNonnegative; DiagonalReal].
Definition triangulars :=
  [:: TriangularNonnegative; TriangularReal; TriangularComplex].
Definition real_triangulars := [:: TriangularNonnegative; TriangularReal].

Definition noncommuting :=
  Rule [:: U; X; Y; W] [:: U; Y; X; W] [::] diagonals false false.
Definition not_idempotent :=
  Rule [:: U; X; X; W] [:: U; X; W] [::] [:: DiagonalNonnegative] false false.
Definition not_involutive :=
  Rule [:: U; X; X; X; W] [:: U; X; W] [::] reals false false.
Definition tail :=
  Rule [:: U; X; Xn; W] [:: U; X; W]
    [:: ([:: U; X; Xn], [:: U; X; Xn; Xn])] diagonals false false.
Definition last_letter :=
  Rule [:: U; X; T; X; W] [:: U; T; X;
    W] [::] [:: DiagonalNonnegative] true false.
Definition last_letter_even :=
  Rule [:: U; X; X; T; X; W] [:: U; T; X; W] [::] reals true false.
Definition last_letter_periodic :=
  Rule [:: U; Xn; T; X; W] [:: U; T; X; W]
    [:: ([:: U; Xn], [:: U; Xn; Xn])] diagonals true false.
Definition exchange_first :=
  Rule [:: U; X; Y; T; X; S; Y; W] [:: U; Y; X; T; X; S; Y; W] [::]
    diagonals true false.
Definition exchange_second :=
  Rule [:: U; X; Y; T; Y; S; X; W] [:: U; Y; X; T; Y; S; X; W] [::]
    diagonals true false.
Definition merged :=
  Rule [:: U; W] [:: V; W] [:: ([:: U; X], [:: V; X])]
    [:: Permutation; Orthogonal] true false.

Definition group_noncommuting :=
  Rule [:: U; X; Y; W] [:: U; Y; X; W] [::] triangulars true true.
Definition group_square :=
  Rule [:: U; X; X; W] [:: U; W] [::] real_triangulars true true.
Definition group_letter :=
  Rule [:: U; X; W] [:: U; W] [::] [:: TriangularNonnegative] true true.
Definition cycle :=
  Rule [:: U; Xn; X; W] [:: U; Xn; W] [:: ([:: U; Xn], [:: U; Xn; Xn])]
    [:: TriangularNonnegative] true false.
Definition long_cycle :=
  Rule [:: U; Xn; X; X; W] [:: U; Xn; W] [:: ([:: U; Xn], [:: U; Xn; Xn])]
    real_triangulars true false.
Definition exchange_inside :=
  Rule [:: U; XYn; X; Y; W] [:: U; XYn; Y; X; XYn; W]
    [:: ([:: U; XYn], [:: U; XYn; XYn]);
        ([:: U; XYn; Y; X; XYn], [:: U; XYn; Y; X; XYn; XYn])]
    triangulars true false.
Definition group_squares :=
  Rule [:: U; X; X; Y; Y; W] [:: U; Y; Y; X; X; W] [::] [:: BlockRealTwo]
    true true.

Definition rules := [:: noncommuting; not_idempotent; not_involutive; tail;
  last_letter; last_letter_even; last_letter_periodic; exchange_first;
  exchange_second; merged; group_noncommuting; group_square; group_letter;
  cycle; long_cycle; exchange_inside; group_squares].

Section Spelling.
Variables (L : Type) (val : token -> seq L) (n : nat).

Definition spell (p : seq token) : seq L :=
  flatten [seq match a with
               | Xn => wpow (val X) n
               | XYn => wpow (val X ++ val Y) n
               | _ => val a
               end | a <- p].
End Spelling.

Definition sound (rho : rule) :=
  forall (F : numFieldType) (L Z : Type) (Q : finType)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z)
    (d : nat) (A : L -> 'M[F]_d) (b : L -> 'cV[F]_d) (h0 : 'cV[F]_d)
    (r : seq 'cV[F]_d) (dec : 'cV[F]_d -> Z) (c : restriction),
  c \in classes rho -> (forall x, member c (A x)) ->
  additive rho \/ (forall x, b x = 0) ->
  orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (foldl step q0 w)) ->
  (permutes rho -> forall x, injective (step^~ x)) ->
  forall (val : token -> seq L) (n : nat), (0 < n)%N ->
  (forall p, List.In p (same rho) ->
     foldl step q0 (spell val n p.1) = foldl step q0 (spell val n p.2)) ->
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

Lemma member_upper c :
  c \in triangulars -> (forall x, member c (A x)) ->
  forall x, is_upper (A x).
Proof.
by rewrite !inE => /or3P[]/eqP-> mA x; have := mA x => // /andP[].
Qed.

Lemma member_upper_nonneg :
  (forall x, member TriangularNonnegative (A x)) -> forall x i, 0 <= A x i i.
Proof. by move=> mA x i; have /andP[_ /forallP] := mA x. Qed.

Lemma member_upper_real c :
  c \in real_triangulars -> (forall x, member c (A x)) ->
  forall x i, A x i i \is Num.real.
Proof.
rewrite !inE => /orP[]/eqP-> mA x i; have /andP[_ /forallP/(_ i)] := mA x => //.
exact: ger0_real.
Qed.

Lemma sub_triangulars c : c \in real_triangulars -> c \in triangulars.
Proof. by rewrite !inE => /orP[]->; rewrite ?orbT. Qed.

Lemma sub_diagonals c : c \in reals -> c \in diagonals.
Proof. by rewrite !inE => /orP[]->; rewrite ?orbT. Qed.
End Members.

Ltac spelling := rewrite /spell /= ?cats0.

Theorem noncommuting_sound : sound noncommuting.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA [//|b0] rP decP _ val n _ _.
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
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _ _.
move: cc; rewrite inE => /eqP Dc; rewrite {c}Dc in mA.
have dA : forall x, is_diag_mx (A x) by apply: member_diag mA.
have := nonneg_diag_forgets dA rP (val U) (val X) (val T) (member_nonneg mA).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem last_letter_even_sound : sound last_letter_even.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _ _.
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

Lemma same_state_cat (L Q : Type) (step : Q -> L -> Q) q0 (p q w : seq L) :
  foldl step q0 p = foldl step q0 q ->
  foldl step q0 (p ++ w) = foldl step q0 (q ++ w).
Proof. by rewrite !foldl_cat => ->. Qed.

Theorem last_letter_periodic_sound : sound last_letter_periodic.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _
  same_state.
have dA := member_diag cc mA; have := same_state _ (or_introl erefl); spelling.
move/(idempotent_power (fact_gt0 (size r))) => e.
have per := diag_periodic dA rP n (val U) (val X) (val T).
rewrite catA foldl_cat e -foldl_cat -catA.
by have := tracks_congr_cat decP (val W) per; rewrite -!catA.
Qed.

Theorem tail_sound : sound tail.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _
  same_state.
have dA := member_diag cc mA; have := same_state _ (or_introl erefl).
spelling => e.
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
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _ _.
move: cc; rewrite inE => /eqP Dc; rewrite {c}Dc in mA.
have dA : forall x, is_diag_mx (A x) by apply: member_diag mA.
have := nonneg_diag_forgets dA rP (val U) (val X) [::] (member_nonneg mA).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem not_involutive_sound : sound not_involutive.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _ _.
have dA := member_diag (sub_diagonals cc) mA.
have := real_diag_forgets dA rP (val U) (val X) [::] (member_real cc mA).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem exchange_first_sound : sound exchange_first.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _ _.
have dA := member_diag cc mA.
have := diag_exchange_first dA rP (val U) (val X) (val Y) (val T) (val S)
  (char_num F).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem exchange_second_sound : sound exchange_second.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _ _.
have dA := member_diag cc mA.
have := diag_exchange_second dA rP (val U) (val X) (val Y) (val T) (val S)
  (char_num F).
by move/(tracks_congr_cat decP (val W)); spelling; rewrite -!catA.
Qed.

Theorem merged_sound : sound merged.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n _
  same_state.
have uA := member_unit cc mA; have := same_state _ (or_introl erefl).
spelling => e.
apply: (injective_merges_nothing decP _ rP _ e).
by apply: foldl_inj => x; apply: astep_inj.
Qed.

Theorem cycle_sound : sound cycle.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n n_gt0.
move=> same_state; have := same_state _ (or_introl erefl); spelling.
move: cc; rewrite inE => /eqP Dc; rewrite {c}Dc in mA.
have uA : forall x, is_upper (A x) by apply: member_upper mA.
move/(idempotent_power (fact_gt0 (size r))) => e.
have := upper_nonneg_fixes uA rP (val U) (val X) n.-1 (member_upper_nonneg mA).
rewrite prednK // => /(tracks_congr_cat decP (val W)).
by rewrite !(catA (val U)) !(same_state_cat _ e) -!catA.
Qed.

Theorem long_cycle_sound : sound long_cycle.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n n_gt0.
move=> same_state; have := same_state _ (or_introl erefl); spelling.
have uA := member_upper (sub_triangulars cc) mA.
move/(idempotent_power (fact_gt0 (size r))) => e.
have := upper_real_fixes uA rP (val U) (val X) n.-1 (member_upper_real cc mA).
rewrite prednK // => /(tracks_congr_cat decP (val W)).
by rewrite !(catA (val U)) !(same_state_cat _ e) -!catA.
Qed.

Theorem exchange_inside_sound : sound exchange_inside.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA _ rP decP _ val n n_gt0.
move=> same_state; have := same_state _ (or_introl erefl).
have := same_state _ (or_intror (or_introl erefl)); spelling.
have uA := member_upper cc mA; set u := val U; set x := val X; set y := val Y.
set xyn := wpow (x ++ y) n; have inside p : u ++ xyn ++ y ++ x ++ p =
  (u ++ xyn ++ y ++ x) ++ p by rewrite -!catA.
rewrite !inside => /(idempotent_power (fact_gt0 (size r))) e2.
move/(idempotent_power (fact_gt0 (size r))) => e1.
have pow v : foldl (astep A b) h0 (v ++ wpow (x ++ y) ((size r)`! * n)) =
    foldl (astep A b) h0 (v ++ wpow (x ++ y) (size r)`!).
  by rewrite -(prednK n_gt0) orbit_power.
have ex : foldl (astep A b) h0
      ((u ++ wpow (x ++ y) ((size r)`! * n)) ++ x ++ y) =
    foldl (astep A b) h0
      ((u ++ wpow (x ++ y) ((size r)`! * n)) ++ y ++ x ++
       wpow (x ++ y) ((size r)`! * n)).
  rewrite !(same_state_cat _ (pow u)).
  have -> p : (u ++ wpow (x ++ y) (size r)`!) ++ y ++ x ++ p =
    ((u ++ wpow (x ++ y) (size r)`!) ++ y ++ x) ++ p by rewrite -!catA.
  by rewrite pow -!catA; apply: upper_exchange.
have -> : u ++ xyn ++ x ++ y ++ val W = (u ++ xyn) ++ (x ++ y ++ val W).
  by rewrite -catA.
rewrite (same_state_cat _ e1) [_ ++ xyn ++ _]catA.
rewrite (same_state_cat _ e2) -!catA [u ++ xyn ++ _]catA.
rewrite (same_state_cat _ e1).
by have := tracks_congr_cat decP (val W) ex; rewrite -!catA.
Qed.

Theorem group_letter_sound : sound group_letter.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA aA rP decP inj val n _ _.
have order w p : foldl step p (wpow w #|Q|`!) = p.
  exact: permutation_order (inj isT) p.
have same_state p : List.In p (same cycle) ->
    foldl step q0 (spell val #|Q|`! p.1) = foldl step q0 (spell val #|Q|`! p.2).
  by case=> [<-|[]]; spelling; rewrite !foldl_cat !order.
have := cycle_sound cc mA aA rP decP (fun p => False_ind _ (notF p))
  (fact_gt0 _) same_state.
by spelling; rewrite !foldl_cat !order.
Qed.

Theorem group_square_sound : sound group_square.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA aA rP decP inj val n _ _.
have order w p : foldl step p (wpow w #|Q|`!) = p.
  exact: permutation_order (inj isT) p.
have same_state p : List.In p (same long_cycle) ->
    foldl step q0 (spell val #|Q|`! p.1) = foldl step q0 (spell val #|Q|`! p.2).
  by case=> [<-|[]]; spelling; rewrite !foldl_cat !order.
have := long_cycle_sound cc mA aA rP decP (fun p => False_ind _ (notF p))
  (fact_gt0 _) same_state.
by spelling; rewrite !foldl_cat !order.
Qed.

Theorem group_noncommuting_sound : sound group_noncommuting.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA aA rP decP inj val n _ _.
have order w p : foldl step p (wpow w #|Q|`!) = p.
  exact: permutation_order (inj isT) p.
have same_state p : List.In p (same exchange_inside) ->
    foldl step q0 (spell val #|Q|`! p.1) = foldl step q0 (spell val #|Q|`! p.2).
  by case=> [<-|[<-|[]]]; spelling; rewrite !foldl_cat !order.
have := exchange_inside_sound cc mA aA rP decP (fun p => False_ind _ (notF p))
  (fact_gt0 _) same_state.
by spelling; rewrite !foldl_cat !order.
Qed.

Theorem group_squares_sound : sound group_squares.
Proof.
move=> F L Z Q step q0 out d A b h0 r dec c cc mA aA rP decP inj val n _ _.
move: cc; rewrite inE => /eqP Dc; rewrite {c}Dc in mA.
have entry x i j : (A x i j \is Num.real) /\
    (A x i j != 0 -> (i %/ 2 = j %/ 2)%N).
  have /forallP/(_ i)/forallP/(_ j)/andP[re /implyP bl] := mA x.
  by split=> // /bl/eqP.
spelling; apply: (block_real_two_squares (blk := fun i => (i %/ 2)%N)
  _ _ _ rP decP (inj isT)) => [x i j|m|x i j].
- by have [_] := entry x i j.
- exact: card_members.
by have [] := entry x i j.
Qed.

(* Nor do complex diagonal matrices, which are real blocks of size 2 as well.  *)
Lemma group_squares_diagonal (F : numFieldType) (L Z : Type) (Q : finType)
    (step : Q -> L -> Q) (q0 : Q) (out : Q -> Z) d (A : L -> 'M[F]_d) b h0 r
    (dec : 'cV[F]_d -> Z) (val : token -> seq L) n :
  (forall x, is_diag_mx (A x)) -> orbit_in (astep A b) h0 r ->
  (forall w, dec (arun A b h0 w) = out (foldl step q0 w)) ->
  (forall x, injective (step^~ x)) -> (0 < n)%N ->
  out (foldl step q0 (spell val n (left group_squares))) =
  out (foldl step q0 (spell val n (right group_squares))).
Proof.
move=> dA rP decP inj n_gt0.
pose val2 a := match a with
  X => val X ++ val X | Y => val Y ++ val Y | a => val a end.
have uA x : member TriangularComplex (A x).
  apply/forallP=> i; apply/forallP=> j; apply/implyP=> lt_ji; apply/eqP.
  by have /is_diag_mxP-> := dA x; rewrite // neq_ltn lt_ji orbT.
have := group_noncommuting_sound (c := TriangularComplex) isT uA
  (or_introl erefl) rP decP (fun=> inj) (val := val2) n_gt0.
by spelling; rewrite -!catA; apply=> p [].
Qed.

(* Every rule of the table is sound.                                          *)
Theorem rules_sound rho : List.In rho rules -> sound rho.
Proof.
case=> [<-|]; first exact: noncommuting_sound.
case=> [<-|]; first exact: not_idempotent_sound.
case=> [<-|]; first exact: not_involutive_sound.
case=> [<-|]; first exact: tail_sound.
case=> [<-|]; first exact: last_letter_sound.
case=> [<-|]; first exact: last_letter_even_sound.
case=> [<-|]; first exact: last_letter_periodic_sound.
case=> [<-|]; first exact: exchange_first_sound.
case=> [<-|]; first exact: exchange_second_sound.
case=> [<-|]; first exact: merged_sound.
case=> [<-|]; first exact: group_noncommuting_sound.
case=> [<-|]; first exact: group_square_sound.
case=> [<-|]; first exact: group_letter_sound.
case=> [<-|]; first exact: cycle_sound.
case=> [<-|]; first exact: long_cycle_sound.
case=> [<-|]; first exact: exchange_inside_sound.
case=> [<-|]; first exact: group_squares_sound.
by [].
Qed.
