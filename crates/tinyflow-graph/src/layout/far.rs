//! Which links lead so far that their lines would cost more than they show.
//!
//! A line takes a cell in each row that it passes. Nested far enough, links
//! would take cells as the square of their number; past a multiple of the
//! flow's size, the farthest are cut: they name their target and end.

use std::collections::HashMap;

use super::Link;

/// How many cells of lanes a flow may have in any case.
const FREE: usize = 2_000;

/// How many more for each step and each link.
const EACH: usize = 12;

/// For each link whether it is cut.
pub(super) fn too_far(links: &[Link], layers: &[usize]) -> Vec<bool> {
    let span = |link: &Link| layers[link.source].abs_diff(layers[link.target]);
    let mut by_span: Vec<usize> = (0..links.len()).collect();
    by_span.sort_by_key(|link| span(&links[*link]));
    let mut left = FREE + EACH * (links.len() + layers.len());
    let mut lanes: HashMap<(usize, bool), usize> = HashMap::new();
    let mut is_cut = vec![false; links.len()];
    for index in by_span {
        let link = &links[index];
        let is_back = layers[link.source] >= layers[link.target];
        let lane = lanes.entry((link.target, is_back)).or_default();
        // Links to the same target share a lane: only what is longer is new.
        let more = 2 * span(link) - *lane;
        match left.checked_sub(more) {
            Some(rest) => {
                left = rest;
                *lane += more;
            }
            None => is_cut[index] = true,
        }
    }
    is_cut
}
