import java.util.ArrayList;
import java.util.List;

class Solution {
    static List<Integer> parity_camps(int people, int[][] claims) {
        Camps camps = new Camps(people);
        List<Integer> rejected = new ArrayList<>();
        for (int index = 0; index < claims.length; index++) {
            int[] claim = claims[index];
            if (!camps.accept(claim[0], claim[1], claim[2])) rejected.add(index);
        }
        return rejected;
    }
}

/** Groups of people whose camps are known relative to a leader's. */
class Camps {
    private final int[] leader;
    private final int[] differs; // whether somebody is in another camp than their leader

    Camps(int people) {
        leader = new int[people];
        differs = new int[people];
        for (int person = 0; person < people; person++) leader[person] = person;
    }

    boolean accept(int one, int other, int difference) {
        int oneLeader = find(one);
        int otherLeader = find(other);
        int between = differs[one] ^ differs[other] ^ difference;
        if (oneLeader == otherLeader) return between == 0;
        leader[oneLeader] = otherLeader;
        differs[oneLeader] = between;
        return true;
    }

    /** The last leader, which is the person's own one afterwards. */
    private int find(int person) {
        if (leader[person] == person) return person;
        int before = leader[person];
        leader[person] = find(before);
        differs[person] ^= differs[before];
        return leader[person];
    }
}
