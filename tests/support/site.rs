//! A desk beside a simulated tenant, as journeys find it: the tenant, a folder for all that the desk keeps, and the
//! line between the two.

use std::time::Duration;

use airs_triage::io::places::Places;
use airs_triage::io::runner::Service;
use tempfile::TempDir;

use super::account::{client, places};
use super::desk::Setting;
use super::tenant::{Tenant, World};

/// A tenant and a folder.
pub struct Site {
    pub tenant: Tenant,
    pub folder: TempDir,
}

impl Site {
    /// A tenant of this world, and an empty folder.
    pub fn of(world: World) -> Self {
        Self {
            tenant: Tenant::start(world),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Where its desk keeps what.
    pub fn places(&self) -> Places {
        places(self.folder.path())
    }

    /// Its line to the tenant.
    pub fn service(&self) -> Service {
        Service::with(&self.places(), client(&self.tenant))
    }

    /// Waits until the tenant was asked so often.
    pub async fn asked(&self, route: &str, often: usize) {
        let asked = async {
            while self.tenant.count(route) < often {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), asked).await;
        waited.expect("nobody asks");
    }

    /// A desk without reports.
    pub async fn desk(&self, size: (u16, u16)) -> Setting {
        Setting::on(Vec::new(), size).await.with(self.service())
    }
}
