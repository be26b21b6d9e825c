//! Waiting in a step: for a time, for an answer, for the first or for all of several waits.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::DurableState;
use super::waits::Found;
use crate::key::Key;
use crate::record::Section;
use crate::visit::Visit;
use crate::{JsonSchema, JsonText, StepError, Wait, WorkflowState, WorkflowStep, reading};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Waits for so many milliseconds, from the time at which the step first came here.
    ///
    /// The value is the time at which the wait was to end, in milliseconds since 1970. The
    /// timer outlives the process.
    pub fn wait_for_ms(&self, key: &str, duration_ms: i64) -> Wait<i64> {
        self.wait(key, Visit::timer_key, |visit, wire_key| {
            let mut progress = self.progress();
            let log = self.log();
            let at = log.now_ms().saturating_add(duration_ms);
            let ids = &self.shared.resume_ids;
            let found = progress.timer(visit, (key, wire_key), at, ids, log);
            match found {
                Found::Done(at) => read_value(visit, key, at).map(Ok),
                Found::Pending(resume_id) => Ok(Err(resume_id)),
            }
        })
    }

    /// Waits for an answer from outside. `request` is what the party that answers is shown.
    ///
    /// An answer that does not fit `T` leaves the wait open and is logged.
    pub fn wait_for_event<T: DeserializeOwned>(
        &self,
        key: &str,
        request: impl Serialize,
    ) -> Wait<T> {
        self.wait_for_checked(key, None, request)
    }

    /// The same; an answer must fit the schema, too.
    pub(crate) fn wait_for_checked<T: DeserializeOwned>(
        &self,
        key: &str,
        schema: Option<&'static JsonSchema>,
        request: impl Serialize,
    ) -> Wait<T> {
        self.wait(key, Visit::event_key, |visit, wire_key| {
            let request = JsonText::of(&request).and_then(|json| json.read());
            let request: Value = request.map_err(|source| StepError::NotJson {
                visit: visit.clone(),
                action: key.to_owned(),
                source,
            })?;
            let mut progress = self.progress();
            let (log, ids) = (self.log(), &self.shared.resume_ids);
            loop {
                let wait = (key, wire_key.clone());
                let answer = match progress.event(visit, wait, request.clone(), ids, log) {
                    Found::Done(answer) => answer,
                    Found::Pending(resume_id) => return Ok(Err(resume_id)),
                };
                let misfit = schema.and_then(|schema| schema.check(&answer).err());
                let refusal = match misfit {
                    Some(misfit) => misfit.to_string(),
                    None => match reading::answer(answer) {
                        Ok(value) => {
                            progress.answer_read(&wire_key);
                            return Ok(Ok(value));
                        }
                        Err(error) => error.to_string(),
                    },
                };
                // The next early event is tried, if there is one.
                progress.refuse_answer(visit, &wire_key, refusal, log);
            }
        })
    }

    /// The value of the wait that is over first.
    ///
    /// Which wait won is kept, so a step that starts again is given the same one. The others are
    /// set aside: they end no more in this visit, and an event that is sent to the step is for its
    /// next wait. What is sent to one of them is kept beside it. A step that names itself and asks
    /// for it again is given the same wait, under its id and with its deadline, and with what was
    /// kept; when the visit ends otherwise, that is refused and logged.
    ///
    /// ```
    /// # use tinyflow::{DurableState, StepError};
    /// enum Outcome {
    ///     Paid { amount: u64 },
    ///     TooLate,
    /// }
    ///
    /// # async fn step(run: &DurableState<(), ()>) -> Result<(), StepError> {
    /// let outcome = run
    ///     .race([
    ///         run.wait_for_event("payment", "the invoice").map(|amount| Outcome::Paid { amount }),
    ///         run.wait_for_ms("deadline", 86_400_000).map(|_| Outcome::TooLate),
    ///     ])
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn race<T>(&self, waits: impl IntoIterator<Item = Wait<T>>) -> Wait<T> {
        let mut waits: Vec<_> = waits.into_iter().collect();
        if let Some(failed) = waits.iter().position(Wait::has_failed) {
            return waits.swap_remove(failed);
        }
        let keys: Vec<&str> = waits.iter().map(Wait::key).collect();
        let name = keys.join("|");
        let mut progress = self.progress();
        let strand = progress.strand(self.branch());
        let (visit, pass) = (strand.visit().clone(), strand.pass().clone());
        let mark = visit.race_key(&name);
        let won = progress.record().cache.get(&mark).map(JsonText::read);
        let won: Option<String> = match won.transpose() {
            Ok(won) => won,
            Err(source) => {
                let error = stored_wait(&visit, &name, source);
                return Wait::failed(&name, pass, error);
            }
        };
        let winner = waits.iter().position(|wait| match &won {
            Some(key) => wait.key() == key,
            None => !wait.is_pending(),
        });
        if let Some(winner) = winner {
            let winner = waits.swap_remove(winner);
            if won.is_none() {
                progress.keep_value(mark, &winner.key().into());
            }
            let lost = waits.into_iter().flat_map(Wait::into_parts);
            progress.set_aside(self.branch(), lost, self.log());
            return winner;
        }
        let parts: Vec<Key> = waits.iter().flat_map(Wait::parts).cloned().collect();
        // Without any wait there is nothing that could end this one.
        match waits.into_iter().next() {
            Some(first) => first.with_parts(parts),
            None => Wait::pending(&name, pass, String::new(), StepError::Suspended { visit }),
        }
    }

    /// The values of all waits, in their order, once the last one is over. Until then an answer
    /// to one of them counts as unread.
    pub fn all<T>(&self, waits: impl IntoIterator<Item = Wait<T>>) -> Wait<Vec<T>> {
        let pass = self.progress().pass(self.branch());
        let mut values = Vec::new();
        let (mut open, mut parts) = (None, Vec::new());
        let mut name = String::new();
        for wait in waits {
            parts.extend_from_slice(wait.parts());
            if !name.is_empty() {
                name.push('|');
            }
            name.push_str(wait.key());
            if wait.is_pending() {
                let resume_id = wait.resume_id().unwrap_or_default().to_owned();
                open.get_or_insert(resume_id);
                continue;
            }
            match wait.settle() {
                Ok(value) => values.push(value),
                Err(error) => return Wait::failed(&name, pass, error),
            }
        }
        match open {
            Some(resume_id) => {
                self.progress().hold_back(self.branch(), &parts);
                let visit = self.visit();
                Wait::pending(&name, pass, resume_id, StepError::Suspended { visit })
                    .with_parts(parts)
            }
            None => Wait::done(&name, pass, values).with_parts(parts),
        }
    }

    fn wait<T>(
        &self,
        key: &str,
        wire_key: fn(&Visit, &str) -> Key,
        find: impl FnOnce(&Visit, Key) -> Result<Result<T, String>, StepError>,
    ) -> Wait<T> {
        let (claimed, visit, pass) = {
            let mut progress = self.progress();
            let claimed = progress.claim(self.branch(), key, Section::System, wire_key);
            let strand = progress.strand(self.branch());
            (claimed, strand.visit().clone(), strand.pass().clone())
        };
        let wire_key = match claimed {
            Ok(wire_key) => wire_key,
            Err(error) => return Wait::failed(key, pass, error.into()),
        };
        let wait = match find(&visit, wire_key.clone()) {
            Ok(Ok(value)) => Wait::done(key, pass, value),
            Ok(Err(resume_id)) => {
                Wait::pending(key, pass, resume_id, StepError::Suspended { visit })
            }
            Err(error) => return Wait::failed(key, pass, error),
        };
        wait.with_parts(vec![wire_key])
    }
}

fn read_value<T: DeserializeOwned>(visit: &Visit, key: &str, value: Value) -> Result<T, StepError> {
    T::deserialize(value).map_err(|source| stored_wait(visit, key, source))
}

fn stored_wait(visit: &Visit, key: &str, source: serde_json::Error) -> StepError {
    StepError::StoredResult {
        visit: visit.clone(),
        action: key.to_owned(),
        source,
    }
}
