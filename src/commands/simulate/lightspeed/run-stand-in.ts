import { once } from "node:events";
import type { SimulatedBill } from "../realistic-bills.ts";
import type { Fate } from "../losses.ts";
import { recordBill } from "./record-bill.ts";
import { LightspeedStandIn } from "./stand-in.ts";

export interface StandInRun {
  /** Records a bill as Lightspeed would; one that is late is there a minute later. */
  record: (bill: SimulatedBill, fate: Fate) => void;
  /** Tells how to use it and serves until Ctrl-C. */
  serve: () => Promise<void>;
  stop: () => Promise<void>;
}

const LATE_MS = 60_000;

/** A Lightspeed on this machine for one business location, as long as the process runs. */
export async function runStandIn(
  port: number,
  location: string,
): Promise<StandInRun> {
  const standIn = new LightspeedStandIn({ locations: [location] });
  await standIn.start(port);
  return {
    record: (bill, fate) => {
      if (fate === "unrecorded") return;
      const syncedAt = fate === "late" ? Date.now() + LATE_MS : 0;
      standIn.book(location).record(recordBill(bill, { syncedAt }));
    },
    serve: async () => {
      console.log(introduction(standIn, location));
      await once(process, "SIGINT");
    },
    stop: () => standIn.stop(),
  };
}

function introduction(standIn: LightspeedStandIn, location: string): string {
  const access = JSON.stringify(standIn.access("v2"), null, 2);
  return `A stand-in for Lightspeed serves ${location} at ${standIn.url} until Ctrl-C.

For the provisioning file, with ALLOW_PRIVATE_TARGETS=true:
"lightspeed": ${access}

GET /stand-in/access?api=v1 gives another such access. POST /stand-in/… makes things happen: see docs/lightspeed.md.`;
}
