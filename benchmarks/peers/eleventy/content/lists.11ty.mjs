import { day, escape, frame } from "../shared.mjs";

export const data = {
  pagination: { data: "collections.listPages", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.path}index.html`,
  eleventyExcludeFromCollections: true,
};

export function render({ list }) {
  const items = list.posts.map(
    (post) =>
      `<li><a href="${post.url}">${escape(post.data.title)}</a> <time datetime="${day(post.date)}">${day(post.date)}</time> <p>${escape(post.data.summary)}</p></li>`,
  );
  const newer = list.newer ? `<a rel="prev" href="${list.newer}">Newer</a>` : "";
  const older = list.older ? `<a rel="next" href="${list.older}">Older</a>` : "";
  return frame({
    title: list.title,
    summary: "",
    url: list.path,
    main: `<h1>${escape(list.title)}</h1>\n<ul>${items.join("\n")}</ul>\n<nav>${newer} ${older}</nav>`,
  });
}
