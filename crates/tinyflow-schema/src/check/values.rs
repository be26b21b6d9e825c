//! The keywords that look at a value by itself, and how values are shown.

use std::cmp::Ordering;

use serde_json::Value;

use super::Report;
use super::place::Place;
use crate::node::{Bound, Extent, Keyword, Types};
use crate::number;

pub(super) fn holds(
    keyword: &Keyword,
    value: &Value,
    place: &Place<'_>,
    report: &mut Report<'_>,
) -> bool {
    let wrong = match (keyword, value) {
        (Keyword::Types(types), _) if !types.contain(Types::of(value)) => {
            format!("{} stands where {} belongs", shown(value), types.describe())
        }
        (Keyword::Bound(bound, limit), Value::Number(number)) => {
            let order = number::compare(number, limit);
            let (holds, words) = match bound {
                Bound::Minimum => (order != Ordering::Less, "less than the minimum of"),
                Bound::ExclusiveMinimum => (order == Ordering::Greater, "not greater than"),
                Bound::Maximum => (order != Ordering::Greater, "more than the maximum of"),
                Bound::ExclusiveMaximum => (order == Ordering::Less, "not less than"),
            };
            if holds {
                return true;
            }
            format!("{number} is {words} {limit}")
        }
        (Keyword::MultipleOf(of), Value::Number(number)) if !number::is_multiple(number, of) => {
            format!("{number} is not a multiple of {of}")
        }
        (Keyword::Length(extent), Value::String(text)) => {
            let length = text.chars().count();
            if extent.holds(length) {
                return true;
            }
            let wanted = counted(*extent, "character");
            let exactly = Extent {
                least: u64::try_from(length).unwrap_or(u64::MAX),
                most: u64::try_from(length).ok(),
            };
            let found = counted(exactly, "character");
            format!("{} has {found}, not {wanted}", shown(value))
        }
        (Keyword::Pattern(pattern), Value::String(text)) if !pattern.matches(text) => {
            format!(
                "{} does not match the pattern {:?}",
                shown(value),
                pattern.text()
            )
        }
        (Keyword::Format(format), Value::String(text)) if !format.fits(text) => {
            format!("{} is not {}", shown(value), format.describe())
        }
        (Keyword::NumberFormat(format), Value::Number(number)) if !format.fits(number) => {
            format!("{number} is not {}", format.describe())
        }
        _ => return true,
    };
    report.add(place, || wrong);
    false
}

/// "at most 3 items", "1 to 3 items", "3 items".
pub(super) fn counted(extent: Extent, what: &str) -> String {
    let plural = |count: u64| if count == 1 { "" } else { "s" };
    let Extent { least, most } = extent;
    match most {
        None => format!("at least {least} {what}{}", plural(least)),
        Some(most) if least == 0 => format!("at most {most} {what}{}", plural(most)),
        Some(most) if least == most => format!("{most} {what}{}", plural(most)),
        Some(most) => format!("{least} to {most} {what}s"),
    }
}

pub(super) fn not_one_of(value: &Value, wanted: &[Value]) -> String {
    const MOST: usize = 8;
    let mut listed: Vec<String> = wanted.iter().take(MOST).map(shown).collect();
    if wanted.len() > MOST {
        listed.push("…".to_owned());
    }
    let found = shown(value);
    match listed.as_slice() {
        [one] => format!("{found} stands where {one} belongs"),
        _ => format!("{found} stands where one of {} belongs", listed.join(", ")),
    }
}

/// A value in a message: short ones as they are, others by their kind.
pub(super) fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => {
            let text = other.to_string();
            if text.chars().count() <= LONGEST {
                return text;
            }
            let start: String = text.chars().take(LONGEST).collect();
            format!("{start}…")
        }
    }
}
