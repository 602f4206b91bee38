//! Several relays that create each case exactly once: what one of them leaves unknown, another one settles.

use std::time::{Duration, Instant};

use sphinx_case::sandbox::Fault;

use crate::relay::once::{assert_repeatable, exactly_once, external_ids};
use crate::relay::replicas::{KEY, Replicas, TEST_LEASE, outcome};
use crate::relay::setup::REQUEST;
use crate::support::postgres::Postgres;
use crate::support::{Folder, run_command};

#[tokio::test]
async fn a_request_of_a_relay_that_ends_is_sent_by_another() {
    let replicas = Replicas::new().await;
    replicas.end_while_sending(exactly_once()).await;
    let other = replicas.start_with(exactly_once()).await;
    // Without another request, the lease ends and the outcome can be read.
    assert_repeatable(&outcome(&other).await);
    assert_eq!(replicas.cases(), 0);
    let headers = [KEY];
    let (one, two) = tokio::join!(other.create(REQUEST, &headers), other.create(REQUEST, &headers));
    assert_eq!((one.status, &two.body), (201, &one.body));
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn a_request_that_waits_for_a_relay_is_sent_when_that_ends() {
    let replicas = Replicas::new().await;
    replicas.end_while_sending(exactly_once()).await;
    let other = replicas.start_with(exactly_once()).await;
    let begun = Instant::now();
    let created = other.create(REQUEST, &[KEY]).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert!(begun.elapsed() < TEST_LEASE * 10, "{:?}", begun.elapsed());
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn a_lost_response_is_settled_by_the_relay_that_waits() {
    let replicas = Replicas::new().await;
    let (first, second) = tokio::join!(replicas.start_with(exactly_once()), replicas.start_with(exactly_once()));
    replicas.api.sandbox.push_next(Fault::DropAfter);
    let headers = [KEY];
    let (one, two) = tokio::join!(first.create(REQUEST, &headers), second.create(REQUEST, &headers));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 504], "{one:?} {two:?}");
    assert_eq!(replicas.cases(), 1);
    let (one, two) = tokio::join!(first.create(REQUEST, &headers), second.create(REQUEST, &headers));
    assert_eq!((one.status, &two.body), (201, &one.body));
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn two_relays_that_send_at_the_same_time_create_one_case() {
    let replicas = Replicas::new().await;
    let (first, second) = tokio::join!(replicas.start_with(exactly_once()), replicas.start_with(exactly_once()));
    replicas.api.sandbox.push_next(Fault::Slow(Duration::from_millis(800)));
    let headers = [KEY];
    let overtake = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        // As if the first relay had been stopped for longer than its lease.
        let server = Postgres::shared();
        let end = "UPDATE sphinx_case_relay_keys SET leased_until = now()";
        server.query(&replicas.database, end);
        second.create(REQUEST, &headers).await
    };
    let (slow, fast) = tokio::join!(first.create(REQUEST, &headers), overtake);
    assert_eq!((slow.status, fast.status), (201, 201), "{slow:?} {fast:?}");
    assert_eq!(slow.json()["id"], fast.json()["id"]);
    assert_eq!(replicas.cases(), 1);
    assert_eq!(outcome(&first).await.body, fast.body, "the last claim decides");
}

#[tokio::test]
async fn keys_that_have_expired_create_no_second_case() {
    let replicas = Replicas::new().await;
    let relay = replicas.start_with(exactly_once()).await;
    let created = relay.create(REQUEST, &[KEY]).await;
    let server = Postgres::shared();
    server.query(&replicas.database, "DELETE FROM sphinx_case_relay_keys");
    let again = relay.create(REQUEST, &[KEY]).await;
    assert_eq!((again.status, &again.json()["id"]), (201, &created.json()["id"]));
    assert_eq!(replicas.cases(), 1);
}

#[tokio::test]
async fn a_request_that_was_sent_without_the_option_is_not_sent_again() {
    let without = || exactly_once().with_exactly_once(false);
    for (first, second) in [(without(), exactly_once()), (exactly_once(), without())] {
        let replicas = Replicas::new().await;
        let (first, second) = tokio::join!(replicas.start_with(first), replicas.start_with(second));
        replicas.api.sandbox.push_next(Fault::DropAfter);
        assert_eq!(first.create(REQUEST, &[KEY]).await.problem(), "outcome-unknown");
        let again = second.create(REQUEST, &[KEY]).await;
        assert_eq!(again.problem(), "outcome-unknown", "{again:?}");
        assert_eq!(external_ids(&replicas.api.sandbox).len(), 1);
    }
}

#[test]
fn the_server_refuses_the_option_without_the_revision() {
    let folder = Folder::new();
    folder.write("index.html", "");
    let mut serve = folder.program("http://127.0.0.1:9");
    serve.args(["serve", "--page", ".", "--port", "0", "--sandbox", "--exactly-once"]);
    run_command(&mut serve)
        .exits(2)
        .prints("--revision newest")
        .prints("The server was not started.");
}
