import type { FakeClock } from "./fake-clock.ts";

/** What an instance is started with so that a fault can reach into it. */
export function processEnvironment(clock: FakeClock): Record<string, string> {
  const program = new URL("../../support/end-thread.ts", import.meta.url).href;
  return {
    ...clock.environment,
    NODE_ENV: "production",
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${program}`,
  };
}
