//! The canonical text of a flow: keys in the order of the format's
//! documentation, two spaces of indentation, short values on one line.
//!
//! Nothing but space and the order of keys that FlowJSON names changes: strings
//! and numbers are copied as they are spelt, and the order inside schemas,
//! values and other tools' data is their author's.

mod layout;

mod order;

use crate::{Diagnostic, Source, parse};

use layout::Layout;

/// The canonical text of a flow, or what is wrong with its text.
///
/// It may be wrong as a flow. A byte order mark is left out; lines end as the
/// first one of the text does.
///
/// # Errors
/// What keeps the text from being read as JSON. Duplicate keys do, too.
///
/// ```
/// use tinyflow_model::{Source, format};
///
/// let source = Source::new("tea.json", br#"{"steps":[{"type":"end","id":"x"}],"id":"tea"}"#.to_vec());
/// assert_eq!(format(&source).unwrap(), r#"{
///   "id": "tea",
///   "steps": [
///     { "id": "x", "type": "end" }
///   ]
/// }
/// "#);
/// ```
pub fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let (root, findings) = parse(source);
    match root {
        Some(root) if !findings.iter().any(Diagnostic::is_error) => {
            let text = Layout::new(source.text()).document(&root);
            Ok(with_line_breaks_of(source.text(), text))
        }
        _ => Err(findings),
    }
}

fn with_line_breaks_of(original: &str, text: String) -> String {
    let first_line = original.split_inclusive('\n').next();
    match first_line.is_some_and(|line| line.ends_with("\r\n")) {
        true => text.replace('\n', "\r\n"),
        false => text,
    }
}
