//! Flows of every kind in which nothing is an error.

use crate::case_files::CaseFiles;

#[test]
fn sound_flows_are_accepted_with_the_warnings_beside_them() {
    let mut files = CaseFiles::of("sound");
    let flows = files.flows("");
    assert!(flows.len() >= 12);
    for flow in flows {
        let checked = files.check(&flow);
        let text = &checked.text;
        assert!(checked.outcome.flow.is_some(), "{flow} has\n{text}");
        // A flow without a warning has no snapshot: one would be left over.
        if !text.is_empty() {
            files.assert_findings(&flow, text);
        }
    }
    files.assert_none_left();
}
