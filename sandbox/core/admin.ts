import { z } from "zod";
import { invalidArgument, notFound, notServed, okAnswer, refusalAnswer, type Answer } from "./answer";
import type { Faults } from "./faults";
import type { Journal } from "./journal";
import { asObject, mergeObjects, omitMembers, readBody, withoutNulls, type Json, type JsonObject } from "./json";
import type { Snapshot, Store } from "./store";

/** Where the sandbox's own routes begin: no API of Google's has such a path. */
export const ADMIN_PREFIX = "/_sandbox/";

/** What the admin API works on. */
export interface Admin {
  readonly store: Store;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly snapshots: Map<string, Snapshot>;
  /** Brings the store back to its beginning. */
  readonly reset: () => void;
  /** Routes that write what only Google writes: metrics of its platform, lines of the log, ends of executions. */
  readonly seedRoutes: AdminRoutes;
}

/** Answers one route of the admin API. */
export type AdminHandler = (admin: Admin, body: JsonObject) => Answer;

/** Handlers by method and path behind the prefix: `GET health`. */
export type AdminRoutes = Readonly<Record<string, AdminHandler>>;

/** A handler whose body fits a schema; it refuses any other body and says what is wrong with it. */
export const withParsedBody =
  <T>(schema: z.ZodType<T>, handler: (admin: Admin, body: T) => Answer): AdminHandler =>
  (admin, body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return handler(admin, parsed.data);
    const [issue] = parsed.error.issues;
    return refusalAnswer(invalidArgument(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`));
  };

/** The answer of a route that only does something. */
export const EMPTY_ANSWER = okAnswer({});

const Harm = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("status"), status: z.number().int().min(400).max(599) }),
  z.strictObject({ kind: z.literal("latency"), milliseconds: z.number().int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal("drop") }),
  z.strictObject({ kind: z.literal("operation"), code: z.number().int(), message: z.string().min(1) }),
]);

const FaultBody = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  path: z.string().min(1),
  nth: z.number().int().min(1).default(1),
  times: z.number().int().min(1).default(1),
  harm: Harm,
});

const NameBody = z.strictObject({ name: z.string().min(1) });
const ChangeBody = z.strictObject({ name: z.string().min(1), change: z.record(z.string(), z.json()) });

/**
 * Changes a resource as a person with the console would: a list is replaced, a null removes a member, and etags and
 * fingerprints change. No rule is checked.
 */
function changeResource({ store }: Admin, { name, change: wanted }: z.infer<typeof ChangeBody>): Answer {
  const stored = store.get(name);
  if (stored === undefined)
    return refusalAnswer(notFound(`${name}: not in the store; GET ${ADMIN_PREFIX}dump lists the names`));
  const changed = asObject(withoutNulls(mergeObjects(stored, asObject(wanted))));
  const marks = ["etag", "fingerprint"].filter((mark) => mark in stored).map((mark) => [mark, store.etag()] as const);
  store.put(name, { ...changed, ...Object.fromEntries(marks) });
  return okAnswer(store.get(name) ?? {});
}

/** Everything in the store but the contents of objects, which hold states of Terraform. */
const dumpStore: AdminHandler = ({ store }) =>
  okAnswer(Object.fromEntries(store.below("").map(([name, entry]) => [name, omitMembers(entry, "content")] as const)));

const STORE_ROUTES: AdminRoutes = {
  "GET health": () => EMPTY_ANSWER,
  "GET dump": dumpStore,
  "POST reset": ({ reset }) => {
    reset();
    return EMPTY_ANSWER;
  },
  "POST snapshot": withParsedBody(NameBody, ({ store, snapshots }, { name }) => {
    snapshots.set(name, store.snapshot());
    return EMPTY_ANSWER;
  }),
  "POST restore": withParsedBody(NameBody, ({ store, snapshots }, { name }) => {
    const snapshot = snapshots.get(name);
    if (snapshot === undefined)
      return refusalAnswer(notFound(`no snapshot "${name}"; there are: ${[...snapshots.keys()].join(", ")}`));
    store.restore(snapshot);
    return EMPTY_ANSWER;
  }),
  "PATCH resource": withParsedBody(ChangeBody, changeResource),
  "DELETE resource": withParsedBody(NameBody, ({ store }, { name }) =>
    store.remove(name) ? EMPTY_ANSWER : refusalAnswer(notFound(`${name}: not in the store`)),
  ),
  "GET faults": ({ faults }) => okAnswer(faults.list() as unknown as Json),
  "POST faults": withParsedBody(FaultBody, ({ faults }, { method, ...fault }) => {
    faults.add({ ...fault, ...(method !== undefined && { method }) });
    return EMPTY_ANSWER;
  }),
  "DELETE faults": ({ faults }) => {
    faults.clear();
    return EMPTY_ANSWER;
  },
};

const JOURNAL_ROUTES: AdminRoutes = {
  "GET requests": ({ journal }) => okAnswer(journal.requests() as unknown as Json),
  "GET unknown": ({ journal }) => okAnswer(journal.unknowns()),
  "GET outside": ({ journal }) => okAnswer(journal.outsides()),
  "DELETE requests": ({ journal }) => {
    journal.clear();
    return EMPTY_ANSWER;
  },
};

/** Answers a request of the admin API. */
export function answerAdminRequest(admin: Admin, method: string, path: string, body: Buffer): Answer {
  const key = `${method} ${path.slice(ADMIN_PREFIX.length)}`;
  const routes: AdminRoutes = { ...STORE_ROUTES, ...admin.seedRoutes, ...JOURNAL_ROUTES };
  const handler = Object.hasOwn(routes, key) ? routes[key] : undefined;
  if (handler === undefined) {
    return refusalAnswer(notServed(`${key}: no such route; there are: ${Object.keys(routes).join(", ")}`));
  }
  const read = readBody(body);
  return read === undefined ? refusalAnswer(invalidArgument("The body must be a JSON object.")) : handler(admin, read);
}
