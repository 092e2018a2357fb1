import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { destination } from "pino";
import { observeStore } from "../../src/app/observe.ts";
import { openConfiguredStore } from "../../src/app/open-configured-store.ts";
import { wireApp } from "../../src/app/wire-app.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { applyProvisioningFile } from "../../src/commands/provision.ts";
import { readConfig } from "../../src/config.ts";
import type { ChargeOutcome } from "../../src/folios/charge-decision.ts";
import { Metrics } from "../../src/http/metrics.ts";
import { createLog } from "../../src/log.ts";
import type { Store } from "../../src/store/store.ts";
import { benchProvisioning } from "./bench-hotel.ts";

// Ours as far as the store: key, schema, exact numbers, totals, digests, request log and metrics, but a bill is not handed
// over to be decided about and kept. No store, however fast, makes /charge faster than this.

const directory = mkdtempSync(join(tmpdir(), "no-store-bench-"));
const { config, secrets } = readConfig({
  PORT: "0",
  HOST: "127.0.0.1",
  DATA_DIR: join(directory, "data"),
});
const log = createLog({
  level: config.logLevel,
  destination: destination({ dest: join(directory, "log"), sync: false }),
});
const metrics = new Metrics();
const store = await openConfiguredStore(config, secrets, {
  clock,
  observer: observeStore(log, metrics),
});
const provisioning = join(directory, "provisioning.json");
writeFileSync(provisioning, JSON.stringify(benchProvisioning()), {
  mode: 0o600,
});
await applyProvisioningFile(store, provisioning);
const app = await wireApp(keepingNoBills(store), {
  ...{ config, secrets, log, clock, metrics },
});
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
    rmSync(directory, { recursive: true, force: true });
    process.exit();
  });
}
