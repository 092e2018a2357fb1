import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.ts";

/** The PostgreSQL server is killed, with all its processes. */
export const serverKilled: Fault = {
  name: "server killed",
  engines: ["PostgreSQL"],
  tillMaySee: ["unsure"],
  begin: async ({ server }, random) => {
    await sleep(random.below(500));
    await server!.postgres.kill();
    // Shorter and longer than a till is kept waiting.
    await sleep(random.below(3_000));
    return 1;
  },
  end: (stage) => stage.serve(),
};

/** It is stopped in good order and started again. */
export const serverRestarted: Fault = {
  name: "server restarted",
  engines: ["PostgreSQL"],
  tillMaySee: ["unsure"],
  begin: async ({ server }, random) => {
    await sleep(random.below(500));
    await server!.postgres.stop();
    return 1;
  },
  end: (stage) => stage.serve(),
};
