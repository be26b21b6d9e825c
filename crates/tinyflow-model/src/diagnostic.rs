//! Findings about a flow: what they are, and how people see them.

mod excerpt;

mod record;

pub mod fix;

mod quote;

use crate::Span;

pub use excerpt::{Excerpts, Style};
pub use fix::Fix;
pub use quote::{escape, is_unsafe, quote};
pub use record::{Position, Record, RecordedEdit, RecordedFix, RecordedPlace, record_schema};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The flow works, but likely not as meant.
    Warning,
    /// No code can be generated from the flow.
    Error,
}

impl Severity {
    /// The word that every format shows: `error` or `warning`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A fault that is looked for, under a code that never changes its meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `TF` and three digits.
    pub code: &'static str,
    /// The fault in snake case; also the name of the rule's file and case.
    pub name: &'static str,
    /// How much its findings weigh.
    pub severity: Severity,
}

/// One finding about a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it weighs: as much as its rule says, unless it was raised.
    pub severity: Severity,
    /// The fault, in a sentence without its first capital and full stop.
    pub message: String,
    /// The offending value.
    pub span: Span,
    /// What to write under the offending value, where that says more.
    pub label: Option<String>,
    /// Other places that help to understand, each with what it is.
    pub related: Vec<(Span, String)>,
    /// The way of a run to the fault, where one shows it: each place with what
    /// stands there.
    pub trace: Vec<(Span, String)>,
    /// What the trace shows: "a run gets there by".
    pub trace_title: &'static str,
    /// What to do about it.
    pub help: Option<String>,
    /// The change that mends it, where there is one that cannot do harm.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding with a message and a place alone.
    pub fn new(rule: &'static Rule, message: impl Into<String>, span: Span) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            span,
            label: None,
            related: Vec::new(),
            trace: Vec::new(),
            trace_title: "a run gets there by",
            help: None,
            fix: None,
        }
    }

    /// With a text under the offending value.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With another place that helps to understand.
    #[must_use]
    pub fn related(mut self, span: Span, what: impl Into<String>) -> Self {
        self.related.push((span, what.into()));
        self
    }

    /// With one more place on the way of a run to the fault.
    #[must_use]
    pub fn trace(mut self, span: Span, what: impl Into<String>) -> Self {
        self.trace.push((span, what.into()));
        self
    }

    /// With a trace that shows something else than how a run gets there.
    #[must_use]
    pub fn trace_title(mut self, title: &'static str) -> Self {
        self.trace_title = title;
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With `did you mean …?` where there is something near.
    #[must_use]
    pub fn did_you_mean(self, candidate: Option<&str>) -> Self {
        match candidate {
            Some(candidate) => self.help(format!("did you mean {}?", quote(candidate))),
            None => self,
        }
    }

    /// With a change that mends it and cannot do harm.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Whether it stops code from being generated.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts findings by where they stand, and by code where they stand together.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.rule.code));
}
