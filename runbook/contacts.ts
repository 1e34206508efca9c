import { contactChannels, escalationState, isWaking } from "../environments/channels";
import type { ChannelSpec, ContactClass, Environment } from "../environments/environment";
import { CONTACT_OF, type FailureClass } from "../verify/symptoms/symptom";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

const CLASSES = Object.keys(CONTACT_OF) as readonly FailureClass[];

/** How a person is reached, and what is missing until one can be. */
function escalationText({ name, contacts: all }: Environment, about: ContactClass): string {
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

/** Emergency contacts by class; what nobody has filled in is said, with the field to fill in. */
export const contactSection = (environment: Environment): Section => ({
  title: "Emergency contacts",
  lines: [
    `Declared as \`contacts\` and \`channels\` in \`environments/${environment.name}.ts\`. A page is sent again every half hour until somebody closes it; production is refused without a number or a link for the case that nobody answers.`,
    "",
    ...tableLines(
      ["about", "failures of the class", "team", "pages go to", "tickets go to", "when nobody answers"],
      (Object.keys(environment.contacts) as ContactClass[]).map((about) => [
        about,
        CLASSES.filter((failure) => CONTACT_OF[failure] === about).join(", "),
        environment.contacts[about].team,
        waysText(environment, about, "page"),
        waysText(environment, about, "ticket"),
        escalationText(environment, about),
      ]),
    ),
  ],
});
