//! The places that the tree gives for its parts.

use tinyflow_expression::{ExpressionKind, Span, parse};

#[test]
fn every_part_covers_its_own_text() {
    let source = "(a + 'é') * b?.c[0] || !d.some((x) => x)";
    let expression = parse(source).unwrap();
    let mut texts = Vec::new();
    let mut waiting = vec![&expression];
    while let Some(next) = waiting.pop() {
        texts.push(next.span.text(source).unwrap());
        waiting.extend(next.children().into_iter().rev());
    }
    assert_eq!(
        texts,
        [
            "(a + 'é') * b?.c[0] || !d.some((x) => x)",
            "(a + 'é') * b?.c[0]",
            "a + 'é'",
            "a",
            "'é'",
            "b?.c[0]",
            "b?.c[0]",
            "b?.c",
            "b",
            "0",
            "!d.some((x) => x)",
            "d.some((x) => x)",
            "d",
            "x",
        ]
    );
}

#[test]
fn names_and_operators_have_places() {
    let text = |source: &str, span: Span| span.text(source).map(str::to_owned);

    let source = "a  >= b";
    let ExpressionKind::Binary { operator_span, .. } = parse(source).unwrap().kind else {
        panic!("no binary operator in `{source}`");
    };
    assert_eq!(text(source, operator_span).as_deref(), Some(">="));

    let source = "a . trim ( )";
    let ExpressionKind::Call { method_span, .. } = parse(source).unwrap().kind else {
        panic!("no call in `{source}`");
    };
    assert_eq!(text(source, method_span).as_deref(), Some("trim"));

    let source = "a.every((row) => row.b)";
    let ExpressionKind::Quantified {
        quantifier_span,
        parameter,
        body,
        ..
    } = parse(source).unwrap().kind
    else {
        panic!("no quantifier in `{source}`");
    };
    assert_eq!(text(source, quantifier_span).as_deref(), Some("every"));
    assert_eq!(text(source, parameter.span).as_deref(), Some("row"));
    let ExpressionKind::Member { property, .. } = body.kind else {
        panic!("no property in the body of `{source}`");
    };
    assert_eq!(text(source, property.span).as_deref(), Some("b"));
}
