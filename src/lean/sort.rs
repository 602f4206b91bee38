//! A stable sort of indices.

/// The indices of `count` items in sorted order. Equal items keep their order.
pub(crate) fn sorted_indices(count: usize, comes_before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(count);
    for place in 0..count {
        places.push(place);
    }
    let mut merged: Vec<usize> = Vec::with_capacity(count);
    let mut width = 1_usize;
    while width < count {
        merged.clear();
        for pair in places.chunks(width.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            // Most inputs are nearly sorted.
            if let (Some(last), Some(first)) = (left.last(), right.first())
                && !comes_before(*first, *last)
            {
                merged.extend_from_slice(pair);
                continue;
            }
            while let ([first, rest @ ..], [second, after @ ..]) = (left, right) {
                if comes_before(*second, *first) {
                    merged.push(*second);
                    right = after;
                } else {
                    merged.push(*first);
                    left = rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut places, &mut merged);
        width = width.saturating_mul(2);
    }
    places
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::sorted_indices;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(values in prop::collection::vec(0_u8..20, 0..200)) {
            let mut expected: Vec<usize> = (0..values.len()).collect();
            expected.sort_by_key(|place| values[*place]);
            prop_assert_eq!(sorted_indices(values.len(), &|one, other| values[one] < values[other]), expected);
        }
    }
}
