//! Reading through a value that may be missing.

use crate::StepError;

/// The value, or an error that names the path under which it was looked for.
///
/// ```
/// use tinyflow::present;
///
/// let owner = Some("ada");
/// assert_eq!(present(&owner, "state.owner")?, &"ada");
///
/// let nobody: Option<&str> = None;
/// let error = present(&nobody, "state.owner").unwrap_err();
/// assert_eq!(error.to_string(), "`state.owner` is read but has no value");
/// # Ok::<(), tinyflow::StepError>(())
/// ```
///
/// # Errors
/// [`StepError::Missing`] if there is no value.
pub fn present<'a, T>(value: &'a Option<T>, path: &str) -> Result<&'a T, StepError> {
    value.as_ref().ok_or_else(|| StepError::Missing {
        visit: None,
        path: path.to_owned(),
    })
}
