import { isService } from "../../google/discovery/names";
import { invalidArgument, notFound, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asList, asText, type JsonObject } from "../core/json";
import { answerChange } from "../core/operations";
import { isServiceEnabled, projectNumber } from "../core/projects";

const COLLECTION = "projects/{project}/services";

function serviceResource({ store, params }: Call, name: string): JsonObject {
  const project = params.project ?? "";
  return {
    name: `projects/${projectNumber(store, project)}/services/${name}`,
    parent: `projects/${projectNumber(store, project)}`,
    config: { name },
    state: isServiceEnabled(store, project, name) ? "ENABLED" : "DISABLED",
  };
}

/** Most services of one batch; Google's text for more is not known. */
const MOST_AT_ONCE = 20;

function enableServices(call: Call, names: readonly string[]): Answer {
  if (names.length === 0 || names.length > MOST_AT_ONCE) {
    return refusalAnswer(
      invalidArgument(`service_ids: between 1 and ${MOST_AT_ONCE} services, found ${names.length}.`),
    );
  }
  const unknown = names.find((name) => !isService(name));
  if (unknown !== undefined)
    return refusalAnswer(notFound(`Not found or permission denied for service(s): ${unknown}.`));
  const project = param(call, "project");
  for (const name of names) {
    call.store.put(`serviceusage/projects/${project}/services/${name}`, { name, state: "ENABLED" });
  }
  const services = names.map((name) => serviceResource(call, name));
  return answerChange("lro", call, "update", `projects/${project}/services`, { services });
}

/** Services of a project are listed, switched on, one or several at once, and switched off. */
export const serviceRoutes: readonly Route[] = [
  {
    api: "serviceusage",
    method: "GET",
    pattern: COLLECTION,
    handle: (call) =>
      okAnswer({
        services: call.store
          .list(`serviceusage/projects/${param(call, "project")}/services`)
          .map(([, { name }]) => serviceResource(call, asText(name))),
      }),
  },
  {
    api: "serviceusage",
    method: "GET",
    pattern: `${COLLECTION}/{id}`,
    handle: (call) => okAnswer(serviceResource(call, param(call, "id"))),
  },
  {
    api: "serviceusage",
    method: "POST",
    pattern: `${COLLECTION}/{id}`,
    verb: "enable",
    handle: (call) => enableServices(call, [param(call, "id")]),
  },
  {
    api: "serviceusage",
    method: "POST",
    pattern: COLLECTION,
    verb: "batchEnable",
    handle: (call) => enableServices(call, asList(call.body.serviceIds).map(asText)),
  },
  {
    api: "serviceusage",
    method: "POST",
    pattern: `${COLLECTION}/{id}`,
    verb: "disable",
    handle: (call) => {
      call.store.remove(`serviceusage/${call.path}`);
      return answerChange("lro", call, "update", call.path, { service: serviceResource(call, param(call, "id")) });
    },
  },
];
