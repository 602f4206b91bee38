//! The journal's thread: what many requests have to write goes into one transaction, and each goes on when that is
//! on the disk.
//!
//! A commit waits for the disk. While it does, more work arrives; the next transaction takes all of it. So the more
//! requests there are at once, the fewer waits there are for each.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::error::{Error, Problem};

/// Before a commit, work is gathered in naps of this length: answers come close together, and a wait for the disk costs
/// more. Naps of half a millisecond or a whole one were measured to save nothing beyond that.
const NAP: Duration = Duration::from_micros(200);

/// After so many naps a commit no longer waits for those who have not come.
const MOST_NAPS: u32 = 5;

/// What is done within a transaction; afterwards it is told how that ended.
type Work = Box<dyn FnOnce(&Connection) -> Result<Told, rusqlite::Error> + Send>;
type Told = Box<dyn FnOnce() + Send>;

struct Task {
    work: Work,
    failed: oneshot::Sender<Error>,
}

/// The handle of a journal's thread. The thread ends, and closes the journal, when the last handle is gone.
#[derive(Debug)]
pub(super) struct Committer {
    tasks: Option<mpsc::Sender<Task>>,
    thread: Option<std::thread::JoinHandle<()>>,
    /// How many have work at most at the same time.
    expected: Arc<AtomicUsize>,
    path: PathBuf,
}

impl Committer {
    pub fn start(connection: Connection, path: PathBuf) -> Result<Self, Error> {
        let (tasks, inbox) = mpsc::channel();
        let name = path.clone();
        let expected = Arc::new(AtomicUsize::new(1));
        let parties = Arc::clone(&expected);
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || serve(&connection, &inbox, &parties, &name))
            .map_err(|error| Error::journal(&path, Problem::Failed(error.to_string())))?;
        Ok(Self {
            tasks: Some(tasks),
            thread: Some(thread),
            expected,
            path,
        })
    }

    /// Says how many will have work at the same time: a commit that has that of all of them waits for nobody.
    pub fn expect(&self, parties: usize) {
        self.expected.store(parties, Ordering::Relaxed);
    }

    /// Does something in a transaction, and answers when it is durable.
    pub async fn commit<Answer: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<Answer> + Send + 'static,
    ) -> Result<Answer, Error> {
        let (sender, answer) = oneshot::channel();
        let (failed, failure) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let answer = work(connection)?;
            let told: Told = Box::new(move || drop(sender.send(answer)));
            Ok(told)
        });
        let gone = || {
            let reason = "its thread has ended".to_owned();
            Error::journal(&self.path, Problem::Failed(reason))
        };
        let tasks = self.tasks.as_ref().ok_or_else(gone)?;
        tasks.send(Task { work, failed }).map_err(|_| gone())?;
        match answer.await {
            Ok(answer) => Ok(answer),
            Err(_) => Err(failure.await.unwrap_or_else(|_| gone())),
        }
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.tasks = None;
        if let Some(thread) = self.thread.take() {
            // Nothing in it can panic; when it did all the same, what was committed is durable.
            let _ = thread.join();
        }
    }
}

/// A statement without an answer, which is prepared once.
fn say(connection: &Connection, statement: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(statement)?.execute([]).map(drop)
}

/// The work of one commit: waits until all are there who could come, or the time is over.
fn gather(first: Task, inbox: &mpsc::Receiver<Task>, expected: usize) -> Vec<Task> {
    let mut tasks = vec![first];
    for _ in 0..MOST_NAPS {
        tasks.extend(inbox.try_iter());
        if tasks.len() >= expected {
            break;
        }
        std::thread::sleep(NAP);
    }
    tasks.extend(inbox.try_iter());
    tasks
}

fn serve(connection: &Connection, inbox: &mpsc::Receiver<Task>, expected: &AtomicUsize, path: &std::path::Path) {
    while let Ok(first) = inbox.recv() {
        let tasks = gather(first, inbox, expected.load(Ordering::Relaxed));
        let mut waiting = Vec::with_capacity(tasks.len());
        let mut senders = Vec::with_capacity(tasks.len());
        let mut result = say(connection, "BEGIN IMMEDIATE");
        for Task { work, failed } in tasks {
            senders.push(failed);
            if result.is_ok() {
                match work(connection) {
                    Ok(told) => waiting.push(told),
                    Err(error) => result = Err(error),
                }
            }
        }
        match result.and_then(|()| say(connection, "COMMIT")) {
            Ok(()) => waiting.into_iter().for_each(|told| told()),
            Err(error) => {
                // When this fails too, SQLite has rolled back already.
                let _ = connection.execute_batch("ROLLBACK");
                let error = Error::of_sqlite(path, &error);
                for failed in senders {
                    let _ = failed.send(error.clone());
                }
                // Only now: whoever waits for the answer finds the reason there.
                drop(waiting);
            }
        }
    }
}
