//! Reading which warnings a flow allows. Whatever else stands in its `metadata`
//! belongs to other tools and is let alone.

use crate::fields::Fields;
use crate::{Allowance, FlowMetadata, FlowSettings};

pub(super) fn allowances(mut metadata: Fields<'_>) -> FlowMetadata {
    let Some(mut fields) = metadata.nested("tinyflow") else {
        return FlowMetadata::default();
    };
    let allow = fields.array_of("allow", |mut entry| {
        let code = entry.required_text("code");
        let reason = entry.required_text("reason");
        if reason
            .as_ref()
            .is_some_and(|reason| reason.value.trim().is_empty())
        {
            entry.missing("reason");
        }
        entry.finish(&["code", "reason"]);
        let (code, reason) = (code?, reason?);
        Some(Allowance { code, reason })
    });
    fields.finish(&["allow"]);
    FlowMetadata {
        tinyflow: FlowSettings { allow },
    }
}
