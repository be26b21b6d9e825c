//! Finds schemas that lead back to themselves without looking at a part of the value, and chains
//! of such steps that are too long to follow.

use crate::node::{Id, Keyword, Node};

/// How many schemas may be looked at, one within the other, for one place of a value.
const LONGEST: usize = 50;

/// The nodes that are part of a circle, lead into one, or begin too long a chain.
pub(crate) fn endless(nodes: &[Node]) -> Vec<Id> {
    let mut leads_to: Vec<Vec<Id>> = vec![Vec::new(); nodes.len()];
    let mut open = vec![0_usize; nodes.len()];
    for (from, node) in nodes.iter().enumerate() {
        for to in node.keywords.iter().flat_map(in_place) {
            leads_to[to].push(from);
            open[from] += 1;
        }
    }
    // From those that look no further, back to those that lead to them.
    let mut depth = vec![0_usize; nodes.len()];
    let mut done: Vec<Id> = (0..nodes.len()).filter(|id| open[*id] == 0).collect();
    let mut next = 0;
    while let Some(to) = done.get(next).copied() {
        next += 1;
        for from in &leads_to[to] {
            depth[*from] = depth[*from].max(depth[to] + 1);
            open[*from] -= 1;
            if open[*from] == 0 {
                done.push(*from);
            }
        }
    }
    let ids = 0..nodes.len();
    ids.filter(|id| open[*id] > 0 || depth[*id] > LONGEST)
        .collect()
}

/// The schemas that a keyword holds against the same place.
fn in_place(keyword: &Keyword) -> Vec<Id> {
    match keyword {
        Keyword::Ref(id) | Keyword::Not(id) => vec![*id],
        Keyword::AllOf(ids) | Keyword::AnyOf(ids) | Keyword::OneOf(ids) => ids.clone(),
        Keyword::DependentSchemas(schemas) => schemas.iter().map(|(_, id)| *id).collect(),
        Keyword::If {
            condition,
            then,
            otherwise,
        } => [Some(*condition), *then, *otherwise]
            .into_iter()
            .flatten()
            .collect(),
        _ => Vec::new(),
    }
}
