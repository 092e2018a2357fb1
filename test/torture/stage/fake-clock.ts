import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The clock that instances see; what measures how long something takes is left alone. */
export class FakeClock {
  readonly environment: Record<string, string>;
  readonly #file: string;

  constructor(directory: string) {
    this.#file = join(directory, "clock");
    this.jump(0);
    this.environment = {
      LD_PRELOAD: fakeClockLibrary()!,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      // Looked at again after a second.
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      FAKETIME_DONT_RESET: "1",
      NO_FAKE_STAT: "1",
    };
  }

  /** So many seconds from what it really is; seen within a second. */
  jump(seconds: number): void {
    const sign = seconds < 0 ? "" : "+";
    writeFileSync(this.#file, `${sign}${seconds}\n`);
  }
}

/** Null: it is not installed. */
export function fakeClockLibrary(): string | null {
  const paths = readdirSync("/usr/lib").map((machine) =>
    join("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"),
  );
  return paths.find((path) => existsSync(path)) ?? null;
}
