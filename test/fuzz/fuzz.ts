import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";
import { Findings } from "./findings.ts";
import { fuzzHotels, fuzzProvisioning } from "./fuzz-hotels.ts";
import { startFuzzServer } from "./fuzz-server.ts";
import type { Engine, FuzzServer } from "./fuzz-server.ts";
import { judgeAnswer, mayPost, Secrets } from "./judge-answer.ts";
import { Lane } from "./lane.ts";
import { makeRequest } from "./make-request.ts";
import type { FuzzRequest } from "./make-request.ts";
import { SlowRequests } from "./slow-requests.ts";

const LANES = 6;
const KINDS_FOUND_MAX = 12;
const LOOKED_EVERY_MS = 1000;
const MEASURED_AFTER_MS = 50;
const ANSWERED_WITHIN_MS = 20_000;

/**
 * Sends odd and wrong requests to every route of the built server and judges every answer, the log, the books and how long
 * the server was deaf. The same seed sends the same requests again. Ends with 1 where something was found.
 */
const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Date.now()) },
    engine: { type: "string", default: "sqlite" },
    /** Leaves the server running where something was found. */
    keep: { type: "boolean", default: false },
  },
});
const { seed } = options;
const requests = Number(options.requests);
const hotels = fuzzHotels(LANES, seed);
const secrets = new Secrets(hotels);
const findings = new Findings(seed, (words) => console.log(words));
/** A long run is seen to go on. */
const TOLD_EVERY = 20_000;
const slow = new SlowRequests();
const statuses = new Map<number, number>();

const server = await startFuzzServer(
  options.engine as Engine,
  fuzzProvisioning(hotels),
);
console.log(
  `${requests} requests with seed ${seed} to ${server.url}, ${options.engine}`,
);
const startedAt = performance.now();
const watching = watch(server);
await Promise.all(hotels.map((_, index) => play(index, server)));
const longest = await watching.stop();
const seconds = (performance.now() - startedAt) / 1000;
for (const { request, stall } of await slow.confirmed(stallDuring))
  findings.add(`the server is deaf for ${stall} s`, request);
const byStatus = [...statuses].sort(([a], [b]) => a - b);
console.log(
  `${seconds.toFixed(1)} s, at most ${Math.round(longest * 1000)} ms deaf; answers: ${byStatus.map(([status, count]) => `${count} × ${status}`).join(", ")}`,
);
if (findings.count > 0 && options.keep) {
  console.log(`U=${server.url} stays until Ctrl-C`);
  await new Promise(() => undefined);
}
for (const fault of await server.end()) findings.add(fault);
const again = `npm run fuzz -- --engine ${options.engine} --requests ${requests} --seed ${seed}`;
console.log(
  findings.count === 0
    ? "nothing was found"
    : `${findings.count} found. The same again, with a server that stays: ${again} --keep`,
);
process.exitCode = findings.count === 0 ? 0 : 1;

/** The requests of one hotel, one after the other: so what is refused must leave its books as they were. */
async function play(index: number, { books, url }: FuzzServer): Promise<void> {
  const lane = new Lane(hotels, index);
  const { propertyId } = lane.hotel;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let before = await books.stateOf(propertyId);
  for (let number = index; number < requests; number += LANES) {
    if (findings.count >= KINDS_FOUND_MAX) break;
    const request = makeRequest(seed, number, lane);
    const askedAt = performance.now();
    const answer = await ask(url, request, agent);
    slow.answered(request, performance.now() - askedAt);
    if (typeof answer === "string") {
      findings.add(answer, request);
      continue;
    }
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    for (const fault of judgeAnswer(request, answer, lane.hotel, secrets))
      findings.add(fault, request, answer);
    const after = await books.stateOf(propertyId);
    if (after !== before && !mayPost(request, answer))
      findings.add("it booked, though it says otherwise", request, answer);
    before = after;
    lane.learn(request, answer);
    if ((number + 1) % TOLD_EVERY === 0) console.log(`${number + 1} requests`);
  }
  agent.destroy();
}

async function ask(
  url: string,
  { method, path, headers, body }: FuzzRequest,
  agent: Agent,
): Promise<WireAnswer | string> {
  const sent = body === null ? {} : { body };
  const answer = send(url, { method, path, headers, agent, ...sent });
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, ANSWERED_WITHIN_MS, "there was no answer").unref();
  });
  const cut = (error: unknown): string => `was cut off: ${String(error)}`;
  return Promise.race([answer.catch(cut), late]);
}

/** Looks now and then at what an answer does not tell; answers the longest time that the server was deaf. */
function watch({ newLog, stall, errors }: FuzzServer): {
  stop: () => Promise<number>;
} {
  let longest = 0;
  const look = async (): Promise<void> => {
    const lines = newLog();
    for (const leak of secrets.leaks(lines, null))
      findings.add(`the log ${leak}`);
    for (const line of lines.split("\n"))
      if (/"level":"(?:error|fatal)"/.test(line))
        findings.add(`the log says ${line}`);
    const now = await stall();
    longest = Math.max(longest, now);
    slow.looked(now);
  };
  let last = look();
  const timer = setInterval(() => {
    last = last.then(look).catch((error: unknown) => {
      findings.add(`the server is gone: ${String(error)} ${errors()}`);
    });
  }, LOOKED_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await last.then(look);
      return longest;
    },
  };
}

async function stallDuring(request: FuzzRequest): Promise<number> {
  await server.stall();
  // What begins in the first moments after it was read is not measured.
  await sleep(MEASURED_AFTER_MS);
  await ask(server.url, request, new Agent());
  return server.stall();
}
