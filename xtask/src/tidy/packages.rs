//! Every package has a README, and says whether it is published: by
//! `publish = false`, or by all that a published one needs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::project::cargo;

pub(super) fn findings(root: &Path) -> Result<Vec<String>> {
    let output = Command::new(cargo())
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo metadata failed: {errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array();
    let packages = packages.context("cargo metadata lists no packages")?;
    Ok(packages.iter().flat_map(of_package).collect())
}

/// What is untidy about one package as `cargo metadata` describes it.
fn of_package(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or("a package");
    let mut findings = Vec::new();
    if package["readme"].is_null() {
        findings.push(format!("{name} has no README"));
    }
    let is_private = package["publish"] == serde_json::json!([]);
    if !is_private {
        let needed = ["description", "license", "rust_version"];
        let missing = needed.into_iter().filter(|field| package[field].is_null());
        findings.extend(missing.map(|field| {
            format!("{name} says neither `publish = false` nor its {field}, which publishing needs")
        }));
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_published_package_needs_more_than_a_private_one() {
        let private = json!({ "name": "a", "publish": [], "readme": "README.md" });
        assert_eq!(of_package(&private), [""; 0]);
        let published = json!({
            "name": "b", "publish": null, "description": "x", "license": "MIT",
        });
        assert_eq!(
            of_package(&published),
            [
                "b has no README",
                "b says neither `publish = false` nor its rust_version, which publishing needs",
            ]
        );
    }
}
