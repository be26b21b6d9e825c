//! The layout that an editor has left in the flow: steps stand where they are
//! told to, links go from side to side.

use super::routes::Bend;
use super::{Layout, Links, Point, Route, Size};

/// How far from nought a step may be told to stand, in pixels.
const FARTHEST: f64 = 50_000.0;

/// The room around a step that was told no place.
const GAP: f64 = 40.0;

/// Puts each step where its upper left corner is told to be; those that are
/// told nothing stand in a row below.
pub(crate) fn placed(wanted: &Links<'_>, corners: &[Option<Point>]) -> Layout {
    let told: Vec<Option<Point>> = corners.iter().map(|corner| corner.map(within)).collect();
    let known = || told.iter().flatten();
    let left = known().map(|corner| corner.0).fold(f64::INFINITY, f64::min);
    let top = known().map(|corner| corner.1).fold(f64::INFINITY, f64::min);
    let bottoms = told.iter().zip(wanted.steps);
    let bottom = bottoms.filter_map(|(corner, size)| Some(corner.as_ref()?.1 + size.1 - top));
    let below = bottom.fold(0.0, |lowest, bottom| f64::max(lowest, bottom + GAP));
    let mut next = 0.0;
    let mut steps = Vec::with_capacity(told.len());
    for (corner, size) in told.iter().zip(wanted.steps) {
        let corner = corner.map(|(x, y)| (x - left, y - top)).unwrap_or_else(|| {
            let free = (next, below);
            next += size.0 + GAP;
            free
        });
        steps.push((corner.0 + size.0 / 2.0, corner.1 + size.1 / 2.0));
    }
    let routes = wanted.links.iter().map(|link| {
        let (source, target) = (link.source, link.target);
        route(
            (steps[source], wanted.steps[source]),
            (steps[target], wanted.steps[target]),
            source == target,
        )
    });
    let ends = steps.iter().zip(wanted.steps);
    let size = ends.fold((0.0, 0.0), |whole: Size, (middle, size)| {
        (
            whole.0.max(middle.0 + size.0 / 2.0),
            whole.1.max(middle.1 + size.1 / 2.0),
        )
    });
    Layout {
        size,
        routes: routes.collect(),
        steps,
    }
}

fn within((x, y): Point) -> Point {
    let within = |value: f64| value.clamp(-FARTHEST, FARTHEST);
    (within(x), within(y))
}

/// From the side of a step that faces the other one to the side that faces back.
fn route((from, from_size): (Point, Size), (to, to_size): (Point, Size), is_loop: bool) -> Route {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    if is_loop {
        let start = (from.0 + from_size.0 / 2.0, from.1);
        let end = (from.0, from.1 + from_size.1 / 2.0);
        let far = (start.0 + GAP, end.1 + GAP);
        return Route {
            start,
            bends: vec![Bend::Curve((far.0, start.1), (end.0, far.1), end)],
            label: (start.0 + GAP / 2.0, end.1 + GAP / 2.0),
        };
    }
    // Nearly above one another, or beside.
    let is_upright =
        dy.abs() - (from_size.1 + to_size.1) / 2.0 >= dx.abs() - (from_size.0 + to_size.0) / 2.0;
    let side = |(x, y): Point, (width, height): Size, sign: f64| match is_upright {
        true => (x, y + sign * dy.signum() * height / 2.0),
        false => (x + sign * dx.signum() * width / 2.0, y),
    };
    let (start, end) = (side(from, from_size, 1.0), side(to, to_size, -1.0));
    let middle = (f64::midpoint(start.0, end.0), f64::midpoint(start.1, end.1));
    let bend = match is_upright {
        true => Bend::Curve((start.0, middle.1), (end.0, middle.1), end),
        false => Bend::Curve((middle.0, start.1), (middle.0, end.1), end),
    };
    Route {
        start,
        bends: vec![bend],
        label: middle,
    }
}
