//! Another id for a step, wherever the old one stands.

use std::collections::HashMap;

use lsp_types::{Position, PrepareRenameResponse, TextEdit, WorkspaceEdit};
use tinyflow_model::diagnostic::quote;

use crate::document::Look;
use crate::navigation::within_quotes;

/// What would be renamed at a place.
pub(crate) fn prepare(look: Look<'_>, position: Position) -> Option<PrepareRenameResponse> {
    let mention = look.mention(look.byte(position))?;
    Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: look.range(within_quotes(mention.span)),
        placeholder: mention.id.clone(),
    })
}

/// The changes that give the step at a place another id, or why there are none.
pub(crate) fn rename(
    look: Look<'_>,
    position: Position,
    new: &str,
) -> Result<WorkspaceEdit, String> {
    if look.reading.root.is_none() {
        return Err("the text is not JSON; mend that first".to_owned());
    }
    let mention = look.mention(look.byte(position));
    let old = &mention.ok_or("only the ids of steps can be renamed")?.id;
    if new.trim().is_empty() {
        return Err("a step needs an id".to_owned());
    }
    let is_taken = |id: &str| id != old && look.known.step(id).is_some();
    if is_taken(new) {
        return Err(format!(
            "there is a step with the id {} already",
            quote(new)
        ));
    }
    let mentions = look.reading.mentions.iter();
    let edits = mentions
        .filter(|other| other.id == *old)
        .map(|other| TextEdit {
            range: look.range(other.span),
            new_text: serde_json::Value::from(new).to_string(),
        });
    Ok(edit(look, edits.collect()))
}

/// Changes of the document.
pub(crate) fn edit(look: Look<'_>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    WorkspaceEdit::new(HashMap::from([(look.uri.clone(), edits)]))
}
