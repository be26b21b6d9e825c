//! Reading a value only in the form in which serde's derive writes it.
//!
//! The derive reads more than it writes: an array as the fields of a struct, in their order, and
//! `{"On": null}` as the variant `On`. Of a value from outside neither was meant.

mod access;

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use self::access::{Held, Parts};

/// A value that is read exactly.
pub(super) struct ExactValue<T>(pub(super) T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for ExactValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(Exact(deserializer)).map(Self)
    }
}

/// A deserializer that hands on to another one.
pub(super) struct Exact<D>(pub(super) D);

/// Methods that hand a visitor on.
macro_rules! hand_on {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            fn $method<V: Visitor<'de>>(
                self,
                $($argument: $type,)*
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                self.0.$method($($argument,)* AnyForm(visitor))
            }
        )*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Exact<D> {
    type Error = D::Error;

    hand_on! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, NoArray(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Variant(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// A visitor to whom every value goes on, its parts to be read exactly.
struct AnyForm<V>(V);

/// The same, but for arrays: what the derive would take for the fields of a struct.
struct NoArray<V>(V);

/// Methods that hand a value on as it is.
macro_rules! pass_on {
    ($($method:ident($($value:ident: $type:ty)?);)*) => {
        $(
            fn $method<E: Error>(self $(, $value: $type)?) -> Result<V::Value, E> {
                self.0.$method($($value)?)
            }
        )*
    };
}

/// All that the two visitors have in common.
macro_rules! hand_on_all_but_arrays {
    () => {
        type Value = V::Value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.expecting(f)
        }

        pass_on! {
            visit_bool(value: bool);
            visit_i64(value: i64);
            visit_i128(value: i128);
            visit_u64(value: u64);
            visit_u128(value: u128);
            visit_f64(value: f64);
            visit_str(value: &str);
            visit_borrowed_str(value: &'de str);
            visit_string(value: String);
            visit_none();
            visit_unit();
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
            self.0.visit_some(Exact(deserializer))
        }

        fn visit_newtype_struct<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<V::Value, D::Error> {
            self.0.visit_newtype_struct(Exact(deserializer))
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
            self.0.visit_map(Parts(members))
        }
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for AnyForm<V> {
    hand_on_all_but_arrays!();

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Parts(items))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for NoArray<V> {
    hand_on_all_but_arrays!();

    fn visit_seq<A: SeqAccess<'de>>(self, _items: A) -> Result<V::Value, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Seq, &self.0))
    }
}

/// What makes a variant of a string, or of an object that holds its value.
struct Variant<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Variant<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<V::Value, E> {
        self.0.visit_enum(name.into_deserializer())
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Held(MapAccessDeserializer::new(members)))
    }
}
