//! The names that generated code imports, and code as it is generated.

use std::collections::BTreeSet;

use tinyflow::{SimpleContext, WorkflowRuntime};

/// A file as it is generated, with names of the user's own that the import must not touch.
#[expect(
    unreachable_pub,
    reason = "a generated file does not know how it is included"
)]
mod onboarding {
    use tinyflow::generated::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    pub enum Step {
        StartFlow,
        SendWelcome,
        CheckProfile,
        EndFlow,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct State {
        pub user_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub profile_is_complete: Option<bool>,
        #[serde(rename = "_extra", default, skip_serializing_if = "Map::is_empty")]
        pub extra: Map<String, Value>,
    }

    impl InitialState for State {
        fn initial() -> Self {
            Self {
                user_id: "user-123".to_owned(),
                profile_is_complete: None,
                extra: Map::new(),
            }
        }
    }

    pub struct SendWelcomeParams {
        pub template: String,
    }

    pub trait Tasks: Send + Sync {
        fn send_welcome(
            &self,
            task: TaskContext,
            state: State,
            params: SendWelcomeParams,
        ) -> impl Future<Output = TaskResult<State>> + Send;
    }

    pub struct UserOnboardingFlow<T> {
        tasks: T,
    }

    impl<T: Tasks> UserOnboardingFlow<T> {
        pub fn new(tasks: T) -> Self {
            Self { tasks }
        }

        async fn send_welcome(&self, run: &DurableState<Step, State>) -> StepResult<Step> {
            let params = SendWelcomeParams {
                template: "welcome".to_owned(),
            };
            run.action("SendWelcome", |task, state| {
                self.tasks.send_welcome(task, state, params)
            })
            .await?;
            next(Step::CheckProfile)
        }

        fn check_profile(run: &DurableState<Step, State>) -> StepResult<Step> {
            let state = run.state();
            if *present(&state.profile_is_complete, "state.profileIsComplete")? {
                return next(Step::EndFlow);
            }
            Err(run.no_condition_holds())
        }
    }

    impl<T: Tasks> Workflow for UserOnboardingFlow<T> {
        type Step = Step;
        type State = State;

        fn flow(&self) -> FlowId {
            FlowId::new("user-onboarding", "1.0.0")
        }

        fn begin(&self) -> Step {
            Step::StartFlow
        }

        async fn execute(&self, step: Step, run: &DurableState<Step, State>) -> StepResult<Step> {
            match step {
                Step::StartFlow => next(Step::SendWelcome),
                Step::SendWelcome => self.send_welcome(run).await,
                Step::CheckProfile => Self::check_profile(run),
                Step::EndFlow => end(),
            }
        }
    }

    pub struct Mailer;

    /// The user's own result; a `Result` in the import would be ambiguous with the prelude's.
    fn template_name(params: &SendWelcomeParams) -> Result<&str, Box<dyn std::error::Error>> {
        Some(params.template.as_str()).ok_or_else(|| "no template".into())
    }

    impl Tasks for Mailer {
        async fn send_welcome(
            &self,
            task: TaskContext,
            mut state: State,
            params: SendWelcomeParams,
        ) -> TaskResult<State> {
            let template = template_name(&params).unwrap_or("plain").to_owned();
            let mail = format!("{template} to {} ({})", state.user_id, task.step());
            state.extra.insert("mail".to_owned(), mail.into());
            state.profile_is_complete = Some(true);
            Ok(state)
        }
    }

    pub fn create_workflow() -> UserOnboardingFlow<Mailer> {
        UserOnboardingFlow::new(Mailer)
    }
}

#[tokio::test]
async fn generated_code_runs() {
    use tinyflow::InitialState;

    let runtime = WorkflowRuntime::new(SimpleContext::new(), onboarding::create_workflow());
    let run = tokio::spawn(async move {
        let state = onboarding::State::initial();
        runtime.run("user-123", state).await
    });
    let state = r#"{"userId":"user-123","profileIsComplete":true,"#.to_owned()
        + r#""_extra":{"mail":"welcome to user-123 (SendWelcome)"}}"#;
    let result = run.await.unwrap().unwrap();
    assert_eq!(
        result.to_string(),
        format!("run user-123 finished: {state}")
    );
}

#[test]
fn the_list_of_names_is_fixed() {
    let source = include_str!("../../src/generated.rs");
    let items = source.split("pub use ").skip(1);
    let imports = items.map(|item| item.split(';').next().unwrap());
    let names: BTreeSet<&str> = imports
        .flat_map(|import| import.split([',', '{', '}', ':', ' ', '\n']))
        .filter(|name| !["", "self", "as", "crate", "_", "AtOnce", "BoxedStep"].contains(name))
        .filter(|name| {
            ![
                "std",
                "collections",
                "future",
                "task",
                "time",
                "serde",
                "serde_json",
            ]
            .contains(name)
        })
        .filter(|name| *name != "tinyflow_javascript")
        .collect();
    let expected = [
        "ActionOptions",
        "BTreeMap",
        "Deserialize",
        "DurableState",
        "Duration",
        "EventOf",
        "FlowId",
        "Future",
        "InitialState",
        "JsonSchema",
        "Map",
        "Poll",
        "Polling",
        "RetryPolicy",
        "Serialize",
        "StepFuture",
        "StepResult",
        "TaskContext",
        "TaskResult",
        "Value",
        "Workflow",
        "end",
        "fork",
        "js",
        "json",
        "next",
        "optional",
        "pause",
        "present",
        "repeat",
    ];
    assert_eq!(names, BTreeSet::from(expected));
}
