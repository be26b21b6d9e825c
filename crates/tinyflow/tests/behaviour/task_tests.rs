//! A task can be tested on its own, without a run.

use tinyflow::{TaskContext, TaskResult, json};

async fn send_mail(task: TaskContext, address: &str) -> TaskResult<String> {
    task.add_log("mail_sent", json!({ "to": address }));
    Ok(format!("{address} ({})", task.idempotency_key()))
}

#[tokio::test]
async fn a_detached_context_serves_a_task() {
    let task = TaskContext::detached("user-123");
    assert_eq!((task.run_id(), task.attempt()), ("user-123", 1));
    assert!(task.now_ms() > 1_600_000_000_000);
    let receipt = send_mail(task, "ada@example.com").await.unwrap();
    assert_eq!(receipt, "ada@example.com (user-123/0:detached:detached)");
}
