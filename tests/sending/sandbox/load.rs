//! Many concurrent requests: each case is stored once.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sphinx_case::sandbox::SandboxOptions;

use crate::sandbox::setup::Setup;

const CASES: usize = 500;
const CONCURRENCY: usize = 32;

async fn create_all(setup: Arc<Setup>, faults: &str) -> usize {
    setup.sandbox.set_faults(faults.parse().unwrap());
    let next = Arc::new(AtomicUsize::new(0));
    let created = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..CONCURRENCY)
        .map(|_| {
            let (setup, next, created) = (setup.clone(), next.clone(), created.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= CASES {
                        return;
                    }
                    let body = format!(
                        r#"{{"customer": {{"full_name": "C {number}", "external_id": "c-{number}"}}, "checks": [{{"check_type": "PEP"}}]}}"#
                    );
                    if setup.post(body).send().await.is_ok_and(|response| response.status() == 201) {
                        created.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    created.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_are_stored_once() {
    let setup = Arc::new(Setup::new(SandboxOptions::default()).await);
    assert_eq!(create_all(setup.clone(), "").await, CASES);
    let received = setup.sandbox.received_cases();
    let bodies: HashSet<_> = received.iter().map(|case| &case.body).collect();
    assert_eq!((received.len(), bodies.len()), (CASES, CASES));
    let status = setup.sandbox.status();
    assert_eq!((status.customers, status.create_requests), (CASES as u64, CASES as u64));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counts_agree_with_the_faults() {
    let setup = Arc::new(Setup::new(SandboxOptions::default()).await);
    let faults = "drop_before=0.1,drop_after=0.1,fail_503=0.1:0s,garbage=0.1,garbage_after=0.1,seed=3";
    // The client also counts the HTML with status 201 as created.
    let answered = create_all(setup.clone(), faults).await as u64;
    let status = setup.sandbox.status();
    let done = |name| status.faults_done[name];
    assert_eq!(status.cases, answered + done("drop_after"));
    let not_created = done("drop_before") + done("fail_503") + done("garbage");
    assert_eq!(status.cases + not_created, status.create_requests);
}
