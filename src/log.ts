import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";

/** One event per thing that happened. Fields are an allow-list at every call: no names, keys, search terms or bodies. */
export type Log = Logger;

export const LOG_LEVELS = [
  "fatal",
  "error",
  "warn",
  "info",
  "debug",
  "trace",
  "silent",
] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes to stdout without holding up the caller, unless handed a destination. */
export function createLog(options: {
  level: LogLevel;
  destination?: DestinationStream;
}): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
    },
    options.destination ?? pino.destination({ dest: 1, sync: false }),
  );
}

interface DescribedError {
  name: string;
  code?: string;
  message?: string;
  at: string[];
  cause?: DescribedError;
}

/** What an error may say in the log: no message of a parser, because it quotes what it could not read. */
function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const { code } = error as { code?: unknown };
  const quotesInput = error instanceof SyntaxError;
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    ...(quotesInput ? {} : { message: error.message }),
    at: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
