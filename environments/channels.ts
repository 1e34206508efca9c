import type { ChannelSpec, ContactClass, Environment } from "./environment";

/** What a kind of channel needs beside its type; none of these holds a key. */
interface Declared {
  readonly type: "email" | "sms" | "pubsub";
  readonly address: Readonly<Record<string, string>>;
}

/** A channel of the environment. */
export interface Channel {
  readonly key: string;
  /** What Google's console shows. */
  readonly displayName: string;
  readonly spec: ChannelSpec;
  /** Present where the monitoring stack declares it. */
  readonly declared?: Declared;
  /** Present where a person made it: its number at Google. */
  readonly madeAs?: string;
}

/** Kinds that wake a person: an address is read when somebody looks. */
const WAKES: ReadonlySet<ChannelSpec["type"]> = new Set([
  "pagerduty",
  "slack",
  "webhook_basicauth",
  "webhook_tokenauth",
  "sms",
  "pubsub",
]);

/** Whether a channel can wake somebody. Slack, webhooks and topics do where something behind them rings. */
export const isWaking = ({ type }: Pick<ChannelSpec, "type">): boolean => WAKES.has(type);

/** A telephone number, an address or a link: by anything else nobody is reached. */
const REACHES = /^(?:\+[\d -]{6,}\d|https:\/\/\S+)$/;

/** Numbers that are kept for films and examples, of which none ever rings. */
const FICTION = /^\+1[ -]?\d{3}[ -]?555[ -]?01\d\d$/;

/** How far an escalation leads: to a person, to nobody yet, or nowhere. */
export function escalationState(escalation: string): "reaches" | "placeholder" | "none" {
  if (!REACHES.test(escalation.trim())) return "none";
  return FICTION.test(escalation.trim()) ? "placeholder" : "reaches";
}

function declaredOf(spec: ChannelSpec): Declared | undefined {
  switch (spec.type) {
    case "email":
      return { type: spec.type, address: { email_address: spec.address } };
    case "sms":
      return { type: spec.type, address: { number: spec.number } };
    case "pubsub":
      return { type: spec.type, address: { topic: spec.topic } };
    default:
      return undefined;
  }
}

/** Every channel of an environment, in the order of its spec. */
export const channelsOf = (environment: Pick<Environment, "name" | "channels" | "contacts">): readonly Channel[] =>
  Object.entries(environment.channels).map(([key, spec]) => {
    const declared = declaredOf(spec);
    return {
      key,
      displayName: `${environment.name} ${key}: ${teamsOf(environment, key).join(", ")}`,
      spec,
      ...(declared && { declared }),
      ...("madeAs" in spec && { madeAs: spec.madeAs }),
    };
  });

/** Teams that a channel leads to. */
const teamsOf = ({ contacts }: Pick<Environment, "contacts">, key: string): readonly string[] => [
  ...new Set(
    Object.values(contacts).flatMap(({ team, page, ticket }) => ([...page, ...ticket].includes(key) ? [team] : [])),
  ),
];

/** The channels of one class and one way to a person, by their keys. */
export const contactChannels = (
  environment: Pick<Environment, "name" | "channels" | "contacts">,
  about: ContactClass,
  response: "page" | "ticket",
): readonly Channel[] => {
  const keys = environment.contacts[about][response];
  return channelsOf(environment).filter(({ key }) => keys.includes(key));
};
