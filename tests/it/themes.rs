//! The screens in every theme: what is said in colour is said in words or signs as well.

use airs_triage::view::theme::Theme;

use crate::support::desk::{Setting, at};
use crate::support::palette::Palette;

#[tokio::test]
async fn key_screens_in_every_theme() {
    for (theme, palette, name) in [
        (Theme::light(), Palette::Light, "light"),
        (Theme::sixteen(), Palette::Dark, "16"),
        (Theme::plain(), Palette::Light, "none"),
    ] {
        let setting = Setting {
            theme,
            ..Setting::demo((100, 30)).await
        };
        at(setting, async |hand| {
            hand.sees("10 reports").await;
            hand.picture(palette, &format!("theme-{name}-reports"))
                .await;
            hand.press("Enter");
            hand.sees("2 of 11 decided").await;
            hand.picture(palette, &format!("theme-{name}-report")).await;
            hand.press("f");
            hand.sees("expires").await;
            hand.picture(palette, &format!("theme-{name}-verdict"))
                .await;
        })
        .await;
    }
}
