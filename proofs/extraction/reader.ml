(* Reads a certificate into the data of the proved checker.  Trusted here: that the claim and the automaton
   come out as they stand in the file.  Everything else is evidence; if it were read wrongly, the checker would
   only refuse.  The format is that of bilinear_theory/certificates/check.py; that its canonical form is kept
   (numberings, the map null where a state is not reached) is checked here and proves nothing. *)

module Integer = Z
module Rational = Q
module Lists = List
open Json
open Checker
module Z = Integer (* not what was extracted under these names *)
module Q = Rational
module List = Lists

exception Uncovered of string
exception Refused of string

let uncovered what = raise (Uncovered (what ^ " is not covered by the proved checker"))
let check condition message = if not condition then fail message
let require condition message = if not condition then raise (Refused message)

let fields where names = function
  | Object given ->
    List.iter (fun name -> check (List.mem_assoc name given) (where ^ " has no field " ^ name)) names;
    List.iter (fun (name, _) ->
        check (List.mem name names) (where ^ " has a field that the format does not name")) given;
    fun name -> List.assoc name given
  | _ -> fail (where ^ " is not an object")

let field name = function
  | Object given when List.mem_assoc name given -> List.assoc name given
  | _ -> fail ("there is no field " ^ name)

let list ?length where = function
  | List items ->
    (match length with
     | Some n -> check (List.length items = n) (where ^ " has another length")
     | None -> ());
    items
  | _ -> fail (where ^ " is not a list")

let integer where low high = function
  | Int z when Z.geq z (Z.of_int low) && Z.leq z (Z.of_int high) -> Z.to_int z
  | Int _ -> fail (where ^ " is out of range")
  | _ -> fail (where ^ " is not an integer")

let indices where length high value = List.map (integer where 0 high) (list ~length where value)

let table where rows columns value =
  check (rows > 0) (where ^ " is empty");
  List.map (indices where columns (rows - 1)) (list ~length:rows where value)

(* Outputs and symbols; true is 1 and false is 0, as outputs. *)
let output = function
  | (Text _ | Int _) as y -> y
  | Bool b -> Int (if b then Z.one else Z.zero)
  | _ -> fail "an output is no text, integer or Boolean"

let symbol = function
  | (Text _ | Int _) as a -> a
  | _ -> fail "a symbol is neither text nor an integer"

let distinct items = List.length (List.sort_uniq compare items) = List.length items

let first_occurrences items =
  List.rev (List.fold_left (fun seen y -> if List.mem y seen then seen else y :: seen) [] items)

(* Every row but the first is named by an earlier one, in order. *)
let numbered where rows =
  ignore (List.fold_left (fun (i, known) row ->
      require (i < known) (where ^ " has a row that is not reached");
      (i + 1, List.fold_left (fun known j ->
           require (j <= known) (where ^ " names a row too early"); max known (j + 1)) known row))
      (0, 1) rows)

(* --- restrictions --- *)

let ruled = [
  "diagonal-nonnegative", DiagonalNonnegative; "diagonal-real", DiagonalReal; "rotation", Rotation;
  "triangular-nonnegative", TriangularNonnegative; "triangular-real", TriangularReal;
  "triangular-complex", TriangularComplex ]
let with_width = [
  "permutation", Ruled Permutation; "orthogonal", Ruled Orthogonal; "column-one-hot", ColumnOneHot;
  "full", Full; "pd", PD ]

let restriction value =
  let text = match value with Text s -> s | _ -> fail "claim.restriction is not text" in
  let base, size = match String.index_opt text ':' with
    | None -> text, None
    | Some i ->
      let digits = String.sub text (i + 1) (String.length text - i - 1) in
      let ok = String.length digits >= 1 && String.length digits <= 9 && digits.[0] <> '0' in
      String.iter (fun c -> check (c >= '0' && c <= '9') "claim.restriction is none") digits;
      check ok "claim.restriction is none";
      String.sub text 0 i, Some (int_of_string digits) in
  match size with
  | Some 1 when base = "block-real" -> Ruled DiagonalReal, None
  | Some 1 when base = "block-complex" -> Ruled Rotation, None
  | Some k when base = "block-real" -> BlockReal k, None
  | Some k when base = "block-complex" -> BlockComplex k, None
  | Some k when base = "householder" -> Householder k, None
  | Some k when base = "householder-heads" -> HouseholderHeads k, None
  | Some k when base = "cp-real" -> CPReal k, None
  | Some k when base = "cp-complex" -> CPComplex k, None
  | None when List.mem_assoc base ruled -> Ruled (List.assoc base ruled), None
  | _ when List.mem_assoc base with_width -> List.assoc base with_width, size
  | _ -> fail ("there is no restriction " ^ String.escaped text)

(* --- numbers --- *)

(* A rational number p/q in lowest terms, as the format writes it. *)
let rational = function
  | Int z -> Q.of_bigint z
  | Text s ->
    let bad () = fail "a number is not one of the format" in
    let digits t =
      if t = "" || String.length t > 4000 || t.[0] = '0' then bad ();
      String.iter (fun c -> if c < '0' || c > '9' then bad ()) t in
    (match String.split_on_char '/' s with
     | [ p; q ] ->
       digits (if p <> "" && p.[0] = '-' then String.sub p 1 (String.length p - 1) else p);
       digits q;
       let p = Z.of_string p and q = Z.of_string q in
       check (Z.gt q Z.one && Z.equal (Z.gcd p q) Z.one) "a number is not in lowest terms";
       Q.make p q
     | _ -> bad ())
  | _ -> fail "a number is not one of the format"

let number degree = function
  | List items ->
    let n = List.length items in
    check (2 <= n && n <= degree) "a number has too few or too many coefficients";
    let c = List.map rational items in
    check (Q.sign (List.nth c (n - 1)) <> 0) "a number ends in the coefficient 0";
    c
  | value -> let c = rational value in if Q.sign c = 0 then [] else [ c ]

let sparse items = List.filter (fun (_, x) -> x <> []) (List.mapi (fun i x -> (i, x)) items)

let vector degree d where = function
  | Int _ as i -> [ (integer where 0 (d - 1) i, [ Q.one ]) ]
  | value -> sparse (List.map (number degree) (list ~length:d where value))

(* The matrix by columns. *)
let matrix form degree d value =
  let where = "a matrix" in
  let rows = list ~length:d where value in
  match form with
  | "one-hot" -> List.map (fun i -> [ (i, [ Q.one ]) ]) (indices where d (d - 1) value)
  | "diagonal" -> List.mapi (fun j x -> if x = [] then [] else [ (j, x) ]) (List.map (number degree) rows)
  | _ ->
    let columns = Array.make d [] in
    List.iteri (fun i row ->
        List.iter (fun (j, x) -> columns.(j) <- (i, x) :: columns.(j))
          (sparse (List.map (number degree) (list ~length:d where row)))) rows;
    List.map List.rev (Array.to_list columns)

let denominator factor vectors =
  List.fold_left (List.fold_left (fun l (_, x) ->
      List.fold_left (fun l c -> Z.lcm l (Q.mul c (Q.of_bigint factor)).Q.den) l x)) Z.one vectors
let whole factor = List.map (fun c -> (Q.mul c (Q.of_bigint factor)).Q.num)
let scaled factor = List.map (fun (i, x) -> (i, whole factor x))

(* --- cyclotomic polynomials and roots of unity: evidence --- *)

let product p q =
  let r = Array.make (Array.length p + Array.length q - 1) Z.zero in
  Array.iteri (fun i a -> if Z.sign a <> 0 then
                  Array.iteri (fun j b -> r.(i + j) <- Z.add r.(i + j) (Z.mul a b)) q) p;
  r

let quotient p q =
  let rest = Array.copy p and m = Array.length q in
  let r = Array.make (Array.length p - m + 1) Z.zero in
  for i = Array.length r - 1 downto 0 do
    r.(i) <- rest.(i + m - 1);
    if Z.sign r.(i) <> 0 then
      Array.iteri (fun j b -> rest.(i + j) <- Z.sub rest.(i + j) (Z.mul r.(i) b)) q
  done;
  r

let unity k = Array.init (k + 1) (fun i -> if i = 0 then Z.minus_one else if i = k then Z.one else Z.zero)

let modulus n =
  let known = ref [] in
  for d = 1 to n do
    if n mod d = 0 then
      let p = List.fold_left (fun p (e, q) -> if d mod e = 0 then quotient p q else p) (unity d) !known in
      known := (d, p) :: !known
  done;
  let phi = List.assoc n !known in
  let cofactor = quotient (unity n) phi in
  let prime p = p > 1 && not (List.exists (fun q -> q < p && p mod q = 0) (List.init p (fun i -> i + 2))) in
  let all = List.filter (fun p -> n mod p = 0 && prime p) (List.init n (fun i -> i + 1)) in
  let rest = List.fold_left (fun r p -> product r (unity (n / p))) [| Z.one |] all in
  phi, cofactor, quotient rest cofactor

let degree n =
  let rec gcd a b = if b = 0 then a else gcd b (a mod b) in
  List.length (List.filter (fun k -> gcd k n = 1) (List.init n (fun i -> i + 1)))

(* Below 2^bits exp(2 pi i / n): Newton's method for z^n = 1. *)
let turn n bits =
  let one = Z.shift_left Z.one (bits + 32) in
  let times (a, b) (c, d) =
    let half x = Z.shift_right x (bits + 32) in
    half Z.(sub (mul a c) (mul b d)), half Z.(add (mul a d) (mul b c)) in
  let angle = 8. *. atan 1. /. float_of_int n in
  let start x = Z.shift_left (Z.of_float (ldexp x 52)) (bits - 20) in
  let z = ref (start (cos angle), start (sin angle)) in
  for _ = 1 to 3 * (1 + Z.log2 (Z.of_int bits)) do
    let rec power acc square k =
      if k = 0 then acc
      else power (if k land 1 = 1 then times acc square else acc) (times square square) (k / 2) in
    let a, b = power (one, Z.zero) !z n in
    let e, f = times !z (Z.sub a one, b) in
    let n = Z.of_int n in
    z := Z.(sub (fst !z) (ediv e n), sub (snd !z) (ediv f n))
  done;
  let rounded x =
    let size = Z.abs x in
    let near = Z.shift_right (Z.add size (Z.shift_left Z.one 31)) 32 in
    let exact = Z.lt (Z.abs (Z.sub (Z.shift_left near 32) size)) (Z.shift_left Z.one 20) in
    let part = if exact then near else Z.shift_right size 32 in
    if Z.sign x < 0 then Z.neg part else part in
  if n = 1 then Z.shift_left Z.one bits, Z.zero
  else if n = 2 then Z.neg (Z.shift_left Z.one bits), Z.zero
  else rounded (fst !z), rounded (snd !z)

(* --- the document --- *)

type proof =
  | Yes of (int -> evidence) | Stack of (int -> pile)
  | No of witness | NoStack of witness | TooLong of series | WithoutEnd of series | Weighed of separation
  | Reflects of witness | Costs of witness * int | Exchanges of witness
  | Chain of int * ((int list * int list) * int list) list
  | Local of string * local_witness
  | Columns of int list list * int list * (int list * int list) option (* suffixes, letters x y z, words v w *)
  | Column of int list list * int (* suffixes, an exponent *)
  | Flags of flags_witness
  | Power of power_witness
  | Monomial of int list list * int list * int list * int list (* suffixes, factors, two words *)
  | Order of int list list * int option list (* suffixes, a walk *)
  | Sylow of int list list * sylow_witness
  | LongOrder of int list list * int list * (((int * int) * int) * (int * int)) list (* suffixes, a word, parts *)

let kinds = [
  "noncommuting"; "not-idempotent"; "not-involutive"; "tail"; "last-letter"; "last-letter-even";
  "last-letter-periodic"; "exchange-first"; "exchange-second"; "merged"; "group-noncommuting";
  "group-square"; "group-letter"; "cycle"; "long-cycle"; "exchange-inside";
  "group-squares" ]

(* The rules of stacks, in the order of stack_rules. *)
let stack_kinds = [ "stack-merged"; "stack-cycle"; "stack-odd-cycle"; "stack-loop"; "stack-merged-inside" ]

let largest_conductor = 1000

let is_factored = function
  | Householder _ | HouseholderHeads _ | CPReal _ | CPComplex _ -> true
  | _ -> false
let is_cp = function CPReal _ | CPComplex _ -> true | _ -> false
let has_heads = function HouseholderHeads _ -> true | _ -> false
let may_have_metric = function
  | Householder _ | HouseholderHeads _ | Ruled Orthogonal -> true
  | _ -> false

(* The sizes of the heads, of sum d, and the head of each coordinate. *)
let read_heads d value =
  let sizes = List.map (integer "system.heads" 1 d) (list "system.heads" value) in
  check (List.fold_left (+) 0 sizes = d) "system.heads have another sum than the width";
  sizes, List.concat (List.mapi (fun h size -> List.init size (fun _ -> h)) sizes)

(* The columns of L and the pivots, from the rows of each block. *)
let read_metric m d sizes value =
  let ends = Array.of_list (List.concat (List.rev (snd (List.fold_left (fun (start, found) size ->
      (start + size, List.init size (fun _ -> start + size) :: found)) (0, []) sizes)))) in
  let width, blocks = List.fold_left (fun (start, found) block ->
      let rows = List.mapi (fun i row ->
          List.map (number m) (list ~length:(i + 1) "a row of the metric" row))
          (list "a block of the metric" block) in
      let size = List.length rows in
      check (size > 0 && start < d && start + size <= ends.(start))
        "a block of the metric is empty, or does not lie in one head";
      let rows = List.map Array.of_list rows in
      let column j = (start + j, [ Q.one ]) :: List.filter (fun (_, x) -> x <> [])
          (List.concat (List.mapi (fun i row -> if i > j then [ (start + i, row.(j)) ] else []) rows)) in
      (start + size, (List.init size column, List.mapi (fun i row -> row.(i)) rows) :: found))
      (0, []) (list "system.metric" value) in
  check (width = d) "system.metric has another width";
  let blocks = List.rev blocks in
  List.concat_map fst blocks, List.concat_map snd blocks

(* The factors of a letter, each with its key in all coordinates. *)
let read_factors m bound sizes heads value =
  let lists = if heads then list ~length:(List.length sizes) "the factors of a letter" value else [ value ] in
  let _, found = List.fold_left2 (fun (start, found) size factors ->
      let factors = list "the factors of a head" factors in
      require (List.length factors <= bound) "a letter has more factors than the restriction allows";
      let read factor = match list ~length:2 "a factor" factor with
        | [ c; key ] ->
          let c = number m c in
          c, List.map (fun (i, x) -> (start + i, x)) (vector m size "a key" key)
        | _ -> fail "a factor is no pair" in
      (start + size, List.map read factors :: found)) (0, []) sizes lists in
  List.concat (List.rev found)

let divided z = List.map (fun c -> Q.div c (Q.of_bigint z))

(* Outputs, rows and bias. *)
let read_readout document linear small_outputs m d =
  if not linear then [], [], []
  else begin
    let readout = fields "readout" [ "outputs"; "rows"; "bias" ] (field "readout" document) in
    let outputs = List.map output (list "readout.outputs" (readout "outputs")) in
    let length = List.length outputs in
    require (outputs = first_occurrences small_outputs) "readout.outputs are not those that occur, in order";
    outputs,
    List.map (vector m d "a row") (list ~length "readout.rows" (readout "rows")),
    List.map (number m) (list ~length "readout.bias" (readout "bias"))
  end

let read_conductor where value =
  let n = integer where 1 100000 value in
  if n > largest_conductor then uncovered (Printf.sprintf "a conductor above %d" largest_conductor);
  n

let read_evidence document restricted additive linear letters small_outputs =
  let given = field "system" document in
  let has name = match given with Object f -> List.mem_assoc name f | _ -> false in
  let with_metric = may_have_metric restricted && has "metric" in
  let names = [ "conductor"; "width"; "form" ]
              @ (if is_cp restricted then [ "left"; "right"; "weights" ] else [ "matrices" ])
              @ (if additive then [ "offsets" ] else [])
              @ (if has_heads restricted then [ "heads" ] else [])
              @ if with_metric then [ "metric" ] else [] in
  let system = fields "system" names given in
  let n = read_conductor "system.conductor" (system "conductor") in
  let d = integer "system.width" 0 10000000 (system "width") in
  let form = match system "form" with
    | Text "householder" when is_factored restricted && not (is_cp restricted) -> "householder"
    | Text "cp" when is_cp restricted -> "cp"
    | Text ("diagonal" | "one-hot" | "dense" as form) when not (is_factored restricted) -> form
    | _ -> fail "system.form is none of the restriction" in
  check (not (is_factored restricted) || d * letters <= 1000000)
    "system.width times the number of letters is more than 10^6";
  let m = degree n in
  let phi, cofactor, rest = modulus n in
  let low = Array.to_list (Array.map Z.neg (Array.sub phi 0 (Array.length phi - 1))) in
  let sizes, heads = if has_heads restricted then read_heads d (system "heads") else [ d ], List.init (if is_factored restricted then d else 0) (fun _ -> 0) in
  let metric, metric_scale = if not with_metric then None, Z.one else
      let lower, pivots = read_metric m d sizes (system "metric") in
      let l = denominator Z.one lower in
      let p = denominator Z.one [ List.map (fun x -> (0, x)) pivots ] in
      Some (List.map (scaled l) lower, List.map (whole p) pivots), Z.mul p (Z.mul l l) in
  let offsets value = if additive then
      List.map (vector m d "an offset") (list ~length:letters "system.offsets" (value "offsets"))
    else [] in
  let factor (c, key) =
    let k = denominator Z.one [ key ] in
    let key = scaled k key in
    let c = divided (Z.mul metric_scale (Z.mul k k)) c in
    let bottom = denominator Z.one [ [ (0, c) ] ] in
    let dual = match metric with Some g -> lengthen low d g key | None -> key in
    { key; dual; top = whole bottom c; bottom } in
  (* the system and its offsets, from the denominator of the points *)
  let clear = match form with
    | "householder" ->
      let bound = match restricted with Householder k | HouseholderHeads k -> k | _ -> 0 in
      let fs = List.map (fun x -> List.map factor (read_factors m bound sizes (has_heads restricted) x))
          (list ~length:letters "system.matrices" (system "matrices")) in
      let offsets = offsets system in
      let scales = List.map (List.fold_left (fun e f -> Z.mul e f.bottom) Z.one) fs in
      fun points ->
        let dp = Z.lcm (denominator Z.one points) (denominator Z.one offsets) in
        dp, Factors (heads, fs),
        if additive then List.map2 (fun e b -> scaled (Z.mul e dp) b) scales offsets else []
    | "cp" ->
      let given = list "system.left" (system "left") in
      let count = List.length given in
      let bound = match restricted with CPReal k | CPComplex k -> k | _ -> 0 in
      require (count <= bound) "there are more columns than the restriction allows";
      let left = List.map (vector m d "a column of U") given in
      let right = List.map (vector m d "a column of V")
          (list ~length:count "system.right" (system "right")) in
      let weights = List.map (fun w ->
          vector m count "the weights of a letter" (List (list ~length:count "the weights of a letter" w)))
          (list ~length:letters "system.weights" (system "weights")) in
      List.iteri (fun r (u, v) ->
          require (u <> [] && v <> [] && List.exists (List.mem_assoc r) weights)
            "a column of U or V is 0, or has weight 0 for all letters") (List.combine left right);
      let offsets = offsets system in
      let lu = denominator Z.one left and lv = denominator Z.one right and lw = denominator Z.one weights in
      let e = Z.mul lu (Z.mul lv lw) in
      fun points ->
        let dp = Z.lcm (denominator Z.one points) (denominator Z.one offsets) in
        dp, Outer (e, List.map (scaled lu) left, List.map (scaled lv) right, List.map (scaled lw) weights),
        List.map (scaled (Z.mul e dp)) offsets
    | _ ->
      let matrices = List.map (matrix form m d) (list ~length:letters "system.matrices" (system "matrices")) in
      let offsets = offsets system in
      fun points ->
        let dp = denominator Z.one points in
        let e = Z.lcm (denominator Z.one (List.concat matrices)) (denominator dp offsets) in
        dp, Columns (e, List.map (List.map (scaled e)) matrices), List.map (scaled (Z.mul e dp)) offsets in
  let orbit = fields "orbit" [ "vectors"; "next"; "states" ] (field "orbit" document) in
  let points = List.map (vector m d "a point") (list "orbit.vectors" (orbit "vectors")) in
  let next = table "orbit.next" (List.length points) letters (orbit "next") in
  let states = indices "orbit.states" (List.length points) (List.length small_outputs - 1) (orbit "states") in
  numbered "orbit.next" next;
  let outputs, rows, bias = read_readout document linear small_outputs m d in
  let dp, matrices, offsets = clear points in
  let s = Z.lcm (denominator Z.one rows) (denominator dp [ List.map (fun x -> (0, x)) bias ]) in
  fun codes bits -> {
    width = d; conductor = n; low; cofactor = Array.to_list cofactor; rest = Array.to_list rest;
    scale = Z.shift_left Z.one bits; turn = turn n bits;
    matrices; metric; offsets;
    vectors = List.map (scaled dp) points; next; states;
    readouts = List.map codes outputs; rows = List.map (scaled s) rows;
    bias = List.map (whole (Z.mul s dp)) bias }

(* All of 0 .. count - 1 are named, in order. *)
let named numbers count where =
  let known = List.fold_left (fun known x ->
      require (x <= known) (where ^ ": a number is named before a smaller one");
      max known (x + 1)) 0 numbers in
  require (known = count) (where ^ " are not all named")

(* A layer before its denominators are cleared, reading one of so many letters and vectors below. *)
let read_raw_layer m additive below where value =
  let given = fields where ([ "width"; "form"; "matrices"; "vectors"; "inputs" ]
                            @ if additive then [ "offsets" ] else []) value in
  let d = integer (where ^ ".width") 0 10000000 (given "width") in
  let form = match given "form" with
    | Text ("diagonal" | "one-hot" | "dense" as form) -> form
    | _ -> fail (where ^ ".form is not diagonal, one-hot or dense") in
  let matrices = List.map (matrix form m d) (list (where ^ ".matrices") (given "matrices")) in
  let count = List.length matrices in
  let offsets = if additive then
      List.map (vector m d "an offset") (list ~length:count (where ^ ".offsets") (given "offsets"))
    else [] in
  let vectors = List.map (vector m d "a vector") (list (where ^ ".vectors") (given "vectors")) in
  let columns = below @ [ count ] in
  let inputs = List.map (fun row ->
      List.map2 (fun x high -> integer (where ^ ".inputs") 0 (high - 1) x)
        (list ~length:(List.length columns) (where ^ ".inputs") row) columns)
      (list (where ^ ".inputs") (given "inputs")) in
  let split row = match List.rev row with
    | matrix :: read -> List.rev read, matrix
    | [] -> assert false in
  let inputs = List.map split inputs in
  ignore (List.fold_left (fun last (read, _) ->
      require (compare read last > 0) (where ^ ".inputs do not ascend"); read) [] inputs);
  named (List.map snd inputs) count (where ^ ".matrices");
  d, matrices, offsets, vectors, inputs

let read_stack document restricted additive linear letters layers small_outputs =
  require (not (is_factored restricted)) "the layers of a stack give no factors, as the restriction asks";
  let stack = fields "stack" [ "coupling"; "conductor"; "layers" ] (field "stack" document) in
  let before_letter = match stack "coupling" with
    | Text "pre" -> true | Text "post" -> false
    | _ -> fail "stack.coupling is neither pre nor post" in
  let n = read_conductor "stack.conductor" (stack "conductor") in
  let m = degree n in
  let phi, cofactor, rest = modulus n in
  let low = Array.to_list (Array.map Z.neg (Array.sub phi 0 (Array.length phi - 1))) in
  let given = list "stack.layers" (stack "layers") in
  let depth = List.length given in
  require (1 <= depth && depth <= layers) "the stack has more layers than are claimed, or none";
  let orbit = fields "orbit" [ "points"; "next"; "states" ] (field "orbit" document) in
  let places = List.map (indices "orbit.points" depth 10000000) (list "orbit.points" (orbit "points")) in
  require (distinct places) "two points of the orbit are the same";
  let points = List.length places in
  let next = table "orbit.next" points letters (orbit "next") in
  numbered "orbit.next" next;
  let states = indices "orbit.states" points (List.length small_outputs - 1) (orbit "states") in
  let raw = List.rev (fst (List.fold_left (fun (found, below) value ->
      let (_, _, _, vectors, _) as layer =
        read_raw_layer m additive (List.rev below) (Printf.sprintf "stack.layers[%d]" (List.length found)) value in
      layer :: found, List.length vectors :: below) ([], [ letters ]) given)) in
  List.iteri (fun l (_, _, _, vectors, _) ->
      named (List.map (fun p -> List.nth p l) places) (List.length vectors)
        (Printf.sprintf "vectors of layer %d" l)) raw;
  let dp = List.fold_left (fun z (_, _, _, vectors, _) -> Z.lcm z (denominator Z.one vectors)) Z.one raw in
  let place = Array.of_list (List.map Array.of_list places) in
  let rows_of = Array.of_list (List.map Array.of_list next) in
  let rec take k p = if k = 0 then [] else match p with x :: r -> x :: take (k - 1) r | [] -> [] in
  let known = Array.of_list places in
  let layer l (d, matrices, offsets, vectors, inputs) =
    let count = List.length matrices in
    let matrix_of = Hashtbl.create 64 and used = Hashtbl.create 64 in
    List.iter (fun (read, i) -> Hashtbl.replace matrix_of read i) inputs;
    let moves = Array.make_matrix count (List.length vectors) None in
    Array.iteri (fun p row -> Array.iteri (fun x q ->
        let read = x :: take l known.(if before_letter then p else q) in
        match Hashtbl.find_opt matrix_of read with
        | None -> raise (Refused (Printf.sprintf "layer %d has no input for letter %d at point %d" l x p))
        | Some i ->
          Hashtbl.replace used read ();
          let v = place.(p).(l) in
          if moves.(i).(v) = None then moves.(i).(v) <- Some place.(q).(l)) row) rows_of;
    require (Hashtbl.length used = List.length inputs)
      (Printf.sprintf "layer %d has inputs that it never reads" l);
    let e = Z.lcm (denominator Z.one (List.concat matrices)) (denominator dp offsets) in
    let by_letter = List.init letters (fun x -> List.filter_map (fun (read, i) ->
        match read with y :: below when y = x -> Some (below, i) | _ -> None) inputs) in
    { layer_width = d; layer_scale = e; layer_matrices = List.map (List.map (scaled e)) matrices;
      layer_offsets = List.map (scaled (Z.mul e dp)) offsets; layer_vectors = List.map (scaled dp) vectors;
      inputs = by_letter; moves = Array.to_list (Array.map Array.to_list moves) } in
  let layers_of = List.mapi layer raw in
  let d = List.fold_left (fun d l -> d + l.layer_width) 0 layers_of in
  let outputs, rows, bias = read_readout document linear small_outputs m d in
  let s = Z.lcm (denominator Z.one rows) (denominator dp [ List.map (fun x -> (0, x)) bias ]) in
  fun codes bits -> {
    before_letter; layers_of; places;
    grounds = {
      width = d; conductor = n; low; cofactor = Array.to_list cofactor; rest = Array.to_list rest;
      scale = Z.shift_left Z.one bits; turn = turn n bits; matrices = Columns (Z.one, []); metric = None;
      offsets = []; vectors = []; next; states; readouts = List.map codes outputs;
      rows = List.map (scaled s) rows; bias = List.map (whole (Z.mul s dp)) bias } }

(* What a claim says besides its restriction: the answer, the decoder and the additive term. *)
let read_claim where value =
  let claim = fields where [ "answer"; "restriction"; "decoder"; "additive"; "layers" ] value in
  let yes = match claim "answer" with
    | Text "yes" -> true | Text "no" -> false | _ -> fail (where ^ ".answer is neither yes nor no") in
  let linear = match claim "decoder" with
    | Text "linear" -> true | Text "arbitrary" -> false
    | _ -> fail (where ^ ".decoder is neither linear nor arbitrary") in
  let additive = match claim "additive" with
    | Bool b -> b | _ -> fail (where ^ ".additive is not a Boolean") in
  let layers = integer (where ^ ".layers") 1 1000000 (claim "layers") in
  let restricted, bounded = restriction (claim "restriction") in
  let whole = List.map claim [ "answer"; "restriction"; "decoder"; "additive"; "layers" ] in
  yes, linear, additive, layers, restricted, bounded, whole

(* Gives the place, the number of layers and the question of each corollary, in order. *)
let read_corollaries document yes whole each =
  match document with
  | Object given when List.mem_assoc "corollaries" given ->
    let items = list "corollaries" (List.assoc "corollaries" given) in
    check (items <> []) "corollaries is empty";
    ignore (List.fold_left (fun (i, seen) value ->
        let where = Printf.sprintf "corollaries[%d]" i in
        let yes', linear, with_term, layers, asked, width_bound, this = read_claim where value in
        require (not (List.mem this seen)) (where ^ " is claimed before");
        require (yes' = yes) (where ^ " does not follow from the claim");
        each i layers { asked; width_bound; by_decoder = (if linear then Linear else Arbitrary); with_term };
        (i + 1, this :: seen)) (0, [ whole ]) items)
  | _ -> ()

let letter alphabet a =
  let rec go i = function
    | [] -> raise (Refused "a word of the witness has what is not a symbol")
    | b :: rest -> if a = b then i else go (i + 1) rest in
  go 0 alphabet

let read_word alphabet where value = List.map (letter alphabet) (List.map symbol (list where value))
let read_words alphabet where value = List.map (read_word alphabet where) (list where value)

(* The words and the exponent that a rule asks for. *)
let read_rule value alphabet rule_number rule =
  let tokens = rule.left @ rule.right @ List.concat_map (fun (p, q) -> p @ q) rule.same in
  let uses names = List.exists (fun t -> List.mem t tokens) names in
  let needed = List.filter_map (fun (name, names) -> if uses names then Some name else None)
      [ "u", [ U ]; "v", [ V ]; "x", [ X; Xn; XYn ]; "y", [ Y; XYn ]; "t", [ T ]; "s", [ S ]; "w", [ W ] ] in
  let repeated = uses [ Xn; XYn ] in
  let witness = fields "witness" ([ "kind" ] @ needed @ if repeated then [ "n" ] else []) value in
  let word name =
    if List.mem name needed then read_word alphabet ("witness." ^ name) (witness name) else [] in
  { rule_number; exponent = if repeated then integer "witness.n" 1 10000000 (witness "n") else 1;
    spelled = List.map word [ "u"; "v"; "x"; "y"; "t"; "s"; "w" ] }

(* Every element is used by the last one, or by word 0. *)
let all_used total root needs =
  let seen = Array.make total false in
  let rec go k = if not seen.(k) then (seen.(k) <- true; List.iter go (needs k)) in
  go root;
  require (Array.for_all (fun b -> b) seen) "an element is not used"

let read_series value alphabet states endless =
  let witness = fields "witness" [ "kind"; "states"; "words"; "steps"; "suffixes" ] value in
  let given = list "witness.states" (witness "states") in
  let shown = indices "witness.states" (List.length given) (states - 1) (witness "states") in
  require (List.sort_uniq compare shown = shown) "witness.states are not ascending";
  let acting = read_words alphabet "witness.words" (witness "words") in
  let count = List.length acting in
  let steps = if endless then list ~length:count "witness.steps" (witness "steps")
    else list "witness.steps" (witness "steps") in
  let steps_of = List.mapi (fun k step ->
      match indices "witness.steps" 2 ((if endless then count else count + k) - 1) step with
      | [ i; j ] -> i, j
      | _ -> assert false) steps in
  let total = count + if endless then 0 else List.length steps in
  require (total > 0) "there are no elements";
  let pairs = Array.of_list steps_of in
  let needs k =
    if endless then [ fst pairs.(k); snd pairs.(k) ]
    else if k >= count then [ fst pairs.(k - count); snd pairs.(k - count) ]
    else [] in
  all_used total (if endless then 0 else total - 1) needs;
  { shown; acting; steps_of; endings = read_words alphabet "witness.suffixes" (witness "suffixes") }

(* --- groups of permutations: evidence --- *)

let key g =
  let b = Bytes.create (4 * Array.length g) in
  Array.iteri (fun i p -> Bytes.set_int32_le b (4 * i) (Int32.of_int p)) g;
  Bytes.unsafe_to_string b

let largest_group = 20000

(* The elements that act leads to from start, all of them new, as a walk through a tree, and in its order. *)
let tree known largest act count start =
  let steps = ref [] and met = ref [ start ] and total = ref 1 in
  Hashtbl.replace known (key start) ();
  let rec go g =
    for x = 0 to count - 1 do
      let h = act g x in
      let k = key h in
      if not (Hashtbl.mem known k) then begin
        incr total;
        require (!total <= largest && !total * Array.length h <= 20_000_000)
          "the transition group has more than 20000 elements, or 20 million images";
        Hashtbl.replace known k ();
        steps := Some x :: !steps;
        met := h :: !met;
        go h;
        steps := None :: !steps
      end
    done in
  go start;
  List.rev !steps, List.rev !met

let inverse g =
  let h = Array.make (Array.length g) 0 in
  Array.iteri (fun i p -> h.(p) <- i) g;
  h

(* A walk through the group of these permutations, and its order. *)
let walk_through n gens =
  let times g x = Array.map (fun p -> gens.(x).(p)) g in
  match tree (Hashtbl.create 1000) largest_group times (Array.length gens) (Array.init n (fun q -> q)) with
  | walk, elements -> walk, List.length elements
  | exception Refused _ -> uncovered "a group of more than 20000 elements, or 20 million images,"

let enumerate n gens =
  let gens = Array.of_list gens in
  let count = Array.length gens in
  let times g x = Array.map (fun p -> gens.(x).(p)) g in
  let walk, elements = tree (Hashtbl.create 1000) largest_group times count (Array.init n (fun i -> i)) in
  let order = List.length elements in
  let known = Hashtbl.create order in
  let turned g x =
    let h = Array.make n 0 in
    Array.iteri (fun p q -> h.(gens.(x).(p)) <- gens.(x).(q)) g;
    h in
  let classes = List.filter_map (fun g ->
      if Hashtbl.mem known (key g) then None
      else
        let tour, members = tree known max_int turned count g in
        Some { first = Array.to_list g; tour; ratio = order / List.length members;
               inverses = List.map (fun g -> Array.to_list (inverse g)) members }) elements in
  walk, List.map (fun g -> Array.to_list (inverse g)) (Array.to_list gens), classes

(* --- separations --- *)

(* The states that the generators reach, in the order in which they are met. *)
let reached_inside after start generators =
  let rec go found = function
    | [] -> List.rev found
    | q :: rest ->
      let images = first_occurrences (List.map (after q) generators) in
      let fresh = List.filter (fun r -> not (List.mem r found)) images in
      go (List.rev_append fresh found) (rest @ fresh) in
  go [ start ] [ start ]

let read_separation value alphabet claimed minimal inside =
  let names = [ "kind"; "suffixes"; "weights"; "preimages" ] in
  let witness = fields "witness" (names @ if inside then [ "prefix"; "generators"; "suffix" ] else []) value in
  require (claimed.decoding = Linear) "the witness separation says nothing of an arbitrary decoder";
  require (blocks_of claimed.restricted <> None) "the witness separation says nothing of the restriction";
  let table = Array.of_list (List.map Array.of_list minimal.min_transitions) in
  let after q word = List.fold_left (fun q x -> table.(q).(x)) q word in
  let prefix = if inside then read_word alphabet "witness.prefix" (witness "prefix") else [] in
  let suffix = if inside then read_word alphabet "witness.suffix" (witness "suffix") else [] in
  let generators = if inside then read_words alphabet "witness.generators" (witness "generators")
    else List.init claimed.letters (fun x -> [ x ]) in
  let inner = if inside then reached_inside after (after 0 prefix) generators
    else List.init (Array.length table) (fun q -> q) in
  let n = List.length inner in
  let place = Hashtbl.create n in
  List.iteri (fun i q -> Hashtbl.replace place q i) inner;
  let gens = List.mapi (fun g word ->
      let column = Array.of_list (List.map (fun q -> Hashtbl.find place (after q word)) inner) in
      let seen = Array.make n false in
      Array.iter (fun p -> seen.(p) <- true) column;
      require (Array.for_all (fun b -> b) seen) (Printf.sprintf "letter %d does not permute the states" g);
      column) generators in
  let distinguish = read_words alphabet "witness.suffixes" (witness "suffixes") in
  let outputs = Array.of_list minimal.min_outputs in
  let outs = Array.of_list (List.map (fun q -> outputs.(after q suffix)) inner) in
  let codes = first_occurrences (Array.to_list outs @ minimal.min_outputs) in
  let named = List.length (first_occurrences (Array.to_list outs)) in
  let m = List.length codes in
  let numbers = Hashtbl.create m in
  List.iteri (fun z y -> Hashtbl.replace numbers y z) codes;
  let right = Array.map (Hashtbl.find numbers) outs in
  let weights = Array.make_matrix n m Z.zero and measures = Array.make_matrix m n Z.zero in
  let given = list "witness.weights" (witness "weights") in
  List.iter (fun entry -> match list ~length:3 "a weight" entry with
      | [ x; y; w ] ->
        let x = integer "the state of a weight" 0 (n - 1) x in
        let y = integer "the output of a weight" 0 (named - 1) y in
        let w = match w with
          | Int w when Z.geq w Z.one -> w
          | Int _ -> fail "a weight is less than 1"
          | _ -> fail "a weight is not an integer" in
        require (y <> right.(x) && Z.sign weights.(x).(y) = 0)
          (Printf.sprintf "the weights name the right output of state %d, or one twice" x);
        weights.(x).(y) <- w;
        measures.(right.(x)).(x) <- Z.add measures.(right.(x)).(x) w;
        measures.(y).(x) <- Z.sub measures.(y).(x) w
      | _ -> assert false) given;
  require (given <> []) "there are no weights";
  let group_walk, backs_of, classes_of = enumerate n gens in
  let expected = List.filter (fun y -> Array.exists (fun c -> Z.sign c <> 0) measures.(y)) (List.init m (fun y -> y)) in
  let preimages = Array.make m (Z.one, List.init n (fun _ -> Z.zero)) in
  List.iter2 (fun y entry -> match list ~length:2 "a preimage" entry with
      | [ z; v ] ->
        let z = integer "the output of a preimage" 0 (named - 1) z in
        require (z = y) (Printf.sprintf "a preimage is not that of measure %d" y);
        let v = List.map rational (list ~length:n "a preimage" v) in
        let e = List.fold_left (fun l c -> Z.lcm l c.Q.den) Z.one v in
        preimages.(y) <- e, whole e v
      | _ -> assert false)
    expected (list ~length:(List.length expected) "witness.preimages" (witness "preimages"));
  Weighed { inner; prefix; generators; suffix; distinguish; codes;
            weights = Array.to_list (Array.map Array.to_list weights);
            preimages = Array.to_list preimages; group_walk; backs_of; classes_of }

(* The words of these names, and the exponent if it is one of the fields. *)
let read_letters value alphabet kind names others =
  let witness = fields "witness" ("kind" :: names @ others) value in
  let word name =
    if List.mem name names then read_word alphabet ("witness." ^ name) (witness name) else [] in
  let spelled = List.map word [ "u"; "v"; "x"; "y"; "t"; "s"; "w" ] in
  let exponent = if List.mem "n" others then integer "witness.n" 1 10000000 (witness "n") else 1 in
  let wt = { rule_number = 0; exponent; spelled } in
  if kind <> "idempotents" then
    require (List.length (word "x") = 1) ("witness.x is not a single symbol, as " ^ kind ^ " asks");
  wt, witness, word

let read_letter_order value alphabet minimal =
  let wt, witness, word = read_letters value alphabet "letter-order" [ "x"; "u"; "w"; "v"; "y" ] [ "n"; "k" ] in
  let tail = integer "witness.k" 0 10000000 (witness "k") in
  require (tail > 0 || (word "u" = [] && word "w" = [])) "k is 0, so that u and w are not used";
  require (turns minimal wt > 0 || (word "v" = [] && word "y" = []))
    "v x^n y, v x^n x y and v x^n x x y give the same output";
  Costs (wt, tail)

let read_chain value alphabet claimed =
  let witness = fields "witness" [ "kind"; "n"; "steps" ] value in
  let bound = match claimed.restricted, claimed.bounded with
    | (CPReal k | CPComplex k), _ -> k
    | _, Some k -> k
    | _, None -> raise (Refused "the witness idempotent-chain says nothing of the restriction") in
  let n = integer "witness.n" 1 10000000 (witness "n") in
  let steps = list "witness.steps" (witness "steps") in
  require (List.length steps > bound) "so many steps are possible in so many dimensions";
  Chain (n, List.map (fun step ->
      match List.map (read_word alphabet "witness.steps") (list ~length:3 "witness.steps" step) with
      | [ x; u; w ] -> (x, u), w
      | _ -> assert false) steps)

let largest_part = 10_000_000

let read_local value alphabet kind claimed =
  (match local_size claimed.restricted claimed.bounded with
   | Some size when size > largest_part -> uncovered (Printf.sprintf "a part of more than %d dimensions" largest_part)
   | _ -> ());
  let names = [ "u"; "x" ] @ (if List.mem kind [ "local-kernel"; "local-kernel-zero" ] then [ "v" ] else [])
              @ (if kind = "local-index" then [] else [ "y" ]) @ [ "w" ] in
  let powers = kind <> "local-squares" in
  let witness = fields "witness" ([ "kind"; "levels" ] @ names @ if powers then [ "n" ] else []) value in
  let word name =
    if List.mem name names then read_word alphabet ("witness." ^ name) (witness name) else [] in
  let levels = List.map (read_words alphabet "witness.levels") (list "witness.levels" (witness "levels")) in
  let local_exponent = if powers then integer "witness.n" 1 10000000 (witness "n") else 1 in
  Local (kind, { levels; local_exponent;
                 word_u = word "u"; word_x = word "x"; word_v = word "v"; word_y = word "y";
                 word_w = word "w" })

let read_columns value alphabet restricted =
  let has name = match value with Object given -> List.mem_assoc name given | _ -> false in
  let letters = List.filter has [ "x"; "y"; "z" ] and squares = List.filter has [ "v"; "w" ] in
  check ((letters = [] || List.mem "x" letters && List.mem "y" letters) && List.length squares <> 1)
    "witness has neither x and y and perhaps z, nor v and w alone";
  let witness = fields "witness" ([ "kind"; "suffixes" ] @ letters @ squares) value in
  (match restricted with
   | CPReal 3 when letters <> [] && squares <> [] -> ()
   | CPReal 2 | CPComplex 2 when letters <> [] || squares <> [] -> ()
   | _ -> raise (Refused "these letters and words say nothing of the restriction"));
  let word name = read_word alphabet ("witness." ^ name) (witness name) in
  let single name = match word name with
    | [ x ] -> x
    | _ -> raise (Refused ("witness." ^ name ^ " is not a single symbol")) in
  Columns (read_words alphabet "witness.suffixes" (witness "suffixes"), List.map single letters,
           match squares with [] -> None | _ -> Some (word "v", word "w"))

(* An exponent of the letters on the states that stay, if they permute these. *)
let read_one_column value alphabet claimed minimal =
  let witness = fields "witness" [ "kind"; "suffixes" ] value in
  let live = staying claimed minimal and table = Array.of_list (List.map Array.of_list minimal.min_transitions) in
  let moving = List.filter (fun x -> not (resets claimed minimal x)) (List.init claimed.letters (fun x -> x)) in
  let size = List.length live in
  let rec gcd a b = if b = 0 then a else gcd b (a mod b) in
  let period x q =
    let rec go n r = if r = q || n > size then n else go (n + 1) table.(r).(x) in
    go 1 table.(q).(x) in
  let common e n = min (size + 1) (e / gcd e n * n) in
  let exponent = List.fold_left (fun e x -> List.fold_left (fun e q -> common e (period x q)) e live) 1 moving in
  Column (read_words alphabet "witness.suffixes" (witness "suffixes"),
          if claimed.restricted = CPReal 1 then 2 else exponent)

let read_flags value alphabet =
  let witness = fields "witness" [ "kind"; "u"; "w"; "letters"; "n" ] value in
  let word name = read_word alphabet ("witness." ^ name) (witness name) in
  let flags = read_word alphabet "witness.letters" (witness "letters") in
  require (List.length flags <= 20) "there are more than 20 letters";
  Flags { flags; flags_u = word "u"; flags_w = word "w";
          flags_exponent = integer "witness.n" 1 10000000 (witness "n") }

let read_prime_power value alphabet restricted minimal =
  let witness = fields "witness" [ "kind"; "states"; "u"; "x"; "y"; "w" ] value in
  let word name = read_word alphabet ("witness." ^ name) (witness name) in
  let x = word "x" and y = word "y" in
  let table = Array.of_list (List.map Array.of_list minimal.min_transitions) in
  let n = Array.length table in
  let shown = list "witness.states" (witness "states") in
  let power_states = indices "witness.states" (List.length shown) (n - 1) (witness "states") in
  require (power_states = List.sort_uniq compare power_states) "witness.states are not ascending";
  let inside = Array.make n false in
  List.iter (fun q -> inside.(q) <- true) power_states;
  let moved v = Array.init n (fun q ->
      if inside.(q) then List.fold_left (fun q a -> table.(q).(a)) q v else q) in
  let gens = [| moved x; moved y |] in
  require (Array.for_all distinct (Array.map Array.to_list gens)
           && List.for_all (fun q -> Array.for_all (fun g -> inside.(g.(q))) gens) power_states)
    "x or y does not permute witness.states";
  let times g i = Array.map (fun q -> gens.(i).(q)) g and identity = Array.init n (fun q -> q) in
  let power_walk, order = walk_through n gens in
  require (order > 1) "x and y generate a group of order 1";
  let rec least d = if order mod d = 0 then d else least (d + 1) in
  let power_prime = least 2 in
  let rec exponent m = if m mod power_prime = 0 then 1 + exponent (m / power_prime) else 0 in
  (* The theorem asks for a last word of columns: a power of x that moves none of the states does. *)
  let rec power g = if Array.for_all2 (=) g identity then [] else x @ power (times g 0) in
  let power_w = if is_cp restricted && word "w" = [] then x @ power gens.(0) else word "w" in
  Power { power_states; power_u = word "u"; power_x = x; power_y = y; power_w;
          power_prime; power_degree = exponent order; power_walk }

(* For each prime that divides the order of a word, its power, and a cycle whose length it divides. *)
let order_parts minimal word =
  let rows = Array.of_list (List.map Array.of_list minimal.min_transitions) in
  let image = Array.init (Array.length rows) (fun q -> List.fold_left (fun q a -> rows.(q).(a)) q word) in
  let seen = Array.make (Array.length rows) false and parts = Hashtbl.create 10 in
  let rec length q = if seen.(q) then 0 else (seen.(q) <- true; 1 + length image.(q)) in
  let note start period p e size =
    match Hashtbl.find_opt parts p with
    | Some ((_, other), _) when other >= size -> ()
    | _ -> Hashtbl.replace parts p (((p, e), size), (start, period)) in
  let rec divide start period p e size m =
    if m mod p = 0 then divide start period p (e + 1) (size * p) (m / p)
    else begin
      if e > 0 then note start period p e size;
      if m > 1 then divide start period (p + 1) 0 1 m
    end in
  Array.iteri (fun q _ -> let period = length q in if period > 1 then divide q period 2 0 1 period) image;
  Hashtbl.fold (fun _ part found -> part :: found) parts []

(* Generators of a Sylow p-subgroup of the permutations of n points. *)
let sylow_generators p n =
  let rec blocks start =
    if start >= n then []
    else
      let rec turns length found =
        if length > n - start then found, max 1 (length / p)
        else
          let turn = Array.init n (fun i ->
              if i < start || i >= start + length then i
              else start + (i - start + length / p) mod length) in
          turns (length * p) (turn :: found) in
      let found, moved = turns p [] in
      List.rev_append found (blocks (start + moved)) in
  match blocks 0 with
  | [] -> [ Array.init n (fun i -> i) ]
  | generators -> generators

(* Two words that act alike in the chosen permutations, and not as maps. *)
let told_apart_by size chosen maps =
  let met = Hashtbl.create 100 and waiting = Queue.create () in
  let states = Array.length maps.(0) in
  let meet h f word =
    Hashtbl.replace met (key h) (f, word);
    Queue.add (h, f, word) waiting in
  meet (Array.init size (fun i -> i)) (Array.init states (fun q -> q)) [];
  let found = ref None in
  while !found = None && not (Queue.is_empty waiting) do
    let g, f, word = Queue.pop waiting in
    Array.iteri (fun i c ->
        if !found = None then begin
          let h = Array.map (fun p -> c.(p)) g and image = Array.map (fun q -> maps.(i).(q)) f in
          match Hashtbl.find_opt met (key h) with
          | None -> meet h image (i :: word)
          | Some (other, _) when other = image -> ()
          | Some (_, last) -> found := Some (List.rev (i :: word), List.rev last)
        end) chosen
  done;
  match !found with
  | Some pair -> pair
  | None -> raise (Refused (Printf.sprintf "permutations of %d points have the words as images" size))

let read_sylow words size minimal =
  let rows = Array.of_list (List.map Array.of_list minimal.min_transitions) in
  let maps = Array.of_list (List.map (fun word ->
      Array.init (Array.length rows) (fun q -> List.fold_left (fun q a -> rows.(q).(a)) q word)) words) in
  let lifted_walk, order = walk_through (Array.length rows) maps in
  let rec least d = if d > order then 2 else if order mod d = 0 then d else least (d + 1) in
  let lifted_prime = least 2 in
  let rec degree_of m = if m mod lifted_prime = 0 then 1 + degree_of (m / lifted_prime) else 0 in
  let rec power d = if d = 0 then 1 else lifted_prime * power (d - 1) in
  let lifted_degree = degree_of order in
  require (power lifted_degree = order)
    (Printf.sprintf "the words generate a group of order %d, no power of a prime" order);
  let generators = sylow_generators lifted_prime size in
  let sylow_walk, sylow_backs, sylow_classes = enumerate size generators in
  let _, elements = tree (Hashtbl.create 1000) largest_group
      (fun g x -> Array.map (fun p -> (List.nth generators x).(p)) g) (List.length generators)
      (Array.init size (fun i -> i)) in
  let group = Array.of_list elements and count = Array.length maps in
  let rec choices k = if k <= 1 then List.length sylow_classes else Array.length group * choices (k - 1) in
  require (choices count <= 1_000_000) "more than 10^6 choices of permutations are to be tried";
  let told_words = ref [] and latest = ref [] in
  let chosen = Array.make count [||] in
  let alike (v, w) =
    let run = List.fold_left (fun p i -> chosen.(i).(p)) in
    let rec from p = p = size || (run p v = run p w && from (p + 1)) in
    from 0 in
  let rec go i =
    if i < count then Array.iter (fun g -> chosen.(i) <- g; go (i + 1)) group
    else if not (List.exists alike !told_words) then begin
      latest := told_apart_by size chosen maps :: !latest;
      told_words := List.rev !latest
    end in
  List.iter (fun c -> chosen.(0) <- Array.of_list c.first; go 1) sylow_classes;
  { lifted = words; lifted_prime; lifted_walk; lifted_degree;
    sylow_gens = List.map Array.to_list generators; sylow_backs; sylow_walk;
    sylow_degree = degree_of (Array.length group); sylow_classes; told_words = !told_words }

let read_units value alphabet kind claimed minimal =
  let monomial = kind = "monomial-powers" and order = kind = "group-order" in
  if order && claimed.restricted = PD then uncovered "the witness group-order for P D matrices";
  let witness = fields "witness" ([ "kind"; "suffixes" ] @ if order then [] else [ "words" ]) value in
  let size = match claimed.restricted, claimed.bounded with
    | PD, Some size when monomial -> size
    | (Ruled Permutation | ColumnOneHot), Some size when not monomial -> size
    | _ -> raise (Refused ("the witness " ^ kind ^ " says nothing of the restriction")) in
  require (size < List.length minimal.min_transitions) "so many units are enough for the states";
  require (permuting claimed minimal) "a letter does not permute the states";
  let suffixes = read_words alphabet "witness.suffixes" (witness "suffixes") in
  if monomial then begin
    (* The largest powers of primes up to the width: their product is lcm(1, .., width). *)
    let prime p = not (List.exists (fun d -> p mod d = 0) (List.init (p - 2) (fun d -> d + 2))) in
    let rec largest p q = if q * p <= size then largest p (q * p) else q in
    let primes = List.filter prime (List.init (max 0 (size - 1)) (fun p -> p + 2)) in
    match List.map (read_word alphabet "witness.words") (list ~length:2 "witness.words" (witness "words")) with
    | [ x; y ] -> Monomial (suffixes, List.map (fun p -> largest p p) primes, x, y)
    | _ -> assert false
  end else if kind = "sylow" then begin
    let words = List.map (read_word alphabet "witness.words") (list "witness.words" (witness "words")) in
    check (1 <= List.length words && List.length words <= 3) "witness.words has not one to three entries";
    Sylow (suffixes, read_sylow words size minimal)
  end else if kind = "long-order" then
    let word = read_word alphabet "witness.words" (List.hd (list ~length:1 "witness.words" (witness "words"))) in
    LongOrder (suffixes, word, order_parts minimal word)
  else
    let rows = Array.of_list (List.map Array.of_list minimal.min_transitions) in
    let gens = Array.init claimed.letters (fun x -> Array.map (fun row -> row.(x)) rows) in
    let walk, _ = walk_through (Array.length rows) gens in
    Order (suffixes, walk)

let read_witness document alphabet claimed minimal layers states =
  let restricted = claimed.restricted in
  let value = field "witness" document in
  let kind = match field "kind" value with
    | Text kind -> kind
    | _ -> fail "this kernel does not know the witness" in
  let rec place i = function
    | [] -> None
    | k :: rest -> if k = kind then Some i else place (i + 1) rest in
  match place 0 kinds, place 0 stack_kinds with
  | Some i, _ ->
    require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
    No (read_rule value alphabet i (List.nth rules i))
  | None, Some i ->
    NoStack (read_rule value alphabet i (snd (List.nth stack_rules i)))
  | None, None ->
    match kind with
    | "series-too-long" -> TooLong (read_series value alphabet states false)
    | "series-without-end" -> WithoutEnd (read_series value alphabet states true)
    | "one-reflection" | "letter-order" | "idempotents" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      require (match restricted with Householder _ | HouseholderHeads _ -> true | _ -> false)
        ("the witness " ^ kind ^ " says nothing of the restriction");
      let read names others = let wt, _, _ = read_letters value alphabet kind names others in wt in
      if kind = "one-reflection" then Reflects (read [ "u"; "x"; "w" ] [])
      else if kind = "idempotents" then Exchanges (read [ "u"; "x"; "y"; "w" ] [ "n" ])
      else read_letter_order value alphabet minimal
    | "idempotent-chain" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      read_chain value alphabet claimed
    | "local-index" | "local-exchange" | "local-squares" | "local-reset" | "local-kernel" | "local-kernel-zero" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      read_local value alphabet kind claimed
    | "one-column" ->
      require (layers = 1) "the witness one-column says nothing of several layers";
      read_one_column value alphabet claimed minimal
    | "columns" | "flags" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      if kind = "flags" then read_flags value alphabet else read_columns value alphabet restricted
    | "monomial-powers" | "group-order" | "long-order" | "sylow" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      read_units value alphabet kind claimed minimal
    | "prime-power" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      read_prime_power value alphabet restricted minimal
    | "separation" | "separation-inside" ->
      require (layers = 1) ("the witness " ^ kind ^ " says nothing of several layers");
      read_separation value alphabet claimed minimal (kind = "separation-inside")
    | _ -> uncovered ("the witness " ^ String.escaped kind)

let read_automaton value =
  let automaton = fields "automaton" [ "alphabet"; "transitions"; "start"; "outputs" ] value in
  let alphabet = List.map symbol (list "automaton.alphabet" (automaton "alphabet")) in
  check (distinct alphabet) "automaton.alphabet names a symbol twice";
  let outputs = List.map output (list "automaton.outputs" (automaton "outputs")) in
  let rows = List.length outputs in
  let transitions = table "automaton.transitions" rows (List.length alphabet) (automaton "transitions") in
  alphabet, outputs, transitions, integer "automaton.start" 0 (rows - 1) (automaton "start")

(* A state is reached from the start just where the map gives it an image. *)
let reached_are_mapped transitions start image =
  let rows = Array.of_list transitions in
  let reached = Array.make (Array.length rows) false in
  let rec go = function
    | [] -> ()
    | q :: rest -> if reached.(q) then go rest else (reached.(q) <- true; go (rows.(q) @ rest)) in
  go [ start ];
  List.iteri (fun q p -> require ((p <> None) = reached.(q))
                 "minimal.map is null where a state is reached, or is not where none is") image

let read document =
  let yes, linear, additive_term, layers, restricted, bounded, whole =
    read_claim "claim" (field "claim" document) in
  let has name = match document with Object f -> List.mem_assoc name f | _ -> false in
  let stack = has "stack" && layers > 1 && yes in
  let top = fields "document" ([ "format"; "version"; "claim"; "automaton"; "minimal" ]
                               @ (if yes then [ (if stack then "stack" else "system"); "orbit" ] else [ "witness" ])
                               @ (if yes && linear then [ "readout" ] else [])
                               @ if has "corollaries" then [ "corollaries" ] else []) document in
  check (top "format" = Text "bilinear-certificate" && top "version" = Int Z.one)
    "the format is not bilinear-certificate, version 1";
  let alphabet, outputs, transitions, start = read_automaton (top "automaton") in
  let letters = List.length alphabet in
  let small = fields "minimal" [ "transitions"; "outputs"; "map" ] (top "minimal") in
  let small_outputs = List.map output (list "minimal.outputs" (small "outputs")) in
  let states = List.length small_outputs in
  let small_table = table "minimal.transitions" states letters (small "transitions") in
  let image = List.map (function Null -> None | p -> Some (integer "minimal.map" 0 (states - 1) p))
      (list ~length:(List.length outputs) "minimal.map" (small "map")) in
  numbered "minimal.transitions" small_table;
  reached_are_mapped transitions start image;
  let codes = Hashtbl.create 64 in
  let code y = match Hashtbl.find_opt codes y with
    | Some i -> i
    | None -> let i = Hashtbl.length codes in Hashtbl.add codes y i; i in
  let claimed = {
    restricted; bounded; decoding = (if linear then Linear else Arbitrary); additive_term; letters;
    automaton = { transitions; outputs = List.map code outputs; start } } in
  let minimal = { min_transitions = small_table; min_outputs = List.map code small_outputs; image } in
  claimed, layers, minimal,
  (if stack then
     Stack (read_stack document restricted additive_term linear letters layers small_outputs code)
   else if yes then Yes (read_evidence document restricted additive_term linear letters small_outputs code)
   else read_witness document alphabet claimed minimal layers states),
  read_corollaries document yes whole
