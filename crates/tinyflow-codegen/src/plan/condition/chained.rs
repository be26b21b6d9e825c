//! Chains that grow at their end.

use crate::plan::code::{Code, Link};

/// The code with one more link.
pub(super) fn linked(code: Code, link: Link) -> Code {
    match (code, link) {
        (Code::Chain { root, mut links }, link) => {
            links.push(link);
            Code::Chain { root, links }
        }
        (code, link) => Code::Chain {
            root: Box::new(code),
            links: vec![link],
        },
    }
}

/// The code with a `?` behind it.
pub(super) fn tried(code: Code) -> Code {
    match code {
        Code::Chain { root, mut links } => {
            let last = links.pop().map(Link::tried);
            links.extend(last);
            Code::Chain { root, links }
        }
        code => Code::Text(code.one_line() + "?"),
    }
}
