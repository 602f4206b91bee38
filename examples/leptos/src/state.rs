//! The form as a signal.

use leptos::logging::error;
use leptos::prelude::*;
use sphinx_case::Payload;
use sphinx_case::form::{Event, FieldView, Form, FormOptions};

/// The one form of the page, to be passed to every component.
#[derive(Clone, Copy)]
pub struct CaseForm(RwSignal<Form>);

impl CaseForm {
    pub fn new() -> Self {
        Self(RwSignal::new(Form::new(FormOptions::default())))
    }

    /// Applies an event. One with a path that the form does not have is a mistake of this program.
    pub fn apply(self, event: Event<'_>) {
        self.0.update(|form| {
            if let Err(invalid) = form.apply(event) {
                error!("{invalid}");
            }
        });
    }

    /// The state of a field, group, list or row. `None` when it has just been removed.
    pub fn field(self, path: &str) -> Option<FieldView> {
        self.0.with(|form| form.field(path).ok())
    }

    /// The payload, when nothing is missing or invalid.
    pub fn payload(self) -> Option<Payload> {
        self.0.with(|form| form.build().ok())
    }
}
