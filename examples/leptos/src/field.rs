//! A field of the form: its label, its input, and the issues that are shown at it.

use leptos::prelude::*;
use sphinx_case::form::Event;
use sphinx_case::request::{CASE, CHECK, CUSTOMER, Field};

use crate::state::CaseForm;

/// The declaration of the field at a path, which has its label and its hint.
fn declaration(path: &str) -> Option<&'static Field> {
    let (table, key) = match path.split_once('.') {
        Some(("customer", key)) => (&CUSTOMER, key),
        Some((_, key)) => (&CHECK, key),
        None => (&CASE, path),
    };
    table.fields.iter().find(|field| field.name == key)
}

pub fn label(path: &str) -> &'static str {
    declaration(path).map_or("", |field| field.label)
}

fn hint(path: &str) -> &'static str {
    declaration(path).map_or("", |field| field.doc)
}

/// The id of the element that lists the issues of a field.
pub fn issues_id(path: &str) -> String {
    format!("{path}-issues")
}

#[component]
pub fn TextField(form: CaseForm, path: &'static str) -> impl IntoView {
    let field = Memo::new(move |_| form.field(path));
    let value = move || field.get().map_or(String::new(), |field| field.value);
    let invalid = move || has_shown_error(form, path).to_string();
    view! {
        <div class="field">
            <label for=path>{label(path)}</label>
            <p id=format!("{path}-hint") class="hint">{hint(path)}</p>
            <input
                id=path
                name=path
                prop:value=value
                aria-invalid=invalid
                aria-describedby=format!("{} {path}-hint", issues_id(path))
                on:input:target=move |event| form.apply(Event::set(path, &event.target().value()))
                on:blur=move |_| form.apply(Event::leave(path))
            />
            <Issues form path />
        </div>
    }
}

pub fn has_shown_error(form: CaseForm, path: &str) -> bool {
    form.field(path)
        .is_some_and(|field| field.shown().any(sphinx_case::Issue::is_error))
}

/// The messages of the issues that are shown at a place. The root of the request is the empty path.
#[component]
pub fn Issues(form: CaseForm, #[prop(into)] path: Signal<String>) -> impl IntoView {
    let messages = Memo::new(move |_| {
        let field = form.field(&path.get());
        field.map_or(Vec::new(), |field| field.shown().map(|issue| issue.message()).collect())
    });
    view! {
        <p class="issues" id=move || issues_id(&path.get()) aria-live="polite">
            {move || messages.get().join(". ")}
        </p>
    }
}
