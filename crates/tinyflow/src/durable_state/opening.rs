//! Where a run in memory comes from: it is begun, or restored from its record.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use serde::de::value::StrDeserializer;
use serde_json::Value;

use super::entries::read_cached;
use super::letters::{EARLY, EarlyEvent};
use super::news::News;
use super::opened::may_have_foreign_forks;
use super::progress::{Progress, SEQ};
use super::strand::Strand;
use super::waits::{LAST_ID, Waits};
use crate::record::Record;
use crate::unnamed::Unnamed;
use crate::visit::Visit;
use crate::{FlowId, JsonText, RuntimeError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// A run that has not done anything yet.
    pub(crate) fn begin(
        run_id: &str,
        flow: FlowId,
        step: Step,
        state: State,
    ) -> Result<Self, RuntimeError> {
        let name: Arc<str> = wire_name(run_id, step)?.into();
        let json = JsonText::of(&state).map_err(|source| RuntimeError::StateNotJson {
            run_id: run_id.to_owned(),
            source,
        })?;
        let record = Record {
            step: Arc::clone(&name),
            state: json,
            cache: HashMap::default(),
            system: BTreeMap::new(),
            flow: Some(flow),
            run: None,
            extra: serde_json::Map::new(),
        };
        let run_id: Arc<str> = run_id.into();
        let visit = Visit::new(Arc::clone(&run_id), name, 0);
        Ok(Self::of(run_id, state, record, Strand::new(step, visit)))
    }

    /// A run as it was stored.
    pub(crate) fn restore(
        run_id: &str,
        flow: FlowId,
        mut record: Record,
    ) -> Result<Self, RuntimeError> {
        let owned = || run_id.to_owned();
        if let Some(stored) = &record.flow
            && stored.id() != flow.id()
        {
            return Err(RuntimeError::OtherFlow {
                run_id: owned(),
                stored: stored.id().to_owned(),
                expected: flow.id().to_owned(),
            });
        }
        let step = read_step(run_id, &record.step)?;
        let state: Result<State, _> = record.state.read_from_others();
        let state = state.map_err(|source| RuntimeError::StateMismatch {
            run_id: owned(),
            step: record.step.to_string(),
            source,
        })?;
        let unnamed = Unnamed::of(&record.state, &state);
        let unnamed = unnamed.map_err(|source| RuntimeError::StateMismatch {
            run_id: owned(),
            step: record.step.to_string(),
            source,
        })?;
        let seq: Option<u64> = read_cached(run_id, &record, SEQ)?;
        let last_id = read_cached(run_id, &record, LAST_ID)?;
        let early: Option<Vec<EarlyEvent>> = read_cached(run_id, &record, EARLY)?;
        let may_have_foreign_forks = may_have_foreign_forks(&record, flow.version());
        record.flow = Some(flow.with_extra_of(record.flow.as_ref()));
        let run_id: Arc<str> = run_id.into();
        let visit = Visit::new(
            Arc::clone(&run_id),
            Arc::clone(&record.step),
            seq.unwrap_or(0),
        );
        let mut progress = Self::of(run_id, state, record, Strand::new(step, visit));
        progress.unnamed = unnamed;
        progress.may_have_foreign_forks = may_have_foreign_forks;
        progress.last_id = last_id;
        progress.early = early.unwrap_or_default();
        progress.find_waits();
        Ok(progress)
    }

    fn of(run_id: Arc<str>, state: State, record: Record, main: Strand<Step>) -> Self {
        Self {
            run_id,
            state: Arc::new(state),
            state_version: 0,
            schema: None,
            unnamed: None,
            record: triomphe::Arc::new(record),
            changed: Some(Vec::new()),
            keep_history: false,
            main,
            branches: BTreeMap::new(),
            may_have_foreign_forks: false,
            waits: Waits::default(),
            last_id: None,
            early: Vec::new(),
            taken: Vec::new(),
            read: HashSet::default(),
            has_decided: false,
            news: News::default(),
            refused: Vec::new(),
            cancelled: false,
        }
    }
}

pub(super) fn read_step<Step: WorkflowStep>(
    run_id: &str,
    name: &str,
) -> Result<Step, RuntimeError> {
    Step::deserialize(StrDeserializer::new(name)).map_err(|source| RuntimeError::UnknownStep {
        run_id: run_id.to_owned(),
        step: name.to_owned(),
        source,
    })
}

pub(crate) fn wire_name<Step: WorkflowStep>(
    run_id: &str,
    step: Step,
) -> Result<String, RuntimeError> {
    match serde_json::to_value(step) {
        Ok(Value::String(name)) => Ok(name),
        _ => Err(RuntimeError::NamelessStep {
            run_id: run_id.to_owned(),
            step: format!("{step:?}"),
        }),
    }
}
