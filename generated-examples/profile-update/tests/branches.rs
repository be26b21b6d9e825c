//! A profile update in memory and on SQLite, and again from every snapshot.

use std::io;
use std::sync::Arc;

use example_profile_update::mailer::Mailer;
use example_profile_update::profile_update::{
    Changes, ProfileUpdateFlow, State, Tasks, create_workflow,
};
use example_profile_update::profiles::Profiles;
use example_profile_update::search_index::SearchIndex;
use tinyflow::{Map, RunResult, RuntimeError, SimpleContext, WorkflowRuntime};
use tinyflow_tests::recording::{Ledger, drive_from_everywhere};
use tokio::sync::Barrier;

/// Profiles, index and mails that write what they do into a ledger.
#[derive(Clone, Default)]
struct World {
    ledger: Ledger,
    /// Where index and mailer wait for each other, if they do.
    barrier: Option<Arc<Barrier>>,
}

impl World {
    fn workflow(&self) -> ProfileUpdateFlow<impl Tasks + use<>> {
        create_workflow(self.clone(), self.clone(), self.clone())
    }

    async fn meet(&self) {
        if let Some(barrier) = &self.barrier {
            barrier.wait().await;
        }
    }
}

impl Profiles for World {
    async fn save(&self, user: &str, changes: &Changes, key: &str) -> io::Result<()> {
        let name = changes.display_name.as_deref().unwrap_or_default();
        self.ledger.note(key, format!("save {user} as {name}"))
    }

    async fn publish(&self, user: &str, key: &str) -> io::Result<()> {
        self.ledger.note(key, format!("publish {user}"))
    }
}

impl SearchIndex for World {
    async fn index(&self, user: &str, key: &str) -> io::Result<String> {
        self.meet().await;
        self.ledger.note(key, format!("index {user}"))?;
        Ok(format!("document of {user}"))
    }
}

impl Mailer for World {
    async fn send(&self, to: &str, text: &str, key: &str) -> io::Result<String> {
        self.meet().await;
        self.ledger.note(key, format!("to {to}: {text}"))?;
        Ok("m-1".to_string())
    }
}

fn update() -> State {
    State {
        user_id: "ada".to_string(),
        changes: Changes {
            display_name: Some("Ada L.".to_string()),
            city: None,
        },
        indexed_as: None,
        mail_id: None,
        is_published: false,
        extra: Map::new(),
    }
}

fn updated() -> State {
    State {
        indexed_as: Some("document of ada".to_string()),
        mail_id: Some("m-1".to_string()),
        is_published: true,
        ..update()
    }
}

#[tokio::test]
async fn both_branches_are_done_before_the_profile_is_published() -> Result<(), RuntimeError> {
    let make = |ledger: &Ledger, _: &_| {
        let ledger = ledger.clone();
        World {
            ledger,
            barrier: None,
        }
        .workflow()
    };
    let run = drive_from_everywhere("r", update(), make, |_, _| None).await?;
    assert_eq!(run.state, updated());
    assert_eq!(
        run.ledger.lines(),
        [
            "r/1:SaveProfile:SaveProfile: save ada as Ada L.",
            "r/1:SaveProfile/search:0:UpdateSearch:UpdateSearch: index ada",
            "r/1:SaveProfile/mail:0:ConfirmByMail:ConfirmByMail: \
             to ada: your profile has changed",
            "r/2:Publish:Publish: publish ada",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn the_two_tasks_run_at_the_same_time() -> Result<(), RuntimeError> {
    let world = World {
        // Each of the two goes on only while the other one is under way.
        barrier: Some(Arc::new(Barrier::new(2))),
        ..World::default()
    };
    let runtime = WorkflowRuntime::new(SimpleContext::new(), world.workflow());
    let result = runtime.run("r", update()).await?;
    assert!(result.is_finished(), "{result}");
    assert_eq!(result.state(), &updated());
    Ok(())
}

#[tokio::test]
async fn a_mail_that_fails_is_sent_when_the_run_goes_on() -> Result<(), RuntimeError> {
    let world = World::default();
    world.ledger.refuse("to ada");
    let runtime = WorkflowRuntime::new(SimpleContext::new(), world.workflow());
    let failed = runtime.run("r", update()).await?;
    assert!(matches!(failed, RunResult::Failed { .. }), "{failed}");
    assert!(!failed.state().is_published);

    world.ledger.accept();
    let result = runtime.resume("r").await?;
    assert!(result.is_finished(), "{result}");
    assert_eq!(result.state(), &updated());
    // Nothing that was done is done twice.
    assert_eq!(world.ledger.lines().len(), 4);
    Ok(())
}
