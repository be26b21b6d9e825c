//! The picture as a Mermaid flow chart.
//!
//! Mermaid looks for its own words, comments and markup in all of its text, so
//! of a text of the flow every character but letters, digits and blanks is
//! written as its number.

use crate::picture::{Picture, PictureStep, Role, StepShape, Way};

/// Draws a picture as a Mermaid flow chart.
pub fn mermaid(picture: &Picture) -> String {
    let mut text = String::from("flowchart TD\n");
    for (index, step) in picture.steps.iter().enumerate() {
        text += &format!("  s{index}{}\n", shape(step, &step_label(step)));
    }
    for way in &picture.ways {
        text += &format!("  {}\n", arrow(way));
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
        text += &format!("  f{index}[\"{}\"]\n", escaped(&said));
        let targets = picture.steps.iter().enumerate();
        let marked = targets.filter(|(_, step)| step.marks.contains(&index));
        for (step, _) in marked {
            text += &format!("  f{index} -.- s{step}\n");
        }
        for way in picture.ways.iter().filter(|way| way.marks.contains(&index)) {
            text += &format!("  f{index} -.- s{}\n", way.source);
        }
        let weight = if mark.is_error { "error" } else { "warning" };
        text += &format!("  class f{index} {weight}\n");
    }
    for (index, step) in picture.steps.iter().enumerate() {
        if let StepShape::Missing | StepShape::Unreadable = step.shape {
            text += &format!("  class s{index} broken\n");
        }
        if let Some(weight) = picture.weight(&step.marks) {
            text += &format!("  class s{index} {weight}\n");
        }
    }
    for (index, way) in picture.ways.iter().enumerate() {
        if let Some(weight) = picture.weight(&way.marks) {
            let colour = colour(weight);
            text += &format!("  linkStyle {index} stroke:{colour},stroke-width:3px\n");
        }
    }
    let is_broken =
        |step: &PictureStep| matches!(step.shape, StepShape::Missing | StepShape::Unreadable);
    if picture.steps.iter().any(is_broken) {
        text += "  classDef broken stroke-dasharray:4\n";
    }
    if !picture.marks.is_empty() {
        for weight in ["error", "warning"] {
            text += &format!(
                "  classDef {weight} stroke:{},stroke-width:3px\n",
                colour(weight)
            );
        }
    }
    text
}

fn colour(weight: &str) -> &'static str {
    match weight {
        "error" => "#c81e1e",
        _ => "#c05621",
    }
}

fn step_label(step: &PictureStep) -> String {
    let name = escaped(&step.name);
    match &step.detail {
        Some(detail) => format!("{name}<br>{}", escaped(detail)),
        None => name,
    }
}

fn shape(step: &PictureStep, label: &str) -> String {
    let (open, close) = match step.shape {
        StepShape::Begin => ("([", "])"),
        StepShape::End => ("(((", ")))"),
        StepShape::Task | StepShape::Missing | StepShape::Unreadable => ("[", "]"),
        StepShape::Decision => ("{{", "}}"),
        StepShape::Pause => ("(", ")"),
        StepShape::Event => (">", "]"),
    };
    format!("{open}\"{label}\"{close}")
}

fn arrow(way: &Way) -> String {
    let line = match way.role {
        Role::Plain | Role::Condition => "-->",
        Role::Default => "==>",
        Role::Timeout => "-.->",
    };
    let numbers = way.marks.iter().map(|mark| format!("[{}]", mark + 1));
    let words: Vec<String> = way.label.iter().cloned().chain(numbers).collect();
    let label = match words.as_slice() {
        [] => String::new(),
        words => format!("|\"{}\"|", escaped(&words.join(" "))),
    };
    format!("s{} {line}{label} s{}", way.source, way.target)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' => escaped.push(' '),
            plain if plain.is_alphanumeric() => escaped.push(plain),
            other => escaped += &format!("#{};", u32::from(other)),
        }
    }
    escaped
}
