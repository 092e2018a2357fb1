import { readFileSync } from "node:fs";

/**
 * Where the files are that are read at run time. This file lies one step below the root, as every file of a build does, so
 * that its own place is as good for finding them in a clone as in a build.
 */
const here = import.meta.url;

export const SCHEMAS = new URL("../schemas/", here);

/** The migrations of both engines. */
export const MIGRATIONS = new URL("./store/migrations/", here);

/** The API description in one piece, also for a program that is run from its sources: that of the last build. */
export const API_DESCRIPTION = new URL("../dist/openapi.yaml", here);

/** Of the package: which release this is. */
export function releaseVersion(): string {
  const manifest = readFileSync(new URL("../package.json", here), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The program of a thread: of the sources, which also run as they are, or beside the main program of a build. */
export function threadProgram(source: string): URL {
  if (here.endsWith(".ts")) return new URL(source, here);
  const name = source.slice(source.lastIndexOf("/") + 1);
  return new URL(name.replace(/\.ts$/, ".js"), here);
}
