//! When issues are shown: each policy, step by step.

use sphinx_case::Code;
use sphinx_case::form::{Event, Form, FormOptions, Show};

/// A step, and how many issues of `delete_after` there are and are shown after it.
type Line<'e> = (Event<'e>, usize, usize);

fn form(show: Show, draft: bool) -> Form {
    Form::new(FormOptions::default().with_show(show).with_draft(draft))
}

fn go(show: Show, lines: Vec<Line<'_>>) {
    let mut form = form(show, true);
    for (event, there, shown) in lines {
        let what = format!("{show:?} {event:?}");
        form.apply(event).unwrap();
        let field = form.field("delete_after").unwrap();
        assert_eq!((field.issues.len(), field.shown().count()), (there, shown), "{what}");
    }
}

fn set(text: &str) -> Event<'_> {
    Event::set("delete_after", text)
}

fn leave() -> Event<'static> {
    Event::leave("delete_after")
}

#[test]
fn left() {
    go(
        Show::Left,
        vec![
            (set("x"), 1, 0),
            (set("xy"), 1, 0),
            (leave(), 1, 1),
            // At every key until it is right …
            (set("x"), 1, 1),
            (set("3"), 0, 0),
            // … and the next mistake waits again.
            (set("3x"), 1, 0),
            (leave(), 1, 1),
            (set(""), 0, 0),
            (leave(), 0, 0),
            (set("y"), 1, 1),
            (Event::Reset { json: None }, 0, 0),
            (set("x"), 1, 0),
            (Event::Submit, 1, 1),
            (set("xy"), 1, 1),
            (set("3"), 0, 0),
            (set("x"), 1, 0),
        ],
    );
}

#[test]
fn changed() {
    go(
        Show::Changed,
        vec![
            (set("x"), 1, 1),
            (set("3"), 0, 0),
            (set("x"), 1, 1),
            (Event::Reset { json: None }, 0, 0),
            // A program is not a person who types.
            (
                Event::SetValue {
                    path: "delete_after",
                    json: b"\"x\"",
                },
                1,
                0,
            ),
            (leave(), 1, 1),
        ],
    );
}

#[test]
fn submitted() {
    go(
        Show::Submitted,
        vec![
            (set("x"), 1, 0),
            (leave(), 1, 0),
            (Event::Submit, 1, 1),
            (set("3"), 0, 0),
            (set("x"), 1, 1),
            (Event::Reset { json: None }, 0, 0),
            (set("x"), 1, 0),
        ],
    );
}

#[test]
fn always() {
    go(
        Show::Always,
        vec![(set("x"), 1, 1), (set("3"), 0, 0), (leave(), 0, 0), (set("x"), 1, 1)],
    );
}

#[test]
fn an_issue_between_fields_is_shown_when_one_of_them_is_left() {
    for left in ["customer_id", "customer"] {
        let mut form = form(Show::Left, true);
        form.apply(Event::set("customer_id", "1")).unwrap();
        form.apply(Event::set("customer.full_name", "A")).unwrap();
        let shown = |form: &Form| form.field("customer").unwrap().shown().count();
        assert_eq!(shown(&form), 0);
        form.apply(Event::leave(left)).unwrap();
        assert_eq!(shown(&form), 1, "{left}");
    }
}

#[test]
fn what_is_missing_waits_for_the_first_submit() {
    let codes = |form: &Form| form.issues().iter().map(|issue| issue.code()).collect::<Vec<_>>();
    let mut form = form(Show::Always, true);
    form.apply(Event::append("checks")).unwrap();
    assert_eq!(codes(&form), []);
    form.apply(Event::Remove { path: "checks[0]" }).unwrap();
    form.apply(Event::set("customer.external_id", "e")).unwrap();
    assert_eq!(codes(&form), [Code::CustomerOverwrite]);
    assert!(!form.view().valid);
    form.apply(Event::Submit).unwrap();
    assert_eq!(
        codes(&form),
        [Code::NothingToStart, Code::CustomerOverwrite, Code::Required]
    );
    form.apply(Event::set("customer.external_id", "")).unwrap();
    form.apply(Event::append("checks")).unwrap();
    assert_eq!(codes(&form), [Code::RequiredOneOf, Code::MissingCheckType]);
    form.apply(Event::Reset { json: None }).unwrap();
    assert_eq!(codes(&form), []);
}
