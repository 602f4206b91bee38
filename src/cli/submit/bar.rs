//! A batch under way: a bar on a terminal, and on any standard error what a person has to know at once.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use sphinx_case::batch::{Counts, Event, LineState, UnrecordedResult};

use super::summary::counted;
use crate::report::visible;

/// What is seen of a batch under way.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    told: Mutex<Told>,
}

#[derive(Debug, Default)]
struct Told {
    counts: Counts,
    unrecorded: Vec<UnrecordedResult>,
    pauses: u32,
}

/// The maximum number of pauses that are reported, so that a long outage does not fill a log.
const MOST_PAUSES: u32 = 20;

impl Bar {
    pub fn new() -> Self {
        Self {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            told: Mutex::default(),
        }
    }

    /// Shows itself, if there is a terminal.
    pub fn begin(&self, counts: Counts, is_new: bool) {
        if !is_new {
            let left = counted(counts.pending, "line is", "lines are");
            self.say(&format!(
                "Going on with the journal: {} created, {left} still to be sent.",
                counts.created
            ));
        }
        self.bar.set_length(counts.lines().saturating_sub(counts.invalid));
        self.bar.set_position(
            counts
                .created
                .saturating_add(counts.rejected)
                .saturating_add(counts.unknown),
        );
        let template = "{wide_bar} {pos} of {len}, {msg}, {rate}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            // The crate's own `per_sec` has four decimals.
            self.bar.set_style(
                style.with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
                    let _ = write!(out, "{:.1} a second", state.per_sec());
                }),
            );
        }
        self.bar.set_message(message(&counts));
        if let Ok(mut told) = self.told.lock() {
            told.counts = counts;
        }
        self.bar.reset_eta();
        if io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// Takes an event of the batch.
    pub fn take(&self, event: Event) {
        match event {
            Event::Recorded { state, .. } => self.recorded(state),
            Event::Paused { pause, reason } => {
                let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                told.pauses = told.pauses.saturating_add(1);
                let pauses = told.pauses;
                drop(told);
                if pauses <= MOST_PAUSES {
                    let more = if pauses == MOST_PAUSES {
                        " (further pauses are not shown)"
                    } else {
                        ""
                    };
                    let seconds = pause.as_secs_f64();
                    self.say(&format!("Pausing for {seconds:.1} s{more}: {reason}"));
                }
            }
            Event::Reconciling { unknown } => {
                let lines = counted(unknown, "line", "lines");
                self.say(&format!("Looking for {lines} of unknown outcome in the list of cases."));
            }
            Event::Reconciled { matched } => self.say(&format!("Found {matched} with certainty.")),
            Event::ReconciliationFailed { reason } => {
                self.say(&format!("Lines of unknown outcome could not be looked for: {reason}"));
            }
            Event::Stopping => {
                self.say("Stopping: waiting for requests in progress. Press Ctrl+C again to stop immediately.")
            }
            Event::Unrecorded(unrecorded) => {
                let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                told.unrecorded.push(unrecorded);
            }
            _ => {}
        }
    }

    /// Says what the journal could not hold: nothing that was answered may be lost.
    pub fn tell_unrecorded(&self) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.unrecorded.is_empty() {
            return;
        }
        self.say(
            "These lines were answered, but the journal could not be written. Keep this list: in the journal they count as \
             of unknown outcome, and sending them again may create second cases.",
        );
        for UnrecordedResult { line, result, .. } in &told.unrecorded {
            self.say(&format!("  line {line}: {result}"));
        }
    }

    fn recorded(&self, state: LineState) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let count = match state {
            LineState::Created => &mut told.counts.created,
            LineState::Rejected => &mut told.counts.rejected,
            LineState::Unknown => &mut told.counts.unknown,
            _ => return,
        };
        *count = count.saturating_add(1);
        if self.bar.is_hidden() {
            return;
        }
        let words = message(&told.counts);
        drop(told);
        // Before the position, so that the two are not seen apart.
        self.bar.set_message(words);
        self.bar.inc(1);
    }

    fn say(&self, words: &str) {
        self.bar.suspend(|| {
            let mut out = io::stderr().lock();
            for line in words.lines() {
                let _ = writeln!(out, "{}", visible(line));
            }
        });
    }
}

fn message(counts: &Counts) -> String {
    let Counts {
        created,
        rejected,
        unknown,
        ..
    } = counts;
    format!("{created} created, {rejected} rejected, {unknown} unknown")
}
