import { validateEnvironment } from "../../environments/validate";
import { problemText } from "../../environments";
import { staging } from "../../environments/staging";
import { synthesize } from "../../stacks/synthesis";
import { today } from "../../cli/shared/command";
import { generatedEnvironment } from "./generated-environment";

// A process of its own, as main.ts is: validates, builds and synthesizes staging with generated services.
const [, , services, output = ""] = process.argv;
const day = today();
const environment = generatedEnvironment(staging, Number(services));
const problems = validateEnvironment(environment, day);
if (problems.length > 0) throw new Error(problems.map(problemText).join("\n"));
synthesize([environment], day, output);
