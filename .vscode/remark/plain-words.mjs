/* Says what remark-lint-frontmatter-schema found in plain words, at its place: the plugin calls an
   unknown key "additional properties", at the top of the file, and gives places in a field that
   editors no longer read. */

export default function sayInPlainWords() {
  return (tree, file) => {
    for (const message of file.messages.filter((one) => one.schema)) {
      const { params, parentSchema } = message.schema;
      let reason = plainWords(message.schema) ?? message.reason.split(' • ')[0];
      if (params.additionalProperty !== undefined) {
        const known = Object.keys(parentSchema.properties).join(', ');
        reason = `"${params.additionalProperty}" is not a known key; known: ${known}`;
        message.position = placeOf(String(file), params.additionalProperty);
      }
      message.reason = message.message = reason;
      message.note = parentSchema.description;
      message.place = message.position;
    }
  };
}

function plainWords({ keyword, params, data }) {
  if (keyword === 'required') return `"${params.missingProperty}" is missing; add a line ${params.missingProperty}: …`;
  if (keyword === 'enum') return `"${data}" is none of those allowed: ${params.allowedValues.join(', ')}`;
  if (keyword !== 'pattern') return undefined;
  if (params.pattern === '\\S') return 'nothing stands here';
  if (params.pattern.includes('a-z')) return `"${data}" has other letters than a-z, 0-9 and single hyphens`;
  return `"${data}" is no date; expected one such as 2026-02-28 or 2026-02-28T09:30`;
}

function placeOf(text, key) {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => line.trimStart().startsWith(`${key}:`));
  if (index < 0) return undefined;
  const [line, column] = [index + 1, lines[index].indexOf(key) + 1];
  return { start: { line, column }, end: { line, column: column + key.length } };
}
