//! # What it finds
//! A duration that is not a number and a unit.
//!
//! # Why it matters
//! Nobody knows how long the run is to wait.
//!
//! # Example
//! `"duration": "P1D"`
//!
//! # How to fix
//! Write a number, a blank and a unit, such as `1 day` or `2.5 hours`. The units are second,
//! minute, hour, day, week, month (30 days) and year (365 days).

use crate::diagnostic::quote;
use crate::nearest::nearest;
use crate::{Diagnostic, Duration, Rule, Severity, Text};

/// `invalid_duration`.
pub static RULE: Rule = Rule {
    code: "TF106",
    name: "invalid_duration",
    severity: Severity::Error,
};

pub(crate) fn finding(found: &Text) -> Diagnostic {
    let message = format!("{} is not a duration", quote(&found.value));
    let finding = Diagnostic::new(&RULE, message, found.span);
    match meant(&found.value) {
        Some(meant) => finding.did_you_mean(Some(&meant)),
        None => finding.help("write a number and a unit, such as `1 day` or `2.5 hours`"),
    }
}

/// The duration that is most likely meant, where a number comes before a word.
fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    let (number, word) = text.split_at(text.find(char::is_alphabetic)?);
    let number = number.trim_end();
    let word = word.to_lowercase();
    let units: Vec<&str> = Duration::units().collect();
    let unit = nearest(word.strip_suffix('s').unwrap_or(&word), units)?;
    let meant = match number {
        "1" => format!("1 {unit}"),
        _ => format!("{number} {unit}s"),
    };
    Duration::parse(&meant).map(|_| meant)
}
