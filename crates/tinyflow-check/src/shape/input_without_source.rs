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

use super::difference::{Difference, difference};
use super::{Field, Presence, Struct};

/// `input_without_source`.
pub(crate) static RULE: Rule = Rule {
    code: "TF508",
    name: "input_without_source",
    severity: Severity::Error,
};

/// `span` is the id of the step.
pub(crate) fn finding(step: &str, field: &Field, state: &Struct, span: Span) -> Diagnostic {
    let property = quote(&field.wire_name);
    let message = format!(
        "the event of step {} has no value for {property}",
        quote(step)
    );
    let finding = Diagnostic::new(&RULE, message, span);
    let known = || state.fields.iter().map(|of| of.wire_name.as_str());
    match state
        .fields
        .iter()
        .find(|of| of.wire_name == field.wire_name)
    {
        Some(of) if of.shape == field.shape && of.presence == Presence::Optional => finding.help(
            format!("the state may have no {property}; do not require it, or give it a default"),
        ),
        Some(of) => match difference(&of.shape, &field.shape) {
            Some(Difference { path, sides }) => Diagnostic {
                message: format!(
                    "{property} of the state does not fit the event of step {}",
                    quote(step)
                ),
                ..finding
            }
            .help(format!(
                "{} {} in the state and {} in the event; let one be as the other, or give \
                 {property} in `eventInput.value`",
                quote(&format!("{}{path}", field.wire_name)),
                sides[0],
                sides[1]
            )),
            None => finding,
        },
        None => finding
            .help(format!(
                "give {property} in `eventInput.value`, or add it to the state"
            ))
            .did_you_mean(nearest(&field.wire_name, known())),
    }
}
