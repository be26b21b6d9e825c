//! The whole flow with fakes for the outside world: the README shows this test.

use std::io;
use std::sync::{Arc, Mutex};

use example_user_onboarding::accounts::{Account, Accounts};
use example_user_onboarding::mailer::{Mail, Mailer};
use example_user_onboarding::user_onboarding::{State, create_workflow};
use tinyflow::{InitialState, SimpleContext, WorkflowRuntime};

#[tokio::test]
async fn an_incomplete_profile_gets_a_reminder() {
    let mailer = FakeMailer::default();
    let workflow = create_workflow(IncompleteAccounts, mailer.clone());
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("run-1", State::initial()).await.unwrap();
    assert!(result.is_finished());
    assert_eq!(mailer.sent(), ["welcome-v2", "profile-reminder"]);
}

struct IncompleteAccounts;

impl Accounts for IncompleteAccounts {
    async fn find(&self, user_id: &str) -> io::Result<Option<Account>> {
        Ok(Some(Account {
            email: format!("{user_id}@example.com"),
            profile_is_complete: false,
        }))
    }
}

#[derive(Clone, Default)]
struct FakeMailer {
    sent: Arc<Mutex<Vec<String>>>,
}

impl FakeMailer {
    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }
}

impl Mailer for FakeMailer {
    async fn send(&self, mail: Mail) -> io::Result<()> {
        self.sent.lock().unwrap().push(mail.template);
        Ok(())
    }
}
