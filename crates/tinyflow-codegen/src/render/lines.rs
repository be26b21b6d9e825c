//! Finds functions that clippy takes to be too long.
//!
//! A decision has as many ways on as the flow says, and the `match` over the steps as many arms: no
//! part of either would stand better on its own. The rule is that of clippy's `too_many_lines`.

/// How many lines a function may have, its braces included.
const MOST: usize = 100;

/// Whether a function whose body has these lines is too long.
pub(super) fn are_many<'t>(body: impl Iterator<Item = &'t str>) -> bool {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
    let braces = 2;
    body.filter(is_code).count() + braces > MOST
}
