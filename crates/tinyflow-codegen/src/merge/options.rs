//! What a user may ask of a merge beyond the ordinary.

/// How a merge goes about its work; the default is the ordinary way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeOptions {
    /// What happens to a file that cannot be merged without losing or guessing something.
    pub in_doubt: InDoubt,
    /// What happens to stubs.
    pub stubs: StubMode,
}

/// What happens to a file that is not tinyflow's, or whose GENERATED section was edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InDoubt {
    /// It is left alone, and an error says why.
    #[default]
    Refuse,
    /// One without markers gets a GENERATED section at its end; an edited section is refused.
    Adopt,
    /// One without markers is replaced whole, an edited section is made anew. The caller keeps
    /// the old file where [`Merged::loses_text`](super::Merged::loses_text) says so.
    Replace,
}

/// What happens to the stubs of tasks that the user's section lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StubMode {
    /// They go into the one `impl Tasks` block, or into a note where there is not exactly one.
    #[default]
    Auto,
    /// They go into a note.
    Print,
    /// Nothing is said of them; the compiler names what is missing.
    Never,
}
