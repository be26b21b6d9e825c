//! Every branch of the onboarding to its end, undisturbed, stopped at every checkpoint, and with
//! a mail server that fails.

use std::io;

use example_user_onboarding::accounts::{Account, Accounts};
use example_user_onboarding::mailer::{Mail, Mailer};
use example_user_onboarding::user_onboarding::{State, create_workflow};
use tinyflow::{InitialState, RunResult, RuntimeError, SimpleContext, StepError, WorkflowRuntime};
use tinyflow_tests::recording::{Ledger, Recorded, run_from_everywhere, transitions};

const TO_THE_END: [&str; 3] = [
    "StartFlow -> SendWelcome",
    "SendWelcome -> CheckProfile",
    "CheckProfile -> EndFlow",
];

const BY_THE_REMINDER: [&str; 4] = [
    "StartFlow -> SendWelcome",
    "SendWelcome -> CheckProfile",
    "CheckProfile -> SendReminder",
    "SendReminder -> EndFlow",
];

const WELCOME: &str = "ada/1:SendWelcome:SendWelcome: mail welcome-v2 to ada@example.com";
const REMINDER: &str = "ada/3:SendReminder:SendReminder: mail profile-reminder to ada@example.com";

#[tokio::test]
async fn a_complete_profile_is_welcomed_alone() -> Result<(), RuntimeError> {
    let run = onboard(true).await?;

    assert_eq!(run.state.profile_is_complete, Some(true));
    assert_eq!(run.state.mails_sent, ["welcome-v2"]);
    assert_eq!(run.ledger.lines(), [WELCOME]);
    assert_eq!(run.transitions(), TO_THE_END);
    // The beginning, one action, three moves, and the end.
    assert_eq!(run.snapshots.len(), 1 + 1 + 3 + 1);
    Ok(())
}

#[tokio::test]
async fn an_incomplete_profile_is_welcomed_and_reminded() -> Result<(), RuntimeError> {
    let run = onboard(false).await?;

    assert_eq!(run.state.profile_is_complete, Some(false));
    assert_eq!(run.state.mails_sent, ["welcome-v2", "profile-reminder"]);
    assert_eq!(run.ledger.lines(), [WELCOME, REMINDER]);
    assert_eq!(run.transitions(), BY_THE_REMINDER);
    // The beginning, two actions, four moves, and the end.
    assert_eq!(run.snapshots.len(), 1 + 2 + 4 + 1);
    Ok(())
}

#[tokio::test]
async fn a_reminder_that_failed_is_sent_after_the_repair() -> Result<(), RuntimeError> {
    let world = World::new(false);
    let workflow = create_workflow(world.clone(), world.clone());
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    world.ledger.refuse("profile-reminder");

    let failed = runtime.run("ada", ada()).await?;

    assert_eq!(
        failed.to_string(),
        "run ada failed: action `SendReminder` failed in step `SendReminder` of run `ada`: \
         refused: mail profile-reminder to ada@example.com"
    );
    assert_eq!(failed.state().mails_sent, ["welcome-v2"]);
    assert_eq!(world.ledger.lines(), [WELCOME]);

    world.ledger.accept();
    let resumed = runtime.resume("ada").await?;

    assert!(resumed.is_finished(), "{resumed}");
    assert_eq!(
        resumed.state().mails_sent,
        ["welcome-v2", "profile-reminder"]
    );
    assert_eq!(world.ledger.lines(), [WELCOME, REMINDER]);
    let snapshot = runtime.snapshot("ada").await?;
    assert_eq!(transitions(&snapshot), BY_THE_REMINDER);
    Ok(())
}

#[tokio::test]
async fn an_unknown_user_is_a_permanent_failure() -> Result<(), RuntimeError> {
    let world = World::new(true);
    let workflow = create_workflow(world.clone(), world.clone());
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);

    // The flow's own first state names a user whom nobody here knows.
    let result = runtime.run("stranger", State::initial()).await?;

    let RunResult::Failed { error, .. } = result else {
        panic!("there is no such user: {result}");
    };
    let StepError::Task {
        permanent, source, ..
    } = error
    else {
        panic!("the task knows best: {error}");
    };
    assert!(permanent);
    assert_eq!(source.to_string(), "there is no user `user-001`");
    assert!(world.ledger.lines().is_empty());
    Ok(())
}

async fn onboard(profile_is_complete: bool) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger| {
        let world = World {
            ledger: ledger.clone(),
            ..World::new(profile_is_complete)
        };
        create_workflow(world.clone(), world)
    };
    run_from_everywhere("ada", ada(), make).await
}

fn ada() -> State {
    State {
        user_id: "user-ada".to_string(),
        ..State::initial()
    }
}

/// A world with one account and a mail server.
#[derive(Clone)]
struct World {
    profile_is_complete: bool,
    ledger: Ledger,
}

impl World {
    fn new(profile_is_complete: bool) -> Self {
        Self {
            profile_is_complete,
            ledger: Ledger::default(),
        }
    }
}

impl Accounts for World {
    async fn find(&self, user_id: &str) -> io::Result<Option<Account>> {
        let account = Account {
            email: "ada@example.com".to_string(),
            profile_is_complete: self.profile_is_complete,
        };
        Ok((user_id == "user-ada").then_some(account))
    }
}

impl Mailer for World {
    async fn send(&self, mail: Mail) -> io::Result<()> {
        let what = format!("mail {} to {}", mail.template, mail.to);
        self.ledger.note(&mail.key, what)
    }
}
