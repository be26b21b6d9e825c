//! Mends that rename a key are only offered where they do no harm.
//!
//! What had no effect under a misspelt name has one under the right name, and may not fit there:
//! so the flow is checked as it would be then.

use std::collections::HashMap;

use tinyflow_model::diagnostic::fix::apply;
use tinyflow_model::rules::unknown_field;
use tinyflow_model::{Diagnostic, Fix, Source};

/// How often a flow is checked for its mends. They are tried in groups, halved where one of them
/// does harm, so that a few among very many are found.
const MOST_CHECKS: usize = 32;

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
    let mut now = findings.to_vec();
    let mut kept: Vec<Fix> = Vec::new();
    let mut groups = vec![&all[..]];
    for _ in 0..MOST_CHECKS {
        let Some(group) = groups.pop() else {
            break;
        };
        let then = with(&[&kept, group].concat());
        let is_alone = group.len() == 1;
        if has_nothing_new(&now, &then) || (is_alone && errors(&then) < errors(&now)) {
            kept.extend_from_slice(group);
            now = then;
        } else if !is_alone {
            let (first, second) = group.split_at(group.len() / 2);
            groups.extend([second, first]);
        }
    }
    // They were kept in the order of the findings.
    let mut kept = kept.into_iter().peekable();
    let renaming = findings.iter_mut();
    for finding in renaming.filter(|finding| is_unknown_field(finding)) {
        let fix = finding.fix.take();
        finding.fix = kept.next_if(|kept| Some(kept) == fix.as_ref());
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
