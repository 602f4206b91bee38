//! Compares the cases in the sandbox with the journal, line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;

use sphinx_case::batch::{Entry, Journal, LineState};

use crate::setup::Setup;

/// The cases and the journal.
pub struct Accounts {
    /// The IDs of the cases that the sandbox created for each line.
    pub cases: BTreeMap<u64, Vec<i64>>,
    /// The lines in the journal.
    pub entries: Vec<Entry>,
}

impl Accounts {
    pub fn read(setup: &Setup) -> Self {
        Self {
            cases: cases(&setup.base_url),
            entries: entries(setup),
        }
    }

    pub fn of(&self, state: LineState) -> BTreeSet<u64> {
        let entries = self.entries.iter().filter(|entry| entry.state == state);
        entries.map(|entry| entry.line).collect()
    }

    /// The lines with more than one case.
    pub fn duplicates(&self) -> BTreeSet<u64> {
        let cases = self.cases.iter().filter(|(_, cases)| cases.len() > 1);
        cases.map(|(line, _)| *line).collect()
    }

    /// The differences. Lines in `may_have_duplicates` were listed as unknown and resent on request.
    pub fn problems(&self, lines: u64, may_have_duplicates: &BTreeSet<u64>) -> Vec<String> {
        let mut problems = Vec::new();
        if self.entries.len() as u64 != lines {
            problems.push(format!("the journal has {} lines of {lines}", self.entries.len()));
        }
        let mut owners: BTreeMap<i64, u64> = BTreeMap::new();
        for entry in &self.entries {
            let cases = self.cases.get(&entry.line).map(Vec::as_slice).unwrap_or_default();
            match (entry.state, entry.case_id) {
                (LineState::Created, Some(id)) => {
                    if !cases.contains(&id) {
                        problems.push(format!("line {}: case {id} is not its case, {cases:?} are", entry.line));
                    }
                    if let Some(other) = owners.insert(id, entry.line) {
                        problems.push(format!(
                            "case {id} is recorded for line {other} and for line {}",
                            entry.line
                        ));
                    }
                }
                (LineState::Unknown, None) => {}
                (state, id) => problems.push(format!("line {}: {state} with case {id:?}", entry.line)),
            }
        }
        for line in self.duplicates().difference(may_have_duplicates) {
            problems.push(format!("line {line} has the cases {:?}", self.cases[line]));
        }
        problems
    }
}

pub fn entries(setup: &Setup) -> Vec<Entry> {
    let mut entries = Vec::new();
    let journal = Journal::open(setup.journal()).unwrap();
    journal
        .visit(&LineState::ALL, |entry| {
            entries.push(entry);
            Ok::<_, ()>(())
        })
        .unwrap()
        .unwrap();
    entries
}

/// The IDs of the cases that the sandbox created for each line.
pub fn cases(base_url: &str) -> BTreeMap<u64, Vec<i64>> {
    let mut cases: BTreeMap<u64, Vec<i64>> = BTreeMap::new();
    for line in received(base_url).lines() {
        let received: serde_json::Value = serde_json::from_str(line).unwrap();
        let body: serde_json::Value = serde_json::from_str(received["body"].as_str().unwrap()).unwrap();
        let number = body["customer"]["input_details"]["line"].as_u64().unwrap();
        cases.entry(number).or_default().push(received["id"].as_i64().unwrap());
    }
    cases
}

/// The request bodies that the sandbox received, one per line.
fn received(base_url: &str) -> String {
    let address = base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /sandbox/cases.ndjson HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(" 200 "), "{head}");
    assert!(!head.to_ascii_lowercase().contains("chunked"), "{head}");
    body.to_owned()
}
