//! Whatever the text and wherever the place, there is an answer.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
use proptest::prelude::*;
use proptest::sample::select;

use crate::document::Document;
use crate::positions::Encoding;
use crate::{actions, completion, diagnostics, hover, layout, navigation, rename};

const FLOW: &str = r#"{
  "id": "tea", "name": "Teé 😀", "version": "1",
  "globalStateSchema": {
    "type": "object",
    "properties": {
      "sort": { "enum": ["grün", "black"] },
      "pot": { "type": "object", "properties": { "size": { "type": "integer" } } }
    },
    "required": ["sort"]
  },
  "steps": [
    { "id": "start", "name": "Start", "type": "begin" },
    { "id": "b\u00f6il", "name": "Boil", "type": "task", "params": { "degrees": 80 } },
    { "id": "wait", "name": "Wait", "type": "waitForEvent",
      "metadata": { "tinyflow": { "timeout": "1 day", "onTimeout": "end" } } },
    { "id": "end", "name": "End", "type": "end" }
  ],
  "connections": [
    { "id": "c1", "sourceStepId": "start", "targetStepId": "b\u00f6il", "condition": "state.sort === 'gr\u00fcn' && \"\ud83d\ude00\" !== state.pot?.size" },
    { "id": "c2", "sourceStepId": "start", "targetStepId": "wiat" },
    { "id": "c3", "sourceStepId": "böil", "targetStepId": "wait" },
    { "id": "c4", "sourceStepId": "wait", "targetStepId": "end" }
  ]
}
"#;

/// What may be put into a text in the middle of typing.
const TYPED: &[&str] = &[
    "", "\"", "\\", "\\u", "\\ud83d", "'", ".", "{", "}", "[", "]", ",", ":", "😀", "\r", "\n",
    "\"\"", "state.", "\u{feff}", "\t", "null",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_question_is_answered(
        change in (0_u32..32, 0_u32..90, 0_u32..5, 0_u32..12),
        typed in select(TYPED),
        place in (0_u32..32, 0_u32..150),
        is_cut: bool,
        utf8: bool,
        crlf: bool,
    ) {
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
        let text = if crlf { FLOW.replace('\n', "\r\n") } else { FLOW.to_owned() };
        let uri = "file:///tea.json".parse().expect("it is a uri");
        let mut document = Document::new(uri, 1, text, encoding);
        let (line, character, lines, characters) = change;
        let start = Position { line, character };
        let end = match is_cut {
            true => Position { line: u32::MAX, character: 0 },
            false => Position { line: line + lines, character: character + characters },
        };
        let changes = vec![TextDocumentContentChangeEvent {
            range: Some(Range { start, end }),
            range_length: None,
            text: typed.to_owned(),
        }];
        document.change(2, changes);
        diagnostics::published(&mut document);
        for at in [Position { line: place.0, character: place.1 }, start, end] {
            let look = document.read();
            completion::completion(look, at);
            hover::hover(look, at);
            navigation::definition(look, at);
            navigation::references(look, at, true);
            rename::prepare(look, at);
            drop(rename::rename(look, at, "new \"id\""));
            actions::actions(look, Range { start: at, end });
            layout::layout(look);
        }
    }
}
