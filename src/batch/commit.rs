//! The journal's thread: what many requests have to write goes into one transaction, and each goes on when that is
//! on the disk.
//!
//! A commit waits for the disk. While it does, more work arrives; the next transaction takes all of it. So the more
//! requests there are at once, the fewer waits there are for each.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::error::{Error, Problem};

/// Before a commit, work is gathered for so long: answers come close together, and a wait for the disk costs more.
const GATHERING: Duration = Duration::from_micros(200);

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
    path: PathBuf,
}

impl Committer {
    pub fn start(connection: Connection, path: PathBuf) -> Result<Self, Error> {
        let (tasks, inbox) = mpsc::channel();
        let name = path.clone();
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || serve(&connection, &inbox, &name))
            .map_err(|error| Error::journal(&path, Problem::Failed(error.to_string())))?;
        Ok(Self {
            tasks: Some(tasks),
            thread: Some(thread),
            path,
        })
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

fn serve(connection: &Connection, inbox: &mpsc::Receiver<Task>, path: &std::path::Path) {
    while let Ok(first) = inbox.recv() {
        std::thread::sleep(GATHERING);
        let tasks: Vec<_> = std::iter::once(first).chain(inbox.try_iter()).collect();
        let mut waiting = Vec::with_capacity(tasks.len());
        let mut senders = Vec::with_capacity(tasks.len());
        let mut result = connection.execute_batch("BEGIN IMMEDIATE");
        for Task { work, failed } in tasks {
            senders.push(failed);
            if result.is_ok() {
                match work(connection) {
                    Ok(told) => waiting.push(told),
                    Err(error) => result = Err(error),
                }
            }
        }
        match result.and_then(|()| connection.execute_batch("COMMIT")) {
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
