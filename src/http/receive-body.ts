import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";

/** Bytes beyond the limit that are taken off the line, so that the sender gets to read why he is refused. */
const DISCARDED_MAX_BYTES = 16 * 1024 * 1024;

export interface ReceivedBody {
  /** After decompression; the beginning of it where it is larger than the limit. */
  bytes: Buffer;
  complete: boolean;
  /** As far as known, of what was sent. */
  sizeBytes: number;
  /** False: compressed in a way that is not understood; the bytes are as sent. */
  isDecoded: boolean;
  /** The sender went away before the end: nobody is left to answer. */
  aborted: boolean;
}

/**
 * Reads a request's body up to a limit; more is taken off the line but not kept. A body whose compression is broken
 * ends where it breaks, one whose sender went away where he did.
 */
export function receiveBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<ReceivedBody> {
  const decoder = decoderFor(request.headers["content-encoding"]);
  const source: Readable =
    decoder === null || decoder === "unknown" ? request : request.pipe(decoder);
  const { promise, resolve } = Promise.withResolvers<ReceivedBody>();
  const chunks: Buffer[] = [];
  let kept = 0;
  let seen = 0;
  const settle = (aborted = false): void => {
    resolve({
      aborted,
      bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, kept),
      complete: seen <= limitBytes,
      sizeBytes: Math.max(seen, sentLength(request)),
      isDecoded: decoder !== "unknown",
    });
  };
  source.on("data", (chunk: Buffer) => {
    const room = limitBytes - kept;
    if (room > 0) {
      const part = chunk.length <= room ? chunk : chunk.subarray(0, room);
      chunks.push(part);
      kept += part.length;
    }
    seen += chunk.length;
    if (seen <= limitBytes + DISCARDED_MAX_BYTES) return;
    source.pause();
    settle();
  });
  source.on("end", () => settle());
  source.on("error", () => {
    if (source === request) return;
    request.resume();
    settle();
  });
  request.on("error", () => settle(true));
  request.on("close", () => {
    if (!request.complete) settle(true);
  });
  return promise;
}

/** What comes after the answer: as much is taken off the line as of any body, then the line is cut. */
export function boundRest(
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.once("finish", () => {
    if (request.complete) return;
    // The request itself says no more: what is left of it is thrown away unseen.
    const { socket } = request;
    let seen = 0;
    const count = (chunk: Buffer): void => {
      seen += chunk.length;
      if (seen > DISCARDED_MAX_BYTES) socket.destroy();
    };
    socket.on("data", count);
    request.once("close", () => socket.off("data", count));
  });
}

function decoderFor(
  encoding: string | undefined,
): (Readable & NodeJS.WritableStream) | "unknown" | null {
  switch ((encoding ?? "").trim().toLowerCase()) {
    case "":
    case "identity":
      return null;
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    default:
      return "unknown";
  }
}

function sentLength(request: IncomingMessage): number {
  const length = Number(request.headers["content-length"] ?? 0);
  return Number.isSafeInteger(length) ? length : 0;
}

const JSON_TYPE = /^application\/(?:[\w!#$&^.+-]+\+)?json$/;

/** Absent, empty or JSON of any kind. The charset is not asked: the bytes must be UTF-8 anyway. */
export function isJsonType(contentType: string | undefined): boolean {
  const type = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  return type === "" || JSON_TYPE.test(type);
}
