//! The sample flow `video-pipeline` with its tasks filled in.

pub mod media_service;
pub mod video_pipeline;
