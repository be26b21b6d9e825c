//! How much was found, in words.

use tinyflow_model::diagnostic::escape;
use tinyflow_model::{Diagnostic, Severity};

/// Counts flows and what was found in them.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    errors: usize,
    warnings: usize,
    shown: usize,
    flows: usize,
    flows_with_findings: usize,
    /// The name of the last flow, which is the only one where there is one.
    name: String,
}

impl Tally {
    /// Counts one flow in, of whose findings so many were shown.
    pub(super) fn count(&mut self, name: &str, findings: &[Diagnostic], shown: usize) {
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        self.errors += errors;
        self.warnings += findings.len() - errors;
        self.shown += shown;
        self.flows += 1;
        self.flows_with_findings += usize::from(!findings.is_empty());
        self.name = escape(name);
    }

    /// How many findings were shown.
    pub(super) fn shown(&self) -> usize {
        self.shown
    }

    /// "Found 2 errors, 1 warning in flow.json"; none where no flow was read.
    pub(super) fn summary(&self) -> Option<String> {
        let name = &self.name;
        let found = [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
        ];
        let found = found.into_iter().filter(|(_, count)| *count > 0);
        let found: Vec<String> = found
            .map(|(severity, count)| counted(count, severity.word()))
            .collect();
        let flows = match (self.flows, self.flows_with_findings) {
            (0, _) => return None,
            (1, 0) => return Some(format!("{name} is sound")),
            (flows, 0) => return Some(format!("{flows} flows are sound")),
            (1, _) => name.clone(),
            (flows, with_findings) => format!("{with_findings} of {flows} flows"),
        };
        let hidden = match self.errors + self.warnings - self.shown {
            0 => String::new(),
            hidden => format!(" ({hidden} not shown)"),
        };
        Some(format!("Found {} in {flows}{hidden}", found.join(", ")))
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
