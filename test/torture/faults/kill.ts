import { setTimeout as sleep } from "node:timers/promises";
import { nothingLeft, ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

const ROUNDS = 3;

/** Instances are killed, also while they start, and started again. */
export const kill: Fault = {
  name: "kill -9",
  engines: ON_BOTH,
  tillMaySee: ["no-answer", "unsure"],
  begin: async (stage, random) => {
    let kills = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(random.below(600));
      const first = random.pick(stage.instances);
      const victims = stage.instances.filter(
        (one) => one === first || random.chance(0.7),
      );
      await Promise.all(victims.map((one) => one.kill()));
      kills += victims.length;
      if (random.chance(0.3)) {
        void first.launch();
        await sleep(random.below(1_500));
        await first.kill();
        kills++;
      }
      await stage.serve();
    }
    return kills;
  },
  end: nothingLeft,
};
