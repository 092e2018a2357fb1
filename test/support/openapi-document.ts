import { readFileSync } from "node:fs";

/** The bundle: openapi.yaml and its schemas in one document, as the server hands it out. */
export const contract = JSON.parse(
  readFileSync(new URL("../../dist/openapi.json", import.meta.url), "utf8"),
) as OpenApi;

export interface OpenApi {
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Response>;
    headers: Record<string, Header>;
    parameters: Record<string, Parameter>;
  };
}

export type PathItem = Record<string, Operation> & {
  parameters?: (Parameter | Ref)[];
};

export interface Operation {
  operationId: string;
  tags: string[];
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: (Parameter | Ref)[];
  requestBody?: { content: Content };
  responses: Record<string, Response | Ref>;
}

export interface Parameter extends WithExamples {
  name: string;
  in: string;
}

export interface Ref {
  $ref: string;
}

export interface Response {
  headers?: Record<string, Header | Ref>;
  content?: Content;
}

export interface Header extends WithExamples {
  required?: boolean;
}

export type Content = Record<string, WithExamples>;

export interface WithExamples {
  schema: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

export type Schema = Record<string, unknown>;

/** What a reference of the bundle points at. */
export function resolve<T extends object>(part: T | Ref): T {
  if (!("$ref" in part)) return part;
  const steps = part.$ref.slice("#/".length).split("/");
  let target: unknown = contract;
  for (const step of steps) {
    target = (target as Record<string, unknown>)[step];
  }
  return resolve(target as T | Ref);
}

export const METHODS = ["get", "put", "post", "delete", "patch"] as const;
