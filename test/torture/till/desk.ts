import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "node:http";
import type { Random } from "../../../src/commands/simulate/random.ts";
import { partnerOf } from "../../support/partner.ts";
import type { WireAnswer } from "../../support/wire.ts";
import { COMES_AND_GOES, HOTEL, TOKEN } from "../stage/hotel.ts";
import type { Gate } from "./gate.ts";
import type { JournalLine, JournalWriter, SentAct, Told } from "./journal.ts";

export interface DeskOptions {
  urls: readonly string[];
  journal: JournalWriter;
  gate: Gate;
  random: Random;
}

type Method = "GET" | "POST" | "PATCH";

/** Staff, all day: guests come and go, receipts are looked up and given back, days are closed. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #partners;
  readonly #refundable: string[] = [];
  #acts = 0;
  /** How often the guest was checked in or out. */
  #changes = 0;
  #closedDays = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
    const agent = new Agent({ keepAlive: true });
    this.#partners = options.urls.map((url) =>
      partnerOf(url, { token: TOKEN, propertyId: HOTEL, agent }),
    );
  }

  /** A receipt of which something is given back at some time. */
  mayRefund(answers: readonly Told[]): void {
    const id = answers.find((told) => told.id !== undefined)?.id;
    if (id !== undefined) this.#refundable.push(id);
  }

  async work(): Promise<never> {
    const { random } = this.#options;
    for (;;) {
      await sleep(random.between(20, 150));
      const receiptId = random.chance(0.5)
        ? this.#refundable.shift()
        : undefined;
      if (receiptId !== undefined) await this.#refund(receiptId);
      else if (random.chance(0.1)) await this.#closeDay();
      else if (random.chance(0.5)) await this.#checkInOrOut();
      else await this.#lookAround();
    }
  }

  #refund(receiptId: string): Promise<void> {
    const body = { receiptId, reason: "cold soup", amount: "0.05" };
    return this.#act("refund", receiptId, "POST", "/refunds", body);
  }

  #closeDay(): Promise<void> {
    const day = new Date(Date.now() - (30 - this.#closedDays) * 86_400_000);
    const date = day.toISOString().slice(0, 10);
    if (this.#closedDays === 27) return Promise.resolve();
    this.#closedDays++;
    return this.#act(
      "close-day",
      date,
      "POST",
      `/business-dates/${date}/close`,
    );
  }

  #checkInOrOut(): Promise<void> {
    const change = ++this.#changes;
    const body = [
      {
        reservationId: COMES_AND_GOES,
        status: change % 2 === 0 ? "in-house" : "checked-out",
        roomDescription: String(change),
      },
    ];
    return this.#act(
      "check-in-or-out",
      String(change),
      "PATCH",
      "/reservations",
      body,
    );
  }

  async #lookAround(): Promise<void> {
    const { random } = this.#options;
    const path = random.pick([
      "/folios/001",
      "/receipts?pageSize=20",
      "/refused-receipts?pageSize=20",
      "/business-dates",
    ]);
    await this.#ask("GET", path, {}, (told) => ({ search: told }));
  }

  /** Until it is answered: with its key it is done once however often it is asked for. */
  async #act(
    kind: SentAct["kind"],
    about: string,
    method: Method,
    path: string,
    body?: unknown,
  ): Promise<void> {
    const { journal, random } = this.#options;
    const key = `act-${++this.#acts}`;
    journal.add({ act: { kind, key, about } });
    const headers: Record<string, string> =
      method === "PATCH" ? { "If-Match": "*" } : { "Idempotency-Key": key };
    for (;;) {
      const told = await this.#ask(
        method,
        path,
        { headers, body },
        (known) => ({
          key,
          told: known,
        }),
      );
      if (told.status !== null && told.status !== 503) return;
      await sleep(random.between(50, 300));
    }
  }

  async #ask(
    method: Method,
    path: string,
    options: { headers?: Record<string, string>; body?: unknown },
    line: (told: Told) => JournalLine,
  ): Promise<Told> {
    const { gate, journal, random } = this.#options;
    const partner = random.pick(this.#partners);
    return gate.through(async () => {
      const told = await answerOf(partner(method, path, options));
      journal.add(line(told));
      return told;
    });
  }
}

async function answerOf(asked: Promise<WireAnswer>): Promise<Told> {
  try {
    const { status, text } = await asked;
    const { id } = JSON.parse(text) as { id?: string };
    return {
      status,
      ...(id === undefined ? {} : { id }),
      // Who asks for lists and reports is sent away first, and told to ask again.
      ...(status === 503 ? { isBusy: true } : {}),
    };
  } catch {
    return { status: null };
  }
}
