import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { openForReading } from "../../src/store/sqlite/connection.ts";
import { sqliteFile } from "../../src/store/sqlite/sqlite-file.ts";
import { startOn } from "./bench-processes.ts";
import type { SteadyOrder, SteadyResult } from "./steady-load.ts";

// npm run bench:steady: requests at a steady rate, as guests leave restaurants, and how long each waits. With a rate that
// is too much: what is sent away, and whether all that was acknowledged is there.

const { values } = parseArgs({
  options: {
    charges: { type: "string", default: "200" },
    searches: { type: "string", default: "100" },
    seconds: { type: "string", default: "60" },
    "warm-up": { type: "string", default: "30" },
    "data-dir": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(
    "npm run bench:steady -- [--charges 200] [--searches 100] [--seconds 60] [--warm-up 30] [--data-dir DIR]\n\n" +
      "Sends so many charges and searches a second to this build on SQLite, whether those before are answered or not, after\n" +
      "--warm-up seconds at 200 charges a second, and prints how long they took, from the moment they were due and from when\n" +
      "the generator, which shares the machine, came to send them; what was answered otherwise, memory and handles minute by\n" +
      "minute, and whether every acknowledged receipt is in the database.",
  );
  process.exit(0);
}
const seconds = Number(values.seconds);
const chargesPerSecond = Number(values.charges);
const searchesPerSecond = Number(values.searches);
const WARM = { chargesPerSecond: 200, searchesPerSecond: 100 };
const LOOK_EVERY_S = 60;

const own = mkdtempSync(join(tmpdir(), "charge-bench-"));
const dataDir = values["data-dir"] ?? join(own, "data");
const load = () => loadavg()[0]!.toFixed(1);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}, load average ${load()}; ` +
    `${chargesPerSecond} charges and ${searchesPerSecond} searches a second for ${seconds} s`,
);
const server = await startOn("charge on SQLite", dataDir);
console.log(`ready after ${server.readyMs.toFixed(0)} ms`);
// This process only sleeps meanwhile: what it waits beyond its millisecond is the machine's doing, or its host's.
const sleeper = monitorEventLoopDelay({ resolution: 1 });
const generator = fork(new URL("steady-load.ts", import.meta.url).pathname);
const generatorDied = once(generator, "exit").then(() => {
  throw new Error("The load generator ended before its time.");
});
let acknowledged: string[] = [];
try {
  const warmUp = Number(values["warm-up"]);
  if (warmUp > 0) await send({ ...WARM, label: "warm", seconds: warmUp });
  const all: SteadyResult[] = [];
  sleeper.enable();
  for (let done = 0; done < seconds; done += LOOK_EVERY_S) {
    all.push(
      await send({
        label: `${done}`,
        seconds: Math.min(LOOK_EVERY_S, seconds - done),
        chargesPerSecond,
        searchesPerSecond,
      }),
    );
    console.log(look(done));
  }
  sleeper.disable();
  describe(
    "charges",
    all.flatMap((result) => result.chargesMs),
  );
  describe(
    "the same from when they were sent",
    all.flatMap((result) => result.chargesSentMs),
  );
  describe(
    "searches",
    all.flatMap((result) => result.searchesMs),
  );
  const others = new Map<string, number>();
  for (const result of all)
    for (const [what, times] of Object.entries(result.others))
      others.set(what, (others.get(what) ?? 0) + times);
  for (const [what, times] of others) console.log(`${times} answered ${what}`);
  const slept = (percent: number): string =>
    (sleeper.percentile(percent) / 1e6).toFixed(1);
  console.log(
    `a process that sleeps for 1 ms again and again: p50 ${slept(50)} ms, p99 ${slept(99)}, p99.9 ${slept(99.9)}, longest ${slept(100)}`,
  );
  console.log(`load average afterwards ${load()}`);
} finally {
  generator.kill();
  await server.stop();
}
const lost = missing(acknowledged);
rmSync(own, { recursive: true, force: true });
console.log(
  `${acknowledged.length} acknowledged, ${lost} of them not in the database`,
);
if (lost > 0) process.exit(1);

async function send(order: Omit<SteadyOrder, "port">): Promise<SteadyResult> {
  generator.send({ ...order, port: server.port });
  const [result] = (await Promise.race([
    once(generator, "message"),
    generatorDied,
  ])) as [SteadyResult];
  acknowledged = acknowledged.concat(result.receiptIds);
  return result;
}

function describe(name: string, times: number[]): void {
  times.sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(1);
  console.log(
    `${name}: ${times.length} answered, p50 ${at(0.5)} ms, p99 ${at(0.99)}, p99.9 ${at(0.999)}, longest ${at(1)}`,
  );
}

/** What the server holds. */
function look(second: number): string {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const megabytes = (name: string): string =>
    (
      Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024
    ).toFixed(0);
  const files = readdirSync(`/proc/${server.pid}/fd`).length;
  return `after ${second + LOOK_EVERY_S} s: ${megabytes("VmRSS")} MB resident (at most ${megabytes("VmHWM")}), ${files} open files and sockets`;
}

function missing(receiptIds: readonly string[]): number {
  const db = openForReading(sqliteFile(dataDir));
  const find = db.prepare<[string, bigint], bigint>(
    "SELECT receipt_id FROM receipts WHERE property_id = ? AND receipt_id = ?",
  );
  const lost = receiptIds.filter(
    (id) => find.get("bench", BigInt(id)) === undefined,
  );
  db.close();
  return lost.length + receiptIds.length - new Set(receiptIds).size;
}
