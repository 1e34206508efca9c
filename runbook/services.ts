import { CONTRACT } from "../environments/contract";
import type { ContractRow } from "../environments/contract-row";
import type { Environment } from "../environments/environment";
import { secretId } from "../environments/names";
import { variablesOf, type Variable } from "../environments/variables";
import { tableLines } from "../report/markdown";
import type { Section } from "./markdown";
import { declaredFields, specTypes } from "./reasons";

const inlineCode = (text: string): string => `\`${text}\``;

/** Where a variable's value comes from; of a secret its id, never a value. */
function sourceOf(environment: Environment, variable: Variable): string {
  switch (variable.kind) {
    case "plain":
      return inlineCode(variable.value);
    case "secret":
      return `secret ${inlineCode(secretId(environment, variable.role))}`;
    case "cache":
      return `the cache's ${variable.output}, known once it exists`;
  }
}

/** What the contract holds a variable to. */
function contractText(row: ContractRow | undefined, service: string): string {
  const exact = row?.value ?? row?.valueOn?.[service];
  if (exact !== undefined) return `exactly ${inlineCode(exact)}`;
  const least = row?.atLeastOn?.[service];
  if (least !== undefined) return `at least ${least}`;
  return row ? "present" : "nothing";
}

/** Each service's settings, with the reasons that the spec's types give. */
export function serviceSection(environment: Environment): Section {
  const types = specTypes();
  return {
    title: "Services and their settings",
    lines: [
      `Declared in \`environments/${environment.name}.ts\`; the reasons are those of \`environments/environment.ts\`.`,
      "Images are delivered by the services' own pipelines ([decision 005](../../decisions/005-image-ownership.md)); everything",
      "else on a service belongs to this repository.",
      ...Object.entries(environment.services).flatMap(([service, spec]) => [
        "",
        `### ${service}`,
        "",
        ...tableLines(
          ["setting", "declared", "why"],
          declaredFields(types, "ServiceSpec", spec).map(({ path, value, reason }) => [
            inlineCode(path),
            inlineCode(value),
            reason,
          ]),
        ),
        "",
        ...variableLines(environment, service),
      ]),
    ],
  };
}

function variableLines(environment: Environment, service: string): readonly string[] {
  const variables = variablesOf(environment, service);
  if (variables.length === 0) return ["No variables: its settings are baked into the image."];
  return tableLines(
    ["variable", "from", "the contract wants"],
    variables.map((variable) => [
      inlineCode(variable.name),
      sourceOf(environment, variable),
      contractText(
        CONTRACT.find((row) => row.variable === variable.name && row.services.includes(service)),
        service,
      ),
    ]),
  );
}
