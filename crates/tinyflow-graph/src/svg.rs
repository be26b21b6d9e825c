//! The picture as SVG.
//!
//! Texts of the flow stand in text elements alone, escaped; everything else is
//! made of numbers and words of our own. The same flow gives the same bytes.

mod card;

mod legend;

mod markup;

mod outline;

use card::Card;
use legend::Legend;
use markup::{Element, number};

use crate::layout::{Layers, Layout, Link, Links, Route, layered, placed};
use crate::picture::{Picture, PictureStep, Role, StepShape, Way};
use crate::text::{NAME, SMALL};

/// The room around the whole.
const MARGIN: f64 = 24.0;

/// The room around a label on its line.
const LABEL_MARGIN: f64 = 4.0;

/// The widest line of a condition, and how many lines it may take.
const LABEL_WIDTH: f64 = 150.0;
const LABEL_LINES: usize = 3;

/// Where steps stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In layers, from top to bottom.
    Layered,
    /// Where their `metadata` says.
    Positions,
}

/// Draws a picture as an SVG document.
pub fn svg(picture: &Picture, placement: Placement) -> String {
    let cards: Vec<Card> = picture.steps.iter().map(Card::new).collect();
    let (labels, layout) = laid_out(picture, placement, &cards);
    let legend = Legend::new(picture);

    let head = NAME.line_height + MARGIN / 2.0;
    let width = layout
        .size
        .0
        .max(legend.width)
        .max(NAME.width(&picture.name));
    let height = head + layout.size.1;
    let legend_top = height + MARGIN;
    let height = match legend.height {
        0.0 => height,
        some => legend_top + some,
    };

    let mut root = Element::new("svg");
    root.attribute("xmlns", "http://www.w3.org/2000/svg");
    root.attribute("class", "tinyflow");
    root.attribute("role", "img");
    let (whole_width, whole_height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    root.attribute("width", &number(whole_width));
    root.attribute("height", &number(whole_height));
    root.attribute(
        "viewBox",
        &format!(
            "{} {} {} {}",
            number(-MARGIN),
            number(-MARGIN),
            number(whole_width),
            number(whole_height)
        ),
    );
    root.title(&picture.name);
    root.literal(STYLE);
    root.literal(ARROWS);
    let mut paper = Element::new("rect");
    paper.attribute("class", "paper");
    paper.rectangle(-MARGIN, -MARGIN, whole_width, whole_height);
    root.child(paper);
    root.text("heading", (0.0, NAME.size), &picture.name);

    let mut body = Element::new("g");
    let aside = (width - layout.size.0) / 2.0;
    body.attribute(
        "transform",
        &format!("translate({} {})", number(aside), number(head)),
    );
    for (way, route) in picture.ways.iter().zip(&layout.routes) {
        body.child(line(picture, way, route));
    }
    for ((way, route), lines) in picture.ways.iter().zip(&layout.routes).zip(&labels) {
        if !(lines.is_empty() && way.marks.is_empty()) {
            body.child(label(picture, way, route, lines));
        }
    }
    let steps = picture.steps.iter().zip(&cards).zip(&layout.steps);
    for ((step, card), middle) in steps {
        body.child(card.draw(picture, step, *middle));
    }
    root.child(body);
    root.child(legend.draw(picture, legend_top));
    root.finish()
}

/// The lines of each label, and where everything stands.
fn laid_out(picture: &Picture, placement: Placement, cards: &[Card]) -> (Vec<Vec<String>>, Layout) {
    let steps: Vec<_> = cards.iter().map(|card| card.size).collect();
    let link = |way: &Way| Link {
        source: way.source,
        target: way.target,
        label: (0.0, 0.0),
    };
    let mut links: Vec<Link> = picture.ways.iter().map(link).collect();
    let is_begin = |step: &PictureStep| step.shape == StepShape::Begin;
    let begins = picture.steps.iter().enumerate();
    let begins = begins.filter_map(|(index, step)| is_begin(step).then_some(index));
    let layers = match placement {
        Placement::Layered => {
            let begins: Vec<usize> = begins.collect();
            Some(Layers::new(steps.len(), &links, &begins))
        }
        Placement::Positions => None,
    };
    let mut labels = Vec::with_capacity(links.len());
    for (index, (way, link)) in picture.ways.iter().zip(&mut links).enumerate() {
        let mut lines = label_lines(way);
        if layers.as_ref().is_some_and(|layers| layers.is_cut[index]) {
            let target = format!("to {}", picture.steps[way.target].name);
            lines.extend(SMALL.wrap(&target, LABEL_WIDTH, 1));
        }
        if !lines.is_empty() {
            let width = SMALL.widest(&lines) + 2.0 * LABEL_MARGIN;
            link.label = (width, SMALL.height(lines.len()) + LABEL_MARGIN);
        }
        labels.push(lines);
    }
    let wanted = Links {
        steps: &steps,
        links: &links,
    };
    let layout = match layers {
        Some(layers) => layered(&wanted, &layers),
        None => {
            let corners: Vec<_> = picture.steps.iter().map(|step| step.position).collect();
            placed(&wanted, &corners)
        }
    };
    (labels, layout)
}

fn label_lines(way: &Way) -> Vec<String> {
    let label = way.label.as_deref().unwrap_or_default();
    SMALL.wrap(label, LABEL_WIDTH, LABEL_LINES)
}

/// The line of a way, with its arrow.
fn line(picture: &Picture, way: &Way, route: &Route) -> Element {
    let mut group = Element::new("g");
    group.attribute("class", &way_class(picture, way, "way"));
    group.title(&(way.title.clone() + &picture.said(&way.marks)));
    let mut path = Element::new("path");
    path.attribute("d", &markup::path(route));
    let arrow = match picture.weight(&way.marks) {
        Some(weight) => format!("url(#tinyflow-{weight})"),
        None => "url(#tinyflow-arrow)".to_owned(),
    };
    path.attribute("marker-end", &arrow);
    group.child(path);
    if way.role == Role::Default {
        // A stroke through its start marks the default.
        let mut stroke = Element::new("path");
        stroke.attribute("d", &markup::stroke(route));
        group.child(stroke);
    }
    group
}

/// What is written on the line of a way.
fn label(picture: &Picture, way: &Way, route: &Route, lines: &[String]) -> Element {
    let mut group = Element::new("g");
    group.attribute("class", &way_class(picture, way, "label"));
    group.title(&(way.title.clone() + &picture.said(&way.marks)));
    let (x, y) = route.label;
    let (width, height) = (
        SMALL.widest(lines) + LABEL_MARGIN,
        SMALL.height(lines.len()),
    );
    if !lines.is_empty() {
        let mut back = Element::new("rect");
        back.rectangle(x - width / 2.0, y - height / 2.0, width, height);
        group.child(back);
    }
    let mut baseline = y - height / 2.0 + SMALL.size;
    for line in lines {
        group.text("small", (x, baseline), line);
        baseline += SMALL.line_height;
    }
    if let Some(first) = way.marks.first() {
        group.child(markup::badge(
            *first,
            (x + width / 2.0 + 6.0, y - height / 2.0),
        ));
    }
    group
}

fn way_class(picture: &Picture, way: &Way, what: &str) -> String {
    let role = match way.role {
        Role::Plain => "",
        Role::Condition => " condition",
        Role::Default => " default",
        Role::Timeout => " timeout",
    };
    let weight = picture.weight(&way.marks);
    let weight = weight.map(|weight| format!(" {weight}"));
    format!("{what}{role}{}", weight.unwrap_or_default())
}

const STYLE: &str = include_str!("svg/style.svg");
const ARROWS: &str = include_str!("svg/arrows.svg");
