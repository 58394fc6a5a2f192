// npm run check:manifest: checks the manifest as `npm run configure` would write it.
import { readFileSync } from 'node:fs';
import { manifestProblems } from './manifest-rules.mjs';

const { skipped, problems } = await manifestProblems(readFileSync(new URL('../manifest.template.yml', import.meta.url), 'utf8'));
if (skipped) {
  console.log(`manifest: SKIPPED: ${skipped}`);
} else if (problems.length > 0) {
  console.log(problems.map((problem) => `manifest.template.yml: ${problem}`).join('\n'));
  process.exitCode = 1;
} else {
  console.log("manifest: valid by Atlassian's rules");
}
