import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";

/** The spec that rules of packs/netra are tested against: trial's, as it stands in environments/. */
export const OUR_SPEC = specOf(trial);
