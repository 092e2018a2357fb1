import { setTimeout as sleep } from "node:timers/promises";
import { ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

const HOUR_S = 3_600;

/** The clock of the instances jumps forwards and backwards, and ends where it was. */
export const clockJump: Fault = {
  name: "clock jumps",
  engines: ON_BOTH,
  tillMaySee: [],
  begin: async ({ clock }, random) => {
    const jumps = random.between(2, 3);
    for (let jump = 0; jump < jumps; jump++) {
      const farthestS = random.chance(0.3) ? 40 * 24 * HOUR_S : 30 * HOUR_S;
      // Not so far back that the desk would close days that have not begun.
      clock.jump(random.between(-30 * HOUR_S, farthestS));
      await sleep(random.between(1_200, 2_000));
    }
    return jumps;
  },
  end: async ({ clock }) => {
    clock.jump(0);
    await sleep(1_200);
  },
};
