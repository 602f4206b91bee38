//! The library's own client talks to the server: a token, creating, asking, listing, starting, and what is refused.

use sphinx_case::client::{CaseOrigin, Client, ClientOptions, Credentials, ErrorKind, ListCases};
use sphinx_case::{Case, Code, Options, Payload, Revision, read_json, read_json_with};

use crate::server::requests::{READER, WRITER};
use crate::server::running::{Server, VERSIONS, is_wanted};

fn client(server: &Server, (id, secret): (&str, &str)) -> Client {
    let options = ClientOptions::default().with_base_url(&server.url);
    Client::with_options(Credentials::client(id, secret), options).expect("valid options")
}

fn payload(text: &str) -> Payload {
    read_json(text).build().expect("a good request")
}

#[tokio::test]
async fn a_case_is_created_asked_for_listed_and_started() {
    if !is_wanted("a_case_is_created_asked_for_listed_and_started") {
        return;
    }
    for version in VERSIONS {
        let server = Server::start(version);
        let client = client(&server, WRITER);
        client.authorize().await.expect("a token");

        let waiting = payload(
            r#"{"customer": {"full_name": "James Torres", "external_id": "cust-1", "customer_type": "INDIVIDUAL"},
                "webhook_url": "https://example.com/hook", "delete_after": 30, "auto_start": false,
                "checks": [{"check_type": "PEP", "input_details": {"a": [1.5, "\u00e4"]}}, {"check_type": "SANCTION"}]}"#,
        );
        let case = client.create_case(&waiting).await.expect("a case");
        assert!(case.other.is_empty(), "every member is known: {:?}", case.other);
        assert_eq!(case.delete_after, Some(30), "{version}");
        assert_eq!(case.webhook_url.as_deref(), Some("https://example.com/hook"));
        let customer = case.customer.clone().expect("a customer");
        assert_eq!(customer.external_id.as_deref(), Some("cust-1"));
        let statuses = |case: &Case| -> Vec<String> {
            let checks = case.checks.iter().flatten();
            checks
                .map(|check| check.status.as_ref().map_or("", |status| status.as_str()).to_owned())
                .collect()
        };
        assert_eq!(statuses(&case), ["PENDING", "PENDING"]);
        assert_eq!(client.get_case(case.id).await.expect("the case"), case);

        let started = client.start_case(case.id).await.expect("a start").expect("the case");
        assert_eq!(
            (started.id, statuses(&started)),
            (case.id, vec!["DECIDING".to_owned(); 2])
        );
        let again = client.start_case(case.id).await.expect("no harm").expect("the case");
        assert_eq!(again, started, "on a running case it does nothing");

        let number = customer.id.expect("an id");
        let more = payload(&format!(r#"{{"customer_id": {number}, "case_config": "kyb"}}"#));
        for _ in 0..20 {
            client.create_case(&more).await.expect("a case");
        }
        let other = payload(r#"{"customer": {"full_name": "Someone Else"}, "case_config": "kyc"}"#);
        client.create_case(&other).await.expect("a case");
        let list = ListCases {
            customer_id: Some(number),
            page: Some(2),
        };
        let page = client.list_cases(list).await.expect("a page");
        assert_eq!((page.count, page.results.len(), page.results[0].id), (21, 1, case.id));
        assert!(page.next.is_none() && page.previous.is_some());
        assert_eq!(client.list_cases(ListCases::default()).await.expect("a page").count, 22);
    }
}

#[tokio::test]
async fn what_is_refused_says_why() {
    if !is_wanted("what_is_refused_says_why") {
        return;
    }
    for version in VERSIONS {
        let server = Server::start(version);
        let writer = client(&server, WRITER);

        // Good for all that is known here; the server knows more, or wants more.
        for (text, places) in [
            (r#"{"customer_id": 77, "case_config": "kyb"}"#, &["customer_id"][..]),
            (
                r#"{"customer_id": 1, "webhook_url": "https://intranet/x"}"#,
                &["webhook_url"],
            ),
            (
                r#"{"customer_id": 1, "webhook_url": "https://a_b.example.com",
                    "checks": [{"check_type": "PEP"}, {"input_details": {"a": 1e400}}]}"#,
                &["webhook_url", "checks[1].input_details.a"],
            ),
        ] {
            let error = writer.create_case(&payload(text)).await.expect_err("refused");
            assert!(matches!(error.kind(), ErrorKind::Rejected(_)), "{version}: {error}");
            let names: Vec<String> = error.issues().iter().map(|issue| issue.path.name()).collect();
            assert_eq!(names, places, "{version}: {error}");
            assert!(error.issues().iter().all(|issue| issue.code() == Code::Server));
            assert_eq!((error.status(), error.attempts()), (Some(400), 1));
        }

        let empty = payload(r#"{"customer": {"full_name": "A"}, "auto_start": false}"#);
        let case = writer.create_case(&empty).await.expect("a case");
        let error = writer.start_case(case.id).await.expect_err("there is nothing to start");
        assert!(matches!(error.kind(), ErrorKind::Rejected(_)), "{version}: {error}");
        assert_eq!(error.issues()[0].message(), "A case without checks cannot start.");
        let error = writer.get_case(999).await.expect_err("no such case");
        assert_eq!(
            (error.kind(), error.status()),
            (&ErrorKind::NotFound, Some(404)),
            "{version}: {error}"
        );

        let reader = client(&server, READER);
        assert_eq!(reader.get_case(case.id).await.expect("it may read").id, case.id);
        for (credentials, status) in [(READER, 403), ((WRITER.0, "wrong"), 401)] {
            let error = client(&server, credentials)
                .create_case(&empty)
                .await
                .expect_err("refused");
            assert_eq!(
                (error.kind(), error.status()),
                (&ErrorKind::Unauthorized, Some(status)),
                "{version}: {error}"
            );
        }
        let count = writer.list_cases(ListCases::default()).await.expect("a page").count;
        assert_eq!(count, 1, "what was refused was not created");
    }
}

#[tokio::test]
async fn an_external_id_belongs_to_one_case() {
    if !is_wanted("an_external_id_belongs_to_one_case") {
        return;
    }
    let newest = Options::default().with_revision(Revision::Newest);
    let named = |id: &str| {
        let text = format!(r#"{{"customer": {{"full_name": "A"}}, "case_config": "kyb", "external_id": "{id}"}}"#);
        read_json_with(&text, &newest).build().expect("a good request")
    };
    for version in VERSIONS {
        let server = Server::start(version);
        let client = client(&server, WRITER);
        let first = client.create_case_once(&named("a")).await.expect("a case");
        assert_eq!(first.origin, CaseOrigin::Created);
        // The list has 20 cases on a page, the newest first.
        for number in 0..20 {
            let created = client
                .create_case_once(&named(&number.to_string()))
                .await
                .expect("a case");
            assert_eq!(created.origin, CaseOrigin::Created);
        }
        let again = client.create_case_once(&named(" a ")).await.expect("the case");
        assert_eq!(again.origin, CaseOrigin::BeforeThisCall, "{version}");
        assert_eq!(again.case, first.case, "{version}");
        let error = client.create_case(&named("a")).await.expect_err("refused");
        assert!(error.is_duplicate(), "{version}: {error}");
        assert_eq!(client.list_cases(ListCases::default()).await.expect("a page").count, 21);
    }
}
