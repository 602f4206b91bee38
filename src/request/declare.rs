//! The two macros behind the request types: a declaration that reads like a struct or an enum yields
//! the Rust type with serde, and the `const` table that drives everything else.

/// Declares an object of the request.
///
/// Each field declares, in brackets, where it is documented, since which revision if not since the first, where its limits come
/// from if from elsewhere, and its advice; then its presence (`required`, `optional`, `nullable`), name, Rust type, label, kind and, where the API has one, its
/// default. The doc comment becomes rustdoc, the JSON Schema description, the TypeScript doc comment and the form hint.
macro_rules! object {
    (
        $(#[doc = $doc:literal])+
        $name:ident, $table:ident, $places:ident { $($body:tt)* }
    ) => {
        object!(@munch [$($doc)+] $name $table $places [] [] [] $($body)*);
    };

    (@munch $docs:tt $name:ident $table:ident $places:ident [$($structure:tt)*] [$($rows:tt)*] [$($place:ident)*]
        $(#[doc = $doc:literal])+
        [$source:ident $(, since $since:ident)? $(, limits $limits:ident)? $(, advice $advice:ident)*]
        $presence:ident $field:ident: $type:ty, $label:literal, $kind:expr $(, default $default:expr)?;
        $($rest:tt)*
    ) => {
        object!(@munch $docs $name $table $places
            [$($structure)* { $presence $field $type [$($doc)+] }]
            [$($rows)* Field {
                name: stringify!($field),
                label: label($label),
                doc: documentation(concat!($($doc, "\n"),+)),
                presence: object!(@presence $presence),
                kind: $kind,
                default: object!(@default $($default)?),
                since: object!(@since $($since)?),
                source: DocSource::$source,
                limits: object!(@limits $source $($limits)?),
                advice: &[$(Advice::$advice),*],
                letters: $crate::request::letters_of(stringify!($field)),
            },]
            [$($place)* $field]
            $($rest)*);
    };

    (@munch [$($doc:literal)+] $name:ident $table:ident $places:ident [$($structure:tt)*] [$($rows:tt)*] [$($place:ident)*]) => {
        object!(@struct [$($doc)+] $name [] $($structure)*);

        #[doc = concat!("The fields of [`", stringify!($name), "`]: what drives the reader, the writer and everything derived.")]
        pub const $table: Table = Table {
            name: stringify!($name),
            doc: documentation(concat!($($doc, "\n"),+)),
            fields: &[$($rows)*],
        };

        /// The places of the fields in the table.
        #[allow(non_camel_case_types, dead_code)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $places { $($place),* }

        #[allow(dead_code)]
        impl $places {
            /// The key of the field.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$place => stringify!($place),)* }
            }
        }
    };

    (@struct [$($doc:literal)+] $name:ident [$($done:tt)*]) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, remote = "Self")]
        pub struct $name { $($done)* }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(crate::request::presence::ByKey(deserializer))
            }
        }
    };
    (@struct $docs:tt $name:ident [$($done:tt)*] { required $field:ident $type:tt [$($doc:literal)+] } $($rest:tt)*) => {
        object!(@struct $docs $name [$($done)*
            $(#[doc = $doc])+
            pub $field: $type,
        ] $($rest)*);
    };
    (@struct $docs:tt $name:ident [$($done:tt)*] { optional $field:ident $type:tt [$($doc:literal)+] } $($rest:tt)*) => {
        object!(@struct $docs $name [$($done)*
            $(#[doc = $doc])+
            #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::request::presence::some")]
            pub $field: Option<$type>,
        ] $($rest)*);
    };
    (@struct $docs:tt $name:ident [$($done:tt)*] { nullable $field:ident $type:tt [$($doc:literal)+] } $($rest:tt)*) => {
        object!(@struct $docs $name [$($done)*
            $(#[doc = $doc])+
            #[serde(default, skip_serializing_if = "Maybe::is_absent")]
            pub $field: Maybe<$type>,
        ] $($rest)*);
    };

    (@presence required) => { Presence::Required };
    (@presence optional) => { Presence::Optional };
    (@presence nullable) => { Presence::Nullable };
    (@since) => { Revision::Reference };
    (@since $since:ident) => { Revision::$since };
    (@limits $source:ident) => { DocSource::$source };
    (@limits $source:ident $limits:ident) => { DocSource::$limits };
    (@default) => { None };
    (@default $default:expr) => { Some($default) };
}

/// Declares a set of strings as an enum that keeps unknown values as they were given.
macro_rules! choices {
    (
        $(#[doc = $doc:literal])+
        $name:ident, $table:ident { $($variant:ident = $value:literal, $label:literal;)+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!($label, ", `", $value, "`.")] $variant,)+
            /// A value that is not on the list, as it was given.
            Other(String),
        }

        #[doc = concat!("The known values of [`", stringify!($name), "`], with their labels.")]
        pub const $table: &[Choice] = &[$(Choice::new($value, $label)),+];

        impl $name {
            /// The value, as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Other(value) => value,
                }
            }

            /// What a person calls it; an unknown value is its own label.
            #[must_use]
            pub fn label(&self) -> &str {
                match self {
                    $(Self::$variant => $label,)+
                    Self::Other(value) => value,
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

pub(super) use {choices, object};
