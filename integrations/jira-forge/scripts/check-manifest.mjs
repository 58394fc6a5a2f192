// Checks the manifest, as `npm run configure` would write it, with Atlassian's own rules: the schema and everything that `forge lint` asks of the
// manifest alone (references between modules, scopes, egress, resources).
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillManifest, NO_APP_ID } from './operator.mjs';

const template = readFileSync(new URL('../manifest.template.yml', import.meta.url), 'utf8');

let forge;
try {
  forge = await import('@forge/manifest');
} catch (error) {
  console.log(`manifest: SKIPPED, Atlassian's rules are not installed (${error.code ?? error.message}); run npm ci`);
  process.exit(0);
}

// The rules take a file, and look beside it for the code and the folders that it names.
const folder = mkdtempSync(join(tmpdir(), 'vindex-manifest-'));
for (const name of ['src', 'static']) symlinkSync(new URL(`../${name}`, import.meta.url).pathname, join(folder, name));
const filled = join(folder, 'manifest.yml');
writeFileSync(filled, fillManifest(template, 'https://vindex.example.com', NO_APP_ID));
const result = await forge.validate(false, filled);
rmSync(folder, { recursive: true });

for (const { level, message, line } of result.errors ?? []) console.log(`manifest.template.yml:${line ?? '?'}: ${level}: ${message}`);
if (!result.success || (result.errors ?? []).length > 0) process.exit(1);
console.log("manifest: valid by Atlassian's rules");
