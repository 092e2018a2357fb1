import { appendFileSync, closeSync, openSync, readSync } from "node:fs";

/** What was told about one attempt; `status` null: nothing came back. */
export interface Told {
  status: number | null;
  /** Ours, where it was told. */
  id?: string;
  /** Sent away with the word that nothing was tried, as may be on any day. */
  isBusy?: true;
  /** What an answer was that it may not be. */
  oddity?: string;
}

/** A bill as the till closed it: it stands in the journal before it is sent for the first time. */
export interface SentBill {
  fiscId: string;
  /** Minor units. */
  gross: string;
  tips: string;
  /** `maybe`: its guest comes and goes. */
  acceptable: "yes" | "no" | "maybe";
}

/** What somebody at the desk does; `key` is the idempotency key it is repeated with. */
export interface SentAct {
  kind: "refund" | "check-in-or-out" | "close-day";
  key: string;
  /** The receipt, the number that is left in the directory, or the date. */
  about: string;
}

export type JournalLine =
  | { bill: SentBill }
  | { fiscId: string; told: Told }
  | { act: SentAct }
  | { key: string; told: Told }
  | { search: Told };

/** What the till knows: kept outside of all that is tortured, a line as soon as it is known. */
export class JournalWriter {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, "a");
  }

  add(line: JournalLine): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

export interface Recorded<Sent> {
  sent: Sent;
  told: Told[];
}

/** The same, read by who holds it against the books. */
export class Journal {
  readonly bills = new Map<string, Recorded<SentBill>>();
  readonly acts = new Map<string, Recorded<SentAct>>();
  /** How often a bill was. */
  acknowledged = 0;
  /** Answers that came since the last `takeNews`, whatever to. */
  #news: Told[] = [];
  readonly #path: string;
  #offset = 0;
  #rest = "";

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads what has been added. */
  read(): void {
    const file = openSync(this.#path, "r");
    try {
      const piece = Buffer.allocUnsafe(256 * 1024);
      for (;;) {
        const size = readSync(file, piece, { position: this.#offset });
        if (size === 0) return;
        this.#offset += size;
        // Ids, numbers and words of ours: a piece may end anywhere.
        const lines = (this.#rest + piece.toString("latin1", 0, size)).split(
          "\n",
        );
        this.#rest = lines.pop()!;
        for (const line of lines) this.#take(JSON.parse(line) as JournalLine);
      }
    } finally {
      closeSync(file);
    }
  }

  takeNews(): Told[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  #take(line: JournalLine): void {
    if ("bill" in line) {
      this.bills.set(line.bill.fiscId, { sent: line.bill, told: [] });
    } else if ("act" in line) {
      this.acts.set(line.act.key, { sent: line.act, told: [] });
    } else if ("search" in line) {
      this.#news.push(line.search);
    } else {
      const record =
        "fiscId" in line
          ? this.bills.get(line.fiscId)
          : this.acts.get(line.key);
      record!.told.push(line.told);
      if ("fiscId" in line && line.told.status === 200) this.acknowledged++;
      this.#news.push(line.told);
    }
  }
}
