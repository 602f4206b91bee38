//! Writes a request that was found right into the store, and starts cases.

use rusqlite::{Connection, OptionalExtension, params};

use super::case;
use crate::request::{CreateCase, DEFAULT_AUTO_START, DEFAULT_DELETE_AFTER, Maybe, NewCheck, NewCustomer};

/// What a `case_config` of any name makes: the sandbox knows none.
const CHECKS_OF_CONFIG: &[&str] = &["IDV", "PEP"];

/// A request to be stored.
pub(super) struct NewCase {
    pub(super) request: CreateCase,
    /// The body as it was received.
    pub(super) body: String,
    pub(super) request_id: String,
    /// Microseconds since 1970.
    pub(super) now: i64,
    /// Microseconds until a case that starts is decided.
    pub(super) decision_time: i64,
}

/// Stores the case with its customer and checks, and starts it if it is to start and there is something to.
pub(super) fn create(connection: &Connection, new: &NewCase) -> rusqlite::Result<Option<case::Case>> {
    let request = &new.request;
    let customer_id = match (&request.customer, request.customer_id) {
        (Some(customer), _) => put_customer(connection, customer)?,
        (None, Some(id)) => {
            connection
                .prepare_cached("INSERT OR IGNORE INTO customers (id, full_name) VALUES (?1, ?2)")?
                .execute(params![id, format!("Customer {id}")])?;
            id
        }
        // The rules ask for one of the two.
        (None, None) => return Ok(None),
    };
    connection
        .prepare_cached(
            "INSERT INTO cases (customer_id, webhook_url, delete_after, created_at, request_id, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            customer_id,
            request.webhook_url.value(),
            request.delete_after.unwrap_or(DEFAULT_DELETE_AFTER),
            new.now,
            new.request_id,
            new.body,
        ])?;
    let id = connection.last_insert_rowid();
    put_checks(connection, id, request)?;
    if request.auto_start.unwrap_or(DEFAULT_AUTO_START) {
        start(connection, id, new.now, new.decision_time)?;
    }
    case::find(connection, id, new.now)
}

/// Starts a case, if it is not running yet. False when there is no check to start.
pub(super) fn start(connection: &Connection, id: i64, now: i64, decision_time: i64) -> rusqlite::Result<bool> {
    let has_checks = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM checks WHERE case_id = ?1)")?
        .query_row([id], |row| row.get(0))?;
    if has_checks {
        connection
            .prepare_cached("UPDATE cases SET started_at = ?2, decided_at = ?3 WHERE id = ?1 AND started_at IS NULL")?
            .execute(params![id, now, now.saturating_add(decision_time)])?;
    }
    Ok(has_checks)
}

/// Makes the customer, or updates the one that has the external id already.
fn put_customer(connection: &Connection, customer: &NewCustomer) -> rusqlite::Result<i64> {
    let external_id = customer.external_id.value();
    let known = match external_id {
        Some(external_id) => connection
            .prepare_cached("SELECT id FROM customers WHERE external_id = ?1")?
            .query_row([external_id], |row| row.get(0))
            .optional()?,
        None => None,
    };
    let id = match known {
        Some(id) => id,
        None => next_customer(connection)?,
    };
    connection
        .prepare_cached(
            "INSERT INTO customers (id, external_id, full_name, customer_type, input_details) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (id) DO UPDATE SET full_name = excluded.full_name, customer_type = excluded.customer_type, \
             input_details = excluded.input_details",
        )?
        .execute(params![
            id,
            external_id,
            customer.full_name,
            customer.customer_type.value().map(|customer_type| customer_type.as_str()),
            customer.input_details.as_ref().map(|details| details.as_str()),
        ])?;
    Ok(id)
}

/// The next number that no customer has.
fn next_customer(connection: &Connection) -> rusqlite::Result<i64> {
    loop {
        let id: i64 = connection
            .prepare_cached("UPDATE next_customer SET id = id + 1 RETURNING id - 1")?
            .query_row([], |row| row.get(0))?;
        let is_taken: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1)")?
            .query_row([id], |row| row.get(0))?;
        if !is_taken {
            return Ok(id);
        }
    }
}

fn put_checks(connection: &Connection, case_id: i64, request: &CreateCase) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO checks (case_id, check_type, input_details, delete_after) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let checks: &[NewCheck] = request.checks.as_deref().unwrap_or_default();
    for check in checks {
        let check_type = match &check.check_type {
            Maybe::Value(check_type) => Some(check_type.as_str()),
            Maybe::Absent | Maybe::Null => None,
        };
        let details = check.input_details.as_ref().map(|details| details.as_str());
        statement.execute(params![case_id, check_type, details, check.delete_after])?;
    }
    if request.case_config.is_some() {
        for check_type in CHECKS_OF_CONFIG {
            statement.execute(params![case_id, check_type, None::<String>, None::<i64>])?;
        }
    }
    Ok(())
}
