//! The canonical layout of a flow, as a change of its text.

use lsp_types::TextEdit;
use tinyflow_model::{Span, format};

use crate::document::Look;

/// What brings the document into its canonical layout; none where it is there
/// already, or where its text is broken.
pub(crate) fn layout(look: Look<'_>) -> Option<Vec<TextEdit>> {
    let formatted = format(&look.reading.source).ok()?;
    let text = look.text();
    if formatted == text {
        return None;
    }
    // Only what differs is replaced, so that an editor keeps its marks.
    let before = common(text.chars(), formatted.chars());
    let (old, new) = (&text[before..], &formatted[before..]);
    let behind = common(old.chars().rev(), new.chars().rev());
    Some(vec![TextEdit {
        range: look.range(Span::new(before, text.len() - behind)),
        new_text: new[..new.len() - behind].to_owned(),
    }])
}

/// How many bytes two texts have in common from their first character on.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let same = one.zip(other).take_while(|(one, other)| one == other);
    same.map(|(character, _)| character.len_utf8()).sum()
}
