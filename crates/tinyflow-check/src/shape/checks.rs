//! What a schema says beyond its types: compiled, held against the values of a flow, and handed
//! on as text to be held against those of a run.

use tinyflow_model::{Diagnostic, Member, Node, Span, Value};
use tinyflow_schema::{Fault, FaultKind, Schema, ViolationKind};

use super::json::{at, below, to_json};
use super::schema_text::text_of;
use super::violation::Violation;
use super::{invalid_schema, unchecked_keyword, unresolved_reference};

/// The checks of one schema, if it needs any.
pub(crate) struct Checks<'f>(Option<Compiled<'f>>);

struct Compiled<'f> {
    schema: Schema,
    source: &'f Node,
    /// The properties that are not required after all.
    not_required: Vec<String>,
}

impl<'f> Checks<'f> {
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// The checks of a schema. What is wrong with it is reported, unless one of the findings
    /// from `first_finding` on says so already.
    pub(crate) fn new(
        schema: &'f Node,
        first_finding: usize,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let (compiled, faults) = Schema::compile(&to_json(schema));
        let known: Vec<Span> = findings[first_finding..]
            .iter()
            .filter(|finding| finding.is_error())
            .map(|finding| finding.span)
            .collect();
        for fault in faults {
            let (name, value) = place(schema, &fault);
            let is_within = |known: &&Span| {
                known.start >= value.start && known.end <= value.end
                    || known.start <= value.start && known.end >= value.end
            };
            let is_known =
                fault.kind == FaultKind::Invalid && known.iter().any(|one| is_within(&one));
            if !is_known {
                findings.push(match fault.kind {
                    FaultKind::Reference => unresolved_reference::finding(&fault.message, value),
                    FaultKind::Unchecked => unchecked_keyword::finding(&fault.message, name),
                    _ => invalid_schema::fault(&fault.message, value),
                });
            }
        }
        Self(Some(Compiled {
            schema: compiled,
            source: schema,
            not_required: Vec::new(),
        }))
    }

    /// The schema as JSON text, for the workflow that is to run, where it needs one.
    pub(crate) fn text(&self) -> Option<String> {
        let compiled = self.0.as_ref()?;
        // Without what only speaks to people.
        let mut source = compiled.source.clone();
        strip(&mut source);
        for property in &compiled.not_required {
            do_not_require(&mut source, property);
        }
        Some(text_of(&source))
    }

    /// No longer requires a property: something stands in where it is missing.
    pub(crate) fn do_not_require(&mut self, property: &str) {
        if let Some(compiled) = &mut self.0 {
            compiled.not_required.push(property.to_owned());
        }
    }

    /// Where a value does not fit, beyond what its types say already. Missing properties are
    /// left to the types, which know their defaults.
    pub(crate) fn violations(&self, value: &Node) -> Vec<Violation> {
        match &self.0 {
            Some(compiled) => violations(&compiled.schema, value),
            None => Vec::new(),
        }
    }
}

/// Where a value does not fit the text of a schema that was found sound.
pub(crate) fn violations_of_text(schema: &str, value: &Node) -> Vec<Violation> {
    match serde_json::from_str(schema) {
        Ok(schema) => violations(&Schema::compile(&schema).0, value),
        Err(_) => Vec::new(),
    }
}

fn violations(schema: &Schema, value: &Node) -> Vec<Violation> {
    let violations = schema.violations(&to_json(value)).into_iter();
    let violations = violations.filter_map(|violation| {
        let span = match &violation.kind {
            ViolationKind::Missing(_) => return None,
            ViolationKind::Unexpected => name_span(value, &violation.path)?,
            _ => node_at(value, &violation.path)?.span,
        };
        Some(Violation {
            span,
            message: violation.message,
            meant: None,
            is_whole: violation.path.is_empty(),
        })
    });
    violations.collect()
}

/// Leaves violations out that another one at the same place, around it or in it says already.
pub(crate) fn add_new(violations: &mut Vec<Violation>, more: Vec<Violation>) {
    for violation in more {
        let overlaps = |known: &Violation| {
            let (known, new) = (known.span, violation.span);
            known.start <= new.start && known.end >= new.end
                || known.start >= new.start && known.end <= new.end
        };
        if !violations.iter().any(overlaps) {
            violations.push(violation);
        }
    }
}

fn do_not_require(schema: &mut Node, property: &str) {
    let Value::Object(object) = &mut schema.value else {
        return;
    };
    for member in &mut object.members {
        match (member.name.as_str(), &mut member.value.value) {
            ("required", Value::Array(names)) => {
                names.retain(|name| name.value != Value::String(property.to_owned()));
            }
            ("allOf", Value::Array(parts)) => {
                let parts = parts.iter_mut();
                parts.for_each(|part| do_not_require(part, property));
            }
            _ => {}
        }
    }
}

fn node_at<'n>(value: &'n Node, path: &[String]) -> Option<&'n Node> {
    path.iter().try_fold(value, |node, name| below(node, name))
}

/// Where the name of the last property of a path stands, or the item.
fn name_span(value: &Node, path: &[String]) -> Option<Span> {
    let (last, path) = path.split_last()?;
    let node = node_at(value, path)?;
    match &node.value {
        Value::Object(object) => {
            let mut members = object.members.iter();
            Some(members.find(|member| member.name == *last)?.name_span)
        }
        _ => Some(below(node, last)?.span),
    }
}

/// The name of the keyword that is at fault, and its value.
fn place(schema: &Node, fault: &Fault) -> (Span, Span) {
    let value = at(schema, &fault.pointer).map_or(schema.span, |node| node.span);
    let (above, name) = fault.pointer.rsplit_once('/').unwrap_or_default();
    let name = name.replace("~1", "/").replace("~0", "~");
    let named = at(schema, above).and_then(|node| match &node.value {
        Value::Object(object) => object.members.iter().find(|member| member.name == name),
        _ => None,
    });
    (named.map_or(value, |member| member.name_span), value)
}

/// Keywords that only speak to people.
const REMARKS: &[&str] = &[
    "$comment",
    "$schema",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "readOnly",
    "title",
    "writeOnly",
];

/// Takes the remarks out of a schema, and leaves names and data alone.
fn strip(schema: &mut Node) {
    let Value::Object(object) = &mut schema.value else {
        return;
    };
    let is_old = object.get("$schema").is_some();
    object.members.retain(|member| {
        !REMARKS.contains(&member.name.as_str()) || (is_old && member.name == "$schema")
    });
    for Member { name, value, .. } in &mut object.members {
        match (name.as_str(), &mut value.value) {
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
                | "dependencies",
                Value::Object(schemas),
            ) => schemas
                .members
                .iter_mut()
                .for_each(|member| strip(&mut member.value)),
            ("const" | "enum" | "required" | "type" | "dependentRequired", _) => {}
            (_, Value::Array(schemas)) => schemas.iter_mut().for_each(strip),
            (_, Value::Object(_)) => strip(value),
            _ => {}
        }
    }
}
