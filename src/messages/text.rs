//! The form of a catalogue's texts, a small part of ICU MessageFormat, and how one is filled with params.
//!
//! `{name}` is a param as it is (a list with commas between), `{name, number}` a whole number as the language
//! writes it, and `{name, plural, one {# day} other {# days}}` chooses by the language's plural forms, where
//! `#` is the number. `npm/src/issues/message-format.ts` reads the same form.

use std::borrow::Cow;

use super::{Language, number};
use crate::json::{read_parts, string};
use crate::lean::split_at_any;

/// The params of a message: each by its name, as JSON.
#[derive(Default)]
pub(crate) struct Params(Vec<(&'static str, String)>);

impl Params {
    /// Adds a param; `write` appends its JSON.
    pub(crate) fn add(&mut self, name: &'static str, write: &mut dyn FnMut(&mut String)) {
        let mut json = String::new();
        write(&mut json);
        self.0.push((name, json));
    }

    /// A param as a message shows it, if there is one.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, json) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(match json.bytes().next() {
            Some(b'"') => string(json),
            Some(b'[') => {
                let items = read_parts(json, b'[').unwrap_or_default();
                let items: Vec<_> = items.iter().map(|part| string(part.value)).collect();
                Cow::Owned(items.join(", "))
            }
            _ => Cow::Borrowed(json),
        })
    }
}

/// Appends a text with its params filled in.
pub(super) fn fill(text: &str, params: &Params, language: Language, out: &mut String) {
    fill_part(text, params, language, None, out);
}

/// Appends a text, or the branch of a plural, in which `#` is the count.
fn fill_part(text: &str, params: &Params, language: Language, count: Option<&str>, out: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find(['{', '#']) {
        let (plain, special) = rest.split_at(place);
        out.push_str(plain);
        rest = special.get(1..).unwrap_or_default();
        if special.starts_with('#') {
            match count {
                Some(count) => number::write(count, language, out),
                None => out.push('#'),
            }
        } else if let Some((param, after)) = braced(rest) {
            fill_param(param, params, language, out);
            rest = after;
        } else {
            out.push('{');
        }
    }
    out.push_str(rest);
}

/// Appends the content of a pair of braces: `name`, `name, number` or `name, plural, …`.
fn fill_param(param: &str, params: &Params, language: Language, out: &mut String) {
    let (name, form) = split_at_any(param, b",");
    let value = params.text(name.trim()).unwrap_or_default();
    let (kind, branches) = split_at_any(form.unwrap_or_default(), b",");
    match kind.trim() {
        "number" => number::write(&value, language, out),
        "plural" => {
            let branches = branches.unwrap_or_default();
            let branch = branch(branches, number::plural(&value, language)).or_else(|| branch(branches, "other"));
            fill_part(branch.unwrap_or_default(), params, language, Some(&value), out);
        }
        _ => out.push_str(&value),
    }
}

/// The branch of a plural category.
fn branch<'t>(branches: &'t str, category: &str) -> Option<&'t str> {
    let mut rest = branches;
    loop {
        let (name, after) = split_at_any(rest, b"{");
        let (branch, after) = braced(after?)?;
        if name.trim() == category {
            return Some(branch);
        }
        rest = after;
    }
}

/// Splits at the closing brace: the text before it and after it.
fn braced(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth = depth.saturating_add(1),
            b'}' if depth == 0 => return Some((text.get(..place)?, text.get(place.saturating_add(1)..)?)),
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Language, Params, fill};

    fn filled(text: &str) -> String {
        let mut params = Params::default();
        for (name, json) in [
            ("one", "1"),
            ("many", "1234"),
            ("list", r#"["a","b"]"#),
            ("word", r#""a\"}{#""#),
        ] {
            params.add(name, &mut |out| out.push_str(json));
        }
        let mut out = String::new();
        fill(text, &params, Language::En, &mut out);
        out
    }

    #[test]
    fn params_are_filled_in() {
        assert_eq!(filled("a {many} {many, number} b"), "a 1234 1,234 b");
        assert_eq!(filled("{list}: {word}, {absent}."), "a, b: a\"}{#, .");
        assert_eq!(filled("{word, number}"), "a\"}{#");
    }

    #[test]
    fn plurals_choose_a_branch() {
        let days = |name: &str| {
            filled(&format!(
                "{{{name}, plural, one {{# day}} other {{# days of {{list}}}}}}!"
            ))
        };
        assert_eq!(days("one"), "1 day!");
        assert_eq!(days("many"), "1,234 days of a, b!");
        assert_eq!(filled("{one, plural, other {x}}"), "x");
        assert_eq!(filled("{one, plural, one{#}}{many, plural, one {#}}"), "1");
    }

    #[test]
    fn what_is_not_of_the_form_stays() {
        assert_eq!(filled("# {open"), "# {open");
        assert_eq!(filled("} {}"), "} ");
    }
}
