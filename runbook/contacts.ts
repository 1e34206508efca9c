import { contactChannels, escalationState, isWaking } from "../environments/channels";
import type { ChannelSpec, ContactClass, Environment } from "../environments/environment";
import { alertsOf } from "../monitoring/alerts";
import { CONTACT_OF, type FailureClass } from "../verify/symptoms/symptom";
import { tableLines } from "../report/markdown";
import { commandBlock, type Section } from "./markdown";
import { verifyCommand } from "./look";

const CLASSES = Object.keys(CONTACT_OF) as readonly FailureClass[];

/** The classes of contacts, as the spec orders them. */
export const contactClasses = ({ contacts }: Pick<Environment, "contacts">): readonly ContactClass[] =>
  Object.keys(contacts) as ContactClass[];

/** How a person is reached when nobody takes a page, and what is missing until one can be. */
export function escalationText({ name, contacts: all }: Environment, about: ContactClass): string {
  const { escalation } = all[about];
  if (escalation === "") return `not filled in: \`${name}.contacts.${about}.escalation\``;
  return escalationState(escalation) === "reaches"
    ? escalation
    : `${escalation} reaches nobody: replace it before ${name} goes live (\`environments/${name}.ts\`)`;
}

/** Channels by kind and key; those that wake nobody are said to. */
const waysText = (environment: Environment, about: ContactClass, response: "page" | "ticket"): string =>
  contactChannels(environment, about, response)
    .map(
      ({ spec }) => `${spec.type} ${placeOf(spec)}${response === "page" && !isWaking(spec) ? " (wakes nobody)" : ""}`,
    )
    .join(", ");

function placeOf(spec: ChannelSpec): string {
  switch (spec.type) {
    case "email":
      return spec.address;
    case "sms":
      return spec.number;
    case "pubsub":
      return spec.topic;
    default:
      return `no. ${spec.madeAs}`;
  }
}

/** Who is woken by what, and who is called when nobody answers; what nobody has filled in is said, with its field. */
export const contactSection = (environment: Environment): Section => ({
  title: "Who wakes whom",
  lines: [
    "1. An alert that pages goes to the channels of its class, and again every half hour until somebody closes it.",
    '2. Whoever has it acknowledges it and writes "I have it" into the channel.',
    "3. **Nobody has written that after 15 minutes: call the number of the last column.** Whoever notices it calls.",
    "4. Nobody answers there either: call the next class of the table. Waking the wrong team is better than waking nobody.",
    "5. A ticket wakes nobody: it is the next working day's.",
    "",
    ...tableLines(
      ["about", "failures of the class", "team", "pages go to", "tickets go to", "when nobody answers"],
      contactClasses(environment).map((about) => [
        about,
        CLASSES.filter((failure) => CONTACT_OF[failure] === about).join(", "),
        environment.contacts[about].team,
        waysText(environment, about, "page"),
        waysText(environment, about, "ticket"),
        escalationText(environment, about),
      ]),
    ),
    "",
    ...tableLines(
      ["woken", "by these alerts"],
      contactClasses(environment).flatMap((about) => {
        const pages = alertsOf(environment).filter((alert) => alert.class === about && alert.response === "page");
        return pages.length === 0
          ? []
          : [[environment.contacts[about].team, pages.map(({ title }) => title).join(" · ")]];
      }),
    ),
    "",
    `Declared as \`contacts\` and \`channels\` in \`environments/${environment.name}.ts\`. Whether each channel is there and on:`,
    ...commandBlock(verifyCommand(environment, "alerting")),
  ],
});
