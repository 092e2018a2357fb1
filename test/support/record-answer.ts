import type { IncomingMessage, ServerResponse } from "node:http";

/** One answer as it went over the wire. */
export interface Answer {
  method: string;
  /** Path of the request; a query does not matter. */
  path: string;
  status: number;
  /** Names in any case. */
  headers: Record<string, string | string[] | number | undefined>;
  body: Buffer | string;
}

/** Calls back with the answer once it has left whole; an answer that was cut off is none. */
export function recordAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  done: (answer: Answer) => void,
): void {
  const { url: path = "", method = "GET" } = request;
  const chunks: Buffer[] = [];
  const handedToWriteHead: Answer["headers"] = {};
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk === "string") {
      chunks.push(Buffer.from(chunk, asEncoding(encoding)));
    } else if (chunk instanceof Uint8Array) {
      chunks.push(Buffer.from(chunk));
    }
  };
  const original = {
    write: response.write.bind(response) as Anything,
    end: response.end.bind(response) as Anything,
    writeHead: response.writeHead.bind(response) as Anything,
  };
  Object.assign(response, {
    write(...given: unknown[]) {
      keep(given[0], given[1]);
      return original.write(...given);
    },
    end(...given: unknown[]) {
      keep(given[0], given[1]);
      return original.end(...given);
    },
    writeHead(...given: unknown[]) {
      // Headers that go straight into writeHead are not among those the response can be asked for.
      const last = given.at(-1);
      if (last !== null && typeof last === "object") {
        Object.assign(handedToWriteHead, last);
      }
      original.writeHead(...given);
      return response;
    },
  });
  response.once("close", () => {
    if (!response.writableFinished) return;
    done({
      method,
      path,
      status: response.statusCode,
      headers: { ...response.getHeaders(), ...handedToWriteHead },
      body: Buffer.concat(chunks),
    });
  });
}

type Anything = (...given: unknown[]) => unknown;

function asEncoding(encoding: unknown): BufferEncoding {
  return typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8";
}
