//! Parts of a decoded string, found again in the JSON text through its escapes.

use std::ops::Range;

use super::Span;

/// The span in the document of a part of a decoded string.
///
/// The string stands in `text` at `span`, quotes included; `part` is a range of bytes of its
/// decoded value. Of what is no JSON string, as much is taken as can be read as one.
pub fn span_in_string(text: &str, span: Span, part: Range<usize>) -> Span {
    let mut offset = span.start + '"'.len_utf8();
    let Some(mut rest) = text.get(offset..span.end) else {
        return span;
    };
    let mut decoded = 0;
    let mut start = None;
    while let Some(unit) = Unit::first(rest)
        && let Some(behind) = rest.get(unit.raw..)
    {
        if decoded >= part.start && start.is_none() {
            start = Some(offset);
        }
        if decoded >= part.end && start.is_some() {
            break;
        }
        decoded += unit.decoded;
        offset += unit.raw;
        rest = behind;
    }
    Span::new(start.unwrap_or(offset), offset)
}

/// One character of a JSON string: how many bytes it takes there, and how many
/// its decoded form takes.
struct Unit {
    raw: usize,
    decoded: usize,
}

impl Unit {
    /// The first unit of what follows the opening quote, if it is not the end.
    fn first(rest: &str) -> Option<Self> {
        let mut characters = rest.chars();
        match characters.next()? {
            '"' => None,
            '\\' if characters.next() == Some('u') => {
                let high = rest
                    .get(2..6)
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok())?;
                let pair = (0xD800..0xDC00).contains(&high);
                Some(Self {
                    raw: if pair { 12 } else { 6 },
                    decoded: if pair {
                        4
                    } else {
                        char::from_u32(high).map_or(3, char::len_utf8)
                    },
                })
            }
            '\\' => Some(Self { raw: 2, decoded: 1 }),
            plain => Some(Self {
                raw: plain.len_utf8(),
                decoded: plain.len_utf8(),
            }),
        }
    }
}
