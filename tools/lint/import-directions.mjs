import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const BARREL = "@cdktf/provider-google";
const CDKTF = /^(cdktf|constructs|@cdktf\/.*)(\/|$)/;

/** Whether a path is a folder, or inside of it. */
const isWithin = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** The room of a path: the longest entry of the table that it is within, or else its first folder. */
const roomOf = (path, rooms) =>
  Object.keys(rooms)
    .filter((room) => isWithin(path, room))
    .sort((a, b) => b.length - a.length)[0] ?? path.split("/")[0];

/** The page that describes a room: its README, or that of the folder around it. */
const readmeOf = (room, root) => {
  if (room === "." || room.includes(".")) return "CONTRIBUTING.md";
  return existsSync(join(root, room, "README.md")) ? `${room}/README.md` : readmeOf(dirname(room), root);
};

/**
 * Which folder may import which. Options: `root`, the repository's folder; `rooms`, per room the folders that it may import
 * besides itself (`cdktf` for the framework, `environments by name` for the literals of single environments). A room may
 * stand inside another one. A file of a folder that is not in the table may import everything but the provider's barrel.
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
    const pathOf = (file) => relative(root, file).split(sep).join("/");
    const room = roomOf(pathOf(context.filename), rooms);
    const allowed = rooms[room];

    function refusedBy(specifier) {
      if (specifier === BARREL) return { messageId: "barrel", imported: specifier };
      if (allowed === undefined) return undefined;
      if (!specifier.startsWith(".")) {
        const isRefused = CDKTF.test(specifier) && !allowed.includes("cdktf");
        return isRefused ? { messageId: "cdktf", imported: specifier } : undefined;
      }
      const target = pathOf(resolve(dirname(context.filename), specifier));
      if (isWithin(target, room)) return undefined;
      if (!allowed.some((folder) => isWithin(target, folder))) {
        const [top] = target.split("/");
        return { messageId: "room", imported: isWithin(room, top) ? target : `${top}/` };
      }
      const isByName = /^environments(\/(index|staging|production))?$/.test(target);
      return isByName && !allowed.includes("environments by name")
        ? { messageId: "byName", imported: target }
        : undefined;
    }

    function inspect(node, source) {
      const refused = typeof source?.value === "string" ? refusedBy(source.value) : undefined;
      if (!refused) return;
      context.report({
        node,
        messageId: refused.messageId,
        data: {
          room: room.includes(".") ? room : `${room}/`,
          imported: refused.imported,
          readme: readmeOf(room, root),
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
