// Writes the generated part of the three clients from the committed OpenAPI document.
//   node clients/generate/generate.mjs           writes the files
//   node clients/generate/generate.mjs --check   fails if one of them differs
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe } from './description.mjs';
import { writeCSharp } from './csharp.mjs';
import { writePython } from './python.mjs';
import { writeTypeScript } from './typescript.mjs';

const document = new URL('../../tests/Vindex.Server.Tests/Snapshots/openapi.json', import.meta.url);
const read = async (url) => JSON.parse(await readFile(url, 'utf8'));

/** The API as the writers see it. */
export const description = async () => describe(await read(document), await read(new URL('names.json', import.meta.url)));

/** The text of each generated file, by its path in the folder clients. */
export async function generate() {
  const api = await description();
  const names = await read(new URL('names.json', import.meta.url));
  return { ...writeCSharp(api, names), ...writeTypeScript(api), ...writePython(api) };
}

/** Paths of generated files that differ from what the generator writes now. */
export async function differing() {
  const found = [];
  for (const [path, text] of Object.entries(await generate())) {
    const current = await readFile(new URL(`../${path}`, import.meta.url), 'utf8').catch(() => null);
    if (current !== text) found.push(`clients/${path}`);
  }

  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) {
    const paths = await differing();
    for (const path of paths) console.error(`${path} differs from the API: run node clients/generate/generate.mjs`);
    process.exitCode = paths.length > 0 ? 1 : 0;
  } else {
    for (const [path, text] of Object.entries(await generate())) await writeFile(new URL(`../${path}`, import.meta.url), text);
  }
}
