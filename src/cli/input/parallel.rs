//! Validates the lines or rows of an input on several threads. Each thread reads some of the lines when it has none, and the results are
//! consumed in the order of the lines.

use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use sphinx_case::input::{Block, Lines, Records, Table, TextReader};

use super::{Consumer, Document, Text, TooLarge};
use crate::failure::Failure;

/// Limits the memory: each thread can hold a line of the maximum length.
const MAX_THREADS: usize = 8;

/// What has not been read of an input.
struct Reading<'r, Validated> {
    lines: Lines<TextReader<'r>>,
    /// Announces the results of each block, in the order of the blocks.
    order: SyncSender<io::Result<Receiver<Results<Validated>>>>,
    /// Blocks whose results have been consumed.
    used: Receiver<Block>,
}

/// A block with the result of each line.
type Results<Validated> = (Block, Vec<Validated>);

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
    let (order, results) = sync_channel(threads);
    let (reuse, used) = channel();
    let reading = Mutex::new(Some(Reading { lines, order, used }));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| validate_blocks(origin, &reading, validate));
        }
        consume_blocks(origin, results, &reuse, consumer)
    })
}

/// Validates until the input ends, or nothing is consumed any more.
fn validate_blocks<Validated>(
    origin: Origin<'_>,
    reading: &Mutex<Option<Reading<'_, Validated>>>,
    validate: &impl Fn(&Document<'_>) -> Validated,
) {
    let next = || {
        let mut reading = reading.lock().unwrap_or_else(PoisonError::into_inner);
        let next = reading.as_mut()?.next();
        if next.is_none() {
            // Without a sender, the consumer ends, too.
            *reading = None;
        }
        next
    };
    while let Some((block, done)) = next() {
        let validated = documents(&block, origin).map(|document| validate(&document)).collect();
        // Fails if nothing is consumed any more. Then `next` returns `None`.
        let _ = done.send((block, validated));
    }
}

impl<Validated> Reading<'_, Validated> {
    /// Reads a block. Returns it with the sender of its results, or `None` at the end.
    fn next(&mut self) -> Option<(Block, Sender<Results<Validated>>)> {
        let mut block = self.used.try_recv().unwrap_or_default();
        let (done, results) = channel();
        let (next, announced) = match self.lines.read(&mut block) {
            Ok(true) => (Some((block, done)), Ok(results)),
            Ok(false) => return None,
            Err(error) => (None, Err(error)),
        };
        self.order.send(announced).ok()?;
        next
    }
}

fn consume_blocks<Validated>(
    origin: Origin<'_>,
    order: Receiver<io::Result<Receiver<Results<Validated>>>>,
    reuse: &Sender<Block>,
    consumer: &mut impl Consumer<Validated>,
) -> Result<(), Failure> {
    while let Some(results) = receive(&order, consumer)? {
        let results = results.map_err(|error| Failure::reading(origin.file, &error))?;
        // The sender is only dropped without results if its thread panics, which the scope reports.
        let Some((block, validated)) = receive(&results, consumer)? else {
            break;
        };
        for (document, validated) in documents(&block, origin).zip(validated) {
            consumer.consume(&document, validated)?;
        }
        // Fails if everything has been read.
        let _ = reuse.send(block);
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

fn documents<'a>(block: &'a Block, origin: Origin<'a>) -> impl Iterator<Item = Document<'a>> {
    let Origin { file, max, table } = origin;
    block.lines().map(move |line| {
        let actual = line.length;
        Document {
            file,
            table,
            line: Some(line.number),
            text: line.bytes.map_or(Text::TooLarge(TooLarge { max, actual }), Text::Whole),
        }
    })
}
