import { day, SITE_URL } from "../shared.mjs";

export const data = {
  permalink: "/sitemap.xml",
  eleventyExcludeFromCollections: true,
};

export function render({ collections }) {
  const paths = ["/", ...collections.sections.map(({ slug }) => `/${slug}/`)];
  for (const { name } of collections.keywords) paths.push(`/keywords/${name.replaceAll(" ", "-")}/`);
  const urls = [
    ...paths.map((path) => `<url><loc>${SITE_URL}${path}</loc></url>`),
    ...collections.posts.map(
      (post) => `<url><loc>${SITE_URL}${post.url}</loc><lastmod>${day(post.date)}</lastmod></url>`,
    ),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("\n")}
</urlset>
`;
}
