//! Examples that are generated from flows, with the tasks that are filled in there, in a world
//! that notes what it is asked to do.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use example_monthly_payment::{bank::Bank, mailer::Mailer, monthly_payment as monthly};
use example_support_ticket::{help_desk::HelpDesk, pager::Pager, support_ticket as ticket};
use example_video_pipeline::media_service::{Job, MediaService};
use example_video_pipeline::video_pipeline as video;
use tinyflow::json;

use super::{Effects, Example};

pub(crate) struct World {
    effects: Effects,
    /// Whether an engineer was paged just now, and has not answered at the first look.
    is_paging: AtomicBool,
}

impl World {
    fn new(effects: &Effects) -> Self {
        Self {
            effects: effects.clone(),
            is_paging: AtomicBool::new(false),
        }
    }

    fn noted<T>(&self, key: &str, result: T) -> io::Result<T> {
        self.effects.note(key);
        Ok(result)
    }
}

impl Bank for World {
    async fn charge(&self, _: &str, _: u64, key: &str) -> io::Result<bool> {
        // Of the second visit, which its key names: what comes after the first month is refused.
        let is_first_month = key.contains("/2:");
        self.noted(key, is_first_month)
    }
}

impl Mailer for World {
    async fn send(&self, _: &str, _: &str, key: &str) -> io::Result<()> {
        self.noted(key, ())
    }
}

pub(crate) struct Renewing;

impl Example for Renewing {
    const NAME: &'static str = "monthly-payment";
    type Workflow = monthly::MonthlyPaymentFlow<monthly::MonthlyPaymentTasks<World, World>>;

    fn workflow(effects: Effects) -> Self::Workflow {
        monthly::create_workflow(World::new(&effects), World::new(&effects))
    }

    fn state() -> monthly::State {
        let state = json!({ "customer": "ada", "cents": 990 });
        serde_json::from_value(state).unwrap()
    }
}

impl Pager for World {
    async fn page(&self, _: &str, _: &str, key: &str) -> io::Result<String> {
        self.is_paging.store(true, Ordering::SeqCst);
        self.noted(key, "P-1".to_owned())
    }

    async fn taken_by(&self, _: &str) -> io::Result<Option<String>> {
        let is_paging = self.is_paging.swap(false, Ordering::SeqCst);
        Ok((!is_paging).then(|| "Grace".to_owned()))
    }
}

impl HelpDesk for World {
    async fn assign(&self, _: &str, queue: &str, key: &str) -> io::Result<String> {
        self.noted(key, queue.to_owned())
    }

    async fn write(&self, _: &str, _: &str, key: &str) -> io::Result<()> {
        self.noted(key, ())
    }
}

pub(crate) struct Helping;

impl Example for Helping {
    const NAME: &'static str = "support-ticket";
    type Workflow = ticket::SupportTicketFlow<ticket::SupportTicketTasks<World, World>>;

    fn workflow(effects: Effects) -> Self::Workflow {
        ticket::create_workflow(World::new(&effects), World::new(&effects))
    }

    fn state() -> ticket::State {
        let state = json!({ "ticket": {
            "id": "T-1",
            "subject": "nothing works",
            "priority": "urgent",
            "customer": { "email": "ada@example.com", "plan": "enterprise" },
        } });
        serde_json::from_value(state).unwrap()
    }
}

impl MediaService for World {
    async fn start(&self, job: Job, _: &str, key: &str) -> io::Result<String> {
        self.noted(key, format!("{job:?}"))
    }

    // Done at once: how often branches look would tell in which order they meet.
    async fn result(&self, job: &str) -> io::Result<Option<Vec<String>>> {
        Ok(Some(vec![job.to_owned()]))
    }

    async fn publish(&self, _: &str, _: &[String], key: &str) -> io::Result<()> {
        self.noted(key, ())
    }
}

pub(crate) struct Publishing;

impl Example for Publishing {
    const NAME: &'static str = "video-pipeline";
    type Workflow = video::VideoPipelineFlow<video::VideoPipelineTasks<World>>;

    fn workflow(effects: Effects) -> Self::Workflow {
        video::create_workflow(World::new(&effects))
    }

    fn state() -> video::State {
        serde_json::from_value(json!({ "video": "v" })).unwrap()
    }
}
