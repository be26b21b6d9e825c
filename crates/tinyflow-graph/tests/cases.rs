//! The pictures of the cases, beside their flows.

use std::fs;
use std::path::Path;

use tinyflow_check::check_source;
use tinyflow_graph::{Picture, Placement, dot, mermaid, svg};
use tinyflow_model::Source;

#[test]
fn each_case_has_its_pictures() {
    insta::glob!("../cases", "*/flow.json", |path| {
        let picture = picture(path);
        let placement = match path.parent() {
            Some(folder) if folder.ends_with("positions") => Placement::Positions,
            _ => Placement::Layered,
        };
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.bind(|| {
            insta::assert_snapshot!("svg", svg(&picture, placement));
            insta::assert_snapshot!("mermaid", mermaid(&picture));
            insta::assert_snapshot!("dot", dot(&picture));
        });
    });
}

fn picture(path: &Path) -> Picture {
    let source = Source::new("flow.json", fs::read(path).expect("the flow can be read"));
    Picture::new(&source, &check_source(&source).findings)
}
