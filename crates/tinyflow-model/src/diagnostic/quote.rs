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

fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}
