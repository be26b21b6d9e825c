//! The picture in DOT, the language of Graphviz.
//!
//! Texts of the flow stand between quotes alone. There, Graphviz obeys the
//! backslash and the entities of HTML, so these are escaped with the quotes.

use crate::picture::{Picture, PictureStep, Role, StepShape, Way};
use crate::text::SMALL;

/// The width of what is said of the flow, in pixels, and how many lines a finding may take.
const LEGEND_WIDTH: f64 = 480.0;
const MOST_LINES: usize = 4;

/// Draws a picture as a digraph in DOT.
pub fn dot(picture: &Picture) -> String {
    let mut text = String::from("digraph flow {\n");
    text += &format!("  label={};\n", quoted(&picture.name));
    // The one font without serifs of which Graphviz knows the widths wherever it runs.
    text += "  labelloc=t;\n  fontname=Helvetica;\n";
    text += "  node [fontname=Helvetica, fontsize=11];\n  edge [fontname=Helvetica, fontsize=9];\n";
    for (index, step) in picture.steps.iter().enumerate() {
        text += &format!("  s{index} [{}];\n", step_attributes(picture, step));
    }
    for way in &picture.ways {
        let attributes = way_attributes(picture, way);
        text += &format!("  s{} -> s{} [{attributes}];\n", way.source, way.target);
    }
    if !picture.marks.is_empty() {
        let label = legend(picture);
        text += &format!("  {{ rank=sink; findings [shape=note, label=\"{label}\"]; }}\n");
    }
    text + "}\n"
}

/// What is said of the flow, each line set to the left.
fn legend(picture: &Picture) -> String {
    let mut legend = String::new();
    for (index, mark) in picture.marks.iter().enumerate() {
        let (line, column, code) = (mark.line, mark.column, mark.code);
        let number = index + 1;
        let said = format!("{number}: {line}:{column} {code}: {}", mark.message);
        for line in SMALL.wrap(&said, LEGEND_WIDTH, MOST_LINES) {
            legend += &format!("{}\\l", escaped(&line));
        }
    }
    legend
}

/// The numbers of the findings about a step or a way.
fn numbers(marks: &[usize]) -> String {
    let numbers = marks.iter().map(|mark| (mark + 1).to_string());
    numbers.collect::<Vec<_>>().join(", ")
}

fn colour(weight: &str) -> &'static str {
    match weight {
        "error" => "\"#c81e1e\"",
        _ => "\"#c05621\"",
    }
}

fn step_attributes(picture: &Picture, step: &PictureStep) -> String {
    let label = match &step.detail {
        Some(detail) => format!("{}\n{detail}", step.name),
        None => step.name.clone(),
    };
    let shape = match step.shape {
        StepShape::Begin => "shape=box, style=\"rounded,bold\"",
        StepShape::End => "shape=box, style=rounded, peripheries=2",
        StepShape::Task => "shape=box",
        StepShape::Decision => "shape=hexagon",
        StepShape::Pause => "shape=box, style=\"rounded,diagonals\"",
        StepShape::Event => "shape=cds",
        StepShape::Missing | StepShape::Unreadable => "shape=box, style=dashed",
    };
    let tooltip = format!("{}{}", step.id, picture.said(&step.marks));
    let mut attributes = format!(
        "label={}, {shape}, tooltip={}",
        quoted(&label),
        quoted(&tooltip)
    );
    if let Some(weight) = picture.weight(&step.marks) {
        attributes += &format!(
            ", color={}, penwidth=2, xlabel=\"{}\"",
            colour(weight),
            numbers(&step.marks)
        );
    }
    attributes
}

fn way_attributes(picture: &Picture, way: &Way) -> String {
    let tooltip = format!("{}{}", way.title, picture.said(&way.marks));
    let mut attributes = format!("tooltip={}", quoted(&tooltip));
    if let Some(label) = &way.label {
        attributes += &format!(", label={}", quoted(label));
    }
    attributes += match way.role {
        Role::Plain | Role::Condition => "",
        Role::Default => ", style=bold",
        Role::Timeout => ", style=dashed",
    };
    if let Some(weight) = picture.weight(&way.marks) {
        attributes += &format!(
            ", color={}, penwidth=2, xlabel=\"{}\"",
            colour(weight),
            numbers(&way.marks)
        );
    }
    attributes
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '&' => escaped.push_str("&amp;"),
            other => escaped.push(other),
        }
    }
    escaped
}
