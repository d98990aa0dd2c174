//! The colours of pictures: a dark and a light terminal theme, both readable on their own ground.
#![expect(
    clippy::unreadable_literal,
    reason = "a colour is read as its six digits"
)]

use ratatui::style::Color;

/// A terminal theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Light ink on dark ground.
    Dark,
    /// Dark ink on light ground.
    Light,
}

/// A colour as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgb(pub u32);

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

impl Rgb {
    fn of(channels: [u32; 3]) -> Self {
        Self(channels.iter().fold(0, |rgb, channel| rgb << 8 | channel))
    }

    fn channels(self) -> [u32; 3] {
        [16, 8, 0].map(|shift| self.0 >> shift & 0xff)
    }

    /// `percent` of this colour over the other.
    pub fn over(self, under: Self, percent: u32) -> Self {
        let (top, bottom) = (self.channels(), under.channels());
        Self::of([0, 1, 2].map(|at| (top[at] * percent + bottom[at] * (100 - percent)) / 100))
    }
}

/// The sixteen colours of a terminal in their numbered order.
const DARK: [u32; 16] = [
    0x2a2f3a, 0xf07178, 0x9ccb7b, 0xe6b450, 0x6cb0f5, 0xc792ea, 0x5fc9c4, 0xbfc7d5, //
    0x768195, 0xff8f94, 0xb8e08f, 0xffcf70, 0x8fc5ff, 0xd9a8f7, 0x83e0db, 0xf2f5fa,
];
const LIGHT: [u32; 16] = [
    0x1f2430, 0xbf2431, 0x2f7a32, 0x8a5a00, 0x1f5fbf, 0x8737a8, 0x0d7377, 0xc9ced8, //
    0x6a7385, 0xd63945, 0x3b8c3e, 0xa66c00, 0x2d72d9, 0x9d4fc0, 0x158489, 0xf4f5f8,
];

impl Palette {
    /// What shows where nothing is painted.
    pub fn ground(self) -> Rgb {
        Rgb(match self {
            Self::Dark => 0x14171d,
            Self::Light => 0xfbfbfd,
        })
    }

    /// The colour of text without a colour.
    pub fn ink(self) -> Rgb {
        Rgb(match self {
            Self::Dark => 0xd6dbe5,
            Self::Light => 0x2a2f3a,
        })
    }

    /// The line around the window.
    pub fn frame(self) -> Rgb {
        self.ink().over(self.ground(), 22)
    }

    /// A terminal colour as this theme shows it; `reset` is what no colour means here.
    pub fn shows(self, color: Color, reset: Rgb) -> Rgb {
        match color {
            Color::Reset => reset,
            Color::Black => self.numbered(0),
            Color::Red => self.numbered(1),
            Color::Green => self.numbered(2),
            Color::Yellow => self.numbered(3),
            Color::Blue => self.numbered(4),
            Color::Magenta => self.numbered(5),
            Color::Cyan => self.numbered(6),
            Color::Gray => self.numbered(7),
            Color::DarkGray => self.numbered(8),
            Color::LightRed => self.numbered(9),
            Color::LightGreen => self.numbered(10),
            Color::LightYellow => self.numbered(11),
            Color::LightBlue => self.numbered(12),
            Color::LightMagenta => self.numbered(13),
            Color::LightCyan => self.numbered(14),
            Color::White => self.numbered(15),
            Color::Rgb(red, green, blue) => Rgb::of([red, green, blue].map(u32::from)),
            Color::Indexed(number) => self.numbered(number),
        }
    }

    /// The 256 colours: sixteen of the theme, a cube of six steps a side, a ramp of greys.
    fn numbered(self, number: u8) -> Rgb {
        let number = u32::from(number);
        match number {
            0..16 => Rgb(match self {
                Self::Dark => DARK[number as usize],
                Self::Light => LIGHT[number as usize],
            }),
            16..232 => {
                let step = |level| if level == 0 { 0 } else { 55 + 40 * level };
                let cube = number - 16;
                Rgb::of([cube / 36, cube / 6 % 6, cube % 6].map(step))
            }
            _ => Rgb::of([8 + 10 * (number - 232); 3]),
        }
    }
}
