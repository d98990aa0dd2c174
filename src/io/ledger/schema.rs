//! Opening a ledger: the file, who may read it, and which layout it has.
//!
//! The file's header names it: `application_id` says that it is a ledger, `user_version` which layout it has. A file
//! that says anything else is refused before a byte of it is changed.

use std::fs::OpenOptions;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqliteConnection, SqlitePool};

use super::Fault;
use super::access::{Files, Look};
use super::fault::shown;
use crate::domain::text::Printable;
use crate::io::save;

/// The bytes `airt`, where `SQLite` keeps a file's application.
const APPLICATION: i64 = 0x6169_7274;
/// The layouts by number, each made from the one before; never edited once released.
const LAYOUTS: [(i64, &str); 1] = [(1, include_str!("schema.sql"))];
/// The layout this program writes.
const KNOWN: i64 = 1;
/// The smallest page of a database. A shorter file passes for an empty one and would be written over.
const SMALLEST: u64 = 512;
/// How many rows the database's thread reads ahead; few make the two threads wait for each other.
const ROWS_AHEAD: usize = 1_024;
/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the header of a database file says.
enum Header {
    /// Nothing yet: a new file.
    Blank,
    /// A ledger of a layout.
    Ledger(i64),
    /// A database of something else.
    Foreign,
}

/// A ledger that is open, and what stands in the way of writing it.
pub(super) struct Opened {
    pub(super) pool: SqlitePool,
    pub(super) barred: Option<Printable>,
}

/// Opens a ledger, and makes one where there is none. One that may not be written is opened to be read.
pub(super) async fn open(path: &Path) -> Result<Opened, Fault> {
    create(path)?;
    let files = Files::of(path);
    let barred = files.barred();
    let pool = if barred.is_some() {
        look(path, &files).await?
    } else {
        let options = SqliteConnectOptions::new().filename(path);
        let pool = pool(options, Kept::Always)
            .await
            .map_err(|error| Fault::opening(path, &error))?;
        prepare(&pool, path).await?;
        pool
    };
    Ok(Opened { pool, barred })
}

/// Whether there is a ledger; where that cannot be told, it is a fault, since no ledger means no verdicts.
pub(super) fn is_there(path: &Path) -> Result<bool, Fault> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(unopened(path, &error)),
    }
}

/// Opens a ledger that may not be written, and makes nothing beside it that others could not use.
pub(super) async fn look(path: &Path, files: &Files) -> Result<SqlitePool, Fault> {
    let look = files.look();
    if look == Look::Unindexed {
        // Where it cannot be made, the database says why it cannot read.
        let _ = files.make_index();
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(look == Look::Alone);
    let kept = match look {
        Look::Alone => Kept::WhileUsed,
        Look::Shared | Look::Unindexed => Kept::Always,
    };
    let fault = |error: sqlx::Error| Fault::opening(path, &error);
    let pool = pool(options, kept).await.map_err(fault)?;
    let mut connection = pool.acquire().await.map_err(fault)?;
    if layout(&mut connection, path).await? == 0 {
        return in_memory().await;
    }
    drop(connection);
    Ok(pool)
}

pub(super) async fn in_memory() -> Result<SqlitePool, Fault> {
    let name = Path::new(":memory:");
    let pool = pool(SqliteConnectOptions::new().in_memory(true), Kept::Always)
        .await
        .map_err(|error| Fault::opening(name, &error))?;
    prepare(&pool, name).await?;
    Ok(pool)
}

/// How long a connection is kept.
#[derive(Clone, Copy)]
enum Kept {
    /// As long as the ledger is: one in memory lives exactly as long as its connection.
    Always,
    /// For one use, where the connection would not notice that others change the file.
    WhileUsed,
}

/// One connection at a time.
async fn pool(options: SqliteConnectOptions, kept: Kept) -> Result<SqlitePool, sqlx::Error> {
    let options = options
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        .row_buffer_size(ROWS_AHEAD);
    SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_release(move |_, _| Box::pin(async move { Ok(matches!(kept, Kept::Always)) }))
        .connect_with(options)
        .await
}

/// Makes the file first, for its owner only; the database gives the files beside it the same permissions.
fn create(path: &Path) -> Result<(), Fault> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        save::private_folder(folder).map_err(|error| Fault::Folder {
            folder: shown(folder),
            why: Printable::line(&error.to_string()),
        })?;
    }
    private_file(path).map_err(|error| unopened(path, &error))?;
    // Only asked for, not opened: closing a file drops the locks that this process holds on it elsewhere.
    let file = std::fs::metadata(path).map_err(|error| unopened(path, &error))?;
    if file.is_dir() {
        return Err(unopened(path, &ErrorKind::IsADirectory.into()));
    }
    if (1..SMALLEST).contains(&file.len()) {
        return Err(Fault::NotALedger { path: shown(path) });
    }
    Ok(())
}

fn unopened(path: &Path, error: &Error) -> Fault {
    Fault::Open {
        path: shown(path),
        why: Printable::line(&error.to_string()),
    }
}

fn private_file(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Brings a file to the layout we know.
async fn prepare(pool: &SqlitePool, path: &Path) -> Result<(), Fault> {
    let fault = |error: sqlx::Error| Fault::opening(path, &error);
    let mut connection = pool.acquire().await.map_err(fault)?;
    if layout(&mut connection, path).await? < KNOWN {
        extend(&mut connection, path).await?;
    }
    // Changes nothing where the file has this mode already. Two processes that begin a ledger at once may refuse each
    // other the change: the old journal is as safe, and the next one to open asks again.
    let journal = sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *connection);
    match journal.await.map_err(fault) {
        Ok(_) | Err(Fault::Busy | Fault::ReadOnly { .. }) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Adds the layouts that are missing, with the header, all or none.
async fn extend(connection: &mut SqliteConnection, path: &Path) -> Result<(), Fault> {
    let fault = |error: sqlx::Error| Fault::opening(path, &error);
    let mut whole = sqlx::Connection::begin_with(connection, "BEGIN IMMEDIATE")
        .await
        .map_err(fault)?;
    // Read again now that nobody else writes: another process may have been faster.
    let present = layout(&mut whole, path).await?;
    for (number, layout) in LAYOUTS {
        if number > present {
            sqlx::raw_sql(layout)
                .execute(&mut *whole)
                .await
                .map_err(fault)?;
        }
    }
    let header = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {KNOWN}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(header))
        .execute(&mut *whole)
        .await
        .map_err(fault)?;
    whole.commit().await.map_err(fault)
}

/// The layout of a file; 0 for a new one.
async fn layout(connection: &mut SqliteConnection, path: &Path) -> Result<i64, Fault> {
    let header = header(connection)
        .await
        .map_err(|error| Fault::opening(path, &error))?;
    match header {
        Header::Blank => Ok(0),
        Header::Ledger(version) if version <= KNOWN => Ok(version),
        Header::Ledger(version) => Err(Fault::Newer {
            path: shown(path),
            version,
            known: KNOWN,
        }),
        Header::Foreign => Err(Fault::NotALedger { path: shown(path) }),
    }
}

async fn header(connection: &mut SqliteConnection) -> Result<Header, sqlx::Error> {
    let (application, version, tables): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT application_id FROM pragma_application_id),
                (SELECT user_version FROM pragma_user_version),
                (SELECT count(*) FROM sqlite_schema)",
    )
    .fetch_one(connection)
    .await?;
    Ok(match (application, version, tables) {
        (APPLICATION, 1.., _) => Header::Ledger(version),
        (0, 0, 0) => Header::Blank,
        _ => Header::Foreign,
    })
}
