//! Joins tests that stand side by side and open the same value: it is opened
//! once, and not asked for before.

use crate::plan::code::{Code, Link};

/// The operands with each that can be joined to the one before it.
pub(super) fn joined(operands: impl Iterator<Item = Code>, all: bool) -> Vec<Code> {
    let mut joined: Vec<Code> = Vec::new();
    for operand in operands {
        match joined.last().and_then(|before| join(before, &operand, all)) {
            Some(both) => {
                joined.pop();
                joined.push(both);
            }
            None => joined.push(operand),
        }
    }
    joined
}

/// Both in one, where the second opens what the first has found to be there:
/// so its own answer for a missing value is never asked for.
fn join(before: &Code, code: &Code, all: bool) -> Option<Code> {
    let (method, asked, operator) = match all {
        true => ("is_some_and", ".is_some()", "&&"),
        false => ("is_none_or", ".is_none()", "||"),
    };
    let mut method = method.to_owned();
    let mut opened = Opened::of(code)?;
    if !opened.is_asked_for(before, asked) {
        let first = Opened::like(&opened, before)?;
        let (Inside::Body(one), Inside::Body(other)) = (first.inside, opened.inside) else {
            return None;
        };
        // Where both answer the same without the value, so does the whole.
        let answers_alike = first.method == opened.method;
        if first.value != opened.value || first.method != method && !answers_alike {
            return None;
        }
        method = match answers_alike {
            true => opened.method.clone(),
            false => method,
        };
        let both = operands(one, operator).chain(operands(other, operator));
        let mut both = joined(both, all);
        opened.inside = Inside::Body(match both.len() {
            1 => both.remove(0),
            _ => Code::Logic {
                operator: operator.to_owned(),
                operands: both,
            },
        });
    }
    opened.method = method;
    Some(opened.code())
}

fn operands(code: Code, operator: &str) -> impl Iterator<Item = Code> {
    match code {
        Code::Logic {
            operator: own,
            operands,
        } if own == operator => operands,
        code => vec![code],
    }
    .into_iter()
}

/// A value that may be missing, and a test of it within a closure.
struct Opened {
    /// The value, and what lends it.
    value: (Box<Code>, Vec<Link>),
    /// `is_some_and` or `is_none_or`.
    method: String,
    /// What the closure calls the value.
    parameter: String,
    inside: Inside,
}

/// What is called with the value.
enum Inside {
    /// The body of a closure.
    Body(Code),
    /// A closure or a function as text.
    Text(String),
}

const METHODS: [&str; 2] = ["is_some_and", "is_none_or"];

impl Opened {
    fn of(code: &Code) -> Option<Self> {
        let Code::Chain { root, links } = code else {
            return None;
        };
        let (last, links) = links.split_last()?;
        let (method, parameter, inside) = match last {
            Link::Closure {
                method,
                parameter,
                body,
            } => (
                method.as_str(),
                parameter.as_str(),
                Inside::Body((**body).clone()),
            ),
            Link::Text(text) => {
                let (method, rest) = text.strip_prefix('.')?.split_once('(')?;
                let inside = Inside::Text(rest.strip_suffix(')')?.to_owned());
                (method, "", inside)
            }
            Link::Call { .. } | Link::MapOr { .. } => return None,
        };
        METHODS.contains(&method).then(|| Self {
            value: (root.clone(), links.to_vec()),
            method: method.to_owned(),
            parameter: parameter.to_owned(),
            inside,
        })
    }

    /// The test that opens the same value, as if it were lent as the other is.
    fn like(other: &Self, code: &Code) -> Option<Self> {
        let mut opened = Self::of(code)?;
        if let Inside::Text(text) = &opened.inside {
            let lent = Link::text(".as_deref()");
            let name = match opened.value.1.last() == Some(&lent) {
                true if text == "|text| !text.is_empty()" => {
                    opened.value.1.pop();
                    opened.value.1.push(Link::text(".as_ref()"));
                    "text"
                }
                true => return None,
                false => "value",
            };
            let body = text.strip_prefix(&format!("|{name}| "))?;
            let body = body.replacen(name, &other.parameter, 1);
            opened.inside = Inside::Body(Code::Text(body));
            opened.parameter.clone_from(&other.parameter);
        }
        (opened.parameter == other.parameter).then_some(opened)
    }

    /// Whether the code asks for nothing but the value being there, or missing.
    fn is_asked_for(&self, code: &Code, asked: &str) -> bool {
        let (value, links) = &self.value;
        let (links, asked) = match links.split_last() {
            Some((Link::Text(last), links)) if last == ".as_ref()" || last == ".as_deref()" => {
                (links, asked)
            }
            // What is in both of two options.
            Some((Link::Text(last), links)) if last == ".and_then(Option::as_ref)" => {
                let asked = match asked {
                    ".is_some()" => ".is_some_and(Option::is_some)",
                    _ => ".is_none_or(Option::is_none)",
                };
                (links, asked)
            }
            _ => (&links[..], asked),
        };
        matches!(code, Code::Chain { root, links: asks } if root == value
        && asks.split_last().is_some_and(|(last, before)| {
            *last == Link::text(asked) && before == links
        }))
    }

    fn code(self) -> Code {
        let (root, mut links) = self.value;
        links.push(match self.inside {
            Inside::Body(body) => Link::Closure {
                method: self.method,
                parameter: self.parameter,
                body: Box::new(body),
            },
            Inside::Text(text) => Link::Text(format!(".{}({text})", self.method)),
        });
        Code::Chain { root, links }
    }
}
