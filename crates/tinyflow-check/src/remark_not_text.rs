//! # What it finds
//! A `title` or `description` in a JSON Schema that is no string.
//!
//! # Why it matters
//! JSON Schema wants text there; other tools refuse such a schema, and here it is left out.
//!
//! # Example
//! `{ "type": "string", "description": ["The", "title."] }`
//!
//! # How to fix
//! Write a string.

use tinyflow_model::{Diagnostic, Flow, Member, Node, Rule, Severity, StepKind, Value};

/// `remark_not_text`.
pub(crate) static RULE: Rule = Rule {
    code: "TF421",
    name: "remark_not_text",
    severity: Severity::Warning,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let of_steps = flow.steps.iter().flat_map(|step| match &step.kind {
        StepKind::Task(task) => [task.params_schema.as_ref(), None],
        StepKind::WaitForEvent(wait) => {
            let input = wait.event_input.as_ref();
            let output = wait.event_output.as_ref();
            [
                input.and_then(|input| input.event_input_schema.as_ref()),
                output.and_then(|output| output.event_output_schema.as_ref()),
            ]
        }
        _ => [None, None],
    });
    let own = flow.global_state_schema.as_ref();
    for schema in own.into_iter().chain(of_steps.flatten()) {
        look_at(schema, findings);
    }
}

fn look_at(schema: &Node, findings: &mut Vec<Diagnostic>) {
    let Value::Object(object) = &schema.value else {
        return;
    };
    for Member { name, value, .. } in &object.members {
        match (name.as_str(), &value.value) {
            ("title" | "description", Value::String(_)) => {}
            ("title" | "description", _) => findings.push(finding(name, value)),
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
                Value::Object(named),
            ) => {
                let schemas = named.members.iter();
                schemas.for_each(|schema| look_at(&schema.value, findings));
            }
            ("items" | "prefixItems" | "oneOf" | "anyOf" | "allOf", Value::Array(schemas)) => {
                schemas.iter().for_each(|schema| look_at(schema, findings));
            }
            ("items" | "additionalProperties" | "not" | "if" | "then" | "else", _) => {
                look_at(value, findings);
            }
            _ => {}
        }
    }
}

fn finding(keyword: &str, value: &Node) -> Diagnostic {
    let message = format!("`{keyword}` must be a string, not {}", value.value.kind());
    Diagnostic::new(&RULE, message, value.span)
}
