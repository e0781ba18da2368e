// Makes the two JSON Schemas beside it from Slack's official npm packages. Run it when these have a new version:
//
//     npm install --prefix /some/empty/folder @slack/types @slack/web-api ts-json-schema-generator
//     node make_schema.mjs /some/empty/folder
//
// The types say what fields there are; their limits stand only in the descriptions ("Maximum length ... 75 characters"),
// so these are read out of the words and become maxLength and maxItems.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(process.argv[2]);
const { createGenerator } = createRequire(`${folder}/package.json`)("ts-json-schema-generator");
const here = dirname(fileURLToPath(import.meta.url));

const LENGTHS = [
  /max(?:imum)? length[^.]*?([\d,]+)\s+characters/i,
  /maximum length of ([\d,]+) characters/i,
  /limit ([\d,]+) characters/i,
];
const COUNTS = [
  /max(?:imum)?(?: number)?(?: of)?(?: items| options| option groups)?(?: is| of)? ([\d,]+) (?:elements|blocks|cards|items|rows|options)/i,
  /maximum of ([\d,]+) [a-zA-Z ]+? can (?:be )?(?:included|used)/i,
  /maximum number of (?:items|options|option groups) is ([\d,]+)/i,
];

const numberIn = (patterns, text) => {
  const found = patterns.map((pattern) => text.match(pattern)).find(Boolean);
  return found && Number(found[1].replaceAll(",", ""));
};

/** Limit a string, the text of a text object, or each item of a list. */
function limitLength(schema, most) {
  if (schema.type === "array") schema.items = limitLength(schema.items, most);
  else if (schema.type === "string") schema.maxLength = most;
  else return { allOf: [schema, { properties: { text: { maxLength: most } } }] };
  return schema;
}

function withLimits(schema) {
  const words = typeof schema.description === "string" ? schema.description.replaceAll(/\s+/g, " ") : "";
  delete schema.description;
  const count = numberIn(COUNTS, words);
  if (count && schema.type === "array") schema.maxItems = count;
  const length = numberIn(LENGTHS, words);
  return length ? limitLength(schema, length) : schema;
}

/** Go through a schema from the leaves up, turning words into limits. */
function limited(node) {
  if (Array.isArray(node)) return node.map(limited);
  if (node === null || typeof node !== "object") return node;
  const copy = {};
  for (const [name, value] of Object.entries(node)) {
    copy[name] = name === "properties"
      ? Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, withLimits(limited(schema))]))
      : limited(value);
  }
  return copy;
}

function reachable(definitions, roots) {
  const kept = new Set();
  const visit = (name) => {
    if (kept.has(name)) return;
    kept.add(name);
    const found = JSON.stringify(definitions[name]).matchAll(/#\/definitions\/([^"]+)/g);
    for (const [, other] of found) visit(decodeURIComponent(other));
  };
  roots.forEach(visit);
  return Object.fromEntries([...kept].sort().map((name) => [name, definitions[name]]));
}

/** Write the schema of some types of a package into a file, after a last change to its definitions. */
function write(file, packageName, entry, roots, correct) {
  const at = `${folder}/node_modules/${packageName}`;
  const { version } = JSON.parse(readFileSync(`${at}/package.json`));
  const { definitions } = createGenerator({
    path: `${at}/${entry}`, type: "*", skipTypeCheck: true, additionalProperties: false, expose: "all",
  }).createSchema("*");
  const corrected = limited(definitions);
  correct(corrected);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $comment: `Made by make_schema.mjs from ${packageName} ${version} (Copyright 2014- Slack Technologies, LLC; see LICENSE). Do not edit.`,
    definitions: JSON.parse(JSON.stringify(reachable(corrected, roots), (name, value) =>
      name === "description" && typeof value === "string" ? undefined : value)),
  };
  writeFileSync(`${here}/${file}`, `${JSON.stringify(schema, null, 1)}\n`);
}

write("block_kit.schema.json", "@slack/types", "dist/index.d.ts", ["KnownBlock", "ModalView", "HomeView"], (made) => {
  // Slack refuses block types it does not know; the types allow any.
  made.AnyBlock = { $ref: "#/definitions/KnownBlock" };
  // The types still say 75; the documentation and the SDK's models say 150.
  // https://docs.slack.dev/reference/block-kit/composition-objects/option-object
  for (const name of ["PlainTextOption", "MrkdwnOption"]) made[name].properties.value.maxLength = 150;
});

write("manifest.schema.json", "@slack/web-api", "dist/types/request/manifest.d.ts", ["Manifest"], (made) => {
  made.Manifest.additionalProperties = false;
  // Missing in the types, documented: https://docs.slack.dev/reference/scopes/assistant.write
  made.BotScope.enum.push("assistant:write");
});
