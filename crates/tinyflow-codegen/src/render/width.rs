//! How wide text is on the screen, which is what rustfmt measures.

use unicode_width::UnicodeWidthStr;

/// A text with a width.
pub(super) trait Width {
    /// The number of columns that the text takes.
    fn width(&self) -> usize;
}

impl Width for str {
    fn width(&self) -> usize {
        // Nearly all generated text is ASCII, for which there is nothing to look up.
        let plain = |byte: u8| (b' '..=b'~').contains(&byte);
        if self.bytes().all(plain) {
            return self.len();
        }
        UnicodeWidthStr::width(self)
    }
}
