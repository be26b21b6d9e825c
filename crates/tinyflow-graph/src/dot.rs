//! The picture in DOT, the language of Graphviz.
//!
//! Texts of the flow stand between quotes alone. There, Graphviz obeys the
//! backslash and the entities of HTML, so these are escaped with the quotes.

use crate::picture::{Picture, PictureStep, Role, StepShape, Way};

/// Draws a picture as a digraph in DOT.
pub fn dot(picture: &Picture) -> String {
    let mut text = String::from("digraph flow {\n");
    text += &format!("  label={};\n", quoted(&picture.name));
    text += "  labelloc=t;\n  node [fontname=\"sans-serif\", fontsize=11];\n";
    text += "  edge [fontname=\"sans-serif\", fontsize=9];\n";
    for (index, step) in picture.steps.iter().enumerate() {
        text += &format!("  s{index} [{}];\n", step_attributes(picture, step));
    }
    for way in &picture.ways {
        let attributes = way_attributes(picture, way);
        text += &format!("  s{} -> s{} [{attributes}];\n", way.source, way.target);
    }
    for (index, mark) in picture.marks.iter().enumerate() {
        let said = format!(
            "{}: {}:{} {}: {}",
            index + 1,
            mark.line,
            mark.column,
            mark.code,
            mark.message
        );
        let weight = if mark.is_error { "error" } else { "warning" };
        let colour = colour(weight);
        let label = quoted(&said);
        text += &format!("  f{index} [shape=note, color={colour}, label={label}];\n");
    }
    text + "}\n"
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
        let numbers: Vec<String> = step
            .marks
            .iter()
            .map(|mark| (mark + 1).to_string())
            .collect();
        attributes += &format!(
            ", color={}, penwidth=2, xlabel=\"{}\"",
            colour(weight),
            numbers.join(", ")
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
        attributes += &format!(", color={}, penwidth=2", colour(weight));
    }
    attributes
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' => quoted.push_str("&amp;"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
