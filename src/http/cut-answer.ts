import type { Response } from "express";
import type { Log } from "../log.ts";
import { exchangeOf } from "./exchange.ts";

/**
 * What failed after the answer had begun is told in the log, as everything is, and the answer is cut off, so that nobody
 * takes it for whole. Express would print the error as it is.
 */
export function cutAnswer(log: Log, error: unknown, response: Response): void {
  const { requestId, route } = exchangeOf(response);
  const hungUp =
    (error as { code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE";
  if (!hungUp) log.error({ event: "request.failed", requestId, route, error });
  response.destroy();
}
