//! The minijinja templates of generated code, as data.
//!
//! A template places text; what the text is has been decided before. What
//! breaks by width comes laid out.

/// Each template by its file name.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("section.rs.j2", include_str!("section.rs.j2")),
    ("step.rs.j2", include_str!("step.rs.j2")),
    ("types.rs.j2", include_str!("types.rs.j2")),
    ("type.rs.j2", include_str!("type.rs.j2")),
    ("initial_state.rs.j2", include_str!("initial_state.rs.j2")),
    ("events.rs.j2", include_str!("events.rs.j2")),
    ("tasks.rs.j2", include_str!("tasks.rs.j2")),
    ("workflow.rs.j2", include_str!("workflow.rs.j2")),
    ("schemas.rs.j2", include_str!("schemas.rs.j2")),
    ("step_function.rs.j2", include_str!("step_function.rs.j2")),
    ("implementation.rs.j2", include_str!("implementation.rs.j2")),
];
