//! In which layer each step stands: below every step that leads to it, links
//! that lead back aside.

use super::Link;

/// How many steps without any link stand in a row.
const LOOSE_IN_ROW: usize = 6;

/// The layer of each step, from 0.
pub(super) fn layers(count: usize, links: &[Link], begins: &[usize]) -> Vec<usize> {
    let mut outgoing = vec![Vec::new(); count];
    let mut is_loose = vec![true; count];
    let mut is_begin = vec![false; count];
    for begin in begins {
        is_begin[*begin] = true;
        is_loose[*begin] = false;
    }
    for link in links {
        is_loose[link.source] = false;
        is_loose[link.target] = false;
        // What leads to a begin leads back, wherever it comes from.
        if link.source != link.target && !is_begin[link.target] {
            outgoing[link.source].push(link.target);
        }
    }
    let finished = finished(begins, &outgoing);
    let mut layers = vec![0; count];
    for step in finished.iter().rev() {
        for target in &outgoing[*step] {
            if finished.is_before(*target, *step) {
                layers[*target] = layers[*target].max(layers[*step] + 1);
            }
        }
    }
    lower_unreached(begins, &finished, &outgoing, &mut layers);
    let first_free = (0..count).filter(|step| !is_loose[*step]);
    let first_free = first_free.map(|step| layers[step] + 1).max().unwrap_or(0);
    let loose = (0..count).filter(|step| is_loose[*step]);
    for (index, step) in loose.enumerate() {
        layers[step] = first_free + index / LOOSE_IN_ROW;
    }
    layers
}

/// Steps that no begin leads to stand as low as what they lead to lets them, so that none hangs far
/// above the rest.
fn lower_unreached(
    begins: &[usize],
    finished: &Finished,
    outgoing: &[Vec<usize>],
    layers: &mut [usize],
) {
    let mut is_reached = vec![false; outgoing.len()];
    let mut open = begins.to_vec();
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut is_reached[step], true) {
            open.extend(&outgoing[step]);
        }
    }
    // What a step leads to was done with before it, so it stands where it will stay.
    for step in finished.iter().copied().filter(|step| !is_reached[*step]) {
        let targets = outgoing[step].iter();
        let below = targets.filter(|target| finished.is_before(**target, step));
        if let Some(highest) = below.map(|target| layers[*target]).min() {
            layers[step] = highest.saturating_sub(1);
        }
    }
}

/// The steps in the order in which a walk in depth has done with them: a link
/// to a step that was not done with before leads back.
struct Finished {
    steps: Vec<usize>,
    places: Vec<usize>,
}

impl Finished {
    fn iter(&self) -> std::slice::Iter<'_, usize> {
        self.steps.iter()
    }

    fn is_before(&self, one: usize, other: usize) -> bool {
        self.places[one] < self.places[other]
    }
}

fn finished(begins: &[usize], outgoing: &[Vec<usize>]) -> Finished {
    let count = outgoing.len();
    let mut steps = Vec::with_capacity(count);
    let mut is_entered = vec![false; count];
    // The steps on the way, each with how many of its targets were looked at.
    let mut way: Vec<(usize, usize)> = Vec::new();
    let mut has_source = vec![false; count];
    for target in outgoing.iter().flatten() {
        has_source[*target] = true;
    }
    let begins = begins.iter().copied();
    let heads = (0..count).filter(|step| !has_source[*step]);
    for start in begins.chain(heads).chain(0..count) {
        if std::mem::replace(&mut is_entered[start], true) {
            continue;
        }
        way.push((start, 0));
        while let Some((step, looked_at)) = way.last_mut() {
            let step = *step;
            let next = outgoing[step].get(*looked_at).copied();
            *looked_at += 1;
            match next {
                Some(next) if !is_entered[next] => {
                    is_entered[next] = true;
                    way.push((next, 0));
                }
                Some(_) => {}
                None => {
                    way.pop();
                    steps.push(step);
                }
            }
        }
    }
    let mut places = vec![0; count];
    for (place, step) in steps.iter().enumerate() {
        places[*step] = place;
    }
    Finished { steps, places }
}
