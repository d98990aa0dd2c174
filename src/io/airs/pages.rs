//! Lists: always every page. The first page tells how many rows there are; the others are then fetched side by side. A
//! total that is not known, or is a floor, means to go on until a page is empty.

use std::collections::HashSet;

use futures::{StreamExt, stream};
use serde_json::value::RawValue;
use url::Url;

use super::Client;
use crate::domain::fault::{Asked, Fault};
use crate::format::airs::{List, Page, garbled};

/// Rows of a page, at most; more is refused by the service.
const ROWS: usize = 100;
/// Rows of a page of files, for which the service allows more.
const FILE_ROWS: usize = 1000;
/// Pages of one list that are on their way at once.
const AT_ONCE: usize = 8;
/// A list with more rows is none.
const MOST_ROWS: usize = 1_000_000;
/// A list whose length nobody tells ends here.
const MOST_UNCOUNTED: usize = 100_000;
/// Bytes of a list that are held.
const MOST_BYTES: usize = 1 << 30;

/// A list to ask for.
pub(super) struct Question {
    /// What it is.
    pub(super) asked: Asked,
    /// Its address, with what it is filtered by.
    pub(super) url: Url,
    /// Its name in the answer.
    pub(super) name: &'static str,
}

/// A list as it grows.
#[derive(Default)]
struct Growing {
    list: List,
    seen: HashSet<String>,
    bytes: usize,
    /// Rows that came, repeated ones too: where the next page begins.
    came: usize,
}

/// Rows of a list that have just come, and how many it has in all, where the service counts them.
pub(super) type Fresh<'a> = (&'a [Box<RawValue>], Option<u64>);

impl Client {
    /// Every row of a list.
    pub(super) async fn list(&self, question: &Question) -> Result<List, Fault> {
        self.list_as_it_comes(question, |_| Ok(())).await
    }

    /// The same; each page is shown when it has come, in the order of the list. Who looks at them can end it.
    pub(super) async fn list_as_it_comes(
        &self,
        question: &Question,
        mut show: impl FnMut(Fresh<'_>) -> Result<(), Fault>,
    ) -> Result<List, Fault> {
        let mut growing = Growing::default();
        let first = self.page(question, 0).await?;
        let (step, total) = (first.rows.len(), first.total);
        growing.list.total = total;
        show((growing.take(question.asked, first)?, total))?;
        let expected = total.map(|total| usize::try_from(total).unwrap_or(usize::MAX));
        if expected.is_some_and(|rows| rows > MOST_ROWS) {
            return Err(too_large(question.asked));
        }
        if let Some(expected) = expected.filter(|_| step > 0) {
            let rest = (step..expected).step_by(step);
            let pages = rest.map(|skip| self.page(question, skip));
            let mut pages = stream::iter(pages).buffered(AT_ONCE);
            while let Some(page) = pages.next().await {
                show((growing.take(question.asked, page?)?, total))?;
            }
        }
        // What was counted may have come short, and what was not counted goes on.
        while step > 0 && expected.is_none_or(|rows| growing.list.rows.len() < rows) {
            let page = self.page(question, growing.came).await?;
            if page.rows.is_empty() {
                break;
            }
            show((growing.take(question.asked, page)?, total))?;
            if growing.list.rows.len() > MOST_UNCOUNTED.max(expected.unwrap_or(0)) {
                return Err(Fault::Endless {
                    asked: question.asked,
                });
            }
        }
        Ok(growing.list)
    }

    async fn page(&self, question: &Question, skip: usize) -> Result<Page, Fault> {
        let asked = question.asked;
        let limit = match asked {
            Asked::Files => FILE_ROWS,
            _ => ROWS,
        };
        let mut url = question.url.clone();
        url.query_pairs_mut()
            .append_pair("limit", &limit.to_string())
            .append_pair("skip", &skip.to_string());
        let body = self.get(asked, &url).await?;
        Page::read(&body, question.name)
            .map_err(|why| garbled(asked, self.host(asked), &body, &why))
    }
}

impl Growing {
    /// Takes a page and gives its new rows. One that brings nothing but what came before is a list that goes round in
    /// circles.
    fn take(&mut self, asked: Asked, page: Page) -> Result<&[Box<RawValue>], Fault> {
        let identities: Vec<String> = page.identities().collect();
        self.came += page.rows.len();
        let before = self.list.rows.len();
        let empty = page.rows.is_empty();
        for (row, identity) in page.rows.into_iter().zip(identities) {
            self.bytes += row.get().len();
            if self.seen.insert(identity) {
                self.list.rows.push(row);
            }
        }
        if self.bytes > MOST_BYTES {
            return Err(too_large(asked));
        }
        if !empty && self.list.rows.len() == before {
            return Err(Fault::Endless { asked });
        }
        Ok(&self.list.rows[before..])
    }
}

fn too_large(asked: Asked) -> Fault {
    Fault::TooLarge {
        asked,
        limit: "1,000,000 rows or 1 GiB",
    }
}
