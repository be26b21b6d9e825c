//! # What it finds
//! An expression that JavaScript has, but that cannot be translated yet.
//!
//! # Why it matters
//! A guess at what it means would decide wrongly in silence.
//!
//! # Example
//! `state.tags.includes('vip')`
//!
//! # How to fix
//! Let a task work the value out, and test that.

use tinyflow_expression::{BinaryOperator, Expression, ExpressionKind, UnaryOperator};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unsupported_condition`.
pub(crate) static RULE: Rule = Rule {
    code: "TF602",
    name: "unsupported_condition",
    severity: Severity::Error,
};

pub(crate) fn construct(kind: &ExpressionKind, span: Span) -> Diagnostic {
    let message = format!("{} cannot be translated yet", describe(kind));
    Diagnostic::new(&RULE, message, span).help(way_out(kind))
}

fn way_out(kind: &ExpressionKind) -> &'static str {
    match kind {
        ExpressionKind::Unary {
            operator: UnaryOperator::Not,
            ..
        } => {
            "`!` binds tighter than a comparison: write `!=`, or put the comparison in parentheses"
        }
        ExpressionKind::Binary {
            operator,
            left,
            right,
            ..
        } if is_comparison(*operator) && !(is_literal(left) && is_literal(right)) => {
            "compare twice, and join the two with `&&`"
        }
        _ => "let a task work it out, and test the property that it sets",
    }
}

fn is_literal(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Number(_) | ExpressionKind::String(_) | ExpressionKind::Boolean(_)
    )
}

fn is_comparison(operator: BinaryOperator) -> bool {
    matches!(operator.symbol(), "<" | "<=" | ">" | ">=")
}

pub(crate) fn open_value(span: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "this value is open: its schema does not say what it is",
        span,
    )
    .help("describe it in the schema, so that the condition can be translated")
}

pub(crate) fn mixed_types(left: &str, right: &str, span: Span) -> Diagnostic {
    let message = format!("comparing {left} with {right} cannot be translated yet");
    Diagnostic::new(&RULE, message, span)
}

pub(crate) fn with_itself(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "this compares a value with itself", span)
}

/// `path` is what the test really depends on.
pub(crate) fn idle_read(path: &str, answer: bool, span: Span) -> Diagnostic {
    let message = format!("this is always {answer}, unless {} is missing", quote(path));
    Diagnostic::new(&RULE, message, span)
        .label("where it is missing, JavaScript throws")
        .help(format!("test `{path}` itself"))
}

pub(crate) fn too_long(length: usize, most: usize, span: Span) -> Diagnostic {
    let message = format!("a condition of {length} characters cannot be translated");
    Diagnostic::new(&RULE, message, span).help(format!(
        "at most {most} characters; let a task decide instead"
    ))
}

pub(crate) fn not_ascii(span: Span) -> Diagnostic {
    let message = "the order of strings cannot be translated yet where the literal is not ASCII";
    Diagnostic::new(&RULE, message, span)
}

/// `path` is the value that would have to be there.
pub(crate) fn broken_chain(path: &str, span: Span) -> Diagnostic {
    let message = format!(
        "{} may be missing, and is read without `?.` behind a `?.`",
        quote(path)
    );
    Diagnostic::new(&RULE, message, span).help("write `?.` behind it too")
}

fn describe(kind: &ExpressionKind) -> String {
    match kind {
        ExpressionKind::Template(_) => "a template literal".to_owned(),
        ExpressionKind::Array(_) => "an array".to_owned(),
        ExpressionKind::Name(_) => "the whole state".to_owned(),
        ExpressionKind::Member { .. } | ExpressionKind::This => "this access".to_owned(),
        ExpressionKind::Index { .. } => "access by index".to_owned(),
        ExpressionKind::Call { method, .. } => format!("the method `{method}`"),
        ExpressionKind::Quantified { quantifier, .. } => format!("the method `{quantifier}`"),
        ExpressionKind::ObjectKeys(_) => "`Object.keys`".to_owned(),
        ExpressionKind::Unary {
            operator: UnaryOperator::Not,
            ..
        } => "`!` on one side of a comparison".to_owned(),
        ExpressionKind::Unary { operator, .. } => format!("the operator `{operator}`"),
        ExpressionKind::Binary { operator, .. } => format!("this use of the operator `{operator}`"),
        ExpressionKind::Logical { operator, .. } => format!("the operator `{operator}`"),
        ExpressionKind::Conditional { .. } => "the conditional operator".to_owned(),
        ExpressionKind::Chain(_) => "reading from a whole `?.` chain".to_owned(),
        _ => "a literal in this place".to_owned(),
    }
}
