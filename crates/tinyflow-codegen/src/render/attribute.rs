//! Attributes, on as many lines as rustfmt gives them.

use super::layout::MAX_WIDTH;
use super::width::Width;

/// `#[serde(…)]` and a line break, or nothing.
pub(super) fn serde(arguments: &[String], indent: usize) -> String {
    attribute("serde", arguments, indent)
}

/// The same for a field, whose name on the wire stands alone where one line is too short for all.
pub(super) fn serde_of_field(arguments: &[String], indent: usize) -> String {
    match arguments {
        [rename, others @ ..] if rename.starts_with("rename") && !fits(arguments) => {
            serde(std::slice::from_ref(rename), indent) + &serde(others, indent)
        }
        _ => serde(arguments, indent),
    }
}

/// `#[allow(…)]` for lints of clippy and a line break, or nothing.
pub(super) fn allow(lints: &[&str], indent: usize) -> String {
    let lints = lints.iter().map(|lint| format!("clippy::{lint}"));
    attribute("allow", &lints.collect::<Vec<_>>(), indent)
}

fn attribute(name: &str, arguments: &[String], indent: usize) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    let spaces = " ".repeat(indent);
    let line = format!("{spaces}#[{name}({})]", arguments.join(", "));
    // One that stands alone may take the whole line.
    if fits(arguments) || (arguments.len() == 1 && line.width() < MAX_WIDTH) {
        return format!("{line}\n");
    }
    let lines = arguments.join(&format!(",\n{spaces}    "));
    format!("{spaces}#[{name}(\n{spaces}    {lines}\n{spaces})]\n")
}

fn fits(arguments: &[String]) -> bool {
    /// rustfmt's `attr_fn_like_width`.
    const WIDTH: usize = 70;
    arguments.join(", ").width() <= WIDTH
}
