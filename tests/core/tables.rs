//! The tables of the corpus (`tests/corpus/tables/`), read as the command line reads files. The results are written to
//! `target/corpus/tables.json`, for JavaScript to be equal to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};
use sphinx_case::input::{Block, InputFormat, InputOptions, Records, read_request};
use sphinx_case::{Issue, Options, Problem};

#[derive(Deserialize)]
struct File {
    tables: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    name: String,
    text: String,
    #[serde(default)]
    options: Option<Value>,
    #[serde(default)]
    map: BTreeMap<String, String>,
    rows: Option<Vec<Row>>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    row: u64,
    /// The first line of the row, which only JavaScript counts.
    #[allow(dead_code)]
    line: u64,
    #[serde(default)]
    issues: Vec<Value>,
    payload: Option<String>,
}

/// What comes of a row, as JavaScript has it.
fn rows(table: &Table) -> Result<Vec<Value>, String> {
    let options = table.options.as_ref().map_or_else(Options::default, |options| {
        Options::from_json(&options.to_string()).expect("options that make sense")
    });
    let input_options = table
        .map
        .iter()
        .fold(InputOptions::default(), |input_options, (heading, field)| {
            input_options.with_heading(heading, field)
        });
    let reader = Box::new(table.text.as_bytes());
    let mut records =
        Records::new(reader, InputFormat::Csv, &input_options, &options).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    let mut block = Block::default();
    while let Some(line) = records.lines.next(&mut block).unwrap() {
        let Some(bytes) = line.bytes else {
            let (max, actual) = (options.max_bytes(), line.length);
            let issue = Issue::new(Problem::TooLarge { max, actual }, "".parse().unwrap());
            rows.push(json!({ "row": line.number, "issues": [issue], "payload": null }));
            continue;
        };
        let (issues, payload) = read_request(bytes, records.table.as_ref(), &options, |draft, _| draft.build().ok());
        let headings = records.table.as_ref().unwrap();
        let issues: Vec<Value> = issues
            .iter()
            .map(|issue| {
                let mut written = serde_json::to_value(issue).unwrap();
                if let Some(cell) = headings.cell(bytes, &issue.path) {
                    written["cell"] = json!({ "column": cell.column, "heading": cell.heading, "text": cell.text });
                }
                written
            })
            .collect();
        rows.push(
            json!({ "row": line.number, "issues": issues, "payload": payload.map(|payload| payload.into_body()) }),
        );
    }
    Ok(rows)
}

/// What differs from what the corpus says, if anything does.
fn difference(expected: &Row, came: &Value) -> Option<String> {
    let issues = came["issues"].as_array().unwrap();
    if came["row"] != expected.row
        || came["payload"] != json!(expected.payload)
        || issues.len() != expected.issues.len()
    {
        return Some(format!("row {}: {came}", expected.row));
    }
    let differs = |(expected, came): (&Value, &Value)| {
        let cell = json!([came["cell"]["column"], came["cell"]["heading"], came["cell"]["text"]]);
        let has_cell = came.get("cell").is_some();
        expected["code"] != came["code"]
            || expected["path"] != came["path"]
            || expected.get("params").is_some_and(|params| *params != came["params"])
            || expected.get("cell").map_or(has_cell, |expected| *expected != cell)
            || came.get("span").is_some()
    };
    let wrong = expected.issues.iter().zip(issues).any(differs);
    wrong.then(|| format!("row {}: {came}", expected.row))
}

#[test]
fn corpus_of_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut outcomes = BTreeMap::new();
    let mut failures = Vec::new();
    for entry in fs::read_dir(root.join("tests/corpus/tables")).unwrap() {
        let file: File = serde_json::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        for table in file.tables {
            let came = rows(&table);
            match (&table.rows, &table.error, &came) {
                (Some(expected), None, Ok(came)) if expected.len() == came.len() => {
                    let differences = expected
                        .iter()
                        .zip(came)
                        .filter_map(|(row, came)| difference(row, came));
                    failures.extend(differences.map(|difference| format!("{}: {difference}", table.name)));
                }
                (None, Some(expected), Err(message)) if message.contains(expected.as_str()) => {}
                _ => failures.push(format!("{}: {came:?}", table.name)),
            }
            let outcome = came.map_or(Value::Null, Value::from);
            assert!(
                outcomes.insert(table.name.clone(), outcome).is_none(),
                "two tables are named {}",
                table.name
            );
        }
    }
    assert!(outcomes.len() >= 30, "only {} tables", outcomes.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let folder = root.join("target/corpus");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("tables.json"), serde_json::to_string(&outcomes).unwrap()).unwrap();
}
