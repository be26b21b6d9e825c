//! A context that keeps every checkpoint of a run.
