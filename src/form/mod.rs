//! A form as a state machine: a pure function from a state and an event to the next state, without a page, a clock or I/O.
//!
//! ```
//! use sphinx_case::form::{Event, Form, FormOptions};
//!
//! let mut form = Form::new(FormOptions::default());
//! form.apply(Event::set("customer.full_name", " "))?;
//! let field = form.field("customer.full_name")?;
//! assert_eq!((field.value.as_str(), field.issues.len()), (" ", 0)); // a blank field is absent
//!
//! form.apply(Event::set("delete_after", "soon"))?;
//! assert_eq!(form.field("delete_after")?.shown().count(), 0); // issues are shown when the user leaves the field
//! form.apply(Event::leave("delete_after"))?;
//! let field = form.field("delete_after")?;
//! assert_eq!(field.value, "soon"); // the text is kept
//! assert_eq!(field.shown().next().unwrap().message(), "Enter a whole number (received: string)");
//! # Ok::<(), sphinx_case::form::InvalidEvent>(())
//! ```
//!
//! Every text is kept: an invalid text, the texts of a group that is left out of the request, and all texts after an invalid
//! event, which has no effect. The same events in the same order always produce the same state.

mod apply;
#[cfg_attr(not(all(target_arch = "wasm32", feature = "wasm-form")), allow(dead_code))]
mod changes;
#[cfg(not(target_arch = "wasm32"))]
mod draft;
mod entries;
mod event;
mod node;
mod offered;
mod options;
pub(crate) mod protocol;
mod refresh;
mod revise;
mod rows;
mod sent;
mod set_value;
pub(crate) mod text;
mod view;
mod write;

pub use entries::PostedValue;
pub use event::{Event, Include, InvalidEvent, Rejection};
pub use options::{FormOptions, Show};
#[cfg_attr(all(target_arch = "wasm32", not(feature = "wasm-table")), allow(unused_imports))]
pub(crate) use set_value::kind_at;
pub use view::{FieldView, FormView, ShownIssue};

use crate::draft::Draft;
use crate::issue::{Issues, Path};
use crate::json::Origin;
use crate::payload::Payload;
use crate::read::Slot;
use crate::request::{CASE, Kind};
use node::{Node, Role};

static REQUEST: Kind = Kind::Object(&CASE);

/// A form for one case request: the text of each field, its issues, and which of them are shown.
#[derive(Debug, Clone)]
pub struct Form {
    options: FormOptions,
    root: Node,
    /// The same values for the rules to read. Only `refresh` changes it.
    draft: Slot<'static>,
    /// The issues of the cross-field rules, sorted by path.
    cross_field: Vec<ShownIssue>,
    /// The initial request as JSON.
    initial: Vec<u8>,
    last_id: u32,
    submit_count: u32,
    /// Whether the form recorded which rows were part of a request that was sent.
    has_sent: bool,
    /// Whether rows were added, removed or moved since `changes` was called.
    restructured: bool,
}

impl Form {
    /// An empty form.
    #[must_use]
    pub fn new(options: FormOptions) -> Self {
        let revision = options.options.revision;
        let mut form = Self {
            options,
            root: Node::new(&REQUEST, Role::Request, revision),
            draft: Slot::default(),
            cross_field: Vec::new(),
            initial: b"{}".to_vec(),
            last_id: 0,
            submit_count: 0,
            has_sent: false,
            restructured: true,
        };
        form.root.include = Include::Always;
        form.refresh();
        form
    }

    /// A form with an initial request.
    ///
    /// # Errors
    /// If the text is not a JSON object, or contains a duplicate key.
    pub fn with(options: FormOptions, json: &str) -> Result<Self, InvalidEvent> {
        let mut form = Self::new(options);
        form.reset(Some(json.as_bytes()))?;
        form.refresh();
        Ok(form)
    }

    /// Applies an event.
    ///
    /// # Errors
    /// If the form does not have the place that the event names, or the value of the event cannot be read. The event has no
    /// effect then.
    pub fn apply(&mut self, event: Event<'_>) -> Result<(), InvalidEvent> {
        self.take(event)?;
        self.refresh();
        Ok(())
    }

    /// The request as JSON, even if there are errors: an invalid text becomes a JSON string.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write::node(&self.root, &mut out);
        out
    }

    /// Builds the payload.
    ///
    /// # Errors
    /// All issues, including missing values, if there is an error among them.
    pub fn build(&self) -> Result<Payload, Issues> {
        if !self.view().valid {
            return Err(self.all_issues());
        }
        self.payload()
    }

    /// Builds the payload of a valid form.
    pub(crate) fn payload(&self) -> Result<Payload, Issues> {
        Draft::read(&self.to_json(), Origin::Host, &self.options.options).build()
    }

    /// The node at a path.
    fn node(&self, path: &Path) -> Result<&Node, InvalidEvent> {
        self.root.find(&path.0).ok_or_else(|| InvalidEvent::no_place(path))
    }
}
