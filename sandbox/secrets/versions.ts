import {
  type Answer,
  failedPrecondition,
  invalidArgument,
  notFound,
  notServed,
  okAnswer,
  type Refusal,
  refusalAnswer,
} from "../core/answer";
import { type Call, param, type Route } from "../core/call";
import { asObject, asText, type JsonObject, omitMembers } from "../core/json";
import { crc32c } from "../core/crc32c";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { pathByProjectNumber } from "../core/projects";
import type { Store } from "../core/store";
import { SECRETS } from "./secrets";

/** Name of a secret in the store, from its path with the project's id. */
export const secretName = (path: string): string => `secretmanager/${path}`;

/** Name of a version in the store. */
const versionName = (secret: string, version: string): string => `${secretName(secret)}/versions/${version}`;

/** A version by number, or the one of the highest number for `latest`; undefined where there is none. */
export function findVersion(store: Store, secret: string, version: string): JsonObject | undefined {
  return store.get(versionName(secret, version === "latest" ? String(lastVersion(store, secret)) : version));
}

/** The number in the name of a version. */
const versionNumber = ({ name }: JsonObject): number => Number(asText(name).split("/").at(-1));

/** The highest number that a version has; 0 where there is none. */
const lastVersion = (store: Store, secret: string): number =>
  Math.max(0, ...store.list(`${secretName(secret)}/versions`).map(([name]) => Number(name.split("/").at(-1))));

/** The version without the mark of its payload, which only tests read from the store. */
const answeredVersion = (version: JsonObject): JsonObject => omitMembers(version, "payloadMark");

/** Most bytes of a payload (https://cloud.google.com/secret-manager/quotas). */
const MOST_PAYLOAD = 65_536;

function addVersion(call: Call): Answer {
  const { store, path } = call;
  if (store.get(secretName(path)) === undefined)
    return refusalAnswer(notFound(`Secret [${pathByProjectNumber(call.store, path)}] not found.`));
  const data = asText(asObject(call.body.payload).data);
  if (data === "") return refusalAnswer(invalidArgument("Secret Payload cannot be empty."));
  if (Buffer.byteLength(data, "base64") > MOST_PAYLOAD) {
    // The limit is Google's, the text is ours.
    return refusalAnswer(invalidArgument(`Secret Payload must be at most ${MOST_PAYLOAD} bytes.`));
  }
  const { dataCrc32c } = asObject(call.body.payload);
  if (dataCrc32c !== undefined && asText(dataCrc32c) !== String(crc32c(Buffer.from(data, "base64")))) {
    return refusalAnswer(invalidArgument("The checksum of the payload does not match payload.data_crc32c."));
  }
  const number = 1 + lastVersion(store, path);
  const version: JsonObject = {
    name: `${pathByProjectNumber(call.store, path)}/versions/${number}`,
    createTime: store.time(),
    state: "ENABLED",
    replicationStatus: { automatic: {} },
    etag: `"${store.etag()}"`,
    payloadMark: store.mark(Buffer.from(data, "base64").toString("utf8")),
  };
  store.put(versionName(path, String(number)), version);
  return okAnswer(answeredVersion(version));
}

const missingVersion = (call: Call): Refusal =>
  notFound(`Secret Version [${pathByProjectNumber(call.store, call.path)}] not found.`);

function getVersion(call: Call): Answer {
  const version = findVersion(call.store, secretPath(call), param(call, "version"));
  return version === undefined ? refusalAnswer(missingVersion(call)) : okAnswer(answeredVersion(version));
}

const secretPath = (call: Call): string => `projects/${param(call, "project")}/secrets/${param(call, "secret")}`;

const setVersionState =
  (state: string) =>
  (call: Call): Answer => {
    const version = findVersion(call.store, secretPath(call), param(call, "version"));
    if (version === undefined) return refusalAnswer(missingVersion(call));
    if (version.state === "DESTROYED") {
      return refusalAnswer(
        failedPrecondition(`Secret Version [${pathByProjectNumber(call.store, call.path)}] is in DESTROYED state.`),
      );
    }
    // A destroyed version keeps its number and loses its payload.
    const kept = state === "DESTROYED" ? omitMembers(version, "payloadMark") : version;
    const destroyed = state === "DESTROYED" ? { destroyTime: call.store.time() } : {};
    const next: JsonObject = { ...kept, state, ...destroyed, etag: `"${call.store.etag()}"` };
    call.store.put(versionName(secretPath(call), asText(next.name).split("/").at(-1) ?? ""), next);
    return okAnswer(answeredVersion(next));
  };

const VERSION = `${SECRETS}/{secret}/versions/{version}`;

const versionActionRoute = (verb: string, handle: (call: Call) => Answer): Route => ({
  api: "secretmanager",
  method: "POST",
  pattern: VERSION,
  verb,
  handle,
});

/** Versions of secrets are added, read, switched on and off, and destroyed. No payload is answered. */
export const versionRoutes: readonly Route[] = [
  { api: "secretmanager", method: "POST", pattern: `${SECRETS}/{secret}`, verb: "addVersion", handle: addVersion },
  {
    api: "secretmanager",
    method: "GET",
    pattern: `${SECRETS}/{secret}/versions`,
    reads: [...PAGE_PARAMETERS, "filter"],
    handle: (call) =>
      answerList(call, {
        items: "versions",
        // The newest first (https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/list).
        elements: call.store
          .list(`secretmanager/${call.path}`)
          .map(([, version]) => answeredVersion(version))
          .sort((a, b) => versionNumber(b) - versionNumber(a)),
        fields: [{ field: "state", has: "equal" }],
      }),
  },
  { api: "secretmanager", method: "GET", pattern: VERSION, handle: getVersion },
  {
    api: "secretmanager",
    method: "GET",
    pattern: VERSION,
    verb: "access",
    handle: () => refusalAnswer(notServed("The sandbox keeps no payload of a secret, so it cannot return one.")),
  },
  versionActionRoute("enable", setVersionState("ENABLED")),
  versionActionRoute("disable", setVersionState("DISABLED")),
  versionActionRoute("destroy", setVersionState("DESTROYED")),
];
