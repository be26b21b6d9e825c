//! From a request to its answer.

use std::collections::BTreeMap;

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::{
    CodeActionRequest, Completion, Formatting, GotoDefinition, HoverRequest, PrepareRenameRequest,
    References, Rename, Request as _,
};
use lsp_types::{GotoDefinitionResponse, Uri};

use crate::document::{Document, Look};
use crate::{actions, completion, hover, layout, navigation, rename};

/// Answers a request about one of the open documents.
pub(super) fn answer(documents: &mut BTreeMap<String, Document>, request: Request) -> Response {
    let mut desk = Desk { documents };
    match request.method.as_str() {
        Completion::METHOD => desk.answer::<Completion, _>(request, |params| {
            let at = params.text_document_position;
            (at.text_document.uri, move |look: Look<'_>| {
                Ok(Some(completion::completion(look, at.position).into()))
            })
        }),
        HoverRequest::METHOD => desk.answer::<HoverRequest, _>(request, |params| {
            let at = params.text_document_position_params;
            (at.text_document.uri, move |look: Look<'_>| {
                Ok(hover::hover(look, at.position))
            })
        }),
        GotoDefinition::METHOD => desk.answer::<GotoDefinition, _>(request, |params| {
            let at = params.text_document_position_params;
            (at.text_document.uri, move |look: Look<'_>| {
                let location = navigation::definition(look, at.position);
                Ok(location.map(GotoDefinitionResponse::Scalar))
            })
        }),
        References::METHOD => desk.answer::<References, _>(request, |params| {
            let at = params.text_document_position;
            let itself = params.context.include_declaration;
            (at.text_document.uri, move |look: Look<'_>| {
                Ok(Some(navigation::references(look, at.position, itself)))
            })
        }),
        PrepareRenameRequest::METHOD => desk.answer::<PrepareRenameRequest, _>(request, |at| {
            (at.text_document.uri, move |look: Look<'_>| {
                Ok(rename::prepare(look, at.position))
            })
        }),
        Rename::METHOD => desk.answer::<Rename, _>(request, |params| {
            let at = params.text_document_position;
            let new = params.new_name;
            (at.text_document.uri, move |look: Look<'_>| {
                rename::rename(look, at.position, &new).map(Some)
            })
        }),
        CodeActionRequest::METHOD => desk.answer::<CodeActionRequest, _>(request, |params| {
            (params.text_document.uri, move |look: Look<'_>| {
                Ok(Some(actions::actions(look, params.range)))
            })
        }),
        Formatting::METHOD => desk.answer::<Formatting, _>(request, |params| {
            (params.text_document.uri, |look: Look<'_>| {
                Ok(layout::layout(look))
            })
        }),
        other => {
            let message = format!("there is no request {other}");
            Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
        }
    }
}

struct Desk<'d> {
    documents: &'d mut BTreeMap<String, Document>,
}

impl Desk<'_> {
    /// Answers with what `about` makes of the parameters: the document that is
    /// meant, and what to say of it.
    fn answer<R, G>(
        &mut self,
        request: Request,
        about: impl FnOnce(R::Params) -> (Uri, G),
    ) -> Response
    where
        R: lsp_types::request::Request,
        G: FnOnce(Look<'_>) -> Result<R::Result, String>,
    {
        let refusal =
            |code: ErrorCode, message| Response::new_err(request.id.clone(), code as i32, message);
        let params = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => return refusal(ErrorCode::InvalidParams, error.to_string()),
        };
        let (uri, say) = about(params);
        let Some(document) = self.documents.get_mut(uri.as_str()) else {
            let message = format!("{} is not open", uri.as_str());
            return refusal(ErrorCode::InvalidParams, message);
        };
        match say(document.read()) {
            Ok(result) => Response::new_ok(request.id, result),
            Err(message) => refusal(ErrorCode::RequestFailed, message),
        }
    }
}
