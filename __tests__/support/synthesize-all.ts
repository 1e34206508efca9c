import { App } from "cdktf";
import { REGISTRY } from "../../environments/registry";
import { addStacks } from "../../stacks";

/**
 * The app that synthesizes every environment into CDKTF_OUTDIR, in a process of its own. Nothing stops it: where the policy refuses
 * what is declared, the tests that are about it say so, and the others still run.
 */
export const app = new App({ skipValidation: true });
for (const environment of REGISTRY) addStacks(app, environment, new Date().toISOString().slice(0, 10));
app.synth();
