//! What the server and slow checks say: it stays until its field changes, and a late answer changes nothing.

use sphinx_case::form::{Event, Form, FormOptions, Include};
use sphinx_case::{Issue, Problem, Severity, Source, map_server_errors};

fn form() -> Form {
    let json = r#"{"customer":{"full_name":"A"},"checks":[{"check_type":"PEP"},{"check_type":"IDV"}]}"#;
    Form::with(FormOptions::default(), json).unwrap()
}

fn no(word: &str) -> Issue {
    Issue {
        severity: Severity::Error,
        problem: Problem::Blank {},
        path: "".parse().unwrap(),
        related: Vec::new(),
        span: None,
        source: Source::Async,
        original_message: Some(word.to_owned()),
    }
}

/// What others have said, with its place.
fn told(form: &Form) -> Vec<String> {
    let others = form.issues().into_iter().filter(|issue| issue.source != Source::Core);
    others
        .map(|issue| format!("{}: {}", issue.path, issue.message()))
        .collect()
}

fn serve(form: &mut Form, body: &str) {
    let issues = map_server_errors(400, body).into_vec();
    form.apply(Event::SetExternalIssues { issues }).unwrap();
}

fn ask(form: &mut Form, path: &str) -> u32 {
    form.apply(Event::BeginAsyncCheck { path }).unwrap();
    form.field(path).unwrap().generation
}

fn answer(form: &mut Form, path: &str, generation: u32, word: &str) {
    let issues = vec![no(word)];
    form.apply(Event::FinishAsyncCheck {
        path,
        generation,
        issues,
    })
    .unwrap();
}

const BODY: &str = r#"{"customer":{"full_name":["Taken."],"nickname":["Odd."]},"checks":{"1":{"check_type":["Closed."]}},"webhook_url":["Down."]}"#;

#[test]
fn what_the_server_said_vanishes_when_its_field_changes() {
    let all = [
        "customer: Odd.",
        "customer.full_name: Taken.",
        "webhook_url: Down.",
        "checks[1].check_type: Closed.",
    ];
    let full = |form: &Form| {
        let mut told = told(form);
        told.iter_mut()
            .for_each(|text| *text = text.replace("customer.nickname", "customer"));
        told
    };
    for (event, gone) in [
        (Event::set("delete_after", "3"), vec![]),
        (Event::leave("customer.full_name"), vec![]),
        (Event::set("webhook_url", "https://example.com"), vec![2]),
        // What was said of a group goes when something in it changes.
        (Event::set("customer.full_name", "B"), vec![0, 1]),
        (Event::set("customer.external_id", "e"), vec![0]),
        (Event::set("checks[0].check_type", "CRA"), vec![]),
        (
            Event::SetValue {
                path: "checks",
                json: b"[]",
            },
            vec![3],
        ),
        (
            Event::Include {
                path: "customer",
                include: Include::Never,
            },
            vec![0, 1],
        ),
        (Event::Submit, vec![0, 1, 2, 3]),
        (Event::Reset { json: None }, vec![0, 1, 2, 3]),
    ] {
        let mut form = form();
        serve(&mut form, BODY);
        assert_eq!(full(&form), all);
        let what = format!("{event:?}");
        form.apply(event).unwrap();
        let left: Vec<&str> = (0..4).filter(|at| !gone.contains(at)).map(|at| all[at]).collect();
        assert_eq!(full(&form), left, "{what}");
    }
}

#[test]
fn another_answer_of_the_server_takes_the_place_of_the_first() {
    let mut form = form();
    serve(&mut form, BODY);
    serve(&mut form, r#"{"delete_after":["No."]}"#);
    assert_eq!(told(&form), ["delete_after: No."]);
    assert!(form.view().valid, "the server may say otherwise the next time");
}

#[test]
fn a_late_answer_changes_nothing() {
    let path = "checks[0].check_type";
    let mut form = form();
    let first = ask(&mut form, path);
    let second = ask(&mut form, path);
    answer(&mut form, path, second, "second");
    answer(&mut form, path, first, "first");
    assert_eq!(told(&form), ["checks[0].check_type: second"]);
    assert!(!form.view().valid);
    let third = ask(&mut form, path);
    form.apply(Event::set(path, "CRA")).unwrap();
    assert_eq!(told(&form), [""; 0]);
    answer(&mut form, path, third, "third");
    answer(&mut form, path, 0, "never asked");
    assert_eq!(told(&form), [""; 0]);
}

#[test]
fn an_answer_finds_no_other_row_and_no_other_form() {
    let path = "checks[0].check_type";
    let mut form = form();
    let (first, second) = (ask(&mut form, path), ask(&mut form, "checks[1].check_type"));
    form.apply(Event::Move {
        list: "checks",
        from: 0,
        to: 1,
    })
    .unwrap();
    answer(&mut form, path, first, "first");
    assert_eq!(told(&form), [""; 0]);
    answer(&mut form, path, second, "second");
    assert_eq!(told(&form), ["checks[0].check_type: second"]);
    form.apply(Event::Duplicate { path: "checks[0]" }).unwrap();
    answer(&mut form, "checks[1].check_type", second, "of the row that was copied");
    form.apply(Event::Reset { json: None }).unwrap();
    ask(&mut form, path);
    answer(&mut form, path, second, "of the form before");
    assert_eq!(told(&form), [""; 0]);
}
