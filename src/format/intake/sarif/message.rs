//! Messages, which are written out or made from a rule's template and arguments.

use serde::Deserialize;

use crate::format::intake::wire::Text;

/// A message, and a message string, which has the same two renderings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Message<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow)]
    markdown: Text<'a>,
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    #[serde(borrow)]
    pub(super) arguments: Option<Vec<Text<'a>>>,
}

impl Message<'_> {
    /// The text, else its Markdown.
    pub(super) fn plain(&self) -> Option<&str> {
        self.text.get().or(self.markdown.get())
    }

    /// A template with this message's arguments in it. Every argument is used once, so that the result is never
    /// longer than what it is made of.
    pub(super) fn fill(&self, template: &str) -> String {
        let arguments = self.arguments.iter().flatten();
        let mut arguments: Vec<_> = arguments.map(|text| Some(text.or_empty())).collect();
        let mut parts = template.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let placeholder = part.split_once('}');
            let argument = placeholder.and_then(|(number, rest)| {
                let number: usize = number.parse().ok()?;
                Some((arguments.get_mut(number)?.take()?, rest))
            });
            match argument {
                Some((argument, rest)) => filled.extend([argument, rest]),
                None => filled.extend(["{", part]),
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn templates_take_each_argument_once() {
        let message: Message =
            serde_json::from_str(r#"{"id":"m","arguments":["a","{0}"]}"#).unwrap();
        assert_eq!(
            message.fill("{0} calls {1}, {0} {9} {x} {"),
            "a calls {0}, {0} {9} {x} {"
        );
    }
}
