//! Where videos are worked on.

use std::io;

/// What is to be done with a video.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Write down what is said.
    Transcribe {
        /// The language that is spoken.
        language: String,
    },
    /// Cut the video into pictures.
    CutFrames,
    /// Find the people in the pictures.
    FindFaces,
    /// Read what stands in the pictures.
    ReadCaptions,
}

/// A service that works on videos, and takes minutes or hours for it.
pub trait MediaService: Send + Sync {
    /// Starts a job and gives its id. The same key starts one, however often it is asked for.
    fn start(
        &self,
        job: Job,
        video: &str,
        key: &str,
    ) -> impl Future<Output = io::Result<String>> + Send;

    /// What a job has come to, once it is done.
    fn result(&self, job: &str) -> impl Future<Output = io::Result<Option<Vec<String>>>> + Send;

    /// Shows a video to everybody.
    fn publish(
        &self,
        video: &str,
        labels: &[String],
        key: &str,
    ) -> impl Future<Output = io::Result<()>> + Send;
}
