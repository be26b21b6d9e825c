//! The fingerprint of a GENERATED section, which its header carries.
//!
//! It tells a section that somebody edited from one that is as tinyflow wrote it. It covers tokens
//! and comments and no layout, so a formatter leaves it alone. Sections come in as text; what
//! counts as layout is decided in `layout`.

use std::fmt;

use sha2::{Digest, Sha256};

use super::layout;

/// The first eight bytes of a SHA-256 over a section's tokens and comments.
///
/// White space, line ends, trailing commas and the other choices of rustfmt do not change it.
///
/// ```
/// use tinyflow_codegen::merge::Fingerprint;
///
/// let wide = Fingerprint::of("pub struct State { pub name: String }");
/// let tall = Fingerprint::of("pub struct State {\r\n    pub name: String,\r\n}\r\n");
/// assert_eq!(wide, tall);
/// assert_ne!(wide, Fingerprint::of("pub struct State { pub name: u64 }"));
/// assert_eq!(wide.to_string().len(), 16);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// Takes the fingerprint of a section: the text between the header line and the
    /// IMPLEMENTATION line.
    pub fn of(section: &str) -> Self {
        let (digest, rest) = layout::without(section, Sha256::new_with_prefix);
        let digest = digest.chain_update(rest).finalize();
        let mut first = [0; 8];
        first
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        Self(first)
    }

    /// Reads the sixteen hexadecimal digits that [`Display`](fmt::Display) writes.
    pub(super) fn parse(digits: &str) -> Option<Self> {
        let plain = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = u64::from_str_radix(digits, 16).ok().filter(|_| plain)?;
        Some(Self(value.to_be_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}
