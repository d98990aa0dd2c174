//! A cursor over a list and the window that shows it. The cursor follows what it stands on, not its position: when
//! the list changes, it is put back on the same thing, or stays as near as it can.

/// Cursor and window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    cursor: usize,
    top: usize,
}

impl List {
    /// Where the cursor stands.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first line of the window.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Puts the cursor on a line of a list of this length and moves the window as little as that needs.
    pub fn go(&mut self, to: usize, length: usize, height: usize) {
        self.cursor = to.min(length.saturating_sub(1));
        self.fit(length, height);
    }

    /// Puts the cursor where the thing it stands on is by now; both stay on their line of the screen where they can.
    pub fn carry(&mut self, to: usize, length: usize, height: usize) {
        let before = self.cursor.saturating_sub(self.top);
        self.top = to.saturating_sub(before);
        self.go(to, length, height);
    }

    /// Moves by so many lines, not past the ends.
    pub fn step(&mut self, by: isize, length: usize, height: usize) {
        self.go(self.cursor.saturating_add_signed(by), length, height);
    }

    /// Moves the window by so many lines, and the cursor only as far as it must to stay in it.
    pub fn roll(&mut self, by: isize, length: usize, height: usize) {
        let height = height.max(1);
        let lowest = length.saturating_sub(height);
        self.top = self.top.saturating_add_signed(by).min(lowest);
        self.cursor = self.cursor.clamp(self.top, self.top + height - 1);
        self.fit(length, height);
    }

    /// Keeps cursor and window inside a list and a height that may have changed.
    pub fn fit(&mut self, length: usize, height: usize) {
        let height = height.max(1);
        self.cursor = self.cursor.min(length.saturating_sub(1));
        let lowest = self.cursor.saturating_sub(height - 1);
        self.top = self
            .top
            .clamp(lowest, self.cursor)
            .min(length.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_cursor_is_in_the_list_and_in_the_window(
            steps in prop::collection::vec((-50isize..50, 0usize..80, 0usize..40, any::<bool>()), 1..40)
        ) {
            let mut list = List::default();
            for (by, length, height, rolls) in steps {
                if rolls {
                    list.roll(by, length, height);
                } else {
                    list.step(by, length, height);
                }
                prop_assert!(list.cursor() < length.max(1));
                prop_assert!(list.top() <= list.cursor());
                prop_assert!(list.cursor() < list.top() + height.max(1));
                prop_assert!(list.top() == 0 || list.top() + height.max(1) <= length);
            }
        }
    }

    #[test]
    fn what_comes_above_moves_nothing_on_the_screen() {
        let mut list = List::default();
        list.go(12, 100, 10);
        assert_eq!((list.top(), list.cursor()), (3, 12));
        list.go(8, 100, 10);
        list.carry(11, 103, 10);
        assert_eq!((list.top(), list.cursor()), (6, 11));
        list.carry(2, 5, 10);
        assert_eq!((list.top(), list.cursor()), (0, 2));
        list.carry(99, 100, 10);
        assert_eq!((list.top(), list.cursor()), (90, 99));
    }

    #[test]
    fn the_window_moves_only_when_it_must() {
        let mut list = List::default();
        list.go(5, 100, 10);
        assert_eq!(list.top(), 0);
        list.go(12, 100, 10);
        assert_eq!(list.top(), 3);
        list.go(4, 100, 10);
        assert_eq!(list.top(), 3);
    }

    #[test]
    fn a_rolled_window_takes_the_cursor_along_only_where_it_would_leave_it() {
        let mut list = List::default();
        list.go(5, 100, 10);
        for (by, top, cursor) in [(3, 3, 5), (3, 6, 6), (-3, 3, 6), (-9, 0, 6), (500, 90, 90)] {
            list.roll(by, 100, 10);
            assert_eq!((list.top(), list.cursor()), (top, cursor), "{by}");
        }
    }
}
