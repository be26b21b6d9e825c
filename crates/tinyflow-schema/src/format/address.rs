//! Addresses: URIs as RFC 3986 has them, IRIs as RFC 3987.

/// Which characters an address may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Characters {
    Ascii,
    All,
}

pub(super) fn is_uri(text: &str, characters: Characters) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    is_scheme(scheme) && is_rest(rest, characters)
}

/// An address, or what leads to one from another.
pub(super) fn is_reference(text: &str, characters: Characters) -> bool {
    // A colon in the first part of a path would make that part a scheme.
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    is_uri(text, characters) || (!first.contains(':') && is_rest(text, characters))
}

fn is_scheme(scheme: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(is_part)
}

fn is_rest(rest: &str, characters: Characters) -> bool {
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (hierarchy, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = match hierarchy.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", hierarchy),
    };
    is_authority(authority, characters)
        && is_made_of(path, ":@/", characters)
        && is_made_of(query, ":@/?", characters)
        && is_made_of(fragment, ":@/?", characters)
}

fn is_authority(authority: &str, characters: Characters) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((literal, port)) => {
            if !is_literal(literal) {
                return false;
            }
            ("", port)
        }
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let is_port = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => port.is_empty(),
    };
    is_port && is_made_of(user, ":", characters) && is_made_of(host, "", characters)
}

/// An address in brackets: IPv6, or one of a version to come.
fn is_literal(literal: &str) -> bool {
    if let Some(future) = literal.strip_prefix(['v', 'V']) {
        return future.split_once('.').is_some_and(|(version, address)| {
            let is_hex = version.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex && !version.is_empty() && !address.is_empty()
        });
    }
    literal.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Whether a part holds nothing but plain characters, escapes, and those of `more`.
fn is_made_of(part: &str, more: &str, characters: Characters) -> bool {
    let mut rest = part;
    while let Some(character) = rest.chars().next() {
        let is_plain = character.is_ascii_alphanumeric()
            || "-._~!$&'()*+,;=".contains(character)
            || more.contains(character)
            || (characters == Characters::All && is_beyond_ascii(character));
        let width = if character == '%' {
            let digits = rest.as_bytes().get(1..3);
            if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                return false;
            }
            3
        } else if is_plain {
            character.len_utf8()
        } else {
            return false;
        };
        rest = &rest[width..];
    }
    true
}

fn is_beyond_ascii(character: char) -> bool {
    let code = u32::from(character);
    let is_private = matches!(code, 0xe000..=0xf8ff | 0xf0000..);
    let is_no_character = code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code);
    code >= 0xa0 && !is_private && !is_no_character
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_standard() {
        for text in [
            "http://example.org/a?b=c#d",
            "mailto:a@example.org",
            "urn:isbn:0451450523",
            "http://[::1]:8080/",
            "http://user:pw@host/%20",
        ] {
            assert!(is_uri(text, Characters::Ascii), "{text}");
        }
        for text in [
            "",
            "//host",
            "http://a b",
            "http://a/%2",
            "1http://a",
            "http://größe",
            "http://[::x]",
        ] {
            assert!(!is_uri(text, Characters::Ascii), "{text}");
        }
        assert!(is_uri("http://größe/€", Characters::All));
        assert!(is_reference("../a:b", Characters::Ascii));
        assert!(!is_reference("a:b c", Characters::Ascii));
        assert!(!is_reference("1a:b", Characters::Ascii));
    }
}
