//! What each type of step looks like, around a middle at 0, 0.

use super::markup::{Element, number};
use crate::layout::Size;
use crate::picture::StepShape;

/// How far the points of a decision stand out.
const POINT: f64 = 16.0;

/// How round a step is.
const ROUND: f64 = 6.0;

/// From the left side to the middle of a sign, and the sign's half width.
const SIGN_FROM_SIDE: f64 = 18.0;
const SIGN: f64 = 7.0;

pub(super) fn outline(shape: StepShape, size: Size) -> Vec<Element> {
    let (width, height) = size;
    match shape {
        StepShape::Begin | StepShape::End => vec![rectangle(size, height / 2.0)],
        StepShape::Decision => vec![hexagon(size)],
        StepShape::Task | StepShape::Unreadable | StepShape::Missing => {
            vec![rectangle(size, ROUND)]
        }
        StepShape::Pause => vec![rectangle(size, ROUND), clock(SIGN_FROM_SIDE - width / 2.0)],
        StepShape::Event => vec![
            rectangle(size, ROUND),
            envelope(SIGN_FROM_SIDE - width / 2.0),
        ],
    }
}

fn rectangle((width, height): Size, round: f64) -> Element {
    let mut rectangle = Element::new("rect");
    rectangle.attribute("class", "outline");
    rectangle.rectangle(-width / 2.0, -height / 2.0, width, height);
    rectangle.attribute("rx", &number(round));
    rectangle
}

fn hexagon((width, height): Size) -> Element {
    let (right, bottom) = (width / 2.0, height / 2.0);
    let inner = right - POINT;
    drawn(
        "outline",
        &[
            (-right, 0.0),
            (-inner, -bottom),
            (inner, -bottom),
            (right, 0.0),
            (inner, bottom),
            (-inner, bottom),
        ],
        "Z",
    )
}

fn clock(x: f64) -> Element {
    let mut group = Element::new("g");
    let mut face = Element::new("circle");
    face.attribute("class", "sign");
    face.attribute("cx", &number(x));
    face.attribute("cy", "0");
    face.attribute("r", &number(SIGN));
    group.child(face);
    group.child(drawn("sign", &[(x, -4.0), (x, 0.0), (x + 3.0, 2.0)], ""));
    group
}

fn envelope(x: f64) -> Element {
    let mut group = Element::new("g");
    let mut paper = Element::new("rect");
    paper.attribute("class", "sign");
    paper.rectangle(x - SIGN, -5.0, 2.0 * SIGN, 10.0);
    group.child(paper);
    group.child(drawn(
        "sign",
        &[(x - SIGN, -5.0), (x, 1.0), (x + SIGN, -5.0)],
        "",
    ));
    group
}

fn drawn(class: &str, points: &[(f64, f64)], end: &str) -> Element {
    let points: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{} {}", number(*x), number(*y)))
        .collect();
    let mut path = Element::new("path");
    path.attribute("class", class);
    path.attribute("d", &format!("M{}{end}", points.join("L")));
    path
}
