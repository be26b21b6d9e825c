//! Runs what the flows have become, and prints what came of each run on a line of its own.

use original_generator::{conditional, defaults, forked, regenerated, shaped};
use serde_json::json;
use tinyflow::{
    InitialState, RuntimeError, SimpleContext, TaskContext, TaskResult, Workflow, WorkflowRuntime,
};

struct Noted;

/// Tasks that note in the state that they were called.
macro_rules! noted {
    ($module:ident: $($task:ident),*) => {
        impl $module::Tasks for Noted {
            $(async fn $task(
                &self,
                _: TaskContext,
                mut state: $module::State,
            ) -> TaskResult<$module::State> {
                state.$task = true;
                Ok(state)
            })*
        }
    };
}

noted!(forked: a, b, c, meet);
noted!(conditional: a, b);

impl defaults::Tasks for Noted {
    async fn a(
        &self,
        _: TaskContext,
        mut state: defaults::State,
        params: defaults::AParams,
    ) -> TaskResult<defaults::State> {
        state.seats += params.copies;
        state.note = params.reply.or(Some(params.template));
        Ok(state)
    }
}

async fn run<W: Workflow>(workflow: W, state: W::State) -> Result<(), RuntimeError> {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    println!("{}", runtime.run("r", state).await?);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(forked::FFlow::new(Noted), forked::State::initial()).await?;
    for n in [3, 5, 9] {
        let state = conditional::State {
            n,
            ..conditional::State::initial()
        };
        run(conditional::FFlow::new(Noted), state).await?;
    }
    // What the first run makes of its state is nothing to the second one.
    for _ in 0..2 {
        run(defaults::FFlow::new(Noted), defaults::State::initial()).await?;
    }
    let state = json!({
        "colours": ["blue", "red"], "size": "large", "kind": "order", "id": "x", "length": 1.5,
        "both": { "a": "a", "b": 2 }, "at": { "x": 0.5 }, "prices": { "tea": 2.25 },
    });
    run(shaped::create_workflow(), serde_json::from_value(state)?).await?;
    run(
        regenerated::create_workflow(),
        regenerated::State::initial(),
    )
    .await?;
    Ok(())
}
