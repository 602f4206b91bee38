//! Finding a case in the list of cases by its external ID.

use std::ops::ControlFlow;

use super::error::{Error, ErrorKind};
use super::{Client, ListCases};
use crate::response::Case;

/// The maximum number of pages that are read.
const MAX_PAGES: u64 = 1_000;

impl Client {
    /// Returns the case with this `external_id`, if it is in the list of cases. The API documents no filter for it, so the list is
    /// read from the page in `list` (by default the first one) until the case is found, up to 1,000 pages. White space around the
    /// ID does not count, because servers remove it.
    ///
    /// # Errors
    /// If the list cannot be read; [`ErrorKind`] tells what is known.
    pub async fn find_case(&self, external_id: &str, list: ListCases) -> Result<Option<Case>, Error> {
        let mut found = None;
        self.visit_cases(list, MAX_PAGES, |case| {
            if has_external_id(&case, external_id) {
                found = Some(case);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
        .await?;
        Ok(found)
    }

    /// Calls a visitor with each case of a list, until it breaks or there are no more pages. Returns false if the maximum number of
    /// pages was read before that.
    pub(crate) async fn visit_cases(
        &self,
        mut list: ListCases,
        max_pages: u64,
        mut visit: impl FnMut(Case) -> ControlFlow<()>,
    ) -> Result<bool, Error> {
        let first = list.page.unwrap_or(1);
        for number in (first..).take(usize::try_from(max_pages).unwrap_or(usize::MAX)) {
            list.page = Some(number);
            let page = match self.list_cases(list).await {
                // The list became shorter while it was read.
                Err(error) if *error.kind() == ErrorKind::NotFound && number > first => return Ok(true),
                page => page?,
            };
            for case in page.results {
                if visit(case).is_break() {
                    return Ok(true);
                }
            }
            if page.next.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The IDs of a case.
#[cfg(feature = "batch")]
#[derive(Debug, serde::Deserialize)]
pub(crate) struct CaseIds {
    pub id: i64,
    /// A string if it is as documented.
    #[serde(default)]
    external_id: serde_json::Value,
}

#[cfg(feature = "batch")]
impl CaseIds {
    /// Whether the case has this external ID.
    pub fn has_external_id(&self, external_id: &str) -> bool {
        is_same(self.external_id.as_str(), external_id)
    }
}

/// Whether a case has this external ID.
pub(crate) fn has_external_id(case: &Case, external_id: &str) -> bool {
    is_same(case.external_id.as_deref(), external_id)
}

fn is_same(of_case: Option<&str>, external_id: &str) -> bool {
    of_case.is_some_and(|id| id.trim() == external_id.trim())
}
