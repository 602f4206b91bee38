//! Reading, listing and starting cases: failed requests are retried.

use serde_json::json;
use sphinx_case::client::{ErrorKind, ListCases};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, ResponseTemplate};

use super::{case, client, count, on, server};

#[tokio::test]
async fn a_failed_request_is_retried() {
    for (verb, place) in [("GET", "/api/cases/7/"), ("POST", "/api/cases/7/start/")] {
        let server = server().await;
        Mock::given(method(verb))
            .and(path(place))
            .respond_with(ResponseTemplate::new(503))
            .up_to_n_times(2)
            .mount(&server)
            .await;
        on(&server, verb, place, ResponseTemplate::new(200).set_body_json(case(7))).await;
        let client = client(&server.uri());
        let id = if verb == "GET" {
            client.get_case(7).await.unwrap().id
        } else {
            client.start_case(7).await.unwrap().unwrap().id
        };
        assert_eq!(id, 7);
        assert_eq!(count(&server, place).await, 3);
    }
}

#[tokio::test]
async fn a_start_response_without_a_body_is_a_success() {
    let server = server().await;
    on(&server, "POST", "/api/cases/7/start/", ResponseTemplate::new(204)).await;
    assert_eq!(client(&server.uri()).start_case(7).await.unwrap(), None);
}

#[tokio::test]
async fn no_such_case() {
    let server = server().await;
    on(
        &server,
        "GET",
        "/api/cases/8/",
        ResponseTemplate::new(404).set_body_json(json!({"detail": "No GenericCase matches the given query."})),
    )
    .await;
    let error = client(&server.uri()).get_case(8).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("No GenericCase matches"), "{error}");
    assert_eq!(count(&server, "/api/cases/8/").await, 1);
}

#[tokio::test]
async fn a_rejected_start_has_the_messages_of_the_api() {
    let server = server().await;
    on(
        &server,
        "POST",
        "/api/cases/7/start/",
        ResponseTemplate::new(400).set_body_json(json!({"non_field_errors": ["The case has no checks."]})),
    )
    .await;
    let error = client(&server.uri()).start_case(7).await.unwrap_err();
    assert_eq!(error.issues()[0].message(), "The case has no checks.");
}

#[tokio::test]
async fn pages() {
    let server = server().await;
    Mock::given(method("GET"))
        .and(path("/api/cases/"))
        .and(query_param("customer_id", "5"))
        .and(query_param("page", "2"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "count": 101, "next": null, "previous": "https://x/api/cases/?page=1", "results": [case(101)]
        })))
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&server.uri());
    let list = ListCases {
        customer_id: Some(5),
        page: Some(2),
    };
    let page = client.list_cases(list).await.unwrap();
    assert_eq!((page.count, page.next, page.results[0].id), (101, None, 101));
}
