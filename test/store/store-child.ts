import { endThread } from "../support/end-thread.ts";
import { systemClock } from "../../src/clock.ts";
import { openStore } from "../../src/store/open-store.ts";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import type { Store } from "../../src/store/store.ts";
import { hotel, planOf, sendTo } from "./store-fixture.ts";

/**
 * A store in a process of its own, to be killed. Takes bills by message and answers each; `DIE_AFTER_COMMIT` kills it
 * once a commit is durable and before anybody hears of it.
 */
export interface ChildBill {
  id: number;
  bill: unknown;
}
export type ChildAnswer =
  | { id: number; kind: string; receiptId: string | null }
  | { id: number; kind: "unavailable"; reason: string }
  | { event: "ready" | "committed" | "failed" | "recovered" | "answered-503" };

export type ChildOrder =
  | ChildBill
  | { order: "die-after-commit" | "end-writer" | "end-checkpoints" | "close" };

let dies = false;
const tell = (message: ChildAnswer): void => void process.send?.(message);
const store = await openStore({
  databaseUrl: process.argv[3] ?? null,
  dataDir: process.argv[2]!,
  trailKey: Buffer.alloc(32, 1),
  secretsKeys: [Buffer.alloc(32, 2)],
  clock: systemClock,
  observer: {
    batchCommitted: () => {
      if (dies) process.kill(process.pid, "SIGKILL");
      tell({ event: "committed" });
    },
    answered503Found: () => tell({ event: "answered-503" }),
    failed: () => tell({ event: "failed" }),
    recovered: () => tell({ event: "recovered" }),
  },
});
if (await store.isEmpty()) await store.provision(planOf(hotel));
process.on("message", (order: ChildOrder) => void obey(order));
process.on("disconnect", () => process.exit());
tell({ event: "ready" });

async function obey(order: ChildOrder): Promise<void> {
  if ("bill" in order) await takeOne(store, order);
  else if (order.order === "die-after-commit") dies = true;
  else if (order.order === "end-writer") endThread("writer-worker");
  else if (order.order === "end-checkpoints") endThread("checkpoint-worker");
  else await store.close().then(() => process.exit());
}

async function takeOne(into: Store, { id, bill }: ChildBill): Promise<void> {
  try {
    const outcome = await sendTo(into, hotel, bill);
    const receiptId =
      outcome.kind === "refused" ? null : String(outcome.receiptId);
    tell({ id, kind: outcome.kind, receiptId });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    tell({ id, kind: "unavailable", reason: error.reason });
  }
}
