import { isSetTo, numberChangeText, type ConsequenceRow, type ChangePredicate } from "./row";

const isHttp2Left: ChangePredicate = ({ before, after }) => before === "h2c" && after !== "h2c";

/**
 * Rows of the `ports` block of a container, which both API versions of Cloud Run have.
 *
 * @param containers - path of the containers, without indexes
 */
export const containerPortRows = (containers: string): readonly ConsequenceRow[] => [
  {
    paths: [`${containers}.ports.name`],
    when: isSetTo("h2c"),
    severity: "high",
    text: "the container is spoken to in HTTP/2 without TLS, end to end (h2c): WebSocket upgrades fail, they are HTTP/1, and a container that speaks HTTP/1 only answers nothing",
    undo: "redeploy",
  },
  {
    paths: [`${containers}.ports.name`],
    when: isHttp2Left,
    severity: "high",
    text: "the container is spoken to in HTTP/1 instead of end-to-end HTTP/2 (h2c): gRPC streams fail, and so does a container that speaks HTTP/2 only",
    undo: "redeploy",
  },
  {
    paths: [`${containers}.ports.container_port`],
    severity: "medium",
    text: (attribute) =>
      `Cloud Run expects port ${numberChangeText(attribute)}: a container that listens elsewhere never becomes ready, and the old revision stays`,
    undo: "redeploy",
  },
];
