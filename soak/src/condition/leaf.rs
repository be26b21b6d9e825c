//! Literals and places, where no more is made of them.

use super::{Conditions, Want, quoted};
use crate::schema::{Kind, NUMBERS, TEXTS};

impl Conditions<'_> {
    pub(super) fn leaf(&mut self, want: Want) -> String {
        let literal = self.rng.u8(..3) == 0;
        match want {
            Want::Boolean if literal => self.one_of(&["true", "false"]).to_owned(),
            Want::Number if literal => self.literal_number(),
            Want::Text if literal => {
                let index = self.rng.usize(..TEXTS.len());
                quoted(TEXTS[index])
            }
            Want::Array if literal => "[1, 'a', null]".to_owned(),
            Want::Any if literal => match self.rng.u8(..6) {
                0 => "null".to_owned(),
                1 => "undefined".to_owned(),
                2 => self.one_of(&["NaN", "Infinity", "-Infinity"]).to_owned(),
                3 => self.leaf(Want::Boolean),
                4 => self.leaf(Want::Text),
                _ => self.leaf(Want::Number),
            },
            Want::Any => self.place().0,
            _ => {
                let found = self.place_of(|kind| match want {
                    Want::Boolean => matches!(kind, Kind::Boolean | Kind::Open),
                    Want::Number => {
                        matches!(
                            kind,
                            Kind::Whole | Kind::Unsigned | Kind::Number | Kind::Open
                        )
                    }
                    Want::Text => matches!(kind, Kind::Text | Kind::Choice(_) | Kind::Open),
                    _ => matches!(kind, Kind::List(_) | Kind::Open),
                });
                match (found, want) {
                    (Some((_, Kind::Choice(values))), _) if self.rng.u8(..3) == 0 => {
                        quoted(values[0])
                    }
                    (Some((place, _)), _) => place,
                    (None, Want::Boolean) => "true".to_owned(),
                    (None, Want::Number) => self.literal_number(),
                    (None, Want::Text) => "'a'".to_owned(),
                    (None, _) => "[]".to_owned(),
                }
            }
        }
    }

    pub(super) fn literal_number(&mut self) -> String {
        let index = self.rng.usize(..NUMBERS.len());
        let number = NUMBERS[index];
        if number < 0.0 {
            format!("({number})")
        } else {
            number.to_string()
        }
    }
}
