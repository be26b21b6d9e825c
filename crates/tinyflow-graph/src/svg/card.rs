//! A step: its outline, its name, and what is said of it.

use super::markup::{Element, badge, number};
use super::outline::outline;
use crate::layout::{Point, Size};
use crate::picture::{Picture, PictureStep, StepShape};
use crate::text::{NAME, SMALL};

/// The widest line of a name, and how many lines it may take.
const NAME_WIDTH: f64 = 176.0;
const NAME_LINES: usize = 3;

/// The room around the lines.
const PADDING: Size = (14.0, 9.0);

/// The room that the sides of a decision take away.
const POINTS: f64 = 14.0;

/// The room for a clock or an envelope.
const SIGN: f64 = 20.0;

/// The width of the narrowest.
const NARROWEST: f64 = 76.0;

/// A step with the room that it takes.
pub(super) struct Card {
    pub(super) size: Size,
    name: Vec<String>,
    detail: Vec<String>,
}

impl Card {
    pub(super) fn new(step: &PictureStep) -> Self {
        let name = NAME.wrap(&step.name, NAME_WIDTH, NAME_LINES);
        let detail = step.detail.as_deref().unwrap_or_default();
        let detail = SMALL.wrap(detail, NAME_WIDTH, 1);
        let room = match step.shape {
            StepShape::Decision => 2.0 * POINTS,
            StepShape::Pause | StepShape::Event => SIGN,
            _ => 0.0,
        };
        let width = NAME.widest(&name).max(SMALL.widest(&detail)) + 2.0 * PADDING.0 + room;
        let height = NAME.height(name.len().max(1)) + SMALL.height(detail.len());
        Self {
            // Whole and even, so that middles are whole, too.
            size: (
                (width.max(NARROWEST) / 2.0).ceil() * 2.0,
                ((height + 2.0 * PADDING.1) / 2.0).ceil() * 2.0,
            ),
            name,
            detail,
        }
    }

    /// The step with its middle at a point.
    pub(super) fn draw(&self, picture: &Picture, step: &PictureStep, middle: Point) -> Element {
        let mut group = Element::new("g");
        let weight = picture.weight(&step.marks);
        let weight = weight.map(|weight| format!(" {weight}"));
        let word = step.shape.word();
        group.attribute(
            "class",
            &format!("step {word}{}", weight.unwrap_or_default()),
        );
        group.attribute(
            "transform",
            &format!("translate({} {})", number(middle.0), number(middle.1)),
        );
        let mut title = format!("{} ({word}): {}", step.id, step.name);
        if let Some(detail) = &step.detail {
            title += &format!(", {detail}");
        }
        group.title(&(title + &picture.said(&step.marks)));
        for part in outline(step.shape, self.size) {
            group.child(part);
        }
        if step.forks {
            let (width, height) = self.size;
            let mut bar = Element::new("rect");
            bar.attribute("class", "bar");
            bar.rectangle(-width / 2.0, height / 2.0, width, 4.0);
            group.child(bar);
        }
        self.write(step, &mut group);
        if let Some(first) = step.marks.first() {
            let corner = (self.size.0 / 2.0, -self.size.1 / 2.0);
            group.child(badge(*first, corner));
        }
        group
    }

    fn write(&self, step: &PictureStep, group: &mut Element) {
        let aside = match step.shape {
            StepShape::Pause | StepShape::Event => SIGN / 2.0,
            _ => 0.0,
        };
        let height = NAME.height(self.name.len()) + SMALL.height(self.detail.len());
        let mut top = -height / 2.0;
        for line in &self.name {
            group.text("", (aside, top + NAME.size), line);
            top += NAME.line_height;
        }
        for line in &self.detail {
            group.text("small", (aside, top + SMALL.size), line);
            top += SMALL.line_height;
        }
    }
}
