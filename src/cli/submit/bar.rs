//! The progress of a batch: a bar on a terminal, and messages on standard error.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use sphinx_case::batch::{Counts, Event, LineState, UnrecordedResult};

use super::summary::counted;
use crate::report::visible;

/// Shows the progress of a batch.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    state: Mutex<State>,
    /// Whether lines with an unknown outcome are sent again.
    exactly_once: bool,
}

#[derive(Debug, Default)]
struct State {
    counts: Counts,
    unrecorded: Vec<UnrecordedResult>,
    pauses: u32,
}

/// The maximum number of pauses that are reported, so that a long outage does not fill a log.
const MOST_PAUSES: u32 = 20;

impl Bar {
    pub fn new(exactly_once: bool) -> Self {
        Self {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            state: Mutex::default(),
            exactly_once,
        }
    }

    /// Shows the bar if standard error is a terminal.
    pub fn start(&self, mut counts: Counts, is_new: bool) {
        if self.exactly_once {
            counts.pending = counts.pending.saturating_add(std::mem::take(&mut counts.unknown));
        }
        if !is_new {
            let left = counted(counts.pending, "line is", "lines are");
            self.print(&format!(
                "Continuing the batch: {} created, {left} still to be sent.",
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
        if let Ok(mut state) = self.state.lock() {
            state.counts = counts;
        }
        self.bar.reset_eta();
        if io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Shows an event of the batch.
    pub fn show(&self, event: Event) {
        match event {
            Event::Recorded { state, .. } => self.recorded(state),
            Event::Paused { pause, reason } => {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                state.pauses = state.pauses.saturating_add(1);
                let pauses = state.pauses;
                drop(state);
                if pauses <= MOST_PAUSES {
                    let more = if pauses == MOST_PAUSES {
                        " (further pauses are not shown)"
                    } else {
                        ""
                    };
                    let seconds = pause.as_secs_f64();
                    self.print(&format!("Pausing for {seconds:.1} s{more}: {reason}"));
                }
            }
            Event::Reconciling { unknown } => {
                let lines = counted(unknown, "line", "lines");
                self.print(&format!("Looking for the cases of {lines} with an unknown outcome."));
            }
            Event::Reconciled { matched } => self.print(&format!("Found {matched} of them.")),
            Event::ReconciliationFailed { reason } => {
                self.print(&format!(
                    "The search for lines with an unknown outcome failed: {reason}"
                ));
            }
            Event::Stopping => {
                self.print("Stopping: waiting for requests in progress. Press Ctrl+C again to stop immediately.")
            }
            Event::Unrecorded(unrecorded) => {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                state.unrecorded.push(unrecorded);
            }
            _ => {}
        }
    }

    /// Prints the results that could not be written to the journal, so that no result is lost.
    pub fn print_unrecorded(&self) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.unrecorded.is_empty() {
            return;
        }
        let later = match self.exactly_once {
            true => "The next run sends them again with the same external_id, so no case is created twice.",
            false => {
                "Keep this list: the journal counts them as lines with an unknown outcome, and resending them can create duplicate \
                 cases."
            }
        };
        self.print(&format!(
            "The API responded to these lines, but the journal could not be written. {later}"
        ));
        for UnrecordedResult { line, result, .. } in &state.unrecorded {
            self.print(&format!("  line {line}: {result}"));
        }
    }

    fn recorded(&self, line: LineState) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let count = match line {
            LineState::Created => &mut state.counts.created,
            LineState::Rejected => &mut state.counts.rejected,
            LineState::Unknown if !self.exactly_once => &mut state.counts.unknown,
            _ => return,
        };
        *count = count.saturating_add(1);
        if self.bar.is_hidden() {
            return;
        }
        let message = message(&state.counts);
        drop(state);
        // The bar is drawn when the position changes, so the message is set first.
        self.bar.set_message(message);
        self.bar.inc(1);
    }

    fn print(&self, text: &str) {
        self.bar.suspend(|| {
            let mut out = io::stderr().lock();
            for line in text.lines() {
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
