//! A thousandth of the soak: what every change is held against.

use tinyflow_soak::{Round, Tally, compare_compiled};

#[test]
fn tinyflow_answers_as_javascript_does() {
    let mut tally = Tally::default();
    let mut disagreements = Vec::new();
    let mut rounds = Vec::new();
    for seed in 1.. {
        let (round, differing) = Round::run(seed, &mut tally);
        disagreements.extend(differing);
        rounds.push(round);
        if tally.comparisons >= 100 {
            break;
        }
    }
    disagreements.extend(compare_compiled(env!("CARGO_TARGET_TMPDIR"), &rounds));
    assert!(disagreements.is_empty(), "\n{}", disagreements.join("\n"));
    // Most conditions are sound, and some of them throw.
    assert!(
        tally.refused * 5 < tally.made && tally.thrown > 0,
        "{tally:?}"
    );
}
