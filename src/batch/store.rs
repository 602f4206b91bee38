//! The journal's file: made, opened, and looked at whether it is the right one.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::error::{Error, Problem, VERSION};

/// Marks a SQLite file as a journal of this crate: "SphB".
const APPLICATION: i64 = 0x5370_6842;

/// No index is on anything that changes with every line: each would be another page to write at each commit.
const TABLES: &str = "
CREATE TABLE batch (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE line (
    number INTEGER PRIMARY KEY,           -- from 1; blank lines count
    offset INTEGER NOT NULL,              -- of its bytes in the file
    length INTEGER NOT NULL,
    payload BLOB,                         -- SHA-256 of what is sent; the body itself holds personal data
    identity BLOB,                        -- SHA-256 of customer, webhook_url and delete_after
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    resent INTEGER NOT NULL DEFAULT 0,    -- attempts after one that may have created a case
    doubtful INTEGER NOT NULL DEFAULT 0,  -- whether an attempt may have created a case that is not known
    again INTEGER NOT NULL DEFAULT 0,     -- whether it is to be sent although it is doubtful
    first_sent INTEGER,                   -- milliseconds of this machine's clock: of the first doubtful attempt
    last_sent INTEGER,
    noticed INTEGER,
    case_id INTEGER,
    reconciled INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    request_id TEXT,
    reason TEXT,
    issues TEXT
) STRICT;
CREATE INDEX line_again ON line (number) WHERE again = 1;
CREATE INDEX line_identity ON line (identity) WHERE identity IS NOT NULL;
";

/// What a journal was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub name: String,
    pub size: u64,
    pub hash: String,
    pub base_url: String,
    pub options: String,
}

/// Opens a journal for writing, or makes an empty one. The answer says whether it is still empty.
pub(super) fn open(path: &Path) -> Result<(Connection, bool), Error> {
    let failed = |error: rusqlite::Error| Error::of_sqlite(path, &error);
    let is_there = path.metadata().is_ok_and(|facts| facts.len() > 0);
    if !is_there {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        super::private(&mut options);
        options.open(path).map_err(|error| {
            let reason = format!("it cannot be made: {error}");
            Error::journal(path, Problem::Failed(reason))
        })?;
        sync_folder(path);
    }
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(failed)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
    let is_empty = is_empty(&connection, path)?;
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(failed)?;
    if mode != "wal" {
        let reason =
            format!("its folder does not allow a write-ahead log (SQLite keeps to {mode}); take a local folder");
        return Err(Error::journal(path, Problem::Failed(reason)));
    }
    // Every commit is on the disk when it returns.
    connection
        .execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -2048;")
        .map_err(failed)?;
    Ok((connection, is_empty))
}

/// Opens a journal for looking at it, also while a batch works with it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, Error> {
    let failed = |error: rusqlite::Error| Error::of_sqlite(path, &error);
    if !path.exists() {
        return Err(Error::journal(path, Problem::Missing));
    }
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(failed)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
    if is_empty(&connection, path)? {
        return Err(Error::journal(path, Problem::Foreign));
    }
    Ok(connection)
}

/// Whether a file is a database without anything in it; an error when it is something else than a journal.
fn is_empty(connection: &Connection, path: &Path) -> Result<bool, Error> {
    let failed = |error: rusqlite::Error| Error::of_sqlite(path, &error);
    let number = |pragma: &str| {
        connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0))
            .map_err(failed)
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed)?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(true),
        (APPLICATION, VERSION, _) => Ok(false),
        (APPLICATION, found, _) => Err(Error::journal(path, Problem::Version { found })),
        _ => Err(Error::journal(path, Problem::Foreign)),
    }
}

/// Makes the tables, within the transaction that fills them.
pub(super) fn make_tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)
}

/// Writes what the journal is for, and that it is one.
pub(super) fn seal(connection: &Connection, origin: &Origin) -> rusqlite::Result<()> {
    let facts = [
        ("file", origin.name.clone()),
        ("size", origin.size.to_string()),
        ("sha256", origin.hash.clone()),
        ("base_url", origin.base_url.clone()),
        ("options", origin.options.clone()),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("begun", super::clock::text(super::clock::now())),
    ];
    for (name, value) in facts {
        connection.execute("INSERT INTO batch (name, value) VALUES (?1, ?2)", params![name, value])?;
    }
    connection.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
    ))
}

pub(super) fn fact(connection: &Connection, name: &str) -> rusqlite::Result<String> {
    connection
        .query_row("SELECT value FROM batch WHERE name = ?1", [name], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}

/// Whether a journal is the one of this file, this API and these options.
pub(super) fn compare(connection: &Connection, path: &Path, origin: &Origin) -> Result<(), Error> {
    let read = |name: &str| fact(connection, name).map_err(|error| Error::of_sqlite(path, &error));
    let other = |problem: Problem| Err(Error::journal(path, problem));
    let (size, hash) = (read("size")?, read("sha256")?);
    if size != origin.size.to_string() || hash != origin.hash {
        let said = |name: &str, size: &str, hash: &str| {
            let hash = hash.get(..12).unwrap_or(hash);
            format!("{name} ({size} bytes, SHA-256 {hash}…)")
        };
        return other(Problem::OtherInput {
            was: said(&read("file")?, &size, &hash),
            is: said(&origin.name, &origin.size.to_string(), &origin.hash),
        });
    }
    let base_url = read("base_url")?;
    if base_url != origin.base_url {
        return other(Problem::OtherBaseUrl {
            was: base_url,
            is: origin.base_url.clone(),
        });
    }
    let options = read("options")?;
    if options != origin.options {
        return other(Problem::OtherOptions {
            was: options,
            is: origin.options.clone(),
        });
    }
    Ok(())
}

/// Takes away a journal that came to nothing.
pub(super) fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        // What cannot be removed is empty, and is taken for a new journal the next time.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}

/// Makes sure that the name of a new file survives a power failure.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        // Not every system can do that; the journal is then no worse than any other new file.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}
