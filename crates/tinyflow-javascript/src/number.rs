//! Numbers: whole ones of Rust's integer types, and `f64`.

use std::cmp::Ordering;

use crate::text::trimmed;

/// A number. Two of them are equal, and ordered, as the numbers that they are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Whole(i128),
    Float(f64),
}

impl Number {
    pub(crate) fn of_json(number: &serde_json::Number) -> Self {
        if let Some(whole) = number.as_i128() {
            return Self::Whole(whole);
        }
        Self::Float(number.as_f64().unwrap_or(f64::NAN))
    }

    pub(crate) fn as_f64(self) -> f64 {
        match self {
            #[expect(
                clippy::cast_precision_loss,
                reason = "JavaScript has no other numbers"
            )]
            Self::Whole(whole) => whole as f64,
            Self::Float(float) => float,
        }
    }

    /// None where one of them is not a number.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            (Self::Float(one), Self::Float(other)) => one.partial_cmp(&other),
            (Self::Whole(one), Self::Float(other)) => order_exactly(one, other),
            (Self::Float(one), Self::Whole(other)) => {
                order_exactly(other, one).map(Ordering::reverse)
            }
        }
    }

    pub(crate) fn equals(self, other: Self) -> bool {
        self.order(other) == Some(Ordering::Equal)
    }

    pub(crate) fn is_nan(self) -> bool {
        matches!(self, Self::Float(float) if float.is_nan())
    }

    pub(crate) fn to_text(self) -> String {
        spelt(self.as_f64())
    }
}

/// Above the numbers of every integer type.
const OUT_OF_RANGE: f64 = 1.9e19;

fn order_exactly(whole: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.abs() >= OUT_OF_RANGE {
        let above = if float > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        };
        return Some(above);
    }
    let floor = float.floor();
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^65")]
    let order = whole.cmp(&(floor as i128));
    let has_fraction = floor < float;
    Some(match order {
        Ordering::Equal if has_fraction => Ordering::Less,
        order => order,
    })
}

/// The number as JavaScript writes it.
fn spelt(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    // The shortest digits that give the number, as both languages have them.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let point = exponent + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    let text = match point {
        _ if count <= point && point <= 21 => format!("{digits}{}", zeros(point - count)),
        1..=21 => {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or_default());
            format!("{whole}.{fraction}")
        }
        -5..=0 => format!("0.{}{digits}", zeros(-point)),
        _ => {
            let mark = if exponent < 0 { '-' } else { '+' };
            let (first, rest) = digits.split_at(1);
            let fraction = if rest.is_empty() {
                String::new()
            } else {
                format!(".{rest}")
            };
            format!("{first}{fraction}e{mark}{}", exponent.abs())
        }
    };
    format!("{sign}{text}")
}

/// The number that JavaScript reads in a string; `NaN` where it is none.
pub(crate) fn parsed(text: &str) -> f64 {
    let text = trimmed(text);
    if text.is_empty() {
        return 0.0;
    }
    for (prefixes, radix) in [(["0x", "0X"], 16), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
        if let Some(digits) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
            return digits_of(digits, radix);
        }
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "Infinity" {
        return if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    // Rust reads `inf`, `nan` and the like, too.
    let is_decimal = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && unsigned
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    if !is_decimal {
        return f64::NAN;
    }
    text.parse().unwrap_or(f64::NAN)
}

/// Digits beyond 53 bits are rounded to even, as JavaScript rounds them.
fn digits_of(digits: &str, radix: u32) -> f64 {
    if digits.is_empty() {
        return f64::NAN;
    }
    let mut value: u128 = 0;
    let mut dropped: i32 = 0;
    let mut sticky = false;
    let bits = radix.trailing_zeros();
    for digit in digits.chars() {
        let Some(digit) = digit.to_digit(radix) else {
            return f64::NAN;
        };
        if value >> 120 == 0 {
            value = (value << bits) | u128::from(digit);
        } else {
            sticky |= digit != 0;
            dropped = dropped.saturating_add(i32::try_from(bits).unwrap_or(i32::MAX));
        }
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "rounded to the nearest, ties to even"
    )]
    let head = (value | u128::from(sticky)) as f64;
    head * 2f64.powi(dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_as_in_javascript() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (10.0, "10"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e21, "1e+21"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(spelt(number), text);
        }
    }

    #[test]
    fn strings_are_read_as_in_javascript() {
        for (text, number) in [
            ("", 0.0),
            (" \u{feff}\n12 ", 12.0),
            ("0x1F", 31.0),
            ("0b101", 5.0),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("+1e3", 1000.0),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            assert_eq!(parsed(text), number, "{text}");
        }
        for text in [
            "inf", "nan", "NaN", "1_000", "1 2", "-0x1", "0x", "e5", ".", "infinity", "1e", "--1",
        ] {
            assert!(parsed(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn whole_numbers_and_fractions_compare_exactly() {
        let whole = Number::Whole(9_007_199_254_740_993);
        assert_eq!(
            whole.order(Number::Float(9_007_199_254_740_992.0)),
            Some(Ordering::Greater)
        );
        assert_eq!(
            Number::Whole(2).order(Number::Float(2.5)),
            Some(Ordering::Less)
        );
        assert_eq!(
            Number::Whole(-2).order(Number::Float(-2.5)),
            Some(Ordering::Greater)
        );
        assert_eq!(
            Number::Float(1e300).order(Number::Whole(1)),
            Some(Ordering::Greater)
        );
        assert!(Number::Whole(0).equals(Number::Float(-0.0)));
        assert_eq!(Number::Whole(0).order(Number::Float(f64::NAN)), None);
    }
}
