import { setTimeout as sleep } from "node:timers/promises";
import { nothingLeft } from "../fault.ts";
import type { Fault } from "../fault.ts";

/** The thread that writes to the embedded database ends, whatever it is about. */
export const endWriter: Fault = {
  name: "writing thread ends",
  engines: ["SQLite"],
  tillMaySee: ["unsure"],
  begin: async ({ instances }, random) => {
    const times = random.between(1, 4);
    for (let time = 0; time < times; time++) {
      await sleep(random.below(500));
      for (const one of instances) one.signal("SIGUSR2");
    }
    return times;
  },
  end: nothingLeft,
};
