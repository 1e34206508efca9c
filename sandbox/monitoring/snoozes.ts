import { firstRefusal, invalidArgument, notFound, type Refusal } from "../core/answer";
import type { Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText, valueText } from "../core/json";
import { pathByProjectId } from "../core/projects";

/** Most policies of one snooze (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.snoozes#Criteria). */
const MOST_POLICIES = 16;

/** Google knows no deletion: a snooze is ended by an update of its interval. */
const snoozes: Collection = {
  api: "monitoring",
  pattern: "projects/{project}/snoozes",
  noun: "Snooze",
  id: { given: ({ store }) => store.id() },
  items: "snoozes",
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: ({ path, next }) => ({ ...next, name: path }),
  check: (draft) => firstRefusal(CHECKS.map((check) => check(draft))),
};

function checkInterval({ call: { store }, next, previous }: Draft): Refusal | undefined {
  const { startTime, endTime } = asObject(next.interval);
  const [start, end] = [startTime, endTime].map((time) => Date.parse(asText(time)));
  if (Number.isNaN(start) || Number.isNaN(end) || (start ?? 0) > (end ?? 0)) {
    return invalidArgument(
      `Field snooze.interval had an invalid value of "${valueText(next.interval)}": a start and an end after it are needed.`,
    );
  }
  return previous === undefined && (end ?? 0) <= Date.parse(store.time())
    ? invalidArgument("Field snooze.interval.end_time had an invalid value: must be in the future.")
    : undefined;
}

function checkPolicies({ call: { store }, next }: Draft): Refusal | undefined {
  const names = asList(asObject(next.criteria).policies).map(asText);
  if (names.length === 0 || names.length > MOST_POLICIES) {
    return invalidArgument(
      `Field snooze.criteria.policies had an invalid value: between 1 and ${MOST_POLICIES} policies, found ${names.length}.`,
    );
  }
  const absent = names.find((name) => store.get(`monitoring/${pathByProjectId(store, name)}`) === undefined);
  return absent === undefined ? undefined : notFound(`Alert policy not found: ${absent}`);
}

const CHECKS: readonly ((draft: Draft) => Refusal | undefined)[] = [
  ({ next }) =>
    asText(next.displayName) === ""
      ? invalidArgument('Field snooze.display_name had an invalid value of "": must not be empty.')
      : undefined,
  checkInterval,
  checkPolicies,
];

/** Snoozes of alert policies. */
export const snoozeCollections: readonly Collection[] = [snoozes];

/** Their routes: created, read, listed, changed; never deleted. */
export const snoozeRoutes: readonly Route[] = snoozeCollections
  .flatMap(collectionRoutes)
  .filter(({ method }) => method !== "DELETE");
