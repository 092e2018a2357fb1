import { setTimeout as sleep } from "node:timers/promises";
import { ON_BOTH } from "../fault.ts";
import type { Fault } from "../fault.ts";

/** The machine of the database loses its power: what was written and not synced is gone. */
export const powerLoss: Fault = {
  name: "power loss",
  engines: ON_BOTH,
  tillMaySee: ["no-answer", "unsure"],
  begin: async (stage, random) => {
    const { disk } = stage;
    await sleep(random.below(500));
    // All of a machine stops at one moment. The file system takes some for that, and an fsync that is under way then may
    // say that it succeeded: with power nobody would hear of it, so that nobody may here.
    stage.freezeStore();
    disk.cutPower();
    await stage.killStore();
    disk.unmount();
    disk.mount();
    return 1;
  },
  end: (stage) => stage.serve(),
};
