//! The project is tidy.

use xtask::{project, tidy};

#[test]
fn the_project_is_tidy() {
    let untidy = tidy::findings(project::root()).unwrap();
    assert!(untidy.is_empty(), "untidy:\n{}", untidy.join("\n"));
}
