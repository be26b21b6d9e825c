//! Coffee, from the order to the counter.

tinyflow::include_flow!("coffee_order");

/// A barista who says what is done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Barista;

impl Tasks for Barista {
    async fn pull_shot(
        &self,
        task: TaskContext,
        state: State,
        params: PullShotParams,
    ) -> TaskResult<State> {
        task.add_log("shot_pulled", json!({ "grams": params.grams }));
        Ok(state)
    }

    async fn steam_milk(&self, task: TaskContext, state: State) -> TaskResult<State> {
        task.add_log("milk_steamed", json!({}));
        Ok(state)
    }

    async fn serve(&self, task: TaskContext, mut state: State) -> TaskResult<State> {
        task.add_log("served", json!({ "sugars": state.sugars }));
        state.is_ready = true;
        Ok(state)
    }
}

/// The workflow of a coffee.
#[must_use]
pub fn create_workflow() -> CoffeeOrderFlow<Barista> {
    CoffeeOrderFlow::new(Barista)
}
