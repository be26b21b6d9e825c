//! `tinyflow lsp`, as an editor meets it: the real command and the real protocol.

mod client;

use async_lsp::LanguageServer;
use async_lsp::lsp_types::{
    CodeActionContext, CodeActionOrCommand, CodeActionParams, CompletionParams, CompletionResponse,
    CompletionTextEdit, DiagnosticSeverity, DocumentFormattingParams, FormattingOptions,
    GotoDefinitionResponse, HoverContents, NumberOrString, PositionEncodingKind, Range,
    ReferenceContext, ReferenceParams, RenameParams, TextDocumentPositionParams,
};
use tinyflow_tests::project::{sample_flow, sample_flows};

use client::{Editor, at, document, edited, place, position, uri};

#[tokio::test]
async fn findings_come_as_one_types_at_their_places_in_conditions_too() {
    let sound = sample_flow("travel-request").replace("\"Start\"", "\"Start 😀\"");
    let broken = sound.replace(
        "state.decision === 'approved'",
        "'😀' && state.decison === 'approved'",
    );
    let mut editor = Editor::open(&broken).await;
    let found = editor.diagnostics().await;
    let unknown = found
        .iter()
        .find(|found| found.code == Some(NumberOrString::String("TF603".to_owned())))
        .expect("the property is not known");
    assert_eq!(unknown.severity, Some(DiagnosticSeverity::ERROR));
    assert_eq!(at(&broken, unknown.range), "decison");
    assert!(
        unknown.message.contains("did you mean `decision`?"),
        "{}",
        unknown.message
    );

    let start = broken.find("'😀' && state.decison").unwrap();
    let end = start + "'😀' && state.decison".len();
    let range = Range::new(position(&broken, start), position(&broken, end));
    editor.change(Some(range), "state.decision");
    assert_eq!(editor.diagnostics().await, []);
    editor.close().await;
}

#[tokio::test]
async fn columns_count_bytes_where_the_client_offers_it() {
    let flow = sample_flow("travel-request").replace(
        "\"id\": \"c1\", \"sourceStepId\": \"start\"",
        "\"id\": \"ü😀\", \"sourceStepId\": \"strat\"",
    );
    let mut editor = Editor::open_with(&flow, Some(PositionEncodingKind::UTF8)).await;
    let agreed = editor.offers.capabilities.position_encoding.clone();
    assert_eq!(agreed, Some(PositionEncodingKind::UTF8));
    let found = editor.diagnostics().await;
    let at = flow.find("\"strat\"").unwrap();
    let column = at - flow[..at].rfind('\n').unwrap() - 1;
    let columns: Vec<u32> = found
        .iter()
        .map(|found| found.range.start.character)
        .collect();
    assert!(
        columns.contains(&u32::try_from(column).unwrap()),
        "{found:?}"
    );
    editor.close().await;
}

#[tokio::test]
async fn other_json_is_left_alone() {
    let mut editor = Editor::open(r#"{ "name": "a package", "version": 1 }"#).await;
    assert_eq!(editor.diagnostics().await, []);
    editor.change(None, "");
    assert_eq!(editor.diagnostics().await, []);
    editor.close().await;
}

#[tokio::test]
async fn steps_are_completed_while_the_text_is_broken() {
    let flow = sample_flow("travel-request");
    let mut editor = Editor::open(&flow).await;
    let cut = flow.find("\"targetStepId\": \"book-trip\"").unwrap();
    let broken = format!("{}\"targetStepId\": \"", &flow[..cut]);
    editor.change(None, &broken);
    let end = TextDocumentPositionParams::new(document(), position(&broken, broken.len()));
    let items = completed(&mut editor, end, &broken).await;
    assert!(
        items.contains(&("book-trip".to_owned(), broken.clone() + "book-trip\"")),
        "{items:?}"
    );
    assert!(
        !items.iter().any(|(label, _)| label == "start"),
        "{items:?}"
    );
    editor.close().await;
}

#[tokio::test]
async fn conditions_are_completed_with_properties_and_their_values() {
    let flow = sample_flow("order-fulfilment");
    let mut editor = Editor::open(&flow).await;
    let condition = "state.payment?.status === 'captured'";

    let within = place(&flow, condition, "state.payment?.".len());
    let items = completed(&mut editor, within, &flow).await;
    let labels: Vec<&str> = items.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["reference", "status"]);
    assert!(
        items[0]
            .1
            .contains("state.payment?.reference === 'captured'"),
        "{}",
        items[0].1
    );

    let value = place(&flow, condition, "state.payment?.status === 'c".len());
    let items = completed(&mut editor, value, &flow).await;
    let labels: Vec<&str> = items.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["captured", "declined"]);
    assert!(
        items[1].1.contains("state.payment?.status === 'declined'"),
        "{}",
        items[1].1
    );
    editor.close().await;
}

#[tokio::test]
async fn types_of_steps_and_fields_are_completed() {
    let flow = sample_flow("travel-request");
    let mut editor = Editor::open(&flow).await;
    let step_type = place(&flow, "\"resumeAfter\"", 3);
    let items = completed(&mut editor, step_type, &flow).await;
    assert!(
        items.iter().any(|(label, _)| label == "waitForEvent"),
        "{items:?}"
    );
    let field = place(&flow, "\"duration\"", 1);
    let items = completed(&mut editor, field, &flow).await;
    let labels: Vec<&str> = items.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["duration", "metadata"]);
    editor.close().await;
}

#[tokio::test]
async fn hovering_says_the_type_in_rust() {
    let flow = sample_flow("order-fulfilment");
    let mut editor = Editor::open(&flow).await;
    for (needle, behind, expected) in [
        ("state.missingSkus.length", 8, "missing_skus: Vec<String>"),
        ("state.payment?.status", 8, "payment: Option<Payment>"),
        ("\"quantity\": {", 2, "quantity: u64"),
        ("\"capture\": {", 2, "capture: bool"),
        ("\"targetStepId\": \"ship-order\"", 18, "Step::ShipOrder"),
        ("\"globalStateSchema\"", 2, "JSON Schema of the run's state"),
    ] {
        let said = hovered(&mut editor, place(&flow, needle, behind)).await;
        assert!(
            said.as_deref().unwrap_or_default().contains(expected),
            "{needle}: {said:?}"
        );
    }
    let nothing = hovered(&mut editor, place(&flow, "'captured'", 3)).await;
    assert_eq!(nothing, None);
    editor.close().await;
}

#[tokio::test]
async fn types_are_said_of_a_flow_that_was_never_sound() {
    let flow = r#"{
  "id": "tea", "name": "Tea", "version": "1",
  "steps": [
    { "id": "boil", "name": "Boil", "type": "task",
      "paramsSchema": { "type": "object", "properties": { "degrees": { "type": "integer" } } } },
    { "id": "ask", "name": "Ask", "type": "waitForEvent",
      "eventInput": { "eventInputSchema": { "type": "object", "properties": { "sorts": { "type": "array", "items": { "type": "string" } } } } },
      "eventOutput": { "eventOutputSchema": { "type": "object", "properties": { "sort": { "type": "string" } }, "required": ["sort"] } } }
  ],
  "connections": [{ "id": "c1", "sourceStepId": "boil", "targetStepId": "nowhere" }]
}"#;
    let mut editor = Editor::open(flow).await;
    for (needle, expected) in [
        ("\"degrees\"", "degrees: Option<i64>"),
        ("\"sorts\"", "sorts: Option<Vec<String>>"),
        ("\"sort\": {", "sort: String"),
        ("\"sourceStepId\": \"boil\"", "Step::Boil"),
    ] {
        let behind = needle.rfind('"').unwrap() - 1;
        let said = hovered(&mut editor, place(flow, needle, behind)).await;
        let said = said.unwrap_or_default();
        assert!(said.contains(expected), "{needle}: {said:?}");
    }
    editor.close().await;
}

#[tokio::test]
async fn odd_files_are_completed_and_renamed_like_others() {
    let sound = sample_flow("travel-request").replace("ask-manager", "fräge-😀");
    let windows = sound.replace('\n', "\r\n");
    let marked = format!("\u{feff}{sound}");
    let one_line = sound.replace('\n', "\t");
    for flow in [windows, marked, one_line] {
        let mut editor = Editor::open(&flow).await;
        assert_eq!(
            editor
                .diagnostics()
                .await
                .iter()
                .filter(|found| found.severity == Some(DiagnosticSeverity::ERROR))
                .count(),
            0
        );
        let mention = place(&flow, "\"targetStepId\": \"fräge-😀\"", 18);
        let items = completed(&mut editor, mention.clone(), &flow).await;
        let other = flow.replacen(
            "\"targetStepId\": \"fräge-😀\"",
            "\"targetStepId\": \"book-trip\"",
            1,
        );
        assert!(
            items.contains(&("book-trip".to_owned(), other)),
            "{items:?}"
        );
        let rename = RenameParams {
            text_document_position: mention,
            new_name: "ask".to_owned(),
            work_done_progress_params: Default::default(),
        };
        let edits = editor.server.rename(rename).await.unwrap().unwrap();
        let edits = edits.changes.unwrap().remove(&uri()).unwrap();
        assert_eq!(
            edited(&flow, edits),
            flow.replace("\"fräge-😀\"", "\"ask\"")
        );
        editor.close().await;
    }
}

#[tokio::test]
async fn empty_files_and_two_flows_in_one_are_answered() {
    let flow = sample_flow("travel-request");
    let twice = format!("{flow}{flow}");
    for text in ["", "\r\n", "{", &twice] {
        let mut editor = Editor::open(text).await;
        let at = TextDocumentPositionParams::new(document(), position(text, text.len()));
        completed(&mut editor, at.clone(), text).await;
        assert_eq!(hovered(&mut editor, at.clone()).await, None);
        let rename = RenameParams {
            text_document_position: at,
            new_name: "x".to_owned(),
            work_done_progress_params: Default::default(),
        };
        assert!(editor.server.rename(rename).await.is_err());
        editor.close().await;
    }
}

#[tokio::test]
async fn places_in_conditions_are_found_through_escapes() {
    let condition = r"'\u00e9\ud83d\ude00' !== state.status && state.missingSkus.length > 0";
    let flow = sample_flow("order-fulfilment").replace("state.missingSkus.length > 0", condition);
    let mut editor = Editor::open(&flow).await;
    let said = hovered(&mut editor, place(&flow, "missingSkus.length", 3)).await;
    assert!(
        said.as_deref().unwrap_or_default().contains("Vec<String>"),
        "{said:?}"
    );
    let within = place(&flow, "missingSkus.length", 2);
    let items = completed(&mut editor, within, &flow).await;
    let renamed = flow.replace("state.missingSkus.length", "state.total.length");
    assert!(items.contains(&("total".to_owned(), renamed)), "{items:?}");
    editor.close().await;
}

#[tokio::test]
async fn a_step_is_found_and_renamed_wherever_it_stands() {
    let flow = sample_flow("travel-request");
    let mut editor = Editor::open(&flow).await;
    let mention = place(&flow, "\"targetStepId\": \"ask-manager\"", 20);

    let definition = async_lsp::lsp_types::GotoDefinitionParams {
        text_document_position_params: mention.clone(),
        work_done_progress_params: Default::default(),
        partial_result_params: Default::default(),
    };
    let found = editor.server.definition(definition).await.unwrap();
    let Some(GotoDefinitionResponse::Scalar(found)) = found else {
        panic!("{found:?}");
    };
    assert_eq!(
        found.range.start,
        position(&flow, flow.find("ask-manager").unwrap())
    );

    let references = ReferenceParams {
        text_document_position: mention.clone(),
        work_done_progress_params: Default::default(),
        partial_result_params: Default::default(),
        context: ReferenceContext {
            include_declaration: true,
        },
    };
    let found = editor.server.references(references).await.unwrap().unwrap();
    assert_eq!(found.len(), flow.matches("\"ask-manager\"").count());

    let rename = |new_name: &str| RenameParams {
        text_document_position: mention.clone(),
        new_name: new_name.to_owned(),
        work_done_progress_params: Default::default(),
    };
    let refusal = editor.server.rename(rename("book-trip")).await.unwrap_err();
    assert!(refusal.to_string().contains("already"), "{refusal}");
    let edits = editor
        .server
        .rename(rename("ask \"the\" boss"))
        .await
        .unwrap()
        .unwrap();
    let edits = edits.changes.unwrap().remove(&uri()).unwrap();
    let renamed = edited(&flow, edits);
    assert_eq!(
        renamed,
        flow.replace("\"ask-manager\"", r#""ask \"the\" boss""#)
    );
    editor.change(None, &renamed);
    assert_eq!(editor.diagnostics().await, []);
    editor.close().await;
}

#[tokio::test]
async fn a_finding_with_a_mend_offers_it() {
    let sound = sample_flow("user-onboarding");
    let broken = sound.replacen(
        "\"targetStepId\": \"end-flow\"",
        "\"targetStepId\": \"end-flwo\"",
        1,
    );
    let mut editor = Editor::open(&broken).await;
    let range = editor.diagnostics().await[0].range;
    let params = CodeActionParams {
        text_document: document(),
        range,
        context: CodeActionContext::default(),
        work_done_progress_params: Default::default(),
        partial_result_params: Default::default(),
    };
    let actions = editor.server.code_action(params).await.unwrap().unwrap();
    let [CodeActionOrCommand::CodeAction(action)] = actions.as_slice() else {
        panic!("{actions:?}");
    };
    let changes = action.edit.clone().unwrap().changes.unwrap();
    assert_eq!(edited(&broken, changes[&uri()].clone()), sound);
    editor.close().await;
}

#[tokio::test]
async fn a_flow_is_laid_out() {
    for name in sample_flows() {
        let flow = sample_flow(&name);
        let squeezed: serde_json::Value = serde_json::from_str(&flow).unwrap();
        let mut editor = Editor::open(&squeezed.to_string()).await;
        let edits = editor
            .server
            .formatting(formatting())
            .await
            .unwrap()
            .unwrap();
        let laid_out = edited(&squeezed.to_string(), edits);
        editor.change(None, &laid_out);
        assert_eq!(editor.server.formatting(formatting()).await.unwrap(), None);
        assert_eq!(editor.diagnostics().await, [], "{name}");
        editor.close().await;
    }
}

fn formatting() -> DocumentFormattingParams {
    DocumentFormattingParams {
        text_document: document(),
        options: FormattingOptions::default(),
        work_done_progress_params: Default::default(),
    }
}

/// What may be written at a place, each with the text that it would make.
async fn completed(
    editor: &mut Editor,
    place: TextDocumentPositionParams,
    text: &str,
) -> Vec<(String, String)> {
    let params = CompletionParams {
        text_document_position: place,
        work_done_progress_params: Default::default(),
        partial_result_params: Default::default(),
        context: None,
    };
    let answer = editor.server.completion(params).await.expect("it answers");
    let Some(CompletionResponse::Array(items)) = answer else {
        panic!("{answer:?}");
    };
    let item = |item: async_lsp::lsp_types::CompletionItem| {
        let Some(CompletionTextEdit::Edit(edit)) = item.text_edit else {
            panic!("{} has no edit", item.label);
        };
        (item.label, edited(text, vec![edit]))
    };
    items.into_iter().map(item).collect()
}

/// What is said of a place.
async fn hovered(editor: &mut Editor, place: TextDocumentPositionParams) -> Option<String> {
    let params = async_lsp::lsp_types::HoverParams {
        text_document_position_params: place,
        work_done_progress_params: Default::default(),
    };
    let hover = editor.server.hover(params).await.expect("it answers")?;
    match hover.contents {
        HoverContents::Markup(markup) => Some(markup.value),
        other => panic!("{other:?}"),
    }
}
