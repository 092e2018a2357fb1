import { setTimeout as sleep } from "node:timers/promises";
import { ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

/** Every bill is sent twice at the same moment: to two instances on one database, or to the one that there is. */
export const twiceAtOnce: Fault = {
  name: "every bill twice at once",
  engines: ON_BOTH,
  tillMaySee: [],
  begin: async ({ till }, random) => {
    till.sendTwice(true);
    await sleep(random.between(500, 2_000));
    return 1;
  },
  end: ({ till }) => {
    till.sendTwice(false);
    return Promise.resolve();
  },
};
