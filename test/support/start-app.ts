import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import { systemClock } from "../../src/clock.ts";
import type { Clock } from "../../src/clock.ts";
import { readPlan } from "../../src/commands/provision.ts";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { watchContract } from "./contract.ts";
import { buildProvisioning } from "./provisioning.ts";
import type { ProvisioningFile } from "./provisioning.ts";

export interface RunningApp {
  app: App;
  url: string;
  dataDir: string;
  /** Every line logged so far, parsed. */
  logged: () => Record<string, unknown>[];
  logText: () => string;
  /** Stops it, removes its data, and fails if an answer was not as openapi.yaml says. */
  close: () => Promise<void>;
}

export interface StartOptions {
  provisioning?: ProvisioningFile;
  environment?: Record<string, string>;
  clock?: Clock;
  /** Answers are compared with openapi.yaml unless a test breaks HTTP itself. */
  watchesContract?: boolean;
}

/** The real app on a free port with a database of its own. */
export async function startApp(
  options: StartOptions = {},
): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), "pms-test-"));
  const lines: string[] = [];
  const { config, secrets } = readConfig({
    PORT: "0",
    DATA_DIR: dataDir,
    LOG_LEVEL: "info",
    FAILED_KEYS_PER_MINUTE: "1000",
    ...options.environment,
  });
  const log = createLog({
    level: config.logLevel,
    destination: { write: (line: string) => void lines.push(line) },
  });
  const { clock = systemClock } = options;
  const app = await createApp(config, secrets, { log, clock });
  await provision(app, options.provisioning ?? buildProvisioning(), dataDir);
  const { basePath } = config;
  const answersSeen =
    options.watchesContract === false
      ? (): number => 0
      : watchContract(app.server, { basePath });
  const { port } = (await app.start()) satisfies AddressInfo;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    logged: () =>
      lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    logText: () => lines.join(""),
    close: async () => {
      await app.stop();
      await rm(dataDir, { recursive: true, force: true });
      answersSeen();
    },
  };
}

/** Applies a provisioning file to a running app, as a restart with it would. */
export async function provision(
  app: App,
  file: ProvisioningFile,
  dataDir: string,
  prune = false,
): Promise<void> {
  const path = join(dataDir, "provisioning.json");
  await writeFile(path, JSON.stringify(file));
  await app.store.provision(await readPlan(app.store, { path, prune }));
  await app.refreshAccess();
}
