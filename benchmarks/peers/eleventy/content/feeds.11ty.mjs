import { escape, SECTIONS, SITE_URL } from "../shared.mjs";

export const data = {
  feeds: [{ slug: null, name: "Benchmark" }, ...SECTIONS],
  pagination: { data: "feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => (feed.slug ? `/${feed.slug}/feed.xml` : "/feed.xml"),
  eleventyExcludeFromCollections: true,
  eleventyImport: { collections: ["posts", "sections"] },
};

export function render({ feed, collections }) {
  const section = collections.sections.find(({ slug }) => slug === feed.slug);
  const posts = (section ? section.posts : collections.posts).slice(0, 20);
  const items = posts.map(
    (post) => `<item><title>${escape(post.data.title)}</title><link>${SITE_URL}${post.url}</link><guid>${SITE_URL}${post.url}</guid>
<pubDate>${post.date.toUTCString()}</pubDate>
<description>${escape(post.data.summary)}</description>
<content:encoded>${escape(post.content)}</content:encoded></item>`,
  );
  const home = feed.slug ? `${SITE_URL}/${feed.slug}/` : `${SITE_URL}/`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>${feed.name}</title><link>${home}</link><description>${feed.name}</description>
${items.join("\n")}
</channel></rss>
`;
}
