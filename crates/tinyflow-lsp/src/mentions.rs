//! Where the ids of steps stand in a flow: at the steps themselves, and where
//! they are led to.

use tinyflow_model::{Flow, Node, Span, Value};

/// The id of a step at a place.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) id: String,
    /// Quotes included.
    pub(crate) span: Span,
    /// Whether the step itself is there.
    pub(crate) is_step: bool,
}

/// Every place where the id of a step stands, in the order of the document.
pub(crate) fn mentions(flow: &Flow) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut mention = |id: &str, span: Span, is_step| {
        let id = id.to_owned();
        mentions.push(Mention { id, span, is_step });
    };
    for step in &flow.steps {
        mention(&step.id.value, step.id.span, true);
        let on_timeout = step.metadata.as_ref().and_then(|metadata| {
            let ours = member(metadata, "tinyflow")?;
            member(ours, "onTimeout")
        });
        if let Some(Node {
            value: Value::String(id),
            span,
        }) = on_timeout
        {
            mention(id, *span, false);
        }
    }
    for connection in &flow.connections {
        for id in [&connection.source_step_id, &connection.target_step_id] {
            mention(&id.value, id.span, false);
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

pub(crate) fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Object(object) => object.get(name),
        _ => None,
    }
}
