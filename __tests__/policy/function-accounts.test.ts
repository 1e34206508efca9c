import { functionAccountRules } from "../../policy/packs/google/programs/function-accounts";
import { ELSEWHERE } from "../support/area";
import { verdictsOfRule } from "../support/resource";

const SECOND = "google_cloudfunctions2_function.hook";
const FIRST = "google_cloudfunctions_function.hook";
const second = (service_account_email?: string) => ({ service_config: { service_account_email } });
const statuses = (address: string, body: object) =>
  verdictsOfRule(functionAccountRules, "function-service-account", { [address]: body }).map(({ status }) => status);

test.each([
  [SECOND, second()],
  [SECOND, {}],
  [SECOND, second("1-compute@developer.gserviceaccount.com")],
  [FIRST, {}],
  [FIRST, { service_account_email: "shop@appspot.gserviceaccount.com" }],
])("%s %j runs as a default account", (address, body) => {
  expect(statuses(address, body)).toEqual(["violation"]);
});

test("a function with an account of its own, of a name or of this plan, is right", () => {
  expect(statuses(SECOND, second("hook@shop.iam.gserviceaccount.com"))).toEqual([]);
  expect(statuses(FIRST, { service_account_email: "hook@shop.iam.gserviceaccount.com" })).toEqual([]);
});

test("one that comes from elsewhere is unknown", () => {
  expect(statuses(SECOND, second(ELSEWHERE))).toEqual(["unknown"]);
});
