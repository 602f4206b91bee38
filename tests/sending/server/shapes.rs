//! What the server refuses, over HTTP and in both shapes, comes back to where this library itself has it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sphinx_case::{Issues, map_server_errors, read_json};

use crate::server::requests::{READER, WRITER};
use crate::server::running::{Server, VERSIONS, is_wanted, tell};

/// Bodies that both sides refuse, in the same places.
fn alike() -> Vec<Value> {
    let long = "ä".repeat(256);
    let url = format!("https://example.com/{}", "a".repeat(500));
    vec![
        json!({"customer_id": 0}),
        json!({"customer_id": null}),
        json!({"customer_id": "x"}),
        json!({"customer_id": 1.5}),
        json!({"customer_id": [1]}),
        json!({"customer_id": {"id": 1}}),
        json!({"customer_id": 9_223_372_036_854_775_808_u64}),
        json!({"customer": {}}),
        json!({"customer": null}),
        json!({"customer": "James"}),
        json!({"customer": []}),
        json!({"customer": {"full_name": ""}}),
        json!({"customer": {"full_name": " \u{3000}"}}),
        json!({"customer": {"full_name": long, "external_id": long}}),
        json!({"customer": {"full_name": "a\u{0}", "external_id": "\u{0}"}}),
        json!({"customer": {"full_name": null, "external_id": "", "customer_type": "PERSON", "delete_after": -2}}),
        json!({"customer": {"full_name": ["A"], "external_id": {}, "customer_type": [], "input_details": []}}),
        json!({"customer": {"full_name": "A", "input_details": null, "delete_after": 2_147_483_648_u64}}),
        json!({"customer": {"full_name": "A", "input_details": "x", "delete_after": null}}),
        json!({"customer_id": 1, "webhook_url": ""}),
        json!({"customer_id": 1, "webhook_url": url}),
        json!({"customer_id": 1, "webhook_url": "example.com"}),
        json!({"customer_id": 1, "webhook_url": "https://"}),
        json!({"customer_id": 1, "webhook_url": 7.5, "auto_start": null}),
        json!({"customer_id": 1, "checks": null}),
        json!({"customer_id": 1, "checks": "PEP"}),
        json!({"customer_id": 1, "checks": {"0": {}}}),
        json!({"customer_id": 1, "checks": [{}, {"check_type": ""}]}),
        json!({"customer_id": 1, "checks": [null, "PEP", [], 5]}),
        json!({"customer_id": 1, "checks": [{}, {"document_ids": [1, 0, null]}, {"document_ids": 7}, {}, {"document_ids": {}}]}),
        json!({"customer_id": 1, "checks": [{"input_details": [], "delete_after": -3}, {}, {"check_type": {}}]}),
        json!({"customer_id": 1, "document_ids": null}),
        json!({"customer_id": 1, "document_ids": {"0": 1}}),
        json!({"customer_id": 1, "document_ids": ["x", 1, 0, true, [], {}]}),
        json!({"customer_id": 1, "delete_after": -2, "case_config": "", "auto_start": "maybe"}),
        json!({"customer_id": 1, "delete_after": null, "case_config": null, "auto_start": []}),
        json!({"customer_id": 1, "delete_after": 0.5, "case_config": "a b", "auto_start": {}}),
        json!({"customer_id": 1, "delete_after": {}, "case_config": ["kyb"], "auto_start": 2}),
        json!({"customer_id": 0, "webhook_url": "x", "document_ids": [0], "delete_after": -2, "case_config": "ä",
            "checks": [{"document_ids": [0], "delete_after": "x"}, {}, {"check_type": []}]}),
        // Twelve, because "10" stands before "2" as a text.
        json!({"customer_id": 1, "document_ids": [0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0]}),
        json!([]),
        json!("x"),
        json!(null),
        json!(5),
    ]
}

/// Bodies that both refuse in different places: ours, theirs, and why.
fn unlike() -> Vec<(Value, &'static [&'static str], &'static [&'static str], &'static str)> {
    vec![
        (
            json!({"customer_id": 1, "checks": [{}], "case_config": "kyb"}),
            &["case_config"],
            &[""],
            "validate() of a serializer speaks of the whole request",
        ),
        (
            json!({"customer_id": 0, "checks": [{}], "case_config": "kyb"}),
            &["customer_id", "case_config"],
            &["customer_id"],
            "validate() is not reached while a field is wrong",
        ),
        (
            json!({"customer_id": 0, "note": "x", "webhook_url": "x"}),
            &["customer_id", "webhook_url", "note"],
            &["customer_id", "webhook_url"],
            "an unknown key is not seen",
        ),
        (
            json!({"customer_id": 1, "customer": {"full_name": ""}}),
            &["customer", "customer.full_name"],
            &["customer.full_name"],
            "that the two exclude each other is not documented",
        ),
        (
            json!({"delete_after": -2}),
            &["", "delete_after"],
            &["delete_after"],
            "that one of the two is due is not documented",
        ),
        (
            json!({"customer_id": "1", "delete_after": -2}),
            &["customer_id", "delete_after"],
            &["delete_after"],
            "the text of a number is read as the number",
        ),
    ]
}

/// The paths of the errors, in their order, each once.
fn paths(issues: &Issues) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let errors = issues.iter().filter(|issue| issue.is_error());
    errors
        .map(|issue| issue.path.name())
        .filter(|path| seen.insert(path.clone()))
        .collect()
}

#[test]
fn errors_of_both_shapes_come_back_to_our_paths() {
    if !is_wanted("errors_of_both_shapes_come_back_to_our_paths") {
        return;
    }
    let servers = VERSIONS.map(Server::start);
    let tokens = servers.each_ref().map(|server| server.token(WRITER));
    let mut shapes = 0;
    let mut answers = |body: &Value| -> Vec<Issues> {
        let responses: Vec<_> = servers
            .iter()
            .zip(&tokens)
            .map(|(server, token)| server.create(token, body.to_string().as_bytes()))
            .collect();
        assert!(
            responses.iter().all(|response| response.status == 400),
            "{body}: {responses:?}"
        );
        shapes += usize::from(responses[0].body != responses[1].body);
        responses
            .iter()
            .map(|response| map_server_errors(response.status, &response.body))
            .collect()
    };
    for body in alike() {
        let ours = paths(&read_json(&body.to_string()).into_issues());
        for (version, theirs) in VERSIONS.iter().zip(answers(&body)) {
            assert_eq!(paths(&theirs), ours, "{version}: {body}: {theirs}");
        }
    }
    for (body, ours, theirs, reason) in unlike() {
        assert_eq!(
            paths(&read_json(&body.to_string()).into_issues()),
            ours,
            "{body}: {reason}"
        );
        for (version, issues) in VERSIONS.iter().zip(answers(&body)) {
            assert_eq!(paths(&issues), theirs, "{version}: {body}: {reason}: {issues}");
        }
    }
    assert!(shapes >= 4, "the two versions say it in two shapes");
    tell(&format!(
        "errors over HTTP: {} bodies at the same paths, {} at others for a reason, {shapes} in two shapes",
        alike().len(),
        unlike().len()
    ));
}

/// What is wrong with the request as a whole is one issue at the root, with the server's words.
#[test]
fn other_statuses_are_one_issue() {
    if !is_wanted("other_statuses_are_one_issue") {
        return;
    }
    for version in VERSIONS {
        let server = Server::start(version);
        let (writer, reader) = (server.token(WRITER), server.token(READER));
        let body = br#"{"customer_id":1}"#;
        for (response, status, said) in [
            (
                server.send("POST", "/api/cases/", None, body),
                401,
                "Authentication credentials were not provided.",
            ),
            (server.create("nobody's", body), 401, "Invalid token."),
            (
                server.create(&reader, body),
                403,
                "You do not have permission to perform this action.",
            ),
            (
                server.send("PUT", "/api/cases/", Some(&writer), body),
                405,
                "Method \"PUT\" not allowed.",
            ),
            (
                server.send("GET", "/api/cases/9/", Some(&writer), b""),
                404,
                "No Case matches the given query.",
            ),
            (
                server.send("GET", "/api/cases/?page=2", Some(&writer), b""),
                404,
                "Invalid page.",
            ),
            (
                server.create(&writer, b"{\"customer_id\":"),
                400,
                "JSON parse error - Expecting value: line 1 column 16 (char 15)",
            ),
            (server.create(&writer, b"{}"), 201, ""),
        ] {
            assert_eq!(response.status, status, "{version}: {}", response.body);
            let issues = map_server_errors(status, &response.body);
            let shown: Vec<_> = issues
                .iter()
                .map(|issue| (issue.path.name(), issue.message()))
                .collect();
            let expected = (status != 201).then(|| (String::new(), said.to_owned()));
            assert_eq!(shown, expected.into_iter().collect::<Vec<_>>(), "{version}");
        }
    }
}
