import { inventedVariables, isRefusedHeader } from "../../../../google/load-balancer-headers";
import { UNKNOWN, valueAt, type Resource, type Value } from "../../../core/resource";
import { forEveryResource } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { BACKEND_SERVICE } from "./serverless-backends";

const MAX_HEADERS = 16;

/** What is wrong with one `Name:value`. */
function headerProblems(header: string, earlier: readonly string[]): readonly string[] {
  const [name = "", ...value] = header.split(":");
  if (value.length === 0 || name.trim() === "") return ['no "Name:value" found, a name and a colon needed'];
  const lower = name.trim().toLowerCase();
  return [
    ...(isRefusedHeader(name) ? [`"${name.trim()}" found, no hop-by-hop name and no name of Google's allowed`] : []),
    ...(earlier.includes(lower) ? [`"${name.trim()}" found twice, each name once allowed`] : []),
    ...inventedVariables(value.join(":")).map(
      (variable) => `made-up variable ${variable} found, Google's own {…} allowed`,
    ),
  ];
}

function judgeHeaders(backend: Resource, path: string): readonly Verdict[] {
  const list = valueAt(backend, path);
  if (list === UNKNOWN) return [unknown(backend, path)];
  if (!Array.isArray(list)) return [];
  const headers = list as readonly Value[];
  const names = headers.map((header) =>
    typeof header === "string" ? header.replace(/:.*/s, "").trim().toLowerCase() : "",
  );
  return [
    ...(headers.length > MAX_HEADERS
      ? [violation(backend, `${path}: ${headers.length} headers found, at most ${MAX_HEADERS} allowed`)]
      : []),
    ...headers.flatMap((header, index) => {
      const at = `${path}[${index}]`;
      if (typeof header !== "string") return [unknown(backend, at)];
      return headerProblems(header, names.slice(0, index)).map((problem) => violation(backend, `${at}: ${problem}`));
    }),
  ];
}

/** Names and variables of the headers that a backend service adds. */
export const customHeaders: Rule = {
  id: "lb-custom-headers",
  kind: "refused",
  severity: "high",
  title: "Custom headers have names that Google takes and variables that it knows",
  why: "Google refuses hop-by-hop headers at apply, and a WebSocket upgrade needs none (incident 3); a made-up variable never gets a value.",
  fix: "remove the header; upgrades pass the load balancer by themselves",
  source: "https://cloud.google.com/load-balancing/docs/https/custom-headers",
  check: forEveryResource(BACKEND_SERVICE, (backend) =>
    ["custom_request_headers", "custom_response_headers"].flatMap((path) => judgeHeaders(backend, path)),
  ),
};
