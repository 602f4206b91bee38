//! An `external_id` that the caller gives to a request which has none.

use std::borrow::Cow;

use super::{Draft, check_field};
use crate::issue::{Issues, Path, Segment};
use crate::options::Options;
use crate::read::Value;
use crate::request::{CASE, CasePlace, CreateCase, Revision};

/// A valid `external_id` of a case. A request with one can be sent again without creating a second case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExternalId(String);

impl ExternalId {
    /// Validates a text by the rules of the field.
    ///
    /// ```
    /// use sphinx_case::ExternalId;
    ///
    /// assert_eq!(ExternalId::new("case-7")?.as_str(), "case-7");
    /// assert_eq!(ExternalId::new(" ").unwrap_err()[0].code().as_str(), "blank");
    /// # Ok::<(), sphinx_case::Issues>(())
    /// ```
    ///
    /// # Errors
    /// The issues of the text, if at least one of them is an error.
    pub fn new(text: impl Into<String>) -> Result<Self, Issues> {
        let text = text.into();
        let request = CreateCase {
            external_id: Some(text.clone()),
            ..CreateCase::default()
        };
        let path = Path(vec![Segment::Key(CasePlace::external_id.name().into())]);
        let issues = check_field(
            &request.to_json(),
            &path,
            &Options::default().with_revision(Revision::Newest),
        );
        if issues.is_valid() { Ok(Self(text)) } else { Err(issues) }
    }

    /// Whether a revision of the API documents the field.
    #[must_use]
    pub fn is_in(revision: Revision) -> bool {
        CASE.fields
            .get(CasePlace::external_id as usize)
            .is_some_and(|field| field.is_in(revision))
    }

    /// A random UUID (version 4).
    #[cfg(all(feature = "client", not(target_arch = "wasm32")))]
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// A UUID (version 8) with these bytes, except for the bits of version and variant.
    #[cfg(all(feature = "relay", not(target_arch = "wasm32")))]
    pub(crate) fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Draft<'_> {
    /// Gives the request this `external_id` if it has none. With a revision of the API that does not document the field, the request
    /// is unchanged.
    ///
    /// ```
    /// use sphinx_case::{ExternalId, Options, Revision, read_json_with};
    ///
    /// let options = Options::default().with_revision(Revision::Newest);
    /// let draft = read_json_with(r#"{"customer_id": 7, "case_config": "kyb"}"#, &options);
    /// let payload = draft.with_external_id(&ExternalId::new("case-7")?).build()?;
    /// assert_eq!(payload.external_id(), Some("case-7"));
    /// # Ok::<(), sphinx_case::Issues>(())
    /// ```
    #[must_use]
    pub fn with_external_id(mut self, id: &ExternalId) -> Self {
        if ExternalId::is_in(self.options.revision)
            && let Some(case) = &mut self.case
            && let Some(slot) = case.slots.get_mut(CasePlace::external_id as usize)
            && matches!(slot.value, Value::Absent)
        {
            slot.value = Value::Text(Cow::Owned(id.0.clone()));
        }
        self
    }
}
