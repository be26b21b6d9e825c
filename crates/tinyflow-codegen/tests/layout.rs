//! Formatting a GENERATED section in any way does not look like an edit, and an edit does.
//!
//! `cases/layout` holds one section as rustfmt lays it out with different settings, each named by
//! its file. To make one anew: `rustfmt --edition 2024 --config max_width=60 width-60.rs`.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may fail as a test does"
)]

use std::fs;
use std::path::{Path, PathBuf};

use tinyflow_codegen::merge::Fingerprint;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/layout")
}

fn default_layout() -> String {
    fs::read_to_string(folder().join("default.rs")).unwrap()
}

#[test]
fn no_layout_changes_the_fingerprint() {
    let text = default_layout();
    let expected = Fingerprint::of(&text);
    let mut others = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let laid_out = fs::read_to_string(&path).unwrap();
        assert_eq!(Fingerprint::of(&laid_out), expected, "{}", path.display());
        others += usize::from(laid_out != text);
    }
    assert_eq!(
        others, 11,
        "each setting of the folder differs from the default layout"
    );
}

#[test]
fn every_edit_changes_the_fingerprint() {
    let text = default_layout();
    let expected = Fingerprint::of(&text);
    let edits = [
        ("CheckStock,\n", "CheckStock,\n    Extra,\n"),
        ("&& state", "|| state"),
        ("Some(true), 1", "Some(false), 1"),
        ("(u64,)", "(u64)"),
        ("(1,)", "(1)"),
        ("run.forget();\n", ""),
        ("run.stop();", "run.stop()"),
        ("What a run of", "What one run of"),
        ("/// Ship\n", ""),
        ("/// Ship", "// Ship"),
        (
            "use tinyflow::generated::*;",
            "use tinyflow::generated::*;\nuse std::fmt;",
        ),
        ("no formatter touches", "no  formatter touches"),
        ("(None, 0) => {}", "(None, 0) => ()"),
        ("(None, 0) => {}", "(None, 0) => { run.stop() }"),
        ("// -----------------\n// --- GENERATED", "// --- GENERATED"),
        ("await?;\n        next", "await;\n        next"),
        ("pub in_stock", "in_stock"),
        ("tasks: T,\n}", "tasks: T,\n}\n\nfn mine() {}"),
    ];
    for (from, to) in edits {
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "the sample holds {from:?}");
        assert_ne!(Fingerprint::of(&edited), expected, "{from:?} became {to:?}");
    }
}

#[test]
fn texts_without_an_end_have_a_fingerprint_too() {
    for text in [
        "",
        "}",
        ")]",
        "{",
        "=> {",
        "| {",
        ",",
        "|",
        "\"",
        "/*",
        "fn a() { return x;",
    ] {
        assert_eq!(
            Fingerprint::of(text),
            Fingerprint::of(&format!("\n{text}")),
            "{text:?}"
        );
    }
}
