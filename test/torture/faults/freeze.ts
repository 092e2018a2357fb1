import { setTimeout as sleep } from "node:timers/promises";
import { ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

/** Longer than PostgreSQL waits for a transaction in which nothing happens. */
const LONGEST_MS = 6_500;

/** An instance stops in the middle of whatever it does, and wakes as if nothing had been. */
export const freeze: Fault = {
  name: "SIGSTOP and wake",
  engines: ON_BOTH,
  tillMaySee: ["unsure"],
  begin: async ({ instances }, random) => {
    random.pick(instances).signal("SIGSTOP");
    await sleep(random.chance(0.3) ? LONGEST_MS : random.below(1_500));
    return 1;
  },
  end: ({ instances }) => {
    for (const one of instances) one.signal("SIGCONT");
    return Promise.resolve();
  },
};
