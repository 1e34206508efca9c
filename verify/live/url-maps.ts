import { z } from "zod";
import type { Environment } from "../../environments/environment";
import type { Live } from "./live";

const PathRule = z.object({ paths: z.array(z.string()).default([]), service: z.string().optional() });
const PathMatcher = z.object({
  name: z.string(),
  defaultService: z.string().optional(),
  pathRules: z.array(PathRule).default([]),
  /** Rules by header or priority, which the host table has none of. */
  routeRules: z.array(z.object({})).default([]),
});
const Redirect = z.object({
  httpsRedirect: z.boolean().default(false),
  redirectResponseCode: z.string().optional(),
  stripQuery: z.boolean().default(false),
});

/** A URL map as the Compute API answers it. */
const UrlMap = z.object({
  defaultService: z.string().optional(),
  defaultUrlRedirect: Redirect.optional(),
  hostRules: z.array(z.object({ hosts: z.array(z.string()).default([]), pathMatcher: z.string() })).default([]),
  pathMatchers: z.array(PathMatcher).default([]),
});

export type LiveUrlMap = z.infer<typeof UrlMap>;

/** @throws GoogleApiError */
export const readUrlMap = (live: Live, { project }: Pick<Environment, "project">, name: string): Promise<LiveUrlMap> =>
  live.read("compute", `projects/${project}/global/urlMaps/${name}`, UrlMap);
