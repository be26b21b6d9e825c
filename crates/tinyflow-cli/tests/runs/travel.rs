//! Travel requests in the project's database, and in `flow.json` the flow that they are of.

use std::io;

use example_travel_request::mailer::Mailer;
use example_travel_request::travel_agency::TravelAgency;
use example_travel_request::travel_request::{
    Decision, State, Tasks, TravelRequestFlow, create_workflow,
};
use tinyflow::{ManualClock, Map, RunResult, WorkflowRuntime};
use tinyflow_sqlite::SqliteContext;
use tinyflow_tests::project::{Project, sample_flow};

/// The clock of the runs stands here, in the year 2096, whatever the command takes for now.
pub(crate) const NOW_MS: i64 = 4_000_000_000_000;

/// An agency that books nothing while it is closed.
pub(crate) struct Agency {
    pub(crate) is_closed: bool,
}

impl TravelAgency for Agency {
    async fn book(&self, _: &str, _: &str, _: &str) -> io::Result<String> {
        if self.is_closed {
            return Err(io::Error::other("the agency is closed"));
        }
        Ok("B-1".to_owned())
    }
}

struct NoMail;

impl Mailer for NoMail {
    async fn send(&self, _: &str, _: &str, _: &str) -> io::Result<()> {
        Ok(())
    }
}

/// A runtime on the project's database, whose agency is open.
pub(crate) fn open(
    project: &Project,
) -> WorkflowRuntime<TravelRequestFlow<impl Tasks + use<>>, SqliteContext> {
    open_with(project, Agency { is_closed: false })
}

pub(crate) fn open_with(
    project: &Project,
    agency: Agency,
) -> WorkflowRuntime<TravelRequestFlow<impl Tasks + use<>>, SqliteContext> {
    let context = SqliteContext::open(project.path("runs.db")).unwrap();
    let workflow = create_workflow(agency, NoMail);
    WorkflowRuntime::new(context, workflow).with_clock(ManualClock::new(NOW_MS))
}

/// A project whose runs of these ids wait for their manager's answer.
pub(crate) async fn project_waiting(run_ids: &[&str]) -> Project {
    let project = Project::new();
    project.write("flow.json", sample_flow("travel-request"));
    let runtime = open(&project);
    for run_id in run_ids {
        let result = runtime.run(run_id, request()).await.unwrap();
        assert!(matches!(result, RunResult::NeedsResume { .. }));
    }
    project
}

fn request() -> State {
    State {
        employee: "ada".to_owned(),
        destination: "Delft".to_owned(),
        price: 250.0,
        decision: Decision::Pending,
        comment: None,
        booking: None,
        extra: Map::new(),
    }
}

/// The id under which a run waits.
pub(crate) async fn resume_id(project: &Project, run_id: &str) -> String {
    let view = open(project).query(run_id).await.unwrap();
    view.pending[0].resume_id().to_owned()
}
