import { readPlan } from "../../policy/core/plan";
import { reviewStacks } from "../../review/review";

const SERVICE = "google_cloud_run_v2_service.chat";
const BACKEND = "google_compute_backend_service.chat_backend";
const NEG = "google_compute_region_network_endpoint_group.chat_neg";
const MAP = "google_compute_url_map.all";

const change = (address: string, actions: readonly string[], before: object | null, after: object) => ({
  address,
  mode: "managed" as const,
  type: address.split(".")[0]!,
  change: { actions: [...actions], before, after, after_sensitive: {} as object },
});

const mapOf = (hosts: readonly string[], paths: readonly string[]) => ({
  name: "all",
  host_rule: [{ hosts: [...hosts], path_matcher: "chat" }],
  path_matcher: [
    {
      name: "chat",
      default_service: "old",
      path_rule: [{ paths: [...paths], service: "projects/p/global/backendServices/chat" }],
    },
  ],
});

/** What is said of a new service behind a URL map, whose backend the expressions name. */
function factsOf(hosts: readonly string[], paths: readonly string[], sensitive: object = {}): readonly string[] {
  const map = change(MAP, ["update"], { name: "all" }, mapOf(hosts, paths));
  map.change.after_sensitive = sensitive;
  const changes = [
    change(SERVICE, ["create"], null, { name: "chat", location: "europe-west1" }),
    change(BACKEND, ["create"], null, { name: "chat" }),
    change(NEG, ["create"], null, { name: "chat" }),
    map,
  ];
  const expressions: Readonly<Record<string, object>> = {
    [MAP]: {
      path_matcher: [
        {
          default_service: { references: ["google_compute_backend_service.old.id"] },
          path_rule: [{ service: { references: [`${BACKEND}.id`, BACKEND] } }],
        },
      ],
    },
  };
  const plan = {
    format_version: "1.2",
    resource_changes: changes,
    planned_values: {
      root_module: {
        resources: changes.map(({ address, type, change: { after } }) => ({ address, type, values: after })),
      },
    },
    configuration: {
      root_module: {
        resources: changes.map(({ address, type }) => ({
          ...{ address, mode: "managed", type, name: address.split(".")[1] },
          expressions: expressions[address] ?? {},
        })),
      },
    },
  };
  const reading = readPlan(JSON.stringify(plan));
  if (!reading.ok) throw new Error(reading.problem);
  const [report] = reviewStacks([{ name: "plan", plan: reading.plan }], {
    others: [],
    weight: "production",
    today: "2030-01-01",
    isIgnored: () => false,
  });
  return report!.changes.find(({ address }) => address === SERVICE)?.facts ?? [];
}

test("a new service says by which host and path it is reached", () => {
  expect(factsOf(["docs.example.com"], ["/api/*"])).toContain("routed from docs.example.com/api/*");
  expect(factsOf(["a.example.com", "b.example.com"], ["/x", "/y"])).toContain(
    "routed from a.example.com/x, a.example.com/y and 2 more places",
  );
});

test.each([
  ["a path that may be a token", ["docs.example.com"], ["/hook/9f8c7b6a5d4e3f2a"], {}],
  ["a host that is no name", ["${var.host}"], ["/x"], {}],
  ["what is marked", ["docs.example.com"], ["/x"], { host_rule: [{ hosts: [true] }] }],
] as const)("%s is not said", (_, hosts, paths, sensitive) => {
  expect(factsOf(hosts, paths, sensitive).filter((fact) => fact.startsWith("routed"))).toEqual([]);
});
