//! # What it finds
//! A comparison with the outcome of another comparison, or of a `!`; an `in`
//! behind a `!`.
//!
//! # Why it matters
//! JavaScript compares `true` or `false` there, as 1 or 0, and asks for a
//! property of that name; most often the operators were meant to bind otherwise.
//!
//! # Example
//! `0 < state.count < 5`, which is true for every count above 0
//!
//! # How to fix
//! Compare twice, `0 < state.count && state.count < 5`; write `!=` or
//! parentheses for a `!`: `!('name' in state)`.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `compared_outcome`.
pub(crate) static RULE: Rule = Rule {
    code: "TF608",
    name: "compared_outcome",
    severity: Severity::Warning,
};

pub(crate) fn of_comparison(span: Span) -> Diagnostic {
    let message = "this compares the outcome of a comparison, which is `true` or `false`";
    Diagnostic::new(&RULE, message, span).help("compare twice, and join the two with `&&`")
}

/// `!key in object`
pub(crate) fn of_not_in(span: Span) -> Diagnostic {
    let message = "this asks for a property called as the outcome of a `!`: `true` or `false`";
    Diagnostic::new(&RULE, message, span)
        .help("`!` binds tighter than `in`: put the question in parentheses, `!('name' in a)`")
}

pub(crate) fn of_not(span: Span) -> Diagnostic {
    let message = "this compares the outcome of a `!`, which is `true` or `false`";
    Diagnostic::new(&RULE, message, span).help(
        "`!` binds tighter than a comparison: write `!=`, or put the comparison in parentheses",
    )
}
