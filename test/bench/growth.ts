import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { startLoad, startOn, type BenchServer } from "./bench-processes.ts";
import { median, table } from "./bench-table.ts";
import { BASE, growHotel, syncFiles } from "./grow-hotel.ts";
import { READS, samplesOf, timeReads } from "./growth-reads.ts";
import type { Sample } from "./growth-reads.ts";

// npm run bench:growth: the embedded database after ever more receipts, in one run, in alternating rounds.

const BILLS_A_SECOND_MAX = 8_000;
const WARM_UP_BILLS = 10_000;

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    times: { type: "string", default: "1,10,50" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    samples: { type: "string", default: "200" },
    audit: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || values.dir === undefined) {
  console.log(
    "npm run bench:growth -- --dir DIR [--times 1,10,50] [--rounds 5] [--seconds 5] [--samples 200] [--audit]\n\n" +
      `Fills databases in DIR with ${BASE} receipts and as many times that as --times says, unless they are there (about\n` +
      "6 GB a million), has them audited where that is asked for, and measures charges, look-ups, lists and totals on each. --rounds 0 measures nothing.",
  );
  process.exit(values.help ? 0 : 2);
}
const { dir } = values;
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const sizes = values.times.split(",").map((text) => {
  const times = Number(text);
  const label = (times * BASE).toLocaleString("en");
  return { label, dataDir: growHotel(dir, times) };
});

/** Bills of a run before are there: these are others. */
const RUN = Date.now();

if (values.audit) for (const { dataDir } of sizes) audit(dataDir);
if (rounds === 0) process.exit();

const load = () => loadavg()[0]!.toFixed(1);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}, load average ${load()}; ` +
    `${rounds} rounds of ${seconds} s of charges on 64 connections, and of ${values.samples} of each read one after the other`,
);
const servers: { label: string; dataDir: string; server: BenchServer }[] = [];
const generator = startLoad();
try {
  for (const { label, dataDir } of sizes) {
    const server = await startOn(label, dataDir);
    console.log(`${label}: ready after ${server.readyMs.toFixed(0)} ms`);
    servers.push({ label, dataDir, server });
  }
  await measure();
  console.log(`load average afterwards ${load()}`);
} finally {
  generator.stop();
  for (const { server } of servers) await server.stop();
}

async function measure(): Promise<void> {
  const charges = new Map(servers.map(({ label }) => [label, [] as Charges[]]));
  const firstReads: ReadTimes = new Map();
  const laterReads: ReadTimes = new Map();
  const samples = new Map(
    servers.map(({ label, dataDir }) => [
      label,
      samplesOf(dataDir, Number(values.samples)),
    ]),
  );
  for (const { label, server } of servers)
    await charge(server, `${RUN} warm ${label}`, WARM_UP_BILLS, 600);
  await read(samples, firstReads);
  for (let round = 0; round < rounds; round += 1) {
    for (const { label, server } of servers) {
      const bills = BILLS_A_SECOND_MAX * seconds;
      charges
        .get(label)!
        .push(await charge(server, `${RUN} ${round}`, bills, seconds));
    }
    await read(samples, laterReads);
  }
  printCharges(charges);
  printReads("for the first time", firstReads);
  printReads("again", laterReads);
}

function printCharges(charges: Map<string, Charges[]>): void {
  const labels = [...charges.keys()];
  const of = (label: string, pick: (one: Charges) => number) =>
    median(charges.get(label)!.map(pick));
  const ratios = labels.map((label) =>
    median(
      charges
        .get(label)!
        .map((one, at) => one.rate / charges.get(labels[0]!)![at]!.rate),
    ).toFixed(2),
  );
  console.log(
    table([
      ["charges", ...labels],
      [
        "a second",
        ...labels.map((label) => of(label, (one) => one.rate).toFixed(0)),
      ],
      [
        "a second, round by round",
        ...labels.map((label) =>
          charges
            .get(label)!
            .map((one) => one.rate.toFixed(0))
            .join(" "),
        ),
      ],
      [`to ${labels[0]}`, ...ratios],
      [
        "p50 ms",
        ...labels.map((label) => of(label, (one) => one.p50Ms).toFixed(1)),
      ],
      [
        "p99 ms",
        ...labels.map((label) => of(label, (one) => one.p99Ms).toFixed(1)),
      ],
    ]),
  );
}

/** Milliseconds by read and size. */
type ReadTimes = Map<string, Map<string, number[]>>;

/** What the charges left for the system to write is written first: else a read would wait for a disk that is busy with that. */
async function read(
  samples: ReadonlyMap<string, Sample[]>,
  times: ReadTimes,
): Promise<void> {
  for (const { dataDir } of servers) syncFiles(dataDir);
  for (const [name, pathOf] of Object.entries(READS)) {
    const bySize = times.get(name) ?? new Map<string, number[]>();
    times.set(name, bySize);
    for (const { label, server } of servers)
      bySize.set(label, [
        ...(bySize.get(label) ?? []),
        ...(await timeReads(server.port, pathOf, samples.get(label)!)),
      ]);
  }
}

function printReads(title: string, times: ReadTimes): void {
  const at = (sorted: number[], share: number): string =>
    sorted[Math.ceil(sorted.length * share) - 1]!.toFixed(1);
  console.log(
    table([
      [`${title}, p50 / p99 ms`, ...servers.map(({ label }) => label)],
      ...[...times].map(([name, bySize]) => [
        name,
        ...[...bySize.values()].map((unsorted) => {
          const sorted = unsorted.toSorted((a, b) => a - b);
          return `${at(sorted, 0.5)} / ${at(sorted, 0.99)}`;
        }),
      ]),
    ]),
  );
}

interface Charges {
  rate: number;
  p50Ms: number;
  p99Ms: number;
}

async function charge(
  server: BenchServer,
  label: string,
  billsMax: number,
  seconds: number,
): Promise<Charges> {
  const { port, mark } = server;
  await generator.prepare({
    port,
    mark,
    label,
    billsMax,
    seconds,
    connections: 64,
  });
  const { requests, elapsedMs, p50Ms, p99Ms, failures, firstFailure } =
    await generator.go();
  if (failures > 0) throw new Error(firstFailure ?? `${failures} bad answers`);
  return { rate: (requests * 1000) / elapsedMs, p50Ms, p99Ms };
}

function audit(dataDir: string): void {
  const { status } = spawnSync(process.execPath, ["dist/main.js", "audit"], {
    stdio: "inherit",
    env: { PATH: process.env["PATH"], DATA_DIR: dataDir },
  });
  if (status !== 0) process.exit(1);
}
