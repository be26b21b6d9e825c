//! What `tracing` is told: spans for run, step and action, and no secrets.
//!
//! A binary with one test: `tracing` remembers for a whole process what is listened to, and
//! threads that nobody listens to would have a say in it.

#[path = "../behaviour/single_step.rs"]
mod single_step;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinyflow::{
    ActionOptions, ManualClock, RetryPolicy, SimpleContext, TaskContext, TaskError, TaskResult,
    WorkflowRuntime, end, json,
};
use tracing_subscriber::fmt::MakeWriter;

use single_step::single_step;

/// Keeps what is written, for the test.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no writer panics").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().expect("no writer panics"));
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(|line| line.trim().to_owned()).collect()
    }
}

#[tokio::test]
async fn a_run_is_told_with_its_step_action_and_attempt() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let options = ActionOptions::new().with_retry(RetryPolicy::every_second(2));
            let charge = async |task: TaskContext| -> TaskResult<String> {
                if task.attempt() == 1 {
                    return Err(TaskError::message("the gateway is down"));
                }
                Ok("secret receipt".to_owned())
            };
            run.with_action_with("charge", &options, charge).await?;
            let _: String = run.wait_for_event("ask", "secret question").await?;
            end()
        })
    });
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .with_writer(lines.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let clock = ManualClock::new(1_000);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());

    let _ = runtime.run("r", json!("secret state")).await.unwrap();
    let run = r#"run{run="r" flow="single-step" version="1.0.0"}"#;
    let step = r#"step{step="Work" seq=0}"#;
    assert_eq!(
        lines.take(),
        [
            "DEBUG a checkpoint is stored revision=1".to_owned(),
            format!(
                "WARN {run}:{step}: the attempt has failed action=\"charge\" attempt=1 \
                 attempts_left=1 error=\"the gateway is down\""
            ),
            format!(
                "INFO {run}:{step}: the action will be tried again action=\"charge\" at_ms=2000"
            ),
            format!(
                "INFO {run}:{step}: a wait has begun step=\"Work\" kind=\"time\" \
                 resume_id=\"0:Work:__retry__:charge-v8\""
            ),
            format!("DEBUG {run}: a checkpoint is stored revision=2"),
            format!("INFO {run}: the run waits waits=1 next_timer=2000"),
        ]
    );

    clock.advance(Duration::from_secs(1));
    let waiting = runtime.resume("r").await.unwrap();
    let resume_id = waiting.pending()[0].resume_id().to_owned();
    let finished = runtime.resume_with("r", &resume_id, json!("secret answer"));
    assert!(finished.await.unwrap().is_finished());
    let told = lines.take();
    let completed = format!("DEBUG {run}:{step}: the action has completed action=\"charge\"");
    assert!(told.contains(&completed), "{told:#?}");
    let finished = format!("INFO {run}: the run has finished");
    assert_eq!(told.last(), Some(&finished), "{told:#?}");
    let secrets: Vec<_> = told.iter().filter(|line| line.contains("secret")).collect();
    assert_eq!(secrets, Vec::<&String>::new());
}
