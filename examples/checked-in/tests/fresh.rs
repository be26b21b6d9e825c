//! The generated file is what its flow says, and the flow runs.

use example_checked_in::parcel_return::{State, create_workflow};
use tinyflow::{InitialState, SimpleContext, WorkflowRuntime};

#[test]
fn the_generated_file_is_fresh() {
    tinyflow_build::assert_fresh("flows/parcel-return.json", "src/parcel_return.rs");
}

#[tokio::test]
async fn a_whole_parcel_is_refunded() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), create_workflow());
    let result = runtime.run("run-1", State::initial()).await;
    let result = result.expect("it runs");
    assert_eq!(result.state().refund_in_cents, Some(1_999));
}
