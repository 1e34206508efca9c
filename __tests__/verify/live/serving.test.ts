import { servingProblem, soleRevision, type ServingService } from "../../../verify/live/serving";

const serves = (created: string, more: Partial<ServingService> = {}): ServingService => ({
  service: "web",
  created,
  ready: created,
  traffic: { [created]: 100 },
  ...more,
});

test.each<[what: string, service: ServingService, problem: string | undefined]>([
  ["the newest revision has all traffic", serves("web-2"), undefined],
  ["the pinned one has", serves("web-2", { traffic: { "web-1": 100 }, pin: "web-1" }), undefined],
  [
    "the pinned one has, and the newest never became ready",
    serves("web-2", { ready: "web-1", traffic: { "web-1": 100 }, pin: "web-1" }),
    undefined,
  ],
  [
    "the newest is not ready",
    serves("web-2", { ready: "web-1", traffic: { "web-1": 100 } }),
    "web: web-2 is not ready; web-1 was the last that was",
  ],
  [
    "none ever was ready",
    { service: "web", created: "web-1", traffic: {} },
    "web: web-1 is not ready; no revision was the last that was",
  ],
  [
    "traffic is split",
    serves("web-2", { traffic: { "web-1": 50, "web-2": 50 } }),
    "web: traffic goes to web-1 50 %, web-2 50 %; all of it should go to web-2",
  ],
  [
    "traffic is not where the code pins it",
    serves("web-2", { pin: "web-1" }),
    "web: traffic goes to web-2 100 %; all of it should go to web-1, which the code pins",
  ],
  ["the service does not exist", { service: "web", traffic: {} }, "web: the service does not exist"],
])("%s", (_, service, problem) => expect(servingProblem(service)).toBe(problem));

test.each<[ServingService["traffic"], string | undefined]>([
  [{ "web-1": 100 }, "web-1"],
  [{ "web-1": 50, "web-2": 50 }, undefined],
  [{ "web-1": 90 }, undefined],
  [{}, undefined],
])("of %j the sole revision is %s", (traffic, sole) => expect(soleRevision(serves("web-1", { traffic }))).toBe(sole));
