import type { ContactClass, Environment } from "../environments/environment";
import { CONTACT_OF, type FailureClass } from "../verify/symptoms/symptom";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";

const CLASSES = Object.keys(CONTACT_OF) as readonly FailureClass[];

/** A number, an address or a link: by anything else nobody is reached. */
const REACHES = /\d|@|:\/\//;

/** How a person is reached, and what is missing until one can be. */
function escalationText({ name, contacts: all }: Environment, about: ContactClass): string {
  const { escalation } = all[about];
  if (escalation === "") return `not filled in: \`${name}.contacts.${about}.escalation\``;
  if (REACHES.test(escalation)) return escalation;
  return (
    `${escalation} (taken from the plan; replace with a number or a link before ${name} goes live: ` +
    `\`environments/${name}.ts\`)`
  );
}

/** Emergency contacts by class; what nobody has filled in is said, with the field to fill in. */
export const contactSection = (environment: Environment): Section => ({
  title: "Emergency contacts",
  lines: [
    `Declared as \`contacts\` in \`environments/${environment.name}.ts\`; production is refused while one of its fields is empty.`,
    "",
    ...tableLines(
      ["about", "failures of the class", "team", "alerts go to", "when nobody answers"],
      (Object.keys(environment.contacts) as ContactClass[]).map((about) => {
        const { team, email } = environment.contacts[about];
        return [
          about,
          CLASSES.filter((failure) => CONTACT_OF[failure] === about).join(", "),
          team,
          email,
          escalationText(environment, about),
        ];
      }),
    ),
  ],
});
