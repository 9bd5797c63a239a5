/* Front matter is checked while it is written, by VS Code with the extension unifiedjs.vscode-remark.
   docs/editors.md says how to set this up; builds do not read this file. */

const packages = '../.vscode/remark/node_modules';
const plugins = [];
try {
  plugins.push(
    (await import(`${packages}/remark-frontmatter/index.js`)).default,
    [
      (await import(`${packages}/remark-lint-frontmatter-schema/dist/index.js`)).default,
      {
        // The last that fits counts; paths are those from this folder.
        schemas: {
          '../.vscode/schemas/front-matter.json': ['**/*.md'],
          '../.vscode/schemas/page.json': ['pages/**/*.md'],
        },
        // The validator knows an older draft, and none of what changed since is used.
        ajvOptions: { validateSchema: false, verbose: true },
      },
    ],
    (await import('../.vscode/remark/plain-words.mjs')).default,
  );
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new Error(
    'front matter is not checked yet: run the task "autoblog: set up checks while typing"',
  );
}

export default { plugins };
