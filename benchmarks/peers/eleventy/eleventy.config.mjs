// Collections are made once a build, as Eleventy's documentation advises; the sidebar is one of
// them, as HTML, so that it is rendered once. Markdown files hold no Liquid, so none is looked for.
import { day, escape, PAGE_SIZE, SECTIONS } from "./shared.mjs";

const newestFirst = (a, b) => b.date - a.date || (a.inputPath < b.inputPath ? -1 : 1);

// Cuts a list into pages, for templates that paginate over pages of several lists.
function pagesOf(title, path, posts) {
  const count = Math.max(1, Math.ceil(posts.length / PAGE_SIZE));
  const pathOf = (number) => (number === 1 ? path : `${path}page/${number}/`);
  return Array.from({ length: count }, (_, index) => ({
    title,
    path: pathOf(index + 1),
    posts: posts.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
    newer: index > 0 ? pathOf(index) : null,
    older: index + 1 < count ? pathOf(index + 2) : null,
  }));
}

export default function (config) {
  const bySection = (api) =>
    SECTIONS.map((section) => ({
      ...section,
      posts: api.getFilteredByGlob(`content/${section.slug}/*.md`).sort(newestFirst),
    }));
  const byKeyword = (api) => {
    const keywords = new Map();
    for (const post of api.getFilteredByGlob("content/*/*.md").sort(newestFirst)) {
      for (const keyword of post.data.keywords) {
        if (!keywords.has(keyword)) keywords.set(keyword, []);
        keywords.get(keyword).push(post);
      }
    }
    return [...keywords].sort(([a], [b]) => (a < b ? -1 : 1));
  };

  config.addCollection("posts", (api) =>
    api.getFilteredByGlob("content/*/*.md").sort(newestFirst),
  );
  config.addCollection("sections", bySection);
  config.addCollection("keywords", (api) =>
    byKeyword(api).map(([name, posts]) => ({ name, count: posts.length })),
  );
  config.addCollection("listPages", (api) => [
    ...pagesOf("Benchmark", "/", api.getFilteredByGlob("content/*/*.md").sort(newestFirst)),
    ...bySection(api).flatMap(({ name, slug, posts }) => pagesOf(name, `/${slug}/`, posts)),
    ...byKeyword(api).flatMap(([name, posts]) =>
      pagesOf(name, `/keywords/${name.replaceAll(" ", "-")}/`, posts),
    ),
  ]);
  config.addCollection("neighbours", (api) => {
    const neighbours = {};
    for (const { posts } of bySection(api)) {
      posts.forEach((post, index) => {
        neighbours[post.url] = { newer: posts[index - 1], older: posts[index + 1] };
      });
    }
    return neighbours;
  });
  config.addCollection("sidebar", (api) =>
    bySection(api)
      .map(({ name, slug, posts }) => {
        const items = posts.slice(0, 20).map(
          (post) =>
            `<li><a href="${post.url}">${escape(post.data.title)}</a> Time:<time datetime="${day(post.date)}">${day(post.date)}</time></li>`,
        );
        return `<section><h3><a href="/${slug}/">${name}</a></h3>\n<ul>${items.join("\n")}</ul></section>`;
      })
      .join("\n"),
  );
  config.addPassthroughCopy({ "style.css": "style.css" });

  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
  };
}
