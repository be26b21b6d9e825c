//! The nearest known name to a misspelt one.

/// How many findings of a kind get a suggestion. A search among all names for
/// each of very many misspelt ones would take for ever, and help nobody.
pub const MOST_SUGGESTIONS: usize = 20;

/// The candidate that `misspelt` was most likely meant to be, if any is near.
///
/// Near means: at most one change in three characters, upper and lower case
/// and the separators `-`, `_` and blank counting for nothing.
///
/// ```
/// use tinyflow_model::nearest::nearest;
///
/// assert_eq!(nearest("chek-profile", ["check-profile", "end"]), Some("check-profile"));
/// assert_eq!(nearest("ship", ["check-profile", "end"]), None);
/// ```
pub fn nearest<'a>(
    misspelt: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = folded(misspelt);
    let allowed = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&wanted, &folded(candidate), allowed), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The same, if no other candidate is as near: what may be put in its place
/// without asking.
///
/// ```
/// use tinyflow_model::nearest::nearest_alone;
///
/// assert_eq!(nearest_alone("shp", ["ship", "shop"]), None);
/// assert_eq!(nearest_alone("shipp", ["ship", "shop"]), Some("ship"));
/// ```
pub fn nearest_alone<'a>(
    misspelt: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(misspelt, candidates.iter().copied())?;
    let others = candidates.into_iter().filter(|other| *other != near);
    let second = nearest(misspelt, others);
    let wanted = folded(misspelt);
    let how_near = |name: &str| strsim::osa_distance(&wanted, &folded(name));
    second
        .is_none_or(|second| how_near(second) > how_near(near))
        .then_some(near)
}

fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| !matches!(character, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The edit distance, or something above `allowed` where the lengths alone
/// put it there.
fn distance(a: &str, b: &str, allowed: usize) -> usize {
    let difference = a.chars().count().abs_diff(b.chars().count());
    if difference > allowed {
        return difference;
    }
    strsim::osa_distance(a, b)
}
