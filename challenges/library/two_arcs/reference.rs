fn two_arcs(values: Vec<i64>) -> Option<i64> {
    let (&first, rest) = values.split_first()?;
    // Walking once around, one passes five stretches: gap, arc, gap, arc, gap if the first value is
    // in a gap, and arc, gap, arc, gap, arc, of which the outer two are one arc, if it is in an arc.
    best(rest, 0, 1).max(best(rest, first, 0))
}

/// The largest sum of a walk that begins in stretch 0 with the first value; None if there is none.
fn best(rest: &[i64], first: i64, first_arc: usize) -> Option<i64> {
    let mut totals = [Some(first), None, None, None, None];
    for value in rest {
        for stretch in (0..5).rev() {
            let entered = if stretch > 0 { totals[stretch - 1] } else { None };
            let gain = if stretch % 2 == first_arc { *value } else { 0 };
            totals[stretch] = totals[stretch].max(entered).map(|total| total + gain);
        }
    }
    totals[3].max(totals[4])
}
