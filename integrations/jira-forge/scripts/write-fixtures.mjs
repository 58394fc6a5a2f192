// npm run fixtures: writes fixtures/*.json anew after the app's bodies have changed.
import { writeFileSync } from 'node:fs';
import { fixtures } from './fixtures.mjs';

for (const [name, text] of Object.entries(fixtures())) writeFileSync(new URL(`../fixtures/${name}`, import.meta.url), text);
