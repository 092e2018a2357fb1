import type { ErrorObject } from "ajv/dist/2020.js";
import type { SchemaName } from "./generated.ts";

/** Says whether a value fits, and the first that does not. */
export interface QuickCheck {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** What ajv has compiled beforehand: in a build this is the module that `.ci/made-checks.mjs` writes, from the sources nothing. */
export const MADE_CHECKS: Partial<Record<SchemaName, QuickCheck>> = {};
