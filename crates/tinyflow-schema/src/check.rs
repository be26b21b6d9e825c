//! Holds a value against a schema.

mod arrays;

mod objects;

mod values;

mod seen;

mod place;

use std::collections::HashMap;

use serde_json::Value;

use crate::node::{Id, Keyword};
use crate::violation::{Violation, ViolationKind};
use crate::{Schema, equality};
use place::Place;
use seen::Seen;

pub(crate) fn violations(schema: &Schema, value: &Value) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut check = Check::new(schema);
    let mut report = Report::All(&mut found);
    check.visit(0, value, &Place::ROOT, &mut report, &mut Seen::default());
    found
}

pub(crate) fn accepts(schema: &Schema, value: &Value) -> bool {
    Check::new(schema).fits(0, value)
}

struct Check<'s> {
    schema: &'s Schema,
    /// Whether values fit the nodes that are referred to. It keeps the work linear where cases
    /// of a recursive schema are tried one after the other.
    known: HashMap<(Id, *const Value), bool>,
}

/// What becomes of what is found.
enum Report<'r> {
    /// It is listed.
    All(&'r mut Vec<Violation>),
    /// Nobody reads it: the first one decides.
    Nothing,
}

impl Report<'_> {
    /// Notes that something does not fit.
    fn add(&mut self, place: &Place<'_>, message: impl FnOnce() -> String) {
        self.add_as(place, ViolationKind::Mismatch, message);
    }

    fn add_as(&mut self, place: &Place<'_>, kind: ViolationKind, message: impl FnOnce() -> String) {
        if let Self::All(found) = self {
            found.push(Violation {
                path: place.path(),
                kind,
                message: message(),
            });
        }
    }

    fn is_read(&self) -> bool {
        matches!(self, Self::All(_))
    }
}

impl<'s> Check<'s> {
    fn new(schema: &'s Schema) -> Self {
        Self {
            schema,
            known: HashMap::new(),
        }
    }

    /// Whether a value fits, with what it was asked in other places in mind.
    fn fits(&mut self, id: Id, value: &Value) -> bool {
        let key = (id, std::ptr::from_ref(value));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let fits = self.visit(
            id,
            value,
            &Place::ROOT,
            &mut Report::Nothing,
            &mut Seen::default(),
        );
        self.known.insert(key, fits);
        fits
    }

    /// Holds a value against a node. `seen` gathers what of the value the keywords looked at.
    fn visit(
        &mut self,
        id: Id,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        let schema = self.schema;
        let mut fits = true;
        for keyword in &schema.nodes[id].keywords {
            if !self.holds(keyword, value, place, report, seen) {
                fits = false;
                if !report.is_read() {
                    break;
                }
            }
        }
        fits
    }

    fn holds(
        &mut self,
        keyword: &Keyword,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        match keyword {
            Keyword::Never => {
                report.add(place, || "no value belongs here".to_owned());
                false
            }
            Keyword::Const(wanted) => {
                let fits = equality::is_equal(value, wanted);
                if !fits {
                    report.add(place, || {
                        values::not_one_of(value, std::slice::from_ref(wanted))
                    });
                }
                fits
            }
            Keyword::Enum(wanted) => {
                let fits = wanted
                    .iter()
                    .any(|wanted| equality::is_equal(value, wanted));
                if !fits {
                    report.add(place, || values::not_one_of(value, wanted));
                }
                fits
            }
            Keyword::Ref(id) => self.in_place(*id, value, place, report, seen),
            Keyword::AllOf(ids) => {
                let mut fit = true;
                for id in ids {
                    fit &= self.in_place(*id, value, place, report, seen);
                }
                fit
            }
            Keyword::AnyOf(ids) => self.any_of(ids, value, place, report, seen),
            Keyword::OneOf(ids) => self.one_of(ids, value, place, report, seen),
            Keyword::Not(id) => {
                let fits = !self.fits(*id, value);
                if !fits {
                    report.add(place, || "this value is excluded by `not`".to_owned());
                }
                fits
            }
            Keyword::If {
                condition,
                then,
                otherwise,
            } => {
                let holds = self.quietly(*condition, value, seen);
                let next = if holds { then } else { otherwise };
                next.is_none_or(|next| self.in_place(next, value, place, report, seen))
            }
            Keyword::ItemCount(_)
            | Keyword::UniqueItems
            | Keyword::Items { .. }
            | Keyword::Contains { .. }
            | Keyword::UnevaluatedItems(_) => match value {
                Value::Array(items) => self.array_holds(keyword, items, place, report, seen),
                _ => true,
            },
            Keyword::PropertyCount(_)
            | Keyword::Required(_)
            | Keyword::Properties { .. }
            | Keyword::PropertyNames(_)
            | Keyword::DependentRequired(_)
            | Keyword::UnevaluatedProperties(_) => match value {
                Value::Object(object) => self.object_holds(keyword, object, place, report, seen),
                _ => true,
            },
            Keyword::DependentSchemas(schemas) => {
                let mut fit = true;
                for (name, id) in schemas {
                    if value.get(name).is_some() {
                        fit &= self.in_place(*id, value, place, report, seen);
                    }
                }
                fit
            }
            _ => values::holds(keyword, value, place, report),
        }
    }

    /// Holds the same value against another node.
    fn in_place(
        &mut self,
        id: Id,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        if !self.schema.asks_for_unevaluated {
            return self.part(id, value, place, report);
        }
        // What its neighbours have looked at is none of its business.
        let mut own = Seen::default();
        let fits = self.visit(id, value, place, report, &mut own);
        seen.extend(own);
        fits
    }

    /// Whether a value fits; only then does what the node looked at count.
    fn quietly(&mut self, id: Id, value: &Value, seen: &mut Seen) -> bool {
        if !self.schema.asks_for_unevaluated {
            return self.fits(id, value);
        }
        let mut own = Seen::default();
        let fits = self.visit(id, value, &Place::ROOT, &mut Report::Nothing, &mut own);
        if fits {
            seen.extend(own);
        }
        fits
    }

    /// Holds a part of the value against a node.
    fn part(&mut self, id: Id, value: &Value, place: &Place<'_>, report: &mut Report<'_>) -> bool {
        if report.is_read() {
            return self.visit(id, value, place, report, &mut Seen::default());
        }
        self.fits(id, value)
    }

    fn any_of(
        &mut self,
        ids: &[Id],
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        let mut fits = false;
        for id in ids {
            fits |= self.quietly(*id, value, seen);
            if fits && !self.schema.asks_for_unevaluated {
                break;
            }
        }
        if !fits {
            self.report_nearest(ids, value, place, report);
        }
        fits
    }

    fn one_of(
        &mut self,
        ids: &[Id],
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        let mut count = 0;
        for id in ids {
            count += usize::from(self.quietly(*id, value, seen));
        }
        if count == 0 {
            self.report_nearest(ids, value, place, report);
        } else if count > 1 {
            report.add(place, || {
                format!("this value fits {count} of the forms in `oneOf`, and must fit one")
            });
        }
        count == 1
    }

    /// Where a value fits none of several forms: what is wrong with it in the one form that it
    /// clearly has, or that it has none.
    fn report_nearest(
        &mut self,
        ids: &[Id],
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
    ) {
        let Report::All(found) = report else {
            return;
        };
        let mut candidates = Vec::new();
        for id in ids {
            let mut violations = Vec::new();
            let mut own = Report::All(&mut violations);
            self.visit(*id, value, place, &mut own, &mut Seen::default());
            if !violations.is_empty()
                && !violations.iter().any(|one| self.excludes(*id, one, place))
            {
                candidates.push(violations);
            }
        }
        match candidates.pop() {
            Some(only) if candidates.is_empty() => found.extend(only),
            _ => {
                let what = values::shown(value);
                let forms = ids.len();
                report.add(place, || {
                    format!("{what} fits none of the {forms} forms allowed here")
                });
            }
        }
    }

    /// Whether a violation shows that the value was not meant to have the form of a node: its
    /// type is another one, or the property that tells forms apart says so.
    fn excludes(&self, id: Id, violation: &Violation, place: &Place<'_>) -> bool {
        let below = &violation.path[place.path().len()..];
        let [name] = below else {
            return below.is_empty() && violation.kind == ViolationKind::Mismatch;
        };
        self.is_decided_by(id, name)
    }

    fn is_decided_by(&self, id: Id, property: &str) -> bool {
        let keywords = self.schema.nodes[id].keywords.iter();
        let mut keywords = keywords;
        keywords.any(|keyword| match keyword {
            Keyword::Ref(target) => self.is_decided_by(*target, property),
            Keyword::Properties { named, .. } => named.iter().any(|(name, id)| {
                let mut keywords = self.schema.nodes[*id].keywords.iter();
                name == property
                    && keywords.any(|one| matches!(one, Keyword::Const(_) | Keyword::Enum(_)))
            }),
            _ => false,
        })
    }
}
