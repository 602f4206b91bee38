//! The summary of a batch: counts, lines that need attention, and what to do next.

use std::path::Path;

use sphinx_case::batch::{Counts, Entry, Error, Journal, LineState, StopReason, Summary};

use super::advice;
use crate::report::visible;
use crate::shell;

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
    let existed = match counts.existed {
        0 => String::new(),
        existed => format!(
            "  {:>8} had a case with the same external_id before they were sent",
            grouped(existed)
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
        .chain([resent, existed].into_iter().filter(|row| !row.is_empty()))
        .collect()
}

/// The lines that need attention, first those with an unknown outcome, then those that were rejected.
pub fn listed(journal: &Journal, path: &Path) -> Result<Vec<String>, Error> {
    let is_table = journal.info()?.is_table();
    let mut lines = Vec::new();
    let kinds = [
        (LineState::Unknown, "Unknown outcome:"),
        (LineState::Rejected, "Rejected by the API:"),
    ];
    for (state, title) in kinds {
        let mut count = 0_u64;
        let taken: Result<(), ()> = journal.visit(&[state], |entry| {
            count = count.saturating_add(1);
            if count == 1 {
                lines.push(title.to_owned());
            }
            if count <= MOST_LISTED {
                lines.push(row(&entry, is_table));
            }
            Ok(())
        })?;
        debug_assert!(taken.is_ok());
        if count > MOST_LISTED {
            let more = grouped(count.saturating_sub(MOST_LISTED));
            lines.push(format!(
                "  … and {more} more: sphinx-case report {} --state {state}",
                shell::path_word(path)
            ));
        }
    }
    Ok(lines)
}

/// One line of the file as one line of text.
pub fn row(entry: &Entry, is_table: bool) -> String {
    let unit = if is_table { "row" } else { "line" };
    let mut text = format!("  {unit} {}: ", entry.line);
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
    let messages: Vec<_> = issues
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
    (!messages.is_empty()).then(|| messages.join("; "))
}

/// Why the batch stopped, and what to do next.
pub fn next(summary: &Summary, path: &Path, exactly_once: bool) -> Vec<String> {
    let again = "Run the same command again to continue.";
    let mut lines = Vec::new();
    match &summary.stop_reason {
        None => {}
        Some(StopReason::Interrupted) => lines.push(format!("Interrupted. {again}")),
        Some(StopReason::LimitReached) => {
            lines.push(format!("Stopped at the number of lines set with --limit. {again}"))
        }
        Some(StopReason::ExternalIdIgnored) => lines.push(
            "Stopped: the API created a case without the external_id that was sent, so it does not know this field, and a line that \
             is sent again could get a second case. Do not continue this batch: submit the lines without a case from another file, \
             without --exactly-once."
                .to_owned(),
        ),
        Some(StopReason::InputChanged { line }) => lines.push(format!(
            "Stopped: line {line} of the file has changed since it was validated. It was not sent. Restore the \
             file. {again}"
        )),
        Some(StopReason::Api(error)) => lines.push(format!("Stopped: {} {} {again}", sentence(error), advice(error))),
        Some(StopReason::TooManyFailures(error)) => lines.push(format!(
            "Stopped, because too many requests in a row failed. The last error: {} {} {again}",
            sentence(error),
            advice(error)
        )),
        Some(_) => lines.push(format!("Stopped. {again}")),
    }
    let of_unknown = match &summary.stop_reason {
        Some(StopReason::ExternalIdIgnored) => None,
        _ if exactly_once => Some(
            "Lines with an unknown outcome are sent again with the same external_id, so no case is created twice. Run the same \
             command again.",
        ),
        _ => Some(
            "Lines with an unknown outcome are not resent automatically. Look for their cases first: --resend-unknown creates \
             a duplicate of each case that exists.",
        ),
    };
    if summary.counts.unknown > 0 {
        lines.extend(of_unknown.map(str::to_owned));
    }
    if summary.counts.rejected > 0 {
        lines.push(
            "For rejected lines, no cases were created. Correct them in another file, and submit that file.".to_owned(),
        );
    }
    lines.push(format!(
        "To list all lines: sphinx-case report {}",
        shell::path_word(path)
    ));
    lines
}

fn sentence(error: &sphinx_case::client::Error) -> String {
    let message = error.to_string();
    format!(
        "{}.",
        visible(message.lines().next().unwrap_or_default()).trim_end_matches('.')
    )
}
