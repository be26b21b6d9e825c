//! Where in a flow's text a place is, also while the text is broken.
//!
//! The text before the place is scanned as JSON that may lack commas, values and
//! ends, so that completion works where it is needed: in the middle of typing.

use tinyflow_model::Span;

/// A place in the text, by what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The keys and indices that lead to the value, or to the object whose key
    /// is at the place.
    pub(crate) path: Vec<Segment>,
    /// Whether a key belongs there.
    pub(crate) is_key: bool,
    /// The string at the place, quotes included as far as they are there.
    pub(crate) string: Option<Span>,
}

/// A step of a path through a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

impl Segment {
    fn word(&self) -> &str {
        match self {
            Self::Key(key) => key,
            Self::Index(_) => "*",
        }
    }
}

/// An object or array around the place.
enum Frame {
    /// The present key, and whether its colon was met.
    Object(Option<String>, bool),
    /// The index of the present element.
    Array(usize),
}

impl Cursor {
    /// Scans the text up to the byte `at`.
    pub(crate) fn new(text: &str, at: usize) -> Self {
        let mut frames: Vec<Frame> = Vec::new();
        let bytes = text.as_bytes();
        let mut next = 0;
        let mut string = None;
        while next < at {
            match bytes[next] {
                b'{' => frames.push(Frame::Object(None, false)),
                b'[' => frames.push(Frame::Array(0)),
                b'}' | b']' => drop(frames.pop()),
                b':' => {
                    if let Some(Frame::Object(_, is_value)) = frames.last_mut() {
                        *is_value = true;
                    }
                }
                b',' => match frames.last_mut() {
                    Some(Frame::Object(key, is_value)) => (*key, *is_value) = (None, false),
                    Some(Frame::Array(index)) => *index += 1,
                    None => {}
                },
                b'"' => {
                    let end = string_end(bytes, next);
                    let is_closed = end > next + 1 && bytes[end - 1] == b'"';
                    if at < end || (at == end && !is_closed) {
                        string = Some(Span::new(next, end));
                        break;
                    }
                    if let Some(Frame::Object(key, is_value)) = frames.last_mut() {
                        // Where a comma is missing, the string behind a value is a key.
                        let is_value_of_line = *is_value && value_follows_colon(bytes, next);
                        if !is_value_of_line {
                            *key = Some(decoded(&text[next..end]));
                            *is_value = false;
                        }
                    }
                    next = end;
                    continue;
                }
                _ => {}
            }
            next += 1;
        }
        if string.is_none() && bytes.get(at) == Some(&b'"') {
            string = Some(Span::new(at, string_end(bytes, at)));
        }
        let is_key = match frames.last() {
            Some(Frame::Object(_, is_value)) => {
                let start = string.map_or(at, |string: Span| string.start);
                !*is_value || (string.is_some() && !value_follows_colon(bytes, start))
            }
            _ => false,
        };
        let count = frames.len();
        let segment = |(index, frame): (usize, Frame)| match frame {
            Frame::Object(_, _) if is_key && index + 1 == count => None,
            Frame::Object(key, _) => Some(Segment::Key(key.unwrap_or_default())),
            Frame::Array(index) => Some(Segment::Index(index)),
        };
        Self {
            path: frames.into_iter().enumerate().filter_map(segment).collect(),
            is_key,
            string,
        }
    }

    /// The path as words; an index is `*`.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.path.iter().map(Segment::word).collect()
    }

    /// The index of the step or connection that the place is in.
    pub(crate) fn element(&self) -> Option<usize> {
        match self.path.get(1) {
            Some(Segment::Index(index)) => Some(*index),
            _ => None,
        }
    }
}

/// Behind the closing quote of the string that starts there, or the end of its line.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            b'\\' if !matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Whether only blanks stand between the byte and a colon before it.
fn value_follows_colon(bytes: &[u8], at: usize) -> bool {
    let mut before = bytes[..at].iter().rev();
    before.find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

/// The value of a string of JSON; as it is spelt, where it is broken.
pub(crate) fn decoded(token: &str) -> String {
    serde_json::from_str(token).unwrap_or_else(|_| undecoded(token).to_owned())
}

/// What stands between the quotes of a string, of which the second may be missing.
pub(crate) fn undecoded(token: &str) -> &str {
    let inside = token.strip_prefix('"').unwrap_or(token);
    inside.strip_suffix('"').unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cursor where `|` stands.
    fn cursor(text: &str) -> (String, bool, String) {
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let cursor = Cursor::new(&text, at);
        let string = cursor.string.map_or("", |span| &text[span.range()]);
        (cursor.words().join("/"), cursor.is_key, string.to_owned())
    }

    #[test]
    fn the_way_to_a_place_is_found_in_whole_and_in_broken_text() {
        for (text, path, is_key, string) in [
            (
                r#"{"steps": [{"id": "a"}, {"type": "ta|sk"}]}"#,
                "steps/*/type",
                false,
                r#""task""#,
            ),
            (r#"{"steps": [{"ty|"#, "steps/*", true, r#""ty"#),
            (r#"{"steps": [{"id": "a", |"#, "steps/*", true, ""),
            (
                r#"{"connections": [{"targetStepId": "|"#,
                "connections/*/targetStepId",
                false,
                "\"",
            ),
            (
                r#"{"connections": [{"targetStepId": |}"#,
                "connections/*/targetStepId",
                false,
                "",
            ),
            ("{\"a\": \"x\"\n \"b|\": 1", "", true, "\"b\""),
            ("{\"a\": \"|x\n, \"b\": 1}", "a", false, "\"x"),
            (r#"{"a": "\"|\""#, "a", false, r#""\"\""#),
            ("|", "", false, ""),
            ("[1, |]", "*", false, ""),
        ] {
            let expected = (path.to_owned(), is_key, string.to_owned());
            assert_eq!(cursor(text), expected, "{text}");
        }
    }
}
