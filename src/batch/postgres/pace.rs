//! What all processes of a batch have in common: the maximum rate, and pauses that the API asked for.

use std::time::Duration;

use super::super::error::JournalError;
use super::store::{PostgresStore, value};

impl PostgresStore {
    pub(super) fn reserve_next_request(&mut self, interval: Duration) -> Result<Duration, JournalError> {
        let rows = self.session.query(
            "UPDATE sphinx_case_batches SET next_request = greatest(next_request, clock_timestamp()) + $2 * interval '1 second'
             WHERE id = $1 RETURNING extract(epoch FROM next_request - clock_timestamp())::double precision",
            &[&self.batch, &interval.as_secs_f64()],
        )?;
        let until_following: f64 = value(rows.first())?;
        let wait = until_following - interval.as_secs_f64();
        Ok(Duration::try_from_secs_f64(wait).unwrap_or_default())
    }

    pub(super) fn begin_pause(&mut self, length: Duration) -> Result<(), JournalError> {
        self.session.execute(
            "UPDATE sphinx_case_batches SET paused_until = greatest(paused_until, clock_timestamp() + $2 * interval '1 second')
             WHERE id = $1",
            &[&self.batch, &length.as_secs_f64()],
        )?;
        Ok(())
    }

    /// How much longer the pause lasts, if there is one.
    pub(super) fn pause_left(&mut self) -> Result<Option<Duration>, JournalError> {
        let rows = self.session.query(
            "SELECT extract(epoch FROM paused_until - clock_timestamp())::double precision FROM sphinx_case_batches WHERE id = $1",
            &[&self.batch],
        )?;
        let left: f64 = value(rows.first())?;
        Ok(Duration::try_from_secs_f64(left).ok().filter(|left| !left.is_zero()))
    }
}
