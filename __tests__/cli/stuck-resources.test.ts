import { stuckIn, stuckLines } from "../../cli/shared/stuck-resources";

const SERVICE = { mode: "managed", type: "google_cloud_run_v2_service", name: "auth-service" };
const tainted = (attributes: object, more: object = {}): object => ({ status: "tainted", attributes, ...more });
const state = (...resources: object[]): object => ({ version: 4, resources });
const ADDRESS = "google_cloud_run_v2_service.auth-service";

test.each<[what: string, resource: object, addresses: readonly string[]]>([
  ["tainted and protected", { ...SERVICE, instances: [tainted({ deletion_protection: true })] }, [ADDRESS]],
  ["tainted, not protected", { ...SERVICE, instances: [tainted({ deletion_protection: false })] }, []],
  ["protected, not tainted", { ...SERVICE, instances: [{ attributes: { deletion_protection: true } }] }, []],
  [
    "a leftover of a replacement",
    { ...SERVICE, instances: [tainted({ deletion_protection: true }, { deposed: "a1" })] },
    [],
  ],
  [
    "protected in its settings",
    { ...SERVICE, instances: [tainted({ settings: [{ deletion_protection_enabled: true }] })] },
    [ADDRESS],
  ],
  ["a data source", { ...SERVICE, mode: "data", instances: [tainted({ deletion_protection: true })] }, []],
  [
    "repeated, in a module",
    { ...SERVICE, module: "module.a", instances: [tainted({ deletion_protection: true }, { index_key: "b" })] },
    [`module.a.${ADDRESS}["b"]`],
  ],
])("%s", (_what, resource, addresses) => expect(stuckIn(state(resource), {})).toEqual(addresses));

test("prevent_destroy protects too", () => {
  const stack = { resource: { google_redis_instance: { cache: { lifecycle: { prevent_destroy: true } }, other: {} } } };
  const cache = { mode: "managed", type: "google_redis_instance", name: "cache", instances: [tainted({})] };
  expect(stuckIn(state(cache, { ...cache, name: "other" }), stack)).toEqual(["google_redis_instance.cache"]);
});

test.each([[undefined], [{}], [{ resources: [{ mode: "managed" }] }]])("nothing in %p", (json) =>
  expect(stuckIn(json, undefined)).toEqual([]),
);

test("the command is one that a shell takes", () => {
  const [, , command] = stuckLines("trial-services", [`${ADDRESS}["it's"]`]);
  expect(command).toBe(
    `  ./netra synth && terraform -chdir=cdktf.out/stacks/trial-services init && terraform -chdir=cdktf.out/stacks/trial-services untaint '${ADDRESS}["it'\\''s"]'`,
  );
});
