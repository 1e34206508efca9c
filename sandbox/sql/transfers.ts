import {
  invalidArgument,
  notFound,
  okAnswer,
  permissionDenied,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import type { Call, Route } from "../core/call";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { sqlOperation } from "../core/operations";
import { holdsRole } from "../core/policies";
import { isObjectThere, putObject } from "../storage/objects";
import { INSTANCE, forInstance } from "./instance-paths";

/**
 * Exports into a bucket and imports out of it, as the instance's own account. There are no rows, so that a file says that
 * it holds none (https://cloud.google.com/sql/docs/postgres/import-export/import-export-csv).
 */

/** Roles with which an account writes and reads the objects of a bucket. */
const OBJECT_ROLES = ["roles/storage.objectAdmin", "roles/storage.objectUser", "roles/storage.admin"];

const FILE = /^gs:\/\/([^/]+)\/(.+)$/;

/** What a transfer works on. */
interface Transfer {
  readonly bucket: string;
  readonly object: string;
  readonly databases: readonly string[];
}

/** The refusal that Google would answer. */
function checkTransfer({ store }: Call, path: string, instance: JsonObject, transfer: Transfer): Refusal | undefined {
  const { bucket, databases } = transfer;
  const absent = databases.find((name) => store.get(`sql/${path}/databases/${encodeURIComponent(name)}`) === undefined);
  if (absent !== undefined) return invalidArgument(`The database does not exist: ${absent}.`);
  if (store.get(`storage/b/${bucket}`) === undefined)
    return notFound(`The specified bucket does not exist: ${bucket}.`);
  const account = `serviceAccount:${asText(instance.serviceAccountEmailAddress)}`;
  return holdsRole(store, "storage", `b/${bucket}`, account, OBJECT_ROLES)
    ? undefined
    : permissionDenied("The service account does not have the required permissions for the bucket.");
}

/** Answers an export or an import whose context has this name. */
const transferRoute = (
  verb: "export" | "import",
  databasesOf: (context: JsonObject) => readonly string[],
  transfer: (call: Call, found: Transfer) => Refusal | undefined,
): Route => ({
  api: "sql",
  method: "POST",
  pattern: `${INSTANCE}/${verb}`,
  handle: forInstance((call, path, instance): Answer => {
    const context = asObject(call.body[`${verb}Context`]);
    const [, bucket = "", object = ""] = FILE.exec(asText(context.uri)) ?? [];
    if (bucket === "") return refusalAnswer(invalidArgument(`Invalid value for uri: ${asText(context.uri)}.`));
    const found = { bucket, object, databases: databasesOf(context) };
    const refusal = checkTransfer(call, path, instance, found) ?? transfer(call, found);
    return refusal === undefined ? okAnswer(sqlOperation(call, verb.toUpperCase(), path)) : refusalAnswer(refusal);
  }),
});

/** Routes of exports and imports. */
export const transferRoutes: readonly Route[] = [
  transferRoute(
    "export",
    ({ databases }) => asList(databases).map(asText),
    ({ store }, { bucket, object }) => {
      putObject(store, bucket, object, Buffer.from("an export of the sandbox: no rows\n"));
      return undefined;
    },
  ),
  transferRoute(
    "import",
    ({ database }) => [asText(database)],
    ({ store }, { bucket, object }) =>
      isObjectThere(store, bucket, object) ? undefined : notFound(`No such object: ${bucket}/${object}`),
  ),
];
