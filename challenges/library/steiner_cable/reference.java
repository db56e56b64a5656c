import java.util.Arrays;

class Solution {
    private static final long NEVER = Long.MAX_VALUE / 8;

    static long steiner_cable(long[] fees, int[][] lines, int[] houses) {
        if (houses.length == 0) return 0;
        int count = fees.length;
        long[][] way = cheapestWays(fees, lines);
        // cost[s][j]: the cheapest network that holds the houses in set s (as bits) and junction j.
        long[][] cost = new long[1 << houses.length][count];
        for (long[] row : cost) Arrays.fill(row, NEVER);
        for (int index = 0; index < houses.length; index++) {
            int house = houses[index];
            for (int junction = 0; junction < count; junction++) {
                cost[1 << index][junction] = fees[house] + way[house][junction];
            }
        }
        for (int group = 1; group < cost.length; group++) {
            long[] joined = cost[group].clone();
            for (int part = (group - 1) & group; part > 0; part = (part - 1) & group) {
                for (int junction = 0; junction < count; junction++) {
                    long both = cost[part][junction] + cost[group ^ part][junction] - fees[junction];
                    joined[junction] = Math.min(joined[junction], both);
                }
            }
            for (int junction = 0; junction < count; junction++) {
                for (int origin = 0; origin < count; origin++) {
                    long total = joined[origin] + way[origin][junction];
                    cost[group][junction] = Math.min(cost[group][junction], total);
                }
            }
        }
        long best = Arrays.stream(cost[cost.length - 1]).min().getAsLong();
        return best >= NEVER / 2 ? -1 : best;
    }

    /** The cost of the cheapest way, its junctions included but for the first. */
    private static long[][] cheapestWays(long[] fees, int[][] lines) {
        int count = fees.length;
        long[][] way = new long[count][count];
        for (int junction = 0; junction < count; junction++) {
            Arrays.fill(way[junction], NEVER);
            way[junction][junction] = 0;
        }
        for (int[] line : lines) {
            int one = line[0];
            int other = line[1];
            way[one][other] = Math.min(way[one][other], line[2] + fees[other]);
            way[other][one] = Math.min(way[other][one], line[2] + fees[one]);
        }
        for (int middle = 0; middle < count; middle++) {
            for (int one = 0; one < count; one++) {
                for (int other = 0; other < count; other++) {
                    long over = way[one][middle] + way[middle][other];
                    way[one][other] = Math.min(way[one][other], over);
                }
            }
        }
        return way;
    }
}
