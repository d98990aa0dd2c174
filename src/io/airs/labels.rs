//! Labels of a scan: added to those that it carries, never put in their place.

use reqwest::header::CONTENT_TYPE;
use serde::Serialize;

use super::Client;
use crate::domain::fault::{Asked, Fault};
use crate::domain::label::Label;

impl Client {
    /// Adds labels to a scan. One with the same key gets the new value; the others stay.
    pub async fn label(&self, scan: &str, labels: &[Label]) -> Result<(), Fault> {
        #[derive(Serialize)]
        struct Body<'a> {
            labels: &'a [Label],
        }
        let body = serde_json::to_string(&Body { labels });
        let body = body.map_err(|why| Fault::Other(why.to_string()))?;
        let url = self.data(&["scans", scan, "labels"]);
        // Added twice they are the same labels, so this question may be asked again.
        let question = || {
            let question = self.inside.http.post(url.clone());
            question
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone())
        };
        self.patiently(Asked::Labels, question).await.map(drop)
    }
}
