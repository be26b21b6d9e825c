//! The state that a flow starts with, where the flow itself says all of it.

/// A state that the flow's `globalState` and the defaults of its schema make whole.
///
/// Generated code implements it for such states alone. For all others the program has to
/// hand over a state of its own.
#[diagnostic::on_unimplemented(
    message = "the flow's `globalState` does not make a whole `{Self}`",
    label = "this state has no initial value",
    note = "give every required property a value in `globalState` or a default in the schema, or build the state yourself"
)]
pub trait InitialState {
    /// The state of a run that has not done anything yet.
    fn initial() -> Self;
}
