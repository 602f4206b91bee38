//! A progress bar on standard error, shown when reading takes long.

use std::io::{IsTerminal, Read, stderr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that ends sooner shows no bar.
const SHOW_AFTER: Duration = Duration::from_millis(500);

/// The part of the inputs that has been read.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    may_show: bool,
    shown: AtomicBool,
}

impl Progress {
    /// A bar that is shown when the work takes long and standard error is a terminal.
    pub fn new(may_show: bool) -> Self {
        Self {
            bar: ProgressBar::hidden(),
            started: Instant::now(),
            may_show: may_show && stderr().is_terminal(),
            shown: AtomicBool::new(false),
        }
    }

    /// Starts the next input, with its length if that is known.
    pub fn start(&self, name: &str, length: Option<u64>) {
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

    /// Hides the bar while something else is written.
    pub fn suspend<Output>(&self, write: impl FnOnce() -> Output) -> Output {
        self.bar.suspend(write)
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn advance(&self, bytes: usize) {
        self.bar.inc(bytes as u64);
        if self.may_show && !self.shown.load(Ordering::Relaxed) && self.started.elapsed() > SHOW_AFTER {
            self.shown.store(true, Ordering::Relaxed);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

/// A reader that advances the bar.
pub struct ProgressReader<'p, Reader> {
    reader: Reader,
    progress: &'p Progress,
}

impl<'p, Reader> ProgressReader<'p, Reader> {
    /// Wraps a reader.
    pub fn new(reader: Reader, progress: &'p Progress) -> Self {
        Self { reader, progress }
    }
}

impl<Reader: Read> Read for ProgressReader<'_, Reader> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.progress.advance(count);
        Ok(count)
    }
}
