//! Validates the lines or rows of an input on several threads: one reads, others validate, and the results are consumed in the order of
//! the lines.

use std::io;
use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use sphinx_case::input::{CHUNK, Line, Lines, Records, Table, TextReader};

use super::{Consumer, Document, Text, TooLarge};
use crate::failure::Failure;

/// Limits the memory: each thread can hold a line of the maximum length.
const MAX_THREADS: usize = 8;

/// The lines that were complete after a read.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    lines: Vec<BatchLine>,
}

struct BatchLine {
    number: u64,
    /// Where it is in the bytes, or its length if it is too long.
    text: Result<Range<usize>, u64>,
}

/// A batch to validate, and where its results go.
struct Task<Validated> {
    batch: Batch,
    done: Sender<Results<Validated>>,
}

/// A batch with the result of each line.
type Results<Validated> = (Batch, Vec<Validated>);

/// What is the same for all documents of an input.
#[derive(Clone, Copy)]
struct Origin<'a> {
    file: &'a str,
    max: u64,
    table: Option<&'a Table>,
}

/// Reads an input line by line. `validate` is called on several threads, the consumer on this one.
pub(super) fn read_records<Validated: Send>(
    file: &str,
    max: u64,
    records: Records<'_>,
    validate: &(impl Fn(&Document<'_>) -> Validated + Sync),
    consumer: &mut impl Consumer<Validated>,
) -> Result<(), Failure> {
    let Records { lines, table } = records;
    let table = table.as_ref();
    let origin = Origin { file, max, table };
    let threads = thread::available_parallelism().map_or(1, |count| count.get().min(MAX_THREADS));
    let (tasks, queue) = sync_channel(threads);
    let (order, results) = sync_channel(threads);
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        let reading = scope.spawn(move || read_batches(lines, &tasks, &order));
        for _ in 0..threads {
            scope.spawn(|| validate_batches(origin, &queue, validate));
        }
        consume_batches(origin, results, consumer)?;
        match reading.join() {
            Ok(read) => read.map_err(|error| Failure::reading(file, &error)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Reads until the input ends, or nothing is consumed any more.
fn read_batches<Validated>(
    mut lines: Lines<TextReader<'_>>,
    tasks: &SyncSender<Task<Validated>>,
    order: &SyncSender<Receiver<Results<Validated>>>,
) -> io::Result<()> {
    let mut batch = Batch::default();
    loop {
        let end = match lines.next() {
            Ok(Some(line)) => {
                batch.push(&line);
                None
            }
            Ok(None) => Some(Ok(())),
            Err(error) => Some(Err(error)),
        };
        if end.is_none() && !lines.would_wait() {
            continue;
        }
        let (done, results) = channel();
        let batch = std::mem::take(&mut batch);
        if order.send(results).is_err() || tasks.send(Task { batch, done }).is_err() {
            return Ok(());
        }
        if let Some(end) = end {
            return end;
        }
    }
}

fn validate_batches<Validated>(
    origin: Origin<'_>,
    queue: &Mutex<Receiver<Task<Validated>>>,
    validate: &impl Fn(&Document<'_>) -> Validated,
) {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(Task { batch, done }) = next() {
        let validated = batch.documents(origin).map(|document| validate(&document)).collect();
        // If nothing is consumed any more, the reader ends, and then the queue does.
        let _ = done.send((batch, validated));
    }
}

fn consume_batches<Validated>(
    origin: Origin<'_>,
    order: Receiver<Receiver<Results<Validated>>>,
    consumer: &mut impl Consumer<Validated>,
) -> Result<(), Failure> {
    while let Some(results) = receive(&order, consumer)? {
        // The sender is only dropped without results if its thread panics, which the scope reports.
        let Some((batch, validated)) = receive(&results, consumer)? else {
            break;
        };
        for (document, validated) in batch.documents(origin).zip(validated) {
            consumer.consume(&document, validated)?;
        }
    }
    Ok(())
}

/// The next value; `None` at the end. What was consumed is written before this waits.
fn receive<T, Validated>(
    receiver: &Receiver<T>,
    consumer: &mut impl Consumer<Validated>,
) -> Result<Option<T>, Failure> {
    match receiver.try_recv() {
        Ok(value) => Ok(Some(value)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            consumer.flush()?;
            Ok(receiver.recv().ok())
        }
    }
}

impl Batch {
    fn push(&mut self, line: &Line<'_>) {
        let start = self.bytes.len();
        if start == 0 {
            self.bytes.reserve(CHUNK);
        }
        self.bytes.extend_from_slice(line.bytes.unwrap_or_default());
        self.lines.push(BatchLine {
            number: line.number,
            text: match line.bytes {
                Some(_) => Ok(start..self.bytes.len()),
                None => Err(line.length),
            },
        });
    }

    fn documents<'a>(&'a self, origin: Origin<'a>) -> impl Iterator<Item = Document<'a>> {
        self.lines.iter().map(move |line| Document {
            file: origin.file,
            table: origin.table,
            line: Some(line.number),
            text: match &line.text {
                Ok(range) => Text::Whole(self.bytes.get(range.clone()).unwrap_or_default()),
                Err(actual) => Text::TooLarge(TooLarge {
                    max: origin.max,
                    actual: *actual,
                }),
            },
        })
    }
}
