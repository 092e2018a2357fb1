import { setImmediate as aTurn } from "node:timers/promises";
import { endOfString } from "../receipts/read-body.ts";

/** Then others have their turn: the same thread answers tills. */
const BYTES_A_TURN = 256 * 1024;

/**
 * A JSON object without the items of one of its lists: `{"sales":[…],"dataComplete":true}` becomes
 * `{"sales":[],"dataComplete":true}`, however many megabytes the items have. They are not looked at but for where they end;
 * where they have no end, neither has what is left.
 */
export async function withoutItems(
  object: Buffer,
  list: string,
): Promise<Buffer> {
  const name = Buffer.from(JSON.stringify(list));
  const kept: Buffer[] = [];
  let keptTo = 0;
  let depth = 0;
  let isNamed = false;
  let isInList = false;
  let turnAt = BYTES_A_TURN;
  for (let at = 0; at < object.length; at += 1) {
    if (at >= turnAt) {
      await aTurn();
      turnAt = at + BYTES_A_TURN;
    }
    switch (object[at]) {
      case QUOTE: {
        const end = endOfString(object, at);
        if (depth === 1) isNamed = name.equals(object.subarray(at, end));
        at = end - 1;
        break;
      }
      case OPENING_BRACE:
      case OPENING_BRACKET:
        depth += 1;
        if (depth !== 2 || !isNamed || object[at] !== OPENING_BRACKET) break;
        isInList = true;
        kept.push(object.subarray(keptTo, at + 1));
        keptTo = object.length;
        break;
      case CLOSING_BRACE:
      case CLOSING_BRACKET:
        depth -= 1;
        if (depth !== 1 || !isInList) break;
        isInList = false;
        keptTo = at;
        break;
      default:
    }
  }
  return Buffer.concat([...kept, object.subarray(keptTo)]);
}

const QUOTE = 0x22;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
