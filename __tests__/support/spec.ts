import { staging } from "../../environments/staging";
import { specOf } from "../../policy/core/spec";

/** The spec that rules of packs/netra are tested against: staging's, as it stands in environments/. */
export const OUR_SPEC = specOf(staging);
