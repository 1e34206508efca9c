import { schemaFaults } from "../support/schema-faults";
import type { StackJson } from "../support/synthesis";

/** A stack that requires a version of provider google and declares one resource of a type, `x`. */
const stackOf = (type: string, body: object, version = "7.45.0"): StackJson => ({
  terraform: { required_providers: { google: { source: "google", version } } },
  resource: { [type]: { x: body as Record<string, unknown> } },
});

const CACHE = { name: "c", memory_size_gb: 1, lifecycle: { prevent_destroy: true }, "//": {} };
const MAP = { name: "m", default_service: "s" };
const SERVICE = { name: "s", location: "l", template: { containers: [{ image: "i" }] } };

const cache = (more: object): StackJson => stackOf("google_redis_instance", { ...CACHE, ...more });
const map = (more: object): StackJson => stackOf("google_compute_url_map", { ...MAP, ...more });
const service = (more: object): StackJson => stackOf("google_cloud_run_v2_service", { ...SERVICE, ...more });
const container = (more: object): StackJson => service({ template: { containers: [{ image: "i", ...more }] } });

test.each<[what: string, stack: StackJson]>([
  ["what is required", cache({})],
  [
    "a block that stands once, as an object",
    map({ default_url_redirect: { strip_query: true }, default_service: null }),
  ],
  [
    "blocks in a list, a map, an expression for any type",
    container({ resources: { limits: { cpu: "1" } }, ports: "${x.y}" }),
  ],
  ["what the provider fills in too", cache({ tier: "BASIC", reserved_ip_range: "10.0.0.0/29" })],
  ["an argument of 7.x", service({ iap_enabled: true, scaling: { max_instance_count: 2 } })],
  ["a provider's labels", { ...cache({}), provider: { google: [{ project: "p", default_labels: { a: "b" } }] } }],
  [
    "a value that no state holds",
    { ...cache({}), ephemeral: { random_password: { x: { length: 20, special: false } } } },
  ],
])("clean: %s", (_what, stack) => expect(schemaFaults("s", stack)).toEqual([]));

const AT_CACHE = "s google_redis_instance.x: ";
const END = " (provider google 7.45.0)";

test.each<[what: string, stack: StackJson, fault: string | RegExp]>([
  ["misspelt", cache({ teir: "BASIC" }), /^s google_redis_instance\.x: teir: no such argument, allowed: .*\btier, /],
  [
    "misspelt inside a block",
    container({ readiness: {} }),
    /template\.containers\.readiness: no such argument, allowed: .*readiness_probe/,
  ],
  [
    "text for a number",
    cache({ memory_size_gb: "1" }),
    `${AT_CACHE}memory_size_gb: a string found, number allowed${END}`,
  ],
  ["a number for text", cache({ tier: 1 }), `${AT_CACHE}tier: a number found, string allowed${END}`],
  ["text for a switch", cache({ auth_enabled: "true" }), `${AT_CACHE}auth_enabled: a string found, bool allowed${END}`],
  ["a list for a map", cache({ labels: ["a"] }), `${AT_CACHE}labels: a list found, map(string) allowed${END}`],
  ["a number in a map", cache({ labels: { a: 1 } }), `${AT_CACHE}labels.a: a number found, string allowed${END}`],
  ["text for a block", container({ ports: "8080" }), /template\.containers\.ports: a string found, a block allowed/],
  [
    "two blocks for one",
    cache({ maintenance_policy: [{}, {}] }),
    `${AT_CACHE}maintenance_policy: 2 blocks found, 0 to 1 allowed${END}`,
  ],
  [
    "what the provider writes",
    cache({ host: "h" }),
    `${AT_CACHE}host: only the provider writes it, nothing allowed${END}`,
  ],
  [
    "nothing for what is required",
    stackOf("google_redis_instance", { name: "c" }),
    `${AT_CACHE}memory_size_gb: nothing found, it is required${END}`,
  ],
  [
    "no block that is required",
    stackOf("google_cloud_run_v2_service", { name: "s", location: "l" }),
    /template: nothing found, it is required/,
  ],
  [
    "two that exclude each other",
    map({ default_service: null, default_url_redirect: { strip_query: true }, default_route_action: {} }),
    / default_route_action: found beside default_url_redirect, one of them allowed/,
  ],
  ["none of a group", map({ default_service: null }), /: 0 of them found, exactly one allowed/],
  [
    "a type of nobody",
    stackOf("google_novelty", {}),
    /google_novelty found, not in google\/provider; add it to tools\/provider-schema\/types\.ts/,
  ],
  [
    "a provider of nobody",
    stackOf("google_redis_instance", CACHE, "5.0.0"),
    "s: required_providers.google.version: 5.0.0 found, 6.50.0 or 7.45.0 allowed; add it to google/provider/versions.ts",
  ],
  [
    "an argument of 7.x under 6.x",
    stackOf("google_redis_instance", { ...CACHE, deletion_policy: "PREVENT" }, "6.50.0"),
    /deletion_policy: no such argument/,
  ],
  [
    "a provider's misspelt argument",
    { ...cache({}), provider: { google: [{ projekt: "p" }] } },
    /^s provider google: projekt: no such argument/,
  ],
])("fault: %s", (_what, stack, fault) => {
  const faults = schemaFaults("s", stack);
  expect(faults).toEqual([typeof fault === "string" ? fault : expect.stringMatching(fault)]);
});
