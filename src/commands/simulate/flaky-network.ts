import type { Random } from "./random.ts";
import type { SimulatedBill } from "./realistic-bills.ts";
import type { Answer, TillClient } from "./till-client.ts";
import { writeReceipt } from "./wire-receipt.ts";

/** How a bill reaches the PMS. Whatever happens on the way, it must count once. */
export const MISHAPS = [
  "none",
  "twice-at-once",
  "hung-up-and-sent-again",
  "sent-again",
  "sent-again-in-the-other-alphabet",
] as const;
export type Mishap = (typeof MISHAPS)[number];

/** Chosen in advance, from the random stream of the story, so that a run can be repeated. */
export function pickMishap(random: Random, probability: number): Mishap {
  return random.chance(probability) ? random.pick(MISHAPS.slice(1)) : "none";
}

export interface Delivery {
  mishap: Mishap;
  /** Every answer but those to a connection we hung up on; in no order where they were sent at once. */
  answers: Answer[];
  hungUp: number;
}

/** Sends one bill with its mishap and gathers the answers. */
export async function deliver(
  till: TillClient,
  bill: SimulatedBill,
  apiKey: string,
  mishap: Mishap,
): Promise<Delivery> {
  const id = bill.receipt.uuid.toString("hex");
  const send = (
    options: { key?: string; other?: boolean; abortAfterMs?: number } = {},
  ) =>
    till.charge({
      body: writeReceipt(
        bill.receipt,
        apiKey,
        options.other === true ? "base64" : "base64url",
      ),
      idempotencyKey: `LS1_${id}${options.key ?? ""}`,
      abortAfterMs: options.abortAfterMs ?? null,
    });

  switch (mishap) {
    case "none":
      return { mishap, answers: [await send()], hungUp: 0 };
    case "twice-at-once":
      return {
        mishap,
        answers: await Promise.all([send(), send()]),
        hungUp: 0,
      };
    case "hung-up-and-sent-again": {
      const first = await send({
        abortAfterMs: bill.receipt.closedAt % 6,
      });
      const again = await send();
      const hungUp = first.kind === "failed" && first.reason === "hung up";
      return {
        mishap,
        answers: hungUp ? [again] : [first, again],
        hungUp: hungUp ? 1 : 0,
      };
    }
    case "sent-again":
      return { mishap, answers: [await send(), await send()], hungUp: 0 };
    case "sent-again-in-the-other-alphabet":
      return {
        mishap,
        answers: [await send(), await send({ other: true, key: "-again" })],
        hungUp: 0,
      };
  }
}
