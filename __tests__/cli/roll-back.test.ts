import { rollBackStep, type RollBackStep } from "../../cli/shared/roll-back";
import type { ServingService } from "../../verify/live/serving";

/** Where a service goes back to, and when it is left alone. */

const was = (created: string, ready = created, serving = ready): ServingService => ({
  service: "web",
  created,
  ready,
  traffic: { [serving]: 100 },
});
const is = (created: string, ready = created, serving = ready, pin?: string): ServingService => ({
  ...was(created, ready, serving),
  ...(pin !== undefined && { pin }),
});
const back = (revision: string, from = "web-2"): RollBackStep => ({ service: "web", revision, from });
const split: ServingService = { ...was("web-1"), traffic: { "web-0": 50, "web-1": 50 } };
const young: ServingService = { service: "web", created: "web-1", traffic: {} };

test.each<[what: string, before: ServingService, now: ServingService, step: RollBackStep | undefined]>([
  ["a new revision has the traffic", was("web-1"), is("web-2"), back("web-1")],
  ["a new revision is not ready: it may still become ready", was("web-1"), is("web-2", "web-1"), back("web-1")],
  ["another revision was pinned before", was("web-1", "web-1", "web-0"), is("web-2"), back("web-0")],
  ["the deploy itself lifted a pin", was("web-2", "web-2", "web-1"), is("web-2"), back("web-1")],
  ["traffic was split before: to the ready one", split, is("web-2"), back("web-1")],
  ["no revision is new", was("web-1"), is("web-1"), undefined],
  ["a delivery became ready meanwhile", was("web-2", "web-1"), is("web-2"), undefined],
  ["the pin from before still stands", was("web-1", "web-1", "web-0"), is("web-1", "web-1", "web-0"), undefined],
  ["the code pins what serves", was("web-1"), is("web-2", "web-2", "web-1", "web-1"), undefined],
  ["the service is gone", was("web-1"), { service: "web", traffic: {} }, undefined],
  ["it did not exist before", { service: "web", traffic: {} }, is("web-1"), { service: "web", from: "web-1" }],
  ["none was ready before", young, is("web-2"), { service: "web", from: "web-2" }],
])("%s", (_, before, now, step) => expect(rollBackStep(before, now)).toEqual(step));
