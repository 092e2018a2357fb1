import type { Request, Response } from "express";
import type { Clock } from "../clock.ts";
import type { Backlog } from "../http/backlog.ts";
import type { TokenCheck } from "../http/bearer.ts";
import type { Method } from "../http/route.ts";
import { currencyDecimals } from "../money.ts";
import type { Property } from "../properties/property.ts";
import type { Scope } from "../store/contract/access.ts";
import type { Actor } from "../store/contract/acts.ts";
import type { Store } from "../store/store.ts";
import { notFound } from "./problems.ts";

/** What the management routes work with. */
export interface ManagementDoor extends TokenCheck {
  store: Store;
  clock: Clock;
  backlog: Backlog;
  /** One waits to be run. */
  reconciliationStarted: () => void;
}

/** One address of the management API and what can be done there. */
export interface ManagementRoute {
  /** An Express path with `:propertyId`; below `/v1/properties/:propertyId` where the dialect is ours. */
  template: string;
  methods: Partial<Record<Method, ManagementAction>>;
}

export interface ManagementAction {
  /** What the token must be allowed. */
  scope: Scope;
  /** Query parameters it understands; others are refused by name. */
  parameters?: readonly string[];
  /** True where the property itself need not exist yet. */
  mayCreateProperty?: true;
  /** True where much is read: the first to be sent away when charges queue up. */
  isLong?: true;
  act: (call: Call) => Promise<Answer>;
}

/** A request whose token may do what it asks for, on a property it may see. */
export interface Call {
  door: ManagementDoor;
  request: Request;
  response: Response;
  propertyId: string;
  /** Each known and given once. */
  query: URLSearchParams;
  actor: Actor;
}

export type Answer = { status?: number; version?: string } & (
  { body: unknown } | File | Streamed | { empty: true }
);

/** An answer that is not JSON. */
export interface File {
  bytes: Buffer;
  /** With at least its Content-Type. */
  headers: Record<string, string>;
}

/** An answer that may be large: it is sent as it is made. */
export interface Streamed {
  pieces: AsyncIterable<string>;
  headers: Record<string, string>;
}

/** The settings as the doors know them; `not_found` where there are none. */
export function propertyOf(call: Call): Property {
  const property = call.door.access.property(call.propertyId);
  if (property === null) throw notFound();
  return property;
}

export function decimalsOf(call: Call): number {
  return currencyDecimals(propertyOf(call).currency);
}

/** A path parameter; what cannot be anybody's id is not found. */
export function pathParameter(call: Call, name: string): string {
  const value = call.request.params[name];
  if (typeof value !== "string" || value.length > 255) throw notFound();
  return value;
}
