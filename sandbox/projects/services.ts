import { isService, knownServices } from "../../google/discovery/names";
import { invalidArgument, notFound, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asList, asText, type Json, type JsonObject } from "../core/json";
import { operationRoute } from "../core/kept-operations";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { typedMessage } from "../core/operations";
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

const TYPES = "google.api.serviceusage.v1";

/**
 * The operation of a change of services
 * (https://github.com/googleapis/googleapis/blob/master/google/api/serviceusage/v1/serviceusage.proto).
 *
 * @param type - of the response: `EnableServiceResponse`
 */
const serviceOperation = ({ store }: Call, names: readonly Json[], type: string, response: JsonObject): Answer =>
  okAnswer({
    name: `operations/acat.${store.next()}`,
    metadata: typedMessage(`${TYPES}.OperationMetadata`, { resourceNames: names }),
    done: true,
    response: typedMessage(`${TYPES}.${type}`, response),
  });

/** Most services of one batch; Google's text for more is not known. */
const MOST_AT_ONCE = 20;

/** @param answer - what is answered of the services that are on */
function enableServices(
  call: Call,
  names: readonly string[],
  answer: (services: readonly JsonObject[]) => readonly [type: string, response: JsonObject],
): Answer {
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
  return serviceOperation(
    call,
    services.map(({ name = "" }) => name),
    ...answer(services),
  );
}

/** Lists what is switched on, and what is not of the services that are known here. */
function listServices(call: Call): Answer {
  const enabled = call.store
    .list(`serviceusage/projects/${param(call, "project")}/services`)
    .map(([, { name }]) => asText(name));
  const elements = [...new Set([...enabled, ...knownServices()])].map((name) => serviceResource(call, name));
  return answerList(call, { items: "services", elements, fields: [{ field: "state", has: "equal" }] });
}

/** Services of a project are listed, switched on, one or several at once, and switched off. */
export const serviceRoutes: readonly Route[] = [
  {
    api: "serviceusage",
    method: "GET",
    pattern: COLLECTION,
    reads: [...PAGE_PARAMETERS, "filter"],
    handle: listServices,
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
    handle: (call) =>
      enableServices(call, [param(call, "id")], ([service = {}]) => ["EnableServiceResponse", { service }]),
  },
  {
    api: "serviceusage",
    method: "POST",
    pattern: COLLECTION,
    verb: "batchEnable",
    handle: (call) =>
      enableServices(call, asList(call.body.serviceIds).map(asText), (services) => [
        "BatchEnableServicesResponse",
        { services },
      ]),
  },
  {
    api: "serviceusage",
    method: "POST",
    pattern: `${COLLECTION}/{id}`,
    verb: "disable",
    handle: (call) => {
      call.store.remove(`serviceusage/${call.path}`);
      const service = serviceResource(call, param(call, "id"));
      return serviceOperation(call, [service.name ?? ""], "DisableServiceResponse", { service });
    },
  },
  operationRoute("serviceusage", "operations"),
];
