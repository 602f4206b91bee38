//! The revisions of the API's documentation.

/// Declares the revisions, the oldest first. The names are those of the option `revision` in JSON and on the command line.
macro_rules! revisions {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal;)+) => {
        /// A revision of the documentation of the API. A field belongs to the revision that documents it first and to all later
        /// ones.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Revision {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Revision {
            /// All revisions, the oldest first.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name, as the option `revision` has it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What is documented in the revision.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc, "\n"),+).trim_ascii(),)+ }
            }
        }
    };
}

revisions! {
    /// The Create Case page of the API reference.
    Reference = "reference";
    /// Later copies of that page, which document more fields of a case.
    Newest = "newest";
}

impl Revision {
    /// The latest revision.
    pub const LATEST: Self = match Self::ALL {
        [.., latest] => *latest,
        [] => Self::Reference,
    };

    /// The revision of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|revision| revision.as_str() == name)
    }
}

/// The reference page.
impl Default for Revision {
    fn default() -> Self {
        Self::Reference
    }
}

#[cfg(test)]
mod tests {
    use super::Revision;

    #[test]
    fn later_revisions_are_greater() {
        assert!(Revision::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(Revision::ALL.first(), Some(&Revision::default()));
        for revision in Revision::ALL {
            assert_eq!(Revision::named(revision.as_str()), Some(*revision));
        }
        assert_eq!(Revision::named("Newest"), None);
    }
}
