//! Connections to PostgreSQL: the store where one machine is not enough.
//!
//! A URL is as in `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=/etc/ca.pem`:
//!
//! | part | |
//! |---|---|
//! | password | in the URL, or in the environment variable `PGPASSWORD`, which keeps it out of lists of processes. It is never printed. Characters such as `@`, `/` and `?` in it must be percent-encoded |
//! | `sslmode` | `require`, `verify-ca` and `verify-full` all connect with TLS only, and verify the certificate and the host name. `disable` uses no TLS. Default: TLS, except on loopback addresses and Unix sockets |
//! | `sslrootcert` | a PEM file with the root certificates to trust. Default: those that the system trusts |
//!
//! Further parameters are those of [`tokio_postgres::Config`]. Tables are created in the first schema of the role's `search_path`, with a
//! version: a program never uses tables of another version.

mod connection;
mod error;
mod schema;
mod tls;
mod url;

pub(crate) use connection::Database;
pub use error::Error;
pub(crate) use schema::Schema;
