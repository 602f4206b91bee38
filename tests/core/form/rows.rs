//! Rows come, go, move and are copied, and what belongs to a row goes with it.

use sphinx_case::form::{Event, FieldView, Form, FormOptions};
use sphinx_case::{Issue, Problem, Severity, Source};

fn form(json: &str) -> Form {
    Form::with(FormOptions::default().with_draft(false), json).unwrap()
}

fn field(form: &Form, name: &str) -> FieldView {
    form.field(name).unwrap()
}

fn said(path: &str, source: Source) -> Issue {
    Issue {
        severity: Severity::Error,
        problem: Problem::Blank {},
        path: path.parse().unwrap(),
        related: Vec::new(),
        span: None,
        source,
        original_message: Some("no".to_owned()),
    }
}

const THREE: &str = r#"{"customer_id":1,"checks":[{"check_type":"PEP"},{"check_type":"IDV","document_ids":[4,5]},{"check_type":"CRA"}]}"#;

#[test]
fn all_about_a_row_travels_with_it() {
    let mut form = form(THREE);
    let ids = field(&form, "checks").rows;
    form.apply(Event::set("checks[1].delete_after", "soon")).unwrap();
    form.apply(Event::leave("checks[1].delete_after")).unwrap();
    form.apply(Event::SetExternalIssues {
        issues: vec![said("checks[1].check_type", Source::Server)],
    })
    .unwrap();
    for (from, to, now) in [(1, 0, [1, 0, 2]), (0, 2, [0, 2, 1]), (2, 2, [0, 2, 1])] {
        form.apply(Event::Move {
            list: "checks",
            from,
            to,
        })
        .unwrap();
        assert_eq!(
            field(&form, "checks").rows,
            now.map(|at: usize| ids[at]),
            "{from} to {to}"
        );
        let row = format!("checks[{to}]");
        let typed = field(&form, &format!("{row}.delete_after"));
        assert_eq!((typed.value.as_str(), typed.touched, typed.dirty), ("soon", true, true));
        assert_eq!(typed.shown().count(), 1);
        let told = field(&form, &format!("{row}.check_type"));
        assert_eq!(told.issues[0].issue.path, told.path);
        assert_eq!(told.issues[0].issue.source, Source::Server);
        assert!(field(&form, &row).touched);
    }
}

#[test]
fn an_order_that_is_that_of_the_start_is_not_dirty() {
    let mut form = form(THREE);
    form.apply(Event::Move {
        list: "checks",
        from: 0,
        to: 2,
    })
    .unwrap();
    assert!(form.view().dirty);
    form.apply(Event::Move {
        list: "checks",
        from: 2,
        to: 0,
    })
    .unwrap();
    assert!(!form.view().dirty);
}

#[test]
fn a_copy_stands_behind_its_row_with_ids_of_its_own() {
    let mut form = form(THREE);
    form.apply(Event::leave("checks[1].check_type")).unwrap();
    form.apply(Event::SetExternalIssues {
        issues: vec![said("checks[1].check_type", Source::Server)],
    })
    .unwrap();
    let before = field(&form, "checks").rows;
    form.apply(Event::Duplicate { path: "checks[1]" }).unwrap();
    let after = field(&form, "checks").rows;
    assert_eq!([after[0], after[1], after[3]], [before[0], before[1], before[2]]);
    assert!(!before.contains(&after[2]));
    let (row, copy) = (
        field(&form, "checks[1].document_ids").rows,
        field(&form, "checks[2].document_ids").rows,
    );
    assert!(row.iter().all(|id| !copy.contains(id)));
    assert_eq!(field(&form, "checks[2].document_ids[1]").value, "5");
    assert!(field(&form, "checks[2].check_type").touched);
    // What the server said is about the row that it saw.
    assert_eq!(field(&form, "checks[2].check_type").issues.len(), 0);
    assert_eq!(field(&form, "checks[1].check_type").issues.len(), 1);
    // The list has another row, but nothing in the copy is dirty.
    assert!(field(&form, "checks").dirty);
    assert!(!field(&form, "checks[2]").dirty);
}

#[test]
fn an_id_is_never_given_twice() {
    let mut form = form(r#"{"customer_id":1}"#);
    let mut seen = Vec::new();
    for _ in 0..5 {
        form.apply(Event::append("document_ids")).unwrap();
        let id = field(&form, "document_ids[0]").id;
        assert!(!seen.contains(&id));
        seen.push(id);
        form.apply(Event::Remove {
            path: "document_ids[0]",
        })
        .unwrap();
    }
}

#[test]
fn rows_that_do_not_exist_are_refused_by_name() {
    let mut form = form(THREE);
    let before = form.fields();
    let far = usize::MAX;
    for (event, name) in [
        (Event::Remove { path: "checks[3]" }, "checks[3]"),
        (Event::Remove { path: "checks" }, "checks"),
        (Event::Remove { path: "customer_id" }, "customer_id"),
        (
            Event::Duplicate {
                path: "document_ids[0]",
            },
            "document_ids[0]",
        ),
        (Event::Duplicate { path: "webhook_url" }, "webhook_url"),
        (
            Event::Move {
                list: "checks",
                from: 0,
                to: 3,
            },
            "checks",
        ),
        (
            Event::Move {
                list: "checks",
                from: far,
                to: 0,
            },
            "checks",
        ),
        (
            Event::Insert {
                list: "checks",
                at: Some(4),
                json: None,
            },
            "checks",
        ),
        (
            Event::Insert {
                list: "checks",
                at: Some(far),
                json: None,
            },
            "checks",
        ),
        (Event::append("customer"), "customer"),
        (Event::append("checks[9].document_ids"), "checks[9].document_ids"),
        (Event::set("checks[3].check_type", "PEP"), "checks[3].check_type"),
    ] {
        let error = form.apply(event.clone()).unwrap_err();
        assert!(error.message().contains(&format!("\"{name}\"")), "{event:?}: {error}");
        assert_eq!(form.fields(), before, "{event:?}");
    }
}
