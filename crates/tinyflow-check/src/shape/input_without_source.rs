//! # What it finds
//! A property of `eventInput` that has no value, or for which that of the state does not fit.
//!
//! # Why it matters
//! Whoever is to answer would not be shown it.
//!
//! # Example
//! An `eventInputSchema` that requires `amount`, where neither `eventInput.value` nor the state
//! has an `amount`
//!
//! # How to fix
//! Give it in `eventInput.value`, add it to the state, or do not require it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

use super::difference::Difference;
use super::{Field, Struct};

/// `input_without_source`.
pub(crate) static RULE: Rule = Rule {
    code: "TF508",
    name: "input_without_source",
    severity: Severity::Error,
};

/// `difference` says in what the property of the state differs, where it has one; `span` is where
/// the schema describes the property.
pub(crate) fn finding(
    step: &str,
    field: &Field,
    state: &Struct,
    difference: Option<Difference>,
    span: Span,
) -> Diagnostic {
    let property = quote(&field.wire_name);
    let message = format!(
        "the event of step {} has no value for {property}",
        quote(step)
    );
    let finding = Diagnostic::new(&RULE, message, span);
    let known = || state.fields.iter().map(|of| of.wire_name.as_str());
    match difference {
        None => finding
            .help(format!(
                "give {property} in `eventInput.value`, or add it to the state"
            ))
            .did_you_mean(nearest(&field.wire_name, known())),
        Some(difference) if difference == Difference::may_be_missing() => finding.help(format!(
            "the state may have no {property}; do not require it, or give it a default"
        )),
        Some(Difference { path, sides }) => Diagnostic {
            message: format!(
                "{property} of the state does not fit the event of step {}",
                quote(step)
            ),
            ..finding
        }
        .help(format!(
            "{} {} in the state and {} in the event; let one be as the other, or give {property} \
             in `eventInput.value`",
            quote(&format!("{}{path}", field.wire_name)),
            sides[0],
            sides[1]
        )),
    }
}
