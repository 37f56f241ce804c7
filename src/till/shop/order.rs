//! Things in their order. Pure.

use std::cmp::Ordering;

/// Sorts things. What sorts is in the bundle once, and not once for each kind of thing: it sorts their places.
pub fn sorted<T>(all: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(all.len(), &|one, other| {
        let both = all.get(one).zip(all.get(other));
        both.map_or(Ordering::Equal, |(one, other)| compare(one, other))
    });
    let mut all: Vec<Option<T>> = all.into_iter().map(Some).collect();
    let one = |place: usize| all.get_mut(place)?.take();
    order.into_iter().filter_map(one).collect()
}

/// The places of so many things, in the things' order.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_unstable_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_them_are_there_in_order() {
        let all: Vec<String> = (0..100).map(|n| (n * 37 % 100).to_string()).collect();
        let mut other = all.clone();
        other.sort_unstable();
        assert_eq!(sorted(all, &|one, other| one.cmp(other)), other);
        assert!(sorted(Vec::<u8>::new(), &|one, other| one.cmp(other)).is_empty());
    }
}
