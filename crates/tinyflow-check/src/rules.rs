//! Every rule there is.

use tinyflow_model::Rule;

use crate::{condition, decision, shape, structure};

/// Every rule, those of reading included, in the order of their codes.
pub fn rules() -> Vec<&'static Rule> {
    let reading = tinyflow_model::rules::RULES.iter().copied();
    reading.chain(RULES.iter().copied()).collect()
}

static RULES: &[&Rule] = &[
    &structure::duplicate_step::RULE,
    &structure::duplicate_connection::RULE,
    &structure::colliding_steps::RULE,
    &structure::id_without_letters::RULE,
    &structure::blank_flow_id::RULE,
    &structure::begin_count::RULE,
    &structure::end_count::RULE,
    &structure::unknown_step::RULE,
    &structure::connection_into_begin::RULE,
    &structure::connection_out_of_end::RULE,
    &structure::dead_end::RULE,
    &structure::several_ways_on::RULE,
    &structure::unreachable_step::RULE,
    &structure::no_way_to_end::RULE,
    &structure::endless_cycle::RULE,
    &structure::crossing_branches::RULE,
    &structure::branch_leads_back::RULE,
    &structure::branches_never_meet::RULE,
    &structure::join_without_branches::RULE,
    &structure::unanswerable_event::RULE,
    &crate::impossible_answer::RULE,
    &structure::lost_branch::RULE,
    &crate::unsafe_text::RULE,
    &crate::allowance::unknown_rule::RULE,
    &crate::allowance::useless_allowance::RULE,
    &structure::repeated_connection::RULE,
    &crate::remark_not_text::RULE,
    &shape::invalid_schema::RULE,
    &shape::unsupported_schema::RULE,
    &shape::unchecked_keyword::RULE,
    &shape::value_mismatch::RULE,
    &shape::default_mismatch::RULE,
    &shape::colliding_names::RULE,
    &shape::missing_params_schema::RULE,
    &shape::missing_state_schema::RULE,
    &shape::input_without_source::RULE,
    &shape::unresolved_reference::RULE,
    &shape::unnamed_property::RULE,
    &shape::misspelt_keyword::RULE,
    &shape::property_without_field::RULE,
    &shape::default_without_field::RULE,
    &shape::schema_without_keywords::RULE,
    &shape::default_not_taken::RULE,
    &shape::forms_alike::RULE,
    &condition::condition_syntax::RULE,
    &condition::unsupported_condition::RULE,
    &condition::unknown_property::RULE,
    &condition::never_equal::RULE,
    &condition::always_same::RULE,
    &condition::reads_through_missing::RULE,
    &condition::open_operand::RULE,
    &condition::compared_outcome::RULE,
    &decision::not_exhaustive::RULE,
    &decision::covered_condition::RULE,
    &decision::unused_default::RULE,
    &decision::unset_property::RULE,
];
