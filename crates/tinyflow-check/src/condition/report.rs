//! What is said of a condition, at its place in the flow.

use tinyflow_expression::Span as Part;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Span, span_in_string};

use super::translate::Translator;
use super::{mend, open_operand, reads_through_missing, unknown_property};

impl Translator<'_> {
    pub(super) fn may_throw(&mut self, path: Option<&str>, part: Part) {
        self.risks += 1;
        let span = self.span(part);
        self.report(reads_through_missing::finding(path, span));
    }

    /// `asks` is what the value is asked by: `in` or `Object.keys`.
    pub(super) fn may_throw_at(&mut self, asks: &str, path: Option<&str>, part: Part) {
        self.risks += 1;
        let span = self.span(part);
        self.report(reads_through_missing::asked(path, asks, span));
    }

    pub(super) fn may_lack_method(&mut self, path: Option<&str>, method: &str, part: Part) {
        self.risks += 1;
        let span = self.span(part);
        self.report(open_operand::method(path, method, span));
    }

    pub(super) fn may_be_no_object(&mut self, path: Option<&str>, part: Part) {
        self.risks += 1;
        let span = self.span(part);
        self.report(open_operand::no_object(path, span));
    }

    pub(super) fn without_properties(&mut self, property: &str, found: &str, part: Part) {
        let span = self.span(part);
        let has_length = matches!(found, "a string" | "an array");
        let known = || has_length.then_some("length").into_iter();
        let near = nearest(property, known());
        let mut finding = unknown_property::without_properties(property, found, near, span);
        finding.fix = mend::property(property, known(), self.spelt(span), span);
        self.report(finding);
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The place in the flow of a part of the condition.
    pub(super) fn span(&self, part: Part) -> Span {
        span_in_string(self.text, self.condition.span, part.range())
    }

    /// What stands at a place in the flow, as JSON spells it.
    pub(super) fn spelt(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}
