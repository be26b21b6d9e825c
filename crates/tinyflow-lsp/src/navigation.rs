//! Where a step is, where it is mentioned, and where a property is described.

use lsp_types::{Location, Position};
use tinyflow_model::{Node, Span, Value};

use crate::condition::{access, condition_at};
use crate::cursor::Cursor;
use crate::document::Look;
use crate::mentions::member;

/// The step that is mentioned at a place, or the description of the property
/// that a condition reads there.
pub(crate) fn definition(look: Look<'_>, position: Position) -> Option<Location> {
    let at = look.byte(position);
    if let Some(mention) = look.mention(at) {
        let mut steps = look.reading.mentions.iter();
        let step = steps.find(|other| other.is_step && other.id == mention.id)?;
        return Some(location(look, step.span));
    }
    let cursor = Cursor::new(look.text(), at);
    let condition = condition_at(look, &cursor, at)?;
    let access = access(&condition.text, condition.at)?;
    let schema = member(look.reading.root.as_ref()?, "globalStateSchema")?;
    let names = access.before.iter().copied().chain([access.name]);
    described(schema, names).map(|span| location(look, span))
}

/// Every place where the step at a place is mentioned.
pub(crate) fn references(look: Look<'_>, position: Position, itself: bool) -> Vec<Location> {
    let Some(mention) = look.mention(look.byte(position)) else {
        return Vec::new();
    };
    let mentions = look.reading.mentions.iter();
    let same = mentions.filter(|other| other.id == mention.id && (itself || !other.is_step));
    same.map(|other| location(look, other.span)).collect()
}

/// The key under which the schema describes a property.
fn described<'n>(schema: &Node, names: impl Iterator<Item = &'n str>) -> Option<Span> {
    let mut schema = schema;
    let mut found = None;
    for name in names {
        let Value::Object(properties) = &member(schema, "properties")?.value else {
            return None;
        };
        let mut members = properties.members.iter();
        let property = members.find(|member| member.name == name)?;
        found = Some(property.name_span);
        schema = &property.value;
    }
    found
}

fn location(look: Look<'_>, span: Span) -> Location {
    Location {
        uri: look.uri.clone(),
        range: look.range(within_quotes(span)),
    }
}

/// A string without its quotes.
pub(crate) fn within_quotes(span: Span) -> Span {
    Span::new(
        span.start + 1,
        span.end.saturating_sub(1).max(span.start + 1),
    )
}
