//! The subscription in a terminal: `cargo run -p example-interval-payment --example terminal`.

#![expect(clippy::print_stdout, reason = "a terminal prints")]

use std::error::Error;
use std::io::BufRead;

use example_interval_payment::store::TellingContext;
use example_interval_payment::terminal::{Terminal, USAGE};
use example_interval_payment::{IntervalPayment, Mailer, Receipt, Subscription};
use tinyflow::{RuntimeError, SimpleContext, TaskContext, TaskResult, TaskRunner, WorkflowRuntime};

struct Printer;

impl Mailer for Printer {
    async fn send(&self, task: &TaskContext, to: &str, receipt: &Receipt) -> TaskResult<String> {
        println!(
            "bill for interval {} to {to}: {:?}",
            receipt.cycle, receipt.usages
        );
        Ok(task.idempotency_key())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let context = TellingContext::new(SimpleContext::new(), |line| println!("[{line}]"));
    let runtime = WorkflowRuntime::new(context.clone(), IntervalPayment::new(Printer));
    let (client, runner) = (runtime.client(), TaskRunner::new());
    let (email, run_id) = ("info@company.com", "run_info@company.com");
    // To its first wait, so that the terminal finds it set up; the worker goes on from there.
    let subscription = Subscription::new(email, 10_000);
    println!("{}", runtime.run(run_id, subscription).await?);
    let worker = runtime.start();

    let end = client.clone();
    runner.add_task(run_id, async move {
        end.wait_for_end(run_id).await?;
        Ok::<_, RuntimeError>(())
    });
    println!("Welcome {email} to interval payment{USAGE}");
    let file = std::env::temp_dir().join("interval-payment.json");
    let terminal = Terminal {
        run_id,
        client,
        context: context.clone(),
        file: &file,
        runner: runner.clone(),
    };
    let lines = std::io::stdin().lock().lines();
    terminal
        .serve(lines, worker, |line| println!("{line}"))
        .await
}
