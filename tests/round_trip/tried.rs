//! The schemas that are tried, each as a property of one of the flows, and values of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jsonschema::{Draft, Validator};
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::elsewhere::Elsewhere;
use crate::flow::{self, Flow};
use crate::kept::Allowed;
use crate::{oracle, place, schema, value};

/// The step at which a run begins with a value as its state.
const BEGIN: &str = "Begin";

/// The steps at which a run is answered with it.
const ASKED: [&str; 2] = ["Ask", "AskInTime"];

/// How many values are tried of a schema made at random, and of one from elsewhere.
const VALUES: [usize; 2] = [16, 48];

pub(crate) struct Tried {
    /// The flow whose types say everything, and the one whose file holds a schema, too.
    pub(crate) flows: [Flow; 2],
    pub(crate) values: Vec<Entered>,
    /// What knows whether a state with this property fits.
    pub(crate) oracles: BTreeMap<String, Validator>,
    /// The names of the properties that have a default somewhere.
    pub(crate) defaults: BTreeSet<String>,
    /// The properties whose schemas have errors, and those.
    pub(crate) refused: BTreeMap<String, Vec<String>>,
}

/// A value of a property, and where it enters a run.
#[derive(Serialize)]
pub(crate) struct Entered {
    pub(crate) flow: &'static str,
    step: &'static str,
    #[serde(skip)]
    pub(crate) property: String,
    pub(crate) value: Value,
}

impl Default for Tried {
    fn default() -> Self {
        Self {
            flows: [Flow::new("typed"), Flow::new("checked")],
            values: Vec::new(),
            oracles: BTreeMap::new(),
            defaults: BTreeSet::new(),
            refused: BTreeMap::new(),
        }
    }
}

impl Tried {
    pub(crate) fn add_random(&mut self, property: String, runner: &mut TestRunner) {
        let schema = made(&schema::schema(), runner);
        self.add(property, (schema, Draft::Draft202012), VALUES[0], runner);
    }

    pub(crate) fn add_from_elsewhere(&mut self, probe: Elsewhere, runner: &mut TestRunner) {
        self.add(
            probe.property,
            (probe.schema, probe.draft),
            VALUES[1],
            runner,
        );
    }

    fn add(
        &mut self,
        property: String,
        (schema, draft): (Value, Draft),
        count: usize,
        runner: &mut TestRunner,
    ) {
        let state = state_schema(&property, &schema);
        let is_checked = match flow::is_checked(&property, &schema) {
            Ok(is_checked) => is_checked,
            Err(errors) => {
                self.refused.insert(property, errors);
                return;
            }
        };
        let oracle = oracle::of(&state, draft);
        let values = vec(value::of(&schema, &state), count);
        let flow = &mut self.flows[usize::from(is_checked)];
        for (index, value) in made(&values, runner).into_iter().enumerate() {
            let value = json!({ &property: value });
            for step in [BEGIN, ASKED[index % 2]] {
                self.values.push(Entered {
                    flow: flow.name,
                    step,
                    property: property.clone(),
                    value: value.clone(),
                });
            }
        }
        note_defaults(&state, &mut self.defaults);
        flow.add(property.clone(), schema);
        self.oracles.insert(property, oracle);
    }

    /// The properties none of whose values fits.
    pub(crate) fn without_fitting_value(&self) -> BTreeSet<String> {
        let mut properties: BTreeSet<String> = self.oracles.keys().cloned().collect();
        let fits = |entered: &&Entered| self.oracles[&entered.property].is_valid(&entered.value);
        for entered in self.values.iter().filter(fits) {
            properties.remove(&entered.property);
        }
        properties
    }

    /// Whether a value that fits is stored as it was.
    ///
    /// What a state has beyond its type is kept beside it; an answer is what its type says.
    pub(crate) fn is_kept(&self, entered: &Entered, stored: &Value) -> bool {
        let Entered { value, .. } = entered;
        let oracle = &self.oracles[&entered.property];
        let allowed = Allowed {
            defaults: &self.defaults,
            described: (entered.step != BEGIN).then(|| place::described(oracle, value)),
        };
        allowed.is_kept("", value, stored)
    }
}

impl fmt::Display for Entered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            flow, step, value, ..
        } = self;
        write!(f, "{flow} {step} {value}")
    }
}

fn state_schema(property: &str, schema: &Value) -> Value {
    flow::state_schema(&Map::from_iter([(property.to_owned(), schema.clone())]))
}

fn note_defaults(schema: &Value, defaults: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                if member.get("default").is_some() {
                    defaults.insert(name.clone());
                }
                note_defaults(member, defaults);
            }
        }
        Value::Array(items) => {
            for item in items {
                note_defaults(item, defaults);
            }
        }
        _ => {}
    }
}

fn made<T: fmt::Debug>(strategy: &impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    let tree = strategy.new_tree(runner).expect("nothing is filtered");
    tree.current()
}
