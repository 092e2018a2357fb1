import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { acceptReceipt } from "../../src/intake/accept-receipt.ts";
import type { Intake } from "../../src/intake/accept-receipt.ts";
import { maskKey } from "../../src/intake/mask-key.ts";
import { findApiKeys } from "../../src/receipts/read-body.ts";
import type { ChargeRequest } from "../../src/schemas/generated.ts";
import { compileSchema } from "../../src/schemas/schema.ts";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import type { UnreadableRequest } from "../../src/store/contract/refused-receipts.ts";
import { buildBill } from "../support/bill.ts";
import { hotel } from "../support/books.ts";
import { KEY } from "../support/provisioning.ts";

describe("masking a key", () => {
  const spelled = (text: string, escapes: boolean[]): string =>
    [...text]
      .map((letter, index) =>
        escapes[index % escapes.length]
          ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`
          : letter,
      )
      .join("");

  test("leaves no spelling of it in any body, and changes neither length nor anything else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constant(KEY)), {
          maxLength: 5,
        }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        fc.constantFrom("", '"', "\\", '{"', "}"),
        (texts, escapes, dirt) => {
          const text = `${dirt}{"apiKey": "${spelled(KEY, escapes)}", "rest": ${JSON.stringify(texts)}}`;
          const body = Buffer.from(text);
          const masked = maskKey(body, KEY);
          expect(masked).toHaveLength(body.length);
          expect(masked.toString()).not.toContain(KEY);
          expect(findApiKeys(masked)).not.toContain(KEY);
          const differs = [...masked].filter(
            (byte, index) => byte !== body[index],
          );
          expect(differs.every((byte) => byte === 0x2a)).toBe(true);
        },
      ),
    );
  });

  test("leaves none in a string at which the body breaks off, wherever that is", () => {
    const escaped = spelled(KEY, [true]);
    const whole = Buffer.from(
      `{"apiKey":"${KEY}","name":"\\"${escaped}\\u00e9`,
    );
    const from = whole.indexOf("\\u") + escaped.length;
    for (let end = from; end <= whole.length; end += 1) {
      const masked = maskKey(whole.subarray(0, end), KEY);
      expect(masked.toString()).not.toContain(KEY);
      expect(masked.toString()).not.toContain(escaped.slice(0, 12));
      expect(masked).toHaveLength(end);
    }
  });

  test("leaves a body without it as it is", () => {
    const body = Buffer.from('{"a":"\\u0041","b":[1,2]}');
    expect(maskKey(body, KEY).equals(body)).toBe(true);
  });
});

describe("a bill whose decision fails by a fault of ours", () => {
  const location = {
    id: "45454565682155",
    name: "Restaurant",
    businessExternalReference: null,
    features: [],
    goLiveAt: null,
    transactionCodes: hotel.transactionCodes,
  };
  const accept = (failure: Error, kept: UnreadableRequest[]) => {
    const body = Buffer.from(JSON.stringify(buildBill({ apiKey: KEY })));
    const intake: Intake = {
      keys: {
        findApiKey: () => ({
          property: hotel,
          location,
          revoked: false,
        }),
      },
      checkShape: compileSchema<ChargeRequest>("ChargeRequest"),
      store: {
        takeCharge: () => Promise.reject(failure),
        keepUnreadable: (request) => {
          kept.push(request);
          return Promise.resolve({ refusedId: 1n });
        },
      },
    };
    const sent = {
      body,
      complete: true,
      sizeBytes: body.length,
      isJson: true,
      idempotencyKey: null,
      isLate: false,
      receivedAt: 0,
    };
    return acceptReceipt(sent, intake);
  };

  test("is kept before the till hears of it: it has closed the bill", async () => {
    const kept: UnreadableRequest[] = [];
    await expect(accept(new Error("a bug"), kept)).rejects.toThrow("a bug");
    expect(kept).toMatchObject([
      { reason: "internal", httpStatus: 500, businessLocationId: location.id },
    ]);
    expect(kept[0]!.body!.toString()).not.toContain(KEY);
  });

  test("is not kept beside the books where it may have been posted", async () => {
    const kept: UnreadableRequest[] = [];
    const unknown = new StoreUnavailable("not-writable");
    await expect(accept(unknown, kept)).rejects.toBe(unknown);
    expect(kept).toEqual([]);
  });
});
