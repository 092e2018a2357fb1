import { loadavg, cpus } from "node:os";
import { parseArgs } from "node:util";
import { describeRounds, type Measurement } from "./bench-table.ts";
import {
  startLoad,
  startOther,
  startOurs,
  startOnPostgres,
  type BenchServer,
} from "./bench-processes.ts";

// npm run bench: our /charge with durable postings against the least a server can do, and against the same job as it is
// usually built; same bills, alternating rounds.

const BASELINE = "Express echo";
const ROWS_ALONE = { program: "rows-alone.ts", mark: '"posted"' };
const SIDES: Readonly<Record<string, (name: string) => Promise<BenchServer>>> =
  {
    [BASELINE]: (name) =>
      startOther(name, { program: "express-echo.ts", mark: '"apiKey"' }),
    "Fastify echo": (name) =>
      startOther(name, { program: "fastify-echo.ts", mark: '"apiKey"' }),
    "usual build": (name) =>
      startOther(name, { program: "usual-build.ts", mark: '"posted"' }),
    "charge without a store": (name) =>
      startOther(name, { program: "without-store.ts", mark: '"posted"' }),
    "rows on SQLite alone": (name) => startOther(name, ROWS_ALONE),
    "charge on SQLite": (name) => startOurs(name),
    "rows on PostgreSQL alone": (name) =>
      startOnPostgres((env) => startOther(name, ROWS_ALONE, env)),
    "charge on PostgreSQL": (name) =>
      startOnPostgres((env) => startOurs(name, env)),
  };

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    "warm-up": { type: "string", default: "20000" },
    connections: { type: "string", default: "64" },
    only: { type: "string", default: "" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(
    "npm run bench -- [--rounds 5] [--seconds 5] [--warm-up 20000] [--connections 64] [--only SQLite]\n\n" +
      "Measures POST /charge of this build (dist) on both databases, a usual build of the same job, and echo servers, in\n" +
      "alternating rounds, with the load generator in a process of its own. Each bill is sent once to each. The side without a\n" +
      "store is ours until it would hand a bill over to be kept: no database makes it faster than that. Rows alone are what\n" +
      "is inserted for a bill, of made-up values: no other way to decide about bills makes it faster. --only leaves\n" +
      `out the sides whose name does not have the text, but for ${BASELINE}.`,
  );
  process.exit(0);
}
const rounds = wholeNumber("rounds", values.rounds);
const seconds = wholeNumber("seconds", values.seconds);
// The engine has compiled a server's code for what it sees after some ten thousand bills: a server runs for weeks.
const warmUpBills = wholeNumber("warm-up", values["warm-up"]);
const connections = wholeNumber("connections", values.connections);
// More than any side can answer; where they run out, the round is shorter and its rate still right.
const BILLS_A_SECOND_MAX = 8000;
const WARM_UP_SECONDS_MAX = 600;

const load = () => loadavg()[0]!.toFixed(1);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}, load average ${load()}; ` +
    `${rounds} rounds of ${seconds} s after ${warmUpBills} bills, ${connections} connections, bills of 2-6 KB`,
);
const names = Object.keys(SIDES).filter(
  (name) => name === BASELINE || name.includes(values.only),
);
const servers: BenchServer[] = [];
const generator = startLoad();
try {
  for (const name of names) servers.push(await SIDES[name]!(name));
  for (const server of servers)
    await measure(server, "warm-up", {
      bills: warmUpBills,
      seconds: WARM_UP_SECONDS_MAX,
    });
  const measured: Map<string, Measurement>[] = [];
  for (let number = 0; number < rounds; number += 1) {
    const round = new Map<string, Measurement>();
    // Another one first each time: whatever is left over from the one before meets all of them.
    const first = number % servers.length;
    const turns = [...servers.slice(first), ...servers.slice(0, first)];
    for (const server of turns)
      round.set(
        server.name,
        await measure(server, `${number}`, {
          bills: seconds * BILLS_A_SECOND_MAX,
          seconds,
        }),
      );
    measured.push(new Map(names.map((name) => [name, round.get(name)!])));
    if (process.stderr.isTTY)
      process.stderr.write(`round ${number + 1} of ${rounds}\r`);
  }
  console.log(describeRounds(measured, BASELINE));
  console.log(`load average afterwards ${load()}`);
} finally {
  generator.stop();
  for (const server of servers) await server.stop();
}

async function measure(
  server: BenchServer,
  label: string,
  atMost: { bills: number; seconds: number },
): Promise<Measurement> {
  await generator.prepare({
    port: server.port,
    label,
    billsMax: atMost.bills,
    seconds: atMost.seconds,
    connections,
    mark: server.mark,
  });
  const cpuBefore = server.cpuMs();
  const result = await generator.go();
  if (result.failures > 0) {
    throw new Error(
      `${server.name}: ${result.failures} bad answers; the first: ${result.firstFailure ?? ""}`,
    );
  }
  const cpuMs = server.cpuMs() - cpuBefore;
  return {
    perSecond: result.requests / (result.elapsedMs / 1000),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuMicros: (cpuMs * 1000) / result.requests,
  };
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  console.error(`--${name}: give a whole number from 1`);
  process.exit(2);
}
