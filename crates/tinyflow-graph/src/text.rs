//! How much room a text takes, and how a long one is broken and cut.
//!
//! Whoever shows the picture chooses the font, so the widths are those of a
//! wide one.

use unicode_width::UnicodeWidthChar;

/// A size of letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Font {
    /// In pixels.
    pub(crate) size: f64,
    /// From one line to the next, in pixels.
    pub(crate) line_height: f64,
}

/// For the names of steps.
pub(crate) const NAME: Font = Font {
    size: 13.0,
    line_height: 17.0,
};

/// For conditions and what is said beside a name.
pub(crate) const SMALL: Font = Font {
    size: 11.0,
    line_height: 14.0,
};

impl Font {
    /// The width of a text, in pixels.
    pub(crate) fn width(self, text: &str) -> f64 {
        text.chars().map(em).sum::<f64>() * self.size
    }

    /// The width of the longest of some lines, in pixels.
    pub(crate) fn widest(self, lines: &[String]) -> f64 {
        let widths = lines.iter().map(|line| self.width(line));
        widths.fold(0.0, f64::max)
    }

    /// The height of so many lines, in pixels.
    pub(crate) fn height(self, lines: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "there are few lines")]
        let lines = lines as f64;
        lines * self.line_height
    }

    /// The text in at most `most` lines, none wider than `width`; what does not
    /// fit is cut, and an ellipsis says so.
    pub(crate) fn wrap(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() && lines.len() < most {
            let fits = self.fitting(rest, width);
            if fits == rest.len() {
                lines.push(rest.to_owned());
                return lines;
            }
            if lines.len() + 1 == most {
                let room = width - self.width("…");
                let cut = rest[..self.fitting(rest, room)].trim_end();
                lines.push(format!("{cut}…"));
                return lines;
            }
            let end = line_end(rest, fits);
            lines.push(rest[..end].trim_end().to_owned());
            rest = rest[end..].trim_start();
        }
        lines
    }

    /// How many bytes of the text fit; the first character always does.
    fn fitting(self, text: &str, width: f64) -> usize {
        let mut used = 0.0;
        for (at, character) in text.char_indices() {
            used += em(character) * self.size;
            if used > width && at > 0 {
                return at;
            }
        }
        text.len()
    }
}

/// Where a line ends of which `fits` bytes fit: behind the last blank or hyphen,
/// where one is not too far back.
fn line_end(text: &str, fits: usize) -> usize {
    if text[fits..].starts_with(' ') {
        return fits;
    }
    let breaks = |character: char| matches!(character, ' ' | '-' | '_' | '/');
    match text[..fits].rfind(breaks) {
        Some(at) if at * 3 > fits => at + 1,
        _ => fits,
    }
}

/// The width of a character, in parts of the size of its font.
fn em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.34,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' | '\\' | '"' | '`' => 0.44,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.98,
        'A'..='Z' | '=' | '<' | '>' | '+' | '&' | '#' | '~' => 0.80,
        'a'..='z' | '0'..='9' => 0.63,
        _ => match character.width() {
            Some(0) => 0.0,
            Some(2) => 1.04,
            _ => 0.72,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_between_words_and_cut() {
        let lines = NAME.wrap("Tell the customer that the order is late", 120.0, 2);
        assert_eq!(lines, ["Tell the", "customer that…"]);
        assert_eq!(NAME.wrap("short", 120.0, 2), ["short"]);
        assert_eq!(NAME.wrap("  ", 120.0, 2), [""; 0]);
        let lines = NAME.wrap(&"字".repeat(40), 120.0, 2);
        assert!(
            lines.iter().all(|line| NAME.width(line) <= 120.0),
            "{lines:?}"
        );
        assert_eq!(lines.len(), 2);
    }
}
