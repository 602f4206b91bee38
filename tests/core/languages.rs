//! Messages in every language, natively; and what they are, for the npm package to be equal to
//! (`target/corpus/languages.json`, compared by `tests/node/languages.test.mjs`).

use std::fs;

use serde_json::{Map, Value, json};
use sphinx_case::{Digits, Issue, Language, Path, Problem, Source};

/// Whole numbers of every length and sign, and texts that are none.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "-2",
    "5",
    "11",
    "21",
    "100",
    "999",
    "1000",
    "-1000",
    "1234",
    "9999",
    "10000",
    "-10000",
    "12345",
    "100000",
    "999999",
    "1000000",
    "-1000000",
    "2000000",
    "1234567",
    "2147483647",
    "9007199254740991",
    "9007199254740992",
    "-9007199254740993",
    "9223372036854775807",
    "123456789012345678901234567890",
    "1000000000000000000000000000000000000000",
    "10000000000000000000000000000000000000000",
    "-1000000000000000000000000000000000000000",
    "1e400",
    "",
];

fn digits(text: &str) -> Digits {
    Digits(text.to_owned())
}

/// Every code in every variant, with params.
fn problems() -> Vec<Problem> {
    let some = |text: &str| Some(text.to_owned());
    let mut all = vec![
        Problem::Required {},
        Problem::RequiredOneOf {
            fields: vec!["customer_id", "customer"],
        },
        Problem::Exclusive {
            fields: vec!["checks", "case_config"],
        },
        Problem::NotNullable {},
        Problem::Blank {},
        Problem::InvalidSlug {},
        Problem::InvalidOption {
            allowed: vec!["INDIVIDUAL", "COMPANY"],
            suggestion: None,
        },
        Problem::InvalidOption {
            allowed: vec!["INDIVIDUAL", "COMPANY"],
            suggestion: some("COMPANY"),
        },
        Problem::UnsafeInteger {
            received: "9007199254740992".to_owned(),
        },
        Problem::UnknownField {
            revision: None,
            suggestion: None,
        },
        Problem::UnknownField {
            revision: some("newest"),
            suggestion: None,
        },
        Problem::UnknownField {
            revision: None,
            suggestion: some("customer[\"{full} # name\"]"),
        },
        Problem::DuplicateKey {},
        Problem::InvalidUnicode {
            character: "U+D800".to_owned(),
        },
        Problem::NotJson {
            received: "Map".to_owned(),
            reason: None,
        },
        Problem::NotJson {
            received: "DIV/0!".to_owned(),
            reason: Some("error_value"),
        },
        Problem::NotJson {
            received: "1200000000000000".to_owned(),
            reason: Some("rounded_number"),
        },
        Problem::UnknownOption { suggestion: None },
        Problem::UnknownOption {
            suggestion: some("PEP"),
        },
        Problem::MissingCheckType {},
        Problem::NothingToStart {},
        Problem::ResultsDeletedUnseen {},
        Problem::InsecureWebhook {},
        Problem::UnreachableWebhook {
            host: "localhost".to_owned(),
        },
        Problem::DuplicateItem { value: digits("12345") },
        Problem::CustomerOverwrite {
            fields: vec!["customer_type", "input_details"],
        },
        Problem::InvisibleCharacter {
            character: "U+200B".to_owned(),
            position: 1234,
        },
        Problem::Server {
            status: 1400,
            server_code: None,
        },
    ];
    for expected in ["array", "boolean", "integer", "object", "string", "email", "number"] {
        all.push(Problem::InvalidType {
            expected,
            received: "null".to_owned(),
        });
    }
    for reason in [
        "white_space",
        "not_absolute",
        "scheme",
        "host",
        "port",
        "character",
        "new",
    ] {
        all.push(Problem::InvalidUrl { reason });
    }
    for reason in [
        "empty",
        "unexpected_end",
        "unexpected_character",
        "trailing_characters",
        "invalid_escape",
        "control_character",
        "invalid_number",
        "invalid_literal",
        "invalid_utf8",
        "open_quotes",
        "no_heading",
        "new",
    ] {
        all.push(Problem::InvalidJson { reason });
    }
    for number in NUMBERS {
        all.push(Problem::OutOfRange {
            min: digits("-1"),
            max: digits(number),
            actual: digits(number),
        });
        // Counts are numbers to JavaScript, and never beyond what it holds exactly.
        if let Some(max) = number.parse().ok().filter(|count| *count < 1 << 53) {
            all.push(Problem::TooLong { max, actual: max });
            all.push(Problem::TooLarge { max, actual: max });
            all.push(Problem::TooDeep { max });
            all.push(Problem::RetentionOverAYear { max });
        }
    }
    all
}

fn issue(problem: Problem) -> Issue {
    Issue {
        severity: problem.code().severity(),
        problem,
        path: Path::default(),
        related: Vec::new(),
        span: None,
        source: Source::Core,
        original_message: None,
    }
}

#[test]
fn every_problem_is_said_in_every_language() {
    let mut rendered = Vec::new();
    for problem in problems() {
        let issue = issue(problem);
        let read: Value = serde_json::from_str(&issue.to_json()).unwrap();
        let mut messages = Map::new();
        for language in Language::ALL {
            let message = issue.message_in(*language);
            let braces = issue.to_json().contains("{full}");
            assert!(braces || !message.contains(['{', '}', '#']), "{message}");
            let own: Value = serde_json::from_str(&issue.to_json_in(*language)).unwrap();
            assert_eq!(own["message"], message.as_str());
            messages.insert(language.to_string(), message.into());
        }
        assert_eq!(read["message"], messages["en"], "English unless asked otherwise");
        for (language, message) in messages.iter().filter(|(language, _)| *language != "en") {
            assert_ne!(message, &messages["en"], "{language}");
        }
        rendered.push(json!({ "code": read["code"], "params": read["params"], "messages": messages }));
    }
    for code in sphinx_case::Code::ALL {
        assert!(
            rendered.iter().any(|one| one["code"] == code.as_str()),
            "{} has no sample",
            code.as_str()
        );
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/corpus");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("languages.json"), serde_json::to_string(&rendered).unwrap()).unwrap();
}
