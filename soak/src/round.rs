//! One random state's shape, with a few states and many conditions over it.

use std::{fmt, thread};

use fastrand::Rng;
use serde_json::Value;

use crate::checked::{answers, check, flow};
use crate::condition::Conditions;
use crate::javascript::{Answer, JavaScript};
use crate::schema::{Presence, Property, json_schema, object, state};
use crate::tree;

/// How many conditions a round asks for, and in how many states.
const CONDITIONS: usize = 25;
const STATES: usize = 4;

/// What a round was made of, and what the JavaScript engine answered.
pub struct Round {
    seed: u64,
    schema: Value,
    properties: Vec<Property>,
    states: Vec<Value>,
    conditions: Vec<String>,
    /// For each condition the answer in each state.
    expected: Vec<Vec<Answer>>,
}

/// What was compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Answers of the evaluator and JavaScript.
    pub comparisons: usize,
    /// Conditions that were made.
    pub made: usize,
    /// Those of them that the checker refuses.
    pub refused: usize,
    /// Answers of JavaScript that are errors.
    pub thrown: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            comparisons,
            made,
            refused,
            thrown,
        } = self;
        write!(
            f,
            "{comparisons} answers, {thrown} of them errors; {refused} of {made} conditions refused"
        )
    }
}

impl Round {
    /// Makes a round and compares the evaluator's answers with those of the
    /// JavaScript engine, and the trees of both parsers. The disagreements are
    /// texts for people.
    pub fn run(seed: u64, tally: &mut Tally) -> (Self, Vec<String>) {
        let mut rng = Rng::with_seed(seed);
        let properties = state(&mut rng);
        let schema = json_schema(&properties);
        let states: Vec<Value> = (0..STATES).map(|_| object(&mut rng, &properties)).collect();
        let mut made = Conditions::new(rng, &properties);
        let mut disagreements = Vec::new();
        let mut conditions = Vec::new();
        let mut warned = Vec::new();
        for _ in 0..CONDITIONS {
            let condition = made.text();
            tally.made += 1;
            disagreements.extend(compare_trees(&condition));
            let misspelt = made.misspelt(&condition);
            if tinyflow_expression::parse(&misspelt).is_ok() {
                disagreements.extend(compare_trees(&misspelt));
            }
            let outcome = check(&flow(&schema, std::slice::from_ref(&condition)));
            if outcome.flow.is_none() {
                tally.refused += 1;
                continue;
            }
            warned.push(outcome.findings.iter().any(|finding| {
                matches!(finding.rule.name, "reads_through_missing" | "open_operand")
            }));
            conditions.push(condition);
        }
        let mut round = Self {
            seed,
            schema,
            states,
            conditions,
            expected: Vec::new(),
            properties: properties.clone(),
        };
        round.ask_javascript(tally);
        disagreements.extend(round.compare_evaluator(tally));
        disagreements.extend(round.unwarned(&warned));
        let disagreements = disagreements
            .into_iter()
            .map(|text| format!("seed {seed}: {text}"))
            .collect();
        (round, disagreements)
    }

    /// The conditions that were translated.
    pub fn conditions(&self) -> &[String] {
        &self.conditions
    }

    /// The flow with a decision for each of them.
    pub fn flow(&self) -> String {
        flow(&self.schema, &self.conditions)
    }

    /// The states as they may be on the wire: some without what has a default.
    pub fn wire_states(&self) -> Vec<Value> {
        let mut states = self.states.clone();
        for property in &self.properties {
            let Presence::Default(default) = &property.presence else {
                continue;
            };
            for state in states.iter_mut().filter_map(Value::as_object_mut) {
                if state.get(property.name) == Some(default) {
                    state.remove(property.name);
                }
            }
        }
        states
    }

    /// The disagreements of one condition's answers, those of runs, with the
    /// JavaScript engine's.
    pub fn compare_row(&self, index: usize, answered: &[Value]) -> Vec<String> {
        let answered = answered.iter().map(|answer| match answer {
            Value::Bool(holds) => Answer::Holds(*holds),
            other => Answer::Throws(other.to_string()),
        });
        let answered: Vec<Answer> = answered.collect();
        let texts = (0..self.states.len()).filter_map(|state| {
            self.compare(index, state, answered.get(state)?)
                .map(|text| format!("seed {}: compiled: {text}", self.seed))
        });
        let mut texts: Vec<String> = texts.collect();
        if answered.len() != self.states.len() {
            texts.push(format!("seed {}: no answers from the program", self.seed));
        }
        texts
    }

    fn ask_javascript(&mut self, tally: &mut Tally) {
        let names = self.properties.iter().map(|property| property.name);
        let names: Vec<&str> = names
            .filter(|name| name.chars().all(char::is_alphabetic))
            .collect();
        let texts: Vec<String> = self.states.iter().map(Value::to_string).collect();
        self.expected = with_stack(|| {
            let mut javascript = JavaScript::new();
            let conditions = self.conditions.iter().map(|condition| {
                let answers = texts.iter();
                let answers = answers.map(|state| javascript.answer(condition, state, &names));
                answers.collect()
            });
            conditions.collect()
        });
        let answers = self.expected.iter().flatten();
        tally.thrown += answers
            .filter(|answer| matches!(answer, Answer::Throws(_)))
            .count();
    }

    fn compare_evaluator(&self, tally: &mut Tally) -> Vec<String> {
        if self.conditions.is_empty() {
            return Vec::new();
        }
        let Some(flow) = check(&self.flow()).flow else {
            return vec!["the flow of sound conditions is unsound".to_owned()];
        };
        let mut disagreements = Vec::new();
        for (index, state) in self.states.iter().enumerate() {
            for (condition, answer) in answers(&flow, state).iter().enumerate() {
                tally.comparisons += 1;
                disagreements.extend(self.compare(condition, index, answer));
            }
        }
        disagreements
    }

    /// Conditions that throw, and of which nothing was said.
    fn unwarned(&self, warned: &[bool]) -> Vec<String> {
        let rows = self.conditions.iter().zip(&self.expected).zip(warned);
        let unwarned = rows.filter(|((_, answers), warned)| {
            let mut answers = answers.iter();
            !**warned && answers.any(|answer| matches!(answer, Answer::Throws(_)))
        });
        unwarned
            .map(|((condition, _), _)| format!("{condition}\n  throws, and no warning says so"))
            .collect()
    }

    fn compare(&self, condition: usize, state: usize, answer: &Answer) -> Option<String> {
        let expected = &self.expected[condition][state];
        if expected.agrees(answer) {
            return None;
        }
        Some(format!(
            "{}\n  over {}\n  in {}\n  is {expected:?}, not {answer:?}",
            self.conditions[condition], self.schema, self.states[state],
        ))
    }
}

/// Runs what needs more stack than threads have: in a build without optimisation the JavaScript
/// engine takes 150 KiB of it for each level of a condition.
fn with_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(64 << 20);
        let thread = thread.spawn_scoped(scope, run);
        match thread.expect("a thread can be started").join() {
            Ok(made) => made,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Whether both parsers see one tree.
fn compare_trees(condition: &str) -> Option<String> {
    let ours = tinyflow_expression::parse(condition);
    let theirs = tree::of_javascript(condition);
    match (ours, theirs) {
        (Ok(ours), Some(theirs)) if ours.to_string() == theirs => None,
        (Ok(ours), theirs) => Some(format!("{condition}\n  is {theirs:?}, not {ours}")),
        (Err(error), _) => Some(format!("{condition}\n  is refused: {error}")),
    }
}
