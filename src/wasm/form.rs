//! The form's side of the boundary: forms by their number, events as text in, what has changed as JSON out.
//!
//! An event is `KIND\nPLACE\nREST`, where the rest is all that follows: a text, JSON, or numbers. Answers that begin with
//! a `!` say instead what makes no sense, and then nothing has changed.

use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use super::form_event::{line, read_event};
use super::{Kept, answer, kept, with_input};
use crate::form::{Event, Form, FormOptions, Show};
use crate::lean::{concat, from_utf8_lossy, parse_digits};
use crate::map_server_errors;
use crate::options::Options;

thread_local! {
    static FORMS: Kept<Vec<Option<Form>>> = const { kept(Vec::new()) };
}

const NO_FORM: &str = "!this form was disposed";

/// Makes a form, with the request of the input if it is not empty. Answers its number, and behind a line end what there is.
#[wasm_bindgen]
#[must_use]
pub fn form_new(length: usize, options: &str, show: &str, draft: bool) -> String {
    let form_options = match read_options(options, show, draft) {
        Ok(form_options) => form_options,
        Err(refusal) => return refusal,
    };
    let made = with_input(length, |input| {
        if input.is_empty() {
            return Ok(Form::new(form_options));
        }
        let text = std::str::from_utf8(input).map_err(|_| String::from("!the request is no UTF-8"))?;
        Form::with(form_options, text).map_err(|error| concat(&["!", error.message()]))
    });
    let mut form = match made {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    let changes = form.changes();
    let mut forms = ManuallyDrop::into_inner(FORMS.take());
    let number = forms.iter().position(Option::is_none).unwrap_or(forms.len());
    match forms.get_mut(number) {
        Some(free) => *free = Some(form),
        None => forms.push(Some(form)),
    }
    FORMS.set(ManuallyDrop::new(forms));
    let mut out = String::new();
    crate::json::write_count(number, &mut out);
    out.push('\n');
    out.push_str(&changes);
    out
}

/// Gives a form's memory back.
#[wasm_bindgen]
pub fn form_drop(number: usize) {
    let mut forms = ManuallyDrop::into_inner(FORMS.take());
    if let Some(form) = forms.get_mut(number) {
        *form = None;
    }
    FORMS.set(ManuallyDrop::new(forms));
}

fn with_form(number: usize, then: &mut dyn FnMut(&mut Form) -> String) -> String {
    let mut forms = ManuallyDrop::into_inner(FORMS.take());
    let answer = match forms.get_mut(number).and_then(Option::as_mut) {
        Some(form) => then(form),
        None => NO_FORM.to_owned(),
    };
    FORMS.set(ManuallyDrop::new(forms));
    answer
}

/// Takes the event that stands in the input. Answers what has changed.
#[wasm_bindgen]
#[must_use]
pub fn form_event(number: usize, length: usize) -> String {
    with_input(length, |input| {
        let (kind, rest) = line(input);
        let (place, rest) = line(rest);
        let (Ok(kind), Ok(place)) = (std::str::from_utf8(kind), std::str::from_utf8(place)) else {
            return String::from("!the name of a field must be well-formed text");
        };
        with_form(number, &mut |form| {
            let taken = match read_event(kind, place, rest) {
                Some(event) => form.apply(event).map_err(|error| concat(&["!", error.message()])),
                None => Err(concat(&["!no such event: ", kind])),
            };
            match taken {
                Ok(()) => form.changes(),
                Err(refusal) => refusal,
            }
        })
    })
}

/// Sets a form otherwise. Answers what has changed.
#[wasm_bindgen]
#[must_use]
pub fn form_configure(number: usize, options: &str, show: &str, draft: bool) -> String {
    match read_options(options, show, draft) {
        Ok(form_options) => {
            let mut form_options = Some(form_options);
            with_form(number, &mut |form| {
                // It is asked for once.
                if let Some(form_options) = form_options.take()
                    && let Err(error) = form.apply(Event::Configure { options: form_options })
                {
                    return concat(&["!", error.message()]);
                }
                form.changes()
            })
        }
        Err(refusal) => refusal,
    }
}

/// The payload of a form, or its issues: the answer of a build of the whole request.
#[wasm_bindgen]
#[must_use]
pub fn form_build(number: usize) -> String {
    with_form(number, &mut |form| built(form))
}

/// The request as JSON, also while there are errors.
#[wasm_bindgen]
#[must_use]
pub fn form_json(number: usize) -> String {
    with_form(number, &mut |form| from_utf8_lossy(&form.to_json()))
}

/// The payload of a posted form, or its issues. The input is one entry behind another: a name, a line end, the length of
/// its text in bytes, a line end, the text.
#[wasm_bindgen]
#[must_use]
pub fn form_posted(length: usize, options: &str) -> String {
    let form_options = match read_options(options, "", false) {
        Ok(form_options) => form_options,
        Err(refusal) => return refusal,
    };
    with_input(length, |input| {
        let mut entries = Vec::new();
        let mut rest = input;
        while !rest.is_empty() {
            let (name, behind) = line(rest);
            let (length, behind) = line(behind);
            let length = std::str::from_utf8(length)
                .ok()
                .and_then(|length| parse_digits(length, 10));
            let (text, behind) = behind
                .split_at_checked(length.unwrap_or_default() as usize)
                .unwrap_or((behind, &[]));
            // A name that no text can be belongs to no field.
            entries.push((from_utf8_lossy(name), text));
            rest = behind;
        }
        let mut borrowed: Vec<(&str, &[u8])> = Vec::new();
        for (name, text) in &entries {
            borrowed.push((name, text));
        }
        built(&Form::posted(form_options, &borrowed))
    })
}

/// The issues that a body in the input, answered with a status, speaks of, in the form of a check.
#[wasm_bindgen]
#[must_use]
pub fn server_errors(length: usize, status: u16) -> String {
    // Bodies that are no UTF-8 are no JSON either, but they say something.
    with_input(length, |body| {
        answer(&map_server_errors(status, &from_utf8_lossy(body)))
    })
}

fn built(form: &Form) -> String {
    if form.view().valid {
        return match form.payload() {
            Ok(payload) => payload.into_answer(),
            Err(issues) => answer(&issues),
        };
    }
    let mut out = String::from("{\"valid\":false,\"issues\":");
    form.write_issues(&mut out);
    out.push_str(",\"omitted\":0}");
    out
}

fn read_options(options: &str, show: &str, draft: bool) -> Result<FormOptions, String> {
    let options = match options {
        "" => Options::default(),
        text => Options::from_json(text).map_err(|error| concat(&["!", error.message()]))?,
    };
    let show = match show {
        "" | "left" => Show::Left,
        "changed" => Show::Changed,
        "submitted" => Show::Submitted,
        "always" => Show::Always,
        other => {
            let known = "show must be \"left\", \"changed\", \"submitted\" or \"always\", not \"";
            return Err(concat(&["!", known, other, "\""]));
        }
    };
    Ok(FormOptions::default()
        .with_options(options)
        .with_show(show)
        .with_draft(draft))
}
