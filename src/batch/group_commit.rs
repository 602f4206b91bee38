//! Group commit: a thread that owns a store and writes the work of many tasks in one transaction. Each task continues when
//! its work is durable.
//!
//! A commit waits for the disk. Meanwhile more work arrives, and the next transaction contains all of it. The more tasks
//! there are, the fewer commits each of them needs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::oneshot;

/// Before a commit, the thread pauses this long to collect work, because responses arrive close together and a commit
/// takes longer. Pauses of 0.5 and 1 ms were measured to save no more.
const PAUSE: Duration = Duration::from_micros(200);

/// After this many pauses a commit no longer waits for more work.
const MAX_PAUSES: u32 = 5;

/// A store with transactions.
pub(super) trait Transactional: Send + 'static {
    /// Why a transaction failed.
    type Error: Clone + Send + 'static;

    fn begin(&mut self) -> Result<(), Self::Error>;
    fn commit(&mut self) -> Result<(), Self::Error>;
    fn rollback(&mut self);
}

/// The handle of the thread. When it is dropped, the thread finishes its work and closes the store.
#[derive(Debug)]
pub(super) struct GroupCommit<S: Transactional> {
    tasks: Option<mpsc::Sender<Box<dyn Task<S>>>>,
    thread: Option<JoinHandle<()>>,
    writers: Arc<AtomicUsize>,
}

/// Work for one transaction.
trait Task<S: Transactional>: Send {
    /// Does the work within the transaction.
    fn run(&mut self, store: &mut S) -> Result<(), S::Error>;

    /// Reports how the transaction ended.
    fn finish(self: Box<Self>, committed: Result<(), S::Error>);
}

struct Write<Work, T, E> {
    work: Option<Work>,
    value: Option<T>,
    result: oneshot::Sender<Result<T, E>>,
}

impl<S, Work, T> Task<S> for Write<Work, T, S::Error>
where
    S: Transactional,
    Work: FnOnce(&mut S) -> Result<T, S::Error> + Send,
    T: Send,
{
    fn run(&mut self, store: &mut S) -> Result<(), S::Error> {
        if let Some(work) = self.work.take() {
            self.value = Some(work(store)?);
        }
        Ok(())
    }

    fn finish(self: Box<Self>, committed: Result<(), S::Error>) {
        // The receiver may be gone, for example because its request was canceled.
        let _ = match (committed, self.value) {
            (Ok(()), Some(value)) => self.result.send(Ok(value)).is_ok(),
            (Err(error), _) => self.result.send(Err(error)).is_ok(),
            (Ok(()), None) => false,
        };
    }
}

impl<S: Transactional> GroupCommit<S> {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system does not allow another thread.
    pub fn start(store: S, name: &str) -> std::io::Result<Self> {
        let (tasks, queue) = mpsc::channel();
        let writers = Arc::new(AtomicUsize::new(1));
        let expected = Arc::clone(&writers);
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || serve(store, &queue, &expected))?;
        Ok(Self {
            tasks: Some(tasks),
            thread: Some(thread),
            writers,
        })
    }

    /// Sets the maximum number of tasks that write at the same time. A commit with the work of all of them does not wait.
    /// Without this call, no commit waits.
    pub fn set_writers(&self, count: usize) {
        self.writers.store(count, Ordering::Relaxed);
    }

    /// Does work within a transaction. Returns when it is durable; `None` if the thread has ended.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut S) -> Result<T, S::Error> + Send + 'static,
    ) -> Option<Result<T, S::Error>> {
        let (result, receiver) = oneshot::channel();
        let task = Box::new(Write {
            work: Some(work),
            value: None,
            result,
        });
        self.tasks.as_ref()?.send(task).ok()?;
        receiver.await.ok()
    }
}

impl<S: Transactional> Drop for GroupCommit<S> {
    fn drop(&mut self) {
        self.tasks = None;
        if let Some(thread) = self.thread.take() {
            // It cannot panic. If it did, what was committed would still be durable.
            let _ = thread.join();
        }
    }
}

fn serve<S: Transactional>(mut store: S, queue: &mpsc::Receiver<Box<dyn Task<S>>>, writers: &AtomicUsize) {
    while let Ok(first) = queue.recv() {
        let mut tasks = collect(first, queue, writers.load(Ordering::Relaxed));
        let committed = store
            .begin()
            .and_then(|()| tasks.iter_mut().try_for_each(|task| task.run(&mut store)))
            .and_then(|()| store.commit());
        if committed.is_err() {
            store.rollback();
        }
        for task in tasks {
            task.finish(committed.clone());
        }
    }
}

/// The tasks of one transaction: waits until all writers have work, or the time is over.
fn collect<T>(first: T, queue: &mpsc::Receiver<T>, writers: usize) -> Vec<T> {
    let mut tasks = vec![first];
    for _ in 0..MAX_PAUSES {
        tasks.extend(queue.try_iter());
        if tasks.len() >= writers {
            break;
        }
        thread::sleep(PAUSE);
    }
    tasks.extend(queue.try_iter());
    tasks
}

#[cfg(test)]
mod tests {
    use super::{GroupCommit, Transactional};

    /// Numbers that are added within a transaction. The number 13 cannot be added.
    #[derive(Debug, Default)]
    struct Numbers {
        committed: Vec<u32>,
        added: Vec<u32>,
    }

    impl Numbers {
        fn add(&mut self, number: u32) -> Result<u32, String> {
            self.added.push(number);
            if number == 13 { Err("13".to_owned()) } else { Ok(number) }
        }
    }

    impl Transactional for Numbers {
        type Error = String;

        fn begin(&mut self) -> Result<(), String> {
            Ok(())
        }

        fn commit(&mut self) -> Result<(), String> {
            self.committed.append(&mut self.added);
            Ok(())
        }

        fn rollback(&mut self) {
            self.added.clear();
        }
    }

    /// Adds two numbers in one transaction: both are queued while another transaction waits.
    async fn add_both(store: &GroupCommit<Numbers>, first: u32, second: u32) -> [Option<Result<u32, String>>; 2] {
        let (start, started) = std::sync::mpsc::channel();
        let (release, released) = std::sync::mpsc::channel();
        let wait = move |_: &mut Numbers| Ok((start.send(()), released.recv()));
        let (_, _, first, second, _) = tokio::join!(
            store.run(wait),
            async { started.recv() },
            store.run(move |numbers| numbers.add(first)),
            store.run(move |numbers| numbers.add(second)),
            async { release.send(()) },
        );
        [first, second]
    }

    #[tokio::test]
    async fn tasks_share_a_transaction() {
        let store = GroupCommit::start(Numbers::default(), "test").unwrap();
        assert_eq!(add_both(&store, 1, 2).await, [Some(Ok(1)), Some(Ok(2))]);
        // An error rolls back the whole transaction, and every task in it returns the error.
        let error = || Some(Err("13".to_owned()));
        assert_eq!(add_both(&store, 3, 13).await, [error(), error()]);
        let committed = store.run(|numbers| Ok(numbers.committed.clone())).await;
        assert_eq!(committed, Some(Ok(vec![1, 2])));
    }
}
