import { FIELD, quoted } from "./parts";
import type { FailureRows } from "./row";

/** What Google refuses as it was sent, and what is left of denials: the last rows, because their words stand in others too. */
export const REFUSED_FAILURES = {
  fieldInvalid: {
    patterns: [
      new RegExp(`Invalid value for field ${quoted(FIELD)}`),
      new RegExp(`(?:Error 400|Error code 3)\\b[^:]{0,20}: (?:Violation in \\w{1,60}: )?${FIELD}: `),
      new RegExp(`"field": ?"${FIELD}"`),
    ],
    title: "Google refuses the value of {field}",
    meaning: "The value is out of range, of another form, or does not go together with others.",
    remedy: "correct it where it is declared; the whole error says what is allowed",
    source: "https://cloud.google.com/apis/design/errors#error_model",
  },
  callerDenied: {
    patterns: [
      /caller does not have permission|PERMISSION_DENIED|Permission denied on resource|Error 403|Error code 7\b/i,
    ],
    title: "the account that deploys may not do this",
    meaning: "Google does not say which permission is missing.",
    remedy: "the whole error names the call; compare the account's roles with it",
    source: "https://cloud.google.com/iam/docs/troubleshoot-permission-errors",
  },
  signedOut: {
    patterns: [/Error 401|UNAUTHENTICATED|Error code 16\b/],
    title: "Google does not know who asks",
    meaning: "There are no credentials, or they have expired.",
    remedy: "gcloud auth application-default login",
    source: "https://cloud.google.com/docs/authentication/troubleshoot-adc",
  },
  argumentInvalid: {
    patterns: [/Error 400|INVALID_ARGUMENT|badRequest|Error code 3\b/],
    title: "Google refuses a value that was sent",
    meaning: "The whole error says which, with its value masked.",
    remedy: "correct it where it is declared",
    source: "https://cloud.google.com/apis/design/errors#handling_errors",
  },
} as const satisfies FailureRows;
