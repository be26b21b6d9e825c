// -----------------
// --- GENERATED ---
// -----------------

use tinyflow::generated::*;

/// The steps of *Order*. A name may hold `"quotes"`, /* or */ // and 'ticks'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
  StartOrder,
  TakePayment,
  CheckStock,
  EndOrder,
}

/// What a run of *Order* remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
  rename_all = "camelCase",
  deny_unknown_fields,
  default = "State::initial"
)]
pub struct State {
  pub order_id: String,
  #[serde(default, skip_serializing_if = "Option::is_none", rename = "in-stock")]
  pub in_stock: Option<bool>,
  pub pair: (u64,),
  pub map: BTreeMap<String, Vec<Option<BTreeMap<String, Vec<Option<serde_json::Value>>>>>>,
}

/// Parameters of *Take Payment*.
pub struct TakePaymentParams {
  pub note: &'static str,
}

impl State {
  /// The state that the flow starts with.
  pub fn initial() -> Self {
    Self {
      order_id: "A \"quoted\" text with a { and a // that no formatter touches".to_owned(),
      in_stock: None,
      pair: (1,),
      map: BTreeMap::from([("key".to_owned(), vec![None, Some(BTreeMap::new())])]),
    }
  }
}

/// The business logic of *Order*, a function for each task.
pub trait Tasks: Send + Sync {
  /// Take Payment
  fn take_payment(
    &self,
    task: TaskContext,
    state: State,
    params: TakePaymentParams,
  ) -> impl Future<Output = TaskResult<State>> + Send;
  /// Ship
  fn ship(&self, task: TaskContext) -> impl Future<Output = TaskResult<State>> + Send;
}

/// The control flow of *Order*.
pub struct OrderFlow<T> {
  tasks: T,
}

impl<T: Tasks> OrderFlow<T> {
  pub fn new(tasks: T) -> Self {
    Self { tasks }
  }

  async fn take_payment(&self, run: &DurableState<Step, State>) -> StepResult<Step> {
    let params = TakePaymentParams { note: "a note" };
    run
      .action("TakePayment", |task, state| {
        self.tasks.take_payment(task, state, params)
      })
      .await?;
    next(Step::CheckStock)
  }

  async fn check_stock(&self, run: &DurableState<Step, State>) -> StepResult<Step> {
    let state = run.state();
    if state.in_stock == Some(true) && state.order_id.len() > 3 || state.pair.0 == 1 {
      return next(Step::EndOrder);
    }
    let steps = state
      .map
      .values()
      .filter(|value| value.iter().any(|v| v.is_some()))
      .count();
    match (state.in_stock, steps) {
      (Some(true), 1) | (Some(false), 2) => return next(Step::EndOrder),
      (None, 0) => {}
      (None, _) => run.log("a rather long message for the log", steps, Step::CheckStock),
      _ => {
        run.forget();
        run.stop();
      }
    }
    next(Step::TakePayment)
  }
}

impl<T> Workflow for OrderFlow<T>
where
  T: Tasks + Clone,
{
  type Step = Step;

  async fn step(&self, run: &DurableState<Step, State>, step: Step) -> StepResult<Step> {
    match step {
      Step::StartOrder => next(Step::TakePayment),
      Step::TakePayment => self.take_payment(run).await,
      Step::CheckStock => self.check_stock(run).await,
      Step::EndOrder => end(
        run.state().in_stock.unwrap_or_default(),
        run.state().order_id,
      ),
    }
  }
}
