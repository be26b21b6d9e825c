//! # What it finds
//! A `default` of a property that another part of the same schema does not let stand: a list of
//! forms, or an `allOf` that is closed to the property or asks something else of it.
//!
//! # Why it matters
//! A state that fits would no longer fit once the default is added. So it is not: the property
//! stays missing where it is missing.
//!
//! # Example
//! `{"properties": {"seats": {"type": "integer", "default": 1}}, "oneOf": [{"required": ["note"],
//! "properties": {"note": {"type": "string"}}, "additionalProperties": false}, …]}`
//!
//! # How to fix
//! Name the property in the form that refuses it, or take the default out.

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

fn finding(property: &str, span: Span) -> Diagnostic {
    let message = format!(
        "the default of {} is left out: another part of the schema may refuse the property",
        quote(property)
    );
    Diagnostic::new(&RULE, message, span).label("is never added")
}
