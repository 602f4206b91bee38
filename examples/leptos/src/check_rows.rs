//! The checks of the case: a row for each, which can be added and removed.

use leptos::prelude::*;
use sphinx_case::form::Event;
use sphinx_case::request::CHECK_TYPES;

use crate::field::{Issues, has_shown_error, issues_id, label};
use crate::state::CaseForm;

#[component]
pub fn CheckRows(form: CaseForm) -> impl IntoView {
    // A row keeps its id when rows before it are removed, so its elements stay too.
    let ids = Memo::new(move |_| form.field("checks").map_or(Vec::new(), |list| list.rows));
    view! {
        <fieldset>
            <legend>{label("checks")}</legend>
            <For each=move || ids.get() key=|id| *id let(id)>
                <CheckRow form ids id />
            </For>
            <Issues form path="checks" />
            <button type="button" on:click=move |_| form.apply(Event::append("checks"))>
                "Add check"
            </button>
        </fieldset>
    }
}

#[component]
fn CheckRow(form: CaseForm, ids: Memo<Vec<u32>>, id: u32) -> impl IntoView {
    let row = Signal::derive(move || {
        let index = ids.get().iter().position(|other| *other == id);
        index.map_or(String::new(), |index| format!("checks[{index}]"))
    });
    let path = Signal::derive(move || format!("{}.check_type", row.get()));
    let value = move || form.field(&path.get()).map_or(String::new(), |field| field.value);
    view! {
        <div class="row">
            <label for=path>{label("checks.check_type")}</label>
            <select
                id=path
                name=path
                prop:value=value
                aria-invalid=move || has_shown_error(form, &path.get()).to_string()
                aria-describedby=move || issues_id(&path.get())
                on:change:target=move |event| form.apply(Event::set(&path.get(), &event.target().value()))
                on:blur=move |_| form.apply(Event::leave(&path.get_untracked()))
            >
                <option value="">"Choose a check type"</option>
                {CHECK_TYPES
                    .iter()
                    .map(|choice| view! { <option value=choice.value>{choice.label}</option> })
                    .collect_view()}
            </select>
            <button
                type="button"
                aria-label=move || format!("Remove {}", row.get())
                on:click=move |_| form.apply(Event::Remove { path: &row.get_untracked() })
            >
                "Remove"
            </button>
            <Issues form path />
        </div>
    }
}
