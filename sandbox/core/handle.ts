import { checkRequest, type Checked } from "../schema/request-gate";
import { methodSchema, type MethodSchema } from "../schema/schemas";
import { unservedParameters } from "../schema/unserved-parameters";
import { violationRefusal } from "../schema/violations";
import { answerInForm, invalidArgument, notServed, refusalAnswer, type Answer } from "./answer";
import type { Api, Catalog } from "./api";
import type { Call, Route } from "./call";
import { readBody, type JsonObject } from "./json";
import { keepAnsweredOperation } from "./kept-operations";
import { joinSegments, malformedPath, resolvePath } from "./paths";
import { checkLocation, checkProject, segmentsByProjectId } from "./projects";
import { References } from "./references";
import { Router, type Match } from "./router";
import type { Store } from "./store";

/** The status of what the sandbox does not serve. */
const NOT_SERVED = 501;

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
    if (found === undefined || hasUnservedWildcard(found)) return unservedAnswer(incoming);
    const handled = this.answerRoute(store, incoming, api, found, segments);
    return { ...handled, answer: answerInForm(handled.answer, api.errorForm ?? "details") };
  }

  private answerRoute(
    store: Store,
    incoming: Incoming,
    api: Api,
    { route, params }: Match,
    segments: readonly string[],
  ): Handled {
    const { project } = params;
    const refusal =
      (project === undefined ? undefined : checkProject(store, api.service, project)) ?? checkLocation(api, params);
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
    if (refused !== undefined) return servedAnswer(refusalAnswer(refused));
    const [unserved] = schema === undefined ? [] : unservedParameters(schema, route.reads ?? [], checked.query);
    if (unserved !== undefined) return unservedParameter(incoming, unserved);
    const call: Call = {
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
    };
    const answer = this.missingParent(call, route) ?? answerOnTrial(store, checked, () => route.handle(call));
    if (method !== "GET") keepAnsweredOperation(store, answer.body);
    // What is not served ends here too where only the handler knows it.
    const isServed = answer.code !== NOT_SERVED;
    return { answer, isServed, keepsFailed: api.keepsFailed ?? false, ...(schema !== undefined && { schema }) };
  }

  /**
   * What the resource that should hold a collection, or take an action, is answered where it is not there: of a list of
   * nothing nobody could tell that its parent is missing. No handler asks for it again.
   */
  private missingParent(call: Call, { pattern, verb, api }: Route): Answer | undefined {
    const [parent, path] = [pattern, call.path].map((each) => each.slice(0, each.lastIndexOf("/")));
    const isBelowOne = verb === undefined && !pattern.endsWith("}");
    if (!isBelowOne || parent === undefined || path === undefined || !parent.endsWith("}")) return undefined;
    if (path.endsWith("/-") || call.store.get(`${api}/${path}`) !== undefined) return undefined;
    const found = this.router.matchRoute(api, "GET", path.split("/"), undefined);
    // The project has been looked for already.
    if (found === undefined || found.route.pattern === "projects/{project}") return undefined;
    const answer = found.route.handle({ ...call, path, params: found.params, query: new URLSearchParams(), body: {} });
    return answer.code === 404 ? answer : undefined;
  }
}

/** Whether a path has `-` where the route has no such thing as all of them. */
const hasUnservedWildcard = ({ route: { wildcards = [] }, params }: Match): boolean =>
  Object.entries(params).some(([name, value]) => value === "-" && !wildcards.includes(name));

/** A request that is only to be validated is answered as every other, and leaves nothing behind. */
function answerOnTrial(store: Store, { query, body }: Checked, answer: () => Answer): Answer {
  if (query.get("validateOnly") !== "true" && body.validateOnly !== true) return answer();
  const before = store.snapshot();
  const tried = answer();
  store.revert(before);
  return tried;
}

const servedAnswer = (answer: Answer): Handled => ({ answer, isServed: true, keepsFailed: false });

const unserved = (message: string): Handled => ({
  answer: refusalAnswer(notServed(message)),
  isServed: false,
  keepsFailed: false,
});

const unservedAnswer = ({ method, path }: Incoming): Handled =>
  unserved(`The sandbox does not serve ${method} ${path}.`);

const unservedParameter = ({ method, path }: Incoming, parameter: string): Handled =>
  unserved(`The sandbox does not serve the parameter ${parameter} of ${method} ${path}.`);

/** The JSON object of a body; empty where the API takes bytes; undefined where the body is not a JSON object. */
const parseBody = ({ hasRawBodies }: Api, { body }: Incoming): JsonObject | undefined =>
  hasRawBodies ? {} : readBody(body);
