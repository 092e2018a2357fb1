import { expectDocumented } from "../support/contract.ts";
import type { WireAnswer } from "../support/wire.ts";
import type { FuzzHotel } from "./fuzz-hotels.ts";
import type { FuzzRequest } from "./make-request.ts";

/** Words that only the inside of the program has. */
const INSIDE: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    "a stack",
    /\bat [\w.<>[\] ]+ \(|node_modules|node:internal|\/(?:src|dist)\/[\w/-]+\.[jt]s/,
  ],
  [
    "SQL",
    /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.{1,200}\b(?:FROM|VALUES|SET|WHERE)\b|SQLITE_[A-Z]|pg_catalog|folio_balances|ECONN[A-Z]/,
  ],
];

/** What must never be said to anybody, or be logged: keys and tokens of every hotel, names of another, our inside. */
export class Secrets {
  readonly #keys: string[];
  readonly #hotels: readonly FuzzHotel[];

  constructor(hotels: readonly FuzzHotel[]) {
    this.#hotels = hotels;
    this.#keys = hotels.flatMap(({ apiKey, token, readToken }) => [
      apiKey,
      token,
      readToken,
    ]);
  }

  /** What of it stands in a text. `reader`: whose names may; null: a log, where none may. */
  leaks(text: string, reader: FuzzHotel | null): string[] {
    const leaks = INSIDE.flatMap(([what, pattern]) => {
      const found = pattern.exec(text);
      return found === null ? [] : [`holds ${what}: ${found[0].slice(0, 120)}`];
    });
    if (this.#keys.some((key) => text.includes(key))) leaks.push("holds a key");
    for (const hotel of this.#hotels) {
      if (hotel === reader || !text.includes(hotel.mark)) continue;
      leaks.push(
        reader === null ? "holds a name" : "holds a name of another hotel",
      );
    }
    return leaks;
  }
}

/** What is wrong with an answer, whatever was asked; empty where nothing is. */
export function judgeAnswer(
  request: FuzzRequest,
  answer: WireAnswer,
  hotel: FuzzHotel,
  secrets: Secrets,
): string[] {
  const faults: string[] = [];
  if (answer.status >= 500) faults.push(`was answered ${answer.status}`);
  try {
    const { method, path } = request;
    const { status, headers, text } = answer;
    expectDocumented({ method, path, status, headers, body: text });
  } catch (error) {
    faults.push((error as Error).message.split("\n").slice(1).join(" ").trim());
  }
  const isAsset = /^\/(docs|openapi\.yaml|styles)/.test(request.path);
  if (!isAsset) faults.push(...secrets.leaks(answer.text, hotel));
  return faults;
}

/** Only these may move money. */
export function mayPost(
  { operationId }: FuzzRequest,
  { status, text }: WireAnswer,
): boolean {
  switch (operationId) {
    case "chargeBill":
      return status === 200 && text.includes('"status":"posted"');
    case "makeRefund":
    case "makeRetailRefund":
      return status === 201;
    case "repostRefusedReceipt":
      return status === 200;
    default:
      return false;
  }
}
