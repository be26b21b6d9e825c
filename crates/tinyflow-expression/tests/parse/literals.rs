//! The values of numbers and strings.

use tinyflow_expression::{ExpressionKind, parse};

use crate::tree;

fn number(source: &str) -> f64 {
    match parse(source).map(|expression| expression.kind) {
        Ok(ExpressionKind::Number(value)) => value,
        other => panic!("`{source}` is no number but {other:?}"),
    }
}

fn string(source: &str) -> String {
    match parse(source).map(|expression| expression.kind) {
        Ok(ExpressionKind::String(value)) => value,
        other => panic!("`{source}` is no string but {other:?}"),
    }
}

#[test]
fn numbers() {
    let rows = [
        ("0", 0.0),
        ("42", 42.0),
        ("1_000_000", 1e6),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.25e2", 125.0),
        ("1E+3", 1000.0),
        ("1_0e-0_1", 1.0),
        ("0.1", 0.1),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("1e400", f64::INFINITY),
        ("0xFF", 255.0),
        ("0Xdead_beef", 3_735_928_559.0),
        ("0o17", 15.0),
        ("0B101", 5.0),
    ];
    for (source, value) in rows {
        assert_eq!(number(source), value, "{source}");
    }
}

#[test]
fn long_numbers_in_other_bases_are_rounded_to_the_nearest() {
    // 2^53 + 1 lies between two numbers; the even one is taken.
    assert_eq!(number("0x20000000000001"), 9_007_199_254_740_992.0);
    assert_eq!(number("0x20000000000003"), 9_007_199_254_740_996.0);
    // One bit far to the right makes it more than half way.
    assert_eq!(
        number("0x200000000000010000000001"),
        2f64.powi(93) + 2f64.powi(41)
    );
    assert_eq!(number("0x200000000000010000000000"), 2f64.powi(93));
    assert_eq!(number(&format!("0x1{}", "0".repeat(255))), 2f64.powi(1020));
    assert_eq!(number(&format!("0x1{}", "0".repeat(256))), f64::INFINITY);
}

#[test]
fn strings() {
    let rows = [
        ("''", ""),
        (r#""it's""#, "it's"),
        (r#"'say "hi"'"#, r#"say "hi""#),
        (r"'\n\t\r\b\f\v\0'", "\n\t\r\u{8}\u{C}\u{B}\0"),
        (r#"'\'\"\\\/\q'"#, "'\"\\/q"),
        (r"'\x41\u00e9\u{1F600}\u{000041}'", "Aé😀A"),
        (r"'\uD83D\uDE00'", "😀"),
        (r"'\u{D83D}\uDE00'", "😀"),
        ("'\u{2028}'", "\u{2028}"),
        ("'// no comment'", "// no comment"),
    ];
    for (source, value) in rows {
        assert_eq!(string(source), value, "{source}");
    }
}

#[test]
fn template_text() {
    assert_eq!(tree(r"`\`\${a}\n`"), r#"(template "`${a}\n")"#);
    assert_eq!(tree("`a\r\nb\rc\nd`"), r#"(template "a\nb\nc\nd")"#);
}

#[test]
fn a_number_keeps_its_text() {
    let source = "id === 9_007_199_254_740_993";
    let expression = parse(source).unwrap();
    let literal = expression.children()[1];
    assert_eq!(literal.span.text(source), Some("9_007_199_254_740_993"));
}
