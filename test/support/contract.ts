import type { Server } from "node:http";
import { schemaFaults } from "./answer-schema.ts";
import { contract, METHODS, resolve } from "./openapi-document.ts";
import type { PathItem, Response } from "./openapi-document.ts";
import { recordAnswer } from "./record-answer.ts";
import type { Answer } from "./record-answer.ts";

/** An answer that openapi.yaml does not promise. */
export class ContractViolation extends Error {
  override readonly name = "ContractViolation";
}

/**
 * Throws unless the answer is one that openapi.yaml documents: its path, method, status, headers, content type and body.
 * Stricter than the document in one point: members that no schema names are refused, so that nothing leaves undescribed.
 */
export function expectDocumented(
  answer: Answer,
  { basePath = "" }: { basePath?: string } = {},
): void {
  const faults = faultsOf(answer, basePath);
  if (faults.length === 0) return;
  throw new ContractViolation(
    `${answer.method} ${answer.path} answered ${answer.status}, which openapi.yaml does not promise:\n` +
      faults.map((fault) => `  - ${fault}`).join("\n"),
  );
}

/**
 * Looks at every answer of a server, whoever asked. The function given back throws the first violation that was met and
 * says how many answers were seen; to be called when a test ends.
 */
export function watchContract(
  server: Server,
  options: { basePath?: string } = {},
): () => number {
  let seen = 0;
  let violation: unknown = null;
  server.prependListener("request", (request, response) => {
    recordAnswer(request, response, (answer) => {
      seen += 1;
      try {
        expectDocumented(answer, options);
      } catch (error) {
        violation ??= error;
      }
    });
  });
  return () => {
    if (violation !== null) throw violation as Error;
    return seen;
  };
}

function faultsOf(answer: Answer, basePath: string): string[] {
  const response = documentedResponse(answer, basePath);
  if (typeof response === "string") return [response];
  const headers = new Map(
    Object.entries(answer.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  return [
    ...headerFaults(response, headers),
    ...contentFaults(response, headers.get("content-type"), answer),
  ];
}

/** A path that is not documented, or cannot be decoded, promises 404, a method that is not, 405. */
function documentedResponse(
  answer: Answer,
  basePath: string,
): Response | string {
  const item = isDecodable(answer.path)
    ? findPath(answer.path, basePath)
    : null;
  if (item === null) {
    return answer.status === 404
      ? contract.components.responses["NotFound"]!
      : "the path is not documented";
  }
  const method = answer.method === "HEAD" ? "get" : answer.method.toLowerCase();
  const operation = item[method];
  if (operation === undefined && answer.status !== 405) {
    return "the method is not documented";
  }
  const anyOperation = METHODS.map((name) => item[name]).find(
    (other) => other !== undefined,
  );
  const response = (operation ?? anyOperation)?.responses[answer.status];
  return response === undefined
    ? "the status is not documented"
    : resolve(response);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path.split("?", 1)[0]!);
    return true;
  } catch {
    return false;
  }
}

const TEMPLATES = Object.keys(contract.paths)
  // What is spelled out goes before what has room for anything.
  .sort((a, b) => a.split("{").length - b.split("{").length)
  .map((template) => ({
    template,
    pattern: new RegExp(
      `^${template.replaceAll(".", "[.]").replace(/\{[^}]+\}/g, "[^/]+")}/?$`,
    ),
  }));

function findPath(path: string, basePath: string): PathItem | null {
  const plain = path.split("?", 1)[0]!;
  const local = plain.startsWith(`${basePath}/`)
    ? plain.slice(basePath.length)
    : plain;
  const found = TEMPLATES.find(({ pattern }) => pattern.test(local));
  return found === undefined ? null : contract.paths[found.template]!;
}

function headerFaults(
  response: Response,
  sent: Map<string, Answer["headers"][string]>,
): string[] {
  return Object.entries(response.headers ?? {}).flatMap(([name, reference]) => {
    const header = resolve(reference);
    const value = sent.get(name.toLowerCase());
    if (value === undefined) {
      return header.required === true ? [`the header ${name} is missing`] : [];
    }
    const typed =
      header.schema["type"] === "integer" ? Number(value) : String(value);
    return schemaFaults(header.schema, typed).map(
      (fault) => `the header ${name} ${fault}`,
    );
  });
}

function contentFaults(
  response: Response,
  contentType: Answer["headers"][string],
  answer: Answer,
): string[] {
  const isEmpty = answer.body.length === 0;
  if (response.content === undefined) {
    return isEmpty ? [] : ["a body is not documented"];
  }
  const mediaType = String(contentType ?? "")
    .split(";", 1)[0]!
    .trim()
    .toLowerCase();
  const media = response.content[mediaType];
  if (media === undefined) {
    return [`the content type "${mediaType}" is not documented`];
  }
  if (answer.method === "HEAD") return [];
  if (!/[/+]json$/.test(mediaType)) {
    return isEmpty && mediaType.startsWith("text/")
      ? ["the body is empty"]
      : [];
  }
  let value: unknown;
  try {
    value = JSON.parse(answer.body.toString());
  } catch {
    return ["the body is not JSON"];
  }
  return schemaFaults(media.schema, value).map((fault) => `the body ${fault}`);
}
