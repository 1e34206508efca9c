import { derivedFact, Estate } from "../../policy/core/estate";
import { watchReading } from "../../policy/core/reading";
import { blockPaths, referencesAt, valueAt, type Resource } from "../../policy/core/resource";
import { alteredBody, resources } from "../support/resource";

/** What a function reads of an estate is noted: what it did not read cannot change its answer. */

const BODY = { name: "a", block: { size: 1, kind: "x" }, list: ["p", "q"], link: "${google_test_other.b.id}" };
const estateWith = (body: object): Estate =>
  new Estate({
    resources: resources({ "google_test_thing.a": body, "google_test_other.b": { name: "b" } }),
    stacks: [{ name: "s", backend: "gcs", backendSettings: { bucket: "x", prefix: "y" }, provider: {} }],
  });
const thing = ({ resources: [first] }: Estate): Resource => first!;

/** Whether a function of the one resource has read what is otherwise in another body. */
function hasRead(read: (resource: Resource) => unknown, body: object): boolean {
  const estate = estateWith(BODY);
  const reading = watchReading((watched) => read(thing(watched)), estate);
  return reading.hasRead(thing(estate), thing(estateWith(body)));
}

test("the answer is what the function says, with the types that it asked for", () => {
  const read = (estate: Estate) =>
    estate.ofType("google_test_thing").map((resource) => valueAt(resource, "block[0].size"));
  const { answer, types } = watchReading(read, estateWith(BODY));
  expect(answer).toEqual([1]);
  expect([...types]).toEqual(["google_test_thing"]);
  const all = watchReading(({ resources: every }) => every.length, estateWith(BODY));
  expect([...all.types]).toEqual(["google_test_thing", "google_test_other"]);
});

test.each<[string, (resource: Resource) => unknown, object, boolean]>([
  ["a value that was read", (own) => valueAt(own, "block[0].size"), alteredBody(BODY, "block.size", 2), true],
  ["a value beside it", (own) => valueAt(own, "block[0].size"), alteredBody(BODY, "block.kind", "y"), false],
  ["a value that was missed", (own) => valueAt(own, "block[0].other"), alteredBody(BODY, "block.other", 1), true],
  ["a block that is gone", (own) => valueAt(own, "block[0].size"), alteredBody(BODY, "block", undefined), true],
  ["a block that was only counted", (own) => blockPaths(own, "block"), alteredBody(BODY, "block.size", 2), false],
  ["a further item of a list", (own) => blockPaths(own, "list"), alteredBody(BODY, "list", ["p", "q", "r"]), true],
  ["an item of a list", (own) => valueAt(own, "list[0]"), alteredBody(BODY, "list", ["p", "r"]), false],
  ["a further name among listed ones", (own) => Object.keys(own.values), alteredBody(BODY, "other", 1), true],
  ["a text of all values", (own) => JSON.stringify(own.values), alteredBody(BODY, "block.size", 2), true],
  [
    "another reference",
    (own) => referencesAt(own, "link"),
    alteredBody(BODY, "link", "${google_test_other.c.id}"),
    true,
  ],
  ["a reference that was not read", (own) => valueAt(own, "name"), alteredBody(BODY, "link", "${x.y.z}"), false],
  [
    "another lifecycle",
    (own) => own.lifecycle?.preventDestroy,
    { ...BODY, lifecycle: { prevent_destroy: true } },
    true,
  ],
])("%s", (_what, read, body, isRead) => expect(hasRead(read, body)).toBe(isRead));

test("settings of a stack are read like a resource", () => {
  const estate = estateWith(BODY);
  const { hasRead: hasReadPart } = watchReading(({ stacks }) => stacks[0]?.backendSettings.bucket, estate);
  const [settings] = estate.stacks;
  const withSettings = (backendSettings: object) => ({
    ...settings!,
    backendSettings: { ...settings!.backendSettings, ...backendSettings },
  });
  expect(hasReadPart(settings!, withSettings({ bucket: "z" }))).toBe(true);
  expect(hasReadPart(settings!, withSettings({ prefix: "z" }))).toBe(false);
});

test("what a derived fact reads, every function reads that asks for it", () => {
  const names = derivedFact(({ resources: every }) => every.map((resource) => valueAt(resource, "name")));
  const estate = estateWith(BODY);
  names(estate);
  const other = thing(estateWith(alteredBody(BODY, "name", "z")));
  expect(watchReading(names, estate).hasRead(thing(estate), other)).toBe(true);
  expect(watchReading((watched) => names(watched).length, estate).hasRead(thing(estate), other)).toBe(true);
});
