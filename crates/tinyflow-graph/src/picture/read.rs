//! From the text of a flow and its findings to the picture.

use std::collections::HashMap;

use tinyflow_model::diagnostic::escape;
use tinyflow_model::{
    Connection, Diagnostic, Flow, Node, Places, Source, Span, Step, StepKind, Text, Value, parse,
    read,
};

use super::label::short;
use super::{Mark, Picture, PictureStep, Role, StepShape, Way};

impl Picture {
    /// Draws what can be read of a flow, and the findings where they belong.
    ///
    /// Of a text that is no flow at all the findings alone are left.
    pub fn new(source: &Source, findings: &[Diagnostic]) -> Self {
        let mut picture = Self {
            name: String::new(),
            steps: Vec::new(),
            ways: Vec::new(),
            marks: marks(source, findings),
        };
        let Some(root) = parse(source).0 else {
            return picture;
        };
        let parts = Parts::new(&root, findings);
        if let Some(flow) = read(root).0 {
            picture.name = text(&flow.name);
            picture.add_steps(&flow, &parts);
            picture.add_ways(&flow, &parts);
        }
        picture
    }

    fn add_steps(&mut self, flow: &Flow, parts: &Parts) {
        self.steps = flow.steps.iter().map(|step| drawn(step, parts)).collect();
    }

    fn add_ways(&mut self, flow: &Flow, parts: &Parts) {
        let mut known = HashMap::new();
        for (index, step) in flow.steps.iter().enumerate() {
            known.entry(step.id.value.clone()).or_insert(index);
        }
        let siblings = Siblings::new(&flow.connections);
        for connection in &flow.connections {
            let source = self.step(&connection.source_step_id, &mut known);
            let target = self.step(&connection.target_step_id, &mut known);
            let role = siblings.role(connection);
            let title = match &connection.condition {
                Some(condition) => format!("{}: {}", text(&connection.id), text(condition)),
                None => text(&connection.id),
            };
            let label = match (&connection.condition, role) {
                (Some(condition), _) => Some(cut(shown(&short(&condition.value)))),
                (None, Role::Default) => Some("else".to_owned()),
                (None, _) => None,
            };
            self.ways.push(Way {
                source,
                target,
                role,
                label: label.filter(|label| !label.is_empty()),
                title,
                marks: parts.at_connection(connection.source_step_id.span),
            });
            self.steps[source].forks |= siblings.forks(connection);
        }
        for (source, step) in flow.steps.iter().enumerate() {
            if let Some((target, after)) = timeout(step) {
                let target = self.step(&target, &mut known);
                self.ways.push(Way {
                    source,
                    target,
                    role: Role::Timeout,
                    label: Some(match after {
                        Some(after) => format!("after {}", text(&after)),
                        None => "timeout".to_owned(),
                    }),
                    title: "where nobody has answered in time".to_owned(),
                    marks: Vec::new(),
                });
            }
        }
    }

    /// The index of the step with this id, which is made where there is none.
    fn step(&mut self, id: &Text, known: &mut HashMap<String, usize>) -> usize {
        if let Some(index) = known.get(&id.value) {
            return *index;
        }
        known.insert(id.value.clone(), self.steps.len());
        self.steps.push(PictureStep {
            id: text(id),
            name: text(id),
            shape: StepShape::Missing,
            detail: Some("does not exist".to_owned()),
            forks: false,
            position: None,
            marks: Vec::new(),
        });
        self.steps.len() - 1
    }
}

fn marks(source: &Source, findings: &[Diagnostic]) -> Vec<Mark> {
    if findings.is_empty() {
        return Vec::new();
    }
    let places = Places::new(source);
    let mark = |finding: &Diagnostic| {
        let place = places.place(finding.span);
        let help = finding.help.iter().map(|help| format!("; {help}"));
        Mark {
            is_error: finding.is_error(),
            code: finding.rule.code,
            message: shown(&(finding.message.clone() + &help.collect::<String>())),
            line: place.start.line,
            column: place.start.column,
        }
    };
    findings.iter().map(mark).collect()
}

fn drawn(step: &Step, parts: &Parts) -> PictureStep {
    let name = match step.name.value.trim() {
        "" => text(&step.id),
        _ => text(&step.name),
    };
    let (shape, detail) = match &step.kind {
        StepKind::Begin => (StepShape::Begin, None),
        StepKind::End => (StepShape::End, None),
        StepKind::Task(_) => (StepShape::Task, None),
        StepKind::Decision => (StepShape::Decision, None),
        StepKind::ResumeAfter(pause) => match pause.duration.value.to_string() {
            none if none.is_empty() => (StepShape::Pause, None),
            duration => (StepShape::Pause, Some(duration)),
        },
        StepKind::WaitForEvent(_) => (StepShape::Event, None),
        StepKind::Unreadable => (StepShape::Unreadable, None),
    };
    PictureStep {
        id: text(&step.id),
        name,
        shape,
        detail,
        forks: false,
        position: position(step),
        marks: parts.at_step(step.id.span),
    }
}

/// The position that an editor has left in the `metadata` of a step.
fn position(step: &Step) -> Option<(f64, f64)> {
    let coordinate = |name| match &member(step.metadata.as_ref()?, name)?.value {
        Value::Number(number) => Some(number.as_f64()),
        _ => None,
    };
    coordinate("x").zip(coordinate("y"))
}

/// The step that a wait leads to when its time is up, and that time.
fn timeout(step: &Step) -> Option<(Text, Option<Text>)> {
    let ours = member(step.metadata.as_ref()?, "tinyflow")?;
    let string = |name| match member(ours, name)? {
        Node {
            value: Value::String(value),
            span,
        } => Some(Text {
            value: value.clone(),
            span: *span,
        }),
        _ => None,
    };
    Some((string("onTimeout")?, string("timeout")))
}

fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Object(object) => object.get(name),
        _ => None,
    }
}

fn text(text: &Text) -> String {
    shown(&text.value)
}

/// A text as it may be shown: SVG can hold neither controls nor these two.
fn shown(text: &str) -> String {
    escape(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}

/// Past this many characters a condition is cut; its way has it whole in its title.
const LONGEST: usize = 90;

fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// How many connections leave each step, without and with a condition.
struct Siblings<'f>(HashMap<&'f str, (usize, usize)>);

impl<'f> Siblings<'f> {
    fn new(connections: &'f [Connection]) -> Self {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for connection in connections {
            let source = connection.source_step_id.value.as_str();
            let (plain, conditional) = counts.entry(source).or_default();
            match connection.condition {
                None => *plain += 1,
                Some(_) => *conditional += 1,
            }
        }
        Self(counts)
    }

    fn role(&self, connection: &Connection) -> Role {
        let (_, conditional) = self.0[connection.source_step_id.value.as_str()];
        match connection.condition {
            Some(_) => Role::Condition,
            None if conditional > 0 => Role::Default,
            None => Role::Plain,
        }
    }

    fn forks(&self, connection: &Connection) -> bool {
        let (plain, conditional) = self.0[connection.source_step_id.value.as_str()];
        plain > 1 && conditional == 0
    }
}

/// The elements of the flow's arrays, and the findings within each.
struct Parts {
    steps: Vec<Part>,
    connections: Vec<Part>,
}

struct Part {
    span: Span,
    findings: Vec<usize>,
}

impl Parts {
    fn new(root: &Node, findings: &[Diagnostic]) -> Self {
        let of = |name| match member(root, name).map(|node| &node.value) {
            Some(Value::Array(elements)) => parts(elements, findings),
            _ => Vec::new(),
        };
        Self {
            steps: of("steps"),
            connections: of("connections"),
        }
    }

    fn at_step(&self, span: Span) -> Vec<usize> {
        around(&self.steps, span).map_or_else(Vec::new, |at| self.steps[at].findings.clone())
    }

    fn at_connection(&self, span: Span) -> Vec<usize> {
        let at = around(&self.connections, span);
        at.map_or_else(Vec::new, |at| self.connections[at].findings.clone())
    }
}

fn parts(elements: &[Node], findings: &[Diagnostic]) -> Vec<Part> {
    let part = |element: &Node| Part {
        span: element.span,
        findings: Vec::new(),
    };
    let mut parts: Vec<Part> = elements.iter().map(part).collect();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(at) = around(&parts, finding.span) {
            parts[at].findings.push(index);
        }
    }
    parts
}

/// The index of the part that a span stands in.
fn around(parts: &[Part], span: Span) -> Option<usize> {
    let at = parts.partition_point(|part| part.span.end < span.end);
    let part = parts.get(at)?;
    (part.span.start <= span.start).then_some(at)
}
