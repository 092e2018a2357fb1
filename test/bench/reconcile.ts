import { randomUUID } from "node:crypto";
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { systemClock } from "../../src/clock.ts";
import { startProgress } from "../../src/commands/progress.ts";
import { keepSecretFile } from "../../src/config/secret-file.ts";
import {
  leaseOf,
  runReconciliation,
} from "../../src/reconciling/run-reconciliation.ts";
import type { RunParts } from "../../src/reconciling/run-reconciliation.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { lightspeedOn } from "../support/lightspeed.ts";
import { BASE, growHotel } from "./grow-hotel.ts";
import { RecordedReceipts } from "./recorded-receipts.ts";

// npm run bench:reconcile: as many sales as receipts, of this build (dist).

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    times: { type: "string", default: "10" },
    missing: { type: "string", default: "1000" },
    "stand-in": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || values.dir === undefined) {
  console.log(
    "npm run bench:reconcile -- --dir DIR [--times 10] [--missing 1000] [--stand-in v1|v2]\n\n" +
      `Reconciles a hotel with --times ${BASE} receipts in DIR, filled unless it is there (about 6 GB a million), with the sales that\n` +
      "Lightspeed would have recorded of them: every --missing-th receipt has none, and as many sales have no receipt.\n" +
      "With --stand-in they come over HTTP from another process; without, no HTTP is part of it.",
  );
  process.exit(values.help ? 0 : 2);
}

const NO_LIGHTSPEED = {
  api: "v1",
  baseUrl: null,
  tokenUrl: null,
  authorizeUrl: null,
  clientId: "bench",
  clientSecret: "bench",
  refreshToken: null,
} as const;

const PROPERTY = "bench";
const LOCATION = "1";
const actor = { type: "command", name: "bench" } as const;
const dataDir = growHotel(values.dir, Number(values.times));
const store = await openStore({
  databaseUrl: null,
  databaseReadUrl: null,
  dataDir,
  bodyDays: 36_500,
  trailKey: keepSecretFile(dataDir, "trail.key"),
  secretsKeys: [keepSecretFile(dataDir, "secrets.key")],
  clock: systemClock,
  observer: {
    batchCommitted: () => undefined,
    answered503Found: () => undefined,
    failed: ({ error }) => {
      throw error;
    },
    recovered: () => undefined,
  },
});
const sales = new RecordedReceipts(dataDir, {
  location: LOCATION,
  missingEvery: Number(values.missing),
});
const standIn = await startRecorded();
const lightspeed = lightspeedOn(store);
try {
  await setUp(store);
  if (standIn !== null) await connect(standIn.access);
  await measure();
} finally {
  await lightspeed.close();
  standIn?.stop();
  sales.close();
  await store.close();
}

async function startRecorded(): Promise<{
  access: Record<string, string>;
  stop: () => void;
} | null> {
  const api = values["stand-in"];
  if (api === undefined) return null;
  const child = fork(
    fileURLToPath(new URL("recorded-stand-in.ts", import.meta.url)),
    [dataDir, LOCATION, values.missing],
    { execArgv: ["--max-old-space-size=8192"] },
  );
  const [accesses] = (await once(child, "message")) as [
    Record<string, Record<string, string>>,
  ];
  return { access: accesses[api]!, stop: () => child.kill() };
}

/** Without HTTP Lightspeed is never asked: the location only has to have a client. */
async function setUp(of: Store): Promise<void> {
  const { value } = (await of.getProperty(PROPERTY))!;
  await of.provision({
    actor,
    fileDigest: randomUUID(),
    prune: false,
    dryRun: false,
    tokens: [],
    properties: [
      {
        property: value.property,
        houseAccounts: [],
        reservations: [],
        apiKeys: [],
        lightspeed: {
          [LOCATION]: {
            ...NO_LIGHTSPEED,
            ...standIn?.access,
          },
        },
      },
    ],
  });
}

/** A grant of its own for each run: the one before was another process's. */
async function connect(access: Record<string, string>): Promise<void> {
  const place = { propertyId: PROPERTY, businessLocationId: LOCATION };
  const account = (await store.getLightspeedAccount(place))!;
  const tokens = await lightspeed.oauth.renew(account, access["refreshToken"]!);
  await store.connectLightspeed({
    actor,
    propertyId: PROPERTY,
    businessLocationIds: [LOCATION],
    tokens,
  });
}

async function measure(): Promise<void> {
  const load = () => loadavg()[0]!.toFixed(1);
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}, load average ${load()}`,
  );
  const range = sales.dates();
  const bar = startProgress({
    shown: true,
    label: "Comparing",
    unit: "sales",
    total: sales.count(),
  });
  const run: RunParts = {
    store,
    financialApi: standIn === null ? sales : lightspeed.financialApi,
    clock: systemClock,
    holder: "bench",
    signal: new AbortController().signal,
    progress: (sales) => bar.update(sales),
  };
  await store.startReconciliation({
    actor,
    propertyId: PROPERTY,
    range,
    unlessSince: null,
    heals: false,
    idempotency: null,
  });
  const of = { propertyId: PROPERTY, range, heals: false };
  const claimed = await store.claimReconciliation({ of, lease: leaseOf(run) });
  const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  const before = megabytes(process.memoryUsage.rss());
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const view = await runReconciliation(claimed!, run);
  const totalMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  bar.stop();
  const { salesRead, receiptsRead, counts, status, failure } = view!;
  if (failure !== null) throw new Error(failure);
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  console.log(
    `${range.from} to ${range.to}: ${salesRead} sales against ${receiptsRead} receipts, ${status}: ${JSON.stringify(counts)}`,
  );
  console.log(
    `${seconds(totalMs)} s${standIn === null ? `, of which sales were made up for ${seconds(sales.spentMs)} s, partly at the same time` : ", with HTTP"}; CPU of all threads ${seconds((user + system) / 1000)} s; ` +
      `memory at most ${megabytes(process.resourceUsage().maxRSS * 1024)} MB, ${before} MB before it began; load average afterwards ${load()}`,
  );
}
