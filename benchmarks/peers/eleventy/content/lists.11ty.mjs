import { frame } from "../frame.mjs";
import { SITE_URL } from "../shared.mjs";
import { listOf, row } from "../teasers.mjs";

export const data = {
  pagination: { data: "collections.listPages", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.path}index.html`,
  eleventyExcludeFromCollections: true,
};

export function render({ list }) {
  const options = { level: 2, namesSection: list.kind !== "section", hasSummary: true };
  const rows = list.posts.map((post) => row(post, options)).join("");
  const newer = list.newer ? `<a rel="prev" href="${list.newer}">← Newer</a>\n` : "";
  const older = list.older ? `<a rel="next" href="${list.older}">Older →</a>\n` : "";
  const pager =
    newer || older ? `<nav class="pager" aria-label="Pages">\n${newer}${older}</nav>\n` : "";
  const link = (path, rel) => (path ? `<link rel="${rel}" href="${SITE_URL}${path}">\n` : "");
  return frame({
    ...list,
    url: list.path,
    head: link(list.newer, "prev") + link(list.older, "next"),
    main: listOf(list.title, list.newer ? "" : list.summary, `<div>\n${rows}${pager}</div>`),
  });
}
