//! Texts of the flow as documentation comments.
//!
//! rustdoc reads comments as Markdown, and runs what looks like a code block
//! as a test: so whatever Markdown would act upon is escaped.

mod address;

mod code_word;

use tinyflow_model::diagnostic::escape;

use crate::plan::Paragraph;
use address::address;
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
    // One that has no partner would open a span that never ends, and three a block.
    if text.starts_with("```") || !text.matches('`').count().is_multiple_of(2) {
        text = text.replace('`', "'");
    }
    let has_code = text.contains('`');
    let escapes = escapes(&text);
    let mut plain = String::with_capacity(text.len() + escapes.len());
    let mut start = 0;
    for word in words(&text, &escapes) {
        let address = address(word).map(|address| (address, ["<", ">"]));
        let marked = address.or_else(|| Some((code_word(word)?, ["`", "`"])));
        let marked = marked.filter(|_| !has_code);
        let (before, behind) = match marked.and_then(|(part, _)| word.split_once(part)) {
            Some((before, after)) => (before, word.len() - after.len()),
            None => (word, word.len()),
        };
        push_escaped(&mut plain, before, start, &escapes);
        if let Some((part, [opening, closing])) = marked {
            plain.extend([opening, part, closing]);
        }
        push_escaped(&mut plain, &word[behind..], start + behind, &escapes);
        start += word.len();
    }
    plain
}

/// The words of a text, each with what ends it: an escaped character does, too.
fn words<'t>(text: &'t str, escapes: &[usize]) -> Vec<&'t str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (index, character) in text.char_indices() {
        if matches!(character, ' ' | '\'') || escapes.binary_search(&index).is_ok() {
            let end = index + character.len_utf8();
            words.push(&text[start..end]);
            start = end;
        }
    }
    words.push(&text[start..]);
    words
}

/// Adds a part of a text, which starts at a place of it, with its escapes.
fn push_escaped(plain: &mut String, part: &str, start: usize, escapes: &[usize]) {
    for (index, character) in part.char_indices() {
        if escapes.binary_search(&(start + index)).is_ok() {
            plain.push('\\');
        }
        plain.push(character);
    }
}

/// Where a line has characters that Markdown would act upon, in order.
fn escapes(line: &str) -> Vec<usize> {
    let opening = opening_of_block(line);
    let is_edge = |beside: Option<&char>| !beside.is_some_and(|beside| beside.is_alphanumeric());
    let mut escapes = Vec::new();
    let mut is_code = false;
    let mut before = None;
    let mut characters = line.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let after = characters.peek().map(|(_, after)| after);
        let acts = match character {
            '\\' | '[' | ']' | '<' | '*' => true,
            // Within a word it emphasises nothing.
            '_' => !is_code && (is_edge(before.as_ref()) || is_edge(after)),
            _ => Some(index) == opening,
        };
        if acts {
            escapes.push(index);
        }
        is_code ^= character == '`';
        before = Some(character);
    }
    escapes
}

/// The character by which Markdown would see a heading, list, quote or rule, or a
/// fence of tildes; what is escaped anyway is not asked for.
fn opening_of_block(line: &str) -> Option<usize> {
    if line.starts_with(['#', '-', '+', '=', '~', '>']) {
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
            ("````", "''''"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("see [`Vec`] <b>", "see \\[`Vec`\\] \\<b>"),
            ("user_id & co", "`user_id` & co"),
            ("_now_ or __init__", "\\_now\\_ or \\_\\_init\\_\\_"),
            ("see `__init__`", "see `__init__`"),
            ("PayPal-_x", "`PayPal`-\\_x"),
            ("x-_user_id", "x-\\_`user_id`"),
            ("- [PayPal]'s x_y", "\\- \\[`PayPal`\\]'s `x_y`"),
            ("a\u{202e}b", "a\\\\u{202e}b"),
            ("see https://a.org/x_y.", "see <https://a.org/x_y>."),
            ("[x](http://a.org)", "\\[x\\](<http://a.org>)"),
            ("https:// or https://[x]", "https:// or https://\\[x\\]"),
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
