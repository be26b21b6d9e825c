//! # What it finds
//! A `$ref` that leads to no part of its own schema, or back to itself.
//!
//! # Why it matters
//! What stands there could be anything. Other files are not read: a flow says everything itself.
//!
//! # Example
//! `{"$ref": "#/$defs/adress"}` where `$defs` has an `address`
//!
//! # How to fix
//! Correct the reference, or copy what it leads to below `$defs`.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unresolved_reference`.
pub(crate) static RULE: Rule = Rule {
    code: "TF510",
    name: "unresolved_reference",
    severity: Severity::Error,
};

/// `message` says what is wrong with it.
pub(crate) fn finding(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, message, span).help(
        "each schema is a document of its own: a reference leads to a part of the same one, \
             such as `#/$defs/address`",
    )
}
