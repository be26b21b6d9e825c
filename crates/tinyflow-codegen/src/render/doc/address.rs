//! Addresses of pages in a text, which rustdoc and clippy want to see in angle brackets.

/// The address in a word, without what stands around it.
pub(super) fn address(word: &str) -> Option<&str> {
    let start = ["https://", "http://"]
        .iter()
        .find_map(|scheme| word.find(scheme))?;
    let address = &word[start..];
    let end = address.find([' ', '\'', '"', ')', ']', '>', '<', '*', '\\']);
    let address = &address[..end.unwrap_or(address.len())];
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let host = address.split_once("://").map(|(_, host)| host);
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric))
        .then_some(address)
}
