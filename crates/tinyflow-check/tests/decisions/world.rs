//! Every state of a small world.

use serde_json::{Value, json};

/// A state; none is a missing value.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) plan: Option<&'static str>,
    pub(crate) is_paid: bool,
    /// None is `null`.
    pub(crate) seats: Option<i64>,
    /// The owner, and the owner's age.
    pub(crate) owner: Option<Option<i64>>,
}

/// Numbers on both sides of each that a condition may name, which are 0 to 2.
const NUMBERS: std::ops::Range<i64> = -1..4;

pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["isPaid", "seats"],
        "properties": {
            "plan": { "enum": ["free", "pro"] },
            "isPaid": { "type": "boolean" },
            "seats": { "type": ["integer", "null"] },
            "owner": { "type": "object", "properties": { "age": { "type": "integer" } } },
        },
    })
}

pub(crate) fn states() -> Vec<State> {
    let ages = || std::iter::once(None).chain(NUMBERS.map(Some));
    let owners: Vec<Option<Option<i64>>> = std::iter::once(None).chain(ages().map(Some)).collect();
    let mut states = Vec::new();
    for plan in [None, Some("free"), Some("pro")] {
        for is_paid in [false, true] {
            for seats in ages() {
                for owner in &owners {
                    states.push(State {
                        plan,
                        is_paid,
                        seats,
                        owner: *owner,
                    });
                }
            }
        }
    }
    states
}
