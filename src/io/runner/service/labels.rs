//! Labels, for the desk: written to one scan after the other, and to none where one is another tenant's.

use super::Service;
use super::groups::{NO_LINE, words};
use crate::app::effect::Labelling;
use crate::app::job::JobId;
use crate::app::message::{Labelled, Message};
use crate::domain::text::Printable;
use crate::io::runner::Runner;

impl Runner {
    /// Adds labels to scans. What was begun is ended before the desk is left.
    pub(in crate::io::runner) fn label(&mut self, job: JobId, labelling: Labelling) {
        let (service, answers) = (self.service.clone(), self.answers.clone());
        self.write(async move {
            let mut labelled = Labelled {
                scans: Vec::new(),
                labels: labelling.labels.clone(),
                failed: None,
            };
            let written = match service {
                Some(service) => service.label(&labelling, &mut labelled.scans).await,
                None => Err(Printable::line(NO_LINE)),
            };
            labelled.failed = written.err();
            let _ = answers.send(Message::Labelled(job, labelled)).await;
        });
    }
}

impl Service {
    async fn label(&self, labelling: &Labelling, done: &mut Vec<String>) -> Result<(), Printable> {
        let settings = self.settings()?;
        let client = self.client(&settings).await.map_err(|why| words(&why))?;
        let mut tenants = labelling.scans.iter().filter_map(|it| it.tsg_id.as_ref());
        if let Some(why) = tenants.find_map(|tsg_id| client.elsewhere(tsg_id, &settings)) {
            return Err(Printable::line(&why));
        }
        for one in &labelling.scans {
            let added = client.label(&one.scan, &labelling.labels).await;
            added.map_err(|why| words(&why))?;
            done.push(one.scan.clone());
        }
        Ok(())
    }
}
