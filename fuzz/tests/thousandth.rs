//! A thousandth of what `cargo xtask soak flows` tries.

use tinyflow_fuzz::{corpus, input, try_out};

#[test]
fn no_mutated_flow_is_too_much() {
    let corpus = corpus().expect("there are flows");
    let mut generated = 0;
    for seed in 0..1_000 {
        let outcome = try_out(&input(&corpus, seed));
        assert_eq!(outcome.fault, None, "seed {seed}");
        generated += usize::from(outcome.generated);
    }
    // Mutations that break everything would reach nothing behind the reader.
    assert!(generated > 50, "{generated}");
}

#[test]
fn every_flow_is_sound_or_says_why_not() {
    for flow in corpus().expect("there are flows") {
        let outcome = try_out(&flow);
        assert_eq!(outcome.fault, None, "{}", String::from_utf8_lossy(&flow));
    }
}
