import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "../../../src/commands/simulate/random.ts";
import type { Random } from "../../../src/commands/simulate/random.ts";
import type { SimulatedBill } from "../../../src/commands/simulate/realistic-bills.ts";
import {
  deviceOf,
  pickKind,
  tellStory,
  USUAL_MIX,
} from "../../../src/commands/simulate/stories.ts";
import { TillClient } from "../../../src/commands/simulate/till-client.ts";
import type { Answer } from "../../../src/commands/simulate/till-client.ts";
import { writeReceipt } from "../../../src/commands/simulate/wire-receipt.ts";
import type {
  Acknowledgement,
  TillError,
} from "../../../src/schemas/generated.ts";
import { API_KEY, COMES_AND_GOES, GUESTS } from "../stage/hotel.ts";
import { Desk } from "./desk.ts";
import { Gate } from "./gate.ts";
import { JournalWriter } from "./journal.ts";
import type { Told } from "./journal.ts";

// A process of its own: tills and a desk that work all the time and write down every answer, away from what is tortured.

export interface TillOptions {
  urls: readonly string[];
  journal: string;
  seed: string;
}

export type TillOrder = "pause" | "go on" | { sendTwice: boolean };

const TIMEOUT_MS = 15_000;
const DAY_MS = 86_400_000;
/** Bills are of so many days, which the desk closes one by one. */
const DAYS = 30;

const LANES = 8;

const {
  urls,
  journal: path,
  seed,
} = JSON.parse(process.argv[2]!) as TillOptions;
const journal = new JournalWriter(path);
const gate = new Gate();
const clients = urls.map(
  (baseUrl) =>
    new TillClient({
      baseUrl,
      apiKey: API_KEY,
      businessExternalReference: null,
      connections: LANES * 2,
      timeoutMs: TIMEOUT_MS,
    }),
);
const desk = new Desk({
  urls,
  journal,
  gate,
  random: createRandom(`${seed}/desk`),
});
const acknowledged: SimulatedBill[] = [];
/** The share of bills that are sent twice at the same moment. */
const USUALLY_TWICE = 0.05;
let shareTwice = USUALLY_TWICE;
let accounts = 0;
const setting = {
  decimals: 2,
  reservationIds: GUESTS,
  businessExternalReference: null,
  deviceId: deviceOf(seed),
  nextNumber: () => (accounts += 1),
};

process.on("message", (order: TillOrder) => {
  if (order === "go on") gate.open();
  else if (order !== "pause") shareTwice = order.sendTwice ? 1 : USUALLY_TWICE;
  else void gate.close().then(() => process.send?.("paused"));
});
process.on("disconnect", () => process.exit());

for (let lane = 0; lane < LANES; lane++)
  void work(createRandom(`${seed}/lane ${lane}`));
void desk.work();

async function work(random: Random): Promise<never> {
  for (;;) {
    const comesAndGoes = random.chance(0.1);
    const story = tellStory(
      pickKind(USUAL_MIX, random),
      comesAndGoes ? { ...setting, reservationIds: [COMES_AND_GOES] } : setting,
      random,
      Date.now() - random.below(DAYS * DAY_MS),
    );
    const isRefundable = story.kind === "one-rate" && !comesAndGoes;
    for (const bill of story.bills) {
      await take(bill, { comesAndGoes, isRefundable }, random);
      await sleep(random.below(40));
    }
    if (acknowledged.length > 0 && random.chance(0.05))
      await send(random.pick(acknowledged), random);
    if (random.chance(0.1)) await search(random);
  }
}

/** A till sends a bill once; what is between may lose the answer and send it again, here or to another instance. */
async function take(
  bill: SimulatedBill,
  {
    comesAndGoes,
    isRefundable,
  }: { comesAndGoes: boolean; isRefundable: boolean },
  random: Random,
): Promise<void> {
  const { fiscId } = bill.receipt;
  const { gross, tips, acceptable } = bill.expected;
  journal.add({
    bill: {
      fiscId,
      gross: minor(gross),
      tips: minor(tips),
      acceptable: !acceptable ? "no" : comesAndGoes ? "maybe" : "yes",
    },
  });
  for (let tries = 1; ; tries++) {
    const answers = random.chance(shareTwice)
      ? await Promise.all([send(bill, random), send(bill, random)])
      : [await send(bill, random)];
    if (answers.some(({ status }) => status === 200)) {
      acknowledged.push(bill);
      if (isRefundable) desk.mayRefund(answers);
      return;
    }
    const isKnown = answers.some(
      ({ status }) => status !== null && status < 500,
    );
    if (isKnown) return;
    await sleep(random.between(50, 300));
    if (tries === 4 || random.chance(0.5)) return;
  }
}

async function send(bill: SimulatedBill, random: Random): Promise<Told> {
  const { receipt } = bill;
  const alphabet = random.chance(0.1) ? "base64" : "base64url";
  const client = random.pick(clients);
  return gate.through(async () => {
    const told = toldBy(
      await client.charge({
        body: writeReceipt(receipt, API_KEY, alphabet),
        idempotencyKey: `LS1_${receipt.uuid.toString("hex")}`,
        abortAfterMs: null,
      }),
    );
    journal.add({ fiscId: receipt.fiscId, told });
    return told;
  });
}

async function search(random: Random): Promise<void> {
  const client = random.pick(clients);
  const term = random.pick(["Keller", "10", "Шевченко", "way"]);
  await gate.through(async () => {
    const { answer } = await client.search(term);
    journal.add({ search: toldBy(answer) });
  });
}

function toldBy(answer: Answer): Told {
  if (answer.kind === "failed") return { status: null };
  const { status, body, shapeFaults } = answer;
  const oddity = shapeFaults.length === 0 ? {} : { oddity: shapeFaults[0]! };
  const id = (body as Partial<Acknowledgement> | null)?.receiptId;
  const words = (body as Partial<TillError> | null)?.customerErrorMessage;
  return {
    status,
    ...(id === undefined ? {} : { id }),
    ...(status === 503 && words?.startsWith("PMS busy") ? BUSY : {}),
    ...oddity,
  };
}

const BUSY = { isBusy: true } as const;

/** From ten-thousandths to hundredths, which a bill of the simulator comes to exactly. */
function minor(value: bigint): string {
  return String(value / 100n);
}
