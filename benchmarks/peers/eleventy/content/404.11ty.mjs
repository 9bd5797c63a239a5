import { frame } from "../frame.mjs";
import { listOf, row } from "../teasers.mjs";

export const data = {
  permalink: "/404.html",
  eleventyExcludeFromCollections: true,
  eleventyImport: { collections: ["posts"] },
};

const SUMMARY =
  'This address leads nowhere. The <a href="/archive/">archive</a> lists every article; these are the newest.';

export function render({ collections }) {
  const rows = collections.posts
    .slice(0, 5)
    .map((post) => row(post, { level: 2, namesSection: true, hasSummary: true }));
  return frame({
    kind: "404",
    title: "Page not found",
    summary: "",
    url: "/404.html",
    crumbs: [{ title: "Home", path: "/" }],
    main: listOf("Page not found", SUMMARY, `<div>\n${rows.join("")}</div>`),
  });
}
