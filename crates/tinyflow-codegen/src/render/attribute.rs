//! Attributes, on as many lines as rustfmt gives them.

use super::layout::MAX_WIDTH;
use super::width::Width;

/// `#[serde(…)]` and a line break, or nothing.
pub(super) fn serde(arguments: &[String], indent: usize) -> String {
    attribute("serde", arguments, indent)
}

/// `#[allow(…)]` for lints of clippy and a line break, or nothing.
pub(super) fn allow(lints: &[&str], indent: usize) -> String {
    let lints = lints.iter().map(|lint| format!("clippy::{lint}"));
    attribute("allow", &lints.collect::<Vec<_>>(), indent)
}

fn attribute(name: &str, arguments: &[String], indent: usize) -> String {
    /// rustfmt's `attr_fn_like_width`.
    const WIDTH: usize = 70;
    if arguments.is_empty() {
        return String::new();
    }
    let spaces = " ".repeat(indent);
    let joined = arguments.join(", ");
    let line = format!("{spaces}#[{name}({joined})]");
    // One that stands alone may take the whole line.
    if joined.width() <= WIDTH || (arguments.len() == 1 && line.width() < MAX_WIDTH) {
        return format!("{line}\n");
    }
    let lines = arguments.join(&format!(",\n{spaces}    "));
    format!("{spaces}#[{name}(\n{spaces}    {lines}\n{spaces})]\n")
}
