import { z } from "zod";
import { invalid, notFound, notServed, ok, refuse, type Answer } from "./answer";
import { done, reading, type Admin, type AdminHandler } from "./admin-handler";
import { SEEDS } from "../seed-routes";
import { asObject, omit, over, withoutNulls, type Json } from "./json";
import { readBody } from "./json-body";

/** Where the sandbox's own routes begin: no API of Google's has such a path. */
export const ADMIN_PREFIX = "/_sandbox/";

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
 * Changes a resource as somebody with the console would: lists are replaced, a null removes a member, no rule is asked,
 * and etags and fingerprints move on.
 */
function change({ store }: Admin, { name, change: wanted }: z.infer<typeof ChangeBody>): Answer {
  const stored = store.get(name);
  if (stored === undefined)
    return refuse(notFound(`${name}: not in the store; GET ${ADMIN_PREFIX}dump lists the names`));
  const changed = asObject(withoutNulls(over(stored, asObject(wanted))));
  const marks = ["etag", "fingerprint"].filter((mark) => mark in stored).map((mark) => [mark, store.etag()] as const);
  store.put(name, { ...changed, ...Object.fromEntries(marks) });
  return ok(store.get(name) ?? {});
}

/** Everything in the store but the contents of objects: states of Terraform are nobody's to print. */
const dump: AdminHandler = ({ store }) =>
  ok(Object.fromEntries(store.below("").map(([name, entry]) => [name, omit(entry, "content")] as const)));

const HANDLERS: Readonly<Record<string, AdminHandler>> = {
  "GET health": () => done,
  "GET dump": dump,
  "POST reset": ({ reset }) => {
    reset();
    return done;
  },
  "POST snapshot": reading(NameBody, ({ store, snapshots }, { name }) => {
    snapshots.set(name, store.snapshot());
    return done;
  }),
  "POST restore": reading(NameBody, ({ store, snapshots }, { name }) => {
    const snapshot = snapshots.get(name);
    if (snapshot === undefined)
      return refuse(notFound(`no snapshot "${name}"; there are: ${[...snapshots.keys()].join(", ")}`));
    store.restore(snapshot);
    return done;
  }),
  "PATCH resource": reading(ChangeBody, change),
  "DELETE resource": reading(NameBody, ({ store }, { name }) =>
    store.remove(name) ? done : refuse(notFound(`${name}: not in the store`)),
  ),
  "GET faults": ({ faults }) => ok(faults.list() as unknown as Json),
  "POST faults": reading(FaultBody, ({ faults }, { method, ...fault }) => {
    faults.add({ ...fault, ...(method !== undefined && { method }) });
    return done;
  }),
  "DELETE faults": ({ faults }) => {
    faults.clear();
    return done;
  },
  ...SEEDS,
  "GET requests": ({ journal }) => ok(journal.requests() as unknown as Json),
  "GET unknown": ({ journal }) => ok(journal.unknowns()),
  "GET outside": ({ journal }) => ok(journal.outsides()),
  "DELETE requests": ({ journal }) => {
    journal.clear();
    return done;
  },
};

/** Answers a request of the admin API. */
export function administer(admin: Admin, method: string, path: string, body: Buffer): Answer {
  const key = `${method} ${path.slice(ADMIN_PREFIX.length)}`;
  const handler = Object.hasOwn(HANDLERS, key) ? HANDLERS[key] : undefined;
  if (handler === undefined) {
    return refuse(notServed(`${key}: no such route; there are: ${Object.keys(HANDLERS).join(", ")}`));
  }
  const read = readBody(body);
  return read === undefined ? refuse(invalid("The body must be a JSON object.")) : handler(admin, read);
}
