//! Everything that the command does with a flow, and what must hold of it.

use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::fresh;
use tinyflow_model::diagnostic::{Excerpts, Record, Style, fix};
use tinyflow_model::{Diagnostic, Fix, Node, Places, Source, Value, format, parse};

/// Reads, checks, reports, mends, generates and formats. Says whether code was
/// generated.
///
/// # Errors
/// If something does not hold, in words.
pub fn judge(input: &[u8]) -> Result<bool, String> {
    let source = Source::new("flow.json", input.to_vec());
    let outcome = check_source(&source);
    report(&source, &outcome.findings, input)?;
    mend(&source, &outcome.findings)?;
    lay_out(&source)?;
    let Some(flow) = outcome.flow else {
        return match outcome.findings.iter().any(Diagnostic::is_error) {
            true => Ok(false),
            false => Err("nothing is wrong, and yet there is no flow".to_owned()),
        };
    };
    let new = generate(&flow).map_err(|error| format!("a sound flow gives no code: {error}"))?;
    match fresh(&new, "flow.json").is_empty() {
        true => Err("the generated file is empty".to_owned()),
        false => Ok(true),
    }
}

/// Every finding can be shown, at a place that is within the text.
fn report(source: &Source, findings: &[Diagnostic], input: &[u8]) -> Result<(), String> {
    let excerpts = Excerpts::new(source, Style::Plain);
    let places = Places::new(source);
    for finding in findings {
        let span = finding.span;
        if source.text().get(span.range()).is_none() {
            return Err(format!("{finding:?} is about no part of the text"));
        }
        if !excerpts.render(finding).contains(finding.rule.code) {
            return Err(format!("{finding:?} is shown without its code"));
        }
        let record = Record::new(finding, source, &places);
        // What is not UTF-8 was replaced by characters of another length.
        let is_whole = std::str::from_utf8(input).is_ok();
        if is_whole && record.end.offset > input.len() {
            return Err(format!("{record:?} ends behind the end"));
        }
    }
    Ok(())
}

/// Of so many mends each is tried alone. Each costs another check, and an extreme input may have
/// thousands.
const MOST_ALONE: usize = 8;

/// What is mended is found no more. Each mend is made alone: of two together, one may bring forth
/// what the other has mended.
fn mend(source: &Source, findings: &[Diagnostic]) -> Result<(), String> {
    let fixes: Vec<&Fix> = findings.iter().filter_map(|one| one.fix.as_ref()).collect();
    if fixes.is_empty() {
        return Ok(());
    }
    let (text, applied) = fix::apply(source.text(), fixes.iter().copied());
    if !applied.contains(&true) {
        return Err("no fix can be applied".to_owned());
    }
    if parse(&Source::new("flow.json", text.into_bytes()))
        .0
        .is_none()
    {
        return Err("what was mended is no JSON any more".to_owned());
    }
    let fixed = findings
        .iter()
        .filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    for (finding, fix) in fixed.take(MOST_ALONE) {
        let (text, _) = fix::apply(source.text(), [fix]);
        let left = check_source(&Source::new("flow.json", text.into_bytes())).findings;
        if count_like(finding, &left) >= count_like(finding, findings) {
            let (code, message) = (finding.rule.code, &finding.message);
            return Err(format!("what was mended is found again: {code} {message}"));
        }
    }
    Ok(())
}

fn count_like(finding: &Diagnostic, findings: &[Diagnostic]) -> usize {
    let is_like =
        |one: &&Diagnostic| one.rule.code == finding.rule.code && one.message == finding.message;
    findings.iter().filter(is_like).count()
}

/// Formatting changes no meaning, and is done after one time.
fn lay_out(source: &Source) -> Result<(), String> {
    let Ok(text) = format(source) else {
        return Ok(());
    };
    let formatted = Source::new("flow.json", text.clone().into_bytes());
    let (before, after) = (parse(source).0, parse(&formatted).0);
    let same = match (&before, &after) {
        (Some(before), Some(after)) => is_same(before, after),
        _ => false,
    };
    match (same, format(&formatted)) {
        (false, _) => Err("formatting changes the meaning".to_owned()),
        (true, Ok(again)) if again == text => Ok(()),
        (true, _) => Err("formatting twice is not formatting once".to_owned()),
    }
}

/// Whether two values are the same, the order of keys aside.
fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Array(ones), Value::Array(others)) => {
            let mut pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Value::Object(ones), Value::Object(others)) => {
            let mut members = ones.members.iter();
            ones.members.len() == others.members.len()
                && members.all(|member| {
                    let other = others.get(&member.name);
                    other.is_some_and(|other| is_same(&member.value, other))
                })
        }
        (one, other) => one == other,
    }
}
