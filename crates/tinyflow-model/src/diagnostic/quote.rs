//! Names from a flow as they may stand in a message or a comment.

/// Past this many characters a quoted name is cut.
const LONGEST: usize = 60;

/// The text between backticks, with control and bidirectional characters
/// escaped, cut where it is very long.
///
/// ```
/// use tinyflow_model::diagnostic::quote;
///
/// assert_eq!(quote("send\u{202e}"), "`send\\u{202e}`");
/// ```
pub fn quote(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("`{}`", escape(&shown))
}

/// The text with each character escaped that a terminal or an editor would
/// obey, not show: controls, line breaks and marks of direction.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_obeyed(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Whether the text has a character that [`escape`] escapes.
pub fn is_unsafe(text: &str) -> bool {
    text.contains(is_obeyed)
}

/// A line of the flow with as many characters as it has, each of which is
/// shown. ASCII and the zero-width joiner are left to the renderer of excerpts.
pub(super) fn visible(line: &str) -> String {
    let shown = |character: char| match character {
        '\u{200D}' => character,
        _ if !character.is_ascii() && is_obeyed(character) => char::REPLACEMENT_CHARACTER,
        _ => character,
    };
    line.chars().map(shown).collect()
}

fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_becomes_visible() {
        for (line, expected) in [
            ("\t\"id\": \"café 🚀\"", "\t\"id\": \"café 🚀\""),
            ("a\u{9b}31m", "a\u{fffd}31m"),
            ("a\u{2028}b\u{202e}", "a\u{fffd}b\u{fffd}"),
        ] {
            assert_eq!(visible(line), expected, "{line:?}");
        }
    }
}
