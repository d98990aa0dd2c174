//! Secrets in the keyring of the operating system, and nowhere else: Keychain, Credential Manager, Secret Service.
//!
//! A keyring may ask its user and take its time, and brings a runtime of its own: every call is made on a thread
//! where waiting is allowed. Whether there is a keyring is looked up once in the life of the program.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};

use crate::domain::fault::{Fault, Keyring};
use crate::domain::text::Untrusted;

/// Under which name the keyring lists the secrets of this program.
const SERVICE: &str = "airs-triage";

/// The secret of an account; none where none is kept.
pub async fn read(account: &str) -> Result<Option<SecretString>, Fault> {
    on_a_thread(account, |entry| match entry.get_password() {
        Ok(secret) => Ok(Some(secret.into())),
        Err(Error::NoEntry) => Ok(None),
        Err(why) => Err(why),
    })
    .await
}

/// Keeps the secret of an account, in the place of an older one.
pub async fn write(account: &str, secret: SecretString) -> Result<(), Fault> {
    on_a_thread(account, move |entry| {
        entry.set_password(secret.expose_secret())
    })
    .await
}

/// Deletes the secret of an account; says whether there was one.
pub async fn delete(account: &str) -> Result<bool, Fault> {
    on_a_thread(account, |entry| match entry.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(why) => Err(why),
    })
    .await
}

async fn on_a_thread<T, F>(account: &str, act: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
{
    let account = account.to_owned();
    let done = tokio::task::spawn_blocking(move || {
        let entry = Entry::new(SERVICE, &account)?;
        act(&entry)
    });
    let failed = |why: &dyn std::fmt::Display| {
        Fault::Keyring(Keyring::Failed {
            why: why.to_string().into(),
        })
    };
    match done.await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(why)) => Err(Fault::Keyring(fault(&why))),
        Err(why) => Err(failed(&why)),
    }
}

/// What an error means. That there is no keyring says nothing of why; the look at the start of the program does.
fn fault(error: &Error) -> Keyring {
    let cause = match (error, Entry::store_status()) {
        (Error::NoDefaultStore, Err(cause)) => cause,
        _ => error,
    };
    match error {
        Error::NoDefaultStore => Keyring::Absent { why: words(cause) },
        Error::NoStorageAccess(_) => Keyring::Locked { why: words(cause) },
        _ => Keyring::Failed { why: words(cause) },
    }
}

/// An error in words. What the keyring holds is never among them.
fn words(error: &Error) -> Untrusted {
    match error {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            "what it holds for this account is no text".into()
        }
        // Without the words of the layer above, which say nothing.
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => cause.to_string().into(),
        Error::Ambiguous(_) => "it holds several secrets for this account".into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_keyrings_become_a_cause_and_the_ways_out() {
        let platform = |words: &str| -> Box<dyn std::error::Error + Send + Sync> { words.into() };
        let cases = [
            (
                Error::NoStorageAccess(platform("SS error: prompt dismissed")),
                "prompt dismissed",
                "unlock it",
            ),
            (
                Error::PlatformFailure(platform("zbus error")),
                "zbus error",
                "stay offline",
            ),
            (
                Error::BadEncoding(b"canary".to_vec()),
                "is no text",
                "MODEL_SECURITY_CLIENT_SECRET",
            ),
            (
                Error::Ambiguous(Vec::new()),
                "several secrets",
                "stay offline",
            ),
        ];
        for (error, why, way) in cases {
            let said = Fault::Keyring(fault(&error)).to_string();
            assert!(
                said.contains(why) && said.to_lowercase().contains(&way.to_lowercase()),
                "{said}"
            );
            assert!(!said.contains("canary"), "{said}");
        }
        let absent = Keyring::Absent {
            why: "no bus".into(),
        };
        let said = Fault::Keyring(absent).to_string();
        for word in [
            "no bus",
            "MODEL_SECURITY_CLIENT_SECRET",
            "Secret Service",
            "offline",
        ] {
            assert!(said.contains(word), "{said}");
        }
    }
}
