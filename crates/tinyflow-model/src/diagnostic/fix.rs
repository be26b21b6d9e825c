//! Mends of the text of a flow, as data: which bytes become what.

use crate::Span;

/// The one safe way to mend what a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "replace it by `ship`".
    pub title: String,
    /// The changes, which belong together and do not overlap.
    pub edits: Vec<Edit>,
}

/// A change of the text: what stands at a span is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is only put in.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

impl Fix {
    /// A mend of one place.
    pub fn new(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            title: title.into(),
            edits: vec![Edit { span, text }],
        }
    }

    /// The same for a string of the flow that becomes another one.
    pub fn replace_string(span: Span, with: &str) -> Self {
        let title = format!("replace it by {}", super::quote(with));
        Self::new(title, span, json_string(with))
    }
}

/// Applies the fixes that do not touch each other's places, earlier ones first.
///
/// Gives the new text, and for each fix whether it was applied; one that was
/// not can be tried on what is found in the new text.
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (String, Vec<bool>) {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut applied = Vec::new();
    let mut taken: Vec<Span> = Vec::new();
    for fix in fixes {
        let spans = fix.edits.iter().map(|edit| edit.span);
        let is_free = spans.clone().all(|span| is_free(&taken, span));
        if is_free {
            edits.extend(&fix.edits);
            taken.extend(spans);
            taken.sort();
        }
        applied.push(is_free);
    }
    edits.sort_by_key(|edit| edit.span);
    let mut mended = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in edits {
        mended.push_str(&text[copied..edit.span.start]);
        mended.push_str(&edit.text);
        copied = edit.span.end;
    }
    mended.push_str(&text[copied..]);
    (mended, applied)
}

/// Whether `span` neither overlaps nor touches one of the sorted `taken`.
fn is_free(taken: &[Span], span: Span) -> bool {
    let behind = taken.partition_point(|other| other.end < span.start);
    taken.get(behind).is_none_or(|other| span.end < other.start)
}

fn json_string(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_that_meet_wait_for_the_next_round() {
        let text = "abcdef";
        let fixes = [
            Fix::new("", Span::new(4, 5), "E!"),
            Fix::new("", Span::new(0, 2), ""),
            Fix::new("", Span::new(1, 3), "never"),
        ];
        let (mended, applied) = apply(text, &fixes);
        assert_eq!(mended, "cdE!f");
        assert_eq!(applied, [true, true, false]);
    }

    #[test]
    fn a_string_is_spelt_as_json() {
        let fix = Fix::replace_string(Span::new(0, 2), "a\"b\n");
        assert_eq!(fix.edits[0].text, r#""a\"b\n""#);
    }
}
