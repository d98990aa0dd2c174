//! What was fetched of groups, rules and scans, for when the service is away: the service's own rows and when they came. A
//! tenant's stand in a folder of its own.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::tenant::Tenant;
use crate::domain::text::Printable;
use crate::io::{bounded, save};

/// A larger file is none of ours.
const LIMIT: u64 = 64 << 20;

/// What was kept of a tenant.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

/// A list as it was.
#[derive(Debug, Deserialize, Serialize)]
pub struct Kept {
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// What was asked for, in words, where that was not everything.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// Its rows.
    pub rows: Vec<Box<RawValue>>,
}

impl Cache {
    /// What is kept of a tenant below a folder.
    pub fn of(folder: &Path, tenant: &Tenant) -> Self {
        // A TSG id is letters and digits, so it leads nowhere else.
        let folder = folder.join("tenants").join(&tenant.tsg_id.value);
        Self { folder }
    }

    /// Keeps a list, whole or not at all.
    pub fn keep(&self, name: &str, kept: &Kept) -> Result<(), Printable> {
        let failed = |why: &dyn std::fmt::Display| Printable::line(&why.to_string());
        let text = serde_json::to_string(kept).map_err(|why| failed(&why))?;
        save::private_folder(&self.folder).map_err(|why| failed(&why))?;
        save::over(&self.file(name), &text)
    }

    /// A list that was kept; none where nothing was, or what was is damaged.
    pub fn kept(&self, name: &str) -> Option<Kept> {
        let text = bounded::text(&self.file(name), LIMIT).ok()??;
        serde_json::from_str(&text).ok()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use crate::domain::tenant::{Field, Layer};

    #[test]
    fn what_is_kept_comes_back_and_damage_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let account = [(
            Field::ClientId,
            Some("ci@7.iam.panserviceaccount.com".into()),
        )];
        let tenant = Tenant::from_layers(None, &[Layer::asked(account)]).unwrap();
        let cache = Cache::of(folder.path(), &tenant);
        assert!(cache.kept("groups").is_none());
        let row = RawValue::from_string(r#"{"uuid":  "u"}"#.into()).unwrap();
        let kept = Kept {
            fetched_at: "2026-07-14T09:41:07Z".parse().unwrap(),
            asked: String::new(),
            rows: vec![row],
        };
        cache.keep("groups", &kept).unwrap();
        let back = cache.kept("groups").unwrap();
        assert_eq!(back.fetched_at, kept.fetched_at);
        assert_eq!(back.rows[0].get(), r#"{"uuid":  "u"}"#);
        fs::write(folder.path().join("tenants/7/groups.json"), "{\"rows\": [").unwrap();
        assert!(cache.kept("groups").is_none());
    }
}
