//! Messages: rendered late, from a code and its params, with a catalogue that is only data.
//!
//! A catalogue maps a code to a text with params in braces. A code can have variants, named by its
//! `reason` or the type that is `expected`, or by `suggestion` where there is one: `invalid_url.scheme`,
//! `invalid_type.integer`, `unknown_field.suggestion`.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::cut::cut;
use crate::issue::Problem;
use crate::read::{read_parts, string};

/// The English texts.
const ENGLISH: &str = include_str!("en.json");

/// One text of a catalogue.
struct Entry {
    /// The code, and behind a dot the variant, if it is one.
    key: Cow<'static, str>,
    text: Cow<'static, str>,
}

/// The texts, each code before its variants.
struct Catalogue(Vec<Entry>);

impl Catalogue {
    fn read(text: &'static str) -> Self {
        let parts = read_parts(text, b'{').unwrap_or_default();
        Self(
            parts
                .into_iter()
                .map(|part| Entry {
                    key: part.key,
                    text: string(part.value),
                })
                .collect(),
        )
    }

    /// The text of a code, in the variant if it has that one.
    fn text(&self, code: &str, variant: &str) -> Option<&str> {
        let Self(entries) = self;
        let first = entries.iter().position(|entry| entry.key == code)?;
        let mut of_code = entries
            .get(first..)?
            .iter()
            .take_while(|entry| variant_of(entry, code).is_some());
        let plain = of_code.next()?;
        let exact = of_code.find(|entry| variant_of(entry, code) == Some(variant));
        Some(&exact.unwrap_or(plain).text)
    }
}

/// Which variant of the code an entry is: the empty one when it is the code itself; none when it is another code's.
fn variant_of<'e>(entry: &'e Entry, code: &str) -> Option<&'e str> {
    let behind = entry.key.strip_prefix(code)?;
    if behind.is_empty() {
        Some("")
    } else {
        behind.strip_prefix('.')
    }
}

fn english() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::read(ENGLISH))
}

/// The params of a message: shows one by its name, and says whether there is one.
type Show<'p> = &'p dyn Fn(&str, &mut String) -> bool;

/// Appends the English message of a problem.
pub(crate) fn write(problem: &Problem, out: &mut String) {
    fill(problem.code().as_str(), out, &|name, out| {
        let mut found = false;
        problem.visit_params(&mut |known, param| {
            if known == name && param.is_present() {
                param.write_text(out);
                found = true;
            }
        });
        found
    });
}

/// The English message of a code with params from JSON text, as a JavaScript caller has them; for an
/// unknown code the code itself.
#[cfg_attr(not(any(test, target_arch = "wasm32")), allow(dead_code))]
pub(crate) fn render_from_json(code: &str, params: &str) -> String {
    let params = read_parts(params, b'{').unwrap_or_default();
    let mut message = String::new();
    fill(code, &mut message, &|name, out| {
        let param = params.iter().find(|part| part.key == name);
        if let Some(param) = param {
            show(param.value, out);
        }
        param.is_some()
    });
    message
}

/// Appends a JSON value as a message shows it.
fn show(json: &str, out: &mut String) {
    match json.bytes().next() {
        Some(b'"') => out.push_str(&string(json)),
        Some(b'[') => {
            for (index, part) in read_parts(json, b'[').unwrap_or_default().iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                out.push_str(&string(part.value));
            }
        }
        _ => out.push_str(json),
    }
}

fn fill(code: &str, out: &mut String, show: Show<'_>) {
    let mut variant = String::new();
    if !show("reason", &mut variant) && !show("expected", &mut variant) && show("suggestion", &mut variant) {
        variant.clear();
        variant.push_str("suggestion");
    }
    let Some(text) = english().text(code, &variant) else {
        out.push_str(code);
        return;
    };
    let (plain, mut rest) = cut(text, b"{");
    out.push_str(plain);
    while let Some(behind) = rest {
        let (name, after) = cut(behind, b"}");
        show(name, out);
        let (plain, more) = cut(after.unwrap_or_default(), b"{");
        out.push_str(plain);
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use super::{english, render_from_json};
    use crate::issue::Code;

    #[test]
    fn every_code_has_a_text_whose_params_exist() {
        for code in Code::ALL {
            assert!(
                english().text(code.as_str(), "").is_some(),
                "{} has no text",
                code.as_str()
            );
            for entry in english()
                .0
                .iter()
                .filter(|entry| entry.key.split('.').next() == Some(code.as_str()))
            {
                for name in entry.text.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                    assert!(
                        code.facts().params.iter().any(|param| param.name == name),
                        "{}: no param {name}",
                        entry.key
                    );
                }
            }
        }
    }

    #[test]
    fn every_text_belongs_to_a_code_and_can_be_reached() {
        for entry in &english().0 {
            let (code, variant) = entry.key.split_once('.').unwrap_or((&entry.key, ""));
            assert!(Code::ALL.iter().any(|known| known.as_str() == code), "{}", entry.key);
            assert_eq!(
                english().text(code, variant),
                Some(&*entry.text),
                "{} stands apart from its code",
                entry.key
            );
        }
    }

    #[test]
    fn a_variant_is_found_behind_its_code_and_never_another_code() {
        assert_eq!(english().text("required", "x"), Some("is required"));
        assert_eq!(
            english().text("invalid_url", "scheme"),
            Some("must be a URL that begins with https:// or http://")
        );
        assert_eq!(english().text("invalid", ""), None);
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
