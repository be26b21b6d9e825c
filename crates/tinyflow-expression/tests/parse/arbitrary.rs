//! Whatever the text, the parser answers, and its places lie within the text.

use proptest::prelude::*;
use tinyflow_expression::{Expression, MAX_DEPTH, parse};

/// Pieces that meet in conditions, so that random rows of them get far.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "b.c",
        "?.",
        ".",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "`",
        "${",
        "'",
        "\"",
        "\\",
        "\\u",
        "1",
        "0x",
        "1.",
        "e",
        "_",
        "n",
        "&&",
        "||",
        "??",
        "?",
        ":",
        "=",
        "===",
        "<",
        "+",
        "-",
        "!",
        "/",
        "/*",
        "*/",
        "//",
        "\n",
        " ",
        ",",
        ";",
        "=>",
        "x =>",
        ".some(",
        ".includes(",
        "typeof ",
        " in ",
        "this",
        "Object.keys(",
        "true",
        "é",
        "😀",
        "\u{2028}",
        "\u{FEFF}",
        "\\uD800",
    ];
    prop_oneof![
        9 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Conditions that are well formed.
fn condition() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["a", "b.c", "d?.e", "1", "'s'", "null", "this.f"]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(6, 40, 3, |inner| {
            let operators = ["===", "<", "+", "-", "*", "/", "%", "in", "!="];
            prop_oneof![
                (
                    inner.clone(),
                    prop::sample::select(operators.to_vec()),
                    inner.clone()
                )
                    .prop_map(|(left, operator, right)| format!("({left} {operator} {right})")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} ?? {b})")),
                (inner.clone(), inner.clone(), inner.clone())
                    .prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
                inner.clone().prop_map(|a| format!("!{a}")),
                inner.clone().prop_map(|a| format!("({a})?.b[{a}]")),
                inner.clone().prop_map(|a| format!("`t${{{a}}}`")),
                (inner.clone(), inner).prop_map(|(a, b)| format!("({a}).some(x => {b})")),
            ]
        })
}

fn check(source: &str) -> Result<(), TestCaseError> {
    match parse(source) {
        Ok(expression) => {
            prop_assert!(expression.depth() <= MAX_DEPTH);
            check_spans(source, &expression)
        }
        Err(error) => {
            prop_assert!(error.span.text(source).is_some(), "{:?}", error);
            prop_assert!(!error.to_string().is_empty());
            Ok(())
        }
    }
}

fn check_spans(source: &str, expression: &Expression) -> Result<(), TestCaseError> {
    prop_assert!(
        expression
            .span
            .text(source)
            .is_some_and(|text| !text.is_empty())
    );
    for child in expression.children() {
        prop_assert!(child.span.start >= expression.span.start);
        prop_assert!(child.span.end <= expression.span.end);
        check_spans(source, child)?;
    }
    Ok(())
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_answered(source in any::<String>()) {
        check(&source)?;
    }

    #[test]
    fn any_row_of_pieces_is_answered(pieces in prop::collection::vec(piece(), 0..40)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn every_well_formed_condition_is_read(source in condition()) {
        prop_assert!(parse(&source).is_ok(), "{:?}", parse(&source));
        check(&source)?;
    }

    #[test]
    fn blanks_between_tokens_change_nothing(source in condition()) {
        let spaced = source.replace('(', " /* ( */ (\n\t");
        prop_assert_eq!(
            parse(&source).map(|tree| tree.to_string()),
            parse(&spaced).map(|tree| tree.to_string())
        );
    }
}
