//! Many at once: each is stored, and once.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use sphinx_case::sandbox::{Settings, Store};

use crate::sandbox::stand::Stand;

const CASES: usize = 2_000;
const AT_ONCE: usize = 32;

async fn create_all(stand: Arc<Stand>, faults: &str) -> usize {
    stand.sandbox.set_faults(faults.parse().unwrap());
    let next = Arc::new(AtomicUsize::new(0));
    let created = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (stand, next, created) = (stand.clone(), next.clone(), created.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= CASES {
                        return;
                    }
                    let body = format!(
                        r#"{{"customer": {{"full_name": "C {number}", "external_id": "c-{number}"}}, "checks": [{{"check_type": "PEP"}}]}}"#
                    );
                    if stand.post(body).send().await.is_ok_and(|answer| answer.status() == 201) {
                        created.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let rate = CASES as f64 / start.elapsed().as_secs_f64();
    eprintln!("{rate:.0} requests a second ({faults:?})");
    created.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_are_stored_once() {
    let path = std::env::temp_dir().join(format!("sphinx-sandbox-{}-load.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let stand = Arc::new(Stand::of(Store::File(path.clone()), Settings::default()).await);
    assert_eq!(create_all(stand.clone(), "").await, CASES);
    let received = stand.sandbox.received(0, CASES * 2).await.unwrap();
    let bodies: HashSet<_> = received.iter().map(|case| &case.body).collect();
    assert_eq!((received.len(), bodies.len()), (CASES, CASES));
    let facts = stand.sandbox.facts().await.unwrap();
    assert_eq!((facts.customers, facts.create_requests), (CASES as u64, CASES as u64));
    drop(stand);
    let _ = std::fs::remove_file(path);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counts_agree_with_the_faults() {
    let stand = Arc::new(Stand::new(Settings::default()).await);
    let faults = "drop_before=0.1,drop_after=0.1,fail_503=0.1:0s,garbage=0.1,garbage_after=0.1,seed=3";
    // What the client counts as created includes the garbage with 201.
    let answered = create_all(stand.clone(), faults).await as u64;
    let facts = stand.sandbox.facts().await.unwrap();
    let done = |name| facts.faults_done[name];
    assert_eq!(facts.cases, answered + done("drop_after"));
    let not_created = done("drop_before") + done("fail_503") + done("garbage");
    assert_eq!(facts.cases + not_created, facts.create_requests);
}
