import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Router } from "express";
import type { Request, RequestHandler } from "express";
import helmet from "helmet";
import { API_DESCRIPTION } from "../places.ts";
import { route } from "./route.ts";

const CACHED_SECONDS = 3600;

/** `/openapi.yaml`, the contract in one piece, and `/docs`, the same as a page that needs nothing from elsewhere. */
export function docsPage(): Router {
  const description = readDescription();
  const router = Router();
  const serve = (path: string, template: string, GET: RequestHandler): void => {
    router.all(path, route(template, { GET }));
  };
  serve("/openapi.yaml", "/openapi.yaml", (_request, response) => {
    response.type("application/yaml").send(description);
  });
  serve("/docs", "/docs", (request, response) => {
    pagePolicy(request, response, () => {
      response.type("html").send(page(request.baseUrl));
    });
  });
  serve("/docs/docs.js", "/docs/{asset}", (_request, response) => {
    response.type("js").send(SCRIPT);
  });
  serve("/docs/:asset", "/docs/{asset}", sendSwaggerAsset);
  return router;
}

function readDescription(): Buffer {
  if (!existsSync(API_DESCRIPTION))
    throw new Error("openapi.yaml is not bundled yet: run `npm run build`");
  return readFileSync(API_DESCRIPTION);
}

/** The page may run its own script and ask its own server, nothing else. */
const pagePolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
});

function page(base: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>pms-charge-receiver: API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${base}/docs/swagger-ui.css">
  </head>
  <body>
    <div id="description" data-url="${base}/openapi.yaml"></div>
    <script src="${base}/docs/swagger-ui-bundle.js"></script>
    <script src="${base}/docs/docs.js"></script>
  </body>
</html>
`;
}

// The validator badge would be asked for at another host.
const SCRIPT = `"use strict";
SwaggerUIBundle({
  domNode: document.getElementById("description"),
  url: document.getElementById("description").dataset.url,
  deepLinking: true,
  validatorUrl: null,
});
`;

const SWAGGER_ASSETS = new Map(
  ["swagger-ui.css", "swagger-ui-bundle.js"].map((name) => [
    name,
    createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`),
  ]),
);

const sendSwaggerAsset: RequestHandler = (
  request: Request<{ asset?: string }>,
  response,
  next,
) => {
  const path = SWAGGER_ASSETS.get(request.params.asset ?? "");
  if (path === undefined) {
    next();
    return;
  }
  // It is public and large, so unlike everything else it may be kept.
  response.setHeader("Cache-Control", `public, max-age=${CACHED_SECONDS}`);
  response.sendFile(
    path,
    { etag: false, lastModified: false, acceptRanges: false },
    (error?: Error) => {
      if (error !== undefined) next(error);
    },
  );
};
