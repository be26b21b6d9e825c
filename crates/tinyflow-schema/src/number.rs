//! Numbers as JSON Schema compares them: by their values, however they are spelt.

use std::cmp::Ordering;
use std::fmt::Write as _;

use serde_json::Number;

/// Whether the number has no fraction: `5`, `5.0` and `1e3` have none.
pub(crate) fn is_whole(number: &Number) -> bool {
    integer(number).is_some() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

/// How two numbers compare.
pub(crate) fn compare(left: &Number, right: &Number) -> Ordering {
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => {
            let (left, right) = (float(left), float(right));
            left.partial_cmp(&right).unwrap_or(Ordering::Equal)
        }
    }
}

/// Whether the number is a multiple of the other, in decimal digits: 0.3 is one of 0.1.
pub(crate) fn is_multiple(number: &Number, of: &Number) -> bool {
    let (Some(number_digits), Some(of_digits)) = (Decimal::of(number), Decimal::of(of)) else {
        return false;
    };
    let exponent = number_digits.exponent.min(of_digits.exponent);
    match (number_digits.scaled(exponent), of_digits.scaled(exponent)) {
        (Some(number), Some(of)) if of != 0 => number % of == 0,
        _ => float(number) % float(of) == 0.0,
    }
}

/// Writes what is the same for numbers that compare as equal, and for no others.
pub(crate) fn write_fingerprint(number: &Number, text: &mut String) {
    let written = match whole(number) {
        Some(whole) => write!(text, "{whole}"),
        None => write!(text, "{:?}", float(number)),
    };
    written.expect("a string takes every text");
}

/// The number where it has no fraction and some integer holds it.
fn whole(number: &Number) -> Option<i128> {
    let of_float = || {
        let float = number.as_f64()?;
        let is_held = float.fract() == 0.0 && float.abs() < 1e38;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it has no fraction, and is held"
        )]
        is_held.then_some(float as i128)
    };
    integer(number).or_else(of_float)
}

/// A number as digits and a power of ten.
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    fn of(number: &Number) -> Option<Self> {
        if let Some(integer) = integer(number) {
            return Some(Self {
                digits: integer,
                exponent: 0,
            });
        }
        let text = format!("{:e}", number.as_f64()?);
        let (mantissa, exponent) = text.split_once('e')?;
        let fraction = mantissa
            .split_once('.')
            .map_or(0, |(_, digits)| digits.len());
        Some(Self {
            digits: mantissa.replace('.', "").parse().ok()?,
            exponent: exponent.parse::<i32>().ok()? - i32::try_from(fraction).ok()?,
        })
    }

    /// The digits for a smaller exponent.
    fn scaled(&self, exponent: i32) -> Option<i128> {
        let zeros = u32::try_from(self.exponent - exponent).ok()?;
        self.digits.checked_mul(10_i128.checked_pow(zeros)?)
    }
}

fn integer(number: &Number) -> Option<i128> {
    let signed = number.as_i64().map(i128::from);
    signed.or_else(|| number.as_u64().map(i128::from))
}

fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use serde_json::from_str;

    use super::*;

    #[test]
    fn multiples_are_those_of_decimal_digits() {
        for (number, of, expected) in [
            ("0.3", "0.1", true),
            ("19.99", "0.01", true),
            ("9", "3", true),
            ("9.0", "3", true),
            ("10", "3", false),
            ("0.35", "0.1", false),
            ("1e308", "0.5", true),
            ("-0.3", "0.1", true),
        ] {
            let parsed = |text: &str| from_str::<Number>(text).unwrap();
            assert_eq!(
                is_multiple(&parsed(number), &parsed(of)),
                expected,
                "{number} {of}"
            );
        }
    }
}
