//! A database of which a part is gone or overwritten, wherever that is: either the file is
//! refused, or each run in it is refused or goes on from what was stored.

mod by_worker;

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, ContextError, DurableState, FlowId, RuntimeError, StepResult, Workflow,
    WorkflowRuntime, end,
};
use tinyflow_sqlite::{SqliteContext, SqliteError};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Copy,
}

/// Copies the line that it is given.
struct Copying;

impl Workflow for Copying {
    type Step = Step;
    type State = Vec<String>;

    fn flow(&self) -> FlowId {
        FlowId::new("copying", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Copy
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, Vec<String>>) -> StepResult<Step> {
        run.action("copy", async |_, mut lines: Vec<String>| {
            lines.push(lines[0].clone());
            Ok(lines)
        })
        .await?;
        end()
    }
}

/// The runs of the database. Each fills a few pages.
const RUNS: [&str; 3] = ["ada", "bob", "cat"];

fn line_of(run_id: &str) -> String {
    run_id.repeat(3_000)
}

const PAGE: usize = 4_096;

/// What happens to the file.
#[derive(Debug)]
enum Damage {
    CutAt(usize),
    Overwritten(Range<usize>, u8),
}

impl Damage {
    /// The file ends anywhere, and any page of it, or half of one, is overwritten. A file of no
    /// length is left out: it is a new database.
    fn of_every_kind(length: usize) -> Vec<Self> {
        let halves = (0..length).step_by(PAGE / 2);
        let cut = halves.clone().skip(1).map(Self::CutAt);
        let overwritten = halves.flat_map(|half| {
            let range = half..half + PAGE / 2;
            [0, 0xff].map(|byte| Self::Overwritten(range.clone(), byte))
        });
        let pages = (0..length).step_by(PAGE);
        let emptied = pages.map(|page| Self::Overwritten(page..page + PAGE, 0));
        cut.chain(overwritten).chain(emptied).collect()
    }

    fn done_to(&self, sound: &[u8]) -> Vec<u8> {
        let mut bytes = sound.to_vec();
        match self {
            Self::CutAt(length) => bytes.truncate(*length),
            Self::Overwritten(range, byte) => bytes[range.clone()].fill(*byte),
        }
        bytes
    }

    /// The only run that it can concern: the one whose line fills the page.
    fn only_run(&self, sound: &[u8]) -> Option<&'static str> {
        let Self::Overwritten(range, _) = self else {
            return None;
        };
        let page = range.start / PAGE * PAGE;
        let text = String::from_utf8_lossy(&sound[page..page + PAGE]);
        let fills = |run_id: &&str| text.matches(*run_id).count() > PAGE / run_id.len() - 10;
        RUNS.into_iter().find(fills)
    }
}

async fn sound_file(folder: &Path) -> Vec<u8> {
    let path = folder.join("sound.db");
    let runtime = WorkflowRuntime::new(SqliteContext::open(&path).unwrap(), Copying);
    for run_id in RUNS {
        runtime.create(run_id, vec![line_of(run_id)]).await.unwrap();
    }
    drop(runtime);
    assert!(!folder.join("sound.db-wal").exists(), "all is in the file");
    fs::read(path).unwrap()
}

/// What became of a run in a damaged file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    WentOn,
    Told,
    NotFound,
}

async fn fate_of(run_id: &str, runtime: &WorkflowRuntime<Copying, SqliteContext>) -> Fate {
    let result = match runtime.resume(run_id).await {
        Err(RuntimeError::RunNotFound { .. }) => return Fate::NotFound,
        Err(error) => {
            expect_damage(run_id, &error);
            return Fate::Told;
        }
        Ok(result) => result,
    };
    assert!(result.is_finished(), "{result}");
    assert_eq!(*result.state(), [line_of(run_id), line_of(run_id)]);
    match runtime.context().logs(run_id).await {
        Ok(_) => Fate::WentOn,
        Err(ContextError::Damaged { run_id: named, .. }) if named == run_id => Fate::Told,
        Err(error) => panic!("{error:?}"),
    }
}

/// The error says by its type what it is, and which run it is about.
fn expect_damage(run_id: &str, error: &RuntimeError) {
    let named = match error {
        RuntimeError::Snapshot { run_id, .. }
        | RuntimeError::Context {
            source: ContextError::Damaged { run_id, .. },
            ..
        } => run_id,
        other => panic!("{other:?}"),
    };
    assert_eq!(named, run_id);
}

#[tokio::test]
async fn what_is_damaged_is_named_and_the_other_runs_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let sound = sound_file(folder.path()).await;
    let (mut refused, mut of_one, mut unnoticed) = (0, 0, 0);
    for (number, damage) in Damage::of_every_kind(sound.len()).iter().enumerate() {
        let path = folder.path().join(format!("{number}.db"));
        fs::write(&path, damage.done_to(&sound)).unwrap();
        let context = match SqliteContext::open(&path) {
            Ok(context) => context,
            Err(error) => {
                assert!(
                    matches!(error, SqliteError::Open { .. }),
                    "{damage:?}: {error}"
                );
                let named = format!("`{}`", path.display());
                assert!(error.to_string().contains(&named), "{damage:?}: {error}");
                refused += 1;
                continue;
            }
        };
        let runtime = WorkflowRuntime::new(context, Copying);
        let mut fates = Vec::new();
        for run_id in RUNS {
            fates.push(fate_of(run_id, &runtime).await);
        }
        if let Some(only) = damage.only_run(&sound) {
            let expected = RUNS.map(|run_id| match run_id == only {
                true => Fate::Told,
                false => Fate::WentOn,
            });
            assert_eq!(fates, expected, "{damage:?}");
            of_one += 1;
        }
        if fates.contains(&Fate::NotFound) {
            assert_eq!(fates, [Fate::NotFound; RUNS.len()], "{damage:?}");
            unnoticed += 1;
        }
    }
    assert!(refused > 10 && of_one > 10, "{refused} and {of_one}");
    // SQLite has no checksums of its pages: the index of the ids, zeros in place of its keys, is
    // one without these keys.
    assert_eq!(unnoticed, 1);
}
