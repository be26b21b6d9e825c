//! The form for every type of account to its end, undisturbed, stopped at every checkpoint, and
//! with a browser that fails.

mod applicant;

use example_multi_step_form::multi_step_form::{AccountType, State, create_workflow};
use tinyflow::{
    InitialState, RunResult, RuntimeError, SimpleContext, StepError, WorkflowRuntime, json,
};
use tinyflow_tests::recording::{Ledger, Recorded, run_from_everywhere, transitions};

use crate::applicant::Applicant;

const CONTACT: &str =
    "form/1:AskContact:AskContact: How do we reach you? Email address, Phone number?";
const COMPANY: &str = "form/3:AskCompany:AskCompany: \
     Which company is it? Register (trade or associations), Tax number";
const ASSOCIATION: &str = "form/3:AskCompany:AskCompany: \
     Who are you together? Register (trade or associations), Tax number";
const SHORT_SUMMARY: &str = "form/3:ConfirmEntries:ConfirmEntries: \
     Is everything right? 1 answers, open for Some(450s)";
const LONG_SUMMARY: &str = "form/4:ConfirmEntries:ConfirmEntries: \
     Is everything right? 3 answers, open for Some(450s)";

const TWO_PAGES: [&str; 4] = [
    "OpenForm -> AskContact",
    "AskContact -> ChoosePage",
    "ChoosePage -> ConfirmEntries",
    "ConfirmEntries -> CloseForm",
];

const THREE_PAGES: [&str; 5] = [
    "OpenForm -> AskContact",
    "AskContact -> ChoosePage",
    "ChoosePage -> AskCompany",
    "AskCompany -> ConfirmEntries",
    "ConfirmEntries -> CloseForm",
];

#[tokio::test]
async fn a_person_is_not_asked_for_a_company() -> Result<(), RuntimeError> {
    let run = apply(AccountType::Personal).await?;

    assert_eq!(run.state, filled_in(AccountType::Personal, &["email"], 2));
    assert_eq!(run.ledger.lines(), [CONTACT, SHORT_SUMMARY]);
    assert_eq!(run.transitions(), TWO_PAGES);
    // The beginning, two actions, four moves, and the end.
    assert_eq!(run.snapshots.len(), 1 + 2 + 4 + 1);
    Ok(())
}

#[tokio::test]
async fn a_business_is_asked_for_its_company() -> Result<(), RuntimeError> {
    let run = apply(AccountType::Business).await?;

    let answers = ["email", "register", "taxNumber"];
    assert_eq!(run.state, filled_in(AccountType::Business, &answers, 3));
    assert_eq!(run.ledger.lines(), [CONTACT, COMPANY, LONG_SUMMARY]);
    assert_eq!(run.transitions(), THREE_PAGES);
    // The beginning, three actions, five moves, and the end.
    assert_eq!(run.snapshots.len(), 1 + 3 + 5 + 1);
    Ok(())
}

#[tokio::test]
async fn a_non_profit_is_asked_for_its_association() -> Result<(), RuntimeError> {
    let run = apply(AccountType::NonProfit).await?;

    let answers = ["email", "register", "taxNumber"];
    assert_eq!(run.state, filled_in(AccountType::NonProfit, &answers, 3));
    assert_eq!(run.ledger.lines(), [CONTACT, ASSOCIATION, LONG_SUMMARY]);
    assert_eq!(run.transitions(), THREE_PAGES);
    Ok(())
}

#[tokio::test]
async fn a_page_that_did_not_load_is_shown_after_the_repair() -> Result<(), RuntimeError> {
    let ledger = Ledger::default();
    let workflow = create_workflow(Applicant::new(ledger.clone()));
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    ledger.refuse("Which company");

    let failed = runtime.run("form", opened(AccountType::Business)).await?;

    let RunResult::Failed { error, state, .. } = failed else {
        panic!("the second page did not load: {failed}");
    };
    assert_eq!(
        error.to_string(),
        "action `AskCompany` failed in step `AskCompany` of run `form`"
    );
    assert_eq!(state, filled_in(AccountType::Business, &["email"], 1));
    assert_eq!(ledger.lines(), [CONTACT]);

    ledger.accept();
    let resumed = runtime.resume("form").await?;

    assert!(resumed.is_finished(), "{resumed}");
    let answers = ["email", "register", "taxNumber"];
    assert_eq!(
        resumed.state(),
        &filled_in(AccountType::Business, &answers, 3)
    );
    assert_eq!(ledger.lines(), [CONTACT, COMPANY, LONG_SUMMARY]);
    assert_eq!(transitions(&runtime.snapshot("form").await?), THREE_PAGES);
    Ok(())
}

#[tokio::test]
async fn a_missing_answer_fails_the_page_and_may_be_given_later() -> Result<(), RuntimeError> {
    let applicant = Applicant::new(Ledger::default());
    let forgetful = Applicant {
        answers: applicant.answers_to(&["register"]),
        ..applicant.clone()
    };
    let context = SimpleContext::new();
    let runtime = WorkflowRuntime::new(context.clone(), create_workflow(forgetful));

    let failed = runtime.run("form", opened(AccountType::Personal)).await?;

    assert_eq!(
        failed.to_string(),
        "run form failed: action `AskContact` failed in step `AskContact` of run `form`: \
         `email` is missing"
    );
    let runtime = WorkflowRuntime::new(context, create_workflow(applicant));
    let resumed = runtime.resume("form").await?;
    assert!(resumed.is_finished(), "{resumed}");
    assert_eq!(
        resumed.state(),
        &filled_in(AccountType::Personal, &["email"], 2)
    );
    Ok(())
}

#[tokio::test]
async fn a_summary_that_is_not_confirmed_is_a_permanent_failure() -> Result<(), RuntimeError> {
    let undecided = Applicant {
        confirms: false,
        ..Applicant::new(Ledger::default())
    };
    let runtime = WorkflowRuntime::new(SimpleContext::new(), create_workflow(undecided));

    let result = runtime.run("form", opened(AccountType::Personal)).await?;

    let RunResult::Failed { error, .. } = result else {
        panic!("nobody confirmed: {result}");
    };
    let StepError::Task {
        permanent, source, ..
    } = error
    else {
        panic!("the task knows best: {error}");
    };
    assert!(permanent);
    assert_eq!(source.to_string(), "the applicant did not confirm");
    Ok(())
}

#[test]
fn account_types_are_stored_as_the_flow_writes_them() {
    let types = [
        AccountType::Personal,
        AccountType::Business,
        AccountType::NonProfit,
    ];
    assert_eq!(json!(types), json!(["personal", "business", "non-profit"]));
}

async fn apply(account_type: AccountType) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger| create_workflow(Applicant::new(ledger.clone()));
    run_from_everywhere("form", opened(account_type), make).await
}

fn opened(account_type: AccountType) -> State {
    State {
        account_type,
        ..State::initial()
    }
}

/// The state after so many pages, with the applicant's answers of these names.
fn filled_in(account_type: AccountType, names: &[&str], pages_shown: u64) -> State {
    State {
        answers: Applicant::new(Ledger::default()).answers_to(names),
        pages_shown,
        ..opened(account_type)
    }
}
