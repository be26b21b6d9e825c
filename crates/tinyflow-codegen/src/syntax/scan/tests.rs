use super::TokenKind::{
    BlockComment, Close, Conflict, Lifetime, LineComment, Open, Punct, Quoted, Unclosed, Word,
};
use super::{TokenKind, scan, scan_halves};

fn check(text: &str, expected: &[(TokenKind, &str)]) {
    let found: Vec<_> = scan(text)
        .into_iter()
        .map(|token| (token.kind, &text[token.range]))
        .collect();
    assert_eq!(found, expected, "tokens of {text:?}");
    for (newline, _) in text.match_indices('\n') {
        assert_eq!(scan_halves(text, newline + 1), scan(text), "{text:?}");
    }
}

#[test]
fn strings_hide_what_looks_like_code() {
    check(r#""a // b" c"#, &[(Quoted, r#""a // b""#), (Word, "c")]);
    check(r#""\"" x"#, &[(Quoted, r#""\"""#), (Word, "x")]);
    check(r#""\\" x"#, &[(Quoted, r#""\\""#), (Word, "x")]);
    check(
        "\"two\n// lines\" x",
        &[(Quoted, "\"two\n// lines\""), (Word, "x")],
    );
    check(
        r#"b"/*" c"/*" x"#,
        &[(Quoted, r#"b"/*""#), (Quoted, r#"c"/*""#), (Word, "x")],
    );
    check("\"é\u{202e}\" x", &[(Quoted, "\"é\u{202e}\""), (Word, "x")]);
}

#[test]
fn raw_strings_end_at_their_own_hashes() {
    check(r##"r"\" x"##, &[(Quoted, r#"r"\""#), (Word, "x")]);
    check(
        r###"r#"a" // "# x"###,
        &[(Quoted, r##"r#"a" // "#"##), (Word, "x")],
    );
    check(r###"br#"""# x"###, &[(Quoted, r##"br#"""#"##), (Word, "x")]);
    check(
        r####"cr##"a"# /*"## x"####,
        &[(Quoted, r###"cr##"a"# /*"##"###), (Word, "x")],
    );
}

#[test]
fn raw_identifiers_are_words() {
    check("r#type", &[(Word, "r#type")]);
    check("br#x", &[(Word, "br"), (Punct, "#"), (Word, "x")]);
    check("'r#type x", &[(Lifetime, "'r#type"), (Word, "x")]);
}

#[test]
fn characters_and_lifetimes_are_told_apart() {
    check("'\"' x", &[(Quoted, "'\"'"), (Word, "x")]);
    check(r"'\'' x", &[(Quoted, r"'\''"), (Word, "x")]);
    check(r"'\\' x", &[(Quoted, r"'\\'"), (Word, "x")]);
    check("'a' x", &[(Quoted, "'a'"), (Word, "x")]);
    check("b'\"' x", &[(Quoted, "b'\"'"), (Word, "x")]);
    check("'é' x", &[(Quoted, "'é'"), (Word, "x")]);
    check(
        "'a, 'b>",
        &[
            (Lifetime, "'a"),
            (Punct, ","),
            (Lifetime, "'b"),
            (Punct, ">"),
        ],
    );
    check("'static \"", &[(Lifetime, "'static"), (Unclosed, "\"")]);
}

#[test]
fn a_stray_quote_takes_nothing_with_it() {
    check("'\n'", &[(Punct, "'"), (Punct, "'")]);
    check(
        "'\\x\n// y",
        &[
            (Punct, "'"),
            (Punct, "\\"),
            (Word, "x"),
            (LineComment, "// y"),
        ],
    );
}

#[test]
fn comments_nest_and_keep_quotes_to_themselves() {
    check(
        "/* a /* \" */ */ x",
        &[(BlockComment, "/* a /* \" */ */"), (Word, "x")],
    );
    check("/*/ */ x", &[(BlockComment, "/*/ */"), (Word, "x")]);
    check("/***/ x", &[(BlockComment, "/***/"), (Word, "x")]);
    check(
        "// it's \"\r\nx",
        &[(LineComment, "// it's \""), (Word, "x")],
    );
    check("/// ``` /*\nx", &[(LineComment, "/// ``` /*"), (Word, "x")]);
    check(
        "a / b * c",
        &[
            (Word, "a"),
            (Punct, "/"),
            (Word, "b"),
            (Punct, "*"),
            (Word, "c"),
        ],
    );
}

#[test]
fn text_without_an_end_is_said_to_be_unclosed() {
    check("x \"a\nb", &[(Word, "x"), (Unclosed, "\"a\nb")]);
    check("/* /* */ b", &[(Unclosed, "/* /* */ b")]);
    check("r#\"a\" b", &[(Unclosed, "r#\"a\" b")]);
}

#[test]
fn the_first_line_may_name_a_program() {
    check(
        "#!/bin/it's\nx",
        &[(LineComment, "#!/bin/it's"), (Word, "x")],
    );
    check(
        "#![a]",
        &[
            (Punct, "#"),
            (Punct, "!"),
            (Open, "["),
            (Word, "a"),
            (Close, "]"),
        ],
    );
}

#[test]
fn conflict_lines_count_at_column_one_and_outside_strings() {
    check(
        "<<<<<<< it's\na\n||||||| 1\n=======\nb\n>>>>>>> don\"t\nc",
        &[
            (Conflict, "<<<<<<< it's"),
            (Word, "a"),
            (Conflict, "||||||| 1"),
            (Conflict, "======="),
            (Word, "b"),
            (Conflict, ">>>>>>> don\"t"),
            (Word, "c"),
        ],
    );
    check("\"\n<<<<<<< a\n\"", &[(Quoted, "\"\n<<<<<<< a\n\"")]);
    assert!(
        scan(" <<<<<<< a\n=======\n")
            .iter()
            .all(|token| token.kind == Punct || token.kind == Word)
    );
}

#[test]
fn words_take_numbers_and_letters_of_any_script() {
    check("größe_1 1e5", &[(Word, "größe_1"), (Word, "1e5")]);
}
