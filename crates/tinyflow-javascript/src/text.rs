//! Strings as rows of UTF-16 units, which is how JavaScript counts, compares
//! and cuts them.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A string. Halves of surrogate pairs, which an index can cut out of one, are
/// what Rust's strings have no room for.
#[derive(Clone, Debug)]
pub(crate) enum Text<'a> {
    Whole(Cow<'a, str>),
    /// With at least one half of a pair that has no other half.
    Halves(Vec<u16>),
}

impl<'a> Text<'a> {
    pub(crate) fn from_units(units: Vec<u16>) -> Self {
        match String::from_utf16(&units) {
            Ok(text) => Self::Whole(Cow::Owned(text)),
            Err(_) => Self::Halves(units),
        }
    }

    pub(crate) fn units(&self) -> Vec<u16> {
        match self {
            Self::Whole(text) => text.encode_utf16().collect(),
            Self::Halves(units) => units.clone(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Whole(text) => text.is_empty(),
            Self::Halves(_) => false,
        }
    }

    pub(crate) fn length(&self) -> usize {
        match self {
            Self::Whole(text) => text.encode_utf16().count(),
            Self::Halves(units) => units.len(),
        }
    }

    /// The text, with `U+FFFD` for each half.
    pub(crate) fn lossy(&self) -> Cow<'_, str> {
        match self {
            Self::Whole(text) => Cow::Borrowed(text),
            Self::Halves(units) => Cow::Owned(String::from_utf16_lossy(units)),
        }
    }

    pub(crate) fn order(&self, other: &Self) -> Ordering {
        self.units().cmp(&other.units())
    }

    pub(crate) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one == other,
            (Self::Halves(one), Self::Halves(other)) => one == other,
            _ => false,
        }
    }

    /// Two halves that meet become one character again.
    pub(crate) fn followed_by(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Whole(text), Self::Whole(other)) => {
                Self::Whole(Cow::Owned(text.into_owned() + other))
            }
            (text, other) => {
                let mut units = text.units();
                units.extend(other.units());
                Self::from_units(units)
            }
        }
    }

    pub(crate) fn includes(&self, part: &Self) -> bool {
        match (self, part) {
            (Self::Whole(text), Self::Whole(part)) => text.contains(&**part),
            _ => {
                let (units, part) = (self.units(), part.units());
                part.is_empty() || units.windows(part.len()).any(|window| window == part)
            }
        }
    }

    pub(crate) fn starts_with(&self, part: &Self) -> bool {
        self.units().starts_with(&part.units())
    }

    pub(crate) fn ends_with(&self, part: &Self) -> bool {
        self.units().ends_with(&part.units())
    }

    pub(crate) fn trim(&self) -> Self {
        match self {
            Self::Whole(text) => Self::Whole(Cow::Owned(trimmed(text).to_owned())),
            Self::Halves(units) => {
                let is_blank = |unit: &u16| char::from_u32(u32::from(*unit)).is_some_and(is_space);
                let start = units.iter().take_while(|unit| is_blank(unit)).count();
                let end = units.iter().rev().take_while(|unit| is_blank(unit)).count();
                Self::from_units(units[start..units.len() - end].to_vec())
            }
        }
    }

    pub(crate) fn to_lower_case(&self) -> Self {
        self.mapped(str::to_lowercase)
    }

    pub(crate) fn to_upper_case(&self) -> Self {
        self.mapped(str::to_uppercase)
    }

    /// Halves have no case.
    fn mapped(&self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Whole(text) => Self::Whole(Cow::Owned(change(text))),
            Self::Halves(units) => {
                let mut changed = Vec::new();
                let mut run = String::new();
                for part in char::decode_utf16(units.iter().copied()) {
                    match part {
                        Ok(character) => run.push(character),
                        Err(half) => {
                            changed.extend(change(&std::mem::take(&mut run)).encode_utf16());
                            changed.push(half.unpaired_surrogate());
                        }
                    }
                }
                changed.extend(change(&run).encode_utf16());
                Self::Halves(changed)
            }
        }
    }
}

/// The text without JavaScript's white space and line ends at its ends.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Unlike Rust's white space it has the byte order mark, and not `U+0085`.
fn is_space(character: char) -> bool {
    character == '\u{feff}' || character != '\u{85}' && character.is_whitespace()
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::Whole(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Whole(Cow::Owned(text))
    }
}
