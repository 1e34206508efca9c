import { notFound, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asObject, asText, omitMembers, valueText, type JsonObject } from "../core/json";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { sqlOperation } from "../core/operations";
import { contentsOf, replaceContents } from "./contents";
import { INSTANCE, SQL_ROOT, forInstance, instancePath } from "./instance-paths";

/**
 * Backups on demand, and restoring one over an instance. None is made by itself, because no day passes
 * (https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/backupRuns).
 */

const RUNS = `${INSTANCE}/backupRuns`;

/** A backup without what the instance held, which Google does not answer either. */
const answeredRun = (run: JsonObject): JsonObject => omitMembers(run, "contents");

const missingRun = (id: string): Answer => refusalAnswer(notFound(`The backup run does not exist: ${id}.`));

function createRun(call: Call, path: string, instance: JsonObject): Answer {
  const { store, body } = call;
  const [id, time] = [String(1_700_000_000_000 + store.next()), store.time()];
  const description = asText(body.description);
  store.put(`sql/${path}/backupRuns/${id}`, {
    kind: "sql#backupRun",
    id,
    instance: param(call, "instance"),
    type: "ON_DEMAND",
    backupKind: "SNAPSHOT",
    status: "SUCCESSFUL",
    databaseVersion: instance.databaseVersion ?? "",
    enqueuedTime: time,
    windowStartTime: time,
    startTime: time,
    endTime: time,
    selfLink: `${SQL_ROOT}${path}/backupRuns/${id}`,
    contents: contentsOf(store, path),
    ...(description !== "" && { description }),
  });
  return okAnswer(sqlOperation(call, "BACKUP_VOLUME", path));
}

const listRuns = (call: Call, path: string): Answer =>
  answerList(call, {
    items: "items",
    // The newest first.
    elements: call.store
      .list(`sql/${path}/backupRuns`)
      .map(([, run]) => answeredRun(run))
      .reverse(),
    rest: { kind: "sql#backupRunsList" },
  });

function restoreRun(call: Call, path: string): Answer {
  const { backupRunId, instanceId } = asObject(call.body.restoreBackupContext);
  const [id, source] = [valueText(backupRunId), asText(instanceId) || param(call, "instance")];
  const run = call.store.get(`sql/projects/${param(call, "project")}/instances/${source}/backupRuns/${id}`);
  if (run === undefined) return missingRun(id);
  replaceContents(call.store, path, asObject(run.contents));
  return okAnswer(sqlOperation(call, "RESTORE_VOLUME", path));
}

function onRun(answer: (call: Call, name: string, run: JsonObject) => Answer): (call: Call) => Answer {
  return (call) => {
    const [id, name] = [param(call, "run"), `sql/${call.path}`];
    const run = call.store.get(name);
    return run === undefined ? missingRun(id) : answer(call, name, run);
  };
}

function deleteRun(call: Call, name: string): Answer {
  call.store.remove(name);
  return okAnswer(sqlOperation(call, "DELETE_BACKUP", instancePath(call)));
}

/** Routes of backups. */
export const backupRoutes: readonly Route[] = [
  { api: "sql", method: "POST", pattern: RUNS, handle: forInstance(createRun) },
  { api: "sql", method: "GET", pattern: RUNS, reads: PAGE_PARAMETERS, handle: forInstance(listRuns) },
  { api: "sql", method: "GET", pattern: `${RUNS}/{run}`, handle: onRun((_, __, run) => okAnswer(answeredRun(run))) },
  { api: "sql", method: "DELETE", pattern: `${RUNS}/{run}`, handle: onRun(deleteRun) },
  { api: "sql", method: "POST", pattern: `${INSTANCE}/restoreBackup`, handle: forInstance(restoreRun) },
];
