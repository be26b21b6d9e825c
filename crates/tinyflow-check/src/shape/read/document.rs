//! The schema that is being read, as a whole: what its parts refer to.

use std::collections::HashSet;

use tinyflow_model::{Diagnostic, Node, Object, Span, Value};

use super::{TypePath, keywords};
use crate::shape::checks::Checks;
use crate::shape::json::{at, to_json};

pub(crate) struct Document<'n> {
    root: &'n Node,
    pub(super) path: TypePath,
    /// As `serde_json` has it, once somebody asks.
    json: serde_json::Value,
    /// Where the schemas begin that others refer to.
    targets: HashSet<usize>,
}

impl<'n> Document<'n> {
    pub(super) fn new(root: &'n Node, path: TypePath) -> Self {
        let mut references = Vec::new();
        collect_references(root, &mut references);
        let mut document = Self {
            root,
            path,
            json: serde_json::Value::Null,
            targets: HashSet::new(),
        };
        if !references.is_empty() {
            document.json = to_json(root);
            let targets = references.into_iter();
            let targets = targets.filter_map(|reference| document.resolve(reference));
            document.targets = targets.map(|(_, node)| node.span.start).collect();
        }
        document
    }

    /// The schema that a reference leads to, with its JSON pointer.
    pub(super) fn resolve(&self, reference: &str) -> Option<(String, &'n Node)> {
        let (pointer, _) = tinyflow_schema::resolve(&self.json, reference)?;
        let node = at(self.root, &pointer)?;
        Some((pointer, node))
    }

    pub(super) fn is_target(&self, span: Span) -> bool {
        self.targets.contains(&span.start)
    }

    /// Whether parts of it refer to others.
    pub(super) fn has_references(&self) -> bool {
        !self.targets.is_empty()
    }

    /// Whether nothing beside a `$ref` counts, as it was up to draft 7.
    pub(super) fn ignores_siblings(&self) -> bool {
        let Value::Object(object) = &self.root.value else {
            return false;
        };
        let draft = object.get("$schema").map(|draft| &draft.value);
        let Some(Value::String(draft)) = draft else {
            return false;
        };
        ["draft-03", "draft-04", "draft-06", "draft-07"]
            .iter()
            .any(|old| draft.contains(old))
    }

    /// The checks of the whole schema. What is wrong with it is reported, unless one of the
    /// findings from `first_finding` on says so already.
    pub(super) fn into_checks(
        self,
        first_finding: usize,
        findings: &mut Vec<Diagnostic>,
    ) -> Checks<'n> {
        Checks::new(self.root, first_finding, findings)
    }
}

fn collect_references<'n>(node: &'n Node, references: &mut Vec<&'n str>) {
    match &node.value {
        Value::Object(object) => {
            references.extend(reference_of(object));
            let members = object.members.iter();
            members.for_each(|member| collect_references(&member.value, references));
        }
        Value::Array(items) => {
            let items = items.iter();
            items.for_each(|item| collect_references(item, references));
        }
        _ => {}
    }
}

fn reference_of(object: &Object) -> Option<&str> {
    match &keywords::reference(object)?.value.value {
        Value::String(reference) => Some(reference),
        _ => None,
    }
}
