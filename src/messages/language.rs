//! The languages that messages come in.

/// A language that this crate has a catalogue of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
}

impl Language {
    /// All of them.
    pub const ALL: &[Language] = &[Self::En, Self::De, Self::Es, Self::Fr];

    /// The language's tag (BCP 47), as in `de`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
        }
    }

    /// The language of a tag; that of a country is the language itself, so `de-AT` is German. None when there is no catalogue.
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
}
