//! A progress bar on standard error, for a person who waits.

use std::cell::Cell;
use std::io::{IsTerminal, Read, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// How much of the inputs has been read.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    may_show: bool,
    shown: Cell<bool>,
}

impl Progress {
    /// A bar that may show itself when it takes long, if there is a terminal to show it on.
    pub fn new(may_show: bool) -> Self {
        Self {
            bar: ProgressBar::hidden(),
            begun: Instant::now(),
            may_show: may_show && stderr().is_terminal(),
            shown: Cell::new(false),
        }
    }

    /// The next input, and its length if that is known.
    pub fn begin(&self, name: &str, length: Option<u64>) {
        let template = match length {
            Some(length) => {
                self.bar.set_length(length);
                "{msg} {wide_bar} {bytes} of {total_bytes}, {eta} left"
            }
            None => {
                self.bar.unset_length();
                "{msg} {spinner} {bytes}, {bytes_per_sec}"
            }
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_message(name.to_owned());
        self.bar.set_position(0);
    }

    /// Takes the bar away while something else is written.
    pub fn aside<Answer>(&self, write: impl FnOnce() -> Answer) -> Answer {
        self.bar.suspend(write)
    }

    /// Takes the bar away for good.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn advance(&self, bytes: usize) {
        self.bar.inc(bytes as u64);
        if self.may_show && !self.shown.get() && self.begun.elapsed() > PATIENCE {
            self.shown.set(true);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

/// A reader that says how far it is.
pub struct Watched<'p, Reader> {
    reader: Reader,
    progress: &'p Progress,
}

impl<'p, Reader> Watched<'p, Reader> {
    /// Watches a reader.
    pub fn new(reader: Reader, progress: &'p Progress) -> Self {
        Self { reader, progress }
    }
}

impl<Reader: Read> Read for Watched<'_, Reader> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.progress.advance(count);
        Ok(count)
    }
}
