import { thingText } from "../../review/outline/sentence";
import { changedText } from "../../review/render/words";

test("a thing that is named after what it is is said once", () => {
  expect(thingText("google_redis_instance.cache")).toBe("the cache");
  expect(thingText("google_redis_instance.sessions")).toBe("the cache sessions");
});

test.each([
  [{}, "changed"],
  [{ before: "(not set)" }, "set"],
  [{ after: "(not set)" }, "taken away"],
  [{ before: "1", after: "2" }, "1 → 2"],
  [{ before: "1" }, "1 → (not shown)"],
])("%j is said as %s", (sides, text) => {
  expect(changedText({ path: "x", ...sides })).toBe(text);
});
