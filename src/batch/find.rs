//! Finds the cases that the API refused to create again, by the external IDs of their lines, in the list of cases.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::context::RunContext;
use super::error::Error;
use super::event::Event;
use super::job::Job;
use super::matching::FoundCase;
use crate::client::{ListCases, SentRequest};
use crate::response::Case;

/// Marks lines as created whose case is in the list of cases. Returns their number.
pub(super) async fn find_cases(context: &RunContext) -> Result<u64, Error> {
    let jobs = context.journal.transaction(|journal| journal.lines_to_find()).await?;
    if jobs.is_empty() {
        return Ok(0);
    }
    context.observe(Event::Reconciling {
        unknown: jobs.len() as u64,
    });
    let mut wanted: HashMap<String, Job> = HashMap::with_capacity(jobs.len());
    for job in jobs {
        if let Some(id) = &job.external_id {
            wanted.insert(id.as_str().trim().to_owned(), job);
        }
    }
    let mut found = Ok(Vec::new());
    let visit = |case: Case| {
        let job = case.external_id.as_deref().and_then(|id| wanted.remove(id.trim()));
        if let (Some(job), Ok(cases)) = (job, &mut found) {
            match is_equal(context, &job, &case) {
                Ok(is_equal) => cases.push(FoundCase {
                    line: job.line,
                    case_id: case.id,
                    is_equal,
                }),
                Err(error) => found = Err(error),
            }
        }
        if wanted.is_empty() || found.is_err() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let max_pages = context.options.max_pages;
    let read = context.client.visit_cases(ListCases::default(), max_pages, visit).await;
    let found = found?;
    let matched = context
        .journal
        .transaction(move |journal| journal.record_found(&found))
        .await?;
    context.observe(match read {
        Ok(true) => Event::Reconciled { matched },
        Ok(false) => Event::ReconciliationFailed {
            reason: format!("only {max_pages} pages of the list of cases were read, and more cases are on later ones"),
        },
        Err(error) => Event::ReconciliationFailed {
            reason: format!("the list of cases could not be read: {error}"),
        },
    });
    Ok(matched)
}

/// Whether a case with the external ID of a line is its case. An ID that the line has of its own may also be that of another request.
fn is_equal(context: &RunContext, job: &Job, case: &Case) -> Result<bool, Error> {
    let payload = context.input.payload(job)?;
    let is_of = payload
        .and_then(|payload| SentRequest::parse(payload.body()))
        .is_some_and(|request| request.is_of(case));
    Ok(is_of || !context.input.has_external_id(job)?)
}
