//! The catalogues of this crate, read from the files beside this one.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::Language;
use crate::json::{read_parts, string};

/// One text of a catalogue.
struct Entry {
    /// The code, with the variant after a dot if it is one.
    key: Cow<'static, str>,
    text: Cow<'static, str>,
}

/// The texts, each code before its variants.
pub(super) struct Catalogue(Vec<Entry>);

impl Catalogue {
    /// The catalogue of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        static CATALOGUES: [OnceLock<Catalogue>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        static NONE: Catalogue = Catalogue(Vec::new());
        match CATALOGUES.get(language as usize) {
            Some(catalogue) => catalogue.get_or_init(|| Self::read(language.rules().catalogue)),
            None => &NONE,
        }
    }

    fn read(text: &'static str) -> Self {
        let sections = read_parts(text, b'{').unwrap_or_default();
        let messages = sections.iter().find(|section| section.key == "messages");
        let parts = messages.and_then(|messages| read_parts(messages.value, b'{'));
        Self(
            parts
                .unwrap_or_default()
                .into_iter()
                .map(|part| Entry {
                    key: part.key,
                    text: string(part.value),
                })
                .collect(),
        )
    }

    /// The name of a variant of any code, as the catalogue has it.
    #[cfg(all(feature = "js", target_arch = "wasm32"))]
    pub(super) fn variant(&'static self, name: &str) -> Option<&'static str> {
        let variants = self.0.iter().filter_map(|entry| entry.key.split_once('.'));
        variants.map(|(_, variant)| variant).find(|variant| *variant == name)
    }

    /// The text of a code, or of its variant if there is one.
    pub(super) fn text(&self, code: &str, variant: &str) -> Option<&str> {
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

/// The variant of the code that an entry is: empty for the code itself, `None` for another code.
fn variant_of<'e>(entry: &'e Entry, code: &str) -> Option<&'e str> {
    let rest = entry.key.strip_prefix(code)?;
    if rest.is_empty() {
        Some("")
    } else {
        rest.strip_prefix('.')
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{Catalogue, Language};
    use crate::issue::Code;

    fn json(language: Language) -> Value {
        serde_json::from_str(language.rules().catalogue).unwrap()
    }

    fn names(text: &Value) -> BTreeSet<&str> {
        text.as_object().unwrap().keys().map(String::as_str).collect()
    }

    /// The params that a text names.
    fn params(text: &str) -> BTreeSet<&str> {
        let words = text.split('{').skip(1).filter_map(|part| part.split([',', '}']).next());
        // Within a plural, a brace also opens a branch, which has no name but words.
        words
            .filter(|word| !word.is_empty() && !word.contains(['#', ' ']))
            .collect()
    }

    #[test]
    fn every_code_has_a_text_in_every_language_whose_params_exist() {
        for language in Language::ALL {
            let catalogue = Catalogue::of(*language);
            for code in Code::ALL {
                assert!(catalogue.text(code.as_str(), "").is_some(), "{language}: {code:?}");
            }
            for entry in &catalogue.0 {
                let (code, variant) = entry.key.split_once('.').unwrap_or((&entry.key, ""));
                let known = Code::ALL.iter().find(|known| known.as_str() == code);
                let known = known.unwrap_or_else(|| panic!("{language}: {code} is not a code"));
                assert_eq!(
                    catalogue.text(code, variant),
                    Some(&*entry.text),
                    "{language}: {} stands apart from its code",
                    entry.key
                );
                for name in params(&entry.text) {
                    assert!(
                        known.facts().params.iter().any(|param| param.name == name),
                        "{language}: {}: no param {name}",
                        entry.key
                    );
                }
            }
        }
    }

    #[test]
    fn every_language_has_the_same_texts_with_the_same_params() {
        let english = json(Language::En);
        for language in Language::ALL {
            let own = json(*language);
            assert_eq!(own["language"], language.as_str());
            for section in ["messages", "form"] {
                assert_eq!(names(&own[section]), names(&english[section]), "{language}: {section}");
                for (key, text) in own[section].as_object().unwrap() {
                    let (ours, theirs) = (text.as_str().unwrap(), english[section][key].as_str().unwrap());
                    assert_eq!(params(ours), params(theirs), "{language}: {key}");
                    assert!(!ours.trim().is_empty() && !ours.ends_with('.'), "{language}: {key}");
                }
            }
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn every_language_but_english_has_all_fields_and_options_of_the_request() {
        use std::collections::BTreeMap;
        let fields: Vec<Value> = serde_json::from_str(&crate::schema::fields()).unwrap();
        let paths: BTreeSet<&str> = fields.iter().filter_map(|field| field["path"].as_str()).collect();
        let options: BTreeMap<&str, BTreeSet<&str>> = fields
            .iter()
            .filter_map(|field| {
                let options = field["options"].as_array()?;
                let values = options.iter().filter_map(|option| option["value"].as_str());
                Some((field["path"].as_str()?, values.collect()))
            })
            .collect();
        for language in Language::ALL {
            let own = json(*language);
            if *language == Language::En {
                // They are written once, in src/request.
                assert!(own.get("fields").is_none() && own.get("options").is_none());
                continue;
            }
            assert_eq!(names(&own["fields"]), paths, "{language}");
            for (path, field) in own["fields"].as_object().unwrap() {
                assert_eq!(names(field), BTreeSet::from(["hint", "label"]), "{language}: {path}");
            }
            let known: BTreeMap<&str, BTreeSet<&str>> = own["options"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(path, values)| (path.as_str(), names(values)))
                .collect();
            assert_eq!(known, options, "{language}");
        }
    }

    #[test]
    fn a_catalogue_has_no_other_sections() {
        for language in Language::ALL {
            let own = json(*language);
            for section in names(&own) {
                assert!(
                    ["language", "messages", "fields", "options", "form"].contains(&section),
                    "{language}: {section}"
                );
            }
        }
    }

    #[test]
    fn a_variant_is_found_after_its_code_and_never_another_code() {
        let english = Catalogue::of(Language::En);
        assert_eq!(english.text("required", "x"), Some("This field is required"));
        assert_eq!(
            english.text("invalid_url", "scheme"),
            Some("Enter a URL that starts with https:// or http://")
        );
        assert_eq!(english.text("invalid", ""), None);
    }
}
