import { setTimeout as sleep } from "node:timers/promises";
import { failSyncs } from "../../support/fail-syncs.ts";
import { ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

let endFailing: () => Promise<void> = () => Promise.resolve();

/** The disk takes what is written and fails to sync it. */
export const failingSync: Fault = {
  name: "fsync fails",
  engines: ON_BOTH,
  tillMaySee: ["unsure"],
  begin: async ({ server, instances }, random) => {
    endFailing = await failSyncs(
      server === null
        ? instances.flatMap(({ pid }) => pid ?? [])
        : server.postgres.pids(),
    );
    await sleep(random.between(300, 2_500));
    return 1;
  },
  end: async (stage) => {
    await endFailing();
    // Where its recovery could not be synced either, it may wait for its own end for ever.
    await stage.server?.postgres.revive();
    await stage.serve();
  },
};
