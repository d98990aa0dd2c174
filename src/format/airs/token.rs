//! The token service's answer (facts §4.1).

use serde::Deserialize;

use crate::format::intake::wire::Count;

/// How long a token is good for where the service does not say.
const UNSAID: u64 = 300;
/// A token is not trusted for longer, whatever the service says.
const LONGEST: u64 = 24 * 3600;

/// A token was granted.
#[derive(PartialEq, Eq)]
pub struct Granted {
    /// The token.
    pub token: String,
    /// For how many seconds it is good.
    pub seconds: u64,
}

#[derive(Deserialize)]
struct Said {
    access_token: String,
    #[serde(default)]
    expires_in: Count,
}

/// Reads an answer; says in words that hold nothing of the answer why it grants no token.
pub fn granted(text: &str) -> Result<Granted, &'static str> {
    if text.trim_start().starts_with('<') {
        return Err("it is a web page, not a token");
    }
    let said: Said = serde_json::from_str(text).map_err(|_| "it holds no access_token")?;
    let plain =
        !said.access_token.is_empty() && said.access_token.bytes().all(|it| it.is_ascii_graphic());
    if !plain {
        return Err("its access_token is none");
    }
    Ok(Granted {
        token: said.access_token,
        seconds: said.expires_in.0.unwrap_or(UNSAID).min(LONGEST),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_token_is_a_token() {
        let read = |text| granted(text).map(|it| (it.token, it.seconds));
        assert_eq!(
            read(r#"{"access_token": "abc", "expires_in": 899}"#),
            Ok(("abc".into(), 899))
        );
        assert_eq!(
            read(r#"{"access_token": "abc", "expires_in": "60"}"#),
            Ok(("abc".into(), 60))
        );
        assert_eq!(
            read(r#"{"access_token": "abc"}"#),
            Ok(("abc".into(), UNSAID))
        );
        assert_eq!(
            read(r#"{"access_token": "abc", "expires_in": 99999999999}"#),
            Ok(("abc".into(), LONGEST))
        );
        for (text, why) in [
            ("<!DOCTYPE html>", "web page"),
            ("{}", "no access_token"),
            (r#"{"access_token": ""}"#, "is none"),
            (r#"{"access_token": "a\nb"}"#, "is none"),
            (r#"{"access_token": 7}"#, "no access_token"),
        ] {
            assert!(read(text).unwrap_err().contains(why), "{text}");
        }
    }
}
