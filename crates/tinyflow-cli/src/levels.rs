//! Which findings weigh more, or nothing, by the wish of whoever runs the command.

use tinyflow_model::{Diagnostic, Rule, Severity};

use crate::rule_book;

/// What `--deny` turns into errors.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Denied {
    /// Every warning.
    Warnings,
    /// The warnings of one rule.
    Rule(&'static Rule),
}

/// Reads a value of `--deny`.
pub(crate) fn denied(wanted: &str) -> Result<Denied, String> {
    match wanted {
        "warnings" => Ok(Denied::Warnings),
        _ => rule_book::find(wanted).map(Denied::Rule),
    }
}

/// Reads a value of `--allow`.
pub(crate) fn allowed(wanted: &str) -> Result<&'static Rule, String> {
    let rule = rule_book::find(wanted)?;
    match rule.severity {
        Severity::Warning => Ok(rule),
        Severity::Error => Err(format!(
            "{} finds errors, which cannot be allowed: no code can be generated from such a flow",
            rule.code
        )),
    }
}

/// Takes away what is allowed, and raises what is denied.
pub(crate) fn apply(findings: &mut Vec<Diagnostic>, deny: &[Denied], allow: &[&'static Rule]) {
    findings.retain(|finding| !allow.contains(&finding.rule));
    for finding in findings {
        let is_denied = deny.iter().any(|denied| match denied {
            Denied::Warnings => true,
            Denied::Rule(rule) => *rule == finding.rule,
        });
        if is_denied {
            finding.severity = Severity::Error;
        }
    }
}
