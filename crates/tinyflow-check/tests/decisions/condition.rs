//! Random conditions, and what they mean.

use std::fmt;

use proptest::prelude::*;

use crate::world::State;

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    IsPaid,
    HasPlan,
    HasOwner,
    Plan(&'static str),
    Age(&'static str, i64),
    Seats(&'static str, i64),
    HasNoSeats,
    Not(Box<Self>),
    Both(Box<Self>, Box<Self>),
    Either(Box<Self>, Box<Self>),
}

impl Condition {
    pub(crate) fn holds(&self, state: &State) -> bool {
        match self {
            Self::IsPaid => state.is_paid,
            Self::HasPlan => state.plan.is_some(),
            Self::HasOwner => state.owner.is_some(),
            Self::Plan(plan) => state.plan == Some(plan),
            Self::Age(operator, number) => {
                let age = state.owner.flatten();
                age.is_some_and(|age| compares(age, operator, *number))
            }
            // Before and behind a number, `null` is 0.
            Self::Seats(operator, number) => match (state.seats, *operator) {
                (None, "===") => false,
                (seats, operator) => compares(seats.unwrap_or(0), operator, *number),
            },
            Self::HasNoSeats => state.seats.is_none(),
            Self::Not(inner) => !inner.holds(state),
            Self::Both(left, right) => left.holds(state) && right.holds(state),
            Self::Either(left, right) => left.holds(state) || right.holds(state),
        }
    }
}

fn compares(left: i64, operator: &str, right: i64) -> bool {
    match operator {
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        ">=" => left >= right,
        _ => left == right,
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IsPaid => write!(formatter, "state.isPaid"),
            Self::HasPlan => write!(formatter, "state.plan !== undefined"),
            Self::HasOwner => write!(formatter, "state.owner"),
            Self::Plan(plan) => write!(formatter, "state.plan === '{plan}'"),
            Self::Age(operator, number) => {
                write!(formatter, "state.owner?.age {operator} {number}")
            }
            Self::Seats(operator, number) => write!(formatter, "state.seats {operator} {number}"),
            Self::HasNoSeats => write!(formatter, "state.seats === null"),
            Self::Not(inner) => write!(formatter, "!({inner})"),
            Self::Both(left, right) => write!(formatter, "({left}) && ({right})"),
            Self::Either(left, right) => write!(formatter, "({left}) || ({right})"),
        }
    }
}

/// One to four conditions of one step.
pub(crate) fn conditions() -> impl Strategy<Value = Vec<Condition>> {
    prop::collection::vec(condition(), 1..5)
}

fn condition() -> impl Strategy<Value = Condition> {
    let operator = || prop::sample::select(vec!["<", "<=", ">", ">=", "==="]);
    let simple = prop_oneof![
        Just(Condition::IsPaid),
        Just(Condition::HasPlan),
        Just(Condition::HasOwner),
        Just(Condition::HasNoSeats),
        (operator(), 0..3_i64).prop_map(|(operator, number)| Condition::Seats(operator, number)),
        prop::sample::select(vec!["free", "pro"]).prop_map(Condition::Plan),
        (operator(), 0..3_i64).prop_map(|(operator, number)| Condition::Age(operator, number)),
    ];
    simple.prop_recursive(2, 6, 2, |inner| {
        let both = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
            both.clone()
                .prop_map(|(left, right)| Condition::Both(Box::new(left), Box::new(right))),
            both.prop_map(|(left, right)| Condition::Either(Box::new(left), Box::new(right))),
        ]
    })
}
