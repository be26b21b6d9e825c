//! The name of the module that a flow becomes.

use std::path::Path;

/// The file name of a flow as a module name: `user_onboarding` for `flows/user-onboarding.json`.
///
/// It is ASCII, as all names are: Rust looks for no file behind `mod größe;`. A name without a
/// letter or digit becomes `flow`.
///
/// ```
/// use std::path::Path;
/// use tinyflow_codegen::module_name;
///
/// assert_eq!(module_name(Path::new("flows/user-onboarding.json")), "user_onboarding");
/// assert_eq!(module_name(Path::new("2fa.v2.json")), "_2fa_v2");
/// assert_eq!(module_name(Path::new("Größe.json")), "grosse");
/// assert_eq!(module_name(Path::new("+++.json")), "flow");
/// assert_eq!(module_name(Path::new("super.json")), "super_");
/// ```
pub fn module_name(flow: &Path) -> String {
    let stem = flow.file_stem().unwrap_or_default().to_string_lossy();
    let name: String = any_ascii::any_ascii(&stem)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        _ if !name.contains(|c: char| c.is_ascii_alphanumeric()) => "flow".to_owned(),
        // The keywords that not even `r#` makes names.
        "crate" | "self" | "super" => name + "_",
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => "_".to_owned() + &name,
        _ => name,
    }
}
