import { BACKEND_HEADER } from "../../../environments/backend-header";
import { textAt, valueAt, type Value, type Resource } from "../../core/resource";
import { forEveryResource, judgeValue } from "../../core/judge";
import type { Estate } from "../../core/estate";
import type { SpecRule, Verdict } from "../../core/rule";
import { BACKEND_SERVICE, negsOf } from "../google/edge/serverless-backends";

const PATH = "custom_response_headers";

/** A header as its name in lower case and its value. */
function parseHeader(header: Value): readonly [name: string, value: string] {
  const [name = "", ...value] = (typeof header === "string" ? header : "").split(":");
  return [name.trim().toLowerCase(), value.join(":").trim()];
}

function hasBackendHeader(headers: Value | undefined, service: string): boolean {
  const list = Array.isArray(headers) ? (headers as readonly Value[]) : [];
  return list.map(parseHeader).some(([name, value]) => name === BACKEND_HEADER.toLowerCase() && value === service);
}

function judgeHeader(backend: Resource, estate: Estate): readonly Verdict[] {
  const services = negsOf(estate, backend).flatMap((neg) => textAt(neg, "cloud_run[0].service") ?? []);
  const [service] = services;
  if (service === undefined) return [];
  const holds = hasBackendHeader(valueAt(backend, PATH), service);
  return judgeValue(backend, PATH, () => holds, `${BACKEND_HEADER}: ${service}`);
}

/** What `./netra verify` tells a wrong route by. */
export const backendHeaderRules: readonly SpecRule[] = [
  {
    id: "lb-backend-header",
    kind: "house",
    severity: "medium",
    title: "Every backend names its service in the answer",
    why: "A route that leads to the wrong service answers 200 as well (incident 20): from outside only this header tells.",
    fix: "declare the header with the service's bare name",
    check: forEveryResource(BACKEND_SERVICE, judgeHeader),
  },
];
