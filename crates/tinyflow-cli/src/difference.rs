//! How two texts differ.

use similar::TextDiff;

/// The difference as a unified diff, under the names of the two texts.
pub(crate) fn unified(old: &str, new: &str, (old_name, new_name): (&str, &str)) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(old_name, new_name)
        .to_string()
}
