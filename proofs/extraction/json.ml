(* Strict JSON: integers and no other numbers, no key twice, at most 4000 digits, valid UTF-8. *)

exception Malformed of string

type t =
  | Null
  | Bool of bool
  | Int of Z.t
  | Text of string
  | List of t list
  | Object of (string * t) list

let fail message = raise (Malformed message)

let add_utf8 buffer code =
  if code < 0x80 then Buffer.add_char buffer (Char.chr code)
  else begin
    let tail shift = Buffer.add_char buffer (Char.chr (0x80 lor ((code lsr shift) land 0x3f))) in
    if code < 0x800 then (Buffer.add_char buffer (Char.chr (0xc0 lor (code lsr 6))); tail 0)
    else if code < 0x10000 then
      (Buffer.add_char buffer (Char.chr (0xe0 lor (code lsr 12))); tail 6; tail 0)
    else (Buffer.add_char buffer (Char.chr (0xf0 lor (code lsr 18))); tail 12; tail 6; tail 0)
  end

(* The UTF-8 of the text is well formed: no stray byte, no overlong form, no surrogate. *)
let check_utf8 s =
  let n = String.length s in
  let byte i = if i < n then Char.code s.[i] else 0 in
  let cont i = byte i land 0xc0 = 0x80 in
  let rec go i =
    if i < n then
      let b = byte i in
      if b < 0x80 then go (i + 1)
      else if b >= 0xc2 && b < 0xe0 && cont (i + 1) then go (i + 2)
      else if b >= 0xe0 && b < 0xf0 && cont (i + 1) && cont (i + 2)
              && (b > 0xe0 || byte (i + 1) >= 0xa0) && (b <> 0xed || byte (i + 1) < 0xa0)
      then go (i + 3)
      else if b >= 0xf0 && b < 0xf5 && cont (i + 1) && cont (i + 2) && cont (i + 3)
              && (b > 0xf0 || byte (i + 1) >= 0x90) && (b < 0xf4 || byte (i + 1) < 0x90)
      then go (i + 4)
      else fail "not JSON: not UTF-8"
  in
  go 0

let parse s =
  check_utf8 s;
  let n = String.length s in
  let at = ref 0 in
  let peek () = if !at < n then s.[!at] else '\000' in
  let bad what = fail (Printf.sprintf "not JSON: %s at byte %d" what !at) in
  let rec blank () =
    if !at < n && (match s.[!at] with ' ' | '\t' | '\n' | '\r' -> true | _ -> false) then
      (incr at; blank ())
  in
  let expect c = if !at < n && s.[!at] = c then incr at else bad (Printf.sprintf "no %C" c) in
  let word w value =
    if !at + String.length w <= n && String.sub s !at (String.length w) = w then
      (at := !at + String.length w; value)
    else bad "an unknown word"
  in
  let hex () =
    if !at + 4 > n then bad "a short escape";
    let code = ref 0 in
    for _ = 1 to 4 do
      let digit = match s.[!at] with
        | '0' .. '9' as c -> Char.code c - 48
        | 'a' .. 'f' as c -> Char.code c - 87
        | 'A' .. 'F' as c -> Char.code c - 55
        | _ -> bad "an escape that is not hexadecimal" in
      code := (16 * !code) + digit;
      incr at
    done;
    !code
  in
  let text () =
    expect '"';
    let buffer = Buffer.create 16 in
    let rec go () =
      if !at >= n then bad "an open text";
      match s.[!at] with
      | '"' -> incr at
      | '\\' ->
        incr at;
        let plain c = incr at; Buffer.add_char buffer c in
        (match peek () with
         | '"' -> plain '"' | '\\' -> plain '\\' | '/' -> plain '/' | 'b' -> plain '\b'
         | 'f' -> plain '\012' | 'n' -> plain '\n' | 'r' -> plain '\r' | 't' -> plain '\t'
         | 'u' ->
           incr at;
           let high = hex () in
           if high >= 0xd800 && high < 0xdc00 && !at + 1 < n && s.[!at] = '\\' && s.[!at + 1] = 'u'
           then begin
             let back = !at in
             at := !at + 2;
             let low = hex () in
             if low >= 0xdc00 && low < 0xe000 then
               add_utf8 buffer (0x10000 + ((high - 0xd800) lsl 10) + low - 0xdc00)
             else (at := back; add_utf8 buffer high)
           end
           else add_utf8 buffer high
         | _ -> bad "an unknown escape");
        go ()
      | c when Char.code c < 0x20 -> bad "a control character in a text"
      | c -> incr at; Buffer.add_char buffer c; go ()
    in
    go ();
    Buffer.contents buffer
  in
  let integer () =
    let first = !at in
    if peek () = '-' then incr at;
    let digits = !at in
    while (match peek () with '0' .. '9' -> true | _ -> false) do incr at done;
    let length = !at - digits in
    if length = 0 then bad "no digit";
    if length > 1 && s.[digits] = '0' then bad "a leading zero";
    (match peek () with '.' | 'e' | 'E' -> bad "a number that is not exact" | _ -> ());
    let literal = String.sub s first (!at - first) in
    if literal = "-0" || length > 4000 then fail "an integer is -0, or has more than 4000 digits";
    Int (Z.of_string literal)
  in
  let rec value depth =
    if depth > 400 then fail "the document is nested too deeply";
    blank ();
    match peek () with
    | '{' ->
      incr at; blank ();
      if peek () = '}' then (incr at; Object [])
      else begin
        let seen = Hashtbl.create 8 in
        let rec members fields =
          blank ();
          let name = text () in
          if Hashtbl.mem seen name then fail "an object names a field twice";
          Hashtbl.add seen name ();
          blank (); expect ':';
          let field = (name, value (depth + 1)) in
          blank ();
          if peek () = ',' then (incr at; members (field :: fields))
          else (expect '}'; Object (List.rev (field :: fields)))
        in
        members []
      end
    | '[' ->
      incr at; blank ();
      if peek () = ']' then (incr at; List [])
      else begin
        let rec items found =
          let item = value (depth + 1) in
          blank ();
          if peek () = ',' then (incr at; items (item :: found))
          else (expect ']'; List (List.rev (item :: found)))
        in
        items []
      end
    | '"' -> Text (text ())
    | 't' -> word "true" (Bool true)
    | 'f' -> word "false" (Bool false)
    | 'n' -> word "null" Null
    | '-' | '0' .. '9' -> integer ()
    | _ -> bad "no value"
  in
  let document = value 0 in
  blank ();
  if !at < n then bad "more than one value";
  document
