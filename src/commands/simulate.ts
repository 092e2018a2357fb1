import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import { currencyDecimals } from "../money.ts";
import { CommandFailure, EXIT, asAction, newCommand } from "./command-line.ts";
import { startProgress } from "./progress.ts";
import {
  ManagementClient,
  ReadBackError,
} from "./simulate/management-client.ts";
import { play, type SentBill } from "./simulate/play.ts";
import { createRandom } from "./simulate/random.ts";
import { readBack } from "./simulate/read-back.ts";
import { writeReport } from "./simulate/report.ts";
import {
  STORY_KINDS,
  USUAL_MIX,
  deviceOf,
  type Mix,
  type StoryKind,
} from "./simulate/stories.ts";
import { Tally } from "./simulate/tally.ts";
import { TillClient } from "./simulate/till-client.ts";
import { findGuests } from "./simulate/waiter.ts";

interface SimulateOptions {
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
  mix?: Mix;
  currency?: string;
  seed?: string;
  at?: number;
  concurrency: number;
  flaky: number;
  timeout?: number;
  progress: boolean;
}

const COUNT_USUAL = 100;

/** `simulate`: a till against any base URL. */
export function simulateCommand(): Command {
  return newCommand("simulate", [
    "simulate --url http://127.0.0.1:8080 --credentials data/demo-credentials.json",
    "simulate --url https://pms.example.com/lightspeed --api-key KEY --count 500 --rate 20",
    "simulate --url http://127.0.0.1:8080 --api-key KEY --token TOKEN --property demo --duration 5m",
    "simulate --url http://127.0.0.1:4010 --api-key KEY --mix void=3,two-rooms=1 --seed friday",
  ])
    .summary("play a till with realistic bills")
    .description(
      "Plays a till against a PMS: searches per keystroke, charges bills of every kind, repeats itself like a flaky " +
        "network, and ends with counts and latencies. Given a token, it reads every acknowledged bill back and " +
        "compares the money. It books real postings: do not point it at a hotel that is open.",
    )
    .requiredOption(
      "--url <url>",
      "base address of /search and /charge",
      parseUrl,
    )
    .option("--api-key <key>", "key of the business location")
    .option("--token <token>", "management token, to read the bills back")
    .option(
      "--property <id>",
      "property of the business location, to read the bills back",
    )
    .option(
      "--credentials <file>",
      "JSON file with apiKey, token and propertyId, such as demo-credentials.json",
    )
    .option(
      "--management-url <url>",
      "where /v1 is (default: the root of --url)",
      parseUrl,
    )
    .option("--reference <text>", "businessExternalReference to send")
    .option(
      "--rate <bills>",
      "bills a second; 0: as fast as the answers come",
      parseRate,
      10,
    )
    .option(
      "--count <bills>",
      `bills in all (default: ${COUNT_USUAL}, unless there is a duration)`,
      parseCount,
    )
    .option(
      "--duration <time>",
      "how long, such as 30s, 5m or 1h",
      parseDuration,
    )
    .option(
      "--mix <kinds>",
      `which bills, with weights (default: all): ${STORY_KINDS.join(", ")}`,
      parseMix,
    )
    .option(
      "--currency <code>",
      "currency of the business (default: that of the property, else CHF)",
      parseCurrency,
    )
    .option(
      "--seed <text>",
      "the same seed and --at give the same bills (default: random)",
    )
    .option(
      "--at <instant>",
      "when the first bill is closed (default: now)",
      parseInstant,
    )
    .option("--concurrency <n>", "bills under way at once", parseCount, 8)
    .option(
      "--flaky <share>",
      "share of bills that are sent more than once",
      parseShare,
      0.2,
    )
    .option(
      "--timeout <time>",
      "how long to wait for an answer (default: 10s)",
      parseDuration,
    )
    .option("--no-progress", "no progress bar")
    .action(
      asAction((options: SimulateOptions) =>
        simulate({
          ...options,
          mix: options.mix ?? USUAL_MIX,
          timeout: options.timeout ?? 10_000,
          seed: options.seed ?? randomBytes(4).toString("hex"),
          at: options.at ?? Date.now(),
        }),
      ),
    );
}

type SettledOptions = SimulateOptions &
  Required<Pick<SimulateOptions, "mix" | "timeout" | "seed" | "at">>;

async function simulate(options: SettledOptions): Promise<number> {
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
  options: SettledOptions,
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
      stopped: stop.signal,
      onProgress: progress.update,
    });
  } finally {
    process.removeListener("SIGINT", interrupt);
    progress.stop();
  }
}

async function guestsOf(
  options: SettledOptions,
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
  options: SettledOptions,
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

async function credentialsOf(options: SettledOptions): Promise<{
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

function parseUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new InvalidArgumentError(
    "Give an address such as http://127.0.0.1:8080.",
  );
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number from 1.");
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && rate <= 10_000) return rate;
  throw new InvalidArgumentError("Give bills a second, such as 20 or 0.5.");
}

function parseShare(text: string): number {
  const share = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && share <= 1) return share;
  throw new InvalidArgumentError("Give a share from 0 to 1.");
}

function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? "s"];
  if (match !== null && unitMs !== undefined) return Number(match[1]) * unitMs;
  throw new InvalidArgumentError("Give a time such as 30s, 5m or 1h.");
}

function parseInstant(text: string): number {
  const at = Date.parse(text);
  if (/[Zz]$|[+-]\d\d:?\d\d$/.test(text) && !Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    "Give a moment with its zone, such as 2026-12-01T19:00:00Z.",
  );
}

function parseCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError(
    "Give an ISO 4217 code such as CHF, JPY or KWD.",
  );
}

function parseMix(text: string): Mix {
  const mix = new Map<StoryKind, number>();
  for (const part of text.split(",")) {
    const [name = "", weight = "1"] = part.trim().split("=");
    const kind = STORY_KINDS.find((each) => each === name);
    if (kind === undefined) {
      throw new InvalidArgumentError(
        `There is no kind ${name}; known are ${STORY_KINDS.join(", ")}.`,
      );
    }
    if (!/^\d{1,4}$/.test(weight))
      throw new InvalidArgumentError(
        `${name}: give a whole weight, such as ${name}=3.`,
      );
    mix.set(kind, Number(weight));
  }
  if (![...mix.values()].some((weight) => weight > 0)) {
    throw new InvalidArgumentError("At least one kind needs a weight above 0.");
  }
  return mix;
}
