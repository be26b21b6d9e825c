//! The keywords of arrays.

use std::collections::HashMap;

use serde_json::Value;

use super::place::Place;
use super::seen::Seen;
use super::{Check, Report, values};
use crate::equality::fingerprint;
use crate::node::{Keyword, Rest};
use crate::violation::ViolationKind;

impl Check<'_> {
    pub(super) fn array_holds(
        &mut self,
        keyword: &Keyword,
        items: &[Value],
        place: &Place<'_>,
        report: &mut Report<'_>,
        seen: &mut Seen,
    ) -> bool {
        let mut fits = true;
        match keyword {
            Keyword::ItemCount(extent) => {
                let count = items.len();
                fits = extent.holds(count);
                if !fits {
                    let wanted = values::counted(*extent, "item");
                    report.add(place, || {
                        format!("the array has {count} items, not {wanted}")
                    });
                }
            }
            Keyword::UniqueItems => {
                if let Some((first, second)) = repeated(items) {
                    fits = false;
                    let place = place.item(second);
                    report.add(&place, || format!("this item is the same as item {first}"));
                }
            }
            Keyword::Items { prefix, rest } => {
                for (index, item) in items.iter().enumerate() {
                    let Some(id) = prefix.get(index).or(rest.as_ref()) else {
                        break;
                    };
                    if self.schema.asks_for_unevaluated {
                        seen.item(index);
                    }
                    fits &= self.part(*id, item, &place.item(index), report);
                    if !fits && !report.is_read() {
                        break;
                    }
                }
            }
            Keyword::Contains { schema, count } => {
                let mut found = 0;
                for (index, item) in items.iter().enumerate() {
                    if self.fits(*schema, item) {
                        found += 1;
                        if self.schema.asks_for_unevaluated {
                            seen.item(index);
                        }
                    }
                }
                fits = count.holds(found);
                if !fits {
                    let wanted = values::counted(*count, "item");
                    report.add(place, || {
                        format!("{found} items of the array fit `contains`, not {wanted}")
                    });
                }
            }
            Keyword::UnevaluatedItems(rest) => {
                for (index, item) in items.iter().enumerate() {
                    if seen.has_item(index) {
                        continue;
                    }
                    let place = place.item(index);
                    fits &= match rest {
                        Rest::Forbidden => {
                            let unexpected = || "no item belongs here".to_owned();
                            report.add_as(&place, ViolationKind::Unexpected, unexpected);
                            false
                        }
                        Rest::Schema(id) => self.part(*id, item, &place, report),
                    };
                    seen.item(index);
                }
            }
            _ => {}
        }
        fits
    }
}

/// The indices of the first two items that are the same.
fn repeated(items: &[Value]) -> Option<(usize, usize)> {
    let mut first = HashMap::with_capacity(items.len());
    items.iter().enumerate().find_map(|(index, item)| {
        let earlier = first.insert(fingerprint(item), index)?;
        Some((earlier, index))
    })
}
