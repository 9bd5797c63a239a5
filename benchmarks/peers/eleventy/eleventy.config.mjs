// Collections are made once a build, as Eleventy's documentation advises; the sidebars are one of
// them, as HTML, so that they are rendered once. Markdown files hold no Liquid, so none is looked for.
import { articles } from "./markdown.mjs";
import { ASSETS, keywordPath, PAGE_SIZE, SECTIONS } from "./shared.mjs";
import { sidebar } from "./teasers.mjs";

const HOME = { title: "Home", path: "/" };

const newestFirst = (a, b) => b.date - a.date || (a.inputPath < b.inputPath ? -1 : 1);

// Cuts a list into pages, for a template that paginates over the pages of many lists.
function pagesOf({ title, summary, path, crumbs, posts, ...shared }) {
  const count = Math.max(1, Math.ceil(posts.length / PAGE_SIZE));
  const pathOf = (number) => (number === 1 ? path : `${path}page/${number}/`);
  return Array.from({ length: count }, (_, index) => {
    const own = index === 0 ? title : `${title}, page ${index + 1}`;
    return {
      ...shared,
      title: own,
      summary: index === 0 ? summary : `${own} of Benchmark.`,
      crumbs: index === 0 ? crumbs : [...crumbs, { title, path }],
      path: pathOf(index + 1),
      posts: posts.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
      newer: index > 0 ? pathOf(index) : null,
      older: index + 1 < count ? pathOf(index + 2) : null,
    };
  });
}

// Groups posts by what a function names for each, in the order of a comparison of names.
function groups(posts, namesOf, compare) {
  const found = new Map();
  for (const post of posts) {
    for (const name of namesOf(post)) {
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(post);
    }
  }
  return [...found].sort(([a], [b]) => compare(a, b));
}

const bySection = (posts) =>
  SECTIONS.map((section) => ({
    ...section,
    posts: posts.filter(({ url }) => url.startsWith(`/${section.slug}/`)),
  }));

const byKeyword = (posts) =>
  groups(posts, ({ data }) => data.keywords, (a, b) => (a < b ? -1 : 1));

const byYear = (posts) => groups(posts, ({ date }) => [date.getUTCFullYear()], (a, b) => b - a);

function listPages(posts) {
  const keywords = { kind: "keyword", part: "keywords", crumbs: [HOME, { title: "Keywords", path: "/keywords/" }] };
  const years = { kind: "year", part: "archive", crumbs: [HOME, { title: "Archive", path: "/archive/" }] };
  return [
    ...bySection(posts).map(({ name, slug, posts }) => ({
      kind: "section", part: slug, crumbs: [HOME], title: name, path: `/${slug}/`, posts,
    })),
    ...byKeyword(posts).map(([name, posts]) => ({
      ...keywords, title: name, summary: `Articles about ${name} on Benchmark.`, path: keywordPath(name), posts,
    })),
    ...byYear(posts).map(([year, posts]) => ({
      ...years, title: `Archive ${year}`, summary: `All articles of Benchmark from ${year}.`,
      path: `/archive/${year}/`, posts,
    })),
  ].flatMap(pagesOf); // prettier-ignore
}

export default function (config) {
  let posts; // found and sorted once a build, for all collections
  config.on("eleventy.before", () => (posts = undefined));
  const allPosts = (api) =>
    (posts ??= api.getFilteredByGlob("content/*/*.md").sort(newestFirst));

  config.addCollection("posts", allPosts);
  config.addCollection("sections", (api) => bySection(allPosts(api)));
  config.addCollection("keywords", (api) =>
    byKeyword(allPosts(api)).map(([title, posts]) => ({
      title, path: keywordPath(title), count: posts.length, date: posts[0].date,
    })),
  ); // prettier-ignore
  config.addCollection("archive", (api) =>
    byYear(allPosts(api)).map(([year, posts]) => ({
      title: String(year), path: `/archive/${year}/`, count: posts.length,
    })),
  ); // prettier-ignore
  config.addCollection("listPages", (api) => listPages(allPosts(api)));
  config.addCollection("neighbours", (api) => {
    const neighbours = {};
    for (const { posts } of bySection(allPosts(api))) {
      posts.forEach((post, index) => {
        neighbours[post.url] = { newer: posts[index - 1], older: posts[index + 1] };
      });
    }
    return neighbours;
  });
  config.addCollection("sidebars", (api) => {
    const sections = bySection(allPosts(api));
    return Object.fromEntries(SECTIONS.map(({ slug }) => [slug, sidebar(sections, slug)]));
  });
  config.amendLibrary("md", (markdown) => markdown.use(articles));
  config.addPassthroughCopy({ static: "/" });
  for (const [path, address] of Object.entries(ASSETS)) {
    config.addPassthroughCopy({ [`static/${path}`]: address });
  }

  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
  };
}
