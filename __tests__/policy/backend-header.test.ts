import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { backendHeaderRules } from "../../policy/packs/netra/backend-header";
import { verdictsOf } from "../support/resource";

const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };

const estate = (headers: unknown): Readonly<Record<string, object>> => ({
  "google_compute_backend_service.frontend": {
    name: "frontend",
    backend: [{ group: "${google_compute_region_network_endpoint_group.frontend.id}" }],
    ...(headers !== undefined && { custom_response_headers: headers }),
  },
  "google_compute_region_network_endpoint_group.frontend": {
    name: "frontend",
    network_endpoint_type: "SERVERLESS",
    cloud_run: { service: "frontend" },
  },
});
const found = (headers: unknown) =>
  verdictsOf(backendHeaderRules, estate(headers), SPEC).map(({ rule, status, message }) => [rule, status, message]);

test.each([[["X-Netra-Backend: frontend"]], [["Server-Timing: lb", "x-netra-backend:frontend"]]])(
  "holds: %j",
  (headers) => {
    expect(found(headers)).toEqual([]);
  },
);

test.each([
  [undefined, "nothing found"],
  [[], "an empty list found"],
  [["X-Netra-Backend: auth-service"], "a list found"],
  [["X-Netra-Backend"], "a list found"],
])("violated: %j", (headers, text) => {
  expect(found(headers)).toEqual([
    [
      "lb-backend-header",
      "violation",
      `custom_response_headers: ${text}, X-Netra-Backend: frontend allowed; declare the header with the service's bare name`,
    ],
  ]);
});

test("unknown before apply", () => {
  expect(found("${module.elsewhere.value}").map(([rule, status]) => [rule, status])).toEqual([
    ["lb-backend-header", "unknown"],
  ]);
});
