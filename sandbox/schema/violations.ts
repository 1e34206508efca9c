import { refusal, type Refusal } from "../core/answer";
import { type Json } from "../core/json";

/** One thing that is wrong with a request. */
export interface Violation {
  /** Where it is, as Google's parser names it: `service.template`. Empty for the body itself. */
  readonly field: string;
  readonly message: string;
}

/** Where secrets stand: Google's parser repeats what it does not read, and the sandbox repeats none of these. */
const SECRET_PLACE = /(?:^|[._[])(?:payload|password|root_password|auth_token|service_key)(?:$|[.\]])/;

const shown = (text: string, place: string): string => (SECRET_PLACE.test(place) ? "***" : text);

/** A member that the message at a place does not have. */
export const unknownName = (name: string, place: string): Violation => ({
  field: place,
  message: `Invalid JSON payload received. Unknown name "${shown(name, place)}"${at(place)}: Cannot find field.`,
});

/** A parameter that the method does not have. */
export const unknownParameter = (name: string): Violation => ({
  field: "",
  message: `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`,
});

/** A list or an object where the member holds something else. */
export const wrongShape = (name: string, place: string, found: "list" | "map"): Violation => ({
  field: place,
  message: `Invalid JSON payload received. Unknown name "${name}"${at(place)}: Proto field is not ${
    found === "list" ? "repeating, cannot start list" : "a message, cannot start object"
  }.`,
});

/**
 * A value that its type does not have.
 *
 * @param type - as Google's parser names it: `TYPE_INT32`
 */
export const wrongValue = (place: string, type: string, value: Json, more = ""): Violation => ({
  field: place,
  message: `Invalid value at '${place}' (${type}), ${more}${shown(JSON.stringify(value), place)}`,
});

/** A text that does not have the form of its member; the words are those of Compute. */
export const wrongForm = (place: string, pattern: string, value: string): Violation => ({
  field: place,
  message: `Invalid value for field '${place}': '${value}'. Must be a match of regex '(?:${pattern})'`,
});

/** What a request must have and has not; the words are ours. */
export const missing = (place: string): Violation => ({ field: place, message: `${place}: required, not found.` });

/** A path of a mask that leads to no member; the words are ours. */
export const unknownMaskPath = (path: string, mask: string): Violation => ({
  field: mask,
  message: `Invalid field mask: ${mask} names "${path}", which the resource does not have.`,
});

const at = (place: string): string => (place === "" ? "" : ` at '${place}'`);

/** The refusal of everything that is wrong, as Google's parser lists it; undefined where nothing is. */
export function violationRefusal(violations: readonly Violation[]): Refusal | undefined {
  if (violations.length === 0) return undefined;
  const text = violations.map(({ message }) => message).join("\n");
  return {
    ...refusal(400, "INVALID_ARGUMENT", "invalid", text),
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: violations.map(({ field, message }) => ({
          ...(field !== "" && { field }),
          description: message,
        })),
      },
    ],
  };
}
