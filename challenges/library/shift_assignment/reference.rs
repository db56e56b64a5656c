fn shift_assignment(costs: Vec<Vec<i64>>, fee: i64, penalty: i64) -> i64 {
    let (workers, shifts) = (costs.len(), costs[0].len());
    let size = workers.max(shifts);
    // A square: workers and shifts that are missing stand for staying at home and for nobody. To
    // give a shift to a worker who cannot take it, or not cheaply, stands for both.
    let separate = fee + penalty;
    let mut square = vec![vec![penalty; size]; size];
    for row in 0..workers {
        for column in 0..size {
            square[row][column] = match costs[row].get(column) {
                None => fee,
                Some(&cost) if cost < 0 => separate,
                Some(&cost) => cost.min(separate),
            };
        }
    }
    least_sum(&square)
}

/// The least sum of one number from each row and column, by the Hungarian method.
fn least_sum(square: &[Vec<i64>]) -> i64 {
    let size = square.len();
    let mut row_price = vec![0; size];
    let mut column_price = vec![0; size + 1];
    let mut row_of: Vec<Option<usize>> = vec![None; size + 1]; // the last for the row to be placed
    for row in 0..size {
        row_of[size] = Some(row);
        let mut column = size;
        let mut slack = vec![i64::MAX; size];
        let mut before = vec![size; size];
        let mut done = vec![false; size + 1];
        while let Some(placed) = row_of[column] {
            done[column] = true;
            for other in (0..size).filter(|&other| !done[other]) {
                let left = square[placed][other] - row_price[placed] - column_price[other];
                if left < slack[other] {
                    slack[other] = left;
                    before[other] = column;
                }
            }
            let free = (0..size).filter(|&other| !done[other]);
            column = free.min_by_key(|&other| slack[other]).unwrap();
            let step = slack[column];
            for other in 0..=size {
                if done[other] {
                    row_price[row_of[other].unwrap()] += step;
                    column_price[other] -= step;
                } else if other < size {
                    slack[other] -= step;
                }
            }
        }
        while column != size {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (0..size).map(|column| square[row_of[column].unwrap()][column]).sum()
}
