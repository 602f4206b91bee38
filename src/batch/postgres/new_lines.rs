//! The lines of a new batch, which are inserted many at a time.

/// Lines that are not inserted yet, by columns.
#[derive(Debug, Default)]
pub(super) struct NewLines {
    pub numbers: Vec<i64>,
    pub starts: Vec<i64>,
    pub lengths: Vec<i64>,
    pub payloads: Vec<Option<Vec<u8>>>,
    pub identities: Vec<Option<Vec<u8>>>,
    pub states: Vec<&'static str>,
    pub external_ids: Vec<Option<String>>,
    pub issues: Vec<Option<String>>,
}
