import { urlMapFormRules } from "../../policy/packs/google/edge/url-map-form";
import { verdictsOf } from "../support/resource";
import { describeArea, type Bodies } from "../support/area";

const MAP = "google_compute_url_map.edge";
const VMS = "google_compute_backend_service.vms";
const GROUP = "https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/vms";

const ESTATE: Bodies = {
  [MAP]: {
    host_rule: [
      { hosts: ["app.example.com"], path_matcher: "app" },
      { hosts: ["api.example.com"], path_matcher: "app" },
    ],
    path_matcher: [
      {
        name: "app",
        path_rule: [
          { paths: ["/ws", "/ws/*", "/"], service: "${google_compute_backend_service.vms.id}" },
          { paths: ["/*"], service: "s", route_action: [{ timeout: { seconds: "15" } }] },
        ],
      },
    ],
  },
  [VMS]: { name: "vms", timeout_sec: 3600, backend: [{ group: GROUP }] },
};

const rule = (more: object): object[] => [{ paths: ["/ws/*"], service: "s", ...more }];

describeArea({
  rules: urlMapFormRules,
  estate: ESTATE,
  broken: [
    ["lb-path-matcher", MAP, "host_rule.0.path_matcher", "apps", "no path matcher of that name"],
    [
      "lb-host-once",
      MAP,
      "host_rule.1.hosts",
      ["API.example.com", "App.example.com"],
      "host_rule[1].hosts[1]: the host of host_rule[0].hosts[0] too",
    ],
    ["lb-path-form", MAP, "path_matcher.0.path_rule.1.paths", ["/static*"], "paths[0]: another form found"],
    ["lb-path-form", MAP, "path_matcher.0.path_rule.1.paths", ["/*/static"], "paths[0]: another form found"],
    [
      "lb-socket-route-timeout",
      MAP,
      "path_matcher.0.path_rule",
      rule({ route_action: [{ timeout: { seconds: "15" } }] }),
      "3600 or more",
    ],
    ["lb-socket-backend-timeout", VMS, "timeout_sec", 30, "a socket path leads here"],
    ["lb-socket-backend-timeout", VMS, "timeout_sec", undefined, "nothing found"],
  ],
  held: [
    [MAP, "path_matcher.0.path_rule", rule({ route_action: [{ timeout: { seconds: "3600" } }] })],
    [MAP, "path_matcher.0.path_rule", [{ paths: ["/news/*"], service: "${google_compute_backend_service.vms.id}" }]],
    [VMS, "backend", undefined],
  ],
  unknown: [
    ["lb-path-matcher", MAP, "host_rule.0.path_matcher"],
    ["lb-path-matcher", MAP, "path_matcher"],
    ["lb-socket-backend-timeout", VMS, "timeout_sec"],
  ],
});

test("a weighted route of a socket path leads to its backends too", () => {
  const weighted = { backend_service: "${google_compute_backend_service.vms.id}", weight: 100 };
  const found = verdictsOf(urlMapFormRules, {
    [MAP]: {
      host_rule: [{ hosts: ["*"], path_matcher: "m" }],
      path_matcher: [{ name: "m", path_rule: rule({ route_action: [{ weighted_backend_services: [weighted] }] }) }],
    },
    [VMS]: { ...ESTATE[VMS], timeout_sec: 60 },
  });
  expect(found.map((finding) => [finding.rule, finding.address])).toEqual([["lb-socket-backend-timeout", VMS]]);
});
