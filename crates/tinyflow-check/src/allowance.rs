//! The warnings that a flow's own `metadata.tinyflow.allow` takes away.

pub(crate) mod unknown_rule;

pub(crate) mod useless_allowance;

use tinyflow_model::{Allowance, Diagnostic, Flow, Rule, Severity};

use crate::rules;

/// Takes away what the flow allows, and reports what it allows for nothing.
pub(crate) fn apply(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    // Where there are errors, not every rule was asked.
    let all_asked = !findings.iter().any(Diagnostic::is_error);
    let mut about_allowances = Vec::new();
    for allowance in &flow.metadata.tinyflow.allow {
        let Some(rule) = rule(allowance) else {
            about_allowances.push(unknown_rule::finding(&allowance.code));
            continue;
        };
        if rule.severity == Severity::Error {
            about_allowances.push(useless_allowance::of_error(rule, allowance.code.span));
            continue;
        }
        let before = findings.len();
        findings.retain(|finding| finding.rule != rule);
        if findings.len() == before && all_asked {
            about_allowances.push(useless_allowance::finding(rule, allowance.code.span));
        }
    }
    findings.extend(about_allowances);
}

fn rule(allowance: &Allowance) -> Option<&'static Rule> {
    let meant = allowance.code.value.as_str();
    let mut rules = rules().into_iter();
    rules.find(|rule| rule.code == meant || rule.name == meant)
}
