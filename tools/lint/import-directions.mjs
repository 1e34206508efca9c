import { dirname, relative, resolve, sep } from "node:path";

const BARREL = "@cdktf/provider-google";
const CDKTF = /^(cdktf|constructs|@cdktf\/.*)(\/|$)/;

/** The room of a file: the first folder of its path, or its name where it stands at the top. */
const roomOf = (root, file) => relative(root, file).split(sep)[0];

/**
 * Which folder may import which. Options: `root`, the repository's folder; `rooms`, per room what it may import besides
 * itself (`cdktf` for the framework, `environments by name` for the literals of single environments). A file of a room
 * that is not in the table may import everything but the provider's barrel.
 */
export const importDirections = {
  meta: {
    type: "problem",
    schema: [{ type: "object" }],
    messages: {
      room: "{{room}} must not import {{imported}}: see {{readme}}",
      cdktf: "{{room}} must not import {{imported}}, only main.ts, constructs/ and stacks/ know cdktf: see {{readme}}",
      byName:
        "{{room}} must not import {{imported}}, it is given an environment and knows none by name: see {{readme}}",
      barrel: "Import @cdktf/provider-google/lib/<resource>: the barrel costs 4 s and 500 MB.",
    },
  },
  create(context) {
    const [{ root, rooms }] = context.options;
    const room = roomOf(root, context.filename);
    const allowed = rooms[room];

    function refusedBy(specifier) {
      if (specifier === BARREL) return { messageId: "barrel", imported: specifier };
      if (allowed === undefined) return undefined;
      if (!specifier.startsWith(".")) {
        return CDKTF.test(specifier) && !allowed.includes("cdktf")
          ? { messageId: "cdktf", imported: specifier }
          : undefined;
      }
      const target = relative(root, resolve(dirname(context.filename), specifier));
      const [imported] = target.split(sep);
      if (imported === room) return undefined;
      if (!allowed.includes(imported)) return { messageId: "room", imported: `${imported}/` };
      const isByName = /^environments([/\\](index|staging|production))?$/.test(target);
      return isByName && !allowed.includes("environments by name")
        ? { messageId: "byName", imported: target }
        : undefined;
    }

    function inspect(node, source) {
      const refused = typeof source?.value === "string" ? refusedBy(source.value) : undefined;
      if (!refused) return;
      const isFile = room.includes(".");
      context.report({
        node,
        messageId: refused.messageId,
        data: {
          room: isFile ? room : `${room}/`,
          imported: refused.imported,
          readme: isFile ? "CONTRIBUTING.md" : `${room}/README.md`,
        },
      });
    }

    const ofSource = (node) => inspect(node, node.source);
    return {
      ImportDeclaration: ofSource,
      ExportNamedDeclaration: ofSource,
      ExportAllDeclaration: ofSource,
      ImportExpression: ofSource,
      TSImportType: ofSource,
    };
  },
};
