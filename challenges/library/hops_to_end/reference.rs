fn hops_to_end(arrows: Vec<i64>, start: i64) -> i64 {
    let mut place = start as usize;
    for hops in 0..arrows.len() {
        match arrows[place] {
            -1 => return hops as i64,
            after => place = after as usize,
        }
    }
    -1
}
