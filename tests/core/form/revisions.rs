//! A form has the fields of one revision, which can be changed.

use sphinx_case::form::{Event, Form, FormOptions};
use sphinx_case::{Code, Options, Problem, Revision};

fn options(revision: Revision) -> FormOptions {
    FormOptions::default().with_options(Options::default().with_revision(revision))
}

fn json(form: &Form) -> String {
    String::from_utf8(form.to_json()).unwrap()
}

#[test]
fn a_form_has_the_places_of_its_revision() {
    let mut form = Form::new(FormOptions::default());
    for name in ["external_id", "sync_platforms", "metadata"] {
        assert!(form.field(name).is_err(), "{name}");
        assert!(form.apply(Event::set(name, "x")).is_err(), "{name}");
    }
    let mut form = Form::new(options(Revision::Newest));
    form.apply(Event::set("external_id", " order-7 ")).unwrap();
    form.apply(Event::set("assignee", "jane")).unwrap();
    form.apply(Event::Insert {
        list: "sync_platforms",
        at: None,
        json: None,
    })
    .unwrap();
    form.apply(Event::set("sync_platforms[0].id", "T-1")).unwrap();
    form.apply(Event::set("metadata", r#"{"a": 1.0}"#)).unwrap();
    assert_eq!(
        json(&form),
        r#"{"assignee":"jane","metadata":{"a": 1.0},"sync_platforms":[{"id":"T-1"}],"external_id":"order-7"}"#
    );
    let codes = |name: &str| {
        form.field(name)
            .unwrap()
            .issues
            .iter()
            .map(|shown| shown.issue.code())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("assignee"), [Code::InvalidType]);
    assert_eq!(codes("external_id"), []);
}

#[test]
fn in_another_revision_all_texts_are_kept() {
    let start =
        r#"{"customer_id":1,"external_id":"order-7","mine":1,"sync_platforms":[{"domain":"a.example","id":"T-1"}]}"#;
    let mut form = Form::with(options(Revision::Reference), start).unwrap();
    let issue = &form.field("external_id").unwrap().issues[0].issue;
    assert!(matches!(&issue.problem, Problem::UnknownField { revision: Some(name), .. } if name == "newest"));
    assert!(!form.view().dirty);

    form.apply(Event::Configure {
        options: options(Revision::Newest),
    })
    .unwrap();
    assert_eq!(form.field("external_id").unwrap().value, "order-7");
    assert!(form.field("external_id").unwrap().issues.is_empty());
    assert_eq!(form.field("sync_platforms[0].domain").unwrap().value, "a.example");
    assert!(form.field("mine").unwrap().extra);
    assert!(!form.view().dirty);
    assert_eq!(
        json(&form),
        r#"{"customer_id":1,"sync_platforms":[{"domain":"a.example","id":"T-1"}],"external_id":"order-7","mine":1}"#
    );

    form.apply(Event::set("sync_platforms[0].id", "T-2")).unwrap();
    form.apply(Event::Configure {
        options: options(Revision::Reference),
    })
    .unwrap();
    assert!(form.field("assignee").is_err());
    let unknown = form.field("sync_platforms").unwrap();
    assert_eq!(unknown.value, r#"[{"domain":"a.example","id":"T-2"}]"#);
    assert!(unknown.extra && form.view().dirty);

    form.apply(Event::Reset { json: None }).unwrap();
    assert!(form.field("external_id").unwrap().extra);
    form.apply(Event::Remove { path: "external_id" }).unwrap();
    form.apply(Event::Configure {
        options: options(Revision::Newest),
    })
    .unwrap();
    assert_eq!(form.field("external_id").unwrap().value, "");
}

#[test]
fn a_posted_field_of_a_newer_revision_is_unknown_unless_it_is_empty() {
    let post = |entries: &[(&str, &[u8])]| Form::posted(options(Revision::Reference), entries).issues();
    let base: [(&str, &[u8]); 2] = [("customer_id", b"1"), ("case_config", b"kyb")];
    assert!(post(&[&base[..], &[("external_id", b""), ("sync_platforms[0].id", b"")]].concat()).is_empty());
    let issues = post(&[&base[..], &[("external_id", b"order-7")]].concat());
    assert_eq!(
        issues.iter().map(|issue| issue.code()).collect::<Vec<_>>(),
        [Code::UnknownField]
    );
}
