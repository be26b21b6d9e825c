//! How much is tried to judge the decisions of a flow.

/// How many states are put to the conditions of a decision.
const MOST_STATES: usize = 1_024;

/// How many answers are asked for of a decision.
const MOST_ANSWERS: usize = 4_096;

/// How many answers are asked for in a flow, for each of its conditions and on top of that:
/// usual decisions need a tenth of it. So the time for a flow grows no faster than the flow.
const FOR_EACH_CONDITION: usize = 128;
const ON_TOP: usize = 200_000;

/// What is left to be tried.
pub(super) struct Budget {
    answers: usize,
}

impl Budget {
    /// For a flow with so many conditions.
    pub(super) fn new(conditions: usize) -> Self {
        Self {
            answers: ON_TOP + conditions * FOR_EACH_CONDITION,
        }
    }

    /// Whether so many states may be put to so many conditions; if so, it is counted.
    pub(super) fn allows(&mut self, states: usize, conditions: usize) -> bool {
        let answers = states.saturating_mul(conditions);
        let is_allowed = states <= MOST_STATES && answers <= MOST_ANSWERS.min(self.answers);
        if is_allowed {
            self.answers -= answers;
        }
        is_allowed
    }
}
