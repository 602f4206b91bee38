//! The headings of a table are the fields of a revision that have a text.

use super::*;

#[test]
fn every_field_with_a_text_has_a_heading() {
    for revision in Revision::ALL {
        let mut expected = Vec::new();
        for row in parsed(&schema::fields()).as_array().unwrap() {
            let path = row["path"].as_str().unwrap().replace("[]", "[0]");
            let since = Revision::named(row["revision"].as_str().unwrap()).unwrap();
            let has_text = row["kind"] != "object" && row["kind"] != "list";
            if has_text && since <= *revision {
                expected.push(path);
            }
        }
        assert_eq!(schema::csv_headings(*revision), expected.join(",") + "\n");
    }
}

#[test]
fn a_newer_revision_has_more_headings() {
    let has = |revision, name: &str| {
        schema::csv_headings(revision)
            .trim_end()
            .split(',')
            .any(|heading| heading == name)
    };
    for name in [
        "customer.full_name",
        "checks[0].document_ids[0]",
        "document_ids[0]",
        "auto_start",
    ] {
        assert!(has(Revision::Reference, name) && has(Revision::Newest, name), "{name}");
    }
    for name in ["external_id", "metadata", "sync_platforms[0].domain"] {
        assert!(!has(Revision::Reference, name) && has(Revision::Newest, name), "{name}");
    }
}
