//! The examples that are generated from flows with branches, with tasks that note their effects.

use example_profile_update::profile_update as profile;
use example_trial_conversion::trial_conversion as trial;
use tinyflow::{Map, TaskContext, TaskResult, json};

use super::{Effects, Example, Outside, View};

pub(crate) struct Noted(Effects);

impl Noted {
    fn noted<T>(&self, task: &TaskContext, state: T) -> TaskResult<T> {
        self.0.note(&task.idempotency_key());
        Ok(state)
    }
}

impl profile::Tasks for Noted {
    async fn save_profile(
        &self,
        task: TaskContext,
        state: profile::State,
    ) -> TaskResult<profile::State> {
        self.noted(&task, state)
    }

    async fn update_search(
        &self,
        task: TaskContext,
        mut state: profile::State,
    ) -> TaskResult<profile::State> {
        state.indexed_as = Some("document".to_owned());
        self.noted(&task, state)
    }

    async fn confirm_by_mail(
        &self,
        task: TaskContext,
        mut state: profile::State,
    ) -> TaskResult<profile::State> {
        state.mail_id = Some("mail".to_owned());
        self.noted(&task, state)
    }

    async fn publish(
        &self,
        task: TaskContext,
        mut state: profile::State,
    ) -> TaskResult<profile::State> {
        state.is_published = state.indexed_as.is_some() && state.mail_id.is_some();
        self.noted(&task, state)
    }
}

pub(crate) struct Updating;

impl Example for Updating {
    const NAME: &'static str = "profile-update";
    const AT_ONCE: usize = 2;
    type Workflow = profile::ProfileUpdateFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        profile::ProfileUpdateFlow::new(Noted(effects))
    }

    fn state() -> profile::State {
        profile::State {
            user_id: "ada".to_owned(),
            changes: profile::Changes {
                display_name: None,
                city: Some("Delft".to_owned()),
            },
            indexed_as: None,
            mail_id: None,
            is_published: false,
            extra: Map::new(),
        }
    }
}

impl trial::Tasks for Noted {
    async fn open_trial(&self, task: TaskContext, state: trial::State) -> TaskResult<trial::State> {
        self.noted(&task, state)
    }

    fn wait_for_purchase(&self, state: &mut trial::State, answer: trial::WaitForPurchaseAnswer) {
        state.plan = answer.plan;
    }

    async fn send_tips(
        &self,
        task: TaskContext,
        mut state: trial::State,
    ) -> TaskResult<trial::State> {
        state.reminders += 1;
        self.noted(&task, state)
    }

    async fn last_call(
        &self,
        task: TaskContext,
        mut state: trial::State,
    ) -> TaskResult<trial::State> {
        state.reminders += 1;
        self.noted(&task, state)
    }

    async fn start_subscription(
        &self,
        task: TaskContext,
        mut state: trial::State,
    ) -> TaskResult<trial::State> {
        state.subscription = Some("S-1".to_owned());
        self.noted(&task, state)
    }

    async fn close_trial(
        &self,
        task: TaskContext,
        state: trial::State,
    ) -> TaskResult<trial::State> {
        self.noted(&task, state)
    }
}

pub(crate) struct Converting;

impl Example for Converting {
    const NAME: &'static str = "trial-conversion";
    const AT_ONCE: usize = 2;
    type Workflow = trial::TrialConversionFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        trial::TrialConversionFlow::new(Noted(effects))
    }

    fn state() -> trial::State {
        trial::State {
            email: "ada@example.com".to_owned(),
            plan: trial::Plan::None,
            reminders: 0,
            subscription: None,
            extra: Map::new(),
        }
    }

    /// The customer buys after the second reminder.
    fn outside(run: &View<Self>) -> Outside<Self> {
        if run.state.reminders < 2 {
            return Outside::Nothing;
        }
        Outside::Answer(json!({ "plan": "monthly" }))
    }
}
