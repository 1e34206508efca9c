import { notFound, okAnswer, refusalAnswer } from "../core/answer";
import type { Route } from "../core/call";
import type { Draft } from "../core/collection";
import { listedEntries } from "../core/collection-routes";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { asObject, asText, type JsonObject } from "../core/json";
import { metCondition } from "./records";

const REVISIONS = "projects/{project}/locations/{location}/services/{service}/revisions";

/** Stores the new revision of a service, if it has one; later revisions do not remove it. */
export function keepRevision({ call: { store }, path, next }: Draft): void {
  const name = asText(next.latestCreatedRevision);
  if (store.get(`run/${name}`) !== undefined) return;
  const time = store.time();
  const ready = asObject(next.terminalCondition);
  const isReady = ready.state === "CONDITION_SUCCEEDED";
  const conditions: readonly JsonObject[] = isReady
    ? ["Ready", "Active", "ContainerHealthy", "ResourcesAvailable"].map((type) => metCondition(type, time))
    : [ready];
  // A revision has the members of the template as its own.
  store.put(`run/${name}`, {
    ...asObject(next.template),
    name,
    service: path,
    uid: `00000000-0000-4000-b000-${String(store.next()).padStart(12, "0")}`,
    generation: "1",
    observedGeneration: "1",
    createTime: time,
    updateTime: time,
    launchStage: next.launchStage ?? "GA",
    reconciling: false,
    conditions,
    etag: store.etag(),
  });
}

/** Revisions of a service: read only. */
export const revisionRoutes: readonly Route[] = [
  {
    api: "run",
    method: "GET",
    pattern: REVISIONS,
    reads: PAGE_PARAMETERS,
    wildcards: ["service"],
    handle: (call) =>
      answerList(call, {
        items: "revisions",
        elements: listedEntries(call.store, `run/${call.path}`).map(([, revision]) => revision),
      }),
  },
  {
    api: "run",
    method: "GET",
    pattern: `${REVISIONS}/{revision}`,
    handle: ({ store, path }) => {
      const revision = store.get(`run/${path}`);
      return revision === undefined ? refusalAnswer(notFound(`Resource '${path}' was not found`)) : okAnswer(revision);
    },
  },
];
