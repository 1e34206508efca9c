import fc from "fast-check";
import { answersAnyBytes, answersChangedBodies, answersEveryObject } from "../sandbox/core/any-body";
import { PRINTED, keepsNoCanary, kept, longReport } from "../verify/e2e/printed-canaries";
import { masksEveryDocument } from "../verify/e2e/secret-documents";

/** Properties that unit tests look at a few times, looked at often and with other values each time. No provider is asked. */

test("the sandbox answers every object", () => fc.assert(answersEveryObject, { numRuns: 200 }));
test("the sandbox answers any bytes", () => fc.assert(answersAnyBytes, { numRuns: 1000 }));
test("the sandbox answers every changed body", () => fc.assert(answersChangedBodies, { numRuns: 200 }));

test.each(Object.entries(PRINTED))("no canary that is printed as %s stands in what is kept of a report", (_, print) =>
  fc.assert(keepsNoCanary(print), { numRuns: 30 }),
);
test("no secret of any document stands in what is kept", () => fc.assert(masksEveryDocument, { numRuns: 1000 }));

// Whatever grew with the square of the length would take hours.
test("a report of the greatest length is masked", async () => {
  expect(await kept(longReport(100_000))).toContain("[masked]");
});
