//! What must be true of every flow and of its file, whatever the texts.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::TestCaseError;
use proptest::{prop_assert, prop_assert_eq};
use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::{MergeOptions, fresh, merge};
use tinyflow_model::Source;
use tinyflow_model::diagnostic::{Excerpts, Style};

use crate::flow::FlowSpec;
use crate::tokens::Tokens;

const NAME: &str = "flow.json";

/// The file of the flow; none where it has an error.
pub(crate) fn judge(spec: &FlowSpec) -> Result<Option<String>, TestCaseError> {
    let text = spec.json(&|text| text.to_owned()).to_string();
    let Some(file) = file_of(text)? else {
        return Ok(None);
    };
    for character in file.chars() {
        prop_assert!(
            !is_obeyed(character) || character == '\n',
            "{character:?} in {file}"
        );
    }
    let tokens = Tokens::of(&file)?;
    for text in spec.literals() {
        let is_there = text.is_empty() || tokens.strings.iter().any(|string| string == text);
        prop_assert!(is_there, "no string literal {text:?} in\n{file}");
    }
    let harmless = file_of(harmless(spec))?;
    let harmless = harmless.ok_or_else(|| TestCaseError::fail("an error from harmless names"))?;
    let expected = Tokens::of(&harmless)?.skeleton;
    let differs = tokens
        .skeleton
        .iter()
        .zip(&expected)
        .position(|(token, other)| token != other);
    let is_same = differs.is_none() && tokens.skeleton.len() == expected.len();
    prop_assert!(is_same, "{differs:?} differs:\n{file}\n{harmless}");
    Ok(Some(file))
}

fn file_of(flow: String) -> Result<Option<String>, TestCaseError> {
    let source = Source::new(NAME, flow.into_bytes());
    let outcome = check_source(&source);
    let excerpts = Excerpts::new(&source, Style::Plain);
    for finding in &outcome.findings {
        let shown = excerpts.render(finding);
        let is_plain = shown
            .chars()
            .all(|character| !is_obeyed(character) || character == '\n');
        prop_assert!(is_plain, "{shown:?}");
    }
    let has_error = outcome.findings.iter().any(|finding| finding.is_error());
    prop_assert_eq!(has_error, outcome.flow.is_none());
    let Some(flow) = outcome.flow else {
        return Ok(None);
    };
    let new = generate(&flow).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let file = fresh(&new, NAME);
    let merged = merge(file.as_bytes(), &new, NAME, MergeOptions::default());
    let merged = merged.map_err(|error| TestCaseError::fail(format!("{error}\n{file}")))?;
    prop_assert!(
        !merged.stale && merged.notes.is_empty(),
        "{:?}",
        merged.notes
    );
    Ok(Some(file))
}

/// Texts that mean something else to the generator than a name.
const MEANINGFUL: [&str; 3] = ["", "_extra", "length"];

/// The flow with every distinct text replaced by a harmless one of its own. Their order stays,
/// since it is the order of properties in the text of the flow.
fn harmless(spec: &FlowSpec) -> String {
    let texts: RefCell<BTreeSet<String>> = RefCell::default();
    let _flow = spec.json(&|text| {
        texts.borrow_mut().insert(text.to_owned());
        text.to_owned()
    });
    let texts: Vec<String> = texts.into_inner().into_iter().collect();
    let spelling = |text: &str| {
        if MEANINGFUL.contains(&text) {
            return text.to_owned();
        }
        let index = texts.binary_search_by(|known| known.as_str().cmp(text));
        let index = index.unwrap_or_else(|index| index);
        let letter = match text {
            _ if text < "_extra" => 'A',
            _ if text < "length" => 'a',
            _ => 'z',
        };
        format!("{letter}{index:04}")
    };
    spec.json(&spelling).to_string()
}

/// Whether a terminal or an editor would obey a character, and not show it.
fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
