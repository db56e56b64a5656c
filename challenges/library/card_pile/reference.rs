use std::collections::VecDeque;

fn card_pile(moves: Vec<Vec<i64>>) -> Vec<i64> {
    let mut pile = VecDeque::new();
    let mut taken = Vec::new();
    for step in moves {
        match step[0] {
            1 => pile.push_back(step[1]),
            2 => pile.push_front(step[1]),
            kind => {
                for _ in 0..step[1] {
                    let card = if kind == 3 { pile.pop_back() } else { pile.pop_front() };
                    taken.push(card.unwrap_or(-1));
                }
            }
        }
    }
    taken
}
