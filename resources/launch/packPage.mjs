// The script and the style of the page that travels in every audit pack, as text: bundled from main/pack/page/ when the app, its
// tests or a script of it is built, so that the page runs the same main/proof/ as the app.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { project } from './place.mjs';

const id = 'virtual:pack-page';
const entry = join(project, 'main', 'pack', 'page', 'page.ts');
const style = join(project, 'main', 'pack', 'page', 'page.css');

/** A plugin of vite that answers `import { pageScript, pageStyle } from 'virtual:pack-page'`. */
export function packPage() {
  return {
    name: 'pack-page',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    async load(source) {
      if (source !== `\0${id}`) return null;
      const { script, files } = await pageScript();
      for (const file of [...files, style]) this.addWatchFile(file);
      const css = readFileSync(style, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\s*\n\s*/g, '\n')
        .trim();
      return `export const pageScript = ${JSON.stringify(script)};\nexport const pageStyle = ${JSON.stringify(css)};\n`;
    },
  };
}

/** One classic script without a line that could end the element it stands in. */
async function pageScript() {
  const files = [];
  const built = await build({
    configFile: false,
    root: project,
    logLevel: 'warn',
    plugins: [
      {
        name: 'files-of-the-page',
        moduleParsed: ({ id: file }) => {
          if (!file.startsWith('\0')) files.push(file);
        },
      },
    ],
    build: {
      write: false,
      minify: true,
      // Ed25519 in WebCrypto is newer than any of this syntax.
      target: ['chrome130', 'firefox130'],
      rolldownOptions: { input: entry, output: { format: 'iife', codeSplitting: false } },
    },
  });
  const { output } = Array.isArray(built) ? built[0] : built;
  const code = output.find(({ type }) => type === 'chunk').code.trim();
  const script = code.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--');
  return { script, files };
}
