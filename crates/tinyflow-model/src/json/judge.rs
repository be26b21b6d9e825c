//! Whether a text is JSON, and what to say where it is not.

use serde::de::IgnoredAny;

use crate::{Diagnostic, Span, rules};

/// What keeps a text from being JSON. One fault is left to the reader of strings: half of a
/// surrogate pair.
pub(super) fn judge(text: &str) -> Result<(), Box<Diagnostic>> {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(Box::new(refusal(text, &error))),
    }
}

fn refusal(text: &str, error: &serde_json::Error) -> Diagnostic {
    let span = character_at(text, error.line(), error.column());
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = message.strip_suffix(&place).unwrap_or(&message);
    let reason = match &text[span.range()] {
        _ if text.trim().is_empty() => "the text is empty",
        _ if error.is_eof() => "the text ends too early",
        "}" | "]" if text[..span.start].trim_end().ends_with(',') => {
            "a comma stands before this bracket"
        }
        "/" | "#" => "comments are not allowed",
        "<" if text[span.start..].starts_with("<<<<<<<") => "a merge was left half done here",
        "\0" => "a NUL character stands here; was the file saved as UTF-16?",
        "'" => "strings stand in double quotes",
        _ if reason == "key must be a string" => {
            "a key in double quotes belongs here; a list stands in `[` and `]`"
        }
        _ if reason == "trailing characters" => "the flow ends before this",
        _ if reason == "expected value" => "no value begins like this",
        _ => reason,
    };
    rules::not_json::finding(reason, span)
}

/// The span of the character at a place as `serde_json` counts: lines from 1,
/// columns in bytes from 1, 0 for "before the first byte of the line".
fn character_at(text: &str, line: usize, column: usize) -> Span {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let start = text.floor_char_boundary(line_start + column.saturating_sub(1));
    let width = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + width)
}
