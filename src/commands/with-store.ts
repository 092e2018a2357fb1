import { openConfiguredStore } from "../app/open-configured-store.ts";
import { systemClock } from "../clock.ts";
import { readConfig } from "../config.ts";
import type { Actor } from "../store/contract/acts.ts";
import { storeExists } from "../store/open-store.ts";
import type { Store, StoreObserver } from "../store/store.ts";
import { CommandFailure } from "./command-line.ts";

/** Who acts, in the trail, when a command of this program changes something. */
export const COMMAND_LINE: Actor = { type: "command", name: "command line" };

/**
 * Runs some work on the database of the settings, beside a running server or without one, and closes it whatever
 * happens. Where there is none it is a mistyped place, unless the work is what hotels begin with (`begins`).
 */
export async function withStore<T>(
  work: (store: Store) => Promise<T>,
  { begins = false }: { begins?: boolean } = {},
): Promise<T> {
  const { config, secrets } = readConfig();
  if (!begins && !storeExists(config))
    throw new CommandFailure(
      `There is no database in ${config.dataDir}, and nothing was made.`,
      "Check DATA_DIR, or begin with serve or provision.",
    );
  const store = await openConfiguredStore(config, secrets, {
    clock: systemClock,
    observer: SILENT,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const SILENT: StoreObserver = {
  batchCommitted: () => undefined,
  answered503Found: () => undefined,
  failed: () => undefined,
  recovered: () => undefined,
};
