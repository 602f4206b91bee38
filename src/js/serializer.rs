//! The serializer of `serde-wasm-bindgen`, but that integers are exact and raw JSON becomes the value that it is.

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_wasm_bindgen::Error;
use wasm_bindgen::JsValue;

use super::parse::{BigIntegers, parse};

/// Objects for maps, and null for `None`: absent members are left out by the types themselves.
static PLAIN: serde_wasm_bindgen::Serializer = serde_wasm_bindgen::Serializer::json_compatible();
type Plain = &'static serde_wasm_bindgen::Serializer;

/// How `serde_json::value::RawValue`, and so free JSON and issues, names itself to a serializer.
const RAW_JSON: &str = "$serde_json::private::RawValue";

/// Converts any value that implements `Serialize`: a request, its parts, issues, or a type of your own that holds them.
///
/// An integer is a number where a JavaScript number holds it exactly, and a `BigInt` beyond ±(2^53-1).
/// [`Details`](crate::Details) become plain objects: an integer in them becomes a `BigInt` as well; any other number is the
/// nearest one that JavaScript has, as with `JSON.parse`. [`Maybe::Null`](crate::Maybe::Null) is null; what is absent is
/// not there.
///
/// ```
/// use sphinx_case::{CreateCase, js};
///
/// let case = CreateCase { customer_id: Some(9_007_199_254_740_993), ..CreateCase::default() };
/// let value = js::to_js(&case)?; // { customer_id: 9007199254740993n }
/// assert_eq!(CreateCase::try_from(&value), Ok(case));
/// # Ok::<(), js::Error>(())
/// ```
///
/// # Errors
/// When free JSON holds a number beyond the range of a JavaScript number, such as `1e400`, and whatever the `Serialize` of
/// another type returns.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Error> {
    value.serialize(Exact)
}

/// See [`to_js`].
struct Exact;

/// A member of a compound value, which the inner serializer then takes over as it is.
struct Nested<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Serialize for Nested<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0.serialize(Exact).map_err(S::Error::custom)?;
        serde_wasm_bindgen::preserve::serialize(&value, serializer)
    }
}

fn integer(value: i128) -> JsValue {
    match i64::try_from(value) {
        Ok(small) if small.unsigned_abs() < 1 << 53 => JsValue::from_f64(small as f64),
        _ => JsValue::from(value),
    }
}

/// Scalars that need nothing of their own.
macro_rules! forward {
    ($($method:ident($type:ty);)+) => {
        $(fn $method(self, value: $type) -> Result<JsValue, Error> {
            PLAIN.$method(value)
        })+
    };
}

macro_rules! integers {
    ($($method:ident($type:ty);)+) => {
        $(fn $method(self, value: $type) -> Result<JsValue, Error> {
            Ok(integer(i128::from(value)))
        })+
    };
}

impl Serializer for Exact {
    type Ok = JsValue;
    type Error = Error;
    type SerializeSeq = Compound<<Plain as Serializer>::SerializeSeq>;
    type SerializeTuple = Compound<<Plain as Serializer>::SerializeTuple>;
    type SerializeTupleStruct = Compound<<Plain as Serializer>::SerializeTupleStruct>;
    type SerializeTupleVariant = Compound<<Plain as Serializer>::SerializeTupleVariant>;
    type SerializeMap = Compound<<Plain as Serializer>::SerializeMap>;
    type SerializeStruct = Struct;
    type SerializeStructVariant = Compound<<Plain as Serializer>::SerializeStructVariant>;

    forward! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_u128(u128);
        serialize_unit_struct(&'static str);
    }

    integers! {
        serialize_i64(i64);
        serialize_u64(u64);
        serialize_i128(i128);
    }

    fn serialize_none(self) -> Result<JsValue, Error> {
        PLAIN.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<JsValue, Error> {
        PLAIN.serialize_unit()
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<JsValue, Error> {
        PLAIN.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<JsValue, Error> {
        PLAIN.serialize_newtype_struct(name, &Nested(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<JsValue, Error> {
        PLAIN.serialize_newtype_variant(name, index, variant, &Nested(value))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        PLAIN.serialize_seq(length).map(Compound)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, Error> {
        PLAIN.serialize_tuple(length).map(Compound)
    }

    fn serialize_tuple_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeTupleStruct, Error> {
        PLAIN.serialize_tuple_struct(name, length).map(Compound)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        PLAIN
            .serialize_tuple_variant(name, index, variant, length)
            .map(Compound)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, Error> {
        PLAIN.serialize_map(length).map(Compound)
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct, Error> {
        if name == RAW_JSON {
            return Ok(Struct::RawJson(JsValue::NULL));
        }
        PLAIN.serialize_struct(name, length).map(Compound).map(Struct::Object)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        PLAIN
            .serialize_struct_variant(name, index, variant, length)
            .map(Compound)
    }
}

/// A compound value of the inner serializer, with members that are converted here.
struct Compound<C>(C);

macro_rules! compound {
    ($($trait:ident $method:ident($($key:ident: $type:ty)?);)+) => {
        $(impl<C: $trait<Ok = JsValue, Error = Error>> $trait for Compound<C> {
            type Ok = JsValue;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: $type,)? value: &T) -> Result<(), Error> {
                self.0.$method($($key,)? &Nested(value))
            }

            fn end(self) -> Result<JsValue, Error> {
                self.0.end()
            }
        })+
    };
}

compound! {
    SerializeSeq serialize_element();
    SerializeTuple serialize_element();
    SerializeTupleStruct serialize_field();
    SerializeTupleVariant serialize_field();
    SerializeStruct serialize_field(key: &'static str);
    SerializeStructVariant serialize_field(key: &'static str);
}

impl<C: SerializeMap<Ok = JsValue, Error = Error>> SerializeMap for Compound<C> {
    type Ok = JsValue;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.0.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.serialize_value(&Nested(value))
    }

    fn end(self) -> Result<JsValue, Error> {
        self.0.end()
    }
}

/// A struct, or raw JSON, whose one field is its text.
enum Struct {
    Object(Compound<<Plain as Serializer>::SerializeStruct>),
    RawJson(JsValue),
}

impl SerializeStruct for Struct {
    type Ok = JsValue;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        match self {
            Self::Object(object) => object.serialize_field(key, value),
            Self::RawJson(parsed) => {
                let text = value.serialize(&PLAIN)?.as_string().unwrap_or_default();
                *parsed = parse(&text, BigIntegers::Everywhere).map_err(|error| Error::custom(error.0))?;
                Ok(())
            }
        }
    }

    fn end(self) -> Result<JsValue, Error> {
        match self {
            Self::Object(object) => SerializeStruct::end(object),
            Self::RawJson(parsed) => Ok(parsed),
        }
    }
}
