//! # What it finds
//! A pause that is longer than what limits it: `every` of a job than its `timeout`, or
//! `initialInterval` of a retry than its `maxInterval`.
//!
//! # Why it matters
//! The limit cuts the pause short, so one of the two does nothing.
//!
//! # Example
//! `"poll": { "every": "1 hour", "timeout": "10 minutes" }`
//!
//! # How to fix
//! Make the pause shorter, or the limit longer.

use crate::{Diagnostic, Duration, Rule, Severity, Spanned};

/// `pause_past_limit`.
pub static RULE: Rule = Rule {
    code: "TF113",
    name: "pause_past_limit",
    severity: Severity::Warning,
};

/// Of a job that is looked at again and again.
pub(crate) fn of_job(every: &Spanned<Duration>, timeout: &Spanned<Duration>) -> Option<Diagnostic> {
    let finding = finding(("every", every), ("timeout", timeout))?;
    Some(finding.help(
        "the job is looked at when it begins and when `timeout` is over, and never in between",
    ))
}

/// Of an action that is tried again and again.
pub(crate) fn of_retry(
    first: &Spanned<Duration>,
    longest: &Spanned<Duration>,
) -> Option<Diagnostic> {
    let finding = finding(("initialInterval", first), ("maxInterval", longest))?;
    Some(finding.help(format!(
        "each pause takes {}, the first one, too",
        longest.value
    )))
}

fn finding(
    (pause_field, pause): (&str, &Spanned<Duration>),
    (limit_field, limit): (&str, &Spanned<Duration>),
) -> Option<Diagnostic> {
    let message = format!("`{pause_field}` is longer than `{limit_field}`");
    let is_cut = pause.value.ms() > limit.value.ms();
    is_cut.then(|| {
        Diagnostic::new(&RULE, message, pause.span)
            .related(limit.span, format!("`{limit_field}` cuts it short"))
    })
}
