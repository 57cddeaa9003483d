//! One page of a longer list.

use serde::{Deserialize, Serialize};

/// One page of a longer list, with what a pager needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Rows in the whole list.
    pub total: u64,
    /// This page's number, from 1.
    pub number: u32,
    /// Rows on a full page.
    pub size: u32,
}

impl<T> Page<T> {
    /// A page without rows of a list without rows.
    pub fn empty(size: u32) -> Self {
        Self { items: Vec::new(), total: 0, number: 1, size }
    }

    /// Page `number`, from 1, of a whole list.
    pub fn cut(all: Vec<T>, number: u32, size: u32) -> Self {
        let (total, number, size) = (all.len() as u64, number.max(1), size.max(1));
        let skip = (number as usize - 1).saturating_mul(size as usize);
        Self { items: all.into_iter().skip(skip).take(size as usize).collect(), total, number, size }
    }

    /// The same page of other rows.
    pub fn map<U>(self, row: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, total, number, size } = self;
        Page { items: items.into_iter().map(row).collect(), total, number, size }
    }

    /// Pages in the whole list; an empty list has one.
    pub fn last(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.size.max(1)))).unwrap_or(u32::MAX).max(1)
    }

    /// Whether the number lies behind the last page, as an old link may.
    pub fn is_out_of_range(&self) -> bool {
        self.number > self.last()
    }

    /// Number of the first row of this page, from 1; 0 when there is none.
    pub fn first_row(&self) -> u64 {
        if self.items.is_empty() { 0 } else { u64::from(self.number - 1) * u64::from(self.size) + 1 }
    }

    /// Number of the last row of this page; 0 when there is none.
    pub fn last_row(&self) -> u64 {
        if self.items.is_empty() { 0 } else { self.first_row() + self.items.len() as u64 - 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_rows_and_pages() {
        let page = Page { items: vec![0; 20], total: 120, number: 3, size: 50 };
        assert_eq!((page.last(), page.first_row(), page.last_row()), (3, 101, 120));
        assert_eq!(Page::cut((0..120).collect(), 3, 50), Page { items: (100..120).collect(), ..page.map(|row| row) });
        assert_eq!(Page::cut(vec!['a'], 9, 50).total, 1, "a page behind the last knows how long the list is");
        let empty = Page::<u8> { items: vec![], total: 0, number: 1, size: 50 };
        assert_eq!((empty.last(), empty.first_row(), empty.is_out_of_range()), (1, 0, false));
    }
}
