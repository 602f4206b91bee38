//! Messages, rendered from a code and its params in one of the languages whose catalogues are beside this file.
//!
//! A catalogue maps a code to a text with params in braces (see [`text`] for the syntax). A
//! code can have variants, named after its param `reason` or `expected`, or `revision` or `suggestion` if
//! there is one: `invalid_url.scheme`, `invalid_type.integer`, `unknown_field.suggestion`.
//!
//! The npm package renders the same catalogues itself, with the plural rules and number formats of `Intl`, so this module is not
//! linked into the WebAssembly. `tests/node/languages.test.mjs` compares the two.

mod catalogue;
mod language;
mod number;
mod plural;
mod text;

pub use language::Language;

use catalogue::Catalogue;
pub(crate) use text::Params;
use text::fill;

/// Appends the message of a code with its params. An unknown code is its own message.
pub(crate) fn render(code: &str, params: &Params, language: Language, out: &mut String) {
    let variant = params.text("reason").or_else(|| params.text("expected")).or_else(|| {
        ["revision", "suggestion"]
            .into_iter()
            .find(|name| params.text(name).is_some())
            .map(Into::into)
    });
    match Catalogue::of(language).text(code, variant.as_deref().unwrap_or_default()) {
        Some(text) => fill(text, params, language, out),
        None => out.push_str(code),
    }
}

/// The name of a variant that some code has, such as the reason `scheme`.
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub(crate) fn known_variant(name: &str) -> Option<&'static str> {
    Catalogue::of(Language::En).variant(name)
}

#[cfg(test)]
mod tests {
    use super::{Language, Params, render};

    fn message(code: &str, params: &[(&'static str, &str)], language: Language) -> String {
        let mut given = Params::default();
        for (name, json) in params {
            given.add(name, &mut |out| out.push_str(json));
        }
        let mut out = String::new();
        render(code, &given, language, &mut out);
        out
    }

    #[test]
    fn messages_of_codes_and_params() {
        let english = |code: &str, params: &[(&'static str, &str)]| message(code, params, Language::En);
        assert_eq!(
            english("too_long", &[("max", "511"), ("actual", "1530")]),
            "Enter 511 characters or fewer (currently 1,530)"
        );
        assert_eq!(
            english("required_one_of", &[("fields", r#"["a","b"]"#)]),
            "Provide one of these fields: a, b"
        );
        assert_eq!(
            english("unknown_field", &[("suggestion", r#""checks""#)]),
            "Unknown field at this level; did you mean checks?"
        );
        assert_eq!(english("no_such_code", &[]), "no_such_code");
    }

    #[test]
    fn each_language_has_its_own_plurals_and_numbers() {
        let level = |language, max: &str| message("too_deep", &[("max", max)], language);
        assert_eq!(level(Language::En, "1"), "This value is nested more than 1 level deep");
        assert_eq!(
            level(Language::De, "2"),
            "Dieser Wert ist mehr als 2 Ebenen tief verschachtelt"
        );
        assert_eq!(
            level(Language::Es, "1000"),
            "Este valor tiene más de 1000 niveles de anidamiento"
        );
        assert_eq!(level(Language::Fr, "0"), "Cette valeur dépasse 0 niveau d’imbrication");
        let range = [
            ("min", "-1"),
            ("max", r#""9223372036854775807""#),
            ("actual", r#""9223372036854775808""#),
        ];
        assert_eq!(
            message("out_of_range", &range, Language::De),
            "Geben Sie eine Zahl von -1 bis 9.223.372.036.854.775.807 ein (erhalten: 9.223.372.036.854.775.808)"
        );
    }
}
