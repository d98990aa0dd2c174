//! The tenant's scans, for the desk: page by page as they come, or as they were kept.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use tokio::sync::mpsc::{self, Sender, UnboundedReceiver};

use super::Service;
use super::groups::{NO_LINE, words};
use crate::app::job::JobId;
use crate::app::message::{Giver, Listed, Message, Scanned};
use crate::domain::fault::Fault;
use crate::domain::group::{self, NotMeant};
use crate::domain::query::remote::Wish;
use crate::domain::scan::Scan;
use crate::domain::tenant::Tenant;
use crate::domain::text::{Printable, Untrusted};
use crate::format::airs::{self, List};
use crate::io::airs::{Cache, Filter, Kept, SCANS};
use crate::io::aside::aside;
use crate::io::runner::Runner;

/// What is said of a name that several groups have.
const SEVERAL: &str =
    "several security groups have that name; name the one that is meant by its UUID";
/// What is said of a group that the service cannot be asked for.
const NO_UUID: &str = "the UUID of that security group is none, so no scans can be asked for by it";

impl Runner {
    /// Asks for scans; those that were kept are there meanwhile.
    pub(in crate::io::runner) fn list_scans(&mut self, job: JobId, wish: Wish) {
        let (service, now) = (self.service.clone(), (self.clock)());
        let (stop, answers) = (self.stop(job), self.answers.clone());
        tokio::spawn(async move {
            let asking = Asking {
                job,
                wish,
                now,
                stop: &stop,
                answers: &answers,
            };
            let ended = match service {
                Some(service) => asking.of(&service).await,
                None => Err(Printable::line(NO_LINE)),
            };
            asking.tell(ended).await;
        });
    }
}

/// Pages of scans, and how many scans there are in all, where the service counts them.
type Coming = UnboundedReceiver<(Vec<Scan>, Option<u64>)>;

/// A question for scans.
struct Asking<'a> {
    job: JobId,
    wish: Wish,
    now: Timestamp,
    stop: &'a AtomicBool,
    answers: &'a Sender<Message>,
}

impl Asking<'_> {
    async fn tell(&self, news: Result<Scanned, Printable>) {
        let _ = self.answers.send(Message::Scans(self.job, news)).await;
    }

    /// Tells what comes, and gives how it ended.
    async fn of(&self, service: &Service) -> Result<Scanned, Printable> {
        if let Some(tenant) = service.tenant()
            && let Some(kept) = self.kept(service, &tenant, None).await
        {
            self.tell(Ok(kept)).await;
        }
        let settings = service.settings()?;
        let client = service.client(&settings).await.map_err(|why| words(&why))?;
        let filter = self.filter(service).await?;
        let (pages, coming) = mpsc::unbounded_channel();
        let listing = client.scans_as_they_come(&filter, move |scans, total| {
            let stopped = |_| Fault::Other("stopped".to_owned());
            pages.send((scans, total)).map_err(stopped)
        });
        let (listed, came) = tokio::join!(listing, self.hand_on(coming));
        let tenant = client.tenant();
        match listed {
            Ok(list) => Ok(Scanned::Whole(Listed {
                tenant: Printable::line(&tenant.words()),
                rows: Vec::new(),
                fetched_at: self.now,
                by: Giver::Service(self.keep(service, tenant, list).await),
            })),
            Err(fault) if !came && fault.is_away() => {
                let kept = self.kept(service, tenant, Some(words(&fault))).await;
                kept.ok_or_else(|| words(&fault))
            }
            Err(fault) => Err(words(&fault)),
        }
    }

    /// Tells of pages as they come, until there are no more or nobody wants them; says whether there were any.
    async fn hand_on(&self, mut coming: Coming) -> bool {
        let mut any = false;
        while let Some((scans, total)) = coming.recv().await {
            any = true;
            self.tell(Ok(Scanned::Further(scans, total))).await;
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        any
    }

    /// The scans that were kept and are what is asked for. Read on a thread of its own: there may be thousands.
    async fn kept(
        &self,
        service: &Service,
        tenant: &Tenant,
        why: Option<Printable>,
    ) -> Option<Scanned> {
        let cache = Cache::of(&service.places.cache, tenant);
        let (wish, tenant) = (self.wish.clone(), Printable::line(&tenant.words()));
        let read = move || {
            let kept = cache.kept(SCANS)?;
            let mut rows = airs::scans(&kept.rows).ok()?;
            rows.retain(|scan| wish.accepts(scan));
            let listed = Listed {
                tenant,
                rows,
                fetched_at: kept.fetched_at,
                by: Giver::Cache(why),
            };
            Some(Scanned::Kept(listed, kept.asked))
        };
        aside(read).await
    }

    /// Keeps a list; why it could not be, if so.
    async fn keep(&self, service: &Service, tenant: &Tenant, list: List) -> Option<Printable> {
        let cache = Cache::of(&service.places.cache, tenant);
        let kept = Kept {
            fetched_at: self.now,
            asked: self.wish.words.clone(),
            rows: list.rows,
        };
        aside(move || cache.keep(SCANS, &kept)).await.err()
    }

    /// The question in the service's own terms.
    async fn filter(&self, service: &Service) -> Result<Filter, Printable> {
        let wish = &self.wish;
        let group = match &wish.group {
            Some(group) => Some(self.group(service, group).await?),
            None => None,
        };
        let texts = |words: &[&str]| words.iter().copied().map(str::to_owned).collect();
        // The service takes both times or none.
        let from = wish.since.unwrap_or(Timestamp::UNIX_EPOCH);
        let between = match (wish.since, wish.until) {
            (None, None) => None,
            (_, Some(until)) => Some((from, until)),
            (Some(_), None) => Filter::since(from, self.now).between,
        };
        Ok(Filter {
            outcomes: texts(&wish.outcomes),
            source_types: texts(&wish.sources),
            group,
            prefix: wish.prefix.clone(),
            labels: wish.labels(),
            between,
        })
    }

    /// UUID of the group that is meant: a UUID is believed, a name is looked up.
    async fn group(&self, service: &Service, meant: &Untrusted) -> Result<String, Printable> {
        if let Some(uuid) = airs::uuid(meant.raw()) {
            return Ok(uuid);
        }
        let groups = service.groups(self.now).await?.rows;
        let group = group::meant(&groups, meant.raw());
        let why = match group.map(|group| airs::uuid(group.uuid.raw())) {
            Ok(Some(uuid)) => return Ok(uuid),
            Ok(None) => NO_UUID.to_owned(),
            Err(NotMeant::Ambiguous) => SEVERAL.to_owned(),
            Err(NotMeant::Unknown) => format!(
                "there is no security group “{}”; the screen of groups lists those there are",
                meant.raw()
            ),
        };
        Err(Printable::line(&why))
    }
}
