//! Every outcome, with each fault of the sandbox; and that it is told without secrets.

use std::time::Duration;

use sphinx_case::relay::Settings;
use sphinx_case::sandbox::{Fault, Sandbox, Settings as SandboxSettings, Store};
use sphinx_case::{Source, map_server_errors};

use crate::relay::stand::{Answer, REQUEST, Stand};

#[tokio::test]
async fn a_case_is_created_and_seen_to_complete() {
    let stand = Stand::new().await;
    let case = stand.create(REQUEST, &[]).await;
    assert_eq!(case.status, 201);
    assert_eq!(case.json()["customer"]["full_name"], "Ada Lovelace");
    let path = format!("/cases/{}", case.json()["id"]);
    for _ in 0..100 {
        if stand.get(&path).await.json()["is_complete"] == true {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(stand.get(&path).await.json()["is_complete"], true);
    for unknown in ["/cases/999", "/cases/x", "/cases/-1", "/cases/1e3"] {
        let answer = stand.get(unknown).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (404, "not-found"),
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn what_the_core_finds_is_found_again_at_its_fields() {
    let stand = Stand::new().await;
    let body =
        r#"{"customer": {"full_name": ""}, "checks": [{"check_type": "PEP"}, {"document_ids": [0]}], "chekcs/~": 1}"#;
    let answer = stand.create(body, &[]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "invalid-request"));
    let ours = sphinx_case::read_json(body).into_issues();
    let errors: Vec<_> = ours.iter().filter(|issue| issue.is_error()).collect();
    let mapped = map_server_errors(answer.status, &answer.body);
    assert_eq!(mapped.len(), errors.len(), "{mapped}");
    for (mapped, ours) in mapped.iter().zip(errors) {
        assert_eq!(mapped.path, ours.path);
        assert_eq!(mapped.message(), ours.message());
        assert_eq!(mapped.source, Source::Server);
    }
    let german = stand.create(body, &[("Accept-Language", "xx, de-AT;q=0.9, en")]).await;
    assert!(german.body.contains("darf nicht leer sein"), "{german:?}");
    assert_eq!(stand.cases().await, 0);
}

#[tokio::test]
async fn what_the_api_rejects_stands_at_its_fields_in_both_shapes() {
    let stand = Stand::new().await;
    for fault in [Fault::BadFieldsLists, Fault::BadFieldsObjects, Fault::BadRequest] {
        stand.sandbox.push_next(fault);
        let answer = stand.create(REQUEST, &[]).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "rejected"));
        let mapped = map_server_errors(answer.status, &answer.body);
        let names: Vec<_> = mapped.iter().map(|issue| issue.path.name()).collect();
        if fault == Fault::BadRequest {
            assert_eq!(names, [""]);
        } else {
            assert_eq!(names, ["webhook_url", "checks[0].check_type"]);
        }
        assert!(
            mapped
                .iter()
                .all(|issue| issue.message().contains("was told to refuse"))
        );
    }
    assert_eq!(stand.cases().await, 0);
}

#[tokio::test]
async fn each_fault_has_an_answer_that_says_what_is_known() {
    let stand = Stand::new().await;
    let wait = Duration::from_secs(7);
    for (faults, status, problem, created) in [
        (vec![Fault::Slow(Duration::from_millis(50))], 201, "", 1),
        (vec![Fault::Fail500], 504, "outcome-unknown", 0),
        (vec![Fault::Fail503(wait)], 504, "outcome-unknown", 0),
        (vec![Fault::TooMany(wait)], 503, "rate-limited", 0),
        (vec![Fault::DropBefore], 504, "outcome-unknown", 0),
        (vec![Fault::DropAfter], 504, "outcome-unknown", 1),
        (vec![Fault::Garbage], 504, "outcome-unknown", 0),
        (vec![Fault::GarbageAfter], 504, "outcome-unknown", 1),
        // A token that is refused once is renewed.
        (vec![Fault::Unauthorized], 201, "", 1),
        (
            vec![Fault::Unauthorized, Fault::Unauthorized],
            502,
            "credentials-refused",
            0,
        ),
    ] {
        let before = stand.cases().await;
        faults.iter().for_each(|fault| stand.sandbox.push_next(*fault));
        let answer = stand.create(REQUEST, &[]).await;
        assert_eq!(answer.status, status, "{faults:?}: {answer:?}");
        if status != 201 {
            assert_eq!(answer.problem(), problem, "{faults:?}");
            assert_eq!(
                map_server_errors(status, &answer.body).len(),
                1,
                "one issue, about the whole"
            );
        }
        assert_eq!(answer.header("retry-after"), (problem == "rate-limited").then_some("7"));
        assert_eq!(stand.cases().await - before, created, "{faults:?}");
    }
    tell_no_secret(&stand);
}

#[tokio::test]
async fn an_api_that_cannot_be_reached_or_refuses() {
    let sandbox = || Sandbox::open(Store::Memory, SandboxSettings::default()).unwrap();
    let nowhere = Stand::before(
        sandbox(),
        "http://127.0.0.1:9",
        "some-secret-of-ours",
        Settings::default(),
    )
    .await;
    let answer = nowhere.create(REQUEST, &[]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (502, "never-sent"));
    assert!(answer.body.contains("Nothing was created"));

    let other = Stand::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap());
    let running = other.sandbox.clone();
    tokio::spawn(async move { running.serve(listener, std::future::pending()).await });
    let wrong = Stand::before(sandbox(), &api, "some-secret-of-ours", Settings::default()).await;
    let answer = wrong.create(REQUEST, &[]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (502, "credentials-refused"));
    assert!(
        !answer.body.contains("invalid_client"),
        "the API's words about credentials: {answer:?}"
    );
    for stand in [nowhere, wrong] {
        tell_no_secret(&stand);
    }
}

#[tokio::test]
async fn what_a_page_may_choose() {
    let kept = r#"{"customer_id": 1, "case_config": "kyb", "own": 1}"#;
    let strict = Stand::new().await;
    let post = async |stand: &Stand, query: &str| -> Answer {
        stand
            .send(
                "POST",
                &format!("/cases/?{query}"),
                &[("Content-Type", "application/json")],
                kept,
            )
            .await
    };
    assert_eq!(post(&strict, "unknown_fields=keep").await.problem(), "bad-query");
    let open = Stand::with(Settings::default().page_options(true)).await;
    assert_eq!(post(&open, "unknown_fields=reject").await.problem(), "invalid-request");
    assert_eq!(post(&open, "unknown_fields=other").await.problem(), "bad-query");
    assert_eq!(post(&open, "unknown_fields=keep&defaults=omit").await.status, 201);
}

fn tell_no_secret(stand: &Stand) {
    let answered = stand.answered();
    for secret in [
        SandboxSettings::CLIENT_SECRET,
        "some-secret-of-ours",
        "access_token",
        "Bearer",
    ] {
        assert!(!answered.contains(secret), "{secret}");
    }
    assert!(!answered.contains("HTTP/1.1 401"), "credentials are not the browser's");
}
