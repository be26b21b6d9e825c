//! Videos on their way through the pipeline, in memory and on SQLite, and again from every
//! snapshot.

use std::io;

use example_video_pipeline::media_service::{Job, MediaService};
use example_video_pipeline::video_pipeline::{State, Tasks, VideoPipelineFlow, create_workflow};
use tinyflow::{Clock, ManualClock, Map, RuntimeError, SimpleContext, WorkflowRuntime};
use tinyflow_tests::recording::{Ledger, NOW, Recorded, drive, drive_from_everywhere};

const MINUTE_MS: i64 = 60_000;

/// When each job is done, in minutes from the beginning.
#[derive(Clone, Copy)]
struct Schedule {
    transcript: i64,
    frames: i64,
    faces: i64,
    captions: i64,
}

/// A service that writes what it does into a ledger. Its jobs are called for what they do.
#[derive(Clone)]
struct Studio {
    ledger: Ledger,
    clock: ManualClock,
    schedule: Schedule,
}

impl Studio {
    fn workflow(&self) -> VideoPipelineFlow<impl Tasks + use<>> {
        create_workflow(self.clone())
    }
}

impl MediaService for Studio {
    async fn start(&self, job: Job, video: &str, key: &str) -> io::Result<String> {
        let job = match job {
            Job::Transcribe { language } => format!("transcript/{language}"),
            Job::CutFrames => "frames".to_string(),
            Job::FindFaces => "faces".to_string(),
            Job::ReadCaptions => "captions".to_string(),
        };
        self.ledger.note(key, format!("{job} of {video}"))?;
        Ok(job)
    }

    async fn result(&self, job: &str) -> io::Result<Option<Vec<String>>> {
        let schedule = &self.schedule;
        let (done_at, result) = match job {
            "transcript/en" => (schedule.transcript, vec!["hello", "world"]),
            "frames" => (schedule.frames, vec!["folder"]),
            "faces" => (schedule.faces, vec!["Ada"]),
            "captions" => (schedule.captions, vec!["EXIT", "ENTRANCE"]),
            other => return Err(io::Error::other(format!("there is no job {other}"))),
        };
        let is_done = self.clock.now_ms() >= NOW + done_at * MINUTE_MS;
        Ok(is_done.then(|| result.into_iter().map(str::to_string).collect()))
    }

    async fn publish(&self, video: &str, labels: &[String], key: &str) -> io::Result<()> {
        let text = format!("publish {video} with {}", labels.join(", "));
        self.ledger.note(key, text)
    }
}

fn video() -> State {
    State {
        video: "v".to_string(),
        transcribe_job: None,
        frames_job: None,
        faces_job: None,
        captions_job: None,
        frames: None,
        transcript: None,
        faces: Vec::new(),
        captions: Vec::new(),
        labels: Vec::new(),
        is_published: false,
        extra: Map::new(),
    }
}

async fn play(schedule: Schedule) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger, clock: &ManualClock| {
        let studio = Studio {
            ledger: ledger.clone(),
            clock: clock.clone(),
            schedule,
        };
        studio.workflow()
    };
    drive_from_everywhere("r", video(), make, |_, _| None).await
}

#[tokio::test]
async fn a_video_is_published_whichever_job_takes_longest() -> Result<(), RuntimeError> {
    let (at_once, long) = (0, 25);
    let base = Schedule {
        transcript: at_once,
        frames: at_once,
        faces: at_once,
        captions: at_once,
    };
    let schedules = [
        base,
        Schedule {
            transcript: long,
            ..base
        },
        Schedule {
            frames: 2,
            faces: long,
            captions: 7,
            ..base
        },
        Schedule {
            transcript: 15,
            frames: 3,
            faces: 5,
            captions: long,
        },
    ];
    for schedule in schedules {
        let run = play(schedule).await?;
        assert!(run.state.is_published);
        assert_eq!(run.state.labels, ["Ada", "EXIT", "ENTRANCE"]);
        assert_eq!(run.state.transcript.as_deref(), Some("hello world"));
        let lines = run.ledger.lines();
        assert_eq!(lines.len(), 5);
        let last = lines.last().expect("it is published");
        assert!(
            last.ends_with("publish v with Ada, EXIT, ENTRANCE"),
            "{last}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn jobs_of_all_branches_are_under_way_at_once() -> Result<(), RuntimeError> {
    let clock = ManualClock::new(NOW);
    let studio = Studio {
        ledger: Ledger::default(),
        clock: clock.clone(),
        schedule: Schedule {
            transcript: 60,
            frames: 0,
            faces: 60,
            captions: 60,
        },
    };
    let runtime = WorkflowRuntime::new(SimpleContext::new(), studio.workflow());
    let runtime = runtime.with_clock(clock.clone());
    let waiting = runtime.run("r", video()).await?;
    // One look at each of the three is to come.
    assert_eq!(waiting.pending().len(), 3);
    let result = drive(&runtime, &clock, "r", |_, _| None).await?;
    assert!(result.state().is_published);
    Ok(())
}
