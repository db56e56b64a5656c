/// Groups of people whose camps are known relative to a leader's.
struct Camps {
    leader: Vec<usize>,
    differs: Vec<bool>, // whether somebody is in another camp than their leader
}

impl Camps {
    fn accept(&mut self, one: usize, other: usize, difference: bool) -> bool {
        let (one_leader, other_leader) = (self.find(one), self.find(other));
        let between = self.differs[one] ^ self.differs[other] ^ difference;
        if one_leader == other_leader {
            return !between;
        }
        self.leader[one_leader] = other_leader;
        self.differs[one_leader] = between;
        true
    }

    /// The last leader, which is the person's own one afterwards.
    fn find(&mut self, person: usize) -> usize {
        let before = self.leader[person];
        if before != person {
            self.leader[person] = self.find(before);
            self.differs[person] ^= self.differs[before];
        }
        self.leader[person]
    }
}

fn parity_camps(people: usize, claims: Vec<Vec<usize>>) -> Vec<usize> {
    let mut camps = Camps { leader: (0..people).collect(), differs: vec![false; people] };
    (0..claims.len())
        .filter(|&index| !camps.accept(claims[index][0], claims[index][1], claims[index][2] == 1))
        .collect()
}
