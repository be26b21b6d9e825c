//! The engine's own marks on a wait, which other engines keep and do not know: that it has lost a
//! race, and that its answer has not been read yet.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SystemEntry;

/// The mark of a wait that has lost a race. It is not over, and nobody waits for it.
const ASIDE: &str = "__aside";

/// The mark of an answer that no step has read: of a wait that is over, or that is set aside.
const UNREAD: &str = "__unread";

/// Who has sent an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sender {
    /// Whoever has written the letter of this number.
    Letter(u64),
    /// Somebody who has sent an event to the step, not to this wait.
    Event,
    /// Whoever has the run in hand.
    Driver,
}

impl Sender {
    /// The number of the letter that the answer came by, if it came by one.
    pub(crate) fn letter(self) -> Option<u64> {
        match self {
            Self::Letter(number) => Some(number),
            Self::Event | Self::Driver => None,
        }
    }
}

impl SystemEntry {
    /// Whether the run waits for this: it is not over, and no other wait has won a race
    /// against it.
    pub fn is_open(&self) -> bool {
        !self.is_done() && !self.is_aside()
    }

    /// Whether another wait has won a race against it. A step that names itself may ask for it
    /// again.
    pub(crate) fn is_aside(&self) -> bool {
        !self.is_done() && self.extra().contains_key(ASIDE)
    }

    pub(crate) fn set_aside(&mut self) {
        self.set_done(false);
        self.extra_mut().insert(ASIDE.to_owned(), true.into());
    }

    pub(crate) fn open_again(&mut self) {
        self.extra_mut().remove(ASIDE);
    }

    /// Who has sent the answer, if no step has read it.
    pub(crate) fn unread(&self) -> Option<Sender> {
        let sender = self.extra().get(UNREAD)?;
        Some(Sender::deserialize(sender).unwrap_or(Sender::Driver))
    }

    pub(crate) fn set_unread(&mut self, sender: Option<Sender>) {
        let extra = self.extra_mut();
        match sender {
            Some(sender) => {
                let sender = serde_json::to_value(sender).expect("it is JSON by its type");
                extra.insert(UNREAD.to_owned(), sender);
            }
            None => {
                extra.remove(UNREAD);
            }
        }
    }

    /// The answer, where there is one.
    pub(crate) fn answer_mut(&mut self) -> &mut Option<Value> {
        match self {
            Self::Timer(timer) => &mut timer.response_payload,
            Self::Event(event) => &mut event.response_payload,
        }
    }

    /// Takes the answer away that no step has read.
    pub(crate) fn take_answer(&mut self) -> Option<Value> {
        self.set_unread(None);
        let none = match self {
            Self::Timer(_) => None,
            Self::Event(_) => Some(Value::Null),
        };
        std::mem::replace(self.answer_mut(), none)
    }

    pub(crate) fn set_done(&mut self, is_done: bool) {
        match self {
            Self::Timer(timer) => timer.is_done = is_done,
            Self::Event(event) => event.is_done = is_done,
        }
    }

    fn extra(&self) -> &Map<String, Value> {
        match self {
            Self::Timer(timer) => &timer.extra,
            Self::Event(event) => &event.extra,
        }
    }

    fn extra_mut(&mut self) -> &mut Map<String, Value> {
        match self {
            Self::Timer(timer) => &mut timer.extra,
            Self::Event(event) => &mut event.extra,
        }
    }
}
