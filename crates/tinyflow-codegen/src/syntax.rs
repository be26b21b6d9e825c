//! Rust text as tokens and as a tree, for those who look at files and at what templates made.

mod parse;
mod scan;

pub(crate) use parse::{Broken, parse};
#[cfg(feature = "merge")]
pub(crate) use scan::{Token, TokenKind, at_column_one, line_of, scan};
