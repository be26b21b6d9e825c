//! Conditions as a user writes them: which are read, how, and which are refused.

mod accepted;
mod arbitrary;
mod limits;
mod literals;
mod precedence;
mod refused;
mod spans;

/// The tree of an accepted condition, printed.
fn tree(source: &str) -> String {
    match tinyflow_expression::parse(source) {
        Ok(expression) => expression.to_string(),
        Err(error) => panic!("`{source}` is refused at {:?}: {error}", error.span),
    }
}

/// A refused condition as a user sees it: the place underlined, the message, the help.
fn report(source: &str) -> String {
    let error = match tinyflow_expression::parse(source) {
        Ok(expression) => panic!("`{source}` is accepted as {expression}"),
        Err(error) => error,
    };
    let Some(before) = source.get(..error.span.start) else {
        panic!("{:?} does not start within `{source}`", error.span);
    };
    let Some(faulty) = error.span.text(source) else {
        panic!("{:?} does not lie within `{source}`", error.span);
    };
    let indent = " ".repeat(before.chars().count());
    let mark = "^".repeat(faulty.chars().count().max(1));
    let help = error
        .help()
        .map_or(String::new(), |help| format!("; {help}"));
    let line = source.replace(['\n', '\r'], "⏎");
    format!("{line}\n{indent}{mark} {error}{help}")
}
