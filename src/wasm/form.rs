//! The JavaScript boundary of forms: forms by their number, events as text in, changes as JSON out.
//!
//! An event is `KIND\nPATH\nVALUE`, in which the value is a text, JSON or numbers. A result that begins with `!` is the message
//! of an error; then nothing has changed. Parameters are passed in the input, because each `&str` parameter adds code to the glue.

use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::wasm_bindgen;

use super::form_event::read_event;
use super::{Kept, answer, kept, line, read_options, with_input, write_answer};
use crate::form::{Event, Form, FormOptions, PostedValue, Show};
use crate::lean::{concat, from_utf8_lossy, parse_digits};
use crate::server_errors::{ResponseMeaning, map_server_errors};

thread_local! {
    static FORMS: Kept<Vec<Option<Form>>> = const { kept(Vec::new()) };
}

const NO_FORM: &str = "!this form was disposed";

/// Creates a form. The input is its options (see [`read_form_options`]) and the initial request, which may be empty. Returns
/// the number of the form, a line break, and the whole form as JSON.
#[wasm_bindgen]
#[must_use]
pub fn form_new(length: usize) -> String {
    let created = with_input(length, |input| {
        let (options, request) = read_form_options(input)?;
        if request.is_empty() {
            return Ok(Form::new(options));
        }
        let text = std::str::from_utf8(request).map_err(|_| String::from("!the request is not UTF-8"))?;
        Form::with(options, text).map_err(|error| concat(&["!", error.message()]))
    });
    let mut form = match created {
        Ok(form) => form,
        Err(error) => return error,
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

/// Frees the memory of a form.
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

/// Applies the event in the input. Returns the changes.
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
                Err(error) => error,
            }
        })
    })
}

/// Replaces the options of a form (see [`read_form_options`]). Returns the changes.
#[wasm_bindgen]
#[must_use]
pub fn form_configure(number: usize, length: usize) -> String {
    with_input(length, |input| match read_form_options(input) {
        Ok((options, _)) => {
            let mut options = Some(options);
            with_form(number, &mut |form| {
                // The closure is called once.
                if let Some(options) = options.take()
                    && let Err(error) = form.apply(Event::Configure { options })
                {
                    return concat(&["!", error.message()]);
                }
                form.changes()
            })
        }
        Err(error) => error,
    })
}

/// The payload of a form, or its issues: the result of building the whole request. With `sends`, later issues of the API are
/// about this request.
#[wasm_bindgen]
#[must_use]
pub fn form_build(number: usize, sends: bool) -> String {
    with_form(number, &mut |form| {
        if sends {
            form.record_sent_rows();
        }
        built(form)
    })
}

/// The request as JSON, even if there are errors.
#[wasm_bindgen]
#[must_use]
pub fn form_json(number: usize) -> String {
    with_form(number, &mut |form| from_utf8_lossy(&form.to_json()))
}

/// The result of building a posted form. The input is the options as JSON (may be empty), a line break, and the entries: for
/// each its name, a line break, the length of its text in bytes, a line break, and the text. A length after `!` is that of the name of a
/// type, for a value that is not a text.
#[wasm_bindgen]
#[must_use]
pub fn form_posted(length: usize) -> String {
    with_input(length, |input| {
        let (options, mut rest) = line(input);
        let options = match read_options(options) {
            Ok(options) => FormOptions::default().with_options(options).with_draft(false),
            Err(error) => return error,
        };
        let mut entries = Vec::new();
        while !rest.is_empty() {
            let (name, after) = line(rest);
            let (length, after) = line(after);
            let (is_text, length) = match length.strip_prefix(b"!") {
                Some(length) => (false, length),
                None => (true, length),
            };
            let length = std::str::from_utf8(length)
                .ok()
                .and_then(|length| parse_digits(length, 10));
            let (text, after) = after
                .split_at_checked(length.unwrap_or_default() as usize)
                .unwrap_or((after, &[]));
            // A name that is not UTF-8 is not the name of a field.
            entries.push((from_utf8_lossy(name), is_text, text));
            rest = after;
        }
        let mut values = Vec::new();
        for (name, is_text, text) in &entries {
            let value = match std::str::from_utf8(text) {
                Ok(type_name) if !is_text => PostedValue::NotText(type_name),
                _ => PostedValue::Text(text),
            };
            values.push((&**name, value));
        }
        built(&Form::posted_values(options, &values))
    })
}

/// The issues in the body of an API response, which is the input: the result of a validation.
#[wasm_bindgen]
#[must_use]
pub fn server_errors(length: usize, status: u16) -> String {
    // A body that is not UTF-8 is not JSON, but its beginning is reported.
    with_input(length, |body| {
        answer(&map_server_errors(status, &from_utf8_lossy(body)))
    })
}

/// `unknown` if a response with a status and the body that is the input does not tell whether the case was created; else empty.
#[wasm_bindgen]
#[must_use]
pub fn outcome_unknown(length: usize, status: u16) -> String {
    with_input(length, |body| {
        let meaning = ResponseMeaning::of_response(status, &from_utf8_lossy(body));
        String::from(if meaning == ResponseMeaning::Unknown {
            "unknown"
        } else {
            ""
        })
    })
}

fn built(form: &Form) -> String {
    if form.view().valid {
        return match form.payload() {
            Ok(payload) => payload.into_answer(),
            Err(issues) => answer(&issues),
        };
    }
    write_answer(false, 0, &mut |out| form.write_issues(out))
}

/// Reads the options of a form from three lines: the options as JSON, when issues are shown as a JSON string, and whether the
/// form is a draft. Returns the rest of the input too.
fn read_form_options(input: &[u8]) -> Result<(FormOptions, &[u8]), String> {
    let (options, rest) = line(input);
    let (show, rest) = line(rest);
    let (draft, rest) = line(rest);
    let show = match show {
        b"\"left\"" => Show::Left,
        b"\"changed\"" => Show::Changed,
        b"\"submitted\"" => Show::Submitted,
        b"\"always\"" => Show::Always,
        other => {
            let known = "!show must be \"left\", \"changed\", \"submitted\" or \"always\", not ";
            return Err(concat(&[known, &from_utf8_lossy(other)]));
        }
    };
    let options = FormOptions::default()
        .with_options(read_options(options)?)
        .with_show(show)
        .with_draft(draft == b"true");
    Ok((options, rest))
}
