import { setTimeout as sleep } from "node:timers/promises";
import { ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

/** Nothing more fits on the disk. */
export const diskFull: Fault = {
  name: "disk full",
  engines: ON_BOTH,
  tillMaySee: ["unsure"],
  begin: async ({ disk }, random) => {
    const rounds = random.between(2, 10);
    // What is let go of meanwhile is taken again.
    for (let round = 0; round < rounds; round++) {
      disk.fill();
      await sleep(random.below(400));
    }
    return 1;
  },
  end: async (stage) => {
    stage.disk.free();
    await stage.serve();
  },
};
