//! A form and a check of the request that it means agree, whatever happened to the form before.

use proptest::prelude::*;
use sphinx_case::form::{Event, Form, FormOptions, Include};
use sphinx_case::{Code, Options, check};

const FIELDS: &[&str] = &[
    "customer_id",
    "customer.full_name",
    "customer.external_id",
    "customer.customer_type",
    "customer.input_details",
    "customer.delete_after",
    "webhook_url",
    "checks[0].check_type",
    "checks[0].input_details",
    "checks[0].document_ids[0]",
    "checks[1].check_type",
    "checks[1].document_ids[1]",
    "checks[1].delete_after",
    "checks[2].check_type",
    "document_ids[0]",
    "document_ids[1]",
    "delete_after",
    "case_config",
    "auto_start",
];
const LISTS: &[&str] = &[
    "checks",
    "document_ids",
    "checks[0].document_ids",
    "checks[1].document_ids",
];
const TEXTS: &[&str] = &[
    "",
    " ",
    "1",
    "5",
    " 5 ",
    "0",
    "-1",
    "400",
    "007",
    "1.5",
    "3e1",
    "x",
    "a b",
    "PEP",
    "PEPP",
    "COMPANY",
    "on",
    "off",
    "true",
    "http://localhost/x",
    "https://example.com/hook",
    "ftp://x",
    "{}",
    "{\"a\":1,\"a\":2}",
    "[1]",
    "null",
    "{\"a\":",
    "99999999999999999999",
    "\u{0}",
];
const JSON: &[&str] = &[
    "null",
    "5",
    "\"x\"",
    "{}",
    "[]",
    "[{}]",
    "[1,1]",
    "{\"check_type\":\"PEP\"}",
    "true",
    "{\"zip\":1}",
];

#[derive(Debug, Clone)]
enum Step {
    Set(&'static str, &'static str),
    SetValue(&'static str, &'static str),
    Append(&'static str),
    Remove(&'static str, usize),
    Move(&'static str, usize, usize),
    Duplicate(&'static str, usize),
    Include(&'static str, Include),
    Submit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let field = prop::sample::select(FIELDS);
    let list = prop::sample::select(LISTS);
    let include = prop::sample::select(&[Include::Auto, Include::Always, Include::Never][..]);
    let places = prop::sample::select(
        &[
            "customer",
            "checks",
            "customer_id",
            "case_config",
            "checks[0]",
            "document_ids",
        ][..],
    );
    let step = prop_oneof![
        8 => (field.clone(), prop::sample::select(TEXTS)).prop_map(|(path, text)| Step::Set(path, text)),
        1 => (prop_oneof![field, list.clone(), places.clone()], prop::sample::select(JSON)).prop_map(|(path, json)| Step::SetValue(path, json)),
        5 => list.clone().prop_map(Step::Append),
        1 => (list.clone(), 0..3_usize).prop_map(|(list, at)| Step::Remove(list, at)),
        1 => (list.clone(), 0..3_usize, 0..3_usize).prop_map(|(list, from, to)| Step::Move(list, from, to)),
        1 => (list, 0..3_usize).prop_map(|(list, at)| Step::Duplicate(list, at)),
        1 => (places, include).prop_map(|(path, include)| Step::Include(path, include)),
        1 => Just(Step::Submit),
    ];
    prop::collection::vec(step, 1..60)
}

fn apply(form: &mut Form, step: &Step) {
    // What makes no sense for the form as it is changes nothing.
    let before = form.fields();
    let row;
    let event = match step {
        Step::Set(path, text) => Event::set(path, text),
        Step::SetValue(path, json) => Event::SetValue {
            path,
            json: json.as_bytes(),
        },
        Step::Append(list) => Event::append(list),
        Step::Remove(list, at) => {
            row = format!("{list}[{at}]");
            Event::Remove { path: &row }
        }
        Step::Move(list, from, to) => Event::Move {
            list,
            from: *from,
            to: *to,
        },
        Step::Duplicate(list, at) => {
            row = format!("{list}[{at}]");
            Event::Duplicate { path: &row }
        }
        Step::Include(path, include) => Event::Include {
            path,
            include: *include,
        },
        Step::Submit => Event::Submit,
    };
    if form.apply(event).is_err() {
        assert_eq!(
            form.fields(),
            before,
            "an event that is refused changes nothing: {step:?}"
        );
    }
}

/// Codes and places of the issues of the form, and of its request as JSON.
fn both(form: &Form) -> (Vec<String>, Vec<String>) {
    let say = |issue: &sphinx_case::Issue| format!("{} {} {:?}", issue.code().as_str(), issue.path, issue.problem);
    let json = form.to_json();
    let whole = check(&json, &Options::default()).iter().map(say).collect();
    (form.issues().iter().map(say).collect(), whole)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_form_says_what_a_check_of_its_request_says(steps in steps()) {
        let mut form = Form::new(FormOptions::default().with_draft(false));
        for step in &steps {
            apply(&mut form, step);
        }
        let has_unreadable_json = form.issues().iter().any(|issue| issue.code() == Code::InvalidJson);
        // A number that was not typed yet is not sent, so the rows behind it have other places in the request.
        let has_gap = form.fields().iter().any(|field| field.id > 0 && field.value.trim().is_empty() && !field.path.name().starts_with("checks[") | field.path.name().contains("document_ids"));
        if !has_unreadable_json && !has_gap {
            let (ours, whole) = both(&form);
            prop_assert_eq!(ours, whole, "{}", String::from_utf8_lossy(&form.to_json()));
        }
        prop_assert_eq!(form.view().valid, form.build().is_ok());
        // A draft brings everything back.
        let mut other = Form::new(FormOptions::default().with_draft(false));
        other.apply(Event::Restore { draft: &form.to_draft() }).unwrap();
        let texts = |form: &Form| form.fields().into_iter().map(|field| (field.path.name(), field.value, field.left_out, field.touched)).collect::<Vec<_>>();
        prop_assert_eq!(texts(&form), texts(&other));
        prop_assert_eq!(form.to_json(), other.to_json());
    }
}
