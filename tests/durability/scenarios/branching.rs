//! The examples that are generated from flows with branches, with tasks that note their effects.

use example_profile_update::profile_update::{self as profile, State as Profile};
use example_trial_conversion::trial_conversion::{self as trial, State as Trial};
use tinyflow::{Map, TaskContext, TaskResult, json};

use super::{Effects, Example, Outside, View};

pub(crate) struct Noted(Effects);

impl Noted {
    /// Notes that a task was called, which changes the state so.
    fn noted<T>(
        &self,
        task: &TaskContext,
        mut state: T,
        change: impl FnOnce(&mut T),
    ) -> TaskResult<T> {
        self.0.note(&task.idempotency_key());
        change(&mut state);
        Ok(state)
    }
}

impl profile::Tasks for Noted {
    async fn save_profile(&self, task: TaskContext, state: Profile) -> TaskResult<Profile> {
        self.noted(&task, state, |_| {})
    }

    async fn update_search(&self, task: TaskContext, state: Profile) -> TaskResult<Profile> {
        let document = Some("document".to_owned());
        self.noted(&task, state, |profile| profile.indexed_as = document)
    }

    async fn confirm_by_mail(&self, task: TaskContext, state: Profile) -> TaskResult<Profile> {
        let mail = Some("mail".to_owned());
        self.noted(&task, state, |profile| profile.mail_id = mail)
    }

    async fn publish(&self, task: TaskContext, state: Profile) -> TaskResult<Profile> {
        self.noted(&task, state, |profile| {
            profile.is_published = profile.indexed_as.is_some() && profile.mail_id.is_some();
        })
    }
}

pub(crate) struct Updating;

impl Example for Updating {
    const NAME: &'static str = "profile-update";
    type Workflow = profile::ProfileUpdateFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        profile::ProfileUpdateFlow::new(Noted(effects))
    }

    fn state() -> Profile {
        Profile {
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
    async fn open_trial(&self, task: TaskContext, state: Trial) -> TaskResult<Trial> {
        self.noted(&task, state, |_| {})
    }

    fn wait_for_purchase(&self, state: &mut Trial, answer: trial::WaitForPurchaseAnswer) {
        state.plan = answer.plan;
    }

    async fn send_tips(&self, task: TaskContext, state: Trial) -> TaskResult<Trial> {
        self.noted(&task, state, |trial| trial.reminders += 1)
    }

    async fn last_call(&self, task: TaskContext, state: Trial) -> TaskResult<Trial> {
        self.noted(&task, state, |trial| trial.reminders += 1)
    }

    async fn start_subscription(&self, task: TaskContext, state: Trial) -> TaskResult<Trial> {
        let subscription = Some("S-1".to_owned());
        self.noted(&task, state, |trial| trial.subscription = subscription)
    }

    async fn close_trial(&self, task: TaskContext, state: Trial) -> TaskResult<Trial> {
        self.noted(&task, state, |_| {})
    }
}

pub(crate) struct Converting;

impl Example for Converting {
    const NAME: &'static str = "trial-conversion";
    type Workflow = trial::TrialConversionFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        trial::TrialConversionFlow::new(Noted(effects))
    }

    fn state() -> Trial {
        Trial {
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
