//! A request as it is sent to the API: validated, and if possible with what makes sending it again safe.

use super::keys::RequestKey;
use crate::issue::Issues;
use crate::options::Options;
use crate::payload::Payload;

/// Where the `external_id` of a case comes from that is to be created exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExternalIdSource {
    /// The request has its own, which other requests may have used, too.
    Own,
    /// It is derived from the key and the body. No other request has it.
    Derived,
}

/// A valid request.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub payload: Payload,
    pub key: Option<RequestKey>,
    /// `None` if sending the request again could create a second case.
    pub external_id: Option<ExternalIdSource>,
    /// Whether another relay, whose keys are lost, may have created the case.
    pub may_exist: bool,
}

impl Outgoing {
    /// Validates a request. If its case is to be created exactly once, and it has a key, it gets an external ID unless it has one.
    pub fn read(body: &[u8], options: &Options, key: Option<&str>, is_exactly_once: bool) -> Result<Self, Issues> {
        let read = || crate::read_json_with(body, options);
        let mut payload = read().build()?;
        // Without the derived ID, so that the same request has the same key at a relay that derives none.
        let key = key.map(|key| RequestKey::new(key, payload.body()));
        let mut external_id = None;
        if is_exactly_once {
            external_id = payload.external_id().map(|_| ExternalIdSource::Own);
            if let (None, Some(key)) = (external_id, &key) {
                payload = read().with_external_id(&key.external_id()).build()?;
                // There is still none if the revision of the API does not document the field.
                external_id = payload.external_id().map(|_| ExternalIdSource::Derived);
            }
        }
        Ok(Self {
            payload,
            key,
            external_id,
            may_exist: false,
        })
    }

    /// Whether sending it again creates no second case.
    pub fn is_repeatable(&self) -> bool {
        self.external_id.is_some()
    }
}
