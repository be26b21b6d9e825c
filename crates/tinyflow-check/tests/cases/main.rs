//! The checker on flows from files, each with what it finds beside it.
//!
//! `cases/RULE` holds flows that break one rule (`broken.json`,
//! `broken-2.json`, …), the findings as people see them, and the same flow
//! mended. `cases/sound` holds flows without an error.

mod case_files;

mod guessed_schemas;

mod rules;

mod sound;
