import {
  failedPrecondition,
  invalid,
  notFound,
  notServed,
  ok,
  refuse,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { routesOf, type Collection } from "../core/collection";
import { policyRoutes } from "../iam/policies";
import { asObject, asText, omit, type JsonObject } from "../core/json";
import { byProjectNumber } from "../core/projects";
import { lastVersion, secretName, versionName, versionOf } from "./versions";

const SECRETS = "projects/{project}/secrets";

const secrets: Collection = {
  api: "secretmanager",
  pattern: SECRETS,
  noun: "Secret",
  id: { query: "secretId" },
  items: "secrets",
  style: "direct",
  update: { method: "PATCH", join: "mask" },
  guard: "etag",
  fill: ({ call, path, next, previous }) => ({
    ...next,
    name: byProjectNumber(call.store, path),
    createTime: previous?.createTime ?? call.store.time(),
    etag: `"${call.store.etag()}"`,
  }),
  check: ({ id, next }) => {
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(id)) return invalid(`The secret id ${id} may hold letters, digits, - and _.`);
    const { automatic, userManaged } = asObject(next.replication);
    return automatic === undefined && userManaged === undefined
      ? invalid("Field [replication] is required.")
      : undefined;
  },
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`secretmanager/${path}/`)) call.store.remove(name);
  },
};

/** The mark of the payload stands in the store for tests that compare; it is never answered. */
const shown = (version: JsonObject): JsonObject => omit(version, "payloadMark");

/** Bytes of a payload. */
const MOST_PAYLOAD = 65_536;

function addVersion(call: Call): Answer {
  const { store, path } = call;
  if (store.get(secretName(path)) === undefined)
    return refuse(notFound(`Secret [${byProjectNumber(call.store, path)}] not found.`));
  const data = asText(asObject(call.body.payload).data);
  if (data === "") return refuse(invalid("Secret Payload cannot be empty."));
  if (Buffer.byteLength(data, "base64") > MOST_PAYLOAD) {
    // The limit is Google's, the words are not.
    return refuse(invalid(`Secret Payload must be at most ${MOST_PAYLOAD} bytes.`));
  }
  const number = 1 + lastVersion(store, path);
  const version: JsonObject = {
    name: `${byProjectNumber(call.store, path)}/versions/${number}`,
    createTime: store.time(),
    state: "ENABLED",
    replicationStatus: { automatic: {} },
    etag: `"${store.etag()}"`,
    payloadMark: store.mark(Buffer.from(data, "base64").toString("utf8")),
  };
  store.put(versionName(path, String(number)), version);
  return ok(shown(version));
}

const noVersion = (call: Call): Refusal =>
  notFound(`Secret Version [${byProjectNumber(call.store, call.path)}] not found.`);

function getVersion(call: Call): Answer {
  const version = versionOf(call.store, secretPath(call), param(call, "version"));
  return version === undefined ? refuse(noVersion(call)) : ok(shown(version));
}

const secretPath = (call: Call): string => `projects/${param(call, "project")}/secrets/${param(call, "secret")}`;

const setState =
  (state: string) =>
  (call: Call): Answer => {
    const version = versionOf(call.store, secretPath(call), param(call, "version"));
    if (version === undefined) return refuse(noVersion(call));
    if (version.state === "DESTROYED") {
      return refuse(
        failedPrecondition(`Secret Version [${byProjectNumber(call.store, call.path)}] is in DESTROYED state.`),
      );
    }
    // A destroyed version keeps its number and loses its payload.
    const kept = state === "DESTROYED" ? omit(version, "payloadMark") : version;
    const destroyed = state === "DESTROYED" ? { destroyTime: call.store.time() } : {};
    const next: JsonObject = { ...kept, state, ...destroyed, etag: `"${call.store.etag()}"` };
    call.store.put(versionName(secretPath(call), asText(next.name).split("/").at(-1) ?? ""), next);
    return ok(shown(next));
  };

const VERSION = `${SECRETS}/{secret}/versions/{version}`;

const versionAction = (verb: string, handle: (call: Call) => Answer): Route => ({
  api: "secretmanager",
  method: "POST",
  pattern: VERSION,
  verb,
  handle,
});

/** Secrets. */
export const secretCollections: readonly Collection[] = [secrets];

/** Secrets, their versions and policies. */
export const secretRoutes: readonly Route[] = [
  ...routesOf(secrets),
  ...policyRoutes({ api: "secretmanager", pattern: `${SECRETS}/{secret}`, get: "GET" }),
  { api: "secretmanager", method: "POST", pattern: `${SECRETS}/{secret}`, verb: "addVersion", handle: addVersion },
  {
    api: "secretmanager",
    method: "GET",
    pattern: `${SECRETS}/{secret}/versions`,
    handle: ({ store, path }) =>
      ok({ versions: store.list(`secretmanager/${path}`).map(([, version]) => shown(version)) }),
  },
  { api: "secretmanager", method: "GET", pattern: VERSION, handle: getVersion },
  {
    api: "secretmanager",
    method: "GET",
    pattern: VERSION,
    verb: "access",
    handle: () => refuse(notServed("The sandbox keeps no payload of a secret, so it cannot return one.")),
  },
  versionAction("enable", setState("ENABLED")),
  versionAction("disable", setState("DISABLED")),
  versionAction("destroy", setState("DESTROYED")),
];
