//! `tinyflow runs list` and `events`.

use tinyflow::json;

use crate::travel::{open, project_waiting, resume_id};
use crate::{lines, runs, runs_json};

#[tokio::test]
async fn runs_are_listed_with_what_they_are_doing() {
    let project = project_waiting(&["adas", "bobs", "carls"]).await;
    let adas = resume_id(&project, "adas").await;
    let answer = json!({ "decision": "pending" });
    let runtime = open(&project);
    let _ = runtime.resume_with("adas", &adas, answer).await.unwrap();
    drop(runtime);
    runs(&project, &["cancel", "bobs"]).expect_success();

    let said = runs(&project, &["list"]).with_status(0);
    let listed = lines(&said.stdout);
    assert_eq!(listed[0], "RUN FLOW PHASE STEP GOES ON");
    let adas = "adas travel-request 1.0.0 waiting ThinkItOver 2096-10-03 07:06:40 UTC (in ";
    assert!(listed[1].starts_with(adas), "{said}");
    assert_eq!(
        listed[2..],
        [
            "bobs travel-request 1.0.0 cancelled AskManager",
            "carls travel-request 1.0.0 waiting AskManager when it is answered or resumed",
        ]
    );
    assert_eq!(
        runs_json(&project, &["list", "--phase", "waiting"]),
        json!([
            {
                "runId": "adas",
                "flow": { "id": "travel-request", "version": "1.0.0" },
                "phase": "waiting",
                "step": "ThinkItOver",
                "wakeAt": 4_000_086_400_000_i64,
                "error": null,
            },
            {
                "runId": "carls",
                "flow": { "id": "travel-request", "version": "1.0.0" },
                "phase": "waiting",
                "step": "AskManager",
                "wakeAt": null,
                "error": null,
            },
        ])
    );
    let of_phases = ["list", "--phase", "failed", "--phase", "cancelled"];
    assert_eq!(runs_json(&project, &of_phases)[0]["runId"], "bobs");
    let of_flow = ["list", "--flow", "another"];
    assert_eq!(runs_json(&project, &of_flow), json!([]));
    let said = runs(&project, &of_flow).with_status(0);
    assert_eq!(
        (said.stdout.as_str(), said.stderr.as_str()),
        ("", "no runs\n")
    );
}

#[tokio::test]
async fn names_that_a_terminal_would_obey_are_escaped() {
    let project = project_waiting(&["a\u{1b}[31m\u{202e}b"]).await;
    let said = runs(&project, &["list"]).with_status(0);
    assert!(said.stdout.contains("a\\u{1b}[31m\\u{202e}b"), "{said}");
}

#[tokio::test]
async fn the_audit_log_is_printed() {
    let project = project_waiting(&["adas"]).await;
    let said = runs(&project, &["events", "adas"]).with_status(0);
    let at = "2096-10-02 07:06:40 UTC";
    let resume_id = resume_id(&project, "adas").await;
    assert_eq!(
        lines(&said.stdout),
        [
            "TIME STEP EVENT PARTICULARS".to_owned(),
            format!("{at} Start init defaultStep=\"Start\""),
            format!(
                "{at} Start init state={{\"decision\":\"pending\",\"destination\":\"Delft\",\
                 \"employee\":\"ada\",\"price\":250.0}}"
            ),
            format!("{at} AskManager transition from=\"Start\" stepSeq=1 to=\"AskManager\""),
            format!("{at} AskManager interrupt_begin resumeId=\"{resume_id}\" type=\"event\""),
        ]
    );
    let stored = open(&project).runs().logs("adas").await.unwrap();
    assert_eq!(runs_json(&project, &["events", "adas"]), json!(stored));
}
