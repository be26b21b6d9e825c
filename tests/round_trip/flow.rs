//! The flow that values are sent through: as its state, and as the answer to its events.

use serde_json::{Map, Value, json};
use tinyflow_check::check_source;
use tinyflow_model::Source;
use tinyflow_tests::project::generated_file;

use crate::schema;

/// A flow whose state, and whose answers, have the schemas for their properties.
pub(crate) struct Flow {
    /// The name of its file and of its module.
    pub(crate) name: &'static str,
    properties: Map<String, Value>,
}

impl Flow {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            properties: Map::new(),
        }
    }

    pub(crate) fn add(&mut self, property: String, schema: Value) {
        self.properties.insert(property, schema);
    }

    /// Its text as FlowJSON.
    pub(crate) fn text(&self) -> String {
        let schema = state_schema(&self.properties);
        let flow = json!({
            "id": self.name,
            "name": self.name,
            "version": "1",
            "globalStateSchema": schema,
            "steps": [
                { "id": "begin", "name": "Begin", "type": "begin" },
                { "id": "touch", "name": "Touch", "type": "task" },
                {
                    "id": "ask",
                    "name": "Ask",
                    "type": "waitForEvent",
                    "eventOutput": { "eventOutputSchema": schema },
                },
                {
                    "id": "ask-in-time",
                    "name": "Ask in time",
                    "type": "waitForEvent",
                    "eventOutput": { "eventOutputSchema": schema },
                    "metadata": { "tinyflow": { "timeout": "1 day" } },
                },
                { "id": "end", "name": "End", "type": "end" },
            ],
            "connections": [
                { "id": "c1", "sourceStepId": "begin", "targetStepId": "touch" },
                { "id": "c2", "sourceStepId": "touch", "targetStepId": "ask" },
                { "id": "c3", "sourceStepId": "ask", "targetStepId": "ask-in-time" },
                { "id": "c4", "sourceStepId": "ask-in-time", "targetStepId": "end" },
            ],
        });
        flow.to_string()
    }

    /// Its generated file, with a task that changes the state, and answers that are put into it.
    pub(crate) fn file(&self) -> String {
        let mut file = generated_file(&format!("{}.json", self.name), &self.text());
        file = replaced(
            &file,
            "task: TaskContext, state: State",
            "task: TaskContext, mut state: State",
        );
        file = replaced(
            &file,
            "        // TODO: implement the task 'Touch'\n",
            "        state.extra.insert(\"touched\".to_owned(), true.into());\n",
        );
        for event in ["fn ask(&self,", "fn ask_in_time(&self,"] {
            file = with_answer_kept(&file, event);
        }
        file
    }
}

fn replaced(file: &str, stub: &str, filled_in: &str) -> String {
    assert!(file.contains(stub), "{stub:?} is in the file");
    file.replace(stub, filled_in)
}

/// The file with another body for the last function that begins so.
fn with_answer_kept(file: &str, function: &str) -> String {
    let (before, behind) = file.rsplit_once(function).expect("an event has a function");
    let (head, behind) = behind.split_once(" {\n").expect("it has a body");
    let (_, behind) = behind.split_once("\n    }\n").expect("it ends");
    let body = "state.extra.insert(\"answer\".to_owned(), serde_json::json!(answer));";
    format!("{before}{function}{head} {{\n        {body}\n    }}\n{behind}")
}

/// The schema of a state with these properties.
pub(crate) fn state_schema(properties: &Map<String, Value>) -> Value {
    json!({ "type": "object", "$defs": schema::definitions(), "properties": properties })
}

/// Whether the file of a flow with this schema holds the schema, to be checked when the run is
/// there; what is wrong, where the schema has errors.
pub(crate) fn is_checked(property: &str, schema: &Value) -> Result<bool, Vec<String>> {
    let mut flow = Flow::new("alone");
    flow.add(property.to_owned(), schema.clone());
    let text = flow.text();
    let outcome = check_source(&Source::new("alone.json", text.clone().into_bytes()));
    if outcome.flow.is_none() {
        let errors = outcome.findings.into_iter();
        let errors = errors.filter(|finding| finding.is_error());
        return Err(errors.map(|error| error.message).collect());
    }
    Ok(generated_file("alone.json", &text).contains("fn state_schema"))
}
