import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import { startServe } from "./command.ts";
import type { ServingCommand } from "./command.ts";
import { buildProvisioning } from "./provisioning.ts";

export interface HotelAtWork {
  /** For whatever the tests keep; it is removed after them. */
  directory: string;
  /** Of the server. */
  dataDir: string;
  url: () => string;
}

/** Serves a hotel on an embedded database throughout a file's tests, so that commands can work beside the server. */
export function hotelAtWork(): HotelAtWork {
  const directory = mkdtempSync(join(tmpdir(), "hotel-at-work-"));
  const dataDir = join(directory, "data");
  let server: ServingCommand;
  beforeAll(async () => {
    const file = join(directory, "hotel.json");
    writeFileSync(file, JSON.stringify(buildProvisioning()));
    server = await startServe({ DATA_DIR: dataDir, PROVISION_FILE: file });
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
    rmSync(directory, { recursive: true, force: true });
  });
  return { directory, dataDir, url: () => server.url };
}
