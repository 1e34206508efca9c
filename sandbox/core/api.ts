import type { Answer, ErrorForm } from "./answer";
import type { Route } from "./call";
import type { Collection } from "./collection";
import type { Incoming } from "./handle";
import type { Store } from "./store";

/** A service that a project must switch on before an API answers. */
export interface Service {
  /** `run.googleapis.com`. */
  readonly name: string;
  /** What refusals call it: `Cloud Run Admin API`. */
  readonly title: string;
}

/** One of Google's APIs as the sandbox serves it. */
export interface Api {
  /** First part of the names of its resources in the store. */
  readonly name: string;
  /** Where its paths begin, without slashes at the ends. */
  readonly base: string;
  /** Google's discovery document that describes it: `run.v2`. Absent where nothing is served. */
  readonly discovery?: string;
  /**
   * What Google's parser calls the body of a request.
   *
   * @default the resource: `service`
   */
  readonly bodyField?: string;
  /**
   * How Google words the error of a request: with `details`, with the older list of errors beside them, or with that
   * list alone.
   *
   * @default "details"
   */
  readonly errorForm?: ErrorForm;
  /** What the provider calls it: `GOOGLE_<variable>_CUSTOM_ENDPOINT`. */
  readonly variables: readonly string[];
  /** The service that a project must have switched on; absent where Google asks for none. */
  readonly service?: Service;
  /** A colon in a path begins no verb: actions are segments, or names may hold a colon. */
  readonly hasNoVerbs?: true;
  /** Its locations are regions, and `us`, `europe` and `asia` too. */
  readonly hasMultiRegions?: true;
  /** Ids may hold a slash, which paths encode. */
  readonly hasSlashes?: true;
  /** Bodies are bytes and not JSON. */
  readonly hasRawBodies?: true;
  /** A resource stays although its operation failed, and the provider keeps it as tainted. */
  readonly keepsFailed?: true;
  /** Brings the segments of a path into the form of the routes. */
  readonly routeSegments?: (segments: readonly string[]) => readonly string[];
}

/** Everything that a sandbox serves. */
export interface Catalog {
  readonly apis: readonly Api[];
  readonly collections: readonly Collection[];
  readonly routes: readonly Route[];
  /** Answers a request whose path belongs to no API; undefined where the sandbox does not serve it either. */
  readonly answerOther: (store: Store, incoming: Incoming) => Answer | undefined;
}
