import { E2E_SUCCESS_RATIO } from "../../monitoring/custom-metrics";
import { GoogleApiError } from "../../verify/google-answers";
import type { GoogleApi } from "../../verify/google-api";
import { writeValues } from "../../verify/time-series";
import { checkedGoogle } from "../support/checked-google";
import { testClock } from "../support/test-clock";

const OFTEN =
  "One or more TimeSeries could not be written: One or more points were written more frequently than the maximum sampling period configured for the metric.";
const LATE = "One or more TimeSeries could not be written: Points must be written in order.";

/** Writes one value to an API that refuses it in turn, the last refusal for ever; undefined takes it. */
async function written(...refusals: readonly (GoogleApiError | undefined)[]): Promise<string> {
  let calls = 0;
  const google = checkedGoogle<GoogleApi>({
    get: () => Promise.reject(new Error("nothing is read")),
    post: () => {
      const refusal = refusals[Math.min(calls++, refusals.length - 1)];
      return refusal ? Promise.reject(refusal) : Promise.resolve({});
    },
  });
  const end = await writeValues(google, "p", [{ metric: E2E_SUCCESS_RATIO, value: 1 }], testClock()).then(
    () => "written",
    (error: unknown) => (error as Error).message,
  );
  return `${end}, ${calls} calls`;
}

const refusal = (status: number, message = `HTTP ${status}`): GoogleApiError => new GoogleApiError(status, message);

test.each([0, 429, 500, 502, 503])("a write is repeated after %i", async (status) => {
  expect(await written(refusal(status), refusal(status), undefined)).toBe("written, 3 calls");
});

test("four times at most", async () => {
  expect(await written(refusal(503))).toBe("HTTP 503, 4 calls");
});

test.each([OFTEN, LATE])("a repeated write that finds its own point is done: %s", async (said) => {
  expect(await written(refusal(503), refusal(400, said))).toBe("written, 2 calls");
});

test.each([
  ["a first write that finds another's point", [refusal(400, OFTEN)], `${OFTEN}, 1 calls`],
  ["a repeated write that is wrong", [refusal(0), refusal(400, "unknown metric")], "unknown metric, 2 calls"],
  ["a refusal", [refusal(403, "denied")], "denied, 1 calls"],
  ["another status with the same words", [refusal(503), refusal(409, OFTEN)], `${OFTEN}, 2 calls`],
])("%s is an error", async (_name, refusals, expected) => {
  expect(await written(...refusals)).toBe(expected);
});
