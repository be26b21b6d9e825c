//! The name of the module that a flow becomes.

use std::path::Path;

/// The file name of a flow as a module name: `user_onboarding` for `flows/user-onboarding.json`.
///
/// It is ASCII, as all names are: Rust looks for no file behind `mod größe;`.
///
/// ```
/// use std::path::Path;
/// use tinyflow_codegen::module_name;
///
/// assert_eq!(module_name(Path::new("flows/user-onboarding.json")), "user_onboarding");
/// assert_eq!(module_name(Path::new("2fa.v2.json")), "_2fa_v2");
/// assert_eq!(module_name(Path::new("Größe.json")), "grosse");
/// ```
pub fn module_name(flow: &Path) -> String {
    let stem = flow.file_stem().unwrap_or_default().to_string_lossy();
    let name: String = any_ascii::any_ascii(&stem)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let needs_prefix = !name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic());
    let prefix = if needs_prefix { "_" } else { "" };
    prefix.to_owned() + &name.to_ascii_lowercase()
}
