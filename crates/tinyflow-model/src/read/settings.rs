//! Reading what a step's `metadata` says to tinyflow. Whatever else stands there belongs to other
//! tools and is let alone.

use std::ops::RangeInclusive;

use crate::fields::{Fields, Owner};
use crate::nearest::nearest;
use crate::{
    Diagnostic, Duration, EventSettings, Join, Node, Object, Poll, Retry, Spanned, StepKind,
    StepSettings, TaskSettings, Value, rules,
};

/// The settings that steps of some types have, each with these types.
const SPECIAL: &[(&str, &[&str])] = &[
    ("retry", &["task"]),
    ("timeout", &["task", "waitForEvent"]),
    ("poll", &["task"]),
    ("onTimeout", &["waitForEvent"]),
];

const MOST_ATTEMPTS: RangeInclusive<u32> = 1..=u32::MAX;

/// Reads the `metadata` of the step that messages call `owner`. What is special to the step's
/// type goes into `kind`.
pub(super) fn settings(
    owner: Owner,
    metadata: &Node,
    kind: &mut StepKind,
    findings: &mut Vec<Diagnostic>,
) -> StepSettings {
    let mut settings = StepSettings::default();
    let Value::Object(object) = &metadata.value else {
        return settings;
    };
    let ours = ours(object);
    if ours.members.is_empty() {
        return settings;
    }
    let owner = Box::new(owner);
    let own = Owner::Field("metadata.tinyflow", owner.clone());
    let whole = Owner::Field("metadata", owner);
    let mut fields = Fields::new(whole, metadata.span, ours, findings);
    if let StepKind::Task(task) = kind {
        task.metadata.retries = integer(&mut fields, "retries", 0..=u32::MAX - 1);
    }
    let Some(mut fields) = fields.nested_as(own, "tinyflow") else {
        return settings;
    };
    settings.join = join(&mut fields);
    match kind {
        StepKind::Task(task) => {
            task.metadata.tinyflow = task_settings(&mut fields);
            fields.finish_among(&["retry", "timeout", "poll", "join"], SPECIAL);
        }
        StepKind::WaitForEvent(wait) => {
            wait.metadata.tinyflow = event_settings(&mut fields);
            fields.finish_among(&["timeout", "onTimeout", "join"], SPECIAL);
        }
        StepKind::Unreadable => {}
        _ => fields.finish_among(&["join"], SPECIAL),
    }
    settings
}

/// A copy without what is there for other tools.
fn ours(metadata: &Object) -> Object {
    let members = metadata.members.iter();
    let ours = members.filter(|member| matches!(member.name.as_str(), "retries" | "tinyflow"));
    Object {
        members: ours.cloned().collect(),
    }
}

fn join(fields: &mut Fields<'_>) -> Option<Spanned<Join>> {
    const KNOWN: [&str; 2] = ["all", "any"];
    let text = fields.text("join")?;
    let value = match text.value.as_str() {
        "all" => Join::All,
        "any" => Join::Any,
        other => {
            let finding = rules::unknown_join::finding(&text);
            fields.report(finding.did_you_mean(nearest(other, KNOWN)));
            return None;
        }
    };
    let span = text.span;
    Some(Spanned { value, span })
}

fn task_settings(fields: &mut Fields<'_>) -> TaskSettings {
    TaskSettings {
        retry: fields.nested("retry").and_then(retry),
        timeout: some_time(fields, "timeout").map(|timeout| timeout.value),
        poll: fields.nested("poll").and_then(poll),
    }
}

fn retry(mut fields: Fields<'_>) -> Option<Retry> {
    fields.require("maxAttempts");
    let max_attempts = integer(&mut fields, "maxAttempts", MOST_ATTEMPTS);
    let initial_interval = fields.duration("initialInterval");
    let backoff = factor(&mut fields, "backoff");
    let max_interval = fields.duration("maxInterval");
    if let (Some(first), Some(longest)) = (&initial_interval, &max_interval)
        && let Some(finding) = rules::pause_past_limit::of_retry(first, longest)
    {
        fields.report(finding);
    }
    fields.finish(&["maxAttempts", "initialInterval", "backoff", "maxInterval"]);
    Some(Retry {
        max_attempts: max_attempts?,
        initial_interval: initial_interval.map(|interval| interval.value),
        backoff,
        max_interval: max_interval.map(|interval| interval.value),
    })
}

fn poll(mut fields: Fields<'_>) -> Option<Poll> {
    fields.require("every");
    let every = some_time(&mut fields, "every");
    let timeout = some_time(&mut fields, "timeout");
    if let (Some(every), Some(timeout)) = (&every, &timeout)
        && let Some(finding) = rules::pause_past_limit::of_job(every, timeout)
    {
        fields.report(finding);
    }
    fields.finish(&["every", "timeout"]);
    Some(Poll {
        every: every?.value,
        timeout: timeout.map(|timeout| timeout.value),
    })
}

fn event_settings(fields: &mut Fields<'_>) -> EventSettings {
    let on_timeout = fields.text("onTimeout");
    if on_timeout.is_some() {
        fields.require("timeout");
    }
    EventSettings {
        timeout: some_time(fields, "timeout").map(|timeout| timeout.value),
        on_timeout,
    }
}

/// A duration that is not none at all.
fn some_time(fields: &mut Fields<'_>, field: &str) -> Option<Spanned<Duration>> {
    let duration = fields.duration(field)?;
    if duration.value.ms() == 0 {
        fields.report(rules::no_time::finding(field, duration.span));
        return None;
    }
    Some(duration)
}

fn integer(fields: &mut Fields<'_>, field: &str, range: RangeInclusive<u32>) -> Option<u32> {
    let Spanned { value, span } = fields.number(field)?;
    let integer = value
        .as_integer()
        .and_then(|integer| integer.try_into().ok());
    let within = integer.filter(|integer| range.contains(integer));
    if within.is_none() {
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        fields.report(rules::number_out_of_range::finding(field, &wanted, span));
    }
    within
}

/// How much longer something gets each time.
fn factor(fields: &mut Fields<'_>, field: &str) -> Option<f64> {
    let Spanned { value, span } = fields.number(field)?;
    let factor = value.as_f64();
    if factor < 1.0 {
        fields.report(rules::number_out_of_range::finding(
            field,
            "1 or more",
            span,
        ));
        return None;
    }
    Some(factor)
}
