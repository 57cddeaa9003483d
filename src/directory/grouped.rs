//! Small lists, one for each of many neighbours, in two allocations.

/// For each place from 0 on, its items, in the order they were given.
#[derive(Debug)]
pub struct GroupedVec<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for GroupedVec<T> {
    fn default() -> Self {
        Self { starts: Vec::new(), items: Vec::new() }
    }
}

impl<T: Clone> GroupedVec<T> {
    /// Groups items by place; places reach up to `places` and not beyond.
    pub fn new(places: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.retain(|(place, _)| (*place as usize) < places);
        pairs.sort_by_key(|(place, _)| *place);
        let mut starts = vec![0; places + 1];
        for (place, _) in &pairs {
            starts[*place as usize + 1] += 1;
        }
        for place in 0..places {
            starts[place + 1] += starts[place];
        }
        Self { starts, items: pairs.into_iter().map(|(_, item)| item).collect() }
    }

    /// The items of a place.
    pub fn of(&self, place: u32) -> &[T] {
        let place = place as usize;
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(from), Some(to)) => &self.items[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GroupedVec;

    #[test]
    fn items_are_found_at_their_places_in_the_order_they_came() {
        let grouped = GroupedVec::new(3, vec![(2, 'a'), (0, 'b'), (2, 'c'), (9, 'x')]);
        assert_eq!([grouped.of(0), grouped.of(1), grouped.of(2), grouped.of(9)], [&['b'][..], &[], &['a', 'c'], &[]]);
    }
}
