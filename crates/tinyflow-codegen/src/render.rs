//! From a plan to text: the pieces that break by width are laid out here, the
//! rest is in the templates.

mod width;

mod layout;

mod type_layout;

mod attribute;

mod doc;

mod constants;

mod lines;

mod pieces;

mod renderer;

mod templates;

mod own_templates;

mod error;

pub use error::RenderError;
pub use own_templates::{Templates, TemplatesError};
pub use templates::render;
