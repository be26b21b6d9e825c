//! Waiting for an answer, but not for ever.
//!
//! The wait is a race between the event and a timer. As soon as one of them has won, the other
//! is dropped: whoever answers then is told that nobody waits.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::DurableState;
use crate::key::Key;
use crate::record::Section;
use crate::visit::Visit;
use crate::{JsonSchema, JsonText, StepError, Wait, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Like [`wait_for_event`](Self::wait_for_event), for so many milliseconds at most. The value
    /// is none where no answer came in that time.
    pub fn wait_for_event_within<T: DeserializeOwned>(
        &self,
        key: &str,
        request: impl Serialize,
        limit_ms: i64,
    ) -> Wait<Option<T>> {
        self.wait_for_checked_within(key, None, request, limit_ms)
    }

    /// The same; an answer must fit the schema, too.
    pub(crate) fn wait_for_checked_within<T: DeserializeOwned>(
        &self,
        key: &str,
        schema: Option<&'static JsonSchema>,
        request: impl Serialize,
        limit_ms: i64,
    ) -> Wait<Option<T>> {
        let limit = Visit::limit(key);
        match self.winner(&[key, &limit]) {
            Some(winner) if winner == key => {
                return self.wait_for_checked(key, schema, request).map(Some);
            }
            Some(_) => return self.wait_for_ms(&limit, limit_ms).map(|_| None),
            None => {}
        }
        let wait = self.race([
            self.wait_for_checked(key, schema, request).map(Some),
            self.wait_for_ms(&limit, limit_ms).map(|_| None),
        ]);
        match wait.value() {
            Some(Some(_)) => self.drop_wait(|visit| visit.timer_key(&limit)),
            Some(None) => self.drop_wait(|visit| visit.event_key(key)),
            None => {}
        }
        wait
    }

    /// The error of a step that has waited for an answer in vain. When the run goes on after it,
    /// the step waits anew, for as long again.
    pub fn no_answer_in_time(&self) -> StepError {
        let visit = self.visit();
        self.progress().renew(self.branch(), self.log());
        StepError::NoAnswerInTime { visit }
    }

    /// The key of the wait that has won the race between these, if one has.
    fn winner(&self, keys: &[&str]) -> Option<String> {
        let progress = self.progress();
        let visit = progress.strand(self.branch()).visit();
        let mark = progress
            .record()
            .cache
            .get(&visit.race_key(&keys.join("|")));
        // One that cannot be read is reported by the race itself.
        mark.and_then(|mark| JsonText::read(mark).ok())
    }

    fn drop_wait(&self, key: impl FnOnce(&Visit) -> Key) {
        let mut progress = self.progress();
        let key = key(progress.strand(self.branch()).visit());
        let events = progress.refuse_unread(|unread| unread == &*key, self.log());
        progress.remove_one(Section::System, &key);
        progress.give_back(events, self.log());
    }
}
