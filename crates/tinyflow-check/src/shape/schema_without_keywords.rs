//! # What it finds
//! A schema in which no word is a keyword of JSON Schema: an example of a value, or the properties
//! themselves without the `properties` around them.
//!
//! # Why it matters
//! Such a schema describes nothing. The value is left open, nothing of it is typed or checked, and
//! tasks have no fields for what was meant.
//!
//! # Example
//! `"globalStateSchema": {"name": "Ann", "age": 3}`
//!
//! # How to fix
//! Put what describes properties under `"properties"`. Give an example as the value instead, in
//! `globalState`, `params` or `value`, and leave the schema out: the types are then inferred.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `schema_without_keywords`.
pub(crate) static RULE: Rule = Rule {
    code: "TF522",
    name: "schema_without_keywords",
    severity: Severity::Warning,
};

/// Its words are names of properties, each with a schema.
pub(crate) fn bare_properties(span: Span) -> Diagnostic {
    finding(span).help("put these under `properties`")
}

/// Its words are those of a value.
pub(crate) fn example(span: Span) -> Diagnostic {
    finding(span).help(
        "if this is an example, leave the schema out and give it as the value: the types are then inferred",
    )
}

fn finding(span: Span) -> Diagnostic {
    let message = "no word of this schema is a keyword of JSON Schema";
    Diagnostic::new(&RULE, message, span).label("describes nothing")
}
