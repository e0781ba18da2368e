// Makes block_kit.schema.json from the official @slack/types package. Run it when that package has a new version:
//
//     npm install --prefix /some/empty/folder @slack/types@3.2.0 ts-json-schema-generator@2
//     node make_schema.mjs /some/empty/folder > block_kit.schema.json
//
// The types say what fields there are; their limits stand only in the descriptions ("Maximum length ... 75 characters"),
// so these are read out of the words and become maxLength and maxItems.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const folder = resolve(process.argv[2]);
const { createGenerator } = createRequire(`${folder}/package.json`)("ts-json-schema-generator");
const typesFolder = `${folder}/node_modules/@slack/types`;
const { version } = JSON.parse(readFileSync(`${typesFolder}/package.json`));

const ROOTS = ["KnownBlock", "ModalView", "HomeView"];
const LENGTHS = [
  /max(?:imum)? length[^.]*?([\d,]+)\s+characters/i,
  /maximum length of ([\d,]+) characters/i,
  /limit ([\d,]+) characters/i,
];
const COUNTS = [
  /max(?:imum)?(?: number)?(?: of)?(?: items| options| option groups)?(?: is| of)? ([\d,]+)(?: elements| blocks| cards| items| rows| options)/i,
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

function reachable(definitions) {
  const kept = new Set();
  const visit = (name) => {
    if (kept.has(name)) return;
    kept.add(name);
    const found = JSON.stringify(definitions[name]).matchAll(/#\/definitions\/([^"]+)/g);
    for (const [, other] of found) visit(decodeURIComponent(other));
  };
  ROOTS.forEach(visit);
  return Object.fromEntries([...kept].sort().map((name) => [name, definitions[name]]));
}

const { definitions } = createGenerator({
  path: `${typesFolder}/dist/index.d.ts`, type: "*", skipTypeCheck: true, additionalProperties: false,
}).createSchema("*");
// Slack refuses block types it does not know; the types allow any.
definitions.AnyBlock = { $ref: "#/definitions/KnownBlock" };
const plain = JSON.parse(JSON.stringify(limited(reachable(definitions))), (name, value) =>
  name === "description" && typeof value === "string" ? undefined : value);
// The types still say 75; the documentation and the SDK's models say 150.
// https://docs.slack.dev/reference/block-kit/composition-objects/option-object
for (const name of ["PlainTextOption", "MrkdwnOption"]) plain[name].properties.value.maxLength = 150;
console.log(JSON.stringify({
  $schema: "http://json-schema.org/draft-07/schema#",
  $comment: `Made by make_schema.mjs from @slack/types ${version} (MIT licence, Slack Technologies). Do not edit.`,
  definitions: plain,
}, null, 1));
