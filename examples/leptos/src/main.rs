//! A form for a case, rendered in the browser by Leptos. The rules, the texts and when an issue is shown are those of
//! `sphinx_case::form`; the components only show its state and pass events to it.

mod check_rows;
mod field;
mod state;

use check_rows::CheckRows;
use field::{Issues, TextField};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use sphinx_case::Payload;
use sphinx_case::form::{Event, Include};
use state::CaseForm;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

#[component]
fn App() -> impl IntoView {
    let form = CaseForm::new();
    // A case of this page is always about a new customer.
    form.apply(Event::Include {
        path: "customer",
        include: Include::Always,
    });
    let payload = Memo::new(move |_| form.payload().map(Payload::into_body));

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.apply(Event::Submit);
        match form.payload() {
            Some(payload) => announce(&payload),
            None => focus_first_error(),
        }
    };

    view! {
        <h1>"Create case"</h1>
        <form novalidate on:submit=submit>
            <TextField form path="customer.full_name" />
            <TextField form path="webhook_url" />
            <TextField form path="delete_after" />
            <CheckRows form />
            <Issues form path="" />
            <button type="submit">"Create case"</button>
        </form>
        <h2>"Payload"</h2>
        <pre id="payload" aria-live="polite">
            {move || payload.get().unwrap_or_else(|| "Not complete yet".to_owned())}
        </pre>
    }
}

/// Dispatches the payload as the event `case-payload`, with a plain JavaScript object: a page in JavaScript may send it.
fn announce(payload: &Payload) {
    let options = CustomEventInit::new();
    options.set_detail(&JsValue::from(payload));
    if let Ok(event) = CustomEvent::new_with_event_init_dict("case-payload", &options) {
        let _ = document().dispatch_event(&event);
    }
}

/// After the page has shown the errors of a submit.
fn focus_first_error() {
    request_animation_frame(|| {
        let invalid = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(input) = invalid.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = input.focus();
        }
    });
}

fn main() {
    leptos::mount::mount_to_body(App);
}
