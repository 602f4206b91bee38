//! The summary of a batch: counts, lines that need attention, and what to do next.

use std::path::Path;

use sphinx_case::batch::{Counts, Entry, Error, Journal, LineState, StopReason, Summary};

use super::advice;
use crate::report::visible;

/// The maximum number of lines listed of each kind; `report` lists all.
const MOST_LISTED: u64 = 20;

/// `1 line`, `2,000 lines`
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// Digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A line for each state that any line is in.
pub fn counts(counts: &Counts) -> Vec<String> {
    let reconciled = match counts.reconciled {
        0 => String::new(),
        found => format!(", {} of them found in the list of cases", grouped(found)),
    };
    let resent = match counts.resent {
        0 => String::new(),
        resent => format!(
            "  {:>8} resent after an unknown outcome: these can have two cases",
            grouped(resent)
        ),
    };
    let rows = [
        (counts.created, format!("created{reconciled}")),
        (counts.rejected, "rejected".to_owned()),
        (
            counts.unknown,
            "outcome unknown: the cases may or may not exist".to_owned(),
        ),
        (counts.sending, "being sent".to_owned()),
        (counts.pending, "still to be sent".to_owned()),
        (counts.invalid, "invalid, not sent".to_owned()),
    ];
    rows.into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("  {:>8} {words}", grouped(count)))
        .chain((!resent.is_empty()).then_some(resent))
        .collect()
}

/// The lines to look at: those of unknown outcome apart from those that were rejected.
pub fn listed(journal: &Journal, path: &Path) -> Result<Vec<String>, Error> {
    let mut said = Vec::new();
    let kinds = [
        (LineState::Unknown, "Of unknown outcome:"),
        (LineState::Rejected, "Rejected by the API:"),
    ];
    for (state, title) in kinds {
        let mut count = 0_u64;
        let taken: Result<(), ()> = journal.visit(&[state], |entry| {
            count = count.saturating_add(1);
            if count == 1 {
                said.push(title.to_owned());
            }
            if count <= MOST_LISTED {
                said.push(row(&entry));
            }
            Ok(())
        })?;
        debug_assert!(taken.is_ok());
        if count > MOST_LISTED {
            let more = grouped(count.saturating_sub(MOST_LISTED));
            said.push(format!(
                "  … and {more} more: sphinx-case report {} --state {state}",
                shell_word(path)
            ));
        }
    }
    Ok(said)
}

/// One line of the file on one line of text.
pub fn row(entry: &Entry) -> String {
    let mut text = format!("  line {}: ", entry.line);
    match (entry.state, entry.case_id) {
        (LineState::Created, Some(id)) => text.push_str(&format!("case {id}")),
        (state, _) => text.push_str(state.as_str()),
    }
    for part in [entry.reason.clone(), issues_of(entry)].into_iter().flatten() {
        text.push_str("; ");
        text.push_str(&visible(&part));
    }
    if let Some(id) = &entry.request_id {
        text.push_str(&format!(" [request {}]", visible(id)));
    }
    text
}

/// The messages of a line's issues.
fn issues_of(entry: &Entry) -> Option<String> {
    let issues: Vec<serde_json::Value> = serde_json::from_str(entry.issues.as_deref()?).ok()?;
    let said: Vec<_> = issues
        .iter()
        .take(3)
        .filter_map(|issue| {
            let message = issue.get("message")?.as_str()?;
            let name = issue
                .get("name")
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default();
            Some(if name.is_empty() {
                message.to_owned()
            } else {
                format!("{name}: {message}")
            })
        })
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Why it stopped, and what to do next.
pub fn next(summary: &Summary, path: &Path) -> Vec<String> {
    let again = "The same command goes on where it stopped.";
    let mut said = Vec::new();
    match &summary.stop_reason {
        None => {}
        Some(StopReason::Interrupted) => said.push(format!("Interrupted. {again}")),
        Some(StopReason::LimitReached) => said.push(format!("Stopped at the number of lines set with --limit. {again}")),
        Some(StopReason::InputChanged { line }) => said.push(format!(
            "Stopped: line {line} of the file is no longer what it was when it was checked; it was not sent. Restore the \
             file. {again}"
        )),
        Some(StopReason::Api(error)) => said.push(format!("Stopped: {} {} {again}", sentence(error), advice(error))),
        Some(StopReason::TooManyFailures(error)) => said.push(format!(
            "Stopped, since too many requests in a row failed. The last: {} {} {again}",
            sentence(error),
            advice(error)
        )),
        Some(_) => said.push(format!("Stopped. {again}")),
    }
    if summary.counts.unknown > 0 {
        said.push(
            "Lines with an unknown outcome are not resent automatically. Look for their cases; --resend-unknown sends them \
             again, and creates second cases of those that exist."
                .to_owned(),
        );
    }
    if summary.counts.rejected > 0 {
        said.push("Rejected lines created nothing. Correct them in another file, and submit that.".to_owned());
    }
    said.push(format!("Every line: sphinx-case report {}", shell_word(path)));
    said
}

fn sentence(error: &sphinx_case::client::Error) -> String {
    let words = error.to_string();
    format!(
        "{}.",
        visible(words.lines().next().unwrap_or_default()).trim_end_matches('.')
    )
}

/// A path as one word of a shell command.
fn shell_word(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-/".contains(character);
    if text.chars().all(is_plain) {
        text.into_owned()
    } else {
        crate::curl::quoted(&visible(&text))
    }
}
