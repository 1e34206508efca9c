import fc from "fast-check";
import { FEW } from "../../support/runs";
import { answersAnyBytes, answersChangedBodies, answersEveryObject, answeredStatuses } from "./any-body";

test("no JSON object on any route, after any others, throws or is answered as no client expects", () => {
  fc.assert(answersEveryObject, FEW(20));
  expect(answeredStatuses).toContain(200);
});

test("no bytes at all on any path throw", () => fc.assert(answersAnyBytes, FEW(100)));

test("a good body with one value replaced by any other never throws, on a fresh store and on a full one", () =>
  fc.assert(answersChangedBodies, FEW(10)));
