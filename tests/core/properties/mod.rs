//! What holds for every input, tried on inputs made at random: good requests, requests in which anything
//! can be wrong, damaged texts and arbitrary bytes.
//!
//! `PROPTEST_CASES=10000 cargo test --test core properties` tries more. A failure belongs into the corpus
//! (tests/corpus/README.md), so no seeds are kept here.

mod damage;
mod json;
mod model;
mod options;
pub mod order;
mod reorder;
mod request;
mod span;
#[cfg(feature = "batch")]
mod table;
mod twice;

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use request::{Care, request, request_in};
use serde_json::{Value, value::RawValue};
use sphinx_case::{
    Code, CreateCase, Defaults, Issue, Options, Path, Problem, Revision, Severity, UnknownFields, check, check_field,
    read_json_with,
};

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn gaps() -> impl Strategy<Value = Vec<u8>> {
    vec(0_u8..6, 1..9)
}

/// An issue without its place in the text.
fn meaning(issue: &Issue) -> (Severity, &Problem, &Path, &[Path]) {
    (issue.severity, &issue.problem, &issue.path, &issue.related)
}

fn meanings<'i>(issues: impl IntoIterator<Item = &'i Issue>) -> Vec<(Severity, &'i Problem, &'i Path, &'i [Path])> {
    issues.into_iter().map(meaning).collect()
}

fn names_a_key_twice(issues: &[Issue]) -> bool {
    issues.iter().any(|issue| issue.code() == Code::DuplicateKey)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_request_within_the_limits_is_built_as_the_contract_says(
        case in request(Care::Good), gaps in gaps(), options in options::plain(),
    ) {
        let text = case.spaced(&gaps);
        let payload = read_json_with(&text, &options).build();
        prop_assert!(payload.is_ok(), "{}", payload.unwrap_err());
        prop_assert_eq!(payload.unwrap().into_body(), model::payload(&case, &options));
    }

    #[test]
    fn a_request_of_the_newest_revision_is_built_as_the_contract_says(
        case in request_in(Revision::Newest, Care::Good), gaps in gaps(), options in options::plain(),
    ) {
        let text = case.spaced(&gaps);
        let options = options.with_revision(Revision::Newest);
        let payload = read_json_with(&text, &options).build();
        prop_assert!(payload.is_ok(), "{}", payload.unwrap_err());
        let body = payload.unwrap().into_body();
        prop_assert_eq!(&body, &model::payload(&case, &options));
        // A request without newer fields is the same in every revision; any other is refused in the first.
        match read_json_with(&text, &options.with_revision(Revision::Reference).with_unknown_fields(UnknownFields::Reject)).build() {
            Ok(payload) => prop_assert_eq!(payload.body(), body),
            Err(issues) => for issue in &issues {
                let is_newer = matches!(&issue.problem, Problem::UnknownField { revision: Some(name), .. } if name == "newest");
                prop_assert!(is_newer || !issue.is_error(), "{}", issue);
            },
        }
    }

    #[test]
    fn unknown_keys_are_kept_or_stripped(
        case in request(Care::Extra), gaps in gaps(), omits in any::<bool>(), keeps in any::<bool>(),
    ) {
        let unknown_fields = if keeps { UnknownFields::Keep } else { UnknownFields::Strip };
        let options = options::with(unknown_fields, if omits { Defaults::Omit } else { Defaults::Explicit });
        let payload = read_json_with(&case.spaced(&gaps), &options).build();
        prop_assert!(payload.is_ok(), "{}", payload.unwrap_err());
        prop_assert_eq!(payload.unwrap().into_body(), model::payload(&case, &options));
    }

    #[test]
    fn building_is_idempotent_and_reads_back(
        case in prop_oneof![request(Care::Good), request(Care::Extra), request(Care::Wild)],
        options in options::options(),
    ) {
        let text = case.compact();
        let Ok(first) = read_json_with(&text, &options).build() else { return Ok(()) };
        prop_assert!(twice::names_no_key_twice(first.body()), "{}", first.body());
        let second = read_json_with(first.body(), &options).build();
        prop_assert!(second.is_ok(), "{} in {}", second.unwrap_err(), first.body());
        let second = second.unwrap();
        prop_assert_eq!(first.body(), second.body());
        // What was stripped is not warned of again.
        let stays = |issue: &&Issue| {
            options.unknown_fields != UnknownFields::Strip || issue.code() != Code::UnknownField
        };
        prop_assert_eq!(meanings(first.warnings().iter().filter(stays)), meanings(second.warnings()));
    }

    #[test]
    fn defaults_written_and_left_out_mean_the_same(case in request(Care::Good)) {
        let text = case.compact();
        let explicit = Options::default();
        let omit = options::with(UnknownFields::Reject, Defaults::Omit);
        let build = |text: &str, options: &Options| read_json_with(text, options).build().unwrap().into_body();
        let (written, left_out) = (build(&text, &explicit), build(&text, &omit));
        prop_assert_eq!(build(&left_out, &explicit), written.as_str());
        prop_assert_eq!(build(&written, &omit), left_out);
        let members: BTreeMap<&str, &RawValue> = serde_json::from_str(&written).unwrap();
        prop_assert!(members.contains_key("delete_after") && members.contains_key("auto_start"));
    }

    #[test]
    fn white_space_and_the_order_of_known_keys_do_not_matter(
        case in prop_oneof![request(Care::Good), request(Care::Wild)], gaps in gaps(),
        places in vec(any::<Index>(), 1..9), options in options::options(),
    ) {
        let one = case.compact();
        let other = reorder::reordered(&case, options.revision(), &places).spaced(&gaps);
        let (one, other) = (read_json_with(&one, &options), read_json_with(&other, &options));
        if names_a_key_twice(one.issues()) {
            return Ok(());
        }
        prop_assert_eq!(meanings(one.issues().iter()), meanings(other.issues().iter()));
        let body = |draft: sphinx_case::Draft<'_>| draft.build().ok().map(|payload| payload.into_body());
        prop_assert_eq!(body(one), body(other));
    }

    #[test]
    fn a_value_in_memory_is_checked_as_its_text(
        case in prop_oneof![request(Care::Good), request(Care::Wild)], gaps in gaps(), options in options::options(),
    ) {
        // Beyond these a value in memory has another spelling, or is another number.
        let keeps = |number: &str| number.len() <= 15 && !number.contains(['e', 'E']);
        let text = case.spaced(&gaps);
        let draft = read_json_with(&text, &options);
        let Ok(value) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
        if !case.numbers_are(&keeps) || names_a_key_twice(draft.issues()) {
            return Ok(());
        }
        let again = value.to_string();
        let again = read_json_with(&again, &options);
        // The value's keys are sorted, so unknown ones may come in another order.
        let sorted = |issues: &[Issue]| {
            let mut all: Vec<String> = issues.iter().map(|issue| format!("{:?}", meaning(issue))).collect();
            all.sort();
            all
        };
        prop_assert_eq!(sorted(draft.issues()), sorted(again.issues()));
        let body = |draft: sphinx_case::Draft<'_>| draft.build().ok().map(|payload| payload.into_body());
        let read = |body: Option<String>| body.map(|body| serde_json::from_str::<Value>(&body).unwrap());
        prop_assert_eq!(read(body(draft)), read(body(again)));
    }

    #[test]
    fn a_typed_request_is_checked_as_its_text(
        case in prop_oneof![request(Care::Good), request(Care::Wild)], gaps in gaps(), options in options::options(),
    ) {
        let text = case.spaced(&gaps);
        let Ok(typed) = serde_json::from_str::<CreateCase>(&text) else { return Ok(()) };
        match (typed.build_with(&options), read_json_with(&text, &options).build()) {
            (Ok(typed), Ok(read)) => {
                prop_assert_eq!(typed.body(), read.body());
                prop_assert_eq!(typed.defaulted(), read.defaulted());
                prop_assert_eq!(meanings(typed.warnings()), meanings(read.warnings()));
            }
            (Err(typed), Err(read)) => prop_assert_eq!(meanings(&typed), meanings(&read)),
            (typed, read) => prop_assert!(false, "{:?} but {:?}", typed, read),
        }
    }

    #[test]
    fn json_is_what_serde_json_takes_for_json(damage::Bytes(bytes) in damage::bytes()) {
        let issues = check(&bytes, &Options::default());
        let fault = issues.iter().find(|issue| issue.code() == Code::InvalidJson);
        let expected = serde_json::from_slice::<&RawValue>(&as_serde_json_reads(&bytes)).err();
        prop_assert_eq!(fault.is_some(), expected.is_some(), "{}\n{:?}", issues, expected);
        if let Some(fault) = fault {
            prop_assert_eq!(issues.len(), 1, "{}", issues);
            let span = fault.span.unwrap();
            prop_assert!(span.start <= span.end && span.end as usize <= bytes.len());
            let is_too_short = matches!(fault.problem, Problem::InvalidJson { reason: "empty" | "unexpected_end" });
            prop_assert_eq!(is_too_short, span.start as usize == bytes.len(), "{}", fault);
        }
    }

    #[test]
    fn issues_stand_where_they_say(damage::Bytes(bytes) in damage::bytes()) {
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        for issue in &check(&text, &Options::default()) {
            let span = issue.span.unwrap();
            prop_assert_eq!(span::fault(&text, span), None, "{}", issue);
        }
    }

    #[test]
    fn issues_stand_at_what_they_are_about(case in request(Care::Wild), gaps in gaps()) {
        let text = case.spaced(&gaps);
        let issues = check(&text, &Options::default());
        let Ok(root) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
        if names_a_key_twice(&issues) {
            return Ok(());
        }
        for issue in &issues {
            let span = issue.span.unwrap();
            let piece = &text[span.start as usize..span.end as usize];
            prop_assert!(span::is_the_place(issue, piece, &root), "{} stands at {}", issue, piece);
        }
    }

    #[test]
    fn issues_come_in_the_order_of_the_contract(case in prop_oneof![request(Care::Good), request(Care::Wild)], gaps in gaps(), options in options::options()) {
        let issues = check(&case.spaced(&gaps), &options);
        // The paths of what is below a key that is given twice do not tell which of the two is meant.
        if names_a_key_twice(&issues) && !issues.iter().all(|issue| order::is_known(issue, options.revision())) {
            return Ok(());
        }
        for pair in issues.windows(2) {
            prop_assert!(order::is_in_order(&pair[0], &pair[1], options.revision()), "{} stands before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn what_is_said_of_a_field_is_said_of_the_whole(
        case in request(Care::Wild), options in options::options(), pick in any::<Index>(),
    ) {
        let text = case.compact();
        let all = check(&text, &options);
        let fields = ["", "customer", "customer.full_name", "checks", "checks[0]", "document_ids[1]", "delete_after", "nothing"];
        let mut paths: Vec<Path> = fields.map(|name| name.parse().unwrap()).to_vec();
        paths.extend(all.iter().map(|issue| issue.path.clone()));
        let path = pick.get(&paths);
        let own = check_field(&text, path, &options);
        // The same issues in the same order, only fewer.
        let mut rest = all.iter();
        prop_assert!(own.iter().all(|issue| rest.any(|one| one == issue)), "{} among\n{}", own, all);
        for issue in all.iter().filter(|issue| issue.path == *path) {
            prop_assert!(own.contains(issue), "{} is not said of {}", issue, path);
        }
    }

    #[test]
    fn no_input_panics(damage::Bytes(bytes) in damage::bytes(), options in options::options()) {
        let draft = read_json_with(&bytes, &options);
        let issues = draft.issues().clone();
        prop_assert_eq!(draft.is_valid(), issues.iter().all(|issue| !issue.is_error()));
        prop_assert_eq!(draft.build().is_ok(), issues.is_valid());
        let listed: Vec<Value> = serde_json::from_str(&issues.to_json()).unwrap();
        prop_assert_eq!(listed.len(), issues.len());
        for (issue, listed) in issues.iter().zip(listed) {
            prop_assert_eq!(&listed["message"], &Value::from(issue.message()));
            prop_assert!(!issue.message().is_empty() && !issue.message().contains(['{', '}']), "{}", issue);
        }
    }
}

/// The bytes as `serde_json` would have to see them to agree: it takes no byte order mark, and no lone
/// surrogate given as bytes (which are JSON here, and an `invalid_unicode` in it).
fn as_serde_json_reads(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).to_vec();
    for place in 0..bytes.len().saturating_sub(2) {
        if let [0xed, 0xa0..=0xbf, 0x80..=0xbf] = bytes[place..place + 3] {
            bytes[place..place + 3].copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    bytes
}
