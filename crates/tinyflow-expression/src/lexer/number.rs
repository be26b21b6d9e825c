//! Numeric literals: decimal, hexadecimal, octal and binary, with separators.

use super::{cursor::Cursor, name};
use crate::{
    error::{Construct, ParseError, ParseErrorKind},
    span::Span,
};

/// Whether the text begins with a number, be it a well-formed one or not.
pub(super) fn starts(text: &str) -> bool {
    text.strip_prefix('.')
        .unwrap_or(text)
        .starts_with(|c: char| c.is_ascii_digit())
}

/// Reads the number at the cursor.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<f64, ParseError> {
    let start = cursor.position();
    let value = if cursor.eat("0x") || cursor.eat("0X") {
        power_of_two(&required_digits(cursor, start, 16)?, 4)
    } else if cursor.eat("0o") || cursor.eat("0O") {
        power_of_two(&required_digits(cursor, start, 8)?, 3)
    } else if cursor.eat("0b") || cursor.eat("0B") {
        power_of_two(&required_digits(cursor, start, 2)?, 1)
    } else {
        decimal(cursor, start)?
    };
    refuse_suffix(cursor, start)?;
    Ok(value)
}

fn decimal(cursor: &mut Cursor<'_>, start: usize) -> Result<f64, ParseError> {
    let mut literal = digits(cursor, 10)?;
    if cursor.text_since(start).len() > 1 && literal.starts_with('0') {
        return Err(ParseError::unsupported(
            cursor.span_since(start),
            Construct::LeadingZero,
        ));
    }
    if cursor.eat(".") {
        literal.push('.');
        literal.push_str(&digits(cursor, 10)?);
    }
    if cursor.eat("e") || cursor.eat("E") {
        literal.push('e');
        if cursor.eat("-") {
            literal.push('-');
        } else {
            cursor.eat("+");
        }
        literal.push_str(&required_digits(cursor, start, 10)?);
    }
    literal
        .parse()
        .map_err(|_| ParseError::new(cursor.span_since(start), ParseErrorKind::MissingDigits))
}

/// Reads digits and drops the separators between them; there may be no digit at all.
fn digits(cursor: &mut Cursor<'_>, radix: u32) -> Result<String, ParseError> {
    let mut digits = String::new();
    let mut after_digit = false;
    while let Some(next) = cursor.peek() {
        if next == '_' {
            let start = cursor.position();
            cursor.bump();
            let before_digit = cursor.peek().is_some_and(|c| c.is_digit(radix));
            if !(after_digit && before_digit) {
                return Err(ParseError::new(
                    cursor.span_since(start),
                    ParseErrorKind::MisplacedSeparator,
                ));
            }
        } else if next.is_digit(radix) {
            cursor.bump();
            digits.push(next);
        } else {
            break;
        }
        after_digit = next != '_';
    }
    Ok(digits)
}

fn required_digits(
    cursor: &mut Cursor<'_>,
    start: usize,
    radix: u32,
) -> Result<String, ParseError> {
    let digits = digits(cursor, radix)?;
    if digits.is_empty() {
        return Err(ParseError::new(
            cursor.span_since(start),
            ParseErrorKind::MissingDigits,
        ));
    }
    Ok(digits)
}

/// The value of digits that hold `bits` bits each, rounded once, to the nearest number.
fn power_of_two(digits: &str, bits: u32) -> f64 {
    let mut leading: u64 = 0;
    let mut dropped_bits: i32 = 0;
    let mut dropped_one = false;
    for digit in digits.chars().filter_map(|c| c.to_digit(1 << bits)) {
        // 58 bits are more than the 53 of the result, and leave room for one more digit.
        if leading >> 58 == 0 {
            leading = leading << bits | u64::from(digit);
        } else {
            dropped_bits = dropped_bits.saturating_add_unsigned(bits);
            dropped_one |= digit != 0;
        }
    }
    // A one among the dropped bits must keep the rest from looking like a tie.
    let rounded = (leading | u64::from(dropped_one)) as f64;
    rounded * 2_f64.powi(dropped_bits)
}

/// Refuses a name, digit or escape right after the number.
fn refuse_suffix(cursor: &mut Cursor<'_>, start: usize) -> Result<(), ParseError> {
    let end = cursor.position();
    cursor.eat_while(name::continues);
    match cursor.text_since(end) {
        "" if cursor.peek() != Some('\\') => Ok(()),
        "n" => Err(ParseError::unsupported(
            cursor.span_since(start),
            Construct::BigInt,
        )),
        _ => Err(ParseError::new(
            Span::new(start, cursor.position()),
            ParseErrorKind::NumberSuffix,
        )),
    }
}
