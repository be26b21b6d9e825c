//! SVG elements as text. Texts are escaped here and nowhere else.

use crate::layout::{Bend, Point, Route};

/// An element that is being written.
pub(super) struct Element {
    name: &'static str,
    head: String,
    body: String,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            head: format!("<{name}"),
            body: String::new(),
        }
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.head += &format!(" {name}=\"{}\"", escaped(value));
    }

    /// The attributes of a rectangle.
    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let sides = [("x", x), ("y", y), ("width", width), ("height", height)];
        for (name, value) in sides {
            self.attribute(name, &number(value));
        }
    }

    pub(super) fn child(&mut self, child: Self) {
        self.body += &child.finish();
    }

    /// What is shown where the element is pointed at.
    pub(super) fn title(&mut self, text: &str) {
        self.body += &format!("<title>{}</title>", escaped(text));
    }

    /// One line of text.
    pub(super) fn text(&mut self, class: &str, (x, y): Point, text: &str) {
        let mut element = Self::new("text");
        if !class.is_empty() {
            element.attribute("class", class);
        }
        element.attribute("x", &number(x));
        element.attribute("y", &number(y));
        element.body = escaped(text);
        self.child(element);
    }

    /// Markup of our own, as it stands.
    pub(super) fn literal(&mut self, markup: &'static str) {
        self.body += markup;
    }

    pub(super) fn finish(self) -> String {
        let Self { name, head, body } = self;
        // Groups have lines of their own, so that two pictures can be compared.
        let end = if matches!(name, "g" | "svg") {
            "\n"
        } else {
            ""
        };
        match body.as_str() {
            "" => format!("{head}/>{end}"),
            _ => format!("{head}>{end}{body}</{name}>{end}"),
        }
    }
}

/// The number of a finding, as the legend has it.
pub(super) fn badge(mark: usize, (x, y): Point) -> Element {
    let mut badge = Element::new("g");
    badge.attribute("class", "badge");
    let mut circle = Element::new("circle");
    circle.attribute("cx", &number(x));
    circle.attribute("cy", &number(y));
    circle.attribute("r", "8");
    badge.child(circle);
    badge.text("", (x, y + 3.5), &(mark + 1).to_string());
    badge
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A number with at most one digit behind the point.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    // Zero has no sign here.
    let rounded = if tenths == 0.0 { 0.0 } else { tenths / 10.0 };
    format!("{rounded}")
}

/// The path of a route.
pub(super) fn path(route: &Route) -> String {
    let point = |(x, y): Point| format!("{} {}", number(x), number(y));
    let mut path = format!("M{}", point(route.start));
    for bend in &route.bends {
        path += &match bend {
            Bend::Line(end) => format!("L{}", point(*end)),
            Bend::Curve(one, other, end) => {
                format!("C{} {} {}", point(*one), point(*other), point(*end))
            }
        };
    }
    path
}

/// A short stroke across the start of a route.
pub(super) fn stroke(route: &Route) -> String {
    let (x, y) = route.start;
    let towards = match route.bends.first() {
        Some(Bend::Line(end)) => *end,
        Some(Bend::Curve(one, _, _)) => *one,
        None => (x, y + 1.0),
    };
    let (dx, dy) = (towards.0 - x, towards.1 - y);
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    let end = |side: f64, along: f64| {
        let x = x + along * dx - side * dy;
        let y = y + along * dy + side * dx;
        format!("{} {}", number(x), number(y))
    };
    format!("M{}L{}", end(4.5, 7.5), end(-4.5, 2.5))
}
