//! What may be written at a place: ids and types of steps, properties of the
//! state and their values, fields of the format.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, Position, TextEdit,
};
use tinyflow_check::shape::{Field, Shape};
use tinyflow_codegen::plan::field_type;
use tinyflow_model::{Node, Span, StepKind, Value};

use crate::answers;
use crate::condition::{access, compared, condition_at};
use crate::cursor::{Cursor, Segment, decoded};
use crate::document::Look;
use crate::navigation::within_quotes;

/// What may be written at a place.
pub(crate) fn completion(look: Look<'_>, position: Position) -> Vec<CompletionItem> {
    let at = look.byte(position);
    let cursor = Cursor::new(look.text(), at);
    // Before the opening quote nothing of the string is written.
    if cursor.string.is_some_and(|string| at <= string.start) {
        return Vec::new();
    }
    if cursor.is_key {
        return fields(look, &cursor, at);
    }
    match cursor.words().as_slice() {
        ["connections", "*", "sourceStepId"] => steps(look, &cursor, at, "end"),
        ["connections", "*", "targetStepId"]
        | ["steps", "*", "metadata", "tinyflow", "onTimeout"] => steps(look, &cursor, at, "begin"),
        ["steps", "*", "type"] => {
            let types = StepKind::TYPES.into_iter();
            let item = |name: &str| Item::new(CompletionItemKind::ENUM_MEMBER, name);
            types
                .map(|name| item(name).value(look, &cursor, at))
                .collect()
        }
        ["connections", "*", "condition"] => condition(look, &cursor, at),
        _ => Vec::new(),
    }
}

/// The steps, without those of a type that has no place there.
fn steps(look: Look<'_>, cursor: &Cursor, at: usize, without: &str) -> Vec<CompletionItem> {
    let known = look.known.steps.iter();
    let fitting = known.filter(|step| step.step_type != without);
    let item = |step: &crate::known::KnownStep| {
        let mut item = Item::new(CompletionItemKind::REFERENCE, &step.id);
        item.0.detail = Some(format!("{} ({})", step.name, step.step_type));
        item.value(look, cursor, at)
    };
    fitting.map(item).collect()
}

/// The properties that a condition may read at a place, or the values of the
/// one that it compares there.
fn condition(look: Look<'_>, cursor: &Cursor, at: usize) -> Vec<CompletionItem> {
    let Some(condition) = condition_at(look, cursor, at) else {
        return Vec::new();
    };
    if let Some((access, range)) = compared(&condition.text, condition.at) {
        let names = access.before.iter().copied().chain([access.name]);
        let Some(Shape::Enum(shape)) = look.known.property(names).map(|field| &field.shape) else {
            return Vec::new();
        };
        let span = condition.span(look, range);
        let values = shape.variants.iter();
        let item = |name: &str| Item::new(CompletionItemKind::ENUM_MEMBER, name);
        return values
            .map(|value| item(&value.wire_name).part(look, span, &value.wire_name))
            .collect();
    }
    let Some(access) = access(&condition.text, condition.at) else {
        return Vec::new();
    };
    let span = condition.span(look, access.range.clone());
    let properties = look.known.properties(&access.before).iter();
    let mut items: Vec<CompletionItem> = properties
        .filter(|field| is_identifier(&field.wire_name))
        .map(|field| property(field).part(look, span, &field.wire_name))
        .collect();
    if access.is_bare {
        let state = Item::new(CompletionItemKind::VARIABLE, "state");
        items.insert(0, state.part(look, span, "state"));
    }
    items
}

fn property(field: &Field) -> Item {
    let mut item = Item::new(CompletionItemKind::PROPERTY, &field.wire_name);
    item.0.detail = Some(field_type(field));
    item.0.documentation = field.description.clone().map(Documentation::String);
    item
}

fn is_identifier(name: &str) -> bool {
    let is_of_name =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    !name.starts_with(|first: char| first.is_ascii_digit()) && name.chars().all(is_of_name)
}

/// The fields that the object at a place may have and has not.
fn fields(look: Look<'_>, cursor: &Cursor, at: usize) -> Vec<CompletionItem> {
    let written = cursor
        .string
        .map(|span| decoded(&look.text()[span.range()]));
    let there = look
        .reading
        .root
        .as_ref()
        .and_then(|root| object(root, &cursor.path));
    let is_there = |name: &str| {
        let there = there.into_iter().flatten();
        written.as_deref() != Some(name) && there.into_iter().any(|member| member.name == name)
    };
    let fields = answers::fields(look, cursor).into_iter();
    let missing = fields.filter(|(name, _)| !is_there(name));
    let item = |(name, description): (String, String)| {
        let mut item = Item::new(CompletionItemKind::FIELD, &name);
        item.0.documentation = Some(Documentation::String(description));
        let mut item = item.value(look, cursor, at);
        if let (None, Some(CompletionTextEdit::Edit(edit))) = (cursor.string, &mut item.text_edit) {
            edit.new_text += ": ";
        }
        item
    };
    missing.map(item).collect()
}

/// The members of the object that a path leads to.
fn object<'n>(root: &'n Node, path: &[Segment]) -> Option<&'n [tinyflow_model::Member]> {
    let mut node = root;
    for segment in path {
        node = match (segment, &node.value) {
            (Segment::Key(name), Value::Object(object)) => object.get(name)?,
            (Segment::Index(index), Value::Array(elements)) => elements.get(*index)?,
            _ => return None,
        };
    }
    match &node.value {
        Value::Object(object) => Some(&object.members),
        _ => None,
    }
}

/// Something that may be written.
struct Item(CompletionItem);

impl Item {
    fn new(kind: CompletionItemKind, label: &str) -> Self {
        Self(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            ..CompletionItem::default()
        })
    }

    /// As the whole string at the place, which is put in where there is none.
    fn value(mut self, look: Look<'_>, cursor: &Cursor, at: usize) -> CompletionItem {
        let spelt = serde_json::Value::from(self.0.label.as_str()).to_string();
        let (span, text) = match cursor.string {
            None => (Span::new(at, at), spelt),
            Some(span) => {
                let is_closed = span.end - span.start > 1 && look.text()[..span.end].ends_with('"');
                let inside = spelt[1..spelt.len() - 1].to_owned();
                match is_closed {
                    true => (within_quotes(span), inside),
                    false => (Span::new(span.start + 1, span.end), inside + "\""),
                }
            }
        };
        self.0.text_edit = Some(edit(look, span, text));
        self.0
    }

    /// As a part of the string at the place.
    fn part(mut self, look: Look<'_>, span: Span, text: &str) -> CompletionItem {
        let spelt = serde_json::Value::from(text).to_string();
        let inside = spelt[1..spelt.len() - 1].to_owned();
        self.0.text_edit = Some(edit(look, span, inside));
        self.0
    }
}

fn edit(look: Look<'_>, span: Span, new_text: String) -> CompletionTextEdit {
    let range = look.range(span);
    CompletionTextEdit::Edit(TextEdit { range, new_text })
}
