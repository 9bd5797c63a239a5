import { escape, frame } from "../shared.mjs";

export const data = {
  permalink: "/keywords/index.html",
  eleventyExcludeFromCollections: true,
};

export function render({ collections }) {
  const items = collections.keywords.map(
    ({ name, count }) =>
      `<li><a href="/keywords/${name.replaceAll(" ", "-")}/">${escape(name)}</a> ${count}</li>`,
  );
  return frame({
    title: "Keywords",
    summary: "",
    url: "/keywords/",
    main: `<h1>Keywords</h1>\n<ul>${items.join("\n")}</ul>`,
  });
}
