//! The two ways in which lines end. A text keeps the one that it has.

/// How the lines of a text end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    Lf,
    CrLf,
}

impl LineEnd {
    /// That of the first line; LF where there is none.
    pub(super) fn of(text: &str) -> Self {
        let first = text.split_once('\n').map(|(line, _)| line);
        if first.is_some_and(|line| line.ends_with('\r')) {
            Self::CrLf
        } else {
            Self::Lf
        }
    }

    /// A text whose lines end in LF, with these line ends.
    pub(super) fn apply(self, text: String) -> String {
        match self {
            Self::Lf => text,
            Self::CrLf => text.replace('\n', self.as_str()),
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}
