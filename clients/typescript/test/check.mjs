// Builds the package, its tests and the examples of the documentation, then runs the tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../', import.meta.url));
const run = (...command) => {
  const { status } = spawnSync(process.execPath, command, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

rmSync(`${folder}build`, { recursive: true, force: true });
rmSync(`${folder}examples`, { recursive: true, force: true });
rmSync(`${folder}dist`, { recursive: true, force: true });
mkdirSync(`${folder}examples`, { recursive: true });
for (const [name, page] of [['readme', 'README.md'], ['docs', '../../docs/clients.md']]) {
  const blocks = [...readFileSync(folder + page, 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1]);
  if (blocks.length === 0) throw new Error(`${page} has no examples`);
  writeFileSync(`${folder}examples/${name}.ts`, blocks.join('\n'));
}

run('node_modules/typescript/bin/tsc');
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json');
const tests = readdirSync(`${folder}build/test`).filter((name) => name.endsWith('.test.js')).map((name) => `build/test/${name}`);
run('--test', '--test-reporter=spec', ...tests);
