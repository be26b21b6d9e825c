//! Flows of every kind in which nothing is an error.

use crate::case_files::CaseFiles;

#[test]
fn sound_flows_are_accepted_with_the_warnings_beside_them() {
    let mut files = CaseFiles::of("sound");
    let flows = files.flows("");
    let mut without_findings = 0;
    for flow in flows {
        let checked = files.check(&flow);
        let text = &checked.text;
        assert!(checked.outcome.flow.is_some(), "{flow} has\n{text}");
        // A flow without a warning has no snapshot: one would be left over.
        if text.is_empty() {
            without_findings += 1;
        } else {
            files.assert_findings(&flow, text);
        }
    }
    assert!(without_findings >= 30, "{without_findings}");
    files.assert_none_left();
}
