import java.util.Arrays;

class Solution {
    static long shift_assignment(int[][] costs, long fee, long penalty) {
        int workers = costs.length;
        int shifts = costs[0].length;
        int size = Math.max(workers, shifts);
        // A square: workers and shifts that are missing stand for staying at home and for nobody. To
        // give a shift to a worker who cannot take it, or not cheaply, stands for both.
        long separate = fee + penalty;
        long[][] square = new long[size][size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                if (row >= workers) square[row][column] = penalty;
                else if (column >= shifts) square[row][column] = fee;
                else if (costs[row][column] < 0) square[row][column] = separate;
                else square[row][column] = Math.min(costs[row][column], separate);
            }
        }
        return leastSum(square);
    }

    /** The least sum of one number from each row and column, by the Hungarian method. */
    private static long leastSum(long[][] square) {
        int size = square.length;
        long[] rowPrice = new long[size];
        long[] columnPrice = new long[size + 1];
        int[] rowOf = new int[size + 1]; // the last column stands for the row to be placed
        Arrays.fill(rowOf, -1);
        for (int row = 0; row < size; row++) {
            rowOf[size] = row;
            int column = size;
            long[] slack = new long[size];
            Arrays.fill(slack, Long.MAX_VALUE);
            int[] before = new int[size];
            boolean[] done = new boolean[size + 1];
            while (rowOf[column] >= 0) {
                done[column] = true;
                int placed = rowOf[column];
                int next = -1;
                for (int other = 0; other < size; other++) {
                    if (done[other]) continue;
                    long left = square[placed][other] - rowPrice[placed] - columnPrice[other];
                    if (left < slack[other]) {
                        slack[other] = left;
                        before[other] = column;
                    }
                    if (next < 0 || slack[other] < slack[next]) next = other;
                }
                long step = slack[next];
                for (int other = 0; other <= size; other++) {
                    if (done[other]) {
                        rowPrice[rowOf[other]] += step;
                        columnPrice[other] -= step;
                    } else if (other < size) {
                        slack[other] -= step;
                    }
                }
                column = next;
            }
            for (; column != size; column = before[column]) rowOf[column] = rowOf[before[column]];
        }
        long sum = 0;
        for (int column = 0; column < size; column++) sum += square[rowOf[column]][column];
        return sum;
    }
}
