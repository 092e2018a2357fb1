import { AppError } from "../errors.ts";
import { isJsonType, receiveBody } from "../http/receive-body.ts";
import { exchangeOf } from "../http/exchange.ts";
import { ExactNumber, readBody } from "../receipts/read-body.ts";
import type { Fault, SchemaCheck } from "../schemas/schema.ts";
import type { Call } from "./call.ts";

const MIB = 1024 * 1024;
const BODY_MAX_BYTES = MIB;

/** The body of a request, once it fits its schema. Throws an `AppError` that names every place that does not. */
export async function readJsonBody<Body>(
  call: Call,
  check: SchemaCheck<Body>,
  limitBytes = BODY_MAX_BYTES,
): Promise<Body> {
  const { request, response } = call;
  const received = await receiveBody(request, limitBytes);
  if (received.aborted) {
    throw new AppError("json_malformed", "It ended before it was complete.");
  }
  exchangeOf(response).receivedBytes = received.sizeBytes;
  // A body that was not read to its end must not be taken for the next request.
  if (!request.complete) response.shouldKeepAlive = false;
  if (!received.complete) {
    throw new AppError(
      "body_too_large",
      `At most ${limitBytes / MIB} MiB are taken here.`,
    );
  }
  if (!received.isDecoded || !isJsonType(request.headers["content-type"])) {
    throw new AppError(
      "content_type_unsupported",
      "Send application/json, plain or compressed with gzip or deflate.",
    );
  }
  const reading = readBody(received.bytes);
  if (reading.kind === "unreadable") {
    throw new AppError("json_malformed", "Nothing was changed.", {
      errors: reading.faults.map(({ pointer, fault }) => ({
        pointer,
        detail: fault,
      })),
    });
  }
  const { request: body, exact } = reading;
  if (!check.accepts(body)) throw bodyInvalid(check(body));
  const inexact = exact === body ? [] : inexactNumbers(exact, "");
  if (inexact.length > 0) throw bodyInvalid(inexact);
  return body;
}

/** Of the numbers, those that a JSON reader would not give back as they were sent. */
function inexactNumbers(value: unknown, pointer: string): Fault[] {
  if (value instanceof ExactNumber) {
    const fault = "has more digits than a JSON number keeps";
    return [{ pointer, fault, remedy: "send it as text" }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    inexactNumbers(member, `${pointer}/${name}`),
  );
}

export function bodyInvalid(faults: readonly Fault[]): AppError {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return new AppError("body_invalid", `${count} in the body.`, {
    errors: faults.map(({ pointer, fault, remedy }) => ({
      pointer,
      detail: remedy === "" ? fault : `${fault}: ${remedy}`,
    })),
  });
}
