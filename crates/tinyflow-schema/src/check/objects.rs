//! The keywords of objects.

use serde_json::{Map, Value};

use super::place::Place;
use super::seen::Seen;
use super::{Check, Report, values};
use crate::node::{Id, Keyword, Rest};
use crate::pattern::Pattern;
use crate::violation::ViolationKind;

impl Check<'_> {
    pub(super) fn object_holds(
        &mut self,
        keyword: &Keyword,
        object: &Map<String, Value>,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        let mut fits = true;
        match keyword {
            Keyword::PropertyCount(extent) => {
                let count = object.len();
                fits = extent.holds(count);
                if !fits {
                    let wanted = values::counted(*extent, "one").replace(" ones", "");
                    let wanted = wanted.replace(" one", "");
                    report.add(place, || {
                        format!("the object has {count} properties, not {wanted}")
                    });
                }
            }
            Keyword::Required(names) => {
                for name in names {
                    fits &= is_there(name, object, place, report);
                }
            }
            Keyword::DependentRequired(dependencies) => {
                for (name, others) in dependencies {
                    if object.contains_key(name) {
                        for other in others {
                            fits &= is_there(other, object, place, report);
                        }
                    }
                }
            }
            Keyword::PropertyNames(id) => {
                for name in object.keys() {
                    let text = Value::String(name.clone());
                    // Not remembered: the text is gone when the next one is made.
                    let mut own = Seen::default();
                    let place = place.property(name);
                    fits &= self.visit(*id, &text, &place, report, &mut own);
                    self.known.clear();
                }
            }
            Keyword::Properties {
                named,
                patterns,
                rest,
            } => {
                fits = self.named(named, object, place, report);
                if !fits && !report.is_read() {
                    return false;
                }
                if self.schema.asks_for_unevaluated {
                    let names = named.iter().map(|(name, _)| name);
                    names
                        .filter(|name| object.contains_key(*name))
                        .for_each(|name| seen.property(name));
                }
                if !patterns.is_empty() || rest.is_some() {
                    fits &= self.others(keyword, object, place, report, seen);
                }
            }
            Keyword::UnevaluatedProperties(rest) => {
                for (name, value) in object {
                    if seen.has_property(name) {
                        continue;
                    }
                    fits &= self.rest(*rest, name, value, &place.property(name), report);
                    seen.property(name);
                }
            }
            _ => {}
        }
        fits
    }

    fn named(
        &mut self,
        named: &[(String, Id)],
        object: &Map<String, Value>,
        place: &Place<'_>,
        report: &mut Report<'_>,
    ) -> bool {
        let mut fits = true;
        for (name, id) in named {
            if let Some(value) = object.get(name) {
                fits &= self.part(*id, value, &place.property(name), report);
                if !fits && !report.is_read() {
                    break;
                }
            }
        }
        fits
    }

    /// The properties whose names match a pattern, and those that nothing names.
    fn others(
        &mut self,
        keyword: &Keyword,
        object: &Map<String, Value>,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        let Keyword::Properties {
            named,
            patterns,
            rest,
        } = keyword
        else {
            return true;
        };
        let known: std::collections::HashSet<&str> =
            named.iter().map(|(name, _)| name.as_str()).collect();
        let mut fits = true;
        for (name, value) in object {
            let place = place.property(name);
            let mut is_named = known.contains(name.as_str());
            let matching = |(pattern, _): &&(Pattern, Id)| pattern.matches(name);
            for (_, id) in patterns.iter().filter(matching) {
                is_named = true;
                fits &= self.part(*id, value, &place, report);
            }
            if let (false, Some(rest)) = (is_named, rest) {
                is_named = true;
                fits &= self.rest(*rest, name, value, &place, report);
            }
            if is_named && self.schema.asks_for_unevaluated {
                seen.property(name);
            }
        }
        fits
    }

    fn rest(
        &mut self,
        rest: Rest,
        name: &str,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
    ) -> bool {
        match rest {
            Rest::Schema(id) => self.part(id, value, place, report),
            Rest::Forbidden => {
                report.add_as(place, ViolationKind::Unexpected, || {
                    format!("the schema has no property {name:?}")
                });
                false
            }
        }
    }
}

fn is_there(
    name: &str,
    object: &Map<String, Value>,
    place: &Place<'_>,
    report: &mut Report<'_>,
) -> bool {
    let is_there = object.contains_key(name);
    if !is_there {
        let kind = ViolationKind::Missing(name.to_owned());
        report.add_as(place, kind, || format!("{name:?} is missing"));
    }
    is_there
}
