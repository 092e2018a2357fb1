import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { destination } from "pino";
import type { Logger } from "pino";
import { observeStore } from "../../src/app/observe.ts";
import { openConfiguredStore } from "../../src/app/open-configured-store.ts";
import { systemClock as clock } from "../../src/clock.ts";
import type { Clock } from "../../src/clock.ts";
import { applyProvisioningFile } from "../../src/commands/provision.ts";
import { readConfig } from "../../src/config.ts";
import type { Config, Secrets } from "../../src/config.ts";
import { Metrics } from "../../src/http/metrics.ts";
import { createLog } from "../../src/log.ts";
import type { Store } from "../../src/store/store.ts";
import { benchProvisioning } from "./bench-hotel.ts";

/** What a side of the benchmark is made of that runs from the sources: as a server has it, its log in a file. */
export interface BenchParts {
  config: Config;
  secrets: Secrets;
  log: Logger;
  clock: Clock;
  metrics: Metrics;
}

/** A database with the hotel of the benchmarks: embedded, or where `DATABASE_URL` says. */
export async function openBenchStore(
  environment: NodeJS.ProcessEnv = {},
): Promise<{
  store: Store;
  parts: BenchParts;
  remove: () => void;
}> {
  const directory = mkdtempSync(join(tmpdir(), "bench-store-"));
  const { config, secrets } = readConfig({
    ...environment,
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
  return {
    store,
    parts: { config, secrets, log, clock, metrics },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
