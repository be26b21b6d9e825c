//! Texts of the flow as documentation comments.
//!
//! rustdoc reads comments as Markdown, and runs what looks like a code block
//! as a test: so whatever Markdown would act upon is escaped.

mod code_word;

use tinyflow_model::diagnostic::escape;

use crate::plan::Paragraph;
use code_word::code_word;

/// Paragraphs as the lines of a documentation comment, each with its `///`.
pub(super) fn comment(paragraphs: &[Paragraph], indent: usize) -> String {
    let indent = " ".repeat(indent);
    let mut comment = String::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            comment.extend([&indent, "///\n"]);
        }
        for line in lines(paragraph) {
            let space = if line.is_empty() { "" } else { " " };
            comment.extend([&indent, "///", space, &line, "\n"]);
        }
    }
    comment
}

fn lines(paragraph: &Paragraph) -> Vec<String> {
    match paragraph {
        Paragraph::Text(text) => text_lines(text),
        Paragraph::About {
            before,
            name,
            after,
        } => vec![format!("{before} *{}*{after}", plain(name))],
    }
}

/// The lines of a text, without blank ones at its ends.
fn text_lines(text: &str) -> Vec<String> {
    text.trim()
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(|line| plain(line.trim()))
        .collect()
}

/// A text without line breaks in which nothing is Markdown but names of code.
pub(super) fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = escape(&text);
    // One that has no partner would open a span that never ends.
    if !text.matches('`').count().is_multiple_of(2) {
        text = text.replace('`', "'");
    }
    let has_code = text.contains('`');
    let opening = opening_of_block(&text);
    let mut plain = String::with_capacity(text.len());
    let mut start = 0;
    // An escape ends a word, too.
    let is_behind = |character: char| matches!(character, ' ' | '\'') || acts(character);
    for word in text.split_inclusive(is_behind) {
        let opening = opening.and_then(|opening| opening.checked_sub(start));
        let name = code_word(word).filter(|_| !has_code);
        match name.and_then(|name| Some((name, word.split_once(name)?))) {
            Some((name, (before, after))) => {
                push_escaped(&mut plain, before, opening);
                plain.push_str(&format!("`{name}`"));
                push_escaped(&mut plain, after, None);
            }
            None => push_escaped(&mut plain, word, opening),
        }
        start += word.len();
    }
    plain
}

/// Adds a part of a text, with what Markdown would act upon escaped: `opening` is where it would
/// see a block.
fn push_escaped(plain: &mut String, part: &str, opening: Option<usize>) {
    for (index, character) in part.char_indices() {
        if Some(index) == opening || acts(character) {
            plain.push('\\');
        }
        plain.push(character);
    }
}

fn acts(character: char) -> bool {
    matches!(character, '\\' | '[' | ']' | '<' | '*')
}

/// The character by which Markdown would see a heading, list, quote, rule or
/// fence; what is escaped anyway is not asked for.
fn opening_of_block(line: &str) -> Option<usize> {
    if line.starts_with(['#', '-', '+', '=', '~', '>']) || line.starts_with("```") {
        return Some(0);
    }
    let number = line.find(|character: char| !character.is_ascii_digit())?;
    let is_list = number > 0 && line[number..].starts_with(['.', ')']);
    is_list.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markdown() {
        for (text, expected) in [
            ("Send  welcome\n mail", "Send welcome mail"),
            ("```rust", "'''rust"),
            ("````", "\\````"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("see [`Vec`] <b>", "see \\[`Vec`\\] \\<b>"),
            ("user_id & co", "`user_id` & co"),
            ("- [PayPal]'s x_y", "\\- \\[`PayPal`\\]'s `x_y`"),
            ("a\u{202e}b", "a\\\\u{202e}b"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn indented_code_is_text() {
        let paragraphs = [Paragraph::Text("First\n\n    assert!(false);\n".to_owned())];
        assert_eq!(
            comment(&paragraphs, 4),
            "    /// First\n    ///\n    /// assert!(false);\n"
        );
    }
}
