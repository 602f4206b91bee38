//! Tables with a version, created when they are needed first.

use tokio_postgres::Client;

use super::Error;

/// The tables of a part of this program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// What they are for, in words.
    pub part: &'static str,
    pub version: i32,
    /// The statements that create them.
    pub create: &'static str,
}

/// Programs that start at the same time create the tables one after the other. The number is that of `sphinx-case` alone.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5995071270843195)";

const VERSIONS: &str =
    "CREATE TABLE IF NOT EXISTS sphinx_case_versions (part text PRIMARY KEY, version integer NOT NULL)";

impl Schema {
    /// Creates the tables unless they exist.
    pub async fn create_in(&self, client: &mut Client) -> Result<(), Error> {
        let transaction = client.transaction().await?;
        transaction.batch_execute(&format!("{LOCK}; {VERSIONS}")).await?;
        let found = transaction
            .query_opt(
                "SELECT version FROM sphinx_case_versions WHERE part = $1",
                &[&self.part],
            )
            .await?;
        match found.map(|row| row.try_get::<_, i32>(0)).transpose()? {
            Some(found) if found == self.version => {}
            Some(found) => {
                return Err(Error::OtherVersion {
                    part: self.part,
                    found,
                    expected: self.version,
                });
            }
            None => {
                transaction.batch_execute(self.create).await?;
                transaction
                    .execute(
                        "INSERT INTO sphinx_case_versions VALUES ($1, $2)",
                        &[&self.part, &self.version],
                    )
                    .await?;
            }
        }
        Ok(transaction.commit().await?)
    }
}
