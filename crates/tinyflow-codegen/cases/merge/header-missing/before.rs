// -----------------
// --- GENERATED ---
// -----------------

/// What a run of *Order* remembers.
pub struct State {
    pub order_id: String,
}

/// The business logic of *Order*.
pub trait Tasks {
    /// take payment
    fn take_payment(&self, state: State) -> State;
}

// --- IMPLEMENTATION ---

pub struct OrderTasks;

impl Tasks for OrderTasks {
    fn take_payment(&self, state: State) -> State {
        state
    }
}
