//! What a value is within a flow, and the order of the keys that it may have.

use crate::{Connection, Flow, Member, Object};

/// What a value is within a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Flow,
    Steps,
    Step,
    Connections,
    Connection,
    EventInput,
    EventOutput,
    /// What a schema names: properties, definitions.
    Named,
    /// Whose inside is not FlowJSON's.
    Free,
}

const STEP: &[&str] = &[
    "id",
    "name",
    "type",
    "paramsSchema",
    "params",
    "duration",
    "eventInput",
    "eventOutput",
    "metadata",
];

impl Role {
    /// What the value under `key` is in an object of this role.
    pub(super) fn of_member(self, key: &str) -> Self {
        match (self, key) {
            (Self::Flow, "steps") => Self::Steps,
            (Self::Flow, "connections") => Self::Connections,
            (Self::Step, "eventInput") => Self::EventInput,
            (Self::Step, "eventOutput") => Self::EventOutput,
            (_, "properties" | "$defs" | "definitions") => Self::Named,
            _ => Self::Free,
        }
    }

    /// What the elements are in an array of this role.
    pub(super) fn of_element(self) -> Self {
        match self {
            Self::Steps => Self::Step,
            Self::Connections => Self::Connection,
            _ => Self::Free,
        }
    }

    /// The members in canonical order: what FlowJSON names first, each of the
    /// rest where it stood.
    pub(super) fn ordered(self, object: &Object) -> Vec<&Member> {
        let known: &[&str] = match self {
            Self::Flow => Flow::FIELDS,
            Self::Step => STEP,
            Self::Connection => Connection::FIELDS,
            Self::EventInput => &["value", "eventInputSchema"],
            Self::EventOutput => &["value", "eventOutputSchema"],
            Self::Steps | Self::Connections | Self::Named | Self::Free => &[],
        };
        let rank = |name: &str| known.iter().position(|other| *other == name);
        let mut members: Vec<&Member> = object.members.iter().collect();
        members.sort_by_key(|member| rank(&member.name).unwrap_or(known.len()));
        members
    }
}
