//! The tokens, customers, cases and webhooks of a sandbox, in memory.

use std::collections::{BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use super::case::{Case, CaseResponse, Check, Customer, time_text};
use super::{Delivery, DeliveryResult, ReceivedCase, SandboxStatus};
use crate::request::{CheckType, CreateCase, DEFAULT_AUTO_START, DEFAULT_DELETE_AFTER, NewCheck, NewCustomer};

/// The checks that a `case_config` creates, whatever its name.
const CHECKS_OF_CONFIG: [CheckType; 2] = [CheckType::Idv, CheckType::Pep];

/// Everything that a sandbox stores. IDs of cases and checks start at 1.
#[derive(Debug)]
pub(super) struct Store {
    /// The time from the start of a case until it is complete, in microseconds.
    decision_time: i64,
    /// Tokens and when they expire.
    tokens: HashMap<String, i64>,
    customers: HashMap<i64, Customer>,
    customer_ids: HashMap<String, i64>,
    last_customer_id: i64,
    last_check_id: i64,
    /// By ID, without gaps.
    cases: Vec<Case>,
    /// The external IDs of all cases.
    external_ids: HashSet<String>,
    /// When webhooks are due, and the IDs of their cases.
    webhooks: BTreeSet<(i64, i64)>,
    pub deliveries: Vec<Delivery>,
}

/// A valid request.
pub(super) struct NewCase {
    pub request: CreateCase,
    pub body: String,
    pub request_id: String,
}

/// The webhook of a complete case.
#[derive(Debug)]
pub(super) struct DueWebhook {
    pub case_id: i64,
    pub url: String,
    pub body: String,
}

impl Store {
    pub fn new(decision_time: i64) -> Self {
        Self {
            decision_time,
            tokens: HashMap::new(),
            customers: HashMap::new(),
            customer_ids: HashMap::new(),
            last_customer_id: 0,
            last_check_id: 0,
            cases: Vec::new(),
            external_ids: HashSet::new(),
            webhooks: BTreeSet::new(),
            deliveries: Vec::new(),
        }
    }

    pub fn add_token(&mut self, token: String, now: i64, expires_at: i64) {
        self.tokens.retain(|_, expires_at| now < *expires_at);
        self.tokens.insert(token, expires_at);
    }

    pub fn is_valid_token(&self, token: &str, now: i64) -> bool {
        self.tokens.get(token).is_some_and(|expires_at| now < *expires_at)
    }

    pub fn revoke_token(&mut self, token: &str) {
        self.tokens.remove(token);
    }

    /// Stores a case with its customer and checks, and starts it if requested and possible. Returns its ID; `None` if another case
    /// has its external ID.
    pub fn create(&mut self, new: NewCase, now: i64) -> Option<i64> {
        let request = new.request;
        let external_id = match &request.external_id {
            // As the framework does with all texts.
            Some(id) => id.trim().to_owned(),
            None => Uuid::new_v4().to_string(),
        };
        if !self.external_ids.insert(external_id.clone()) {
            return None;
        }
        let customer_id = match request.customer {
            Some(customer) => self.put_customer(customer),
            // A valid request has one of the two.
            None => self.customer_with_id(request.customer_id.unwrap_or_default()),
        };
        let mut checks = request.checks.unwrap_or_default();
        if request.case_config.is_some() {
            checks.extend(CHECKS_OF_CONFIG.map(|check_type| NewCheck {
                check_type: check_type.into(),
                ..NewCheck::default()
            }));
        }
        let checks = checks.into_iter().map(|check| self.new_check(check)).collect();
        let id = as_count(self.cases.len()).saturating_add(1);
        self.cases.push(Case {
            id,
            customer_id,
            webhook_url: request.webhook_url.value().cloned(),
            delete_after: request.delete_after.unwrap_or(DEFAULT_DELETE_AFTER),
            assignee: request.assignee,
            metadata: request.metadata,
            sync_platforms: request.sync_platforms.unwrap_or_default(),
            external_id,
            created_at: now,
            started_at: None,
            checks,
            request_id: new.request_id,
            body: new.body,
        });
        if request.auto_start.unwrap_or(DEFAULT_AUTO_START) {
            self.start(id, now);
        }
        Some(id)
    }

    /// Starts a case, unless it was started before. Returns false if it has no checks, and `None` if it does not exist.
    pub fn start(&mut self, id: i64, now: i64) -> Option<bool> {
        let index = usize::try_from(id.checked_sub(1)?).ok()?;
        let case = self.cases.get_mut(index)?;
        if case.checks.is_empty() {
            return Some(false);
        }
        if case.started_at.is_none() {
            case.started_at = Some(now);
            if case.webhook_url.is_some() {
                self.webhooks.insert((now.saturating_add(self.decision_time), id));
            }
        }
        Some(true)
    }

    fn put_customer(&mut self, new: NewCustomer) -> i64 {
        let external_id = new.external_id.value().cloned();
        let existing = external_id.as_ref().and_then(|id| self.customer_ids.get(id)).copied();
        let id = existing.unwrap_or_else(|| self.next_customer_id());
        if let Some(external_id) = &external_id {
            self.customer_ids.insert(external_id.clone(), id);
        }
        let customer = Customer {
            id,
            full_name: new.full_name,
            external_id,
            customer_type: new
                .customer_type
                .value()
                .map(|customer_type| customer_type.as_str().to_owned()),
        };
        self.customers.insert(id, customer);
        id
    }

    /// The next ID that no customer has: requests can name any ID.
    fn next_customer_id(&mut self) -> i64 {
        loop {
            self.last_customer_id = self.last_customer_id.saturating_add(1);
            if !self.customers.contains_key(&self.last_customer_id) {
                return self.last_customer_id;
            }
        }
    }

    fn customer_with_id(&mut self, id: i64) -> i64 {
        self.customers.entry(id).or_insert_with(|| Customer {
            id,
            full_name: format!("Customer {id}"),
            external_id: None,
            customer_type: None,
        });
        id
    }

    fn new_check(&mut self, new: NewCheck) -> Check {
        self.last_check_id = self.last_check_id.saturating_add(1);
        Check {
            id: self.last_check_id,
            check_type: new.check_type.value().map(|check_type| check_type.as_str().to_owned()),
            input_details: new.input_details,
            delete_after: new.delete_after,
        }
    }

    fn response<'s>(&'s self, case: &'s Case, now: i64) -> Option<CaseResponse<'s>> {
        let customer = self.customers.get(&case.customer_id)?;
        Some(CaseResponse::new(case, customer, now, self.decision_time))
    }

    fn case(&self, id: i64) -> Option<&Case> {
        self.cases.get(usize::try_from(id.checked_sub(1)?).ok()?)
    }

    /// The response for a case.
    pub fn find(&self, id: i64, now: i64) -> Option<CaseResponse<'_>> {
        self.response(self.case(id)?, now)
    }

    /// The number of cases, of one customer if given, and a page of them, newest first.
    pub fn list(
        &self,
        customer_id: Option<i64>,
        skip: usize,
        limit: usize,
        now: i64,
    ) -> (usize, Vec<CaseResponse<'_>>) {
        let matches = |case: &&Case| customer_id.is_none_or(|id| case.customer_id == id);
        let count = self.cases.iter().filter(matches).count();
        let page = self.cases.iter().rev().filter(matches).skip(skip).take(limit);
        (count, page.filter_map(|case| self.response(case, now)).collect())
    }

    pub fn received_cases(&self) -> Vec<ReceivedCase> {
        let received = self.cases.iter().map(|case| ReceivedCase {
            id: case.id,
            created_at: time_text(case.created_at),
            customer_id: case.customer_id,
            request_id: case.request_id.clone(),
            body: case.body.clone(),
        });
        received.collect()
    }

    /// Removes the webhooks that are due, up to a limit, and returns them.
    pub fn take_due_webhooks(&mut self, now: i64, limit: usize) -> Vec<DueWebhook> {
        let mut due = Vec::new();
        while due.len() < limit
            && let Some(&(time, case_id)) = self.webhooks.first()
            && time <= now
        {
            self.webhooks.pop_first();
            let body = self
                .find(case_id, now)
                .and_then(|case| serde_json::to_string(&case).ok());
            let url = self.case(case_id).and_then(|case| case.webhook_url.clone());
            if let (Some(url), Some(body)) = (url, body) {
                due.push(DueWebhook { case_id, url, body });
            }
        }
        due
    }

    /// When the next webhook is due.
    pub fn next_webhook(&self) -> Option<i64> {
        self.webhooks.first().map(|(time, _)| *time)
    }

    pub fn write_status(&self, status: &mut SandboxStatus, now: i64) {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        status.cases = count(self.cases.len());
        status.started = count(self.cases.iter().filter(|case| case.started_at.is_some()).count());
        status.customers = count(self.customers.len());
        status.tokens = count(self.tokens.values().filter(|expires_at| now < **expires_at).count());
        for delivery in &self.deliveries {
            let counts = &mut status.webhooks;
            let count = match delivery.result {
                DeliveryResult::Delivered => &mut counts.delivered,
                DeliveryResult::Refused => &mut counts.refused,
                DeliveryResult::Failed => &mut counts.failed,
            };
            *count = count.saturating_add(1);
        }
    }
}

fn as_count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
