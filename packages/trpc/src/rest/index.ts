import { createRouteMatcher } from "./match-route.ts";
import type { RestRoute } from "./route.ts";
import {
  createAnnotationRoute,
  deleteAnnotationRoute,
  listAnnotationsRoute,
  updateAnnotationRoute,
} from "./routes/annotations.ts";
import { exportRoute } from "./routes/export.ts";
import { seekRoute } from "./routes/seek.ts";
import { imageRoute } from "./routes/images.ts";
import { cancelImportRoute, getImportRoute, listImportsRoute, startImportRoute } from "./routes/imports.ts";
import { searchSessionsRoute, similarityGraphRoute, similarSessionsRoute } from "./routes/search.ts";
import {
  getSessionRoute,
  listSessionsRoute,
  listTopicsRoute,
  updateSessionRoute,
} from "./routes/sessions.ts";

export { handleRest, type RestInput } from "./handle-rest.ts";
export type { RouteMatch } from "./match-route.ts";
export { openApi } from "./openapi.ts";
export type { RestAnswer, RestRoute } from "./route.ts";

/** Everything below `/api/v1`. */
export const REST_ROUTES: readonly RestRoute[] = [
  listSessionsRoute,
  getSessionRoute,
  updateSessionRoute,
  listTopicsRoute,
  listAnnotationsRoute,
  createAnnotationRoute,
  updateAnnotationRoute,
  deleteAnnotationRoute,
  searchSessionsRoute,
  similarSessionsRoute,
  similarityGraphRoute,
  seekRoute,
  exportRoute,
  imageRoute,
  startImportRoute,
  listImportsRoute,
  getImportRoute,
  cancelImportRoute,
];

export const matchRoute = createRouteMatcher(REST_ROUTES);
