//! Patterns: regular expressions as ECMAScript spells them, in the engine's spelling.
//!
//! The engine takes time linear in the text. What it cannot do (looking around, references back
//! to groups, classes of Unicode) is named, not guessed at.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use regex_lite::Regex;

/// A pattern that a text must match somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    text: String,
    regex: Regex,
}

/// Why a pattern cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// It is a regular expression, and the engine does not have what it asks for.
    Beyond(&'static str),
    /// It is no regular expression.
    Broken(String),
}

impl PatternError {
    fn broken(reason: &str) -> Self {
        Self::Broken(reason.to_owned())
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Beyond(reason) => f.write_str(reason),
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

impl Pattern {
    /// Reads a pattern, or says what in it cannot be checked.
    pub(crate) fn new(text: &str) -> Result<Self, PatternError> {
        let translated = translate(text)?;
        let regex = Regex::new(&translated).map_err(|error| refused_by_engine(&error))?;
        Ok(Self {
            text: text.to_owned(),
            regex,
        })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

const DIGIT: &str = "0-9";
const WORD: &str = "A-Za-z0-9_";
const SPACE: &str = "\\t\\n\\x{0b}\\x{0c}\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
/// Everything that is not [`SPACE`], which a class cannot say in a larger one.
const NOT_SPACE: &str = "\\x{00}-\\x{08}\\x{0e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
const NOT_DIGIT: &str = "\\x{00}-/:-\\x{10ffff}";
const NOT_WORD: &str = "\\x{00}-/:-@\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}";

fn translate(text: &str) -> Result<String, PatternError> {
    let mut translation = Translation {
        rest: text.chars().peekable(),
        out: String::with_capacity(text.len() + 8),
    };
    translation.pattern()?;
    Ok(translation.out)
}

struct Translation<'t> {
    rest: Peekable<Chars<'t>>,
    out: String,
}

impl Translation<'_> {
    fn pattern(&mut self) -> Result<(), PatternError> {
        while let Some(character) = self.rest.next() {
            match character {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '.' => self.out.push_str("[^\\n\\r\\x{2028}\\x{2029}]"),
                '{' if self.is_repetition() => self.out.push('{'),
                '{' => self.out.push_str("\\{"),
                // A closing brace of a repetition, or one by itself.
                '}' if self.closes_repetition() => self.out.push('}'),
                '}' => self.out.push_str("\\}"),
                ']' => self.out.push_str("\\]"),
                other => self.out.push(other),
            }
        }
        Ok(())
    }

    /// Behind a `{`: whether digits, perhaps a comma and digits, and a `}` follow.
    fn is_repetition(&self) -> bool {
        let mut ahead = self.rest.clone();
        let mut digits = 0;
        let mut commas = 0;
        loop {
            match ahead.next() {
                Some(character) if character.is_ascii_digit() => digits += 1,
                Some(',') if commas == 0 && digits > 0 => commas = 1,
                Some('}') => return digits > 0,
                _ => return false,
            }
        }
    }

    fn closes_repetition(&self) -> bool {
        let Some(open) = self.out.rfind('{') else {
            return false;
        };
        let inside = &self.out[open + 1..];
        let is_escaped = self.out[..open].ends_with('\\');
        let is_count = |character: char| character.is_ascii_digit() || character == ',';
        !is_escaped && !inside.is_empty() && inside.chars().all(is_count)
    }

    fn group(&mut self) -> Result<(), PatternError> {
        self.out.push('(');
        if self.rest.peek() != Some(&'?') {
            return Ok(());
        }
        let ahead: String = self.rest.clone().skip(1).take(2).collect();
        if ahead.starts_with(['=', '!']) || ahead == "<=" || ahead == "<!" {
            return Err(PatternError::Beyond("it looks ahead or behind"));
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), PatternError> {
        match self.rest.next() {
            None => return Err(PatternError::broken("it ends in a backslash")),
            Some('d') => self.push_class("", DIGIT),
            Some('D') => self.push_class("^", DIGIT),
            Some('w') => self.push_class("", WORD),
            Some('W') => self.push_class("^", WORD),
            Some('s') => self.push_class("", SPACE),
            Some('S') => self.push_class("^", SPACE),
            Some(bound @ ('b' | 'B')) => {
                self.out.push('\\');
                self.out.push(bound);
            }
            Some('k') => return Err(PatternError::Beyond("it refers back to a group")),
            Some(digit) if ('1'..='9').contains(&digit) => {
                return Err(PatternError::Beyond("it refers back to a group"));
            }
            Some(other) => {
                let character = self.escaped(other)?;
                self.push_literal(character);
            }
        }
        Ok(())
    }

    fn push_class(&mut self, sign: &str, class: &str) {
        for part in ["[", sign, class, "]"] {
            self.out.push_str(part);
        }
    }

    fn class(&mut self) -> Result<(), PatternError> {
        let start = self.out.len();
        self.out.push('[');
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        if is_negated {
            self.out.push('^');
        }
        let mut is_empty = true;
        loop {
            match self.rest.next() {
                None => return Err(PatternError::broken("a `[` is not closed")),
                Some(']') => break,
                Some('\\') => match self.rest.next() {
                    None => return Err(PatternError::broken("it ends in a backslash")),
                    Some('d') => self.out.push_str(DIGIT),
                    Some('D') => self.out.push_str(NOT_DIGIT),
                    Some('w') => self.out.push_str(WORD),
                    Some('W') => self.out.push_str(NOT_WORD),
                    Some('s') => self.out.push_str(SPACE),
                    Some('S') => self.out.push_str(NOT_SPACE),
                    Some('b') => self.out.push_str("\\x{08}"),
                    Some(other) => {
                        let character = self.escaped(other)?;
                        self.push_literal(character);
                    }
                },
                // Between two members it makes a range of them, else it means itself.
                Some('-') if self.is_range(is_empty) => self.out.push('-'),
                Some(other) => self.push_literal(other),
            }
            is_empty = false;
        }
        self.out.push(']');
        if is_empty {
            self.out.truncate(start);
            // Nothing is in no class; everything is outside of it.
            let whole = if is_negated {
                "[\\x{00}-\\x{10ffff}]"
            } else {
                "[^\\x{00}-\\x{10ffff}]"
            };
            self.out.push_str(whole);
        }
        Ok(())
    }

    /// Whether a `-` in a class stands between two single characters.
    fn is_range(&self, is_first: bool) -> bool {
        let mut ahead = self.rest.clone();
        let next = ahead.next();
        let is_class = |next: Option<char>| matches!(next, Some('d' | 'D' | 'w' | 'W' | 's' | 'S'));
        let ends_in_class = [DIGIT, WORD, SPACE, NOT_DIGIT, NOT_WORD, NOT_SPACE]
            .iter()
            .any(|class| self.out.ends_with(class));
        let is_last =
            matches!(next, None | Some(']')) || (next == Some('\\') && is_class(ahead.next()));
        !is_first && !is_last && !ends_in_class
    }

    /// The character that a backslash and what follows it stand for.
    fn escaped(&mut self, first: char) -> Result<char, PatternError> {
        let character = match first {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            'c' => match self.rest.next() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    char::from(letter.to_ascii_uppercase() as u8 - b'@')
                }
                _ => return Err(PatternError::broken("`\\c` stands before no letter")),
            },
            'x' => self.hex(2)?,
            'u' => self.unicode()?,
            'p' | 'P' => return Err(PatternError::Beyond("it names a class of Unicode")),
            other if other.is_ascii_alphanumeric() => {
                return Err(PatternError::Broken(format!("`\\{other}` has no meaning")));
            }
            other => other,
        };
        Ok(character)
    }

    fn unicode(&mut self) -> Result<char, PatternError> {
        if self.rest.next_if_eq(&'{').is_some() {
            let mut digits = String::new();
            while let Some(digit) = self.rest.next_if(|character| *character != '}') {
                digits.push(digit);
            }
            self.rest.next();
            let code = u32::from_str_radix(&digits, 16).ok();
            return code.and_then(char::from_u32).ok_or_else(no_character);
        }
        let high = self.code(4)?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high).ok_or_else(no_character);
        }
        // Two halves of a character beyond the first plane.
        if self.rest.next() != Some('\\') || self.rest.next() != Some('u') {
            return Err(no_character());
        }
        let low = self.code(4)?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(no_character());
        }
        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        char::from_u32(code).ok_or_else(no_character)
    }

    fn hex(&mut self, digits: usize) -> Result<char, PatternError> {
        char::from_u32(self.code(digits)?).ok_or_else(no_character)
    }

    fn code(&mut self, digits: usize) -> Result<u32, PatternError> {
        let mut code = 0;
        for _ in 0..digits {
            let digit = self
                .rest
                .next()
                .and_then(|character| character.to_digit(16));
            code = code * 16 + digit.ok_or_else(no_character)?;
        }
        Ok(code)
    }

    /// A character that means itself.
    fn push_literal(&mut self, character: char) {
        if character.is_ascii_alphanumeric() || !character.is_ascii() {
            self.out.push(character);
        } else {
            let code = u32::from(character);
            self.out.push_str(&format!("\\x{{{code:02x}}}"));
        }
    }
}

fn no_character() -> PatternError {
    PatternError::broken("an escape stands for no character")
}

/// The engine has no other way to say that a pattern takes too much memory.
fn refused_by_engine(error: &regex_lite::Error) -> PatternError {
    let reason = error.to_string();
    match reason.contains("size limit") {
        true => PatternError::Beyond("it takes too much memory"),
        false => PatternError::Broken(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_ecmascript_means() {
        for (pattern, text, expected) in [
            ("^\\d+$", "123", true),
            ("^\\d+$", "١٢٣", false),
            ("^\\d+$", "123\n", false),
            ("^\\w+$", "größe", false),
            ("\\s", "\u{feff}", true),
            ("\\S", "\u{a0}", false),
            ("^.$", "\u{2028}", false),
            ("^[\\w.-]+$", "a.b-c", true),
            ("^[a-z-9]+$", "a-9", true),
            ("^[^\\s]+$", "a b", false),
            ("^[^]$", "\n", true),
            ("[]", "a", false),
            ("^\\/a\\-b$", "/a-b", true),
            ("^a{2}$", "aa", true),
            ("^a{,2}$", "a{,2}", true),
            ("^{x}$", "{x}", true),
            ("^\\{\\d{1,2}\\}$", "{12}", true),
            ("^[[&&~~]$", "&", true),
            ("^\\u00e9\\x41\\cA$", "éA\u{1}", true),
            ("^\\ud83d\\ude00$", "😀", true),
            ("^\\u{1f600}$", "😀", true),
            ("^(?:a|b)(?<name>c)$", "bc", true),
            ("ell", "hello", true),
            ("^[\\d-x]+$", "1-x", true),
            ("^[\\S]$", "x", true),
            ("", "anything", true),
        ] {
            let read = Pattern::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            assert_eq!(read.matches(text), expected, "{pattern} on {text:?}");
        }
    }

    #[test]
    fn what_cannot_be_checked_is_named() {
        for pattern in [
            "^(?!x)",
            "(?<=a)b",
            "(a)\\1",
            "\\p{L}",
            "a{1001}{1001}{1001}",
        ] {
            let error = Pattern::new(pattern).unwrap_err();
            assert!(
                matches!(error, PatternError::Beyond(_)),
                "{pattern}: {error}"
            );
        }
        for pattern in ["\\ud83d\\u0041", "\\udc00", "(", "[", "\\"] {
            let error = Pattern::new(pattern).unwrap_err();
            assert!(
                matches!(error, PatternError::Broken(_)),
                "{pattern}: {error}"
            );
        }
    }
}
