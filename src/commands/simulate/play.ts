import { setTimeout as sleep } from "node:timers/promises";
import type { Acknowledgement, SearchHit } from "../../schemas/generated.ts";
import { deliver, pickMishap } from "./flaky-network.ts";
import { pickFate } from "./losses.ts";
import type { Fate, Losses } from "./losses.ts";
import type { Random } from "./random.ts";
import type { BillSetting } from "./bill-kinds.ts";
import type { SimulatedBill } from "./realistic-bills.ts";
import type { Mix, Story } from "./stories.ts";
import { pickKind, tellStory } from "./stories.ts";
import { count, type Tally } from "./tally.ts";
import type { Answer, TillClient } from "./till-client.ts";
import { termFor, typeTerm } from "./waiter.ts";

export interface PlayOptions {
  till: TillClient;
  apiKey: string;
  guests: readonly SearchHit[];
  setting: BillSetting;
  mix: Mix;
  random: Random;
  /** When the first bill is closed; the others follow at the rate. */
  startsAt: number;
  /** Bills a second; 0: as fast as the answers come. */
  rate: number;
  /** Bills in all, or null to play until `durationMs` is over. */
  count: number | null;
  durationMs: number | null;
  /** Stories that may be under way at once. */
  concurrency: number;
  /** Share of bills that meet a mishap on the way. */
  flakiness: number;
  losses: Losses;
  /** Hears of every bill, also of those that are not sent. */
  record: (bill: SimulatedBill, fate: Fate) => void;
  /** A mock says yes to everything; a hotel must not. */
  refusalsMatter: boolean;
  tally: Tally;
  stopped: AbortSignal;
  onProgress: (bills: number) => void;
}

/** A bill that was sent, with the one acknowledgement all its answers agreed on. */
export interface SentBill {
  bill: SimulatedBill;
  /** Null when it was refused or its fate is not known. */
  acknowledgement: Acknowledgement | null;
  status: number | null;
}

/** Plays stories until the count is sent, the time is over or the run is stopped; answers what was sent. */
export async function play(options: PlayOptions): Promise<SentBill[]> {
  const sent: SentBill[] = [];
  const stories = storiesOf(options);
  const startedAt = performance.now();
  const isOver = () =>
    options.stopped.aborted ||
    (options.durationMs !== null &&
      performance.now() - startedAt >= options.durationMs);

  const lane = async (): Promise<void> => {
    for (let next = stories.next(); !next.done; next = stories.next()) {
      const { story, firstBill, random } = next.value;
      if (options.rate > 0) {
        const dueAt = startedAt + (firstBill * 1000) / options.rate;
        const waitMs = dueAt - performance.now();
        if (waitMs > 0)
          await sleep(waitMs, undefined, { signal: options.stopped }).catch(
            () => undefined,
          );
      }
      if (isOver()) return;
      await tell(story, random, options, sent);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, lane));
  return sent;
}

/** Told in order whoever asks next, so that the number of lanes does not change what is told. */
function* storiesOf(
  options: PlayOptions,
): Generator<{ story: Story; firstBill: number; random: Random }, void> {
  const spacingMs = options.rate > 0 ? 1000 / options.rate : 5;
  let bills = 0;
  for (
    let number = 0;
    options.count === null || bills < options.count;
    number += 1
  ) {
    const random = options.random.fork(`story ${number}`);
    const closedAt = options.startsAt + Math.floor(bills * spacingMs);
    const story = tellStory(
      pickKind(options.mix, random),
      options.setting,
      random,
      closedAt,
    );
    if (options.count !== null) story.bills.splice(options.count - bills);
    yield { story, firstBill: bills, random };
    bills += story.bills.length;
  }
}

async function tell(
  story: Story,
  random: Random,
  options: PlayOptions,
  sent: SentBill[],
): Promise<void> {
  const { till, tally } = options;
  await lookUpPayers(story, random, options);
  for (const bill of story.bills) {
    const fate = pickFate(random, options.losses);
    options.record(bill, fate);
    if (fate !== "none") count(tally.losses, fate);
    if (fate === "lost") continue;
    const mishap = pickMishap(random, options.flakiness);
    const delivery = await deliver(till, bill, options.apiKey, mishap);
    count(tally.kinds, bill.kind);
    if (mishap !== "none") count(tally.mishaps, mishap);
    for (const answer of delivery.answers) tally.answered("charge", answer);

    const last = delivery.answers.at(-1);
    const acknowledgements = delivery.answers.flatMap((answer) =>
      answer.kind === "answered" &&
      answer.status === 200 &&
      answer.shapeFaults.length === 0
        ? [answer.body as Acknowledgement]
        : [],
    );
    compareRepeats(bill, acknowledgements, tally);
    checkVerdict(bill, delivery.answers, options);
    sent.push({
      bill,
      acknowledgement: acknowledgements[0] ?? null,
      status: last?.kind === "answered" ? last.status : null,
    });
    options.onProgress(sent.length);
  }
}

async function lookUpPayers(
  story: Story,
  random: Random,
  options: PlayOptions,
): Promise<void> {
  const { till, tally } = options;
  const payers = story.bills[0]?.receipt.payments ?? [];
  for (const { reservationId } of payers) {
    const guest = options.guests.find(
      (each) => each.reservationId === reservationId,
    );
    if (guest === undefined) continue;
    const term = termFor(guest, random);
    const found = await typeTerm(till, term, guest.reservationId, (answer) =>
      tally.answered("search", answer),
    );
    if (!found && options.refusalsMatter)
      tally.fault(
        `search: reservation ${guest.reservationId} was found before and is not found again`,
      );
  }
}

/** A bill that is sent again must get its first acknowledgement again; only `status` may differ. */
function compareRepeats(
  bill: SimulatedBill,
  acknowledgements: readonly Acknowledgement[],
  tally: Tally,
): void {
  const told = new Set(
    acknowledgements.map(({ receiptId, bills }) =>
      JSON.stringify([receiptId, bills]),
    ),
  );
  if (told.size > 1) {
    tally.fault(
      `charge ${bill.receipt.fiscId} (${bill.kind}): the same bill got different acknowledgements`,
    );
  }
}

/** A bill for a guest the search found is taken or not known to be posted (5xx); one for nobody is refused. */
function checkVerdict(
  bill: SimulatedBill,
  answers: readonly Answer[],
  options: PlayOptions,
): void {
  for (const answer of answers) {
    if (answer.kind === "failed") continue;
    const { status } = answer;
    const wronglyRefused =
      bill.expected.acceptable && status >= 400 && status < 500;
    const wronglyTaken =
      !bill.expected.acceptable && status === 200 && options.refusalsMatter;
    if (wronglyRefused || wronglyTaken) {
      const who = bill.expected.acceptable
        ? "a guest the search found"
        : "nobody the hotel knows";
      options.tally.fault(
        `charge ${bill.receipt.fiscId} (${bill.kind}): a bill for ${who} was answered ${status}`,
      );
      return;
    }
  }
}
