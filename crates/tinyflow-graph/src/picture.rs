//! What is seen of a flow: steps, the ways between them, and findings.

mod label;

mod read;

/// A flow as it is drawn. Its texts hold nothing that a viewer would obey.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Picture {
    /// What people call the flow; empty where that could not be read.
    pub name: String,
    /// The steps, in the order of the document, and behind them those that
    /// connections name but that do not exist.
    pub steps: Vec<PictureStep>,
    /// The ways from step to step, in the order of the document.
    pub ways: Vec<Way>,
    /// Every finding, in the order of the document.
    pub marks: Vec<Mark>,
}

/// A step as it is drawn.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PictureStep {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How it looks.
    pub shape: StepShape,
    /// What is said below its name: the time that it waits.
    pub detail: Option<String>,
    /// Whether it starts parallel branches.
    pub forks: bool,
    /// The upper left corner that its `metadata` gives it.
    pub position: Option<(f64, f64)>,
    /// The indices of the marks at it.
    pub marks: Vec<usize>,
}

/// How a step looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepShape {
    /// Where a run starts.
    Begin,
    /// Where a run ends.
    End,
    /// Calls a task.
    Task,
    /// Decides.
    Decision,
    /// Waits for a time.
    Pause,
    /// Waits for an answer.
    Event,
    /// It could not be read.
    Unreadable,
    /// It does not exist, but a connection names it.
    Missing,
}

/// A way from a step to the next.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Way {
    /// The index of the step that it leaves.
    pub source: usize,
    /// The index of the step that it leads to.
    pub target: usize,
    /// When it is taken.
    pub role: Role,
    /// What is written beside it, where anything is.
    pub label: Option<String>,
    /// All that can be said of it: its id and whole condition.
    pub title: String,
    /// The indices of the marks at it.
    pub marks: Vec<usize>,
}

/// When a way is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Always.
    Plain,
    /// Where its condition holds.
    Condition,
    /// Where no condition holds.
    Default,
    /// Where nobody has answered in time.
    Timeout,
}

/// A finding as it is drawn.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mark {
    /// Whether it is an error.
    pub is_error: bool,
    /// The code of its rule.
    pub code: &'static str,
    /// What was found, and what to do about it.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Picture {
    /// What is said where something is pointed at: its marks, each a line.
    pub(crate) fn said(&self, marks: &[usize]) -> String {
        let mut said = String::new();
        for mark in marks {
            let mark = &self.marks[*mark];
            said += &format!("\n{}: {}", mark.code, mark.message);
        }
        said
    }

    /// The class of something with these marks: how much the worst of them weighs.
    pub(crate) fn weight(&self, marks: &[usize]) -> Option<&'static str> {
        if marks.iter().any(|mark| self.marks[*mark].is_error) {
            return Some("error");
        }
        (!marks.is_empty()).then_some("warning")
    }
}

impl StepShape {
    /// The shape in a word, which is also its class.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::End => "end",
            Self::Task => "task",
            Self::Decision => "decision",
            Self::Pause => "pause",
            Self::Event => "event",
            Self::Unreadable => "unreadable",
            Self::Missing => "missing",
        }
    }
}
