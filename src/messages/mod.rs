//! Messages: rendered late, from a code and its params, with a catalogue that is only data.
//!
//! A catalogue maps a code to a text with params in braces. A code can have variants, named by its
//! `reason` or the type that is `expected`, or by `suggestion` where there is one: `invalid_url.scheme`,
//! `invalid_type.integer`, `unknown_field.suggestion`.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::cut::cut;
use crate::issue::Problem;
use crate::options::{Part, read_parts, string};

/// The English texts.
const ENGLISH: &str = include_str!("en.json");

type Catalogue = Vec<(Cow<'static, str>, Cow<'static, str>)>;

fn english() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let parts = read_parts(ENGLISH, b'{').unwrap_or_default();
        parts
            .into_iter()
            .map(|Part { key, value }| (key, string(value)))
            .collect()
    })
}

/// The English message of a problem.
pub(crate) fn render(problem: &Problem) -> String {
    let mut params = Vec::new();
    problem.visit_params(&mut |name, param| {
        if param.is_present() {
            let mut text = String::new();
            param.write_text(&mut text);
            params.push((name, text));
        }
    });
    fill(problem.code().as_str(), &|name| {
        params
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| Cow::Borrowed(text.as_str()))
    })
}

/// The English message of a code with params from JSON text, as a JavaScript caller has them; for an
/// unknown code the code itself.
#[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code))]
pub(crate) fn render_from_json(code: &str, params: &str) -> String {
    let params = read_parts(params, b'{').unwrap_or_default();
    fill(code, &|name| {
        params
            .iter()
            .find(|part| part.key == name)
            .map(|part| shown(part.value))
    })
}

/// A JSON value as a message shows it.
fn shown(json: &str) -> Cow<'_, str> {
    match json.bytes().next() {
        Some(b'"') => string(json),
        Some(b'[') => {
            let mut out = String::new();
            for part in read_parts(json, b'[').unwrap_or_default() {
                if !out.is_empty() {
                    out.push_str(", ");
                }
                out.push_str(&string(part.value));
            }
            Cow::Owned(out)
        }
        _ => Cow::Borrowed(json),
    }
}

fn fill<'p>(code: &str, param: &dyn Fn(&str) -> Option<Cow<'p, str>>) -> String {
    let variant = param("reason")
        .or_else(|| param("expected"))
        .or_else(|| param("suggestion").map(|_| Cow::Borrowed("suggestion")));
    let template = variant
        .and_then(|variant| text_of(&[code, ".", &variant].concat()))
        .or_else(|| text_of(code));
    let Some(template) = template else {
        return code.to_owned();
    };
    let (plain, mut rest) = cut(template, b"{");
    let mut message = plain.to_owned();
    while let Some(behind) = rest {
        let (name, after) = cut(behind, b"}");
        message.push_str(&param(name).unwrap_or_default());
        let (plain, more) = cut(after.unwrap_or_default(), b"{");
        message.push_str(plain);
        rest = more;
    }
    message
}

fn text_of(key: &str) -> Option<&'static str> {
    english()
        .iter()
        .find(|(known, _)| known == key)
        .map(|(_, text)| &**text)
}

#[cfg(test)]
mod tests {
    use super::{english, render_from_json};
    use crate::issue::Code;

    #[test]
    fn every_code_has_a_text_whose_params_exist() {
        for code in Code::ALL {
            let texts: Vec<_> = english()
                .iter()
                .filter(|(key, _)| key.split('.').next() == Some(code.as_str()))
                .collect();
            assert!(
                texts.iter().any(|(key, _)| key == code.as_str()),
                "{} has no text",
                code.as_str()
            );
            for (key, text) in texts {
                for name in text.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                    assert!(
                        code.facts().params.iter().any(|(param, _, _)| *param == name),
                        "{key}: no param {name}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_text_belongs_to_a_code() {
        for (key, _) in english() {
            let code = key.split('.').next().unwrap();
            assert!(Code::ALL.iter().any(|known| known.as_str() == code), "{key}");
        }
    }

    #[test]
    fn messages_from_json_params() {
        assert_eq!(
            render_from_json("too_long", r#"{"max":511,"actual":530}"#),
            "must be at most 511 characters (was 530)"
        );
        assert_eq!(
            render_from_json("required_one_of", r#"{"fields":["a","b"]}"#),
            "must have one of a, b"
        );
        assert_eq!(
            render_from_json("unknown_field", r#"{"suggestion":"checks"}"#),
            "is not a field of the API here; did you mean checks?"
        );
        assert_eq!(render_from_json("no_such_code", "{}"), "no_such_code");
    }
}
