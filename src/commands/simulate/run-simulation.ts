import { readFile } from "node:fs/promises";
import { currencyDecimals } from "../../money.ts";
import { CommandFailure, EXIT } from "../command-line.ts";
import { startProgress } from "../progress.ts";
import { ManagementClient, ReadBackError } from "./management-client.ts";
import { play, type SentBill } from "./play.ts";
import type { Fate, Losses } from "./losses.ts";
import type { SimulatedBill } from "./realistic-bills.ts";
import { createRandom } from "./random.ts";
import { readBack } from "./read-back.ts";
import { writeReport } from "./report.ts";
import { deviceOf, type Mix } from "./stories.ts";
import { Tally } from "./tally.ts";
import { TillClient } from "./till-client.ts";
import { findGuests } from "./waiter.ts";

/** What `simulate` was asked for. Times are milliseconds. */
export interface SimulationOptions {
  url: string;
  apiKey?: string;
  token?: string;
  property?: string;
  credentials?: string;
  managementUrl?: string;
  reference?: string;
  rate: number;
  count?: number;
  duration?: number;
  mix: Mix;
  currency?: string;
  seed: string;
  /** When the first bill is closed. */
  at: number;
  concurrency: number;
  flaky: number;
  losses: Losses;
  /** Hears of every bill, also of those that are not sent. */
  record: (bill: SimulatedBill, fate: Fate) => void;
  timeout: number;
  progress: boolean;
}

const COUNT_USUAL = 100;

/** Plays, reads back if it can, and prints the report; answers the exit code. */
export async function runSimulation(
  options: SimulationOptions,
): Promise<number> {
  const { apiKey, token, propertyId } = await credentialsOf(options);
  const tally = new Tally();
  const till = new TillClient({
    baseUrl: options.url,
    apiKey,
    businessExternalReference: options.reference ?? null,
    // Searches and repeats of one bill go out side by side.
    connections: options.concurrency * 4,
    timeoutMs: options.timeout,
  });
  const management =
    token === null || propertyId === null
      ? null
      : new ManagementClient({
          baseUrl: options.managementUrl ?? new URL(options.url).origin,
          token,
          propertyId,
          connections: options.concurrency,
        });
  try {
    const currency = options.currency ?? (await currencyOf(management));
    const startedAt = performance.now();
    const sent = await sendBills(options, {
      till,
      apiKey,
      currency,
      tally,
      refusalsMatter: management !== null,
    });
    const elapsedMs = performance.now() - startedAt;
    const readBackCount =
      management === null
        ? null
        : await compare(options, management, sent, tally);
    console.log(
      writeReport({
        tally,
        seed: options.seed,
        startsAt: options.at,
        elapsedMs,
        bills: sent.length,
        acknowledged: sent.filter((each) => each.acknowledgement !== null)
          .length,
        readBack: readBackCount,
      }),
    );
    return tally.faultCount === 0 ? EXIT.done : EXIT.failed;
  } finally {
    await till.close();
    await management?.close();
  }
}

async function currencyOf(
  management: ManagementClient | null,
): Promise<string> {
  if (management === null) return "CHF";
  try {
    return (await management.property()).currency;
  } catch (error) {
    if (!(error instanceof ReadBackError)) throw error;
    throw new CommandFailure(
      error.message,
      "Check --token and --property (the token must be allowed to read this property), or give --currency.",
    );
  }
}

async function sendBills(
  options: SimulationOptions,
  scene: {
    till: TillClient;
    apiKey: string;
    currency: string;
    tally: Tally;
    refusalsMatter: boolean;
  },
): Promise<SentBill[]> {
  const guests = await guestsOf(options, scene.till, scene.tally);
  // Fresh identities for every run, unless --at is given too: a bill sent again is a replay.
  const random = createRandom(`${options.seed}/${options.at}`);
  const count =
    options.count ?? (options.duration === undefined ? COUNT_USUAL : null);
  const progress = startProgress({
    shown: options.progress,
    label: "Charging",
    unit: "bills",
    total: count,
  });
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  let bills = 0;
  try {
    return await play({
      ...scene,
      guests,
      setting: {
        decimals: currencyDecimals(scene.currency),
        reservationIds: guests.map((guest) => guest.reservationId),
        businessExternalReference: options.reference ?? null,
        deviceId: deviceOf(`${options.seed}/${options.at}`),
        nextNumber: () => (bills += 1),
      },
      mix: options.mix,
      random,
      startsAt: options.at,
      rate: options.rate,
      count,
      durationMs: options.duration ?? null,
      concurrency: options.concurrency,
      flakiness: options.flaky,
      losses: options.losses,
      record: options.record,
      stopped: stop.signal,
      onProgress: progress.update,
    });
  } finally {
    process.removeListener("SIGINT", interrupt);
    progress.stop();
  }
}

async function guestsOf(
  options: SimulationOptions,
  till: TillClient,
  tally: Tally,
) {
  const statuses = new Set<string>();
  const guests = await findGuests(till, (answer) => {
    tally.answered("search", answer);
    statuses.add(
      answer.kind === "answered" ? String(answer.status) : answer.reason,
    );
  });
  if (guests.length > 0) return guests;
  if (statuses.has("401")) {
    throw new CommandFailure(
      `${options.url} does not accept the API key.`,
      "Take a key of a business location: pms-charge-receiver keys issue --help",
    );
  }
  if (!statuses.has("200")) {
    throw new CommandFailure(
      `${options.url} does not answer searches (${[...statuses].join(", ")}).`,
      "Check that the server runs and that --url is the address below which /search and /charge are.",
    );
  }
  throw new CommandFailure(
    `${options.url} finds no guest who may be charged.`,
    "Put guests in house first: pms-charge-receiver reservations import --help",
  );
}

async function compare(
  options: SimulationOptions,
  management: ManagementClient,
  sent: readonly SentBill[],
  tally: Tally,
): Promise<number> {
  const progress = startProgress({
    shown: options.progress,
    label: "Reading back",
    unit: "bills",
    total: sent.filter((each) => each.acknowledgement !== null).length,
  });
  try {
    return await readBack({
      management,
      sent,
      tally,
      concurrency: options.concurrency,
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
  }
}

async function credentialsOf(options: SimulationOptions): Promise<{
  apiKey: string;
  token: string | null;
  propertyId: string | null;
}> {
  const kept =
    options.credentials === undefined
      ? {}
      : await readCredentials(options.credentials);
  const apiKey = options.apiKey ?? kept.apiKey;
  const token = options.token ?? kept.token ?? null;
  const propertyId = options.property ?? kept.propertyId ?? null;
  if (apiKey === undefined) {
    throw new CommandFailure(
      "No API key is given.",
      "Give --api-key KEY or --credentials FILE.",
    );
  }
  if ((token === null) !== (propertyId === null)) {
    throw new CommandFailure(
      "--token and --property belong together.",
      "Give both to read the bills back, or neither.",
    );
  }
  return { apiKey, token, propertyId };
}

async function readCredentials(
  path: string,
): Promise<{ apiKey?: string; token?: string; propertyId?: string }> {
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text) as {
      apiKey?: string;
      token?: string;
      propertyId?: string;
    };
  } catch {
    // The message of the parser would quote the file.
    throw new CommandFailure(
      `${path} is not JSON.`,
      "Take the demo-credentials.json that the first start wrote.",
    );
  }
}
