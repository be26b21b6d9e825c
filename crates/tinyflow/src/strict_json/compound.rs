//! The parts of lists, maps and structs, each checked before it is handed on.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::StrictValue;

/// A list, map or struct that another serializer is building.
pub(super) struct Checked<C>(pub(super) C);

/// Traits whose parts are values only.
macro_rules! checked_elements {
    ($($trait:ident::$method:ident;)*) => {
        $(
            impl<C: $trait> $trait for Checked<C> {
                type Ok = C::Ok;
                type Error = C::Error;

                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
                    self.0.$method(&StrictValue(value))
                }

                fn end(self) -> Result<C::Ok, C::Error> {
                    self.0.end()
                }
            }
        )*
    };
}

checked_elements! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

/// Traits whose parts are values with fixed names.
macro_rules! checked_fields {
    ($($trait:ident;)*) => {
        $(
            impl<C: $trait> $trait for Checked<C> {
                type Ok = C::Ok;
                type Error = C::Error;

                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    name: &'static str,
                    value: &T,
                ) -> Result<(), C::Error> {
                    self.0.serialize_field(name, &StrictValue(value))
                }

                fn skip_field(&mut self, name: &'static str) -> Result<(), C::Error> {
                    self.0.skip_field(name)
                }

                fn end(self) -> Result<C::Ok, C::Error> {
                    self.0.end()
                }
            }
        )*
    };
}

checked_fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl<C: SerializeMap> SerializeMap for Checked<C> {
    type Ok = C::Ok;
    type Error = C::Error;

    /// Numbers and booleans become texts and come back as what they were;
    /// serde_json itself refuses the rest.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), C::Error> {
        self.0.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.0.serialize_value(&StrictValue(value))
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.0.end()
    }
}
