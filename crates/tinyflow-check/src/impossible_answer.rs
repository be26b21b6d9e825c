//! # What it finds
//! A `waitForEvent` step whose answer must fit a schema that no value fits.
//!
//! # Why it matters
//! Whatever somebody answers is refused.
//!
//! # Example
//! `"minimum": 10` beside `"maximum": 1` for a property that the answer must have
//!
//! # How to fix
//! Correct the schema.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{
    Diagnostic, EventOutput, Flow, Node, Object, Rule, Severity, Span, StepKind, Value,
};

/// `impossible_answer`.
pub(crate) static RULE: Rule = Rule {
    code: "TF341",
    name: "impossible_answer",
    severity: Severity::Warning,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for step in &flow.steps {
        let StepKind::WaitForEvent(wait) = &step.kind else {
            continue;
        };
        let Some(EventOutput {
            event_output_schema: Some(schema),
            value,
            ..
        }) = &wait.event_output
        else {
            continue;
        };
        // What the flow gives need not be answered.
        let is_given = |name: &str| match value.as_ref().map(|value| &value.value) {
            Some(Value::Object(given)) => given.get(name).is_some(),
            _ => false,
        };
        if let Some(Contradiction { span, what }) = contradiction(schema, &is_given) {
            let id = quote(&step.id.value);
            let message = format!("nobody can answer step {id}: {what}");
            let finding = Diagnostic::new(&RULE, message, span);
            findings.push(finding.related(step.id.span, "every answer to this step is refused"));
        }
    }
}

/// What keeps every value from fitting a schema.
struct Contradiction {
    span: Span,
    what: String,
}

/// Pairs of bounds, with the type of value that they are about.
const BOUNDS: [(&str, &str, &[&str]); 4] = [
    ("minimum", "maximum", &["integer", "number"]),
    ("minLength", "maxLength", &["string"]),
    ("minItems", "maxItems", &["array"]),
    ("minProperties", "maxProperties", &["object"]),
];

/// The contradiction that no value of the schema gets around, where one is plain to see.
/// `is_given` says of a property that it need not be there.
fn contradiction(schema: &Node, is_given: &dyn Fn(&str) -> bool) -> Option<Contradiction> {
    let keywords = match &schema.value {
        Value::Boolean(false) => {
            return Some(Contradiction {
                span: schema.span,
                what: "`false` allows no value".to_owned(),
            });
        }
        Value::Object(keywords) => keywords,
        _ => return None,
    };
    // Some drafts ignore what stands beside a reference, and `null` has no bounds.
    if keywords.get("$ref").is_some() || keywords.get("nullable").is_some() {
        return None;
    }
    let Some(Value::String(of_type)) = keywords.get("type").map(|node| &node.value) else {
        return None;
    };
    crossed_bounds(keywords, of_type).or_else(|| match of_type.as_str() {
        "object" => missing_property(keywords, is_given),
        _ => None,
    })
}

fn crossed_bounds(keywords: &Object, of_type: &str) -> Option<Contradiction> {
    let bounds = BOUNDS
        .iter()
        .filter(|(_, _, types)| types.contains(&of_type));
    bounds.into_iter().find_map(|(low, high, _)| {
        let (low_node, high_node) = (keywords.get(low)?, keywords.get(high)?);
        let (least, most) = (number(low_node)?, number(high_node)?);
        (least > most).then(|| Contradiction {
            span: high_node.span,
            what: format!("`{high}` is less than `{low}`"),
        })
    })
}

/// A property that must be there, and cannot.
fn missing_property(keywords: &Object, is_given: &dyn Fn(&str) -> bool) -> Option<Contradiction> {
    let Some(Value::Array(required)) = keywords.get("required").map(|node| &node.value) else {
        return None;
    };
    let properties = match keywords.get("properties").map(|node| &node.value) {
        Some(Value::Object(properties)) => Some(properties),
        _ => None,
    };
    let others = keywords.get("additionalProperties").map(|node| &node.value);
    let is_closed =
        others == Some(&Value::Boolean(false)) && keywords.get("patternProperties").is_none();
    required.iter().find_map(|name| {
        let Value::String(text) = &name.value else {
            return None;
        };
        if is_given(text) {
            return None;
        }
        match properties.and_then(|properties| properties.get(text)) {
            Some(schema) => contradiction(schema, &|_| false),
            None => is_closed.then(|| Contradiction {
                span: name.span,
                what: format!("{} is required, and not allowed", quote(text)),
            }),
        }
    })
}

fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => number.as_str().parse().ok(),
        _ => None,
    }
}
