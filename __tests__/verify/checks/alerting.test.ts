import type { Environment } from "../../../environments/environment";
import { alertsOf } from "../../../monitoring/alerts";
import { trial } from "../../fixture/trial";
import { monitoringName } from "./healthy";
import { NOW, useLive } from "./live-environment";

/** Whether alerts still reach people: channels that are closed, and what is silenced. */

const environment: Environment = {
  ...trial,
  channels: { ...trial.channels, pager: { type: "pagerduty", madeAs: "77" } },
  contacts: { ...trial.contacts, infrastructure: { ...trial.contacts.infrastructure, page: ["pager"] } },
};
const live = useLive(environment);
const MAIL = monitoringName(environment, "notificationChannels", "infrastructure");
const PAGER = monitoringName(environment, "notificationChannels", "77");

const closed = (found: string, expected = expect.any(String) as string): object => ({
  verdict: "failed",
  symptom: "channel-closed",
  found,
  expected,
});

test("a channel that is declared, and one that a person made", async () => {
  expect(await live.attempt("alerting/channel/infrastructure")).toMatchObject({
    verdict: "passed",
    found: "email, on",
  });
  expect(await live.attempt("alerting/channel/pager")).toMatchObject({ verdict: "passed", found: "pagerduty, on" });
});

test.each([
  ["pager", PAGER, "enabled", false, "switched off"],
  ["infrastructure", MAIL, "verificationStatus", "UNVERIFIED", "unverified: Google sends nothing to it"],
  ["pager", PAGER, "type", "email", "a email channel"],
])("%s: %s %s = %j", async (key, name, path, value, found) => {
  live.set(name, path, value);
  expect(await live.attempt(`alerting/channel/${key}`)).toEqual(closed(found));
});

test("a channel that is gone", async () => {
  live.remove(PAGER);
  expect(await live.attempt("alerting/channel/pager")).toEqual(
    closed("no such channel", "a pagerduty channel that is on"),
  );
});

test("what Google does not show is not told", async () => {
  live.refuse("notificationChannels", 403);
  expect(await live.attempt("alerting/channel/pager")).toMatchObject({ verdict: "unknown" });
});

describe("what is silenced", () => {
  const minutes = (more: number): string => new Date(NOW.getTime() + more * 60_000).toISOString();
  const snooze = (id: string, alerts: readonly string[], from: number, to: number): void => {
    const name = `projects/${environment.project}/snoozes/${id}`;
    live.sandbox().store.put(`monitoring/${name}`, {
      name,
      displayName: "moving the database",
      criteria: { policies: alerts.map((alert) => `projects/${environment.project}/alertPolicies/${alert}`) },
      interval: { startTime: minutes(from), endTime: minutes(to) },
    });
  };
  const PAGES = alertsOf(environment).flatMap(({ id, response }) => (response === "page" ? [id] : []));

  test("is nothing, or nothing any more, or not yet", async () => {
    snooze("1", PAGES, -90, -30);
    snooze("2", PAGES, 30, 90);
    expect(await live.attempt("alerting/snoozes")).toMatchObject({ verdict: "passed", found: "nothing is snoozed" });
  });

  test("is listed with its reason", async () => {
    snooze("1", ["database-down", "exits"], -10, 50);
    expect(await live.attempt("alerting/snoozes")).toMatchObject({
      verdict: "passed",
      found: `snoozed: database-down, exits until ${minutes(50)}: moving the database`,
    });
  });

  test("may not be every page, by one hand or by several", async () => {
    snooze("1", PAGES.slice(1), -10, 50);
    snooze("2", PAGES.slice(0, 1), -10, 50);
    expect(await live.attempt("alerting/snoozes")).toEqual(
      closed(
        expect.stringMatching(/^every page is snoozed or off; /) as string,
        "one page at least that can be opened",
      ),
    );
  });

  test("a page that is switched off wakes nobody either", async () => {
    for (const id of PAGES) live.set(monitoringName(environment, "alertPolicies", id), "enabled", false);
    expect(await live.attempt("alerting/snoozes")).toEqual(closed("no page is on"));
  });
});
