//! Looks for the cases of lines with an unknown outcome in the list of cases. The rule and its reasons are in the
//! documentation of the [batch](super).

use std::collections::{HashMap, HashSet};

use super::clock;
use super::context::RunContext;
use super::error::Error;
use super::event::Event;
use super::job::Hash;
use super::matching::{Match, UnknownLine};
use crate::client::{ErrorKind, ListCases, SentRequest, identities};
use crate::response::Case;

/// How far two clocks with whole seconds can differ, in milliseconds.
const TOLERANCE: i64 = 2_000;

/// For up to this many customers, their own lists are read instead of the list of all cases.
const MAX_CUSTOMER_LISTS: usize = 20;

/// How many times a list is read that changes meanwhile.
const MAX_READS: u32 = 3;

/// A line with an unknown outcome, and its request.
struct Candidate {
    line: UnknownLine,
    request: SentRequest,
}

/// The candidates with each identity.
type Candidates = HashMap<Hash, Vec<Candidate>>;

/// Why the list of cases cannot be used.
struct Unusable(String);

/// Marks lines as created whose case is certain. Returns their number.
pub(super) async fn reconcile(context: &RunContext) -> Result<u64, Error> {
    if !context.options.reconcile {
        return Ok(0);
    }
    let (lines, unknown) = context.journal.transaction(|journal| journal.unknown_lines()).await?;
    if unknown == 0 {
        return Ok(0);
    }
    context.observe(Event::Reconciling { unknown });
    let mut candidates = Candidates::new();
    for line in lines {
        // Lines that have changed since are not compared.
        let payload = context.input.payload(&line.job)?;
        if let Some(request) = payload.and_then(|payload| SentRequest::parse(payload.body())) {
            let same_identity = candidates.entry(line.identity).or_default();
            same_identity.push(Candidate { line, request });
        }
    }
    let (event, matched) = match find_matches(context, &candidates).await {
        Ok(matches) => {
            let matched = context
                .journal
                .transaction(move |journal| journal.record_matches(&matches))
                .await?;
            (Event::Reconciled { matched }, matched)
        }
        Err(Unusable(reason)) => (Event::ReconciliationFailed { reason }, 0),
    };
    context.observe(event);
    Ok(matched)
}

/// The pairs of a line and a case that match no other of these cases and lines.
async fn find_matches(context: &RunContext, candidates: &Candidates) -> Result<Vec<Match>, Unusable> {
    let mut cases = Vec::new();
    for customer_id in lists(candidates) {
        cases.extend(read_list(context, customer_id, candidates).await?);
    }
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    // Known since the server has responded.
    let clock_offset = context
        .client
        .server_clock_offset()
        .ok_or_else(|| Unusable("the responses of the API have no date, so its clock is unknown".to_owned()))?
        .saturating_mul(1_000);
    // Cases that belong to other lines are not ambiguous.
    let ids: HashSet<i64> = cases.iter().map(|case| case.id).collect();
    let known = context
        .journal
        .transaction(move |journal| journal.known_cases(&ids))
        .await
        .map_err(|error| Unusable(error.to_string()))?;
    let mut matches = Vec::new();
    for case in cases.iter().filter(|case| !known.contains(&case.id)) {
        let identities = identities(case);
        let same_identity = identities
            .iter()
            .filter_map(|identity| candidates.get(identity))
            .flatten();
        for candidate in same_identity.filter(|candidate| is_match(context, candidate, case, clock_offset)) {
            matches.push(Match {
                line: candidate.line.job.line,
                case_id: case.id,
                identities: identities.clone(),
            });
        }
    }
    let mut of_line: HashMap<u64, u32> = HashMap::new();
    let mut of_case: HashMap<i64, u32> = HashMap::new();
    for pair in &matches {
        let line = of_line.entry(pair.line).or_default();
        *line = line.saturating_add(1);
        let case = of_case.entry(pair.case_id).or_default();
        *case = case.saturating_add(1);
    }
    matches.retain(|pair| of_line.get(&pair.line) == Some(&1) && of_case.get(&pair.case_id) == Some(&1));
    Ok(matches)
}

/// Which lists to read: those of a few customers, or that of all cases. None without candidates.
fn lists(candidates: &Candidates) -> Vec<Option<i64>> {
    let customers: Option<HashSet<i64>> = candidates
        .values()
        .flatten()
        .map(|candidate| candidate.request.customer_id)
        .collect();
    match customers {
        Some(customers) if customers.len() <= MAX_CUSTOMER_LISTS => customers.into_iter().map(Some).collect(),
        _ => vec![None],
    }
}

/// The cases of a list that have the identity of a candidate.
async fn read_list(
    context: &RunContext,
    customer_id: Option<i64>,
    candidates: &Candidates,
) -> Result<Vec<Case>, Unusable> {
    for _ in 0..MAX_READS {
        if let Some(cases) = read_list_once(context, customer_id, candidates).await? {
            return Ok(cases);
        }
    }
    Err(Unusable(
        "the list of cases changed while it was read, so it may be incomplete; run the batch again later".to_owned(),
    ))
}

/// As [`read_list`]; `None` if the list changed while it was read.
async fn read_list_once(
    context: &RunContext,
    customer_id: Option<i64>,
    candidates: &Candidates,
) -> Result<Option<Vec<Case>>, Unusable> {
    let max_pages = context.options.max_pages;
    let mut seen = HashSet::new();
    let mut cases = Vec::new();
    let mut first_count = None;
    let mut number = 1_u64;
    loop {
        let list = ListCases {
            customer_id,
            page: Some(number),
        };
        let page = match context.client.list_cases(list).await {
            Ok(page) => page,
            Err(error) if *error.kind() == ErrorKind::NotFound && number > 1 => return Ok(None),
            Err(error) => return Err(Unusable(format!("the list of cases could not be read: {error}"))),
        };
        let size = u64::try_from(page.results.len()).unwrap_or(u64::MAX);
        let count = *first_count.get_or_insert(page.count);
        if page.count != count {
            return Ok(None);
        }
        if page.next.is_some() && count > size.saturating_mul(max_pages) {
            return Err(Unusable(format!(
                "the list contains {count} cases on pages of {size}, which exceeds the maximum of {max_pages} pages"
            )));
        }
        for case in page.results {
            // A case on two pages counts once.
            if seen.insert(case.id)
                && identities(&case)
                    .iter()
                    .any(|identity| candidates.contains_key(identity))
            {
                cases.push(case);
            }
        }
        if page.next.is_none() || number >= max_pages {
            let is_complete = page.next.is_none() && u64::try_from(seen.len()) == Ok(count);
            return Ok(is_complete.then_some(cases));
        }
        number = number.saturating_add(1);
    }
}

/// Whether a case with the identity of a line can be its case: its content is equal, and it was created between the first
/// attempt and the time when the result was known, by the server's clock.
fn is_match(context: &RunContext, candidate: &Candidate, case: &Case, clock_offset: i64) -> bool {
    let Some(created) = case.created_at.as_deref().and_then(clock::parse_rfc3339) else {
        return false;
    };
    let line = &candidate.line;
    let timeout = clock::milliseconds(context.client.timeout());
    let noticed = line
        .noticed
        .unwrap_or_else(|| clock::now().min(line.last_sent.saturating_add(timeout)));
    let earliest = line.first_sent.saturating_add(clock_offset).saturating_sub(TOLERANCE);
    let latest = noticed
        .saturating_add(timeout)
        .saturating_add(clock_offset)
        .saturating_add(TOLERANCE);
    (earliest..=latest).contains(&created) && candidate.request.agrees_with(case)
}
