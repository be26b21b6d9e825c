//! Code that a build script has made of a flow, in the place where it is used.

/// Includes the code that `tinyflow-build` has made of a flow, as if it stood here.
///
/// The name is that of the flow's file as a module name: `user_onboarding` for
/// `user-onboarding.json`. What comes in are the types of the flow, the trait `Tasks` and the
/// workflow; what implements `Tasks` is yours.
///
/// ```ignore
/// tinyflow::include_flow!("order");
///
/// pub struct OrderTasks;
///
/// impl Tasks for OrderTasks {
///     // a function for each task
/// }
/// ```
#[macro_export]
macro_rules! include_flow {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"));
    };
}
