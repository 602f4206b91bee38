//! The languages of the messages: one row each.

use super::plural::{self, Plural};

/// What a language needs besides its texts.
pub(super) struct Rules {
    /// The JSON text of the catalogue.
    pub catalogue: &'static str,
    /// The separator between groups of three digits.
    pub separator: char,
    /// Numbers with up to this many digits are not grouped.
    pub ungrouped: usize,
    /// The plural category of a number.
    pub plural: Plural,
}

/// Declares the languages. The grouping and the plural rules are those of CLDR, which JavaScript's `Intl` uses.
macro_rules! languages {
    ($($name:ident = $tag:literal, $doc:literal, $catalogue:literal, separator $separator:literal, ungrouped $ungrouped:literal, $plural:path;)+) => {
        /// A language for which this crate has a catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Language {
            $(#[doc = $doc] $name,)+
        }

        impl Language {
            /// All languages, English first.
            pub const ALL: &[Language] = &[$(Self::$name),+];

            /// The tag of the language (BCP 47), such as `de`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $tag,)+ }
            }

            pub(super) const fn rules(self) -> &'static Rules {
                match self {
                    $(Self::$name => &Rules {
                        catalogue: include_str!($catalogue),
                        separator: $separator,
                        ungrouped: $ungrouped,
                        plural: $plural,
                    },)+
                }
            }
        }
    };
}

languages! {
    En = "en", "English.", "en.json", separator ',', ungrouped 3, plural::one_if_1;
    De = "de", "German.", "de.json", separator '.', ungrouped 3, plural::one_if_1;
    Es = "es", "Spanish.", "es.json", separator '.', ungrouped 4, plural::one_if_1;
    Fr = "fr", "French.", "fr.json", separator '\u{202f}', ungrouped 3, plural::one_if_0_or_1;
    Pl = "pl", "Polish.", "pl.json", separator '\u{a0}', ungrouped 4, plural::one_few_many;
}

impl Default for Language {
    /// English.
    fn default() -> Self {
        Self::En
    }
}

impl Language {
    /// The language of a tag. A tag with a region falls back to its language, so `de-AT` is German. `None` if there is no
    /// catalogue.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let (language, _) = crate::lean::split_at_any(tag, b"-_");
        Self::ALL
            .iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(language))
            .copied()
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_tag_names_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.as_str()), Some(*language));
        }
        assert_eq!(Language::of_tag("de-AT"), Some(Language::De));
        assert_eq!(Language::of_tag("FR"), Some(Language::Fr));
        for unknown in ["tlh", "", "deu", "-"] {
            assert_eq!(Language::of_tag(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_catalogue_has_a_row() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/messages");
        let mut tags: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| {
                entry
                    .unwrap()
                    .file_name()
                    .to_str()?
                    .strip_suffix(".json")
                    .map(str::to_owned)
            })
            .collect();
        tags.sort();
        let mut known: Vec<&str> = Language::ALL.iter().map(|language| language.as_str()).collect();
        known.sort_unstable();
        assert_eq!(tags, known);
    }
}
