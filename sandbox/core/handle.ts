import { checkRequest, type Checked } from "../schema/request-gate";
import { methodSchema, type MethodSchema } from "../schema/schemas";
import { violationRefusal } from "../schema/violations";
import { invalidArgument, notServed, refusalAnswer, requestRefusalAnswer, type Answer } from "./answer";
import type { Api, Catalog } from "./api";
import { readBody, type JsonObject } from "./json";
import { joinSegments, malformedPath, resolvePath } from "./paths";
import { checkLocation, checkProject, segmentsByProjectId } from "./projects";
import { References } from "./references";
import { Router } from "./router";
import type { Store } from "./store";

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  /** Raw path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly contentType: string;
}

/** What became of a request. */
export interface Handled {
  readonly answer: Answer;
  /** Whether the sandbox serves such a request at all. */
  readonly isServed: boolean;
  /** Whether a resource stays in the store although its operation failed. */
  readonly keepsFailed: boolean;
  /** What Google's document says of the method; absent where the request came to none. */
  readonly schema?: MethodSchema;
}

/** Answers the requests of Google's APIs from a store. */
export class Handler {
  private readonly router: Router;
  private readonly references: References;

  constructor(private readonly catalog: Catalog) {
    this.router = new Router(catalog.routes);
    this.references = new References(catalog.collections);
  }

  /** Answers one request. */
  answerIncoming(store: Store, incoming: Incoming): Handled {
    const resolved = resolvePath(this.catalog.apis, incoming.path);
    if (resolved === "malformed") return servedAnswer(refusalAnswer(malformedPath(incoming.path)));
    if (resolved === undefined) {
      const answer = this.catalog.answerOther(store, incoming);
      return answer === undefined ? unservedAnswer(incoming) : servedAnswer(answer);
    }
    const { api, verb } = resolved;
    const segments = segmentsByProjectId(store, resolved.segments);
    const found = this.router.matchRoute(api.name, incoming.method, segments, verb);
    if (found === undefined) return unservedAnswer(incoming);
    const { route, params } = found;
    const { project } = params;
    const refusal =
      (project === undefined ? undefined : checkProject(store, api.service, project)) ?? checkLocation(params);
    if (refusal !== undefined) return servedAnswer(refusalAnswer(refusal));
    const body = parseBody(api, incoming);
    if (body === undefined) {
      return servedAnswer(
        refusalAnswer(invalidArgument("Invalid JSON payload received. The body must be a JSON object.")),
      );
    }
    const { method, query } = incoming;
    const schema = methodSchema(api, route);
    const checked =
      schema === undefined
        ? { query, body, violations: [] }
        : checkRequest(api, schema, { method, params, query, body: api.hasRawBodies ? undefined : body });
    const refused = violationRefusal(checked.violations);
    if (refused !== undefined) return servedAnswer(requestRefusalAnswer(refused, api.errorForm ?? "details"));
    const answer = answerOnTrial(store, checked, () =>
      route.handle({
        store,
        references: this.references,
        api: api.name,
        ...(api.service !== undefined && { service: api.service }),
        path: joinSegments(segments),
        params,
        query: checked.query,
        body: checked.body,
        raw: incoming.body,
        contentType: incoming.contentType,
      }),
    );
    return { answer, isServed: true, keepsFailed: api.keepsFailed ?? false, ...(schema !== undefined && { schema }) };
  }
}

/** A request that is only to be validated is answered as every other, and leaves nothing behind. */
function answerOnTrial(store: Store, { query, body }: Checked, answer: () => Answer): Answer {
  if (query.get("validateOnly") !== "true" && body.validateOnly !== true) return answer();
  const before = store.snapshot();
  const tried = answer();
  store.revert(before);
  return tried;
}

const servedAnswer = (answer: Answer): Handled => ({ answer, isServed: true, keepsFailed: false });

const unservedAnswer = ({ method, path }: Incoming): Handled => ({
  answer: refusalAnswer(notServed(`The sandbox does not serve ${method} ${path}.`)),
  isServed: false,
  keepsFailed: false,
});

/** The JSON object of a body; empty where the API takes bytes; undefined where the body is not a JSON object. */
const parseBody = ({ hasRawBodies }: Api, { body }: Incoming): JsonObject | undefined =>
  hasRawBodies ? {} : readBody(body);
