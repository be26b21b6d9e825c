//! # What it finds
//! A `default` of a property that another part of the same schema does not let stand: a list of
//! forms, or an `allOf` that is closed to the property or asks something else of it. Or one that
//! does not stand with the property, but where its `$ref` leads to.
//!
//! # Why it matters
//! A state that fits might no longer fit once the default is added, and what a `$ref` leads to may
//! hold itself. So it is not added: the property stays missing where it is missing.
//!
//! # Example
//! `{"properties": {"seats": {"type": "integer", "default": 1}}, "oneOf": [{"required": ["note"],
//! "properties": {"note": {"type": "string"}}, "additionalProperties": false}, …]}`
//!
//! # How to fix
//! Name the property in the form that refuses it, write the default beside the `$ref`, or take it
//! out.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Member, Rule, Severity, Span, Value};

/// `default_not_taken`.
pub(crate) static RULE: Rule = Rule {
    code: "TF523",
    name: "default_not_taken",
    severity: Severity::Warning,
};

/// Reports the default of a property, once: a schema may be merged into several others.
pub(crate) fn report(property: &Member, findings: &mut Vec<Diagnostic>) {
    let Value::Object(schema) = &property.value.value else {
        return;
    };
    if let Some(default) = schema.get("default") {
        let finding = finding(&property.name, default.span);
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

/// The default of a property stands where its reference leads to; `span` is that reference.
pub(crate) fn behind_reference(property: &str, span: Span) -> Diagnostic {
    let message = format!(
        "the default of {} is left out: it stands where the `$ref` leads to",
        quote(property)
    );
    Diagnostic::new(&RULE, message, span)
        .label("leads to a schema with a default")
        .help("write the default beside the `$ref`")
}

fn finding(property: &str, span: Span) -> Diagnostic {
    let message = format!(
        "the default of {} is left out: another part of the schema may refuse the property",
        quote(property)
    );
    Diagnostic::new(&RULE, message, span).label("is never added")
}
