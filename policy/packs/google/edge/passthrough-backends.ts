import { valueText } from "../../../core/value-text";
import { REGION_BACKEND_SERVICE } from "./serverless-backends";
import { UNKNOWN, textAt, valueAt, type Value } from "../../../core/resource";
import { forEveryResource, plainText } from "../../../core/judge";
import { unknown, violation, type Rule } from "../../../core/rule";

const PROTOCOLS = ["TCP", "UDP", "UNSPECIFIED"];

/** A regional backend service is INTERNAL where nothing is said; that and EXTERNAL forward packets, and look into nothing. */
export const isPassthrough = (scheme: Value | undefined): boolean =>
  scheme === undefined || scheme === "INTERNAL" || scheme === "EXTERNAL";

const protocol: Rule = {
  id: "lb-internal-protocol",
  kind: "refused",
  severity: "high",
  title: "A backend service of a passthrough load balancer takes TCP, UDP or both",
  why: "Google refuses HTTP and a port name with the schemes INTERNAL, which is the default here, and EXTERNAL: these load balancers forward packets.",
  fix: "set load_balancing_scheme to INTERNAL_MANAGED or EXTERNAL_MANAGED for HTTP, or protocol to TCP and remove port_name",
  source: "https://cloud.google.com/load-balancing/docs/backend-service#protocol_to_backends",
  check: forEveryResource(REGION_BACKEND_SERVICE, (backend) => {
    const scheme = valueAt(backend, "load_balancing_scheme");
    const open = ["protocol", "port_name"].filter((path) => valueAt(backend, path) === UNKNOWN);
    const [spoken, port] = [textAt(backend, "protocol"), textAt(backend, "port_name") ?? ""];
    const wrong = [
      ...(spoken !== undefined && !PROTOCOLS.includes(spoken)
        ? [`protocol: ${valueText("protocol", spoken)} found, TCP, UDP or UNSPECIFIED allowed`]
        : []),
      ...(port === "" ? [] : ["port_name: a value found, none allowed"]),
    ];
    if (wrong.length === 0) {
      return isPassthrough(scheme) ? open.map((path) => unknown(backend, path)) : [];
    }
    if (scheme === UNKNOWN) return [unknown(backend, "load_balancing_scheme")];
    return isPassthrough(scheme)
      ? wrong.map((text) => violation(backend, `${text} with the scheme ${plainText(scheme) || "INTERNAL"}`))
      : [];
  }),
};

/** What Google refuses of load balancers that forward packets. */
export const passthroughRules: readonly Rule[] = [protocol];
