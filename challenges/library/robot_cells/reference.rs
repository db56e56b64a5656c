use std::collections::HashSet;

fn robot_cells(commands: String) -> i64 {
    let (mut east, mut north) = (0, 0);
    let (mut dx, mut dy) = (0, 1);
    let mut seen = HashSet::from([(east, north)]);
    for command in commands.chars() {
        match command {
            'L' => (dx, dy) = (-dy, dx),
            'R' => (dx, dy) = (dy, -dx),
            'F' => {
                east += dx;
                north += dy;
                seen.insert((east, north));
            }
            _ => {}
        }
    }
    seen.len() as i64
}
