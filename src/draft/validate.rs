//! `validator::Validate` for the request types, for axum extractors and the like. It runs the rules of this crate.
//!
//! Only errors fail validation; warnings do not. An issue of an object itself is reported under `__all__`, like that of a
//! schema rule of `validator` does.

use std::borrow::Cow;

use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::typed::json;
use crate::issue::{Issue, Segment};
use crate::json::Origin;
use crate::options::Options;
use crate::read::{IssueCollector, read_as};
use crate::request::{CASE, CHECK, CUSTOMER, CreateCase, NewCheck, NewCustomer, Table};
use crate::rules;

const ITSELF: &str = "__all__";

impl Validate for CreateCase {
    fn validate(&self) -> Result<(), ValidationErrors> {
        validate(&CASE, &json(self))
    }
}

impl Validate for NewCustomer {
    fn validate(&self) -> Result<(), ValidationErrors> {
        validate(&CUSTOMER, &json(self))
    }
}

impl Validate for NewCheck {
    fn validate(&self) -> Result<(), ValidationErrors> {
        validate(&CHECK, &json(self))
    }
}

fn validate(table: &'static Table, text: &str) -> Result<(), ValidationErrors> {
    let options = Options::default();
    let mut collector = IssueCollector::new(&options);
    if let Some(mut object) = read_as(table, text.as_bytes(), Origin::Host, &options, &mut collector) {
        rules::check(&mut object, &mut collector);
    }
    let mut errors = ValidationErrors::new();
    for issue in collector.finish(None).iter().filter(|issue| issue.is_error()) {
        insert(&mut errors, &issue.path.0, error(issue));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn error(issue: &Issue) -> ValidationError {
    let mut error = ValidationError::new(issue.code().as_str()).with_message(Cow::Owned(issue.message()));
    issue.problem.visit_params(&mut |name, param| {
        if param.is_present() {
            let mut text = String::new();
            param.write_json(&mut text);
            if let Ok(value) = serde_json::from_str(&text) {
                error.params.insert(Cow::Borrowed(name), value);
            }
        }
    });
    error
}

fn insert(errors: &mut ValidationErrors, path: &[Segment], error: ValidationError) {
    let Some((Segment::Key(key), below)) = path.split_first() else {
        return add(errors, ITSELF.into(), error);
    };
    match below.split_first() {
        None => add(errors, key.clone(), error),
        Some((Segment::Index(index), below)) => {
            let kind = errors
                .0
                .entry(key.clone())
                .or_insert_with(|| ValidationErrorsKind::List(Default::default()));
            if let ValidationErrorsKind::List(items) = kind {
                insert(items.entry(*index).or_default(), below, error);
            } else {
                add(errors, ITSELF.into(), error);
            }
        }
        Some((Segment::Key(_), _)) => {
            let kind = errors
                .0
                .entry(key.clone())
                .or_insert_with(|| ValidationErrorsKind::Struct(Box::default()));
            if let ValidationErrorsKind::Field(own) = kind {
                let own = std::mem::take(own);
                let inner = ValidationErrors([(Cow::Borrowed(ITSELF), ValidationErrorsKind::Field(own))].into());
                *kind = ValidationErrorsKind::Struct(Box::new(inner));
            }
            if let ValidationErrorsKind::Struct(inner) = kind {
                insert(inner, below, error);
            }
        }
    }
}

fn add(errors: &mut ValidationErrors, key: Cow<'static, str>, error: ValidationError) {
    match errors
        .0
        .entry(key)
        .or_insert_with(|| ValidationErrorsKind::Field(Vec::new()))
    {
        ValidationErrorsKind::Field(own) => own.push(error),
        ValidationErrorsKind::Struct(inner) => add(inner, ITSELF.into(), error),
        ValidationErrorsKind::List(_) => add(errors, ITSELF.into(), error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stand_at_their_fields() {
        let case = CreateCase {
            customer_id: Some(0),
            customer: Some(NewCustomer {
                external_id: "x".repeat(256).as_str().into(),
                ..NewCustomer::new(" ")
            }),
            checks: Some(vec![
                NewCheck::new("PEP"),
                NewCheck {
                    document_ids: Some(vec![1, -1]),
                    ..NewCheck::new("PEP")
                },
            ]),
            ..CreateCase::default()
        };
        let errors = case.validate().unwrap_err();
        let text = serde_json::to_value(&errors).unwrap();
        assert_eq!(text["customer_id"][0]["code"], "out_of_range");
        assert_eq!(text["customer"]["full_name"][0]["code"], "blank");
        assert_eq!(text["customer"]["external_id"][0]["params"]["max"], 255);
        assert_eq!(
            text["checks"]["1"]["document_ids"]["1"]["__all__"][0]["code"],
            "out_of_range"
        );
    }

    #[test]
    fn an_object_with_an_error_of_its_own_keeps_both() {
        let case = CreateCase {
            customer_id: Some(1),
            customer: Some(NewCustomer::new("")),
            ..CreateCase::default()
        };
        let text = serde_json::to_value(case.validate().unwrap_err()).unwrap();
        assert_eq!(text["customer"]["__all__"][0]["code"], "exclusive");
        assert_eq!(text["customer"]["full_name"][0]["code"], "blank");
    }

    #[test]
    fn advice_does_not_fail() {
        let case = CreateCase {
            customer_id: Some(1),
            ..CreateCase::default()
        };
        assert!(case.validate().is_ok());
        assert!(NewCheck::default().validate().is_ok());
        assert!(NewCustomer::default().validate().is_err());
    }
}
