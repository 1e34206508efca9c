import { allowedVersions } from "../../google/provider/constraint";
import { forcesReplacement } from "../../google/force-new";
import { changesByItself, isComputed } from "../../google/computed";
import { isPrintable } from "../../google/printable";
import { PROVIDER_VERSIONS, providerSchema, type ProviderVersion } from "../../google/provider/versions";
import { applyDifference, readSchema, writeDifference, writeSchema } from "../../google/provider/data-file";

const [SIX, SEVEN] = [["6.50.0"], ["7.45.0"]] as const satisfies readonly (readonly ProviderVersion[])[];

test.each<[constraints: readonly string[], allowed: readonly ProviderVersion[]]>([
  [["6.50.0"], SIX],
  [["= 7.45.0"], SEVEN],
  [["v7.1.0-beta1"], SEVEN],
  [["~> 6.0"], SIX],
  [["~> 7.1.2"], SEVEN],
  [[">= 7.0"], SEVEN],
  [["> 6.99.99"], [...SIX, ...SEVEN]],
  [["< 7"], SIX],
  [["<= 7.0.0"], PROVIDER_VERSIONS],
  [[">= 6.0, < 8.0.0"], PROVIDER_VERSIONS],
  [["~> 6"], PROVIDER_VERSIONS],
  [[">= 6.0", "~> 7.20"], SEVEN],
  [["!= 6.50.0"], PROVIDER_VERSIONS],
  [[], PROVIDER_VERSIONS],
  [["whatever"], PROVIDER_VERSIONS],
  [["~> 5.0"], PROVIDER_VERSIONS],
])("%j allows %j", (constraints, allowed) => expect(allowedVersions(constraints)).toEqual(allowed));

test("facts are those of the plan's version, and else the stricter ones", () => {
  // 7.44 changes a disk's type in place; 7.x alone has run-time tags that replace.
  const disk = (versions?: readonly ProviderVersion[]): boolean =>
    forcesReplacement("google_sql_database_instance", "settings[0].disk_type", versions);
  expect([disk(SIX), disk(SEVEN), disk()]).toEqual([true, false, true]);
  const tags = (versions?: readonly ProviderVersion[]): boolean =>
    forcesReplacement("google_cloud_run_v2_service", "tags.team", versions);
  expect([tags(SIX), tags(SEVEN), tags()]).toEqual([false, true, true]);
  // What only the provider writes in 6.x may be declared in 7.x: a change of it is perhaps somebody's.
  const prefix = (versions?: readonly ProviderVersion[]): boolean =>
    isComputed("google_compute_subnetwork", "internal_ipv6_prefix", versions);
  expect([prefix(SIX), prefix(SEVEN), prefix()]).toEqual([true, false, false]);
});

test.each<[what: string, type: string, path: string, text: string, isShown: boolean]>([
  ["a number", "google_redis_instance", "memory_size_gb", "5", true],
  ["a switch of 7.x", "google_cloud_run_v2_service", "iap_enabled", "true", true],
  ["one of the provider's words", "google_redis_instance", "tier", "BASIC", true],
  ["a text where a word is due", "google_redis_instance", "tier", "hunter2", false],
  ["a text where a number is due", "google_redis_instance", "memory_size_gb", "hunter2", false],
  ["a free text", "google_redis_instance", "display_name", "BASIC", false],
  ["a label", "google_redis_instance", "labels.a", "BASIC", false],
  ["what is sensitive", "google_redis_instance", "auth_string", "BASIC", false],
  ["a key below a switch", "google_cloud_run_v2_service", "iap_enabled.x", "true", false],
  ["a type of nobody", "google_novelty", "size", "5", false],
])("%s: printed or not", (_what, type, path, text, isShown) => expect(isPrintable(type, path, text)).toBe(isShown));

test("Google changes some attributes by itself, and others only where somebody did something", () => {
  expect(changesByItself("google_redis_instance", "nodes[0].zone")).toBe(true);
  expect(changesByItself("google_redis_instance", "host")).toBe(false);
  expect(changesByItself("google_iam_workload_identity_pool", "state")).toBe(false);
  expect(changesByItself("google_novelty", "etag")).toBe(true);
});

test("a data file and a difference read as they were written", () => {
  const [old, now] = PROVIDER_VERSIONS.map((version) => providerSchema(version)) as [
    ReturnType<typeof providerSchema>,
    ReturnType<typeof providerSchema>,
  ];
  expect(readSchema(writeSchema(now))).toEqual(now);
  expect(applyDifference(now, writeDifference(now, old))).toEqual(old);
});

test.each(["google_x", "  a: string O\n b"])("a line that is none of a data file stops the reading: %j", (text) => {
  const read = (): unknown => readSchema(`google_t\n${text.startsWith(" ") ? text : `  ${text}`}`);
  expect(read).toThrow(/a line of a provider's schema is "name: type flags"/);
});
