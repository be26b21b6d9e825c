//! The findings below the picture, each with its number.

use super::markup::Element;
use crate::picture::Picture;
use crate::text::SMALL;

/// The widest line.
const WIDTH: f64 = 640.0;

/// How many lines a finding may take, and how many findings are shown.
const LINES: usize = 3;
const MOST: usize = 40;

/// From the number to the text.
const INDENT: f64 = 26.0;

/// The room between two findings.
const GAP: f64 = 5.0;

/// The findings as lines.
pub(super) struct Legend {
    pub(super) width: f64,
    /// Nought where there is nothing to say.
    pub(super) height: f64,
    findings: Vec<Vec<String>>,
    rest: Option<String>,
}

impl Legend {
    pub(super) fn new(picture: &Picture) -> Self {
        let lines = |mark: &crate::Mark| {
            let text = format!(
                "{}:{} {}: {}",
                mark.line, mark.column, mark.code, mark.message
            );
            SMALL.wrap(&text, WIDTH, LINES)
        };
        let shown = picture.marks.iter().take(MOST);
        let findings: Vec<Vec<String>> = shown.map(lines).collect();
        let rest = match picture.marks.len().checked_sub(MOST) {
            None | Some(0) => None,
            Some(rest) => Some(format!("and {rest} more")),
        };
        let widths = findings.iter().map(|lines| INDENT + SMALL.widest(lines));
        let heights = findings.iter().map(|lines| SMALL.height(lines.len()) + GAP);
        Self {
            width: widths.fold(0.0, f64::max),
            height: heights.sum::<f64>() + SMALL.height(usize::from(rest.is_some())),
            findings,
            rest,
        }
    }

    pub(super) fn draw(&self, picture: &Picture, top: f64) -> Element {
        let mut group = Element::new("g");
        group.attribute("class", "legend");
        let mut baseline = top + SMALL.size;
        for (index, lines) in self.findings.iter().enumerate() {
            let class = match picture.marks[index].is_error {
                true => "finding error",
                false => "finding warning",
            };
            group.text(class, (0.0, baseline), &(index + 1).to_string());
            for line in lines {
                group.text("finding", (INDENT, baseline), line);
                baseline += SMALL.line_height;
            }
            baseline += GAP;
        }
        if let Some(rest) = &self.rest {
            group.text("finding", (INDENT, baseline), rest);
        }
        group
    }
}
