//! Some of the mutants that `cargo xtask soak mutants` makes.

use tinyflow_fuzz::mutants::score;

/// Prime, so that every kind of change and every part of a flow has its turn.
const EVERY: usize = 11;

#[test]
fn every_mutant_is_found_or_still_sound() {
    let scores = score(EVERY).expect("the sample flows are sound");
    assert!(
        scores.missed.is_empty(),
        "missed:\n{}",
        scores.missed.join("\n")
    );
    assert!(scores.found() > 300, "{scores}");
}
