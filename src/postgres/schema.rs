//! Tables with a version, created when they are needed first.

use tokio_postgres::{Client, GenericClient};

use super::Error;

/// The tables of a part of this program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// What they are for, in words.
    pub part: &'static str,
    pub version: i32,
    /// The statements that create them.
    pub create: &'static str,
    /// A statement that changes nothing, and fails unless the role has every right on them that the program needs.
    pub try_rights: &'static str,
}

/// Programs that start at the same time create the tables one after the other. The number is that of `sphinx-case` alone.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5995071270843195)";

const VERSIONS: &str =
    "CREATE TABLE IF NOT EXISTS sphinx_case_versions (part text PRIMARY KEY, version integer NOT NULL)";

impl Schema {
    /// Creates the tables unless they exist. Fails if nothing can be written to them.
    pub async fn create_in(&self, client: &mut Client) -> Result<(), Error> {
        // A role without the right to create tables can use those that are there.
        if self.is_in(client).await? {
            return Ok(client.batch_execute(self.try_rights).await?);
        }
        let transaction = client.transaction().await?;
        transaction.batch_execute(&format!("{LOCK}; {VERSIONS}")).await?;
        if !self.is_in(&transaction).await? {
            transaction.batch_execute(self.create).await?;
            transaction
                .execute(
                    "INSERT INTO sphinx_case_versions VALUES ($1, $2)",
                    &[&self.part, &self.version],
                )
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Whether the tables exist. Fails if they are of another version.
    pub async fn is_in(&self, client: &impl GenericClient) -> Result<bool, Error> {
        let has_versions = "SELECT to_regclass('sphinx_case_versions') IS NOT NULL";
        if !client.query_one(has_versions, &[]).await?.try_get::<_, bool>(0)? {
            return Ok(false);
        }
        let sql = "SELECT version FROM sphinx_case_versions WHERE part = $1";
        let found = client.query_opt(sql, &[&self.part]).await?;
        match found.map(|row| row.try_get::<_, i32>(0)).transpose()? {
            None => Ok(false),
            Some(found) if found == self.version => Ok(true),
            Some(found) => Err(Error::OtherVersion {
                part: self.part,
                found,
                expected: self.version,
            }),
        }
    }
}
