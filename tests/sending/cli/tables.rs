//! Tables: CSV and TSV as people have them.

use serde_json::Value;

use crate::cli::encodings::{gzip, utf16};
use crate::cli::run_with;
use crate::cli::workbooks::of_texts;
use crate::support::Folder;

const HEADINGS: [&str; 7] = [
    "customer.full_name",
    "customer.external_id",
    "customer.input_details",
    "checks[0].check_type",
    "checks[1].check_type",
    "document_ids[0]",
    "delete_after",
];

/// The cells of a case, each with another mixture of characters and of empty cells.
fn cells(number: usize) -> Vec<String> {
    let name = ["Zoë \"Z\" Ünal", "O'Neill; Sons, Ltd.", "李\n小龍", "plain"][number % 4];
    let or_empty = |is_there: bool, text: String| if is_there { text } else { String::new() };
    vec![
        format!("{name} {number}"),
        format!("id-{number}"),
        or_empty(
            number.is_multiple_of(3),
            format!("{{\"dob\": \"1990-01-{:02}\", \"n\": 1.50}}", number % 28 + 1),
        ),
        or_empty(!number.is_multiple_of(5), "PEP".to_owned()),
        or_empty(!number.is_multiple_of(7), "ADVERSE_MEDIA".to_owned()),
        or_empty(number.is_multiple_of(2), (number + 1).to_string()),
        or_empty(!number.is_multiple_of(11), (number % 365).to_string()),
    ]
}

/// The same case as a line of JSON, written independently of the headings.
fn json(cells: &[String]) -> String {
    let text = |text: &str| serde_json::to_string(text).unwrap();
    let mut customer = format!(
        "{{\"full_name\":{},\"external_id\":{}",
        text(&cells[0]),
        text(&cells[1])
    );
    if !cells[2].is_empty() {
        customer += &format!(",\"input_details\":{}", cells[2]);
    }
    let mut request = format!("{{\"customer\":{customer}}}");
    let checks: Vec<String> = cells[3..5]
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| format!("{{\"check_type\":\"{name}\"}}"))
        .collect();
    if !checks.is_empty() {
        request += &format!(",\"checks\":[{}]", checks.join(","));
    }
    if !cells[5].is_empty() {
        request += &format!(",\"document_ids\":[{}]", cells[5]);
    }
    if !cells[6].is_empty() {
        request += &format!(",\"delete_after\":{}", cells[6]);
    }
    request + "}\n"
}

fn table(rows: &[Vec<String>], separator: &str, end: &str) -> String {
    let quoted = |cell: &String| match cell.contains([',', ';', '\t', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let row = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(separator) + end;
    rows.iter().map(row).collect()
}

#[test]
fn every_format_gives_the_same_bodies() {
    let folder = Folder::new();
    let mut rows: Vec<Vec<String>> = vec![HEADINGS.map(str::to_owned).to_vec()];
    rows.extend((0..10_000).map(cells));
    folder.write(
        "cases.ndjson",
        rows[1..].iter().map(|row| json(row)).collect::<String>(),
    );
    let expected = folder.run(&["build", "cases.ndjson"]);
    assert_eq!(expected.code, 0, "{}", expected.stderr);
    assert_eq!(expected.stdout.lines().count(), 10_000);
    let semicolons = format!("\u{FEFF}{}", table(&rows, ";", "\r\n"));
    for (name, bytes) in [
        ("comma.csv", table(&rows, ",", "\n").into_bytes()),
        ("semicolon.csv", semicolons.clone().into_bytes()),
        ("tab.tsv", table(&rows, "\t", "\r\n").into_bytes()),
        ("noname", table(&rows, ",", "\n").into_bytes()),
        ("utf16.csv", utf16(&semicolons, u16::to_le_bytes)),
        ("cases.csv.gz", gzip(semicolons.as_bytes())),
        ("cases.xlsx", of_texts(&rows)),
        ("cases.xlsx.gz", gzip(&of_texts(&rows))),
    ] {
        folder.write(name, bytes);
        let run = folder.run(&["build", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert!(run.stdout == expected.stdout, "{name}");
    }
}

#[test]
fn issues_say_where() {
    let folder = Folder::new();
    folder.write(
        "cases.csv",
        "Name;customer_id;checks[0].check_type;checks[1].check_type\r\n\
         ;1;PEP;\r\n\
         \"Zoë\n\u{1b}[31mÜnal\";;PEP;\r\n\
         \r\n\
         ;0;;PEPP\r\n",
    );
    let map = ["--map", "Name=customer.full_name"];
    let run = folder.run(&["check", "cases.csv", map[0], map[1]]);
    run.exits(1)
        .prints("error[out_of_range]: customer_id in row 5, column 2")
        .prints("╭─[cases.csv:5:2]")
        .prints("warning[unknown_option]: checks[0].check_type in row 5, column 4, \"checks[1].check_type\"")
        .prints("5 │ PEPP")
        .prints("1 file, 3 requests: 2 valid, 1 with 1 error, 1 warning");
    let run = folder.run(&["check", "cases.csv", map[0], map[1], "--format", "json"]);
    let records: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let rows: Vec<_> = records.iter().map(|record| record["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, [2, 3, 5]);
    let place = |issue: &Value| {
        (
            issue["column"].as_u64().unwrap(),
            issue["heading"].as_str().unwrap().to_owned(),
            issue["name"].as_str().unwrap().to_owned(),
        )
    };
    let issues = records[2]["issues"].as_array().unwrap();
    assert_eq!(
        place(&issues[0]),
        (2, "customer_id".to_owned(), "customer_id".to_owned())
    );
    assert_eq!(
        place(&issues[1]),
        (4, "checks[1].check_type".to_owned(), "checks[0].check_type".to_owned())
    );
    assert!(issues.iter().all(|issue| issue.get("span").is_none()));
}

#[test]
fn decimal_commas_are_no_separators() {
    let text = "customer_id;customer.input_details;delete_after\n7;1,5;30\n";
    let run = run_with(&["check", "-", "--format", "json"], text.as_bytes());
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(!record["issues"].as_array().unwrap().is_empty());
    let run = run_with(&["build", "-"], b"customer_id;delete_after\n7;1,5\n");
    run.exits(1).prints("invalid_type");
}

#[test]
fn wrong_headings_are_one_error() {
    for (text, messages) in [
        (
            "customer_id,cutomer.full_name\n1,x\n",
            &["the heading \"cutomer.full_name\" of column 2 is not a field (did you mean customer.full_name?)"][..],
        ),
        (
            "customer_id,note,customer_id\n1,x,2\n",
            &[
                "the heading \"note\" of column 2 is not a field",
                "columns 1 and 3 are for the same field (customer_id)",
            ],
        ),
        (
            "customer_id,checks[0].check_type,checks[0]\n",
            &["columns 2 and 3 are for the same field"],
        ),
        (
            "\"customer_id\n1\n",
            &["the quotes of a heading in row 1 are not closed"],
        ),
        ("", &["its first row has no headings"]),
    ] {
        for command in ["check", "build", "curl"] {
            let run = run_with(&[command, "-", "--input", "csv"], text.as_bytes());
            run.exits(2);
            for message in messages {
                run.prints(message);
            }
            assert_eq!(run.stderr.lines().count(), 1, "{run:#?}");
        }
    }
    let run = run_with(&["check", "-", "--map", "Nmae=customer.full_name"], b"customer_id\n1\n");
    run.exits(2).prints("there is no heading \"Nmae\", which --map names");
    let run = run_with(
        &["check", "-", "--map", "Name=customer.name"],
        b"Name,customer_id\n1,1\n",
    );
    run.exits(2).prints("is not a field");
    let run = run_with(&["check", "-", "--map", "Name"], b"customer_id\n1\n");
    run.exits(2).prints("expected HEADING=FIELD");
}

#[test]
fn a_wrong_row_does_not_stop_the_others() {
    let long = "x".repeat(500);
    let text = format!("customer_id,case_config\n1,kyc\n2,kyc,,x\n3,{long}\n4,\"kyc\"\n5,k\"y\"c\n6,\"kyc\n7,kyc\n");
    let run = run_with(
        &["check", "-", "--format", "json", "--max-bytes", "200"],
        text.as_bytes(),
    );
    let records: Vec<(u64, String)> = run
        .stdout
        .lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            let issue = &record["issues"][0];
            (
                record["row"].as_u64().unwrap(),
                issue["message"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let messages: Vec<&str> = records.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        records.iter().map(|(row, _)| *row).collect::<Vec<_>>(),
        [2, 3, 4, 5, 6, 7]
    );
    assert_eq!((messages[0], messages[3]), ("", ""));
    assert!(messages[1].starts_with("This cell has no heading"), "{messages:?}");
    assert!(messages[2].contains("200"), "{messages:?}");
    assert!(
        messages[5].starts_with("The quotes of this cell are not closed"),
        "{messages:?}"
    );
}

#[test]
fn curl_takes_the_only_row() {
    run_with(&["curl", "-"], b"customer_id,case_config\n7,kyc\n")
        .exits(0)
        .prints("--data-raw '{\"customer_id\":7,");
    run_with(&["curl", "-"], b"customer_id,case_config\n7,kyc\n8,kyc\n")
        .exits(2)
        .prints("has many requests; expected one");
}

#[test]
fn the_headings_of_the_schema_are_those_of_a_table() {
    for revision in ["reference", "newest"] {
        let headings = run_with(&["schema", "--format", "csv", "--revision", revision], b"");
        headings.exits(0);
        let names: Vec<&str> = headings.stdout.trim_end().split(',').collect();
        let row = |text: &dyn Fn(&str) -> &'static str| {
            let cells: Vec<&str> = names.iter().map(|name| text(name)).collect();
            format!("{}{}\n", headings.stdout, cells.join(","))
        };
        let valid = row(&|name| match name {
            "customer_id" => "7",
            "checks[0].check_type" => "PEP",
            "document_ids[0]" => "71",
            _ => "",
        });
        let run = run_with(&["build", "-", "--revision", revision], valid.as_bytes());
        run.exits(0)
            .prints("\"checks\":[{\"check_type\":\"PEP\"}],\"document_ids\":[71]");
        let filled = row(&|_| "x");
        let run = run_with(&["check", "-", "--revision", revision], filled.as_bytes());
        run.exits(1).prints("invalid_type");
        assert!(!run.stdout.contains("unknown_field"), "{}", run.stdout);
    }
}
