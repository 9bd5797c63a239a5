import { day, SITE_URL } from "../shared.mjs";

export const data = {
  permalink: "/sitemap.xml",
  eleventyExcludeFromCollections: true,
  eleventyImport: { collections: ["posts", "sections", "keywords"] },
};

export function render({ collections }) {
  const { posts, sections, keywords } = collections;
  const entries = [
    { path: "/", date: posts[0].date },
    ...sections.map(({ slug, posts: [newest] }) => ({ path: `/${slug}/`, date: newest.date })),
    ...keywords.map(({ path, date }) => ({ path, date })),
    ...posts.map(({ url, date }) => ({ path: url, date })),
  ];
  const urls = entries.map(
    ({ path, date }) => `<url><loc>${SITE_URL}${path}</loc><lastmod>${day(date)}</lastmod></url>\n`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("")}</urlset>
`;
}
