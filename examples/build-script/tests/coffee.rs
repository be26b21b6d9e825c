//! The flow that the build script has compiled runs.

use example_build_script::coffee_order::{Drink, State, create_workflow};
use tinyflow::{Context, SimpleContext, WorkflowRuntime};

/// The types of the log entries of a run with this drink, those of the engine left out.
async fn made(drink: Drink) -> Vec<String> {
    let context = SimpleContext::new();
    let runtime = WorkflowRuntime::new(context.clone(), create_workflow());
    let state = State {
        drink,
        sugars: 2,
        is_ready: false,
        extra: Default::default(),
    };
    let result = runtime.run("run-1", state).await.expect("it runs");
    assert!(result.is_finished());
    assert!(result.state().is_ready);
    let logs = context.logs("run-1").await.expect("there are logs");
    let own = ["shot_pulled", "milk_steamed", "served"];
    let types = logs.into_iter().map(|entry| entry.kind);
    types.filter(|kind| own.contains(&kind.as_str())).collect()
}

#[tokio::test]
async fn milk_goes_into_a_latte_alone() {
    assert_eq!(
        made(Drink::Latte).await,
        ["shot_pulled", "milk_steamed", "served"]
    );
    assert_eq!(made(Drink::Espresso).await, ["shot_pulled", "served"]);
}
