//! Text being typed. Wraps the text area widget's editing, which knows words, undo and graphemes; drawing is the
//! view's.

use ratatui_textarea::{CursorMove, Input, Key as InputKey, TextArea};

use crate::app::press::{Key, Named, Press};

/// Longest text a field takes, in characters.
const LIMIT: usize = 4_000;

/// One line of text with a cursor.
#[derive(Clone, Debug, Default)]
pub struct Field(TextArea<'static>);

impl Field {
    /// A field that holds a text, the cursor behind it.
    pub fn with(text: &str) -> Self {
        let mut area = TextArea::from([one_line(text)]);
        area.move_cursor(CursorMove::End);
        Self(area)
    }

    /// A field that holds a text, the cursor before one of its characters.
    pub fn at(text: &str, cursor: usize) -> Self {
        let mut field = Self::with(text);
        let column = u16::try_from(cursor).unwrap_or(u16::MAX);
        field.0.move_cursor(CursorMove::Jump(0, column));
        field
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.lines().first().map_or("", String::as_str)
    }

    /// The cursor, in characters from the start.
    pub fn cursor(&self) -> usize {
        self.0.cursor().1
    }

    /// Takes a press; says whether it was one for text.
    pub fn press(&mut self, press: Press) -> bool {
        let Some(input) = input(press) else {
            return false;
        };
        match press.key {
            Key::Char('u') if press.ctrl => {
                self.0.delete_line_by_head();
                return true;
            }
            // Ctrl-_ as terminals send it.
            Key::Char('_' | '7') if press.ctrl => {
                self.0.undo();
                return true;
            }
            _ => {}
        }
        let typing = matches!(input.key, InputKey::Char(_)) && !input.ctrl && !input.alt;
        if !typing || self.text().chars().count() < LIMIT {
            self.0.input(input);
        }
        true
    }

    /// Takes a whole text in place of what it holds, as one line, or leaves it as it is.
    pub fn replace(&mut self, text: &str) -> Result<(), Unfit> {
        let text = one_line(&text.replace('\t', " "));
        let text = text.trim();
        if let Some(control) = text.chars().find(|character| character.is_control()) {
            return Err(Unfit::Control(control));
        }
        match text.chars().count() {
            count if count > LIMIT => Err(Unfit::Long(count)),
            _ => {
                *self = Self::with(text);
                Ok(())
            }
        }
    }

    /// Takes pasted text, as one line; says whether there was room for all of it.
    pub fn paste(&mut self, text: &str) -> bool {
        let room = LIMIT.saturating_sub(self.text().chars().count());
        // What steers a terminal comes with a copy from one, and is not meant.
        let line = one_line(text).replace(char::is_control, " ");
        let end = line.char_indices().nth(room).map(|(end, _)| end);
        self.0.insert_str(&line[..end.unwrap_or(line.len())]);
        end.is_none()
    }
}

/// Why a text cannot stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is longer than a field takes.
    #[error("{0} characters are too many, {LIMIT} at most.")]
    Long(usize),
    /// It holds something that is no text.
    #[error("it holds the control character {}, which no note does.", .0.escape_default())]
    Control(char),
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r'])
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The press as the widget takes it; none for keys that belong to the form around the field.
fn input(press: Press) -> Option<Input> {
    let key = match press.key {
        Key::Char(character) => InputKey::Char(character),
        Key::Named(named) => match named {
            Named::Backspace => InputKey::Backspace,
            Named::Delete => InputKey::Delete,
            Named::Left => InputKey::Left,
            Named::Right => InputKey::Right,
            Named::Home => InputKey::Home,
            Named::End => InputKey::End,
            Named::Enter
            | Named::Esc
            | Named::Tab
            | Named::BackTab
            | Named::Up
            | Named::Down
            | Named::PageUp
            | Named::PageDown => return None,
        },
    };
    let newline = press.ctrl && matches!(press.key, Key::Char('m' | 'j'));
    (!newline).then_some(Input {
        key,
        ctrl: press.ctrl,
        alt: press.alt,
        shift: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_editing_and_pasting_stay_on_one_line() {
        let mut field = Field::with("note");
        for key in ["!", "Backspace", "s", "Ctrl-m", "Home", "A", "Space"] {
            field.press(key.parse().unwrap());
        }
        assert_eq!(field.text(), "A notes");
        assert_eq!(field.cursor(), 2);
        field.paste("one\r\ntwo\n");
        assert_eq!(field.text(), "A one twonotes");
        assert!(!field.press("Enter".parse().unwrap()));
        field.press("Ctrl-u".parse().unwrap());
        assert_eq!(field.text(), "notes");
    }

    #[test]
    fn a_text_replaces_another_whole_or_not_at_all() {
        let mut field = Field::with("before");
        assert_eq!(field.replace("first\tline\r\n\nsecond line\n"), Ok(()));
        assert_eq!(field.text(), "first line second line");
        assert_eq!(field.cursor(), field.text().len());
        assert_eq!(field.replace("bell\u{7}"), Err(Unfit::Control('\u{7}')));
        let long = "x".repeat(LIMIT + 1);
        assert_eq!(field.replace(&long), Err(Unfit::Long(LIMIT + 1)));
        assert_eq!(field.text(), "first line second line");
        assert_eq!(field.replace(" \n"), Ok(()));
        assert_eq!(field.text(), "");
    }

    #[test]
    fn a_megabyte_of_paste_is_cut() {
        let mut field = Field::default();
        assert!(!field.paste(&"x".repeat(1 << 20)));
        assert_eq!(field.text().len(), LIMIT);
    }
}
