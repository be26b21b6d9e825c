//! Which characters make a word, and which words cannot end an operand.
//!
//! Letters and digits are those of the standard library's Unicode tables,
//! which differ from JavaScript's in rare marks alone.

/// Whether a word may begin with the character.
pub(super) fn starts(c: char) -> bool {
    c == '$' || c == '_' || c.is_alphabetic()
}

/// Whether a word may go on with the character; the two joiners are allowed by JavaScript.
pub(super) fn continues(c: char) -> bool {
    starts(c) || c.is_numeric() || matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a value must follow the word, as after `typeof`.
pub(super) fn awaits_operand(word: &str) -> bool {
    matches!(
        word,
        "typeof" | "in" | "instanceof" | "new" | "delete" | "void" | "await" | "yield" | "return"
    )
}
