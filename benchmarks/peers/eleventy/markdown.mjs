// A plugin of markdown-it: ids of headings, wrappers of tables, and what pages say of their text.
import { notesOf, slugOf, WORDS_A_MINUTE } from "./shared.mjs";

export function articles(markdown) {
  markdown.core.ruler.push("articles", ({ tokens, env }) => {
    const headings = [];
    const taken = new Set();
    let words = 0;
    tokens.forEach((token, index) => {
      if (token.type === "inline") words += token.content.split(/\s+/).length;
      if (token.type !== "heading_open") return;
      const title = tokens[index + 1].children.map(({ content }) => content).join("");
      const slug = slugOf(title);
      let id = slug;
      for (let number = 2; taken.has(id); number += 1) id = `${slug}-${number}`;
      taken.add(id);
      token.attrSet("id", id);
      if (token.tag === "h2" || token.tag === "h3") headings.push({ id, title });
    });
    const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
    notesOf.set(env.page.url, { headings, words, minutes });
  });
  markdown.renderer.rules.table_open = () =>
    '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>\n';
  markdown.renderer.rules.table_close = () => "</table></div>\n";
}
