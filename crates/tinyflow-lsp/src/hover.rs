//! What is said of what the pointer is at.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};
use tinyflow_check::CheckedKind;
use tinyflow_check::shape::{Field, Shape, Struct};
use tinyflow_codegen::plan::field_type;
use tinyflow_model::Span;

use crate::answers;
use crate::condition::{access, condition_at};
use crate::cursor::{Cursor, decoded};
use crate::document::Look;
use crate::known::{ITEMS, property};

/// What is known of a place: the property that is read or described there, the
/// step, or the field of the format.
pub(crate) fn hover(look: Look<'_>, position: Position) -> Option<Hover> {
    let at = look.byte(position);
    let cursor = Cursor::new(look.text(), at);
    if let Some(condition) = condition_at(look, &cursor, at) {
        let access = access(&condition.text, condition.at)?;
        let names = access.before.iter().copied().chain([access.name]);
        let field = look.known.property(names)?;
        let span = condition.span(look, access.range);
        return Some(shown(look, span, property_text(field)));
    }
    if let Some(mention) = look.mention(at) {
        return Some(shown(look, mention.span, step_text(look, &mention.id)?));
    }
    let span = cursor.string.filter(|_| cursor.is_key)?;
    let key = decoded(&look.text()[span.range()]);
    if let Some(field) = described(look, &cursor, &key) {
        return Some(shown(look, span, property_text(field)));
    }
    let field = answers::fields(look, &cursor).remove(&key)?;
    Some(shown(look, span, field))
}

fn shown(look: Look<'_>, span: Span, text: String) -> Hover {
    Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }),
        range: Some(look.range(span)),
    }
}

/// A property with its Rust type, and what its schema says about it.
pub(crate) fn property_text(field: &Field) -> String {
    let mut text = format!("```rust\n{}: {}\n```", field.name, field_type(field));
    let variants = match &field.shape {
        Shape::Enum(shape) => &shape.variants[..],
        _ => &[],
    };
    let variants: Vec<String> = variants
        .iter()
        .map(|variant| format!("- {}", plain(&variant.wire_name)))
        .collect();
    if !variants.is_empty() {
        text += &format!("\n\n{}", variants.join("\n"));
    }
    if let Some(description) = &field.description {
        text += &format!("\n\n{}", plain(description));
    }
    text
}

fn step_text(look: Look<'_>, id: &str) -> Option<String> {
    let step = look.known.step(id)?;
    let mut text = format!("**{}** ({})", plain(&step.name), step.step_type);
    if let Some(checked) = look.known.checked.get(id) {
        text += &format!("\n\n```rust\nStep::{}\n```", checked.variant);
        if matches!(checked.kind, CheckedKind::Task(_)) {
            text += &format!("\n\nIts task is the function `{}`.", checked.function);
        }
    }
    Some(text)
}

/// The property that a key of a schema describes.
fn described<'d>(look: Look<'d>, cursor: &Cursor, key: &str) -> Option<&'d Field> {
    let words = cursor.words();
    let (shape, rest): (&Struct, &[&str]) = match words.as_slice() {
        ["globalStateSchema", rest @ ..] => (look.known.state.as_ref()?, rest),
        ["steps", "*", within @ ..] => {
            let step = look.known.steps.get(cursor.element()?)?;
            let kind = &look.known.checked.get(&step.id)?.kind;
            match (kind, within) {
                (CheckedKind::Task(call), ["paramsSchema", rest @ ..]) => {
                    (&call.params.as_ref()?.shape, rest)
                }
                (CheckedKind::Event(event), ["eventInput", "eventInputSchema", rest @ ..]) => {
                    (&event.request.as_ref()?.shape, rest)
                }
                (CheckedKind::Event(event), ["eventOutput", "eventOutputSchema", rest @ ..]) => {
                    match &event.answer {
                        Shape::Struct(answer) => (answer, rest),
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    // `properties`, a name, and so on down to the `properties` that the key is in.
    let mut names = Vec::new();
    let mut rest = rest;
    loop {
        match rest {
            ["properties"] => break,
            ["properties", name, below @ ..] => {
                names.push(*name);
                rest = below;
            }
            ["items", below @ ..] => {
                names.push(ITEMS);
                rest = below;
            }
            _ => return None,
        }
    }
    property(shape, names.into_iter().chain([key]))
}

/// A text of the flow within Markdown, which it cannot be markup of.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_punctuation() {
            plain.push('\\');
        }
        plain.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    plain
}
