import type { Answer } from "./answer";
import type { Service } from "./api";
import type { JsonObject } from "./json";
import type { References } from "./references";
import type { Store } from "./store";

/** One request as the handlers see it. */
export interface Call {
  readonly store: Store;
  readonly references: References;
  /** Name of the API: first part of every name in the store. */
  readonly api: string;
  /** The service that a project must have switched on for this API; absent where Google asks for none. */
  readonly service?: Service;
  /** Resolved path without base and verb: `projects/p/global/networks/n`. */
  readonly path: string;
  /** Values of the pattern's placeholders. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON that was sent; empty where there was none. */
  readonly body: JsonObject;
  /** The body as it came: an upload is not JSON. */
  readonly raw: Buffer;
  readonly contentType: string;
}

/** One served operation of an API. */
export interface Route {
  readonly api: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Segments with placeholders: `projects/{project}/secrets/{secret}`. */
  readonly pattern: string;
  /** After a colon: `setIamPolicy`. */
  readonly verb?: string;
  /** Parameters of the query that are carried out; of the others only those without an effect are taken. */
  readonly reads?: readonly string[];
  /** Placeholders for which `-` stands for all of them. */
  readonly wildcards?: readonly string[];
  readonly handle: (call: Call) => Answer;
}

/** The value of a placeholder of the route's own pattern; throws where the pattern has no such placeholder. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route of ${call.path} has no parameter ${name}`);
  return value;
}
