//! Formats of strings and numbers, each by a small function of its own.

mod address;

mod name;

mod number;

mod time;

pub(crate) use number::NumberFormat;

use crate::pattern::{Pattern, PatternError};

/// A format that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Date,
    DateTime,
    Duration,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    JsonPointer,
    Regex,
    RelativeJsonPointer,
    Time,
    Uri,
    UriReference,
    Iri,
    IriReference,
    Uuid,
}

/// What the name of a format stands for.
pub(crate) enum FormatOf {
    Checked(Format),
    /// A range of numbers.
    Number(NumberFormat),
    /// A remark for people and other tools, such as `password`.
    Remark,
    Unknown,
}

impl Format {
    pub(crate) fn named(name: &str) -> FormatOf {
        FormatOf::Checked(match name {
            "date" => Self::Date,
            "date-time" => Self::DateTime,
            "duration" => Self::Duration,
            "email" => Self::Email,
            "hostname" => Self::Hostname,
            "ipv4" | "ip-address" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "json-pointer" => Self::JsonPointer,
            "regex" => Self::Regex,
            "relative-json-pointer" => Self::RelativeJsonPointer,
            "time" => Self::Time,
            "uri" => Self::Uri,
            "uri-reference" => Self::UriReference,
            "iri" => Self::Iri,
            "iri-reference" => Self::IriReference,
            "uuid" => Self::Uuid,
            // How to show a string, not what it may be.
            "password" | "textarea" | "multiline" | "markdown" => return FormatOf::Remark,
            _ => {
                return NumberFormat::named(name).map_or(FormatOf::Unknown, FormatOf::Number);
            }
        })
    }

    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Date => "a date such as 2031-12-24",
            Self::DateTime => "a date and time such as 2031-12-24T18:00:00Z",
            Self::Duration => "a duration such as P3DT12H",
            Self::Email => "an email address",
            Self::Hostname => "a host name",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::JsonPointer => "a JSON pointer",
            Self::Regex => "a regular expression",
            Self::RelativeJsonPointer => "a relative JSON pointer",
            Self::Time => "a time such as 18:00:00Z",
            Self::Uri => "a URI",
            Self::UriReference => "a URI or a relative reference",
            Self::Iri => "an IRI",
            Self::IriReference => "an IRI or a relative reference",
            Self::Uuid => "a UUID",
        }
    }

    pub(crate) fn fits(self, text: &str) -> bool {
        match self {
            Self::Date => time::is_date(text),
            Self::DateTime => time::is_date_time(text),
            Self::Duration => time::is_duration(text),
            Self::Email => name::is_email(text),
            Self::Hostname => name::is_hostname(text),
            Self::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
            Self::Ipv6 => !text.contains('%') && text.parse::<std::net::Ipv6Addr>().is_ok(),
            Self::JsonPointer => name::is_json_pointer(text),
            Self::Regex => is_regex(text),
            Self::RelativeJsonPointer => name::is_relative_json_pointer(text),
            Self::Time => time::is_time(text),
            Self::Uri => address::is_uri(text, address::Characters::Ascii),
            Self::UriReference => address::is_reference(text, address::Characters::Ascii),
            Self::Iri => address::is_uri(text, address::Characters::All),
            Self::IriReference => address::is_reference(text, address::Characters::All),
            Self::Uuid => name::is_uuid(text),
        }
    }
}

/// Whether a text is a regular expression. One that only our engine cannot run is one, too.
fn is_regex(text: &str) -> bool {
    !matches!(Pattern::new(text), Err(PatternError::Broken(_)))
}
