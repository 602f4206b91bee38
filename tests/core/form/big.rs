//! Much of everything: it stays, and takes no more than its time. The limits are wide, for a busy machine.

use std::time::{Duration, Instant};

use sphinx_case::form::{Event, Form, FormOptions};

fn in_time<T>(what: &str, seconds: u64, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    let took = start.elapsed();
    println!("{what}: {} ms", took.as_millis());
    assert!(took < Duration::from_secs(seconds), "{what} took {took:?}");
    done
}

fn form(json: &str) -> Form {
    Form::with(FormOptions::default(), json).unwrap()
}

/// So many checks, each with a document of its own or all with the same.
fn checks(count: usize, is_same: bool) -> String {
    let check = |at: usize| {
        let document = if is_same { 7 } else { at + 1 };
        format!(r#"{{"check_type":"PEP","document_ids":[{document}]}}"#)
    };
    let checks: Vec<String> = (0..count).map(check).collect();
    format!(r#"{{"customer_id":1,"checks":[{}]}}"#, checks.join(","))
}

#[test]
fn a_pasted_megabyte() {
    let text = "lorem \u{e9}".repeat(1 << 17);
    let json = format!(
        r#"{{"a":[{}"x"]}}"#,
        r#"{"b":"lorem ipsum","c":[1,2.0]},"#.repeat(1 << 15)
    );
    let broken = json.replace("\"x\"]}", "\"x\"]");
    let mut form = form("{}");
    for (path, text) in [
        ("customer.full_name", &text),
        ("webhook_url", &text),
        ("case_config", &text),
        ("customer.customer_type", &text),
        ("delete_after", &text),
        ("auto_start", &text),
        ("customer.input_details", &json),
        ("customer.input_details", &broken),
        ("customer.full_name", &json),
    ] {
        in_time(path, 3, || form.apply(Event::set(path, text)).unwrap());
        assert!(form.field(path).unwrap().value == **text);
        in_time("another key", 3, || {
            form.apply(Event::set("customer.external_id", "e")).unwrap()
        });
    }
    let draft = in_time("to_draft", 3, || form.to_draft());
    in_time("restore", 5, || form.apply(Event::Restore { draft: &draft }).unwrap());
    assert!(form.field("customer.input_details").unwrap().value == broken);
}

#[test]
fn two_hundred_rows() {
    let mut form = form(&checks(200, false));
    in_time("every operation at every row", 20, || {
        for at in 0..200 {
            let row = format!("checks[{at}]");
            let typed = format!("{row}.delete_after");
            form.apply(Event::set(&typed, "x")).unwrap();
            form.apply(Event::leave(&typed)).unwrap();
            form.apply(Event::Duplicate { path: &row }).unwrap();
            form.apply(Event::Move {
                list: "checks",
                from: at,
                to: 200,
            })
            .unwrap();
            form.apply(Event::Remove { path: &row }).unwrap();
            form.apply(Event::Insert {
                list: "checks",
                at: Some(at),
                json: None,
            })
            .unwrap();
        }
    });
    assert_eq!(form.field("checks").unwrap().rows.len(), 400);
}

#[test]
fn two_thousand_checks() {
    for is_same in [false, true] {
        let json = checks(2_000, is_same);
        println!(
            "2,000 checks, {}",
            if is_same {
                "all with the same document"
            } else {
                "a document each"
            }
        );
        let mut form = in_time("begin", 10, || form(&json));
        in_time("set", 3, || {
            form.apply(Event::set("checks[1000].check_type", "IDV")).unwrap()
        });
        in_time("set a document", 5, || {
            form.apply(Event::set("checks[1000].document_ids[0]", "7")).unwrap()
        });
        in_time("append", 5, || form.apply(Event::append("checks")).unwrap());
        in_time("leave", 3, || form.apply(Event::leave("webhook_url")).unwrap());
        in_time("fields", 20, || form.fields());
        in_time("issues", 20, || form.issues());
        in_time("view", 20, || form.view());
        in_time("submit", 5, || form.apply(Event::Submit).unwrap());
        let draft = in_time("to_draft", 5, || form.to_draft());
        in_time("restore", 10, || form.apply(Event::Restore { draft: &draft }).unwrap());
        in_time("build", 20, || form.build().is_ok());
    }
}

#[test]
fn ten_thousand_entries() {
    let names: Vec<String> = (0..10_000)
        .map(|at| format!("checks[{}].check_type", 10_000 - at))
        .collect();
    let numbered: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"PEP".as_slice())).collect();
    let form = in_time("10,000 rows", 20, || Form::posted(FormOptions::default(), &numbered));
    assert_eq!(form.field("checks").unwrap().rows.len(), 10_000);
    let bare: Vec<(&str, &[u8])> = vec![("document_ids", b"7".as_slice()); 10_000];
    let form = in_time("10,000 times one document", 20, || {
        Form::posted(FormOptions::default(), &bare)
    });
    assert_eq!(form.field("document_ids").unwrap().rows.len(), 10_000);
    let names: Vec<String> = (0..10_000).map(|at| format!("nowhere{at}")).collect();
    let unknown: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let form = in_time("10,000 unknown names", 20, || {
        Form::posted(FormOptions::default(), &unknown)
    });
    assert!(form.field("nowhere77").unwrap().extra);
    let repeated: Vec<(&str, &[u8])> = vec![("customer_id", b"7".as_slice()); 10_000];
    let form = in_time("10,000 times one field", 20, || {
        Form::posted(FormOptions::default(), &repeated)
    });
    assert_eq!(form.field("customer_id").unwrap().issues.len(), 1);
    in_time("its issues", 20, || form.issues());
}
