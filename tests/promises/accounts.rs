//! The accounts of a batch: what the sandbox's store has of each line, beside what the journal says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;

use sphinx_case::batch::{Entry, Journal, State};

use crate::stand::Stand;

/// Both sides.
pub struct Accounts {
    /// The numbers of the cases that the sandbox has made of each line.
    pub cases: BTreeMap<u64, Vec<i64>>,
    /// What the journal says.
    pub entries: Vec<Entry>,
}

impl Accounts {
    pub fn read(stand: &Stand) -> Self {
        let mut cases: BTreeMap<u64, Vec<i64>> = BTreeMap::new();
        for line in received(&stand.base_url).lines() {
            let received: serde_json::Value = serde_json::from_str(line).unwrap();
            let body: serde_json::Value = serde_json::from_str(received["body"].as_str().unwrap()).unwrap();
            let number = body["customer"]["input_details"]["line"].as_u64().unwrap();
            cases.entry(number).or_default().push(received["id"].as_i64().unwrap());
        }
        Self {
            cases,
            entries: entries(stand),
        }
    }

    pub fn of(&self, state: State) -> BTreeSet<u64> {
        let entries = self.entries.iter().filter(|entry| entry.state == state);
        entries.map(|entry| entry.line).collect()
    }

    /// The lines that have more than one case.
    pub fn doubled(&self) -> BTreeSet<u64> {
        let cases = self.cases.iter().filter(|(_, cases)| cases.len() > 1);
        cases.map(|(line, _)| *line).collect()
    }

    /// What does not agree. `may_double` are the lines that were listed as unknown and sent again on request.
    pub fn complaints(&self, lines: u64, may_double: &BTreeSet<u64>) -> Vec<String> {
        let mut complaints = Vec::new();
        if self.entries.len() as u64 != lines {
            complaints.push(format!("the journal has {} lines of {lines}", self.entries.len()));
        }
        let mut owners: BTreeMap<i64, u64> = BTreeMap::new();
        for entry in &self.entries {
            let cases = self.cases.get(&entry.line).map(Vec::as_slice).unwrap_or_default();
            match (entry.state, entry.case_id) {
                (State::Created, Some(id)) => {
                    if !cases.contains(&id) {
                        complaints.push(format!("line {}: case {id} is not its case, {cases:?} are", entry.line));
                    }
                    if let Some(other) = owners.insert(id, entry.line) {
                        complaints.push(format!("case {id} counts for line {other} and for line {}", entry.line));
                    }
                }
                (State::Unknown, None) => {}
                (state, id) => complaints.push(format!("line {}: {state} with case {id:?}", entry.line)),
            }
        }
        for line in self.doubled().difference(may_double) {
            complaints.push(format!("line {line} has the cases {:?}", self.cases[line]));
        }
        complaints
    }
}

pub fn entries(stand: &Stand) -> Vec<Entry> {
    let mut entries = Vec::new();
    let journal = Journal::open(&stand.journal()).unwrap();
    journal
        .visit(&State::ALL, |entry| {
            entries.push(entry);
            Ok::<_, ()>(())
        })
        .unwrap()
        .unwrap();
    entries
}

/// All cases of the sandbox, a line each, as it received them.
fn received(base_url: &str) -> String {
    let address = base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /sandbox/cases.ndjson HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(" 200 "), "{head}");
    assert!(!head.to_ascii_lowercase().contains("chunked"), "{head}");
    body.to_owned()
}
