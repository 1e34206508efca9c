import {
  failedPrecondition,
  invalidArgument,
  isRefusal,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asNumber, asObject, asText, omitMembers, pickMembers, type JsonObject } from "../core/json";
import { sqlOperation } from "../core/operations";
import { contentsAt, contentsOf, replaceContents } from "./contents";
import { INSTANCE, forInstance } from "./instance-paths";

/**
 * Clones: an instance of the same settings, with what the original holds now, or held at a moment
 * (https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/instances/clone).
 */

const DAY_MILLISECONDS = 86_400_000;

/** What a clone has of its original beside the settings; names, addresses and certificates are its own. */
const COPIED = ["databaseVersion", "region"] as const;

/** What the original held at the moment that is asked for; its text for a wrong moment is not Google's. */
function wantedContents({ store }: Call, path: string, source: JsonObject, pointInTime: string): JsonObject | Refusal {
  if (pointInTime === "") return contentsOf(store, path);
  const { pointInTimeRecoveryEnabled, transactionLogRetentionDays } = asObject(
    asObject(source.settings).backupConfiguration,
  );
  if (pointInTimeRecoveryEnabled !== true) {
    return failedPrecondition("Point-in-time recovery is not enabled on the source instance.");
  }
  const [moment, now] = [new Date(pointInTime), new Date(store.time())];
  const kept = new Date(now.getTime() - asNumber(transactionLogRetentionDays) * DAY_MILLISECONDS);
  const contents = moment > now || moment < kept ? undefined : contentsAt(store, path, moment);
  return (
    contents ??
    invalidArgument(
      `The point in time ${moment.toISOString()} is not within the logs of the source instance, made ${asText(source.createTime)}; now is ${now.toISOString()}.`,
    )
  );
}

/** @param create - answers the creation of an instance: a clone obeys the same rules */
const cloneInstance = (create: (call: Call) => Answer): ((call: Call) => Answer) =>
  forInstance((call, path, source) => {
    const { store } = call;
    const context = asObject(call.body.cloneContext);
    const name = asText(context.destinationInstanceName);
    const contents = wantedContents(call, path, source, asText(context.pointInTime));
    if (isRefusal(contents)) return refusalAnswer(contents);
    const parent = `projects/${param(call, "project")}/instances`;
    const answer = create({
      ...call,
      path: parent,
      body: {
        ...pickMembers(source, ...COPIED),
        name,
        settings: omitMembers(asObject(source.settings), "settingsVersion"),
      },
    });
    if (answer.code !== 200) return answer;
    replaceContents(store, `${parent}/${name}`, contents);
    return okAnswer(sqlOperation(call, "CLONE", `${parent}/${name}`));
  });

/** The route of clones. */
export const cloneRoutes = (create: (call: Call) => Answer): readonly Route[] => [
  { api: "sql", method: "POST", pattern: `${INSTANCE}/clone`, handle: cloneInstance(create) },
];
