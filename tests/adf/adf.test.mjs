// Proposed texts as Atlassian documents, against the schema that Atlassian publishes.
// Needs the built program; VINDEX_DLL names another one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { before, test } from 'node:test';
import Ajv from 'ajv';

const root = new URL('../../', import.meta.url);
const program = process.env.VINDEX_DLL ?? fileURLToPath(new URL('src/Vindex.Cli/bin/Release/net10.0/vindex.dll', root));
const schema = new URL('node_modules/@atlaskit/adf-schema/dist/json-schema/v1/full.json', import.meta.url);
let isDocument;

before(async () => {
  // The schema is of draft 4; ajv knows its keywords but "id" and "$schema".
  const { $schema, id, ...rules } = JSON.parse(await readFile(schema, 'utf8'));
  isDocument = new Ajv({ strict: false, allErrors: false }).compile(rules);
});

async function documents(file, input) {
  const child = promisify(execFile)('dotnet', [program, 'rewrite', file, '--format', 'adf'], { maxBuffer: 1 << 26 });
  child.child.stdin.end(input ?? '');
  const { stdout } = await child;
  return stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}

function assertValid(document, name) {
  assert.ok(isDocument(document), `${name}: ${JSON.stringify(isDocument.errors?.[0])} in ${JSON.stringify(document)}`);
}

test('the samples', async () => {
  const all = await documents(fileURLToPath(new URL('samples/backlog.csv', root)));
  assert.ok(all.length >= 10);
  all.forEach((document, index) => assertValid(document, `row ${index + 1}`));
});

const texts = {
  'nested lists': '- one\n  - two\n    - three\n  1. four\n- five\n\ntext between\n\n1. six\n   - seven',
  'checkboxes': '- [ ] open\n- [x] done\n- plain',
  'marks that overlap': '**bold _and italic_ `code`** ~~gone~~ [**bold** link](https://example.com/a_(b)?c=1&d=2) <https://example.com>',
  'code and quotation': '```js\nconst a = "<b>";\n```\n\n> quoted\n> twice\n\n    indented',
  'a table': '| a | b |\n| --- | --- |\n| 1 | `2` |\n| 3 |  |',
  'wiki markup': 'h2. Steps\n# first\n## nested\n* bullet\n{code:java}int a;{code}\n||h||i||\n|1|2|\n{quote}said{quote}\n*strong* _em_ [link|https://example.com]',
  'characters': 'emoji 🧪, right to left \u05e9\u05dc\u05d5\u05dd, and < > & " \'',
  'an image': '![diagram](https://example.com/d.png) and text',
  'headings alone': '# One\n\n## Two\n\n### Three',
  'nothing': '',
};

for (const [name, text] of Object.entries(texts)) {
  test(name, async () => {
    const [document] = await documents('-', `Export invoices\n\n${text}\n`);
    assert.equal(document.type, 'doc');
    assertValid(document, name);
  });
}

test('a document that the schema does not allow is noticed', () => {
  assert.ok(!isDocument({ version: 1, type: 'doc', content: [{ type: 'listItem', content: [] }] }));
});
