import { setImmediate as turn } from "node:timers/promises";
import { wireApp } from "../../src/app/wire-app.ts";
import type { ChargeOutcome } from "../../src/folios/charge-decision.ts";
import type { Store } from "../../src/store/store.ts";
import { openBenchStore } from "./bench-store.ts";

// Ours as far as the store: key, schema, exact numbers, totals, digests, request log and metrics, but a bill is not handed
// over to be decided about and kept. No store, however fast, makes /charge faster than this.

const { store, parts, remove } = await openBenchStore();
const app = await wireApp(keepingNoBills(store), parts);
const { port } = await app.start();
process.send?.({ port });
process.on("disconnect", end);
process.on("SIGTERM", end);

function keepingNoBills(all: Store): Store {
  const posted = {
    kind: "posted",
    receiptId: 1n,
    bills: [{ folioId: "1000", total: 1234n }],
    flags: [],
  } satisfies ChargeOutcome;
  return new Proxy(all, {
    get(target, name) {
      if (name === "takeCharge") return () => turn(posted);
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function end(): void {
  void app.stop().then(() => {
    remove();
    process.exit();
  });
}
