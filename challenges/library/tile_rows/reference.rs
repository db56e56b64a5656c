fn tile_rows(length: i64, tiles: Vec<i64>) -> i64 {
    let mut ways: Vec<i64> = vec![1];
    for covered in 1..=length {
        let fitting = tiles.iter().filter(|&&tile| tile <= covered);
        let total: i64 = fitting.map(|tile| ways[(covered - tile) as usize]).sum();
        ways.push(total % 1_000_000_007);
    }
    ways[length as usize]
}
