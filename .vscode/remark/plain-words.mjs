/* Says what remark-lint-frontmatter-schema found in plain words, at its place: the plugin calls an
   unknown key "additional properties", at the top of the file, and gives places in a field that
   editors no longer read. */

export default function sayInPlainWords() {
  return (tree, file) => {
    for (const message of file.messages.filter((one) => one.schema)) {
      const { params, parentSchema } = message.schema;
      let reason = message.reason.split(' • ')[0];
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

function placeOf(text, key) {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => line.trimStart().startsWith(`${key}:`));
  if (index < 0) return undefined;
  const [line, column] = [index + 1, lines[index].indexOf(key) + 1];
  return { start: { line, column }, end: { line, column: column + key.length } };
}
