import { frame } from "../frame.mjs";
import { directory, listOf } from "../teasers.mjs";

export const data = {
  directories: [
    { slug: "keywords", title: "Keywords", summary: "All subjects of Benchmark." },
    { slug: "archive", title: "Archive", summary: "All articles of Benchmark, year by year." },
  ],
  pagination: { data: "directories", size: 1, alias: "one" },
  permalink: ({ one }) => `/${one.slug}/index.html`,
  eleventyExcludeFromCollections: true,
  eleventyImport: { collections: ["keywords", "archive"] },
};

export function render({ one, collections }) {
  return frame({
    kind: one.slug,
    title: one.title,
    summary: one.summary,
    url: `/${one.slug}/`,
    part: one.slug,
    crumbs: [{ title: "Home", path: "/" }],
    main: listOf(one.title, one.summary, directory(collections[one.slug], one.slug)),
  });
}
