//! Looking for the cases of unknown lines in the list of cases. The rule and its reasons are in the [module](super).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::clock;
use super::commit::Committer;
use super::doubts::{self, Line, Match};
use super::error::Error;
use super::identity::{Hash, Sent, identities};
use super::input::Input;
use super::plan::{Event, Plan};
use super::run::Observer;
use crate::client::{Client, ErrorKind, ListCases};
use crate::response::Case;

/// What two clocks with whole seconds may differ, in milliseconds.
const SLACK: i64 = 2_000;

/// With at most so many customers, their cases are asked for instead of all.
const FEW_CUSTOMERS: usize = 20;

/// A list that changes while it is read is read so many times.
const READINGS: u32 = 3;

/// Everything that reconciling needs.
pub(super) struct Reconciling<'r> {
    pub client: &'r Client,
    pub committer: &'r Arc<Committer>,
    pub input: &'r Arc<Input>,
    pub plan: &'r Plan,
    pub observe: &'r Observer,
}

/// Why the list is of no use.
struct Useless(String);

impl Reconciling<'_> {
    /// Marks lines as created whose cases are certain; how many.
    pub async fn run(&self) -> Result<u64, Error> {
        let (mut lines, unknown) = self.committer.commit(doubts::unknown_lines).await?;
        if unknown == 0 {
            return Ok(0);
        }
        (self.observe)(Event::Reconciling { unknown });
        for line in &mut lines {
            line.sent = self.input.sent(&line.job)?;
        }
        lines.retain(|line| line.sent.is_some());
        let matches = if lines.is_empty() {
            Ok(Vec::new())
        } else {
            self.matches(&lines).await
        };
        match matches {
            Ok(matches) => {
                let found = self
                    .committer
                    .commit(move |connection| doubts::settle(connection, &matches))
                    .await?;
                (self.observe)(Event::Reconciled { found });
                Ok(found)
            }
            Err(Useless(reason)) => {
                (self.observe)(Event::NotReconciled { reason });
                Ok(0)
            }
        }
    }

    /// The pairs of lines and cases that belong to nobody else among these lines and cases.
    async fn matches(&self, lines: &[Line]) -> Result<Vec<Match>, Useless> {
        let mut of_identity: HashMap<Hash, Vec<&Line>> = HashMap::new();
        for line in lines {
            of_identity.entry(line.identity).or_default().push(line);
        }
        let mut candidates = Vec::new();
        for customer_id in self.lists(lines) {
            candidates.extend(self.read_list(customer_id, &of_identity).await?);
        }
        // The server's clock is known now that it has answered.
        let ahead = self
            .client
            .server_clock_offset()
            .ok_or_else(|| Useless("the API's answers have no date, so its clock is unknown".to_owned()))?
            .saturating_mul(1_000);
        // Those of other lines are nobody's here, and do not stand in the way.
        let ids: HashSet<i64> = candidates.iter().map(|case| case.id).collect();
        let taken = self
            .committer
            .commit(move |connection| doubts::taken(connection, &ids))
            .await;
        let taken = taken.map_err(|error| Useless(error.to_string()))?;
        let mut matches = Vec::new();
        for case in candidates.iter().filter(|case| !taken.contains(&case.id)) {
            let identities = identities(case);
            let lines = identities
                .iter()
                .filter_map(|identity| of_identity.get(identity))
                .flatten();
            for line in lines.filter(|line| self.fits(line, case, ahead)) {
                matches.push(Match {
                    number: line.job.number,
                    case: case.id,
                    identities: identities.clone(),
                });
            }
        }
        let count = |key: fn(&Match) -> i64| {
            let mut counts: HashMap<i64, u32> = HashMap::new();
            for found in &matches {
                let count = counts.entry(key(found)).or_default();
                *count = count.saturating_add(1);
            }
            counts
        };
        let (of_line, of_case) = (count(|found| found.number), count(|found| found.case));
        matches.retain(|found| of_line.get(&found.number) == Some(&1) && of_case.get(&found.case) == Some(&1));
        Ok(matches)
    }

    /// Which lists to read: those of a few customers, or the one of all.
    fn lists(&self, lines: &[Line]) -> Vec<Option<i64>> {
        let customers: Option<HashSet<i64>> = lines
            .iter()
            .map(|line| line.sent.as_ref().and_then(Sent::customer_id))
            .collect();
        match customers {
            Some(customers) if customers.len() <= FEW_CUSTOMERS => customers.into_iter().map(Some).collect(),
            _ => vec![None],
        }
    }

    /// The cases of a list that could be somebody's.
    async fn read_list(
        &self,
        customer_id: Option<i64>,
        wanted: &HashMap<Hash, Vec<&Line>>,
    ) -> Result<Vec<Case>, Useless> {
        for _ in 0..READINGS {
            if let Some(cases) = self.read_list_once(customer_id, wanted).await? {
                return Ok(cases);
            }
        }
        Err(Useless(
            "the list of cases changed each time while it was read, so it may not have been whole; run it again later"
                .to_owned(),
        ))
    }

    /// The same; nothing when the list changed while it was read.
    async fn read_list_once(
        &self,
        customer_id: Option<i64>,
        wanted: &HashMap<Hash, Vec<&Line>>,
    ) -> Result<Option<Vec<Case>>, Useless> {
        let mut seen = HashSet::new();
        let mut cases = Vec::new();
        let mut first_count = None;
        let mut number = 1_u64;
        loop {
            let list = ListCases {
                customer_id,
                page: Some(number),
            };
            let page = match self.client.list_cases(list).await {
                Ok(page) => page,
                Err(error) if *error.kind() == ErrorKind::NotFound && number > 1 => return Ok(None),
                Err(error) => return Err(Useless(format!("the list of cases could not be read: {error}"))),
            };
            let size = u64::try_from(page.results.len()).unwrap_or(u64::MAX);
            let count = *first_count.get_or_insert(page.count);
            if page.count != count {
                return Ok(None);
            }
            if page.next.is_some() && count > size.saturating_mul(self.plan.pages) {
                return Err(Useless(format!(
                    "the list has {count} cases on pages of {size}, more than the {} pages that are read",
                    self.plan.pages
                )));
            }
            for case in page.results {
                seen.insert(case.id);
                if identities(&case).iter().any(|identity| wanted.contains_key(identity)) {
                    cases.push(case);
                }
            }
            if page.next.is_none() || number >= self.plan.pages {
                let is_whole = page.next.is_none() && u64::try_from(seen.len()) == Ok(count);
                cases.sort_by_key(|case| case.id);
                cases.dedup_by_key(|case| case.id);
                return Ok(is_whole.then_some(cases));
            }
            number = number.saturating_add(1);
        }
    }

    /// Whether a case could be a line's.
    fn fits(&self, line: &Line, case: &Case, ahead: i64) -> bool {
        let Some(created) = case.created_at.as_deref().and_then(clock::read) else {
            return false;
        };
        let timeout = milliseconds(self.plan.timeout);
        let noticed = line
            .noticed
            .unwrap_or_else(|| clock::now().min(line.last_sent.saturating_add(timeout)));
        let earliest = line.first_sent.saturating_add(ahead).saturating_sub(SLACK);
        let latest = noticed
            .saturating_add(timeout)
            .saturating_add(ahead)
            .saturating_add(SLACK);
        (earliest..=latest).contains(&created) && line.sent.as_ref().is_some_and(|sent| sent.agrees(case))
    }
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
