import { channelsOf, type Channel } from "../../environments/channels";
import { alertsOf } from "../../monitoring/alerts";
import { failed, passed, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { readAlerts, readChannels, snoozeText, snoozedAlerts, type LiveChannel } from "../live/alerting";
import type { LiveReader } from "../live/reader";
import { adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";

/** Whether alerts still reach people: their channels, and what is silenced. Nothing is sent to any of them. */
export const alertingChecks = (context: AdminContext): readonly Check[] => adminChecksOf(context, rows(context));

const rows = (context: AdminContext): readonly AdminRow[] => [
  ...channelsOf(context.environment).map((channel): AdminRow => ({
    id: `alerting/channel/${channel.key}`,
    title: `the channel "${channel.key}" is there, is on, and is confirmed where Google asks for it`,
    gone: "channel-closed",
    ask: async (live) => channelAttempt(channel, await readChannels(live, context.environment)),
  })),
  {
    id: "alerting/snoozes",
    title: "somebody can still be woken",
    gone: "channel-closed",
    ask: (live) => snoozeAttempt(context, live),
  },
];

/** One that the stack declares carries its key as a label; one that a person made is known by its number. */
const isSame = ({ key, madeAs }: Channel, live: LiveChannel): boolean =>
  madeAs === undefined ? live.userLabels.channel === key : live.name.endsWith(`/notificationChannels/${madeAs}`);

function channelAttempt(channel: Channel, all: readonly LiveChannel[]): Attempt {
  const expected = `a ${channel.spec.type} channel that is on`;
  const live = all.find((candidate) => isSame(channel, candidate));
  if (!live) return failed("channel-closed", "no such channel", expected);
  if (live.type !== channel.spec.type) return failed("channel-closed", `a ${live.type} channel`, expected);
  if (!live.enabled) return failed("channel-closed", "switched off", expected);
  return live.verificationStatus === "UNVERIFIED"
    ? failed("channel-closed", "unverified: Google sends nothing to it", "confirmed with the code that Google sends")
    : passed(`${live.type}, on`);
}

async function snoozeAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const { policies, snoozes } = await readAlerts(live, environment, now());
  const silent = new Set(snoozes.flatMap((snooze) => snoozedAlerts(snooze, policies)));
  const isOn = (id: string): boolean => policies.some(({ userLabels, enabled }) => userLabels.alert === id && enabled);
  const pages = alertsOf(environment).filter(({ response }) => response === "page");
  const waking = pages.filter(({ id }) => isOn(id) && !silent.has(id));
  const found = snoozes.map((snooze) => snoozeText(snooze, policies)).join("; ");
  return waking.length > 0
    ? passed(found === "" ? "nothing is snoozed" : `snoozed: ${found}`)
    : failed(
        "channel-closed",
        found === "" ? "no page is on" : `every page is snoozed or off; ${found}`,
        "one page at least that can be opened",
      );
}
