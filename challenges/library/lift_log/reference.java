import java.util.Arrays;

class Solution {
    static long lift_log(long start, long most, long[][] calls) {
        long travelled = 0;
        long floor = start;
        long people = 0;
        long[] before = null;
        for (long[] call : calls) {
            if (Arrays.equals(call, before) && people < most) {
                people++;
                continue;
            }
            travelled += Math.abs(call[0] - floor) + Math.abs(call[1] - call[0]);
            floor = call[1];
            people = 1;
            before = call;
        }
        return travelled;
    }
}
