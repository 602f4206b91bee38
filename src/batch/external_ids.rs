//! The external IDs of the lines of a file: two lines with the same one would be taken for the same case.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::job::hash;
use crate::draft::{Draft, ExternalId};
use crate::issue::{Issue, Issues, Path, Problem, Segment, Source};
use crate::payload::Payload;
use crate::request::CasePlace;

/// The external IDs that lines have of their own, about 40 bytes for each.
#[derive(Debug, Default)]
pub(super) struct ExternalIds {
    lines: HashMap<[u8; 16], u64>,
}

impl ExternalIds {
    /// The payload of a line, with a random external ID unless the line has its own. If an earlier line has the same one, there is
    /// no payload, but one more issue.
    pub fn build(&mut self, line: u64, draft: Draft<'_>, issues: &mut Issues) -> Option<Payload> {
        let random = ExternalId::random();
        let payload = draft.with_external_id(&random).build().ok()?;
        let own = payload.external_id().filter(|id| *id != random.as_str());
        if let Some(earlier) = own.and_then(|own| self.register(line, own)) {
            issues.list.push(duplicate(earlier));
            return None;
        }
        Some(payload)
    }

    /// Registers the external ID of a line. Returns the earlier line that has the same one. White space around it does not count,
    /// because servers remove it.
    fn register(&mut self, line: u64, external_id: &str) -> Option<u64> {
        let mut key = [0; 16];
        for (byte, of_hash) in key.iter_mut().zip(hash(external_id.trim().as_bytes())) {
            *byte = of_hash;
        }
        match self.lines.entry(key) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(place) => {
                place.insert(line);
                None
            }
        }
    }
}

fn duplicate(earlier: u64) -> Issue {
    // No code of the core is about several requests.
    let problem = Problem::Server {
        status: 0,
        server_code: None,
    };
    let mut issue = Issue::new(problem, Path(vec![Segment::Key(CasePlace::external_id.name().into())]));
    issue.source = Source::Async;
    issue.original_message = Some(format!(
        "Line {earlier} has the same external_id, so only one of the two cases would be created; give each case its own"
    ));
    issue
}
