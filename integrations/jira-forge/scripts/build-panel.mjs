// Makes static/panel/build, the folder that Forge hosts: one script with the bridge in it, the page, the style.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const panel = new URL('../static/panel/', import.meta.url).pathname;
rmSync(`${panel}build`, { recursive: true, force: true });
mkdirSync(`${panel}build`);
await build({
  entryPoints: [`${panel}panel.js`],
  outfile: `${panel}build/panel.js`,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  logLevel: 'warning',
});
for (const file of ['index.html', 'panel.css']) copyFileSync(`${panel}${file}`, `${panel}build/${file}`);
