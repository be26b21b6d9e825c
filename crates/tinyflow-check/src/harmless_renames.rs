//! Mends that rename a key are only offered where they do no harm.
//!
//! What had no effect under a misspelt name has one under the right name, and may not fit there:
//! so the flow is checked as it would be then.

use std::collections::HashMap;

use tinyflow_model::diagnostic::fix::apply;
use tinyflow_model::nearest::MOST_SUGGESTIONS;
use tinyflow_model::rules::unknown_field;
use tinyflow_model::{Diagnostic, Fix, Source};

/// Takes back the mends that would bring a fault, alone or together with those before them.
/// `check` finds what is wrong with a flow.
pub(crate) fn keep(
    source: &Source,
    findings: &mut [Diagnostic],
    check: impl Fn(&Source) -> Vec<Diagnostic>,
) {
    let renaming = findings.iter().filter(|finding| is_unknown_field(finding));
    let all: Vec<Fix> = renaming.filter_map(|finding| finding.fix.clone()).collect();
    if all.is_empty() {
        return;
    }
    let with = |fixes: &[Fix]| {
        let (text, _) = apply(source.text(), fixes);
        check(&Source::new(source.name(), text.into_bytes()))
    };
    if has_nothing_new(findings, &with(&all)) {
        return;
    }
    let mut now = findings.to_vec();
    let mut kept = Vec::new();
    for fix in all.into_iter().take(MOST_SUGGESTIONS) {
        kept.push(fix);
        let then = with(&kept);
        if errors(&then) < errors(&now) || has_nothing_new(&now, &then) {
            now = then;
        } else {
            kept.pop();
        }
    }
    for finding in findings
        .iter_mut()
        .filter(|finding| is_unknown_field(finding))
    {
        finding.fix = finding.fix.take().filter(|fix| kept.contains(fix));
    }
}

fn is_unknown_field(finding: &Diagnostic) -> bool {
    finding.rule == &unknown_field::RULE
}

/// Whether all of `after` was found before. Places move, so what is said is compared.
fn has_nothing_new(before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let mut left: HashMap<_, usize> = HashMap::new();
    for finding in before {
        *left.entry(said(finding)).or_default() += 1;
    }
    after.iter().all(|finding| {
        let left = left.get_mut(&said(finding)).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    })
}

fn said(finding: &Diagnostic) -> (&'static str, &str) {
    (finding.rule.code, &finding.message)
}

fn errors(findings: &[Diagnostic]) -> usize {
    let errors = findings.iter().filter(|finding| finding.is_error());
    errors.count()
}
