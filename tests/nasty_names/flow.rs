//! Flows of every supported form: tasks with and without parameters, decisions, pauses, events,
//! loops, branches.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use serde_json::{Value, json};

use crate::alphabet::text;
use crate::condition::{Condition, condition};
use crate::schema::root_schema;
use crate::settings::{Branch, Settings, branch, settings};
use crate::shape::{Property, Spelling, object, texts_of};
use crate::strategy::properties;

/// What a flow is made of. Its texts are written as they are, or otherwise.
#[derive(Clone, Debug)]
pub(crate) struct FlowSpec {
    id: String,
    name: String,
    version: String,
    description: Option<String>,
    state: Vec<Property>,
    /// Whether `globalState` gives the state that a run starts with.
    has_initial_state: bool,
    /// The tasks and decisions, in a chain.
    steps: Vec<StepSpec>,
}

#[derive(Clone, Debug)]
struct StepSpec {
    id: String,
    name: String,
    kind: Kind,
    params: Option<Vec<Property>>,
    /// Whether the parameters have a schema, and not values alone.
    has_schema: bool,
    /// Conditions, each with the step it leads to.
    ways: Vec<(Condition, usize)>,
    has_default: bool,
    settings: Settings,
    /// A branch beside the way on, where no way has a condition.
    branch: Option<Branch>,
}

#[derive(Clone, Debug)]
enum Kind {
    Task,
    Decision,
    Pause(u32),
    Event {
        input: Option<Vec<Property>>,
        output: Option<Vec<Property>>,
    },
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        3 => Just(Kind::Task),
        2 => Just(Kind::Decision),
        1 => (0..1_000_u32).prop_map(Kind::Pause),
        2 => (option::of(properties()), option::of(properties()))
            .prop_map(|(input, output)| Kind::Event { input, output }),
    ]
}

pub(crate) fn flow() -> impl Strategy<Value = FlowSpec> {
    let head = (text(), text(), text(), option::weighted(0.3, text()));
    let body = (properties(), any::<bool>(), vec(step(), 0..5));
    (head, body).prop_map(
        |((id, name, version, description), (state, has_initial_state, steps))| FlowSpec {
            id,
            name,
            version,
            description,
            state,
            has_initial_state,
            steps,
        },
    )
}

fn step() -> impl Strategy<Value = StepSpec> {
    let id = (text(), option::of("[a-z]{3}")).prop_map(|(id, more)| id + &more.unwrap_or_default());
    let head = (id, text(), kind());
    let params = (option::of(properties()), proptest::bool::weighted(0.7));
    let ways = (
        vec((condition(), 0..8_usize), 0..3),
        proptest::bool::weighted(0.8),
    );
    let more = (settings(), branch());
    (head, params, ways, more).prop_map(
        |((id, name, kind), (params, has_schema), (ways, has_default), (settings, branch))| {
            StepSpec {
                id,
                name,
                kind,
                params,
                has_schema,
                ways,
                has_default,
                settings,
                branch,
            }
        },
    )
}

impl FlowSpec {
    /// The flow as FlowJSON.
    pub(crate) fn json(&self, spell: Spelling<'_>) -> Value {
        let mut ids = vec!["begin-here".to_owned()];
        ids.extend(self.steps.iter().map(|step| spell(&step.id)));
        ids.push("end-here".to_owned());
        let mut steps = vec![json!({ "id": ids[0], "name": "Begin", "type": "begin" })];
        let mut connections = vec![connection("first", &ids[0], &ids[1])];
        for (index, step) in self.steps.iter().enumerate() {
            let next = &ids[index + 2];
            steps.push(step.json(next, spell));
            let id = spell(&step.id);
            let mut conditions = Vec::new();
            for (condition, target) in &step.ways {
                let Some(text) = condition.text(&self.state, spell) else {
                    continue;
                };
                let target = &ids[1 + target % (ids.len() - 1)];
                let mut way = connection(&format!("{index}-{}", conditions.len()), &id, target);
                way["condition"] = text.clone().into();
                if !conditions.contains(&text) {
                    connections.push(way);
                    conditions.push(text);
                }
            }
            if step.has_default || conditions.is_empty() {
                connections.push(connection(&format!("{index}-on"), &id, next));
            }
            if let Some(branch) = step.branch.as_ref().filter(|_| step.may_fork(&conditions)) {
                let (task, ways) = branch.json(&id, next, spell);
                steps.push(task);
                connections.extend(ways);
            }
        }
        steps.push(json!({ "id": ids[ids.len() - 1], "name": "End", "type": "end" }));
        let mut schema = root_schema(&self.state, spell);
        if let Some(description) = &self.description {
            schema["description"] = spell(description).into();
        }
        let mut flow = json!({
            "id": spell(&self.id),
            "name": spell(&self.name),
            "version": spell(&self.version),
            "globalStateSchema": schema,
            "steps": steps,
            "connections": connections,
        });
        if self.has_initial_state {
            flow["globalState"] = object(&self.state, spell, false);
        }
        flow
    }

    /// The state that a new run starts with, defaults included; none where the flow gives none.
    pub(crate) fn initial_state(&self) -> Option<Value> {
        let as_it_is = |text: &str| text.to_owned();
        self.has_initial_state
            .then(|| object(&self.state, &as_it_is, true))
    }

    /// Texts that must stand in the file as string literals, letter for letter.
    pub(crate) fn literals(&self) -> Vec<&str> {
        let mut texts = vec![self.id.as_str(), self.version.as_str()];
        if self.has_initial_state {
            texts_of(&self.state, &mut texts);
        }
        for step in self
            .steps
            .iter()
            .filter(|step| matches!(step.kind, Kind::Task))
        {
            texts_of(step.params.as_deref().unwrap_or_default(), &mut texts);
        }
        texts
    }
}

impl StepSpec {
    fn may_fork(&self, conditions: &[String]) -> bool {
        conditions.is_empty() && !matches!(self.kind, Kind::Decision)
    }

    /// The step, which `next` follows.
    fn json(&self, next: &str, spell: Spelling<'_>) -> Value {
        let kind = match &self.kind {
            Kind::Task => "task",
            Kind::Decision => "decision",
            Kind::Pause(_) => "resumeAfter",
            Kind::Event { .. } => "waitForEvent",
        };
        let mut step = json!({ "id": spell(&self.id), "name": spell(&self.name), "type": kind });
        if let Kind::Pause(minutes) = self.kind {
            step["duration"] = format!("{minutes} minutes").into();
        }
        if let Kind::Event { input, output } = &self.kind {
            if let Some(input) = input {
                step["eventInput"] = json!({
                    "value": object(input, spell, false),
                    "eventInputSchema": root_schema(input, spell),
                });
            }
            if let Some(output) = output {
                step["eventOutput"] = json!({ "eventOutputSchema": root_schema(output, spell) });
            }
        }
        match self.kind {
            Kind::Task => step["metadata"] = self.settings.of_task(),
            Kind::Event { .. } => step["metadata"] = self.settings.of_event(next),
            Kind::Decision | Kind::Pause(_) => {}
        }
        let is_task = matches!(self.kind, Kind::Task);
        if let Some(params) = self.params.as_ref().filter(|_| is_task) {
            // Without a schema nothing says what would be added.
            step["params"] = object(params, spell, !self.has_schema);
            if self.has_schema {
                step["paramsSchema"] = root_schema(params, spell);
            }
        }
        step
    }
}

fn connection(id: &str, source: &str, target: &str) -> Value {
    json!({ "id": id, "sourceStepId": source, "targetStepId": target })
}
