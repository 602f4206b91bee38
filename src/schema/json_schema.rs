//! The request as JSON Schema: the limits of each field, and the cross-field rules that a schema can express.
//!
//! A schema accepts everything that the rules accept. What it cannot express (advice, the exact integers of JavaScript,
//! whether a host is well-formed to the last label) is validated by the rules only.

use super::document::{Json, Object};
use super::field_table::fallback;
use super::patterns::pattern;
use super::sentences;
use crate::request::{CASE, Choice, EXCLUSIVE, Field, Format, Kind, Presence, REQUIRED_ONE_OF, Revision, Table};

/// A dialect of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// JSON Schema draft 2020-12.
    Draft202012,
    /// JSON Schema draft 7.
    Draft07,
    /// The schema object of OpenAPI 3.0, without references.
    OpenApi30,
}

impl Dialect {
    /// All dialects, the default first.
    pub const ALL: &[Self] = &[Self::Draft202012, Self::Draft07, Self::OpenApi30];

    /// The dialect's name, as Standard JSON Schema spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft202012 => "draft-2020-12",
            Self::Draft07 => "draft-07",
            Self::OpenApi30 => "openapi-3.0",
        }
    }

    const fn uri(self) -> Option<&'static str> {
        match self {
            Self::Draft202012 => Some("https://json-schema.org/draft/2020-12/schema"),
            Self::Draft07 => Some("http://json-schema.org/draft-07/schema#"),
            Self::OpenApi30 => None,
        }
    }

    /// The key of the schemas of inner objects. OpenAPI has no place for them inside a schema, so there they are written inline.
    const fn definitions(self) -> Option<&'static str> {
        match self {
            Self::Draft202012 => Some("$defs"),
            Self::Draft07 => Some("definitions"),
            Self::OpenApi30 => None,
        }
    }
}

/// Which side of the library a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The input.
    Input,
    /// The payload, in which every field with a default is present.
    Payload,
}

/// The schema of a case request in a revision of the API, under options that are otherwise the default.
#[must_use]
pub fn json_schema(dialect: Dialect, side: Side, revision: Revision) -> String {
    let schema = Schema {
        dialect,
        side,
        revision,
    };
    Json::from(schema.document()).pretty()
}

struct Schema {
    dialect: Dialect,
    side: Side,
    revision: Revision,
}

impl Schema {
    fn document(&self) -> Object {
        let definitions = self.dialect.definitions().map(|key| {
            let inner = inner_objects(&CASE, self.revision);
            let all = inner.fold(Object::new(), |all, table| all.with(table.name, self.object(table)));
            (key, all)
        });
        let document = Object::new()
            .with_some("$schema", self.dialect.uri())
            .with_all(self.object(&CASE))
            .with(
                "anyOf",
                REQUIRED_ONE_OF
                    .map(|field| with_keys(&[field.name()], |_| Object::new()))
                    .to_vec(),
            )
            .with(
                "allOf",
                EXCLUSIVE
                    .iter()
                    .map(|pair| exclusive(&pair.names()))
                    .collect::<Vec<_>>(),
            );
        match definitions {
            Some((key, all)) => document.with(key, all),
            None => document,
        }
    }

    fn object(&self, table: &Table) -> Object {
        Object::new()
            .with("title", table.name)
            .with("description", sentences(table.doc))
            .with_all(self.members(table))
    }

    fn members(&self, table: &Table) -> Object {
        let properties = self.fields(table).fold(Object::new(), |properties, field| {
            properties.with(field.name, self.property(field))
        });
        let always_there: Vec<&str> = self
            .fields(table)
            .filter(|field| {
                field.presence == Presence::Required || (self.side == Side::Payload && field.default.is_some())
            })
            .map(|field| field.name)
            .collect();
        Object::new()
            .with("type", "object")
            .with("properties", properties)
            .with_some("required", Some(always_there).filter(|keys| !keys.is_empty()))
            .with("additionalProperties", false)
    }

    fn fields(&self, table: &Table) -> impl Iterator<Item = &'static Field> + use<> {
        table.fields_in(self.revision).map(|(_, field)| field)
    }

    fn property(&self, field: &Field) -> Object {
        let value = match (&field.kind, self.dialect) {
            (Kind::Object(table), Dialect::OpenApi30) => self.members(table),
            // In draft 7, members beside a reference are ignored.
            (Kind::Object(table), Dialect::Draft07) => Object::new().with("allOf", vec![self.reference(table)]),
            (kind, _) => self.value(kind, field.is_nullable()),
        };
        Object::new()
            .with("title", field.label)
            .with("description", sentences(field.doc))
            .with_all(value)
            .with_some("default", field.default.map(fallback))
    }

    fn value(&self, kind: &Kind, nullable: bool) -> Object {
        match *kind {
            Kind::Integer { min, max } => {
                let format = if i32::try_from(max).is_ok() { "int32" } else { "int64" };
                let is_open_api = self.dialect == Dialect::OpenApi30;
                self.of_type("integer", nullable)
                    .with_some("format", is_open_api.then_some(format))
                    .with("minimum", min)
                    .with("maximum", max)
            }
            Kind::Text { max, format } => self
                .of_type("string", nullable)
                .with_some("maxLength", max)
                .with("pattern", pattern(format)),
            Kind::Choice {
                options,
                open: false,
                empty,
            } => {
                let mut values = self.values(options, nullable);
                if empty {
                    values.insert(options.len(), Json::from(""));
                }
                self.of_type("string", nullable).with("enum", values)
            }
            Kind::Choice {
                options, open: true, ..
            } => {
                let known = self
                    .of_type("string", nullable)
                    .with("enum", self.values(options, nullable));
                let other = self.of_type("string", nullable).with("pattern", pattern(Format::Plain));
                self.of_type("string", nullable).with("anyOf", vec![known, other])
            }
            Kind::Boolean => self.of_type("boolean", nullable),
            Kind::Free => self.of_type("object", nullable).with("additionalProperties", true),
            Kind::Object(table) => self.reference(table),
            Kind::List(item) => self.of_type("array", nullable).with("items", self.value(item, false)),
        }
    }

    fn values(&self, options: &[Choice], nullable: bool) -> Vec<Json> {
        let known = options.iter().map(|choice| Json::from(choice.value));
        known.chain(nullable.then_some(Json::Null)).collect()
    }

    fn of_type(&self, name: &str, nullable: bool) -> Object {
        let schema = Object::new();
        match (nullable, self.dialect) {
            (false, _) => schema.with("type", name),
            (true, Dialect::OpenApi30) => schema.with("type", name).with("nullable", true),
            (true, _) => schema.with("type", vec![name, "null"]),
        }
    }

    fn reference(&self, table: &Table) -> Object {
        match self.dialect.definitions() {
            Some(key) => Object::new().with("$ref", format!("#/{key}/{}", table.name)),
            None => self.object(table),
        }
    }
}

/// The objects inside an object, each once.
fn inner_objects(table: &Table, revision: Revision) -> impl Iterator<Item = &'static Table> + use<> {
    table.fields_in(revision).filter_map(|(_, field)| match field.kind {
        Kind::Object(inner) | Kind::List(&Kind::Object(inner)) => Some(inner),
        _ => None,
    })
}

/// An object with all of these keys. They are also listed as properties, because strict validators require it.
fn with_keys(keys: &[&str], value: impl Fn(&str) -> Object) -> Object {
    let properties = keys
        .iter()
        .fold(Object::new(), |properties, key| properties.with(key, value(key)));
    Object::new()
        .with("required", keys.to_vec())
        .with("properties", properties)
}

fn exclusive(pair: &[&str]) -> Object {
    let there = with_keys(pair, |key| match is_list(key) {
        true => Object::new().with("type", "array").with("minItems", 1_i64),
        false => Object::new(),
    });
    Object::new().with("not", there)
}

fn is_list(key: &str) -> bool {
    CASE.fields
        .iter()
        .any(|field| field.name == key && matches!(field.kind, Kind::List(_)))
}
