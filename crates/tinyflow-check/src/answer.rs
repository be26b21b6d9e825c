//! Whether an answer fits the event that it is for.

use tinyflow_model::{Diagnostic, Source, parse};

use crate::checked_flow::Event;
use crate::shape::checks::{add_new, violations_of_text};
use crate::shape::fit::fit;
use crate::shape::value_mismatch;

/// Everything that is wrong with an answer, given as JSON text: nothing where the workflow can
/// take it.
pub fn check_answer(event: &Event, answer: &Source) -> Vec<Diagnostic> {
    let (root, mut findings) = parse(answer);
    if let Some(root) = root {
        let fitted = fit(&root, &event.answer, &event.definitions);
        let mut violations = fitted.err().unwrap_or_default();
        if let Some(schema) = &event.answer_schema {
            add_new(&mut violations, violations_of_text(schema, &root));
        }
        let report = |violation| value_mismatch::finding("answer", &root, violation);
        findings.extend(violations.iter().map(report));
    }
    findings
}
