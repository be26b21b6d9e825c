//! What merging asks of a stub.

use super::Stub;

impl Stub {
    /// The function's name without `r#`: whether that is written depends on the edition.
    pub(super) fn plain_name(&self) -> &str {
        self.function.trim_start_matches("r#")
    }

    /// The function without documentation and body, indented as in `text`.
    pub(super) fn signature(&self) -> &str {
        let doc: usize = self
            .text
            .split_inclusive('\n')
            .take_while(|line| line.trim_start().starts_with("//"))
            .map(str::len)
            .sum();
        let function = &self.text[doc..];
        function.split(" {").next().unwrap_or(function)
    }

    /// The names of the types of its parameters, without path, borrow and arguments.
    pub(super) fn parameter_types(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|written| {
            let name = written.trim_start_matches('&').trim_start_matches("mut ");
            let name = name.split('<').next().unwrap_or(name);
            name.rsplit("::").next().unwrap_or(name).trim()
        })
    }
}
