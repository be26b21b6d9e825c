//! The name of the module that a flow becomes.

use std::path::Path;

/// The file name of a flow as a module name: `user_onboarding` for `flows/user-onboarding.json`.
///
/// ```
/// use std::path::Path;
/// use tinyflow_codegen::module_name;
///
/// assert_eq!(module_name(Path::new("flows/user-onboarding.json")), "user_onboarding");
/// assert_eq!(module_name(Path::new("2fa.v2.json")), "_2fa_v2");
/// ```
pub fn module_name(flow: &Path) -> String {
    let stem = flow.file_stem().unwrap_or_default().to_string_lossy();
    let name: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let needs_prefix = !name.starts_with(|c: char| c == '_' || c.is_alphabetic());
    let prefix = if needs_prefix { "_" } else { "" };
    prefix.to_owned() + &name.to_lowercase()
}
