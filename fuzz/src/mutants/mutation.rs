//! The list of changes, each made at every place where it can be made.

use serde_json::{Map, Value, json};

/// A flow with one change.
pub(crate) struct Mutant {
    /// What was changed.
    pub(crate) kind: &'static str,
    /// Where, as a JSON pointer.
    pub(crate) place: String,
    pub(crate) flow: Value,
}

const STEP_TYPES: [&str; 6] = [
    "begin",
    "end",
    "task",
    "decision",
    "resumeAfter",
    "waitForEvent",
];

/// What an operator of a condition is swapped for.
const OPERATORS: [(&str, &str); 8] = [
    ("===", "!=="),
    (" > ", " >= "),
    (" > ", " < "),
    (" && ", " || "),
    (" || ", " && "),
    ("?.", "."),
    ("===", "="),
    (" === ", " "),
];

/// Every mutant of a flow.
pub(crate) fn mutants(flow: &Value) -> Vec<Mutant> {
    let mut all = Mutants {
        flow,
        made: Vec::new(),
    };
    all.connections();
    all.steps();
    all.conditions();
    for (pointer, value) in places(flow) {
        all.value(&pointer, value);
    }
    all.made
}

struct Mutants<'f> {
    flow: &'f Value,
    made: Vec<Mutant>,
}

impl Mutants<'_> {
    fn connections(&mut self) {
        let count = length(&self.flow["connections"]);
        for index in 0..count {
            let place = format!("/connections/{index}");
            self.list("drop a connection", &place, "connections", |list| {
                list.remove(index);
            });
            self.list("double a connection", &place, "connections", |list| {
                let mut again = list[index].clone();
                again["id"] = "again".into();
                list.push(again);
            });
            self.at("reverse a connection", &place, |connection| {
                let source = connection["sourceStepId"].clone();
                connection["sourceStepId"] = connection["targetStepId"].clone();
                connection["targetStepId"] = source;
            });
            for step in self.ids() {
                for end in ["sourceStepId", "targetStepId"] {
                    self.at("lead a connection elsewhere", &place, |connection| {
                        connection[end] = step.as_str().into();
                    });
                }
            }
        }
    }

    fn steps(&mut self) {
        let ids = self.ids();
        for (index, id) in ids.iter().enumerate() {
            let place = format!("/steps/{index}");
            self.list("drop a step", &place, "steps", |list| {
                list.remove(index);
            });
            self.list("double a step", &place, "steps", |list| {
                list.push(list[index].clone());
            });
            self.at("rename a step", &place, |step| {
                step["id"] = format!("{id}-2").into();
            });
            for other in ids.iter().filter(|other| *other != id) {
                self.at("give a step the id of another", &place, |step| {
                    step["id"] = other.as_str().into();
                });
            }
            for step_type in STEP_TYPES {
                self.at("change the type of a step", &place, |step| {
                    step["type"] = step_type.into();
                });
            }
        }
    }

    fn conditions(&mut self) {
        for index in 0..length(&self.flow["connections"]) {
            let place = format!("/connections/{index}/condition");
            let Some(condition) = self.flow.pointer(&place).and_then(Value::as_str) else {
                continue;
            };
            self.list("drop a condition", &place, "connections", |list| {
                list[index]
                    .as_object_mut()
                    .expect("a connection")
                    .remove("condition");
            });
            for (operator, other) in OPERATORS {
                if condition.contains(operator) {
                    let changed = condition.replacen(operator, other, 1);
                    self.set("swap an operator", &place, changed.into());
                }
            }
            for (at, _) in condition.match_indices(char::is_alphabetic) {
                let (before, behind) = condition.split_at(at);
                let changed = format!("{before}x{behind}");
                self.set("misspell a condition", &place, changed.into());
            }
            for changed in ["", "true", "false", "(", "state"] {
                self.set("replace a condition", &place, changed.into());
            }
        }
    }

    /// What can be done to any value.
    fn value(&mut self, pointer: &str, value: &Value) {
        for other in [json!(null), json!(7), json!("x"), json!([]), json!({})] {
            if other != *value {
                self.set("replace a value", pointer, other);
            }
        }
        match value {
            Value::Object(members) => {
                for key in members.keys() {
                    let place = format!("{pointer}/{key}");
                    self.object("delete a field", &place, pointer, |object| {
                        object.remove(key);
                    });
                    self.object("misspell a key", &place, pointer, |object| {
                        let value = object.remove(key).expect("it is there");
                        object.insert(format!("{key}x"), value);
                    });
                }
                self.object("add a field", pointer, pointer, |object| {
                    object.insert("unheardOf".to_owned(), json!(1));
                });
            }
            Value::Array(elements) => {
                for index in 0..elements.len() {
                    let place = format!("{pointer}/{index}");
                    self.at_list("delete an element", &place, pointer, |list| {
                        list.remove(index);
                    });
                }
            }
            Value::String(text) => {
                self.set("misspell a string", pointer, format!("{text}x").into());
                for other in [
                    "string", "integer", "number", "boolean", "array", "object", "null",
                ] {
                    if pointer.ends_with("/type") && !STEP_TYPES.contains(&text.as_str()) {
                        self.set("change the type of a schema", pointer, other.into());
                    }
                }
            }
            _ => {}
        }
    }

    fn ids(&self) -> Vec<String> {
        let steps = self.flow["steps"].as_array().expect("steps");
        let ids = steps.iter().map(|step| step["id"].as_str().expect("an id"));
        ids.map(str::to_owned).collect()
    }

    fn list(
        &mut self,
        kind: &'static str,
        place: &str,
        list: &str,
        change: impl Fn(&mut Vec<Value>),
    ) {
        let mut flow = self.flow.clone();
        change(flow[list].as_array_mut().expect("a list"));
        self.push(kind, place, flow);
    }

    fn object(
        &mut self,
        kind: &'static str,
        place: &str,
        owner: &str,
        change: impl Fn(&mut Map<String, Value>),
    ) {
        let mut flow = self.flow.clone();
        let object = flow.pointer_mut(owner).and_then(Value::as_object_mut);
        change(object.expect("an object"));
        self.push(kind, place, flow);
    }

    fn at_list(
        &mut self,
        kind: &'static str,
        place: &str,
        owner: &str,
        change: impl Fn(&mut Vec<Value>),
    ) {
        let mut flow = self.flow.clone();
        let list = flow.pointer_mut(owner).and_then(Value::as_array_mut);
        change(list.expect("an array"));
        self.push(kind, place, flow);
    }

    fn at(&mut self, kind: &'static str, place: &str, change: impl Fn(&mut Value)) {
        let mut flow = self.flow.clone();
        change(flow.pointer_mut(place).expect("a place"));
        self.push(kind, place, flow);
    }

    fn set(&mut self, kind: &'static str, place: &str, value: Value) {
        self.at(kind, place, |old| *old = value.clone());
    }

    fn push(&mut self, kind: &'static str, place: &str, flow: Value) {
        if flow != *self.flow {
            let place = place.to_owned();
            self.made.push(Mutant { kind, place, flow });
        }
    }
}

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

/// Every value with its pointer, the root included.
fn places(value: &Value) -> Vec<(String, &Value)> {
    let mut all = vec![(String::new(), value)];
    let mut next = 0;
    while let Some((pointer, value)) = all.get(next).cloned() {
        match value {
            Value::Object(members) => {
                all.extend(
                    members
                        .iter()
                        .map(|(key, value)| (format!("{pointer}/{key}"), value)),
                );
            }
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                all.extend(elements.map(|(index, value)| (format!("{pointer}/{index}"), value)));
            }
            _ => {}
        }
        next += 1;
    }
    all
}
