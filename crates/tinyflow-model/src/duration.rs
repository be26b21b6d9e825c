//! How long something takes, as FlowJSON spells it: `1 day`, `2.5 hours`.

use std::fmt;

/// The units of a duration and their lengths in milliseconds. A month has 30 days, a year 365.
const UNITS: [(&str, u64); 7] = [
    ("second", 1_000),
    ("minute", 60_000),
    ("hour", 3_600_000),
    ("day", 86_400_000),
    ("week", 7 * 86_400_000),
    ("month", 30 * 86_400_000),
    ("year", 365 * 86_400_000),
];

/// The longest duration: a time of that many milliseconds is a date in JavaScript, too.
const LONGEST_MS: f64 = 8.64e15;

/// How long something takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    ms: u64,
    text: String,
}

impl Duration {
    /// Reads a number and a unit, or nothing at all, which takes no time.
    ///
    /// ```
    /// use tinyflow_model::Duration;
    ///
    /// assert_eq!(Duration::parse("2.5 hours").unwrap().ms(), 9_000_000);
    /// assert_eq!(Duration::parse("").unwrap().ms(), 0);
    /// assert_eq!(Duration::parse("soon"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            let text = String::new();
            return Some(Self { ms: 0, text });
        }
        let (number, unit, ms) = parts(text)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a whole number within the bounds"
        )]
        let ms = (ms <= LONGEST_MS).then_some(ms as u64)?;
        let text = format!("{number} {unit}");
        Some(Self { ms, text })
    }

    /// Whether a text is a duration but for its length.
    pub(crate) fn is_too_long(text: &str) -> bool {
        parts(text.trim()).is_some_and(|(_, _, ms)| ms > LONGEST_MS)
    }

    /// The duration in milliseconds.
    pub fn ms(&self) -> u64 {
        self.ms
    }

    /// The names of the units, the shortest first.
    pub fn units() -> impl Iterator<Item = &'static str> {
        UNITS.iter().map(|(name, _)| *name)
    }
}

/// The duration as it was spelt, with one blank.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The number and the unit, and the milliseconds that they come to.
fn parts(text: &str) -> Option<(&str, &str, f64)> {
    let (number, unit) = text.split_once(char::is_whitespace)?;
    let unit = unit.trim_start();
    let is_unit = |(name, _): &&(&str, u64)| unit.strip_suffix('s').unwrap_or(unit) == *name;
    let (_, unit_ms) = UNITS.iter().find(is_unit)?;
    Some((number, unit, milliseconds(number, *unit_ms)?))
}

/// A decimal number of units, to the millisecond.
fn milliseconds(number: &str, unit_ms: u64) -> Option<f64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let are_digits = |digits: &str| {
        let mut bytes = digits.bytes();
        !digits.is_empty() && bytes.all(|byte| byte.is_ascii_digit())
    };
    if !are_digits(whole) || !are_digits(part) {
        return None;
    }
    // Both factors are small enough for a float to be exact to the millisecond.
    #[expect(clippy::cast_precision_loss, reason = "a unit has few digits")]
    let ms = number.parse::<f64>().ok()? * unit_ms as f64;
    Some(ms.round())
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn each_unit_has_its_length() {
        let lengths = [
            ("1 second", 1_000),
            ("90 minutes", 5_400_000),
            ("0.5 hour", 1_800_000),
            ("1 day", 86_400_000),
            ("2 weeks", 1_209_600_000),
            ("1 month", 2_592_000_000),
            ("1 year", 31_536_000_000),
            ("0.1 seconds", 100),
            ("0 days", 0),
            ("  3   days  ", 259_200_000),
            ("", 0),
        ];
        for (text, ms) in lengths {
            assert_eq!(
                Duration::parse(text).map(|duration| duration.ms()),
                Some(ms)
            );
        }
    }

    #[test]
    fn what_is_no_number_and_unit_is_refused() {
        let wrong = [
            "1",
            "day",
            "1day",
            "one day",
            "-1 day",
            "+1 day",
            "1e3 days",
            "1. days",
            ".5 days",
            "1,5 days",
            "1 dayss",
            "1 Day",
            "1 day 2 hours",
            "P1D",
            "inf days",
            "NaN days",
            "999999999999 years",
        ];
        for text in wrong {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }
}
