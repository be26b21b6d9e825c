//! Every way of a ticket, in memory and on SQLite, and again from every snapshot.

use std::io;

use example_support_ticket::help_desk::HelpDesk;
use example_support_ticket::pager::Pager;
use example_support_ticket::support_ticket::{
    State, SupportTicketFlow, Tasks, Ticket, TicketCustomer, TicketCustomerPlan, TicketPriority,
    create_workflow,
};
use tinyflow::{
    Clock, ManualClock, Map, RunResult, RuntimeError, SimpleContext, StepError, WorkflowRuntime,
};
use tinyflow_tests::recording::{Ledger, NOW, Recorded, drive_from_everywhere};

const MINUTE_MS: i64 = 60_000;

/// A pager and a help desk that write what they do into a ledger.
#[derive(Clone)]
struct World {
    ledger: Ledger,
    clock: ManualClock,
    /// When an engineer answers the pager.
    answered_at: i64,
}

impl World {
    fn workflow(&self) -> SupportTicketFlow<impl Tasks + use<>> {
        create_workflow(self.clone(), self.clone())
    }
}

impl Pager for World {
    async fn page(&self, team: &str, about: &str, key: &str) -> io::Result<String> {
        self.ledger.note(key, format!("page {team}: {about}"))?;
        Ok("P-1".to_string())
    }

    async fn taken_by(&self, page: &str) -> io::Result<Option<String>> {
        assert_eq!(page, "P-1");
        let is_answered = self.clock.now_ms() >= self.answered_at;
        Ok(is_answered.then(|| "Grace".to_string()))
    }
}

impl HelpDesk for World {
    async fn assign(&self, ticket: &str, queue: &str, key: &str) -> io::Result<String> {
        self.ledger.note(key, format!("{ticket} to {queue}"))?;
        Ok(format!("the {queue} desk"))
    }

    async fn write(&self, to: &str, text: &str, key: &str) -> io::Result<()> {
        self.ledger.note(key, format!("to {to}: {text}"))
    }
}

fn ticket(priority: TicketPriority, plan: TicketCustomerPlan) -> State {
    State {
        ticket: Ticket {
            id: "T-1".to_string(),
            subject: "nothing works".to_string(),
            priority,
            customer: TicketCustomer {
                email: "ada@example.com".to_string(),
                plan,
                has_open_invoice: None,
            },
        },
        page: None,
        handled_by: None,
        extra: Map::new(),
    }
}

/// An engineer answers the pager after so many minutes.
async fn play(state: State, minutes: i64) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger, clock: &ManualClock| {
        let world = World {
            ledger: ledger.clone(),
            clock: clock.clone(),
            answered_at: NOW + minutes * MINUTE_MS,
        };
        world.workflow()
    };
    drive_from_everywhere("r", state, make, |_, _| None).await
}

#[tokio::test]
async fn an_urgent_ticket_of_an_enterprise_pages_an_engineer() -> Result<(), RuntimeError> {
    let urgent = ticket(TicketPriority::Urgent, TicketCustomerPlan::Enterprise);
    for minutes in [0, 12] {
        let run = play(urgent.clone(), minutes).await?;
        assert_eq!(
            run.ledger.lines(),
            [
                "r/2:PageEngineer:start: page on-call: nothing works",
                "r/3:TellCustomer:TellCustomer: \
                 to ada@example.com: Grace looks after nothing works",
            ]
        );
        assert_eq!(run.state.handled_by.as_deref(), Some("Grace"));
    }
    Ok(())
}

#[tokio::test]
async fn an_engineer_whom_nobody_reaches_fails_the_run() -> Result<(), RuntimeError> {
    let (ledger, clock) = (Ledger::default(), ManualClock::new(NOW));
    let world = World {
        ledger,
        clock: clock.clone(),
        answered_at: i64::MAX,
    };
    let runtime = WorkflowRuntime::new(SimpleContext::new(), world.workflow());
    let runtime = runtime.with_clock(clock.clone());
    let urgent = ticket(TicketPriority::Urgent, TicketCustomerPlan::Enterprise);
    let mut result = runtime.run("r", urgent).await?;
    while let Some(at) = result
        .pending()
        .first()
        .and_then(|wait| wait.resume_after())
    {
        clock.set(at);
        result = runtime.resume("r").await?;
    }
    assert_eq!(clock.now_ms(), NOW + 120 * MINUTE_MS);
    let RunResult::Failed { error, .. } = result else {
        panic!("nobody has answered: {result}");
    };
    assert!(matches!(error, StepError::NotDoneInTime { .. }), "{error}");
    Ok(())
}

#[tokio::test]
async fn an_open_invoice_goes_to_the_billing_desk() -> Result<(), RuntimeError> {
    let mut state = ticket(TicketPriority::Urgent, TicketCustomerPlan::Team);
    state.ticket.customer.has_open_invoice = Some(true);
    let run = play(state, 0).await?;
    assert_eq!(run.state.handled_by.as_deref(), Some("the billing desk"));
    assert_eq!(run.transitions()[1], "Route -> AskBilling");
    Ok(())
}

#[tokio::test]
async fn every_other_ticket_waits_in_the_queue() -> Result<(), RuntimeError> {
    for has_open_invoice in [None, Some(false)] {
        let mut state = ticket(TicketPriority::Low, TicketCustomerPlan::Enterprise);
        state.ticket.customer.has_open_invoice = has_open_invoice;
        let run = play(state, 0).await?;
        assert_eq!(run.state.handled_by.as_deref(), Some("the general desk"));
        assert_eq!(run.transitions()[1], "Route -> QueueTicket");
    }
    Ok(())
}
