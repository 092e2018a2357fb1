import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.ts";

/** Where nobody listens. */
const NOBODY = 9;

/** Lines between instances and their server break in the middle of commits, or all at once, or for a while. */
export const cutLines: Fault = {
  name: "connections cut in commits",
  engines: ["PostgreSQL"],
  tillMaySee: ["unsure"],
  begin: async ({ server }, random) => {
    const { line, postgres } = server!;
    const times = random.between(2, 6);
    for (let time = 0; time < times; time++) {
      await sleep(random.below(300));
      const kind = random.pick(["before", "after", "all", "for a while"]);
      if (kind === "before") line.cutBeforeCommit = 2;
      else if (kind === "after") line.cutAfterCommit = 2;
      else {
        if (kind === "for a while") line.target = NOBODY;
        line.cutAll();
        await sleep(kind === "all" ? 0 : random.below(3_000));
        line.target = postgres.port;
      }
    }
    return times;
  },
  end: ({ server }) => {
    server!.line.cutBeforeCommit = 0;
    server!.line.cutAfterCommit = 0;
    return Promise.resolve();
  },
};
