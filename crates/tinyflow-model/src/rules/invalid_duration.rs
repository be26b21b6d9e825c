//! # What it finds
//! A duration that is not a number and a unit, or longer than any time.
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
    if Duration::is_too_long(&found.value) {
        let message = format!("{} is longer than a run can wait", quote(&found.value));
        return Diagnostic::new(&RULE, message, found.span)
            .help("write at most `100000000 days`, which are some 273 thousand years");
    }
    let message = format!("{} is not a duration", quote(&found.value));
    let finding = Diagnostic::new(&RULE, message, found.span);
    match meant(&found.value) {
        Some(meant) => finding.did_you_mean(Some(&meant)),
        None => finding.help("write a number and a unit, such as `1 day` or `2.5 hours`"),
    }
}

/// The duration that is most likely meant, where a number comes before a word.
fn meant(text: &str) -> Option<String> {
    let (number, word) = iso(text.trim()).or_else(|| number_and_word(text.trim()))?;
    let word = word.to_lowercase();
    // `ms` is no plural of an abbreviated minute.
    let one = word.strip_suffix('s').filter(|one| one.len() > 1);
    let word = one.unwrap_or(&word);
    let abbreviated = || Duration::units().find(|unit| unit.starts_with(word));
    let unit = nearest(word, Duration::units()).or_else(abbreviated)?;
    let meant = match number.as_str() {
        "1" => format!("1 {unit}"),
        _ => format!("{number} {unit}s"),
    };
    Duration::parse(&meant).map(|_| meant)
}

/// The number and the unit of a duration of one part in ISO 8601, such as `P1D` or `PT30S`.
fn iso(text: &str) -> Option<(String, &str)> {
    let (number, unit, units) = match (text.strip_prefix("PT"), text.strip_prefix('P')) {
        (Some(time), _) => (time, ISO_TIME, time),
        (None, Some(date)) => (date, ISO_DATE, date),
        (None, None) => return None,
    };
    let letter = units.chars().next_back()?;
    let (_, unit) = unit.iter().find(|(of, _)| *of == letter)?;
    let number = &number[..number.len() - letter.len_utf8()];
    let number: f64 = number.replace(',', ".").parse().ok()?;
    number.is_finite().then(|| (number.to_string(), *unit))
}

const ISO_DATE: &[(char, &str)] = &[('Y', "year"), ('M', "month"), ('W', "week"), ('D', "day")];
const ISO_TIME: &[(char, &str)] = &[('H', "hour"), ('M', "minute"), ('S', "second")];

/// The number at the start of a text, in digits alone, and the word behind it.
fn number_and_word(text: &str) -> Option<(String, &str)> {
    let is_word = |rest: &str| rest.starts_with(char::is_alphabetic);
    // The longest number is the one that is meant: in `1e3 hours` it ends behind the `e3`.
    let ends = text.char_indices().rev().map(|(end, _)| end);
    let mut splits = ends.map(|end| text.split_at(end));
    let (number, word) = splits.find_map(|(number, rest)| {
        let number: f64 = number.trim_end().replace(',', ".").parse().ok()?;
        is_word(rest.trim_start()).then_some((number, rest.trim_start()))
    })?;
    number.is_finite().then(|| (number.to_string(), word))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_is_meant_is_a_duration_of_the_same_length() {
        for (text, expected) in [
            ("1day", Some("1 day")),
            ("1e3 hours", Some("1000 hours")),
            ("1.5E1 Minutes", Some("15 minutes")),
            (".5 days", Some("0.5 days")),
            ("1,5 days", Some("1.5 days")),
            ("5 min", Some("5 minutes")),
            ("2h", Some("2 hours")),
            ("30 secs", Some("30 seconds")),
            ("1 mo", Some("1 month")),
            ("3 wekes", Some("3 weeks")),
            ("-1 day", None),
            ("1e99 days", None),
            ("500 ms", None),
            ("1 fortnight", None),
            ("P1D", Some("1 day")),
            ("PT30S", Some("30 seconds")),
            ("PT1.5M", Some("1.5 minutes")),
            ("P2M", Some("2 months")),
            ("P1DT2H", None),
            ("PT", None),
            ("P", None),
            ("P😀", None),
            ("inf days", None),
            ("day", None),
            ("1", None),
            ("", None),
        ] {
            assert_eq!(meant(text).as_deref(), expected, "{text}");
        }
    }
}
